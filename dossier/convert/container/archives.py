"""Extracts ZIP, TAR, GZIP, 7z and RAR archives to numbered files, so that no member name becomes a path.

Sizes stated by an archive are not trusted. What a member is and how it is converted is decided in
`convert/container/unpack.py`.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import tarfile
import zipfile
import zlib
from contextlib import closing
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from dossier._lazy import lazy
from dossier.convert.container.members import Member, MemberFile, MemberFolder, is_junk
from dossier.errors import CannotConvertError

with lazy():
    import py7zr
    import rarfile


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RAR_TOOLS: Final = ("unrar", "unar", "7z", "7zz", "bsdtar")
"""What `rarfile` can unpack with, in its own order."""
LOCKED: Final = "terkunci kata sandi; minta tanpa kata sandi"
_LINK: Final = "tautan, bukan berkas"
_JUNK: Final = "berkas sistem, tidak dicetak"
_BROKEN_MEMBER: Final = "rusak di dalam arsip"
_BROKEN: Final = "arsip ini rusak atau terpotong; minta ulang berkas aslinya, atau ekstrak lalu letakkan isinya di sini"
_NO_TOOL: Final = "perlu program unrar, unar, atau bsdtar; pasang, atau ekstrak sendiri"
_VOLUMES: Final = "arsip RAR ini terbagi dalam beberapa berkas; ekstrak sendiri, lalu letakkan isinya di sini"
_UNKNOWN_PACKING: Final = "arsip 7z ini dimampatkan dengan cara yang tidak dikenal; ekstrak sendiri"
_EMPTY: Final = "arsip ini kosong atau rusak; minta ulang berkas aslinya"
DAMAGE: Final = (
    *(OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError, NotImplementedError),
    *(RuntimeError, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError),
)
"""What the libraries raise for spoiled archives."""


def kind_of(head: bytes) -> str:
    """Return which archive the first bytes (512 or more) begin, or an empty text."""
    signatures = (
        ("zip", b"PK\x03\x04"),
        ("zip", b"PK\x05\x06"),
        ("7z", b"7z\xbc\xaf\x27\x1c"),
        ("rar", b"Rar!\x1a\x07"),
        ("gz", b"\x1f\x8b\x08"),
        ("bz2", b"BZh"),
        ("xz", b"\xfd7zXZ\x00"),
    )
    found = next((kind for kind, signature in signatures if head.startswith(signature)), "")
    return found or ("tar" if head[257:262] == b"ustar" else "")


def read(kind: str, source: Path, box: MemberFolder, name: str) -> list[Member]:
    """Take the members of an archive out, in the order of their names.

    Args:
        kind: what `kind_of` said.
        source: the archive.
        box: where members go.
        name: the archive's name, which a bare GZIP member inherits.

    Raises:
        CannotConvertError: it is no archive that can be read, or a bomb.
    """
    readers: dict[str, Callable[[Path, MemberFolder, str], list[Member]]] = {
        "zip": _zip,
        "tar": _tar,
        "7z": _seven_zip,
        "rar": _rar,
        **dict.fromkeys(("gz", "bz2", "xz"), _packed),
    }
    try:
        pieces = readers[kind](source, box, name)
    except CannotConvertError:
        raise
    except DAMAGE as error:
        raise CannotConvertError(_BROKEN) from error
    if not pieces:
        raise CannotConvertError(_EMPTY)
    return sorted(pieces, key=lambda piece: (piece.name.casefold(), piece.name))


def _zip(source: Path, box: MemberFolder, _: str) -> list[Member]:
    pieces = []
    with zipfile.ZipFile(source) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            trouble = LOCKED if member.flag_bits & 0x1 else ""
            if (member.external_attr >> 28) == 0xA:  # noqa: PLR2004 — S_IFLNK in the upper half of the attributes
                trouble = _LINK
            pieces.append(_member(box, member.filename, trouble, partial(archive.open, member)))
    return pieces


def _member(box: MemberFolder, name: str, trouble: str, opened: Callable[[], Any]) -> Member:
    """Write one member, or list it with the reason why not; `opened` gives a binary stream, of each library its own."""
    if is_junk(name):
        return box.told(name, remark=_JUNK)
    if trouble:
        return box.told(name, trouble=trouble)
    try:
        with opened() as stream:
            return box.file(name, stream)
    except CannotConvertError:
        raise
    except DAMAGE as error:
        return box.told(name, trouble=f"{_BROKEN_MEMBER} ({type(error).__name__})")


def _tar(source: Path, box: MemberFolder, _: str) -> list[Member]:
    pieces = []
    with tarfile.open(source, "r:*") as archive:
        for member in archive:
            if member.isdir():
                continue
            trouble = "" if member.isreg() else _LINK
            pieces.append(_member(box, member.name, trouble, partial(archive.extractfile, member)))
    return pieces


def _packed(source: Path, box: MemberFolder, name: str) -> list[Member]:
    """A single packed file, or a packed TAR."""
    try:
        with tarfile.open(source, "r:*"):
            pass
    except (tarfile.TarError, *DAMAGE):
        with source.open("rb") as stream:
            kind = kind_of(stream.read(512))
        openers = {"gz": gzip.GzipFile, "bz2": bz2.BZ2File, "xz": lzma.LZMAFile}
        return [_member(box, PurePosixPath(name).stem or name, "", lambda: openers[kind](source))]
    return _tar(source, box, name)


def _rar(source: Path, box: MemberFolder, _: str) -> list[Member]:
    try:
        archive = rarfile.RarFile(source)
    except rarfile.RarCannotExec as error:  # a packed comment
        raise CannotConvertError(f"arsip RAR ini {_NO_TOOL}") from error
    except rarfile.NeedFirstVolume as error:
        raise CannotConvertError(_VOLUMES) from error
    except rarfile.Error as error:
        raise CannotConvertError(_BROKEN) from error
    # Its other volumes are other evidence files, which this one may not depend on.
    if len(archive.volumelist()) > 1:
        raise CannotConvertError(_VOLUMES)
    if archive.needs_password() and not archive.infolist():
        raise CannotConvertError("arsip RAR ini " + LOCKED)
    pieces = []
    with closing(archive):
        tool = any(shutil.which(name) for name in RAR_TOOLS)
        for member in archive.infolist():
            if member.isdir():
                continue
            trouble = LOCKED if member.needs_password() else "" if member.is_file() else _LINK
            if not trouble and not tool and member.compress_type != rarfile.RAR_M0:
                trouble = _NO_TOOL
            try:
                pieces.append(_member(box, member.filename, trouble, partial(archive.open, member)))
            except rarfile.Error as error:
                pieces.append(box.told(member.filename, trouble=f"{_BROKEN_MEMBER} ({type(error).__name__})"))
    return pieces


def _seven_zip(source: Path, box: MemberFolder, _: str) -> list[Member]:
    pieces: list[Member] = []
    try:
        with py7zr.SevenZipFile(source) as archive:
            if archive.needs_password():
                raise CannotConvertError("arsip 7z ini " + LOCKED)
            wanted = []
            for member in archive.list():
                if member.is_directory:
                    continue
                if member.is_symlink:
                    pieces.append(box.told(member.filename, trouble=_LINK))
                elif is_junk(member.filename):
                    pieces.append(box.told(member.filename, remark=_JUNK))
                else:
                    wanted.append(member.filename)
            writers = _Writers(box)
            if wanted:
                archive.extract(targets=wanted, factory=writers)
    except py7zr.exceptions.PasswordRequired as error:
        raise CannotConvertError("arsip 7z ini " + LOCKED) from error
    except py7zr.exceptions.UnsupportedCompressionMethodError as error:
        raise CannotConvertError(_UNKNOWN_PACKING) from error
    except py7zr.exceptions.ArchiveError as error:
        raise CannotConvertError(_BROKEN) from error
    return pieces + writers.pieces()


class _Writers:
    """Gives py7zr a writer for each member: straight into the box, counted as it grows."""

    def __init__(self, box: MemberFolder) -> None:
        self._box = box
        self._slots: list[tuple[str, MemberFile | None]] = []

    def create(self, filename: str) -> _MemberSink:
        """Return the writer of one member."""
        slot = self._box.slot(filename)
        self._slots.append((filename, slot))
        return _MemberSink(slot)

    def pieces(self) -> list[Member]:
        """Close every file and return the pieces."""
        found = []
        for name, slot in self._slots:
            if slot is None:
                found.append(self._box.full(name))
                continue
            with slot:
                pass
            found.append(slot.piece())
        return found


class _MemberSink:
    """The protocol of py7zr's `Py7zIO` over a slot of the box."""

    def __init__(self, slot: MemberFile | None) -> None:
        self._slot = slot

    def write(self, data: bytes | bytearray) -> int:
        """Write unpacked bytes."""
        if self._slot is not None:
            self._slot.write(bytes(data))
        return len(data)

    def read(self, _size: int | None = None) -> bytes:
        """Return nothing: py7zr only writes here."""
        return b""

    def seek(self, offset: int, _whence: int = 0) -> int:
        """Accept the return to the start that py7zr makes after writing."""
        return offset

    def flush(self) -> None:
        """Do nothing: the file is flushed when it is closed."""

    def close(self) -> None:
        """Do nothing: `pieces` closes the files."""

    def size(self) -> int:
        """Return the bytes written so far."""
        return self._slot.size if self._slot is not None else 0
