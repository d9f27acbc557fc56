"""Steps that can be undone and done again: decisions in the pins file, and files that were put into the evidence."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from dossier import pipeline
from dossier.curation import rename_journal
from dossier.desk.waiting_tray import free_move
from dossier.plan.pins_file import ChangedElsewhereError
from dossier.state.files import inside, is_plain_file, sha256_of

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.curation.journal_file import RenameRun
    from dossier.curation.rename_plan import Move
    from dossier.plan.pins_file import PinsBook
    from dossier.state.workspace import Workspace


_PLACE_DIGITS: Final = 16


class UndoStep(Protocol):
    """One step back and forth; both return the paths that it was about.

    Both raise ChangedElsewhereError where somebody else changed the same since, and leave that alone.
    """

    def undo(self) -> tuple[str, ...]:
        """Take the step back."""

    def redo(self) -> tuple[str, ...]:
        """Take it once more."""

    def forget(self, *, redo: bool) -> None:
        """Give it up: it fits no longer."""


@dataclass(frozen=True, slots=True)
class PinsStep:
    """A decision; the book keeps what was written."""

    book: PinsBook

    def undo(self) -> tuple[str, ...]:
        """Take the last decision back."""
        return self.book.undo()

    def redo(self) -> tuple[str, ...]:
        """Write it once more."""
        return self.book.redo()

    def forget(self, *, redo: bool) -> None:
        """Let the book forget it."""
        self.book.forget(redo=redo)


@dataclass(slots=True, kw_only=True)
class PutFile:
    """A file that was put in: its path, its place on disk below the evidence folder, and the hash of its content.

    `home` is where it waited and goes back to (the tray); None where the person has another copy of it.
    """

    path: str
    disk_path: str
    sha256: str
    pinned: bool
    home: Path | None = None


@dataclass(slots=True, kw_only=True)
class PutStep:
    """Files that were put in together: undone, their bytes wait in a folder of ours to be put in once more."""

    evidence: Path
    waiting: Path
    book: PinsBook
    batch: str
    files: list[PutFile] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)

    def undo(self) -> tuple[str, ...]:
        """Take out the files that are still what was put in; raises after that where one is not."""
        changed = []
        for file in reversed(self.files):
            place = inside(self.evidence, file.disk_path)
            if place is None or not is_plain_file(place) or sha256_of(place) != file.sha256:
                changed.append(file)
                continue
            if file.home is None:
                rename_journal.bring(place, self._kept(file))
            else:
                file.home = free_move(place, file.home)
            if file.pinned:
                self.book.undo()
        for name in sorted(self.folders, key=len, reverse=True):
            folder = inside(self.evidence, name)
            if folder is not None and folder.is_dir() and not os.listdir(folder):  # noqa: PTH208 — is there anything
                folder.rmdir()
        self.files = [file for file in self.files if file not in changed]
        if changed:
            raise ChangedElsewhereError(
                f"Sudah diubah atau dipindah orang sesudah dimasukkan, jadi dibiarkan: {changed[0].path}",
                hint="Keluarkan sendiri dari folder evidence/ bila perlu.",
            )
        return tuple(file.path for file in self.files)

    def redo(self) -> tuple[str, ...]:
        """Put the files in once more, each where it was, unless another one has that name by now."""
        for file in self.files:
            if file.home is not None and (not is_plain_file(file.home) or sha256_of(file.home) != file.sha256):
                raise ChangedElsewhereError(f"“{file.home.name}” tidak ada lagi di nampan, atau isinya sudah lain.")
            place = inside(self.evidence, file.disk_path)
            if place is None or os.path.lexists(place):
                raise ChangedElsewhereError(
                    f"Sudah ada berkas lain bernama {file.path}.", hint="Masukkan lagi berkasnya dari asalnya."
                )
        for file in self.files:
            place = self.evidence / file.disk_path
            list(rename_journal.make_folders(self.evidence, place.parent))
            rename_journal.bring(file.home or self._kept(file), place)
            if file.pinned:
                self.book.redo()
        return tuple(file.path for file in self.files)

    def forget(self, *, redo: bool) -> None:
        """Leave the evidence as it is; what waits goes with the folder of this run."""

    def _kept(self, file: PutFile) -> Path:
        place = hashlib.sha256(file.path.encode()).hexdigest()[:_PLACE_DIGITS]
        return self.waiting / f"{file.sha256}-{place}"


@dataclass(slots=True, kw_only=True)
class AdoptStep:
    """A file that got its coded name, by the journal of renames."""

    workspace: Workspace
    book: PinsBook
    moves: tuple[Move, ...]
    run: RenameRun

    @classmethod
    def take(cls, workspace: Workspace, book: PinsBook, moves: tuple[Move, ...]) -> AdoptStep:
        """Rename.

        Raises:
            ChangedElsewhereError: the file changed since it was looked at.
            BusyError: a build is at work.
        """
        return cls(workspace=workspace, book=book, moves=moves, run=_renamed(workspace, book, moves))

    def undo(self) -> tuple[str, ...]:
        """Bring the old name back."""
        journal = pipeline.rename_journal_of(self.workspace)
        back, refused = pipeline.undo_rename(self.workspace, journal, self.run, self.book)
        if refused:
            raise ChangedElsewhereError(f"“{refused[0].path}” dibiarkan: {refused[0].reason}.")
        return tuple(path for step in back for path in (step.old, step.new))

    def redo(self) -> tuple[str, ...]:
        """Rename once more."""
        self.run = _renamed(self.workspace, self.book, self.moves)
        return tuple(path for step in self.run.steps for path in (step.old, step.new))

    def forget(self, *, redo: bool) -> None:
        """Leave the names as they are; `dossier adopt --undo` knows them too."""


def _renamed(workspace: Workspace, book: PinsBook, moves: tuple[Move, ...]) -> RenameRun:
    journal = pipeline.rename_journal_of(workspace)
    if journal.is_foreign() or rename_journal.unfinished(journal) is not None:
        raise ChangedElsewhereError(
            "Penamaan terakhir terputus di tengah, atau catatannya dari folder bukti lain.",
            hint="Jalankan dahulu di terminal: dossier adopt --apply",
        )
    run, refused = pipeline.rename(workspace, journal, moves, book)
    if refused:
        raise ChangedElsewhereError(f"“{refused[0].path}” dibiarkan: {refused[0].reason}.")
    return run
