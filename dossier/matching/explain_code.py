"""What a code still lacks, slot by slot, as Indonesian lines for a person who wants to mend it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from dossier import audit, wording
from dossier.matching import code_spellings, parsed_path
from dossier.matching.explain import INDENT, UNDECIDED
from dossier.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.model import Claim, Coverage, Indicator, Matching, Plan, SlotCoverage

_SIGNS: Final = {
    State.PRESENT: "✓",
    State.MISSING: "✗",
    State.NOT_YET_DUE: "·",
    State.FAULTY: "!",
    State.UNCONFIRMED: "?",
}
_MOST_MISSES: Final = 3


def is_code(plan: Plan, text: str) -> bool:
    """Return whether a text names an area, component or indicator of the plan, or looks like an indicator's code."""
    return bool(indicators_of(plan, text)) or _strange_code(plan, text) is not None


def is_known_code(plan: Plan, text: str) -> bool:
    """Return whether a text names an area, component or indicator of the plan."""
    return bool(indicators_of(plan, text))


def explain_code(plan: Plan, matching: Matching, coverage: Coverage, code: str) -> tuple[str, ...]:
    """Return, for every requirement and slot of a code in any spelling, its state, what fills it, and what would."""
    indicators = indicators_of(plan, code)
    if not indicators:
        strange = _strange_code(plan, code) or code
        nearest = wording.join_words(code_spellings.PlanCodes(plan).nearest(strange))
        return (f"{code} tidak ada dalam rencana.", f"Kode terdekat: {nearest}.")
    head = f"Keadaan per {wording.long_date(coverage.as_of)}:"
    lines = (line for indicator in indicators for line in _indicator_lines(matching, coverage, indicator))
    return (head, *lines)


def _indicator_lines(matching: Matching, coverage: Coverage, indicator: Indicator) -> Iterator[str]:
    yield f"{indicator.code} {indicator.statement}"
    slots = coverage.of_indicator(indicator.code)
    for requirement in indicator.requirements:
        yield f"{INDENT}{requirement.id}. {requirement.label}{' (opsional)' if requirement.optional else ''}"
        own = [slot for slot in slots if slot.requirement.id == requirement.id]
        later = [slot for slot in own if slot.state is State.NOT_YET_DUE]
        for slot in own:
            if slot.state is not State.NOT_YET_DUE:
                yield from _slot_lines(indicator, slot)
        if later:
            yield from _later_lines(indicator, later)
        for path, reason, name in _misses(matching, indicator, own):
            yield f"{INDENT * 2}hampir: {path} — {reason}"
            yield f"{INDENT * 3}→ bila ini buktinya, ganti nama, misalnya `{name}`"


def _later_lines(indicator: Indicator, slots: Sequence[SlotCoverage]) -> Iterator[str]:
    """Say in one line which slots are still to come, and the name for the next of them."""
    first = slots[0]
    labels = wording.join_words([each.slot.label for each in slots])
    state = wording.state_label(first.state)
    yield f"{INDENT * 2}{_SIGNS[first.state]} {state}: {labels}"
    due = wording.short_date(first.slot.due)
    name = audit.gap_name(indicator, first.requirement, first.slot)
    yield f"{INDENT * 3}→ {'berikutnya ' if len(slots) > 1 else ''}sampai {due}: simpan sebagai `{name}`"


def _slot_lines(indicator: Indicator, found: SlotCoverage) -> Iterator[str]:
    """Say the state of a slot, the files behind it, and what to do where it is not filled."""
    slot = found.slot
    state = wording.state_label(found.state)
    head = f"{INDENT * 2}{_SIGNS[found.state]} {slot.label} (jatuh tempo {wording.short_date(slot.due)}): {state}"
    files = found.files or found.candidates
    yield f"{head} — {', '.join(files)}" if files else head
    for path in found.spares:
        yield f"{INDENT * 3}cadangan: {path}"
    if found.state is State.PRESENT:
        return
    for finding in found.findings:
        if finding.path in files and finding.code not in UNDECIDED:
            yield f"{INDENT * 3}! {finding.text}"
    action = "pastikan dengan `dossier explain BERKAS`, atau simpan" if found.state is State.UNCONFIRMED else "simpan"
    yield f"{INDENT * 3}→ {action} sebagai `{audit.gap_name(indicator, found.requirement, slot)}`"


def _misses(matching: Matching, indicator: Indicator, slots: Sequence[SlotCoverage]) -> list[tuple[str, str, str]]:
    """Return the files that nearly serve a requirement, best first: path, why not, and the name that would do.

    Where a file does not say which slot it is for, the name is that of the first slot that is still open.
    """
    if not slots:
        return []
    requirement = slots[0].requirement
    place = (indicator.code, requirement.id)
    by_key = {each.slot.key: each.slot for each in slots}
    first_open = next((each.slot for each in slots if each.state is not State.PRESENT), slots[0].slot)

    def name_of(claim: Claim, path: str) -> str:
        slot = by_key.get(claim.slot or "") or by_key.get(claim.near_slot or "") or first_open
        name = audit.gap_name(indicator, requirement, slot)
        return posixpath.splitext(name)[0] + parsed_path.ending(path)

    found: list[tuple[float, str, str, str]] = []
    undecided = [(each.file.path, each.reason, each.candidates) for each in matching.ambiguous]
    undecided += [(each.file.path, each.reason, each.near) for each in matching.unplaced]
    for path, reason, candidates in undecided:
        near = [claim for claim in candidates if (claim.indicator, claim.requirement) == place]
        if near:
            best = max(near, key=lambda claim: claim.score)
            found.append((-best.score, path, reason, name_of(best, path)))
    for claim in matching.serving_claims:
        if (claim.indicator, claim.requirement) == place and claim.slot is None:
            reason = claim.fault.text if claim.fault else "periodenya tidak terbaca"
            found.append((-claim.score, claim.file.path, reason, name_of(claim, claim.file.path)))
    return [(path, reason, name) for _, path, reason, name in sorted(found)[:_MOST_MISSES]]


def indicators_of(plan: Plan, text: str) -> tuple[Indicator, ...]:
    """Return the indicators that a code in any spelling stands for; an area or component stands for all of its own."""
    codes = code_spellings.PlanCodes(plan)
    known = [mention.code for mention in _mentions(text, codes) if mention.known]
    if known:
        found = plan.indicator(known[0])
        return (found,) if found else ()
    compact = "".join(text.split()).rstrip(".").upper()
    for area in plan.areas:
        if compact == area.code:
            return area.indicators
        for component in area.components:
            if code_spellings.numbers_of(compact.replace("/", ".").replace("-", ".")) == code_spellings.numbers_of(
                component.code
            ):
                return component.indicators
    return ()


def _strange_code(plan: Plan, text: str) -> str | None:
    """Return the code that a text spells although the plan does not have it."""
    return next((m.code for m in _mentions(text, code_spellings.PlanCodes(plan)) if not m.known), None)


def _mentions(text: str, codes: code_spellings.PlanCodes) -> tuple[code_spellings.Mention, ...]:
    """Read a text that is nothing but a code; "V/4/2" is one here, a path with a name is not."""
    stripped = text.strip().upper()
    if not code_spellings.is_only_a_code(stripped):
        return ()
    return code_spellings.full_codes(stripped.replace("/", "."), codes)
