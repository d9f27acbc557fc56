"""The list of files that have no certain place, and of those that are no evidence, each with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.bind.front.page_parts import heading, page_title
from dossier.typeset import page_grid
from dossier.typeset.cells import Stack, TextCell, label, line
from dossier.typeset.ledger import Ledger, LedgerRow, head, row
from dossier.typeset.typography import STYLES
from dossier.wording import month_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

    from dossier.bind.front.page_index import Index
    from dossier.model import Claim, EvidenceFile
    from dossier.typeset.cells import Cell

_NEAREST: Final = 3
"""How many candidates are named; the command `dossier explain` names all."""

_COLUMNS: Final = page_grid.columns(62 * mm, 0, page_grid.NUMBER)


def unplaced_list(index: Index) -> list[Flowable]:
    """Return the files between which the tool could not decide, those that nothing places, and those left out."""
    matching = index.source.matching
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
    return Ledger((page_grid.WIDTH,), [row(line(text, STYLES.body), rule=0)])


def _table(reason: str, rows: Sequence[LedgerRow], *, numbered: bool = True) -> Ledger:
    number = label("Hlm.", STYLES.label_right) if numbered else None
    return Ledger(
        _COLUMNS, rows, header=head(label("Berkas", STYLES.label), label(reason, STYLES.label), number), closed=True
    )


def _row(index: Index, file: EvidenceFile, reason: str, claims: Sequence[Claim]) -> LedgerRow:
    key = index.homes.get(file.path)
    cells: list[Cell] = [line(reason, STYLES.small)]
    for claim in claims[:_NEAREST]:
        cells.append(TextCell(f"→  {_place(index, claim)}", STYLES.small, index.link(f"indikator:{claim.indicator}")))
        if claim.reasons:
            cells.append(line("; ".join(claim.reasons), STYLES.note))
    number = TextCell(index.page(key), STYLES.small_right, key) if key else None
    return row(line(file.path, STYLES.small_bold, key), Stack(tuple(cells)), number, above=3.5, below=4)


def _place(index: Index, claim: Claim) -> str:
    indicator = index.source.plan.indicator(claim.indicator)
    requirement = indicator.requirement(claim.requirement) if indicator else None
    text = f"{claim.indicator} {claim.requirement}"
    if requirement:
        text += f"  {requirement.label}"
    if claim.slot:
        text += f", {month_year(claim.slot)}"
    return line(text, STYLES.small).text
