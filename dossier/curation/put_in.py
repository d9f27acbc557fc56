"""Names for files that a person puts into the evidence folder for a place of the plan. Pure.

A name is proposed that matching reads as that place; where no name can say it, the file keeps its own and needs a pin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.curation.folders import LONGEST_NAME, Shelves, coded_names, numbered, split_name
from dossier.matching import Matcher
from dossier.model import Claim, EvidenceFile, Media, Rule, Scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.curation.review_queue import PinTarget
    from dossier.matching import OfficeName
    from dossier.model import Plan

_UNNAMED: Final = "berkas"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file to come: its name now, the path that it will have (printable, on disk), and whether that needs a pin."""

    name: str
    path: str
    disk_path: str
    pinned: bool


class Arrivals:
    """One tree into which files are put: its folders and the names that are taken, compared without regard to case."""

    def __init__(self, plan: Plan, office: OfficeName, scan: Scan) -> None:
        """Look through the tree once."""
        self._plan = plan
        self._office = office
        self._scan = scan
        self._shelves = Shelves(plan, (file.path for file in scan.files))
        self._folders: dict[str, str] = {}
        for file in scan.files:
            shown, disk = file.path.split("/")[:-1], file.disk_path.split("/")[:-1]
            for depth in range(1, len(shown) + 1):
                self._folders["/".join(shown[:depth])] = "/".join(disk[:depth])
        every = (*(file.path for file in scan.files), *(entry.path for entry in scan.ignored), *self._folders)
        self._taken = {path.rstrip("/").casefold() for path in every}

    def proposals(self, target: PinTarget, names: Sequence[str]) -> tuple[NewFile, ...]:
        """Return where files would go: several into one folder of their event, each under a name of its own.

        Args:
            target: the place of the plan.
            names: the names that the files have, of any characters.
        """
        home = "/".join(self._shelves.home(target.indicator.code))
        if len(names) > 1:
            folder = f"{home}/{self._event_name(target)}"
            together = [f"{folder}/{plain_name(name)}" for name in names]
            if self._all_are_read(target, together):
                return self._placed(zip(names, together, strict=True), pinned=False)
        found = [self._coded(target, home, name) for name in names]
        return tuple(
            new
            for name, (path, pinned) in zip(names, found, strict=True)
            for new in self._placed(((name, path),), pinned=pinned)
        )

    def _event_name(self, target: PinTarget) -> str:
        return split_name(next(coded_names(self._plan, (_claim(target, "x.jpg"),), "x.jpg")))[0].removesuffix(" - x")

    def _coded(self, target: PinTarget, home: str, name: str) -> tuple[str, bool]:
        """Return the most telling path that is read as the place, and that no pin is needed; or one that needs it."""
        plain = plain_name(name)
        for coded in dict.fromkeys(coded_names(self._plan, (_claim(target, plain),), plain)):
            if self._all_are_read(target, [f"{home}/{coded}"]):
                return f"{home}/{coded}", False
        return f"{home}/{plain}", True

    def _all_are_read(self, target: PinTarget, paths: Iterable[str]) -> bool:
        """Return whether matching would place files with these paths, and only there, by what the paths say."""
        wanted = _claim(target, "").place
        new = [_file(path) for path in dict.fromkeys(paths)]
        folders = {file.path.rpartition("/")[0] for file in new}
        beside = [file for file in self._scan.files if file.path.rpartition("/")[0] in folders]
        scan = Scan(files=tuple(sorted((*beside, *new), key=lambda file: file.path)), ignored=())
        claims = Matcher(self._plan, self._office).match(scan).claims
        found = {file.path: {claim.place for claim in claims if claim.file.path == file.path} for file in new}
        return all(places == {wanted} for places in found.values())

    def _placed(self, wanted: Iterable[tuple[str, str]], *, pinned: bool) -> tuple[NewFile, ...]:
        """Number what is taken and spell the folders as the disk does."""
        found = []
        for name, path in wanted:
            folder, _, last = path.rpartition("/")
            free, number = path, 1
            while free.casefold() in self._taken:
                number += 1
                free = f"{folder}/{numbered(last, number)}"
            self._taken.add(free.casefold())
            disk = f"{self._on_disk(folder)}/{free.rpartition('/')[2]}"
            found.append(NewFile(name=name, path=free, disk_path=disk, pinned=pinned))
        return tuple(found)

    def _on_disk(self, folder: str) -> str:
        """Return a printable folder as the disk spells as much of it as exists."""
        above, slash, name = folder.rpartition("/")
        if not folder or folder in self._folders:
            return self._folders.get(folder, "")
        return f"{self._on_disk(above)}{slash}{name}"


def plain_name(name: str) -> str:
    """Return a name of any characters as every system takes it, with its ending."""
    stem, ending = split_name(name.rpartition("/")[2].rpartition("\\")[2])
    safe = wording.safe_name(stem, LONGEST_NAME - len(ending.encode())) or _UNNAMED
    return f"{safe}{ending.casefold()}"


def _claim(target: PinTarget, name: str) -> Claim:
    slot = target.slot.key if target.slot else None
    if target.slot is None and len(target.slots) == 1:
        slot = target.slots[0].key
    return Claim(
        file=_file(name),
        indicator=target.indicator.code,
        requirement=target.requirement.id if target.requirement else None,
        slot=slot,
        rule=Rule.PIN,
        score=1.0,
        reasons=(),
    )


def _file(path: str) -> EvidenceFile:
    return EvidenceFile(path=path, disk_path=path, size=1, sha256="", media=Media.UNKNOWN)
