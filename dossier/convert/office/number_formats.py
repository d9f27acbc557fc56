"""A cell's value ─► the text that a person sees, by its number format, in Indonesian writing."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Context, Decimal, InvalidOperation
from typing import Final

_LITERALS: Final = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
"""`"Rp"#,##0_);[Red]...`: quoted text, escapes, colours and locales, padding."""
_DECIMALS: Final = re.compile(r"0\.(0+)")
_LONG_MONTH: Final = "mmmm"
_SIGNIFICANT: Final = 12
_CONTEXT: Final = Context(prec=_SIGNIFICANT)
_MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


def shown(value: object, number_format: str) -> str:
    """Return the text of a cell's value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "BENAR" if value else "SALAH"
    if isinstance(value, (int, float, Decimal)):
        return _number(value, number_format)
    if isinstance(value, (dt.datetime, dt.date)):
        return _date(value, number_format.lower())
    if isinstance(value, (dt.time, dt.timedelta)):
        return _clock(value)
    return str(value).strip()


def _clock(value: dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.time):
        return f"{value:%H.%M}"
    minutes = int(value.total_seconds() // 60)
    return f"{minutes // 60}.{minutes % 60:02d}"


def _date(value: dt.date, number_format: str) -> str:
    if _LONG_MONTH in number_format:
        day = f"{value.day} " if "d" in number_format else ""
        text = f"{day}{_MONTHS[value.month - 1]} {value.year}"
    else:
        text = f"{value:%d/%m/%Y}"
    if isinstance(value, dt.datetime) and (value.hour or value.minute):
        clock = f"{value:%H.%M}"
        return (
            clock
            if "h" in number_format and "d" not in number_format and "y" not in number_format
            else f"{text} {clock}"
        )
    return text


def _number(value: float | Decimal, number_format: str) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    section = number_format.split(";", maxsplit=1)[0]
    bare = _LITERALS.sub("", section)
    prefix = "".join(
        quoted or escaped or "" for quoted, escaped in _LITERALS.findall(section.split("#")[0].split("0")[0])
    )
    decimals = len(match.group(1)) if (match := _DECIMALS.search(bare)) else 0
    if "%" in bare:
        return f"{_indonesian(number * 100, decimals, grouped=False)}%"
    if bare.lower() in {"general", "", "@"}:
        return _general(number)
    text = _indonesian(number, decimals, grouped="," in bare)
    width = len(re.sub(r"[^0]", "", bare.split(".")[0]))
    if width > 1 and "," not in bare and number >= 0 and number == number.to_integral_value():
        text = text.zfill(width)
    return f"{prefix}{text}"


def _general(number: Decimal) -> str:
    """Write a number as a cell without format shows it: no noise of binary fractions, no exponent."""
    # A NIP of 18 digits is a whole number that must stay whole.
    kept = number if number == number.to_integral_value() else _CONTEXT.plus(number)
    text = format(kept, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _indonesian(number: Decimal, decimals: int, *, grouped: bool) -> str:
    text = f"{number:,.{decimals}f}" if grouped else f"{number:.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,"))
