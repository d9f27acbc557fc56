"""Resolutions of single files, and as what they are kept between runs: without the file, with their grounds. Pure.

Besides what the whole store depends on (plan, office, code), a verdict depends on the path, the pins of that path, on
whether letters only number the names in its folder, on the names of the members of an archive, and on the content
where that was read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from enum import IntFlag
from typing import TYPE_CHECKING, Final, NamedTuple

from dossier.model import (
    AmbiguousFile,
    Claim,
    Fault,
    FaultKind,
    Finding,
    FrontClaim,
    FrontPaper,
    QuestionClaim,
    Rule,
    Severity,
    StatedFigures,
    UnplacedFile,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.model import EvidenceFile, Pin

_MEMBER_DIGITS: Final = 16
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


NOT_EVIDENCE: Final = "dinyatakan bukan bukti di plan/pins.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Result of the rules for one file: claims, an ambiguous or unplaced entry, or `front`; questions, findings."""

    claims: tuple[Claim, ...] = ()
    ambiguous: AmbiguousFile | None = None
    unplaced: UnplacedFile | None = None
    questions: tuple[QuestionClaim, ...] = ()
    findings: tuple[Finding, ...] = ()
    front: FrontClaim | None = None


class Ask(IntFlag):
    """What of a file's content is asked for, by what its name and place gave."""

    NOTHING = 0
    CHECK = 1
    """The content may contradict the name, or give the day of signature."""
    READ = 2
    """The content can resolve a doubt, a period or a year."""


class KeptClaim(NamedTuple):
    """A claim without its file; days are ISO dates."""

    indicator: str
    requirement: str | None
    slot: str | None
    rule: Rule
    score: float
    reasons: tuple[str, ...]
    fault: tuple[FaultKind, str] | None = None
    dated: tuple[str, str] | None = None
    signed: str | None = None
    near_slot: str | None = None
    member: str | None = None


class KeptFinding(NamedTuple):
    """A finding; `subject` and `path` None stand for the path of the file."""

    code: str
    severity: Severity
    subject: str | None
    text: str
    advice: str
    path: str | None
    line: int | None


class KeptAnswer(NamedTuple):
    """A question that a file answers; see `QuestionClaim`."""

    question: str
    score: float
    reasons: tuple[str, ...]
    papers: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    years: tuple[int, ...] = ()


class KeptFront(NamedTuple):
    """A paper of the front without its file; see `FrontClaim`."""

    paper: FrontPaper
    rule: Rule
    reasons: tuple[str, ...]
    pages: int | None = None
    files: int | None = None
    year: int | None = None


class Verdict(NamedTuple):
    """What was decided for one file.

    `grounds` says on which pins and which place, `reading` how which bytes were read, empty where they were not. `asks`
    is what the name alone asks for, an `Ask`; `maybe_front` the paper of the front that a doubt is about; `turned` by
    how many degrees pages had to be turned to be read. `claims` are certain where `doubt` is None, else the candidates;
    with `unplaced` they are what came closest.
    """

    grounds: str
    reading: str
    asks: int
    turned: int
    claims: tuple[KeptClaim, ...] = ()
    doubt: str | None = None
    unplaced: str | None = None
    questions: tuple[KeptAnswer, ...] = ()
    findings: tuple[KeptFinding, ...] = ()
    front: KeptFront | None = None
    maybe_front: FrontPaper | None = None

    def resolution(self, file: EvidenceFile) -> Resolution:
        """Return the verdict as the resolution of the file that it was made for.

        Raises:
            ValueError: a day is none.
        """
        claims = tuple(_claim(file, kept) for kept in self.claims)
        return Resolution(
            claims=() if self.doubt is not None or self.unplaced is not None else claims,
            ambiguous=None
            if self.doubt is None
            else AmbiguousFile(file=file, candidates=claims, reason=self.doubt, front=self.maybe_front),
            unplaced=None if self.unplaced is None else UnplacedFile(file=file, reason=self.unplaced, near=claims),
            questions=tuple(QuestionClaim(file=file, **kept._asdict()) for kept in self.questions),
            findings=tuple(_finding(file.path, kept) for kept in self.findings),
            front=None if self.front is None else _front(file, self.front),
        )


def grounds_of(pins: Iterable[Pin], members: Sequence[str] = (), *, is_enumerated: bool) -> str:
    """Return what a verdict rests on besides path and content, in words that are equal where that is."""
    said = [f"{pin.indicator}|{pin.requirement}|{pin.slot}|{pin.question}|{pin.front}|{pin.line}" for pin in pins]
    listed = f"anggota {hashlib.sha256('|'.join(members).encode()).hexdigest()[:_MEMBER_DIGITS]}" if members else ""
    return "; ".join([*(["huruf"] if is_enumerated else []), *([listed] if listed else []), *said])


