"""Draws the page that replaces a file that could not be bound: file, reason, advice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.bind.front.page_parts import place_words
from dossier.model import Media
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, label, line
from dossier.typeset.ledger import Ledger, LedgerRow, row, spread
from dossier.typeset.typography import ALERT, INK, STRONG_LINE, STYLES
from dossier.wording import size_label

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    from dossier.bind.front.toc import Index
    from dossier.model import EvidenceFile
    from dossier.typeset.cells import Cell

_TITLE: Final = STYLES.title.clone("failure_title", textColor=ALERT)
_NAME: Final = STYLES.bold.clone("failure_name", fontSize=12.5, leading=16)
_REMEDY: Final = (
    "Buka berkas asli di komputer. Bila terbuka, simpan atau cetak ulang sebagai PDF tanpa kata sandi; bila tidak, "
    "pindai ulang naskahnya. Simpan dengan nama yang sama di map yang sama, lalu jalankan lagi pembuatan dossier."
)
_UNBINDABLE: Final = frozenset({Media.AUDIO, Media.VIDEO})
_UNBINDABLE_REMEDY: Final = (
    "Rekaman tidak dapat dicetak. Serahkan berkas aslinya bersama dossier, dan tambahkan tangkapan layar atau "
    "tautan ke rekaman sebagai berkas bukti."
)


def failure(index: Index, path: str) -> list[Flowable]:
    """Return the rows of the page that stands in for a file."""
    file = index.files.get(path)
    part = index.parts.get(path)
    why = (part.problem if part else None) or (file.problem if file else None) or "Berkas tidak ikut diolah."
    rows = [
        spread((line("Berkas ini tidak dapat dibundel", _TITLE), 0, 1), rule=0, above=24 * mm, below=16),
        replace(_fact("Berkas", Stack(_name(path))), rule=STRONG_LINE, colour=INK),
        _fact("Sebab", line(why, STYLES.body)),
        _fact("Yang perlu dilakukan", line(_remedy(index, file), STYLES.body)),
        _fact("Untuk", Stack(_uses(index, path), gap=2)),
    ]
    if file:
        rows.append(_fact("Jenis", TextCell(file.media.value, STYLES.body)))
        rows.append(_fact("Ukuran", TextCell(size_label(file.size), STYLES.body)))
        rows.append(_fact("SHA-256", line(file.sha256, STYLES.body)))
    return [Ledger(page_setup.columns(page_setup.LABEL, 0), rows, closed=True)]


def _name(path: str) -> tuple[Cell, ...]:
    folder, _, name = path.rpartition("/")
    cells: tuple[Cell, ...] = (line(name, _NAME),)
    return (*cells, line(f"di {folder}/", STYLES.small)) if folder else cells


def _remedy(index: Index, file: EvidenceFile | None) -> str:
    """Return the advice of a finding about the file where there is one, else what helps in most cases."""
    if file and file.media in _UNBINDABLE:
        return _UNBINDABLE_REMEDY
    path = file.path if file else None
    advice = (finding.advice for finding in index.assessment.findings if finding.path == path and finding.advice)
    return next(advice, _REMEDY)


def _fact(name: str, cell: Cell) -> LedgerRow:
    return row(label(name, STYLES.label), cell, above=6, below=7)


def _uses(index: Index, path: str) -> tuple[Cell, ...]:
    claims = index.claims.get(path, ())
    if not claims:
        return (line("Belum pasti: lihat daftar berkas tanpa tempat.", STYLES.body, index.link("tanpa-tempat")),)
    links = ((claim, index.link(f"indikator:{claim.indicator}")) for claim in claims)
    return tuple(line(place_words(index.assessment.plan, claim), STYLES.body, link) for claim, link in links)
