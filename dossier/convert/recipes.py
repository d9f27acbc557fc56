"""Which converter makes which kind of file, and everything besides the content that its result depends on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from dossier.model import Media

if TYPE_CHECKING:
    from dossier.model import EvidenceFile

_LOOK: Final = "tampak=1"
"""Revision of what is asked of the pages of every part (`part_look`, `ink`); raised as `Recipe.revision` is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One way from a kind of file to a PDF.

    `revision` is raised whenever the converter draws differently; `libraries` are the distributions whose version
    can change the result; `titled` says that the file's name is printed, so that equal bytes give different pages.
    """

    name: str
    converter: str
    revision: int
    libraries: tuple[str, ...]
    titled: bool = False

    def key(self, option: str = "") -> str:
        """Return the text that names this recipe in the cache."""
        versions = " ".join(f"{name}={library_version(name)}" for name in self.libraries)
        suffix = f" {hashlib.sha256(option.encode()).hexdigest()[:16]}" if option else ""
        return f"{self.name}/{self.revision} {_LOOK} {versions}{suffix}"

    def option(self, file: EvidenceFile) -> str:
        """Return what the converter is told besides the file: the name it prints, or nothing."""
        return PurePosixPath(file.path).name if self.titled else ""


def _recipe(name: str, revision: int, *libraries: str, titled: bool = False) -> Recipe:
    return Recipe(
        name=name,
        converter=f"dossier.convert.{name}:convert",
        revision=revision,
        libraries=("pikepdf", *libraries),
        titled=titled,
    )


_PICTURE: Final = _recipe("pictures", 2, "pillow", "pillow-heif")

RECIPES: Final[dict[Media, Recipe]] = {
    Media.PDF: _recipe("pdf_chain", 1, "pypdf", "pypdfium2", "pillow"),
    **dict.fromkeys(
        (Media.JPEG, Media.PNG, Media.GIF, Media.BMP, Media.TIFF, Media.WEBP, Media.HEIC, Media.PICTURE),
        _PICTURE,
    ),
    Media.TEXT: _recipe("text", 1, "reportlab", "charset-normalizer"),
    Media.MARKDOWN: _recipe("markdown", 1, "reportlab", "charset-normalizer", "markdown-it-py"),
    Media.CSV: _recipe("table", 1, "reportlab", "charset-normalizer"),
    Media.LINK: _recipe("link", 2, "reportlab", titled=True),
    Media.HTML: _recipe("web", 1, "reportlab", "lxml", "charset-normalizer"),
    **dict.fromkeys((Media.AUDIO, Media.VIDEO), _recipe("card", 1, "reportlab", titled=True)),
    Media.DOCX: _recipe("docx", 1, "reportlab", "python-docx", "pillow"),
    Media.XLSX: _recipe("xlsx", 2, "reportlab", "openpyxl"),
    **dict.fromkeys(
        (Media.ODT, Media.ODS, Media.ODP, Media.PPTX),
        _recipe("office_text", 2, "reportlab", "lxml"),
    ),
}
"""What the tool can lay out with what pip installs."""

OFFICE: Final = frozenset(
    {
        Media.DOC,
        Media.DOCX,
        Media.ODT,
        Media.RTF,
        Media.XLS,
        Media.XLSX,
        Media.ODS,
        Media.PPT,
        Media.PPTX,
        Media.ODP,
    }
)
"""What LibreOffice lays out when it is there."""

_ARCHIVE: Final = "arsip tidak dibuka; ekstrak dahulu, lalu letakkan isinya satu per satu di folder bukti"
_MAIL: Final = "surat elektronik belum dapat diikat; cetak ke PDF dari aplikasi surel, lampirannya disimpan tersendiri"

REMEDIES: Final[dict[Media, str]] = {
    Media.ZIP: _ARCHIVE,
    Media.EML: _MAIL,
    Media.MSG: _MAIL,
    Media.UNKNOWN: "jenis berkas tidak dikenal; simpan sebagai PDF, gambar, atau dokumen Office",
}


def office_missing(media: Media) -> str:
    """Say what to do about a file that only LibreOffice can lay out."""
    return (
        f"berkas {media.value.upper()} butuh LibreOffice; pasang LibreOffice lalu ulangi, "
        "atau buka berkasnya dan simpan sebagai PDF"
    )


@cache
def library_version(name: str) -> str:
    """Return the installed version of a distribution, or `-`."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
