"""Keeps drawn pages between builds, keyed by the digest of everything drawn. A damaged entry counts as none."""

from __future__ import annotations

import hashlib
import pickle
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.bind.bind_input import OwnPages
from dossier.bind.writer import replacing
from dossier.model import PageRange
from dossier.state import typed_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.bind.front.paginate import DrawnSection

_SCHEMA: Final = "dossier.halaman/2"


@dataclass(frozen=True, slots=True)
class _PageFacts:
    """The first line of a file: the digest of the PDF below it, where the sections start in that, and the rows cut."""

    sha256: str
    ranges: tuple[tuple[str, tuple[int, int]], ...]
    left_out: dict[str, int]


class KeptPages:
    """Cache folder of drawn pages; one PDF for pages that are drawn together."""

    def __init__(self, folder: Path, version: str, *, fresh: bool = False) -> None:
        """Use `folder`, which is made when needed.

        `version` stands for the code, libraries and fonts that draw; `fresh` looks up only what was drawn since.
        """
        self.folder = folder
        self.version = version
        self.fresh = fresh
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
        try:
            head, _, pdf = self._file(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        facts = typed_json.unsealed(head, _PageFacts, _SCHEMA)
        if facts is None or facts.sha256 != hashlib.sha256(pdf).hexdigest():
            return None
        self._used.add(key)
        ranges = {name: PageRange(first=first, count=count) for name, (first, count) in facts.ranges}
        return OwnPages(pdfs=(pdf,), ranges=ranges, left_out=facts.left_out)

    def keep(self, key: str, own: OwnPages) -> None:
        """Keep pages that were drawn as one PDF.

        Raises:
            OutputError: the folder cannot be written.
        """
        (pdf,) = own.pdfs
        facts = {
            "schema": _SCHEMA,
            "sha256": hashlib.sha256(pdf).hexdigest(),
            "left_out": dict(own.left_out),
            "ranges": [(name, (pages.first, pages.count)) for name, pages in own.ranges.items()],
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        with replacing(self._file(key)) as folder:
            written = folder / "halaman"
            written.write_bytes(typed_json.sealed(facts).encode("ascii") + b"\n" + pdf)
            written.replace(self._file(key))
        self._used.add(key)

    def tidy(self) -> None:
        """Remove what this build did not use: pages of another day or order of files, and what a kill left behind."""
        used = {self._file(key) for key in self._used}
        for path in self.folder.iterdir() if used else ():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path not in used:
                path.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.bin"
