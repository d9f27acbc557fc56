"""Resolves the format of .docx paragraphs and runs: direct formatting, then styles, then document defaults."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document
    from lxml.etree import _Element

TWIP: Final = 1 / 20
"""Twentieths of a point ─► points."""
_HEX_COLOUR: Final = re.compile(r"[0-9A-Fa-f]{6}")
_OFF: Final = frozenset({"0", "false", "off", "none"})
_DEEPEST_STYLE: Final = 20
_DEFAULT_SIZE: Final = 10.0
_LARGEST_SIZE: Final = 96.0
_SINGLE_LINE: Final = 240.0
_MOST_INDENT: Final = 400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Face:
    """What a font takes of a page, so that ours, drawn in its stead, fills as many lines and pages.

    `line` is the distance of single-spaced lines in font sizes, `width` how wide its text is against ours.
    """

    line: float = 1.15
    width: float = 1.0


_SERIF: Final = _Face()
_SANS: Final = _Face(width=1.08)
_FACES: Final = {
    "arial": _SANS,
    "helvetica": _SANS,
    "liberation sans": _SANS,
    "arial narrow": _Face(width=0.9),
    "bookman old style": _Face(line=1.17, width=1.17),
    "calibri": _Face(line=1.22),
    "cambria": _Face(line=1.17),
    "segoe ui": _Face(line=1.33, width=1.05),
    "tahoma": _Face(line=1.21, width=1.05),
    "verdana": _Face(line=1.22, width=1.2),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLook:
    """How characters look; sizes in points as drawn in our font, colours as RRGGBB."""

    size: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    capitals: bool = False
    hidden: bool = False
    colour: str | None = None
    highlight: str | None = None
    shading: str | None = None
    raised: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A tab stop: points from the left margin, `left`, `center` or `right`, and what fills the way to it."""

    position: float
    kind: str = "left"
    leader: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphLook:
    """How a paragraph is set; lengths in points."""

    style: str
    size: float
    alignment: str = "left"
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    leading: float = 12.0
    exact: bool = False
    contextual: bool = False
    keep_next: bool = False
    page_break: bool = False
    tabs: tuple[Tab, ...] = ()
    rules: tuple[str, ...] = ()
    numbering: tuple[str, int] | None = None


def is_on(element: _Element | None) -> bool:
    """Return whether a switch such as `w:b` is there and not set to off."""
    return element is not None and (element.get(qn("w:val")) or "1") not in _OFF


def as_number(text: str | None, default: float = 0.0) -> float:
    """Return a text as a number, or the default where it is empty or none."""
    try:
        return float(text or default)
    except ValueError:
        return default


def number_of(element: _Element | None, attribute: str, default: float = 0.0) -> float:
    """Return a numeric attribute, or the default where it is absent or no number."""
    return as_number(element.get(qn(attribute)), default) if element is not None else default


