"""Makes copies of office files that are safe for LibreOffice: fields and values frozen, external references removed."""

from __future__ import annotations

import re
import shutil
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from dossier.convert.office import bounds, sheet_staging, tracked_changes
from dossier.convert.office import office_xml as xml
from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


MOST_MEMBERS: Final = 5_000
MOST_BYTES: Final = 400 << 20
_RATIO_MATTERS_FROM: Final = 40 << 20
_HIGHEST_RATIO: Final = 150
_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")

LOCKED: Final = "kata sandi diperlukan untuk membuka dokumen ini; simpan ulang tanpa kata sandi, atau sebagai PDF"
_BOMB: Final = "dokumen membengkak tidak wajar saat dibuka; simpan ulang dari program asalnya, atau sebagai PDF"
_NO_DOCUMENT: Final = (
    "isi berkas ini bukan dokumen Office yang utuh (mungkin unduhan terputus); minta ulang berkas aslinya"
)


def check(source: Path) -> None:
    """Refuse what is no sound zip of reasonable size, and what is too much for any layout.

    Raises:
        CannotConvertError: it is encrypted, no zip, cut, a bomb, or beyond the bounds of `bounds`.
    """
    with source.open("rb") as stream:
        head = stream.read(1 << 20)
        if head.startswith(_OLE_MAGIC):
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


_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_LINKS_KEPT: Final = frozenset({f"{xml.TEXT}a", f"{xml.DRAWING}a"})
PARTS: Final = re.compile(r"(?:.*/)?(content|styles)\.xml")
_OUTSIDE: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|/|\\\\|\.\./)", re.IGNORECASE)
"""A scheme, an absolute path or a way up: anything but a member of the package itself."""
_FIXED: Final = frozenset(
    f"{xml.TEXT}{name}" for name in ("date", "time", "file-name", "author-name", "author-initials", "sender-firstname")
)
_UNWRAPPED: Final = frozenset(
    {
        *(f"{xml.TEXT}{name}" for name in ("dde-connection", "template-name", "sheet-name", "modification-date")),
        *(f"{xml.TEXT}{name}" for name in ("modification-time", "print-date", "print-time", "editing-duration")),
        *(f"{xml.PRESENTATION}{name}" for name in ("date-time",)),
    }
)
_VOLATILE: Final = re.compile(r"\b(TODAY|NOW|RAND|RANDBETWEEN|CELL|INFO|WEBSERVICE|DDE|INDIRECT|OFFSET)\s*\(")
_SCALES: Final = ("scale-to", "scale-to-pages", "scale-to-X", "scale-to-Y", "scale-to-width", "scale-to-height")


def staged(data: bytes) -> tuple[bytes, int, tracked_changes.Accepted]:
    """Return content or styles with fields fixed and tracked changes accepted.

    Returns:
        The XML, how many references to the outside were dropped, and the changes.
    """
    root = xml.parse(data)
    accepted = tracked_changes.accept_open_document(root)
    dropped = 0
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _FIXED:
            element.set(f"{xml.TEXT}fixed", "true")
        elif element.tag in _UNWRAPPED:
            _unwrap_element(element)
        elif element.tag == f"{xml.TABLE}table-cell":
            _freeze_cell(element)
        if element.tag not in _LINKS_KEPT and _OUTSIDE.match(element.get(_XLINK) or ""):
            del element.attrib[_XLINK]
            dropped += 1
    return xml.written(root), dropped, accepted


def _unwrap_element(element: etree._Element) -> None:
    """Replace a field by the text it shows."""
    element.tail = "".join(map(str, element.itertext())) + (element.tail or "")
    xml.remove(element)


def _freeze_cell(cell: etree._Element) -> None:
    """Drop a volatile formula whose last value is kept beside it."""
    formula = cell.get(f"{xml.TABLE}formula") or ""
    known = any(cell.get(f"{xml.OFFICE}{name}") for name in ("value", "date-value", "time-value", "string-value"))
    if known and (_VOLATILE.search(formula) or "'file:" in formula or "http" in formula):
        del cell.attrib[f"{xml.TABLE}formula"]


def fitted(data: bytes) -> tuple[bytes, bool]:
    """Return the styles of a spreadsheet with pages as wide as the sheet, where its author set no scale."""
    root = xml.parse(data)
    changed = False
    for layout in root.iter(f"{xml.STYLE}page-layout-properties"):
        if any(layout.get(f"{xml.STYLE}{name}") not in {None, "100%"} for name in _SCALES):
            continue
        if f"{xml.STYLE}scale-to" in layout.attrib:
            del layout.attrib[f"{xml.STYLE}scale-to"]
        layout.set(f"{xml.STYLE}scale-to-X", "1")
        layout.set(f"{xml.STYLE}scale-to-Y", "0")
        changed = True
    return (xml.written(root) if changed else data), changed


