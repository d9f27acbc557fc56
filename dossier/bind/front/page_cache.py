"""Keeps drawn pages between builds, keyed by the digest of everything drawn. A damaged entry counts as none."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.bind.bind_input import OwnPages
from dossier.model import PageRange
from dossier.state import files
from dossier.state.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.bind.front.paginate import DrawnSection

_SCHEMA: Final = "dossier.halaman/3"


@dataclass(frozen=True, slots=True)
class _PageFacts:
    """Where the sections start in the PDF, and how many rows were cut from each."""

    ranges: tuple[tuple[str, tuple[int, int]], ...]
    left_out: dict[str, int]


class KeptPages:
    """Drawn pages in a store, one entry for what is drawn together."""

    def __init__(self, folder: Path, version: str, *, fresh: bool = False) -> None:
        """Use `folder`, which is made when needed.

        `version` stands for the code, libraries and fonts that draw; `fresh` looks up only what was drawn since.
        """
        self.folder = folder
        self.version = version
        self.fresh = fresh
        self._store = Store(folder, _SCHEMA)
        self._used: set[str] = set()

    def key(self, drawings: Sequence[DrawnSection]) -> str:
        """Return the cache key of drawings: the digest of a pickle of every text, size and colour in them.

        Equal drawings may get different keys (where they share an object and the others do not), and are then drawn.
        """
        digest = hashlib.sha256(self.version.encode())
        digest.update(pickle.dumps(drawings, protocol=5))
        return digest.hexdigest()

    def recall(self, key: str) -> OwnPages | None:
        """Return the pages cached under this key, or None where they are absent or damaged."""
        if self.fresh and key not in self._used:
            return None
        facts = self._store.get(key, "", _PageFacts)
        if facts is None:
            return None
        self._used.add(key)
        ranges = {name: PageRange(first=first, count=count) for name, (first, count) in facts.ranges}
        pdf = self._store.paths(key, "").blob.read_bytes()
        return OwnPages(pdfs=(pdf,), ranges=ranges, left_out=facts.left_out)

    def keep(self, key: str, own: OwnPages) -> None:
        """Keep pages that were drawn as one PDF.

        Raises:
            OutputError: the folder cannot be written.
        """
        (pdf,) = own.pdfs
        facts = {
            "left_out": dict(own.left_out),
            "ranges": [(name, (pages.first, pages.count)) for name, pages in own.ranges.items()],
        }
        with files.explained(self.folder):
            self._store.put(key, "", facts, pdf)
        self._used.add(key)

    def tidy(self) -> None:
        """Remove what this build did not use: pages of another day or order of files, and what a kill left behind."""
        if self._used:
            self._store.retain([self._store.paths(key, "") for key in self._used])
