"""Removes active content from the assembled bundle: keeps listed annotation kinds only, and hidden layers hidden.

Last step before writing. The parts were sanitised when they were prepared (`convert/pdf/active_content.py`); this
check does not rely on it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from dossier.bind.page_import import overlap, read_box

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dossier.bind.page_import import Box
    from dossier.bind.page_order import Volume


# Leads away from what a page shows, or is large and holds no layer.
_NOT_FOLLOWED: Final = frozenset({"/Parent", "/P", "/A", "/Dest", "/Popup", "/IRT", "/Font", "/ColorSpace"})


def carry(pdf: pikepdf.Pdf, volume: Volume) -> None:
    """Merge the optional-content layers of the parts into a merged PDF; each keeps its visibility.

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


_WEB: Final = ("http://", "https://", "mailto:")


def _names(words: str) -> frozenset[str]:
    return frozenset(f"/{word}" for word in words.split())


# Annotations that only show something or lead somewhere (ISO 32000-2, table 171, without those that act).
_KINDS_KEPT: Final = _names(
    "Link Text FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink"
)
_KEYS_KEPT: Final = _names(
    "Type Subtype Rect Contents NM M F AP AS Border C CA ca BM OC T RC CreationDate Subj IT Open Name DA Q DS CL BS BE "
    "RD LE L IC LL LLE Vertices QuadPoints InkList Sy H"
)
_LOOK_KEPT: Final = _names("Type Subtype Rect F AP AS OC")

_ACTIONS: Final = _names(
    "JavaScript Launch SubmitForm ImportData ResetForm GoToR GoToE GoToDp Rendition Sound Movie Hide Named SetOCGState "
    "Trans GoTo3DView RichMediaExecute Thread"
)
_WIDTH: Final = 2
"""Where in a border its width stands, after two radii."""
_ACTIVE_KEYS: Final = ("/JS", "/AA", "/OpenAction", "/XFA", "/EF", "/Ref", "/F")
# One cheap look at an object's text, as qpdf writes it, decides whether it is walked at all. `/F 4` are flags and no
# file; an address that may stay, and the name of its action, are met on every page of ours.
_SUSPECT: Final = re.compile(
    b"(?:%s)(?![^\\s/<>\\[\\]()])|/F(?= ?[(<]| \\d+ \\d+ R)|(?<!/S )/URI(?! \\((?:https?://|mailto:))"
    % b"|".join(name.encode("ascii") for name in sorted({*_ACTIONS, *_ACTIVE_KEYS} - {"/F"}))
)


def clean_annotations(page: pikepdf.Object, visible: Box, targets: Collection[tuple[int, int]]) -> list[pikepdf.Object]:
    """Return the annotations of a foreign page that may stay, each reduced to what only shows or links.

    Args:
        page: the page; it is not changed, its annotations are.
        visible: what was visible of the page; what lay wholly outside must not turn up beside the stamp.
        targets: object numbers of the pages that its links may lead to.
    """
    found = page.get("/Annots")
    if not isinstance(found, Array):
        return []
    return [item for item in found if isinstance(item, Dictionary) and _reduce(item, visible, targets)]


def _reduce(annotation: pikepdf.Object, visible: Box, targets: Collection[tuple[int, int]]) -> bool:
    """Strip one annotation in place; False where nothing of it may stay."""
    seen = _seen(annotation, visible)
    if seen is None:
        return False
    kind = str(annotation.get("/Subtype"))
    action = _harmless_action(annotation, targets)
    kept = _KEYS_KEPT
    if kind not in _KINDS_KEPT:
        if not isinstance(annotation.get("/AP"), Dictionary):
            return False
        annotation.Subtype, kept = Name.Stamp, _LOOK_KEPT  # a form field or a player shows its picture and no more
    for key in list(annotation.keys()):
        if key not in kept:
            del annotation[key]
    if kind == "/Link":
        if action is None and not _has_frame(annotation):
            return False
        annotation.Rect = Array([round(value, 4) for value in seen])
    if action is not None and kept is _KEYS_KEPT:
        annotation.A = action
    return True


