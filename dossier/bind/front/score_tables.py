"""Draws the tables by question: answer, evidence and page; differences between unit and assessors; the index.

Figures come from `Assessment.score`. A name of evidence stands in one line, its page beside it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.units import mm

from dossier.bind.front.leader_sheet import areas_standing
from dossier.bind.front.page_parts import heading, page_title, table
from dossier.bind.front.score_pages import score_page
from dossier.knowledge import sheet
from dossier.model import SectionKind
from dossier.scoring import (
    answer_differences,
    differences_line,
    evidence_words,
    moved_points,
    points_text,
)
from dossier.sheet_outline import SHEET_TITLES, group_title, landings
from dossier.typeset import page_setup
from dossier.typeset.cells import Mark, Stack, TextCell, first_baseline, label, line
from dossier.typeset.rows import LedgerRow, row, spread
from dossier.typeset.typography import ALERT, MUTED, STYLES, shorten
from dossier.wording import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable

    from dossier.bind.front.page_parts import Index
    from dossier.model import Section
    from dossier.scoring import AnswerDifference, AssessorAnswer, ComponentScore, QuestionScore
    from dossier.typeset.cells import Cell
    from dossier.typeset.ledger import Ledger

_KEY: Final = 20 * mm
_LONGEST_QUESTION: Final = 190
"""Characters of a question; `dossier explain` and the workbook have all of them."""
_LONGEST_INDEXED: Final = 78
"""Characters of a question in the index: one line."""
_LONGEST_NOTE: Final = 160
"""Characters of a narrative, which may have thousands."""
_MOST_FILES: Final = 4
"""Files that the table names for a question; the contents name all below its indicators."""
_MOST_ROWS: Final = 5
_BOLD_RIGHT: Final = STYLES.small_bold.clone("score_table_right", alignment=TA_RIGHT)
_NOTE_RIGHT: Final = STYLES.note.clone("score_note_right", alignment=TA_RIGHT)


def self_assessment(index: Index) -> list[Flowable]:
    """Return the page of score and gates, and where somebody has answered the table of all questions.

    Assessors have the areas with their lights on it too; the unit's staff have them on the sheet behind the cover.
    """
    flowables = score_page(index)
    if not index.audience.advises:
        flowables += areas_standing(index)
    if index.assessment.score.answers.is_written:
        flowables += [*heading("Jawaban, bukti, dan halamannya"), _answers_table(index)]
    return flowables


_ANSWER_COLUMNS: Final = page_setup.columns(_KEY, 0, 30 * mm, 64 * mm)


def _answers_table(index: Index) -> Ledger:
    rows = [each for component in index.assessment.score.components for each in _component_rows(index, component)]
    last = _PagedHead("Bukti")
    return table(_ANSWER_COLUMNS, rows, "Kunci", "Pertanyaan", "Jawaban dan poin", last)


def _component_rows(index: Index, component: ComponentScore) -> Iterator[LedgerRow]:
    first = component.questions[0].question
    weight = component.component.weight
    title = f"{component.component.key}  {component.component.title}" if first.area else group_title(first)
    points = f"{points_text(component.points)} dari {points_text(weight)}"
    opening = spread(
        (line(title, STYLES.small_bold), 0, 1), (line(points, STYLES.small_bold), 2, 3), above=6, below=2.4
    )
    yield replace(opening, keep=True)
    yield from (_answer_row(index, each) for each in component.questions)


def _answer_row(index: Index, each: QuestionScore) -> LedgerRow:
    evidence = _evidence_lines(index, each)
    return row(
        line(each.key, STYLES.small_bold, index.link(f"{SectionKind.QUESTION.value}:{each.key}")),
        line(cut(each.question.text, _LONGEST_QUESTION), STYLES.small),
        Stack(tuple(_answer_cells(each))),
        PagedLines(tuple(evidence)),
        above=2.6,
        below=2.8,
    )


def _answer_cells(each: QuestionScore) -> Iterator[Cell]:
    yield line(each.answer.words.replace("_", " "), STYLES.small_bold, colour=MUTED if each.is_blank else None)
    yield line(f"{points_text(each.points)} dari {points_text(each.weight)}", STYLES.small)
    if each.at_stake:
        yield line(f"taruhan {points_text(each.at_stake)}", STYLES.small_bold, colour=ALERT)
    if each.assumed:
        yield line("dengan asumsi", STYLES.note)
    if each.answer.note:
        yield line(cut(" ".join(each.answer.note.split()), _LONGEST_NOTE), STYLES.note)


@dataclass(frozen=True, slots=True)
class PagedLine:
    """One line of evidence: what it is, the key of the section it leads to, and the number of that section's page."""

    text: str
    link: str | None = None
    page: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class PagedLines(Mark):
    """Names one below the other, each cut to one line, with page numbers flush right: the numbers move nothing."""

    lines: tuple[PagedLine, ...]
    style = STYLES.small

    def height(self, width: float) -> float:  # noqa: ARG002 — the protocol's signature
        """Return the height of all lines."""
        return len(self.lines) * float(self.style.leading)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw name and number of each line; both lead to the page."""
        number = page_setup.NUMBER
        for each in self.lines:
            room = width - (number if each.page else 0)
            words = shorten(each.text, self.style.fontName, self.style.fontSize, room)
            TextCell(words, self.style, each.link, ALERT if each.alert else None).draw(canvas, x, top, room)
            if each.page:
                TextCell(each.page, STYLES.small_right, each.link).draw(canvas, x + width - number, top, number)
            top -= self.style.leading


@dataclass(frozen=True, slots=True)
class _PagedHead(Mark):
    """The head of a column of paged lines: what they name, and "Hlm." flush right."""

    style = STYLES.label
    name: str

    @property
    def baseline(self) -> float:
        """That of the labels beside it."""
        return first_baseline(STYLES.label)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw both names."""
        label(self.name, STYLES.label).draw(canvas, x, top, width)
        label("Hlm.", STYLES.label_right).draw(canvas, x, top, width)


