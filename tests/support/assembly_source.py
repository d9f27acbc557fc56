"""A small input of the assembly with real files, and a plain drawing of own pages instead of the real one."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from dossier.audit.assessment import Assessment
from dossier.audit.status import status_of
from dossier.bind.page_order import BindInput, OwnPages
from dossier.model import (
    Area,
    Component,
    Coverage,
    EvidenceFile,
    IgnoredFile,
    Indicator,
    Matching,
    Media,
    Outline,
    PageRange,
    Plan,
    PreparedPart,
    Requirement,
    Scan,
    Schedule,
    Section,
    SectionKind,
    Unit,
)
from dossier.scoring import score_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.bind.page_order import DrawnLink

AS_OF = dt.date(2025, 7, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One evidence file: its bytes on disk, and the PDF that was made of it (None: it could not be bound)."""

    path: str
    pdf: Path | None
    pages: int = 1
    data: bytes = b"isi bukti"


def source_of(bound: Sequence[Bound], *, ignored: Sequence[str] = (), unused: Sequence[str] = ()) -> BindInput:
    """Return an input with one indicator that holds all files, and every other kind of section once.

    Args:
        bound: The files, in page order.
        ignored: Entries of the tree that are no evidence.
        unused: Files that a person has declared to be no evidence of this plan: scanned, not bound.
    """
    files = {item.path: _file(item.path, item.data) for item in bound}
    others = tuple(_file(path, b"bukan bukti") for path in unused)
    skipped = tuple(IgnoredFile(path=path, reason="berkas sistem") for path in ignored)
    coverage = Coverage(as_of=AS_OF, slots=())
    assessment = Assessment(
        plan=_plan(),
        unit=_unit(),
        matching=Matching(claims=(), ambiguous=(), unplaced=(), ignored=skipped),
        scan=Scan(files=tuple(sorted([*files.values(), *others], key=lambda file: file.path)), ignored=skipped),
        parts=tuple(_part(item, files[item.path]) for item in bound),
        coverage=coverage,
        score=score_of(),
        status=status_of(_plan(), coverage),
    )
    return BindInput(assessment=assessment, outline=outline_of([item.path for item in bound]))


def outline_of(paths: Sequence[str]) -> Outline:
    """Return sections of every kind with these files below the one indicator."""
    evidence = tuple(
        Section(
            kind=SectionKind.EVIDENCE,
            key=f"berkas:{path}",
            title=path.rpartition("/")[2],
            level=4,
            stamp="I.1.1",
            path=path,
        )
        for path in paths
    )
    indicator = _section(SectionKind.INDICATOR, "indikator:I.1.1", 3, "I.1.1", evidence)
    component = _section(SectionKind.COMPONENT, "komponen:I.1", 2, "I.1", (indicator,))
    return Outline(
        sections=(
            _section(SectionKind.COVER, "sampul", 1, "Sampul"),
            _section(SectionKind.CONTENTS, "daftar-isi", 1, "Daftar Isi"),
            _section(SectionKind.AREA, "area:I", 1, "I", (component,)),
            _section(SectionKind.REGISTER, "register", 1, "Register"),
        )
    )


def draw(source: BindInput, pages: Mapping[str, PageRange], total: int) -> OwnPages:
    """Draw one page a section; the daftar isi lists every section with a link."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    ranges: dict[str, PageRange] = {}
    links: dict[int, tuple[DrawnLink, ...]] = {}
    failed = {part.file.path for part in source.assessment.parts if part.pdf is None}
    for section in source.outline.walk():
        unbound = section.kind is SectionKind.EVIDENCE and section.path not in failed
        if unbound or section.kind is SectionKind.COMPONENT:
            continue
        ranges[section.key] = PageRange(first=canvas.getPageNumber(), count=1)
        canvas.drawString(72, 780, f"halaman [{section.key!a}] dari {total}")
        if section.kind is SectionKind.CONTENTS:
            links[canvas.getPageNumber()] = tuple(_list(canvas, source, pages))
        canvas.showPage()
    canvas.save()
    return OwnPages(pdfs=(buffer.getvalue(),), ranges=ranges, links=links)


def _list(canvas: Canvas, source: BindInput, pages: Mapping[str, PageRange]) -> Iterator[DrawnLink]:
    for line, section in enumerate(source.outline.walk()):
        y = 740 - 14 * (line % 45)
        number = pages[section.key].first if section.key in pages else 0
        canvas.drawString(72, y, f"baris {line} hlm. {number:04d}")
        yield section.key, (72, y - 2, 300, y + 10)


def _section(kind: SectionKind, key: str, level: int, stamp: str, children: tuple[Section, ...] = ()) -> Section:
    return Section(kind=kind, key=key, title=f"Judul {key}", level=level, stamp=stamp, children=children)


def _file(path: str, data: bytes) -> EvidenceFile:
    return EvidenceFile(path=path, disk_path=path, size=len(data), sha256=sha256(data).hexdigest(), media=Media.PDF)


def _part(item: Bound, file: EvidenceFile) -> PreparedPart:
    if item.pdf is None:
        return PreparedPart(file=file, pdf=None, pages=0, engine="qpdf", problem="tidak dapat dibuka")
    return PreparedPart(file=file, pdf=item.pdf, pages=item.pages, engine="qpdf")


def _plan() -> Plan:
    indicator = Indicator(
        code="I.1.1",
        statement="Tim kerja telah dibentuk",
        steps="Membentuk tim",
        evidence_text="SK Tim",
        schedule=Schedule(text="Juni 2025", slots=()),
        requirements=(Requirement(id="a", label="SK Tim"),),
    )
    component = Component(code="I.1", title="Tim Kerja", indicators=(indicator,))
    return Plan(
        title="Rencana Aksi Contoh",
        year=2025,
        predicate="WBK",
        basis="Keputusan Contoh Nomor 1 Tahun 2025",
        areas=(Area(code="I", title="Manajemen Perubahan", components=(component,)),),
    )


def _unit() -> Unit:
    return Unit(
        name="Satuan Kerja Contoh",
        short_name="Satker Contoh",
        secretariat="Sekretariat Satuan Kerja Contoh",
        place="Jambi",
        address="Jalan Contoh Nomor 1",
        letterhead=("SATUAN KERJA CONTOH",),
    )
