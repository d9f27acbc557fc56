"""Copies the plan and evidence of a unit from an address (S3, WebDAV, …) into a local mirror: only what has changed.

fsspec speaks to the source; who may read it is asked of the surroundings (its own variables and files), never written
in a list. Names from a source are hostile: what could lie outside of the mirror is left out and told.
"""

from __future__ import annotations

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.errors import DossierError, EngineError, ExitCode
from dossier.state import files, store

with lazy():
    import fsspec


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from fsspec import AbstractFileSystem

    from dossier.fleet.unit_list import FleetUnit

_FOLDERS: Final = ("plan", "evidence", "templates_docx")
"""What of a workspace is copied: never its output."""
_SCHEMA: Final = "dossier.source-mirror/1"
_RACY: Final = 2.0
"""Seconds: what was changed so shortly before it was listed may be changed again with the same time."""
FULL_DAYS: Final = 7
"""Days after which everything is fetched and compared, whatever the source says of it."""
MOST_FILES: Final = 200_000
MOST_BYTES: Final = 200 << 30
"""Of one unit."""
_BLOCK: Final = 1 << 20
_AT_A_TIME: Final = 4
"""Sources that are read at the same time: they wait for the network."""
_TAGS: Final = ("ETag", "etag", "e_tag", "md5Hash", "md5", "checksum")
_TIMES: Final = ("LastModified", "last_modified", "modified", "mtime", "updated", "timeModified", "created")


class SourceError(DossierError):
    """A source cannot be used; `message` never holds what gives access to it."""

    exit_code = ExitCode.EVIDENCE


@dataclass(frozen=True, slots=True)
class _KnownFile:
    """What is known of a file of the mirror: how its source named its state, and size and time of our copy."""

    tag: str
    size: int
    mtime: int


