"""Compares the figures that a foreign evaluation sheet shows with those of its own answers, and says why they differ.

The column of figures is the one whose numbers beside the questions are their shares. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet
from dossier.model import Finding, Severity
from dossier.reports.lke_import import cells_of
from dossier.reports.lke_layout import UNIT
from dossier.reports.workbook_import import cell_name
from dossier.scoring import AnswerSheet, four_decimals, parse_answer, score_of
from dossier.wording import cut

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from dossier.reports.lke_import import LkeReturned
    from dossier.scoring import ComponentScore, QuestionScore, Score

DIFFERS: Final = "lke_jumlah_lembar_berbeda"
_CELL: Final = re.compile(r"([A-Z]+)(\d+)")
_RANGE: Final = re.compile(r"\$?([A-Z]+)\$?(\d+)(?::\$?[A-Z]+\$?(\d+))?")
_CLOSE: Final = 0.0001
_FORMULA: Final = 80
"""Characters of a formula that are quoted."""
_LEAST: Final = 5
_LOOK_UP: Final = 3
_TOTALS: Final = re.compile(
    r"\W*(?:total\b|(?:nilai|jumlah|hasil)\s+(?:total|akhir|evaluasi|keseluruhan)\b)", re.IGNORECASE
)  # "NILAI TOTAL", "Total", "Nilai Evaluasi"
_LHKPN: Final = ("A.2.V.iii.a", "A.2.V.iii.b")
_REPORTS: Final = ("LHKPN", "LHKASN")
_LOOK_UP_WEALTH: Final = 5


def answers_of(returned: LkeReturned) -> AnswerSheet:
    """Return the unit's answers that a workbook holds, alone."""
    cells = cells_of(returned, UNIT)
    answers = {}
    for key, question in sheet.questions().items():
        texts = {field.name: cells.get((key, field.name), "") for field in sheet.fields_of()[key]}
        parsed = parse_answer(question, texts).answer
        if not parsed.is_blank:
            answers[key] = parsed
    return AnswerSheet(answers=MappingProxyType(answers), is_written=True)


def own_total_findings(returned: LkeReturned, file: str) -> tuple[Finding, ...]:
    """Return what the sheet's own figures say otherwise than its answers, with the reason, and the recomputed total."""
    score = score_of(answers_of(returned))
    comparing = _Comparing(returned, score)
    recomputed = (
        f"{returned.sheet}: dihitung ulang dari jawabannya {_points(score.total)} (kosong = 0) "
        f"atau {_points(score.sheet_total)} (menurut rumus lembar); {len(score.blanks)} pertanyaan kosong."
    )
    found = [_finding(returned.sheet, recomputed, "Bandingkan dengan nilai di lembar itu.", Severity.NOTE, file)]
    if returned.is_ours or not comparing.column:
        return tuple(found)
    told = (
        *comparing.questions(),
        *comparing.obliged(),
        *comparing.components(),
        *comparing.wealth(),
        *comparing.total(),
    )
    for where, text, advice in told:
        found.append(_finding(where, text, advice, Severity.WARNING, file))
    return tuple(found)


def _finding(where: str, text: str, advice: str, severity: Severity, file: str) -> Finding:
    return Finding(code=DIFFERS, severity=severity, subject=where, text=text, advice=advice, path=file)


def _points(points: Fraction) -> str:
    return four_decimals(points).replace(".", ",")


Told = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Figure:
    cell: str
    value: float


