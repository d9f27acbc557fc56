"""`dossier clean`: removes generated output after taking in what people typed into it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier import state, templates
from dossier.errors import OutputError
from dossier.model.audience import BUNDLE_NAME
from dossier.pipeline.artifacts import ARTIFACTS
from dossier.pipeline.form_books import keep_copy
from dossier.pipeline.intake import take_in
from dossier.state.build_record import FILE_NAME
from dossier.state.files import sha256_of
from dossier.state.lease import LEASE_NAME, LOCK_NAME, lock
from dossier.state.output_places import OWNER_NAME
from dossier.state.publishing import recover, writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.state.workspace import Workspace

_OURS: Final = frozenset(
    {*(output.name for output in ARTIFACTS), FILE_NAME, LOCK_NAME, LEASE_NAME, OWNER_NAME, "cache", "asli", "portal"}
)
"""Names in `build/` that only dossier writes; where there is no record of an edition they are taken at their word."""
_KEPT_BOOK: Final = re.compile(r"(?:kesenjangan|lke)-[0-9a-f]{8}\.xlsx")
_KEPT_DRAFTS: Final = re.compile(r"templat-dipindahkan(?:-\d+)?")
_STAGING: Final = re.compile(r"\.(?:baru|lama|jam)-.*|\.terbit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """What `clear` did: what is to be told, how many files were removed, and which were left alone."""

    told: tuple[str, ...]
    removed: int
    left: tuple[str, ...]


def carry_drafts(workspace: Workspace) -> tuple[str, ...]:
    """Copy the drafts of an earlier version from `build/templat/` to `naskah/`, once; return what is to be told.

    Raises:
        OutputError: they cannot be copied.
    """
    with writing(workspace.build if workspace.build.is_dir() else workspace.root):
        return templates.carry_over(workspace.old_papers, workspace.papers)


def clear(workspace: Workspace) -> Cleared:
    """Take in the workbooks, bring drafts and kept workbooks out of `build/`, then remove what dossier made there.

    A file that dossier did not write, or that has been changed since, stays. If anything cannot be brought to safety,
    nothing is removed.

    Raises:
        PlanError: what people typed cannot be taken into `plan/`.
        OutputError: a workbook cannot be read, something cannot be copied or removed, or a build is at work.
    """
    if not workspace.build.is_dir():
        return Cleared(told=(), removed=0, left=())
    with lock(workspace.build), writing(workspace.build):
        recover(workspace.build)
        told = list(_rescued(workspace))
        known = state.load(workspace.build)
        outputs = known.outputs if known else None
        removed, left = 0, []
        for path in _files(workspace.build):
            name = path.relative_to(workspace.build).as_posix()
            if _is_ours(workspace, path, name, outputs):
                path.unlink()
                removed += 1
            else:
                left.append(name)
        _remove_empty_folders(workspace.build)
    return Cleared(told=tuple(told), removed=removed, left=tuple(left))


def _rescued(workspace: Workspace) -> Iterator[str]:
    """Bring everything of people out of `build/`; yield what is to be told."""
    intake = take_in(workspace)
    forms = intake.forms(workspace)
    for form in forms:
        if form.failed:
            raise OutputError(
                f"build/{form.book.name} tidak terbaca ({form.failed}); tidak ada yang dihapus.",
                path=form.book,
                hint="Perbaiki atau simpan ulang buku kerja itu, atau pindahkan ke luar build/, lalu ulangi.",
                findings=intake.findings,
            )
    yield from intake.told
    yield from (finding.text for finding in intake.findings)
    books = [form.book for form in forms if form.keep]
    books += sorted(path for path in workspace.build.iterdir() if _KEPT_BOOK.fullmatch(path.name) and path.is_file())
    for book in books:
        kept = _archived(workspace, book)
        yield f"build/{book.name} memuat lebih dari isian kolom kuning; disimpan sebagai plan/arsip/{kept.name}"
    yield from carry_drafts(workspace)
    for folder in sorted(path for path in workspace.build.iterdir() if _KEPT_DRAFTS.fullmatch(path.name)):
        if folder.is_dir() and not folder.is_symlink() and (copied := templates.copy_missing(folder, workspace.papers)):
            yield f"{copied} naskah dari build/{folder.name}/ disalin ke naskah/"


def _archived(workspace: Workspace, book: Path) -> Path:
    """Copy a workbook to the archive and return the copy; one that has a digest in its name keeps the name."""
    kept = keep_copy(book, workspace.archive)
    plain = workspace.archive / book.name
    return kept if book in workspace.forms or plain.exists() else kept.rename(plain)


def _files(folder: Path) -> list[Path]:
    """Return every entry below a folder that is no folder; links are not followed."""
    found: list[Path] = []
    for root, folders, names in os.walk(folder):
        links = [name for name in folders if Path(root, name).is_symlink()]
        found += [Path(root, name) for name in (*names, *links)]
    return sorted(found)


def _is_ours(workspace: Workspace, path: Path, name: str, outputs: Mapping[str, str] | None) -> bool:
    top, inside, _ = name.partition("/")
    if path in workspace.forms or _KEPT_BOOK.fullmatch(name) or _STAGING.fullmatch(top):
        return True  # all that people put into them is safe by now
    if (_KEPT_DRAFTS.fullmatch(top) and inside) or top in {"cache", LOCK_NAME, LEASE_NAME, FILE_NAME, OWNER_NAME}:
        return True
    if outputs is None:
        return top in _OURS or BUNDLE_NAME.fullmatch(name) is not None
    return name in outputs and path.is_file() and outputs[name] == sha256_of(path)


def _remove_empty_folders(folder: Path) -> None:
    for root, _, _ in os.walk(folder, topdown=False):
        if not any(Path(root).iterdir()):
            Path(root).rmdir()
