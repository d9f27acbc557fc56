"""Detects the media type of a file from its content; the extension decides only between kinds of text.

Reads at most the head and tail of a file; runs nothing.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from dossier.addresses import only_addresses
from dossier.evidence import containers, kinds
from dossier.model import Media

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters that no text holds: all but tab, newline, form feed, carriage return, backspace, escape, ^Z.
CONTROLS = re.compile(r"[\x00-\x07\x0b\x0e-\x19\x1c-\x1f]")
# The most bytes beyond ASCII, as a share, that an old 8-bit text in a Latin script has.
HIGH_BYTES_SHARE = 0.3
HIGH_BYTES = re.compile(rb"[\x80-\xff]")
LONGEST_CHARACTER = 4

# What may stand before the first tag. Possessive, so that a thousand comments cost a thousand steps and no more.
PROLOGUE = r"\s*+(?:<\?xml[^>]*+>\s*+)?+(?:(?>(?:<!--.*?-->|<!doctype\s+svg[^>]*+>))\s*+)*+"
HTML_START = re.compile(
    PROLOGUE + r"<(?:!doctype\s+html|html|head|body|script|title|meta|table|div)\b", re.IGNORECASE | re.DOTALL
)
HTML_TAG = re.compile(r"<(?:p|br|div|span|h[1-6]|a|b|ul|ol|table|img)\b[^>]{0,200}>", re.IGNORECASE)
SVG_START = re.compile(PROLOGUE + r"<svg\b", re.IGNORECASE | re.DOTALL)
# `[InternetShortcut]` of Windows, `<key>URL</key>` of macOS.
# Office 2003 XML: the name of the root element and its namespace.
OFFICE_XML = (
    (re.compile(r"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet"), Media.XLS_XML),
    (re.compile(r"<w:wordDocument\b[^>]*http://schemas\.microsoft\.com/office/word/2003/wordml"), Media.DOC_XML),
)
SHORTCUT = re.compile(r"^[ \t]*\[InternetShortcut\]", re.IGNORECASE | re.MULTILINE)
# `[Desktop Entry]` … `URL=https://…` of Linux desktops (Desktop Entry Specification 1.5, chapter 6).
DESKTOP_ENTRY = re.compile(r"\s*+(?:#[^\n]*+\s*+)*+\[Desktop Entry\]", re.IGNORECASE)
DESKTOP_ADDRESS = re.compile(r"^URL(?:\[\$e\])?\s{0,20}=", re.MULTILINE | re.IGNORECASE)
PROPERTY_LINK = re.compile(r"<key>\s{0,20}URL\s{0,20}</key>", re.IGNORECASE)
ADDRESS = re.compile(r"\bhttps?://\S+", re.IGNORECASE)
# `Message-ID: <…>`; RFC 5322, 2.2.
MAIL_HEADER = re.compile(r"^([A-Za-z][A-Za-z0-9-]*):", re.MULTILINE)
MAIL_TRACES = {"received", "message-id", "mime-version", "return-path", "delivered-to", "x-mailer", "dkim-signature"}
MAIL_NAMES = MAIL_TRACES | {"from", "to", "cc", "subject", "date", "reply-to", "content-type", "sender"}
MAIL_HEADERS_NEEDED = 3
# A web page with its parts in one file (RFC 2557), as Office saves it under the name .xls or .doc.
_WEB_ARCHIVE = re.compile(r"^Content-Type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
SEPARATORS = (",", ";", "\t", "|")
TABLE_LINES = 5

LINK_ENDINGS = {".url", ".webloc"}
ENDING_KINDS = {
    ".csv": Media.CSV,
    ".tsv": Media.CSV,
    ".md": Media.MARKDOWN,
    ".markdown": Media.MARKDOWN,
}


def decode(head: bytes, *, complete: bool = False) -> str | None:
    """Return the text that `head` begins, or None when it is no text.

    `complete` tells that the file ends here; otherwise a character cut at the end is forgiven.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return _without_controls(head.decode(name, "ignore"))
    for cut in range(1 if complete else LONGEST_CHARACTER):
        try:
            return _without_controls(head[: len(head) - cut].decode("utf-8"))
        except UnicodeDecodeError:
            continue
    if len(HIGH_BYTES.findall(head)) > HIGH_BYTES_SHARE * len(head):
        return None
    return _without_controls(head.decode("latin-1"))


