"""Word files as sets of parts: read within limits, written with the same bytes each time. No templates, no wording."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_FILE_BYTES: Final = 64 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 128 * 1024 * 1024
MAX_PART_BYTES: Final = 16 * 1024 * 1024
"""Largest XML part that is parsed; the longest paper we ever made is a tenth of it."""
MAX_MEMBERS: Final = 2000

DOCUMENT: Final = "word/document.xml"
CONTENT_TYPES: Final = "[Content_Types].xml"
RELATIONSHIPS: Final = "_rels/.rels"

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""Prefix of WordprocessingML element names in lxml notation."""

_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_FILE_MODE: Final = 0o600 << 16


class PackageError(ValueError):
    """The file is no sound .docx; the message says why, in Indonesian."""


def read_package(path: Path) -> dict[str, bytes]:
    """Return the parts of a .docx by name, in the order of the archive.

    Raises:
        PackageError: The file cannot be read, is no Word document, or is larger than any real paper.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise PackageError(f"lebih besar dari {MAX_FILE_BYTES // 1024 // 1024} MB")
        data = path.read_bytes()
    except OSError as error:
        raise PackageError(f"tidak dapat dibaca ({error.strerror or error})") from error
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise PackageError("bersandi, atau berformat Word lama (.doc)")
    try:
        parts = _unpack(data)
    except PackageError:
        raise
    except Exception as error:  # zipfile raises BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError …
        raise PackageError("bukan berkas Word (.docx) yang utuh") from error
    if DOCUMENT not in parts or CONTENT_TYPES not in parts:
        raise PackageError("bukan berkas Word (.docx): bagian dokumennya tidak ada")
    return parts


def _unpack(data: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        if len(members) > MAX_MEMBERS:
            raise PackageError(f"berisi {len(members)} bagian; batasnya {MAX_MEMBERS}")
        for member in members:
            if member.filename in parts:
                raise PackageError(f"bagian «{member.filename}» ada dua kali")
            with archive.open(member) as stream:
                content = stream.read(left + 1)
            left -= len(content)
            if left < 0:
                raise PackageError("isinya mengembang melebihi batas")
            parts[member.filename] = content
    return parts


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a .docx; the same parts give the same bytes."""
    buffer = io.BytesIO()
    names = [CONTENT_TYPES, *(name for name in parts if name != CONTENT_TYPES)]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = _FILE_MODE
            member.create_system = 0
            archive.writestr(member, parts[name])
    return buffer.getvalue()


def parse_xml(data: bytes) -> etree._Element:
    """Parse a part without entities, network or document types.

    Raises:
        PackageError: The part is no well-formed XML, holds a document type, or is too large.
    """
    if len(data) > MAX_PART_BYTES:
        raise PackageError("salah satu bagiannya terlalu besar")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PackageError("salah satu bagiannya bukan XML yang sah") from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise PackageError("memuat DOCTYPE, yang tidak pernah ditulis Word")
    return root


def serialize_xml(root: etree._Element) -> bytes:
    """Return the bytes of a part as Word writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def digest(parts: Mapping[str, bytes], *, without: str) -> str:
    """Return a SHA-256 over all parts but one, whatever their order in the archive."""
    total = hashlib.sha256()
    for name in sorted(parts):
        if name != without:
            total.update(name.encode() + b"\0" + hashlib.sha256(parts[name]).digest())
    return total.hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it appears whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".dossier-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
