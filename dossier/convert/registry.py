"""Which converter makes which kind of file, and everything besides the content that its result depends on.

One table for the converters of this program (`RECIPES`) and those of installed extensions (`installed`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, cast

from dossier.convert.converter import Engine, Missing
from dossier.model import Media
from dossier.state import code_digest, entry_points

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.convert.converter import Converter
    from dossier.model import EvidenceFile
    from dossier.state.entry_points import EntryPoint

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
    rank: int = 0
    behind: Recipe | None = None

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

    def before(self, other: Recipe) -> Recipe:
        """Return this way with another one behind it, on which the result depends too."""
        engine = f"{self.engine}+{other.name}:{other.engine or '-'}"
        titled = self.titled or other.titled
        return replace(self, engine=engine, modules=(*self.modules, *other.code), behind=other, titled=titled)

    def option(self, file: EvidenceFile) -> str:
        """Return what the converter is told besides the file: the name it prints, or nothing."""
        return PurePosixPath(file.path).name if self.titled else ""


def _recipe(module: str) -> Recipe:
    return Recipe(name=module, converter=f"dossier.convert.{module}:convert")


def _card(kind: str) -> Recipe:
    return Recipe(name=f"{kind}_card", converter=f"dossier.convert.text.cards:convert_{kind}", titled=True)


RECIPES: Final[dict[Media, Recipe]] = {
    Media.PDF: _recipe("pdf.fallback"),
    **dict.fromkeys(
        (Media.JPEG, Media.PNG, Media.GIF, Media.BMP, Media.TIFF, Media.WEBP, Media.HEIC, Media.PICTURE),
        _recipe("image.pages_of_images"),
    ),
    Media.TEXT: _recipe("text.plain"),
    Media.MARKDOWN: _recipe("text.markdown"),
    Media.CSV: _recipe("text.csv_table"),
    Media.LINK: _card("link"),
    Media.HTML: _recipe("text.html"),
    **dict.fromkeys((Media.AUDIO, Media.VIDEO), _card("recording")),
    Media.DOCX: _recipe("docx.layout"),
    Media.XLS_XML: _recipe("office.spreadsheet_xml"),
    Media.XLSX: _recipe("office.xlsx_layout"),
    **dict.fromkeys((Media.ODT, Media.ODS, Media.ODP, Media.PPTX), _recipe("office.plain_layout")),
}
"""What the tool can lay out with what pip installs."""

OFFICE: Final = frozenset(
    {
        *(Media.DOC, Media.DOC_XML, Media.DOCX, Media.ODT, Media.RTF),
        *(Media.XLS, Media.XLS_XML, Media.XLSX, Media.ODS),
        *(Media.PPT, Media.PPTX, Media.ODP),
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


OFFICE_RANK: Final = 20
"""Rank of LibreOffice, and of the opening of mails and archives; above it, a converter of an extension goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledConverter:
    """A converter of an extension: its entry point, the kinds that it takes, and its row; None where it is missing.

    `state` is what `dossier doctor` tells of it.
    """

    entry: EntryPoint
    media: frozenset[Media]
    state: Engine | Missing
    recipe: Recipe | None


@cache
def installed() -> tuple[InstalledConverter, ...]:
    """Return the converters of installed extensions; one that cannot be loaded is among them as missing."""
    return tuple(_installed(entry) for entry in entry_points.installed(entry_points.CONVERTERS))


def _installed(entry: EntryPoint) -> InstalledConverter:
    media: frozenset[Media] = frozenset()
    try:
        made = cast("Callable[[], Converter]", entry.load())()
        media = frozenset(Media.named(each) for each in made.media)
        state = made.available()
        parts = (made.name, made.fingerprint(), made.rank, made.titled) if isinstance(state, Engine) else None
    except Exception as error:  # noqa: BLE001 — foreign code: the doctor names what is wrong with it
        state, parts = Missing(name=entry.name, lost=f"tidak dapat dimuat ({type(error).__name__}: {error})"), None
    if parts is None:
        return InstalledConverter(entry=entry, media=media, state=state, recipe=None)
    name, fingerprint, rank, titled = parts
    digest = hashlib.sha256(fingerprint + entry_points.code_of(entry).encode())
    digest.update(" ".join(code_digest.versions_of(entry.distribution)).encode())
    recipe = Recipe(
        name="-".join(name.split()) or entry.name,
        converter=f"{entry.module}:{entry.attribute}",
        engine=digest.hexdigest()[:16],
        titled=titled,
        rank=rank,
    )
    return InstalledConverter(entry=entry, media=media, state=state, recipe=recipe)


def recipe_for(media: Media) -> Recipe | None:
    """Return the way of the highest rank for a kind, with the others behind it; None where there is none."""
    own = [each.recipe for each in installed() if media in each.media and each.recipe is not None]
    if not own:
        return RECIPES.get(media)
    built_in = RECIPES.get(media)
    found: Recipe | None = None
    for recipe in sorted((*own, *((built_in,) if built_in else ())), key=lambda each: (each.rank, each.name)):
        found = recipe if found is None else recipe.before(found)
    return found


def remedy_for(media: Media) -> str:
    """Say what to do about a file that nothing here can lay out."""
    if media in REMEDIES:
        return REMEDIES[media]
    if media in OFFICE:
        return office_missing(media)
    found = [each for each in installed() if media in each.media or not each.media]
    told = "; ".join(f"{each.entry.label}: {each.state.lost}" for each in found if isinstance(each.state, Missing))
    told = f" ({told})" if told else ""
    return f"berkas {media.value} butuh pengaya yang dapat mengolahnya{told}; lihat `dossier doctor`"


def office_missing(media: Media) -> str:
    """Say what to do about a file that only LibreOffice can lay out."""
    return (
        f"berkas {media.value.upper()} butuh LibreOffice; pasang LibreOffice lalu ulangi, "
        "atau buka berkasnya dan simpan sebagai PDF"
    )
