"""Members of an archive are sections on some of its pages: stamps, bookmarks, links and volumes, read back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, String
from pypdf import PdfReader

from dossier.bind import assembly, restore, verify
from dossier.bind.manifest import FILE_NAME
from dossier.convert.pdf import fallback
from dossier.model import MemberPages, Section, SectionKind
from tests.support import assembly_source as made
from tests.support import hostile_pdf
from tests.support.assembly_pages import Shape, write_shapes

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bind import BindInput

ARCHIVE = "kiriman/bukti.zip"
FIRST = MemberPages(name="undangan.pdf", first=2, count=2)
SECOND = MemberPages(name="b/sop.pdf", first=5, count=1)


def member(pages: MemberPages, stamp: str) -> Section:
    return Section(
        kind=SectionKind.MEMBER,
        key=f"anggota:{pages.first}:{ARCHIVE}",
        title=pages.name,
        level=5,
        stamp=stamp,
        remark=f"{pages.name}, di dalam bukti.zip",
        within=pages,
    )


def source_of(archive: Path, *others: made.Bound) -> BindInput:
    """Return an input with an archive of five pages, two members of it, and other files behind it."""
    source = made.source_of([made.Bound(path=ARCHIVE, pdf=archive, pages=5), *others])
    inside = (member(FIRST, "I.1.1"), member(SECOND, "II.1.1, III.2.1"))

    def filled(section: Section) -> Section:
        if section.path == ARCHIVE:
            return replace(section, children=inside)
        return replace(section, children=tuple(map(filled, section.children)))

    outline = replace(source.outline, sections=tuple(map(filled, source.outline.sections)))
    return replace(source, outline=outline)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return the part of the archive: five pages of several forms."""
    path = tmp_path / "kotak.pdf"
    write_shapes(path, [Shape(), Shape(rotate=90), Shape(), Shape(), Shape(rotate=270)])
    return path


@pytest.fixture
def bundle(archive: Path, tmp_path: Path) -> Path:
    path = tmp_path / "dossier.pdf"
    assembly.assemble(source_of(archive), path, made.draw)
    return path


def feet(bundle: Path) -> list[str]:
    """Return the stamp of each page of the archive."""
    reader = PdfReader(bundle)
    entries = json.loads(reader.attachments[FILE_NAME][0])["entries"]
    first = next(entry["first_page"] for entry in entries if entry.get("path") == ARCHIVE)
    texts = [page.extract_text() for page in reader.pages[first - 1 : first + 4]]
    stamps = [next(line for line in text.splitlines() if "daftar isi" in line) for text in texts]
    return [
        stamp.partition(" daftar isi")[0].partition(" · ")[0] + " di dalam" * ("di dalam" in stamp) for stamp in stamps
    ]


def test_each_page_says_what_is_on_it(bundle: Path) -> None:
    assert feet(bundle) == ["I.1.1", "I.1.1 di dalam", "I.1.1 di dalam", "I.1.1", "II.1.1, III.2.1 di dalam"]


def test_reading_back_finds_all_in_order(bundle: Path) -> None:
    assert verify(bundle) == ()


def test_a_bookmark_of_a_member_that_leads_elsewhere_is_found(bundle: Path) -> None:
    with pikepdf.open(bundle, allow_overwriting_input=True) as pdf:
        (item,) = [o for o in pdf.objects if isinstance(o, Dictionary) and str(o.get("/Title")) == SECOND.name]
        item.Dest = Array([pdf.pages[0].obj, Name.Fit])
        pdf.save(bundle)
    assert f"Markah '{SECOND.name}' menuju hlm. 1" in " ".join(finding.text for finding in verify(bundle))


def test_the_manifest_counts_the_pages_of_the_archive_once(bundle: Path) -> None:
    manifest = json.loads(PdfReader(bundle).attachments[FILE_NAME][0])
    places = {entry["title"]: (entry["first_page"], entry["pages"]) for entry in manifest["entries"]}
    start, count = places["bukti.zip"]
    assert count == 5
    assert places[FIRST.name] == (start + 1, 2)
    assert places[SECOND.name] == (start + 4, 1)
    assert manifest["page_count"] == len(PdfReader(bundle).pages)


def test_what_is_restored_of_the_archive_is_all_its_pages(bundle: Path, tmp_path: Path) -> None:
    (found,) = restore([bundle], tmp_path / "tidak-ada", tmp_path / "kembali")
    assert found.target is not None
    assert len(PdfReader(found.target).pages) == 5


def test_an_archive_is_whole_in_one_volume_and_its_members_are_found_from_the_others(
    archive: Path, tmp_path: Path
) -> None:
    others = []
    for letter in "ab":
        heavy = tmp_path / f"{letter}.pdf"
        write_shapes(heavy, [Shape()])
        with pikepdf.open(heavy, allow_overwriting_input=True) as pdf:
            stream = pdf.make_stream(bytes(400_000), Type=Name.X)
            pdf.pages[0].Resources.XObject = Dictionary(Berat=stream)
            pdf.save(heavy, compress_streams=False)
        others.append(made.Bound(path=f"I/{letter}.pdf", pdf=heavy, data=letter.encode()))
    source = source_of(archive, *others)
    written = assembly.assemble_volumes(source, tmp_path, made.draw, stem="jilid", most=700_000)
    assert len(written) > 1
    assert [verify(tmp_path / name) for name in written] == [()] * len(written)


def test_bookmarks_that_came_with_a_member_stand_below_it(tmp_path: Path) -> None:
    document = hostile_pdf.opened(("depan", "satu", "dua", "lain", "tiga"))
    with document.open_outline() as outline:
        outline.root += [OutlineItem("Daftar", 0), OutlineItem("Bab", 2), OutlineItem("Lampiran", 3)]
    fallback.convert(hostile_pdf.saved(document, tmp_path / "kotak-mentah.pdf"), tmp_path / "kotak.pdf")
    path = tmp_path / "dossier.pdf"
    assembly.assemble(source_of(tmp_path / "kotak.pdf"), path, made.draw)
    assert verify(path) == ()
    assert below(PdfReader(path).outline, "bukti.zip") == [FIRST.name, ["Bab"], SECOND.name, "Daftar", "Lampiran"]
    with pikepdf.open(path) as pdf:
        (item,) = [o for o in pdf.objects if isinstance(o, Dictionary) and o.get("/Title") == String("bukti.zip")]
        assert int(item.Count) == -4


def below(outline: object, title: str) -> list[object]:
    """Return the titles below a bookmark, those below them in lists."""
    items = outline if isinstance(outline, list) else []
    for place, item in enumerate(items):
        following = items[place + 1] if place + 1 < len(items) else None
        if not isinstance(item, list) and str(item.title) == title and isinstance(following, list):
            return _titles(following)
        if isinstance(item, list) and (found := below(item, title)):
            return found
    return []


def _titles(items: list[object]) -> list[object]:
    return [_titles(item) if isinstance(item, list) else str(getattr(item, "title", "")) for item in items]
