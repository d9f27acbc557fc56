"""The JSON of one unit of a fleet: the summary that its build leaves (`dossier.unit-summary/1`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from dossier.model.unit_summary import UnitOutcome

if TYPE_CHECKING:
    from dossier.model.unit_summary import UnitSummary

UNIT_SCHEMA: Final = "dossier.unit-summary/1"


def unit_summary_json(summary: UnitSummary) -> dict[str, object]:
    """Return `dossier.unit-summary/1`; a build that failed leaves none, so its outcome is always `ok`."""
    shape = asdict(summary)
    head = {"schema": UNIT_SCHEMA, "unit": shape.pop("unit"), "plan": shape.pop("plan")}
    return {**head, "outcome": UnitOutcome.OK.value, **{key: _plain(value) for key, value in shape.items()}}


def _plain(value: object) -> object:
    """Return a value as JSON has it: days as `2025-07-01`."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value
