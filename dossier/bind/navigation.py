"""Adds links, bookmarks, page labels and document information to a bundle, derived from its finished pages."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, String

from dossier.bind.manifest import FILE_NAME, title_of
from dossier.bind.page_order import BindingError
from dossier.bind.stamps import numbers
from dossier.model import PAGE_BOOKMARKS, SectionKind
from dossier.typeset.typography import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.bind.page_import import Box
    from dossier.bind.page_order import BindInput, DrawnLink, Volume
    from dossier.model import Outline, PageRange, Section


SCHEME: Final = "dossier:"
KEY: Final = "/DossierKey"
"""Private entry of our links: the section meant, so that a reader can check where it lands."""
_LINK: Final = KEY.encode("ascii") + b" %s /F 4 /Rect [ %s ] /Subtype /Link /Type /Annot >>"
"""A link annotation as qpdf writes it, behind its action and its border."""

LinkItems = tuple[pikepdf.Object, ...]
"""A link annotation as items of the array of a page's annotations: text, and the two objects that it refers to.

qpdf writes an operator as its text, wherever it stands, and gives the objects between their numbers; the bytes are
those of a dictionary with these entries.
"""


class Targets:
    """Where a jump to a section's first page goes: to a page of this file, or into another volume."""

    def __init__(
        self,
        pages: Mapping[str, pikepdf.Object],
        elsewhere: Mapping[str, str] | None = None,
        ranges: Mapping[str, PageRange] | None = None,
        *,
        pdf: pikepdf.Pdf | None = None,
    ) -> None:
        """Take the first page of every section in this file, the file of every other, and the page numbers of all.

        With `pdf`, the file itself, all links to one section share its action and all links their border: thousands
        lead to the same, and each object is held in memory until the file is written. So do all places that lead to
        a section share its destination.
        """
        # An excerpt has no table of contents, and links out of it lead nowhere.
        self.complete = SectionKind.CONTENTS.value in pages
        self._pages = pages
        self._elsewhere = elsewhere or {}
        self._ranges = ranges or {}
        self._pdf = pdf
        self._actions: dict[str, pikepdf.Object] = {}
        self._destinations: dict[str, Array] = {}
        self._opening, self._between = Operator("<< /A"), Operator("/Border")
        self.border = self._shared(Array([0, 0, 0]))

    def _shared(self, value: pikepdf.Object) -> pikepdf.Object:
        return self._pdf.make_indirect(value) if self._pdf is not None else value

    def known(self, key: str) -> bool:
        """Return whether there is such a section."""
        return key in self._pages or key in self._elsewhere

    def destination(self, key: str) -> Array:
        """Return the whole first page of a section as a destination: the foot with the stamp is in view."""
        if key not in self._destinations:
            self._destinations[key] = Array([self._pages[key], Name.Fit])
        return self._destinations[key]

    def action(self, key: str) -> Dictionary:
        """Return the action that leads to a section; in another volume by file name and named destination."""
        if key in self._pages:
            return Dictionary(S=Name.GoTo, D=self.destination(key))
        file = String(self._elsewhere[key])
        return Dictionary(S=Name.GoToR, F=file, D=String(place_name(self._ranges[key].first)), NewWindow=False)

    def click(self, key: str) -> pikepdf.Object:
        """Return the action of a link to a section, made once."""
        if key not in self._actions:
            self._actions[key] = self._shared(self.action(key))
        return self._actions[key]

    def link(self, key: str, box: Box) -> LinkItems:
        """Return a link annotation that leads to a section; see `LinkItems`."""
        corners = numbers(*box).encode("ascii")
        rest = Operator(_LINK % (String(key).unparse(), corners))  # type: ignore[arg-type]  # takes any bytes
        # As an object with entries, each of the eight links that a file takes holds 2 KB until the bundle is written.
        return (self._opening, self.click(key), self._between, self.border, rest)

    def bookmark(self, key: str) -> Dictionary:
        """Return the entry by which a bookmark leads to a section."""
        return Dictionary(Dest=self.destination(key)) if key in self._pages else Dictionary(A=self.action(key))

    def named(self) -> dict[str, Array]:
        """Return the named destinations of this file; other volumes, and addresses such as `#hlm.12`, lead to them."""
        keys = (key for key in self._pages if key in self._ranges)
        return {place_name(self._ranges[key].first): self.destination(key) for key in keys}


