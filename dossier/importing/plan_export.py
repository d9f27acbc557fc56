"""Writes the plan as the decree's table: a workbook that holds every key, a Word table or CSV of the six columns."""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier import reports, templates
from dossier._lazy import lazy
from dossier.errors import OutputError
from dossier.importing.own_workbook import (
    ABSENT,
    CODE,
    CODE_HEAD,
    DECREE_HEADS,
    FILE,
    HEAD_SHEET,
    ITEM_SHEET,
    KEY_SHEET,
    LEVEL,
    LIST_KEYS,
    MARK,
    ORDER,
    PLAN_SHEET,
    decree_text,
    encoded,
)
from dossier.plan.plan_documents import PLAN_NAME, area_documents, tables_of
from dossier.plan.plan_file import COLUMN_KEYS, HEAD_KEYS, INDICATOR_KEYS, ITEM_KEYS, PERSON_KEY

with lazy():
    import docx
    import xlsxwriter
    from docx import shared
    from docx.enum import section as docx_section
    from docx.enum import text as docx_text
    from docx.oxml import parser


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docx.table import _Cell, _Row
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from dossier.plan.plan_documents import PlanDocument, PlanDocuments, PlanValue

FORMS: Final = (".xlsx", ".docx", ".csv")
LEFT_OUT: Final = (
    "{form} hanya memuat enam kolom keputusan; butir, alias, LKE, jadwal, penanggung jawab, dan catatan tidak ikut. "
    "Untuk dibaca kembali tanpa kehilangan apa pun, pakai .xlsx."
)
_DECREE_PROMPT: Final = "[Keputusan yang menetapkan rencana ini, nomor dan tahunnya]"
_NOTES: Final = (
    "Buku kerja ini dibaca kembali oleh dossier. Lembar “Rencana Aksi” siap menjadi lampiran keputusan; kolom Kode di",
    "kanannya tidak tercetak. Ubah, tambah, atau hapus baris di sana; baris baru boleh tanpa kode. Lembar “Butir” dan",
    "“Kunci Lain” memuat semua kunci lain menurut kode; daftar ditulis satu isi sebaris.",
)
_LONGEST_CELL: Final = 32_767  # characters, of Excel
_WIDTHS: Final = (6, 20, 34, 40, 40, 20)  # characters; 160 together, an A4 page across at 8 points
_HEAD_ROWS: Final = 2  # the headings and their numbers
_LINE: Final = 12.5  # points, of 9-point text
_NARROW: Final = 1.15  # characters of 9 points to one of 11, in which widths are counted; with some room
_HIGHEST_ROW: Final = 409.0  # points, of Excel
_OTHERS_LAST: Final = 1_000
_SKIPPED: Final = frozenset({"kode", "judul", "komponen", "indikator", "butir", *COLUMN_KEYS})


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeRow:
    """One row of the decree's table: an area, where `texts` is empty, or an indicator with its component.

    `first` tells the first row of a component, `span` how many rows it has.
    """

    code: str
    number: str
    title: str
    texts: tuple[str, ...] = ()
    first: bool = True
    span: int = 1


def export_plan(documents: PlanDocuments, form: str) -> bytes:
    """Return the plan as a file of one of `FORMS`; the same documents give the same bytes.

    Raises:
        OutputError: a text is longer than a cell holds.
    """
    rows = tuple(decree_rows(documents))
    if form == ".xlsx":
        return _workbook(documents, rows)
    return _word_table(documents, rows) if form == ".docx" else _csv(rows).encode("utf-8")


def decree_rows(documents: PlanDocuments) -> Iterator[DecreeRow]:
    """Yield the rows of the decree's table, in the order of the plan."""
    for _, area in area_documents(documents):
        yield DecreeRow(code=_said(area, "kode"), number=_said(area, "kode"), title=_said(area, "judul"))
        for component in tables_of(area.get("komponen")):
            indicators = tables_of(component.get("indikator"))
            number = _said(component, "kode").rpartition(".")[2]
            for place, indicator in enumerate(indicators):
                yield DecreeRow(
                    code=_said(indicator, "kode"),
                    number=number,
                    title=_said(component, "judul"),
                    texts=tuple(_said(indicator, key) for key in COLUMN_KEYS),
                    first=place == 0,
                    span=len(indicators),
                )


