"""Things in a Word file that would run or fetch something when opened. Only looks; removes nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier.templates.docx_package import W, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
