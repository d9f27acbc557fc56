"""Computes the labels of numbered paragraphs (`1.`, `a)`, `2.3`, `IV.`, `•`) by Word's counting rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from dossier.convert.docx.styles import TWIP, number_of
from dossier.wording import ROMAN_MAX, roman

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_LETTERS: Final = 26
_PRIVATE_USE: Final = range(0xE000, 0xF900)
_LEVELS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The label of one paragraph, and the indents that its level brings (points; None when it says nothing)."""

    text: str
    left: float | None = None
    hanging: float = 0.0


class Numbering:
    """The counters of one document, advanced paragraph by paragraph in document order."""

    def __init__(self, document: Document) -> None:
        """Read the definitions; a document without lists has none."""
        self._abstract: dict[str, _Element] = {}
        self._numbers: dict[str, _Element] = {}
        self._counts: dict[str, list[int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for item in root.findall(qn("w:abstractNum")):
            self._abstract[item.get(qn("w:abstractNumId")) or ""] = item
        for item in root.findall(qn("w:num")):
            self._numbers[item.get(qn("w:numId")) or ""] = item

    def label(self, identifier: str, level: int) -> Label | None:
        """Count one paragraph and return its label, or None when the list is not defined."""
        definition = self._level(identifier, level)
        if definition is None:
            return None
        counts = self._count(identifier, level)
        template = definition.find(qn("w:lvlText"))
        text = (template.get(qn("w:val")) if template is not None else "") or ""
        if self._format(identifier, level) == "bullet":
            text = _bullet(text)
        else:
            for depth in range(_LEVELS):
                if f"%{depth + 1}" in text:
                    text = text.replace(f"%{depth + 1}", _spelled(counts[depth], self._format(identifier, depth)))
        indent = definition.find(f"{qn('w:pPr')}/{qn('w:ind')}")
        left = None
        if indent is not None:
            left = number_of(indent, "w:left", number_of(indent, "w:start")) * TWIP
        return Label(text=text, left=left, hanging=number_of(indent, "w:hanging") * TWIP)

    def _definition(self, identifier: str) -> _Element | None:
        number = self._numbers.get(identifier)
        link = number.find(qn("w:abstractNumId")) if number is not None else None
        return self._abstract.get(link.get(qn("w:val")) or "") if link is not None else None

    def _level(self, identifier: str, level: int) -> _Element | None:
        definition = self._definition(identifier)
        if definition is None:
            return None
        return next((e for e in definition.findall(qn("w:lvl")) if e.get(qn("w:ilvl")) == str(level)), None)

    def _format(self, identifier: str, level: int) -> str:
        definition = self._level(identifier, level)
        element = definition.find(qn("w:numFmt")) if definition is not None else None
        return (element.get(qn("w:val")) if element is not None else None) or "decimal"

    def _start(self, identifier: str, level: int) -> int:
        number = self._numbers.get(identifier)
        for override in number.findall(qn("w:lvlOverride")) if number is not None else ():
            if override.get(qn("w:ilvl")) == str(level):
                start = override.find(qn("w:startOverride"))
                if start is not None:
                    return int(number_of(start, "w:val", 1))
        definition = self._level(identifier, level)
        return int(number_of(definition.find(qn("w:start")) if definition is not None else None, "w:val", 1))

    def _count(self, identifier: str, level: int) -> list[int]:
        """Advance the counter of a level and start the deeper ones anew."""
        key = self._counter_key(identifier)
        if key not in self._counts:
            self._counts[key] = [self._start(identifier, depth) - 1 for depth in range(_LEVELS)]
        counts = self._counts[key]
        counts[level] += 1
        for depth in range(level):
            counts[depth] = max(counts[depth], self._start(identifier, depth))
        for depth in range(level + 1, _LEVELS):
            counts[depth] = self._start(identifier, depth) - 1
        return counts

    def _counter_key(self, identifier: str) -> str:
        """Lists of one definition count on together, unless one starts anew by its own order."""
        number = self._numbers.get(identifier)
        if number is not None and number.find(qn("w:lvlOverride")) is not None:
            return f"num {identifier}"
        link = number.find(qn("w:abstractNumId")) if number is not None else None
        return f"abstract {link.get(qn('w:val'))}" if link is not None else f"num {identifier}"


def _bullet(text: str) -> str:
    if not text.strip() or any(ord(character) in _PRIVATE_USE for character in text):
        return "•"
    return "–" if text in {"o", "-"} else text


def _spelled(number: int, kind: str) -> str:
    if kind in {"lowerLetter", "upperLetter", "lowerRoman", "upperRoman"}:
        if number < 1:
            return ""
        if kind.endswith("Letter"):
            text = chr(ord("A") + (number - 1) % _LETTERS) * ((number - 1) // _LETTERS + 1)
        else:
            text = roman(number) if number <= ROMAN_MAX else str(number)
        return text if kind.startswith("upper") else text.lower()
    if kind == "decimalZero":
        return f"{number:02d}"
    return "" if kind == "none" else str(number)
