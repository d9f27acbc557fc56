"""Renames evidence files as proposed, one at a time, with a journal by which every rename can be undone.

The journal is on disk before each step, nothing is overwritten or removed, and an interrupted run is completed or
undone from the journal and the disk. Journalled paths are used only where they lie inside the evidence folder.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.curation.journal_file import RenameRun, RenameStep
from dossier.state.files import STAGING_PREFIX, inside, is_inside, is_plain_file, sha256_of, sync

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dossier.curation.journal_file import Journal
    from dossier.curation.rename_plan import Move

_NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV, errno.ENOSYS})
_OUTSIDE: Final = "letaknya di luar folder bukti; tidak disentuh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A file that was not moved, and why."""

    path: str
    reason: str


def unfinished(journal: Journal) -> RenameRun | None:
    """Return the last run when it was cut off."""
    runs = journal.runs()
    return runs[-1] if runs and not runs[-1].ended else None


def last_standing(journal: Journal) -> RenameRun | None:
    """Return the last run that was not undone."""
    return next((run for run in reversed(journal.runs()) if not run.undone), None)


def apply(journal: Journal, evidence: Path, moves: Iterable[Move]) -> tuple[RenameRun, tuple[Refusal, ...]]:
    """Rename files; what changed since it was looked at, or would overwrite another, is left and named.

    The run is not ended: the caller lets the pins follow first.

    Raises:
        OutputError: the journal cannot be written; nothing more is moved then.
    """
    number = max((run.number for run in journal.runs()), default=0) + 1
    done: list[RenameStep] = []
    refused: list[Refusal] = []
    for move in moves:
        step = RenameStep(
            old=move.file.path,
            new=move.path,
            old_disk=move.file.disk_path,
            new_disk=move.disk_path,
            sha256=move.file.sha256,
        )
        places = _places(evidence, step)
        if places is None:
            refused.append(Refusal(path=step.old, reason=_OUTSIDE))
            continue
        source, target = places
        if reason := _why_not(source, target, step.sha256):
            refused.append(Refusal(path=step.old, reason=reason))
            continue
        try:
            for folder in make_folders(evidence, target.parent):
                journal.add(number, "folder", folder=folder)
            journal.add(number, "pindah", **{name: getattr(step, name) for name in RenameStep.__slots__})
            rename(source, target)
            done.append(step)
        except OSError as error:
            refused.append(Refusal(path=step.old, reason=f"tidak dapat dipindah: {wording.system_reason(error)}"))
    return RenameRun(number=number, steps=tuple(done)), tuple(refused)


def undo(journal: Journal, evidence: Path, run: RenameRun) -> tuple[tuple[RenameStep, ...], tuple[Refusal, ...]]:
    """Bring the files of a run back, last first; what was changed or replaced meanwhile stays and is named.

    Returns:
        The steps that were taken back, and what was left.
    """
    back: list[RenameStep] = []
    refused: list[Refusal] = []
    for step in reversed(run.steps):
        places = _places(evidence, step)
        reason = _OUTSIDE if places is None else _why_not_back(*places, step)
        if reason:
            refused.append(Refusal(path=step.new, reason=reason))
        if reason or places is None or not _exists(places[1]):
            continue  # the last: killed before it was moved
        old, new = places
        try:
            old.parent.mkdir(parents=True, exist_ok=True)
            rename(new, old)
            back.append(step)
        except OSError as error:
            refused.append(Refusal(path=step.new, reason=f"tidak dapat dipindah: {wording.system_reason(error)}"))
    for name in sorted(run.folders, key=len, reverse=True):
        folder = inside(evidence, name)
        try:
            if folder is not None:
                folder.rmdir()
        except OSError:
            continue  # something else is in it by now
    journal.add(run.number, "dibatalkan")
    return tuple(back), tuple(refused)


def finish(evidence: Path, run: RenameRun) -> tuple[dict[str, str], tuple[Refusal, ...]]:
    """Return old ─► new of the files that a run had moved when it was cut off, and what has to be told of the others.

    Changes nothing on the disk.
    """
    moved: dict[str, str] = {}
    refused: list[Refusal] = []
    for step in run.steps:
        places = _places(evidence, step)
        if places is None:
            refused.append(Refusal(path=step.old, reason=_OUTSIDE))
        elif _is_same_file(*places):
            refused.append(Refusal(path=step.old, reason=_two_names(step)))
        elif _exists(places[1]) and not _exists(places[0]):
            moved[step.old] = step.new
    return moved, tuple(refused)


def _places(evidence: Path, step: RenameStep) -> tuple[Path, Path] | None:
    """Return where a file was and where it was to go, or None where any of its paths leads out of the evidence."""
    old, new = inside(evidence, step.old_disk), inside(evidence, step.new_disk)
    if old is None or new is None or not (is_inside(step.old) and is_inside(step.new)):
        return None
    return old, new


def _why_not_back(old: Path, new: Path, step: RenameStep) -> str:
    """Return why a file that was to be moved from `old` to `new` cannot be brought back, or an empty text."""
    if _is_same_file(old, new):
        return _two_names(step)
    if _exists(new):
        return _why_not(new, old, step.sha256)
    return "" if _exists(old) else "sudah tidak ada di sana"


def _two_names(step: RenameStep) -> str:
    # Killed between the two halves of a rename, or linked by a person, or one name in a folder that ignores case:
    # no telling which, so neither name is removed.
    return f"berkas yang sama ada dengan dua nama, “{step.old}” dan “{step.new}”; hapus sendiri yang tidak dipakai"


def rename(source: Path, target: Path) -> None:
    """Rename a file; never replaces another.

    Raises:
        OSError: there is a file of that name, or the folder cannot be written.
    """
    if sys.platform == "win32":  # renaming never replaces there
        source.rename(target)
        return
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if _exists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(target)) from error
        source.rename(target)
        return
    source.unlink()


def bring(source: Path, target: Path) -> None:
    """Move a file into a folder that may be on another file system; never replaces another, whole or not at all.

    Raises:
        OSError: there is a file of that name, or the folder cannot be written.
    """
    try:
        rename(source, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    else:
        return
    fresh = target.with_name(f"{STAGING_PREFIX}{os.getpid()}")
    try:
        shutil.copyfile(source, fresh)
        sync(fresh)
        rename(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)
    source.unlink()


def _why_not(source: Path, target: Path, sha256: str) -> str:
    if source.is_symlink():
        return "tautan ke berkas lain; dibiarkan"
    if _exists(source) and not is_plain_file(source):
        return "bukan berkas biasa; dibiarkan"
    try:
        digest = sha256_of(source)
    except OSError as error:
        return f"tidak terbaca: {wording.system_reason(error)}"
    if digest != sha256:
        return "isinya berubah sejak dicatat; dibiarkan"
    return f"sudah ada berkas bernama {target.name}" if _exists(target) else ""


def _exists(path: Path) -> bool:
    return os.path.lexists(path)


def _is_same_file(one: Path, two: Path) -> bool:
    return _exists(one) and _exists(two) and os.path.samestat(one.lstat(), two.lstat())


def make_folders(evidence: Path, folder: Path) -> Iterator[str]:
    """Make the folders that are not there, from the top down, and yield each."""
    missing = []
    while folder != evidence and not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir()
        yield each.relative_to(evidence).as_posix()
