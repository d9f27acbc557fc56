"""Divides what is still to be done among the people in charge: what falls in this month, and a hand-out a person. Pure.

Slots of one requirement that share person, urgency and state are one task. Nothing is counted here that the status does
not count.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.audit import legend
from dossier.audit.reader_words import told
from dossier.audit.selection import NOBODY, folded
from dossier.audit.status import Urgency
from dossier.model import Audience, State

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from dossier.audit.status import Status, StatusRow

NOBODY_LABEL: Final = "belum ada penanggung jawab"
LONGEST_FILE: Final = 100
"""Bytes of the name of a hand-out without its ending."""
_HASH: Final = 8
"""Hexadecimal digits that tell two people apart whose names make the same file name."""
_AT_ENDS: Final = " ,.-_()"
"""Signs that a file name may lose at its ends and still say who it is for: "Pegawai Satu, M.Si."."""
_MOST_NAMED: Final = 3
"""Files and findings that a task names; the rest is counted."""
_NOTABLE: Final = (State.FAULTY, State.UNCONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Slots of one requirement that share a person, an urgency and a state, in the order of their due dates."""

    rows: tuple[StatusRow, ...]

    @property
    def first(self) -> StatusRow:
        """The slot that falls due first."""
        return self.rows[0]

    @property
    def code(self) -> str:
        """Indicator and requirement: "I.3.1 a"."""
        return f"{self.first.indicator.code} {self.first.requirement.id}"

    @property
    def when(self) -> str:
        """Return the day on which it falls due, or of several slots the months: "Januari–Maret, Juni 2025"."""
        if len(self.rows) == 1:
            return wording.due_date(self.first.slot.due)
        return wording.month_list([row.slot.key for row in self.rows])

    @property
    def time_left(self) -> str:
        """How far off the first due date is: "lewat 92 hari", and of several slots "paling lama lewat 92 hari"."""
        left = self.first.time_left
        if len(self.rows) == 1 or not left:
            return left
        return f"{'paling lama' if self.first.urgency is Urgency.OVERDUE else 'mulai'} {left}"

    @property
    def saved_as(self) -> str:
        """Return the name of the file that fills the first slot, and by which months the others differ from it."""
        name = f"“{self.first.fills_with}”"
        others = [row.slot.key for row in self.rows[1:] if row.fills_with != self.first.fills_with]
        return f"{name}; yang lain dengan bulannya: {', '.join(others)}" if others else name

    @property
    def about(self) -> tuple[str, ...]:
        """Return which files were found in its stead and what is wrong with them, without commands of the program."""
        if self.first.state not in _NOTABLE:
            return ()
        files = dict.fromkeys(path for row in self.rows for path in (*row.coverage.files, *row.coverage.candidates))
        texts = (finding.text for row in self.rows for finding in row.coverage.findings)
        faults = dict.fromkeys(text for text in (told(Audience.TPI, each) for each in texts) if text)
        names = [f"berkasnya sekarang: {path.rpartition('/')[2]}" for path in files]
        return (*wording.capped(names, _MOST_NAMED, "berkas"), *wording.capped(tuple(faults), _MOST_NAMED, "catatan"))

    @property
    def follow_ups(self) -> tuple[str, ...]:
        """Return what staff wrote that is being done, each once."""
        return tuple(dict.fromkeys(row.note.follow_up for row in self.rows if row.note.follow_up))


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """What one person has to do, most urgent first; `person` is "" for what nobody is in charge of."""

    person: str
    tasks: tuple[Task, ...]

    @property
    def name(self) -> str:
        """The person, or that there is none."""
        return self.person or NOBODY_LABEL

    @property
    def slots(self) -> int:
        """The number of slots, as the status counts them."""
        return sum(len(task.rows) for task in self.tasks)

    @property
    def overdue(self) -> int:
        """The number of slots whose due date has passed."""
        return sum(len(task.rows) for task in self.tasks if task.first.urgency is Urgency.OVERDUE)

    @property
    def summary(self) -> str:
        """Return how much there is to do: "12 bukti, 5 di antaranya sudah lewat jatuh tempo"."""
        late = wording.number_label(self.overdue)
        total = f"{wording.number_label(self.slots)} bukti"
        return f"{total}, {late} di antaranya sudah lewat jatuh tempo" if self.overdue else total

    @property
    def parts(self) -> tuple[tuple[str, tuple[Task, ...]], ...]:
        """The tasks by urgency, each part with its heading."""
        found = (
            (look.heading, tuple(task for task in self.tasks if task.first.urgency is urgency))
            for urgency, look in legend.URGENCIES.items()
        )
        return tuple((heading, tasks) for heading, tasks in found if tasks)


