"""The register of evidence: each file found, what it is, its fingerprint and where it is bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.bind.front.page_parts import page_title
from dossier.typeset import page_grid
from dossier.typeset.cells import Stack, TextCell, label, line
from dossier.typeset.ledger import Ledger, LedgerRow, head, row, spread
from dossier.typeset.typography import STYLES
from dossier.wording import size_label, spare_note

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    from dossier.bind.front.page_index import Index
    from dossier.model import EvidenceFile, PreparedPart
    from dossier.typeset.cells import Cell

_COLUMNS: Final = page_grid.columns(11 * mm, 0, 17 * mm, 11 * mm, 17 * mm, 25 * mm, page_grid.NUMBER)
_FINGERPRINT: Final = STYLES.note.clone("register_fingerprint", fontSize=6.8, leading=8.6)


def register(index: Index) -> list[Flowable]:
    """Return the title and one row for each file of the tree."""
    scan = index.source.scan
    total = sum(file.size for file in scan.files)
    header = head(
        label("No", STYLES.label_right),
        label("Berkas dan SHA-256", STYLES.label),
        label("Jenis", STYLES.label),
        label("Hal.", STYLES.label_right),
        label("Ukuran", STYLES.label_right),
        label("Dibundel pada", STYLES.label),
        label("Hlm.", STYLES.label_right),
    )
    rows = [each for number, file in enumerate(scan.files, start=1) for each in _rows(index, number, file)]
    lead = f"{len(scan.files)} berkas, {size_label(total)}. SHA-256 adalah sidik jari isi berkas aslinya."
    return [page_title("Register berkas bukti", lead), Ledger(_COLUMNS, rows, header=header, closed=True)]


def _rows(index: Index, number: int, file: EvidenceFile) -> tuple[LedgerRow, LedgerRow]:
    """Two rows a file: what it is and where, then across the page its fingerprint and what happened to it."""
    part = index.parts.get(file.path)
    key = index.homes.get(file.path)
    first = row(
        TextCell(str(number), STYLES.small_right),
        line(file.path, STYLES.small, key),
        TextCell(file.media.value, STYLES.small),
        TextCell(str(part.pages) if part and part.pdf else "–", STYLES.small_right),
        TextCell(size_label(file.size), STYLES.small_right),
        line(index.owners.get(file.path, "–"), STYLES.small),
        TextCell(index.page(key), STYLES.small_right, key) if key else None,
        above=3.2,
        below=0,
        keep=True,
    )
    return first, spread((Stack(_remarks(index, file, part)), 1, len(_COLUMNS) - 1), rule=0, above=0, below=3.4)


def _remarks(index: Index, file: EvidenceFile, part: PreparedPart | None) -> tuple[Cell, ...]:
    engine = f"  ·  {part.engine}" if part and part.engine else ""
    cells: list[Cell] = [line(f"{file.sha256}{engine}", _FINGERPRINT)]
    if serving := index.spares.get(file.path):
        cells.append(line(f"Tidak dibundel: {spare_note(serving)}", STYLES.note))
    if part is None:
        return tuple(cells)
    cells += [line(note, STYLES.note) for note in part.notes]
    if part.kept_as:
        cells.append(line(f"Berkas asli disimpan apa adanya: {part.kept_as}", STYLES.note))
    if part.problem:
        cells.append(line(f"Tidak dapat dibundel: {part.problem}", STYLES.note))
    return tuple(cells)
