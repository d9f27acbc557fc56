"""Explains the place of a file, or what an indicator still lacks, as lines of Indonesian text."""

from __future__ import annotations

import difflib
import posixpath
import unicodedata
from typing import TYPE_CHECKING, Final

from dossier import audit, wording
from dossier.audit import legend
from dossier.codes import mark_of
from dossier.knowledge import finding_codes
from dossier.knowledge.front_names import FRONT_NAMES
from dossier.matching import code_spellings, parsed_path
from dossier.matching.explain_sheet import answer_lines, vote_lines
from dossier.matching.title_block import UNNAMED
from dossier.matching.verdicts import NOT_EVIDENCE
from dossier.model import FaultKind, Media, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.matching.title_block import OfficeName
    from dossier.model import (
        Claim,
        Coverage,
        EvidenceFile,
        Finding,
        Indicator,
        Matching,
        Plan,
        Requirement,
        Slot,
        SlotCoverage,
    )


INDENT: Final = "  "
# Codes of findings that say no more than that a file has no certain place.
UNDECIDED: Final = frozenset({finding_codes.AMBIGUOUS_FILE, finding_codes.UNPLACED_FILE})
_MOST_PATHS: Final = 5
# How alike two paths must be to be named as "maksud Anda": difflib's share of equal characters.
_ALIKE: Final = 0.5


def explain_file(
    plan: Plan,
    matching: Matching,
    path: str,
    findings: Iterable[Finding],
    coverage: Coverage,
    office: OfficeName = UNNAMED,
) -> tuple[str, ...]:
    """Return lines of text: status of a file, reasons, problems, next step.

    Args:
        plan: What the claims are for.
        matching: Where every file is.
        path: The file, as the scan spells it.
        findings: Everything found, with the file opened.
        coverage: The state of the slots, with the file and those that claim the same requirements opened.
        office: Whose words count as those of the office.
    """
    wanted = unicodedata.normalize("NFC", path)
    about = [finding for finding in findings if _is_about(finding, wanted)]
    claims = [claim for claim in matching.claims if claim.file.path == wanted]
    if claims:
        lines = (
            *_claim_lines(plan, matching, claims, coverage),
            *answer_lines(matching, wanted, is_beyond=False),
            *vote_lines(plan, wanted, claims, office),
        )
        return (f"{wanted}: {_status(matching, claims, coverage)}", *lines, *_next_steps(about))
    for front in matching.front:
        if front.file.path == wanted:
            status = f"{wanted}: dijilid di depan dossier sebagai {FRONT_NAMES[front.paper]}"
            return (status, f"{INDENT}{'; '.join(front.reasons)}", *_next_steps(about))
    if any(each.file.path == wanted for each in matching.beyond_plan):
        lines = (*answer_lines(matching, wanted, is_beyond=True), *vote_lines(plan, wanted, (), office))
        return (f"{wanted}: terpasang di luar rencana, menurut pertanyaan LKE", *lines, *_next_steps(about))
    return _unplaced_lines(plan, matching, wanted, about, office) or _not_found(matching, wanted)


def _unplaced_lines(
    plan: Plan, matching: Matching, path: str, about: Sequence[Finding], office: OfficeName
) -> tuple[str, ...]:
    """Say why a file has no certain place, what it may be, and what settles it; nothing of a file that is not there."""
    for ambiguous in matching.ambiguous:
        if ambiguous.file.path == path:
            if ambiguous.front is not None:
                pin = (f'{INDENT}- berkas: "{path}"', f"{INDENT}  surat: {ambiguous.front}")
                head = (f"{path}: rancu — {ambiguous.reason}", "→ Bila berkas ini yang benar, tulis di plan/pins.yaml:")
                return (*head, *pin, *_finding_lines(about))
            head = (f"{path}: rancu — {ambiguous.reason}", "Yang mungkin:")
            renaming = not any(finding.code == FaultKind.OTHER_YEAR for finding in about)
            lines = _undecided_lines(plan, ambiguous.file, ambiguous.candidates, office, renaming=renaming)
            return (*head, *lines, *_finding_lines(about))
    for unplaced in matching.unplaced:
        if unplaced.file.path == path:
            status = f"{path}: tanpa tempat — {unplaced.reason}"
            if unplaced.reason == NOT_EVIDENCE:
                undo = "→ Bila ternyata bukti, hapus atau ganti pin itu di plan/pins.yaml."
                return (status, undo, *_finding_lines(about))
            near = ("Yang paling dekat:",) if unplaced.near else ()
            lines = _undecided_lines(plan, unplaced.file, unplaced.near, office, renaming=True)
            return (status, *near, *lines, *_finding_lines(about))
    return next(((f"{path}: diabaikan — {each.reason}",) for each in matching.ignored if each.path == path), ())


