"""Reads the workbook that `dossier plan export` writes back into plan documents, in any order of its rows and columns.

Four sheets: the decree's six columns; the requirements; every other key by code; the head of the plan. A cell holds a
text, or a list a line each; what fits neither stands as `json: …`. Rows are known by the column Kode. A workbook that
has been edited is read as it is: a code that is gone is gone, a new row without a code gets the next number free.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dossier import codes, wording
from dossier._lazy import lazy
from dossier.plan.plan_documents import PLAN_NAME, is_area_file, tidy
from dossier.plan.plan_file import COLUMN_KEYS
from dossier.workers.bounded_workbook import Caps, TooLargeError, bounded
from dossier.workers.limited import Failure, read_limited

with lazy():
    import openpyxl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from dossier.plan.plan_documents import PlanDocument, PlanDocuments, PlanValue

MARK: Final = "dossier.rencana/1"
"""Stands in the first cell of the last sheet; a workbook without it is no export of ours."""
PLAN_SHEET, ITEM_SHEET, KEY_SHEET, HEAD_SHEET = "Rencana Aksi", "Butir", "Kunci Lain", "Kepala"
DECREE_HEADS: Final = ("NO", "KOMPONEN", "INDIKATOR", "LANGKAH AKSI", "BUKTI FISIK", "TARGET WAKTU")
CODE_HEAD: Final = "Kode"
ORDER, LEVEL, CODE, FILE, ABSENT = "urutan", "tingkat", "kode", "berkas", "tanpa"
"""Columns of the other sheets that are no keys: the place in the plan, and the columns that a row does not have."""
LIST_KEYS: Final = frozenset({"alias", "lke", "dasar_hukum", "mengingat"})
_CAPS: Final = Caps(rows=20_000, columns=80, merged=200_000)
_JSON: Final = "json: "
_CARRIAGE: Final = re.compile(r"(?:_x000[dD]_|\r)\n?")  # how spreadsheet programs store a line end
_ESCAPE: Final = re.compile(r"x[0-9A-Fa-f]{4}_")  # what openpyxl takes for a character that XML does not have
_NO_LIMIT: Final = 1_000_000


def encoded(key: str, value: PlanValue) -> str:
    """Return the value of a key as the text of a cell; `decoded` gives it back."""
    if key in LIST_KEYS:
        lines = [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
        if lines and len(lines) == len(value) and all(each and "\n" not in each for each in lines):
            text = "\n".join(lines)
            if _is_plain(text):
                return text
    elif isinstance(value, str) and value and _is_plain(value):
        return value
    return _JSON + json.dumps(value, ensure_ascii=False).replace("_", "\\u005f")


def _is_plain(text: str) -> bool:
    return not text.startswith(_JSON) and not _ESCAPE.search(text)


def decree_text(text: str) -> str:
    """Return the text of a cell of the decree's table, where an empty one stays empty."""
    return encoded("", text) if text else ""


def decoded(key: str, text: str) -> PlanValue:
    """Return the value that a cell holds; a text that only looks like `json: …` stays a text."""
    if text.startswith(_JSON):
        try:
            return _texts(json.loads(text.removeprefix(_JSON)))
        except (ValueError, RecursionError):
            return text
    return [line for line in text.split("\n") if line] if key in LIST_KEYS else text


