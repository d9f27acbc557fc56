from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossier.audit.gap_columns import CODE, GAP_SHEET, SLOT
from dossier.model import (
    AmbiguousFile,
    Claim,
    EvidenceFile,
    Matching,
    Media,
    PreparedPart,
    QuestionClaim,
    Rule,
    Scan,
    State,
)
from dossier.reports.csv import RegisterRow, register_rows
from dossier.reports.workbook import EvidenceLinks, workbook_bytes
from tests.support.small_reports import NO_MATCHING, journey, small_overview, small_workbook

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

HOSTILE = ("=cmd()", "+1", "@SUM(A1)", "<script>", "a\nb\u202egpj", "https://contoh.invalid/x", "x" * 40_000)


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def gap_row(book: Workbook, number: int) -> dict[object, object]:
    rows = list(book[GAP_SHEET].iter_rows(values_only=True))
    return dict(zip(rows[0], rows[number], strict=True))


def test_the_workbook_has_the_five_sheets() -> None:
    assert opened(small_workbook()).sheetnames == [
        "Ringkasan",
        "Kesenjangan",
        "Matriks",
        "Register Bukti",
        "Berkas Tanpa Tempat",
    ]


def test_the_same_values_give_the_same_bytes() -> None:
    assert small_workbook() == small_workbook()


def test_each_counted_slot_is_a_row_with_a_typed_date() -> None:
    book = opened(small_workbook())
    assert book[GAP_SHEET].max_row == 5
    row = gap_row(book, 1)
    assert (row[CODE], row[SLOT], row["Keadaan"]) == ("I.1.1.a", "2025-03", "ada")
    assert row["Batas waktu"] == dt.datetime(2025, 3, 31)  # noqa: DTZ001 — a workbook knows no time zone
    assert row["Nama berkas yang mengisinya"] == "I.1.1 Undangan rapat 2025-03.pdf"


def test_dates_are_shown_with_indonesian_months_in_every_program() -> None:
    sheet = opened(small_workbook())[GAP_SHEET]
    due = next(cell for cell in sheet[2] if isinstance(cell.value, dt.datetime))
    assert due.number_format.startswith("[$-421]")  # 0x0421 is Indonesian (MS-LCID)


def test_the_summary_has_the_totals_of_the_overview() -> None:
    rows = list(opened(small_workbook())["Ringkasan"].iter_rows(min_row=5, max_row=6, min_col=3, values_only=True))
    assert list(rows[0]) == list(rows[1]) == [1, 1, 1, 0, 1, 4, 3, pytest.approx(0.33)]


def test_the_head_is_frozen_and_filtered_and_every_sheet_has_a_print_area() -> None:
    book = opened(small_workbook())
    for name in book.sheetnames[1:]:
        assert book[name].freeze_panes
        assert book[name].auto_filter.ref
        assert book[name].print_area


def test_a_file_is_a_link_to_its_place_in_the_evidence_tree() -> None:
    book = opened(small_workbook(small_overview(files=("I.1/Surat #1 50%.pdf",))))
    links = [cell.hyperlink.target for row in book[GAP_SHEET].iter_rows() for cell in row if cell.hyperlink]
    assert links[0] == "..\\evidence\\I.1\\Surat%20%231%2050%25.pdf"


def test_a_link_spells_the_file_as_the_disk_does_and_starts_where_the_workbook_lies() -> None:
    shown, on_disk = "I.1/Café ⟨80⟩.pdf", "I.1/Cafe\u0301 \udc80.pdf"
    view = small_overview(files=(shown,))
    links = EvidenceLinks(folder="../../kerja/evidence", disk_paths={shown: on_disk})
    book = opened(workbook_bytes(view, unit="KPU Contoh", register=(), matching=NO_MATCHING, links=links))
    found = [cell.hyperlink.target for row in book[GAP_SHEET].iter_rows() for cell in row if cell.hyperlink]
    assert found[0] == "..\\..\\kerja\\evidence\\I.1\\Cafe%CC%81%20%80.pdf"


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_becomes_a_formula_or_a_foreign_link(name: str) -> None:
    file = EvidenceFile(path=name, disk_path=name, size=1, sha256="0" * 64, media=Media.PDF)
    claim = Claim(file=file, indicator="I.1.1", requirement="a", slot=None, rule=Rule.WORDS, score=0.5, reasons=())
    matching = Matching(
        claims=(), ambiguous=(AmbiguousFile(file=file, candidates=(claim,), reason=name),), unplaced=(), ignored=()
    )
    row = RegisterRow(
        path=name, media="pdf", pages=1, size=1, sha256="", group=name, serves=(), engine=name, notes=(name,)
    )
    data = workbook_bytes(small_overview(files=(name,)), unit=name, register=(row,), matching=matching)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(member) for member in archive.namelist() if member.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    cells = [cell for sheet in opened(data) for line in sheet.iter_rows() for cell in line]
    targets = [str(cell.hyperlink.target) for cell in cells if cell.hyperlink]
    assert all(target.startswith("..\\evidence\\") for target in targets)


def test_every_state_has_its_own_mark_in_the_matrix() -> None:
    sheet = opened(small_workbook())["Matriks"]
    marks = {cell.value for row in sheet.iter_rows(min_row=2, max_row=3, min_col=3) for cell in row if cell.value}
    assert marks == {"✓", "○", "✗", "?"}
    assert len(marks) == len({State.PRESENT, State.NOT_YET_DUE, State.MISSING, State.UNCONFIRMED})


def shown_length(cell: Cell) -> int:
    """Return how many characters a typed value takes as its format shows it."""
    if isinstance(cell.value, dt.datetime):
        return len("30 Sept 2025")
    if cell.number_format == "0%":
        return len(f"{cell.value:.0%}")
    return len(f"{cell.value:,.0f}")


def test_every_date_and_number_has_a_column_wide_enough_for_it() -> None:
    """A date or a number that does not fit is shown as "###": it wraps nowhere, unlike a text."""
    for sheet in opened(journey()).worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, dt.datetime | int | float):
                    # A group of columns of one width is written once, at its first column.
                    groups = sheet.column_dimensions.values()
                    width = next(each.width for each in groups if (each.min or 0) <= cell.column <= (each.max or 0))
                    assert shown_length(cell) < width, f"{sheet.title}!{cell.coordinate}"


def test_the_register_names_the_indicator_alone_where_the_requirement_is_open() -> None:
    file = EvidenceFile(path="a.pdf", disk_path="a.pdf", size=1, sha256="0" * 64, media=Media.PDF)
    claim = Claim(file=file, indicator="I.1.1", requirement=None, slot=None, rule=Rule.PIN, score=1.0, reasons=())
    part = PreparedPart(file=file, pages=1, pdf=None, engine="")
    matching = Matching(claims=(claim,), ambiguous=(), unplaced=(), ignored=())
    (row,) = register_rows(matching, [part], Scan(files=(file,), ignored=()))
    assert row.serves == ("I.1.1",)


def test_the_register_names_the_question_of_a_file_beyond_the_plan() -> None:
    file = EvidenceFile(path="a.pdf", disk_path="a.pdf", size=1, sha256="0" * 64, media=Media.PDF)
    part = PreparedPart(file=file, pages=1, pdf=None, engine="")
    answer = QuestionClaim(file=file, question="B.I.a", score=0.9, reasons=("folder",))
    matching = Matching(claims=(), ambiguous=(), unplaced=(), ignored=(), questions=(answer,))
    (row,) = register_rows(matching, [part], Scan(files=(file,), ignored=()))
    assert (row.group, row.serves) == ("di luar rencana", ("B.I.a",))