def asks_of(resolution: Resolution) -> Ask:
    """Return what the resolution by name and place alone asks of the file's content."""
    asks = Ask.NOTHING
    if resolution.ambiguous or (resolution.unplaced and resolution.unplaced.reason != NOT_EVIDENCE):
        asks |= Ask.READ
    if resolution.front is not None:
        asks |= Ask.CHECK
    for claim in resolution.claims:
        undated = claim.fault is not None and claim.fault.kind is FaultKind.NO_PERIOD
        by_rule = claim.rule is not Rule.PIN
        if undated or claim.requirement is None or (by_rule and not _YEAR.search(claim.file.path)):
            asks |= Ask.READ
        if by_rule:  # what a person pinned is not checked
            asks |= Ask.CHECK
    return asks


def verdict_of(
    file: EvidenceFile, resolution: Resolution, grounds: str, reading: str, asks: Ask, turned: int
) -> Verdict:
    """Return a resolution as it is kept."""
    ambiguous, unplaced = resolution.ambiguous, resolution.unplaced
    claims = ambiguous.candidates if ambiguous else unplaced.near if unplaced else resolution.claims
    return Verdict(
        grounds=grounds,
        reading=reading,
        asks=int(asks),
        turned=turned,
        claims=tuple(_kept_claim(claim) for claim in claims),
        doubt=ambiguous.reason if ambiguous else None,
        unplaced=unplaced.reason if unplaced else None,
        questions=tuple(_kept_answer(each) for each in resolution.questions),
        findings=tuple(_kept_finding(file.path, finding) for finding in resolution.findings),
        front=None if resolution.front is None else _kept_front(resolution.front),
        maybe_front=ambiguous.front if ambiguous else None,
    )


def _front(file: EvidenceFile, kept: KeptFront) -> FrontClaim:
    stated = StatedFigures(pages=kept.pages, files=kept.files, year=kept.year)
    return FrontClaim(file=file, paper=kept.paper, rule=kept.rule, reasons=kept.reasons, stated=stated)


def _kept_front(front: FrontClaim) -> KeptFront:
    stated = front.stated
    return KeptFront(
        paper=front.paper,
        rule=front.rule,
        reasons=front.reasons,
        pages=stated.pages,
        files=stated.files,
        year=stated.year,
    )


def _kept_answer(answer: QuestionClaim) -> KeptAnswer:
    return KeptAnswer(
        question=answer.question,
        score=answer.score,
        reasons=answer.reasons,
        papers=answer.papers,
        months=answer.months,
        years=answer.years,
    )


def _claim(file: EvidenceFile, kept: KeptClaim) -> Claim:
    return Claim(
        file=file,
        indicator=kept.indicator,
        requirement=kept.requirement,
        slot=kept.slot,
        rule=kept.rule,
        score=kept.score,
        reasons=kept.reasons,
        fault=Fault(kind=kept.fault[0], text=kept.fault[1]) if kept.fault else None,
        dated=(dt.date.fromisoformat(kept.dated[0]), dt.date.fromisoformat(kept.dated[1])) if kept.dated else None,
        signed=dt.date.fromisoformat(kept.signed) if kept.signed else None,
        near_slot=kept.near_slot,
        member=kept.member,
    )


def _kept_claim(claim: Claim) -> KeptClaim:
    return KeptClaim(
        indicator=claim.indicator,
        requirement=claim.requirement,
        slot=claim.slot,
        rule=claim.rule,
        score=claim.score,
        reasons=claim.reasons,
        fault=(claim.fault.kind, claim.fault.text) if claim.fault else None,
        dated=(claim.dated[0].isoformat(), claim.dated[1].isoformat()) if claim.dated else None,
        signed=claim.signed.isoformat() if claim.signed else None,
        near_slot=claim.near_slot,
        member=claim.member,
    )


def _finding(path: str, kept: KeptFinding) -> Finding:
    return Finding(
        code=kept.code,
        severity=kept.severity,
        subject=path if kept.subject is None else kept.subject,
        text=kept.text,
        advice=kept.advice,
        path=path if kept.path is None else kept.path or None,
        line=kept.line,
    )


def _kept_finding(path: str, finding: Finding) -> KeptFinding:
    return KeptFinding(
        code=finding.code,
        severity=finding.severity,
        subject=None if finding.subject == path else finding.subject,
        text=finding.text,
        advice=finding.advice,
        path=None if finding.path == path else finding.path or "",
        line=finding.line,
    )