def kind_of(text: str, ending: str) -> Media:
    """Return the kind of a text; its ending decides between plain text, tables and Markdown.

    A text that is nothing but web addresses is a link, whatever its ending.
    """
    if _is_link(text, ending):
        return Media.LINK
    if (office := _office_xml(text)) is not None:
        return office
    if HTML_START.match(text) or (ending in {".html", ".htm"} and HTML_TAG.search(text)):
        return Media.HTML
    if _is_mail(text, ending):
        return Media.EML
    if ending in ENDING_KINDS:
        return ENDING_KINDS[ending]
    return Media.CSV if ending == ".xls" and _is_table(text) else Media.TEXT


def _is_link(text: str, ending: str) -> bool:
    if SHORTCUT.search(text[:2000]) or ("<plist" in text and PROPERTY_LINK.search(text)):
        return True
    if DESKTOP_ENTRY.match(text) and DESKTOP_ADDRESS.search(text):
        return True
    return bool(only_addresses(text)) or (ending in LINK_ENDINGS and ADDRESS.search(text) is not None)


def _office_xml(text: str) -> Media | None:
    if not text.lstrip("\ufeff \t\r\n").startswith("<?xml"):
        return None
    return next((media for root, media in OFFICE_XML if root.search(text)), None)


def is_vector_picture(text: str) -> bool:
    """Return whether the text is an SVG picture."""
    return SVG_START.match(text) is not None


def _without_controls(text: str) -> str | None:
    return None if CONTROLS.search(text) else text


def _is_mail(text: str, ending: str) -> bool:
    """A mail begins with headers, of which one is only ever written by a mail program."""
    block = re.split(r"\r?\n\r?\n", text.lstrip("\n"), maxsplit=1)[0]
    if block.startswith("From "):
        block = block.partition("\n")[2]
    if not MAIL_HEADER.match(block):
        return False
    names = {name.casefold() for name in MAIL_HEADER.findall(block)} & MAIL_NAMES
    if ending in {".eml", ".mht", ".mhtml"} or (_WEB_ARCHIVE.search(block) and "mime-version" in names):
        return bool(names)
    return len(names) >= MAIL_HEADERS_NEEDED and bool(names & MAIL_TRACES)


def _is_table(text: str) -> bool:
    """Whether the first lines hold the same separator equally often: a table that was exported under another name."""
    lines = [line for line in text.splitlines() if line.strip()][:TABLE_LINES]
    return any(
        len(lines) > 1 and lines[0].count(separator) > 0 and len({line.count(separator) for line in lines}) == 1
        for separator in SEPARATORS
    )


HEAD_LENGTH = 64 * 1024
# Readers accept a PDF whose header is within the first 1024 bytes (ISO 32000-1, annex H.3.4.1).
PDF_HEADER = re.compile(rb"%PDF-\d\.\d")
PDF_HEADER_REACH = 1024
OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
BMP_HEADER_SIZES = {12, 40, 52, 56, 64, 108, 124}
TRANSPORT_PACKET = 188


class UnusableContent(StrEnum):
    """Why content of a known kind cannot be used."""

    NONE = ""
    CUT = "terpotong"
    LOCKED = "terkunci"


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectedMedia:
    """What was recognised: the medium, the same in words for people, and what is wrong with it."""

    media: Media
    words: str
    fault: UnusableContent = UnusableContent.NONE


