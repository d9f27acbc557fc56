"""Keeps the workbooks in `build/` that people fill: copies as written, copies to be kept, and writing into `plan/`."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier import state as edition
from dossier import wording
from dossier.model import Finding, Severity
from dossier.state import files
from dossier.state.files import cannot_write, in_turn, sha256_of

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from dossier.errors import OutputError
    from dossier.state.workspace import Workspace

_DIGITS: Final = 8  # of the SHA-256 in the name of a kept workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """One workbook after it was read: whether it holds more than `plan/` has, and why nothing was taken from it."""

    book: Path
    keep: bool = False
    failed: str = ""


def turn(workspace: Workspace, *, must_write: bool) -> AbstractContextManager[None]:
    """Wait for the turn to change `plan/`; where it need not be written and is not there, for nothing."""
    folder = workspace.notes.parent
    return in_turn(folder) if must_write or folder.is_dir() else nullcontext()


def is_untouched(workspace: Workspace, book: Path) -> bool:
    """Whether a workbook is not there, or as the last build wrote it."""
    written = untouched_copy(workspace, book)
    return not book.is_file() or (written is not None and sha256_of(book) == written.stem)


def untouched_copy(workspace: Workspace, book: Path) -> Path | None:
    """Return the copy of a workbook as the last build wrote it, named by its digest, or None."""
    known = edition.load(workspace.build)
    digest = known.outputs.get(book.name) if known else None
    if not isinstance(digest, str) or not digest.isalnum():
        return None
    copy = workspace.written_workbooks / f"{digest}{book.suffix}"
    sound = copy.is_file() and not copy.is_symlink() and sha256_of(copy) == digest
    return copy if sound else None


def keep_written(workspace: Workspace, workbook: Path) -> None:
    """Keep a copy of a workbook that is about to be published, so that what people add to it can be told apart."""
    copy = workspace.written_workbooks / f"{sha256_of(workbook)}{workbook.suffix}"
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(workbook, copy)


def drop_older(workspace: Workspace) -> None:
    """Remove the copies of workbooks that have been replaced."""
    current = {untouched_copy(workspace, book) for book in workspace.forms}
    for copy in workspace.written_workbooks.glob(f"*{workspace.workbook.suffix}"):
        if current != {None} and copy not in current:
            copy.unlink(missing_ok=True)


def keep_copy(path: Path, folder: Path) -> Path:
    """Copy a file into a folder under a name with its digest, and return the copy; the same bytes are kept once.

    Raises:
        OutputError: it cannot be written.
    """
    copy = folder / f"{path.stem}-{sha256_of(path)[:_DIGITS]}{path.suffix}"
    if not copy.is_file() or sha256_of(copy) != sha256_of(path):
        try:
            files.write(copy, path.read_bytes(), durable=True)
        except OSError as error:
            hint = f"Periksa izin dan sisa ruang folder {folder}."
            message = f"Tidak dapat menyimpan salinan {path.name}: {wording.system_reason(error)}"
            raise cannot_write(error, message, path=copy, hint=hint) from error
    return copy


def save(path: Path, text: str) -> None:
    """Write a file in `plan/` whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        files.write(path.resolve(), text.encode("utf-8"), durable=True)
    except OSError as error:
        message = f"Tidak dapat menulis {path}: {wording.system_reason(error)}"
        raise cannot_write(error, message, path=path, hint="Periksa izin folder plan/.") from error


def unwritten(error: OutputError) -> Finding:
    """Return the finding about entries that are used and could not be written."""
    return Finding(
        code="isian_tidak_tersimpan",
        severity=Severity.WARNING,
        subject="plan/",
        text=f"Isian dari buku kerja dipakai, tetapi belum tersimpan: {error.message}",
        advice=error.hint or "Periksa izin folder plan/.",
    )