def suggested_name(plan: Plan, claim: Claim) -> str:
    """Return the name, with the file's own ending, that would make it fill what a claim means; "" where none does."""
    found = _target(plan, claim)
    return audit.suggested_name(claim, found[0], found[1]) if found else ""


def _status(matching: Matching, claims: Sequence[Claim], coverage: Coverage) -> str:
    path = claims[0].file.path
    if path in matching.spare_paths:
        return "cadangan — tidak dibundel, karena berkas lain yang dipakai"
    homes = [slot for slot in coverage.slots if path in slot.files]
    if homes and all(path in slot.unusable for slot in homes) and not any(claim.fault for claim in claims):
        return "terpasang, tetapi bermasalah: tidak mengisi slot apa pun"
    if not any(claim.fills for claim in claims):
        return "terpasang, tetapi belum mengisi slot apa pun"
    return "terpasang"


def _claim_lines(plan: Plan, matching: Matching, claims: Sequence[Claim], coverage: Coverage) -> Iterator[str]:
    path = claims[0].file.path
    spares = {each.claim.place: each for each in matching.spares if each.claim.file.path == path}
    for claim in claims:
        state = _state(coverage, claim)
        yield f"{INDENT}{_claimed(plan, claim)}{state} — aturan {claim.rule.value}, nilai {_score(claim.score)}"
        for reason in claim.reasons:
            yield f"{INDENT * 2}· {reason}"
        if claim.fault:
            yield f"{INDENT * 2}✗ belum mengisi: {claim.fault.text}"
        elif not claim.fills:
            yield f"{INDENT * 2}✗ belum mengisi: {wording.OPEN_REQUIREMENT}"
        if spare := spares.get(claim.place):
            yield f"{INDENT * 2}= cadangan ({spare.reason}); yang dipakai: {spare.serving}"


def _state(coverage: Coverage, claim: Claim) -> str:
    """Return ": ada" where the slot that a claim means is in that state; "" where the file is in no slot of it."""
    path = claim.file.path
    for slot in coverage.of_indicator(claim.indicator):
        if slot.requirement.id == claim.requirement and claim.slot in {None, slot.slot.key}:
            if path in slot.unusable and slot.state is State.PRESENT:
                return f": {legend.state_label(slot.state)}, oleh berkas lain"
            if path in slot.files or path in slot.spares:
                return f": {legend.state_label(slot.state)}"
    return ""


def _next_steps(about: Sequence[Finding]) -> Iterator[str]:
    yield from _finding_lines(about)
    if not about:
        yield "→ Tidak ada yang perlu dilakukan."


def _undecided_lines(
    plan: Plan, file: EvidenceFile, candidates: Sequence[Claim], office: OfficeName, *, renaming: bool
) -> Iterator[str]:
    """Say what a file may be and the change that settles it; a new name must not hide that it is of another year."""
    for claim in candidates:
        yield f"{INDENT}{_claimed(plan, claim)} — nilai {_score(claim.score)}: {'; '.join(claim.reasons)}"
    path = file.path
    yield from vote_lines(plan, path, candidates, office)
    if file.media is Media.ZIP:
        yield f"→ {audit.unpack(path)}"
        return
    if not candidates:
        yield from _mute_lines(plan, path)
        return
    best = candidates[0]
    found = _target(plan, best)
    example = " (dengan bulannya sendiri)" if found and best.slot is None else ""
    if renaming and found:
        yield f"→ Bila yang pertama benar: ganti nama menjadi `{suggested_name(plan, best)}`{example},"
        yield "  atau tulis di plan/pins.yaml:"
    else:
        yield "→ Bila memang berkas ini yang dipakai, tulis di plan/pins.yaml:"
    yield from _pin_lines(path, best.indicator, best.requirement, found[2].key if found else best.slot)


def _mute_lines(plan: Plan, path: str) -> Iterator[str]:
    """Say what to do with a file of which nothing is known: look into it, then name it."""
    first = plan.indicators[0]
    example = f"{first.code} {posixpath.basename(path)}"
    if slots := first.slots_of(first.requirements[0]):
        name = audit.gap_name(first, first.requirements[0], slots[0])
        example = posixpath.splitext(name)[0] + parsed_path.ending(path)
    yield "→ Buka berkasnya. Bila itu bukti, sebut kode dan isinya pada nama,"
    yield f"  misalnya `{example}`, atau taruh di folder berkode, misalnya `{first.code}/`."
    yield "→ Bila bukan bukti dari rencana ini, tulis di plan/pins.yaml:"
    yield from _pin_lines(path, None, None, None)


