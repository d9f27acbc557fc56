"""Builds, writes and reads the JSON manifest embedded in the bundle (`dossier.manifest/1`).

Reading takes the bytes of the JSON; extracting them from the PDF is done in `bind/readback.py`.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 — typed_json looks at it
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dossier.model import Audience, Manifest, ManifestEntry, PageRange
from dossier.state import typed_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.bind.page_order import BindInput, Layout, Volume

SCHEMA: Final = "dossier.manifest/1"
FILE_NAME: Final = "dossier-manifest.json"
_MOST_PAGES: Final = 1_000_000
"""Pages of a dossier; a manifest that tells of more is not one of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The manifest and what only a check of the bundle needs.

    `disk_paths`: files whose name on disk is spelt otherwise than their path; `ignored`: entries of the evidence tree
    that were left out on purpose; `own_pages`: page number ─► SHA-256 of the content that we drew there. A dossier in
    volumes names all `files`, this one's `number` among them, the `runs` of page numbers in it, and in `homes` the
    number of the volume that each section starts in. `owner` says of which office and which plan it is.
    """

    manifest: Manifest
    disk_paths: Mapping[str, str]
    ignored: tuple[str, ...]
    own_pages: Mapping[int, str]
    owner: Mapping[str, object] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    number: int = 1
    runs: tuple[PageRange, ...] = ()
    homes: Mapping[str, int] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The page number of every page of this file, in file order."""
        runs = self.runs or (PageRange(first=1, count=self.manifest.page_count),)
        return tuple(number for run in runs for number in range(run.first, run.last + 1))

    @property
    def volume_words(self) -> str:
        """What each page says of its volume; nothing where there is one file."""
        return f"Jilid {self.number} dari {len(self.files)}" if self.files else ""

    def file_of(self, entry: ManifestEntry) -> str | None:
        """Return the other volume that a section starts in, or None where it starts in this one."""
        if not self.files or self.homes[entry.key] == self.number:
            return None
        return self.files[self.homes[entry.key] - 1]


_FOR: Final = {Audience.TPI: "", Audience.TPN: ", untuk TPN", Audience.STAF: ", kertas kerja staf"}
"""Audience ─► what tells its dossier from the others in the title."""


def title_of(source: BindInput) -> str:
    """Return the bundle's title."""
    about = f"{source.subject}: " if source.subject else ""
    return f"{about}Dossier {source.assessment.plan.title} Tahun {source.assessment.plan.year}{_FOR[source.audience]}"


def describe(source: BindInput, layout: Layout) -> Manifest:
    """Return the manifest of a bundle with this layout, in the order of its sections."""
    parts = {part.file.path: part for part in source.assessment.parts}
    entries = []
    for section in source.outline.walk():
        part = parts.get(section.path) if section.path is not None else None
        entries.append(
            ManifestEntry(
                key=section.key,
                title=section.title,
                stamp=layout.stamp_of(section),
                pages=layout.pages[section.key],
                path=section.path,
                sha256=part.file.sha256 if part else None,
                media=part.file.media.value if part else None,
                size=part.file.size if part else None,
                engine=part.engine if part else None,
                shares=section.key in layout.sharing,
            )
        )
    return Manifest(
        title=title_of(source),
        as_of=source.assessment.as_of,
        page_count=layout.total,
        entries=tuple(entries),
        audience=source.audience,
    )


def record(source: BindInput, manifest: Manifest, own_pages: Mapping[int, str], volume: Volume) -> Record:
    """Return the manifest with what a check needs besides."""
    bound = {entry.path for entry in manifest.entries}
    scan = source.assessment.scan
    left_out = [file.path for file in scan.files if file.path not in bound]
    return Record(
        manifest=manifest,
        disk_paths={file.path: file.disk_path for file in scan.files if file.disk_path != file.path},
        ignored=tuple(sorted({*left_out, *(entry.path for entry in scan.ignored)})),
        own_pages=own_pages,
        owner=source.assessment.whose.shape(),
        files=volume.files,
        number=volume.number,
        runs=volume.runs() if volume.files else (),
        homes={key: _home(volume, key) for key in volume.layout.pages} if volume.files else {},
    )


def _home(volume: Volume, key: str) -> int:
    other = volume.elsewhere.get(key)
    return volume.number if other is None else volume.files.index(other) + 1


