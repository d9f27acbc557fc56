"""Compares fonts requested by an office file with fonts in the converted PDF; notes each substitution.

Reads the staged copy and the finished PDF, because LibreOffice does not report substitutions.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pikepdf
from lxml import etree

from dossier.convert.office.office_xml import FORMAT, STYLE, SVG, A, S, W, parse
from dossier.convert.pdf import normalise
from dossier.convert.run.result import Made

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_NAMED: Final = 6
_NAMING: Final = (f"{W}rFonts", f"{A}latin", f"{S}name", f"{STYLE}font-face", f"{STYLE}text-properties")
_PARTS: Final = re.compile(
    r"word/(document|styles|header\d*|footer\d*)\.xml|xl/styles\.xml|ppt/slides/[^/]+\.xml|content\.xml|styles\.xml"
    r"|(word|xl|ppt)/theme/theme1\.xml"
)
_MOST_BYTES: Final = 20 << 20
_SUBSET: Final = re.compile(r"^[A-Z]{6}\+")
_CUTS: Final = re.compile(r"(?i)(,|-)?(bold|italic|oblique|regular|roman|book|light|demi|medium|semibold|mt|ps)+$")
_SYMBOLS: Final = frozenset({"opensymbol", "symbol", "wingdings", "standardsymbols"})
"""Typefaces of bullets, which hardly any document names."""
STAND_INS: Final = {
    "liberationserif": ("timesnewroman", "times"),
    "liberationsans": ("arial", "helvetica"),
    "liberationsansnarrow": ("arialnarrow",),
    "liberationmono": ("couriernew", "courier"),
    "carlito": ("calibri",),
    "caladea": ("cambria",),
    "urwbookman": ("bookmanoldstyle", "bookman", "itcbookman"),
    "urwgothic": ("centurygothic", "avantgarde"),
    "p052": ("palatinolinotype", "bookantiqua", "palatino"),
    "c059": ("centuryschoolbook",),
}
"""Stand-in ─► what it stands for: made to the same widths, so that lines break where they did."""


def finish(source: Path, target: Path, told: str) -> Made:
    """Write the clean form of what LibreOffice made, and say which typefaces it had to replace.

    Args:
        source: LibreOffice's PDF.
        target: where the clean form goes.
        told: the engine's name for the register, and behind a line feed the staged document.
    """
    engine, _, document = told.partition("\n")
    made = normalise.finish_office(source, target, engine)
    note = replaced(asked(Path(document)), drawn(target))
    return Made(pages=made.pages, engine=made.engine, notes=(*made.notes, *([note] if note else [])))


def asked(document: Path) -> dict[str, str]:
    """Return the typefaces that a document names, key ─► name as written; none for old binary kinds."""
    found: dict[str, str] = {}
    try:
        with zipfile.ZipFile(document) as archive:
            members = [item for item in archive.infolist() if _PARTS.fullmatch(item.filename)]
            for member in members:
                if member.file_size <= _MOST_BYTES:
                    for name in _names(parse(archive.read(member))):
                        found.setdefault(key_of(name), name)
    except (zipfile.BadZipFile, OSError, KeyError, etree.XMLSyntaxError):
        return {}
    found.pop("", None)
    return found


def _names(root: etree._Element) -> Iterator[str]:
    for element in root.iter(*_NAMING):
        value = (
            element.get(f"{W}ascii")
            or element.get("typeface")
            or (element.get("val") if element.tag == f"{S}name" else None)
            or element.get(f"{SVG}font-family")
            or element.get(f"{FORMAT}font-family")
        )
        # "+mn-lt" points into the theme, which names its own.
        if value and not value.startswith("+"):
            yield value.strip("'\" ")


def drawn(made: Path) -> dict[str, str]:
    """Return the typefaces that the pages of a PDF are drawn in, key ─► family."""
    found: dict[str, str] = {}
    with pikepdf.open(made) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == pikepdf.Name.Font and "/BaseFont" in item:
                family = _CUTS.sub("", _SUBSET.sub("", str(item["/BaseFont"]).removeprefix("/")))
                found.setdefault(key_of(family), family)
    return found


def key_of(name: str) -> str:
    """Return a font family's name normalised for comparison."""
    return re.sub(r"[^a-z0-9]", "", _CUTS.sub("", name).casefold())


def replaced(wanted: dict[str, str], used: dict[str, str]) -> str:
    """Return in words which stand-ins were used for what, or an empty text."""
    strangers = {key: name for key, name in used.items() if key not in wanted}
    missing = {key: name for key, name in wanted.items() if key not in used}
    pairs = []
    for key, name in sorted(strangers.items()):
        known = [key_of(other) for other in STAND_INS.get(key, ()) if key_of(other) in missing]
        if known:
            pairs.append(f"{missing.pop(known[0])} digambar dengan {_spaced(name)}")
            del strangers[key]
    others = [_spaced(name) for key, name in sorted(strangers.items()) if key not in _SYMBOLS and key not in STAND_INS]
    if others and missing:
        names = ", ".join(sorted(missing.values())[:_MOST_NAMED])
        pairs.append(f"{names} tidak terpasang, digambar dengan {', '.join(others[:_MOST_NAMED])}")
    return f"huruf pengganti: {'; '.join(pairs[:_MOST_NAMED])}" if pairs else ""


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
