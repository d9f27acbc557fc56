"""What a Matching got right and wrong against the labels: figures and errors as values. No reading, no printing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from benchmarks.matching.listings import Half, Leave, Row, Tree

if TYPE_CHECKING:
    from dossier.model import Claim, Matching


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of one tree or of several; a claim is one file ─► one code, whatever its slots."""

    files: int = 0
    claims: int = 0
    claims_right: int = 0
    placeable: int = 0
    placed: int = 0
    placed_partly: int = 0
    silent: int = 0
    silent_left: int = 0
    outside: int = 0
    outside_left: int = 0
    doubtful: int = 0
    doubtful_left: int = 0
    wrong_year: int = 0
    wrong_year_seen: int = 0
    periods: int = 0
    periods_right: int = 0

    def __add__(self, other: Figures) -> Figures:
        """Add field by field."""
        return Figures(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing that went wrong with one file: what kind, what was due, what the engine did, and its reasons."""

    kind: str
    tree: str
    row: Row
    did: str
    reasons: tuple[str, ...]


def score(tree: Tree, matching: Matching, half: Half | None) -> tuple[Figures, tuple[Mistake, ...]]:
    """Compare a Matching of the whole tree with the labels of one half (None: both)."""
    answers = _Answers(matching)
    total = Figures()
    mistakes: list[Mistake] = []
    for row in tree.rows:
        if half is None or row.half is half:
            claims = answers.claims[row.path]
            total += _count(row, claims, seen=answers.has_finding(row.path))
            mistakes.extend(
                Mistake(kind=kind, tree=tree.name, row=row, did=answers.did(row.path), reasons=answers.why(row.path))
                for kind in _kinds(row, claims, seen=answers.has_finding(row.path))
            )
    return total, tuple(mistakes)


def judged(tree: Tree, matching: Matching, half: Half | None) -> list[tuple[float, bool]]:
    """Return the score of every claim of one half (None: both), and whether it is right; slots count once."""
    answers = _Answers(matching)
    found: list[tuple[float, bool]] = []
    for row in tree.rows:
        if half is None or row.half is half:
            best = {_code(claim): claim.score for claim in answers.claims[row.path]}
            found += [(value, code in row.right) for code, value in best.items()]
    return found


class _Answers:
    """A Matching looked up by path."""

    def __init__(self, matching: Matching) -> None:
        self.claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in matching.claims:
            self.claims[claim.file.path].append(claim)
        self._ambiguous = {a.file.path: a for a in matching.ambiguous}
        self._unplaced = {u.file.path: u for u in matching.unplaced}
        self._ignored = {i.path: i for i in matching.ignored}
        self._findings: dict[str, list[str]] = defaultdict(list)
        for finding in matching.findings:
            for path in {finding.path, finding.subject} - {None}:
                self._findings[str(path)].append(f"[{finding.code}] {finding.text}")

    def has_finding(self, path: str) -> bool:
        """Whether anything was said about this file."""
        return bool(self._findings[path])

    def did(self, path: str) -> str:
        """Say in one line what became of the file."""
        if self.claims[path]:
            return "claimed " + ", ".join(_brief(claim) for claim in self.claims[path])
        if path in self._ambiguous:
            return "ambiguous: " + ", ".join(_brief(claim) for claim in self._ambiguous[path].candidates)
        if path in self._unplaced:
            near = self._unplaced[path].near
            return "unplaced" + ("; near " + ", ".join(_brief(claim) for claim in near) if near else "")
        return "ignored" if path in self._ignored else "LOST: in none of the four groups"

    def why(self, path: str) -> tuple[str, ...]:
        """Return the engine's own reasons, then its findings."""
        lines = [reason for claim in self.claims[path] for reason in claim.reasons]
        if path in self._ambiguous:
            lines.append(self._ambiguous[path].reason)
            lines.extend(reason for claim in self._ambiguous[path].candidates for reason in claim.reasons)
        if path in self._unplaced:
            lines.append(self._unplaced[path].reason)
        if path in self._ignored:
            lines.append(self._ignored[path].reason)
        return tuple(dict.fromkeys([*lines, *self._findings[path]]))


def _brief(claim: Claim) -> str:
    slot = f"@{claim.slot}" if claim.slot else ""
    return f"{_code(claim)}{slot} ({claim.rule} {claim.score:.2f})"


def _code(claim: Claim) -> str:
    return claim.code


def _count(row: Row, claims: list[Claim], *, seen: bool) -> Figures:
    codes = _codes(row, claims)
    placed = _is_placed(row, codes)
    timed = placed and row.period is not None
    return Figures(
        files=1,
        claims=len(codes),
        claims_right=len(codes & row.right),
        placeable=bool(row.must),
        placed=placed,
        placed_partly=bool(row.must) and not placed and bool(codes & set(row.must)),
        silent=row.leave is Leave.UNPLACED,
        silent_left=row.leave is Leave.UNPLACED and not codes,
        outside=row.leave is Leave.OUTSIDE,
        outside_left=row.leave is Leave.OUTSIDE and not codes,
        doubtful=row.leave is Leave.AMBIGUOUS,
        doubtful_left=row.leave is Leave.AMBIGUOUS and not codes,
        wrong_year=row.leave is Leave.WRONG_YEAR,
        wrong_year_seen=row.leave is Leave.WRONG_YEAR and (seen or not codes),
        periods=timed,
        periods_right=timed and _slots(row, claims) == row.period,
    )


def _kinds(row: Row, claims: list[Claim], *, seen: bool) -> list[str]:
    codes = _codes(row, claims)
    kinds = []
    if codes - row.right:
        kinds.append("wrong claim")
    if row.must and not _is_placed(row, codes):
        kinds.append("placed in part" if codes & set(row.must) else "not placed")
    if row.leave is Leave.AMBIGUOUS and codes:
        kinds.append("doubt not kept")
    if row.leave is Leave.WRONG_YEAR and codes and not seen:
        kinds.append("wrong year not seen")
    if _is_placed(row, codes) and row.period is not None and _slots(row, claims) != row.period:
        kinds.append("wrong period")
    return kinds


def _codes(row: Row, claims: list[Claim]) -> set[str]:
    """Return the codes claimed; an indicator whose requirement is open counts where it is right, else as wrong.

    It is right where the labels name the indicator or a requirement of it; it never places a file that is due at one.
    """
    right = row.right | {code.rpartition(".")[0] for code in row.right}
    return {claim.code for claim in claims if claim.requirement is not None or claim.indicator not in right}


def _is_placed(row: Row, codes: set[str]) -> bool:
    return bool(row.must) and set(row.must) <= codes


def _slots(row: Row, claims: list[Claim]) -> frozenset[str | None]:
    return frozenset(claim.slot for claim in claims if _code(claim) in row.must)
