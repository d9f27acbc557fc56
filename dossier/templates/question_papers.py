"""Requests Word papers for questions of the evaluation sheet without a row in the plan; says what each is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.audit.beyond_plan import periods_of
from dossier.audit.beyond_words import period_word
from dossier.knowledge import sheet
from dossier.model import Area, Component, DocKind, Indicator, Requirement, Schedule, State
from dossier.templates.template_context import Subject
from dossier.templates.template_library import RenderRequest, choose

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from dossier.audit.beyond_plan import BeyondCoverage, PaperSlot, QuestionCoverage, UsualPaper
    from dossier.knowledge.sheet import Paper, SheetQuestion
    from dossier.model import Coverage, Plan, Unit
    from dossier.templates.template_library import TemplateInfo


def question_requests(
    beyond: BeyondCoverage,
    templates: Sequence[TemplateInfo],
    keys: Collection[str],
    *,
    missing: bool = False,
    period: str | None = None,
) -> tuple[RenderRequest, ...]:
    """Return a request for each usual paper, and each of its periods, that a template can make; else for the first.

    Args:
        beyond: The questions without a row, and what is filed for them.
        templates: From `list_templates`.
        keys: Keys of questions; of others, nothing is requested.
        missing: Only what is not there.
        period: Only what falls due in this month, `YYYY-MM`; papers without periods are left out then.
    """
    found: list[RenderRequest] = []
    for question in (each for each in beyond.questions if each.key in keys):
        own = [usual for usual in question.papers if _is_own(question, usual)]
        made = [usual for usual in own if choose(templates, requirement_of(usual.paper))]
        for usual in made or own[:1]:
            slots = tuple(_slots(usual, missing=missing, period=period))
            slots = slots if made else slots[:1]  # of one that no template makes, the rendering says so
            found += (RenderRequest(question=question.key, requirement=usual.paper.id, slot=slot) for slot in slots)
    return tuple(found)


def _is_own(question: QuestionCoverage, usual: UsualPaper) -> bool:
    """Whether a paper is first of all one of this question, and nothing in the plan asks for it."""
    return usual.paper.questions[0] == question.key and not usual.users


def _slots(usual: UsualPaper, *, missing: bool, period: str | None) -> Iterator[str | None]:
    def is_wanted(each: PaperSlot) -> bool:
        return period in {None, each.slot.key} and not (missing and each.state is State.PRESENT)

    if usual.slots:
        yield from (each.slot.key for each in usual.slots if is_wanted(each))
    elif period is None and not (missing and usual.files):
        yield None


def requirement_of(paper: Paper) -> Requirement:
    """Return a usual paper as a requirement, so that the template is chosen as for one of the plan."""
    return Requirement(id=paper.id, label=paper.name, kind=DocKind(paper.kind))


def subject_of(plan: Plan, unit: Unit, coverage: Coverage | None, request: RenderRequest) -> Subject:
    """Return what a request is about, its slot still open; what it names and nobody knows is None.

    A question of the sheet and its usual paper stand in the place of an indicator and its requirement.
    """
    about = Subject(plan=plan, unit=unit, coverage=coverage)
    if request.question is None:
        indicator = plan.indicator(request.indicator) if request.indicator else None
        requirement = indicator.requirement(request.requirement) if indicator and request.requirement else None
        return replace(about, indicator=indicator, requirement=requirement)
    question = sheet.questions().get(request.question)
    paper = next((each for each in sheet.papers() if each.id == request.requirement), None)
    if question is None or paper is None:
        return about
    row = _row(question, paper, plan.year)
    area = Area(code=question.area, title=sheet.area_titles().get(question.area, "Hasil"), components=())
    component = Component(code=question.component, title=question.component_title, indicators=(row,))
    return replace(about, area=area, component=component, indicator=row, requirement=row.requirements[0])


def _row(question: SheetQuestion, paper: Paper, year: int) -> Indicator:
    """Return a question and one of its usual papers as a row of the plan."""
    often, slots = period_word(paper), periods_of(paper, year)
    return Indicator(
        code=question.key,
        statement=question.text,
        steps=f"Memenuhi pertanyaan LKE {question.key} dengan {paper.name}",
        evidence_text=paper.name,
        schedule=Schedule(text=often, slots=slots) if slots else Schedule.undated(often, year),
        requirements=(requirement_of(paper),),
    )
