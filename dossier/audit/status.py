"""Computes status rows, totals and the requirement-by-month matrix from a coverage. No I/O, no clock.

The terminal, JSON, CSV, workbook, page and PDF reports print these values and compute none of their own.
"""

from __future__ import annotations

import copyreg
import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.audit.messages import gap_name
from dossier.model import UNDATED, State
from dossier.scoring import NO_STAKE
from dossier.wording import SHORT_MONTHS, number_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dossier.model import Area, Component, Coverage, Indicator, Plan, Requirement, Slot, SlotCoverage
    from dossier.scoring import PlaceStake

SOON: Final = dt.timedelta(days=30)
ELSEWHEN: Final = "lain"  # the matrix column of slots that fall due outside the plan's year
_COLUMN_LABELS: Final = {ELSEWHEN: ELSEWHEN, UNDATED: "tanpa tgl"}


def column_label(column: str) -> str:
    """Return "Apr" for the matrix column 2025-04, "lain" for slots of another year, "tanpa tgl" without a date."""
    return _COLUMN_LABELS.get(column) or SHORT_MONTHS[int(column[-2:]) - 1]


SlotPlace = tuple[str, str, str]  # indicator, requirement, slot key


class Urgency(StrEnum):
    """Urgency of a slot, most urgent first."""

    OVERDUE = "lewat"
    SOON = "segera"
    CHECK = "periksa"
    LATER = "nanti"
    DONE = "lengkap"


class Light(StrEnum):
    """The traffic light of an area, best first; grey where nothing can be judged."""

    GREEN = "hijau"
    YELLOW = "kuning"
    RED = "merah"
    GREY = "belum"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffNote:
    """What staff filled in beside one slot: who takes care of it and what is being done.

    `other_persons` and `other_follow_ups` are entries that contradict these and that nobody has settled yet.
    """

    person: str = ""
    follow_up: str = ""
    other_persons: tuple[str, ...] = ()
    other_follow_ups: tuple[str, ...] = ()


Fingerprints = tuple[tuple[str, str], ...]  # path and SHA-256 of the files of a slot, in path order


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessorNote:
    """What one assessor (TPI) said of one slot, and which files (path, SHA-256) they had before them.

    `by` is who said it, as given to `import-remarks`; `file` is the name of the workbook that it came in.
    """

    status: str = ""
    text: str = ""
    seen: Fingerprints = ()
    by: str = ""
    file: str = ""

    @property
    def source(self) -> str:
        """The author of the remark, else the workbook's name, else ""."""
        return self.by or self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class LastYear:
    """What is remembered of one slot (`YYYY-MM`) of last year: its state at the end, and the assessors' remarks."""

    slot: str
    state: State
    status: str = ""
    text: str = ""


def combined(remarks: Sequence[AssessorNote]) -> AssessorNote:
    """Return what several assessors said of one slot as one remark; a single one stays as it is.

    Different statuses stand side by side ("sesuai / perlu perbaikan"), each text follows the name of who said it.
    """
    if len(remarks) <= 1:
        return remarks[0] if remarks else AssessorNote()
    statuses = {remark.status.casefold(): remark.status for remark in reversed(remarks) if remark.status}
    order = dict.fromkeys(remark.status.casefold() for remark in remarks if remark.status)
    return AssessorNote(
        status=" / ".join(statuses[key] for key in order),
        text="\n".join(attributed(remark) for remark in remarks if remark.text),
    )


