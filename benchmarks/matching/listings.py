"""The labelled listings of `trees/`: reading them and making a Scan of each. Nothing here matches or scores."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from dossier.model import Content, EvidenceFile, Media, Scan

TREES = Path(__file__).resolve().parent / "trees"
PLAN = Path(__file__).resolve().parents[2] / "plan" / "plan.yaml"

# "the name gives no period": a slot would be a guess.
NO_PERIOD = "-"
FAKE_SIZE = 1024
NO_LAYER = "pindaian tanpa lapisan teks"

MEDIA_OF_ENDING = {
    ".csv": Media.CSV,
    ".doc": Media.DOC,
    ".docx": Media.DOCX,
    ".jpeg": Media.JPEG,
    ".jpg": Media.JPEG,
    ".pdf": Media.PDF,
    ".png": Media.PNG,
    ".pptx": Media.PPTX,
    ".txt": Media.TEXT,
    ".url": Media.LINK,
    ".webloc": Media.LINK,
    ".xls": Media.XLS,
    ".xlsx": Media.XLSX,
    ".zip": Media.ZIP,
}


class Half(StrEnum):
    """Rules may be tuned on one half; the figures that count come from the other."""

    TUNE = "tune"
    HELD = "held"


class Leave(StrEnum):
    """Why a file has no code that must be claimed."""

    NOTHING = ""
    UNPLACED = "unplaced"
    OUTSIDE = "outside"
    AMBIGUOUS = "ambiguous"
    WRONG_YEAR = "wrong-year"
    SPARE = "spare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One labelled file; codes are `INDICATOR.requirement`, `period` None means that no slot is labelled."""

    path: str
    must: tuple[str, ...]
    also: tuple[str, ...]
    period: frozenset[str | None] | None
    leave: Leave
    half: Half
    note: str
    twin: str
    content: str
    content_must: tuple[str, ...]

    @property
    def right(self) -> frozenset[str]:
        """The codes that are right to claim for this file."""
        return frozenset(self.must) | frozenset(self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """One labelled evidence tree; its name is its style."""

    name: str
    rows: tuple[Row, ...]


def half_of(path: str) -> Half:
    """Return the half that a path falls in: even SHA-256 tunes, odd is held back."""
    number = int(hashlib.sha256(path.encode("utf-8")).hexdigest(), 16)
    return Half.TUNE if number % 2 == 0 else Half.HELD


def load_trees(folder: Path = TREES) -> tuple[Tree, ...]:
    """Read every listing of a folder, in order of name."""
    return tuple(Tree(name=path.stem, rows=_read_rows(path)) for path in sorted(folder.glob("*.tsv")))


def scan_of(tree: Tree) -> Scan:
    """Make the Scan that a folder with these files would give; rows with one `twin` share their bytes."""
    files = [
        EvidenceFile(
            path=row.path,
            disk_path=row.path,
            size=FAKE_SIZE,
            sha256=hashlib.sha256((row.twin or row.path).encode("utf-8")).hexdigest(),
            media=MEDIA_OF_ENDING.get(PurePosixPath(row.path).suffix.lower(), Media.UNKNOWN),
        )
        for row in tree.rows
    ]
    return Scan(files=tuple(sorted(files, key=lambda file: file.path)), ignored=())


def _read_rows(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8", newline="") as handle:
        return tuple(_row(fields) for fields in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def _row(fields: dict[str, str]) -> Row:
    return Row(
        path=fields["path"],
        must=_several(fields["must"]),
        also=_several(fields["also"]),
        period=_period(fields["slot"]),
        leave=Leave(fields["leave"]),
        half=Half(fields["half"]),
        note=fields["note"],
        twin=fields["twin"],
        content=fields["content"],
        content_must=_several(fields["content_must"]),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _period(cell: str) -> frozenset[str | None] | None:
    if not cell:
        return None
    return frozenset({None}) if cell == NO_PERIOD else frozenset(_several(cell))


def load_papers(folder: Path) -> tuple[tuple[Tree, dict[str, Content]], ...]:
    """Read the labelled papers of a folder: trees whose names say little, and what their first pages say.

    They come from `*.yaml` (lists of path, text and labels) and from the rows of listings that have a content.
    """
    found = []
    for path in sorted(folder.glob("*.yaml")):
        papers = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows = tuple(_paper(paper) for paper in papers)
        found.append(_with_contents(path.stem, rows))
    for tree in load_trees(folder):
        rows = tuple(replace(row, must=row.content_must, leave=Leave.NOTHING) for row in tree.rows if row.content_must)
        if rows:
            found.append(_with_contents(f"{tree.name} (isi)", rows))
    return tuple(found)


def _paper(fields: dict[str, Any]) -> Row:
    return Row(
        path=fields["path"],
        must=tuple(fields["must"]),
        also=tuple(fields["also"]),
        period=frozenset(fields["slot"]) or None,
        leave=Leave(fields["leave"]),
        half=Half(fields["half"]) if fields.get("half") else half_of(fields["path"]),
        note=fields["note"],
        twin="",
        content=fields["text"],
        content_must=(),
    )


def _with_contents(name: str, rows: tuple[Row, ...]) -> tuple[Tree, dict[str, Content]]:
    tree = Tree(name=name, rows=rows)
    said = {row.path: row.content for row in rows}
    contents = {
        file.sha256: Content(text=said[file.path], problem=None if said[file.path] else NO_LAYER)
        for file in scan_of(tree).files
    }
    return tree, contents