def to_json(written: Record) -> bytes:
    """Return the manifest as JSON in ASCII: names that are no Unicode stay readable as escapes."""
    manifest = written.manifest
    data: dict[str, object] = {
        "schema": SCHEMA,
        "title": manifest.title,
        "as_of": manifest.as_of.isoformat(),
        "audience": manifest.audience.value,
        "page_count": manifest.page_count,
        "entries": [_entry_json(entry) for entry in manifest.entries],
        "ignored": list(written.ignored),
        "disk_paths": dict(sorted(written.disk_paths.items())),
        "own_pages": {str(number): digest for number, digest in sorted(written.own_pages.items())},
        **written.owner,
    }
    if written.files:
        data["volume"] = {
            "number": written.number,
            "files": list(written.files),
            "runs": [[run.first, run.count] for run in written.runs],
            "homes": dict(sorted(written.homes.items())),
        }
    return json.dumps(data, ensure_ascii=True, indent=1).encode("ascii")


def _entry_json(entry: ManifestEntry) -> dict[str, object]:
    data: dict[str, object] = {
        "key": entry.key,
        "title": entry.title,
        "stamp": entry.stamp,
        "first_page": entry.pages.first,
        "pages": entry.pages.count,
    }
    if entry.path is not None:
        data |= {
            "path": entry.path,
            "sha256": entry.sha256,
            "size": entry.size,
            "media": entry.media,
            "engine": entry.engine,
        }
    if entry.shares:
        data["shares_page"] = True
    return data


def from_json(data: bytes) -> Record:
    """Read a manifest back.

    Raises:
        ValueError: it is no JSON, of another schema, or lacks something.
    """
    shape = typed_json.parse(data, _ManifestJson)
    if shape.schema != SCHEMA:
        raise ValueError(f"schema {shape.schema!r}")
    record = Record(
        manifest=Manifest(
            title=shape.title,
            as_of=shape.as_of,
            page_count=shape.page_count,
            audience=shape.audience,
            entries=tuple(map(_entry, shape.entries)),
        ),
        disk_paths=shape.disk_paths,
        ignored=shape.ignored,
        own_pages={int(number): digest for number, digest in shape.own_pages.items()},
    )
    volume = shape.volume
    if volume is None:
        return record
    runs = tuple(PageRange(first=first, count=count) for first, count in volume.runs)
    return replace(record, files=volume.files, number=volume.number, runs=runs, homes=volume.homes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _EntryJson:
    """One entry, as its JSON has it."""

    key: str
    title: str
    stamp: str
    first_page: int
    pages: int
    path: str | None = None
    sha256: str | None = None
    size: int | None = None
    media: str | None = None
    engine: str | None = None
    shares_page: bool = False

    def __post_init__(self) -> None:
        """Refuse an evidence file of which something is not told."""
        if self.path is not None and None in (self.sha256, self.size, self.media, self.engine):
            raise ValueError(f"{self.key!r} lacks something")


@dataclass(frozen=True, slots=True, kw_only=True)
class _VolumeJson:
    """What a manifest says of its volume, as its JSON has it; `runs` are first page and count."""

    files: tuple[str, ...]
    number: int
    runs: tuple[tuple[int, int], ...]
    homes: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _ManifestJson:
    """A manifest, as its JSON has it."""

    schema: str
    title: str
    as_of: dt.date
    page_count: int
    entries: tuple[_EntryJson, ...]
    disk_paths: dict[str, str]
    ignored: tuple[str, ...]
    own_pages: dict[str, str]
    audience: Audience = Audience.TPI
    volume: _VolumeJson | None = None

    def __post_init__(self) -> None:
        """Refuse page numbers beyond the dossier, and sections in volumes that are not there."""
        places = [(entry.first_page, entry.pages) for entry in self.entries]
        homes: set[int] = set()
        files = 0
        if self.volume is not None:
            files, homes = len(self.volume.files), set(self.volume.homes.values())
            places += self.volume.runs
            if any(entry.key not in self.volume.homes for entry in self.entries):
                raise ValueError("a section is in no volume")
        if not 0 < self.page_count <= _MOST_PAGES:
            raise ValueError("no such number of pages")
        if any(first < 1 or count < 0 or first + count - 1 > self.page_count for first, count in places):
            raise ValueError("a page beyond the dossier")
        if not all(0 < home <= files for home in homes):
            raise ValueError("a volume beyond the dossier")


def _entry(shape: _EntryJson) -> ManifestEntry:
    bound = shape.path is not None
    return ManifestEntry(
        key=shape.key,
        title=shape.title,
        stamp=shape.stamp,
        pages=PageRange(first=shape.first_page, count=shape.pages),
        path=shape.path,
        sha256=shape.sha256 if bound else None,
        size=shape.size if bound else None,
        media=shape.media if bound else None,
        engine=shape.engine if bound else None,
        shares=shape.shares_page,
    )
