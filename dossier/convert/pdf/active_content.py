"""Removes active content from a PDF: scripts, launch actions, forms, attachments. Keeps web and internal links."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pikepdf

from dossier.convert.pdf.links import Destinations, annotations_of, frame_width

if TYPE_CHECKING:
    from collections.abc import Iterator


_CATALOG_KEPT: Final = frozenset({"/Type", "/Pages", "/OCProperties", "/Lang"})
_DROPPED_ANYWHERE: Final = ("/AA", "/AF", "/PieceInfo", "/OPI", "/Metadata")
_ACTIVE_ANNOTATIONS: Final = {
    "/RichMedia": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/Screen": "media",
    "/3D": "media",
    "/FileAttachment": "lampiran",
    "/Widget": "formulir",
    "/TrapNet": "tanda cetak",
    "/PrinterMark": "tanda cetak",
    "/Popup": "",
}
_ACTION_NAMES: Final = {
    "/JavaScript": "JavaScript",
    "/Launch": "perintah menjalankan program",
    "/SubmitForm": "pengiriman formulir",
    "/ImportData": "impor data",
    "/GoToR": "tautan ke berkas lain",
    "/GoToE": "tautan ke lampiran",
    "/Rendition": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/RichMediaExecute": "media",
}
_ANNOTATION_DROPPED: Final = (
    *("/A", "/AA", "/PA", "/Dest", "/Popup", "/IRT", "/Parent", "/FS", "/OC", "/AF", "/StructParent", "/P"),
)

SIGNED: Final = "bertanda tangan elektronik; tanda tangan itu hanya sah pada berkas asli"
_NAMES_SHOWN: Final = 5
_LONGEST_COMMENT: Final = 120
_COMMENTS: Final = frozenset(
    {
        *("/Text", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Ink", "/Stamp", "/Square"),
        *("/Circle", "/Line", "/Polygon", "/PolyLine"),
    }
)
"""Kinds of comments whose words viewers show in a window and not on the page."""

Removed = Counter[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripped:
    """What was removed, in words, and whether forms or comments were drawn into the pages.

    `only_there` are those of the notes that say what only the original has: a signature, attachments, a form that is a
    program.
    """

    notes: tuple[str, ...]
    redrawn: bool
    only_there: tuple[str, ...] = ()
    signed: bool = False


def strip(pdf: pikepdf.Pdf) -> Stripped:
    """Take out everything that acts or points outside."""
    removed: Removed = Counter()
    signed = any("/ByteRange" in item and "/Contents" in item for item in _dictionaries(pdf))
    layers = _hidden_layers(pdf)
    comments = _comments(pdf)
    _name_actions(pdf, removed)
    only_there = [*([SIGNED] if signed else []), *_programs(pdf), *_attached(pdf), *comments]
    redrawn, drawn = _flatten(pdf)
    destinations = Destinations(pdf)
    for page in pdf.pages:
        _clean_annotations(page.obj, destinations, removed)
    _clean_catalog(pdf, removed)
    for item in _dictionaries(pdf):
        for key in _DROPPED_ANYWHERE:
            if key in item:
                del item[key]
    notes = (*only_there, *layers, *drawn, *_in_words(removed))
    return Stripped(notes=notes, redrawn=redrawn, only_there=tuple(only_there), signed=signed)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for item in pdf.objects:
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            yield item


def _programs(pdf: pikepdf.Pdf) -> list[str]:
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        return ["formulir XFA; hanya tampilan PDF-nya yang diikat, periksa dengan berkas asli"]
    return []


def _comments(pdf: pikepdf.Pdf) -> list[str]:
    """Tell what comments say that no page shows: their text stands in a window, which paper does not have."""
    said = [
        f"hlm. {number}: {text[:_LONGEST_COMMENT]}"
        for number, page in enumerate(pdf.pages, start=1)
        for item in annotations_of(page.obj)
        if str(item.get("/Subtype")) in _COMMENTS and (text := " ".join(str(item.get("/Contents", "")).split()))
    ]
    if not said:
        return []
    more = f"; dan {len(said) - _NAMES_SHOWN} lagi" if len(said) > _NAMES_SHOWN else ""
    return [f"{len(said)} komentar hanya terbaca di berkas asli: {'; '.join(said[:_NAMES_SHOWN])}{more}"]


def _hidden_layers(pdf: pikepdf.Pdf) -> list[str]:
    layers = pdf.Root.get("/OCProperties")
    default = layers.get("/D") if isinstance(layers, pikepdf.Dictionary) else None
    hidden = default.get("/OFF") if isinstance(default, pikepdf.Dictionary) else None
    if isinstance(hidden, pikepdf.Array) and len(hidden):
        return ["memuat lapisan tersembunyi; periksa tampilannya dengan berkas asli"]
    return []


def _name_actions(pdf: pikepdf.Pdf, removed: Removed) -> None:
    """Count the actions that are about to go, wherever they hang."""
    for item in _dictionaries(pdf):
        for action in (item, item.get("/A"), item.get("/OpenAction")):
            # An indirect action is met as itself; counting it at its holder too would double it.
            if not isinstance(action, pikepdf.Dictionary) or (action is not item and action.is_indirect):
                continue
            if name := _ACTION_NAMES.get(str(action.get("/S"))):
                removed[name] += 1


def _attached(pdf: pikepdf.Pdf) -> list[str]:
    """Name the files that are embedded in the PDF."""
    names = []
    for item in _dictionaries(pdf):
        if "/EF" in item:
            name = item.get("/UF", item.get("/F"))
            names.append(str(name) if isinstance(name, pikepdf.String) else "tanpa nama")
    if not names:
        return []
    shown = ", ".join(names[:_NAMES_SHOWN]) + (", …" if len(names) > _NAMES_SHOWN else "")
    kind = "portofolio PDF: " if "/Collection" in pdf.Root else ""
    advice = "simpan tersendiri di folder bukti bila termasuk bukti"
    return [f"{kind}{len(names)} berkas di dalam PDF tidak ikut diikat: {shown}; {advice}"]


def _flatten(pdf: pikepdf.Pdf) -> tuple[bool, list[str]]:
    """Turn form fields, stamps and comments into page content, as they look; links stay links."""
    form = pdf.Root.get("/AcroForm")
    has_form = isinstance(form, pikepdf.Dictionary)
    if not has_form and not any(_drawn_annotations(page.obj) for page in pdf.pages):
        return False, []
    filled = False
    if isinstance(form, pikepdf.Dictionary):
        fields = form.get("/Fields")
        filled = isinstance(fields, pikepdf.Array) and len(fields) > 0
        if filled:
            pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")
    return True, ["isian formulir diratakan menjadi isi halaman"] if filled else []


def _drawn_annotations(page: pikepdf.Object) -> bool:
    return any(item.get("/Subtype") != "/Link" for item in annotations_of(page))


def _clean_annotations(page: pikepdf.Object, destinations: Destinations, removed: Removed) -> None:
    if "/Annots" not in page:
        return
    kept = [item for item in annotations_of(page) if _stays(item, destinations, removed)]
    if kept:
        page["/Annots"] = pikepdf.Array(kept)
    else:
        del page["/Annots"]


def _stays(item: pikepdf.Object, destinations: Destinations, removed: Removed) -> bool:
    """Strip one annotation in place; False where nothing of it may stay."""
    kind = str(item.get("/Subtype"))
    if kind in _ACTIVE_ANNOTATIONS:
        if word := _ACTIVE_ANNOTATIONS[kind]:
            removed[word] += 1
        return False
    if kind != "/Link" and "/AP" not in item:
        return False  # viewers would each invent a look; that of pdfium is compared with the page
    action = destinations.harmless_action(item)
    for key in _ANNOTATION_DROPPED:
        if key in item:
            del item[key]
    if action is not None:
        item["/A"] = action
    return action is not None or kind != "/Link" or _framed(item)


def _framed(link: pikepdf.Object) -> bool:
    """Let a link that leads nowhere any more say itself that it shows a frame; False where it shows none."""
    width = frame_width(link)
    link["/Border"] = pikepdf.Array([0, 0, width])
    return width > 0


def _clean_catalog(pdf: pikepdf.Pdf, removed: Removed) -> None:
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names and not removed["JavaScript"]:
        removed["JavaScript"] += 1
    if "/Collection" in pdf.Root:
        removed["susunan portofolio"] += 1
    for key in list(pdf.Root.keys()):
        if key not in _CATALOG_KEPT:
            del pdf.Root[key]


def _in_words(removed: Removed) -> list[str]:
    parts = [f"{name} ({count})" for name, count in sorted(removed.items()) if name and count]
    return [f"dilepas demi keamanan: {', '.join(parts)}"] if parts else []
