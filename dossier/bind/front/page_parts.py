"""Elements that several drawn pages share: state marks, titles, headings, totals, findings in small type."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak

from dossier import wording
from dossier.model import State
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, label, line
from dossier.typeset.ledger import Ledger, LedgerRow, PlacedCell, head, row
from dossier.typeset.typography import ACCENT, ALERT, INK, MUTED, STYLES
from dossier.wording import state_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportlab.lib.colors import Color
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable

    from dossier.model import Claim, Finding, Plan
    from dossier.typeset.cells import Cell


def place_words(plan: Plan, claim: Claim) -> str:
    """Return what a claim is for: "I.3.1 a  Undangan rapat, April 2025"."""
    indicator = plan.indicator(claim.indicator)
    requirement = indicator.requirement(claim.requirement) if indicator else None
    text = f"{claim.indicator} {claim.requirement or f'({wording.OPEN_REQUIREMENT})'}"
    if requirement:
        text += f"  {requirement.label}"
    return f"{text}, {wording.month_year(claim.slot)}" if claim.slot else text


SIZE: Final = 5.4
"""Height of a mark in points: that of a small letter of the text beside it."""

_GAP: Final = 5.0

COLOURS: Final[dict[State, Color]] = {
    State.PRESENT: ACCENT,
    State.MISSING: ALERT,
    State.NOT_YET_DUE: MUTED,
    State.FAULTY: ALERT,
    State.UNCONFIRMED: ACCENT,
}


def draw_mark(canvas: Canvas, state: State, x: float, y: float) -> None:
    """Draw a mark with its lower left corner at `x`, `y`: disc, triangle, ring, cross or half-filled ring."""
    half = SIZE / 2
    canvas.saveState()
    canvas.setLineWidth(0.8)
    canvas.setStrokeColor(COLOURS[state])
    canvas.setFillColor(COLOURS[state])
    if state is State.PRESENT:
        canvas.circle(x + half, y + half, half, stroke=0, fill=1)
    elif state is State.MISSING:
        path = canvas.beginPath()
        path.moveTo(x - 0.2, y)
        path.lineTo(x + SIZE + 0.2, y)
        path.lineTo(x + half, y + SIZE)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)
    elif state is State.FAULTY:
        canvas.setLineWidth(1.3)
        canvas.line(x + 0.4, y + 0.4, x + SIZE - 0.4, y + SIZE - 0.4)
        canvas.line(x + 0.4, y + SIZE - 0.4, x + SIZE - 0.4, y + 0.4)
    else:
        canvas.circle(x + half, y + half, half - 0.4, stroke=1, fill=0)
        if state is State.UNCONFIRMED:
            canvas.wedge(x + 0.4, y + 0.4, x + SIZE - 0.4, y + SIZE - 0.4, 90, 180, stroke=0, fill=1)
    canvas.restoreState()


@dataclass(frozen=True, slots=True)
class StateMark:
    """A state's mark with its word, or with another short text in its place."""

    state: State
    word: str | None = None
    style: ParagraphStyle = STYLES.small

    @property
    def baseline(self) -> float:
        """The baseline of the word."""
        return float(self.style.leading - 0.3 * self.style.fontSize)

    def height(self, width: float) -> float:  # noqa: ARG002 — the protocol's signature
        """Return the height of one line."""
        return float(self.style.leading)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:  # noqa: ARG002 — the protocol's signature
        """Draw mark and word on one baseline."""
        y = top - self.baseline
        draw_mark(canvas, self.state, x, y)
        canvas.setFont(self.style.fontName, self.style.fontSize)
        canvas.setFillColor(COLOURS[self.state] if self.state is State.MISSING else INK)
        canvas.drawString(x + SIZE + _GAP, y, state_label(self.state) if self.word is None else self.word)

    def cut(self, width: float, height: float) -> tuple[Cell, Cell] | None:  # noqa: ARG002 — the protocol's signature
        """Return None: one line is never cut."""
        return None


@dataclass(frozen=True, slots=True)
class TickBox:
    """An empty box for a pen."""

    style: ParagraphStyle = STYLES.small

    @property
    def baseline(self) -> float:
        """The baseline of the text beside it."""
        return float(self.style.leading - 0.3 * self.style.fontSize)

    def height(self, width: float) -> float:  # noqa: ARG002 — the protocol's signature
        """Return the height of one line."""
        return float(self.style.leading)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:  # noqa: ARG002 — the protocol's signature
        """Draw the box; it sinks a little below the baseline, as a hand-written tick does."""
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.6)
        canvas.rect(x + 0.3, top - self.baseline - 1.2, 8, 8, stroke=1, fill=0)

    def cut(self, width: float, height: float) -> tuple[Cell, Cell] | None:  # noqa: ARG002 — the protocol's signature
        """Return None: one line is never cut."""
        return None


