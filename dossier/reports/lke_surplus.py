"""Lists what a workbook of the evaluation sheet holds beside the answers that are taken from it. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.reports.lke_import import LkeReturned

_CODE: Final = "isian_tidak_diambil"
_SHOWN: Final = 5
_LONGEST: Final = 60
_ROW: Final = re.compile(r"[A-Z]+(\d+)")


def lke_surplus(returned: LkeReturned, written: LkeReturned | None, file: str) -> tuple[Finding, ...]:
    """Return a finding for each sheet with filled cells that nothing reads, for each comment and each drawing.

    Args:
        returned: The workbook as it is.
        written: The same workbook as dossier wrote it; without it only comments and drawings are told.
        file: The workbook's name, for the findings.
    """
    found = [*_cells(returned, written), *_comments(returned), *_drawings(returned)]
    advice = "Tulis di kolom kuning lembar Jawaban, atau di “catatan” pada plan/lke.yaml."
    return tuple(
        Finding(code=_CODE, severity=Severity.WARNING, subject=where, text=f"{where}: {why}.", advice=advice, path=file)
        for where, why in found
    )


def _cells(returned: LkeReturned, written: LkeReturned | None) -> Iterator[tuple[str, str]]:
    if written is None:
        return
    taken = set(returned.where.values())
    for sheet, texts in returned.constants.items():
        before = written.constants.get(sheet, {})
        ours = set(before.values())
        typed = {cell.partition("!")[2] for cell in taken if cell.startswith(f"{sheet}!")}
        cells = [
            cell
            for cell, text in texts.items()
            if text not in ours and cell not in typed and not (sheet == returned.sheet and _is_further(returned, cell))
        ]
        if cells:
            quoted = wording.join_words([f"“{_short(texts[cell])}”" for cell in cells[:2]])
            more = f", dan {len(cells) - _SHOWN} lagi" if len(cells) > _SHOWN else ""
            names = ", ".join(cells[:_SHOWN])
            yield f"{sheet}!{cells[0]}", f"{len(cells)} sel ({names}{more}) tidak diambil ({quoted})"


def _is_further(returned: LkeReturned, cell: str) -> bool:
    """Whether a cell is a note or link beside a further count of a percentage, which is read with the first one."""
    row = _ROW.fullmatch(cell)
    columns = returned.columns
    letters = cell.rstrip("0123456789")
    wanted = {number for number in (columns.note, columns.links, columns.assessor_note) if number}
    return row is not None and int(row[1]) in returned.rows and _number(letters) in wanted


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _comments(returned: LkeReturned) -> Iterator[tuple[str, str]]:
    for where, text in sorted(returned.comments.items()):
        yield where, f"komentar “{_short(text)}” tidak diambil"


def _drawings(returned: LkeReturned) -> Iterator[tuple[str, str]]:
    for sheet in returned.drawn:
        yield f"{sheet}!A1", "gambar atau kotak teks di lembar ini tidak diambil"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
