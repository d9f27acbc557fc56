"""Why a file is where it is, and what a code still lacks, as Indonesian lines for a person who wants to mend it."""

from __future__ import annotations

import difflib
import posixpath
import unicodedata
from typing import TYPE_CHECKING, Final

from dossier import audit, wording
from dossier.matching import codes as spelling
from dossier.matching import names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.model import Claim, Indicator, Matching, Plan, Requirement, Slot

INDENT: Final = "  "
_MOST_PATHS: Final = 5
_MOST_MISSES: Final = 3
# How alike two paths must be to be named as "maksud Anda": difflib's share of equal characters.
_ALIKE: Final = 0.5


def is_code(plan: Plan, text: str) -> bool:
    """Return whether a text names an area, component or indicator of the plan, or looks like an indicator's code."""
    return bool(_indicators(plan, text)) or _strange_code(plan, text) is not None


def explain_file(plan: Plan, matching: Matching, path: str) -> tuple[str, ...]:
    """Return the status of a file, its claims or candidates with reasons, and the smallest change that would help."""
    wanted = unicodedata.normalize("NFC", path)
    claims = [claim for claim in matching.claims if claim.file.path == wanted]
    if claims:
        return (f"{wanted}: terpasang", *_claim_lines(plan, claims), *_finding_lines(matching, wanted))
    for ambiguous in matching.ambiguous:
        if ambiguous.file.path == wanted:
            head = (f"{wanted}: rancu — {ambiguous.reason}", "Yang mungkin:")
            renaming = not any(f.code == "tahun_lain" and f.path == wanted for f in matching.findings)
            lines = _undecided_lines(plan, wanted, ambiguous.candidates, renaming=renaming)
            return (*head, *lines, *_finding_lines(matching, wanted))
    for unplaced in matching.unplaced:
        if unplaced.file.path == wanted:
            status = f"{wanted}: tanpa tempat — {unplaced.reason}"
            near = ("Yang paling dekat:",) if unplaced.near else ()
            lines = _undecided_lines(plan, wanted, unplaced.near, renaming=True)
            return (status, *near, *lines, *_finding_lines(matching, wanted))
    for ignored in matching.ignored:
        if ignored.path == wanted:
            return (f"{wanted}: diabaikan — {ignored.reason}",)
    return _not_found(matching, wanted)


def explain_code(plan: Plan, matching: Matching, code: str) -> tuple[str, ...]:
    """Return, for every requirement and slot of a code in any spelling, what fills it, near misses, and what would."""
    indicators = _indicators(plan, code)
    if not indicators:
        strange = _strange_code(plan, code) or code
        nearest = wording.join_words(spelling.PlanCodes(plan).nearest(strange))
        return (f"{code} tidak ada dalam rencana.", f"Kode terdekat: {nearest}.")
    return tuple(line for indicator in indicators for line in _indicator_lines(matching, indicator))


def suggested_name(plan: Plan, claim: Claim, path: str) -> str:
    """Return the name, with the file's own ending, that would make it fill what a claim means; "" where none does."""
    found = _target(plan, claim)
    if found is None:
        return ""
    indicator, requirement, slot = found
    return posixpath.splitext(audit.gap_name(indicator, requirement, slot))[0] + names.ending(path)


def _claim_lines(plan: Plan, claims: Sequence[Claim]) -> Iterator[str]:
    for claim in claims:
        yield f"{INDENT}{_claimed(plan, claim)} — aturan {claim.rule.value}, nilai {_score(claim.score)}"
        for reason in claim.reasons:
            yield f"{INDENT * 2}· {reason}"
        if claim.slot is None:
            name = suggested_name(plan, claim, claim.file.path)
            yield f"{INDENT * 2}→ belum mengisi apa pun: periodenya tidak terbaca; ganti nama, misalnya `{name}`"


def _undecided_lines(plan: Plan, path: str, candidates: Sequence[Claim], *, renaming: bool) -> Iterator[str]:
    """Say what a file may be and the change that settles it; a new name must not hide that it is of another year."""
    for claim in candidates:
        yield f"{INDENT}{_claimed(plan, claim)} — nilai {_score(claim.score)}: {'; '.join(claim.reasons)}"
    if not candidates:
        example = f"{plan.indicators[0].code} {posixpath.basename(path)}"
        yield f"Awali namanya dengan kode indikatornya (misalnya `{example}`)."
        yield "Bila bukan bukti dari rencana ini, tulis di plan/pins.yaml:"
        yield from _pin_lines(path, None, None, None)
        return
    best = candidates[0]
    found = _target(plan, best)
    example = " (dengan bulannya sendiri)" if found and best.slot is None else ""
    if renaming:
        yield f"Bila yang pertama benar: ganti nama menjadi `{suggested_name(plan, best, path)}`{example},"
        yield "atau tulis di plan/pins.yaml:"
    else:
        yield "Bila memang berkas ini yang dipakai, tulis di plan/pins.yaml:"
    yield from _pin_lines(path, best.indicator, best.requirement, found[2].key if found else best.slot)


def _pin_lines(path: str, indicator: str | None, requirement: str | None, slot: str | None) -> Iterator[str]:
    quoted = path.replace("\\", "\\\\").replace('"', '\\"')
    yield f'{INDENT}- berkas: "{quoted}"'
    if indicator is None:
        yield f"{INDENT}  bukan: true"
        return
    yield f"{INDENT}  indikator: {indicator}"
    yield f"{INDENT}  butir: {requirement}"
    if slot:
        yield f"{INDENT}  slot: {slot}"


