"""Writes the workbook's sheet of the questions that the plan has no row for: what is filed and usually asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.audit.beyond_words import BACKINGS, filing_name, missing_lines, paper_state, period_word
from dossier.audit.gap_columns import USUAL
from dossier.scoring import points_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.audit.beyond_plan import BeyondCoverage, QuestionCoverage
    from dossier.reports.workbook import XlsxSheet

_HEADS: Final = ("Kunci", "Pertanyaan", "Poin", "Keadaan", "Berkas", USUAL, "Periode yang belum ada", "Simpan sebagai")
_WIDTHS: Final = (13, 52, 8, 18, 40, 60, 44, 60)


def write_questions(sheet: XlsxSheet, beyond: BeyondCoverage) -> None:
    """Write a row a question, in the order of the sheet; nothing in it is read back."""
    sheet.head(0, _HEADS)
    last = 0
    for last, question in enumerate(beyond.questions, start=1):
        for column, text in enumerate(_cells(question)):
            sheet.text(last, column, text)
    for column, width in enumerate(_WIDTHS):
        sheet.raw.set_column(column, column, width)
    sheet.table(first=0, last=last, columns=len(_HEADS), freeze_columns=1)


def _cells(question: QuestionCoverage) -> tuple[str, ...]:
    return (
        question.key,
        question.question.text,
        points_text(question.question.weight),
        BACKINGS[question.backing],
        "\n".join(question.files),
        "\n".join(_usual(question)),
        "\n".join(missing_lines(question)),
        "\n".join(_names(question)),
    )


def _usual(question: QuestionCoverage) -> Iterator[str]:
    for paper in question.papers:
        state = paper_state(paper)
        yield f"{paper.paper.name} ({period_word(paper.paper)}){f': {state}' if state else ''}"


def _names(question: QuestionCoverage) -> Iterator[str]:
    """Yield names that would file what lacks: every missing period, and one paper where a question has nothing."""
    missing = [(paper.paper, slot.slot) for paper in question.papers for slot in paper.missing]
    yield from (filing_name(question.key, paper, slot) for paper, slot in missing)
    if not question.files and not missing and question.papers:
        yield filing_name(question.key, question.papers[0].paper)