_HYPERLINK: Final = "/hyperlink"

_WORD_PART: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_SHEET_PART: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_WORTH_CHANGING: Final = re.compile(rb"instr|:(?:ins|del|moveFrom|moveTo|cellIns|cellDel)\b|Change\b")
"""Names of fields and tracked changes."""
_SLIDE_PART: Final = re.compile(r"ppt/(slides|slideLayouts|slideMasters|notesSlides)/[^/]+\.xml")
_OPEN_DOCUMENTS: Final = frozenset({".odt", ".ods", ".odp"})
_BOOK_PART: Final = "xl/workbook.xml"
_OLD_KINDS: Final = frozenset({".doc", ".xls", ".ppt", ".rtf"})
_RTF_SIGNATURE: Final = b"{\\rtf"
_REVISED: Final = re.compile(rb"\\(?:deleted|revised)(?![a-z0-9])")
"""Words of RTF that mark deleted and inserted text."""
_NOT_OFFICE: Final = "isi berkas ini bukan dokumen Office; minta ulang berkas aslinya, atau simpan sebagai PDF"
_VOLATILE_OLD: Final = {".doc", ".xls"}


def stage(source: Path, target: Path) -> Made:
    """Copy an office file to `target`, whose ending says its kind.

    Raises:
        CannotConvertError: it is locked, no document of its kind, or a bomb.
    """
    if target.suffix in _OLD_KINDS:
        return _stage_old(source, target)
    check(source)
    with (
        zipfile.ZipFile(source) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy,
    ):
        stager = _Stager(kind=target.suffix, sheets=sheet_staging.sheets_of(archive))
        for member in archive.infolist():
            data = stager.member(member.filename, archive.read(member))
            packing = zipfile.ZIP_STORED if member.filename == "mimetype" else zipfile.ZIP_DEFLATED
            copy.writestr(zipfile.ZipInfo(member.filename), data, compress_type=packing)
    return Made(pages=0, engine="", notes=tuple(stager.told()))


@dataclass(slots=True)
class _Stager:
    """Changes the members of one office file, and remembers what to say about it."""

    kind: str
    sheets: Mapping[str, sheet_staging.SheetSetup]
    notes: list[str] = field(default_factory=list)
    outside: int = 0
    accepted: tracked_changes.Accepted = field(default_factory=tracked_changes.Accepted)

    def member(self, name: str, data: bytes) -> bytes:
        """Return what goes into the copy in place of one member; XML that no parser reads stays as it is."""
        try:
            return self._changed(name, data)
        except etree.XMLSyntaxError:
            return data

    def _changed(self, name: str, data: bytes) -> bytes:
        if name.endswith(".rels"):
            data, dropped = _without_outside(data)
            self.outside += dropped
        elif _WORD_PART.fullmatch(name):
            data, accepted = _frozen_fields(data)
            self.accepted.add(accepted)
        elif _SHEET_PART.fullmatch(name):
            data = self._sheet(name, _frozen_values(data))
        elif _SLIDE_PART.fullmatch(name):
            data = _frozen_slide(data)
        elif name == _BOOK_PART:
            self.notes += _hidden_sheets(data)
        elif self.kind in _OPEN_DOCUMENTS and PARTS.fullmatch(name):
            data, dropped, accepted = staged(data)
            self.outside += dropped
            self.accepted.add(accepted)
            if self.kind == ".ods" and name == "styles.xml":
                data, _ = fitted(data)
        return data

    def _sheet(self, name: str, data: bytes) -> bytes:
        sheet = self.sheets.get(name)
        if sheet is None:
            return data
        data, notes = sheet_staging.fit_xlsx(data, sheet)
        self.notes += notes
        return data

    def told(self) -> list[str]:
        """Return the notes of the whole file."""
        notes = [*self.notes, *self.accepted.told()]
        if self.outside:
            return [*notes, f"{self.outside} rujukan ke luar dokumen (gambar, templat, atau data) tidak diambil"]
        return notes


