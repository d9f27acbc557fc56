"""Draws the charts above the gap list: coverage of each area as bars, and the requirement-by-month matrix.

Each state has a sign and a pattern of its own, so that black-and-white copies stay readable. Figures come from
`audit/status.py`; nothing is counted here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.audit.reader_words import state_word
from dossier.audit.status import column_label
from dossier.bind.front.page_parts import Tally, heading, table, totals_table
from dossier.bind.front.state_signs import COLOURS, SIZE, draw_mark
from dossier.model import State
from dossier.typeset import page_setup
from dossier.typeset.cells import Mark, TextCell, label, line
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import LedgerRow, PlacedCell, head, row, spread
from dossier.typeset.typography import INK, MUTED, PAPER, REGULAR, RULE, STYLES

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable

    from dossier.audit.status import MatrixRow, Status, Totals
    from dossier.bind.front.page_parts import Index
    from dossier.model import Area

_BAR_HEIGHT: Final = 9.0
_ORDER: Final = (State.PRESENT, State.UNCONFIRMED, State.FAULTY, State.MISSING, State.NOT_YET_DUE)
"""From what is done to what is not asked for yet, as a bar is read."""
_STEP: Final = {State.UNCONFIRMED: 2.4, State.FAULTY: 3.2, State.MISSING: 2.0}
"""Points between the strokes of a pattern."""
_TINY: Final = STYLES.note.clone("matrix", fontSize=7, leading=8.4, textColor=INK)
_TINY_BOLD: Final = STYLES.label.clone("matrix_bold", fontSize=7, leading=8.4, textColor=INK)
_MONTH: Final = 7.4 * mm


def pictures(index: Index) -> list[Flowable]:
    """Return bars and totals of the areas, then the matrix of requirements and months."""
    view = index.view
    tallies = [
        Tally(
            code=each.area.code,
            name=each.area.title,
            totals=each.totals.states,
            link=index.link(f"area:{each.area.code}"),
        )
        for each in view.areas
    ]
    return [
        *heading("Kelengkapan tiap area"),
        _legend(index),
        _bars(view),
        *heading("Jumlah bukti menurut keadaan"),
        totals_table(index, "Area", tallies),
        *heading("Bukti dan bulan"),
        *_matrix(index, view),
    ]


@dataclass(frozen=True, slots=True)
class _Bar(Mark):
    """The states of an area's slots as lengths of one bar, each in its own pattern."""

    totals: Totals

    @property
    def baseline(self) -> float:
        """The foot of the bar, on the line of the text beside it."""
        return _BAR_HEIGHT

    def height(self, width: float) -> float:  # noqa: ARG002 — the protocol's signature
        """Return the height of the bar."""
        return _BAR_HEIGHT

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw one piece a state that occurs, and the outline of the whole."""
        total = self.totals.total
        canvas.saveState()
        left = x
        for state in _ORDER:
            share = width * self.totals.states[state] / total if total else 0.0
            if share:
                _piece(canvas, state, left, top - _BAR_HEIGHT, share)
            left += share
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.5)
        canvas.rect(x, top - _BAR_HEIGHT, width, _BAR_HEIGHT, stroke=1, fill=0)
        canvas.restoreState()


def _piece(canvas: Canvas, state: State, x: float, y: float, width: float) -> None:
    """Fill a rectangle with the pattern of a state: full, dots, crosses, strokes, or nothing."""
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x, y, width, _BAR_HEIGHT)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setFillColor(COLOURS[state] if state is State.PRESENT else PAPER)
    canvas.rect(x, y, width, _BAR_HEIGHT, stroke=0, fill=1)
    canvas.setStrokeColor(COLOURS[state])
    canvas.setFillColor(COLOURS[state])
    canvas.setLineWidth(1.0 if state is State.MISSING else 0.6)
    step = _STEP.get(state)
    if step is not None:
        count = int((width + _BAR_HEIGHT) / step) + 2
        for number in range(count):
            start = x - _BAR_HEIGHT + number * step
            if state is State.UNCONFIRMED:
                for level in range(3):
                    canvas.circle(start + _BAR_HEIGHT, y + 1.5 + 3 * level, 0.5, stroke=0, fill=1)
                continue
            canvas.line(start, y, start + _BAR_HEIGHT, y + _BAR_HEIGHT)
            if state is State.FAULTY:
                canvas.line(start, y + _BAR_HEIGHT, start + _BAR_HEIGHT, y)
    canvas.restoreState()
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.5)
    canvas.line(x, y, x, y + _BAR_HEIGHT)


@dataclass(frozen=True, slots=True)
class _Swatch(Mark):
    """A short bar in the pattern of a state, with its mark and its word: the key to bars and matrix."""

    state: State
    word: str

    @property
    def baseline(self) -> float:
        """The baseline of the word."""
        return _BAR_HEIGHT - 1

    def height(self, width: float) -> float:  # noqa: ARG002 — the protocol's signature
        """Return the height of one line."""
        return _BAR_HEIGHT + 2

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:  # noqa: ARG002 — the protocol's signature
        """Draw pattern, mark and word side by side."""
        bottom = top - _BAR_HEIGHT
        _piece(canvas, self.state, x, bottom, 14)
        canvas.setStrokeColor(INK)
        canvas.rect(x, bottom, 14, _BAR_HEIGHT, stroke=1, fill=0)
        draw_mark(canvas, self.state, x + 18, bottom + 1.8)
        canvas.setFont(REGULAR, STYLES.note.fontSize)
        canvas.setFillColor(INK)
        canvas.drawString(x + 18 + SIZE + 3, bottom + 2, self.word)


def _legend(index: Index) -> Ledger:
    widths = tuple(page_setup.WIDTH / len(_ORDER) for _ in _ORDER)
    swatches = (_Swatch(state, state_word(index.audience, state)) for state in _ORDER)
    return Ledger(widths, [row(*swatches, rule=0, above=0, below=6)])


def _bars(view: Status) -> Ledger:
    widths = page_setup.columns(9 * mm, 62 * mm, 0, 34 * mm)
    rows = []
    for each in view.areas:
        said = f"{each.totals.states[State.PRESENT]} dari {each.totals.due}{each.totals.in_brackets}"
        name = line(each.area.title, STYLES.small)
        rows.append(
            row(TextCell(each.area.code, STYLES.small_bold), name, _Bar(each.totals), TextCell(said, STYLES.small))
        )
    told = label("Lengkap dari yang sudah waktunya", STYLES.label)
    header = replace(head(), cells=(PlacedCell(label("Area", STYLES.label), 0, 1), PlacedCell(told, 3, 3)))
    return table(widths, rows, header=header)


@dataclass(frozen=True, slots=True)
class _Sign(Mark):
    """The mark of a state alone, in the middle of a cell of the matrix."""

    style = _TINY
    state: State
    calm: bool

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the mark."""
        colour = INK if self.calm else None
        draw_mark(canvas, self.state, x + (width - SIZE) / 2, top - self.baseline - 0.2, colour)