def _finding_lines(matching: Matching, path: str) -> Iterator[str]:
    for finding in matching.findings:
        if finding.path and (path == finding.path or path.startswith(f"{finding.path}/")):
            yield f"! {finding.text} {finding.advice}".rstrip()


def _not_found(matching: Matching, wanted: str) -> tuple[str, ...]:
    paths = sorted(
        {claim.file.path for claim in matching.claims}
        | {each.file.path for each in matching.ambiguous}
        | {each.file.path for each in matching.unplaced}
        | {each.path for each in matching.ignored}
    )
    # Compared by whole path and by name alone, so that a forgotten folder does not hide the file.
    alike = difflib.get_close_matches(wanted, paths, n=_MOST_PATHS, cutoff=_ALIKE)
    same_name = [path for path in paths if posixpath.basename(path).casefold() == posixpath.basename(wanted).casefold()]
    nearest = list(dict.fromkeys((*same_name, *alike)))[:_MOST_PATHS]
    head = f"{wanted} tidak ada di folder bukti."
    return (head, "Yang paling mirip:", *(f"{INDENT}{path}" for path in nearest)) if nearest else (head,)


def _indicator_lines(matching: Matching, indicator: Indicator) -> Iterator[str]:
    yield f"{indicator.code} {indicator.statement}"
    for requirement in indicator.requirements:
        yield f"{INDENT}{requirement.id}. {requirement.label}{' (opsional)' if requirement.optional else ''}"
        for slot in indicator.slots_of(requirement):
            yield from _slot_lines(matching, indicator, requirement, slot)
        for path, reason in _misses(matching, indicator, requirement):
            yield f"{INDENT * 2}hampir: {path} — {reason}"


def _slot_lines(matching: Matching, indicator: Indicator, requirement: Requirement, slot: Slot) -> Iterator[str]:
    place = (indicator.code, requirement.id, slot.key)
    files = [c.file.path for c in matching.claims if (c.indicator, c.requirement, c.slot) == place]
    due = f"{slot.label} (jatuh tempo {wording.short_date(slot.due)})"
    if files:
        yield f"{INDENT * 2}{due}: {', '.join(files)}"
    else:
        yield f"{INDENT * 2}{due}: belum ada → simpan sebagai `{audit.gap_name(indicator, requirement, slot)}`"


def _misses(matching: Matching, indicator: Indicator, requirement: Requirement) -> list[tuple[str, str]]:
    """Return the files that nearly serve a requirement, best first."""
    found: list[tuple[float, str, str]] = []
    undecided = [(each.file.path, each.reason, each.candidates) for each in matching.ambiguous]
    undecided += [(each.file.path, each.reason, each.near) for each in matching.unplaced]
    for path, reason, candidates in undecided:
        scores = [c.score for c in candidates if (c.indicator, c.requirement) == (indicator.code, requirement.id)]
        if scores:
            found.append((-max(scores), path, reason))
    claimed = (
        c for c in matching.claims if (c.indicator, c.requirement, c.slot) == (indicator.code, requirement.id, None)
    )
    found += [(-c.score, c.file.path, "periode (bulan) tidak terbaca") for c in claimed]
    return [(path, reason) for _, path, reason in sorted(found)[:_MOST_MISSES]]


def _indicators(plan: Plan, text: str) -> tuple[Indicator, ...]:
    """Return the indicators that a code in any spelling stands for; an area or component stands for all of its own."""
    codes = spelling.PlanCodes(plan)
    known = [mention.code for mention in _mentions(text, codes) if mention.known]
    if known:
        found = plan.indicator(known[0])
        return (found,) if found else ()
    compact = "".join(text.split()).rstrip(".").upper()
    for area in plan.areas:
        if compact == area.code:
            return area.indicators
        for component in area.components:
            if spelling.numbers_of(compact.replace("/", ".").replace("-", ".")) == spelling.numbers_of(component.code):
                return component.indicators
    return ()


def _strange_code(plan: Plan, text: str) -> str | None:
    """Return the code that a text spells although the plan does not have it."""
    return next((m.code for m in _mentions(text, spelling.PlanCodes(plan)) if not m.known), None)


def _mentions(text: str, codes: spelling.PlanCodes) -> tuple[spelling.Mention, ...]:
    """Read a text that is nothing but a code; "V/4/2" is one here, a path with a name is not."""
    stripped = text.strip().upper()
    if not spelling.is_only_a_code(stripped):
        return ()
    return spelling.full_codes(stripped.replace("/", "."), codes)


def _target(plan: Plan, claim: Claim) -> tuple[Indicator, Requirement, Slot] | None:
    indicator = plan.indicator(claim.indicator)
    requirement = indicator.requirement(claim.requirement) if indicator else None
    if indicator is None or requirement is None:
        return None
    slots = indicator.slots_of(requirement)
    slot = next((slot for slot in slots if slot.key == claim.slot), slots[0] if slots else None)
    return (indicator, requirement, slot) if slot else None


def _claimed(plan: Plan, claim: Claim) -> str:
    indicator = plan.indicator(claim.indicator)
    requirement = indicator.requirement(claim.requirement) if indicator else None
    label = f" ({requirement.label})" if requirement else ""
    slot = f", {wording.month_year(claim.slot)}" if claim.slot else ""
    return f"{claim.indicator}.{claim.requirement}{label}{slot}"


def _score(score: float) -> str:
    return f"{score:.2f}".replace(".", ",")
