"""Writes XLSX cells as data: texts are string cells, never formulas; links only where this program makes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from dossier.model import State

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# What XML 1.0 cannot hold, and marks that turn the reading direction (U+202E and its kin): spelt out instead.
_UNSHOWN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LONGEST: Final = 32_000  # characters; Excel holds 32,767 in a cell
_LONGEST_LINK: Final = 2_000
_EXTERNAL: Final = "external:"
_PLAIN: Final = "/()!,'&=+~@;$"
DATE_FORMAT: Final = "[$-421]d mmm yyyy"
"""Months in Indonesian, whatever language the spreadsheet program speaks."""
DATE_WIDTH: Final = 14
"""Characters of a column that holds dates: what is narrower than "30 Sep 2025" is shown as "###"."""

# Dark text on a light ground: told apart by lightness on a black-and-white printer, and by the words themselves.
STATE_COLOURS: Final = {
    State.PRESENT: ("#E3F1E6", "#1F5B33"),
    State.MISSING: ("#8A2B17", "#FFFFFF"),
    State.NOT_YET_DUE: ("#F2F3F4", "#5C6268"),
    State.FAULTY: ("#F3C7BC", "#6B1E0E"),
    State.UNCONFIRMED: ("#FBE9BF", "#5E4300"),
}


def shown(text: str) -> str:
    """Return the text as a cell can hold it: characters that cannot be seen are spelt out as ⟨U+202E⟩."""
    safe = _UNSHOWN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
    return safe if len(safe) <= _LONGEST else f"{safe[:_LONGEST]} …"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLinks:
    """Leads from a workbook to files of the evidence tree.

    `folder` is the path from the workbook's folder to the evidence folder, `disk_paths` spells each file as the file
    system does; a path that is not in it is spelt as it is.
    """

    folder: str = "../evidence"
    disk_paths: Mapping[str, str] = field(default_factory=dict)

    def to(self, path: str) -> str | None:
        """Return the link to a file, byte for byte, or None where it would be longer than spreadsheets take."""
        whole = f"{self.folder}/{self.disk_paths.get(path, path)}"
        link = _EXTERNAL + quote(whole.encode("utf-8", "surrogateescape"), safe=_PLAIN)
        return link if len(link) <= _LONGEST_LINK else None


@dataclass(frozen=True, slots=True)
class CellFormats:
    """The looks of the workbook's cells."""

    title: Format
    note: Format
    head: Format
    text: Format
    number: Format
    share: Format
    date: Format
    staff: Format
    link: Format
    states: dict[State, Format]


def make_formats(book: Workbook) -> CellFormats:
    """Return the formats of a new workbook."""
    cell = {"valign": "top", "font_name": "Calibri", "font_size": 10, "border": 1, "border_color": "#D5D8DB"}
    wrapped = {**cell, "text_wrap": True}
    states = {
        state: book.add_format({**wrapped, "bg_color": ground, "font_color": ink})
        for state, (ground, ink) in STATE_COLOURS.items()
    }
    head = {**wrapped, "bold": True, "bg_color": "#1C4A5E", "font_color": "#FFFFFF"}
    return CellFormats(
        title=book.add_format({"bold": True, "font_size": 16, "font_name": "Calibri", "font_color": "#1C4A5E"}),
        note=book.add_format({"font_size": 10, "font_name": "Calibri", "font_color": "#5C6268"}),
        head=book.add_format(head),
        text=book.add_format(wrapped),
        number=book.add_format({**cell, "num_format": "#,##0"}),
        share=book.add_format({**cell, "num_format": "0%"}),
        date=book.add_format({**cell, "num_format": DATE_FORMAT, "align": "left"}),
        staff=book.add_format({**wrapped, "bg_color": "#FFFBE6", "locked": False}),
        link=book.add_format({**wrapped, "font_color": "#1C4A5E", "underline": 1}),
        states=states,
    )


@dataclass(slots=True)
class XlsxSheet:
    """One worksheet; rows and columns count from 0."""

    raw: Worksheet
    formats: CellFormats
    links: EvidenceLinks

    def text(self, row: int, column: int, value: str, form: Format | None = None) -> None:
        """Write a text as a string cell, whatever it looks like."""
        form = form or self.formats.text
        safe = shown(value)
        if safe:
            self.raw.write_string(row, column, safe, form)
        else:
            self.raw.write_blank(row, column, None, form)

    def number(self, row: int, column: int, value: float, form: Format | None = None) -> None:
        """Write a number."""
        self.raw.write_number(row, column, value, form or self.formats.number)

    def date(self, row: int, column: int, value: dt.date) -> None:
        """Write a date as a date."""
        self.raw.write_datetime(row, column, value, self.formats.date)

    def file(self, row: int, column: int, path: str, label: str | None = None) -> None:
        """Write a file's name as a link to it."""
        link = self.links.to(path)
        if link is None:
            self.text(row, column, label or path)
        else:
            self.raw.write_url(row, column, link, self.formats.link, shown(label or path))

    def head(self, row: int, names: tuple[str, ...]) -> None:
        """Write a row of headings."""
        for column, name in enumerate(names):
            self.text(row, column, name, self.formats.head)

    def table(self, *, first: int, last: int, columns: int, freeze_columns: int = 0, landscape: bool = True) -> None:
        """Make a list of the rows `first` (headings) to `last`: filter, frozen head, print area and page set-up."""
        self.raw.autofilter(first, 0, max(first, last), columns - 1)
        self.raw.freeze_panes(first + 1, freeze_columns)
        self.raw.print_area(0, 0, max(first, last), columns - 1)
        self.raw.repeat_rows(first)
        self.page(landscape=landscape)

    def page(self, *, landscape: bool) -> None:
        """Set the sheet up for A4, as many pages high as it takes."""
        self.raw.set_paper(9)
        if landscape:
            self.raw.set_landscape()
        self.raw.fit_to_pages(1, 0)
        self.raw.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.raw.set_footer("&L&A&Rhlm. &P/&N")
