"""Reads and writes .docx packages: within limits, deterministically, active content detected; and their properties."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from lxml import etree

from dossier import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


_ACTIVE_PART: Final = re.compile(r"vbaProject|vbaData|/embeddings/|/activeX/|/ctrlProps/|oleObject", re.IGNORECASE)
_FETCHING_FIELD: Final = re.compile(
    r"^\s*(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|DDEAUTO|DDE|LINK|RD|MACROBUTTON|AUTOTEXT|DATABASE)\b",
    re.IGNORECASE,
)
_LINK: Final = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)


def active_content(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield (what was found, remedy) for macros, embedded objects, fetched templates, pictures and fields."""
    for name in parts:
        if _ACTIVE_PART.search(name):
            yield f"memuat makro atau objek tertanam ({name})", "Simpan sebagai .docx tanpa makro dan tanpa objek."
        elif name.endswith(".rels"):
            yield from _fetched(parts[name])
        elif name.startswith("word/") and name.endswith(".xml"):
            yield from _fields(name, parts[name])


def _fetched(data: bytes) -> Iterator[tuple[str, str]]:
    for relation in parse_xml(data):
        target, kind = relation.get("Target") or "", (relation.get("Type") or "").rpartition("/")[2]
        if kind == "aFChunk":
            yield f"menyisipkan berkas lain ({target})", "Salin isi berkas itu ke dalam templat."
        elif relation.get("TargetMode") == "External" and not (kind == "hyperlink" and _LINK.match(target)):
            yield f"mengambil {kind} dari luar ({target})", "Putuskan taut itu di Word (File ► Info ► Edit Links)."


def _fields(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    root = parse_xml(data)
    texts = [e.text or "" for e in root.iter(f"{W}instrText")]
    texts += [e.get(f"{W}instr") or "" for e in root.iter(f"{W}fldSimple")]
    # Word lets an instruction be spread over runs: also look at what they say together.
    for text in [*texts, *_joined(texts)]:
        found = _FETCHING_FIELD.match(text)
        if found:
            yield f"memuat bidang {found.group(1).upper()} ({name})", "Hapus bidang itu; isinya ditulis langsung."
            return


def _joined(texts: list[str]) -> Iterator[str]:
    for start in range(len(texts)):
        yield "".join(texts[start : start + 12])


MAX_FILE_BYTES: Final = 64 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 128 * 1024 * 1024
MAX_PART_BYTES: Final = 16 * 1024 * 1024
"""Largest XML part that is parsed; the longest paper we ever made is a tenth of it."""
MAX_MEMBERS: Final = 2000

DOCUMENT: Final = "word/document.xml"
CONTENT_TYPES: Final = "[Content_Types].xml"
RELATIONSHIPS: Final = "_rels/.rels"

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""Prefix of WordprocessingML element names in lxml notation."""

_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_FILE_MODE: Final = 0o600 << 16


class PackageError(ValueError):
    """The file is no sound .docx; the message says why, in Indonesian."""


def read_package(path: Path) -> dict[str, bytes]:
    """Return the parts of a .docx by name, in the order of the archive.

    Raises:
        PackageError: The file cannot be read, is no Word document, or is larger than any real paper.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise PackageError(f"lebih besar dari {MAX_FILE_BYTES // 1024 // 1024} MB")
        data = path.read_bytes()
    except OSError as error:
        raise PackageError(f"tidak dapat dibaca ({wording.system_reason(error)})") from error
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise PackageError("bersandi, atau berformat Word lama (.doc)")
    try:
        parts = _unpack(data)
    except PackageError:
        raise
    except Exception as error:  # zipfile raises BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError …
        raise PackageError("bukan berkas Word (.docx) yang utuh") from error
    if DOCUMENT not in parts or CONTENT_TYPES not in parts:
        raise PackageError("bukan berkas Word (.docx): bagian dokumennya tidak ada")
    return parts


def _unpack(data: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        if len(members) > MAX_MEMBERS:
            raise PackageError(f"berisi {len(members)} bagian; batasnya {MAX_MEMBERS}")
        for member in members:
            if member.filename in parts:
                raise PackageError(f"bagian «{member.filename}» ada dua kali")
            with archive.open(member) as stream:
                content = stream.read(left + 1)
            left -= len(content)
            if left < 0:
                raise PackageError("isinya mengembang melebihi batas")
            parts[member.filename] = content
    return parts


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a .docx; the same parts give the same bytes."""
    buffer = io.BytesIO()
    names = [CONTENT_TYPES, *(name for name in parts if name != CONTENT_TYPES)]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = _FILE_MODE
            member.create_system = 0
            archive.writestr(member, parts[name])
    return buffer.getvalue()


def fixed_package(data: bytes) -> bytes:
    """Return a .docx that we have just made without the times at which its parts were written."""
    return write_package(_unpack(data))


def parse_xml(data: bytes) -> etree._Element:
    """Parse a part without entities, network or document types.

    Raises:
        PackageError: The part is no well-formed XML, holds a document type, or is too large.
    """
    if len(data) > MAX_PART_BYTES:
        raise PackageError("salah satu bagiannya terlalu besar")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PackageError("salah satu bagiannya bukan XML yang sah") from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise PackageError("memuat DOCTYPE, yang tidak pernah ditulis Word")
    return root


def serialize_xml(root: etree._Element) -> bytes:
    """Return the bytes of a part as Word writes it."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def digest(parts: Mapping[str, bytes], *, without: str) -> str:
    """Return a SHA-256 over all parts but one, whatever their order in the archive."""
    total = hashlib.sha256()
    for name in sorted(parts):
        if name != without:
            total.update(name.encode() + b"\0" + hashlib.sha256(parts[name]).digest())
    return total.hexdigest()


def paragraphs(root: etree._Element) -> Iterator[tuple[int, str]]:
    """Yield each paragraph's number, from 1 in the order of the file, and its own text without that of text boxes."""
    for number, paragraph in enumerate(root.iter(f"{W}p"), start=1):
        own = (t for t in paragraph.iter(f"{W}t") if next(t.iterancestors(f"{W}p")) is paragraph)
        yield number, "".join(t.text or "" for t in own)


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
    rapat: str = ""


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
    about = {f.name: getattr(marker, f.name) for f in fields(Marker)}
    values |= {_PREFIX + name: value for name, value in about.items() if value or name != "rapat"}
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
