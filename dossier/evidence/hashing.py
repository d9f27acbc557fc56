"""Reading one file once: its SHA-256 and what it is. The only place of the scan that opens evidence."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from typing import IO

from dossier.evidence import media
from dossier.evidence.tree_walk import FileStamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read of a file, and the stamp it had meanwhile; `steady` is False when it changed all the time."""

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
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
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
