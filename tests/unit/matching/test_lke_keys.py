"""Trees that follow the LKE: questions and keys say where a file is, the letters of the plan do not."""

from __future__ import annotations

import pytest

from dossier.matching.lke_keys import HASIL, PEMENUHAN, REFORM, LkeIndex, aspect_of, read_key
from tests.support.matching_files import matched, places, real_plan

PEMENUHAN_V = "A. PENGUNGKIT/PEMENUHAN/5. PENGUATAN PENGAWASAN"


def place(path: str) -> tuple[str, ...]:
    return places(matched(real_plan(), path))[path]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("A.1.V.iv.b", (PEMENUHAN, 5, 4, "b")),
        ("A.1.VI.iii Pengaduan", (PEMENUHAN, 6, 3, "")),
        ("A-2-I.i Komitmen", (REFORM, 1, 1, "")),
    ],
)
def test_a_key_is_read_in_its_spellings(name: str, part: tuple[str, int, int, str]) -> None:
    key = read_key(name)
    assert key is not None
    assert (key.aspect, key.area, key.component, key.letter) == part


@pytest.mark.parametrize("name", ["V.4.2 Laporan", "A.1.2", "A.3.V.iv", "SARANA.1.V.iv"])
def test_what_only_looks_like_a_key_is_none(name: str) -> None:
    assert read_key(name) is None


@pytest.mark.parametrize(
    ("folder", "aspect"),
    [("A. PENGUNGKIT", "pengungkit"), ("I. PEMENUHAN", PEMENUHAN), ("2. Reform", REFORM), ("B. HASIL", HASIL)],
)
def test_the_folders_of_the_aspects_are_known(folder: str, aspect: str) -> None:
    assert aspect_of(folder) == aspect


@pytest.mark.parametrize("folder", ["Hasil", "Hasil rapat", "Pemenuhan kebutuhan pegawai"])
def test_folders_with_other_words_are_no_aspects(folder: str) -> None:
    assert aspect_of(folder) == ""


def test_the_letter_of_a_question_is_not_the_letter_of_the_plan() -> None:
    folder = f"{PEMENUHAN_V}/v. Penanganan Benturan Kepentingan/b. Penanganan telah disosialisasikan"
    assert place(f"{folder}/Laporan rapat.pdf")[0].startswith("V.5.1.a")


def test_a_key_on_a_file_places_it() -> None:
    assert place("A.1.V.iv.b Laporan TW II.pdf") == ("V.4.3.a 2025-06",)


def test_a_component_of_the_list_that_the_plan_lacks_is_not_its_third() -> None:
    folder = "A. PENGUNGKIT/PEMENUHAN/6. PENINGKATAN KUALITAS PELAYANAN PUBLIK/iii. Pengelolaan Pengaduan"
    assert not place(f"{folder}/a. Terdapat media pengaduan/scan0003.pdf")[0].startswith("VI.3")


@pytest.mark.parametrize("aspect", ["B. HASIL", "A. PENGUNGKIT/REFORM"])
def test_what_the_plan_does_not_ask_for_stays_out(aspect: str) -> None:
    assert place(f"{aspect}/1. Manajemen Perubahan/Laporan agen perubahan.pdf")[0][0] in "?-"


def test_every_indicator_but_those_without_a_question_has_its_keys() -> None:
    plan = real_plan()
    assert [i.code for i in plan.indicators if not i.lke] == ["VI.1.3"]
    answered = {indicator.code: indicator.lke for indicator in plan.indicators}
    assert LkeIndex(plan, answered).indicators(5, 5, "a") == ("V.5.2",)
