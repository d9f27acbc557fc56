"""Seals a written bundle: its identifier, and the SHA-256 of all its other bytes in a comment before its end."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from pathlib import Path


SEAL: Final = b"%dossier-sha256 "
"""Opens the comment before `startxref` that holds the SHA-256 of all other bytes of the file."""

_SEAL_LENGTH: Final = len(SEAL) + 64 + 1
_TAIL: Final = 512
_BLOCK: Final = 1 << 18
_END: Final = b"startxref"

# What qpdf writes as second file identifier when told to be static; replaced by ours, of the same length.
_STATIC_ID: Final = b"<31415926535897932384626433832795>"


def seal(file: Path, identifier: bytes) -> str:
    """Give a written PDF its identifier and, as a comment before its last lines, the digest of all other bytes.

    Hashing while writing, with or without a second thread, was no faster than reading the file again.

    Args:
        file: A PDF written by qpdf with a static identifier and no object streams.
        identifier: 16 bytes derived from the content.

    Returns:
        The SHA-256 of the finished file, which would otherwise have to be read once more.

    Raises:
        OSError: it cannot be written, or its end is missing.
    """
    with file.open("r+b") as stream:
        end = stream.seek(0, os.SEEK_END)
        start = stream.seek(max(0, end - _TAIL))
        tail = stream.read()
        if _STATIC_ID not in tail or _END not in tail:
            raise OSError("akhir berkas tidak tertulis")
        tail = tail.replace(_STATIC_ID, b"<" + identifier.hex().encode("ascii") + b">")
        cut = tail.rindex(_END)
        digest = _digest(stream, start)
        whole = digest.copy()
        digest.update(tail)
        sealed = tail[:cut] + SEAL + digest.hexdigest().encode("ascii") + b"\n" + tail[cut:]
        whole.update(sealed)
        stream.seek(start)
        stream.write(sealed)
    return whole.hexdigest()


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
    stream.seek(0)
    left = length
    while left and (block := stream.read(min(left, _BLOCK))):
        digest.update(block)
        left -= len(block)
    return digest
