"""`plan/kosakata.yaml`: the words of an office, what is refused, and the words of an installed sector pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.knowledge.vocabulary import vocabulary_of
from dossier.matching import match
from dossier.model import NO_WORDS, WordList
from tests.support.matching_files import scan_of
from tests.support.plan_files import GOOD, load, refuse

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Finding, Plan

WORDS = """\
istilah:
  rumah pintar: [rumah pintar pemilu, rpp]
  absensi: [daftar kumpul]
derau: [arsip lama]
umum: [risalah singkat]
netral: [komisioner]
harian: [teras]
kantor: [gedung baru]
"""


def read(folder: Path, words: str = WORDS) -> tuple[Plan, tuple[Finding, ...]]:
    return load(folder, GOOD, kosakata=words)


def test_the_words_of_an_office_stand_in_its_plan(tmp_path: Path) -> None:
    plan, findings = read(tmp_path)
    assert findings == ()
    assert plan.words == WordList(
        terms=(("rumah pintar", ("rumah pintar pemilu", "rpp")), ("absensi", ("daftar kumpul",))),
        noise=("arsip lama",),
        general=("risalah singkat",),
        neutral=("komisioner",),
        everyday=("teras",),
        office=("gedung baru",),
    )


@pytest.mark.parametrize("words", ["", "# belum ada\n", "istilah:\n", "istilah: {}\nderau: []\n"])
def test_a_plan_without_words_of_its_own_has_the_general_ones(tmp_path: Path, words: str) -> None:
    plan, findings = read(tmp_path, words)
    assert findings == ()
    assert plan.words == NO_WORDS
    assert load(tmp_path)[0].words == NO_WORDS


def test_added_words_stand_above_the_general_ones(tmp_path: Path) -> None:
    own = vocabulary_of(read(tmp_path)[0].words)
    general = vocabulary_of()
    assert own.expand("RPP") == own.expand("Rumah Pintar Pemilu") == {"rumah_pintar"}
    assert own.expand("daftar kumpul") == {"daftar_hadir"}
    assert own.expand("Arsip lama SK") == {"sk"}
    assert "komisioner" in own.neutral_terms - general.neutral_terms
    assert own.office_terms == {"gedung"}, "“baru” is noise"
    assert general.expand("daftar kumpul") == {"daftar", "kumpul"}
    taken = vocabulary_of(WordList(terms=(("bimbingan konseling", ("bk",)),)))
    assert taken.expand("laporan BK") == {"laporan", "bimbingan_konseling"}
    assert general.expand("BK") == {"bk"}


def test_two_units_in_one_process_have_different_words(tmp_path: Path) -> None:
    (tmp_path / "lain").mkdir()
    one, other = read(tmp_path)[0], load(tmp_path / "lain")[0]
    scan = scan_of(["I.1.1 Daftar kumpul.pdf"])
    for _ in range(2):
        assert [claim.requirement for claim in match(one, scan).claims] == ["b"]
        assert [claim.requirement for claim in match(other, scan).claims] == [None]


@pytest.mark.parametrize(
    ("words", "code", "line", "told"),
    [
        ("istilh:\n  a: [b]\n", "kunci_tak_dikenal", 1, "Mungkin maksudnya “istilah”."),
        ("derau: [ok]\nderau: [ya]\n", "kunci_ganda", 2, "Hapus"),
        ("istilah:\n  posko: [pos, ' ', pk1]\n", "kata_kosong", 2, "Tulis “posko: [pos, pk1]”."),
        ("istilah:\n  posko:\n    - pos\n    - '--'\n", "kata_kosong", 4, "Tulis “posko: [pos]”."),
        ("istilah:\n  posko: [pos]\n  pasar: [kios, POS]\n", "kata_dua_istilah", 3, "Tulis “pasar: [kios]”."),
        ("istilah:\n  posko: [pasar, 'a: b']\n  pasar: [kios]\n", "kata_dua_istilah", 2, 'Tulis “posko: ["a: b"]”.'),
        ("istilah:\n  pos ko: [x1]\n  pos_ko: [x2]\n", "kata_dua_istilah", 3, "Gabungkan"),
        ("istilah:\n  posko: [pos]\nderau: [pos, lain]\n", "kata_dua_istilah", 3, "Tulis “derau: [lain]”."),
        ("istilah: [posko]\n", "jenis_isian", 1, "menjorok"),
        ("- posko\n", "jenis_isian", 1, "istilah, derau"),
        ("derau: {a: b}\n", "jenis_isian", 1, "Awali"),
        ("kantor: &x [a]\n", "yaml_rujukan", 1, "kutip"),
        ("kantor: [\n", "yaml_rusak", 2, ""),
        ("kantor: [" + "a" * 4_000_000 + "]\n", "terlalu_besar", 1, ""),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line_and_the_remedy(
    tmp_path: Path, words: str, code: str, line: int, told: str
) -> None:
    findings = refuse(tmp_path, GOOD, kosakata=words)
    assert [(f.code, f.path, f.line) for f in findings] == [(code, "plan/kosakata.yaml", line)]
    assert told in findings[0].advice


def test_a_word_written_twice_in_one_list_is_only_a_warning(tmp_path: Path) -> None:
    plan, (finding,) = read(tmp_path, "istilah:\n  posko: [pos, POS]\n")
    assert (finding.code, finding.line, finding.advice) == ("kata_ganda", 2, "Tulis “posko: [pos]”.")
    assert plan.words.terms == (("posko", ("pos",)),)


def test_many_words_cost_no_more_than_their_number(tmp_path: Path) -> None:
    many = ", ".join(f"kata{number} x" for number in range(50_000))
    plan, findings = read(tmp_path, f"istilah:\n  posko: [{many}]\n")
    assert findings == ()
    assert vocabulary_of(plan.words).expand("kata49999 x") == {"posko"}
