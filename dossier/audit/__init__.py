"""Computes the state of every requirement and slot on a given day, and the findings. No I/O, no clock."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from dossier.audit.beyond_plan import beyond_coverage
from dossier.audit.beyond_words import undated_findings
from dossier.audit.coverage import UNFILLED, UNUSABLE, CoverageBuilder, counts
from dossier.audit.front_state import FrontState, front_states, stale_front
from dossier.audit.messages import (
    ENDING,
    fault_finding,
    file_name,
    finding_order,
    gap_name,
    place_words,
    suggested_name,
    unpack,
)
from dossier.model import Coverage, Finding

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from dossier.model import Matching, Plan, Scan


def audit(
    plan: Plan,
    scan: Scan,
    matching: Matching,
    as_of: dt.date,
    problems: Mapping[str, str] = MappingProxyType({}),
    unfinished: Mapping[str, tuple[Finding, ...]] = MappingProxyType({}),
    ours: Collection[str] = (),
    links: Collection[str] = frozenset(),
) -> tuple[Coverage, tuple[Finding, ...]]:
    """Return the state of every slot, and all findings sorted by severity and subject.

    Args:
        plan: What is asked for, and when.
        scan: What is in the evidence tree.
        matching: What each file is claimed for.
        as_of: "Today": a slot is late from the day after its due date.
        problems: Path ─► why the file could not be bound; adds to `EvidenceFile.problem`.
        unfinished: Path ─► what is still open in a paper made from one of our templates. It serves nothing until it
            is filled, unless another file (the signed scan) serves in its place.
        ours: Paths of those of the problems that are failures of our own code.
        links: Paths of files that hold nothing but web addresses, whatever their kind.

    Returns:
        The coverage in plan order. A finding about a slot is in its `SlotCoverage` too. The findings of the scan and
        of the matching are passed on.
    """
    case = CoverageBuilder(plan, matching, problems, unfinished, ours, links)
    case.weigh_claims()
    case.note_unfinished()
    case.weigh_candidates()
    case.note_placeless()
    case.note_unreadable(scan)
    case.note_copies(scan)
    slots = tuple(
        case.coverage(indicator, requirement, slot, as_of)
        for indicator in plan.indicators
        for requirement in indicator.requirements
        for slot in indicator.slots_of(requirement)
    )
    findings = {*case.findings, *scan.findings, *matching.findings}
    return Coverage(as_of=as_of, slots=slots), tuple(sorted(findings, key=finding_order))
