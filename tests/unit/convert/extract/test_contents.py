"""The words of the first pages of every kind of file, read in children and kept by hash."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from PIL import Image, ImageDraw, ImageFont

from dossier.convert import read_contents
from dossier.convert.extract import contents, readers
from dossier.convert.run.pool import Limits
from dossier.errors import CannotConvertError
from dossier.model import CONTENT_LIMIT, ContentSource, EvidenceFile, Media
from dossier.state import typed_json
from tests.support import hostile, hostile_pdf, outside

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "NOTULEN RAPAT EVALUASI"


def words_of(source: Path, media: Media, folder: Path) -> str:
    """Return what the reader of this kind writes."""
    readers.read(source, folder / "teks.txt", media.value)
    return (folder / "teks.txt").read_text(encoding="utf-8")


def evidence_file(path: Path, media: Media) -> EvidenceFile:
    """Return a file as the scan gives it."""
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return EvidenceFile(path=path.name, disk_path=path.name, size=len(data), sha256=digest, media=media)


def word_file(path: Path, *lines: str) -> Path:
    """Write a Word file with these lines, the last in a table."""
    document = docx.Document()
    for line in lines[:-1]:
        document.add_paragraph(line)
    document.add_table(rows=1, cols=1).cell(0, 0).text = lines[-1]
    document.save(str(path))
    return path


LETTER = (
    "DAFTAR HADIR",
    "Acara : Rapat monitoring dan evaluasi pembangunan",
    "Hari/tanggal : Senin, 18 Agustus 2025",
    "Tempat : Aula kantor, lantai dua",
    "Pimpinan : Pegawai Satu, Notulis : Pegawai Dua",
)


def scanned_page(path: Path, *lines: str) -> Path:
    """Draw lines of text as a picture; a PDF where the name says so, without any text in it."""
    image = Image.new("L", (1654, 1000), 255)
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((150, 150 + number * 90), line, font=ImageFont.load_default(44), fill=0)
    image.save(path)
    return path


def test_a_pdf_gives_the_text_of_its_first_pages_only(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    source.write_bytes(hostile_pdf.drawn((f"{HEAD} SATU", "halaman kedua", "halaman ketiga", "halaman keempat")))
    text = words_of(source, Media.PDF, tmp_path)
    assert text.startswith(f"{HEAD} SATU")
    assert "ketiga" in text
    assert "keempat" not in text


def test_a_word_file_gives_its_lines_in_order(tmp_path: Path) -> None:
    source = word_file(tmp_path / "a.docx", HEAD, "Rapat : Evaluasi", "isi tabel")
    assert words_of(source, Media.DOCX, tmp_path).splitlines() == [HEAD, "Rapat : Evaluasi", "isi tabel"]


def test_a_workbook_gives_its_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["A3"] = "DATA NOMINATIF", "PEGAWAI", 2025
    book.save(tmp_path / "a.xlsx")
    assert words_of(tmp_path / "a.xlsx", Media.XLSX, tmp_path).splitlines() == ["DATA NOMINATIF PEGAWAI", "2025"]


def test_an_opendocument_text_gives_its_lines(tmp_path: Path) -> None:
    body = f"<text:h>{HEAD}</text:h><text:p>Isi rapat</text:p>"
    source = hostile.written(tmp_path, "a.odt", outside.open_document("text", body))
    assert words_of(source, Media.ODT, tmp_path).splitlines() == [HEAD, "Isi rapat"]


@pytest.mark.parametrize(
    ("media", "data", "expected"),
    [
        (Media.TEXT, f"{HEAD}\r\nisi".encode("utf-16"), [HEAD, "isi"]),
        (
            Media.HTML,
            b"<html><script>var rahasia=1</script><h1>NOTULEN RAPAT</h1><p>Evaluasi</p></html>",
            ["NOTULEN RAPAT", "Evaluasi"],
        ),
        (
            Media.EML,
            b"Subject: Undangan rapat\r\nFrom: a@b.c\r\nDate: Mon, 03 Mar 2025 10:00:00 +0700\r\n\r\nHadir semua\r\n",
            ["Perihal: Undangan rapat", "Tanggal: Mon, 03 Mar 2025 10:00:00 +0700", "", "Hadir semua"],
        ),
    ],
)
def test_text_pages_and_mails_give_what_people_read(
    tmp_path: Path, media: Media, data: bytes, expected: list[str]
) -> None:
    source = hostile.written(tmp_path, "a", data)
    assert words_of(source, media, tmp_path).splitlines() == expected


def test_a_long_text_is_cut(tmp_path: Path) -> None:
    source = hostile.written(tmp_path, "a.txt", b"kata panjang " * 5000)
    assert len(words_of(source, Media.TEXT, tmp_path)) <= CONTENT_LIMIT


@pytest.mark.parametrize(
    ("media", "data", "why"),
    [
        (Media.PDF, hostile_pdf.drawn(("", "")), contents.NO_LAYER),
        (Media.PDF, hostile_pdf.locked(hostile_pdf.drawn(("RAHASIA",))), readers.LOCKED),
        (Media.PDF, b"%PDF-1.7\nrusak", readers.UNREADABLE),
        (Media.TEXT, b"12 34", readers.NO_TEXT),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, media: Media, data: bytes, why: str) -> None:
    source = hostile.written(tmp_path, "a", data)
    with pytest.raises(CannotConvertError, match=why):
        words_of(source, media, tmp_path)


def test_every_kind_that_is_said_to_be_read_has_a_reader() -> None:
    assert set(readers.READERS) == contents.TEXTS


def test_a_text_is_read_once_and_then_kept(tmp_path: Path) -> None:
    cache = tmp_path / "isi"
    file = evidence_file(word_file(tmp_path / "a.docx", HEAD, "isi"), Media.DOCX)
    first = read_contents([file], tmp_path, cache)
    (tmp_path / "a.docx").unlink()
    assert read_contents([file], tmp_path, cache) == first
    assert first[file.sha256].text.startswith(HEAD)


def test_a_damaged_text_is_read_again(tmp_path: Path) -> None:
    cache = tmp_path / "isi"
    file = evidence_file(word_file(tmp_path / "a.docx", HEAD, "isi"), Media.DOCX)
    first = read_contents([file], tmp_path, cache)
    (entry,) = cache.rglob("*.json")
    entry.write_text(entry.read_text(encoding="ascii").replace("NOTULEN", "LAPORAN"), encoding="ascii")
    assert read_contents([file], tmp_path, cache) == first


def test_a_file_that_changed_meanwhile_is_not_kept(tmp_path: Path) -> None:
    file = evidence_file(word_file(tmp_path / "a.docx", HEAD, "isi"), Media.DOCX)
    word_file(tmp_path / "a.docx", "LAPORAN LAIN", "isi")
    content = read_contents([file], tmp_path, tmp_path / "isi")[file.sha256]
    assert "berubah" in (content.problem or "")
    assert not list((tmp_path / "isi").rglob("*.json"))


def test_a_scan_says_how_it_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = evidence_file(scanned_page(tmp_path / "scan.pdf", HEAD), Media.PDF)
    said = read_contents([file], tmp_path, tmp_path / "isi")[file.sha256].problem or ""
    assert contents.NO_LAYER in said
    assert "--ocr" in said
    monkeypatch.setattr(contents, "ocr_available", lambda: False)
    assert "pasang tesseract" in (read_contents([file], tmp_path, tmp_path / "isi")[file.sha256].problem or "")


@pytest.mark.parametrize(("name", "media"), [("scan.pdf", Media.PDF), ("foto.jpg", Media.JPEG)])
def test_pictures_of_text_are_read_when_asked(tmp_path: Path, name: str, media: Media) -> None:
    assert shutil.which("tesseract"), "the test run installs tesseract with its Indonesian data"
    file = evidence_file(scanned_page(tmp_path / name, "DAFTAR HADIR", "Acara : Rapat monitoring dan evaluasi"), media)
    content = read_contents([file], tmp_path, tmp_path / "isi", ocr=True)[file.sha256]
    assert content.source is ContentSource.OCR
    assert "DAFTAR HADIR" in content.text
    assert "monitoring" in content.text


def test_a_file_whose_reading_hangs_is_read_once_more_and_then_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossier.convert.extract.contents._CONVERTER", "tests.support.convert_rogues:reading_hangs")
    monkeypatch.setattr("dossier.convert.extract.contents.LIMITS", Limits(seconds=1.0))
    (tmp_path / "a.txt").write_text("Notulen rapat")
    file = evidence_file(tmp_path / "a.txt", Media.TEXT)
    said = [read_contents([file], tmp_path, tmp_path / "isi")[file.sha256].problem or "" for _ in range(2)]
    monkeypatch.setattr("dossier.convert.extract.contents.Workers", None)
    said.append(read_contents([file], tmp_path, tmp_path / "isi")[file.sha256].problem or "")
    assert all("belum selesai" in each for each in said)


def test_a_kept_text_is_not_looked_up_where_everything_is_asked_for_anew(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Notulen rapat pembangunan ZI")
    file = evidence_file(tmp_path / "a.txt", Media.TEXT)
    cache = tmp_path / "isi"
    first = read_contents([file], tmp_path, cache)[file.sha256]
    (entry,) = cache.rglob("*.json")
    kept = json.loads(entry.read_text())
    del kept["seal"]
    entry.write_text(typed_json.sealed(kept | {"content": kept["content"] | {"text": "lama"}}))
    assert read_contents([file], tmp_path, cache)[file.sha256].text == "lama"
    assert read_contents([file], tmp_path, cache, fresh=True)[file.sha256] == first


@pytest.mark.parametrize(
    ("name", "media", "turn"),
    [
        ("scan.pdf", Media.PDF, 180),
        ("foto.png", Media.PNG, 180),
        ("foto.png", Media.PNG, 90),
        ("a.png", Media.PNG, 270),
    ],
)
def test_a_scan_that_stands_wrong_is_turned_for_reading_and_says_so(
    tmp_path: Path, name: str, media: Media, turn: int
) -> None:
    path = scanned_page(tmp_path / "tegak.png", *LETTER)
    with Image.open(path) as upright:
        upright.rotate(turn, expand=True).save(tmp_path / name)
    file = evidence_file(tmp_path / name, media)
    found = [read_contents([file], tmp_path, tmp_path / "isi", ocr=True)[file.sha256] for _ in range(2)]
    assert "DAFTAR HADIR" in found[0].text
    assert found[0].turned == turn
    assert found[1] == found[0]


def test_a_scan_that_stands_upright_is_not_turned(tmp_path: Path) -> None:
    file = evidence_file(scanned_page(tmp_path / "tegak.png", *LETTER), Media.PNG)
    assert read_contents([file], tmp_path, tmp_path / "isi", ocr=True)[file.sha256].turned == 0
