"""A plan of two indicators and a coverage of it, for tests that need any plan rather than a particular one."""

from __future__ import annotations

import datetime as dt

from dossier.model import (
    Area,
    Component,
    Coverage,
    Indicator,
    Plan,
    Requirement,
    Schedule,
    Slot,
    SlotCoverage,
    State,
)

SLOTS = (
    Slot(label="Maret 2025", start=dt.date(2025, 3, 1), due=dt.date(2025, 3, 31)),
    Slot(label="Juni 2025", start=dt.date(2025, 6, 1), due=dt.date(2025, 6, 30)),
)


def small_plan() -> Plan:
    """Return a plan with one area and two indicators; the second has an optional requirement."""
    meeting = Indicator(
        code="I.1.1",
        statement="Rapat evaluasi",
        steps="Rapat",
        evidence_text="Undangan, notulen",
        schedule=Schedule(text="Maret, Juni", slots=SLOTS),
        requirements=(Requirement(id="a", label="Undangan rapat"), Requirement(id="b", label="Notulen")),
    )
    statement = Indicator(
        code="I.1.2",
        statement="Surat pernyataan",
        steps="Pernyataan",
        evidence_text="Surat pernyataan (jika ada)",
        schedule=Schedule(text="Juni 2025", slots=SLOTS[1:]),
        requirements=(Requirement(id="a", label="Surat pernyataan", optional=True),),
    )
    component = Component(code="I.1", title="Pemantauan", indicators=(meeting, statement))
    area = Area(code="I", title="Manajemen Perubahan", components=(component,))
    return Plan(title="Rencana", year=2025, predicate="WBK", basis="Keputusan", areas=(area,))


def small_coverage(*states: State, as_of: dt.date = dt.date(2025, 4, 15)) -> Coverage:
    """Return the coverage of `small_plan` with these states in plan order: five slots."""
    plan = small_plan()
    places = [(i, r, s) for i in plan.indicators for r in i.requirements for s in i.slots_of(r)]
    return Coverage(
        as_of=as_of,
        slots=tuple(
            SlotCoverage(
                indicator=indicator.code,
                requirement=requirement,
                slot=slot,
                state=state,
                files=(f"{indicator.code} {requirement.id}.pdf",) if state in {State.PRESENT, State.FAULTY} else (),
                candidates=("mungkin.pdf",) if state is State.UNCONFIRMED else (),
            )
            for (indicator, requirement, slot), state in zip(places, states, strict=True)
        ),
    )
