"""Rounds points for print, once for all forms; everywhere else they stay exact fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dossier.scoring.gates import Gate

PRINTED: Final = 2
KEPT: Final = 4
"""Decimals that are printed, and those of figures in JSON and CSV."""


def rounded(points: Fraction, decimals: int = PRINTED, *, down: bool = False) -> Fraction:
    """Return points rounded half up (negative ones half down) to a number of decimals, or towards minus infinity."""
    scale = 10**decimals
    whole = (points * scale).__floor__() if down else (points * scale + Fraction(1, 2)).__floor__()
    return Fraction(whole, scale)


def _digits(points: Fraction, decimals: int) -> str:
    whole, rest = divmod(abs(int(points * 10**decimals)), 10**decimals)
    sign = "-" if points < 0 else ""
    return f"{sign}{whole}.{rest:0{decimals}d}"


def four_decimals(points: Fraction) -> str:
    """Return "1.1429": how JSON has points."""
    return _digits(rounded(points, KEPT), KEPT)


def points_text(points: Fraction, decimals: int = PRINTED) -> str:
    """Return "1,14": how a reader has points."""
    return _digits(rounded(points, decimals), decimals).replace(".", ",")


def gate_points(gate: Gate, decimals: int = PRINTED) -> str:
    """Return a gate's value for a reader: that of a failed gate is rounded down, so that it never is its threshold."""
    return _digits(rounded(gate.value, decimals, down=not gate.passed), decimals).replace(".", ",")


def gate_decimals(gate: Gate) -> str:
    """Return a gate's value as JSON has it, a failed one rounded down."""
    return _digits(rounded(gate.value, KEPT, down=not gate.passed), KEPT)


def lacking_points(gate: Gate) -> str:
    """Return the points that a gate still needs, rounded up: nothing lacking reads as "0,00"."""
    return _digits(-rounded(-gate.lacking, down=True), PRINTED).replace(".", ",")


def exact_text(points: Fraction) -> str:
    """Return "8/7": the exact value, whole numbers without a denominator."""
    return str(points)
