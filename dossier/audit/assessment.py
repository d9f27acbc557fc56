"""The one result that every report, the bundle and the Python door read. A value: no I/O, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from dossier.audit.beyond_plan import NOTHING_BEYOND
from dossier.audit.identity import whose

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from dossier.audit.beyond_plan import BeyondCoverage
    from dossier.audit.front_state import FrontState
    from dossier.audit.identity import Whose
    from dossier.audit.status import Status, StatusRow, Urgency
    from dossier.model import Audience, Coverage, Finding, HandedEdition, Matching, Pin, Plan, PreparedPart, Scan, Unit
    from dossier.scoring import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The state of every slot of a plan on one day, with every evidence file opened.

    Attributes:
        plan: what is asked for, and when.
        unit: the profile of the unit.
        pins: what a person decided about single files.
        scan: what is in the evidence folder.
        matching: what each file is claimed for, and why.
        parts: each file as a clean PDF or the reason why there is none, in the order of `scan.files`.
        coverage: the state of every slot, the optional ones too; the day is kept here.
        status: the counted slots as rows, with what people typed; their totals and the matrix.
        beyond: what is filed for the questions of the evaluation sheet that the plan has no row for; in no total above.
        front: the papers that are bound in front once they are signed, and which of them are.
        handed: the edition that each kind of readers received last, where they did.
        score: the evaluation sheet (LKE): answers, points, gates, points at stake.
        findings: everything that a person should know.
        remarks: what was done to the parts as a whole, in Indonesian.
        told: what was taken from the workbook into `plan/`, in Indonesian.
    """

    plan: Plan
    unit: Unit
    pins: tuple[Pin, ...] = ()
    scan: Scan
    matching: Matching
    parts: tuple[PreparedPart, ...]
    coverage: Coverage
    status: Status
    score: Score
    beyond: BeyondCoverage = NOTHING_BEYOND
    front: tuple[FrontState, ...] = ()
    handed: Mapping[Audience, HandedEdition] = field(default_factory=lambda: MappingProxyType({}))
    findings: tuple[Finding, ...] = ()
    remarks: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def as_of(self) -> dt.date:
        """The day of assessment."""
        return self.coverage.as_of

    @property
    def whose(self) -> Whose:
        """Which office and which plan it is of."""
        return whose(self.plan, self.unit)

    @property
    def front_paths(self) -> frozenset[str]:
        """Paths of the files that are bound in front."""
        return frozenset(each.path for each in self.front if each.path is not None)

    @property
    def disk_paths(self) -> dict[str, str]:
        """Path ─► how the file system spells it, of each evidence file."""
        return {file.path: file.disk_path for file in self.scan.files}

    def gaps(self, *urgencies: Urgency) -> tuple[StatusRow, ...]:
        """Return the slots that are not complete, most pressing first, of these urgencies or of all."""
        return self.status.gaps(*urgencies)
