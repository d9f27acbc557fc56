"""Makers of difficult evidence of every kind, and a tree with one of each. PDFs, pictures and Office files have
their own modules beside this one; here are texts, links, names and entries that are no files.
"""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from tests.support import hostile_office, hostile_pdf, hostile_pictures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Maker = Callable[[Path], Path]

NAME_BYTES = 240
TRICKY_NAMES = (
    "baris\nbaru.txt",
    "tab\tdi tengah.txt",
    "tanda \"kutip\" dan 'petik'.txt",
    "foto 📷 rapat.txt",
    "kanan\u202ekekiri.txt",
    "tanda\u200fRTL.txt",
    "<b>tebal & <img src=x> lain.txt",
    "=SUM(A1).txt",
    "-rf.txt",
    "spasi  ganda .txt",
    " mulai spasi.txt",
    "cafe\u0301.txt",
    "$(touch x) `y` ;z.txt",
    "{{ nama }} %s.txt",
    "I\\Area I\\berkas.txt",
    "CON.txt",
    "tanpa akhiran",
    "titik.",
)


def text_named_jpg(folder: Path, name: str = "sebenarnya-teks.jpg") -> Path:
    """Text under the name of a picture."""
    return written(folder, name, "CONTOH: ini teks, bukan gambar.\n")


def html_named_pdf(folder: Path, name: str = "halaman-masuk.pdf") -> Path:
    """The login page that a drive sends in place of the file, under the file's name."""
    return written(folder, name, "<!DOCTYPE html>\n<html><head><title>Masuk</title></head><body>CONTOH</body></html>\n")


