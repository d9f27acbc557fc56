"""The kinds of files that are known, as data: `media.csv` beside this module, and those of installed extensions.

A file of kinds is UTF-8 CSV with a header row, one kind a row:

- `medium`: the kind's name, as JSON and the register have it. A further row of the same name adds signatures.
- `words`: what the content is called, for people; `noun`: the same without the format ("gambar").
- `endings`: what names of such files end in, with the dot, separated by `|`.
- `magic`: what the file begins with, in hexadecimal digits, separated by `|`. An extension's kind without it is taken
  by its ending, where the content says no more than text, archive or unknown.

An extension names its file by an entry point of the group `dossier.media`, as `package:media.csv`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.model import Media
from dossier.state import entry_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.state.entry_points import EntryPoint

_BUILT_IN: Final = Path(__file__).with_name("media.csv")
_VAGUE: Final = frozenset({Media.TEXT, Media.CSV, Media.ZIP, Media.UNKNOWN})
"""What a content is that says little of its kind."""


@dataclass(slots=True)
class KindTable:
    """Kinds by what tells them: signature ─► kind and words, ending ─► kind; and what each is called."""

    magics: list[tuple[bytes, Media, str]] = field(default_factory=list)
    endings: dict[str, Media] = field(default_factory=dict)
    words: dict[Media, str] = field(default_factory=dict)
    nouns: dict[Media, str] = field(default_factory=dict)
    named: set[Media] = field(default_factory=set)
    """Kinds of extensions that only their ending tells."""

    def add(self, rows: Iterable[Mapping[str, str]], *, own: bool = False) -> None:
        """Take rows of a file; what is known already stays as it is.

        Raises:
            ValueError: a name is no name of a kind, or a signature is not in hexadecimal digits.
            KeyError: a column is missing.
        """
        for row in rows:
            media = Media.named(row["medium"])
            words = row["words"] if media in self.words else ""
            self.words.setdefault(media, row["words"])
            self.nouns.setdefault(media, row["noun"])
            self.magics += [(bytes.fromhex(each), media, words) for each in _listed(row["magic"])]
            for ending in _listed(row["endings"]):
                self.endings.setdefault(ending, media)
            if own and not row["magic"]:
                self.named.add(media)

    def starting(self, head: bytes) -> tuple[Media, str] | None:
        """Return the kind, and its words where they are not the usual ones, of a content by how it begins."""
        return next(((media, words) for magic, media, words in self.magics if head.startswith(magic)), None)

    def by_name(self, found: Media, ending: str) -> Media | None:
        """Return the extension's kind of this ending, where the content says no more than `found`."""
        media = self.endings.get(ending)
        return media if found in _VAGUE and media in self.named else None


def _listed(cell: str) -> list[str]:
    return [item for item in cell.split("|") if item]


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file of kinds.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no UTF-8.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, restval=""))


def _built_in() -> KindTable:
    table = KindTable()
    table.add(read(_BUILT_IN))
    return table


BUILT_IN: Final = _built_in()
"""What the program itself knows."""


@cache
def installed() -> KindTable:
    """Return the kinds of installed extensions; a file that cannot be used brings none (`trouble_with` says so)."""
    table = KindTable()
    for entry in entry_points.installed(entry_points.MEDIA):
        if trouble_with(entry) is None:
            table.add(read(_file_of(entry)), own=True)
    return table


def trouble_with(entry: EntryPoint) -> str | None:
    """Return why an extension's kinds cannot be used, or None."""
    try:
        KindTable().add(read(_file_of(entry)), own=True)
    except (OSError, ValueError, KeyError) as error:
        return f"{entry.attribute}: {error}"
    return None


def _file_of(entry: EntryPoint) -> Path:
    if entry.folder is None:
        raise FileNotFoundError(f"modul {entry.module} tidak ada")
    return entry.folder / entry.attribute


def expected_of(ending: str) -> Media | None:
    """Return what a file of this ending should be, or None where the ending says nothing."""
    return BUILT_IN.endings.get(ending) or installed().endings.get(ending)


def words_of(media: Media) -> str:
    """Return what a content of this kind is called, for people."""
    return BUILT_IN.words.get(media) or installed().words.get(media) or media.value


def noun_of(media: Media) -> str:
    """Return the same without the format: "gambar"."""
    return BUILT_IN.nouns.get(media) or installed().nouns.get(media, "")


def marks() -> str:
    """Return what stands for the kinds of extensions, for what is kept between runs; nothing where there are none."""
    return "".join(
        f" {entry.name}={entry_points.code_of(entry)}" for entry in entry_points.installed(entry_points.MEDIA)
    )
