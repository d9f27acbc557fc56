"""What a scan says about single entries (Indonesian), such as content that its name contradicts. Pure."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from dossier.evidence import kinds
from dossier.evidence.media import DetectedMedia, UnusableContent
from dossier.model import Finding, Media, Severity


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


PICTURES = {media for media, noun in kinds.BUILT_IN.nouns.items() if noun == "gambar"}
WRITTEN = {Media.TEXT, Media.CSV, Media.MARKDOWN, Media.HTML, Media.EML, Media.LINK}
# What programs write on purpose under an old ending: Word saves RTF as .doc, applications export HTML and CSV as .xls,
# and both save a "single file web page" (MHT), which is a mail by its form.
ACCEPTED = {".doc": {Media.RTF, Media.HTML, Media.EML}, ".xls": {Media.HTML, Media.CSV, Media.EML}}
# Files that only point at a document kept elsewhere.
POINTERS = {".gdoc", ".gsheet", ".gslides", ".gdraw", ".gform", ".lnk"}


def problem_of(content: DetectedMedia, ending: str) -> str | None:
    """Return in Indonesian why the file is no usable evidence, or None."""
    name = ending.removeprefix(".").upper() or "Berkas"
    if ending in POINTERS:
        return f"{name} ini hanya penunjuk ke dokumen di tempat lain. Unduh dokumennya sebagai PDF dan simpan di sini."
    if content.fault is UnusableContent.LOCKED:
        return f"{name} ini terkunci kata sandi. Minta berkas tanpa kata sandi, atau simpan sebagai PDF."
    if content.fault is UnusableContent.CUT:
        return f"{name} ini terpotong: bagian akhirnya tidak ada. Salin ulang berkas aslinya."
    expected = kinds.expected_of(ending)
    if content.media is Media.UNKNOWN and expected is None:
        return f"Berkas ini berisi {content.words}, yang tidak dapat dimuat. Simpan sebagai PDF atau JPG."
    if expected is not None and (content.media is Media.UNKNOWN or _is_disguise(content.media, expected, ending)):
        return f"{name} ini bukan {kinds.noun_of(expected)}: isinya {content.words}. Minta berkas aslinya."
    return None


def mismatch_of(content: DetectedMedia, ending: str) -> PendingFinding | None:
    """Return the remark about an ending that says something else than the content, or None."""
    expected = kinds.expected_of(ending)
    if expected is None or content.media is expected or content.fault is UnusableContent.LOCKED:
        return None
    if content.media is Media.LINK and expected in WRITTEN:
        return None  # an address in a text file is a text all the same
    harmless = content.media in ACCEPTED.get(ending, ()) or kinds.noun_of(content.media) == kinds.noun_of(expected)
    if problem_of(content, ending) is not None:
        advice = "Minta berkas aslinya dan ganti berkas ini."
        harmless = False
    else:
        advice = "Berkas tetap dipakai menurut isinya; sebaiknya akhiran namanya dibetulkan."
    return PendingFinding(
        code="jenis_tidak_sesuai",
        text=f"Berkas ini bernama {ending} tetapi isinya {content.words}.",
        advice=advice,
        severity=Severity.NOTE if harmless else Severity.WARNING,
    )


def _is_disguise(media: Media, expected: Media, ending: str) -> bool:
    """Text under the name of a picture, PDF, office file, archive or recording; or a bare archive as an office file."""
    if expected in WRITTEN or media in ACCEPTED.get(ending, ()):
        return False
    return media in WRITTEN or (media is Media.ZIP and expected is not Media.ZIP)
