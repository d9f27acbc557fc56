"""Writes the sheet *Ringkasan* of `build/lke.xlsx`: areas with bars, gates of both predicates; live formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.knowledge import sheet
from dossier.reports import lke_layout as layout
from dossier.reports.workbook import row_height
from dossier.scoring import PREDICATES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from fractions import Fraction

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from dossier.reports.workbook import XlsxSheet
    from dossier.scoring import ComponentScore, Gate, Score

SUMMARY_SHEET: Final = "Ringkasan"
_HEAD: Final = 4
_BAR: Final = "#5B9AA8"
_ZERO, _OFFICIAL = "kosong = 0", "menurut rumus lembar"


def write_lke_summary(book: Workbook, sheet_: XlsxSheet, score: Score, *, unit: str, as_of: dt.date) -> None:
    """Write the totals with "kosong = 0" and by the sheet's own formula, and the gates."""
    writer = _SummaryWriter(book, sheet_, score)
    formats = sheet_.formats
    sheet_.text(0, 0, "Penilaian mandiri pembangunan Zona Integritas", formats.title)
    sheet_.text(1, 0, f"{unit} · keadaan per {wording.long_date(as_of)}", formats.note)
    blanks = len(score.blanks)
    why = (
        "Rumus lembar yang beredar meninggalkan pertanyaan kosong dari rata-ratanya, jadi nilainya tampak lebih tinggi"
    )
    sheet_.text(2, 0, f"{blanks} dari {len(score.questions)} pertanyaan kosong. {why}.", formats.note)
    gates = writer.areas()
    writer.gates(gates)
    sheet_.raw.set_column(0, 0, 6)
    sheet_.raw.set_column(1, 1, 52)
    sheet_.raw.set_column(2, 9, 13)
    sheet_.raw.set_row(_HEAD, row_height(2))
    sheet_.page(landscape=True)
    sheet_.raw.fit_to_pages(1, 1)


class _SummaryWriter:
    """Writes cells with formulas over *Jawaban* and the values that they have now."""

    def __init__(self, book: Workbook, sheet_: XlsxSheet, score: Score) -> None:
        self.sheet = sheet_
        self.score = score
        cell = {"valign": "top", "font_name": "Calibri", "font_size": 10, "border": 1, "border_color": "#D5D8DB"}
        self.points = book.add_format({**cell, "num_format": "0.00"})
        self.percent = book.add_format({**cell, "num_format": "0.0%"})

    def areas(self) -> dict[str, str]:
        """Write the areas, results and totals; return name of a gate ─► cell of its points."""
        heads = ("", "Area", "Bobot", "Pemenuhan", "Reform", _ZERO, "%", _OFFICIAL, "% lembar", "Kosong")
        self.sheet.head(_HEAD, heads)
        cells: dict[str, str] = {}
        row = _HEAD
        for area in self.score.areas:
            row += 1
            self._area(row, area.code, area.title)
            cells[area.code] = f"F{row + 1}"
        results = {"B.I.a": "ipak", "B.I.b": "kinerja", "B.II.a": "prima"}
        for key, gate in results.items():
            row += 1
            self._row(row, key, sheet.questions()[key].text, self._components(key))
            cells[gate] = f"F{row + 1}"
        cells["bersih"] = f"{cells['ipak']}+{cells['kinerja']}"
        for gate, title, parts in (
            ("pengungkit", "Pengungkit", [each for each in self.score.components if each.component.area]),
            ("total", "Nilai total", list(self.score.components)),
        ):
            row += 1
            self._row(row, "", title, parts)
            cells[gate] = f"F{row + 1}"
        self._bars(row)
        self.last = row
        return cells

    def _components(self, start: str) -> list[ComponentScore]:
        return [each for each in self.score.components if each.component.key == start]

    def _area(self, row: int, code: str, title: str) -> None:
        own = [each for each in self.score.components if each.component.area == code]
        self._row(row, code, title, own)
        for column, half in ((3, sheet.PEMENUHAN), (4, sheet.REFORM)):
            parts = [each for each in own if each.component.half == half]
            self._sum(row, column, layout.POINTS, parts, sum(each.points for each in parts))

    def _row(self, row: int, code: str, title: str, parts: Sequence[ComponentScore]) -> None:
        self.sheet.text(row, 0, code)
        self.sheet.text(row, 1, title)
        weight = sum(each.component.weight for each in parts)
        self.sheet.number(row, 2, float(weight), self.points)
        for column in (3, 4):
            self.sheet.text(row, column, "")
        reached, official = sum(each.points for each in parts), sum(each.sheet_points for each in parts)
        self._sum(row, 5, layout.POINTS, parts, reached)
        self._formula(row, 6, f"=F{row + 1}/C{row + 1}", reached / weight, self.percent)
        self._sum(row, 7, layout.SHEET_POINTS, parts, official)
        self._formula(row, 8, f"=H{row + 1}/C{row + 1}", official / weight, self.percent)
        self.sheet.number(row, 9, sum(each.blanks for each in parts))

    def _sum(self, row: int, column: int, of: str, parts: Sequence[ComponentScore], value: Fraction | int) -> None:
        cells = ",".join(f"{layout.SHEET}!{of}{layout.points_row(each.component)}" for each in parts)
        self._formula(row, column, f"=SUM({cells})", value, self.points)

    def _formula(self, row: int, column: int, formula: str, value: Fraction | float, look: Format) -> None:
        self.sheet.raw.write_formula(row, column, formula, look, float(value))

    def _bars(self, last: int) -> None:
        for column in (6, 8):
            bar: dict[str, object] = {"type": "data_bar", "bar_color": _BAR, "min_type": "num", "max_type": "num"}
            bar |= {"min_value": 0, "max_value": 1}
            self.sheet.raw.conditional_format(_HEAD + 1, column, last, column, bar)

    def gates(self, cells: dict[str, str]) -> None:
        """Write the gates; the value of one that fails is rounded down, so that it never reads as its threshold."""
        row = self.last + 2
        heads = [f"{kind} {predicate}" for predicate in PREDICATES for kind in ("Syarat", "Nilai", "Ambang")]
        self.sheet.head(row, ("", "Ambang (dibandingkan tanpa pembulatan)", *heads))
        by_predicate = [self.score.gates(predicate) for predicate in PREDICATES]
        for number, gates in enumerate(zip(*by_predicate, strict=True), start=row + 1):
            self.sheet.text(number, 0, gates[0].name if gates[0].name in sheet.AREAS else "")
            self.sheet.text(number, 1, gates[0].title)
            for place, gate in enumerate(gates):
                self._gate(number, 2 + 3 * place, gate, cells[gate.name])
        self.last = row + len(by_predicate[0])
        note = "WBBM mensyaratkan pula predikat WBK; prasyarat lain ada di `prasyarat` pada plan/lke.yaml."
        self.sheet.text(self.last + 1, 1, note, self.sheet.formats.note)

    def _gate(self, row: int, column: int, gate: Gate, cell: str) -> None:
        self.sheet.number(row, column, float(gate.required), self.points)
        limit = f"{chr(ord('A') + column)}{row + 1}"
        passed = f"ROUND({cell},9)>={limit}"
        value = float(gate.value if gate.passed else gate.value * 100 // 1 / 100)
        formula = f"=IF({passed},{cell},ROUNDDOWN(ROUND({cell},9),2))"
        self.sheet.raw.write_formula(row, column + 1, formula, self.points, value)
        words = "lulus" if gate.passed else "belum"
        look = self.sheet.formats.text
        self.sheet.raw.write_formula(row, column + 2, f'=IF({passed},"lulus","belum")', look, words)
