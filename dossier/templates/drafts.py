"""Register of digests of the drafts in `naskah/`: an unchanged draft may be replaced, an edited one may not."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.state import files, typed_json
from dossier.templates.docx_package import PackageError, read_marker, read_package

if TYPE_CHECKING:
    from pathlib import Path

REGISTER: Final = ".dossier.json"
MOVED_SUFFIX: Final = "-dipindahkan"
"""Added to the name of the old folder of drafts when its files have been copied."""
_SCHEMA: Final = "dossier.naskah/1"


@dataclass(frozen=True, slots=True)
class _Shape:
    drafts: dict[str, str]
    carried: tuple[str, ...] = ()


class Register:
    """The SHA-256 of every draft that dossier wrote into a folder, by file name.

    A register that is damaged or missing knows no draft: then all of them count as edited.
    """

    def __init__(self, folder: Path) -> None:
        """Read the register of `folder`."""
        self.folder = folder
        shape = typed_json.read(folder / REGISTER, _Shape, _SCHEMA) or _Shape(drafts={})
        self._drafts = dict(shape.drafts)
        self.carried = set(shape.carried)
        """SHA-256 of the files of an earlier version that have been copied here."""

    def is_as_written(self, path: Path) -> bool:
        """Return whether a file has exactly the bytes that dossier wrote under this name."""
        known = self._drafts.get(path.name)
        return known is not None and not path.is_symlink() and path.is_file() and _sha256(path) == known

    def note(self, path: Path) -> None:
        """Remember a draft that has just been written.

        Raises:
            OSError: the draft cannot be read or the register not written.
        """
        self._drafts[path.name] = _sha256(path)
        self.save()

    def save(self) -> None:
        """Write the register; raises OSError where that fails."""
        shape = {"schema": _SCHEMA, "drafts": dict(sorted(self._drafts.items())), "carried": sorted(self.carried)}
        files.write(self.folder / REGISTER, f"{json.dumps(shape, indent=1)}\n".encode("ascii"), durable=True)


def free_path(path: Path, register: Register) -> tuple[Path, Path | None]:
    """Return where a draft may be written, and the edited file that is in the way if there is one."""
    candidate, number = path, 1
    while _is_there(candidate) and not register.is_as_written(candidate):
        number += 1
        candidate = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return candidate, path if number > 1 else None


def carry_over(old: Path, new: Path) -> tuple[str, ...]:
    """Copy the drafts of an earlier version from `old` into `new`, once; `old` is renamed and stays as a copy.

    Returns:
        What is to be told; nothing where there is nothing to carry over.

    Raises:
        OSError: a file cannot be copied; the old folder then keeps its name.
    """
    if not old.is_dir() or old.is_symlink():
        return ()
    copied = copy_missing(old, new)
    kept = old.with_name(f"{old.name}{MOVED_SUFFIX}")
    number = 1
    while _is_there(kept):
        number += 1
        kept = old.with_name(f"{old.name}{MOVED_SUFFIX}-{number}")
    old.rename(kept)
    if not copied:
        return ()
    return (f"{copied} naskah dari build/{old.name}/ disalin ke {new.name}/; yang lama tetap di build/{kept.name}/",)


def copy_missing(old: Path, new: Path) -> int:
    """Copy every file below `old` that has not been copied into `new` before; return how many were copied.

    Raises:
        OSError: a file cannot be copied.
    """
    copied = 0
    register = Register(new)
    for path in sorted(old.rglob("*")):
        if path.is_symlink() or not path.is_file() or path.name.startswith("~$"):
            continue
        digest = _sha256(path)
        if digest in register.carried:
            continue
        target = new / path.relative_to(old)
        target.parent.mkdir(parents=True, exist_ok=True)
        while _is_there(target) and _sha256(target) != digest:
            target = target.with_name(f"{target.stem} (lama){target.suffix}")
        if not target.exists():
            shutil.copy2(path, target)
            copied += 1
        register.carried.add(digest)
        if target.parent == new and _bears_untouched_mark(target):
            register.note(target)
    if register.carried:
        register.save()
    return copied


def _bears_untouched_mark(path: Path) -> bool:
    """Return whether a paper's own mark says that nobody has changed it since it was rendered."""
    try:
        found = read_marker(read_package(path))
    except (PackageError, OSError):
        return False
    return found is not None and found[1]


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _sha256(path: Path) -> str:
    if not path.is_file():
        return ""
    return files.sha256_of(path)
