"""Seals a written bundle: its identifier, and the SHA-256 of all its other bytes in a comment before its end."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, Self, cast

from dossier.workers import forked_work, processors

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path


SEAL: Final = b"%dossier-sha256 "
"""Opens the comment before `startxref` that holds the SHA-256 of all other bytes of the file."""

_SEAL_LENGTH: Final = len(SEAL) + 64 + 1
_TAIL: Final = 512
_BLOCK: Final = 1 << 18
_LOOK: Final = 0.005
"""Seconds between two looks at how far the file has grown."""
_END: Final = b"startxref"

# What qpdf writes as second file identifier when told to be static; replaced by ours, of the same length.
_STATIC_ID: Final = b"<31415926535897932384626433832795>"


class _Sealed(NamedTuple):
    """The last bytes of a sealed file, where they begin, and the SHA-256 of the whole file."""

    start: int
    tail: bytes
    sha256: str


class Sealing:
    """Hashes a PDF while it is written, in a child process where one can be forked, and seals it at the end.

    The seal is a comment before the last lines with the digest of all other bytes. A second thread gains nothing: qpdf
    holds the interpreter's lock while it writes.
    """

    def __init__(self, file: Path, jobs: int | None = None) -> None:
        """Begin.

        Args:
            file: will be written; it need not be there yet.
            jobs: how many processors may be used, None for all that this process may; without a second one the file
                is hashed when it is written.
        """
        self.file = file
        self._identifier = b""
        self._line, theirs = multiprocessing.Pipe()
        beside = (processors.usable() if jobs is None else jobs) > 1
        self._child = forked_work.begin(partial(_follow, file, theirs, self._line)) if beside else None
        theirs.close()

    def __enter__(self) -> Self:
        """Begin with the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop what is still at work."""
        self._line.close()
        if self._child is not None:
            self._child.end()

    def written(self, identifier: bytes) -> None:
        """Say that the file is written to its end, and which identifier of 16 bytes, made of its content, it gets."""
        self._identifier = identifier
        if self._child is not None:
            with suppress(OSError):  # then it is dead, and hashing is done here
                self._line.send_bytes(identifier)

    def seal(self) -> str:
        """Give the file its identifier and its seal.

        Returns:
            The SHA-256 of the finished file, which would otherwise have to be read once more.

        Raises:
            OSError: it cannot be written, or its end is missing.
        """
        with self.file.open("r+b") as stream:
            made = self._hashed() or _sealed(stream, hashlib.sha256(), 0, self._identifier)
            stream.seek(made.start)
            stream.write(made.tail)
            stream.flush()
            stream.seek(made.start)
            if stream.read() != made.tail:
                raise OSError("segel tidak tertulis utuh")
        return made.sha256

    def _hashed(self) -> _Sealed | None:
        """Return what the child made; None where there is none, or it failed: then it fails here too, and is told."""
        if self._child is None:
            return None
        with suppress(EOFError, OSError):
            done, made = self._child.result()
            return cast("_Sealed", made) if done else None
        return None


def _follow(file: Path, line: Connection, other: Connection) -> _Sealed:
    """Be the child: hash a file that grows, until `line` says which identifier it gets.

    Raises:
        OSError, EOFError: it cannot be read, or nobody asks any more.
    """
    other.close()
    while not file.exists():
        if line.poll(_LOOK):
            break
    with file.open("rb") as stream:
        digest, at = hashlib.sha256(), 0
        while not line.poll(_LOOK):
            at = _add(digest, stream, at, os.fstat(stream.fileno()).st_size - _TAIL)
        return _sealed(stream, digest, at, line.recv_bytes())


def _sealed(stream: BinaryIO, digest: hashlib._Hash, at: int, identifier: bytes) -> _Sealed:
    """Return the end of a written file with its seal.

    Args:
        stream: a PDF written by qpdf with a static identifier and no object streams.
        digest: of its first bytes.
        at: how many these are.
        identifier: 16 bytes.

    Raises:
        OSError: it cannot be read, or its end is missing.
    """
    end = stream.seek(0, os.SEEK_END)
    start = stream.seek(max(0, end - _TAIL))
    tail = stream.read()
    if at > start or _STATIC_ID not in tail or _END not in tail:
        raise OSError("akhir berkas tidak tertulis")
    _add(digest, stream, at, start)
    tail = tail.replace(_STATIC_ID, b"<" + identifier.hex().encode("ascii") + b">")
    cut = tail.rindex(_END)
    whole = digest.copy()
    digest.update(tail)
    sealed = tail[:cut] + SEAL + digest.hexdigest().encode("ascii") + b"\n" + tail[cut:]
    whole.update(sealed)
    return _Sealed(start, sealed, whole.hexdigest())


def is_intact(file: Path) -> bool | None:
    """Return whether a bundle's bytes are those that were sealed; None where there is no seal."""
    with file.open("rb") as stream:
        end = stream.seek(0, os.SEEK_END)
        start = stream.seek(max(0, end - _TAIL))
        tail = stream.read()
        at = tail.rfind(SEAL)
        if at < 0:
            return None
        claimed = tail[at + len(SEAL) : at + _SEAL_LENGTH - 1]
        digest = _digest(stream, start)
        digest.update(tail[:at] + tail[at + _SEAL_LENGTH :])
        return digest.hexdigest().encode("ascii") == claimed


def _digest(stream: BinaryIO, length: int) -> hashlib._Hash:
    """Hash the first `length` bytes of a stream."""
    digest = hashlib.sha256()
    _add(digest, stream, 0, length)
    return digest


def _add(digest: hashlib._Hash, stream: BinaryIO, start: int, end: int) -> int:
    """Add the bytes from `start` to `end` to a digest; return where the next ones begin."""
    stream.seek(start)
    while start < end and (block := stream.read(min(end - start, _BLOCK))):
        digest.update(block)
        start += len(block)
    return start