class StyleResolver:
    """The styles of one document, resolved on demand."""

    def __init__(self, document: Document) -> None:
        """Index the styles by id."""
        root: _Element = document.styles.element
        self._styles: dict[str, _Element] = {}
        self._default_style: dict[str, str] = {}
        for style in root.findall(qn("w:style")):
            name, kind = style.get(qn("w:styleId")) or "", style.get(qn("w:type")) or ""
            self._styles[name] = style
            if is_on_attribute(style, "w:default"):
                self._default_style.setdefault(kind, name)
        self._run_defaults = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        self._paragraph_defaults = root.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}")

    def style_chain(self, name: str | None, kind: str = "paragraph") -> Iterator[_Element]:
        """Yield a style and those that it is based on, nearest first."""
        current = name or self._default_style.get(kind)
        seen: set[str] = set()
        while current and current not in seen and len(seen) < _DEEPEST_STYLE:
            seen.add(current)
            style = self._styles.get(current)
            if style is None:
                return
            yield style
            based = style.find(qn("w:basedOn"))
            current = based.get(qn("w:val")) if based is not None else None

    def paragraph(self, paragraph: _Element) -> ParagraphLook:
        """Return how a `w:p` is set."""
        own = paragraph.find(qn("w:pPr"))
        name_element = own.find(qn("w:pStyle")) if own is not None else None
        name = name_element.get(qn("w:val")) if name_element is not None else None
        layers = [
            own,
            *(s.find(qn("w:pPr")) for s in self.style_chain(name)),
            *(s.find(qn("w:pPr")) for s in self._table_style(paragraph)),
            self._paragraph_defaults,
        ]
        present = [layer for layer in layers if layer is not None]
        run = self._run_layers(paragraph, None)
        face = _face(run)
        leading, exact = _leading(present, _size(run) * face.line)
        first = -_merged(present, "w:ind", "w:hanging") or _merged(present, "w:ind", "w:firstLine")
        numbering = _numbering(present)
        return ParagraphLook(
            style=name or "",
            size=_size(run) * face.width,
            alignment=_value(present, "w:jc") or "left",
            left=_indent(present, "w:left", "w:start"),
            right=_indent(present, "w:right", "w:end"),
            first=first,
            before=_merged(present, "w:spacing", "w:before"),
            after=_merged(present, "w:spacing", "w:after"),
            leading=leading,
            exact=exact,
            contextual=_switch(present, "w:contextualSpacing"),
            keep_next=_switch(present, "w:keepNext"),
            page_break=_switch(present, "w:pageBreakBefore"),
            tabs=_tabs(present),
            rules=_rules(present),
            numbering=numbering,
        )

    def _table_style(self, paragraph: _Element) -> Iterator[_Element]:
        """Yield the styles of the table that a paragraph stands in; they set how close its lines are."""
        cell = paragraph.getparent()
        row = cell.getparent() if cell is not None and cell.tag == qn("w:tc") else None
        table = row.getparent() if row is not None else None
        # Not `find`, which looks through all rows for a second one: the properties stand first.
        first = islice(table, 4) if table is not None else ()
        settings = next((child for child in first if child.tag == qn("w:tblPr")), None)
        style = settings.find(qn("w:tblStyle")) if settings is not None else None
        if style is not None:
            yield from self.style_chain(style.get(qn("w:val")), "table")

    def has_indent(self, paragraph: _Element) -> bool:
        """Return whether the paragraph itself, and not only its numbering, says how far it is indented."""
        return paragraph.find(f"{qn('w:pPr')}/{qn('w:ind')}") is not None

    def run(self, paragraph: _Element, run: _Element | None) -> RunLook:
        """Return how a `w:r` of a `w:p` looks; without a run, what the paragraph's style says."""
        present = self._run_layers(paragraph, run)
        underline = _value(present, "w:u")
        raised = {"superscript": "super", "subscript": "sub"}.get(_value(present, "w:vertAlign") or "", "")
        colour = _value(present, "w:color") or ""
        shaded = _first(present, "w:shd")
        shading = (shaded.get(qn("w:fill")) or "") if shaded is not None else ""
        return RunLook(
            size=_size(present) * _face(present).width,
            bold=_switch(present, "w:b"),
            italic=_switch(present, "w:i"),
            underline=underline is not None and underline != "none",
            strike=_switch(present, "w:strike") or _switch(present, "w:dstrike"),
            capitals=_switch(present, "w:caps") or _switch(present, "w:smallCaps"),
            hidden=_switch(present, "w:vanish"),
            colour=colour if _HEX_COLOUR.fullmatch(colour) else None,
            highlight=_value(present, "w:highlight"),
            shading=shading if _HEX_COLOUR.fullmatch(shading) else None,
            raised=raised,
        )

    def _run_layers(self, paragraph: _Element, run: _Element | None) -> list[_Element]:
        """Return the run properties that hold for a run, or for its paragraph, the nearest first."""
        own = run.find(qn("w:rPr")) if run is not None else None
        style = own.find(qn("w:rStyle")) if own is not None else None
        character = self.style_chain(style.get(qn("w:val")), "character") if style is not None else ()
        name = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        chain = self.style_chain(name.get(qn("w:val")) if name is not None else None)
        layers = [
            own,
            *(s.find(qn("w:rPr")) for s in character),
            *(s.find(qn("w:rPr")) for s in chain),
            self._run_defaults,
        ]
        return [layer for layer in layers if layer is not None]


def is_on_attribute(element: _Element, name: str) -> bool:
    """Return whether an attribute such as `w:default` is set and not off."""
    return (element.get(qn(name)) or "0") not in _OFF


