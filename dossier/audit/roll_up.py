"""The view of many units: sums over their summaries, and what units of one plan lack most. No I/O, no clock.

Nothing is computed anew: a unit's figures are those of its summary. Only rows of the day are summed; a unit that failed
or was not heard of is told, and is in no sum, or its silence would count as nothing done.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from dossier.audit.status import Totals
from dossier.model import Finding, Severity, State
from dossier.model.unit_summary import UnitOutcome

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from dossier.model.unit_summary import FleetRow, LateSlot, PlanIdentity, UnitSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """The place of a unit among the `count` units of its plan and level of which anything was due, 1 the best.

    Units with the same share have the same place.
    """

    rank: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLack:
    """One indicator over the units of a plan: in how many something was due, and the keys of those that lack some."""

    code: str
    statement: str
    due: int
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGroup:
    """The units that share a plan, in the order of the roll-up. Ranks and indicators are of the rows of the day."""

    plan: PlanIdentity
    rows: tuple[FleetRow, ...]
    ranks: Mapping[str, Rank]
    indicators: tuple[IndicatorLack, ...]

    @property
    def most_lacking(self) -> tuple[IndicatorLack, ...]:
        """The indicators that any unit lacks, those that most units lack first."""
        return tuple(sorted((each for each in self.indicators if each.lacking), key=lambda each: -len(each.lacking)))


@dataclass(frozen=True, kw_only=True)
class RollUp:
    """The rows of a fleet on one day, sorted by key."""

    as_of: dt.date
    rows: tuple[FleetRow, ...]

    def of(self, outcome: UnitOutcome) -> tuple[FleetRow, ...]:
        """Return the rows of one outcome."""
        return tuple(row for row in self.rows if row.outcome is outcome)

    @property
    def reporting(self) -> tuple[tuple[FleetRow, UnitSummary], ...]:
        """The rows of the day with their summaries."""
        return tuple((row, row.summary) for row in self.of(UnitOutcome.OK) if row.summary is not None)

    @cached_property
    def totals(self) -> Totals:
        """The sum over the units of the day."""
        return _sum(summary.totals for _, summary in self.reporting)

    @cached_property
    def areas(self) -> Mapping[str, Totals]:
        """The same by area code, in the order in which the plans have them."""
        found: dict[str, list[Mapping[State, int]]] = {}
        for _, summary in self.reporting:
            for area in summary.areas:
                found.setdefault(area.code, []).append(area.totals)
        return MappingProxyType({code: _sum(totals) for code, totals in found.items()})

    @cached_property
    def late(self) -> tuple[tuple[FleetRow, LateSlot], ...]:
        """The late slots that the summaries name, the longest past first."""
        pairs = [(row, slot) for row, summary in self.reporting for slot in summary.late]
        return tuple(sorted(pairs, key=lambda pair: -pair[1].days))

    @cached_property
    def plans(self) -> tuple[PlanGroup, ...]:
        """The units by plan, the plan that most units have first."""
        by_digest: dict[str, list[FleetRow]] = {}
        for row in self.rows:
            if row.summary is not None:
                by_digest.setdefault(row.summary.plan.digest, []).append(row)
        groups = sorted(by_digest.values(), key=lambda rows: (-len(rows), rows[0].key))
        return tuple(group for group in map(_group, groups) if group is not None)

    @cached_property
    def ranks(self) -> Mapping[str, Rank]:
        """The place of each unit within its plan and level, by key."""
        return MappingProxyType({key: rank for group in self.plans for key, rank in group.ranks.items()})

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Units that say that they are the same office; all of them stay."""
        by_code: dict[str, list[str]] = {}
        for row in self.rows:
            if row.summary is not None and row.summary.unit.code:
                by_code.setdefault(row.summary.unit.code, []).append(row.key)
        return tuple(_same_code(code, keys) for code, keys in sorted(by_code.items()) if len(keys) > 1)


def _sum(totals: Iterable[Mapping[State, int]]) -> Totals:
    found: Counter[State] = Counter()
    for each in totals:
        found.update(each)
    return Totals(states=MappingProxyType({state: found[state] for state in State}))


def _group(rows: Sequence[FleetRow]) -> PlanGroup | None:
    plan = next((row.summary.plan for row in rows if row.summary is not None), None)
    if plan is None:
        return None
    today = [(row, row.summary) for row in rows if row.summary is not None and row.outcome is UnitOutcome.OK]
    return PlanGroup(plan=plan, rows=tuple(rows), ranks=MappingProxyType(_ranks(today)), indicators=_lacks(today))


def _ranks(rows: Sequence[tuple[FleetRow, UnitSummary]]) -> dict[str, Rank]:
    """Return the places within each level; a unit of which nothing was due has none."""
    found: dict[str, Rank] = {}
    due = [(row, summary) for row, summary in rows if summary.due.due]
    ordered = sorted(due, key=lambda pair: (pair[1].unit.level, -_share(pair[1])))
    for _, group in groupby(ordered, key=lambda pair: pair[1].unit.level):
        level = list(group)
        shares = [_share(summary) for _, summary in level]
        found |= {row.key: Rank(rank=1 + shares.index(_share(own)), count=len(level)) for row, own in level}
    return {row.key: found[row.key] for row, _ in rows if row.key in found}


def _share(summary: UnitSummary) -> float:
    return summary.due.complete / summary.due.due


def _lacks(rows: Sequence[tuple[FleetRow, UnitSummary]]) -> tuple[IndicatorLack, ...]:
    statements: dict[str, str] = {}
    due: Counter[str] = Counter()
    lacking: dict[str, list[str]] = {}
    for row, summary in rows:
        for each in summary.indicators:
            statements.setdefault(each.code, each.statement)
            due[each.code] += bool(each.due)
            if each.complete < each.due:
                lacking.setdefault(each.code, []).append(row.key)
    return tuple(
        IndicatorLack(code=code, statement=statement, due=due[code], lacking=tuple(lacking.get(code, ())))
        for code, statement in statements.items()
    )


def _same_code(code: str, keys: Sequence[str]) -> Finding:
    return Finding(
        code="kode_unit_ganda",
        severity=Severity.WARNING,
        subject=code,
        text=f"Kode unit {code} dipakai {len(keys)} unit: {', '.join(keys)}; semuanya tetap didaftar.",
        advice="Perbaiki “kode” di plan/unit.yaml unit yang keliru.",
    )
