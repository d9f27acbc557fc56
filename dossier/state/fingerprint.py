"""Stamps (names, sizes, times) of everything a build depends on. Reads no content; follows no links."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy

with lazy():
    from dossier.state import entry_points


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossier.state.workspace import Workspace

PACKAGE: Final = Path(__file__).resolve().parent.parent
PROGRAMS: Final = ("soffice", "libreoffice", "gs", "mutool", "qpdf", "tesseract", "unrar", "bsdtar", "unshare")
"""Programs of the machine that the result can depend on, where they are installed."""

# A file changed this shortly before a build began may change again without its times showing it (FAT: even seconds).
RACY_NANOSECONDS: Final = 2_000_000_000
_NOT_STAMPED: Final = frozenset({"__pycache__"})


@dataclass(frozen=True)
class TreeStamp:
    """`digest` stands for all stamps together; `newest` is the latest time among them, in nanoseconds."""

    digest: str
    newest: int


def workspace_stamp(workspace: Workspace) -> TreeStamp:
    """Return the stamp of what a person can change: plan, templates, evidence."""
    rows: list[str] = []
    newest = 0
    for root in written_folders(workspace):
        rows.append(f"== {root.name}")
        for row, latest in sorted((f"{path!r} {stamp}", latest) for path, stamp, latest in _tree(os.fspath(root))):
            rows.append(row)
            newest = max(newest, latest)
    return TreeStamp(digest_of(rows), newest)


def written_folders(workspace: Workspace) -> tuple[Path, ...]:
    """Return the folders that people write and a build reads; they need not be there."""
    return workspace.plan_file.parent, workspace.templates, workspace.evidence


def workspace_entries(workspace: Workspace) -> dict[str, str]:
    """Return every entry that a person can change with its stamp as text: `evidence/I/SK.pdf` ─► `[812, …]`.

    A folder that cannot be opened is an entry too, so that it is seen when it comes back.
    """
    folders = written_folders(workspace)
    return {f"{root.name}/{path}": stamp for root in folders for path, stamp, _ in _tree(os.fspath(root))}


def machine_stamp() -> str:
    """Return the stamp of what an installation can change: our code, libraries, programs."""
    code = (f"{folder.name} {row}" for folder in (PACKAGE, PACKAGE.parent / "templates_docx") for row in _rows(folder))
    return digest_of([*sorted(code), *libraries(), *programs(), *extensions(), sys.version])


def code_stamp() -> str:
    """Return the stamp of our own code."""
    return digest_of(sorted(_rows(PACKAGE)))


def _rows(folder: Path) -> Iterator[str]:
    return (f"{path!r} {stamp}" for path, stamp, _ in _tree(os.fspath(folder)))


def file_stamp(path: Path) -> list[int]:
    """Return size, times of change and place of one file.

    Raises:
        OSError: it is not there.
    """
    return _numbers(path.lstat())


def libraries() -> tuple[str, ...]:
    """Return installed distributions as `pikepdf-10.18.0`, from the names of their folders.

    Asking `importlib.metadata` for each takes as long as a third of a build in which nothing changed.
    """
    found: set[str] = set()
    for place in sys.path:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 — as everywhere here: no object for each file
        except OSError:
            continue
        found.update(name.removesuffix(".dist-info") for name in names if name.endswith(".dist-info"))
    return tuple(sorted(found))


def extensions() -> tuple[str, ...]:
    """Return the code of installed extensions, by content: who writes one edits it in place, under one version."""
    return entry_points.rows()


def programs() -> tuple[str, ...]:
    """Return each program that is installed with its place, size and time."""
    return tuple(f"{name} {place}" for name in PROGRAMS if (place := _program(name)))


def _program(name: str) -> str:
    for folder in os.get_exec_path():
        path = os.path.realpath(f"{folder}/{name}")
        try:
            numbers = _numbers(os.stat(path))[:2]  # noqa: PTH116 — as everywhere here: no object for each file
            binary = os.path.join(os.path.dirname(path), "soffice.bin")  # noqa: PTH118, PTH120 — likewise
            if name in {"soffice", "libreoffice"} and os.path.exists(binary):  # noqa: PTH110 — likewise
                numbers += _numbers(os.stat(binary))[:2]  # noqa: PTH116 — the script that starts it never changes
        except OSError:
            continue
        return f"{path} {numbers}"
    return ""


def _tree(root: str) -> Iterator[tuple[str, str, int]]:
    """Yield every entry below `root`: its path, its stamp as text, and its time in nanoseconds."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(f"{root}/{folder}") as entries:
                listed = list(entries)
        except OSError as error:
            yield folder, f"tidak terbuka {error.errno}", 0
            continue
        for entry in listed:
            path = f"{folder}{entry.name}"
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError as error:
                yield path, f"tidak terperiksa {error.errno}", 0
                continue
            if stat.S_ISDIR(status.st_mode):
                if entry.name not in _NOT_STAMPED:
                    waiting.append(f"{path}/")
                continue
            numbers = _numbers(status)
            yield path, str(numbers), max(numbers[1:3])


def _numbers(status: os.stat_result) -> list[int]:
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def digest_of(rows: Iterable[str]) -> str:
    """Return a digest of lines of text, which may hold bytes that are no text."""
    return hashlib.sha256("\n".join(rows).encode("utf-8", "backslashreplace")).hexdigest()
