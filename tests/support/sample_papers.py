"""Papers of the sample evidence as PDFs with a text layer: decree, invitation, attendance, minutes, report, form.

Invented throughout; every page says CONTOH. Drawn with the standard fonts, so that the files stay small.
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.pdfgen.canvas import Canvas

F4 = (215 * mm, 330 * mm)
MARK = "CONTOH – bukan dokumen sebenarnya"
PEOPLE = ("Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh", "Delapan", "Sembilan", "Sepuluh", "Sebelas")
NARROW = "\u00a0"  # a space that a paragraph does not fold
OFFICES = ("Ketua", "Anggota", "Sekretaris", "Kepala Bagian", "Kepala Subbagian", "Pelaksana")

BODY = ParagraphStyle("isi", fontName="Helvetica", fontSize=11, leading=15, alignment=TA_JUSTIFY, spaceAfter=5)
LEFT = ParagraphStyle("kiri", parent=BODY, alignment=0)
CENTER = ParagraphStyle("tengah", parent=BODY, alignment=TA_CENTER, spaceAfter=0)
HEAD = ParagraphStyle("judul", parent=CENTER, fontName="Helvetica-Bold", spaceAfter=2)
KOP = ParagraphStyle("kop", parent=HEAD, fontSize=14, leading=18)
SMALL = ParagraphStyle("kecil", parent=CENTER, fontSize=8.5, leading=11)
CELL = ParagraphStyle("sel", parent=LEFT, fontSize=9.5, leading=12, spaceAfter=0)
DECREE = ParagraphStyle("keputusan", parent=BODY, fontName="Times-Roman", fontSize=12, leading=16)
DECREE_HEAD = ParagraphStyle(
    "kepala keputusan", parent=DECREE, alignment=TA_CENTER, fontName="Times-Bold", spaceAfter=1
)


def person(number: int) -> str:
    """Return an invented name: `Pegawai Satu` for 0."""
    return f"Pegawai {PEOPLE[number % len(PEOPLE)]}"


def staff_number(number: int) -> str:
    """Return a personnel number that belongs to nobody."""
    return f"00000000 000000 0 {number + 1:03d}"


def paper(story: Sequence[Flowable], title: str, size: tuple[float, float] = A4) -> bytes:
    """Set the story on pages that carry the mark; the same story gives the same bytes."""
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=size,
        leftMargin=30 * mm,
        rightMargin=20 * mm,
        topMargin=20 * mm,
        bottomMargin=22 * mm,
        title=f"CONTOH {title}",
        author="CONTOH",
        lang="id",
        invariant=1,
    )
    mark = partial(_mark, size=size)
    document.build(list(story), onFirstPage=mark, onLaterPages=mark)
    return buffer.getvalue()


def _mark(canvas: Canvas, _document: object, *, size: tuple[float, float]) -> None:
    width, height = size
    canvas.saveState()
    canvas.setFillColor(colors.Color(0.9, 0.9, 0.9))
    canvas.setFont("Helvetica-Bold", 96)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, -30, "CONTOH")
    canvas.restoreState()
    canvas.setFont("Helvetica-Oblique", 8)
    canvas.drawRightString(width - 20 * mm, height - 11 * mm, MARK)


def letterhead() -> list[Flowable]:
    """Return the kop: the unit's name over a double rule."""
    return [
        Paragraph("KOMISI PEMILIHAN UMUM", KOP),
        Paragraph("PROVINSI JAMBI", KOP),
        Paragraph("Jalan Contoh Nomor 1, Jambi · laman jdih.kpu.go.id/jambi", SMALL),
        Spacer(0, 3),
        HRFlowable(width="100%", thickness=1.6, color=colors.black, spaceAfter=1.2),
        HRFlowable(width="100%", thickness=0.5, color=colors.black, spaceAfter=10),
    ]


def signature(place_date: str, office: str, name: str) -> Flowable:
    """Return the block of the one who signs, at the right."""
    text = "<br/>".join((place_date, office + ",", "", "<i>ttd.</i>", "", name))
    return KeepTogether([Spacer(0, 10), Table([["", Paragraph(text, LEFT)]], colWidths=[85 * mm, 75 * mm])])


