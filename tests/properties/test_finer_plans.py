"""A finer plan places no fewer files: splitting a requirement or adding an alias never loses a file's indicator."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.matching import match
from dossier.matching.index import PlanIndex
from tests.support.matching_files import real_office, real_plan, scan_of

if TYPE_CHECKING:
    from dossier.model import Indicator, Plan, Requirement

INDICATORS = [indicator.code for indicator in real_plan().indicators]


@cache
def names_of(code: str) -> tuple[str, ...]:
    """Return names of files of an indicator: with its code, below its folder, and by the papers that it asks for."""
    known = PlanIndex(real_plan(), real_office())
    indicator = real_plan().indicator(code)
    assert indicator is not None
    area, component = code.partition(".")[0], code.rpartition(".")[0]
    title = next(c.title for a in real_plan().areas for c in a.components if c.code == component)
    places = ("", f"AREA {area}/", f"AREA {area}/{component} {title}/")
    phrases = [
        phrase
        for requirement in indicator.requirements
        for paper in known.ties.papers_of(code, requirement.id)
        for phrase in paper.phrases[:6]
    ]
    coded = (f"{code} berkas.pdf", f"{code}/scan0001.pdf", f"{code} {phrases[0] if phrases else 'x'}.pdf")
    return (*coded, *(f"{place}{phrase}.pdf" for phrase in phrases for place in places))


def placed(plan: Plan, code: str) -> set[str]:
    matching = match(plan, scan_of(names_of(code)), office=real_office())
    return {claim.file.path for claim in matching.claims if claim.indicator == code}


def with_requirements(code: str, requirements: tuple[Requirement, ...]) -> Plan:
    def changed(indicator: Indicator) -> Indicator:
        return replace(indicator, requirements=requirements) if indicator.code == code else indicator

    plan = real_plan()
    return replace(
        plan,
        areas=tuple(
            replace(
                area,
                components=tuple(
                    replace(component, indicators=tuple(map(changed, component.indicators)))
                    for component in area.components
                ),
            )
            for area in plan.areas
        ),
    )


@settings(max_examples=25)
@given(st.sampled_from(INDICATORS), st.data())
def test_splitting_a_requirement_never_loses_the_indicator(code: str, data: st.DataObject) -> None:
    indicator = real_plan().indicator(code)
    assert indicator is not None
    whole = data.draw(st.sampled_from(indicator.requirements))
    labels = data.draw(st.sampled_from([(f"{whole.label} 1", f"{whole.label} 2"), (whole.label, "Bagian dua")]))
    parts = [replace(whole, id=f"{whole.id}{number}", label=label) for number, label in enumerate(labels)]
    split = tuple(each for r in indicator.requirements for each in (parts if r is whole else [r]))
    letters = tuple(replace(each, id="abcdefghij"[number]) for number, each in enumerate(split))
    assert placed(real_plan(), code) <= placed(with_requirements(code, letters), code)


@settings(max_examples=25)
@given(st.sampled_from(INDICATORS), st.data())
def test_adding_an_alias_never_loses_the_indicator(code: str, data: st.DataObject) -> None:
    indicator = real_plan().indicator(code)
    assert indicator is not None
    named = data.draw(st.sampled_from(indicator.requirements))
    alias = data.draw(st.sampled_from(["Buku biru satker", f"{named.label} terbaru", f"Berkas {named.label}"]))
    more = tuple(
        replace(each, aliases=(*each.aliases, alias)) if each is named else each for each in indicator.requirements
    )
    assert placed(real_plan(), code) <= placed(with_requirements(code, more), code)
