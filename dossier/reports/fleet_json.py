"""The JSON of a fleet: the roll-up of its units (`dossier.fleet/1`)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from dossier.model.unit_summary import UnitOutcome
from dossier.reports.json_shapes import finding_shape
from dossier.reports.unit_json import unit_summary_json

if TYPE_CHECKING:
    from dossier.audit.roll_up import PlanGroup, RollUp
    from dossier.model.unit_summary import FleetRow

FLEET_SCHEMA: Final = "dossier.fleet/1"


def fleet_json(roll_up: RollUp) -> dict[str, object]:
    """Return `dossier.fleet/1`; the summary in a unit's row is the one that its build left."""
    return {
        "schema": FLEET_SCHEMA,
        "as_of": roll_up.as_of.isoformat(),
        "units": [_row(row) for row in roll_up.rows],
        "totals": {state.value: number for state, number in roll_up.totals.states.items()},
        "areas": {
            code: {state.value: n for state, n in totals.states.items()} for code, totals in roll_up.areas.items()
        },
        **{outcome.value: [row.key for row in roll_up.of(outcome)] for outcome in UnitOutcome},
        "plans": [_plan(group) for group in roll_up.plans],
        "findings": [finding_shape(finding) for finding in roll_up.findings],
    }


def _row(row: FleetRow) -> dict[str, object]:
    return {
        "key": row.key,
        "outcome": row.outcome.value,
        "ending": row.ending,
        "said": row.said,
        "folder": row.folder,
        "last_good": row.summary.as_of.isoformat() if row.summary else None,
        "summary": unit_summary_json(row.summary) if row.summary else None,
    }


def _plan(group: PlanGroup) -> dict[str, object]:
    return {
        **asdict(group.plan),
        "units": [row.key for row in group.rows],
        "ranks": {key: {"rank": each.rank, "of": each.count} for key, each in group.ranks.items()},
        "indicators": [
            {"code": each.code, "statement": each.statement, "due": each.due, "lacking": list(each.lacking)}
            for each in group.indicators
        ],
    }
