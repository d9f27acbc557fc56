"""Small drawings that stand in a line of text: the mark of a state beside its word, and the box to tick.

Each state has its own outline, so that the marks are told apart on a black-and-white copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.model import State
from dossier.typeset.typography import ACCENT, ALERT, INK, MUTED, STYLES
from dossier.wording import state_label

if TYPE_CHECKING:
    from reportlab.lib.colors import Color
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas

    from dossier.typeset.cells import Cell

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
