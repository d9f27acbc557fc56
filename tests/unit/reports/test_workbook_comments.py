"""Comments are read from the parts of the package: notes, threads, whichever program wrote them."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.comments import Comment

from dossier.reports.workbook_comments import drawn_sheets, read_comments

if TYPE_CHECKING:
    from pathlib import Path

THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
RELATION = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"


def book(path: Path) -> Path:
    """Write a workbook of two sheets with a note on the second."""
    made = openpyxl.Workbook()
    made.create_sheet("Kesenjangan & lain")["B2"].comment = Comment(
        "Akun Kantor:\nbaris satu\nbaris dua", "Akun Kantor"
    )
    made.save(path)
    return path


def rewritten(path: Path, parts: dict[str, bytes]) -> Path:
    """Write the package again with other or more parts."""
    with zipfile.ZipFile(path) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in (old | parts).items():
            archive.writestr(name, data)
    return path


def relations_of(path: Path) -> tuple[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith("sheet2.xml.rels"))
        return name, archive.read(name)


def test_a_note_is_read_with_its_sheet_and_cell_and_without_the_account(tmp_path: Path) -> None:
    assert read_comments(book(tmp_path / "a.xlsx")) == {("Kesenjangan & lain", "B2"): "baris satu\nbaris dua"}


def test_a_thread_takes_the_place_of_the_note_that_stands_for_it(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    name, relations = relations_of(path)
    link = f'<Relationship Id="rIdT" Type="{RELATION}" Target="../threadedComments/t1.xml"/></Relationships>'
    thread = f'<ThreadedComments xmlns="{THREADS}">' + "".join(
        f'<threadedComment ref="B2" id="{text}"><text>{text}</text></threadedComment>' for text in ("tanya", "jawab")
    )
    parts = {
        name: relations.replace(b"</Relationships>", link.encode()),
        "xl/threadedComments/t1.xml": f"{thread}</ThreadedComments>".encode(),
    }
    assert read_comments(rewritten(path, parts)) == {("Kesenjangan & lain", "B2"): "tanya\njawab"}


@pytest.mark.parametrize(
    "target", ["/xl/comments99.xml", "../../../../etc/passwd", "../worksheets/sheet1.xml", "", "https://contoh.id/x"]
)
def test_a_reference_that_leads_nowhere_gives_no_comment_and_no_error(tmp_path: Path, target: str) -> None:
    path = book(tmp_path / "a.xlsx")
    name, _ = relations_of(path)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    relations = f'<Relationships><Relationship Id="r" Type="{kind}" Target="{target}"/></Relationships>'
    assert read_comments(rewritten(path, {name: relations.encode()})) == {}


def test_entities_that_grow_give_no_comment_and_end_at_once(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if "comment" in name and name.endswith(".xml"))
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 50}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE c [<!ENTITY e0 "ha">{entities}]><comments><comment ref="B2"><t>&e11;</t></comment></comments>'
    assert read_comments(rewritten(path, {name: bomb.encode()})) == {}


def test_a_picture_or_text_box_on_a_sheet_is_seen_and_a_chart_is_not(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    name, relations = relations_of(path)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    link = f'<Relationship Id="rIdD" Type="{kind}" Target="../drawings/d1.xml"/></Relationships>'
    listed = {name: relations.replace(b"</Relationships>", link.encode())}
    assert drawn_sheets(rewritten(path, {**listed, "xl/drawings/d1.xml": b"<a><xdr:graphicFrame/></a>"})) == ()
    assert drawn_sheets(rewritten(path, {"xl/drawings/d1.xml": b"<a><xdr:sp macro=''/></a>"})) == (
        "Kesenjangan & lain",
    )


def test_what_is_no_package_gives_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK rusak")
    assert read_comments(path) == {}
    assert drawn_sheets(path) == ()
