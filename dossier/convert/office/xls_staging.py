"""Edits sheets of a staged XLS (BIFF8): fits them to A4 width where no page setup is given; names hidden sheets.

Records are changed in place, so that offsets stay valid. Record and field names are those of [MS-XLS].
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import olefile

from dossier.convert.office.xlsx_staging import DEFAULT_WIDTH, PADDING, fit_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STREAM: Final = "Workbook"
_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_WSBOOL, _SETUP, _COLINFO, _DIMENSIONS, _COLUMN_WIDTH, _BREAKS = 0x0081, 0x00A1, 0x007D, 0x0200, 0x0055, 0x001A
_BIFF8: Final = 0x0600
_WORKSHEET: Final = 0x0010
_FIT_TO_PAGE: Final = 0x0100
_PORTRAIT: Final = 0x0002
_NO_PRINTER: Final = 0x0004
"""fNoPls: paper, scale and orientation hold nothing that anybody chose."""
_A4: Final = 9
_WHOLE: Final = 100
_MOST_BYTES: Final = 200 << 20
_MOST_COLUMNS: Final = 256
_SETUP_LENGTH: Final = 12


@dataclass(slots=True)
class _XlsSheet:
    """Where the records of one sheet stand that say how it is printed, and how wide it is."""

    start: int
    wsbool: int = 0
    setup: int = 0
    last_column: int = 0
    width: float = DEFAULT_WIDTH
    widths: dict[int, float] = field(default_factory=dict)
    breaks: bool = False


def fit(copy: Path) -> list[str]:
    """Change the copy of a workbook so that its sheets fit their pages; return what to say about it.

    A file that this does not understand stays as it is.
    """
    try:
        with olefile.OleFileIO(str(copy), write_mode=True) as container:
            if not container.exists(_STREAM) or container.get_size(_STREAM) > _MOST_BYTES:
                return []
            data = bytearray(container.openstream(_STREAM).read())
            notes = _fitted(data)
            container.write_stream(_STREAM, bytes(data))
    except (OSError, ValueError, IndexError, TypeError, struct.error, AttributeError):
        return []
    return notes


def _fitted(data: bytearray) -> list[str]:
    names, sheets = _read(data)
    hidden = [name for name, is_hidden in names.values() if is_hidden]
    notes = [f"lembar tersembunyi tidak dicetak: {', '.join(hidden)}"] if hidden else []
    for sheet in sheets:
        name, is_hidden = names.get(sheet.start, ("?", True))
        if not is_hidden and sheet.wsbool and sheet.setup and not sheet.breaks:
            notes += _fit(data, sheet, name)
    return notes


def _records(data: bytes | bytearray) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place of the content and length of every record."""
    position = 0
    while position + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, position)
        if position + 4 + length > len(data):
            return
        yield kind, position + 4, length
        position += 4 + length


def _read(data: bytearray) -> tuple[dict[int, tuple[str, bool]], list[_XlsSheet]]:
    """Return the sheets by where they start (name, hidden), and their printing; none of a locked or older book."""
    names: dict[int, tuple[str, bool]] = {}
    sheets: list[_XlsSheet] = []
    current: _XlsSheet | None = None
    for kind, place, length in _records(data):
        if kind == _FILEPASS:
            return {}, []
        if kind == _BOF:
            version, substream = struct.unpack_from("<HH", data, place)
            current = _XlsSheet(start=place - 4) if (version, substream) == (_BIFF8, _WORKSHEET) else None
            sheets += [current] if current else []
        elif kind == _EOF:
            current = None
        elif kind == _BOUNDSHEET:
            start, state, count, wide = struct.unpack_from("<IHBB", data, place)
            raw = bytes(data[place + 8 : place + 8 + count * (2 if wide & 1 else 1)])
            names[start] = (raw.decode("utf-16-le" if wide & 1 else "latin-1", "replace"), bool(state & 0x3))
        elif current is not None:
            _note(current, data, kind, place, length)
    return names, sheets


def _note(sheet: _XlsSheet, data: bytearray, kind: int, place: int, length: int) -> None:
    if kind == _WSBOOL:
        sheet.wsbool = place
    elif kind == _SETUP and length >= _SETUP_LENGTH:
        sheet.setup = place
    elif kind == _COLUMN_WIDTH:
        (characters,) = struct.unpack_from("<H", data, place)
        sheet.width = characters + PADDING
    elif kind == _COLINFO:
        first, last, width, _, options = struct.unpack_from("<5H", data, place)
        for column in range(first, min(last, _MOST_COLUMNS) + 1):
            sheet.widths[column] = 0.0 if options & 1 else width / 256
    elif kind == _DIMENSIONS:
        (sheet.last_column,) = struct.unpack_from("<H", data, place + 10)
    elif kind == _BREAKS:
        sheet.breaks = True


def _fit(data: bytearray, sheet: _XlsSheet, name: str) -> list[str]:
    (properties,) = struct.unpack_from("<H", data, sheet.wsbool)
    paper, scale, start, wide, high, options = struct.unpack_from("<6H", data, sheet.setup)
    chosen = not options & _NO_PRINTER
    if properties & _FIT_TO_PAGE or (chosen and scale not in {0, _WHOLE}):
        return []
    columns = range(min(sheet.last_column, _MOST_COLUMNS))
    widths = [sheet.widths.get(column, sheet.width) for column in columns]
    upright = bool(options & _PORTRAIT)
    fitting = fit_of(widths, upright=chosen and upright, landscape=chosen and not upright)
    options = (options & ~(_NO_PRINTER | _PORTRAIT)) | (0 if fitting.landscape else _PORTRAIT)
    if fitting.pages:
        wide, high = fitting.pages, 0
        struct.pack_into("<H", data, sheet.wsbool, properties | _FIT_TO_PAGE)
    struct.pack_into("<6H", data, sheet.setup, (paper if chosen and paper else _A4), _WHOLE, start, wide, high, options)
    return [fitting.told(name)] if fitting.pages else []
