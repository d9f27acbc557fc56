"""Tracked changes are printed as accepted, by every layout, and said."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import docx as python_docx
import pytest
from lxml import etree

from dossier.convert.docx import layout
from dossier.convert.extract import readers
from dossier.convert.office import plain_layout, staging, tracked_changes
from dossier.model import Media
from tests.support import tracked
from tests.support.convert_reading import text_of

if TYPE_CHECKING:
    from pathlib import Path

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def flat(text: str) -> str:
    return " ".join(text.split())


def in_order(said: str, words: tuple[str, ...]) -> bool:
    places = [said.find(word) for word in words]
    return -1 not in places and places == sorted(places)


def member(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def test_the_embedded_layout_prints_the_accepted_state_and_says_so(tmp_path: Path) -> None:
    made = layout.convert(tracked.tracked_docx(tmp_path), tmp_path / "hasil.pdf")
    said = flat(text_of(tmp_path / "hasil.pdf"))
    assert in_order(said, tracked.SHOWN)
    assert not any(word in said for word in tracked.GONE)
    assert said.count("dipindah") == 1
    (note,) = [note for note in made.notes if "perubahan terlacak" in note]
    assert "sisipan" in note
    assert "penghapusan" in note
    assert "1 perubahan format" in note


def test_libreoffice_is_given_the_accepted_state(tmp_path: Path) -> None:
    staged = tmp_path / "dok.docx"
    made = staging.stage(tracked.tracked_docx(tmp_path), staged)
    root = etree.fromstring(member(staged, "word/document.xml").encode())
    paragraphs = ["".join(text.text or "" for text in p.iter(f"{WORD}t")) for p in root.iter(f"{WORD}p")]
    assert in_order(flat(" ".join(paragraphs)), tracked.SHOWN)
    names = {etree.QName(element).localname for element in root.iter("*")}
    assert not names & {"ins", "del", "moveFrom", "moveTo", "rPrChange", "delText"}
    assert "12 Maret" not in "".join(map(str, root.itertext()))
    assert any("perubahan terlacak dicetak seolah sudah diterima" in note for note in made.notes)


def test_both_layouts_say_the_same_of_the_changes(tmp_path: Path) -> None:
    source = tracked.tracked_docx(tmp_path)
    notes = (
        staging.stage(source, tmp_path / "dok.docx").notes,
        layout.convert(source, tmp_path / "hasil.pdf").notes,
    )
    first, second = ([note for note in said if "terlacak" in note] for said in notes)
    assert first == second


def test_an_odt_is_laid_out_as_accepted(tmp_path: Path) -> None:
    source = tracked.tracked_odt(tmp_path)
    made = staging.stage(source, tmp_path / "dok.odt")
    content = member(tmp_path / "dok.odt", "content.xml")
    assert "12 Maret" not in content
    assert "Batas waktu 19 Maret" in content
    assert any("1 sisipan, 1 penghapusan" in note for note in made.notes)
    plain_layout.convert(source, tmp_path / "hasil.pdf")
    assert "12 Maret" not in text_of(tmp_path / "hasil.pdf")


def test_matching_reads_what_is_printed(tmp_path: Path) -> None:
    readers.read(tracked.tracked_docx(tmp_path), tmp_path / "teks", Media.DOCX.value)
    said = (tmp_path / "teks").read_text(encoding="utf-8")
    assert said.count("dipindah") == 1
    assert "12 Maret" not in said


def test_an_rtf_with_tracked_changes_says_that_they_may_be_printed(tmp_path: Path) -> None:
    source = tmp_path / "surat.rtf"
    source.write_bytes(rb"{\rtf1 Batas {\deleted 12}{\revised 19} Maret}")
    assert any("terlacak" in note for note in staging.stage(source, tmp_path / "dok.rtf").notes)


@pytest.mark.parametrize("tail", ["", "sisa"])
def test_the_text_behind_a_change_stays(tail: str) -> None:
    space = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    root = etree.fromstring(f"<a {space}>awal<text:change/>{tail}<b/></a>")
    tracked_changes.accept_open_document(root)
    assert "".join(map(str, root.itertext())) == f"awal{tail}"


def test_a_document_without_changes_is_staged_byte_by_byte(tmp_path: Path) -> None:
    source, staged = tmp_path / "biasa.docx", tmp_path / "dok.docx"
    document = python_docx.Document()
    document.add_paragraph("CONTOH")
    document.save(str(source))
    made = staging.stage(source, staged)
    assert member(source, "word/document.xml") == member(staged, "word/document.xml")
    assert not any("terlacak" in note for note in made.notes)
