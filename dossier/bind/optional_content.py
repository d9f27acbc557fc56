"""Layers that a part hides stay hidden: merging drops the catalog that says so, and all would be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.bind.page_order import Volume

# Leads away from what a page shows, or is large and holds no layer.
_NOT_FOLLOWED: Final = frozenset({"/Parent", "/P", "/A", "/Dest", "/Popup", "/IRT", "/Font", "/ColorSpace"})


def carry(pdf: pikepdf.Pdf, volume: Volume) -> None:
    """Give a merged PDF the layers of its parts, each shown or hidden as the part says.

    Args:
        pdf: The merged pages, not yet dressed: they must be built as in the parts.
        volume: Which pages come from which part.
    """
    if not any(isinstance(item, Dictionary) and item.get("/Type") == Name.OCG for item in pdf.objects):
        return
    shown, hidden = Array(), Array()
    position = 0
    for piece in volume.pieces:
        start, position = position, position + piece.pages.count
        if piece.pdf is None:
            continue
        with pikepdf.open(piece.pdf, access_mode=pikepdf.AccessMode.stream) as part:
            off = _hidden(part)
            for page, place in zip(part.pages, range(start, position), strict=True):
                for source, copy in _pairs(page.obj, pdf.pages[place].obj):
                    (hidden if source.objgen in off else shown).append(copy)
    properties = Dictionary(OCGs=Array([*shown, *hidden]))
    properties.D = Dictionary(Name=String("Bawaan"), BaseState=Name.ON, ON=shown, OFF=hidden, Order=Array())
    pdf.Root.OCProperties = properties


def _hidden(part: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Return the layers that a part does not show when opened."""
    properties = part.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return set()
    default = properties.get("/D")
    if not isinstance(default, Dictionary):
        return set()
    off = _members(default.get("/OFF"))
    if default.get("/BaseState") == Name.OFF:
        off |= _members(properties.get("/OCGs")) - _members(default.get("/ON"))
    return off


def _members(listed: object) -> set[tuple[int, int]]:
    if not isinstance(listed, Array):
        return set()
    return {item.objgen for item in listed if isinstance(item, Dictionary) and item.is_indirect}


def _pairs(source: pikepdf.Object, copy: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    """Walk a page and its copy in step; yield every layer with its copy, each once."""
    waiting = [(source, copy)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        one, other = waiting.pop()
        if one.is_indirect:
            if one.objgen in seen:
                continue
            seen.add(one.objgen)
        if isinstance(one, Array) and isinstance(other, Array):
            couples = list(zip(one, other, strict=False))
        elif isinstance(one, (Dictionary, Stream)) and isinstance(other, (Dictionary, Stream)):
            if one.get("/Type") == Name.OCG and other.is_indirect:
                yield one, other
                continue
            couples = [(one[key], other[key]) for key in one.keys() if key not in _NOT_FOLLOWED and key in other]  # noqa: SIM118 — a pikepdf object is no mapping
        else:
            continue
        waiting += [couple for couple in couples if isinstance(couple[0], (Array, Dictionary, Stream))]
