"""Texts of scan findings about single entries (Indonesian). No I/O."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from dossier.model import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingFinding:
    """A finding that still lacks its path."""

    code: str
    text: str
    advice: str
    severity: Severity = Severity.WARNING

    def about(self, path: str) -> Finding:
        """Return the finding about `path`."""
        return Finding(
            code=self.code, severity=self.severity, subject=path, text=self.text, advice=self.advice, path=path
        )


EMPTY = PendingFinding(
    code="berkas_kosong",
    text="Berkas ini kosong (0 byte); isinya mungkin hilang saat disalin atau diunggah.",
    advice="Salin ulang berkas aslinya, atau hapus berkas kosong ini.",
)
UNFINISHED = PendingFinding(
    code="unduhan_belum_selesai",
    text="Berkas ini unduhan yang belum selesai, jadi tidak dipakai.",
    advice="Unduh ulang sampai selesai, lalu simpan di tempat yang sama.",
)
LINK_OUTSIDE = PendingFinding(
    code="tautan_keluar",
    text="Ini tautan simbolik ke luar folder bukti; tautan seperti ini tidak diikuti.",
    advice="Salin berkas aslinya ke dalam folder bukti.",
)
LINK_BROKEN = PendingFinding(
    code="tautan_putus",
    text="Ini tautan simbolik yang tujuannya tidak ada.",
    advice="Salin berkas aslinya ke dalam folder bukti, lalu hapus tautan ini.",
)
LINK_UNUSED = PendingFinding(
    code="tautan_tak_terpakai",
    text="Ini tautan simbolik ke sesuatu yang tidak dipakai sebagai bukti.",
    advice="Salin berkas aslinya ke sini dengan nama biasa.",
)
CHANGING = PendingFinding(
    code="berubah_saat_dibaca",
    text="Berkas ini masih berubah sementara dibaca; yang tercatat adalah isinya saat pembacaan terakhir.",
    advice="Tutup program yang sedang menulisnya, lalu ulangi perintah ini.",
)
TWIN = PendingFinding(
    code="nama_kembar",
    text="Ada berkas lain yang namanya terbaca sama; keduanya dipakai, yang kedua diberi nomor ⟨2⟩.",
    advice="Beri nama yang berbeda pada salah satunya.",
)
NEAR_TWIN = PendingFinding(
    code="nama_beda_huruf_besar",
    text="Ada berkas lain yang namanya hanya berbeda huruf besar dan kecil; di Windows keduanya saling menimpa.",
    advice="Beri nama yang berbeda pada salah satunya.",
    severity=Severity.NOTE,
)
ODD_NAME = PendingFinding(
    code="nama_tak_tercetak",
    text="Nama ini memuat tanda yang tidak tampak; tandanya ditulis di antara ⟨ dan ⟩.",
    advice="Ganti namanya dengan huruf, angka, dan spasi biasa.",
    severity=Severity.NOTE,
)

_ERRNO_WORDS = {
    errno.EACCES: "izin ditolak",
    errno.EPERM: "izin ditolak",
    errno.EIO: "media penyimpanan gagal dibaca",
    errno.ENOENT: "hilang sementara dibaca",
    errno.ELOOP: "berubah menjadi tautan sementara dibaca",
    errno.ENAMETOOLONG: "nama atau letaknya terlalu panjang",
    errno.EMFILE: "terlalu banyak berkas terbuka",
    errno.ESTALE: "folder jaringan terputus",
    errno.ETIMEDOUT: "folder jaringan tidak menjawab",
}


def failure_words(error: OSError) -> str:
    """Say in Indonesian why the system refused, with its own name for it where ours are lacking."""
    number = error.errno or 0
    return _ERRNO_WORDS.get(number) or errno.errorcode.get(number, "kesalahan sistem")


def unreadable(error: OSError) -> PendingFinding:
    """Return the remark about a file that cannot be opened or read."""
    return PendingFinding(
        code="berkas_tak_terbaca",
        text=f"Berkas ini tidak dapat dibaca: {failure_words(error)}.",
        advice="Periksa izin berkas dan tempat penyimpanannya, atau salin ulang berkas aslinya.",
    )


def unlisted(error: OSError) -> PendingFinding:
    """Return the remark about a folder whose entries cannot be listed."""
    return PendingFinding(
        code="folder_tak_terbaca",
        text=f"Folder ini tidak dapat dibuka: {failure_words(error)}. Isinya tidak ikut diperiksa.",
        advice="Periksa izin folder dan tempat penyimpanannya, lalu ulangi.",
    )
