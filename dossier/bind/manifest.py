"""What the bundle says of itself, as JSON inside the PDF (`dossier.manifest/1`): made, written and read here.

Reading takes the bytes of the JSON; how they come out of the PDF is the business of `readback`.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypedDict

from dossier.model import Manifest, ManifestEntry, PageRange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.bind.layout import Layout, Volume
    from dossier.bind.source import BindInput

SCHEMA: Final = "dossier.manifest/1"
FILE_NAME: Final = "dossier-manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The manifest and what only a check of the bundle needs.

    `disk_paths`: files whose name on disk is spelt otherwise than their path; `ignored`: entries of the evidence tree
    that were left out on purpose; `own_pages`: page number ─► SHA-256 of the content that we drew there. A dossier in
    volumes names all `files`, this one's `number` among them, the `runs` of page numbers in it, and in `homes` the
    number of the volume that each section starts in.
    """

    manifest: Manifest
    disk_paths: Mapping[str, str]
    ignored: tuple[str, ...]
    own_pages: Mapping[int, str]
    files: tuple[str, ...] = ()
    number: int = 1
    runs: tuple[PageRange, ...] = ()
    homes: Mapping[str, int] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The page number of every page of this file, in file order."""
        runs = self.runs or (PageRange(first=1, count=self.manifest.page_count),)
        return tuple(number for run in runs for number in range(run.first, run.last + 1))

    def file_of(self, entry: ManifestEntry) -> str | None:
        """Return the other volume that a section starts in, or None where it starts in this one."""
        if not self.files or self.homes[entry.key] == self.number:
            return None
        return self.files[self.homes[entry.key] - 1]


def title_of(source: BindInput) -> str:
    """Return the bundle's title."""
    about = f"{source.subject}: " if source.subject else ""
    return f"{about}Dossier {source.plan.title} Tahun {source.plan.year}"


def describe(source: BindInput, layout: Layout) -> Manifest:
    """Return the manifest of a bundle with this layout, in the order of its sections."""
    parts = {part.file.path: part for part in source.parts}
    entries = []
    for section in source.outline.walk():
        part = parts.get(section.path) if section.path is not None else None
        entries.append(
            ManifestEntry(
                key=section.key,
                title=section.title,
                stamp=section.printed_stamp,
                pages=layout.pages[section.key],
                path=section.path,
                sha256=part.file.sha256 if part else None,
                media=part.file.media.value if part else None,
                size=part.file.size if part else None,
                engine=part.engine if part else None,
                shares=section.key in layout.sharing,
            )
        )
    return Manifest(title=title_of(source), as_of=source.as_of, page_count=layout.total, entries=tuple(entries))


def record(source: BindInput, manifest: Manifest, own_pages: Mapping[int, str], volume: Volume) -> Record:
    """Return the manifest with what a check needs besides."""
    bound = {entry.path for entry in manifest.entries}
    left_out = [file.path for file in source.scan.files if file.path not in bound]
    return Record(
        manifest=manifest,
        disk_paths={file.path: file.disk_path for file in source.scan.files if file.disk_path != file.path},
        ignored=tuple(sorted({*left_out, *(entry.path for entry in source.scan.ignored)})),
        own_pages=own_pages,
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
    data = {
        "schema": SCHEMA,
        "title": manifest.title,
        "as_of": manifest.as_of.isoformat(),
        "page_count": manifest.page_count,
        "entries": [_entry_json(entry) for entry in manifest.entries],
        "ignored": list(written.ignored),
        "disk_paths": dict(sorted(written.disk_paths.items())),
        "own_pages": {str(number): digest for number, digest in sorted(written.own_pages.items())},
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
    try:
        return _record(_mapping(json.loads(data)))
    except (KeyError, RecursionError) as error:
        raise ValueError(f"no manifest: {error}") from error


def _record(data: Mapping[str, object]) -> Record:
    if data["schema"] != SCHEMA:
        raise ValueError(f"schema {data['schema']!r}")
    return Record(
        manifest=Manifest(
            title=_text(data["title"]),
            as_of=dt.date.fromisoformat(_text(data["as_of"])),
            page_count=_number(data["page_count"]),
            entries=tuple(_entry(_mapping(item)) for item in _list(data["entries"])),
        ),
        disk_paths={path: _text(disk_path) for path, disk_path in _mapping(data["disk_paths"]).items()},
        ignored=tuple(_text(item) for item in _list(data["ignored"])),
        own_pages={int(number): _text(digest) for number, digest in _mapping(data["own_pages"]).items()},
        **_volume(_mapping(data.get("volume", {}))),
    )


class _VolumeKeys(TypedDict, total=False):
    files: tuple[str, ...]
    number: int
    runs: tuple[PageRange, ...]
    homes: Mapping[str, int]


def _volume(data: Mapping[str, object]) -> _VolumeKeys:
    if not data:
        return {}
    return {
        "files": tuple(_text(name) for name in _list(data["files"])),
        "number": _number(data["number"]),
        "runs": tuple(_run(_list(run)) for run in _list(data["runs"])),
        "homes": {key: _number(home) for key, home in _mapping(data["homes"]).items()},
    }


def _run(pair: list[object]) -> PageRange:
    first, count = pair
    return PageRange(first=_number(first), count=_number(count))


def _entry(item: Mapping[str, object]) -> ManifestEntry:
    bound = "path" in item
    return ManifestEntry(
        key=_text(item["key"]),
        title=_text(item["title"]),
        stamp=_text(item["stamp"]),
        pages=PageRange(first=_number(item["first_page"]), count=_number(item["pages"])),
        path=_text(item["path"]) if bound else None,
        sha256=_text(item["sha256"]) if bound else None,
        size=_number(item["size"]) if bound else None,
        media=_text(item["media"]) if bound else None,
        engine=_text(item["engine"]) if bound else None,
        shares=item.get("shares_page") is True,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"text expected, not {value!r}")  # noqa: TRY004 — one error for every fault of the data
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise ValueError(f"number expected, not {value!r}")  # noqa: TRY004 — likewise
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"list expected, not {value!r}")  # noqa: TRY004 — likewise
    return value


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"object expected, not {value!r}")  # noqa: TRY004 — likewise
    return value
