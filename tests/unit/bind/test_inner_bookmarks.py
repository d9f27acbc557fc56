"""Bookmarks inside a file of evidence stand below its own in the bundle and land on the same pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, String
from pypdf import PdfReader

from dossier.bind import verify
from dossier.bind.assembly import assemble
from dossier.convert.pdf import fallback, links
from tests.support import assembly_source, hostile_pdf

if TYPE_CHECKING:
    from pathlib import Path

PAGES = 4


def bookmarked(folder: Path, name: str = "laporan.pdf") -> Path:
    """A file of four pages with chapters by page and by name, one without a target and one that leads outside."""
    document = hostile_pdf.opened(tuple(f"CONTOH {number}" for number in range(1, PAGES + 1)))
    document.Root.Names = Dictionary(
        Dests=Dictionary(Names=Array([String("tiga"), Array([document.pages[2].obj, Name.Fit])]))
    )
    with document.open_outline() as outline:
        first = OutlineItem("Bab I\n Pendahuluan", 0)
        first.children.append(OutlineItem("Latar belakang", 1))
        second = OutlineItem("Bab II \u202e", None)
        second.children.append(OutlineItem("Rincian", 3))
        outline.root += [first, second, OutlineItem("Bab III", 3)]
    item = document.Root.Outlines.Last
    del item.Dest
    item.A = Dictionary(S=Name.GoTo, D=String("tiga"))
    outside = document.make_indirect(
        Dictionary(
            Title=String("Situs"), Parent=document.Root.Outlines, A=Dictionary(S=Name.URI, URI=String("http://x"))
        )
    )
    item.Next, outside.Prev, document.Root.Outlines.Last = outside, item, outside
    return hostile_pdf.saved(document, folder / name)


def found(bundle: Path) -> list[tuple[int, str, int]]:
    """Return level, title and page (from 1) of the bookmarks below the first file."""
    reader = PdfReader(bundle)
    flat: list[tuple[int, str, int]] = []

    def walk(items: object, level: int) -> None:
        for item in items if isinstance(items, list) else ():
            if isinstance(item, list):
                walk(item, level + 1)
            else:
                flat.append((level, str(item.title), (reader.get_destination_page_number(item) or 0) + 1))

    walk(reader.outline, 1)
    return flat


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle of a plain file and, after it, one with bookmarks, both prepared as a build does."""
    parts = []
    for name, source in (("a.pdf", hostile_pdf.plain_pdf(tmp_path)), ("b.pdf", bookmarked(tmp_path))):
        target = tmp_path / f"bersih-{name}"
        made = fallback.convert(source, target)
        parts.append(assembly_source.Bound(path=name, pdf=target, pages=made.pages, data=name.encode()))
    path = tmp_path / "dossier.pdf"
    assemble(assembly_source.source_of(parts), path, assembly_source.draw)
    return path


def test_they_stand_below_the_bookmark_of_the_file_and_land_on_its_pages(bundle: Path) -> None:
    outline = found(bundle)
    start = next(number for _, title, number in outline if title == "b.pdf")
    assert outline[[title for _, title, _ in outline].index("b.pdf") :][:6] == [
        (4, "b.pdf", start),
        (5, "Bab I Pendahuluan", start),
        (6, "Latar belakang", start + 1),
        (5, "Bab II ⟨U+202E⟩", start + 3),
        (6, "Rincian", start + 3),
        (5, "Bab III", start + 2),
    ]
    assert not any(title == "Situs" for _, title, _ in outline)


def test_they_are_folded_and_leave_nothing_on_the_pages(bundle: Path) -> None:
    with pikepdf.open(bundle) as pdf:
        assert not any("/DossierBookmarks" in page.obj for page in pdf.pages)
        counts = [
            int(item.get("/Count", 0)) for item in pdf.objects if isinstance(item, Dictionary) and "/Title" in item
        ]
    assert all(count <= 0 for count in counts)


def test_reading_back_finds_them_right_and_a_bent_one_wrong(bundle: Path) -> None:
    assert verify(bundle) == ()
    with pikepdf.open(bundle, allow_overwriting_input=True) as pdf:
        (item,) = [
            item for item in pdf.objects if isinstance(item, Dictionary) and str(item.get("/Title")) == "Rincian"
        ]
        item.Dest = Array([pdf.pages[0].obj, Name.Fit])
        pdf.save(bundle)
    assert "Markah 'Rincian' menuju hlm. 1" in " ".join(finding.text for finding in verify(bundle))


def test_many_long_and_deep_ones_are_cut() -> None:
    document = hostile_pdf.opened(("CONTOH",))
    with document.open_outline() as outline:
        deep = OutlineItem("tingkat 1", 0)
        inner = deep
        for level in range(2, 8):
            inner.children.append(OutlineItem(f"tingkat {level}", 0))
            inner = inner.children[0]
        outline.root += [deep, *(OutlineItem("x" * 5_000, 0) for _ in range(500))]
    marks = links.read_bookmarks(document)
    assert len(marks) == links.MOST_BOOKMARKS
    assert max(mark.level for mark in marks) == links.DEEPEST_BOOKMARK
    assert max(len(mark.title) for mark in marks) == links.LONGEST_TITLE


def test_a_list_that_leads_back_to_itself_ends(tmp_path: Path) -> None:
    document = pikepdf.open(bookmarked(tmp_path))
    first = document.Root.Outlines.First
    first.Next, first.First = first, document.Root.Outlines
    assert len(links.read_bookmarks(document)) <= 2


def test_a_page_cannot_bring_bookmarks_of_its_own_making(tmp_path: Path) -> None:
    document = hostile_pdf.opened(("CONTOH",))
    document.pages[0].obj["/DossierBookmarks"] = Array([Dictionary(N=0, L=1, T=String("palsu"))])
    fallback.convert(hostile_pdf.saved(document, tmp_path / "palsu.pdf"), tmp_path / "bersih.pdf")
    with pikepdf.open(tmp_path / "bersih.pdf") as pdf:
        assert "/DossierBookmarks" not in pdf.pages[0].obj
