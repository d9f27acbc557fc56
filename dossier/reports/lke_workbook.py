"""Writes `build/lke.xlsx`: answers in the portal's rows and columns with live formulas, summary, stakes, form.

What people type into the columns K, L, M, N and Q of *Jawaban* is read back by `lke_import`. Texts are string cells and
never formulas; what was printed into each of those cells travels as digests in a hidden column.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.knowledge import sheet
from dossier.reports import lke_formulas as formulas
from dossier.reports import lke_layout as layout
from dossier.reports.lke_form_sheets import FORM_SHEET, STAKES_SHEET, write_form, write_stakes
from dossier.reports.lke_summary_sheet import SUMMARY_SHEET, write_lke_summary
from dossier.reports.workbook import EvidenceLinks, XlsxSheet, make_formats, row_height, text_lines
from dossier.scoring import SCALES, assessor_cells, unit_cells
from dossier.scoring.answer_cells import LINKS, NOTE
from dossier.wording import shown
from dossier.workers.bounded_workbook import column_number

with lazy():
    import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from xlsxwriter.format import Format

    from dossier.knowledge.sheet import SheetField
    from dossier.model import Unit
    from dossier.scoring import AnswerPlace, QuestionScore, Score

LKE_SHEETS: Final = (SUMMARY_SHEET, layout.SHEET, STAKES_SHEET, FORM_SHEET)
MOST_CHARACTERS: Final = 32_000
"""Longest text of a cell; spreadsheets take 32,767."""
_CUT: Final = " … (dipotong; selengkapnya di plan/lke.yaml)"
_MOST_FILES: Final = 5
_A3: Final = 8
_MOST_COUNT: Final = 1_000_000
_WIDTHS: Final = {
    **dict.fromkeys("ABCD", 3),
    "E": 6,
    "F": 48,
    "G": 8,
    "H": 11,
    "I": 58,
    "J": 8,
    "K": 11,
    "L": 42,
    "M": 36,
    "N": 11,
    "O": 3,
    "P": 3,
    "Q": 36,
    "R": 9,
    "S": 10,
    "T": 11,
    "U": 13,
    "V": 9,
    "W": 13,
    "X": 44,
    "Y": 34,
    "Z": 44,
    "AA": 30,
    "AB": 20,
    "AC": 20,
}
_CHOICES: Final = {sheet.PERCENT: "jumlah", sheet.VALUE: "0 – 4"}


def printed_text(text: str) -> str:
    """Return a text as a cell can hold it: nothing unprintable, not longer than spreadsheets take."""
    safe = shown(text)
    return safe if len(safe) <= MOST_CHARACTERS else safe[: MOST_CHARACTERS - len(_CUT)] + _CUT


def lke_workbook_bytes(
    score: Score, *, unit: Unit, year: int, as_of: dt.date, links: EvidenceLinks | None = None
) -> bytes:
    """Return the workbook as the bytes of an .xlsx file; the same values give the same bytes.

    Args:
        score: answers, points, evidence and gates.
        unit: who it is of; its signatories stand under the form.
        year: of the plan.
        as_of: the day of assessment.
        links: the way to the evidence; None as from `build/`.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False}) as book:
        made = dt.datetime.combine(as_of, dt.time(), tzinfo=dt.UTC).replace(tzinfo=None)
        book.set_properties({"title": f"Lembar kerja evaluasi ZI {year}", "author": unit.name, "created": made})
        book.set_calc_mode("auto")
        formats = make_formats(book)
        sheets = [XlsxSheet(book.add_worksheet(name), formats, links or EvidenceLinks()) for name in LKE_SHEETS]
        write_lke_summary(book, sheets[0], score, unit=unit.name, as_of=as_of)
        looks = _AnswerFormats(
            points=book.add_format({**_CELL, "num_format": "0.0000"}),
            head=book.add_format({**_CELL, "bold": True, "bg_color": "#DCE7EC", "num_format": "0.0000"}),
            percent=book.add_format({**_CELL, "num_format": "0.00%"}),
            staff=book.add_format({**_CELL, "text_wrap": True, "bg_color": "#FFFBE6", "locked": False}),
        )
        _AnswerSheetWriter(sheets[1], looks, score).write(f"{layout.MARK} {year}")
        write_stakes(sheets[2], score)
        write_form(book, sheets[3], score, unit=unit, year=year, as_of=as_of)
        sheets[1].raw.activate()
    return target.getvalue()