def _pin_lines(path: str, indicator: str | None, requirement: str | None, slot: str | None) -> Iterator[str]:
    quoted = path.replace("\\", "\\\\").replace('"', '\\"')
    yield f'{INDENT}- berkas: "{quoted}"'
    if indicator is None:
        yield f"{INDENT}  bukan: true"
        return
    yield f"{INDENT}  indikator: {indicator}"
    if requirement:
        yield f"{INDENT}  butir: {requirement}"
    if slot:
        yield f"{INDENT}  slot: {slot}"


def _is_about(finding: Finding, path: str) -> bool:
    """Return whether a finding is about a file or a folder above it; that it is undecided is told otherwise."""
    if not finding.path or finding.code in UNDECIDED:
        return False
    return path == finding.path or path.startswith(f"{finding.path}/")


def _finding_lines(about: Iterable[Finding]) -> Iterator[str]:
    for finding in about:
        yield f"! {finding.text}"
        if finding.advice:
            yield f"→ {finding.advice}"


def _not_found(matching: Matching, wanted: str) -> tuple[str, ...]:
    paths = matching.paths
    # Compared by whole path and by name alone, so that a forgotten folder does not hide the file.
    alike = difflib.get_close_matches(wanted, paths, n=_MOST_PATHS, cutoff=_ALIKE)
    same_name = [path for path in paths if posixpath.basename(path).casefold() == posixpath.basename(wanted).casefold()]
    nearest = list(dict.fromkeys((*same_name, *alike)))[:_MOST_PATHS]
    head = f"{wanted} tidak ada di folder bukti."
    return (head, "Yang paling mirip:", *(f"{INDENT}{path}" for path in nearest)) if nearest else (head,)


def _target(plan: Plan, claim: Claim) -> tuple[Indicator, Requirement, Slot] | None:
    indicator = plan.indicator(claim.indicator)
    requirement = indicator.requirement(claim.requirement) if indicator else None
    if indicator is None or requirement is None:
        return None
    slots = indicator.slots_of(requirement)
    by_key = {slot.key: slot for slot in slots}
    slot = by_key.get(claim.slot or "") or by_key.get(claim.near_slot or "") or next(iter(slots), None)
    return (indicator, requirement, slot) if slot else None


def _claimed(plan: Plan, claim: Claim) -> str:
    indicator = plan.indicator(claim.indicator)
    requirement = indicator.requirement(claim.requirement) if indicator else None
    label = f" ({requirement.label})" if requirement else ""
    if claim.requirement is None:
        label = f" ({wording.OPEN_REQUIREMENT})"
    slot = f", {wording.month_year(claim.slot)}" if claim.slot else ""
    return f"{claim.code}{label}{slot}"


def _score(score: float) -> str:
    return f"{score:.2f}".replace(".", ",")


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
    look = legend.STATES[first.state]
    yield f"{INDENT * 2}{look.sign} {look.label}: {labels}"
    due = "" if first.slot.due is None else f"sampai {wording.short_date(first.slot.due)}: "
    name = audit.gap_name(indicator, first.requirement, first.slot)
    yield f"{INDENT * 3}→ {'berikutnya ' if len(slots) > 1 else ''}{due}simpan sebagai `{name}`"


def _slot_lines(indicator: Indicator, found: SlotCoverage) -> Iterator[str]:
    """Say the state of a slot, the files behind it, and what to do where it is not filled."""
    slot = found.slot
    look = legend.STATES[found.state]
    due = "" if slot.due is None else f" (jatuh tempo {wording.short_date(slot.due)})"
    head = f"{INDENT * 2}{look.sign} {slot.label}{due}: {look.label}"
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

    shown = {path for each in slots for path in each.candidates}
    is_open = any(each.state is not State.PRESENT for each in slots)
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
        elif (
            is_open and (claim.indicator, claim.requirement) == (indicator.code, None) and claim.file.path not in shown
        ):
            found.append((-claim.score, claim.file.path, wording.OPEN_REQUIREMENT, name_of(claim, claim.file.path)))
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
            if _place(compact.replace("/", ".").replace("-", ".")) == _place(component.code):
                return component.indicators
    return ()


def _place(code: str) -> tuple[str, tuple[int, ...]]:
    return mark_of(code), code_spellings.numbers_of(code)


def _strange_code(plan: Plan, text: str) -> str | None:
    """Return the code that a text spells although the plan does not have it."""
    return next((m.code for m in _mentions(text, code_spellings.PlanCodes(plan)) if not m.known), None)


def _mentions(text: str, codes: code_spellings.PlanCodes) -> tuple[code_spellings.Mention, ...]:
    """Read a text that is nothing but a code; "V/4/2" is one here, a path with a name is not."""
    stripped = text.strip().upper()
    if not code_spellings.is_only_a_code(stripped):
        return ()
    return code_spellings.full_codes(stripped.replace("/", "."), codes)
