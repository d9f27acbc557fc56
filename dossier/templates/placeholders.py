"""Converts marks in rendered text to Word content controls, and finds open ones. No template language."""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from lxml import etree

from dossier.templates.docx_package import W

if TYPE_CHECKING:
    from collections.abc import Mapping

OPEN: Final = "\ufdd0"
CLOSE: Final = "\ufdd1"
"""Non-characters (Unicode 23.7): nobody types them, and values that hold them are written out before rendering."""

STYLE: Final = "Isian"
TAG: Final = "dossier"
"""`w:tag` of our controls; what it was, when the label was cut by another program."""

_MARK: Final = re.compile(f"({OPEN}\\d+{CLOSE})")
_MAX_ALIAS: Final = 64  # Word refuses longer labels
_FIRST_ID: Final = 710_000_000
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

_STYLE_XML: Final = (
    '<w:style xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:type="character"'
    ' w:customStyle="1" w:styleId="Isian"><w:name w:val="Isian"/><w:uiPriority w:val="1"/><w:qFormat/>'
    '<w:rPr><w:color w:val="7F3F00"/><w:shd w:val="clear" w:color="auto" w:fill="FFF2A8"/></w:rPr></w:style>'
)

ControlKind = Literal["teks", "panjang", "tanggal", "tanggal-lain", "pilihan"]


@dataclass(frozen=True, slots=True)
class Control:
    """A place to fill: what to write there, and how Word helps (text, several lines, a calendar, a list).

    `tanggal` is a date of the paper itself, which belongs into its period; `tanggal-lain` is any other date.
    `value` is what is known to stand there; it stays a place that Word helps to change.
    """

    prompt: str
    kind: ControlKind = "teks"
    choices: tuple[str, ...] = ()
    value: str = ""

    @property
    def shown(self) -> str:
        """What stands on the paper: the prompt until someone fills it."""
        return self.value or f"[{self.prompt}]"

    def __str__(self) -> str:
        return self.shown


class Controls:
    """The controls of one paper, in the order in which they were asked for."""

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        """Start without any; `known` says what is to stand in some of them, prompt ─► text."""
        self._known = known or {}
        self._items: list[Control] = []

    def add(self, control: Control) -> str:
        """Keep a control and return the mark that stands for it in the text."""
        self._items.append(replace(control, value=self._known.get(control.prompt, "")))
        return f"{OPEN}{len(self._items) - 1}{CLOSE}"

    def __getitem__(self, mark: str) -> Control:
        return self._items[int(mark[1:-1])]

    def prompts(self) -> tuple[str, ...]:
        """Return each prompt that is still open once, in order, with the number of places when there are several."""
        counts = Counter(c.prompt for c in self._items if not c.value)
        return tuple(p if n == 1 else f"{p} ({n} tempat)" for p, n in counts.items())


def place_controls(root: etree._Element, controls: Controls, *, first: int = 0) -> int:
    """Turn every mark under `root` into a content control in place; return how many there were.

    Args:
        root: A part of the paper; changed in place.
        controls: What the marks stand for.
        first: Controls already placed in other parts, so that ids stay unique in the document.
    """
    count = 0
    for run in list(root.iter(f"{W}r")):
        texts = [t.text or "" for t in run.findall(f"{W}t")]
        if not any(OPEN in t for t in texts):
            continue
        pieces = _split(run, controls, first + count)
        count += sum(len(_MARK.findall(t)) for t in texts)
        parent = run.getparent()
        if parent is None:
            continue
        position = parent.index(run)
        parent.remove(run)
        for offset, piece in enumerate(pieces):
            parent.insert(position + offset, piece)
    return count


def ensure_style(styles: etree._Element) -> bool:
    """Add the look of unfilled places to a template that lacks it; return whether it had to."""
    if any(s.get(f"{W}styleId") == STYLE for s in styles.iter(f"{W}style")):
        return False
    styles.append(etree.fromstring(_STYLE_XML))
    return True


def _split(run: etree._Element, controls: Controls, number: int) -> list[etree._Element]:
    """Return the runs and controls that one run with marks becomes."""
    properties = run.find(f"{W}rPr")
    pieces: list[etree._Element] = []
    current = _run(properties)
    for child in run:
        if child.tag == f"{W}rPr":
            continue
        if child.tag != f"{W}t" or OPEN not in (child.text or ""):
            current.append(copy.deepcopy(child))
            continue
        for text in _MARK.split(child.text or ""):
            if text.startswith(OPEN):
                pieces += [current, _content_control(controls[text], properties, number)]
                number += 1
                current = _run(properties)
            elif text:
                current.append(_text(text))
    pieces.append(current)
    return [p for p in pieces if p.tag != f"{W}r" or any(c.tag != f"{W}rPr" for c in p)]


def _content_control(control: Control, properties: etree._Element | None, number: int) -> etree._Element:
    sdt = etree.Element(f"{W}sdt")
    about = etree.SubElement(sdt, f"{W}sdtPr")
    if properties is not None:
        about.append(copy.deepcopy(properties))
    etree.SubElement(about, f"{W}alias").set(f"{W}val", control.prompt[:_MAX_ALIAS])
    etree.SubElement(about, f"{W}tag").set(f"{W}val", f"{TAG}:{control.kind}")
    etree.SubElement(about, f"{W}id").set(f"{W}val", str(_FIRST_ID + number))
    if not control.value:
        etree.SubElement(about, f"{W}showingPlcHdr")
    _kind(about, control)
    run = _run(properties)
    if not control.value:
        _as_prompt(run)
    run.append(_text(control.shown))
    etree.SubElement(sdt, f"{W}sdtContent").append(run)
    return sdt


def _as_prompt(run: etree._Element) -> None:
    style = run.find(f"{W}rPr")
    if style is None:
        style = etree.Element(f"{W}rPr")
        run.insert(0, style)
    for old in style.findall(f"{W}rStyle"):
        style.remove(old)
    named = etree.Element(f"{W}rStyle")
    named.set(f"{W}val", STYLE)
    style.insert(0, named)


def _kind(about: etree._Element, control: Control) -> None:
    if control.kind in {"tanggal", "tanggal-lain"}:
        date = etree.SubElement(about, f"{W}date")
        for name, value in (
            ("dateFormat", "d MMMM yyyy"),
            ("lid", "id-ID"),
            ("storeMappedDataAs", "date"),
            ("calendar", "gregorian"),
        ):
            etree.SubElement(date, f"{W}{name}").set(f"{W}val", value)
    elif control.kind == "pilihan":
        choices = etree.SubElement(about, f"{W}dropDownList")
        for choice in control.choices:
            item = etree.SubElement(choices, f"{W}listItem")
            item.set(f"{W}displayText", choice)
            item.set(f"{W}value", choice)


def _run(properties: etree._Element | None) -> etree._Element:
    run = etree.Element(f"{W}r")
    if properties is not None:
        run.append(copy.deepcopy(properties))
    return run


def _text(text: str) -> etree._Element:
    element = etree.Element(f"{W}t")
    element.text = text
    element.set(_SPACE, "preserve")
    return element