_STATE_COLUMN: Final = 17 * mm
_NOTE_RIGHT: Final = STYLES.note.clone("parts_note_right", alignment=TA_RIGHT)
_BOLD_RIGHT: Final = STYLES.small_bold.clone("parts_bold_right", alignment=TA_RIGHT)


def page_title(text: str, lead: str = "") -> Flowable:
    """Return the title of a page, with a sentence below it that says how to read the page."""
    cells: tuple[Cell, ...] = (line(text, STYLES.title),)
    if lead:
        cells = (*cells, line(lead, STYLES.body))
    return Ledger((page_setup.WIDTH,), [row(Stack(cells, gap=4), rule=0, above=0, below=14)])


def heading(text: str, code: str = "") -> tuple[Flowable, Flowable]:
    """Return a heading inside a page; it moves to the next page when little room is left below it."""
    cell = line(text, STYLES.heading)
    cells = (line(code, STYLES.heading), cell) if code else (cell,)
    widths = page_setup.columns(16 * mm, 0) if code else (page_setup.WIDTH,)
    return CondPageBreak(38 * mm), Ledger(widths, [row(*cells, rule=0, above=18, below=5)])


@dataclass(frozen=True, slots=True)
class _StateHead:
    """The head of a column of numbers: the mark of a state above its words, flush right."""

    state: State

    @property
    def _words(self) -> TextCell:
        return TextCell(state_label(self.state), _NOTE_RIGHT)

    @property
    def baseline(self) -> float:
        """The first baseline of the words, so that they align with the other heads."""
        return self._words.baseline

    def height(self, width: float) -> float:
        """Return the height of mark and words."""
        return SIZE + 3 + self._words.height(width)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the mark at the right edge and the words below it."""
        draw_mark(canvas, self.state, x + width - SIZE, top - SIZE - 2)
        self._words.draw(canvas, x, top - SIZE - 3, width)

    def cut(self, width: float, height: float) -> tuple[Cell, Cell] | None:  # noqa: ARG002 — the protocol's signature
        """Return None: a head is never cut."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A line of a table of totals; `link` is the key of the section that its name leads to."""

    code: str
    name: str
    totals: Mapping[State, int]
    link: str | None = None


def totals_table(title: str, tallies: Sequence[Tally]) -> Ledger:
    """Return a table of how many slots are in each state, a line for each tally and one for their sum."""
    states = tuple(State)
    widths = page_setup.columns(12 * mm, 0, *(_STATE_COLUMN for _ in states), 14 * mm)
    cells: list[PlacedCell] = [PlacedCell(label(title, STYLES.label), 0, 1)]
    cells += [PlacedCell(_StateHead(state), column, column) for column, state in enumerate(states, start=2)]
    cells.append(PlacedCell(TextCell("slot", _NOTE_RIGHT), len(widths) - 1, len(widths) - 1))
    header = replace(head(), cells=tuple(cells))
    rows = [_tally_row(tally, STYLES.small, STYLES.small_right) for tally in tallies]
    if len(tallies) > 1:
        everything = {state: sum(tally.totals[state] for tally in tallies) for state in states}
        rows.append(_tally_row(Tally(code="", name="Jumlah", totals=everything), STYLES.small_bold, _BOLD_RIGHT))
    return Ledger(widths, rows, header=header, closed=True)


def _tally_row(tally: Tally, style: ParagraphStyle, figures: ParagraphStyle) -> LedgerRow:
    numbers = (str(tally.totals[state] or "–") for state in State)
    return row(
        TextCell(tally.code, style),
        line(tally.name, style, tally.link),
        *(TextCell(number, figures) for number in numbers),
        TextCell(str(sum(tally.totals.values())), figures),
    )


MOST_NOTES: Final = 20
"""Findings, and files, that are named beside one slot; the rest is counted."""


def findings_cells(findings: Sequence[Finding]) -> tuple[Cell, ...]:
    """Return what was found and what to do, in small type; what is too much is counted."""
    cells: list[Cell] = []
    for finding in findings[:MOST_NOTES]:
        cells.append(line(finding.text, STYLES.note))
        if finding.advice:
            cells.append(line(finding.advice, STYLES.note_italic))
    if len(findings) > MOST_NOTES:
        cells.append(line(f"{wording.more(len(findings) - MOST_NOTES, 'temuan')}, lihat temuan", STYLES.note_italic))
    return tuple(cells)