def fields(rows: Sequence[tuple[str, str]], label_width: float = 32) -> Table:
    """Return `label : value` lines; the width of the labels is in millimetres."""
    cells = [[Paragraph(escape(label), LEFT), ":", Paragraph(escape(value), LEFT)] for label, value in rows]
    table = Table(cells, colWidths=[label_width * mm, 4 * mm, (160 - 4 - label_width) * mm], hAlign="LEFT")
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 0)]))
    return table


def ruled(rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    """Return a table with lines whose first row is repeated on each page; widths in millimetres."""
    cells = [[Paragraph(escape(text), CELL) for text in row] for row in rows]
    table = Table(cells, colWidths=[width * mm for width in widths], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
                ("BACKGROUND", (0, 0), (-1, 0), colors.Color(0.92, 0.92, 0.92)),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ]
        )
    )
    return table


def invitation(number: str, date: str, day: str, subject: str, agenda: Sequence[str]) -> bytes:
    """An undangan rapat: number, nature, subject, the block of day and place, the programme."""
    story = letterhead()
    head = fields((("Nomor", number), ("Sifat", "Biasa"), ("Lampiran", "-"), ("Hal", f"Undangan {subject}")), 22)
    story += [Paragraph(f"Jambi, {date}", ParagraphStyle("tanggal", parent=LEFT, alignment=2)), head, Spacer(0, 8)]
    story += [
        Paragraph("Yth. Anggota Tim Kerja Pembangunan Zona Integritas<br/>di Jambi", LEFT),
        Paragraph(
            "Dalam rangka pembangunan Zona Integritas di lingkungan KPU Provinsi Jambi Tahun 2025, kami mengundang "
            "Saudara untuk hadir pada rapat yang akan dilaksanakan pada:",
            BODY,
        ),
        fields(
            (
                ("Hari, tanggal", day),
                ("Pukul", "09.00 – 11.30 WIB"),
                ("Tempat", "Ruang Rapat KPU Provinsi Jambi"),
                ("Acara", subject),
            )
        ),
        Paragraph("Susunan acara:", LEFT),
        *(Paragraph(f"{row}. {escape(text)}", LEFT) for row, text in enumerate(agenda, 1)),
        Paragraph("Demikian disampaikan, atas perhatian dan kehadirannya diucapkan terima kasih.", BODY),
        signature("", "Sekretaris", "Pegawai Tiga"),
    ]
    return paper(story, f"Undangan {subject}")


def attendance(subject: str, day: str, people: int = 11) -> bytes:
    """A daftar hadir with names, numbers, offices and signatures: odd ones left, even ones right."""
    rows = [["No", "Nama", "NIP", "Jabatan", "Tanda tangan"]]
    for index in range(people):
        sign = f"{index + 1}. ttd." if index % 2 == 0 else f"{NARROW * 14}{index + 1}. ttd."
        rows.append([str(index + 1), person(index), staff_number(index), OFFICES[index % len(OFFICES)], sign])
    story = letterhead()
    story += [
        Paragraph("DAFTAR HADIR", HEAD),
        Spacer(0, 6),
        fields((("Kegiatan", subject), ("Hari, tanggal", day), ("Tempat", "Ruang Rapat KPU Provinsi Jambi"))),
        Spacer(0, 6),
        ruled(rows, (10, 40, 44, 34, 32)),
        signature("", "Sekretaris", "Pegawai Tiga"),
    ]
    return paper(story, f"Daftar hadir {subject}")


def report(
    title: str, day: str, chapters: Sequence[tuple[str, Sequence[str]]], table: Sequence[Sequence[str]] = ()
) -> bytes:
    """A laporan: title, numbered chapters, a table of results where there is one."""
    story = letterhead()
    story += [Paragraph(escape(title.upper()), HEAD), Spacer(0, 8)]
    for roman, (heading, paragraphs) in zip(("I", "II", "III", "IV", "V"), chapters, strict=False):
        story.append(Paragraph(f"<b>BAB {roman}. {escape(heading.upper())}</b>", LEFT))
        story += [Paragraph(escape(text), BODY) for text in paragraphs]
    if table:
        story += [Spacer(0, 6), ruled(table, [12, *[148 / (len(table[0]) - 1)] * (len(table[0]) - 1)])]
    story.append(signature(f"Jambi, {day}", "Kepala Bagian", "Pegawai Empat"))
    return paper(story, title)


