"""Reads the sheet and margins of a unit's papers from its profile; what cannot be right is named and not used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier.model import PaperLayout

if TYPE_CHECKING:
    from dossier.plan.yaml_fields import Fields

SHEETS: Final = {
    "A4": (210.0, 297.0),  # ISO 216
    "F4": (215.9, 330.2),  # 8.5 by 13 inches, the sheet of the ministry's own regulation
    "Folio": (210.0, 330.0),  # the other size sold as F4
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
}
"""Width and height of upright sheets in millimetres; any other size is written in centimetres."""
_SIDES: Final = {"margin_atas": "top", "margin_bawah": "bottom", "margin_kiri": "left", "margin_kanan": "right"}
LAYOUT_KEYS: Final = ("kertas", "kertas_keputusan", *_SIDES)
_SIDE_LIMITS: Final = (180.0, 450.0)
_MARGIN_LIMITS: Final = (10.0, 50.0)
"""Millimetres: the narrowest sheet with the widest margins still has room for a table."""
_NUMBER: Final = r"\d{1,2}(?:[.,]\d{1,2})?"
_LENGTH: Final = re.compile(rf"({_NUMBER})(?: ?cm)?", re.ASCII | re.IGNORECASE)  # "2,5", "2.5 cm"
_SIZE: Final = re.compile(rf"({_NUMBER}) ?[x×*] ?({_NUMBER})(?: ?cm)?", re.ASCII | re.IGNORECASE)  # "21,5 x 33 cm"


def read_paper_layout(fields: Fields) -> PaperLayout:
    """Read what the profile sets; a value that is no size is a warning with its line, and the template's own stays."""
    margins = ((side, _margin(fields, key)) for key, side in _SIDES.items())
    return PaperLayout(
        sheet=_sheet(fields, "kertas"),
        decree_sheet=_sheet(fields, "kertas_keputusan"),
        margins=tuple((side, width) for side, width in margins if width is not None),
    )


def _sheet(fields: Fields, key: str) -> tuple[float, float] | None:
    written = fields.text(key)
    if not written:
        return None
    named = next((size for name, size in SHEETS.items() if name.casefold() == written.casefold()), None)
    if named is not None:
        return named
    found = _SIZE.fullmatch(written)
    low, high = _SIDE_LIMITS
    if found:
        width, height = sorted(_millimetres(length) for length in found.groups())
        if low <= width and height <= high:
            return width, height
    known = ", ".join(SHEETS)
    advice = f"Tulis {known}, atau lebar x tinggi dalam cm ({low / 10:g}–{high / 10:g}), mis. {key}: 21,5 x 33."
    _refuse(fields, key, written, advice)
    return None


def _margin(fields: Fields, key: str) -> float | None:
    written = fields.text(key)
    found = _LENGTH.fullmatch(written)
    low, high = _MARGIN_LIMITS
    if found and low <= _millimetres(found[1]) <= high:
        return _millimetres(found[1])
    if written:
        advice = f"Tulis bilangan dalam cm antara {low / 10:g} dan {high / 10:g}, mis. {key}: 2,5."
        _refuse(fields, key, written, advice)
    return None


def _refuse(fields: Fields, key: str, written: str, advice: str) -> None:
    text = f"“{key}” berisi “{written}”; tidak dipakai, ukuran templat yang berlaku."
    fields.problems.warning("jenis_isian", fields.line(key), text, advice)


def _millimetres(centimetres: str) -> float:
    return round(float(centimetres.replace(",", ".")) * 10, 2)
