"""The history of totals: one line a build in `riwayat.jsonl`, read back as milestones. No I/O, no clock."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — typed_json looks at it
import json
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dossier.audit.status import Totals
from dossier.model import State
from dossier.scoring import four_decimals, rounded
from dossier.scoring.figures import KEPT
from dossier.state import typed_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.audit.identity import Whose
    from dossier.audit.status import Status
    from dossier.scoring import Score

HISTORY_SCHEMA: Final = "dossier.riwayat/1"
_LONGEST_LINE: Final = 20_000  # characters; a line of ours has some hundred
_FIRST_YEAR: Final = 1900  # a spreadsheet has no earlier days
_LAST_YEAR: Final = 9999
_MOST: Final = 10**9  # slots; more is damage
_POINTS: Final = re.compile(r"\d{1,3}\.\d{4}", re.ASCII)  # 55.5762


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """The totals of one build, in all and by area code.

    `claim` and `backed` are points of the evaluation sheet; None where nobody had answered it.
    """

    as_of: dt.date
    totals: Totals
    areas: Mapping[str, Totals]
    claim: Fraction | None = None
    backed: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _HistoryLine:
    """One line, as its JSON has it."""

    schema: str
    as_of: dt.date
    totals: dict[State, int]
    areas: dict[str, dict[State, int]]
    claim: str | None = None
    backed: str | None = None

    def __post_init__(self) -> None:
        """Refuse what no build of ours has written: charts are drawn of these numbers."""
        if self.schema != HISTORY_SCHEMA or not _FIRST_YEAR <= self.as_of.year <= _LAST_YEAR:
            raise ValueError("another schema or day")
        for states in (self.totals, *self.areas.values()):
            if set(states) != set(State) or not all(0 <= number <= _MOST for number in states.values()):
                raise ValueError("other totals")
        for points in (self.claim, self.backed):
            if points is not None and not _POINTS.fullmatch(points):
                raise ValueError("other points")


def milestone(view: Status, score: Score | None = None) -> Milestone:
    """Return the totals of an overview, and the points of a score where anybody has answered the sheet."""
    answered = score is not None and score.answers.is_written
    return Milestone(
        as_of=view.as_of,
        totals=view.totals,
        areas={each.area.code: each.totals for each in view.areas},
        claim=rounded(score.claim, KEPT) if score and answered else None,
        backed=rounded(score.backed, KEPT) if score and answered else None,
    )


def read_history(text: str) -> tuple[Milestone, ...]:
    """Return the milestones of a history file in their order; lines that cannot be read are passed over."""
    found = (_parsed(line) for line in text.splitlines() if len(line) <= _LONGEST_LINE)
    return tuple(each for each in found if each is not None)


def appended(text: str, view: Status, owner: Whose, score: Score | None = None) -> str:
    """Return the history with this build's totals at its end; a build that changed nothing adds no line.

    Args:
        text: the history so far.
        view: the totals.
        owner: whose they are; the line says it, and no reader needs it.
        score: the points.
    """
    new = milestone(view, score)
    known = read_history(text)
    if known and known[-1] == new:
        return text
    start = text if not text or text.endswith("\n") else f"{text}\n"
    return start + _line(new, owner)


def _line(each: Milestone, owner: Whose) -> str:
    shape: dict[str, object] = {
        "schema": HISTORY_SCHEMA,
        **owner.shape(),
        "as_of": each.as_of.isoformat(),
        "totals": dict(each.totals.states),
        "areas": {code: dict(totals.states) for code, totals in each.areas.items()},
    }
    if each.claim is not None and each.backed is not None:
        shape |= {"claim": four_decimals(each.claim), "backed": four_decimals(each.backed)}
    return json.dumps(shape, ensure_ascii=False) + "\n"


def _parsed(line: str) -> Milestone | None:
    try:
        shape = typed_json.parse(line, _HistoryLine)
    except ValueError:
        return None
    areas = {code: _totals(states) for code, states in shape.areas.items()}
    return Milestone(
        as_of=shape.as_of,
        totals=_totals(shape.totals),
        areas=areas,
        claim=None if shape.claim is None else Fraction(shape.claim),
        backed=None if shape.backed is None else Fraction(shape.backed),
    )


def _totals(shape: Mapping[State, int]) -> Totals:
    return Totals(states={state: shape[state] for state in State})


TREND: Final = 6
"""Earlier months that a trend shows."""


def trend(history: Sequence[Milestone], today: Milestone) -> tuple[Milestone, ...]:
    """Return the last milestone of each of up to `TREND` months before a day, oldest first, and today's at the end.

    A build of the same day is left out, so that a build that is repeated shows what it showed the first time.
    """
    months = {each.as_of.isoformat()[:7]: each for each in sorted(history, key=_day) if each.as_of < today.as_of}
    return (*[*months.values()][-TREND:], today)


def _day(each: Milestone) -> dt.date:
    return each.as_of
