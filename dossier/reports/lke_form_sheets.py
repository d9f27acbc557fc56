"""Writes the sheets *Taruhan* (claims without papers) and *Formulir* (to be printed and signed) of `build/lke.xlsx`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.knowledge import sheet
from dossier.reports import lke_layout as layout
from dossier.reports.workbook import row_height, text_lines
from dossier.scoring import answer_texts

if TYPE_CHECKING:
    import datetime as dt

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from dossier.model import Unit
    from dossier.reports.workbook import XlsxSheet
    from dossier.scoring import QuestionScore, Score

STAKES_SHEET: Final = "Taruhan"
FORM_SHEET: Final = "Formulir"
_SIGNATURE_ROWS: Final = 4
_FORM_WIDTHS: Final = (13, 62, 26, 10)
_JOINT: Final = '&", "&'


def write_stakes(sheet_: XlsxSheet, score: Score) -> None:
    """Write the claims that nothing backs, the largest first, and the papers that nobody claims."""
    heads = ("Kunci", "Pertanyaan", "Jawaban", "Poin dipertaruhkan", "Poin terbuka", "Yang belum ada atau bermasalah")
    sheet_.head(0, heads)
    row = 0
    for row, each in enumerate(score.unbacked_claims, start=1):
        lacking = [f"{code}.{item} ({slot})" for code, item, slot in each.evidence.lacking]
        _stake(sheet_, row, each, "\n".join(lacking) or "tidak ada bukti atau tautan")
    last = row
    for row, each in enumerate(score.unclaimed_evidence, start=last + 1):
        _stake(sheet_, row, each, f"ada bukti, belum dijawab: {each.evidence.files[0]}")
    for column, width in enumerate((13, 60, 22, 13, 13, 60)):
        sheet_.raw.set_column(column, column, width)
    sheet_.table(first=0, last=row, columns=len(heads), freeze_columns=1)


def _stake(sheet_: XlsxSheet, row: int, each: QuestionScore, why: str) -> None:
    sheet_.text(row, 0, each.key)
    sheet_.text(row, 1, each.question.text)
    sheet_.text(row, 2, answer_words(each) or "kosong")
    for column, points in ((3, each.at_stake), (4, each.opportunity)):
        sheet_.raw.write_number(row, column, round(float(points), 4), sheet_.formats.text)
    sheet_.text(row, 5, why)
    sheet_.raw.set_row(row, row_height(max(text_lines(each.question.text, 60), text_lines(why, 60))))


def answer_words(each: QuestionScore) -> str:
    """Return the unit's answer in one line: "B", "3.6", "agen 7, perubahan 7"; nothing where it is blank."""
    texts = answer_texts(each.answer)
    if each.question.answer == sheet.PERCENT:
        names = [field.name for field in sheet.fields_of()[each.key] if field.name in texts]
        return ", ".join(f"{name.replace('_', ' ')} {texts[name]}" for name in names)
    return "".join(texts.values())


def write_form(book: Workbook, sheet_: XlsxSheet, score: Score, *, unit: Unit, year: int, as_of: dt.date) -> None:
    """Write the form to be signed: totals, every answer by a live formula, and who signs."""
    cell = {"valign": "top", "font_name": "Calibri", "font_size": 10}
    centred = book.add_format({**cell, "bold": True, "font_size": 13, "align": "center"})
    plain = book.add_format(cell)
    signed = book.add_format({**cell, "align": "center", "text_wrap": True})
    underlined = book.add_format({**cell, "align": "center", "bold": True})
    sheet_.raw.merge_range(0, 0, 0, 3, "LEMBAR KERJA EVALUASI ZONA INTEGRITAS", centred)
    sheet_.raw.merge_range(1, 0, 1, 3, f"PENILAIAN MANDIRI TAHUN {year}", centred)
    sheet_.text(2, 0, f"Unit kerja: {unit.name}", plain)
    total = f"{layout.SHEET}!{layout.POINTS}{layout.TOTAL_ROW}"
    sheet_.text(3, 0, "Nilai total (kosong = 0):", plain)
    number = book.add_format({**cell, "bold": True, "num_format": "0.00", "align": "left"})
    sheet_.raw.write_formula(3, 2, f"={total}", number, float(score.total))
    sheet_.head(5, ("Kunci", "Pertanyaan", "Jawaban", "Poin"))
    row = _answers(book, sheet_, score)
    words = (
        "Jawaban di atas diisi menurut keadaan yang sebenarnya dan bukti pendukungnya tersedia untuk diperiksa.",
        f"{unit.place}, ____________________ {as_of.year}",
    )
    sheet_.text(row + 2, 0, words[0], plain)
    sheet_.text(row + 4, 2, words[1], book.add_format({**cell, "align": "center"}))
    _signatures(sheet_, row + 5, unit, (signed, underlined))
    for column, width in enumerate(_FORM_WIDTHS):
        sheet_.raw.set_column(column, column, width)
    sheet_.raw.repeat_rows(5)
    sheet_.raw.print_area(0, 0, row + 8 + _SIGNATURE_ROWS, 3)
    sheet_.page(landscape=False)
    sheet_.raw.set_footer(f"&L{wording.long_date(as_of)}&Rhlm. &P/&N")


def _answers(book: Workbook, sheet_: XlsxSheet, score: Score) -> int:
    """Write a row a question; return the last row."""
    look = {"valign": "top", "font_name": "Calibri", "font_size": 10, "border": 1, "border_color": "#D5D8DB"}
    points = book.add_format({**look, "num_format": "0.00"})
    row = 5
    for row, each in enumerate(score.questions, start=6):
        sheet_.text(row, 0, each.key)
        sheet_.text(row, 1, each.question.text)
        sheet_.raw.set_row(row, row_height(text_lines(each.question.text, _FORM_WIDTHS[1])))
        fields = sheet.fields_of()[each.key]
        cells = [f"{layout.SHEET}!{layout.ANSWER}{field.row}" for field in fields]
        formula = f'=IF({cells[0]}="","",{cells[0]})'
        if len(cells) > 1:
            named = [f'"{f.name.replace("_", " ")} "&{cell}' for f, cell in zip(fields, cells, strict=True)]
            formula = f'=IF(COUNT({",".join(cells)})<{len(cells)},"",{_JOINT.join(named)})'
        sheet_.raw.write_formula(row, 2, formula, sheet_.formats.text, _shown(each))
        share = f"{layout.SHEET}!{layout.POINTS}{layout.share_row(each.key)}"
        sheet_.raw.write_formula(row, 3, f"={share}", points, float(each.points))
    return row


def _shown(each: QuestionScore) -> str | float:
    """Return what the formula of an answer gives now."""
    return float(each.answer.value) if each.answer.value is not None else answer_words(each)


def _signatures(sheet_: XlsxSheet, row: int, unit: Unit, looks: tuple[Format, Format]) -> None:
    """Leave room for the signatures of the first two who sign in the unit's profile, the head at the right."""
    longest = max((len(person.office) for person in unit.signatories[:2]), default=0)
    sheet_.raw.set_row(row, row_height(text_lines("x" * longest, _FORM_WIDTHS[2])))
    for column, person in zip((2, 1), unit.signatories, strict=False):
        sheet_.text(row, column, person.office, looks[0])
        sheet_.text(row + _SIGNATURE_ROWS, column, person.name, looks[1])
        if person.nip:
            sheet_.text(row + _SIGNATURE_ROWS + 1, column, f"NIP {person.nip}", looks[0])