def place_name(number: int) -> str:
    """Return the name of the destination at a page."""
    return f"hlm.{number}"


_SHEETS: Final = (SectionKind.INDICATOR, SectionKind.QUESTION)


def sheet_of(section: Section, targets: Targets) -> str | None:
    """Return the key of the sheet that a file of evidence belongs to: by the first code of its stamp.

    None for a paper in front, which no sheet names.
    """
    if section.level == 1:  # a signed paper in front
        return None
    code = section.stamp.partition(", ")[0]
    keys = [f"{kind.value}:{code}" for kind in _SHEETS]
    return next((key for key in keys if targets.known(key)), None) or (
        SectionKind.UNPLACED.value if targets.known(SectionKind.UNPLACED.value) else None
    )


def drawn_links(links: Sequence[DrawnLink], targets: Targets) -> list[pikepdf.Object]:
    """Return the items of the annotations of a page that we drew; in an excerpt without those that lead out of it.

    Raises:
        BindingError: a link names a section that does not exist.
    """
    annotations: list[pikepdf.Object] = []
    for key, box in links:
        if targets.known(key):
            annotations += targets.link(key, box)
        elif targets.complete:
            raise BindingError(f"a drawn page links to the unknown section {key!r}")
    return annotations


BOOKMARKS_KEY: Final = "/DossierEvidence"
"""Private entry of a bookmark that came with a file of evidence: the section that the file is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A bookmark that came with a file: its order there, its level (from 1), its title and its page."""

    order: int
    level: int
    title: str
    page: pikepdf.Object


def take(pages: Sequence[pikepdf.Object], volume: Volume) -> dict[str, list[Inner]]:
    """Return by section key the bookmarks that preparing left on the pages of evidence, and take them off."""
    found: dict[str, list[Inner]] = {}
    for page, (number, piece) in zip(pages, volume.numbered(), strict=True):
        if piece.pdf is None or PAGE_BOOKMARKS not in page:
            continue
        for entry in page[PAGE_BOOKMARKS]:
            inner = Inner(order=int(entry.N), level=int(entry.L), title=str(entry["/T"]), page=page)
            found.setdefault(piece.section_at(number).key, []).append(inner)
        del page[PAGE_BOOKMARKS]
    return {key: sorted(inner, key=lambda each: each.order) for key, inner in found.items()}


def write_bookmarks(
    pdf: pikepdf.Pdf, outline: Outline, targets: Targets, inner: Mapping[str, Sequence[Inner]] = MappingProxyType({})
) -> None:
    """Give a PDF its bookmarks; the first level is shown, everything below is folded.

    Args:
        pdf: the bundle.
        outline: its sections.
        targets: where each begins.
        inner: by section key, the bookmarks inside a file of evidence; they stand below the file's own.
    """
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    _write_level(pdf, root, outline.sections, targets, inner)
    if outline.sections:
        root.Count = len(outline.sections)
    pdf.Root.Outlines = root


def bookmark_title(section_title: str) -> str:
    """Return a title as bookmarks show it: nothing invisible, nothing that cannot be written."""
    return visible(section_title)


def _write_level(
    pdf: pikepdf.Pdf,
    parent: pikepdf.Object,
    sections: Sequence[Section],
    targets: Targets,
    inner: Mapping[str, Sequence[Inner]],
) -> None:
    previous: pikepdf.Object | None = None
    for section in sections:
        item = pdf.make_indirect(targets.bookmark(section.key))
        item.Title, item.Parent = String(bookmark_title(section.title)), parent
        if previous is None:
            parent.First = item
        else:
            previous.Next, item.Prev = item, previous
        previous = item
        if section.children:
            _write_level(pdf, item, section.children, targets, inner)
            item.Count = -len(section.children)  # negative: folded
        if section.key in inner:
            _write_inner(pdf, item, inner[section.key], section.key)
    if previous is not None:
        parent.Last = previous


