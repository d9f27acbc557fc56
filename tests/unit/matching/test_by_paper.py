"""A name means a paper of the evaluation sheet: where the plan asks for it, and what speaks against it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dossier.model import Area, Component, DocKind, Indicator, Plan, QuestionLink, Requirement, Schedule
from tests.support.matching_files import matched, place, real_plan


def indicator(code: str, statement: str, *requirements: Requirement, lke: tuple[str, ...] = ()) -> Indicator:
    return Indicator(
        code=code,
        statement=statement,
        steps="",
        evidence_text="",
        schedule=Schedule(text="Juni", slots=()),
        requirements=requirements,
        questions=tuple(QuestionLink(key=key) for key in lke),
    )


def plan_of(*indicators: Indicator) -> Plan:
    """Return a plan of one area with the components that the codes name."""
    codes = sorted({each.code.rpartition(".")[0] for each in indicators})
    components = tuple(
        Component(
            code=code,
            title="Whistle Blowing System" if code == "V.4" else "Gratifikasi",
            indicators=tuple(each for each in indicators if each.code.startswith(f"{code}.")),
        )
        for code in codes
    )
    area = Area(code="V", title="Penguatan Pengawasan", components=components)
    return Plan(title="Rencana", year=2025, predicate="WBK", basis="Keputusan", areas=(area,))


LAPORAN = Requirement(id="a", label="Catatan buku biru", kind=DocKind.LAPORAN)
FOLLOWED_UP = indicator("V.4.4", "Menindaklanjuti hasil evaluasi WBS", LAPORAN, lke=("A.1.V.iv.c",))


def test_a_plan_without_an_alias_places_a_paper_by_the_label_that_means_it() -> None:
    asked = replace(LAPORAN, label="Tindak lanjut WBS")
    plan = plan_of(replace(FOLLOWED_UP, requirements=(asked,)))
    assert place(plan, "Matriks tindak lanjut evaluasi WBS.pdf") == ("V.4.4.a None",)


def test_a_paper_that_no_requirement_names_is_evidence_of_the_indicator_of_its_question() -> None:
    plan = plan_of(FOLLOWED_UP)
    assert place(plan, "5. Pengawasan/Tindak lanjut evaluasi WBS.pdf") == ("V.4.4 None",)


def test_a_finer_plan_never_loses_the_indicator_of_a_paper() -> None:
    for count in range(1, 5):
        split = tuple(Requirement(id="abcd"[number], label=f"Bagian {number}") for number in range(count))
        plan = plan_of(replace(FOLLOWED_UP, requirements=split))
        assert place(plan, "Tindak lanjut evaluasi WBS.pdf") == ("V.4.4 None",)


def test_a_paper_of_a_question_without_a_row_stands_under_the_question() -> None:
    found = matched(real_plan(), "Hasil survei persepsi anti korupsi.pdf")
    assert [(each.question, each.file.path) for each in found.beyond_plan] == [
        ("B.I.a", "Hasil survei persepsi anti korupsi.pdf")
    ]
    assert found.claimed_paths == ("Hasil survei persepsi anti korupsi.pdf",)
    assert (found.ambiguous, found.unplaced) == ((), ())


@pytest.mark.parametrize(
    "name",
    [
        "Hasil Survei Kepuasan Pegawai.pdf",
        "SK Penetapan Pengelola Keuangan.pdf",
        "DPA PPID.pdf",
        "Daftar gaji Maret.pdf",
        "Berita acara serah terima barang.pdf",
    ],
)
def test_a_paper_that_only_looks_like_evidence_is_no_claim(name: str) -> None:
    found = matched(real_plan(), name)
    assert (found.claims, found.questions) == ((), ())


def test_a_decree_of_another_team_is_not_the_first_decree_of_its_folder() -> None:
    assert not matched(real_plan(), "1/SK Penetapan Satgas SPIP.pdf").claims


def test_the_works_plan_of_the_office_is_not_that_of_the_zone() -> None:
    assert not [each for each in matched(real_plan(), "RENJA 2025.pdf").claims if each.indicator.startswith("I.")]


def test_words_never_carry_a_file_out_of_the_area_that_its_folder_fixes() -> None:
    assert place(real_plan(), "2. Penataan Tatalaksana/SK Mutasi.pdf") == ("? III.2.1",)


def test_a_folder_of_another_evaluation_has_numbers_of_its_own() -> None:
    assert not matched(real_plan(), "Evaluasi SAKIP/1_1_1_b_dokumen.pdf").claims


def test_letters_before_names_of_one_kind_only_number_them() -> None:
    folder = "4. WBS/V.4.2 Rapat"
    alone = place(real_plan(), f"{folder}/b. Notulen rapat.pdf")
    assert place(real_plan(), f"{folder}/Notulen rapat.pdf") == alone


def test_a_requirement_that_names_a_kind_alone_attracts_no_paper_of_another_indicator() -> None:
    kind = Requirement(id="a", label="Laporan monev", kind=DocKind.LAPORAN)
    plan = plan_of(
        indicator("V.1.1", "Gratifikasi telah dikendalikan", kind, lke=("A.1.V.i.b",)),
        indicator("V.4.3", "WBS telah dievaluasi", replace(kind, label="Rekap WBS"), lke=("A.1.V.iv.b",)),
    )
    assert place(plan, "Laporan monev WBS.pdf")[0].startswith("V.4.3")


@pytest.mark.parametrize("path", ["V.4.4 berkas.pdf", "V.4.4/scan0001.pdf", "5. Pengawasan/Tindak lanjut WBS.pdf"])
def test_an_indicator_that_asks_for_nothing_claims_nothing(path: str) -> None:
    assert not matched(plan_of(replace(FOLLOWED_UP, requirements=())), path).claims
