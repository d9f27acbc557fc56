"""Headings and the roles of their columns."""

from __future__ import annotations

import pytest

from dossier.convert.grids.sheet_grid import grid_of
from dossier.importing.column_roles import area_number, find_header, header_named, role_of


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("TARGET DAN\nWAKTU", "target_waktu"),
        ("Bukti/Data Dukung", "bukti_fisik"),
        ("PIC", "penanggung_jawab"),
        ("% REALISASI", "lain"),
        ("Rencana Kinerja", "indikator"),
        ("INDIKATO R", "indikator"),
        ("Kucing", ""),
    ],
)
def test_a_heading_has_the_role_of_its_words(heading: str, role: str) -> None:
    assert role_of(heading) == role


def test_of_dokumen_and_output_the_documents_are_the_evidence() -> None:
    header = find_header(grid_of("t", [["Pertanyaan", "Uraian", "Output", "Dokumen"], ["a", "b", "c", "d"]]))
    assert header is not None
    assert header.roles == ("indikator", "langkah_aksi", "output", "bukti_fisik")


def test_output_is_the_evidence_where_nothing_else_is() -> None:
    header = find_header(grid_of("t", [["Indikator", "Rencana Aksi", "Output"], ["a", "b", "c"]]))
    assert header is not None
    assert header.roles[2] == "bukti_fisik"
    assert 2 in header.doubts


def test_the_column_whose_cells_name_areas_is_the_area_whatever_its_heading() -> None:
    rows = [
        ["Area", "Pilar", "Sub Pilar", "Pertanyaan", "Dokumen"],
        ["I. Pemenuhan", "1. Manajemen Perubahan", "i. Tim", "a. Tim ada", "SK"],
        ["II. Reform", "5. Penguatan Pengawasan", "i. WBS", "a. WBS ada", "SK"],
    ]
    header = find_header(grid_of("t", rows))
    assert header is not None
    assert header.roles == ("paruh", "area", "komponen", "indikator", "bukti_fisik")


def test_a_head_of_two_rows_gives_a_column_for_each_month() -> None:
    rows = [
        ["No", "Indikator", "Bukti", "Waktu", "", ""],
        ["", "", "", "Jan", "Feb", "Mar"],
        ["1", "Tim", "SK", "x", "", ""],
    ]
    header = find_header(grid_of("t", rows))
    assert header is not None
    assert (header.row, header.depth) == (0, 2)
    assert header.roles[3:] == ("bulan:1", "bulan:2", "bulan:3")


def test_columns_of_quarters_end_in_their_last_month() -> None:
    header = find_header(grid_of("t", [["Indikator", "Bukti", "TW I", "Triwulan II", "Q3"], ["a", "b", "x", "", ""]]))
    assert header is not None
    assert header.roles[2:] == ("bulan:3", "bulan:6", "bulan:9")


def test_two_numbered_columns_of_steps_are_component_and_sentence() -> None:
    rows = [["No", "Rencana Aksi", "No", "Rincian Kegiatan", "Output"], ["1", "Tim", "1", "Rapat", "SK"]]
    header = find_header(grid_of("t", rows))
    assert header is not None
    assert header.roles == ("no", "komponen", "no", "indikator", "bukti_fisik")


def test_a_person_names_columns_of_a_table_without_a_head() -> None:
    header = header_named(grid_of("t", [["1", "Tim", "SK"]]), {"B": "indikator", "C": "bukti_fisik"})
    assert header.is_plan
    assert header.depth == 0


def test_titles_of_areas_are_known_with_and_without_numbers() -> None:
    assert [area_number(text) for text in ("V. PENGUATAN PENGAWASAN", "Pelayanan Publik", "Tim Kerja")] == [5, 6, 0]


def test_a_row_of_data_that_begins_like_headings_is_no_part_of_the_head() -> None:
    rows = [
        ["No", "Komponen", "Indikator", "Langkah Aksi", "Bukti Fisik", "Target Waktu", "Lainnya"],
        ["1", "Tim kerja", "Indikator kinerja tercapai", "Rapat", "SK tim", "Mei 2025", "catatan panjang"],
    ]
    header = find_header(grid_of("Lembar1", rows))
    assert header is not None
    assert (header.depth, header.roles[1], header.roles[5]) == (1, "komponen", "target_waktu")
