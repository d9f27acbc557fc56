"""Draws the signs of the states: one shape a state, as `audit/legend.py` names them for every form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.colors import HexColor

from dossier.audit import legend

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportlab.lib.colors import Color
    from reportlab.pdfgen.canvas import Canvas

    from dossier.model import State

SIZE: Final = 5.4
"""Height of a sign in points: that of a small letter of the text beside it."""
COLOURS: Final[Mapping[State, Color]] = {state: HexColor(look.mark) for state, look in legend.STATES.items()}
_STROKE: Final = 1.2  # points


def draw_mark(canvas: Canvas, state: State, x: float, y: float, colour: Color | None = None) -> None:
    """Draw the sign of a state with its lower left corner at `x`, `y`: tick, cross, ring, "!" or "?".

    Its colour is that of the state where none is given.

    It is drawn, not written, so that the text of a page holds the state's word once.
    """
    canvas.saveState()
    canvas.setLineWidth(_STROKE)
    canvas.setLineCap(1)
    canvas.setStrokeColor(colour or COLOURS[state])
    canvas.setFillColor(colour or COLOURS[state])
    SHAPES[legend.STATES[state].sign](canvas, x, y, x + SIZE / 2)
    canvas.restoreState()


def _tick(canvas: Canvas, x: float, y: float, middle: float) -> None:
    canvas.lines([(x + 0.3, y + 2.4, middle - 0.6, y + 0.5), (middle - 0.6, y + 0.5, x + SIZE, y + SIZE - 0.2)])


def _cross(canvas: Canvas, x: float, y: float, middle: float) -> None:  # noqa: ARG001 — one shape of all signs
    near, far = 0.5, SIZE - 0.5
    canvas.lines([(x + near, y + near, x + far, y + far), (x + near, y + far, x + far, y + near)])


def _ring(canvas: Canvas, x: float, y: float, middle: float) -> None:  # noqa: ARG001 — one shape of all signs
    canvas.setLineWidth(0.8)
    canvas.circle(middle, y + SIZE / 2, SIZE / 2 - 0.5, stroke=1, fill=0)


def _exclamation(canvas: Canvas, x: float, y: float, middle: float) -> None:  # noqa: ARG001 — one shape of all signs
    canvas.setLineWidth(1.5)
    canvas.line(middle, y + 2.5, middle, y + SIZE - 0.2)
    canvas.circle(middle, y + 0.5, 0.85, stroke=0, fill=1)


def _question(canvas: Canvas, x: float, y: float, middle: float) -> None:  # noqa: ARG001 — one shape of all signs
    radius = 1.6
    path = canvas.beginPath()
    path.arc(middle - radius, y + SIZE - 2 * radius, middle + radius, y + SIZE, 180, -225)
    path.lineTo(middle, y + 1.9)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.circle(middle, y + 0.3, 0.75, stroke=0, fill=1)


SHAPES: Final = {"✓": _tick, "✗": _cross, "○": _ring, "!": _exclamation, "?": _question}
