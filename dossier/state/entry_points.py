"""Installed distributions: entry points and metadata, read from the files of each; nothing of them is imported.

Importing `importlib.metadata` and asking it takes some 65 ms; reading the few files takes 2 ms, so that no list has to
be kept on disk, and none can be out of date (an editable installation changes no folder's time).
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy

with lazy():
    import importlib


if TYPE_CHECKING:
    from collections.abc import Iterator

CONVERTERS: Final = "dossier.converters"
MEDIA: Final = "dossier.media"
REPORTS: Final = "dossier.reports"
KNOWLEDGE: Final = "dossier.knowledge"

_OURS: Final = "dossier."
_GROUP: Final = b"[dossier."
"""What stands in the file of every distribution that extends this program."""
_SECTION: Final = re.compile(r"\s*\[\s*([\w.-]+)\s*\]")
_ROW: Final = re.compile(r"\s*([^\s=#\[][^=]*?)\s*=\s*([\w.]+)\s*(?::\s*([\w.-]+))?")
"""`catat = dossier_catat:Notes`; `media.csv` may stand for the attribute."""
_METADATA: Final = (".dist-info", ".egg-info")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class EntryPoint:
    """One line of `entry_points.txt`: `name = module:attribute` below `[group]`.

    `attribute` is empty where the line names a module only. `distribution` and `version` say who brings it.
    """

    group: str
    name: str
    module: str
    attribute: str = ""
    distribution: str
    version: str

    @property
    def label(self) -> str:
        """How people are told of it: `catat (dossier-catat 1.0)`."""
        return f"{self.name} ({self.distribution} {self.version})"

    def load(self) -> object:
        """Import the module and return what the entry names.

        Raises:
            Exception: whatever the foreign module raises; an AttributeError where it has no such attribute.
        """
        found: object = importlib.import_module(self.module)
        for name in self.attribute.split(".") if self.attribute else ():
            found = getattr(found, name)
        return found

    @property
    def folder(self) -> Path | None:
        """The folder of the package that the entry names, or of its module; None where it is on no path."""
        home = _home(self.module)
        return home if home is None or home.is_dir() else home.parent

    def files(self) -> tuple[Path, ...]:
        """Return the files that the entry's code consists of: its module, or everything in its top-level package."""
        top = _home(self.module.partition(".")[0])
        if top is None:
            return ()
        if top.is_file():
            data = self.folder / self.attribute if self.group == MEDIA and self.folder else top
            return tuple(dict.fromkeys((top, data))) if data.is_file() else (top,)
        return tuple(sorted(path for path in top.rglob("*") if path.is_file() and "__pycache__" not in path.parts))


def installed(group: str) -> tuple[EntryPoint, ...]:
    """Return the entry points of one group (`dossier.converters`, say), sorted by name.

    Of two with one name, that of the first place on `sys.path` counts, as with imports.
    """
    return tuple(entry for entry in _all(tuple(sys.path)) if entry.group == group)


def rows() -> tuple[str, ...]:
    """Return all that the installed extensions are, with a digest of their code: part of what a build is made of."""
    return tuple(f"{entry.group} {entry.label} {code_of(entry)}" for entry in _all(tuple(sys.path)))


def code_of(entry: EntryPoint) -> str:
    """Return a digest of an extension's files (names and contents), as 16 hexadecimal digits."""
    digest = hashlib.sha256(f"{entry.module}:{entry.attribute} {entry.version}\n".encode())
    for path in entry.files():
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def metadata_of(distribution: str) -> str | None:
    """Return the metadata of an installed distribution, or None where it is not installed."""
    folder = _folders(tuple(sys.path)).get(_normal(distribution))
    for path in (f"{folder}/METADATA", f"{folder}/PKG-INFO", folder) if folder else ():
        with suppress(OSError):
            return Path(path).read_text(encoding="utf-8", errors="replace")
    return None


def _normal(distribution: str) -> str:
    """Return the name as the packaging specifications compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


@cache
def _folders(places: tuple[str, ...]) -> dict[str, str]:
    """Return name ─► where the metadata of a distribution is; the first place wins, as it does in an import."""
    found: dict[str, str] = {}
    for place in places:
        for folder in _distributions(place):
            found.setdefault(_normal(Path(folder).stem.partition("-")[0]), folder)
    return found


@cache
def _all(places: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    found: dict[tuple[str, str], EntryPoint] = {}
    for place in places:
        for folder in _distributions(place):
            for entry in _entries(folder):
                found.setdefault((entry.group, entry.name), entry)
    return tuple(sorted(found.values()))


@cache
def _distributions(place: str) -> list[str]:
    try:
        names = os.listdir(place or ".")  # noqa: PTH208 — no object for each of some hundred names
    except OSError:
        return []
    return sorted(f"{place or '.'}/{name}" for name in names if name.endswith(_METADATA))


def _entries(folder: str) -> Iterator[EntryPoint]:
    """Yield what one distribution brings; a list that cannot be read brings nothing."""
    try:
        with open(f"{folder}/entry_points.txt", "rb") as stream:  # noqa: PTH123 — as above
            data = stream.read()
        text = data.decode("utf-8") if _GROUP in data else ""
    except (OSError, UnicodeDecodeError):
        return
    distribution, _, version = os.path.basename(folder).rpartition(".")[0].partition("-")  # noqa: PTH119 — likewise
    group = ""
    for line in text.splitlines():
        head = _SECTION.match(line)
        group = head[1] if head else group
        if group.startswith(_OURS) and (row := _ROW.match(line)):
            yield EntryPoint(
                group=group,
                name=row[1],
                module=row[2],
                attribute=row[3] or "",
                distribution=distribution.replace("_", "-"),
                version=version.partition("-")[0],
            )


def _home(module: str) -> Path | None:
    """Return where a module lies: the folder of a package, or the file; found without importing anything."""
    for place in sys.path:
        path = Path(place or ".").joinpath(*module.split("."))
        if (path / "__init__.py").is_file():
            return path
        if path.with_suffix(".py").is_file():
            return path.with_suffix(".py")
    return None
