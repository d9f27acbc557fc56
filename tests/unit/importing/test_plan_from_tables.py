"""Tables of other units and the plans that they become."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.convert.grids.sheet_grid import grid_of
from dossier.importing.draft_documents import documents_of
from dossier.importing.plan_from_tables import plan_from
from dossier.importing.plan_import import read_files
from dossier.importing.questions_asked import Answers
from tests.support.plan_tables import (
    HEAD,
    INDEX,
    LAYERED_CELLS,
    LIKE_THE_SHEET,
    ROWS,
    SIX_COLUMNS,
    codes,
    items,
    outcome_of,
    outcome_of_rows,
    write_month_grid,
    write_workbook,
)

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.convert.grids.sheet_grid import SheetGrid

ABOVE = {"waktu_kosong": "sama dengan di atas"}


def test_six_columns_with_continued_rows_keep_the_numbers_of_the_table() -> None:
    outcome = outcome_of(SIX_COLUMNS, ABOVE)
    assert list(codes(outcome)) == ["I.1.1", "I.1.2", "I.2.1", "I.2.2", "V.5.1"]
    assert [area.title for area in outcome.plan.areas] == ["MANAJEMEN PERUBAHAN", "PENGUATAN PENGAWASAN"]
    assert (outcome.plan.year, outcome.plan.unit) == (2025, "Balai Contoh")
    assert outcome.table.aside == {"% REALISASI": 5}
    assert [row.why for row in outcome.table.skipped] == ["di atas tabel", "nomor kolom", "kepala tabel yang berulang"]


def test_a_title_in_capitals_keeps_the_abbreviations_of_any_office(tmp_path: Path) -> None:
    title = "RENCANA KERJA PEMBANGUNAN ZONA INTEGRITAS DINAS DUKCAPIL DAN BPS KELAS II (RSUD) UJI CONTOH TAHUN 2025"
    rest = SIX_COLUMNS.read_text(encoding="utf-8").partition("\n")[2]
    table = tmp_path / "rencana.csv"
    table.write_text(f"{title}\n{rest}", encoding="utf-8")
    plan = outcome_of(table, ABOVE).plan
    assert plan.unit == "Dinas Dukcapil dan BPS Kelas II (RSUD) Uji Contoh"
    assert plan.title.startswith("Rencana Kerja Pembangunan Zona Integritas ")


def test_a_sentence_cut_by_a_page_is_joined_and_evidence_alone_goes_on() -> None:
    indicator = codes(outcome_of(SIX_COLUMNS, ABOVE))["I.2.2"]
    assert indicator.statement == "b. Hasil monev ditindaklanjuti oleh seluruh bidang secara berkala."
    assert indicator.evidence == "- Bukti tindak lanjut\n- Dokumentasi"
    assert items(indicator) == [
        ("Bukti tindak lanjut hasil monev ZI", "tabel-tindak-lanjut"),
        ("Dokumentasi tindak lanjut monev ZI", "dokumentasi"),
    ]


def test_sentences_in_lower_case_are_rows_of_their_own_where_no_sentence_has_a_letter() -> None:
    rows = [
        list(HEAD),
        ["1", "Perencanaan", "dokumen perencanaan sudah ada", "Menyusun", "Renstra", "Mei"],
        ["", "", "dokumen perencanaan berorientasi hasil", "Menyusun IKU", "IKU", "Juni"],
    ]
    outcome = outcome_of_rows(rows)
    assert outcome is not None
    assert len(outcome.plan.indicators) == 2


def test_a_time_with_outcomes_gives_a_schedule_and_a_note() -> None:
    indicator = codes(outcome_of(SIX_COLUMNS, ABOVE))["I.1.1"]
    assert indicator.schedule == "Januari 2025"
    assert indicator.due.startswith("Januari 2025\n1. Komitmen")
    assert "sasaran" in indicator.notes[0]


def test_an_empty_time_takes_that_above_only_where_a_person_says_so() -> None:
    answered, asked = codes(outcome_of(SIX_COLUMNS, ABOVE)), outcome_of(SIX_COLUMNS)
    assert answered["I.1.2"].schedule == "Januari 2025"
    assert codes(asked)["I.1.2"].schedule == ""
    assert "waktu_kosong" in [question.key for question in asked.answers.open]


def test_a_merged_time_cell_counts_without_a_question(tmp_path: Path) -> None:
    outcome = outcome_of(write_workbook(tmp_path / "a.xlsx"))
    assert codes(outcome)["I.1.2"].schedule == "Januari 2025"
    assert codes(outcome)["I.1.2"].due == ""
    assert not [question for question in outcome.answers.open if question.is_time]
    assert any("Rahasia" in note for note in _notes(tmp_path / "a.xlsx"))


def _notes(path: Path) -> list[str]:
    return list(read_files([path]).notes)


def test_names_of_general_words_get_their_matter() -> None:
    found = codes(outcome_of(SIX_COLUMNS, ABOVE))
    assert items(found["I.1.2"]) == [
        ("Notulen rapat pemilihan anggota", "notulen"),
        ("Daftar hadir rapat pemilihan anggota", "daftar-hadir"),
        ("Foto rapat pemilihan anggota", "dokumentasi"),
    ]
    assert items(found["V.5.1"]) == [("SK penanganan benturan kepentingan", "sk")]
    assert [name for name, _ in items(found["I.2.1"])] == [
        "Undangan rapat evaluasi ZI",
        "Daftar hadir rapat evaluasi ZI",
        "Notulensi rapat evaluasi ZI",
        "Lembar monev ZI",
    ]


def test_an_export_like_the_sheet_gives_keys_and_codes_of_both_halves() -> None:
    outcome = outcome_of(LIKE_THE_SHEET)
    assert {code: each.lke for code, each in codes(outcome).items()} == {
        "I.1.1": ("A.1.I.i.a",),
        "I.1.2": ("A.1.I.i.b",),
        "V.2.1": ("A.1.V.ii.b",),
        "R.I.1.1": ("A.2.I.i.a",),
    }
    assert codes(outcome)["I.1.1"].person == "Pegawai Satu"


def test_a_table_without_times_asks_once_and_stays_without_dates() -> None:
    outcome = outcome_of(LIKE_THE_SHEET)
    assert [question.key for question in outcome.answers.open if question.is_time] == ["waktu"]
    assert not any(each.schedule for each in outcome.plan.indicators)
    answered = outcome_of(LIKE_THE_SHEET, {"waktu": "Desember"})
    assert {each.schedule for each in answered.plan.indicators} == {"Desember"}


def test_a_period_in_one_paper_repeats_that_paper_only() -> None:
    found = codes(outcome_of(LIKE_THE_SHEET))["V.2.1"].items
    assert [(item.kind, item.schedule, item.once) for item in found] == [
        ("piagam", "", True),
        ("penilaian-risiko", "", True),
        ("laporan", "triwulanan", False),
        ("sk", "", True),
    ]


def test_a_person_chooses_team_or_reform_by_answers() -> None:
    outcome = outcome_of(LIKE_THE_SHEET, {"penanggung_jawab": "Tim Kerja Terkait", "reform": "tidak"})
    assert codes(outcome)["V.2.1"].person == "Tim SPIP"
    assert "R.I.1.1" not in codes(outcome)
    assert len(outcome.plan.unplaced) == 1


def test_layered_cells_are_cut_by_their_own_marks() -> None:
    found = codes(outcome_of(LAYERED_CELLS))
    assert list(found) == ["I.1.1", "II.1.1", "II.2.1", "V.4.1", "R.I.1.1"]
    assert items(found["II.1.1"]) == [("SOP teknis dan nonteknis", "sop"), ("Dokumen SOP inovasi", "sop")]
    assert items(found["V.4.1"]) == [("Laporan WBS", "laporan")]
    assert [name for name, _ in items(found["II.2.1"])] == [
        "Daftar aplikasi",
        "Tangkapan layar aplikasi",
        "Laporan pemanfaatan",
    ]
    assert items(found["R.I.1.1"]) == [("Jumlah agen perubahan", "data")]


def test_marks_and_filled_cells_of_a_month_grid_are_due_times(tmp_path: Path) -> None:
    path = write_month_grid(tmp_path / "b.xlsx")
    outcome = outcome_of(path, {"tanda_berurutan": "akhir blok"})
    assert [each.schedule for each in outcome.plan.indicators] == ["Maret, Juni", "setiap bulan", "April"]
    assert outcome.plan.indicators[0].person == "Tim 1"
    left_open = outcome_of(path)
    assert [each.schedule for each in left_open.plan.indicators] == ["Maret, Juni", "setiap bulan", ""]


def test_a_flat_list_of_questions_gets_area_and_component_from_the_sheet() -> None:
    rows = [
        ["No", "Pertanyaan", "Dokumen"],
        ["1", "Unit kerja telah membentuk tim untuk melakukan pembangunan Zona Integritas", "SK Tim"],
        ["2", "Telah terdapat kebijakan penanganan gratifikasi yang disusun sendiri", "SK UPG"],
        ["3", "Penanganan Benturan Kepentingan telah diimplementasikan", "Laporan"],
    ]
    outcome = outcome_of_rows(rows)
    assert outcome is not None
    assert {area.code: area.title for area in outcome.plan.areas} == {
        "I": "Manajemen Perubahan",
        "V": "Penguatan Pengawasan",
    }
    assert codes(outcome)["I.1.1"].lke == ("A.1.I.i.a",)


def test_rows_of_one_sentence_each_with_a_paper_are_one_indicator() -> None:
    rows = [["Pertanyaan", "Dokumen"], ["Tim bekerja", "SK Tim"], ["Tim bekerja", "Notulen rapat tim"]]
    outcome = outcome_of_rows(rows)
    assert outcome is not None
    (indicator,) = outcome.plan.indicators
    assert items(indicator)[0][0].startswith("SK")
    assert len(indicator.items) == 2


def test_one_row_a_paper_with_markup_and_own_times() -> None:
    place, question = ["I. MANAJEMEN PERUBAHAN", "1.. Penyusunan Tim Kerja"], "a. Apakah tim kerja telah dibentuk?"
    rows = [
        ["Area", "Komponen", "Pertanyaan", "Jawaban", "Data Dukung"],
        [*place, question, "Ya", "<p>a. SK Tim</p><p>b. Foto rapat</p>"],
        [*place, question, "Ya", "Notulen rapat setiap bulan"],
        [*place, "b. Apakah public campaign telah dilakukan?", "Ya", "Sampling: Bulan Januari, Februari, Maret"],
    ]
    outcome = outcome_of_rows(rows)
    assert outcome is not None
    first, second = outcome.plan.indicators
    assert [(item.kind, item.schedule, item.once) for item in first.items] == [
        ("sk", "", True),
        ("dokumentasi", "", True),
        ("notulen", "setiap bulan", False),
    ]
    assert [(item.name, item.schedule) for item in second.items] == [
        ("Bukti public campaign", "Januari, Februari, Maret")
    ]


def test_a_numbered_parent_column_is_the_component() -> None:
    rows = [
        ["Rencana Aksi", "", "Rincian Kegiatan", "", "Target", "", "", "", "", "PIC"],
        ["No", "Uraian", "No", "Uraian", "Output", "Quarter A", "Quarter B", "Quarter C", "Quarter D", ""],
        ["1", "Pembentukan tim ZI", "1", "Rapat pembentukan", "Notulen", "x", "", "", "", "Ani"],
        ["", "", "2", "Penetapan tim", "SK Tim", "", "x", "", "", "Budi"],
        ["2", "Sosialisasi ZI", "1", "Sosialisasi internal", "Foto", "", "", "", "x", "Ani"],
    ]
    outcome = outcome_of_rows(rows)
    assert outcome is not None
    titles = [component.title for area in outcome.plan.areas for component in area.components]
    assert titles == ["Pembentukan tim ZI", "Sosialisasi ZI"]
    assert [(each.schedule, each.person) for each in outcome.plan.indicators] == [
        ("Maret", "Ani"),
        ("Juni", "Budi"),
        ("Desember", "Ani"),
    ]


def test_level_rows_of_the_evaluation_sheet_give_halves_areas_and_components() -> None:
    rows = [
        ["NO", "PENILAIAN", "BOBOT", "JAWABAN", "DATA DUKUNG"],
        ["A", "PENGUNGKIT", "60", "", ""],
        ["I", "PEMENUHAN", "30", "", ""],
        ["1", "MANAJEMEN PERUBAHAN", "4", "", ""],
        ["i.", "Penyusunan Tim Kerja", "0,5", "", ""],
        ["a.", "Unit kerja telah membentuk tim", "", "Ya", "SK Tim"],
        ["2", "PENATAAN TATALAKSANA", "3,5", "", ""],
        ["i.", "Prosedur Operasional Tetap", "1", "", ""],
        ["a.", "SOP mengacu pada peta proses bisnis", "", "A", "SOP"],
        ["II", "REFORM", "30", "", ""],
        ["1", "MANAJEMEN PERUBAHAN", "4", "", ""],
        ["i.", "Komitmen dalam Perubahan", "2", "", ""],
        ["a.", "Agen perubahan telah membuat perubahan", "", "80", "Laporan agen perubahan"],
    ]
    outcome = outcome_of_rows(rows)
    assert outcome is not None
    assert list(codes(outcome)) == ["I.1.1", "II.1.1", "R.I.1.1"]
    assert "area" not in [each.question.key for each in outcome.answers.settled]


def test_a_component_of_more_than_99_rows_goes_on_in_another() -> None:
    rows = [
        list(HEAD),
        ["1", "Tim", "", "", "", ""],
        *[["", "", f"Kalimat nomor {n}", "", "SK", "Mei"] for n in range(150)],
    ]
    outcome = outcome_of_rows(rows)
    assert outcome is not None
    assert [len(component.indicators) for component in outcome.plan.areas[0].components] == [99, 51]


def test_two_tables_that_fit_equally_are_asked_for() -> None:
    grids = (grid_of("A", [HEAD, *ROWS]), grid_of("B", [[*HEAD, "PIC"], *[[*row, "x"] for row in ROWS]]))
    answers = Answers(given={"tabel": "A"})
    outcome = plan_from(grids, answers, INDEX, named={}, file_name="")
    assert outcome is not None
    assert outcome.table.name == "A"
    assert outcome.others == ["B"]


@pytest.mark.parametrize("rows", [[], [[""]], [["a", "b"], ["1", "2"]], [list(HEAD)]])
def test_what_is_no_table_of_a_plan_gives_none(rows: list[list[str]]) -> None:
    outcome = outcome_of_rows(rows)
    assert outcome is None or not outcome.plan.indicators


def test_documents_keep_the_line_breaks_of_cells() -> None:
    documents = documents_of(outcome_of(SIX_COLUMNS).plan)
    area = documents["I-manajemen-perubahan.yaml"]
    assert "- Cara pemilihan tim kerja.\n- SK Tim Kerja ZI." in str(area).replace("\\n", "\n")


def test_a_column_of_halves_counts_whatever_its_heading_is() -> None:
    rows = [
        ["Rincian", "Pilar", "Sub Pilar", "Pertanyaan", "Dokumen"],
        ["Pemenuhan", "Manajemen Perubahan", "Penyusunan Tim Kerja", "Unit kerja telah membentuk tim", "SK tim"],
        ["Reform", "Manajemen Perubahan", "Komitmen Pimpinan", "Pimpinan memiliki komitmen", "Laporan komitmen"],
    ]
    outcome = outcome_of_rows(rows)
    assert outcome is not None
    assert list(codes(outcome)) == ["I.1.1", "R.I.1.1"]


def test_rows_without_evidence_are_offered_the_usual_papers_of_their_questions() -> None:
    rows = [
        ["Kode", "Huruf", "Pertanyaan"],
        ["A.1.I.i", "a", "Unit kerja telah membentuk tim untuk melakukan pembangunan Zona Integritas"],
    ]
    grids = [grid_of("LKE", rows)]
    taken = plan_from(grids, Answers(given={}), INDEX, named={}, file_name="a.csv")
    left = plan_from(grids, Answers(given={"bukti_kosong": "tidak"}), INDEX, named={}, file_name="a.csv")
    assert taken is not None
    assert left is not None
    assert all("kertas yang lazim" in item.doubt for item in taken.plan.indicators[0].items)
    assert len(taken.plan.indicators[0].items) > 1
    assert [item.name for item in left.plan.indicators[0].items] == ["Bukti pembentukan tim"]


def test_a_row_without_a_letter_is_asked_about_with_the_letter_of_its_words() -> None:
    outcome = outcome_of(LAYERED_CELLS)
    (asked,) = [each for each in outcome.answers.settled if each.question.key == "huruf_kosong"]
    assert "► c" in asked.question.details[0]
    assert codes(outcome)["II.2.1"].lke == ("A.1.II.ii.c",)


def test_links_of_a_column_may_serve_as_evidence_where_a_person_says_so() -> None:
    rows = [
        ["Pilar", "Pertanyaan", "Dokumen", "Link"],
        ["Manajemen Perubahan", "Unit kerja telah membentuk tim", "SK tim", "https://contoh.id/1"],
        ["Manajemen Perubahan", "Anggota tim dipilih", "SOP pemilihan", ""],
    ]
    grids = [grid_of("LKE", rows)]
    asked = plan_from(grids, Answers(given={}), INDEX, named={}, file_name="a.csv")
    taken = plan_from(grids, Answers(given={"tautan": "ya"}), INDEX, named={}, file_name="a.csv")
    assert asked is not None
    assert taken is not None
    assert [item.link for each in asked.plan.indicators for item in each.items] == [False, False]
    assert [item.link for each in taken.plan.indicators for item in each.items] == [True, False]


def test_an_area_that_nothing_names_is_not_called_after_the_plan() -> None:
    rows = [
        ["RENCANA AKSI ZONA INTEGRITAS BALAI CONTOH", "", ""],
        ["Kegiatan", "Bukti dukung", "Waktu"],
        ["Menyiapkan ruang tunggu", "Foto ruang", "Mei"],
    ]
    outcome = outcome_of_rows(rows)
    assert outcome is not None
    assert [area.title for area in outcome.plan.areas] == ["Area belum ditentukan"]


def _sheet(name: str, rows: list[list[str]], merges: tuple[tuple[int, int, int, int], ...] = ()) -> SheetGrid:
    return grid_of(name, [list(HEAD), *rows], merges=merges)


FIRST = ["1", "Tim Kerja", "a. Tim kerja telah dibentuk", "Rapat", "SK Tim", "Januari 2025"]
SECOND = ["", "", "b. Anggota tim dipilih", "Seleksi", "SOP pemilihan", "Februari 2025"]


def test_two_sheets_that_say_the_same_are_two_candidates_and_asked_about() -> None:
    rows = [["I", "MANAJEMEN PERUBAHAN", "", "", "", ""], FIRST, SECOND]
    grids = [_sheet("Tahun ini", rows), _sheet("Tahun lalu", rows)]
    outcome = plan_from(grids, Answers(given={}), INDEX, named={}, file_name="a.xlsx")
    assert outcome is not None
    assert len(outcome.plan.indicators) == 2
    assert "tabel" in [settled.question.key for settled in outcome.answers.settled]


def test_a_merged_time_that_reaches_over_an_area_is_doubtful() -> None:
    rows = [
        ["I", "MANAJEMEN PERUBAHAN", "", "", "", ""],
        FIRST,
        ["II", "PENATAAN TATALAKSANA", "", "", "", ""],
        ["1", "SOP", "a. SOP mengacu pada peta", "Menyusun", "SOP layanan", ""],
    ]
    grids = [_sheet("Rencana", rows, merges=((2, 5, 4, 5),))]
    outcome = plan_from(grids, Answers(given={}), INDEX, named={}, file_name="a.xlsx")
    assert outcome is not None
    assert any("melewati batas area" in text for _, text in outcome.doubts)


def test_a_table_that_nothing_was_read_of_is_named() -> None:
    grids = [_sheet("Rencana", [FIRST, SECOND]), grid_of("Daftar", [["Nama", "Umur"], ["Pegawai Satu", "40"]])]
    outcome = plan_from(grids, Answers(given={}), INDEX, named={}, file_name="a.xlsx")
    assert outcome is not None
    assert [note for note in outcome.notes if note.startswith("Daftar: tabel dengan 2 baris")]


def test_a_letter_alone_goes_on_with_the_sentence_of_that_letter() -> None:
    outcome = plan_from(
        [_sheet("Rencana", [FIRST, ["", "", "a.", "", "Foto rapat", ""], SECOND])],
        Answers(given={}),
        INDEX,
        named={},
        file_name="a.xlsx",
    )
    assert outcome is not None
    assert [each.evidence for each in outcome.plan.indicators] == ["SK Tim\n\nFoto rapat", "SOP pemilihan"]


def test_numbers_of_a_percentage_are_no_indicators_and_their_evidence_is_that_of_the_question() -> None:
    rows = [
        ["Area", "Pertanyaan", "Rencana Aksi", "Data Dukung", "Waktu"],
        ["Penguatan Pengawasan", "Persentase penanganan pengaduan masyarakat", "Menangani", "Rekap aduan", "Juni 2025"],
        ["", "- Jumlah pengaduan masyarakat yang harus ditindaklanjuti", "", "Register aduan", ""],
        ["", "Jumlah yang sudah melaporkan", "", "", ""],
        ["", "- Pejabat Pengawas (eselon IV)", "", "", ""],
        ["", "Jumlah pegawai yang dilatih memenuhi kebutuhan organisasi", "Melatih", "Sertifikat", "Juli 2025"],
        ["", "- Pegawai mengikuti sosialisasi gratifikasi", "Mengikuti", "Daftar hadir", "Juli 2025"],
    ]
    outcome = outcome_of_rows(rows)
    assert outcome is not None
    percentage, *others = outcome.plan.indicators
    assert [other.statement for other in others] == [rows[5][1], rows[6][1]]
    assert percentage.evidence == "Rekap aduan\n\nRegister aduan"
    assert len([note for note in percentage.notes if "isian angka LKE" in note]) == 2
