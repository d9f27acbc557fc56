"""Where the evidence stands in a bundle, by its own manifest: read in a limited child, for a bundle is a file too."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — values of the dataclass
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier._lazy import lazy
from dossier.bind import manifest

with lazy():
    import pypdf

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundFile:
    """Pages of one evidence file in a bundle.

    `sha256` is that of the bytes they were made from; `first` the number on the first page, `position` its place in
    the file from 1; `count` is how many pages there are.
    """

    path: str
    sha256: str
    stamp: str
    first: int
    position: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundPages:
    """What a bundle holds of the evidence, in its order, and the day that it was made for."""

    as_of: dt.date
    files: tuple[BoundFile, ...]


def read_bound_pages(path: Path) -> BoundPages:
    """Return where the evidence stands in a bundle.

    Raises:
        ValueError: it has no manifest of ours.
    """
    with path.open("rb") as stream:
        attached = pypdf.PdfReader(stream).attachments.get(manifest.FILE_NAME)
    if not attached:
        raise ValueError("no manifest")
    written = manifest.from_json(attached[0])
    positions = {number: position for position, number in enumerate(written.numbers, start=1)}
    files = tuple(
        BoundFile(
            path=entry.path,
            sha256=entry.sha256 or "",
            stamp=entry.stamp,
            first=entry.pages.first,
            position=positions[entry.pages.first],
            count=entry.pages.count,
        )
        for entry in written.manifest.entries
        if entry.path is not None and entry.pages.count and entry.pages.first in positions
    )
    return BoundPages(as_of=written.manifest.as_of, files=files)
