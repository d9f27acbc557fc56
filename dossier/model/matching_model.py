"""Values of matching: what a person decided, and which file is claimed for what, by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from dossier.model.assessment_model import Finding
    from dossier.model.evidence_model import EvidenceFile, IgnoredFile


class Rule(StrEnum):
    """What a claim rests on, strongest first; a stronger rule is never overruled by a weaker one."""

    PIN = "pin"
    CODE = "kode"
    PLACE = "tempat"
    WORDS = "kata"
    CONTENT = "isi"


class FrontPaper(StrEnum):
    """A paper that is bound in front of the dossier once it is signed; the values are names of Word templates."""

    COVER_LETTER = "surat-pengantar"
    SUBMISSION = "surat-pengajuan-evaluasi"
    STATEMENT = "sptjm"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFigures:
    """What a paper of the front says of the dossier: its pages, its files of evidence, its year; None where unread."""

    pages: int | None = None
    files: int | None = None
    year: int | None = None


UNSTATED = StatedFigures()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontClaim:
    """A file that is a paper of the front, the rule that this rests on, the reasons in words, and what it states."""

    file: EvidenceFile
    paper: FrontPaper
    rule: Rule
    reasons: tuple[str, ...]
    stated: StatedFigures = UNSTATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What a person decided about one file: an indicator, a question of the sheet (`B.I.a`), or a paper of the front.

    `front` is a value of `FrontPaper`, or `NO_FRONT`: it is none of them, and the rest is left to the rules. None of
    all these means "not evidence of this plan".
    """

    path: str
    indicator: str | None
    requirement: str | None = None
    slot: str | None = None
    line: int = 0
    question: str | None = None
    front: str | None = None

    @property
    def rejects(self) -> bool:
        """Whether the file is no evidence of this plan."""
        return self.indicator is None and self.question is None and self.front is None


NO_FRONT = "bukan"
"""Value of `Pin.front`: the file is no paper of the front."""


class FaultKind(StrEnum):
    """Why a file that belongs to a requirement does not fill its slot; the values are codes of findings."""

    OTHER_YEAR = "tahun_lain"
    NO_PERIOD = "periode_tidak_terbaca"
    OUTSIDE = "di_luar_slot"
    CONTENT = "isi_dan_nama_berbeda"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What keeps a claim from filling a slot, and in words what was read."""

    kind: FaultKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """File ─► requirement (and slot key `YYYY-MM`), the rule it rests on, a score of 0 to 1, the reasons in words.

    `requirement` None means: evidence of this indicator, but nobody knows yet for which requirement. Such a claim is
    bound and fills no slot; its `slot`, where it has one, says which period it is of. Otherwise `slot` is None only
    where the requirement has several slots and nothing says which. A claim with a `fault` stands but fills nothing.
    `dated` is the first and last day that the paper says of itself, None where it says none; `signed` is the day of its
    signature, unless the paper says that it is of another time. `near_slot` is the key of the slot that a suggestion
    should name where `slot` is None. `member` is the name inside an archive or a mail that the claim rests on, None
    where it rests on the file itself.
    """

    file: EvidenceFile
    indicator: str
    requirement: str | None
    slot: str | None
    rule: Rule
    score: float
    reasons: tuple[str, ...]
    fault: Fault | None = None
    dated: tuple[dt.date, dt.date] | None = None
    signed: dt.date | None = None
    near_slot: str | None = None
    member: str | None = None

    @property
    def named(self) -> str:
        """What the claim is about, for people: the path, and of a member its name behind that."""
        return self.file.path if self.member is None else f"{self.file.path} ► {self.member}"

    @property
    def place(self) -> tuple[str, str | None, str | None]:
        """Indicator, requirement and slot key."""
        return self.indicator, self.requirement, self.slot

    @property
    def code(self) -> str:
        """The code of the requirement, "I.3.1.b"; that of the indicator where the requirement is open."""
        return self.indicator if self.requirement is None else f"{self.indicator}.{self.requirement}"

    @property
    def order(self) -> tuple[bool, str, str]:
        """Sort key within an indicator: by requirement and slot, an open requirement last."""
        return self.requirement is None, self.requirement or "", self.slot or ""

    @property
    def fills(self) -> bool:
        """Whether it can fill a slot: its requirement is known, and nothing speaks against it."""
        return self.requirement is not None and self.fault is None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionClaim:
    """File ─► question of the evaluation sheet (`A.1.V.iv.b`), a score of 0 to 1, the reasons in words.

    The plan may have a row for the question or not: where it has none, the file is bound under the question itself, and
    `papers` are the ids of the question's usual papers that the file may be, `months` (1 to 12) and `years` those that
    it says it is of.
    """

    file: EvidenceFile
    question: str
    score: float
    reasons: tuple[str, ...]
    papers: tuple[str, ...] = ()
    months: tuple[int, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spare:
    """A claim that another file serves in its stead: the same content, or a lesser version of the same paper."""

    claim: Claim
    serving: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmbiguousFile:
    """A file with candidates of which none is certain, best first; `front` where it may be that paper of the front."""

    file: EvidenceFile
    candidates: tuple[Claim, ...]
    reason: str
    front: FrontPaper | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplacedFile:
    """A file that nothing places; `near` holds what came closest, best first."""

    file: EvidenceFile
    reason: str
    near: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Every file of the tree in exactly one of four groups; a claimed file may have several claims.

    `spares` are those of the claims that another file serves in their stead. `questions` say which questions of the
    evaluation sheet files answer; a file that has one and no claim is claimed too. So is a file in `front`: a signed
    paper that is bound in front, at most one file of each kind; it claims nothing else.
    """

    claims: tuple[Claim, ...]
    ambiguous: tuple[AmbiguousFile, ...]
    unplaced: tuple[UnplacedFile, ...]
    ignored: tuple[IgnoredFile, ...]
    findings: tuple[Finding, ...] = ()
    spares: tuple[Spare, ...] = ()
    questions: tuple[QuestionClaim, ...] = ()
    front: tuple[FrontClaim, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The path of every entry of the evidence folder, sorted."""
        undecided = {each.file.path for each in self.ambiguous} | {each.file.path for each in self.unplaced}
        return tuple(sorted({*self.claimed_paths, *undecided, *(entry.path for entry in self.ignored)}))

    @property
    def claimed_paths(self) -> tuple[str, ...]:
        """Paths of the claimed files, each once, sorted."""
        asked = {each.file.path for each in self.questions} | {each.file.path for each in self.front}
        return tuple(sorted({c.file.path for c in self.claims} | asked))

    @property
    def beyond_plan(self) -> tuple[QuestionClaim, ...]:
        """The questions of files that no indicator of the plan claims, in the order of `questions`."""
        claimed = {c.file.path for c in self.claims}
        return tuple(each for each in self.questions if each.file.path not in claimed)

    @property
    def serving_claims(self) -> tuple[Claim, ...]:
        """The claims that no other file stands in for, in the order of `claims`."""
        spare = {(each.claim.file.path, *each.claim.place) for each in self.spares}
        return tuple(c for c in self.claims if (c.file.path, *c.place) not in spare)

    @property
    def spare_paths(self) -> dict[str, tuple[str, ...]]:
        """Path of each file that serves nowhere ─► the files that serve in its stead, sorted."""
        serving = {c.file.path for c in self.serving_claims}
        found: dict[str, set[str]] = {}
        for each in self.spares:
            if each.claim.file.path not in serving:
                found.setdefault(each.claim.file.path, set()).add(each.serving)
        return {path: tuple(sorted(found[path])) for path in sorted(found)}