# Signatures too short for the table: ICO and CUR, PCX, SGI, FLI and FLC, binary PNM. (Netpbm, pbm(5); others: file(1).)
SHORT_PICTURES = (
    (re.compile(rb"\x00\x00[\x01\x02]\x00[\x01-\xff]\x00[^\x00]?", re.DOTALL), "ikon"),
    (re.compile(rb"\x0a[\x00\x02-\x05]\x01[\x01\x02\x04\x08]"), "gambar PCX"),
    (re.compile(rb"\x01\xda[\x00\x01][\x01\x02]\x00[\x01-\x03]"), "gambar SGI"),
    (re.compile(rb".{4}[\x11\x12]\xaf.{6}\x08\x00", re.DOTALL), "animasi FLI"),
    (re.compile(rb"P[1-7Ff]\s(?:#[^\n]*\n)*\s*(?:\d|WIDTH)"), "gambar PNM"),
)
PNM_ENDINGS = {".pbm", ".pgm", ".pnm", ".ppm", ".pfm"}
TGA_ENDINGS = {".tga", ".icb", ".vda", ".vst"}
# Truevision TGA 2.0, field 3 of the header: colour-mapped, true-colour or grey, plain or run-length.
TGA_TYPES = frozenset({1, 2, 3, 9, 10, 11})
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}
AUDIO_BRANDS = {b"M4A ", b"M4B ", b"M4P "}
ODF_MEDIA = {"text": Media.ODT, "spreadsheet": Media.ODS, "presentation": Media.ODP}
OPEN_XML_FOLDERS = (("word/", Media.DOCX), ("xl/", Media.XLSX), ("ppt/", Media.PPTX))
CONTAINER_ENDINGS = {
    ".docx": Media.DOCX,
    ".xlsx": Media.XLSX,
    ".pptx": Media.PPTX,
    ".odt": Media.ODT,
    ".ods": Media.ODS,
    ".odp": Media.ODP,
}
OLE_STREAMS = (
    ("WordDocument", Media.DOC),
    ("Workbook", Media.XLS),
    ("Book", Media.XLS),
    ("PowerPoint Document", Media.PPT),
    ("__properties_version1.0", Media.MSG),
)


def recognise(stream: IO[bytes], size: int, ending: str) -> DetectedMedia:
    """Say what the file in `stream` is.

    Args:
        stream: the file, seekable; read a little at its start, and at its end for containers.
        size: its length in bytes.
        ending: the name's ending in lower case with the dot, for what content cannot decide.
    """
    stream.seek(0)
    head = stream.read(HEAD_LENGTH)
    installed = kinds.installed()
    if (own := installed.starting(head)) is not None:
        return known(*own)
    found = _recognised(stream, size, head, ending)
    named = installed.by_name(found.media, ending) if found.fault is UnusableContent.NONE else None
    return found if named is None else known(named)


def _recognised(stream: IO[bytes], size: int, head: bytes, ending: str) -> DetectedMedia:
    if head.startswith(ZIP_MAGICS):
        return _zip(stream, size, head, ending)
    if head.startswith(OLE_MAGIC):
        return _ole(stream, size, ending)
    return (
        _by_magic(head)
        or _short_picture(head, ending, complete=len(head) >= size)
        or _by_text(head, ending, complete=len(head) >= size)
    )


def known(media: Media, words: str = "", fault: UnusableContent = UnusableContent.NONE) -> DetectedMedia:
    """Return the content with the usual words for its medium."""
    return DetectedMedia(media=media, words=words or kinds.words_of(media), fault=fault)


def _by_magic(head: bytes) -> DetectedMedia | None:
    if PDF_HEADER.match(head):
        return known(Media.PDF)
    found = kinds.BUILT_IN.starting(head)
    if found is not None and not (head.startswith((b"MZ", b"BZh", b"ID3")) and decode(head) is not None):
        return known(*found)  # "MZ", "BZh" and "ID3" may also begin a sentence
    return _boxed(head) or _by_structure(head) or _late_pdf(head)


def _short_picture(head: bytes, ending: str, *, complete: bool) -> DetectedMedia | None:
    """Pictures whose signature is a byte or two: only where the content is no text, or the ending says the same."""
    if ending not in PNM_ENDINGS and decode(head, complete=complete) is not None:
        return None
    words = next((words for pattern, words in SHORT_PICTURES if pattern.match(head)), "")
    if not words and ending in TGA_ENDINGS and head[1:2] in {b"\0", b"\1"} and head[2] in TGA_TYPES:
        words = "gambar TGA"
    return known(Media.PICTURE, words) if words else None


def _late_pdf(head: bytes) -> DetectedMedia | None:
    """A PDF behind other bytes; a text that only speaks of PDFs has no object after the header."""
    header = PDF_HEADER.search(head, 0, PDF_HEADER_REACH)
    if header is None or b" obj" not in head[header.end() :]:
        return None
    return known(Media.PDF)


