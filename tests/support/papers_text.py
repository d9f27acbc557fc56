"""What a Word file says, as text to compare: its members, then every paragraph with its style, tables and controls."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def document_text(path: Path) -> str:
    """Return the members of a .docx, the text of its pages, and its custom properties."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        body = etree.fromstring(archive.read("word/document.xml"))
        custom = etree.fromstring(archive.read("docProps/custom.xml"))
    properties = [
        f"{p.get('name')} = {''.join(str(t) for t in p.itertext())}"
        for p in custom
        if p.get("name") != "dossier-sidik"  # a hash of everything else says nothing that the text does not
    ]
    page = body.find(f".//{W}sectPr/{W}pgSz")
    size = f"{page.get(f'{W}w')} x {page.get(f'{W}h')}" if page is not None else "?"
    lines = [*names, "", *properties, "", f"halaman {size}", "", *_blocks(body[0], "")]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _blocks(parent: etree._Element, indent: str) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{W}p":
            style = child.find(f"{W}pPr/{W}pStyle")
            name = style.get(f"{W}val") if style is not None else ""
            yield f"{indent}[{name}] {_text(child)}"
        elif child.tag == f"{W}tbl":
            style = child.find(f"{W}tblPr/{W}tblStyle")
            yield f"{indent}tabel {style.get(f'{W}val') if style is not None else ''}"
            for row in child.iter(f"{W}tr"):
                cells = (" / ".join(_text(p) for p in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc"))
                yield f"{indent}  | {' | '.join(cells)} |"


def _text(paragraph: etree._Element) -> str:
    """Return a paragraph's text; ⟦…⟧ is a control that still shows its prompt, with its kind."""
    pieces: list[str] = []
    for child in paragraph:
        if child.tag == f"{W}r":
            pieces.append(_run(child))
        elif child.tag == f"{W}sdt":
            tag = child.find(f"{W}sdtPr/{W}tag")
            kind = str(tag.get(f"{W}val")).partition(":")[2] if tag is not None else ""
            text = "".join(_run(r) for r in child.iter(f"{W}r"))
            choices = "; ".join(str(i.get(f"{W}value")) for i in child.iter(f"{W}listItem"))
            pieces.append(f"⟦{kind} {text}{f' = {choices}' if choices else ''}⟧")
    return "".join(pieces)


def _run(run: etree._Element) -> str:
    marks = {f"{W}br": "⏎", f"{W}tab": "⇥"}
    return "".join((c.text or "") if c.tag == f"{W}t" else marks.get(str(c.tag), "") for c in run)


def controls(path: Path) -> tuple[str, ...]:
    """Return the labels of all controls of a paper, in order."""
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    return tuple(str(a.get(f"{W}val")) for a in body.iter(f"{W}alias"))


def fill_controls(
    path: Path, *, leave: int = 0, date: str = "10 Februari 2025", answers: Mapping[str, str] | None = None
) -> None:
    """Fill every control as a person does in Word, but for the last few; `answers` by label, other dates get `date`."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = etree.fromstring(parts["word/document.xml"])
    found = list(body.iter(f"{W}sdt"))
    for control in found[: len(found) - leave]:
        about = control.find(f"{W}sdtPr")
        assert about is not None
        shown = about.find(f"{W}showingPlcHdr")
        assert shown is not None
        about.remove(shown)
        alias = about.find(f"{W}alias")
        label = str(alias.get(f"{W}val")) if alias is not None else ""
        answer = (answers or {}).get(label) or (date if about.find(f"{W}date") is not None else "Terisi")
        for number, text in enumerate(control.iter(f"{W}t")):
            text.text = answer if number == 0 else ""
    parts["word/document.xml"] = etree.tostring(body, xml_declaration=True, encoding="UTF-8", standalone=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
