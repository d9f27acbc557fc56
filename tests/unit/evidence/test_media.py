"""Files are told apart by content; the ending decides only between kinds of text."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.evidence import kinds, media, scan_messages, tree_walk
from dossier.evidence.media import UnusableContent
from dossier.model import Media, Severity
from tests.support import hostile, hostile_office, hostile_pdf, hostile_pictures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AS_PDF = "yang tidak dapat dimuat. Simpan sebagai PDF atau JPG."
DOWNLOAD = "Unduh dokumennya sebagai PDF dan simpan di sini."
PNG = b"\x89PNG\r\n\x1a\n"


def recognised(content: bytes, ending: str = "") -> media.DetectedMedia:
    return media.recognise(io.BytesIO(content), len(content), ending)


def ftyp(brand: bytes, *compatible: bytes) -> bytes:
    body = b"ftyp" + brand + b"\0\0\0\0" + b"".join(compatible)
    return struct.pack(">I", len(body) + 4) + body


def zipped(*member_names: str) -> bytes:
    return hostile_office.zip_of([(name, b"<x/>") for name in member_names])


CASES: tuple[tuple[str, bytes, str, Media], ...] = (
    ("a text is no picture", b"Ini teks biasa.\n", ".jpg", Media.TEXT),
    ("a text is no Word file", b"Ini teks biasa.\n", ".docx", Media.TEXT),
    ("Word inside a file named zip", zipped("[Content_Types].xml", "word/document.xml"), ".zip", Media.DOCX),
    ("Word whose parts come late", zipped("docProps/a", "word/document.xml", "[Content_Types].xml"), "", Media.DOCX),
    ("Word with back slashes in its parts", zipped("[Content_Types].xml", "word\\document.xml"), "", Media.DOCX),
    ("Excel", zipped("[Content_Types].xml", "xl/workbook.xml"), ".docx", Media.XLSX),
    ("PowerPoint", zipped("[Content_Types].xml", "ppt/presentation.xml"), "", Media.PPTX),
    ("binary Excel", zipped("[Content_Types].xml", "xl/workbook.bin"), ".xlsb", Media.UNKNOWN),
    ("a plain archive", zipped("a.txt"), ".docx", Media.ZIP),
    ("an empty archive", b"PK\x05\x06" + bytes(18), "", Media.ZIP),
    ("an archive behind other bytes is what its beginning says", b"MZ\0" + zipped("a"), ".exe", Media.UNKNOWN),
    ("OpenDocument text", hostile_office.odt_bytes("text"), "", Media.ODT),
    ("OpenDocument sheet", hostile_office.odt_bytes("spreadsheet"), ".odt", Media.ODS),
    ("OpenDocument slides", hostile_office.odt_bytes("presentation"), "", Media.ODP),
    ("OpenDocument drawing", hostile_office.odt_bytes("graphics"), "", Media.UNKNOWN),
    ("OpenDocument without its first member", zipped("content.xml", "META-INF/manifest.xml"), ".ods", Media.ODS),
    ("old Word", hostile_office.ole(("WordDocument", "1Table")), "", Media.DOC),
    ("old Excel", hostile_office.ole(("Workbook",)), ".doc", Media.XLS),
    ("old PowerPoint", hostile_office.ole(("PowerPoint Document",)), "", Media.PPT),
    ("Outlook mail", hostile_office.ole(("__properties_version1.0",)), "", Media.MSG),
    ("old Excel with its stream in capitals", hostile_office.ole(("BOOK",)), ".xls", Media.XLS),
    ("OLE with other streams", hostile_office.ole(("Catalog",)), "", Media.UNKNOWN),
    ("PDF", b"%PDF-1.7\n", ".jpg", Media.PDF),
    ("PDF behind other bytes", b"\x00sampah\n" * 100 + b"%PDF-1.4\n1 0 obj\n", ".pdf", Media.PDF),
    ("PDF beyond the reach of readers", b"\x00" * 1100 + b"%PDF-1.4\n1 0 obj\n", ".pdf", Media.UNKNOWN),
    ("a text that speaks of PDF", b"Simpan sebagai %PDF-1.4 ya", ".txt", Media.TEXT),
    ("JPEG", b"\xff\xd8\xff\xe0", "", Media.JPEG),
    ("PNG named JPG", PNG, ".jpg", Media.PNG),
    ("HEIC", ftyp(b"heic", b"mif1", b"heic"), ".jpg", Media.HEIC),
    ("HEIC under its general brand", ftyp(b"mif1", b"mif1", b"heic"), "", Media.HEIC),
    ("AVIF under the general brand", ftyp(b"mif1", b"avif"), ".heic", Media.PICTURE),
    ("JPEG 2000", b"\x00\x00\x00\x0cjP  \r\n\x87\n", "", Media.PICTURE),
    ("Photoshop", b"8BPS\x00\x01" + bytes(20), "", Media.PICTURE),
    ("icon", b"\0\0\1\0\1\0\x10\x10" + bytes(20), "", Media.PICTURE),
    ("binary PPM", b"P6\n2 2\n255\n\x00\xff\x80" * 3, "", Media.PICTURE),
    ("a text that begins like a PPM", b"P6 2 orang hadir", ".txt", Media.TEXT),
    ("TGA by its ending", b"\0\0\2" + bytes(30) + b"\xff", ".tga", Media.PICTURE),
    ("the same without the ending", b"\0\0\2" + bytes(30) + b"\xff", "", Media.UNKNOWN),
    ("MP4", ftyp(b"isom", b"isom", b"mp42"), "", Media.VIDEO),
    ("M4A", ftyp(b"M4A ", b"M4A "), "", Media.AUDIO),
    ("WebP", b"RIFF\x24\0\0\0WEBPVP8 ", ".png", Media.WEBP),
    ("WAV", b"RIFF\x24\0\0\0WAVEfmt ", "", Media.AUDIO),
    ("BMP", b"BM" + bytes(12) + struct.pack("<I", 40), "", Media.BMP),
    ("a text that begins with BM", b"BMKG Jambi: cuaca cerah", ".txt", Media.TEXT),
    ("a text that begins with MZ", b"MZ adalah singkatan", ".txt", Media.TEXT),
    ("RTF named DOC", b"{\\rtf1 isi}", ".doc", Media.RTF),
    ("RAR", b"Rar!\x1a\x07\x00", "", Media.ZIP),
    ("web page", b"<!DOCTYPE html><html>", ".pdf", Media.HTML),
    ("web page behind comments", b"<!-- a --><!-- b -->\n<html>", "", Media.HTML),
    ("piece of a web page by its ending", b"<p>isi</p>", ".htm", Media.HTML),
    ("table exported as Excel", b"<table><tr><td>1</td></tr></table>", ".xls", Media.HTML),
    ("tabs exported as Excel", b"No\tNama\n1\tPegawai Satu\n", ".xls", Media.CSV),
    ("SVG", b'<?xml version="1.0"?><svg xmlns="x"/>', ".svg", Media.UNKNOWN),
    ("Windows link", b"[InternetShortcut]\r\nURL=https://a/\r\n", "", Media.LINK),
    ("Windows link behind a property", b"[{000214A0}]\r\nProp3=19,2\r\n[InternetShortcut]\r\nURL=x", "", Media.LINK),
    ("macOS link", b"<plist><dict><key>URL</key><string>x</string></dict></plist>", "", Media.LINK),
    ("binary macOS link", b"bplist00\xd1\x01\x02SURL_\x10\x14https://contoh.invalid", ".webloc", Media.LINK),
    ("bare address by its ending", b"https://contoh.invalid/x", ".url", Media.LINK),
    ("bare address in a note", b"https://contoh.invalid/x", ".txt", Media.LINK),
    ("addresses with labels in a table", b"Link bukti: https://contoh.invalid/x\n2. s.id/zi\n", ".csv", Media.LINK),
    ("an address in a sentence", b"Lihat https://contoh.invalid/x untuk undangan", ".txt", Media.TEXT),
    ("Linux link", b"[Desktop Entry]\nType=Link\nURL=https://contoh.invalid/x\n", ".desktop", Media.LINK),
    ("Linux link behind a remark", b"# x\n[Desktop Entry]\nURL[$e]=https://a/\n", ".txt", Media.LINK),
    ("Linux program", b"[Desktop Entry]\nType=Application\nExec=x\n", ".desktop", Media.TEXT),
    ("mail", b"Return-Path: <a@b>\r\nFrom: a@b\r\nSubject: x\r\n\r\nisi", ".txt", Media.EML),
    ("minutes with headings are no mail", b"Subject: Rapat\nDate: Selasa\nTo: Tim\n\nisi", ".txt", Media.TEXT),
    ("table", b"No,Nama\n1,A\n", ".csv", Media.CSV),
    ("the same without its ending", b"No,Nama\n1,A\n", "", Media.TEXT),
    ("Markdown", b"# Judul\n", ".md", Media.MARKDOWN),
    ("the same as text", b"# Judul\n", ".txt", Media.TEXT),
    ("old 8-bit text", "Café résumé".encode("latin-1"), ".txt", Media.TEXT),
    ("UTF-16 text", "Teks".encode("utf-16"), ".txt", Media.TEXT),
    ("UTF-16 Windows link", "[InternetShortcut]\r\nURL=x".encode("utf-16"), ".url", Media.LINK),
    ("noise", bytes(range(256)), ".pdf", Media.UNKNOWN),
    ("a single zero", b"\0", "", Media.UNKNOWN),
)


@pytest.mark.parametrize(("content", "ending", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_content_decides_what_a_file_is(content: bytes, ending: str, expected: Media) -> None:
    assert recognised(content, ending).media is expected


def test_a_text_cut_inside_a_character_at_the_end_of_what_is_read_is_still_text() -> None:
    content = b"x" * (media.HEAD_LENGTH - 1) + "é".encode() + b"isi"
    assert recognised(content, ".txt").media is Media.TEXT


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"<!---->" * 9000 + b"x", ".html"),
        (b"<!--" * 16000, ".html"),
        (b"<p " * 21000, ".html"),
        (b"<plist" * 10000 + b"<key>" + b" " * 3000, ".webloc"),
        (b"\n" * 64000, ".url"),
        (b"A:" * 32000, ".eml"),
        (b"[" * 64000, ".url"),
    ],
)
def test_texts_made_to_keep_a_pattern_busy_are_answered(content: bytes, ending: str) -> None:
    assert recognised(content, ending).media in {Media.TEXT, Media.HTML, Media.EML}


@given(st.binary(max_size=3000), st.sampled_from(["", ".pdf", ".docx", ".xls", ".csv", ".url", ".lnk"]))
def test_any_bytes_are_recognised_and_judged(content: bytes, ending: str) -> None:
    found = recognised(content, ending)
    scan_messages.problem_of(found, ending)
    scan_messages.mismatch_of(found, ending)


@given(st.binary(max_size=1600), st.sampled_from([hostile_office.OLE_MAGIC, b"PK\x03\x04", b"PK\x05\x06", PNG]))
def test_any_bytes_behind_a_known_beginning_are_recognised(content: bytes, magic: bytes) -> None:
    recognised(magic + content, ".docx")


@given(st.integers(0, 1535), st.integers(0, 255))
def test_an_old_office_file_with_one_wrong_byte_is_recognised(place: int, value: int) -> None:
    content = bytearray(hostile_office.ole(("WordDocument",)))
    content[place] = value
    recognised(bytes(content), ".doc")


def test_a_ring_of_directory_sectors_comes_to_an_end() -> None:
    content = bytearray(hostile_office.ole(("Lain",)))
    struct.pack_into("<I", content, 512 + 4, 1)
    assert recognised(bytes(content)).media is Media.UNKNOWN


def test_a_locked_office_file_is_named_as_such(tmp_path: Path) -> None:
    content = recognised(hostile_office.locked_docx(tmp_path).read_bytes(), ".docx")
    assert (content.media, content.fault) == (Media.DOCX, UnusableContent.LOCKED)
    assert "kata sandi" in str(scan_messages.problem_of(content, ".docx"))


def test_half_an_office_file_is_named_as_such(tmp_path: Path) -> None:
    content = recognised(hostile_office.docx_cut(tmp_path).read_bytes(), ".docx")
    assert (content.media, content.fault) == (Media.DOCX, UnusableContent.CUT)
    assert "terpotong" in str(scan_messages.problem_of(content, ".docx"))


@pytest.mark.parametrize(
    ("content", "ending", "problem"),
    [
        (b"teks", ".jpg", "JPG ini bukan gambar: isinya teks. Minta berkas aslinya."),
        (b"teks", ".docx", "DOCX ini bukan dokumen Word: isinya teks. Minta berkas aslinya."),
        (b"<html>", ".pdf", "PDF ini bukan PDF: isinya halaman web. Minta berkas aslinya."),
        (zipped("a"), ".xlsx", "XLSX ini bukan lembar kerja Excel: isinya arsip ZIP. Minta berkas aslinya."),
        (b"\0", ".png", "PNG ini bukan gambar: isinya data yang tidak dikenal. Minta berkas aslinya."),
        (b"\0", ".dat", f"Berkas ini berisi data yang tidak dikenal, {AS_PDF}"),
        (b"L\0\0\0\x01\x14\x02\0", ".lnk", f"LNK ini hanya penunjuk ke dokumen di tempat lain. {DOWNLOAD}"),
    ],
)
def test_a_disguise_is_a_problem_that_says_what_to_ask_for(content: bytes, ending: str, problem: str) -> None:
    assert scan_messages.problem_of(recognised(content, ending), ending) == problem


@pytest.mark.parametrize(
    ("content", "ending", "severity"),
    [
        (PNG, ".jpg", Severity.NOTE),
        (b"{\\rtf1}", ".doc", Severity.NOTE),
        (b"<table>", ".xls", Severity.NOTE),
        (b"%PDF-1.4", ".jpg", Severity.WARNING),
        (b"%PDF-1.4", ".txt", Severity.WARNING),
    ],
)
def test_a_wrong_ending_on_sound_content_is_only_remarked_on(content: bytes, ending: str, severity: Severity) -> None:
    found = recognised(content, ending)
    remark = scan_messages.mismatch_of(found, ending)
    assert scan_messages.problem_of(found, ending) is None
    assert remark is not None
    assert remark.severity is severity


@pytest.mark.parametrize("ending", ["", ".pdf", ".PDF.pdf", ".dat"])
def test_a_right_or_unknown_ending_is_not_remarked_on(ending: str) -> None:
    folded = tree_walk.ending_of(f"x{ending}")
    assert scan_messages.mismatch_of(recognised(b"%PDF-1.4", folded), folded) is None


def test_every_medium_has_words() -> None:
    assert set(kinds.BUILT_IN.words) == set(Media)
    assert all(kinds.BUILT_IN.words.values())


def test_the_makers_of_sound_files_make_what_they_say(tmp_path: Path) -> None:
    made: dict[Callable[[Path], Path], Media] = {
        hostile_pdf.plain_pdf: Media.PDF,
        hostile_pdf.late_header_pdf: Media.PDF,
        hostile_pdf.looping_pages_pdf: Media.PDF,
        hostile_pictures.exif_jpeg: Media.JPEG,
        hostile_pictures.lying_png: Media.PNG,
        hostile_pictures.pages_tiff: Media.TIFF,
        hostile_pictures.animated_gif: Media.GIF,
        hostile_office.plain_docx: Media.DOCX,
        hostile_office.plain_xlsx: Media.XLSX,
        hostile.windows_link: Media.LINK,
        hostile.mac_link: Media.LINK,
        hostile.entity_link: Media.LINK,
        hostile.mail: Media.EML,
    }
    assert {maker: recognised(maker(tmp_path).read_bytes()).media for maker in made} == made