def attributed(remark: AssessorNote) -> str:
    """Return a remark's text after the name of its source, where that is known."""
    return f"{remark.source}: {remark.text}" if remark.source else remark.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Paths of the files that came, changed their bytes, or went since an earlier edition."""

    new: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


def changes(before: Fingerprints, after: Fingerprints) -> Changes:
    """Return what happened to the files of a slot.

    A file that only moved, its bytes the same, or whose old hash is not known, has not changed.
    """
    old, new = dict(before), dict(after)
    moved = (set(old.values()) & set(new.values())) - {""}
    return Changes(
        new=tuple(path for path, sha in after if path not in old and sha not in moved),
        replaced=tuple(path for path, sha in after if path in old and sha and old[path] not in {"", sha}),
        withdrawn=tuple(path for path, sha in before if path not in new and sha not in moved),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """One slot of one requirement with everything that a reader acts on.

    `days` is how many days are left until the due date, negative when it has passed, None without one. `fills_with` is
    the name of a file that would fill the slot, `template` the Word template that makes the paper. `stake` is what its
    requirement stands for in the evaluation sheet, `usual` what assessors usually ask for at the questions that the
    indicator answers.
    """

    area: Area
    component: Component
    indicator: Indicator
    requirement: Requirement
    slot: Slot
    coverage: SlotCoverage
    urgency: Urgency
    days: int | None
    fills_with: str
    template: str | None = None
    note: StaffNote = StaffNote()
    remarks: tuple[AssessorNote, ...] = ()
    fingerprints: Fingerprints = ()
    last_year: tuple[LastYear, ...] = ()
    usual: tuple[str, ...] = ()
    stake: PlaceStake = NO_STAKE

    @property
    def points(self) -> Fraction:
        """What its lack can cost at most; nothing for a slot that is complete. Not to be added over rows."""
        return self.stake.points if self.state is not State.PRESENT else Fraction(0)

    @property
    def questions(self) -> tuple[str, ...]:
        """The keys of the questions of the evaluation sheet that its requirement answers."""
        return self.stake.questions

    @property
    def remark(self) -> AssessorNote:
        """All assessors' remarks combined into one."""
        return combined(self.remarks)

    @property
    def since_remark(self) -> Changes:
        """Changes of the slot's files since the assessors' remarks."""
        editions = tuple(dict.fromkeys(remark.seen for remark in self.remarks if remark.seen)) or ((),)
        found = [changes(seen, self.fingerprints) for seen in editions]
        return Changes(
            new=tuple(dict.fromkeys(path for each in found for path in each.new)),
            replaced=tuple(dict.fromkeys(path for each in found for path in each.replaced)),
            withdrawn=tuple(dict.fromkeys(path for each in found for path in each.withdrawn)),
        )

    @property
    def place(self) -> SlotPlace:
        """What identifies the row between two builds."""
        return self.indicator.code, self.requirement.id, self.slot.key

    @property
    def state(self) -> State:
        """The state of the slot."""
        return self.coverage.state

    @property
    def time_left(self) -> str:
        """How far off the due date is, as a reader says it; nothing for what is complete."""
        if self.urgency is Urgency.DONE or self.days is None:
            return ""
        if self.days < 0:
            return f"lewat {number_label(-self.days)} hari"
        return f"{number_label(self.days)} hari lagi" if self.days else "hari ini"

    @property
    def plan_person(self) -> str:
        """Who is in charge by the plan: the lowest level that names somebody, or nothing."""
        own = (self.requirement.person, self.indicator.person, self.component.person, self.area.person)
        return next((name for name in own if name), "")

    @property
    def person(self) -> str:
        """Who is in charge: what staff wrote, else what the plan says, else nothing."""
        return self.note.person or self.plan_person


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Slots by state; every state is a key, in the order of `State`."""

    states: Mapping[State, int]

    @property
    def total(self) -> int:
        """All counted slots."""
        return sum(self.states.values())

    @property
    def due(self) -> int:
        """The number of slots that are due or filled."""
        return self.total - self.states[State.NOT_YET_DUE]

    @property
    def percent(self) -> int | None:
        """Due slots that are complete, in whole percent, rounded down: 100 means all. None where none is due."""
        return self.states[State.PRESENT] * 100 // self.due if self.due else None

    @property
    def in_brackets(self) -> str:
        """The percentage behind a sentence: " (60%)", or nothing where none is due."""
        return "" if self.percent is None else f" ({self.percent}%)"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaTotals:
    """The totals of one area."""

    area: Area
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One requirement over the columns of the matrix; None where nothing falls due."""

    area: Area
    indicator: Indicator
    requirement: Requirement
    cells: tuple[State | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Requirement × month: `columns` are `YYYY-MM` and, where needed, `lain` and `tanpa-tanggal`."""

    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def by_area(self) -> tuple[tuple[Area, tuple[MatrixRow, ...]], ...]:
        """The rows of each area, in order."""
        groups = groupby(self.rows, key=lambda row: row.area.code)
        return tuple((rows[0].area, rows) for rows in (tuple(group) for _, group in groups))


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state of a plan on one day; `rows` are the counted slots in plan order, `only` says which where not all."""

    plan: Plan
    as_of: dt.date
    rows: tuple[StatusRow, ...]
    totals: Totals
    areas: tuple[AreaTotals, ...]
    matrix: Matrix
    only: str = ""

    @property
    def remarked(self) -> tuple[StatusRow, ...]:
        """The rows that the assessors (TPI) said something about, in plan order."""
        return tuple(row for row in self.rows if any(remark.status or remark.text for remark in row.remarks))

    def by_points(self) -> Status:
        """Return the same with its rows in the order of the points that they can cost, the most first."""
        order = list(Urgency)
        rows = sorted(self.rows, key=lambda row: (-row.points, order.index(row.urgency)))
        return replace(self, rows=tuple(rows))

    def gaps(self, *urgencies: Urgency) -> tuple[StatusRow, ...]:
        """Return the rows that are not complete, most pressing first, of these urgencies or of all."""
        order = list(Urgency)
        wanted = urgencies or tuple(u for u in Urgency if u is not Urgency.DONE)
        rows = (row for row in self.rows if row.urgency in wanted and row.urgency is not Urgency.DONE)
        return tuple(sorted(rows, key=lambda row: order.index(row.urgency)))


def status_of(
    plan: Plan,
    coverage: Coverage,
    *,
    templates: Mapping[tuple[str, str], str] = MappingProxyType({}),
    notes: Mapping[SlotPlace, StaffNote] = MappingProxyType({}),
    remarks: Mapping[SlotPlace, Sequence[AssessorNote]] = MappingProxyType({}),
    hashes: Mapping[str, str] = MappingProxyType({}),
    last_year: Mapping[SlotPlace, tuple[LastYear, ...]] = MappingProxyType({}),
    stakes: Mapping[tuple[str, str], PlaceStake] = MappingProxyType({}),
) -> Status:
    """Return rows, totals and matrix of a coverage.

    Args:
        plan: What the coverage is of.
        coverage: The state of every slot on one day.
        templates: Indicator and requirement ─► name of the Word template that makes the paper.
        notes: What staff filled in, by place.
        remarks: What each assessor said, by place.
        hashes: Path ─► SHA-256 of the evidence files.
        last_year: What is remembered of last year, by this year's place.
        stakes: Indicator and requirement ─► its questions of the evaluation sheet, and what its lack can cost.
    """
    homes = {i.code: (area, part, i) for area in plan.areas for part in area.components for i in part.indicators}
    rows = []
    for slot, (area, component, indicator) in ((each, homes[each.indicator]) for each in coverage.counted()):
        requirement = (slot.indicator, slot.requirement.id)
        row = StatusRow(
            area=area,
            component=component,
            indicator=indicator,
            requirement=slot.requirement,
            slot=slot.slot,
            coverage=slot,
            urgency=urgency(slot, coverage.as_of),
            days=(slot.slot.due - coverage.as_of).days if slot.slot.due else None,
            fills_with=gap_name(indicator, slot.requirement, slot.slot),
            template=templates.get(requirement),
            note=notes.get((*requirement, slot.slot.key), StaffNote()),
            remarks=tuple(remarks.get((*requirement, slot.slot.key), ())),
            fingerprints=tuple((path, hashes.get(path, "")) for path in slot.files),
            last_year=last_year.get((*requirement, slot.slot.key), ()),
            stake=stakes.get(requirement, NO_STAKE),
        )
        rows.append(row)
    return summed(plan, coverage.as_of, tuple(rows))


def advised(view: Status, usual: Mapping[str, tuple[str, ...]]) -> Status:
    """Return a status whose rows say what assessors usually ask for.

    Args:
        view: The status.
        usual: Code of an indicator ─► names of papers.
    """
    return replace(view, rows=tuple(replace(row, usual=usual.get(row.indicator.code, ())) for row in view.rows))


def summed(plan: Plan, as_of: dt.date, rows: tuple[StatusRow, ...]) -> Status:
    """Return the status that consists of these rows."""
    areas = ((area, totals(row for row in rows if row.area.code == area.code)) for area in plan.areas)
    return Status(
        plan=plan,
        as_of=as_of,
        rows=rows,
        totals=totals(rows),
        areas=tuple(AreaTotals(area=area, totals=own) for area, own in areas),
        matrix=matrix(plan, rows),
    )


def urgency(slot: SlotCoverage, as_of: dt.date) -> Urgency:
    """Return how pressing a slot is: overdue, due within 30 days, in need of a look, later, or done."""
    if slot.state is State.PRESENT:
        return Urgency.DONE
    if slot.slot.is_late(as_of):
        return Urgency.OVERDUE
    if slot.slot.due is not None and slot.slot.due <= as_of + SOON:
        return Urgency.SOON
    return Urgency.LATER if slot.state is State.NOT_YET_DUE else Urgency.CHECK


def totals(rows: Iterable[StatusRow]) -> Totals:
    """Return how many rows are in each state."""
    states = dict.fromkeys(State, 0)
    for row in rows:
        states[row.state] += 1
    return Totals(states=MappingProxyType(states))


def matrix(plan: Plan, rows: Iterable[StatusRow]) -> Matrix:
    """Return the state of each requirement in each month of the plan's year; of several slots the worst."""
    months = tuple(f"{plan.year}-{month:02}" for month in range(1, 13))
    cells: dict[tuple[str, str], dict[str, State]] = {}
    asked: dict[tuple[str, str], StatusRow] = {}
    for row in rows:
        key = (row.indicator.code, row.requirement.id)
        asked.setdefault(key, row)
        column = row.slot.key if row.slot.key in {*months, UNDATED} else ELSEWHEN
        known = cells.setdefault(key, {})
        known[column] = worse(known.get(column), row.state)
    others = (column for column in (ELSEWHEN, UNDATED) if any(column in known for known in cells.values()))
    columns = (*months, *others)
    return Matrix(
        columns=columns,
        rows=tuple(
            MatrixRow(
                area=row.area,
                indicator=row.indicator,
                requirement=row.requirement,
                cells=tuple(cells[key].get(column) for column in columns),
            )
            for key, row in asked.items()
        ),
    )


# What is seen first where two slots share a cell.
_WORST: Final = (State.FAULTY, State.MISSING, State.UNCONFIRMED, State.NOT_YET_DUE, State.PRESENT)


def worse(one: State | None, other: State) -> State:
    """Return the worse of two states."""
    return other if one is None else min(one, other, key=_WORST.index)


def _view(contents: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(contents)


# An overview goes to a child process that writes reports; a view of a dictionary is a value, but no pickle by itself.
copyreg.pickle(MappingProxyType, lambda view: (_view, (dict(view),)))
