"""Shared parts: Word files in `bagian/` that templates name with `{{ bagian.kop }}` and that are put in their place.

A part brings its paragraphs, tables, styles, pictures and hyperlinks. Its styles win over those of the template of the
same name, so that a change of the part shows on every paper; what they are based on stays the template's.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from dossier.templates.docx_package import (
    CONTENT_TYPES,
    DOCUMENT,
    PackageError,
    W,
    active_content,
    paragraphs,
    parse_xml,
    read_package,
    serialize_xml,
)
from dossier.templates.tag_lint import TagFault, lint_part
from dossier.templates.template_library import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from dossier.templates.tag_lint import Tag

NAME: Final = "bagian"
"""The name before the point in a tag that calls for a part."""
LOGO: Final = "logo"
"""Alternative text of the picture in a part that the unit's logo takes the place of."""
STYLES: Final = "word/styles.xml"

_MARKER: Final = re.compile(r"\s*\{\{\s*bagian\.([a-z][a-z_]*)\s*\}\}\s*")  # {{ bagian.kop }}
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELS_NS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES_NS: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LATER_WORD: Final = "http://schemas.microsoft.com/office/word/"
"""Namespaces of Word 2010 and later: editing marks that a paper does without."""
_COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FIRST_DRAWING: Final = 720_000
_REFUSED: Final = {
    f"{W}numPr": "memakai penomoran otomatis Word",
    f"{W}footnoteReference": "memuat catatan kaki",
    f"{W}endnoteReference": "memuat catatan akhir",
    f"{W}commentReference": "memuat komentar",
    f"{W}object": "memuat objek tertanam",
    f"{_COMPATIBILITY}AlternateContent": "memuat kotak teks atau bentuk",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "memuat grafik",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "memuat SmartArt",
}
_PLAIN: Final = "Tulis sebagai teks biasa, tabel, atau gambar sebaris, lalu simpan."


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPart:
    """A part, checked: what it says, what it needs, and its tags in order."""

    name: str
    package: Mapping[str, bytes]
    body: tuple[etree._Element, ...]
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowed:
    """What a part brought into a paper: its relationships, by part of the paper."""

    relations: Mapping[str, tuple[str, ...]]


class FaultyPartError(Exception):
    """A part that cannot be used, with what is wrong with it."""

    def __init__(self, faults: Iterable[TagFault]) -> None:
        """Keep the faults."""
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.text for fault in self.faults))


def is_part(place: str) -> bool:
    """Return whether the place of a fault is in a shared part, not in a template."""
    return place.startswith(f"{PARTS}/")


def markers(root: etree._Element) -> list[tuple[int, etree._Element, str]]:
    """Return the paragraphs that call for a part: number from 1 in the order of the file, element, name of the part."""
    elements = list(root.iter(f"{W}p"))
    hits = ((number, _MARKER.fullmatch(text)) for number, text in paragraphs(root))
    return [(number, elements[number - 1], hit[1]) for number, hit in hits if hit]


def read_part(path: Path) -> SharedPart:
    """Read and check a part.

    Raises:
        FaultyPartError: with everything that is wrong with it.
    """
    shown = f"{PARTS}/{path.name}"
    try:
        package = read_package(path)
        faults = [TagFault(part=shown, text=text, advice=advice) for text, advice in active_content(package)]
        root = parse_xml(package[DOCUMENT])
    except PackageError as error:
        raise FaultyPartError(
            [TagFault(part=shown, text=str(error), advice="Simpan ulang sebagai .docx di Word.")]
        ) from error
    tags, found = lint_part(shown, root)
    body = root.find(f"{W}body")
    children = [] if body is None else [child for child in body if child.tag != f"{W}sectPr"]
    faults += [*found, *_refused(shown, children)]
    if faults:
        raise FaultyPartError(faults)
    return SharedPart(name=path.stem, package=package, body=tuple(children), tags=tags)


