"""Compares totals from build to build, and two builds slot by slot."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — typed_json looks at it
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.audit import legend
from dossier.audit.status import Changes, Totals, changes
from dossier.model import State
from dossier.scoring import four_decimals, rounded
from dossier.scoring.figures import KEPT
from dossier.state import typed_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.audit.status import Fingerprints, SlotPlace, Status
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


def appended(text: str, view: Status, score: Score | None = None) -> str:
    """Return the history with this build's totals at its end; a build that changed nothing adds no line."""
    new = milestone(view, score)
    known = read_history(text)
    if known and known[-1] == new:
        return text
    start = text if not text or text.endswith("\n") else f"{text}\n"
    return start + _line(new)


def _line(each: Milestone) -> str:
    shape: dict[str, object] = {
        "schema": HISTORY_SCHEMA,
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


SCHEMA: Final = "dossier.compare/1"
GAPS_SCHEMA: Final = "dossier.gaps/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionSlot:
    """One slot of an edition, as the JSON of the gap list has it; what is not compared is left out."""

    indicator: str
    requirement: str
    slot: str
    label: str
    state: State
    files: tuple[str, ...]
    sha256: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> SlotPlace:
        """What identifies the slot between two builds."""
        return self.indicator, self.requirement, self.slot

    @property
    def fingerprints(self) -> Fingerprints:
        """Path and SHA-256 of its files; the hash is empty where the JSON says none."""
        return tuple((path, self.sha256.get(path, "")) for path in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapListSnapshot:
    """One build's gap list."""

    as_of: dt.date
    slots: dict[SlotPlace, EditionSlot]

    def totals(self) -> Counter[State]:
        """Return how many slots are in each state."""
        return Counter(slot.state for slot in self.slots.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A slot that differs between two builds; `before` or `after` is None where the slot was added or removed."""

    place: SlotPlace
    label: str
    before: State | None
    after: State | None
    files: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two editions and every slot that differs, in order of codes as they stand in the newer."""

    old: GapListSnapshot
    new: GapListSnapshot
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gaps:
    """The gap list, as its JSON has it."""

    schema: str
    as_of: dt.date
    slots: tuple[EditionSlot, ...]


def read_edition(text: str) -> GapListSnapshot:
    """Return the edition that a `kesenjangan.json` holds.

    Raises:
        ValueError: The text is not `dossier.gaps/1`.
    """
    shape = typed_json.parse(text, _Gaps)
    if shape.schema != GAPS_SCHEMA:
        raise ValueError(f"schema {shape.schema!r}")
    return GapListSnapshot(as_of=shape.as_of, slots={slot.place: slot for slot in shape.slots})


def compare(old: GapListSnapshot, new: GapListSnapshot) -> Comparison:
    """Return every slot that came, went, changed its state or its files."""
    places = (*new.slots, *(place for place in old.slots if place not in new.slots))
    found = (_difference(place, old.slots.get(place), new.slots.get(place)) for place in places)
    return Comparison(old=old, new=new, differences=tuple(each for each in found if each is not None))


def _difference(place: SlotPlace, before: EditionSlot | None, after: EditionSlot | None) -> Difference | None:
    known = after or before
    found = changes(before.fingerprints if before else (), after.fingerprints if after else ())
    if known is None or (before and after and before.state is after.state and found == Changes()):
        return None
    return Difference(
        place=place,
        label=known.label,
        before=before.state if before else None,
        after=after.state if after else None,
        files=found,
    )


def compare_json(comparison: Comparison) -> dict[str, object]:
    """Return `dossier.compare/1`."""
    return {
        "schema": SCHEMA,
        "old": comparison.old.as_of.isoformat(),
        "new": comparison.new.as_of.isoformat(),
        "summary": {state.value: [comparison.old.totals()[state], comparison.new.totals()[state]] for state in State},
        "slots": [
            {
                "indicator": each.place[0],
                "requirement": each.place[1],
                "slot": each.place[2],
                "label": each.label,
                "before": each.before.value if each.before else None,
                "after": each.after.value if each.after else None,
                "new": list(each.files.new),
                "replaced": list(each.files.replaced),
                "withdrawn": list(each.files.withdrawn),
            }
            for each in comparison.differences
        ],
    }


def compare_text(comparison: Comparison) -> str:
    """Return the comparison for the terminal: totals before and after, then slot by slot."""
    old, new = comparison.old, comparison.new
    lines = [f"Dari {wording.long_date(old.as_of)} ke {wording.long_date(new.as_of)}:"]
    for state in State:
        before, after = old.totals()[state], new.totals()[state]
        lines.append(f"  {legend.state_label(state):<18} {before:>4} → {after:<4} {_signed(after - before)}".rstrip())
    for each in comparison.differences:
        lines += ["", *_difference_lines(each)]
    if not comparison.differences:
        lines += ["", "Tidak ada yang berubah."]
    return "\n".join(lines) + "\n"


def _difference_lines(each: Difference) -> Iterator[str]:
    code, requirement, slot = each.place
    before = legend.state_label(each.before) if each.before else "tidak ada dalam daftar"
    after = legend.state_label(each.after) if each.after else "tidak ada dalam daftar"
    state = before if before == after else f"{before} → {after}"
    yield f"{code}.{requirement} {each.label} ({slot}): {state}"
    for word, paths in (("baru", each.files.new), ("diganti", each.files.replaced), ("ditarik", each.files.withdrawn)):
        for path in paths:
            yield f"    {word}: {path}"


def _signed(number: int) -> str:
    return f"({number:+})" if number else ""
