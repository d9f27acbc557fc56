"""An .xls that is XML: its cells as a table, its words for matching, and what LibreOffice is given of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier import evidence
from dossier.convert import prepare
from dossier.convert.extract import readers
from dossier.convert.office import spreadsheet_xml, staging
from dossier.errors import CannotConvertError
from dossier.model import Media
from tests.support import office_2003
from tests.support.convert_reading import text_of

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    ("name", "text", "media"),
    [
        ("rekap.xls", office_2003.SPREADSHEET, Media.XLS_XML),
        ("rekap.xml", office_2003.SPREADSHEET, Media.XLS_XML),
        ("surat.doc", office_2003.WORD, Media.DOC_XML),
        ("rekap.xls", office_2003.WEB_ARCHIVE, Media.EML),
        ("surat.doc", office_2003.WEB_ARCHIVE, Media.EML),
        ("rekap.xls", "<html><table><tr><td>12</td></tr></table></html>", Media.HTML),
    ],
)
def test_what_programs_write_under_the_old_names_of_office_is_known_by_its_content(
    tmp_path: Path, name: str, text: str, media: Media
) -> None:
    written(tmp_path, name, text)
    (file,) = evidence.scan(tmp_path).files
    assert (file.media, file.problem) == (media, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [(office_2003.SPREADSHEET, "CONTOH rekap kehadiran"), (office_2003.WEB_ARCHIVE, "CONTOH rekap absensi")],
)
def test_such_a_workbook_is_bound_without_libreoffice(tmp_path: Path, text: str, words: str) -> None:
    folder = tmp_path / "bukti"
    folder.mkdir()
    written(folder, "rekap.xls", text)
    files = evidence.scan(folder).files
    (part,) = prepare(files, folder, tmp_path / "cache", office="internal", examine=evidence.examine)
    assert part.problem is None
    assert part.pdf is not None
    assert words in " ".join(text_of(part.pdf).split())


def test_cells_stand_where_they_belong_and_texts_stay_texts(tmp_path: Path) -> None:
    source, target = written(tmp_path, "rekap.xls", office_2003.SPREADSHEET), tmp_path / "hasil.pdf"
    made = spreadsheet_xml.convert(source, target)
    said = text_of(target)
    for word in ("Rekap 2025", "Pegawai Satu", "12,5", "04/03/2025", "=1+1 & sisanya"):
        assert word in said
    assert "baris rahasia" not in said
    assert "lembar bantu" not in said
    assert "lembar tersembunyi tidak dicetak: Bantu" in made.notes
    assert any("1 baris tersembunyi" in note for note in made.notes)


@pytest.mark.parametrize(
    "text",
    [
        office_2003.SPREADSHEET[:600],
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    ],
)
def test_a_cut_or_empty_workbook_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CannotConvertError):
        spreadsheet_xml.convert(written(tmp_path, "rekap.xls", text), tmp_path / "hasil.pdf")


def test_places_without_measure_cost_nothing(tmp_path: Path) -> None:
    text = office_2003.SPREADSHEET.replace('ss:Index="3"', 'ss:Index="99999999999"').replace(
        'ss:MergeAcross="1"', 'ss:MergeAcross="9999999" ss:MergeDown="9999999"'
    )
    source = written(tmp_path, "rekap.xls", text)
    assert spreadsheet_xml.convert(source, tmp_path / "hasil.pdf").pages >= 1


def test_its_words_are_read_for_matching(tmp_path: Path) -> None:
    target = tmp_path / "teks"
    readers.read(written(tmp_path, "rekap.xls", office_2003.SPREADSHEET), target, Media.XLS_XML.value)
    assert "CONTOH rekap kehadiran\nPegawai Satu 12.5" in target.read_text(encoding="utf-8")


def test_libreoffice_is_given_values_and_no_document_type(tmp_path: Path) -> None:
    head = '<?xml version="1.0"?><!DOCTYPE Workbook [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    text = office_2003.SPREADSHEET.replace('<?xml version="1.0"?>', head)
    staged = tmp_path / "dok.xls"
    staging.stage(written(tmp_path, "rekap.xls", text), staged)
    said = staged.read_text(encoding="utf-8")
    assert "TODAY" not in said
    assert "DOCTYPE" not in said
    assert "CONTOH rekap kehadiran" in said
