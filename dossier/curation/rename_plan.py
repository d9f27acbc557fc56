"""Proposes new names and folders for claimed files, each proved to leave the matching unchanged. Pure.

A name is proposed only when the whole matching, run again over the renamed tree, gives the file the same claims.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.curation.folders import MOST_INDICATORS, Shelves, carries_its_code, coded_names, numbered
from dossier.knowledge import finding_codes
from dossier.model import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dossier.model import Claim, EvidenceFile, Finding, Matching, Pin, Plan, Scan

    Rematch = Callable[[Scan, tuple[Pin, ...]], Matching]
    Facts = frozenset[tuple[str, str | None, str | None]]

CODE_FINDINGS: Final = frozenset(
    {finding_codes.UNKNOWN_CODE, finding_codes.UNKNOWN_REQUIREMENT, finding_codes.CODE_AGAINST_WORDS}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One file, the path that it should have (printable and as on disk), and what it is claimed for."""

    file: EvidenceFile
    path: str
    disk_path: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A claimed file that gets no proposal, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What is proposed; `kept` are claimed files that are well named already."""

    moves: tuple[Move, ...] = ()
    kept: tuple[str, ...] = ()
    left: tuple[Left, ...] = ()


@dataclass(slots=True)
class _RenameCase:
    """One file on its way to a new name: the options not yet tried."""

    file: EvidenceFile
    claims: tuple[Claim, ...]
    options: list[tuple[str, str, str]]  # printable folder, folder on disk, name
    path: str = ""
    disk_path: str = ""


@dataclass(slots=True)
class _Desk:
    """The tree with the names that are taken, compared without regard to case."""

    plan: Plan
    scan: Scan
    matching: Matching
    shelves: Shelves
    folders: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for file in self.scan.files:
            shown, disk = file.path.split("/")[:-1], file.disk_path.split("/")[:-1]
            for depth in range(1, len(shown) + 1):
                self.folders["/".join(shown[:depth])] = "/".join(disk[:depth])
        paths = (*(f.path for f in self.scan.files), *(e.path for e in self.scan.ignored), *self.folders)
        self.taken = {path.rstrip("/").casefold() for path in paths}


def propose(
    plan: Plan, scan: Scan, matching: Matching, pins: tuple[Pin, ...], rematch: Rematch, only: Iterable[str] = ()
) -> Adoption:
    """Return coded names for the claimed files that have none.

    Args:
        plan: What is asked for.
        scan: The tree as it is.
        matching: The claims on it.
        pins: What a person decided; a pin follows its file.
        rematch: Matches a tree as it would be, with the pins that it would have.
        only: Files or folders to look at; nothing means all.
    """
    claims: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in matching.claims:
        claims[claim.file.path].append(claim)
    wanted = tuple(name.rstrip("/") for name in only)
    paths = [path for path in sorted(claims) if _is_wanted(path, wanted)]
    desk = _Desk(plan=plan, scan=scan, matching=matching, shelves=Shelves(plan, (f.path for f in scan.files)))
    kept: list[str] = []
    left: list[Left] = []
    cases: list[_RenameCase] = []
    for path in paths:
        own = tuple(claims[path])
        if _is_in_order(desk, path, own):
            kept.append(path)
        elif reason := _obstacle(desk, own[0].file) or _doubt(own, matching):
            left.append(Left(path=path, reason=reason))
        else:
            cases.append(_RenameCase(file=own[0].file, claims=own, options=_options(desk, path, own)))
    left += [
        Left(path=answer.file.path, reason=f"di luar rencana, untuk pertanyaan {answer.question}")
        for answer in matching.beyond_plan
        if wanted and _is_wanted(answer.file.path, wanted)
    ]
    moves, failed = _proven(desk, cases, pins, rematch)
    return Adoption(moves=moves, kept=tuple(kept), left=tuple(sorted((*left, *failed), key=lambda each: each.path)))


def _is_wanted(path: str, names: tuple[str, ...]) -> bool:
    """Return whether a path is among the named files or below a named folder; no name means all."""
    return not names or any(path == name or path.startswith(f"{name}/") for name in names)


def _is_in_order(desk: _Desk, path: str, claims: tuple[Claim, ...]) -> bool:
    *folders, name = path.split("/")
    return (
        claims[0].rule in {Rule.CODE, Rule.PIN}
        and carries_its_code(desk.plan, name, claims)
        and desk.shelves.is_in_area(tuple(folders), claims[0].indicator)
    )


def _obstacle(desk: _Desk, file: EvidenceFile) -> str:
    """Return why a file cannot be renamed now, or an empty text."""
    if not file.sha256:
        return f"tidak terbaca: {file.problem}"
    folder, slash, name = file.path.rpartition("/")
    locks = {f"{folder}{slash}{lock}" for lock in (f"~${name}", f"~${name[2:]}", f".~lock.{name}#")}
    if any(entry.path in locks for entry in desk.scan.ignored):
        return "sedang dibuka di aplikasi kantor; tutup dulu, lalu ulangi"
    return ""


def _doubt(claims: tuple[Claim, ...], matching: Matching) -> str:
    """Return why a file should not get a name that looks settled, or an empty text."""
    if fault := next((claim.fault for claim in claims if claim.fault), None):
        return f"belum mengisi: {fault.text}"
    if any(claim.requirement is None for claim in claims):
        return wording.OPEN_REQUIREMENT
    if any(claim.member is not None for claim in claims):
        return "ditempatkan menurut nama isinya; satu nama untuk semuanya tidak ada"
    path = claims[0].file.path
    if spare := next((each for each in matching.spares if each.claim.file.path == path), None):
        return f"cadangan dari “{spare.serving}”"
    return ""


def _options(desk: _Desk, path: str, claims: tuple[Claim, ...]) -> list[tuple[str, str, str]]:
    """Return folders and names to try; a file already in its component's folder stays there."""
    *folders, name = path.split("/")
    code = claims[0].indicator
    stays = claims[0].rule is not Rule.PIN and desk.shelves.is_in_component(tuple(folders), code)
    shown = "/".join(folders) if stays else "/".join(desk.shelves.home(code))
    disk = claims[0].file.disk_path.rpartition("/")[0] if stays else _on_disk(desk, shown)
    if carries_its_code(desk.plan, name, claims):
        return [(shown, disk, name)]
    return [(shown, disk, new) for new in dict.fromkeys(coded_names(desk.plan, claims, name))]


