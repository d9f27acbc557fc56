"""What a fleet knows of a unit: the summary that a build leaves, and a unit's row of the roll-up.

A summary is read from another office's folder, so its values refuse what no build of ours writes.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — typed_json looks at it
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dossier.model.assessment_model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_LATE: Final = 50
MOST_AREAS: Final = 40
MOST_INDICATORS: Final = 400
LONGEST: Final = 300
"""Characters of a text in a summary."""
SHORT: Final = 110
"""Characters of an indicator's statement in a summary."""
MOST_NAMES: Final = 20
"""Kinds of counts and programs in a summary."""
_MOST: Final = 10**9
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 9999
_MOST_GATES: Final = 100
_MOST_BYTES: Final = 1 << 53
_POINTS: Final = re.compile(r"\d{1,3}\.\d{4}", re.ASCII)  # 55.5762
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_HREF: Final = re.compile(r"https://[^\s\"'<>\\]+|[^\s:\"'<>\\?#/][^:\"'<>\\?#\n]*", re.ASCII)


def plain(text: str, most: int = LONGEST) -> str:
    """Return a text as a summary may hold it: one line of printable letters, not longer than `most`."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitIdentity:
    """Which office it is: `code`, `tingkat` and `induk` of `unit.yaml` ("" where not written), and its name."""

    code: str
    name: str
    level: str = ""
    parent: str = ""

    def __post_init__(self) -> None:
        """Refuse texts that `plain` would change."""
        _refuse_texts((self.code, self.name, self.level, self.parent))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanIdentity:
    """Which plan it is: two units with the same digest have the same codes, requirements, due times and questions."""

    title: str
    year: int
    digest: str

    def __post_init__(self) -> None:
        """Refuse texts that `plain` would change, and what is no digest."""
        _refuse_texts((self.title,))
        _refuse(not (_FIRST_YEAR <= self.year <= _LAST_YEAR and _DIGEST.fullmatch(self.digest)))


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaSummary:
    """The slots of one area by state."""

    code: str
    totals: dict[State, int]

    def __post_init__(self) -> None:
        """Refuse other states and numbers."""
        _refuse_texts((self.code,))
        _refuse_totals(self.totals)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSummary:
    """What was due: slots due or filled, those of them complete, those past their date; days of the oldest of these."""

    due: int
    complete: int
    late: int
    oldest_days: int

    def __post_init__(self) -> None:
        """Refuse numbers that contradict each other."""
        _refuse_numbers((self.due, self.complete, self.late, self.oldest_days))
        _refuse(
            self.complete > self.due or self.late > self.due - self.complete or bool(self.late) < bool(self.oldest_days)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LateSlot:
    """One slot past its due date; `requirement` is a letter of the plan, `slot` a month."""

    indicator: str
    requirement: str
    slot: str
    due: dt.date
    days: int
    state: State

    def __post_init__(self) -> None:
        """Refuse texts that `plain` would change, and what is not late."""
        _refuse_texts((self.indicator, self.requirement, self.slot))
        _refuse(not 0 < self.days <= _MOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSummary:
    """One indicator: how many of its slots are due or filled, and how many of these are complete."""

    code: str
    statement: str
    due: int
    complete: int

    def __post_init__(self) -> None:
        """Refuse texts and numbers of no build of ours."""
        _refuse_texts((self.code, self.statement))
        _refuse_numbers((self.due, self.complete))
        _refuse(self.complete > self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSummary:
    """The gates of one predicate: how many there are, and the names of those that are not passed."""

    count: int
    failed: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse more failed gates than there are."""
        _refuse_texts(self.failed)
        _refuse(not len(self.failed) <= self.count <= _MOST_GATES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSummary:
    """Points of the evaluation sheet, texts with four decimals; `blank` of `questions` are not answered yet."""

    claim: str
    backed: str
    questions: int
    blank: int
    gates: dict[str, GateSummary]

    def __post_init__(self) -> None:
        """Refuse what are no points."""
        _refuse(not (_POINTS.fullmatch(self.claim) and _POINTS.fullmatch(self.backed)) or len(self.gates) > MOST_NAMES)
        _refuse_numbers((self.questions, self.blank))
        _refuse_texts(self.gates)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleLink:
    """The bundle: where it is, from the folder of the summary; pages; bytes; SHA-256."""

    href: str
    pages: int
    size: int
    sha256: str

    def __post_init__(self) -> None:
        """Refuse addresses that lead elsewhere."""
        _refuse(not is_plain_href(self.href) or not _DIGEST.fullmatch(self.sha256))
        _refuse(min(self.pages, self.size) < 0 or max(self.pages, self.size) > _MOST_BYTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSummary:
    """`dossier.unit-summary/1`: all that a fleet reads of a unit. No evidence, no names of people.

    Attributes:
        unit: which office it is.
        plan: which plan it works by.
        as_of: the day of assessment.
        totals: counted slots by state, the sum over `areas`.
        areas: in the order of the plan.
        due: what was due by `as_of`.
        late: the slots past their date, longest first, at most `MOST_LATE`.
        indicators: in the order of the plan, at most `MOST_INDICATORS`.
        score: None where nobody has answered the evaluation sheet.
        counts: files by how they were matched, and findings.
        inputs_digest: a digest of plan, templates and evidence.
        bundle: the dossier of the internal assessors, else the first there is.
        page: where the offline page is, from the folder of the summary.
        versions: the version of the program.
    """

    unit: UnitIdentity
    plan: PlanIdentity
    as_of: dt.date
    totals: dict[State, int]
    areas: tuple[AreaSummary, ...]
    due: DueSummary
    late: tuple[LateSlot, ...]
    indicators: tuple[IndicatorSummary, ...]
    score: ScoreSummary | None
    counts: dict[str, int]
    inputs_digest: str
    bundle: BundleLink | None
    page: str
    versions: dict[str, str]

    def __post_init__(self) -> None:
        """Refuse totals that are not the sum of their areas, and lists longer than a build of ours writes."""
        _refuse_totals(self.totals)
        _refuse(len(self.areas) > MOST_AREAS or len(self.late) > MOST_LATE or len(self.indicators) > MOST_INDICATORS)
        _refuse(any(n != sum(area.totals[state] for area in self.areas) for state, n in self.totals.items()))
        _refuse(self.due.due != sum(self.totals.values()) - self.totals[State.NOT_YET_DUE])
        _refuse(self.due.complete != self.totals[State.PRESENT] or len(self.late) > self.due.late)
        _refuse(len({area.code for area in self.areas}) < len(self.areas))
        _refuse(len({each.code for each in self.indicators}) < len(self.indicators))
        _refuse(max(len(self.counts), len(self.versions)) > MOST_NAMES or not _DIGEST.fullmatch(self.inputs_digest))
        _refuse_texts((*self.counts, *self.versions, *self.versions.values()))
        _refuse_numbers(self.counts.values())
        _refuse(not is_plain_href(self.page) or not _FIRST_YEAR <= self.as_of.year <= _LAST_YEAR)


class UnitOutcome(StrEnum):
    """The state of a unit in the roll-up.

    `OK`: its summary is of the day of the roll-up, or of the next one: a night goes past midnight. `STALE`: of another
    day, and no build of it has failed since.
    `FAILED`: its last build did not come to its end. `MISSING`: there is no folder, or it never left a summary.
    """

    OK = "ok"
    FAILED = "failed"
    STALE = "stale"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetRow:
    """A unit in the roll-up.

    Attributes:
        key: the folder, or the id of the list.
        outcome: whether its figures are those of the day.
        summary: the last good one, None where there was never one.
        ending: how its last build ended, in Indonesian; "" where nothing is to be told.
        said: the last words of a build that failed.
        folder: where its output is, from the folder of the roll-up; "" where it cannot be reached from there.
    """

    key: str
    outcome: UnitOutcome
    summary: UnitSummary | None = None
    ending: str = ""
    said: str = ""
    folder: str = ""

    def __post_init__(self) -> None:
        """Refuse a row of today without a summary."""
        _refuse(self.outcome is UnitOutcome.OK and self.summary is None)


def is_plain_href(text: str) -> bool:
    """Return whether it is an https address, or a relative path that only goes down."""
    is_short = bool(text) and len(text) <= LONGEST and text.isprintable()
    return is_short and bool(_HREF.fullmatch(text)) and ".." not in text.split("/") and not text.startswith("//")


def _refuse_texts(texts: Iterable[str]) -> None:
    for text in texts:
        _refuse(text != plain(text))


def _refuse_totals(totals: Mapping[State, int]) -> None:
    _refuse(set(totals) != set(State))
    _refuse_numbers(totals.values())


def _refuse_numbers(numbers: Iterable[int]) -> None:
    _refuse(not all(0 <= number <= _MOST for number in numbers))


def _refuse(condition: bool) -> None:  # noqa: FBT001 — one condition is all there is
    if condition:
        raise ValueError("no summary of ours")