def _said(table: PlanDocument, key: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else ""


def _titles(documents: PlanDocuments) -> tuple[str, ...]:
    """Return the lines above the table: whose attachment it is, and what it is."""
    head = documents[PLAN_NAME]
    return "LAMPIRAN", _said(head, "dasar") or _DECREE_PROMPT, f"{_said(head, 'judul')} Tahun {_said(head, 'tahun')}"


def _csv(rows: Iterable[DecreeRow]) -> str:
    cells = ([row.number, row.title, *(row.texts or ("",) * len(COLUMN_KEYS))] for row in rows)
    return reports.csv_text(tuple(head.capitalize() for head in DECREE_HEADS), cells)


@dataclass(frozen=True, slots=True)
class _Looks:
    title: Format
    head: Format
    area: Format
    text: Format
    centre: Format
    code: Format


@dataclass(frozen=True, slots=True)
class _TextSheet:
    """A worksheet of texts, none of which becomes a formula, a link or a number; rows and columns count from 0."""

    raw: Worksheet

    def write(self, row: int, column: int, text: str, look: Format | None = None) -> None:
        """Write one text.

        Raises:
            OutputError: it is longer than a cell holds.
        """
        if len(text) > _LONGEST_CELL:
            hint = "Pendekkan teks itu di plan/, atau ekspor ke .docx atau .csv."
            raise OutputError(f"Teks “{text[:40]} …” lebih panjang daripada yang muat dalam satu sel Excel.", hint=hint)
        if text:
            self.raw.write_string(row, column, text, look)
        else:
            self.raw.write_blank(row, column, None, look)

    def merge(self, first: tuple[int, int], last: tuple[int, int], text: str, look: Format) -> None:
        """Write one text over a range; a single cell is not merged."""
        if first != last:
            self.raw.merge_range(*first, *last, "", look)
        self.write(*first, text, look)

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]], looks: _Looks, widths: Sequence[int]) -> None:
        """Write headings and rows from the top, with a filter."""
        last = 0
        for column, head in enumerate(heads):
            self.write(0, column, head, looks.head)
        for last, row in enumerate(rows, start=1):
            for column, text in enumerate(row):
                self.write(last, column, text, looks.text)
        for column in range(len(heads)):
            self.raw.set_column(column, column, widths[min(column, len(widths) - 1)])
        self.raw.autofilter(0, 0, max(last, 1), len(heads) - 1)
        self.raw.freeze_panes(1, 0)
        self.raw.set_landscape()
        self.raw.set_paper(9)
        self.raw.fit_to_pages(1, 0)
        self.raw.repeat_rows(0)


