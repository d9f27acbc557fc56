"""Which office and which plan: two offices that took one plan have one digest, whatever they made their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dossier.audit.identity import plan_digest
from dossier.plan import load_plan
from tests.support.workspaces import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.model import Plan

SHIPPED = REPOSITORY / "plan"


@pytest.fixture(scope="module")
def shipped() -> Plan:
    return load_plan(SHIPPED / "plan.yaml")[0]


def test_words_of_the_unit_do_not_change_the_digest(shipped: Plan) -> None:
    own = replace(shipped, title="Rencana Aksi Kantor Contoh", basis="", predicate="WBBM")
    assert plan_digest(own) == plan_digest(shipped)


@pytest.mark.parametrize(
    "how",
    [
        lambda i: replace(i, person="Pegawai Satu", note="catatan", statement="Dokumen"),
        lambda i: replace(i, requirements=tuple(replace(r, aliases=("kata",), person="x") for r in i.requirements)),
    ],
)
def test_aliases_and_persons_do_not_change_the_digest(shipped: Plan, how: Callable[..., object]) -> None:
    assert plan_digest(with_first(shipped, how)) == plan_digest(shipped)


@pytest.mark.parametrize(
    "how",
    [
        lambda i: replace(i, code="I.9.9"),
        lambda i: replace(i, requirements=i.requirements[:-1]),
        lambda i: replace(i, requirements=tuple(replace(r, optional=not r.optional) for r in i.requirements)),
        lambda i: replace(i, schedule=replace(i.schedule, slots=i.schedule.slots[:-1])),
        lambda i: replace(i, questions=()),
    ],
)
def test_codes_requirements_schedules_and_questions_change_the_digest(
    shipped: Plan, how: Callable[..., object]
) -> None:
    assert plan_digest(with_first(shipped, how)) != plan_digest(shipped)


def with_first(plan: Plan, how: Callable[..., object]) -> Plan:
    """Return a plan with one of its indicators changed: the first with several slots and questions."""
    chosen = next(i for i in plan.indicators if len(i.slots) > 1 and i.questions and len(i.requirements) > 1)
    areas = tuple(
        replace(
            area,
            components=tuple(
                replace(c, indicators=tuple(how(i) if i is chosen else i for i in c.indicators))  # type: ignore[misc]
                for c in area.components
            ),
        )
        for area in plan.areas
    )
    return replace(plan, areas=areas)
