"""Computes SHA-256 and media type of files, each read once; cached between runs."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from dossier.evidence import kinds, media
from dossier.evidence.media import DetectedMedia, UnusableContent
from dossier.evidence.tree_walk import FileStamp
from dossier.model import Media
from dossier.state import code_digest, files, store
from dossier.state.files import open_unfollowed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_RECOGNISER = "dossier.evidence.hashing"
"""What decides on the kind of a file; a mended one looks at every file again."""
# A file changed this shortly before a scan may change again without its times showing it (FAT keeps even seconds).
RACY_NANOSECONDS = 2_000_000_000


_SHA256 = re.compile(r"[0-9a-f]{64}")
_Row = tuple[int, int, int, int, str, Media, str, UnusableContent]
"""Size, times of change, inode, SHA-256, kind, and what else was seen."""


@dataclass(frozen=True, slots=True)
class _KeptHashes:
    """The file, as its JSON has it: rows by path on disk."""

    berkas: dict[str, _Row]


@dataclass(slots=True)
class Memory:
    """The hash cache: earlier entries, entries of this run, and the time (ns) from which files are too fresh."""

    known: dict[str, Reading] = field(default_factory=dict)
    kept: dict[str, Reading] = field(default_factory=dict)
    began: int | None = None

    def recall(self, disk_path: str, stamp: FileStamp) -> Reading | None:
        """Return the cached reading of an unchanged file, or None."""
        reading = self.known.get(disk_path)
        return reading if reading is not None and reading.stamp == stamp else None

    def keep(self, disk_path: str, reading: Reading) -> None:
        """Cache a reading, unless the file is so fresh that a later change could leave the stamp unchanged."""
        latest = max(reading.stamp.modified, reading.stamp.changed)
        if reading.steady and self.began is not None and latest < self.began - RACY_NANOSECONDS:
            self.kept[disk_path] = reading


@contextmanager
def remembering(path: Path | None, *, fresh: bool = False) -> Iterator[Memory]:
    """Load the hash cache at `path`; write it back atomically after the block.

    None remembers nothing; `fresh` loads nothing.

    The time of the file system before the scan tells which files may change again unnoticed.

    Raises:
        OSError: the folder cannot be written.
    """
    if path is None:
        yield Memory()
        return
    memory = Memory(known={} if fresh else _load(path), began=files.file_time(path.parent))
    yield memory
    if memory.kept != memory.known:
        store.keep(path, _schema(), {"berkas": _rows(memory.kept)})


def _schema() -> str:
    return f"dossier.sidik/{code_digest.code_digest(_RECOGNISER)}{kinds.marks()}"


def _load(path: Path) -> dict[str, Reading]:
    kept = store.recall(path, _KeptHashes, _schema())
    rows = kept.berkas.items() if kept is not None else ()
    return {disk_path: _reading(row) for disk_path, row in rows if _SHA256.fullmatch(row[4])}


def _reading(row: _Row) -> Reading:
    size, modified, changed, inode, sha256, medium, words, fault = row
    return Reading(
        size=size,
        sha256=sha256,
        content=DetectedMedia(media=medium, words=words, fault=fault),
        stamp=FileStamp(size=size, modified=modified, changed=changed, inode=inode),
    )


def _rows(readings: dict[str, Reading]) -> dict[str, list[int | str]]:
    return {
        disk_path: [
            reading.stamp.size,
            reading.stamp.modified,
            reading.stamp.changed,
            reading.stamp.inode,
            reading.sha256,
            reading.content.media.value,
            reading.content.words,
            reading.content.fault.value,
        ]
        for disk_path, reading in sorted(readings.items())
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Hash and media type of a file with its stamp; `steady` is False when the file changed during both readings."""

    size: int
    sha256: str
    content: media.DetectedMedia
    stamp: FileStamp
    steady: bool = True


def open_regular(path: str) -> IO[bytes]:
    """Open a regular file for reading; neither a link nor a pipe that took its place since it was listed.

    Raises:
        OSError: it cannot be opened, or is no regular file any more.
    """
    handle = open_unfollowed(path)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FileNotFoundError(errno.ENOENT, "no regular file any more", path)
    return open(handle, "rb")  # noqa: PTH123 — a descriptor, not a path


def read(path: str, ending: str) -> Reading:
    """Hash and recognise the file at `path`; a file that changes meanwhile is read a second time.

    Raises:
        OSError: it cannot be opened or read.
    """
    first = _read_once(path, ending)
    return first if first.steady else _read_once(path, ending)


def _read_once(path: str, ending: str) -> Reading:
    with open_regular(path) as stream:
        before = FileStamp.of(os.fstat(stream.fileno()))
        content = media.recognise(stream, before.size, ending)
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # an opened file will do
        size = stream.tell()
        after = FileStamp.of(os.fstat(stream.fileno()))
    return Reading(
        size=size, sha256=digest, content=content, stamp=after, steady=before == after and size == after.size
    )