def _evidence_lines(index: Index, each: QuestionScore) -> list[PagedLine]:
    """Return the sheets that answer a question, its first files, and in words what lacks."""
    evidence = each.evidence
    letters: defaultdict[str, list[str]] = defaultdict(list)
    for code, letter in evidence.requirements:
        letters[code].append(letter)
    found = [_line(index, f"{code} {', '.join(ids)}", f"indikator:{code}") for code, ids in letters.items()]
    found = _capped(found, _MOST_ROWS, "indikator")
    files = [_line(index, path.rpartition("/")[2], index.homes.get(path, "")) for path in evidence.files]
    found += _capped(files, _MOST_FILES, "berkas")
    if evidence.links:
        found.append(PagedLine(f"{len(evidence.links)} tautan"))
    if not evidence.has_row:
        helping = [_line(index, f"ditopang {code}", f"indikator:{code}") for code in evidence.supported_by]
        found += _capped(helping, _MOST_ROWS, "indikator")
    if evidence.lacking or not found:
        found.append(PagedLine(evidence_words(each), alert=not each.is_blank))
    return found


def _line(index: Index, text: str, key: str) -> PagedLine:
    link = index.link(key) if key else None
    return PagedLine(text, link, index.page(link) if link else "")


def _capped(lines: Sequence[PagedLine], most: int, what: str) -> list[PagedLine]:
    if len(lines) <= most:
        return list(lines)
    return [*lines[: most - 1], PagedLine(f"dan {len(lines) - most + 1} {what} lagi")]


_DIFFERENCE_COLUMNS: Final = page_setup.columns(_KEY, 0, 34 * mm, 44 * mm, 16 * mm)


