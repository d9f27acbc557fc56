"""Places archives and mails by the names of what they hold: each member by a path of its own, the archive by all.

A member lies in a folder that is called like the archive. It has no content here: nothing is unpacked to be read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier import audit
from dossier.knowledge import finding_codes
from dossier.matching import parsed_path
from dossier.matching.resolve import best_claims, claim_finding
from dossier.matching.verdicts import Resolution
from dossier.matching.weights import MOST_CANDIDATES, MOST_NEAR
from dossier.model import AmbiguousFile, EvidenceFile, FaultKind, Finding, Media, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.model import Claim, Plan, QuestionClaim

_MOST_NAMED: Final = 3
"""Members that a note names; the rest is counted."""
_LONGEST: Final = 90
"""Characters of a member's name that a reason shows."""
_UNTIMED: Final = frozenset({FaultKind.NO_PERIOD, FaultKind.OUTSIDE})

Decided = tuple[str, Resolution]
"""A member and the resolution of its path."""


def as_files(file: EvidenceFile) -> tuple[tuple[str, EvidenceFile], ...]:
    """Return the members of an archive or a mail, sorted, each as a file in a folder called like it."""
    folders, stem = parsed_path.split_path(file.path)
    found = []
    for member in sorted(set(file.members)):
        inside = [part for part in member.split("/") if part.strip(" .")]  # nothing of "../../x" leads outside
        if inside:
            path = "/".join((*folders, stem, *inside))
            found.append((member, EvidenceFile(path=path, disk_path="", size=0, sha256="", media=Media.UNKNOWN)))
    return tuple(found)


def joined(plan: Plan, own: Resolution, file: EvidenceFile, decided: Sequence[Decided]) -> Resolution:
    """Return the resolution of an archive: what its own name says and what its members say.

    What is sure, of itself or of a member, is claimed. Where nothing is, the archive is as uncertain as they are.

    Args:
        plan: The plan.
        own: What the archive's own name, place and content gave.
        file: The archive.
        decided: What each member's name gave.
    """
    unsure = tuple((member, verdict) for member, verdict in decided if verdict.ambiguous)
    sure = [(member, verdict) for member, verdict in decided if verdict.claims or verdict.questions]
    if not sure:
        return _noted(file, own, unsure) if own.claims or own.questions else _undecided(file, own, unsure, decided)
    said = _said(file, own, sure)
    claims = _told_apart(own, said)
    kept = [claim for claim in own.claims if not _is_superseded(claim, claims)]
    gone = {claim.fault.kind.value for claim in own.claims if claim.fault and claim not in kept}
    findings = [finding for finding in own.findings if finding.code not in gone]
    findings += [claim_finding(plan, claim) for claim in claims if claim.fault and claim.requirement is not None]
    resolution = Resolution(
        claims=tuple(sorted((*kept, *claims), key=lambda claim: -claim.score)),
        questions=_questions(file, own, sure),
        findings=tuple(dict.fromkeys(findings)),
    )
    return _noted(file, resolution, unsure)


def _said(file: EvidenceFile, own: Resolution, sure: Iterable[Decided]) -> list[Claim]:
    """Return what the members claim; one of which only the indicator is known is of what the archive is of there."""
    filling: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in own.claims:
        if claim.fills:
            filling[claim.indicator].append(claim)
    found: list[Claim] = []
    for member, verdict in sure:
        for claim in verdict.claims:
            meant = filling[claim.indicator] if claim.requirement is None and filling[claim.indicator] else [claim]
            found += [replace(each, file=file, member=member, reasons=_reasons(member, each.reasons)) for each in meant]
    return found


def _told_apart(own: Resolution, said: list[Claim]) -> list[Claim]:
    """Leave out what members repeat of the archive, unless its pages serve several indicators and must say which."""
    if len({claim.indicator for claim in (*own.claims, *said)}) > 1:
        return said
    places = {claim.place for claim in own.claims if claim.fills}
    return [claim for claim in said if claim.place not in places]


def _is_superseded(claim: Claim, said: Iterable[Claim]) -> bool:
    """Return whether members say what the archive's name leaves open: the requirement or the period."""
    is_open = claim.requirement is None or (claim.fault is not None and claim.fault.kind in _UNTIMED)
    return is_open and any(
        each.indicator == claim.indicator and claim.requirement in {None, each.requirement} for each in said
    )


def _questions(file: EvidenceFile, own: Resolution, sure: Iterable[Decided]) -> tuple[QuestionClaim, ...]:
    found = {each.question: each for each in own.questions}
    for member, verdict in sure:
        for each in verdict.questions:
            told = replace(each, file=file, reasons=_reasons(member, each.reasons))
            found.setdefault(each.question, told)
    return tuple(found.values())


def _undecided(
    file: EvidenceFile, own: Resolution, unsure: Sequence[Decided], decided: Sequence[Decided]
) -> Resolution:
    """Return an archive of which nothing is sure, with the candidates of its members behind its own."""
    candidates = [_of(file, member, claim) for member, v in unsure if v.ambiguous for claim in v.ambiguous.candidates]
    if own.ambiguous is not None:
        shown = best_claims([*own.ambiguous.candidates, *candidates])[:MOST_CANDIDATES]
        return replace(own, ambiguous=replace(own.ambiguous, candidates=shown))
    if unsure:
        member, verdict = unsure[0]
        why = f"anggota {_quoted(member)}: {verdict.ambiguous.reason}" if verdict.ambiguous else ""
        shown = best_claims(candidates)[:MOST_CANDIDATES]
        return replace(own, unplaced=None, ambiguous=AmbiguousFile(file=file, candidates=shown, reason=why))
    if own.unplaced is None:
        return own
    near = [_of(file, member, claim) for member, v in decided if v.unplaced for claim in v.unplaced.near]
    return replace(own, unplaced=replace(own.unplaced, near=best_claims([*own.unplaced.near, *near])[:MOST_NEAR]))


def _of(file: EvidenceFile, member: str, claim: Claim) -> Claim:
    return replace(claim, file=file, member=member, reasons=_reasons(member, claim.reasons))


def _reasons(member: str, reasons: tuple[str, ...]) -> tuple[str, ...]:
    """Return the reasons of a member's claim, the first with its name."""
    first, *rest = reasons or ("",)
    return (f"anggota {_quoted(member)}: {first}", *rest)


def _quoted(member: str) -> str:
    """Return a member's name in quotes; a long one keeps its beginning and its end."""
    half = _LONGEST // 2
    return f"“{member if len(member) <= _LONGEST else f'{member[:half]}…{member[-half:]}'}”"


def _noted(file: EvidenceFile, resolution: Resolution, unsure: Sequence[Decided]) -> Resolution:
    """Add the note about the members of a placed archive whose place is not certain."""
    if not unsure:
        return resolution
    names = [_quoted(member) for member, _ in unsure]
    more = f" dan {len(names) - _MOST_NAMED} lainnya" if len(names) > _MOST_NAMED else ""
    note = Finding(
        code=finding_codes.UNSURE_MEMBER,
        severity=Severity.NOTE,
        subject=file.path,
        text=f"Anggota {', '.join(names[:_MOST_NAMED])}{more} di dalam “{file.path}” belum pasti tempatnya.",
        advice=audit.unpack(file.path),
        path=file.path,
    )
    return replace(resolution, findings=(*resolution.findings, note))