def _matrix(index: Index, view: Status) -> list[Flowable]:
    columns = view.matrix.columns
    widths = page_setup.columns(13 * mm, 0, *(_MONTH for _ in columns))
    names = [column_label(column) for column in columns]
    header = head(None, label("Bukti", _TINY_BOLD), *(TextCell(name, _TINY_BOLD) for name in names))
    rows: list[LedgerRow] = []
    for area, group in view.matrix.by_area:
        rows.append(_area_row(area, len(widths)))
        rows += [_matrix_row(index, each) for each in group]
    return [table(widths, rows, header=header)]


def _area_row(area: Area, columns: int) -> LedgerRow:
    title = line(f"{area.code}  {area.title}", _TINY_BOLD)
    return replace(spread((title, 0, columns - 1), above=3, below=1), keep=True)


def _matrix_row(index: Index, each: MatrixRow) -> LedgerRow:
    code = TextCell(
        f"{each.indicator.code} {each.requirement.id}", _TINY, index.link(f"indikator:{each.indicator.code}"), MUTED
    )
    name = TextCell(_short(each.requirement.label), _TINY)
    signs = tuple(
        PlacedCell(_Sign(state, not index.audience.advises), number, number)
        for number, state in enumerate(each.cells, start=2)
        if state is not None
    )
    cells = (PlacedCell(code, 0, 0), PlacedCell(name, 1, 1), *signs)
    return LedgerRow(cells=cells, above=0.5, below=0.5, colour=RULE)


_LONGEST: Final = 46
"""Characters of a requirement's name in the matrix, so that its row stays one line."""


def _short(name: str) -> str:
    plain = " ".join(name.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + "…"
