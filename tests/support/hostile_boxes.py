"""Makers of mails and archives, sound and spoiled. Same bytes each time; names and addresses are invented."""

from __future__ import annotations

import io
import tarfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import py7zr

from tests.support.hostile_office import zip_of

if TYPE_CHECKING:
    from pathlib import Path


def archive(folder: Path, members: dict[str, bytes], name: str = "arsip.zip") -> Path:
    """A zip of these members."""
    path = folder / name
    path.write_bytes(zip_of(members.items()))
    return path


def seven_zip(folder: Path, members: dict[str, bytes], name: str = "arsip.7z") -> Path:
    """A 7z archive of these members."""
    path = folder / name
    with py7zr.SevenZipFile(path, "w") as target:
        for member, content in members.items():
            target.writestr(content, member)
    return path


def tar_gz(folder: Path, members: dict[str, bytes], name: str = "arsip.tar.gz") -> Path:
    """A packed TAR of these members, and a symbolic link that leads out of it."""
    path = folder / name
    with tarfile.open(path, "w:gz") as target:
        for member, content in members.items():
            entry = tarfile.TarInfo(member)
            entry.size = len(content)
            target.addfile(entry, io.BytesIO(content))
        link = tarfile.TarInfo("tautan.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        target.addfile(link)
    return path


def zip_bomb(folder: Path, name: str = "bom.zip", megabytes: int = 200) -> Path:
    """Some kilobytes that unfold to `megabytes`."""
    return archive(folder, {"nol.bin": b"\x00" * (megabytes << 20)}, name)


def nested_zip(folder: Path, levels: int, name: str = "matryoshka.zip") -> Path:
    """A text inside `levels` archives."""
    content, member = b"CONTOH paling dalam", "isi.txt"
    for level in range(levels):
        content, member = zip_of([(member, content)]), f"tingkat-{level + 1}.zip"
    path = folder / name
    path.write_bytes(content)
    return path


BODY = "Yth. Bapak dan Ibu\n\nTerlampir undangan.\n"


def letter(subject: str = "Undangan rapat ZI", body: str = BODY) -> EmailMessage:
    """A mail from Pegawai Satu to Pegawai Dua."""
    message = EmailMessage()
    message["From"] = "Pegawai Satu <satu@contoh.invalid>"
    message["To"] = "Pegawai Dua <dua@contoh.invalid>"
    message["Subject"] = subject
    message["Date"] = "Mon, 03 Mar 2025 08:15:00 +0700"
    message.set_content(body)
    return message


def mail_with(folder: Path, attachments: dict[str, bytes], name: str = "surat.eml") -> Path:
    """A mail with these attachments."""
    message = letter()
    for file_name, content in attachments.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=file_name)
    path = folder / name
    path.write_bytes(bytes(message))
    return path


SAVED_PAGE = b"""From: <Saved by Blink>\r
Snapshot-Content-Location: https://contoh.invalid/\r
Subject: Berita kantor\r
MIME-Version: 1.0\r
Content-Type: multipart/related; type="text/html"; boundary="batas"\r
\r
--batas\r
Content-Type: text/html; charset=utf-8\r
\r
<html><body><h1>Berita kantor</h1><p>Isi berita.</p><script>jahat()</script></body></html>\r
--batas\r
Content-Type: image/png\r
Content-Transfer-Encoding: base64\r
Content-Location: https://contoh.invalid/logo.png\r
\r
aGFsbw==\r
--batas--\r
"""
