"""A small overview and the workbook of it, for tests of the reports."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from dossier.model import Matching, State
from dossier.overview import overview
from dossier.reports.book import workbook
from tests.support.small_plan import small_coverage, small_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.overview import Overview, Place, Remark, StaffNote

MIXED = (State.PRESENT, State.NOT_YET_DUE, State.MISSING, State.UNCONFIRMED, State.NOT_YET_DUE)
NO_MATCHING = Matching(claims=(), ambiguous=(), unplaced=(), ignored=())


def small_overview(
    *,
    notes: Mapping[Place, StaffNote] | None = None,
    remarks: Mapping[Place, Remark | tuple[Remark, ...]] | None = None,
    files: tuple[str, ...] = ("Undangan.pdf",),
    person: str = "",
) -> Overview:
    """Return the overview of four counted slots; `files` serve the first, `person` has the area in the plan."""
    plan = small_plan()
    plan = dataclasses.replace(plan, areas=(dataclasses.replace(plan.areas[0], person=person),))
    coverage = small_coverage(*MIXED)
    first = dataclasses.replace(coverage.slots[0], files=files)
    coverage = dataclasses.replace(coverage, slots=(first, *coverage.slots[1:]))
    hashes = {path: f"{number:064x}" for number, path in enumerate(files)}
    return overview(
        plan,
        coverage,
        notes=notes or {},
        remarks={place: said if isinstance(said, tuple) else (said,) for place, said in (remarks or {}).items()},
        hashes=hashes,
    )


def small_workbook(view: Overview | None = None) -> bytes:
    """Return the workbook of the small overview."""
    return workbook(view or small_overview(), unit="KPU Contoh", register=(), matching=NO_MATCHING)
