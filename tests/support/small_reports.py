"""A small overview and the workbook of it, for tests of the reports."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

from dossier.audit.history import milestone
from dossier.audit.status import status_of
from dossier.model import Matching, State
from dossier.reports.csv import RegisterRow
from dossier.reports.workbook import workbook_bytes
from tests.support.small_plan import small_coverage, small_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.audit.status import AssessorNote, SlotPlace, StaffNote, Status

MIXED = (State.PRESENT, State.NOT_YET_DUE, State.MISSING, State.UNCONFIRMED, State.NOT_YET_DUE)
NO_MATCHING = Matching(claims=(), ambiguous=(), unplaced=(), ignored=())


def small_overview(
    *,
    notes: Mapping[SlotPlace, StaffNote] | None = None,
    remarks: Mapping[SlotPlace, AssessorNote | tuple[AssessorNote, ...]] | None = None,
    files: tuple[str, ...] = ("Undangan.pdf",),
    person: str = "",
) -> Status:
    """Return the overview of four counted slots; `files` serve the first, `person` has the area in the plan."""
    plan = small_plan()
    plan = dataclasses.replace(plan, areas=(dataclasses.replace(plan.areas[0], person=person),))
    coverage = small_coverage(*MIXED)
    first = dataclasses.replace(coverage.slots[0], files=files)
    coverage = dataclasses.replace(coverage, slots=(first, *coverage.slots[1:]))
    hashes = {path: f"{number:064x}" for number, path in enumerate(files)}
    return status_of(
        plan,
        coverage,
        notes=notes or {},
        remarks={place: said if isinstance(said, tuple) else (said,) for place, said in (remarks or {}).items()},
        hashes=hashes,
    )


def small_workbook(view: Status | None = None) -> bytes:
    """Return the workbook of the small overview."""
    return workbook_bytes(view or small_overview(), unit="KPU Contoh", register=(), matching=NO_MATCHING)


def journey() -> bytes:
    """Return a workbook with earlier builds and a file of many bytes: dates and numbers on every sheet that has any."""
    view = small_overview()
    past = tuple(
        dataclasses.replace(milestone(view), as_of=dt.date(2025, month, 30)) for month in (1, 8, 9, 10, 11, 12)
    )
    row = RegisterRow(
        path="a.pdf",
        media="pdf",
        pages=12_345,
        size=9_876_543_210,
        sha256="",
        group="terpasang",
        serves=(),
        engine="",
        notes=(),
    )
    return workbook_bytes(view, unit="KPU Contoh", register=(row,), matching=NO_MATCHING, history=past)