def _texts(value: object) -> PlanValue:
    if isinstance(value, dict):
        return {str(key): _texts(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_texts(each) for each in value]
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWorkbook:
    """What an export of ours says now: the documents of the plan, and what was read with a doubt, by sheet and cell."""

    documents: PlanDocuments
    doubts: tuple[str, ...] = ()


def read(path: Path) -> OwnWorkbook | None:
    """Read a workbook in a limited child; None where it is no export of ours, or cannot be opened."""
    found = read_limited(open_own, path)
    return None if isinstance(found, Failure) else found


def open_own(path: Path) -> OwnWorkbook | None:
    """Read a workbook, in a limited child."""
    try:
        bound = bounded(path, _CAPS)
    except TooLargeError:
        return None
    book = openpyxl.load_workbook(bound.stream, data_only=True)
    try:
        if not {PLAN_SHEET, HEAD_SHEET} <= set(book.sheetnames) or _text(book[HEAD_SHEET].cell(1, 1).value) != MARK:
            return None
        reading = _PlanSheets()
        documents = reading.documents(book)
        if bound.rows_left_out:
            reading.doubts.append(f"{bound.rows_left_out} baris di bawah baris {_CAPS.rows} tidak dibaca")
        return OwnWorkbook(documents=documents, doubts=tuple(reading.doubts)) if reading.indicators else None
    finally:
        book.close()


def _text(value: object) -> str:
    """Return a cell's value as the text that stood there before a spreadsheet program made something else of it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime | dt.date):
        month = f"{wording.MONTHS[value.month - 1]} {value.year}"
        return month if value.day == 1 else f"{value.day} {month}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else tidy(_CARRIAGE.sub("\n", str(value)))


@dataclass(slots=True)
class _SheetRow:
    """One row of a sheet: its number and heading ─► text."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


@dataclass(slots=True)
class _ColumnTexts:
    """One indicator of the first sheet: the row that it stands on and its four texts."""

    number: int
    texts: tuple[str, ...]


@dataclass(slots=True)
class _PlanSheets:
    """What the sheets say, by code."""

    areas: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    indicators: dict[str, _ColumnTexts] = field(default_factory=dict)
    keys: dict[str, _SheetRow] = field(default_factory=dict)
    items: dict[str, list[PlanValue]] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    def documents(self, book: Workbook) -> PlanDocuments:
        """Read all sheets and put the plan together again."""
        self._decree(book[PLAN_SHEET])
        self._keys(book)
        self._items(book)
        head = self._head(book[HEAD_SHEET])
        documents: PlanDocuments = {PLAN_NAME: head}
        listed: list[PlanValue] = []
        for code in self._in_order({codes.area_of(code) for code in self.indicators} | self.areas.keys()):
            if code not in self.areas:
                self.doubts.append(f"{PLAN_SHEET}: area {code} tidak punya baris judul")
            area: PlanDocument = {"kode": code, "judul": self.areas.get(code, ""), **self._others(code)}
            area["komponen"] = self._components(code)
            name = self.keys[code][FILE] if code in self.keys else f"{code}.yaml"
            if name and (not is_area_file(name) or name in documents):
                self.doubts.append(f"{KEY_SHEET}: nama berkas “{name}” untuk area {code} tidak dipakai")
                name = f"{code}.yaml"
            if name:
                documents[name] = area
            listed.append(name or area)
        head["area"] = listed
        return documents

    def _components(self, area: str) -> list[PlanValue]:
        own = [code for code in self.indicators if codes.area_of(code) == area]
        found: list[PlanValue] = []
        for component in self._in_order({code.rpartition(".")[0] for code in own}):
            below = self._in_order(code for code in own if code.rpartition(".")[0] == component)
            title, rows = self.titles.get(component, ""), [self._indicator(code) for code in below]
            found.append({"kode": component, "judul": title, **self._others(component), "indikator": [*rows]})
        return found

    def _indicator(self, code: str) -> PlanDocument:
        absent = self.keys[code][ABSENT].split() if code in self.keys else []
        columns = zip(COLUMN_KEYS, self.indicators[code].texts, strict=True)
        texts: PlanDocument = {key: text for key, text in columns if text or key not in absent}
        items: PlanDocument = {"butir": self.items[code]} if code in self.items else {}
        return {"kode": code, **texts, **self._others(code), **items}

    def _in_order(self, unsorted: Iterable[str]) -> Sequence[str]:
        """Return codes as the plan has them; a new one after those of its level that are smaller."""
        wanted = sorted(unsorted, key=codes.order_of)
        known = [code for code in wanted if code in self.keys]
        known.sort(key=lambda code: (_order(self.keys[code][ORDER]), codes.order_of(code)))
        for code in wanted:
            if code not in self.keys:
                place = max(
                    (n + 1 for n, each in enumerate(known) if codes.order_of(each) < codes.order_of(code)), default=0
                )
                known.insert(place, code)
        return known

    def _others(self, code: str) -> PlanDocument:
        ours = {ORDER, LEVEL, CODE, FILE, ABSENT}
        cells = self.keys[code].cells.items() if code in self.keys else ()
        return {key: decoded(key, text) for key, text in cells if text and key not in ours}

    def _decree(self, sheet: Worksheet) -> None:
        """Read the areas, the indicators and the titles of the components; new rows get their codes at the end."""
        component = ""
        new: list[tuple[str, _ColumnTexts]] = []
        for row in _rows(sheet, (*DECREE_HEADS, CODE_HEAD)):
            number, title, *texts = (str(decoded("", row[heading])) for heading in DECREE_HEADS)
            code = row[CODE_HEAD]
            if not any(texts) and codes.is_code(code or number, "area"):
                self.areas[code or number] = title
                component = f"{code or number}.1"
            elif self._is_indicator(row, code, (number, title, *texts)):
                component = code.rpartition(".")[0] if code else _component_of(number, component)
                if title and self.titles.setdefault(component, title) != title:
                    why = f"komponen {component} berjudul lain (“{title}”); yang pertama dipakai"
                    self.doubts.append(f"{PLAN_SHEET} baris {row.number}: {why}")
                entry = _ColumnTexts(row.number, tuple(texts))
                if code:
                    self.indicators[code] = entry
                else:
                    new.append((component, entry))
        for component, entry in new:
            code = _next_code(component, self.indicators)
            self.indicators[code] = entry
            self.doubts.append(f"{PLAN_SHEET} baris {entry.number}: baris baru, diberi kode {code}")

    def _is_indicator(self, row: _SheetRow, code: str, cells: tuple[str, ...]) -> bool:
        """Return whether a row is an indicator; what is no empty row and no row of numbers is a doubt."""
        why = ""
        if not code and not cells[2]:
            why = "baris tanpa kode dan tanpa indikator" if any(cells[1:]) else ""
        elif code and not codes.is_code(code, "indikator"):
            why = f"kode “{code}” tidak sah; baris ini"
        elif code in self.indicators:
            why = f"kode {code} sudah ada di baris {self.indicators[code].number}; baris ini"
        elif cells != tuple(str(column) for column in range(1, 1 + len(cells))):
            return True
        if why:
            self.doubts.append(f"{PLAN_SHEET} baris {row.number}: {why} tidak dipakai")
        return False

    def _keys(self, book: Workbook) -> None:
        """Read the other keys of every area, component and indicator."""
        if KEY_SHEET in book.sheetnames:
            self.keys = {row[CODE]: row for row in _rows(book[KEY_SHEET], (CODE,)) if row[CODE]}
        else:
            self.doubts.append(f"lembar {KEY_SHEET} tidak ada: lke, jadwal, dan kunci lain tidak terbaca")

    def _items(self, book: Workbook) -> None:
        """Read the requirements of each indicator, in their order."""
        if ITEM_SHEET not in book.sheetnames:
            self.doubts.append(f"lembar {ITEM_SHEET} tidak ada: butir tidak terbaca")
            return
        rows = list(_rows(book[ITEM_SHEET], (CODE, "id")))
        for row in sorted(rows, key=lambda row: (_order(row[ORDER]), row.number)):
            if row[CODE] in self.indicators:
                cells = ((key, text) for key, text in row.cells.items() if text and key not in {ORDER, CODE})
                self.items.setdefault(row[CODE], []).append({key: decoded(key, text) for key, text in cells})
            elif any(row.cells.values()):
                why = f"indikator {row[CODE] or '(kosong)'} tidak ada; butirnya tidak dipakai"
                self.doubts.append(f"{ITEM_SHEET} baris {row.number}: {why}")

    def _head(self, sheet: Worksheet) -> PlanDocument:
        """Return the head of the plan; a list has a row an item."""
        found: PlanDocument = {}
        for row in _rows(sheet, ("Kunci", "Isi")):
            key, value = row["Kunci"], decoded(row["Kunci"], row["Isi"])
            before = found.get(key)
            if not key or not row["Isi"]:
                continue
            found[key] = [*before, *value] if isinstance(before, list) and isinstance(value, list) else value
        return found


def _rows(sheet: Worksheet, wanted: tuple[str, ...]) -> Iterator[_SheetRow]:
    """Yield the rows below the headings; what is merged downwards stands in every row of its range."""
    values = {(cell.row, cell.column): _text(cell.value) for row in sheet.iter_rows() for cell in row}
    for merged in sheet.merged_cells.ranges:
        text = values.get((merged.min_row, merged.min_col), "")
        values |= {(row, merged.min_col): text for row in range(merged.min_row, merged.max_row + 1)}
    heads = {heading.casefold() for heading in wanted}
    columns: dict[int, str] = {}
    known = {heading.casefold(): heading for heading in wanted}
    for number in range(1, sheet.max_row + 1):
        texts = {column: values.get((number, column), "") for column in range(1, sheet.max_column + 1)}
        folded = {column: text.casefold() for column, text in texts.items()}
        if not columns:
            if heads <= set(folded.values()):
                columns = {column: known.get(folded[column], text) for column, text in texts.items() if text}
            continue
        if any(folded[column] != each.casefold() for column, each in columns.items() if each.casefold() in heads):
            yield _SheetRow(number, {heading: texts[column] for column, heading in columns.items()})


def _component_of(number: str, before: str) -> str:
    """Return the code of the component that a new row belongs to: by its number, else that of the row above."""
    area = codes.area_of(before) or "I"
    digits = number.strip(". ")
    return f"{area}.{digits}" if digits.isascii() and digits.isdecimal() else before or "I.1"


def _next_code(component: str, known: Iterable[str]) -> str:
    numbers = [codes.order_of(code)[-1] for code in known if code.rpartition(".")[0] == component]
    return f"{component}.{max(numbers, default=0) + 1}"


def _order(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else _NO_LIMIT
