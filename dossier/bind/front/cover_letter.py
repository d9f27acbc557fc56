"""Draws the cover letter to the internal assessors; values that only the unit knows are dotted blanks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.units import mm

from dossier.bind.front.page_parts import table
from dossier.model import State
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, line
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import LedgerRow, row, spread
from dossier.typeset.typography import INK, STRONG_LINE, STYLES
from dossier.wording import long_date

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    from dossier.bind.front.toc import Index
    from dossier.model import Signatory, Unit
    from dossier.typeset.cells import Cell

BLANK: Final = "." * 40
_SHORT_BLANK: Final = "." * 24
_CENTRED = STYLES.small.clone("letter_centred", alignment=TA_CENTER)
_CENTRED_BOLD = STYLES.bold.clone("letter_centred_bold", alignment=TA_CENTER, fontSize=12, leading=15)
_RIGHT = STYLES.body.clone("letter_right", alignment=2)


def letter(index: Index) -> list[Flowable]:
    """Return the rows of the covering letter."""
    assessment = index.assessment
    unit = assessment.unit
    date = f"{unit.place or _SHORT_BLANK}, {_SHORT_BLANK} {assessment.as_of.year}"
    return [
        Ledger((page_setup.WIDTH,), _letterhead(unit)),
        Ledger(page_setup.columns(18 * mm, 4 * mm, 0, 62 * mm), _reference(assessment.plan.year, date)),
        Ledger((page_setup.WIDTH,), _opening(index)),
        table(
            page_setup.columns(9 * mm, 0, 30 * mm, 46 * mm),
            _items(index),
            *("No", "Naskah dinas yang dikirimkan", "Banyaknya", "Keterangan"),
        ),
        Ledger(page_setup.columns(0, 82 * mm), _signatures(unit)),
    ]


def _letterhead(unit: Unit) -> list[LedgerRow]:
    lines = unit.letterhead or (unit.name,)
    contact = " · ".join(part for part in (unit.phone, unit.website, unit.email) if part)
    cells: list[Cell] = [line(text, _CENTRED_BOLD) for text in lines]
    if not any(unit.address and unit.address in text for text in lines):
        cells.append(line(unit.address, _CENTRED))
    if contact:
        cells.append(line(contact, _CENTRED))
    rule = replace(row(rule=STRONG_LINE, above=0, below=6), colour=INK)
    return [row(Stack(tuple(cells)), rule=0, below=6), rule]


def _reference(year: int, date: str) -> list[LedgerRow]:
    entries = (
        ("Nomor", _SHORT_BLANK),
        ("Sifat", _SHORT_BLANK),
        ("Lampiran", "1 (satu) berkas"),
        ("Hal", f"Penyampaian Dossier Pembangunan Zona Integritas Tahun {year}"),
    )
    rows = []
    for number, (name, value) in enumerate(entries):
        right = line(date, _RIGHT) if number == 0 else None
        cells = (line(name, STYLES.body), line(":", STYLES.body), line(value, STYLES.body), right)
        rows.append(row(*cells, rule=0, above=0, below=1))
    return rows


def _opening(index: Index) -> list[LedgerRow]:
    assessment, plan = index.assessment, index.assessment.plan
    text = (
        f"Bersama ini kami sampaikan dossier pembangunan Zona Integritas {assessment.unit.name} tahun {plan.year}, "
        f"yang disusun menurut {plan.basis}, dengan keadaan bukti per {long_date(assessment.as_of)}, "
        "sebagai bahan penilaian."
    )
    address = Stack(
        (
            line("Yth. Ketua Tim Penilai Internal", STYLES.body),
            line("di", STYLES.body),
            line(f"{BLANK}", STYLES.body),
        )
    )
    return [
        row(address, rule=0, above=16, below=14),
        row(line(text, STYLES.body), rule=0, below=10),
    ]


def _items(index: Index) -> list[LedgerRow]:
    assessment, unit = index.assessment, index.assessment.unit
    totals = assessment.coverage.summary()
    present, counted = totals[State.PRESENT], sum(totals.values())
    total = str(index.total) if index.pages else "0000"
    bound = sum(1 for path in index.homes if index.is_bound(path))
    items = (
        (
            f"Dossier Pembangunan Zona Integritas {unit.short_name or unit.name} Tahun {assessment.plan.year}",
            "1 berkas",
            f"{total} halaman, {bound} berkas bukti",
        ),
        (
            "Daftar kesenjangan bukti",
            "1 daftar",
            f"{present} dari {counted} slot bukti ada; mulai hlm. {index.page('kesenjangan')}",
        ),
        (
            "Register berkas bukti",
            "1 daftar",
            f"{len(assessment.scan.files)} berkas dengan nilai SHA-256; mulai hlm. {index.page('register')}",
        ),
    )
    return [
        row(line(str(number), STYLES.body), *(line(text, STYLES.body) for text in item), above=3.5, below=3.5)
        for number, item in enumerate(items, start=1)
    ]


def _signatures(unit: Unit) -> list[LedgerRow]:
    closing = line(
        "Demikian disampaikan. Mohon lembar kedua surat ini dikembalikan setelah diterima dan ditandatangani.",
        STYLES.body,
    )
    signatory = unit.signatory("sekretaris") or unit.signatory("ketua")
    received = _block(("Diterima tanggal", _SHORT_BLANK), "Penerima", None)
    sent = _block(None, signatory.office if signatory else BLANK, signatory)
    return [spread((closing, 0, 1), rule=0, above=12, below=22), row(received, sent, rule=0)]


def _block(first: tuple[str, str] | None, office: str, signatory: Signatory | None) -> Stack:
    top = f"{first[0]} {first[1]}" if first else " "
    name = signatory.name if signatory and signatory.name else BLANK
    nip = signatory.nip if signatory and signatory.nip else _SHORT_BLANK
    return Stack(
        (
            line(top, STYLES.body),
            line(f"{office},", STYLES.body),
            TextCell("\n\n\n\n", STYLES.body),
            line(name, STYLES.bold),
            line(f"NIP {nip}", STYLES.body),
        )
    )
