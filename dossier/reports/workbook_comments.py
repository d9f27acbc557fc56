"""Reads comments, pictures and text boxes of a workbook from the parts of its package.

Independent of openpyxl, whose streaming reader returns no comments.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from pathlib import Path

MAX_PART_BYTES: Final = 16 * 1024 * 1024
MAX_COMMENTS: Final = 20_000
_BROKEN: Final = (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, ET.ParseError)
_WORKBOOK: Final = "xl/workbook.xml"
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_DRAWN: Final = re.compile(rb"<(?:\w+:)?(?:pic|sp)[ >]")  # a picture, or a shape such as a text box
_PLACEHOLDER: Final = "[Threaded comment]"  # stands as a note where a threaded comment is, for old programs
Comments = dict[tuple[str, str], str]  # sheet and cell ("B17") ─► text


def read_comments(path: Path) -> Comments:
    """Return the comments of every sheet, notes and threaded comments alike; what cannot be read is left out.

    Who wrote a comment is not read: the names in a file are those of accounts and machines.
    """
    found: Comments = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for sheet, part in _sheets(archive).items():
                notes: dict[str, str] = {}
                threads: dict[str, str] = {}
                for kind, target in _relations(archive, part).items():
                    if kind.endswith("/comments"):
                        notes |= _notes(_xml(archive, target))
                    elif kind.endswith("/threadedComment"):
                        threads |= _threads(_xml(archive, target))
                for cell, text in (notes | threads).items():
                    if text and _CELL.fullmatch(cell) and len(found) < MAX_COMMENTS:
                        found[sheet, cell] = text
    except _BROKEN:
        return found
    return found


def drawn_sheets(path: Path) -> tuple[str, ...]:
    """Return the names of the sheets on which pictures or text boxes lie; charts are ours."""
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(
                sheet
                for sheet, part in _sheets(archive).items()
                for kind, target in _relations(archive, part).items()
                if kind.endswith("/drawing") and _DRAWN.search(_bytes(archive, target))
            )
    except _BROKEN:
        return ()


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet by its name."""
    parts = {relation: target for relation, _, target in _relation_rows(archive, _WORKBOOK)}
    found = {}
    for element in _xml(archive, _WORKBOOK).iter():
        if _local(element.tag) == "sheet":
            relation = next((value for name, value in element.items() if _local(name) == "id"), "")
            if relation in parts:
                found[element.get("name", "")] = parts[relation]
    return found


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    return {kind: target for _, kind, target in _relation_rows(archive, part)}


def _relation_rows(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """Return id, type and target of everything that a part refers to inside the package."""
    folder, name = posixpath.split(part)
    listed = f"{folder}/_rels/{name}.rels"
    if listed not in archive.namelist():
        return []
    rows = []
    for element in _xml(archive, listed).iter():
        if _local(element.tag) == "Relationship" and element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
            rows.append((element.get("Id", ""), element.get("Type", ""), target))
    return rows


def _notes(root: ET.Element) -> dict[str, str]:
    authors = [(element.text or "").strip() for element in root.iter() if _local(element.tag) == "author"]
    found = {}
    for comment in (element for element in root.iter() if _local(element.tag) == "comment"):
        text = _text(comment)
        for author in authors:
            if author and text.startswith(f"{author}:"):  # Excel begins each note with the name of its account
                text = text.removeprefix(f"{author}:").strip()
                break
        if not text.startswith(_PLACEHOLDER):
            found[comment.get("ref", "")] = text
    return found


def _threads(root: ET.Element) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for comment in (element for element in root.iter() if _local(element.tag) == "threadedComment"):
        text = "".join(each.text or "" for each in comment.iter() if _local(each.tag) == "text").strip()
        found.setdefault(comment.get("ref", ""), []).append(text)
    return {cell: "\n".join(text for text in texts if text) for cell, texts in found.items()}


def _text(comment: ET.Element) -> str:
    pieces = (element.text or "" for element in comment.iter() if _local(element.tag) == "t")
    return "".join(pieces).replace("\r\n", "\n").replace("\r", "\n").strip()


def _xml(archive: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(_bytes(archive, name))  # noqa: S314 — expat limits entity expansion; the part is capped


def _bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as stream:
            data = stream.read(MAX_PART_BYTES + 1)
    except KeyError as error:
        raise ValueError(name) from error
    if len(data) > MAX_PART_BYTES:
        raise ValueError(name)
    return data


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