def handouts_of(status: Status) -> tuple[Handout, ...]:
    """Return a hand-out for everybody who has something to do, in the order of the plan; what nobody has comes last.

    Names that differ in white space or case only are one person's, spelt as the plan has it first.
    """
    spelt: dict[str, str] = {}
    rows: dict[str, list[StatusRow]] = {}
    for row in status.rows:
        key = person_key(row.person)
        spelt.setdefault(key, row.person.strip())
        if row.urgency is not Urgency.DONE:
            rows.setdefault(key, []).append(row)
    people = [*(key for key in spelt if key), ""]
    return tuple(Handout(person=spelt.get(key, ""), tasks=tasks_of(rows[key])) for key in people if key in rows)


def person_key(person: str) -> str:
    """Return what is the same for all spellings of a person; "" for nobody, who is written as "-" too."""
    key = folded(person)
    return "" if key == NOBODY else key


def tasks_of(rows: Iterable[StatusRow]) -> tuple[Task, ...]:
    """Return rows as tasks, most urgent first: by urgency, then the longest overdue or the next to fall due."""
    order = list(Urgency)
    places = {urgency: number for number, urgency in enumerate(order)}
    kinds: dict[tuple[object, ...], list[StatusRow]] = {}
    for row in rows:
        key = (row.indicator.code, row.requirement.id, person_key(row.person), row.urgency, row.state)
        kinds.setdefault(key, []).append(row)
    tasks = [Task(rows=tuple(sorted(same, key=_days))) for same in kinds.values()]
    return tuple(sorted(tasks, key=lambda task: (places[task.first.urgency], _days(task.first))))


def due_this_month(status: Status) -> tuple[Task, ...]:
    """Return what is overdue, and what falls due in the month of the day of assessment, most urgent first."""
    return tasks_of(
        row
        for row in status.rows
        if row.urgency is Urgency.OVERDUE
        or (row.urgency is not Urgency.DONE and row.slot.due is not None and _same_month(row.slot.due, status.as_of))
    )


def same_time(tasks: Iterable[Task]) -> tuple[tuple[Task, ...], ...]:
    """Return tasks in groups: those of one indicator that are due together, one person's and in one state."""
    groups: dict[tuple[object, ...], list[Task]] = {}
    for task in tasks:
        first = task.first
        key = (first.indicator.code, person_key(first.person), first.state, tuple(row.slot.due for row in task.rows))
        groups.setdefault(key, []).append(task)
    return tuple(map(tuple, groups.values()))


def file_names(people: Iterable[str]) -> Mapping[str, str]:
    """Return for each person the name of their hand-out without its ending, one that every file system takes.

    A name depends on its person alone: one that says less than the person's name (with signs that no file name may
    have, or too long) ends in a digest of it, so that no two people share a file, and nobody's file changes its name
    when others come or go. Two people get names that differ in more than case.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for person in people:
        name = wording.safe_name(person, LONGEST_FILE)
        if not name or folded(name).strip(_AT_ENDS) != folded(person).strip(_AT_ENDS) or folded(name) in taken:
            digest = hashlib.sha256(folded(person).encode("utf-8", "backslashreplace")).hexdigest()[:_HASH]
            name = f"{wording.safe_name(person, LONGEST_FILE - _HASH - 1)} {digest}".strip()
        taken.add(folded(name))
        found[person] = name
    return found


def _days(row: StatusRow) -> int:
    """Return the days left; what has no due date comes last."""
    return 1 << 31 if row.days is None else row.days


def _same_month(one: dt.date, other: dt.date) -> bool:
    return (one.year, one.month) == (other.year, other.month)