def form(title: str, identity: Sequence[tuple[str, str]], statements: Sequence[str], day: str) -> bytes:
    """A surat pernyataan or maklumat: who, numbered statements, place and signature."""
    story = [*letterhead(), Paragraph(escape(title.upper()), HEAD), Spacer(0, 10)]
    if identity:
        story += [Paragraph("Yang bertanda tangan di bawah ini:", BODY), fields(identity), Spacer(0, 4)]
    story += [Paragraph(f"{row}. {escape(text)}", BODY) for row, text in enumerate(statements, 1)]
    story.append(signature(f"Jambi, {day}", "Yang menyatakan", "Pegawai Lima"))
    return paper(story, title)


def decree(number: str, about: str, weighing: Sequence[str], recalling: Sequence[str], rulings: Sequence[str]) -> bytes:
    """A keputusan with Menimbang, Mengingat, the rulings, and its lampiran of members on a page of its own."""
    capitals = about.upper()
    story: list[Flowable] = [
        *(Paragraph(text, DECREE_HEAD) for text in ("KOMISI PEMILIHAN UMUM", "PROVINSI JAMBI", "&nbsp;")),
        *(Paragraph(text, DECREE_HEAD) for text in ("KEPUTUSAN KOMISI PEMILIHAN UMUM PROVINSI JAMBI", number)),
        *(Paragraph(escape(text), DECREE_HEAD) for text in ("TENTANG", capitals)),
        Spacer(0, 8),
        Paragraph("KETUA KOMISI PEMILIHAN UMUM PROVINSI JAMBI,", DECREE_HEAD),
        Spacer(0, 8),
        _clauses("Menimbang", [f"{letter}. bahwa {text};" for letter, text in zip("abcdefg", weighing, strict=False)]),
        _clauses("Mengingat", [f"{row}. {text};" for row, text in enumerate(recalling, 1)]),
        Paragraph("MEMUTUSKAN:", DECREE_HEAD),
        _clauses("Menetapkan", [f"KEPUTUSAN KOMISI PEMILIHAN UMUM PROVINSI JAMBI TENTANG {capitals}."]),
    ]
    ordinals = ("KESATU", "KEDUA", "KETIGA", "KEEMPAT")
    story += [_clauses(ordinal, [text]) for ordinal, text in zip(ordinals, rulings, strict=False)]
    story.append(signature("Ditetapkan di Jambi<br/>pada tanggal 9 Januari 2025", "Ketua", "Pegawai Satu"))
    rows = [["No", "Nama", "Jabatan dalam dinas", "Kedudukan dalam tim"]]
    places = ("Pembina", "Pengarah", "Ketua", "Sekretaris", "Anggota")
    for index in range(9):
        place = places[min(index, 4)]
        rows.append([str(index + 1), person(index), OFFICES[index % len(OFFICES)], place])
    story += [
        PageBreak(),
        Paragraph(f"LAMPIRAN<br/>KEPUTUSAN KPU PROVINSI JAMBI<br/>{number}<br/>TENTANG {escape(capitals)}", LEFT),
        Spacer(0, 10),
        Paragraph("SUSUNAN KEANGGOTAAN", DECREE_HEAD),
        Spacer(0, 6),
        ruled(rows, (12, 50, 50, 48)),
    ]
    return paper(story, f"Keputusan {about}", F4)


def _clauses(label: str, texts: Sequence[str]) -> Table:
    rows = [
        [Paragraph(label if row == 0 else "", DECREE), ":" if row == 0 else "", Paragraph(escape(text), DECREE)]
        for row, text in enumerate(texts)
    ]
    table = Table(rows, colWidths=[30 * mm, 5 * mm, 130 * mm])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 1)]))
    return table
