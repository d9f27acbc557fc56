"""Lists the conversion engines for `dossier doctor`: found or missing, purpose, and what is lost without each."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from dossier.convert.extract import tesseract
from dossier.convert.office import libreoffice


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """An engine; `version` is None when it is not installed. All texts are for people, in Indonesian."""

    name: str
    purpose: str
    version: str | None
    lost: str


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
    ("rarfile", "arsip RAR, bersama program unrar, unar, atau bsdtar", "arsip RAR harus diekstrak dahulu"),
)


def engines() -> tuple[Engine, ...]:
    """Return every engine that conversion can use, installed or not."""
    found = [
        Engine(name=name, purpose=purpose, version=_version(name), lost=lost) for name, purpose, lost in _LIBRARIES
    ]
    return (*found, _tesseract(), _office(), _confined_office())


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _tesseract() -> Engine:
    return Engine(
        name="tesseract",
        purpose="membaca tulisan pada foto dan pindaian (--ocr)",
        version=tesseract.find(),
        lost="foto dan pindaian hanya dicocokkan lewat nama dan foldernya",
    )


def _office() -> Engine:
    office = libreoffice.find()
    return Engine(
        name="LibreOffice",
        purpose="tata letak asli DOC, DOCX, ODT, RTF, XLS, XLSX, ODS, PPT, PPTX, ODP",
        version=office.label.removeprefix("LibreOffice").strip() or "?" if office else None,
        lost="DOCX dan XLSX ditata sederhana; ODT, ODS, ODP, PPTX hanya teksnya; DOC, RTF, XLS, PPT tidak dapat diikat",
    )


def _confined_office() -> Engine:
    office = libreoffice.find()
    return Engine(
        name="LibreOffice terkurung",
        purpose="LibreOffice hanya menulis di foldernya sendiri",
        version="ada" if office is not None and libreoffice.is_confined(office) else None,
        lost="LibreOffice dapat membaca dan menulis berkas lain; jaringan dan lingkungannya lihat di bawah",
    )