class _Comparing:
    """A sheet's own figures beside the score of its answers."""

    def __init__(self, returned: LkeReturned, score: Score) -> None:
        self.returned = returned
        self.by_key = {each.key: each for each in score.questions}
        self.score = score
        fields = {field.number: field for field in sheet.fields()}
        self.first: dict[str, int] = {}
        for row, number in sorted(returned.rows.items()):
            self.first.setdefault(fields[number].question, row)
        self.column = self._find_column()

    def _find_column(self) -> str:
        """Return the letters of the column with the shares, else empty."""
        hits: Counter[str] = Counter()
        for key, row in self.first.items():
            each = self.by_key[key]
            if each.share is None or each.question.answer == sheet.PERCENT:
                continue
            for cell, value in self.returned.numbers.items():
                found = _CELL.fullmatch(cell)
                if found and int(found[2]) == row and abs(value - float(each.share)) < _CLOSE:
                    hits[found[1]] += 1
        best = max(hits, key=lambda letters: (hits[letters], letters), default="")
        return best if best and hits[best] >= _LEAST else ""

    def _figure(self, row: int) -> _Figure | None:
        value = self.returned.numbers.get(f"{self.column}{row}")
        return None if value is None else _Figure(f"{self.column}{row}", value)

    def questions(self) -> Iterator[Told]:
        """Yield the shares that differ from those of the answers."""
        for key, row in self.first.items():
            each = self.by_key[key]
            figure = self._figure(row)
            if each.question.answer == sheet.PERCENT or figure is None or each.share is None:
                continue
            shown = {each.share, each.points} if each.question.half == sheet.HASIL else {each.share}
            if not any(_is_close(figure.value, one) for one in shown):
                share = f"nilai {key} {_comma(figure.value)}, menurut jawabannya {_points(each.share)}"
                yield self._told(figure, share, self._typed(figure) or "rumusnya lain daripada skala resmi")

    def obliged(self) -> Iterator[Told]:
        """Yield the sums of those who have to report that were typed and are not the sum of their parts."""
        letters = cell_name(self.returned.columns.answer, 1).rstrip("1")
        for key in _LHKPN:
            counts = self.by_key[key].answer.counts
            parts = [counts[field.name] for field in sheet.fields_of()[key] if field.role == "wajib" and counts]
            row = self.first.get(key, 0) - 1
            value = self.returned.numbers.get(f"{letters}{row}")
            if value is None or not parts or row in self.returned.rows or value == sum(parts):
                continue
            figure = _Figure(f"{letters}{row}", value)
            said = f"jumlah yang wajib melaporkan {value:g}, padahal bagiannya berjumlah {sum(parts)}"
            yield self._told(figure, said, self._typed(figure) or "rumusnya tidak menjumlah semua bagian")

    def components(self) -> Iterator[Told]:
        """Yield the points of components that differ; the head stands above the first question."""
        for each in self.score.components:
            figure = self._head(each)
            if figure is None or _is_close(figure.value, each.points):
                continue
            said = f"{each.component.key} {_comma(figure.value)}, menurut jawabannya {_points(each.points)}"
            yield self._told(figure, said, self._why(each, figure))

    def _head(self, each: ComponentScore) -> _Figure | None:
        first = self.first.get(each.questions[0].key)
        if first is None or each.component.half == sheet.HASIL:
            return None
        others = set(self.returned.rows)
        for row in range(first - 1, max(0, first - 1 - _LOOK_UP), -1):
            if row in others:
                return None
            figure = self._figure(row)
            if figure is not None and not _is_share(figure.value, each):
                return figure
        return self._figure(first - 1) if first - 1 not in others else None

    def _why(self, each: ComponentScore, figure: _Figure) -> str:
        if typed := self._typed(figure):
            return typed
        if each.blanks and _is_close(figure.value, each.sheet_points):
            return f"{each.blanks} pertanyaan kosong tidak ikut dirata-rata"
        formula = self.returned.formulas.get(figure.cell, "")
        return f"rumusnya {cut(formula, _FORMULA)}" if formula else "rumusnya tidak terbaca"

    def wealth(self) -> Iterator[Told]:
        """Yield the points of both reports of wealth where one of the two stands for both."""
        first = self.first.get(_LHKPN[0], 0)
        points = [self.by_key[key].points for key in _LHKPN]
        both = points[0] + points[1]
        for row in range(first - 1, max(0, first - 1 - _LOOK_UP_WEALTH), -1):
            figure = None if row in self.returned.rows else self._figure(row)
            if figure is None or _is_close(figure.value, both):
                continue
            twice = next(
                (name for name, one in zip(_REPORTS, points, strict=True) if _is_close(figure.value, 2 * one)), ""
            )
            if twice and figure.value > float(max(points)):
                other = next(name for name in _REPORTS if name != twice)
                said = f"kedua laporan harta kekayaan {_comma(figure.value)}, menurut jawabannya {_points(both)}"
                yield self._told(figure, said, f"{twice} dihitung dua kali dan {other} tidak sama sekali")

    def _typed(self, figure: _Figure) -> str:
        return "" if figure.cell in self.returned.formulas else "angkanya diketik, bukan rumus"

    def total(self) -> Iterator[Told]:
        """Yield the total where the sheet shows one that is neither of the two that its answers give."""
        for cell, text in sorted(self.returned.constants.get(self.returned.sheet, {}).items()):
            found = _CELL.fullmatch(cell)
            if found is None or not _TOTALS.match(text) or int(found[2]) in self.returned.rows:
                continue
            figure = self._figure(int(found[2]))
            if figure is None or _is_close(figure.value, self.score.total):
                continue
            halves = {name: getattr(self.score, name) for name in ("pengungkit", "hasil", "pemenuhan", "reform")}
            if any(_is_close(figure.value, half) for half in halves.values()):
                continue
            meant = next((half for name, half in halves.items() if name in text.casefold()), self.score.total)
            said = f"“{text.strip()}” {_comma(figure.value)}, menurut jawabannya {_points(meant)}"
            if _is_close(figure.value, self.score.sheet_total):
                yield self._told(figure, said, f"{len(self.score.blanks)} pertanyaan kosong tidak ikut dirata-rata")
            else:
                yield self._told(figure, said, self._typed(figure) or "lihat selisih komponen di atas")

    def _told(self, figure: _Figure, said: str, why: str) -> Told:
        where = f"{self.returned.sheet}!{figure.cell}"
        return where, f"{where}: {said}: {why}.", "Yang dipakai dossier adalah hitungan dari jawabannya."


def _is_share(value: float, each: ComponentScore) -> bool:
    """Whether a number above a percentage is its share and not the points of the component."""
    first: QuestionScore = each.questions[0]
    return (
        first.question.answer == sheet.PERCENT
        and first.share is not None
        and abs(value - float(first.share)) < _CLOSE
        and not _is_close(value, each.points)
    )


def _is_close(value: float, points: Fraction | int) -> bool:
    return abs(value - float(points)) < _CLOSE


def _comma(value: float) -> str:
    return f"{value:.4f}".replace(".", ",")
