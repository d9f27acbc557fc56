"""Draws the list of the questions that the plan has no row for, and the sheet of a question with its files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.audit.beyond_plan import Backing
from dossier.audit.beyond_words import missing_lines, paper_state, period_word, summary_lines
from dossier.audit.gap_columns import USUAL
from dossier.audit.reader_words import all_told, state_word
from dossier.bind.front.capped_lists import MOST_FILES, MOST_NOTES, rest_of
from dossier.bind.front.page_parts import beside, heading, page_title, table
from dossier.knowledge import sheet
from dossier.model import Audience, State
from dossier.scoring import points_text
from dossier.sheet_outline import question_section
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, label, line
from dossier.typeset.rows import LedgerRow, row
from dossier.typeset.typography import ALERT, INK, STRONG_LINE, STYLES
from dossier.wording import WITHOUT_ROW, capped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

    from dossier.audit.beyond_plan import QuestionCoverage, UsualPaper
    from dossier.bind.front.page_parts import Index
    from dossier.model import Section
    from dossier.typeset.cells import Cell

_QUESTION_COLUMNS: Final = page_setup.columns(22 * mm, 0, 13 * mm, 24 * mm, page_setup.NUMBER)
_ANSWER_COLUMNS: Final = page_setup.columns(0, 80 * mm, page_setup.NUMBER)
_PAPER_COLUMNS: Final = page_setup.columns(0, 22 * mm, 80 * mm)
_LATE: Final = STYLES.note.clone("question_late", textColor=ALERT)
_LONGEST: Final = 190
"""Characters of a question in the list; its sheet and `dossier explain` have all of them."""
_MOST_PAPERS: Final = 3
"""Usual papers that the list names for a question, those of which it is the main one first."""


def beyond_list(index: Index) -> list[Flowable]:
    """Return the questions that the plan has no row for, in the order of the sheet: what is filed and usually asked."""
    beyond = index.assessment.beyond
    lead = (
        *(all_told(index.audience, summary_lines(beyond)) if index.audience is not Audience.TPN else ()),
        "Daftar ini berdiri sendiri: tidak menambah dan tidak mengurangi hitungan bukti yang diminta rencana.",
    )
    submitted = index.audience is Audience.TPN
    rows = [_listed(index, each) for each in beyond.questions if each.files or not submitted]
    weighs, page = (label(name, STYLES.label_right) for name in ("Poin", "Hlm."))
    return [
        page_title(WITHOUT_ROW, " ".join(lead)),
        table(_QUESTION_COLUMNS, rows, "Kunci", "Pertanyaan, dan yang biasanya diminta", weighs, "Bukti", page),
    ]


def _listed(index: Index, question: QuestionCoverage) -> LedgerRow:
    """Return the row of a question; it leads to its sheet where it has files."""
    link = index.link(question_section(question.key))
    text = question.question.text
    words: list[Cell] = [line(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…", STYLES.small, link)]
    usual = [f"{paper.paper.name} ({period_word(paper.paper)})" for paper in question.papers[:_MOST_PAPERS]]
    if index.audience is not Audience.TPN:
        words.append(line("; ".join(usual), STYLES.note))
        late = _LATE if index.audience.advises else STYLES.note
        words += [line(said, late) for said in missing_lines(question)]
    return row(
        line(question.key, STYLES.small_bold, link),
        Stack(tuple(words)),
        TextCell(points_text(question.question.weight), STYLES.small_right),
        line(_filed(index.audience, question), STYLES.small),
        TextCell(index.page(link), STYLES.small_right, link) if link else None,
        above=2.6,
        below=2.8,
    )


def _filed(audience: Audience, question: QuestionCoverage) -> str:
    if question.files:
        faulty = f", {len(question.unusable)} {state_word(audience, State.FAULTY)}" if question.unusable else ""
        return f"{len(question.files)} berkas{faulty}"
    return "ditopang bukti lain" if question.backing is Backing.SUPPORTED else "–"


def question_sheet(index: Index, section: Section) -> list[Flowable]:
    """Return the sheet of a question: its words, the files that answer it, and what assessors usually ask for."""
    key = section.stamp
    question = sheet.questions()[key]
    facts = [
        replace(_fact("Pertanyaan", line(question.text, STYLES.bold)), rule=STRONG_LINE, colour=INK),
        _fact("Komponen", line(question_place(key), STYLES.body)),
        _fact("Bobot", line(f"{points_text(question.weight)} poin", STYLES.body)),
    ]
    reasons = {each.file.path: each.reasons for each in index.assessment.matching.questions if each.question == key}
    paths = [path for path, keys in index.answers.items() if key in keys]
    rows = [_answer(index, key, path, reasons[path]) for path in paths[:MOST_FILES]]
    if len(paths) > MOST_FILES:
        rows.append(row(rest_of(index, len(paths) - MOST_FILES)))
    opening = table(page_setup.columns(page_setup.LABEL, 0), facts)
    page, why = label("Hlm.", STYLES.label_right), "Alasan" if index.audience.advises else None
    flowables = [page_title(key), opening, *heading("Bukti"), table(_ANSWER_COLUMNS, rows, "Berkas", why, page)]
    found = index.assessment.beyond.of(key)
    if found is not None and found.papers and index.audience is not Audience.TPN:
        papers = [_usual(paper) for paper in found.papers]
        flowables += [*heading(USUAL), table(_PAPER_COLUMNS, papers, "Kertas", "Periode", "Keadaan")]
    return flowables


def _usual(paper: UsualPaper) -> LedgerRow:
    cells: list[Cell] = [line(paper_state(paper) or "–", STYLES.small)]
    undated = [f"{path}: tidak terbaca untuk periode mana" for path in paper.undated]
    cells += [line(said, STYLES.note) for said in capped(undated, MOST_NOTES, "berkas")]
    name, often = line(paper.paper.name, STYLES.small), line(period_word(paper.paper), STYLES.small)
    return row(name, often, Stack(tuple(cells)), above=3.5, below=4)


def question_place(key: str) -> str:
    """Return what the line at the top of the pages of a question says: its component; "Hasil" where it has none."""
    question = sheet.questions()[key]
    return "Hasil" if question.half == sheet.HASIL else f"{question.component}  {question.component_title}"


def _answer(index: Index, key: str, path: str, reasons: Sequence[str]) -> LedgerRow:
    home, owner = index.homes.get(path), index.owners.get(path, "")
    number = index.page(home) if home else ""
    names: list[Cell] = [line(path, STYLES.small_bold, home)]
    if home and owner != key:
        # One line, whatever the number: the layout must not depend on it.
        names.append(line(f"lihat hlm. {number} (dimuat pada {owner})", STYLES.note))
    names += beside(index, path)
    if home and not index.is_bound(path):
        names.append(line(f"tidak dapat dimuat: sebabnya di hlm. {number}", STYLES.note))
    cell = TextCell(number, STYLES.small_right, home) if home else None
    why = line("; ".join(reasons), STYLES.note) if index.audience.advises else None
    return row(Stack(tuple(names)), why, cell, above=3.5, below=4)


def _fact(name: str, cell: Cell) -> LedgerRow:
    return row(label(name, STYLES.label), cell, above=6, below=7)
