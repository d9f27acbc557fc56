"""Plans written as headings and numbered paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx import Document

from dossier.convert.grids.sheet_grid import TextLine
from dossier.importing import import_page
from dossier.importing.plan_import import ImportOptions, import_plan
from dossier.importing.prose_lists import table_of_prose
from dossier.importing.questions_asked import Answers
from dossier.state.workspace import Workspace
from tests.support.plan_tables import INDEX

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.importing.plan_import import ImportResult

TEXT = """\
RENCANA KERJA PEMBANGUNAN ZONA INTEGRITAS BALAI CONTOH TAHUN 2025
I. Manajemen Perubahan (5%)
Indikator yang perlu dilakukan, yaitu :
1. Tim Kerja.
Tim kerja adalah tim yang dibentuk oleh kepala.
1) Menyiapkan daftar pegawai;
Kegiatan tersebut dilengkapi dengan data dukung :
- Daftar pegawai
a) Penentuan anggota tim dipilih melalui prosedur/mekanisme yang jelas.
Langkah aksi:
(1) Rapat penentuan tim
Data dukung: Berita acara; SK Tim Kerja
Target waktu: Januari 2025
2. Rencana Pembangunan Zona Integritas
a) Terdapat dokumen rencana kerja pembangunan Zona Integritas menuju WBK/WBBM
Bukti dukung :
- Dokumen rencana kerja
II. Penataan Tatalaksana
1. SOP
a) SOP mengacu pada peta proses bisnis instansi
"""


def lines(text: str = TEXT) -> list[TextLine]:
    return [TextLine(place=f"baris {number}", text=line) for number, line in enumerate(text.splitlines(), start=1)]


def imported(folder: Path, path: Path, **given: str) -> ImportResult:
    return import_plan(Workspace(folder), [path], Answers(given=given), ImportOptions(replace=True))


def test_headings_and_numbered_paragraphs_become_a_table_nobody_has_to_trust() -> None:
    table = table_of_prose(lines(), INDEX)
    assert table is not None
    assert table.low_trust
    sentences = {row[2]: row for row in table.rows if row[2]}
    assert list(sentences)[1:] == [
        "1. Tim Kerja",
        "a) Penentuan anggota tim dipilih melalui prosedur/mekanisme yang jelas.",
        "a) Terdapat dokumen rencana kerja pembangunan Zona Integritas menuju WBK/WBBM",
        "a) SOP mengacu pada peta proses bisnis instansi",
    ]
    row = sentences["a) Penentuan anggota tim dipilih melalui prosedur/mekanisme yang jelas."]
    assert row[3:6] == ("(1) Rapat penentuan tim", "Berita acara; SK Tim Kerja", "Januari 2025")
    assert [each[0] for each in table.rows if each[0]] == ["Area", "Manajemen Perubahan", "Penataan Tatalaksana"]


def test_a_text_without_areas_or_questions_is_no_plan() -> None:
    assert table_of_prose(lines("Surat undangan rapat\n1. Kepala Balai\n2. Sekretaris"), INDEX) is None
    assert table_of_prose(lines("I. Manajemen Perubahan\n1. Kopi\n2. Teh"), INDEX) is None


def test_every_row_is_doubtful_and_the_plan_stays_open_until_a_person_has_looked(tmp_path: Path) -> None:
    path = tmp_path / "rencana.txt"
    path.write_text(TEXT, encoding="utf-8")
    result = imported(tmp_path, path, waktu="Mei", waktu_kosong="biarkan kosong")
    outcome = result.outcome
    assert outcome is not None
    assert [question.key for question in outcome.answers.open] == ["sudah_diperiksa"]
    doubted = {text.partition(":")[0] for _, text in outcome.doubts}
    assert {each.code for each in outcome.plan.indicators} <= doubted
    assert "Setiap barisnya meragukan" in import_page.import_page(outcome, ["rencana.txt"])
    looked = imported(tmp_path, path, waktu="Mei", waktu_kosong="biarkan kosong", sudah_diperiksa="sudah")
    refused = imported(tmp_path, path, waktu="Mei", waktu_kosong="biarkan kosong", sudah_diperiksa="belum")
    assert looked.outcome is not None
    assert refused.outcome is not None
    assert not looked.outcome.answers.open
    assert refused.outcome.answers.open


def test_a_word_document_without_a_table_is_read_by_its_paragraphs(tmp_path: Path) -> None:
    document = Document()
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "rencana.docx"))
    result = imported(tmp_path, tmp_path / "rencana.docx")
    assert result.outcome is not None
    assert {each.lke for each in result.outcome.plan.indicators} >= {("A.1.I.i.b",), ("A.1.I.ii.a",), ("A.1.II.i.a",)}


def test_a_web_page_of_lists_is_read_by_its_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "rencana.html"
    body = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
    path.write_text(f"<!doctype html><html><body>{body}</body></html>", encoding="utf-8")
    result = imported(tmp_path, path)
    assert result.outcome is not None
    assert result.outcome.table.low_trust
