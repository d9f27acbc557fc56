"""Why a file is where it is and what to do next, as Indonesian lines for a person who wants to mend it."""

from __future__ import annotations

import difflib
import posixpath
import unicodedata
from typing import TYPE_CHECKING, Final

from dossier import audit, wording
from dossier.matching import parsed_path
from dossier.matching.resolve import NOT_EVIDENCE
from dossier.model import FaultKind, Media, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.model import Claim, Coverage, EvidenceFile, Finding, Indicator, Matching, Plan, Requirement, Slot

INDENT: Final = "  "
# Codes of findings that say no more than that a file has no certain place.
UNDECIDED: Final = frozenset({"berkas_rancu", "berkas_tanpa_tempat"})
_MOST_PATHS: Final = 5
# How alike two paths must be to be named as "maksud Anda": difflib's share of equal characters.
_ALIKE: Final = 0.5


def explain_file(
    plan: Plan, matching: Matching, path: str, findings: Iterable[Finding], coverage: Coverage
) -> tuple[str, ...]:
    """Return what became of a file, why, what is wrong with it, and what to do next.

    Args:
        plan: What the claims are for.
        matching: Where every file is.
        path: The file, as the scan spells it.
        findings: Everything found, with the file opened.
        coverage: The state of the slots, with the file and those that claim the same requirements opened.
    """
    wanted = unicodedata.normalize("NFC", path)
    about = [finding for finding in findings if _is_about(finding, wanted)]
    claims = [claim for claim in matching.claims if claim.file.path == wanted]
    if claims:
        lines = _claim_lines(plan, matching, claims, coverage)
        return (f"{wanted}: {_status(matching, claims, coverage)}", *lines, *_next_steps(about))
    for ambiguous in matching.ambiguous:
        if ambiguous.file.path == wanted:
            head = (f"{wanted}: rancu — {ambiguous.reason}", "Yang mungkin:")
            renaming = not any(finding.code == FaultKind.OTHER_YEAR for finding in about)
            lines = _undecided_lines(plan, ambiguous.file, ambiguous.candidates, renaming=renaming)
            return (*head, *lines, *_finding_lines(about))
    for unplaced in matching.unplaced:
        if unplaced.file.path == wanted:
            status = f"{wanted}: tanpa tempat — {unplaced.reason}"
            if unplaced.reason == NOT_EVIDENCE:
                return (
                    status,
                    "→ Bila ternyata bukti, hapus atau ganti pin itu di plan/pins.yaml.",
                    *_finding_lines(about),
                )
            near = ("Yang paling dekat:",) if unplaced.near else ()
            lines = _undecided_lines(plan, unplaced.file, unplaced.near, renaming=True)
            return (status, *near, *lines, *_finding_lines(about))
    for ignored in matching.ignored:
        if ignored.path == wanted:
            return (f"{wanted}: diabaikan — {ignored.reason}",)
    return _not_found(matching, wanted)


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
    if all(claim.fault for claim in claims):
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
        if spare := spares.get(claim.place):
            yield f"{INDENT * 2}= cadangan ({spare.reason}); yang dipakai: {spare.serving}"


def _state(coverage: Coverage, claim: Claim) -> str:
    """Return ": ada" where the slot that a claim means is in that state; "" where the file is in no slot of it."""
    path = claim.file.path
    for slot in coverage.of_indicator(claim.indicator):
        if slot.requirement.id == claim.requirement and claim.slot in {None, slot.slot.key}:
            if path in slot.unusable and slot.state is State.PRESENT:
                return f": {wording.state_label(slot.state)}, oleh berkas lain"
            if path in slot.files or path in slot.spares:
                return f": {wording.state_label(slot.state)}"
    return ""


def _next_steps(about: Sequence[Finding]) -> Iterator[str]:
    yield from _finding_lines(about)
    if not about:
        yield "→ Tidak ada yang perlu dilakukan."


def _undecided_lines(plan: Plan, file: EvidenceFile, candidates: Sequence[Claim], *, renaming: bool) -> Iterator[str]:
    """Say what a file may be and the change that settles it; a new name must not hide that it is of another year."""
    for claim in candidates:
        yield f"{INDENT}{_claimed(plan, claim)} — nilai {_score(claim.score)}: {'; '.join(claim.reasons)}"
    path = file.path
    if file.media is Media.ZIP:
        yield f"→ {audit.unpack(path)}"
        return
    if not candidates:
        yield from _mute_lines(plan, path)
        return
    best = candidates[0]
    found = _target(plan, best)
    example = " (dengan bulannya sendiri)" if found and best.slot is None else ""
    if renaming:
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
    slot = f", {wording.month_year(claim.slot)}" if claim.slot else ""
    return f"{claim.indicator}.{claim.requirement}{label}{slot}"


def _score(score: float) -> str:
    return f"{score:.2f}".replace(".", ",")
