"""Compares the content of a file with its extension, and words the finding (Indonesian). Pure."""

from __future__ import annotations

from dossier.evidence import kinds
from dossier.evidence.media import DetectedMedia, UnusableContent
from dossier.evidence.scan_messages import PendingFinding
from dossier.model import Media, Severity

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
