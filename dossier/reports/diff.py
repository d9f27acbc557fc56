"""Compares two builds slot by slot."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — typed_json looks at it
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.audit import legend
from dossier.audit.identity import Whose
from dossier.audit.status import Changes, changes
from dossier.model import State
from dossier.model.unit_summary import PlanIdentity, UnitIdentity  # noqa: TC001 — typed_json looks at them
from dossier.state import typed_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.audit.status import Fingerprints, SlotPlace

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
    whose: Whose | None = None

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
    unit: UnitIdentity | None = None
    plan: PlanIdentity | None = None


def read_edition(text: str) -> GapListSnapshot:
    """Return the edition that a `kesenjangan.json` holds.

    Raises:
        ValueError: The text is not `dossier.gaps/1`.
    """
    shape = typed_json.parse(text, _Gaps)
    if shape.schema != GAPS_SCHEMA:
        raise ValueError(f"schema {shape.schema!r}")
    owner = Whose(unit=shape.unit, plan=shape.plan) if shape.unit and shape.plan else None
    return GapListSnapshot(as_of=shape.as_of, slots={slot.place: slot for slot in shape.slots}, whose=owner)


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