def _has_frame(link: pikepdf.Object) -> bool:
    """Return whether a link that leads nowhere says of itself that it shows a frame."""
    border = link.get("/Border")
    try:
        return isinstance(border, Array) and float(border[_WIDTH]) > 0
    except (TypeError, ValueError, IndexError):
        return False


def _seen(annotation: pikepdf.Object, visible: Box) -> Box | None:
    rectangle = read_box(annotation.get("/Rect"))
    if rectangle is None:
        return None
    left, right = sorted((rectangle[0], rectangle[2]))
    bottom, top = sorted((rectangle[1], rectangle[3]))
    return overlap((left, bottom, right, top), visible)


def _harmless_action(annotation: pikepdf.Object, targets: Collection[tuple[int, int]]) -> Dictionary | None:
    action = annotation.get("/A")
    if not isinstance(action, Dictionary):
        return _jump(annotation.get("/Dest"), targets)
    kind = action.get("/S")
    if kind == Name.GoTo:
        return _jump(action.get("/D"), targets)
    address = action.get("/URI")
    if kind == Name.URI and isinstance(address, String) and str(address).strip().lower().startswith(_WEB):
        return Dictionary(S=Name.URI, URI=address)
    return None


def _jump(target: object, targets: Collection[tuple[int, int]]) -> Dictionary | None:
    if not isinstance(target, Array) or not len(target) or not isinstance(target[0], Dictionary):
        return None
    if target[0].objgen not in targets:
        return None
    return Dictionary(S=Name.GoTo, D=Array([target[0], Name.Fit]))


def sweep(pdf: pikepdf.Pdf) -> None:
    """Take scripts, launches, embedded files and outside references out of every object of a PDF."""
    for item in pdf.objects:
        if isinstance(item, (Dictionary, Array)):
            if _SUSPECT.search(item.unparse(resolved=True)):
                _defuse(item)
        elif isinstance(item, Stream) and _SUSPECT.search(item.stream_dict.unparse()):
            if isinstance(item.get("/F"), (String, Dictionary)):  # data in a file outside
                del item["/F"]
            _defuse(item.stream_dict)


def _defuse(item: pikepdf.Object) -> None:
    for holder in _dictionaries(item):
        if str(holder.get("/S")) in _ACTIONS or _leads_astray(holder):
            for key in list(holder.keys()):
                del holder[key]
        for key in _ACTIVE_KEYS:
            if key in holder and _acts(key, holder[key]):
                del holder[key]


def _leads_astray(holder: pikepdf.Object) -> bool:
    if holder.get("/S") != Name.URI:
        return False
    address = holder.get("/URI")
    return not isinstance(address, String) or not str(address).strip().lower().startswith(_WEB)


def _acts(key: str, value: pikepdf.Object) -> bool:
    """Tell what acts from a font or picture that happens to be called so: resources may have any name."""
    if key == "/JS":
        return isinstance(value, String) or (isinstance(value, Stream) and "/Subtype" not in value)
    if key in {"/AA", "/OpenAction"}:
        return isinstance(value, Dictionary) and ("/S" in value or any("/S" in one for one in _dictionaries(value)))
    if key == "/EF":
        return isinstance(value, Dictionary) and any(isinstance(value[name], Stream) for name in value.keys())  # noqa: SIM118 — a pikepdf dictionary iterates only by keys()
    if key == "/Ref":
        return isinstance(value, Dictionary) and "/F" in value
    return key == "/XFA"


def _dictionaries(item: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield an object and the dictionaries written inside it; what it refers to is swept as itself."""
    waiting = [item]
    while waiting:
        current = waiting.pop()
        values: list[pikepdf.Object] = []
        if isinstance(current, Dictionary):
            yield current
            values = [current[key] for key in current.keys()]  # noqa: SIM118 — see above
        elif isinstance(current, Array):
            values = list(current)
        waiting += [value for value in values if isinstance(value, (Dictionary, Array)) and not value.is_indirect]