def _first(layers: list[_Element], tag: str) -> _Element | None:
    return next((found for layer in layers if (found := layer.find(qn(tag))) is not None), None)


def _value(layers: list[_Element], tag: str) -> str | None:
    found = _first(layers, tag)
    return found.get(qn("w:val")) if found is not None else None


def _switch(layers: list[_Element], tag: str) -> bool:
    return is_on(_first(layers, tag))


def _merged(layers: list[_Element], tag: str, attribute: str) -> float:
    """Return a length from the nearest layer that says it; attributes of one element are inherited one by one."""
    for layer in layers:
        element = layer.find(qn(tag))
        if element is not None and element.get(qn(attribute)) is not None:
            return max(-_MOST_INDENT, min(_MOST_INDENT, number_of(element, attribute) * TWIP))
    return 0.0


def _indent(layers: list[_Element], name: str, newer: str) -> float:
    return _merged(layers, "w:ind", name) or _merged(layers, "w:ind", newer)


def _size(layers: list[_Element]) -> float:
    """Return the size in points that the nearest layer says."""
    return min(max(number_of(_first(layers, "w:sz"), "w:val", _DEFAULT_SIZE * 2) / 2, 1.0), _LARGEST_SIZE)


def _face(layers: list[_Element]) -> _Face:
    """Return what is known of the font that the nearest layer names."""
    named = _first(layers, "w:rFonts")
    return _FACES.get((named.get(qn("w:ascii")) or "").lower(), _SERIF) if named is not None else _SERIF


def _leading(layers: list[_Element], single: float) -> tuple[float, bool]:
    """Return the distance of two lines in points, `single` where nothing is said, and whether it is exactly that."""
    for layer in layers:
        element = layer.find(qn("w:spacing"))
        if element is None or element.get(qn("w:line")) is None:
            continue
        line = max(number_of(element, "w:line", _SINGLE_LINE), 1.0)
        rule = element.get(qn("w:lineRule")) or "auto"
        if rule == "exact":
            return line * TWIP, True
        if rule == "atLeast":
            return max(line * TWIP, single), False
        return single * min(line / _SINGLE_LINE, 4.0), False
    return single, False


_LEADERS: Final = {"dot": ".", "hyphen": "-", "underscore": "_", "middleDot": "·", "heavy": "_"}


def _tabs(layers: list[_Element]) -> tuple[Tab, ...]:
    """Return the tab stops, nearest layer first; `clear` takes one of a style away."""
    stops: dict[float, Tab | None] = {}
    for layer in layers:
        holder = layer.find(qn("w:tabs"))
        for element in holder.findall(qn("w:tab")) if holder is not None else ():
            position = number_of(element, "w:pos") * TWIP
            kind = element.get(qn("w:val")) or "left"
            leader = _LEADERS.get(element.get(qn("w:leader")) or "", "")
            kept = {"center": "center", "right": "right", "end": "right", "decimal": "right"}.get(kind, "left")
            stops.setdefault(position, None if kind == "clear" else Tab(position=position, kind=kept, leader=leader))
    return tuple(tab for _, tab in sorted(stops.items()) if tab is not None)


def _rules(layers: list[_Element]) -> tuple[str, ...]:
    """Return on which sides of the paragraph a line is drawn; the line under a letterhead is one."""
    holder = _first(layers, "w:pBdr")
    if holder is None:
        return ()
    sides = []
    for side in ("top", "bottom"):
        element = holder.find(qn(f"w:{side}"))
        if element is not None and (element.get(qn("w:val")) or "nil") not in {"nil", "none"}:
            sides.append(side)
    return tuple(sides)


def _numbering(layers: list[_Element]) -> tuple[str, int] | None:
    identifier: str | None = None
    level: int | None = None
    for layer in layers:
        holder = layer.find(qn("w:numPr"))
        if holder is None:
            continue
        number, depth = holder.find(qn("w:numId")), holder.find(qn("w:ilvl"))
        if identifier is None and number is not None:
            identifier = number.get(qn("w:val"))
        if level is None and depth is not None:
            level = int(number_of(depth, "w:val"))
    if identifier is None or identifier == "0":
        return None
    return identifier, min(max(level or 0, 0), 8)
