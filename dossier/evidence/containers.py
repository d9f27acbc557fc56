"""Lists the contents of zip and OLE containers from their directories, with bounded reads; opens no member."""

from __future__ import annotations

import re
import struct
from typing import IO

# Zip: APPNOTE.TXT 4.3.12 and 4.3.16. The end record is within the last 22 + 65,535 bytes.
ZIP_END = b"PK\x05\x06"
ZIP_END_LENGTH = 22
ZIP_TAIL = ZIP_END_LENGTH + 0xFFFF
ZIP_ENTRY = b"PK\x01\x02"
ZIP_ENTRY_LENGTH = 46
ZIP_DIRECTORY_CAP = 1 << 20
ZIP_NAMES_CAP = 4000
ZIP_LOCAL_LENGTH = 30

# OLE: [MS-CFB] 2.2 (header), 2.6 (directory entries of 128 bytes, names in UTF-16).
OLE_HEADER_LENGTH = 512
OLE_ENTRY_LENGTH = 128
OLE_DIRECTORY_CAP = 256
OLE_HEADER_FAT_SECTORS = 109
OLE_LAST_SECTOR = 0xFFFFFFFA
OLE_SECTOR_SHIFTS = (9, 12)

ODF_MIMETYPE = re.compile(rb"mimetypeapplication/vnd\.oasis\.opendocument\.([a-z-]+)")


def zip_names(stream: IO[bytes], size: int) -> tuple[str, ...] | None:
    """Return the member names of a zip from its central directory, or None when it has no readable end.

    At most 4,000 names out of the first MiB of the directory are read; more do not change what the file is.
    """
    tail_start = max(0, size - ZIP_TAIL)
    stream.seek(tail_start)
    tail = stream.read(ZIP_TAIL)
    end = tail.rfind(ZIP_END)
    if end < 0 or len(tail) - end < ZIP_END_LENGTH:
        return None
    count, length, offset = struct.unpack_from("<HII", tail, end + 10)
    # Bytes put before the archive shift it; zip64 marks its numbers with 0xFFFFFFFF. Both: count back from the end.
    start = tail_start + end - length
    for position in (start, offset):
        if 0 <= position < size:
            stream.seek(position)
            names = _directory_names(stream.read(min(length, ZIP_DIRECTORY_CAP)))
            if names or count == 0:
                return names
    return None


def _directory_names(directory: bytes) -> tuple[str, ...]:
    names: list[str] = []
    position = 0
    while len(names) < ZIP_NAMES_CAP and directory.startswith(ZIP_ENTRY, position):
        if position + ZIP_ENTRY_LENGTH > len(directory):
            break
        lengths = struct.unpack_from("<HHH", directory, position + 28)
        first = position + ZIP_ENTRY_LENGTH
        names.append(directory[first : first + lengths[0]].decode("utf-8", "replace").replace("\\", "/"))
        position = first + sum(lengths)
    return tuple(names)


def first_zip_name(head: bytes) -> str:
    """Return the name of the first member of a zip from its first bytes, for archives that were cut off."""
    if len(head) < ZIP_LOCAL_LENGTH:
        return ""
    (length,) = struct.unpack_from("<H", head, 26)
    return head[ZIP_LOCAL_LENGTH : ZIP_LOCAL_LENGTH + length].decode("utf-8", "replace")


def odf_kind(head: bytes) -> str:
    """Return the kind an OpenDocument file states in its first, uncompressed member (`text`), or an empty text."""
    match = ODF_MIMETYPE.match(head, ZIP_LOCAL_LENGTH)
    return match.group(1).decode("ascii") if match else ""


def ole_names(stream: IO[bytes], size: int) -> frozenset[str]:
    """Return the names of streams and storages in an OLE file; empty when its directory cannot be read.

    At most 256 directory sectors are visited, so that a ring of sectors ends.
    """
    stream.seek(0)
    header = stream.read(OLE_HEADER_LENGTH)
    if len(header) < OLE_HEADER_LENGTH:
        return frozenset()
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in OLE_SECTOR_SHIFTS:
        return frozenset()
    (sector,) = struct.unpack_from("<I", header, 48)
    fat_sectors = struct.unpack_from(f"<{OLE_HEADER_FAT_SECTORS}I", header, 76)
    length = 1 << shift
    names: set[str] = set()
    for _ in range(OLE_DIRECTORY_CAP):
        start = (sector + 1) * length
        if sector >= OLE_LAST_SECTOR or start >= size:
            break
        stream.seek(start)
        names |= _entry_names(stream.read(length))
        sector = _next_sector(stream, sector, fat_sectors, length)
    return frozenset(names)


def _entry_names(sector: bytes) -> set[str]:
    names = set()
    for position in range(0, len(sector) - OLE_ENTRY_LENGTH + 1, OLE_ENTRY_LENGTH):
        (length,) = struct.unpack_from("<H", sector, position + 64)
        if sector[position + 66] and 2 <= length <= 64:  # noqa: PLR2004 — [MS-CFB] 2.6.1: bytes, with the final NUL
            names.add(sector[position : position + length - 2].decode("utf-16-le", "replace"))
    return names


def _next_sector(stream: IO[bytes], sector: int, fat_sectors: tuple[int, ...], length: int) -> int:
    """Look up the sector after `sector`; a chain whose table is beyond the header's 109 sectors ends there."""
    index, place = divmod(sector, length // 4)
    if index >= len(fat_sectors) or fat_sectors[index] >= OLE_LAST_SECTOR:
        return OLE_LAST_SECTOR
    stream.seek((fat_sectors[index] + 1) * length + 4 * place)
    raw = stream.read(4)
    return int.from_bytes(raw, "little") if len(raw) == 4 else OLE_LAST_SECTOR  # noqa: PLR2004 — a 32-bit number
