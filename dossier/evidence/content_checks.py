"""Compares the content of a file with its extension, and words the finding (Indonesian). Pure."""

from __future__ import annotations

from dossier.evidence.media import DetectedMedia, UnusableContent
from dossier.evidence.scan_messages import PendingFinding
from dossier.model import Media, Severity

ENDINGS: dict[str, Media] = {
    ".avi": Media.VIDEO,
    ".avif": Media.PICTURE,
    ".bmp": Media.BMP,
    ".csv": Media.CSV,
    ".desktop": Media.LINK,
    ".doc": Media.DOC,
    ".docm": Media.DOCX,
    ".docx": Media.DOCX,
    ".dotx": Media.DOCX,
    ".eml": Media.EML,
    ".gif": Media.GIF,
    ".heic": Media.HEIC,
    ".heif": Media.HEIC,
    ".htm": Media.HTML,
    ".html": Media.HTML,
    ".ico": Media.PICTURE,
    ".jfif": Media.JPEG,
    ".jp2": Media.PICTURE,
    ".jpe": Media.JPEG,
    ".jpeg": Media.JPEG,
    ".jpg": Media.JPEG,
    ".m4a": Media.AUDIO,
    ".markdown": Media.MARKDOWN,
    ".md": Media.MARKDOWN,
    ".mkv": Media.VIDEO,
    ".mov": Media.VIDEO,
    ".mp3": Media.AUDIO,
    ".mp4": Media.VIDEO,
    ".msg": Media.MSG,
    ".odp": Media.ODP,
    ".ods": Media.ODS,
    ".odt": Media.ODT,
    ".ogg": Media.AUDIO,
    ".pcx": Media.PICTURE,
    ".pdf": Media.PDF,
    ".png": Media.PNG,
    ".ppt": Media.PPT,
    ".pptx": Media.PPTX,
    ".psd": Media.PICTURE,
    ".rtf": Media.RTF,
    ".text": Media.TEXT,
    ".tga": Media.PICTURE,
    ".tif": Media.TIFF,
    ".tiff": Media.TIFF,
    ".tsv": Media.CSV,
    ".txt": Media.TEXT,
    ".url": Media.LINK,
    ".wav": Media.AUDIO,
    ".webloc": Media.LINK,
    ".webp": Media.WEBP,
    ".xls": Media.XLS,
    ".xlsm": Media.XLSX,
    ".xlsx": Media.XLSX,
    ".zip": Media.ZIP,
}
PICTURES = {Media.JPEG, Media.PNG, Media.GIF, Media.BMP, Media.TIFF, Media.WEBP, Media.HEIC, Media.PICTURE}
WRITTEN = {Media.TEXT, Media.CSV, Media.MARKDOWN, Media.HTML, Media.EML, Media.LINK}
NOUNS = (
    (PICTURES, "gambar"),
    ({Media.DOC, Media.DOC_XML, Media.DOCX}, "dokumen Word"),
    ({Media.ODT, Media.RTF}, "dokumen"),
    ({Media.XLS, Media.XLS_XML, Media.XLSX}, "lembar kerja Excel"),
    ({Media.ODS}, "lembar kerja"),
    ({Media.PPT, Media.PPTX, Media.ODP}, "salindia"),
    ({Media.PDF}, "PDF"),
    ({Media.ZIP}, "arsip"),
    ({Media.VIDEO, Media.AUDIO}, "rekaman"),
    ({Media.MSG, Media.EML}, "surel"),
    ({Media.LINK}, "tautan web"),
    (WRITTEN, "teks"),
)
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
    if content.media is Media.UNKNOWN and ending not in ENDINGS:
        return f"Berkas ini berisi {content.words}, yang tidak dapat dimuat. Simpan sebagai PDF atau JPG."
    if content.media is Media.UNKNOWN or _is_disguise(content.media, ending):
        return f"{name} ini bukan {_noun(ENDINGS[ending])}: isinya {content.words}. Minta berkas aslinya."
    return None


def mismatch_of(content: DetectedMedia, ending: str) -> PendingFinding | None:
    """Return the remark about an ending that says something else than the content, or None."""
    expected = ENDINGS.get(ending)
    if expected is None or content.media is expected or content.fault is UnusableContent.LOCKED:
        return None
    if content.media is Media.LINK and expected in WRITTEN:
        return None  # an address in a text file is a text all the same
    harmless = content.media in ACCEPTED.get(ending, ()) or _noun(content.media) == _noun(expected)
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


def _is_disguise(media: Media, ending: str) -> bool:
    """Text under the name of a picture, PDF, office file, archive or recording; or a bare archive as an office file."""
    expected = ENDINGS.get(ending)
    if expected is None or expected in WRITTEN or media in ACCEPTED.get(ending, ()):
        return False
    return media in WRITTEN or (media is Media.ZIP and expected is not Media.ZIP)


def _noun(media: Media) -> str:
    return next((noun for group, noun in NOUNS if media in group), "")