def _on_disk(desk: _Desk, folder: str) -> str:
    """Return a printable folder as the disk spells as much of it as exists."""
    above, slash, name = folder.rpartition("/")
    if not folder or folder in desk.folders:
        return desk.folders.get(folder, "")
    return f"{_on_disk(desk, above)}{slash}{name}"


def _proven(
    desk: _Desk, cases: list[_RenameCase], pins: tuple[Pin, ...], rematch: Rematch
) -> tuple[tuple[Move, ...], list[Left]]:
    """Try names until matching reads every one as before; what no name can say is left as it is."""
    failed: list[Left] = []
    while cases:
        ready = [case for case in cases if case.options]
        failed += [Left(path=case.file.path, reason=_unsayable(case)) for case in cases if not case.options]
        cases = ready
        _assign(desk, cases)
        moves = {case.file.path: case for case in cases}
        scan = _moved_scan(desk.scan, moves)
        after = rematch(scan, tuple(_moved_pin(pin, moves) for pin in pins))
        wrong = [case for case in cases if not _reads_the_same(case, desk.matching, after)]
        if not wrong:
            break
        for case in wrong:
            case.options.pop(0)
    return tuple(
        Move(file=case.file, path=case.path, disk_path=case.disk_path, claims=case.claims) for case in cases
    ), failed


def _unsayable(case: _RenameCase) -> str:
    indicators = {claim.indicator for claim in case.claims}
    if len(indicators) > MOST_INDICATORS:
        return f"melayani {len(indicators)} indikator; satu nama tidak cukup"
    return "tidak ada nama berkode yang akan terbaca sama; ganti sendiri bila perlu"


def _assign(desk: _Desk, cases: list[_RenameCase]) -> None:
    """Give each case its first option, numbered where the name is taken."""
    taken = set(desk.taken)
    for case in cases:
        shown, disk, wanted = case.options[0]
        name, number = wanted, 1
        while f"{shown}/{name}".casefold() in taken:
            number += 1
            name = numbered(wanted, number)
        case.path, case.disk_path = f"{shown}/{name}", f"{disk}/{name}"
        taken.add(case.path.casefold())


def _moved_scan(scan: Scan, moves: Mapping[str, _RenameCase]) -> Scan:
    files = [
        replace(file, path=case.path, disk_path=case.disk_path) if (case := moves.get(file.path)) else file
        for file in scan.files
    ]
    return replace(scan, files=tuple(sorted(files, key=lambda file: file.path)))


def _moved_pin(pin: Pin, moves: Mapping[str, _RenameCase]) -> Pin:
    case = moves.get(pin.path)
    return replace(pin, path=case.path) if case else pin


def _reads_the_same(case: _RenameCase, before: Matching, after: Matching) -> bool:
    own = tuple(claim for claim in after.claims if claim.file.path == case.path)
    complaints = _complaints(after.findings, case.path) - _complaints(before.findings, case.file.path)
    return (
        _facts(own) == _facts(case.claims)
        and all(claim.rule in {Rule.CODE, Rule.PIN} for claim in own)
        and not complaints
    )


def _facts(claims: Iterable[Claim]) -> Facts:
    return frozenset(claim.place for claim in claims)


def _complaints(findings: Iterable[Finding], path: str) -> set[str]:
    return {finding.code for finding in findings if finding.path == path and finding.code in CODE_FINDINGS}