@dataclass(frozen=True, slots=True)
class _MirrorState:
    """What a mirror was made of: the address, the day on which everything was compared, and each file."""

    address: str = ""
    compared: str = ""
    files: dict[str, _KnownFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirrored:
    """What was done: files fetched, files that went, files that are there, and names that were refused."""

    fetched: int
    removed: int
    total: int
    refused: tuple[str, ...] = ()


def mirror(address: str, folder: Path, today: dt.date, *, whole: bool = False) -> Mirrored:
    """Make `folder` what is at the address; files that have not changed are not fetched.

    Args:
        address: of a workspace, allowed by `source_address`.
        folder: the mirror; what lies there beside the plan, the evidence and the templates stays.
        today: for the comparison of everything every `FULL_DAYS` days.
        whole: fetch and compare everything now.

    Raises:
        SourceError: the source cannot be reached, holds no plan, or too much. The mirror stays usable.
        OutputError: the mirror cannot be written.
        EngineError: what speaks to such a source is not installed.
    """
    place = folder.with_name(f"{folder.name}.cermin.json")
    before = store.recall(place, _MirrorState, _SCHEMA) or _MirrorState()
    if before.address != address:
        before = _MirrorState()
    is_full = whole or _is_old(before.compared, today)
    system, root = _opened(address)
    with _explained(address):
        system.invalidate_cache()
        listed = time.time()
        entries = dict(_entries(system, root))
    _require_plan(address, entries)
    with files.explained(folder):
        run = _Copying(system, folder, before, listed=listed, is_full=is_full)
        run.take(address, entries)
        removed = run.remove_others(set(entries))
        compared = today.isoformat() if is_full else before.compared
        shape = {name: {"tag": e.tag, "size": e.size, "mtime": e.mtime} for name, e in sorted(run.known.items())}
        store.keep(place, _SCHEMA, {"address": address, "compared": compared, "files": shape})
    return Mirrored(fetched=run.fetched, removed=removed, total=len(run.known), refused=tuple(run.refused))


def _is_old(compared: str, today: dt.date) -> bool:
    try:
        return (today - dt.date.fromisoformat(compared)).days >= FULL_DAYS
    except ValueError:
        return True


def _opened(address: str) -> tuple[AbstractFileSystem, str]:
    """Return what speaks to the source, and the path of the workspace there."""
    protocol, _, place = address.partition("://")
    try:
        if protocol in {"webdav", "webdavs"}:
            # Its file system is made for one base address; who may read is in fsspec's own configuration.
            return fsspec.filesystem("webdav", base_url=f"https://{place}"), ""
        system, root = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise EngineError(
            f"Alamat {protocol}:// memerlukan paket tambahan yang tidak terpasang.",
            hint="Pasang fsspec dan pasangannya (s3fs untuk s3://, webdav4[fsspec] untuk webdav://), atau pasang "
            "sumbernya sebagai folder.",
        ) from error
    except Exception as error:
        raise _unreachable(address, error) from error
    return system, root


@contextmanager
def _explained(address: str) -> Iterator[None]:
    """Turn every failure of a source into a SourceError: its libraries raise errors of their own kinds."""
    try:
        yield
    except DossierError:
        raise
    except Exception as error:
        raise _unreachable(address, error) from error


def _unreachable(address: str, error: Exception) -> SourceError:
    protocol = address.partition("://")[0]
    return SourceError(
        f"Sumber {protocol}:// tidak dapat dibaca ({type(error).__name__}).",
        hint="Periksa alamat, jaringan, dan hak baca di tempat armada dijalankan; salinan terakhir tetap ada.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _SourceFile:
    """One file of a source: its path there, its size where told, its tag, and when it was changed where told."""

    path: str
    size: int | None
    tag: str
    changed: float | None


def _entries(system: AbstractFileSystem, root: str) -> Iterator[tuple[str, _SourceFile]]:
    """Yield the files of the workspace by their path in it."""
    start = root.strip("/")
    total = 0
    number = 0
    for name in _FOLDERS:
        top = f"{root.rstrip('/')}/{name}" if root else name
        if not system.exists(top):
            continue
        for path, facts in system.find(top, detail=True).items():
            if facts.get("type") != "file" or facts.get("islink"):
                continue
            inner = path.strip("/").removeprefix(start).lstrip("/")
            size = facts.get("size")
            number, total = number + 1, total + (size if isinstance(size, int) else 0)
            if number > MOST_FILES or total > MOST_BYTES:
                raise SourceError(
                    f"Sumber memuat lebih dari {MOST_FILES} berkas atau {MOST_BYTES >> 30} GB.",
                    hint="Periksa alamatnya: yang dimaksud adalah folder kerja satu unit.",
                )
            yield inner, _source_file(path, facts)


def _source_file(path: str, facts: Mapping[str, object]) -> _SourceFile:
    tag = next((str(facts[key]) for key in _TAGS if facts.get(key)), "")
    changed = next((facts[key] for key in _TIMES if facts.get(key)), None)
    size = facts.get("size")
    whole = f"{tag}|{changed}" if tag or changed else ""
    return _SourceFile(path=path, size=size if isinstance(size, int) else None, tag=whole, changed=_seconds(changed))


def _seconds(value: object) -> float | None:
    """Return a time in seconds since 1970, None where it is told in no known way."""
    if isinstance(value, dt.datetime):
        return value.timestamp()
    return float(value) if isinstance(value, int | float) else None


def _require_plan(address: str, entries: Mapping[str, _SourceFile]) -> None:
    """Refuse a source without a plan: an address that went wrong must not empty the mirror."""
    if "plan/plan.yaml" not in entries:
        protocol = address.partition("://")[0]
        raise SourceError(
            f"Di alamat {protocol}:// itu tidak ada plan/plan.yaml.",
            hint="Periksa alamatnya; salinan terakhir tetap ada.",
        )


class _Copying:
    """One round: what is fetched, and what is known afterwards."""

    def __init__(
        self, system: AbstractFileSystem, folder: Path, before: _MirrorState, *, listed: float, is_full: bool
    ) -> None:
        self._system = system
        self._folder = folder
        self._before = before
        self._listed = listed
        self._is_full = is_full
        self.known: dict[str, _KnownFile] = {}
        self.fetched = 0
        self.refused: list[str] = []

    def take(self, address: str, entries: Mapping[str, _SourceFile]) -> None:
        """Fetch what has changed."""
        for name, entry in sorted(entries.items()):
            target = files.inside(self._folder, name)
            if target is None or not name.isprintable():
                self.refused.append(name)
                continue
            if not self._is_same(name, target, entry):
                self._fetch(address, target, entry)
                self.fetched += 1
            stat = target.stat()
            is_racy = entry.changed is not None and entry.changed > self._listed - _RACY
            self.known[name] = _KnownFile("" if is_racy else entry.tag, stat.st_size, stat.st_mtime_ns)

    def _is_same(self, name: str, target: Path, entry: _SourceFile) -> bool:
        known = self._before.files.get(name)
        if self._is_full or known is None or not entry.tag or known.tag != entry.tag:
            return False
        if not files.is_plain_file(target) or (entry.size is not None and entry.size != known.size):
            return False
        stat = target.stat()
        return (stat.st_size, stat.st_mtime_ns) == (known.size, known.mtime)

    def _fetch(self, address: str, target: Path, entry: _SourceFile) -> None:
        """Fetch a file; one with the bytes that are there stays as it is, its time too."""
        if target.is_dir() and not target.is_symlink():
            files.remove(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f"{files.STAGING_PREFIX}cermin")
        try:
            with _explained(address), self._system.open(entry.path, "rb") as source, fresh.open("wb") as copy:
                _copy(source, copy)
            if not (files.is_plain_file(target) and files.sha256_of(target) == files.sha256_of(fresh)):
                files.move(fresh, target)
        finally:
            fresh.unlink(missing_ok=True)

    def remove_others(self, names: set[str]) -> int:
        """Remove what is no longer at the source; return how many files."""
        removed = 0
        for top in (self._folder / name for name in _FOLDERS):
            for path in sorted(top.rglob("*"), reverse=True):
                name = path.relative_to(self._folder).as_posix()
                if path.is_dir() and not path.is_symlink():
                    if not any(path.iterdir()):
                        path.rmdir()
                elif name not in names:
                    path.unlink(missing_ok=True)
                    removed += 1
        return removed


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    total = 0
    while block := source.read(_BLOCK):
        total += len(block)
        if total > MOST_BYTES:
            raise SourceError("Satu berkas di sumber terlalu besar.", hint="Periksa isi alamat itu.")
        target.write(block)


def mirror_units(
    units: Sequence[FleetUnit], today: dt.date, told: Callable[[FleetUnit, Mirrored], None], *, whole: bool = False
) -> dict[str, DossierError]:
    """Bring the mirrors of all units up to date; return why those failed that did, by key.

    Args:
        units: units; those without a source are left as they are.
        today: see `mirror`.
        told: called with each unit whose mirror is up to date, from this thread.
        whole: see `mirror`.
    """
    failed: dict[str, DossierError] = {}
    remote = [unit for unit in units if unit.source]
    with ThreadPoolExecutor(max_workers=_AT_A_TIME) as threads:
        futures = {threads.submit(mirror, unit.source, unit.folder, today, whole=whole): unit for unit in remote}
        for future in as_completed(futures):
            try:
                told(futures[future], future.result())
            except DossierError as error:
                failed[futures[future].key] = error
    return failed
