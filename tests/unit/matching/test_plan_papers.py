"""A plan tied to the papers of the sheet, and what `plan check` advises from them."""

from __future__ import annotations

from dataclasses import replace

from dossier.matching import alias_advice, question_advice
from dossier.matching.plan_papers import PlanPapers
from dossier.model import Area, Component, DocKind, Indicator, Plan, Requirement, Schedule, Severity
from tests.support.matching_files import real_plan

FOLLOWED_UP = Indicator(
    code="V.4.4",
    statement="Menindaklanjuti hasil evaluasi atas penerapan whistle blowing system",
    steps="",
    evidence_text="",
    schedule=Schedule(text="Juni", slots=()),
    requirements=(Requirement(id="a", label="Tindak lanjut WBS", aliases=("Tindak lanjut evaluasi WBS", "Buku biru")),),
)
STRANGE = replace(FOLLOWED_UP, code="V.4.5", statement="Gudang ditata menurut abjad", requirements=())


def plan_of(*indicators: Indicator) -> Plan:
    component = Component(code="V.4", title="Whistle Blowing System", indicators=indicators)
    area = Area(code="V", title="Penguatan Pengawasan", components=(component,))
    return Plan(title="Rencana", year=2025, predicate="WBK", basis="Keputusan", areas=(area,))


def test_an_indicator_without_a_key_gets_the_questions_that_it_reads_like() -> None:
    (note,) = question_advice(plan_of(FOLLOWED_UP, STRANGE))
    assert (note.code, note.severity, note.subject) == ("lke_diusulkan", Severity.NOTE, "V.4.4")
    assert "A.1.V.iv.c dipakai sementara, menurut bunyinya." in note.text
    assert note.advice == "Tulis yang benar pada indikatornya, mis. lke: [A.1.V.iv.c]."


def test_an_indicator_with_a_key_needs_no_proposal() -> None:
    assert question_advice(plan_of(replace(FOLLOWED_UP, lke=("A.1.V.iv.c",)))) == ()


def test_aliases_that_the_papers_cover_are_named_and_a_units_own_are_not() -> None:
    (note,) = alias_advice(plan_of(replace(FOLLOWED_UP, lke=("A.1.V.iv.c",))))
    assert (note.code, note.severity, note.subject) == ("alias_sudah_dikenal", Severity.NOTE, "V.4.4.a")
    assert "“Tindak lanjut evaluasi WBS”" in note.text
    assert "Buku biru" not in note.text


def test_an_alias_of_another_question_is_not_covered() -> None:
    elsewhere = replace(FOLLOWED_UP.requirements[0], aliases=("SK Tim ZI",))
    assert alias_advice(plan_of(replace(FOLLOWED_UP, lke=("A.1.V.iv.c",), requirements=(elsewhere,)))) == ()


def places(plan: Plan, text: str) -> list[tuple[str, str]]:
    found = PlanPapers(plan).asked_by(text)
    return [(place.indicator.code, place.requirement.id if place.requirement else "") for place in found]


def test_a_paper_is_asked_for_by_the_requirement_whose_label_fits_it() -> None:
    assert places(real_plan(), "Tindak lanjut evaluasi WBS") == [("V.4.4", "a")]
    assert places(real_plan(), "SK Tim ZI") == [("I.1.1", "a")]
    assert ("IV.1.2", "a") in places(real_plan(), "Renstra")


def test_a_paper_that_no_label_names_is_not_the_only_requirement_of_another_kind() -> None:
    alone = replace(
        FOLLOWED_UP, lke=("A.1.II.i.a",), requirements=(Requirement(id="a", label="SOP", kind=DocKind.SOP),)
    )
    assert places(plan_of(alone), "Peta proses bisnis") == [("V.4.4", "")]


def test_where_no_label_fits_the_only_requirement_of_the_papers_kind_asks_for_it_else_the_indicator() -> None:
    decree = Requirement(id="a", label="Berkas satu", kind=DocKind.SK)
    other = Requirement(id="b", label="Berkas dua", kind=DocKind.LAPORAN)
    indicator = replace(FOLLOWED_UP, lke=("A.1.I.i.a",), requirements=(decree, other))
    assert places(plan_of(indicator), "SK Tim ZI") == [("V.4.4", "a")]
    alike = replace(indicator, requirements=(other, replace(other, id="c")))
    assert places(plan_of(alike), "SK Tim ZI") == [("V.4.4", "")]


def test_a_finer_plan_never_loses_the_indicator_of_a_paper() -> None:
    coarse = replace(FOLLOWED_UP, lke=("A.1.V.iv.c",))
    for count in range(1, 5):
        split = tuple(Requirement(id="abcd"[number], label=f"Bagian {number}") for number in range(count))
        assert [code for code, _ in places(plan_of(replace(coarse, requirements=split)), "Tindak lanjut WBS")] == [
            "V.4.4"
        ]


def test_a_paper_claims_a_place_of_a_later_question_only_by_label_or_in_the_folders_area() -> None:
    tied = PlanPapers(real_plan())
    (website,) = [paper for paper in tied.papers.papers if paper.id == "website_unit"]
    assert {place.indicator.code for place in tied.claims(website)} == {"II.2.2"}
    assert {place.indicator.code[:2] for place in tied.claims(website, "VI")} == {"VI"}
    assert tied.claims(website, "V") == ()
    (wealth,) = [paper for paper in tied.papers.papers if paper.id == "lhkpn"]
    assert tied.claims(wealth) == ()


def test_a_paper_of_a_question_without_a_row_has_no_place() -> None:
    assert places(plan_of(replace(FOLLOWED_UP, lke=("A.1.V.iv.c",))), "SK Tim ZI") == []
    assert PlanPapers(real_plan()).questions_of("I.1.1")[0].question.key == "A.1.I.i.a"
    assert PlanPapers(real_plan()).questions_of("X.1.1") == ()
