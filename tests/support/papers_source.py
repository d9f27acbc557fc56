"""A plan, a unit and Word templates for tests of the papers; everybody in them is invented."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import docx

from dossier.model import (
    Area,
    Component,
    Coverage,
    DocKind,
    Indicator,
    Plan,
    Requirement,
    Schedule,
    Signatory,
    Slot,
    SlotCoverage,
    State,
    Unit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FEBRUARY = Slot(label="Februari", start=dt.date(2025, 2, 1), due=dt.date(2025, 2, 28))
APRIL = Slot(label="April", start=dt.date(2025, 4, 1), due=dt.date(2025, 4, 30))


def indicator(code: str, kinds: Sequence[tuple[str, DocKind]], *slots: Slot) -> Indicator:
    """Return an indicator that asks for these papers at these times."""
    return Indicator(
        code=code,
        statement=f"Pernyataan indikator {code}",
        steps=f"Langkah aksi {code}",
        evidence_text=", ".join(label for label, _ in kinds),
        schedule=Schedule(text="Februari, April", slots=slots or (FEBRUARY,)),
        requirements=tuple(
            Requirement(id="abcdefgh"[number], label=label, kind=kind) for number, (label, kind) in enumerate(kinds)
        ),
    )


def papers_plan(year: int = 2025) -> Plan:
    """Return a plan with a decree, a meeting that repeats, and a statement."""
    meeting = (
        ("Undangan rapat monev ZI", DocKind.UNDANGAN),
        ("Daftar hadir rapat monev ZI", DocKind.DAFTAR_HADIR),
        ("Notulen rapat monev ZI", DocKind.NOTULEN),
        ("Lembar monev ZI", DocKind.LEMBAR_MONEV),
    )
    first = Component(
        code="I.1", title="Tim Kerja", indicators=(indicator("I.1.1", [("SK Tim Kerja ZI", DocKind.SK)]),)
    )
    third = Component(code="I.3", title="Pemantauan", indicators=(indicator("I.3.1", meeting, FEBRUARY, APRIL),))
    statement = indicator("V.5.3", [("Surat pernyataan bebas benturan kepentingan", DocKind.SURAT_PERNYATAAN)])
    fifth = Component(code="V.5", title="Benturan Kepentingan", indicators=(statement,))
    return Plan(
        title="Rencana Aksi Pembangunan Zona Integritas KPU Provinsi Contoh",
        year=year,
        predicate="WBK",
        basis="Keputusan KPU Provinsi Contoh Nomor 4 Tahun 2025",
        areas=(
            Area(code="I", title="Manajemen Perubahan", components=(first, third)),
            Area(code="V", title="Penguatan Pengawasan", components=(fifth,)),
        ),
    )


def papers_unit(*, members: int = 2, signatories: bool = True, name: str = "KPU Provinsi Contoh") -> Unit:
    """Return a unit with that many invented members."""
    return Unit(
        name=name,
        short_name="KPU Contoh",
        secretariat="Sekretariat KPU Provinsi Contoh",
        place="Contoh",
        address="Jalan Contoh Nomor 1",
        letterhead=("KOMISI PEMILIHAN UMUM", "PROVINSI CONTOH"),
        website="contoh.kpu.go.id",
        signatories=(
            Signatory(role="ketua", office="KETUA KPU PROVINSI CONTOH", name="Pegawai Satu", has_nip=False),
            Signatory(role="sekretaris", office="Sekretaris", name="Pegawai Dua", nip="000000000000000002"),
        )
        if signatories
        else (),
        members=tuple(
            (("nama", f"Pegawai {n}"), ("nip", f"{n:018d}"), ("jabatan", "Pelaksana"), ("pangkat", "Penata Muda"))
            for n in range(1, members + 1)
        ),
        decree_organ=name,
        decree_meeting="rapat pleno",
    )


def headed_unit() -> Unit:
    """Return an invented office that is led by a head, has a second official, and nothing of a commission."""
    return Unit(
        name="Kantor Imigrasi Kelas II Contoh",
        short_name="Kanim Contoh",
        secretariat="",
        place="Contoh",
        address="Jalan Contoh Nomor 2",
        letterhead=("KEMENTERIAN CONTOH", "KANTOR IMIGRASI KELAS II CONTOH"),
        signatories=(
            Signatory(role="kepala", office="KEPALA KANTOR IMIGRASI KELAS II CONTOH", name="Pegawai Satu"),
            Signatory(role="kasubbag_tu", office="Kepala Subbagian Tata Usaha", name="Pegawai Dua", nip="0" * 17 + "2"),
        ),
        legal_basis=(
            "Keputusan Menteri Contoh Nomor 3 Tahun 2019 tentang Pedoman Contoh;",
            "Undang-Undang Nomor 6 Tahun 2011 tentang Keimigrasian",
        ),
    )


def papers_coverage(plan: Plan) -> Coverage:
    """Return a coverage on 15 March 2025: decrees are there, the rest of February is missing."""
    as_of = dt.date(2025, 3, 15)

    def state(requirement: Requirement, slot: Slot) -> State:
        if requirement.kind is DocKind.SK:
            return State.PRESENT
        return State.MISSING if slot.until < as_of else State.NOT_YET_DUE

    return Coverage(
        as_of=as_of,
        slots=tuple(
            SlotCoverage(indicator=i.code, requirement=r, slot=s, state=state(r, s))
            for i in plan.indicators
            for r in i.requirements
            for s in i.slots_of(r)
        ),
    )


def word_file(path: Path, *paragraphs: str, rows: Sequence[Sequence[str]] = (), keywords: str = "") -> Path:
    """Write a Word file as an office would make it: paragraphs, then a table."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.core_properties.keywords = keywords
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return path


def with_part(path: Path, name: str, data: bytes) -> None:
    """Put one part into a Word file, in place of the one of that name if there is one."""
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member, content in {**parts, name: data}.items():
            archive.writestr(member, content)
    path.write_bytes(buffer.getvalue())


def part_of(path: Path, name: str) -> str:
    """Return one part of a Word file as text."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()
