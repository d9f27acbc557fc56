"""What `plan check` advises on a plan from the knowledge of the evaluation sheet."""

from __future__ import annotations

from dataclasses import replace

from dossier.matching import question_advice, wording_advice
from dossier.model import Area, Component, Indicator, Plan, QuestionLink, Requirement, Schedule, Severity
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
    assert question_advice(plan_of(replace(FOLLOWED_UP, questions=(QuestionLink(key="A.1.V.iv.c"),)))) == ()


def test_aliases_that_the_papers_cover_are_named_and_a_units_own_are_not() -> None:
    (note,) = wording_advice(plan_of(replace(FOLLOWED_UP, questions=(QuestionLink(key="A.1.V.iv.c"),))))
    assert (note.code, note.severity, note.subject) == ("alias_sudah_dikenal", Severity.NOTE, "V.4.4.a")
    assert "“Tindak lanjut evaluasi WBS”" in note.text
    assert "Buku biru" not in note.text


def test_an_alias_of_another_question_is_not_covered() -> None:
    elsewhere = replace(FOLLOWED_UP.requirements[0], aliases=("SK Tim ZI",))
    assert (
        wording_advice(
            plan_of(replace(FOLLOWED_UP, questions=(QuestionLink(key="A.1.V.iv.c"),), requirements=(elsewhere,)))
        )
        == ()
    )


def test_a_requirement_that_names_a_kind_alone_is_asked_for_a_name() -> None:
    kinds = (Requirement(id="a", label="Laporan monev"), Requirement(id="b", label="Laporan monev WBS"))
    (warning,) = [
        each
        for each in wording_advice(plan_of(replace(FOLLOWED_UP, requirements=kinds)))
        if each.severity is Severity.WARNING
    ]
    assert (warning.code, warning.subject) == ("butir_hanya_kata_umum", "V.4.4.a")
    assert "Beri nama yang menyebut pokoknya" in warning.advice


def test_the_shipped_plan_needs_no_advice() -> None:
    assert wording_advice(real_plan()) == ()
