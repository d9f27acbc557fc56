"""Lists what a workbook contains besides the entries that are taken: columns, sheets, notes, comments. Pure.

Each item is named with sheet and cell, so that nothing a person wrote is dropped without a message.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.audit import gap_columns
from dossier.audit.gap_columns import GapForm, columns_of
from dossier.model import Finding, Severity
from dossier.reports.workbook import PLACELESS_SHEET, SHEETS
from dossier.reports.workbook_import import cell_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossier.audit.status import SlotPlace
    from dossier.reports.workbook_import import Returned, Texts

CODE: Final = "isian_tidak_diambil"
_MOST_CELLS: Final = 5  # cells named in one text; the rest is a number
_MOST_CHARACTERS: Final = 60  # of a text that is quoted
_OURS: Final = frozenset(column.title_in(GapForm.SHEET).casefold() for column in columns_of(GapForm.SHEET))
_SINGLE: Final = re.compile(r"\s+")


def surplus_findings(
    returned: Returned, written: Returned | None, file: str, *, wanted: tuple[str, ...] = gap_columns.ENTRIES
) -> tuple[Finding, ...]:
    """Return a finding for each column, sheet or group of cells that a person filled and that nothing reads.

    Args:
        returned: The workbook as it is.
        written: The same workbook as dossier wrote it, where that is kept; without it only what stands outside our
            sheets and columns is known not to be ours.
        file: The workbook's name, for the findings.
        wanted: The headings of the columns that are taken from it.
    """
    found = [*_columns(returned), *_missing_columns(returned, wanted), *_outside_rows(returned)]
    found += _not_wanted(returned, wanted)
    found += [*_sheets(returned, written), *_changed(returned, written), *_loose_comments(returned), *_drawn(returned)]
    return tuple(
        Finding(code=CODE, severity=Severity.WARNING, subject=where, text=f"{where}: {why}.", advice=advice, path=file)
        for where, why, advice in found
    )


def comments_by_place(returned: Returned) -> dict[SlotPlace, str]:
    """Return the comments on the cells of each row as one text, in the order of their cells."""
    found: dict[SlotPlace, list[str]] = {}
    for (sheet, cell), text in sorted(returned.comments.items(), key=lambda item: _position(item[0][1])):
        place = returned.rows.get(_position(cell)[0]) if sheet == returned.sheet else None
        if place is not None:
            found.setdefault(place, []).append(text)
    return {place: "\n".join(dict.fromkeys(texts)) for place, texts in found.items()}


def unknown_statuses(returned: Returned, file: str) -> Iterator[Finding]:
    """Yield a finding for each status that was typed and is not in the list of the workbook; it is kept as it is."""
    known = {status.casefold() for status in gap_columns.REMARK_STATUSES}
    column = returned.columns.get(gap_columns.REMARK_STATUS, 0)
    rows = {place: row for row, place in reversed(returned.rows.items())}
    for place, remark in returned.remarks.items():
        printed = returned.printed.get(place, ("",) * len(gap_columns.ENTRIES))[2] == returned.digests[place][2]
        if remark.status and not printed and remark.status.casefold() not in known and place in rows:
            where = f"{returned.sheet}!{cell_name(column, rows[place])}"
            yield Finding(
                code="status_tidak_dikenal",
                severity=Severity.WARNING,
                subject=where,
                text=f"{where}: {gap_columns.REMARK_STATUS} “{_short(remark.status)}” tidak ada dalam daftar.",
                advice=f"Isiannya tetap disimpan; yang lazim: {', '.join(gap_columns.REMARK_STATUSES)}.",
                path=file,
            )


Found = tuple[str, str, str]  # where, why, advice


def _columns(returned: Returned) -> Iterator[Found]:
    """Yield the columns of the sheet of gaps whose heading is none of ours, or that have none."""
    texts = returned.texts.get(returned.sheet, {})
    ours = set(returned.columns.values())
    by_column: dict[int, list[tuple[int, int]]] = {}
    for row, column in sorted(texts):
        heading = texts.get((returned.head, column), "").casefold()
        if row > returned.head and column not in ours and heading not in _OURS and row in returned.rows:
            by_column.setdefault(column, []).append((row, column))
    for column, cells in by_column.items():
        heading = texts.get((returned.head, column), "")
        where = f"{returned.sheet}!{cell_name(column, returned.head)}"
        name = f"kolom “{_short(heading)}” tidak dikenal" if heading else "kolom tanpa judul"
        near = nearest_entry(heading)
        advice = "Pindahkan isinya ke kolom kuning, atau tulis sebagai komentar sel di baris itu."
        if near:
            advice = f"Kembalikan judulnya menjadi “{near}” bila memang kolom itu, lalu ulangi."
        yield where, f"{name}; {len(cells)} isiannya tidak diambil ({_quoted(texts, cells)})", advice


def nearest_entry(heading: str) -> str:
    """Return the heading of a column for entries that shares most words with `heading`, or nothing."""
    words = set(heading.casefold().split())
    shared = {name: len(words & set(name.casefold().split())) for name in gap_columns.ENTRIES}
    best = max(shared, key=lambda name: shared[name])
    return best if shared[best] else ""


def _not_wanted(returned: Returned, wanted: tuple[str, ...]) -> Iterator[Found]:
    """Yield the entries that were typed into columns of other people, which are not taken from this workbook."""
    texts = returned.texts.get(returned.sheet, {})
    for number, heading in enumerate(gap_columns.ENTRIES):
        column = returned.columns.get(heading)
        if heading in wanted or column is None:
            continue
        typed = [
            (row, column)
            for row, place in sorted(returned.rows.items())
            if returned.digests[place][number]
            not in {"-", *returned.printed.get(place, ("",) * 4)[number : number + 1]}
            and not (heading == gap_columns.PERSON and not returned.notes[place].person)  # the plan's own entry
        ]
        if cells := [cell for cell in typed if cell in texts]:
            where = f"{returned.sheet}!{cell_name(column, cells[0][0])}"
            why = f"{_cells(cells)} di kolom “{heading}” tidak diambil dari salinan ini ({_quoted(texts, cells)})"
            yield where, why, "Tulis di build/kesenjangan.xlsx atau plan/tindak-lanjut.yaml."


def _missing_columns(returned: Returned, wanted: tuple[str, ...]) -> Iterator[Found]:
    if returned.sheet:
        for heading in wanted:
            if heading not in returned.columns:
                where = f"{returned.sheet}!{cell_name(1, returned.head)}"
                advice = f"Kembalikan judul kolom “{heading}” bila kolomnya masih ada, lalu ulangi."
                yield where, f"kolom “{heading}” tidak ada, jadi tidak ada isiannya yang diambil", advice


def _outside_rows(returned: Returned) -> Iterator[Found]:
    """Yield what stands above the headings or in rows that are about no place."""
    texts = returned.texts.get(returned.sheet, {})
    cells = [(row, column) for row, column in sorted(texts) if row != returned.head and row not in returned.rows]
    if cells and returned.sheet:
        where = f"{returned.sheet}!{cell_name(cells[0][1], cells[0][0])}"
        why = f"{_cells(cells)} di luar baris butir; isinya tidak diambil ({_quoted(texts, cells)})"
        yield where, why, "Tulis di kolom kuning pada baris butirnya, atau sebagai komentar sel di baris itu."


def _sheets(returned: Returned, written: Returned | None) -> Iterator[Found]:
    known = set(SHEETS) if written is None else set(written.texts)
    for sheet, texts in returned.texts.items():
        if sheet not in known and sheet != returned.sheet and texts:
            cells = sorted(texts)
            where = f"{sheet}!{cell_name(cells[0][1], cells[0][0])}"
            why = f"lembar “{sheet}” bukan lembar buku kerja ini; {_cells(cells)} tidak diambil"
            yield where, why, "Salin yang masih diperlukan ke kolom kuning atau ke berkas sendiri."


def _changed(returned: Returned, written: Returned | None) -> Iterator[Found]:
    """Yield the cells of our own sheets with texts that we did not write, wherever they have been moved or sorted."""
    for sheet, before in () if written is None else written.texts.items():
        here = returned.sheet if sheet == written.sheet else sheet  # type: ignore[union-attr]  # None has no items
        texts = returned.texts.get(here, {})
        ours = set(before.values())
        cells = [cell for cell in sorted(texts) if texts[cell] not in ours and not _is_entry(returned, here, *cell)]
        if cells:
            where = f"{here}!{cell_name(cells[0][1], cells[0][0])}"
            why = f"{_cells(cells)} berisi yang bukan tulisan dossier; tidak diambil ({_quoted(texts, cells)})"
            yield where, why, _advice(sheet)


def _is_entry(returned: Returned, sheet: str, row: int, column: int) -> bool:
    """Return whether a cell is read as an entry, or is told of already because its column or row is none of ours."""
    if sheet != returned.sheet:
        return False
    heading = returned.texts[sheet].get((returned.head, column), "").casefold()
    if row == returned.head or row not in returned.rows or heading not in _OURS:
        return True
    return column in {returned.columns.get(name) for name in gap_columns.ENTRIES}


def _advice(sheet: str) -> str:
    if sheet == PLACELESS_SHEET:
        return "Tetapkan berkasnya dengan `dossier match --review` atau di plan/pins.yaml."
    return "Tulis di kolom kuning lembar Kesenjangan, atau sebagai komentar sel di baris butirnya."


def _loose_comments(returned: Returned) -> Iterator[Found]:
    """Yield the comments that are on no row of a place."""
    for (sheet, cell), text in sorted(returned.comments.items(), key=lambda item: (item[0][0], _position(item[0][1]))):
        if sheet != returned.sheet or _position(cell)[0] not in returned.rows:
            why = f"komentar “{_short(text)}” tidak berada di baris butir, jadi tidak diambil"
            yield f"{sheet}!{cell}", why, "Tulis komentarnya pada sel di baris butir yang dimaksud."


def _drawn(returned: Returned) -> Iterator[Found]:
    for sheet in returned.drawn:
        yield f"{sheet}!A1", "gambar atau kotak teks di lembar ini tidak diambil", "Tulis isinya di kolom kuning."


def _cells(cells: Iterable[tuple[int, int]]) -> str:
    names = [cell_name(column, row) for row, column in cells]
    more = f", dan {len(names) - _MOST_CELLS} lagi" if len(names) > _MOST_CELLS else ""
    return f"{len(names)} sel ({', '.join(names[:_MOST_CELLS])}{more})"


def _quoted(texts: Texts, cells: list[tuple[int, int]]) -> str:
    words = [f"“{_short(texts[cell])}”" for cell in cells]
    more = f", dan {len(words) - 2} lagi" if len(words) > 2 else ""  # noqa: PLR2004 — two quotations show what it is
    return wording.join_words(words[:2]) + more


def _short(text: str) -> str:
    line = _SINGLE.sub(" ", text)
    return line if len(line) <= _MOST_CHARACTERS else f"{line[:_MOST_CHARACTERS]}…"


def _position(cell: str) -> tuple[int, int]:
    """Return row and column of "B17"."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(letters) :] or 0), column
