"""Workbooks are bounded before a library opens them: rows, columns and merged ranges, whatever their spelling."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossier.workers.bounded_workbook import Bounded, Caps, TooLargeError, bounded
from tests.support.raw_workbooks import SHEET, with_part

if TYPE_CHECKING:
    from pathlib import Path

CAPS = Caps(rows=3, columns=2, merged=100)


def sheet(*rows: str, after: str = "") -> str:
    data = "".join(rows)
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{data}</sheetData>{after}</worksheet>"
    )


def row(number: str, *cells: str) -> str:
    texts = "".join(f'<c {name} t="inlineStr"><is><t>x</t></is></c>' for name in cells)
    return f"<row {number}>{texts}</row>"


def opened(folder: Path, text: str, name: str = SHEET) -> tuple[Bounded, list[tuple[object, ...]]]:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    path = folder / "buku.xlsx"
    path.write_bytes(with_part(stream.getvalue(), lambda _: text, name=name))
    found = bounded(path, CAPS)
    book = openpyxl.load_workbook(found.stream)
    return found, list(book.worksheets[0].iter_rows(values_only=True))


@pytest.mark.parametrize(
    "rows",
    [
        [row('r="1"', 'r="A1"'), row('r="4"', 'r="A4"')],
        [row('r="1"', 'r="A1"'), row('r="1048576"', 'r="A1048576"')],
        [row("", "") for _ in range(4)],
        [row('r="1"', 'r="A1"') for _ in range(4)],
    ],
)
def test_rows_beyond_the_cap_are_left_out_and_counted(tmp_path: Path, rows: list[str]) -> None:
    found, values = opened(tmp_path, sheet(*rows))
    assert found.rows_left_out == 1
    assert len(values) <= 3


def test_rows_that_only_have_a_look_are_no_loss(tmp_path: Path) -> None:
    found, _ = opened(tmp_path, sheet(row('r="1"', 'r="A1"'), '<row r="9"><c r="A9" s="0"/></row>'))
    assert found.rows_left_out == 0


@pytest.mark.parametrize("cells", [['r="A1"', 'r="B1"', 'r="XFD1"'], ["", "", ""], ['r="A1"', 'r="A1"', 'r="A1"']])
def test_cells_beyond_the_last_column_are_left_out(tmp_path: Path, cells: list[str]) -> None:
    _, values = opened(tmp_path, sheet(row('r="1"', *cells)))
    assert len(values[0]) <= 2


def test_merged_ranges_beyond_the_cap_are_refused(tmp_path: Path) -> None:
    merged = '<mergeCells><mergeCell ref="A1:B25"/><mergeCell ref="A30:B55"/></mergeCells>'
    with pytest.raises(TooLargeError, match="menggabungkan"):
        opened(tmp_path, sheet(row('r="1"', 'r="A1"'), after=merged))


def test_links_over_a_whole_sheet_are_left_out(tmp_path: Path) -> None:
    link = '<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'
    _, values = opened(tmp_path, sheet(row('r="1"', 'r="A1"'), after=link))
    assert values == [("x",)]


def test_what_is_unpacked_to_more_than_any_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/a.bin", bytes(129 << 20))
    with pytest.raises(TooLargeError, match="mengembang"):
        bounded(path, CAPS)


def test_cells_beyond_the_last_column_are_counted(tmp_path: Path) -> None:
    found, _ = opened(tmp_path, sheet(row('r="1"', 'r="A1"', 'r="ZZ1"'), '<row r="2"><c r="ZZ2" s="0"/></row>'))
    assert found.cells_left_out == 1