def assessed_list(index: Index) -> list[Flowable]:
    """Return what the assessors answered beside the unit, what they took most from first, and the points it moves."""
    score = index.assessment.score
    differences = answer_differences(score)
    changed = [each for each in differences if each.points]
    same = [each for each in differences if not each.points]
    return [
        page_title(SHEET_TITLES[SectionKind.ASSESSED][0], differences_line(score)),
        *([_differences_table(index, changed)] if changed else ()),
        *((*heading("Dinilai sama"), _differences_table(index, same)) if same else ()),
    ]


def _differences_table(index: Index, differences: Sequence[AnswerDifference]) -> Ledger:
    rows = [_difference_row(index, each) for each in differences]
    names = ("Kunci", "Pertanyaan", "Jawaban unit", "Penilaian TPI")
    return table(_DIFFERENCE_COLUMNS, rows, *names, label("Poin", STYLES.label_right))


def _difference_row(index: Index, each: AnswerDifference) -> LedgerRow:
    question, entry = each.question, each.assessor
    unit: list[Cell] = [line(each.unit.words, STYLES.small)]
    if question.answer.words != each.unit.words:
        unit.append(line(f"kini: {question.answer.words}", STYLES.note))
    theirs: list[Cell] = [line(entry.answer.words, STYLES.small_bold), line(_source(entry), STYLES.note)]
    if entry.answer.note:
        theirs.append(line(cut(" ".join(entry.answer.note.split()), _LONGEST_NOTE), STYLES.small))
    theirs += [line(f"sebelumnya {other.source}: {other.answer.words}", STYLES.note) for other in each.others]
    places = landings(index.assessment.score.rows, index.sections.values()).get(question.key, ())
    pages = [_line(index, each.stamp, each.key) for each in places[:_MOST_ROWS]]
    words: list[Cell] = [line(cut(question.question.text, _LONGEST_QUESTION), STYLES.small)]
    if pages:
        words.append(PagedLines(tuple(pages)))
    return row(
        line(question.key, STYLES.small_bold),
        Stack(tuple(words)),
        Stack(tuple(unit)),
        Stack(tuple(theirs)),
        TextCell(moved_points(-each.points), _BOLD_RIGHT if each.points else STYLES.small_right),
        above=2.6,
        below=2.8,
    )


def _source(entry: AssessorAnswer) -> str:
    """Return who judged and in which file it is written."""
    return f"{entry.by}, {entry.file}" if entry.by and entry.file else entry.source


_INDEX_COLUMNS: Final = page_setup.columns(_KEY, 0, 34 * mm)


def question_index(index: Index) -> list[Flowable]:
    """Return every question that the dossier shows something for, with the sheets and pages where it does."""
    found = landings(index.assessment.score.rows, index.sections.values())
    missing = len(sheet.questions()) - len(found)
    lead = "Pertanyaan lembar kerja evaluasi (LKE) dan halaman lembar yang memuat buktinya."
    if missing:
        lead += f" {missing} pertanyaan lain tidak punya lembar di dossier ini."
    rows: list[LedgerRow] = []
    group = ""
    for key, places in found.items():
        question = sheet.questions()[key]
        if group != (group := group_title(question)):
            rows.append(replace(spread((line(group, STYLES.small_bold), 0, 2), above=6, below=2.4), keep=True))
        rows.append(_index_row(index, key, question.text, places))
    title = SHEET_TITLES[SectionKind.QUESTION_INDEX][0]
    return [page_title(title, lead), table(_INDEX_COLUMNS, rows, "Kunci", "Pertanyaan", _PagedHead("Lembar"))]


def _index_row(index: Index, key: str, text: str, places: tuple[Section, ...]) -> LedgerRow:
    pages = _capped([_line(index, each.stamp, each.key) for each in places], _MOST_ROWS, "lembar")
    name = line(cut(" ".join(text.split()), _LONGEST_INDEXED), STYLES.small, places[0].key)
    return row(line(key, STYLES.small, places[0].key), name, PagedLines(tuple(pages)), above=1.8, below=1.8)