def insert_part(parts: dict[str, bytes], owner: str, paragraph: etree._Element, part: SharedPart) -> tuple[str, ...]:
    """Put a part in the place of the paragraph that calls for it; return the ids of the relationships that it brought.

    Args:
        parts: the paper's package; pictures, relationships and styles are added to it.
        owner: name of the paper's part that the paragraph is in, as `word/document.xml`.
        paragraph: what is replaced, in place.
        part: what takes its place.
    """
    copies = [copy.deepcopy(child) for child in part.body]
    for child in copies:
        _without_later_word(child)
    if not copies or copies[-1].tag == f"{W}tbl":
        copies.append(etree.Element(f"{W}p"))  # two tables that touch become one in Word
    parent = paragraph.getparent()
    assert parent is not None  # noqa: S101 — a paragraph is always inside a body or a cell
    place = parent.index(paragraph)
    parent.remove(paragraph)
    for offset, child in enumerate(copies):
        parent.insert(place + offset, child)
    for number, drawn in enumerate(d for child in copies for d in child.iter(f"{_WP}docPr")):
        drawn.set("id", str(_FIRST_DRAWING + number))
    brought = _bring_relations(parts, owner, copies, part)
    _bring_styles(parts, copies, part)
    return brought


def without_unused(parts: dict[str, bytes], borrowed: Borrowed) -> None:
    """Take out the relationships that a part brought and that the finished paper does not use, and their pictures."""
    for owner, identifiers in borrowed.relations.items():
        used = set(re.findall(rb'"(rIdBagian\w+)"', parts[owner]))
        name = _relations_of(owner)
        if name not in parts or all(each.encode() in used for each in identifiers):
            continue
        relations = parse_xml(parts[name])
        for relation in list(relations):
            if relation.get("Id") in identifiers and str(relation.get("Id")).encode() not in used:
                relations.remove(relation)
                parts.pop(f"word/{relation.get('Target')}", None)
        parts[name] = serialize_xml(relations)


def place_logo(parts: dict[str, bytes], borrowed: Borrowed, png: bytes, size: tuple[int, int]) -> None:
    """Show a logo where a part has a picture with the alternative text `logo`, inside that picture's frame."""
    for owner, identifiers in borrowed.relations.items():
        root = parse_xml(parts[owner])
        shown: set[str] = set()
        for drawing in root.iter(f"{_WP}inline", f"{_WP}anchor"):
            about = drawing.find(f"{_WP}docPr")
            blip = next(drawing.iter(f"{_A}blip"), None)
            if about is not None and blip is not None and _is_logo(about) and blip.get(f"{_R}embed") in identifiers:
                shown.add(str(blip.get(f"{_R}embed")))
                _fit(drawing, size)
        if shown:
            parts[owner] = serialize_xml(root)
            relations = parse_xml(parts[_relations_of(owner)])
            for relation in relations:
                if relation.get("Id") in shown:
                    parts.pop(f"word/{relation.get('Target')}", None)
                    relation.set("Target", "media/logo.png")
            parts[_relations_of(owner)] = serialize_xml(relations)
            parts["word/media/logo.png"] = png
            _declare_ending(parts, "png", "image/png")


def _is_logo(about: etree._Element) -> bool:
    return (about.get("descr") or "").strip().casefold() == LOGO


def _fit(drawing: etree._Element, size: tuple[int, int]) -> None:
    """Keep a picture's proportions within the frame that the part gives it (English metric units)."""
    frame = drawing.find(f"{_WP}extent")
    if frame is None:
        return
    wide, high = int(frame.get("cx") or 0), int(frame.get("cy") or 0)
    scale = min(wide / size[0], high / size[1])
    for extent in (frame, *drawing.iter(f"{_A}ext")):
        if extent.get("cx"):
            extent.set("cx", str(max(1, round(size[0] * scale))))
            extent.set("cy", str(max(1, round(size[1] * scale))))


def _refused(shown: str, children: Iterable[etree._Element]) -> Iterator[TagFault]:
    for tag, why in _REFUSED.items():
        if any(next(child.iter(tag), None) is not None for child in children):
            yield TagFault(part=shown, text=why, advice=_PLAIN)


