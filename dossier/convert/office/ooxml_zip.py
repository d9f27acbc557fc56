"""The zip that a modern office file is: is it one, is it locked, and would it burst; nothing of it is laid out here."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Final

from dossier.convert.office import bounds
from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from pathlib import Path

MOST_MEMBERS: Final = 5_000
MOST_BYTES: Final = 400 << 20
_RATIO_MATTERS_FROM: Final = 40 << 20
_HIGHEST_RATIO: Final = 150
_OLE_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")

LOCKED: Final = "kata sandi diperlukan untuk membuka dokumen ini; simpan ulang tanpa kata sandi, atau sebagai PDF"
_BOMB: Final = "dokumen membengkak tidak wajar saat dibuka; simpan ulang dari program asalnya, atau sebagai PDF"
_NO_DOCUMENT: Final = (
    "isi berkas ini bukan dokumen Office yang utuh (mungkin unduhan terputus); minta ulang berkas aslinya"
)


def check(source: Path) -> None:
    """Refuse what is no sound zip of reasonable size, and what is too much for any layout.

    Raises:
        CannotConvertError: it is encrypted, no zip, cut, a bomb, or beyond the bounds of `office_bounds`.
    """
    with source.open("rb") as stream:
        head = stream.read(1 << 20)
        if head.startswith(_OLE_SIGNATURE):
            raise CannotConvertError(LOCKED if _ENCRYPTED_PACKAGE in head else _NO_DOCUMENT)
        try:
            with zipfile.ZipFile(stream) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise CannotConvertError(_NO_DOCUMENT) from error
    if any(member.flag_bits & 0x1 for member in members):
        raise CannotConvertError(LOCKED)
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MOST_MEMBERS or total > MOST_BYTES:
        raise CannotConvertError(_BOMB)
    if total > _RATIO_MATTERS_FROM and total > packed * _HIGHEST_RATIO:
        raise CannotConvertError(_BOMB)
    bounds.check_zip(source)