def _workbook(documents: PlanDocuments, rows: Sequence[DecreeRow]) -> bytes:
    target = io.BytesIO()
    year = _said(documents[PLAN_NAME], "tahun")
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    ) as book:
        made = dt.datetime(int(year) if year.isdecimal() else 2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
        book.set_properties({"title": _titles(documents)[2], "created": made})
        cell = {"font_name": "Calibri", "font_size": 9, "border": 1, "valign": "top", "text_wrap": True}
        grey = {"font_name": "Calibri", "font_size": 8, "font_color": "#7F7F7F", "valign": "top"}
        looks = _Looks(
            title=book.add_format({"font_name": "Calibri", "font_size": 11, "bold": True}),
            head=book.add_format({**cell, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#D9E2E7"}),
            area=book.add_format({**cell, "bold": True}),
            text=book.add_format(cell),
            centre=book.add_format({**cell, "align": "center"}),
            code=book.add_format(grey),
        )
        sheets = [_TextSheet(book.add_worksheet(name)) for name in (PLAN_SHEET, ITEM_SHEET, KEY_SHEET, HEAD_SHEET)]
        _write_decree(sheets[0], rows, _titles(documents), looks)
        _write_items(sheets[1], documents, looks)
        _write_keys(sheets[2], documents, looks)
        _write_head(sheets[3], documents[PLAN_NAME], looks)
    return target.getvalue()


def _write_decree(sheet: _TextSheet, rows: Sequence[DecreeRow], titles: Sequence[str], looks: _Looks) -> None:
    """Write the decree's table, its components and areas merged; the column of codes stands outside the print area."""
    last, code_column = len(DECREE_HEADS) - 1, len(DECREE_HEADS)
    for number, text in enumerate(titles):
        sheet.write(number, 0, text, looks.title)
    top = len(titles) + 1
    for column, head in enumerate((*DECREE_HEADS, CODE_HEAD)):
        sheet.write(top, column, head, looks.head if column <= last else looks.code)
        if column <= last:
            sheet.write(top + 1, column, str(column + 1), looks.centre)
    end = top + 1
    for end, row in enumerate(rows, start=top + 2):
        sheet.write(end, code_column, row.code, looks.code)
        if not row.texts:
            sheet.write(end, 0, row.number, looks.area)
            sheet.merge((end, 1), (end, last), decree_text(row.title), looks.area)
            continue
        if row.first:
            sheet.merge((end, 0), (end + row.span - 1, 0), row.number, looks.centre)
            sheet.merge((end, 1), (end + row.span - 1, 1), decree_text(row.title), looks.text)
        for column, text in enumerate(row.texts, start=2):
            sheet.write(end, column, decree_text(text), looks.text)
        sheet.raw.set_row(end, _height(row))
    for column, width in enumerate((*_WIDTHS, 9)):
        sheet.raw.set_column(column, column, width)
    sheet.raw.freeze_panes(top + 2, 0)
    sheet.raw.set_landscape()
    sheet.raw.set_paper(9)
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.repeat_rows(top, top + 1)
    sheet.raw.print_area(0, 0, end, last)
    sheet.raw.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.raw.set_footer("&C&P")


def _height(row: DecreeRow) -> float:
    """Return the height of a row in points: programs that open the file do not make rows higher by themselves."""
    title = -(-_lines(row.title, _WIDTHS[1]) // row.span)  # a component has the height of all its rows
    lines = max(title, *(_lines(text, width) for text, width in zip(row.texts, _WIDTHS[2:], strict=True)))
    return min(_LINE * lines + 4, _HIGHEST_ROW)


def _lines(text: str, width: int) -> int:
    return sum(len(textwrap.wrap(line, int(width * _NARROW))) or 1 for line in text.split("\n"))


def _columns(tables: Iterable[PlanDocument], known: Sequence[str], without: frozenset[str]) -> list[str]:
    """Return the keys that tables have: the known ones in their order, then the others by name."""
    keys = {key for table in tables for key in table} - without
    return sorted(keys, key=lambda key: (known.index(key) if key in known else _OTHERS_LAST, key))


def _indicators(documents: PlanDocuments) -> Iterator[PlanDocument]:
    for _, area in area_documents(documents):
        for component in tables_of(area.get("komponen")):
            yield from tables_of(component.get("indikator"))


def _write_items(sheet: _TextSheet, documents: PlanDocuments, looks: _Looks) -> None:
    """Write a row a requirement."""
    found = [(_said(each, "kode"), item) for each in _indicators(documents) for item in tables_of(each.get("butir"))]
    keys = _columns((item for _, item in found), ITEM_KEYS, frozenset())
    rows = (
        [str(number), code, *(encoded(key, item[key]) if key in item else "" for key in keys)]
        for number, (code, item) in enumerate(found, start=1)
    )
    sheet.table((ORDER, CODE, *keys), rows, looks, (7, 9, 5, 36, 16, 40, 14))


def _write_keys(sheet: _TextSheet, documents: PlanDocuments, looks: _Looks) -> None:
    """Write a row an area, a component and an indicator, with the keys that no other sheet has."""
    found: list[tuple[str, str, PlanDocument]] = []
    for file, area in area_documents(documents):
        found.append(("area", file, area))
        for component in tables_of(area.get("komponen")):
            found.append(("komponen", "", component))
            found += [("indikator", "", each) for each in tables_of(component.get("indikator"))]
    keys = _columns((table for *_, table in found), (*INDICATOR_KEYS, PERSON_KEY), _SKIPPED)
    rows = (
        [
            str(number),
            level,
            _said(table, "kode"),
            file,
            " ".join(key for key in COLUMN_KEYS if key not in table) if level == "indikator" else "",
            *(encoded(key, table[key]) if key in table else "" for key in keys),
        ]
        for number, (level, file, table) in enumerate(found, start=1)
    )
    sheet.table((ORDER, LEVEL, CODE, FILE, ABSENT, *keys), rows, looks, (7, 10, 9, 24, 12, 30))


def _write_head(sheet: _TextSheet, head: PlanDocument, looks: _Looks) -> None:
    """Write the head of the plan, a row a key and a row an item of a list."""
    notes = (MARK, *_NOTES)
    for number, note in enumerate(notes):
        sheet.write(number, 0, note, looks.code)
    top = len(notes) + 1
    sheet.write(top, 0, "Kunci", looks.head)
    sheet.write(top, 1, "Isi", looks.head)
    number = top
    for key in _columns((head,), HEAD_KEYS, frozenset({"area"})):
        for value in _items(key, head[key]):
            number += 1
            sheet.write(number, 0, key, looks.text)
            sheet.write(number, 1, encoded(key, value), looks.text)
    sheet.raw.set_column(0, 0, 18)
    sheet.raw.set_column(1, 1, 100)


def _items(key: str, value: PlanValue) -> list[PlanValue]:
    """Return a list as lists of one item each, so that each has a row of its own; anything else as it is."""
    if key in LIST_KEYS and isinstance(value, list) and value:
        return [[each] for each in value]
    return [value]


def _word_table(documents: PlanDocuments, rows: Sequence[DecreeRow]) -> bytes:
    """Return a Word document with the table: A4 across, headings repeated, components and areas merged."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = docx_section.WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = shared.Mm(297), shared.Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = shared.Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", shared.Pt(9)
    style.paragraph_format.space_after = shared.Pt(0)
    for text in _titles(documents):
        paragraph = document.add_paragraph(text)
        paragraph.alignment = docx_text.WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph()
    table = document.add_table(rows=_HEAD_ROWS + len(rows), cols=len(DECREE_HEADS), style="Table Grid")
    table.autofit = False
    grid = list(table.rows)
    widths = [shared.Mm(267 * width / sum(_WIDTHS)) for width in _WIDTHS]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate(grid):
        cells = row.cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
        if number < _HEAD_ROWS:
            _fill(cells, DECREE_HEADS if number == 0 else [str(n + 1) for n in range(len(cells))], bold=number == 0)
            _mark_row(row, "w:tblHeader")
        else:
            own = rows[number - _HEAD_ROWS]
            _write_row([each.cells for each in grid[number : number + own.span]], own)
        _mark_row(row, "w:cantSplit")
    document.core_properties.author = ""
    document.core_properties.title = _titles(documents)[2]
    target = io.BytesIO()
    document.save(target)
    return templates.fixed_package(target.getvalue())


def _write_row(grid: Sequence[Sequence[_Cell]], row: DecreeRow) -> None:
    """Write one row of the decree into the first of these rows; a component's cells are merged over all of them."""
    cells = grid[0]
    if not row.texts:
        shown = [cells[0], cells[1].merge(cells[-1])]
        _fill(shown, (row.number, row.title), bold=True)
        for cell in shown:
            cell.paragraphs[0].paragraph_format.keep_with_next = True  # no area's title alone at the foot of a page
        return
    if row.first:
        _fill([cells[n].merge(grid[-1][n]) for n in (0, 1)], (row.number, row.title))
    _fill(cells[2:], row.texts)


def _fill(cells: Sequence[_Cell], texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.paragraphs[0].add_run(text).bold = bold


def _mark_row(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(parser.OxmlElement(name))  # noqa: SLF001 — python-docx has no way of its own
