"""Lists the conversion engines for `dossier doctor`: found or missing, purpose, and what is lost without each."""

from __future__ import annotations

from typing import Final

from dossier.convert.converter import Engine, Missing
from dossier.convert.extract import tesseract
from dossier.convert.office import libreoffice
from dossier.state.optional_libraries import installed_version

_LIBRARIES: Final = (
    ("pikepdf", "membuka, memperbaiki, dan membersihkan PDF", "PDF tidak dapat diikat"),
    ("pypdf", "membaca ulang hasil dan menghitung halaman", "hasil tidak dapat diperiksa"),
    ("pillow", "membaca foto dan gambar", "gambar tidak dapat diikat"),
    ("reportlab", "menggambar halaman", "tidak ada halaman yang dapat dibuat"),
    ("rl-accel", "menggambar halaman lebih cepat (hasilnya sama)", "menggambar halaman sekitar seperempat lebih lama"),
    ("python-docx", "tata letak sederhana DOCX tanpa LibreOffice", "DOCX hanya lewat LibreOffice"),
    ("openpyxl", "tata letak sederhana XLSX tanpa LibreOffice", "XLSX hanya lewat LibreOffice"),
    ("pillow-heif", "foto HEIC dari ponsel", "foto HEIC harus disimpan sebagai JPG dahulu"),
    ("python-oxmsg", "surel Outlook (MSG)", "surel MSG tidak dapat diikat"),
    ("py7zr", "arsip 7z", "arsip 7z harus diekstrak dahulu"),
    (
        "pyHanko",
        "membaca tanda tangan elektronik PDF: nama dalam sertifikat, waktu, dan utuh tidaknya berkas",
        "tanda tangan elektronik disebut ada, tetapi tidak diperiksa",
    ),
    ("rarfile", "arsip RAR, bersama program unrar, unar, atau bsdtar", "arsip RAR harus diekstrak dahulu"),
)


def engines() -> tuple[Engine | Missing, ...]:
    """Return every engine that converting can use, present or not."""
    office = libreoffice.find()
    confined = office is not None and libreoffice.is_confined(office)
    return (
        *(_engine(name, installed_version(name), purpose, lost) for name, purpose, lost in _LIBRARIES),
        _engine(
            "tesseract",
            tesseract.find(),
            "membaca tulisan pada foto dan pindaian (--ocr), dan memasang teks di balik halamannya (--teks-pindaian)",
            "foto dan pindaian hanya dicocokkan lewat nama dan foldernya, dan kata-katanya tidak dapat dicari",
        ),
        _engine(
            "LibreOffice",
            office.label.removeprefix("LibreOffice").strip() or "?" if office else None,
            "tata letak asli DOC, DOCX, ODT, RTF, XLS, XLSX, ODS, PPT, PPTX, ODP",
            "DOCX dan XLSX ditata sederhana; ODT, ODS, ODP, PPTX hanya teksnya; DOC, RTF, XLS, PPT tidak dapat diikat",
        ),
        _engine(
            "LibreOffice terkurung",
            "ada" if confined else None,
            "LibreOffice hanya menulis di foldernya sendiri",
            "LibreOffice dapat membaca dan menulis berkas lain; jaringan dan lingkungannya lihat di bawah",
        ),
    )


def _engine(name: str, found: str | None, purpose: str, lost: str) -> Engine | Missing:
    if found is None:
        return Missing(name=name, lost=lost, purpose=purpose)
    return Engine(name=name, version=found, purpose=purpose, lost=lost)
