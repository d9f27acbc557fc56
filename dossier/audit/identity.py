"""Which office and which plan a result is of: it stands in every JSON, the history and the bundle. No I/O, no clock."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from dossier.model.unit_summary import PlanIdentity, UnitIdentity, plain

if TYPE_CHECKING:
    from dossier.model import Indicator, Plan, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose result it is: the office, and the plan that it works by."""

    unit: UnitIdentity
    plan: PlanIdentity

    def shape(self) -> dict[str, object]:
        """Return both as every JSON has them: `unit` and `plan`."""
        return {"unit": asdict(self.unit), "plan": asdict(self.plan)}


def whose(plan: Plan, unit: Unit) -> Whose:
    """Return whose a result is that was made of this plan for this unit."""
    return Whose(
        unit=UnitIdentity(
            code=plain(unit.code), name=plain(unit.name), level=plain(unit.level), parent=plain(unit.parent)
        ),
        plan=PlanIdentity(title=plain(plan.title), year=plan.year, digest=plan_digest(plan)),
    )


def plan_digest(plan: Plan) -> str:
    """Return the SHA-256 of what a plan asks for: year, codes, requirements, due times, questions of the sheet.

    Not of its wording, its aliases, who is in charge, or columns of the unit: two offices that took the same plan and
    made these their own still have the same digest.
    """
    rows = [
        [area.code, component.code, each.code, _requirements(each), [asdict(link) for link in each.questions]]
        for area in plan.areas
        for component in area.components
        for each in component.indicators
    ]
    text = json.dumps([plan.year, rows], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _requirements(indicator: Indicator) -> list[object]:
    return [
        [
            asked.id,
            asked.kind.value,
            asked.optional,
            asked.once,
            [
                [slot.key, slot.start.isoformat(), slot.due and slot.due.isoformat()]
                for slot in indicator.slots_of(asked)
            ],
        ]
        for asked in indicator.requirements
    ]
