"""Results of a converter: a part that was made, or why there is none, also of an exception that nobody expected."""

from __future__ import annotations

import errno
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.model import MemberPages  # noqa: TC001 — typed_json looks at it

if TYPE_CHECKING:
    from collections.abc import Sequence

BLANK: Final = "semua halamannya kosong (tidak ada tulisan atau gambar yang tampak); pindai, potret, atau simpan ulang"
"""The flaw of a part on whose pages nothing is drawn."""
WITHOUT_OFFICE: Final = "ditata sederhana tanpa LibreOffice"
OFFICE_FAILED: Final = "LibreOffice tidak menghasilkan halaman; ditata dengan cara sederhana"


def lacks_office(notes: Sequence[str]) -> bool:
    """Return whether the notes of a part say that LibreOffice, had it been there, would have laid it out."""
    return WITHOUT_OFFICE in notes and OFFICE_FAILED not in notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A PDF that a converter wrote: its pages, what made it and what a reader of the register should know.

    `flaws` say what of the file is lost; a person must look before it counts as evidence. `beside` are those of the
    notes that belong beside the file's name; the other fields mean what they mean in `PreparedPart`.
    """

    pages: int
    engine: str
    notes: tuple[str, ...] = ()
    flaws: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    signed: bool = False
    keep: bool = False
    bracketed: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    members: tuple[MemberPages, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Why there is no PDF; `lasting` is whether the same bytes would fail again (and may be remembered).

    `stopped` says that the child did not end by itself: it hung, died or wanted too much memory. `ours` says that our
    own code failed: the file may well be sound.
    """

    problem: str
    lasting: bool
    stopped: bool = False
    ours: bool = False


Outcome = Made | Failed


_READERS: Final = frozenset(
    {
        *("PIL", "binascii", "bz2", "docx", "email", "expat", "gzip", "lxml", "lzma", "olefile", "openpyxl", "oxmsg"),
        *("pikepdf", "pillow_heif", "plistlib", "py7zr", "pyexpat", "pypdf", "pypdfium2", "rarfile", "struct"),
        *("tarfile", "xml", "zipfile", "zlib", "_lzma", "_struct"),
    }
)
"""Modules that read files: an exception of a class of theirs says something about the file."""
_CARELESS: Final = frozenset({"email", "openpyxl", "oxmsg", "py7zr", "pypdf", "rarfile"})
"""Those of them that meet spoiled files with KeyError, AttributeError, TypeError and the like."""
_OF_DATA: Final = (UnicodeError, EOFError, RecursionError)
"""Built-in exceptions that speak of the data: bytes in no encoding, a missing end, parts nested without measure."""
_PACKAGE: Final = Path(__file__).parents[2]

_BROKEN: Final = "berkas rusak atau tidak dikenali; simpan ulang dari program asalnya atau pindai ulang"
_SYSTEM: Final = {
    errno.ENOSPC: "ruang disk habis",
    errno.EDQUOT: "jatah ruang disk habis",
    errno.EFBIG: "hasilnya terlalu besar",
    errno.EACCES: "izin membacanya tidak ada",
    errno.EPERM: "izin membacanya tidak ada",
    errno.ENOENT: "berkasnya tidak ada lagi",
    errno.EIO: "media penyimpanannya gagal dibaca",
    errno.EMFILE: "terlalu banyak berkas terbuka",
    errno.ENFILE: "terlalu banyak berkas terbuka",
}


def unexpected(error: Exception) -> Failed:
    """Return what is said of an exception that reached the last handler.

    Returns:
        A lasting failure where the file is at fault, and one that is `ours` where we are: the same code fails again.
    """
    if isinstance(error, OSError) and error.errno is not None:
        why = _SYSTEM.get(error.errno, f"galat sistem {error.errno}")
        return Failed(problem=f"tidak dapat dibaca atau ditulis: {why}", lasting=False)
    if is_refusal(error):
        return Failed(problem=_BROKEN, lasting=True)
    problem = (
        f"kesalahan program saat mengolah berkas ini ({_place(error)}); berkasnya belum tentu rusak; kirim kalimat ini "
        "kepada pengelola dossier, beserta berkasnya bila boleh, dan sementara itu simpan berkasnya sebagai PDF"
    )
    return Failed(problem=problem, lasting=True, ours=True)


def is_refusal(error: BaseException) -> bool:
    """Return whether an exception is how a library refuses a file, and no fault of our own code.

    Classes that a reading library defines are; a KeyError and the like only where it was raised inside one of the
    libraries known for that. OSError without a number is what Pillow raises for a cut picture.
    """
    if isinstance(error, _OF_DATA) or (isinstance(error, OSError) and error.errno is None):
        return True
    if type(error).__module__.partition(".")[0] in _READERS:
        return True
    frames = list(traceback.walk_tb(error.__traceback__))
    return bool(frames) and str(frames[-1][0].f_globals.get("__name__", "")).partition(".")[0] in _CARELESS


def _place(error: BaseException) -> str:
    """Name the class of an exception and the last line of ours that it passed: "IndexError, grid.py baris 31"."""
    ours = [
        (Path(frame.f_code.co_filename).name, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if Path(frame.f_code.co_filename).is_relative_to(_PACKAGE)
    ]
    kind = type(error).__name__
    return f"{kind}, {ours[-1][0]} baris {ours[-1][1]}" if ours else kind
