"""Draws the evidence register, and the list of ambiguous and unplaced files with their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.bind.front.page_parts import heading, page_title, place_words
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, label, line
from dossier.typeset.ledger import Ledger, LedgerRow, head, row, spread
from dossier.typeset.typography import STYLES
from dossier.wording import size_label, spare_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

    from dossier.bind.front.toc import Index
    from dossier.model import Claim, EvidenceFile, PreparedPart
    from dossier.typeset.cells import Cell


_COLUMNS: Final = page_setup.columns(11 * mm, 0, 17 * mm, 11 * mm, 17 * mm, 25 * mm, page_setup.NUMBER)
_FINGERPRINT: Final = STYLES.note.clone("register_fingerprint", fontSize=6.8, leading=8.6)


def register(index: Index) -> list[Flowable]:
    """Return the title and one row for each file of the tree."""
    scan = index.assessment.scan
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


_NEAREST: Final = 3
"""How many candidates are named; the command `dossier explain` names all."""

_UNPLACED_COLUMNS: Final = page_setup.columns(62 * mm, 0, page_setup.NUMBER)


def unplaced_list(index: Index) -> list[Flowable]:
    """Return the files between which the tool could not decide, those that nothing places, and those left out."""
    matching = index.assessment.matching
    flowables: list[Flowable] = [
        page_title(
            "Berkas tanpa tempat",
            "Berkas ini ditemukan, tetapi tidak pasti bukti untuk apa; halamannya menyusul sesudah daftar ini.",
        )
    ]
    if matching.ambiguous:
        rows = [_row(index, each.file, each.reason, each.candidates) for each in matching.ambiguous]
        flowables += [*heading("Perlu konfirmasi"), _table("Sebab dan calon tempat", rows)]
    if matching.unplaced:
        rows = [_row(index, each.file, each.reason, each.near) for each in matching.unplaced]
        flowables += [*heading("Tidak dikenali tempatnya"), _table("Sebab dan tempat terdekat", rows)]
    if not matching.ambiguous and not matching.unplaced:
        flowables.append(_sentence("Setiap berkas yang ditemukan mempunyai tempat."))
    if matching.ignored:
        rows = [row(line(each.path, STYLES.small), line(each.reason, STYLES.small)) for each in matching.ignored]
        flowables += [*heading("Diabaikan: bukan bukti"), _table("Sebab", rows, numbered=False)]
    return flowables


def _sentence(text: str) -> Flowable:
    return Ledger((page_setup.WIDTH,), [row(line(text, STYLES.body), rule=0)])


def _table(reason: str, rows: Sequence[LedgerRow], *, numbered: bool = True) -> Ledger:
    number = label("Hlm.", STYLES.label_right) if numbered else None
    return Ledger(
        _UNPLACED_COLUMNS,
        rows,
        header=head(label("Berkas", STYLES.label), label(reason, STYLES.label), number),
        closed=True,
    )


def _row(index: Index, file: EvidenceFile, reason: str, claims: Sequence[Claim]) -> LedgerRow:
    key = index.homes.get(file.path)
    cells: list[Cell] = [line(reason, STYLES.small)]
    for claim in claims[:_NEAREST]:
        place = line(place_words(index.assessment.plan, claim), STYLES.small).text
        cells.append(TextCell(f"→  {place}", STYLES.small, index.link(f"indikator:{claim.indicator}")))
        if claim.reasons:
            cells.append(line("; ".join(claim.reasons), STYLES.note))
    number = TextCell(index.page(key), STYLES.small_right, key) if key else None
    return row(line(file.path, STYLES.small_bold, key), Stack(tuple(cells)), number, above=3.5, below=4)