def noise(folder: Path, name: str = "derau.pdf") -> Path:
    """Bytes without any sense."""
    return written(folder, name, bytes((i * 197 + i // 7 * 31) % 256 for i in range(4096)))


def long_name(folder: Path, ending: str = ".txt") -> Path:
    """A name of 240 bytes: more than many programs leave room for once they add to it."""
    stem = "Undangan rapat evaluasi pembangunan zona integritas "
    return written(folder, (stem * 6)[: NAME_BYTES - len(ending)] + ending, "CONTOH nama panjang\n")


def tricky_names(folder: Path) -> tuple[Path, ...]:
    """Small texts under names with line ends, quotes, emoji, direction marks, markup, formulas and shell signs."""
    return tuple(written(folder, name, f"CONTOH {number}\n") for number, name in enumerate(TRICKY_NAMES))


def foreign_bytes_name(folder: Path) -> Path:
    """A name whose bytes are no UTF-8, as an old archive leaves it."""
    raw = os.fsencode(folder) + b"/caf\xe9 \xff.txt"
    with open(raw, "wb") as stream:  # noqa: PTH123 — Path would have to decode the name
        stream.write(b"CONTOH\n")
    return folder / os.fsdecode(b"caf\xe9 \xff.txt")


def windows_link(folder: Path, name: str = "tautan.url", address: str = "https://contoh.invalid/bukti") -> Path:
    """A link as Windows saves it."""
    return written(folder, name, f"[InternetShortcut]\r\nURL={address}\r\n")


def mac_link(folder: Path, name: str = "tautan.webloc", address: str = "https://contoh.invalid/bukti") -> Path:
    """A link as macOS saves it."""
    return written(
        folder,
        name,
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
        '"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n<dict>\n\t<key>URL</key>\n'
        f"\t<string>{address}</string>\n</dict>\n</plist>\n",
    )


def script_link(folder: Path, name: str = "tautan-jahat.url") -> Path:
    """A link whose address would run something."""
    return windows_link(folder, name, "javascript:alert(1)")


def entity_link(folder: Path, name: str = "entitas.webloc") -> Path:
    """A link file that tries to pull in another file and to swell."""
    return written(
        folder,
        name,
        '<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "bbbbbbbb">'
        '<!ENTITY c "&b;&b;&b;&b;">]><plist version="1.0"><dict><key>URL</key><string>https://contoh.invalid/&a;&c;'
        "</string></dict></plist>\n",
    )


def mail(folder: Path, name: str = "surel.eml") -> Path:
    """A mail with a body and an attachment."""
    return written(
        folder,
        name,
        "Return-Path: <satu@contoh.invalid>\r\nFrom: Pegawai Satu <satu@contoh.invalid>\r\n"
        "To: dua@contoh.invalid\r\nSubject: CONTOH\r\nDate: Thu, 2 Jan 2025 08:00:00 +0700\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nIsi CONTOH\r\n'
        '--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\n'
        "Lampiran\r\n--x--\r\n",
    )


def long_line(folder: Path, name: str = "sebaris.txt", length: int = 200_000) -> Path:
    """A text of one line that never ends, without a place to break it."""
    return written(folder, name, "x" * length)


def fifo(folder: Path, name: str = "pipa.pdf") -> Path:
    """A pipe: whoever opens it for reading waits for ever."""
    os.mkfifo(folder / name)
    return folder / name


def unix_socket(folder: Path, name: str = "soket") -> Path:
    """A socket's entry; its full path must be shorter than 108 bytes."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.fspath(folder / name))
    return folder / name


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """Write `content` to `folder/name`, making folders on the way, and return the path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# One of each that a build must survive with a page and, where it is broken, a finding; quick to make.
MAKERS: dict[str, Maker] = {
    maker.__name__: maker
    for maker in (
        hostile_pdf.plain_pdf,
        hostile_pdf.password_pdf,
        hostile_pdf.owner_password_pdf,
        hostile_pdf.cut_pdf,
        hostile_pdf.header_only_pdf,
        hostile_pdf.pageless_pdf,
        hostile_pdf.late_header_pdf,
        hostile_pdf.rotated_pdf,
        hostile_pdf.inherited_rotation_pdf,
        hostile_pdf.cropped_pdf,
        hostile_pdf.shifted_pdf,
        hostile_pdf.outside_crop_pdf,
        hostile_pdf.user_unit_pdf,
        hostile_pdf.form_pdf,
        hostile_pdf.active_pdf,
        hostile_pdf.unbalanced_pdf,
        hostile_pdf.huge_page_pdf,
        hostile_pdf.tiny_page_pdf,
        hostile_pdf.mixed_sizes_pdf,
        hostile_pdf.page_without_content_pdf,
        hostile_pdf.looping_pages_pdf,
        hostile_pictures.exif_jpeg,
        hostile_pictures.cmyk_jpeg,
        hostile_pictures.gray16_png,
        hostile_pictures.transparent_png,
        hostile_pictures.palette_png,
        hostile_pictures.cut_jpeg,
        hostile_pictures.cut_png,
        hostile_pictures.lying_png,
        hostile_pictures.pages_tiff,
        hostile_pictures.animated_gif,
        hostile_pictures.png_named_jpg,
        hostile_pictures.thin_png,
        hostile_pictures.dense_jpeg,
        hostile_office.plain_docx,
        hostile_office.plain_xlsx,
        hostile_office.wide_xlsx,
        hostile_office.docx_no_zip,
        hostile_office.docx_bare_zip,
        hostile_office.docx_cut,
        hostile_office.docx_broken_xml,
        hostile_office.locked_docx,
        text_named_jpg,
        html_named_pdf,
        noise,
        long_name,
        foreign_bytes_name,
        windows_link,
        mac_link,
        script_link,
        entity_link,
        mail,
        long_line,
    )
}
# Costly by intent: minutes or gigabytes for whoever believes them.
BOMBS: dict[str, Maker] = {
    maker.__name__: maker for maker in (hostile_pdf.bomb_pdf, hostile_pictures.bomb_png, hostile_office.docx_bomb)
}


def hostile_tree(folder: Path) -> tuple[Path, ...]:
    """Write one of each quick maker and all tricky names into `folder`; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return (*(maker(folder) for maker in MAKERS.values()), *tricky_names(folder))
