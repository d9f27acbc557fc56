"""Document properties of .docx: a template's description of itself, and the marker in papers made from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from lxml import etree

from dossier.templates.docx_package import (
    CONTENT_TYPES,
    RELATIONSHIPS,
    PackageError,
    digest,
    parse_xml,
    serialize_xml,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

CORE: Final = "docProps/core.xml"
CUSTOM: Final = "docProps/custom.xml"

_CUSTOM_NS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT_NS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_TYPES_NS: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_NS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_CP: Final = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set that Word shows under File ► Properties ► Custom (ECMA-376 part 4, 22.3)."""

_PREFIX: Final = "dossier-"
_SAID: Final = re.compile(r"\s*([a-z ]+?)\s*:\s*([^;]*)(?:;|$)")  # jenis: undangan, surat; versi: 1

_CORE_XML: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Where a paper comes from and what it is for; empty text where something does not apply."""

    templat: str
    versi: str
    indikator: str
    butir: str
    periode: str
    tahun: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a template's properties say: its title, what it is, and the `key: value` pairs of its keywords."""

    title: str
    subject: str
    keywords: Mapping[str, str]


def read_said(parts: Mapping[str, bytes]) -> Said:
    """Read title, subject and keywords (`jenis: undangan; versi: 1`) of a document."""
    if CORE not in parts:
        return Said(title="", subject="", keywords={})
    root = parse_xml(parts[CORE])
    words = root.findtext(f"{_CP}keywords") or ""
    pairs = {m.group(1).casefold(): " ".join(m.group(2).split()) for m in _SAID.finditer(words.casefold())}
    return Said(title=root.findtext(f"{_DC}title") or "", subject=root.findtext(f"{_DC}subject") or "", keywords=pairs)


def read_marker(parts: Mapping[str, bytes]) -> tuple[Marker, bool] | None:
    """Return the marker of a paper, and whether nothing but the marker has changed since it was made."""
    if CUSTOM not in parts:
        return None
    try:
        found = _custom_values(parse_xml(parts[CUSTOM]))
    except PackageError:
        return None
    values = {f.name: found.get(_PREFIX + f.name, "") for f in fields(Marker)}
    if not values["templat"]:
        return None
    untouched = found.get(f"{_PREFIX}sidik") == digest(parts, without=CUSTOM)
    return Marker(**values), untouched


def stamp(parts: dict[str, bytes], marker: Marker, *, title: str, author: str) -> dict[str, bytes]:
    """Return the parts with fresh core properties, the marker, and a digest of everything else."""
    stamped = dict(parts)
    stamped[CORE] = _core(title, author, marker.tahun)
    _declare(stamped, CORE, "core-properties", "http://schemas.openxmlformats.org/package/2006/relationships/metadata")
    _declare(
        stamped,
        CUSTOM,
        "custom-properties",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    kept = _custom_values(parse_xml(parts[CUSTOM])) if CUSTOM in parts else {}
    values = {name: value for name, value in kept.items() if not name.startswith(_PREFIX)}
    values |= {_PREFIX + f.name: getattr(marker, f.name) for f in fields(Marker)}
    stamped[CUSTOM] = b""
    values[f"{_PREFIX}sidik"] = digest(stamped, without=CUSTOM)
    stamped[CUSTOM] = _custom(values)
    return stamped


def _custom_values(root: etree._Element) -> dict[str, str]:
    return {
        str(p.get("name")): "".join(str(t) for t in p.itertext())
        for p in root.iter(f"{{{_CUSTOM_NS}}}property")
        if p.get("name")
    }


def _custom(values: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{_CUSTOM_NS}}}Properties", nsmap={"op": _CUSTOM_NS, "vt": _VT_NS})
    for number, (name, value) in enumerate(values.items(), start=2):
        item = etree.SubElement(
            root, f"{{{_CUSTOM_NS}}}property", {"fmtid": _FORMAT_ID, "pid": str(number), "name": name}
        )
        etree.SubElement(item, f"{{{_VT_NS}}}lpwstr").text = value
    return serialize_xml(root)


def _core(title: str, author: str, year: str) -> bytes:
    root = parse_xml(_CORE_XML.encode())
    etree.SubElement(root, f"{_DC}title").text = title
    etree.SubElement(root, f"{_DC}creator").text = author
    etree.SubElement(root, f"{_DC}language").text = "id-ID"
    for name in ("created", "modified"):
        # The first day of the plan's year: a paper made twice from the same plan has the same bytes.
        date = etree.SubElement(root, f"{{http://purl.org/dc/terms/}}{name}")
        date.set("{http://www.w3.org/2001/XMLSchema-instance}type", "dcterms:W3CDTF")
        date.text = f"{int(year):04d}-01-01T00:00:00Z"
    return serialize_xml(root)


def _declare(parts: dict[str, bytes], name: str, kind: str, relation: str) -> None:
    """Name a part in the content types and the package relationships, unless it is there already."""
    types = parse_xml(parts[CONTENT_TYPES])
    if not any(o.get("PartName") == f"/{name}" for o in types):
        prefix = "package" if kind == "core-properties" else "officedocument"
        content_type = f"application/vnd.openxmlformats-{prefix}.{kind}+xml"
        etree.SubElement(types, f"{{{_TYPES_NS}}}Override", {"PartName": f"/{name}", "ContentType": content_type})
        parts[CONTENT_TYPES] = serialize_xml(types)
    relations = parse_xml(parts[RELATIONSHIPS])
    if not any((r.get("Target") or "").lstrip("/") == name for r in relations):
        etree.SubElement(
            relations,
            f"{{{_RELS_NS}}}Relationship",
            {"Id": f"rDossier{len(relations) + 1}", "Type": f"{relation}/{kind}", "Target": name},
        )
        parts[RELATIONSHIPS] = serialize_xml(relations)
