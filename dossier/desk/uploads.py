"""Takes files that a person drops on the page: named before they come, checked by content, never over another file."""

from __future__ import annotations

import errno
import secrets
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier import evidence, matching, pipeline
from dossier.curation import rename_journal
from dossier.curation.folders import numbered
from dossier.curation.put_in import Arrivals, NewFile
from dossier.desk.desk_requests import AskError
from dossier.desk.undo_steps import PutFile, PutStep
from dossier.state.files import explained, inside
from dossier.wording import size_label

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.curation.review_queue import PinTarget
    from dossier.desk.sort_items import Shape
    from dossier.model import EvidenceFile
    from dossier.pipeline import Inspection
    from dossier.plan.pins_file import PinsBook
    from dossier.state.workspace import Workspace

LARGEST_UPLOAD: Final = 1 << 30
"""Bytes of one file; no part of evidence may be larger when it is bound."""
_SPARE: Final = 200 << 20
"""Bytes that must stay free on the disk."""
_MOST_BATCHES: Final = 50
_MOST_NUMBERS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Files that were named together, for one place."""

    key: str
    target: PinTarget
    files: tuple[NewFile, ...]


class Uploads:
    """Files on their way into one evidence folder; what is undone waits in `waiting`."""

    def __init__(self, workspace: Workspace, waiting: Path) -> None:
        """Take a workspace and a private folder that lasts as long as the desk."""
        self._workspace = workspace
        self._waiting = waiting
        self._batches: dict[str, _Batch] = {}

    def propose(self, inspection: Inspection, target: PinTarget, names: tuple[str, ...]) -> Shape:
        """Return the paths that files would get, and the key by which they may come."""
        definition = inspection.definition
        office = matching.office_of(definition.unit.name, definition.unit.short_name)
        proposed = Arrivals(definition.plan, office, inspection.scan).proposals(target, names)
        batch = _Batch(key=secrets.token_urlsafe(12), target=target, files=proposed)
        self._batches[batch.key] = batch
        while len(self._batches) > _MOST_BATCHES:
            del self._batches[next(iter(self._batches))]
        return {"kunci": batch.key, "letak": [new.path for new in proposed], "terbesar": LARGEST_UPLOAD}

    def begin(self, key: str, number: int, size: int | None) -> Path:
        """Return where the bytes of a file of a batch are to be written.

        Raises:
            AskError: nobody named such a file, or it is too large.
            EvidenceError: the evidence folder is not there.
            OSError: the disk cannot be asked.
        """
        self._named(key, number)
        if not self._workspace.evidence.is_dir():
            raise pipeline.missing_evidence(self._workspace)
        room = shutil.disk_usage(self._waiting).free - _SPARE
        if size is not None:
            self.check_size(size)
            if size > room:
                raise AskError(
                    f"Ruang disk tidak cukup: berkasnya {size_label(size)}.", hint="Kosongkan ruang, lalu ulangi."
                )
        return self._waiting / f"datang-{secrets.token_hex(8)}"

    @staticmethod
    def check_size(size: int) -> None:
        """Refuse what is larger than one file of evidence may be.

        Raises:
            AskError: it is.
        """
        if size > LARGEST_UPLOAD:
            raise AskError(
                f"Berkas terlalu besar; batasnya {size_label(LARGEST_UPLOAD)}.",
                hint="Kecilkan dahulu, atau taruh tautannya saja.",
            )

    def finish(
        self, key: str, number: int, staged: Path, book: PinsBook, *, is_only_copy: bool = False
    ) -> tuple[PutStep, Shape]:
        """Put a file that has come whole into the evidence; return the step and what is to be told.

        Args:
            key: that of its batch.
            number: its number in the batch.
            staged: where it lies; it is moved.
            book: the decisions.
            is_only_copy: whether it goes back to where it lay when this is undone, and not to a folder of this run.

        Raises:
            AskError: its content is not what its name says, or cannot be used.
            OutputError: the folder cannot be written.
        """
        batch, new = self._named(key, number)
        file = evidence.examine(staged.parent, staged.name, new.path)
        if file.problem:
            raise AskError(f"“{new.name}” tidak dimasukkan. {file.problem}", hint="Tidak ada yang diubah.")
        step = PutStep(evidence=self._workspace.evidence, waiting=self._waiting, book=book, batch=batch.key)
        with explained(self._workspace.evidence / new.disk_path):
            placed = self._placed(step, staged, new)
        pinned = new.pinned
        if pinned:
            book.decide((batch.target.pin(placed.path),))
        step.files.append(_put(placed, file, pinned=pinned, home=staged if is_only_copy else None))
        return step, {"letak": placed.path, "lain": placed.path != new.path}

    def _placed(self, step: PutStep, staged: Path, new: NewFile) -> NewFile:
        """Move the file in, under the next free number where somebody took its name meanwhile."""
        wanted = new
        for count in range(2, _MOST_NUMBERS):
            place = inside(step.evidence, new.disk_path)
            if place is None:
                break
            step.folders += rename_journal.make_folders(step.evidence, place.parent)
            try:
                rename_journal.bring(staged, place)
            except FileExistsError:
                new = _renumbered(wanted, count)
                continue
            return new
        raise OSError(errno.EEXIST, "nama itu sudah dipakai atau di luar folder bukti", wanted.path)

    def _named(self, key: str, number: int) -> tuple[_Batch, NewFile]:
        batch = self._batches.get(key)
        if batch is None or not 0 <= number < len(batch.files):
            raise AskError("Berkas itu belum diberi nama.", hint="Masukkan lagi berkasnya.")
        return batch, batch.files[number]


def _renumbered(new: NewFile, count: int) -> NewFile:
    folder, _, name = new.path.rpartition("/")
    disk, _, _ = new.disk_path.rpartition("/")
    fresh = numbered(name, count)
    return replace(new, path=f"{folder}/{fresh}", disk_path=f"{disk}/{fresh}")


def _put(new: NewFile, file: EvidenceFile, *, pinned: bool, home: Path | None) -> PutFile:
    return PutFile(path=new.path, disk_path=new.disk_path, sha256=file.sha256, pinned=pinned, home=home)