def _boxed(head: bytes) -> DetectedMedia | None:
    """ISO base media (`ftyp`) and RIFF: the brand says which."""
    if head[:4] == b"RIFF":
        kinds = {b"WEBP": Media.WEBP, b"WAVE": Media.AUDIO, b"AVI ": Media.VIDEO}
        return known(kinds[head[8:12]]) if head[8:12] in kinds else None
    if head[4:8] != b"ftyp":
        return None
    length = min(int.from_bytes(head[:4], "big"), 256)
    brands = [head[8:12], *(head[i : i + 4] for i in range(16, length - 3, 4))]
    if brands[0] in AVIF_BRANDS or (AVIF_BRANDS.intersection(brands) and not {b"heic", b"heix"}.intersection(brands)):
        return known(Media.PICTURE, "gambar AVIF")
    if brands[0] in HEIC_BRANDS or (HEIC_BRANDS - {b"mif1", b"msf1"}).intersection(brands):
        return known(Media.HEIC)
    return known(Media.AUDIO if brands[0] in AUDIO_BRANDS else Media.VIDEO)


def _by_structure(head: bytes) -> DetectedMedia | None:
    """Formats whose magic is too short to stand alone."""
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in BMP_HEADER_SIZES:
        return known(Media.BMP)
    if head[257:262] == b"ustar":
        return known(Media.ZIP, "arsip TAR")
    if head[:1] == b"G" == head[TRANSPORT_PACKET : TRANSPORT_PACKET + 1] == head[2 * TRANSPORT_PACKET :][:1]:
        return known(Media.VIDEO) if b"\x00" in head else None
    if head.startswith(b"bplist00") and b"URL" in head and b"://" in head:
        return known(Media.LINK)
    return None


def _by_text(head: bytes, ending: str, *, complete: bool) -> DetectedMedia:
    text = decode(head, complete=complete)
    if text is None:
        return known(Media.UNKNOWN)
    if is_vector_picture(text):
        return known(Media.UNKNOWN, "gambar vektor SVG")
    return known(kind_of(text, ending))


def _zip(stream: IO[bytes], size: int, head: bytes, ending: str) -> DetectedMedia:
    odf = containers.odf_kind(head)
    names = containers.zip_names(stream, size)
    if names is None:
        return _cut_zip(head, odf, ending)
    if odf:
        kind = odf.removesuffix("-template")
        return known(ODF_MEDIA[kind]) if kind in ODF_MEDIA else known(Media.UNKNOWN, f"OpenDocument jenis {kind}")
    folded = {name.casefold().lstrip("/") for name in names}
    if "[content_types].xml" in folded:
        for folder, media in OPEN_XML_FOLDERS:
            if any(name.startswith(folder) for name in folded):
                binary = "xl/workbook.bin" in folded
                return known(Media.UNKNOWN, "lembar kerja biner (XLSB)") if binary else known(media)
    if {"content.xml", "meta-inf/manifest.xml"} <= folded and CONTAINER_ENDINGS.get(ending) in ODF_MEDIA.values():
        return known(CONTAINER_ENDINGS[ending])
    return known(Media.ZIP)


def _cut_zip(head: bytes, odf: str, ending: str) -> DetectedMedia:
    """An archive without its end; what it was to become is told by its first member and the ending."""
    first = containers.first_zip_name(head).casefold()
    office = odf in ODF_MEDIA or first.startswith(("[content_types]", "_rels/", "docprops/", "word/", "xl/", "ppt/"))
    media = ODF_MEDIA.get(odf) or CONTAINER_ENDINGS.get(ending, Media.ZIP) if office else Media.ZIP
    return known(media, fault=UnusableContent.CUT)


def _ole(stream: IO[bytes], size: int, ending: str) -> DetectedMedia:
    names = containers.ole_names(stream, size)
    folded = {name.casefold() for name in names}  # [MS-CFB] 2.6.4: names differ by more than case
    if "encryptedpackage" in folded:
        return known(CONTAINER_ENDINGS.get(ending, Media.UNKNOWN), "dokumen kantor terkunci", UnusableContent.LOCKED)
    media = next((media for name, media in OLE_STREAMS if name.casefold() in folded), None)
    if media is not None:
        return known(media)
    return known(Media.UNKNOWN, "berkas Office lama yang tidak dikenal" if names else "berkas Office lama yang rusak")
