"""Sheets laid out in steps, each level one column further right, as the evaluation sheet of the regulation is."""

from __future__ import annotations

from dossier.convert.grids.sheet_grid import grid_of
from dossier.importing.plan_from_tables import ImportOutcome, plan_from
from dossier.importing.questions_asked import Answers
from dossier.importing.stepped_levels import as_table
from tests.support.plan_tables import INDEX, codes, items

HEAD = ["", "Penilaian", "", "", "", "", "", "Bobot", "Pilihan", "", ""]
RULE = "Ya, jika tim telah dibentuk."
STEPS = [
    ["", "LAMPIRAN III PERATURAN MENTERI NOMOR 90 TAHUN 2021", *[""] * 9],
    HEAD,
    ["1", "A.", "PENGUNGKIT", "", "", "", "", "60", "", "", ""],
    ["2", "", "I.", "PEMENUHAN", "", "", "", "30", "", "", ""],
    ["3", "", "", "1.", "MANAJEMEN PERUBAHAN", "", "", "4", "", "", ""],
    ["4", "", "", "", "i.", "Penyusunan Tim Kerja", "", "1", "", "", ""],
    ["5", "", "", "", "", "a.", "Unit kerja telah membentuk tim", "", RULE, "SK Tim\nUndangan rapat", "https://x.id/1"],
    ["6", "", "", "", "", "b.", "Anggota tim dipilih melalui prosedur", "", RULE, "SOP pemilihan", "https://x.id/2"],
    ["7", "", "", "2.", "PENATAAN TATALAKSANA", "", "", "3", "", "", ""],
    ["8", "", "", "", "i.", "Prosedur Operasional Tetap", "", "1", "", "", ""],
    [
        "9",
        "",
        "",
        "",
        "",
        "a.",
        "SOP mengacu pada peta proses bisnis",
        "",
        RULE,
        "1. Peta proses\n2. SOP",
        "https://x.id",
    ],
    ["10", "", "II.", "REFORM", "", "", "", "30", "", "", ""],
    ["11", "", "", "1.", "MANAJEMEN PERUBAHAN", "", "", "4", "", "", ""],
    ["12", "", "", "", "i.", "Komitmen dalam perubahan", "", "2", "", "", ""],
    ["13", "", "", "", "", "a.", "Agen perubahan telah membuat perubahan", "", "%", "", ""],
    ["14", "", "", "", "", "", "- Jumlah agen perubahan", "", "Jumlah", "", ""],
    ["15", "", "", "", "a.", "Perubahan telah terintegrasi dalam sistem", "", "1", RULE, "Laporan", ""],
    ["16", "B.", "HASIL", "", "", "", "", "40", "", "", ""],
    ["17", "", "I.", "BIROKRASI YANG BERSIH", "", "", "", "22", "", "", ""],
]


def made(rows: list[list[str]]) -> ImportOutcome:
    outcome = plan_from([grid_of("LKE", rows)], Answers(given={}), INDEX, named={}, file_name="lke.xlsx")
    assert outcome is not None
    return outcome


def test_the_levels_of_a_sheet_in_steps_are_read_by_their_columns() -> None:
    outcome = made(STEPS)
    assert list(codes(outcome)) == ["I.1.1", "I.1.2", "II.1.1", "R.I.1.1", "R.I.1.2"]
    assert [each.lke for each in outcome.plan.indicators[:3]] == [("A.1.I.i.a",), ("A.1.I.i.b",), ("A.1.II.i.a",)]
    assert not outcome.plan.unplaced


def test_a_column_without_a_heading_that_names_papers_is_read_as_evidence_and_told() -> None:
    outcome = made(STEPS)
    assert [name for name, _ in items(codes(outcome)["I.1.1"])] == [
        "SK pembentukan tim",
        "Undangan rapat penyusunan tim kerja",
    ]
    assert any("dibaca sebagai bukti_fisik menurut isinya" in text for _, text in outcome.doubts)
    assert "bukti_fisik" in outcome.table.header.roles
    assert outcome.table.header.roles[-2] == "tautan"


def test_cells_are_named_as_they_stand_in_the_file() -> None:
    table = as_table(grid_of("LKE", STEPS))
    assert table is not None
    places = {
        cell: table.place(row, column) for row, cells in enumerate(table.rows) for column, cell in enumerate(cells)
    }
    assert places["a. Unit kerja telah membentuk tim"] == "LKE!G7"
    assert places["SOP pemilihan"] == "LKE!J8"


def test_a_figure_below_a_question_is_evidence_of_it_and_results_are_named_as_left_out() -> None:
    outcome = made(STEPS)
    assert items(codes(outcome)["R.I.1.1"]) == [("Jumlah agen perubahan", "data")]
    table = as_table(grid_of("LKE", STEPS))
    assert table is not None
    assert any("Hasil LKE" in note for note in table.notes)
    assert not any("BIROKRASI" in cell for row in table.rows for cell in row)


def test_the_year_of_a_regulation_is_not_the_year_of_the_plan() -> None:
    assert "tahun" in [settled.question.key for settled in made(STEPS).answers.settled]


def test_an_ordinary_table_is_not_laid_out_in_steps() -> None:
    rows = [["No", "Komponen", "Indikator", "Bukti"], ["1", "Tim kerja", "a. Tim dibentuk", "SK"]]
    assert as_table(grid_of("Lembar1", rows)) is None
