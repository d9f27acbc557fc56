"""The only store of what can be made again: entries that carry their schema, what they were made of, and a seal.

An entry that is damaged, of another schema (older or newer), or of another content or recipe counts as not there.

A *source* is the SHA-256 of what an entry was made of. A *recipe* is a line of words that says everything else that it
depends on: the name of the way, `kode=DIGEST` of the code (`state/code_digest.py`), `library=version`, the settings.

A file that belongs to an entry is hashed when it is first used again, and then known by its stamp (size, times, inode):
a build that looks nothing up (`--paksa`) makes it anew.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from dossier.state import files, fingerprint, typed_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

T = TypeVar("T")

_RECIPE_DIGITS: Final = 12
SHARED_MARK: Final = "BACA-SAYA.txt"
"""The file in the root of a store that several workspaces share: nobody removes there what another may be reading."""


def keep(path: Path, schema: str, facts: Mapping[str, object], *, durable: bool = False) -> None:
    """Write one sealed entry.

    Raises:
        OSError: it cannot be written.
    """
    files.write(path, typed_json.sealed({"schema": schema, **facts}).encode("ascii"), durable=durable)


def recall(path: Path, shape: type[T], schema: str) -> T | None:
    """Return what `keep` wrote, or None."""
    try:
        return typed_json.unsealed(path.read_bytes(), shape, schema)
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class EntryPaths:
    """Where one entry is, or would be: its facts, and the file that belongs to them."""

    facts: Path
    blob: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Origin:
    """What an entry of any schema says of itself."""

    source: str
    recipe: str
    blob_sha256: str = ""
    blob_stamp: tuple[int, ...] = ()


class Store:
    """A folder of entries by source and recipe: `<aa>/<source>-<recipe>.json`, some with a file beside it."""

    def __init__(self, root: Path, schema: str, *, ending: str = ".pdf") -> None:
        """Use `root`, which is made with the first entry; `ending` is that of the files."""
        self.root = root
        self.schema = schema
        self.ending = ending

    def paths(self, source: str, recipe: str) -> EntryPaths:
        """Return the place of an entry."""
        start = f"{self.root}/{source[:2]}/{source}-{_recipe_name(recipe)}"
        return EntryPaths(Path(f"{start}.json"), Path(f"{start}{self.ending}"))

    def get(self, source: str, recipe: str, shape: type[T]) -> T | None:
        """Return the facts of an entry, or None; where a file belongs to it, that file is there as it was kept."""
        paths = self.paths(source, recipe)
        key = recall(paths.facts, _Origin, self.schema)
        if key is None or (key.source, key.recipe) != (source, recipe):
            return None
        if key.blob_sha256 and not self._is_whole(paths, key):
            return None
        return recall(paths.facts, shape, self.schema)

    def _is_whole(self, paths: EntryPaths, key: _Origin) -> bool:
        """Return whether the file of an entry is what was kept: by its stamp, or by its bytes, which gives it one."""
        try:
            stamp = fingerprint.file_stamp(paths.blob)
            if stamp == list(key.blob_stamp):
                return True
            if files.sha256_of(paths.blob) != key.blob_sha256:
                return False
        except OSError:
            return False
        if max(stamp[1:3]) < self._now - fingerprint.RACY_NANOSECONDS:
            with suppress(OSError):  # what others keep may be read only
                facts = typed_json.intact(paths.facts.read_bytes(), self.schema)
                if facts is not None:
                    keep(paths.facts, self.schema, {**facts, "blob_stamp": stamp})
        return True

    @cached_property
    def _now(self) -> int:
        """The time of the file system before the first file was hashed; 0, which trusts no stamp, where none tells."""
        try:
            return files.file_time(self.root)
        except OSError:
            return 0

    def put(self, source: str, recipe: str, facts: Mapping[str, object], blob: Path | bytes | None = None) -> None:
        """Keep an entry, and remove those that other code or other libraries made of the same source the same way.

        In a store that workspaces share nothing is removed: a build with other code may be binding it at this moment.

        Args:
            source: see the module.
            recipe: see the module.
            facts: JSON values.
            blob: the file that belongs to them; a path, on the same file system, is moved in. The facts follow it.

        Raises:
            OSError: it cannot be written.
        """
        paths = self.paths(source, recipe)
        digest = ""
        if isinstance(blob, bytes):
            digest = hashlib.sha256(blob).hexdigest()
            files.write(paths.blob, blob)
        elif blob is not None:
            digest = files.sha256_of(blob)
            paths.blob.parent.mkdir(parents=True, exist_ok=True)
            files.move(blob, paths.blob)
        keep(paths.facts, self.schema, {"source": source, "recipe": recipe, "blob_sha256": digest, **facts})
        if (self.root / SHARED_MARK).exists():
            return
        for other, known in self._others(source, paths):
            if _way(known) == _way(recipe):
                other.facts.unlink(missing_ok=True)
                other.blob.unlink(missing_ok=True)

    def others(self, source: str, recipe: str) -> Iterator[tuple[EntryPaths, str]]:
        """Yield what is kept of a source under other recipes, in any schema: place and recipe."""
        yield from self._others(source, self.paths(source, recipe))

    def _others(self, source: str, paths: EntryPaths) -> Iterator[tuple[EntryPaths, str]]:
        folder, start = paths.facts.parent, f"{source}-"
        try:
            names = os.listdir(folder)  # noqa: PTH208 — a path for each of many names is slow
        except FileNotFoundError:
            return
        for name in sorted(name for name in names if name.startswith(start) and name.endswith(".json")):
            if name != paths.facts.name and (key := typed_json.read(folder / name, _Origin)) is not None:
                facts = folder / name
                yield EntryPaths(facts, facts.with_suffix(self.ending)), key.recipe

    def retain(self, used: Collection[EntryPaths]) -> None:
        """Remove everything but these entries, also what a kill left unfinished."""
        stays = {path for paths in used for path in (paths.facts, paths.blob)}
        for path in self.root.rglob("*"):
            if path not in stays and not path.is_dir():
                path.unlink(missing_ok=True)
        for folder in sorted(self.root.rglob("*"), reverse=True):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


@lru_cache(maxsize=256)
def _recipe_name(recipe: str) -> str:
    """Return a recipe as a part of a file's name: it names engines and versions and must not become a path."""
    return hashlib.sha256(recipe.encode()).hexdigest()[:_RECIPE_DIGITS]


def _way(recipe: str) -> list[str]:
    """Return what of a recipe says nothing of code and libraries: its name, and the settings."""
    words = recipe.split(" ")
    return [words[0].partition("/")[0], *(word for word in words[1:] if "=" not in word)]