def _stage_old(source: Path, target: Path) -> Made:
    with source.open("rb") as stream:
        head = stream.read(xml.WINDOW)
    if (mark := xml.ROOTS.get(target.suffix)) is not None and mark in head:
        target.write_bytes(xml.staged(source, target.suffix))
        return Made(pages=0, engine="")
    wanted = _RTF_SIGNATURE if target.suffix == ".rtf" else _OLE_MAGIC
    # Word opens RTF under the name .doc, and so do we.
    if not head.startswith((wanted, _RTF_SIGNATURE)):
        raise CannotConvertError(_NOT_OFFICE)
    if head.startswith(_RTF_SIGNATURE):
        bounds.check_rtf(source)
    shutil.copyfile(source, target)
    notes = sheet_staging.fit_xls(target) if target.suffix == ".xls" else []
    if target.suffix == ".rtf" and _REVISED.search(source.read_bytes()):
        notes.append("perubahan terlacak mungkin tercetak sebagai coretan; terima semuanya di Word lalu simpan ulang")
    if target.suffix in _VOLATILE_OLD and _has_volatile(source):
        notes.append("tanggal otomatis di dalam berkas format lama tercetak menurut hari pembuatan dossier")
    return Made(pages=0, engine="", notes=tuple(notes))


def _has_volatile(source: Path) -> bool:
    """Return whether a .doc holds a DATE field or a .xls calls TODAY or NOW, as far as bytes can tell."""
    data = source.read_bytes()
    return bool(re.search(rb"\x13\s*(DATE|TIME)\b|\x42[\x00-\x03](\xdd\x00|\x4a\x00)", data))


def _without_outside(data: bytes) -> tuple[bytes, int]:
    """Drop relationships that lead out of the package; links that a reader clicks are kept for the text's sake."""
    root = xml.parse(data)
    outside = [
        item
        for item in root.iter(xml.RELATIONSHIP)
        if item.get("TargetMode") == "External" and not str(item.get("Type", "")).endswith(_HYPERLINK)
    ]
    for item in outside:
        root.remove(item)
    return (xml.written(root), len(outside)) if outside else (data, 0)


def _frozen_fields(data: bytes) -> tuple[bytes, tracked_changes.Accepted]:
    """Accept tracked changes, take the machinery of volatile fields away and leave the text they last showed."""
    if not _WORTH_CHANGING.search(data):
        return data, tracked_changes.Accepted()
    root = xml.parse(data)
    accepted = tracked_changes.accept_word(root)
    for simple in list(root.iter(f"{xml.W}fldSimple")):
        if xml.VOLATILE_FIELD.match(simple.get(f"{xml.W}instr") or ""):
            xml.unwrap(simple)
    for paragraph in root.iter(f"{xml.W}p"):
        _freeze_complex(paragraph)
    return xml.written(root), accepted


def _freeze_complex(paragraph: etree._Element) -> None:
    """Remove begin, instruction, separator and end of each volatile field that lies within one paragraph."""
    open_fields: list[list[etree._Element]] = []
    instructions: list[str] = []
    for element in list(paragraph.iter(f"{xml.W}fldChar", f"{xml.W}instrText")):
        if element.tag == f"{xml.W}instrText":
            if open_fields:
                open_fields[-1].append(element)
                instructions[-1] += element.text or ""
            continue
        kind = element.get(f"{xml.W}fldCharType")
        if kind == "begin":
            open_fields.append([element])
            instructions.append("")
        elif open_fields:
            open_fields[-1].append(element)
            if kind == "end":
                parts, instruction = open_fields.pop(), instructions.pop()
                if xml.VOLATILE_FIELD.match(instruction):
                    for part in parts:
                        xml.remove(part)


def _frozen_slide(data: bytes) -> bytes:
    """Turn date and time fields of a slide into the words that they last showed."""
    if b"datetime" not in data:
        return data
    root = xml.parse(data)
    for run in root.iter(f"{xml.A}fld"):
        if (run.get("type") or "").startswith("datetime"):
            run.tag = f"{xml.A}r"
            run.attrib.clear()
            for child in list(run.iter(f"{xml.A}pPr")):
                run.remove(child)
    return xml.written(root)


def _hidden_sheets(data: bytes) -> list[str]:
    """Name the sheets of a workbook that LibreOffice will not print."""
    sheets = xml.parse(data).iter(f"{xml.S}sheet")
    hidden = [sheet.get("name") or "?" for sheet in sheets if sheet.get("state", "visible") != "visible"]
    return sheet_staging.hidden_note(hidden)


def _frozen_values(data: bytes) -> bytes:
    """Drop the formulas of cells that hold their last value, so that TODAY() shows what its author saw."""
    if b"<f" not in data:
        return data
    root = xml.parse(data)
    for cell in root.iter(f"{xml.S}c"):
        formula, value = cell.find(f"{xml.S}f"), cell.find(f"{xml.S}v")
        if formula is not None and value is not None and value.text:
            cell.remove(formula)
    return xml.written(root)