_CELL: Final = {"valign": "top", "font_name": "Calibri", "font_size": 10, "border": 1, "border_color": "#D5D8DB"}


@dataclass(frozen=True, slots=True)
class _AnswerFormats:
    points: Format
    head: Format
    percent: Format
    staff: Format


def _at(row: int, column: str) -> tuple[int, int]:
    """Return row and column from 0 of a cell."""
    return row - 1, column_number(column) - 1


class _AnswerSheetWriter:
    """Writes the sheet *Jawaban*."""

    def __init__(self, sheet_: XlsxSheet, looks: _AnswerFormats, score: Score) -> None:
        self.sheet = sheet_
        self.raw = sheet_.raw
        self.looks = looks
        self.score = score
        self.by_key = {each.key: each for each in score.questions}
        self.lines: dict[int, int] = {}
        self.cells: dict[str, Mapping[AnswerPlace, str]] = {
            layout.UNIT: unit_cells(score.answers),
            layout.TPI: assessor_cells(score.answers),
        }

    def write(self, mark: str) -> None:
        """Write everything; `mark` stands in the head of the hidden column of digests."""
        for column in range(column_number(layout.PRINTED)):
            self.raw.write_blank(layout.HEAD_ROW - 1, column, None, self.sheet.formats.head)
        for column_, name in layout.HEADINGS.items():
            self.sheet.text(*_at(layout.HEAD_ROW, column_), name, self.sheet.formats.head)
        self.sheet.text(*_at(layout.HEAD_ROW, layout.PRINTED), mark, self.sheet.formats.head)
        for head in layout.heads():
            self._fill(head.row, self.looks.head)
            self.sheet.text(*_at(head.row, head.column), head.text, self.looks.head)
        for key in sheet.questions():
            self._question(key)
        for component in self.score.components:
            self._component(component.component.key)
        self._totals()
        self._set_up()

    def _fill(self, row: int, look: Format) -> None:
        for column in range(column_number("AA")):
            self.raw.write_blank(row - 1, column, None, look)

    def _question(self, key: str) -> None:
        each, row = self.by_key[key], layout.share_row(key)
        if row in layout.percent_rows():
            self._fill(row, self.sheet.formats.text)
            self._question_texts(row, each)
            for column, share in ((layout.ANSWER, layout.SHARE), (layout.ASSESSOR, layout.ASSESSED_SHARE)):
                value = each.share if column == layout.ANSWER else each.assessor_share
                self._formula(row, column, f'=IF({share}{row}="","",{share}{row})', value, self.looks.percent)
        if each.question.formula == "lhkpn":
            self._obliged(key)
        for field in sheet.fields_of()[key]:
            self._field(field, each)
        if row not in layout.percent_rows():
            self._question_texts(row, each)
        self._figures(row, each)
        self._knowledge(sheet.fields_of()[key][0].row, each)

    def _question_texts(self, row: int, each: QuestionScore) -> None:
        question, text = each.question, self.sheet.text
        text(*_at(row, "E"), question.letter)
        self._wrapped(row, "F", question.text)
        kind = _CHOICES.get(question.answer) or "/".join(SCALES[question.answer])
        text(*_at(row, "H"), "persen" if question.answer == sheet.PERCENT else kind)
        criteria = sheet.criteria().get(question.key, {})
        words = (f"{grade}. {each}" if grade else each for grade, each in criteria.items())
        self._wrapped(row, "I", "\n".join(words))
        text(*_at(row, layout.KEY), question.key)

    def _obliged(self, key: str) -> None:
        row = layout.obliged_row(key)
        self._fill(row, self.sheet.formats.text)
        self.sheet.text(*_at(row, "F"), "Jumlah yang wajib melaporkan (dihitung)")
        fields = [field for field in sheet.fields_of()[key] if field.role == "wajib"]
        each = self.by_key[key]
        assessed = each.assessor.answer.counts if each.assessor else {}
        for column, counts in ((layout.ANSWER, each.answer.counts), (layout.ASSESSOR, assessed)):
            value = sum(counts.get(field.name, 0) for field in fields)
            where = _at(row, column)
            self.raw.write_formula(*where, formulas.obliged_formula(key, column), self.sheet.formats.number, value)

    def _field(self, field: SheetField, each: QuestionScore) -> None:
        row, question = field.row, each.question
        is_first = field is sheet.fields_of()[question.key][0]
        self._fill(row, self.sheet.formats.text)
        if question.answer == sheet.PERCENT:
            self._wrapped(row, "F", field.label)
            self.sheet.text(*_at(row, "H"), _CHOICES[sheet.PERCENT])
            self.sheet.text(*_at(row, layout.KEY), question.key)
        self.sheet.number(*_at(row, "J"), field.number)
        digests = []
        for column in layout.TYPED:
            role = layout.TPI if column in {layout.ASSESSOR, layout.ASSESSOR_NOTE} else layout.UNIT
            if column in {layout.ANSWER, layout.ASSESSOR}:
                digests.append(self._typed(row, column, self.cells[role].get((question.key, field.name), "")))
                self._validate(row, column, question.answer)
                continue
            name = LINKS if column == layout.EVIDENCE else NOTE
            text = self.cells[role].get((question.key, name), "") if is_first else ""
            digests.append(self._typed(row, column, text, is_text=True, is_open=is_first))
        self.sheet.text(*_at(row, layout.PRINTED), " ".join(digests))

    def _typed(self, row: int, column: str, text: str, *, is_text: bool = False, is_open: bool = True) -> str:
        """Write a cell that people fill, a number as a number; return the digest of what is printed."""
        safe, look = printed_text(text), self.looks.staff if is_open else self.sheet.formats.text
        self._heighten(row, column, safe)
        number = None if is_text else _number(safe)
        if number is not None:
            self.raw.write_number(*_at(row, column), number, look)
        elif safe:
            self.raw.write_string(*_at(row, column), safe, look)
        else:
            self.raw.write_blank(*_at(row, column), None, look)
        return layout.cell_digest(safe)

    def _validate(self, row: int, column: str, answer: str) -> None:
        rule: dict[str, object] = {"validate": "list", "source": list(SCALES.get(answer, ()))}
        message = f"Pilih salah satu: {', '.join(SCALES.get(answer, ()))}."
        if answer == sheet.PERCENT:
            rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": _MOST_COUNT}
            message = "Tulis bilangan bulat; 0 bila memang tidak ada."
        elif answer == sheet.VALUE:
            rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 4}
            message = "Tulis nilai skala 4. Nilai skala 100 dibagi 25 dahulu."
        rule |= {"error_type": "stop", "error_title": "Jawaban LKE", "error_message": message}
        rule |= {"input_title": "Jawaban LKE", "input_message": message}
        self.raw.data_validation(*_at(row, column), *_at(row, column), rule)

    def _figures(self, row: int, each: QuestionScore) -> None:
        no_complaints = self.score.answers.no_complaints
        key, look = each.key, self.looks.points
        self._formula(row, layout.SHARE, formulas.share_formula(key, layout.ANSWER, no_complaints), each.share, look)
        self._formula(row, layout.WEIGHT, f"={formulas.number_text(each.weight)}", each.weight, look)
        self._formula(row, layout.POINTS, formulas.points_formula(row), each.points, look)
        assessed = formulas.share_formula(key, layout.ASSESSOR, no_complaints)
        self._formula(row, layout.ASSESSED_SHARE, assessed, each.assessor_share, look)
        points = each.weight * (each.share or 0 if each.assessor_share is None else each.assessor_share)
        self._formula(row, layout.ASSESSED_POINTS, formulas.assessed_formula(row), points, look)

    def _formula(self, row: int, column: str, formula: str, value: Fraction | None, look: Format) -> None:
        """Write a live formula with the value that it has now, so that a program that does not compute shows it."""
        self.raw.write_formula(*_at(row, column), formula, look, "" if value is None else float(value))

    def _component(self, key: str) -> None:
        each = next(found for found in self.score.components if found.component.key == key)
        row, component, look = layout.points_row(each.component), each.component, self.looks.head
        rows = [layout.share_row(one) for one in component.questions]
        if component.half == sheet.HASIL:
            look = self.looks.points
        else:
            self._formula(row, layout.POINTS, formulas.sum_formula(layout.POINTS, rows), each.points, look)
            assessed = sum((self._assessed(one) for one in each.questions), start=each.points * 0)
            formula = formulas.sum_formula(layout.ASSESSED_POINTS, rows)
            self._formula(row, layout.ASSESSED_POINTS, formula, assessed, look)
        self._formula(row, "G", f"={formulas.number_text(component.weight)}", component.weight, look)
        formula = formulas.sheet_points_formula(component)
        self._formula(row, layout.SHEET_POINTS, formula, each.sheet_points, look)

    @staticmethod
    def _assessed(each: QuestionScore) -> Fraction:
        share = each.share if each.assessor_share is None else each.assessor_share
        return each.weight * (share or 0)

    def _totals(self) -> None:
        levers = [each for each in self.score.components if each.component.half != sheet.HASIL]
        for row, title, parts in (
            (195, "TOTAL PENGUNGKIT", levers),
            (layout.TOTAL_ROW, "NILAI TOTAL", list(self.score.components)),
        ):
            self._fill(row, self.looks.head)
            self.sheet.text(*_at(row, "A"), title, self.looks.head)
            rows = [layout.points_row(each.component) for each in parts]
            sums = {
                "G": sum(each.component.weight for each in parts),
                layout.POINTS: sum(each.points for each in parts),
                layout.SHEET_POINTS: sum(each.sheet_points for each in parts),
                layout.ASSESSED_POINTS: sum(self._assessed(one) for each in parts for one in each.questions),
            }
            for column, value in sums.items():
                where = _at(row, column)
                self.raw.write_formula(*where, formulas.sum_formula(column, rows), self.looks.head, float(value))

    def _knowledge(self, row: int, each: QuestionScore) -> None:
        """Write what the tool knows: the evidence with a link, what lacks, what assessors ask for, the hint."""
        files = each.evidence.files
        more = (f"… dan {len(files) - _MOST_FILES} lagi",) if len(files) > _MOST_FILES else ()
        names = (*files[:_MOST_FILES], *more)
        if files:
            self._heighten(row, "X", "\n".join(names))
            self.sheet.file(*_at(row, "X"), files[0], "\n".join(names))
        lacking = [f"{code}.{item} ({slot})" for code, item, slot in each.evidence.lacking]
        nothing = "tidak ada bukti" if not each.is_backed and not files else ""
        self._wrapped(row, "Y", "\n".join(lacking) or nothing)
        papers = [paper.name for paper in sheet.papers() if each.key in paper.questions[:1]]
        self._wrapped(row, "Z", "\n".join(papers[:_MOST_FILES]))
        if each.hint is not None:
            self._wrapped(row, "AA", f"{each.hint.grade}: {each.hint.reason}".rstrip(": "))

    def _wrapped(self, row: int, column: str, text: str) -> None:
        """Write a text that may take several lines."""
        self._heighten(row, column, text)
        self.sheet.text(*_at(row, column), text)

    def _heighten(self, row: int, column: str, text: str) -> None:
        self.lines[row] = max(self.lines.get(row, 1), text_lines(text, _WIDTHS[column]))

    def _set_up(self) -> None:
        for column, width in _WIDTHS.items():
            hidden = column in {layout.KEY, layout.PRINTED}
            number = column_number(column) - 1
            self.raw.set_column(number, number, width, None, {"hidden": hidden})
        for row, lines in self.lines.items():
            self.raw.set_row(row - 1, row_height(lines))
        self.raw.set_row(layout.HEAD_ROW - 1, row_height(3))
        self.raw.freeze_panes(1, column_number("F"))
        self.raw.repeat_rows(0)
        self.raw.print_area(0, 0, layout.TOTAL_ROW - 1, column_number(layout.ASSESSED_POINTS) - 1)
        self.sheet.page(landscape=True)
        self.raw.set_paper(_A3)


def _number(text: str) -> float | None:
    """Return a count or value that a cell can hold as a number, or None."""
    try:
        return float(text) if text and text[0].isdigit() and text.replace(".", "", 1).isdecimal() else None
    except ValueError:
        return None
