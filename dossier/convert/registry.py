"""Registry of converters by media type, and everything besides the content that the result depends on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from dossier.model import Media
from dossier.state import code_digest

if TYPE_CHECKING:
    from dossier.model import EvidenceFile

_LOOK: Final = "tampak=1"
"""Revision of what is asked of the pages of every part (`part_look`, `ink`); raised as `Recipe.revision` is."""


_POOL: Final = "dossier.convert.run.pool"
"""Calls every converter, checks what it wrote and puts its failures into words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One way from a kind of file to a PDF.

    `converter` is `module:function`; `modules` are those of ours that have a part in the result besides it, as
    `state.code_digest` takes them; `engine` names a program of the machine that has one, without blanks;
    `titled` says that the file's name is printed, so that equal bytes give different pages.
    """

    name: str
    converter: str
    modules: tuple[str, ...] = ()
    engine: str = ""
    titled: bool = False

    @property
    def code(self) -> tuple[str, ...]:
        """All modules that have a part in the result."""
        home = self.converter.partition(":")[0]
        return (_POOL, *((home,) if home else ()), *self.modules)

    def key(self, option: str = "") -> str:
        """Return the text that names this recipe in the cache: `docx kode=1f… lxml=6.1 python-docx=1.2 …`."""
        words = [self.name, f"kode={code_digest.code_digest(*self.code)}", *code_digest.libraries(*self.code)]
        if self.engine:
            words.append(f"{self.name}={self.engine}")
        if option:
            words.append(hashlib.sha256(option.encode()).hexdigest()[:16])
        return " ".join(words)

    def option(self, file: EvidenceFile) -> str:
        """Return what the converter is told besides the file: the name it prints, or nothing."""
        return PurePosixPath(file.path).name if self.titled else ""


def _recipe(module: str, *, titled: bool = False) -> Recipe:
    return Recipe(name=module, converter=f"dossier.convert.{module}:convert", titled=titled)


RECIPES: Final[dict[Media, Recipe]] = {
    Media.PDF: _recipe("pdf.fallback"),
    **dict.fromkeys(
        (Media.JPEG, Media.PNG, Media.GIF, Media.BMP, Media.TIFF, Media.WEBP, Media.HEIC, Media.PICTURE),
        _recipe("image.pages_of_images"),
    ),
    Media.TEXT: _recipe("text.plain"),
    Media.MARKDOWN: _recipe("text.markdown"),
    Media.CSV: _recipe("text.csv_table"),
    Media.LINK: _recipe("text.link_card", titled=True),
    Media.HTML: _recipe("text.html"),
    **dict.fromkeys((Media.AUDIO, Media.VIDEO), _recipe("text.recording_card", titled=True)),
    Media.DOCX: _recipe("docx.layout"),
    Media.XLS_XML: _recipe("office.spreadsheet_xml"),
    Media.XLSX: _recipe("office.xlsx_layout"),
    **dict.fromkeys((Media.ODT, Media.ODS, Media.ODP, Media.PPTX), _recipe("office.plain_layout")),
}
"""What the tool can lay out with what pip installs."""

OFFICE: Final = frozenset(
    {
        Media.DOC,
        Media.DOC_XML,
        Media.DOCX,
        Media.ODT,
        Media.RTF,
        Media.XLS,
        Media.XLS_XML,
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