def _without_later_word(root: etree._Element) -> None:
    for element in list(root.iter(etree.Element)):
        for name in list(element.attrib):
            if str(name).startswith(f"{{{_LATER_WORD}"):
                del element.attrib[name]
        if str(element.tag).startswith(f"{{{_LATER_WORD}"):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)


def _relations_of(owner: str) -> str:
    folder, _, name = owner.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _bring_relations(
    parts: dict[str, bytes], owner: str, copies: list[etree._Element], part: SharedPart
) -> tuple[str, ...]:
    known = part.package.get(_relations_of(DOCUMENT))
    own = {str(each.get("Id")): each for each in parse_xml(known)} if known else {}
    name = _relations_of(owner)
    target = parse_xml(parts[name]) if name in parts else etree.Element(f"{_RELS_NS}Relationships")
    brought: dict[str, str] = {}
    for element in (e for child in copies for e in child.iter(etree.Element)):
        for attribute, value in element.attrib.items():
            if not str(attribute).startswith(_R) or str(value) not in own:
                continue
            if value not in brought:
                brought[str(value)] = f"rIdBagian{part.name}{len(brought) + 1}"
                _bring(parts, target, own[str(value)], brought[str(value)], part)
            element.set(attribute, brought[str(value)])
    if brought:
        parts[name] = serialize_xml(target)
    return tuple(brought.values())


def _bring(
    parts: dict[str, bytes], target: etree._Element, relation: etree._Element, identifier: str, part: SharedPart
) -> None:
    """Add one relationship of a part, and the picture that it names."""
    link = etree.SubElement(target, f"{_RELS_NS}Relationship")
    link.set("Id", identifier)
    link.set("Type", relation.get("Type") or "")
    source = relation.get("Target") or ""
    if relation.get("TargetMode") == "External":
        link.set("Target", source)
        link.set("TargetMode", "External")
        return
    ending = source.rpartition(".")[2].casefold()
    link.set("Target", f"media/{identifier}.{ending}")
    inner = source.lstrip("/") if source.startswith("/") else f"word/{source}"
    parts[f"word/media/{identifier}.{ending}"] = part.package.get(inner, b"")
    types = parse_xml(part.package[CONTENT_TYPES])
    kinds = {str(t.get("Extension")).casefold(): t.get("ContentType") for t in types if t.get("Extension")}
    _declare_ending(parts, ending, kinds.get(ending) or f"image/{ending}")


def _declare_ending(parts: dict[str, bytes], ending: str, content_type: str) -> None:
    types = parse_xml(parts[CONTENT_TYPES])
    if any(str(each.get("Extension")).casefold() == ending for each in types):
        return
    entry = etree.Element(f"{_TYPES_NS}Default")
    entry.set("Extension", ending)
    entry.set("ContentType", content_type)
    types.insert(0, entry)
    parts[CONTENT_TYPES] = serialize_xml(types)


def _bring_styles(parts: dict[str, bytes], copies: list[etree._Element], part: SharedPart) -> None:
    if STYLES not in parts or STYLES not in part.package:
        return
    theirs = {str(s.get(f"{W}styleId")): s for s in parse_xml(part.package[STYLES]).iter(f"{W}style")}
    ours = parse_xml(parts[STYLES])
    known = {str(s.get(f"{W}styleId")): s for s in ours.iter(f"{W}style")}
    used = {
        str(element.get(f"{W}val"))
        for child in copies
        for element in child.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    }
    for identifier in sorted(used & theirs.keys()):
        _put_style(ours, known, theirs[identifier])
        base = theirs[identifier].find(f"{W}basedOn")
        while base is not None and (name := str(base.get(f"{W}val"))) in theirs and name not in known:
            _put_style(ours, known, theirs[name])
            base = theirs[name].find(f"{W}basedOn")
    parts[STYLES] = serialize_xml(ours)


def _put_style(styles: etree._Element, known: dict[str, etree._Element], style: etree._Element) -> None:
    """Put a style in the place of the one of its name, or at the end."""
    identifier = str(style.get(f"{W}styleId"))
    fresh = copy.deepcopy(style)
    if identifier in known:
        styles.replace(known[identifier], fresh)
    else:
        styles.append(fresh)
    known[identifier] = fresh
