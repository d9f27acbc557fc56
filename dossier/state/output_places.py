"""Folders for output and for what is kept that lie elsewhere than in the workspace: whether they may be used.

A folder that a person names may hold anything: output is written only where nothing else lies, and what was typed into
the workbooks of one unit must not reach the plan of another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.errors import OutputError
from dossier.state import files, store
from dossier.state.build_record import FILE_NAME
from dossier.state.lease import LOCK_NAME
from dossier.state.publishing import writing

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.state.workspace import Workspace

OWNER_NAME: Final = ".folder-kerja"
"""The file in a folder of output that names the workspace it belongs to."""
_MOST: Final = 8192
"""Bytes of a path that are read."""
_SHARED_TEXT: Final = (
    "Simpanan dossier yang dipakai bersama beberapa folder kerja (--cache). Semuanya dapat dibuat ulang; folder ini\n"
    "boleh dihapus bila tidak ada dossier yang sedang disusun.\n"
)


def prepare(workspace: Workspace) -> None:
    """Make the folders that were named for output and for what is kept, and mark whose they are.

    Raises:
        OutputError: one lies in `plan/` or `evidence/`, cannot be written, holds something else, or is the output of
            another workspace.
    """
    for folder in (workspace.out, workspace.kept):
        if folder is not None:
            _require_apart(folder, workspace)
    if workspace.out is not None:
        _claim(workspace.out, workspace)
    if workspace.kept is not None:
        for root in (workspace.parts, workspace.contents, workspace.filed_papers, workspace.thumbnails):
            mark = root / store.SHARED_MARK
            if not mark.is_file():
                with writing(root):
                    files.write(mark, _SHARED_TEXT.encode())


def _require_apart(folder: Path, workspace: Workspace) -> None:
    real = folder.resolve()
    for home in (workspace.evidence.resolve(), workspace.plan_file.parent.resolve()):
        if real.is_relative_to(home) or home.is_relative_to(real):
            raise OutputError(
                f"Folder {folder} tidak dapat dipakai: bercampur dengan {home.name}/",
                path=folder,
                hint="Pilih folder di luar plan/ dan evidence/.",
            )


def _claim(out: Path, workspace: Workspace) -> None:
    """Take a folder for output: one that is not there, empty, or this workspace's already."""
    owner = out / OWNER_NAME
    root = str(workspace.root)
    found = _text_of(owner)
    if found == root:
        return
    if found is not None:
        raise OutputError(
            f"Folder {out} berisi hasil folder kerja lain: {found}",
            path=out,
            hint=f"Pilih --out lain. Bila folder kerjanya hanya berpindah tempat, hapus {owner} lalu ulangi.",
        )
    with writing(out):
        strange = [path.name for path in out.iterdir() if path.name not in {"cache", LOCK_NAME}]
        if strange and FILE_NAME not in strange:
            raise OutputError(
                f"Folder {out} berisi hal lain ({', '.join(sorted(strange)[:3])} …)",
                path=out,
                hint="Sebut folder kosong atau yang belum ada untuk --out: isinya akan diganti oleh hasil susunan.",
            )
        files.write(owner, root.encode("utf-8", "surrogateescape"))


def _text_of(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return stream.read(_MOST).decode("utf-8", "surrogateescape").strip()
    except FileNotFoundError:
        return None