def _write_inner(pdf: pikepdf.Pdf, parent: pikepdf.Object, inner: Sequence[Inner], key: str) -> None:
    """Hang the bookmarks of a file below its own; a level without a parent moves up."""
    open_levels: list[tuple[int, pikepdf.Object]] = [(0, parent)]
    children: dict[tuple[int, int], list[pikepdf.Object]] = {}
    for each in inner:
        while open_levels[-1][0] >= each.level:
            open_levels.pop()
        holder = open_levels[-1][1]
        item = pdf.make_indirect(Dictionary(Dest=Array([each.page, Name.Fit])))
        item.Title, item.Parent, item[BOOKMARKS_KEY] = String(bookmark_title(each.title)), holder, String(key)
        siblings = children.setdefault(holder.objgen, [holder.Last] if "/Last" in holder else [])
        if siblings:
            siblings[-1].Next, item.Prev = item, siblings[-1]
        else:
            holder.First = item
        siblings.append(item)
        holder.Last, holder.Count = item, int(holder.get("/Count", 0)) - 1
        open_levels.append((each.level, item))


LANGUAGE: Final = "id-ID"
_CREATOR: Final = "dossier"

_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"\
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{keywords}</pdf:Keywords>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""


def write_metadata(pdf: pikepdf.Pdf, source: BindInput, runs: Sequence[PageRange], volume: str = "") -> None:
    """Set document information, XMP, language and how a viewer opens the bundle; `volume` says which of several."""
    assessment = source.assessment
    plan, unit = assessment.plan, assessment.unit
    owner = assessment.whose
    keywords = ("Zona Integritas", plan.aim, str(plan.year), unit.short_name, owner.unit.code)
    texts = {
        "title": visible(", ".join(filter(None, (title_of(source), volume)))),
        "author": visible(unit.name),
        "subject": visible(f"Bukti fisik pembangunan Zona Integritas menuju {plan.aim}"),
        "keywords": visible(", ".join(filter(None, keywords))),
        "creator": _CREATOR,
    }
    date = String(f"D:{assessment.as_of:%Y%m%d}")
    information = Dictionary({f"/{key.capitalize()}": String(text) for key, text in texts.items()})
    information.CreationDate = information.ModDate = date
    pdf.trailer.Info = pdf.make_indirect(information)
    values = {key: escape(text, quote=False) for key, text in texts.items()}
    packet = _XMP.format(language=LANGUAGE, date=assessment.as_of.isoformat(), **values)
    pdf.Root.Metadata = pdf.make_stream(packet.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = String(LANGUAGE)
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.PageLabels = _labels(runs)


def _labels(runs: Sequence[PageRange]) -> Dictionary:
    """Return plain numbers: what a stamp says is what one types into the viewer's page field."""
    numbers = Array()
    position = 0
    for run in runs:
        style = Dictionary(S=Name.D) if run.first == 1 else Dictionary(S=Name.D, St=run.first)
        numbers.append(position)
        numbers.append(style)
        position += run.count
    return Dictionary(Nums=numbers)


def attach(pdf: pikepdf.Pdf, manifest: bytes, named: Mapping[str, Array]) -> None:
    """Put the manifest into the bundle as its one attached file, and the names of its places."""
    data = pdf.make_stream(manifest, Type=Name.EmbeddedFile, Subtype=Name("/application/json"))
    data.Params = Dictionary(Size=len(manifest))
    file = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(FILE_NAME),
            UF=String(FILE_NAME),
            Desc=String("Daftar isi dokumen ini untuk pemeriksaan otomatis"),
            AFRelationship=Name.Data,
            EF=Dictionary(F=data, UF=data),
        )
    )
    # In one piece: an array that grows is copied at each step.
    destinations = Array([item for name in sorted(named) for item in (String(name), named[name])])
    pdf.Root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array([String(FILE_NAME), file])), Dests=Dictionary(Names=destinations)
    )
    pdf.Root.AF = Array([file])
