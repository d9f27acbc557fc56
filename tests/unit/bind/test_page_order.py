from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dossier.bind.page_order import BindingError, Volume, lay_out, settle, whole
from dossier.model import Outline, PageRange, PhotoSheet, Section, SectionKind
from tests.support import assembly_source as made
from tests.support.bind_source import with_assessed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.bind.page_order import BindInput, OwnPages

FILE = Path("tidak-dibuka.pdf")


def three_files() -> BindInput:
    return made.source_of(
        [
            made.Bound(path="I/a.pdf", pdf=FILE, pages=3),
            made.Bound(path="I/b.pdf", pdf=None),
            made.Bound(path="I/c.pdf", pdf=FILE, pages=2),
        ]
    )


def test_sections_follow_one_another_and_a_failed_file_has_its_drawn_page() -> None:
    own, layout = settle(three_files(), made.draw)
    assert {key: (pages.first, pages.count) for key, pages in layout.pages.items()} == {
        "sampul": (1, 1),
        "daftar-isi": (2, 1),
        "area:I": (3, 1),
        "komponen:I.1": (4, 1),
        "indikator:I.1.1": (4, 1),
        "berkas:I/a.pdf": (5, 3),
        "berkas:I/b.pdf": (8, 1),
        "berkas:I/c.pdf": (9, 2),
        "register": (11, 1),
    }
    assert layout.total == 11
    assert all(pdf.startswith(b"%PDF") for pdf in own.pdfs)


def test_the_last_drawing_knows_the_final_page_numbers() -> None:
    seen: list[tuple[dict[str, PageRange], int]] = []

    def draw(source: BindInput, pages: Mapping[str, PageRange], total: int) -> OwnPages:
        seen.append((dict(pages), total))
        return made.draw(source, pages, total)

    _, layout = settle(three_files(), draw)
    assert seen[0] == ({}, 0)
    assert seen[-1] == (layout.pages, layout.total)


def test_drawing_goes_on_until_the_number_of_pages_is_stable() -> None:
    rounds: list[int] = []

    def draw(source: BindInput, pages: Mapping[str, PageRange], total: int) -> OwnPages:
        rounds.append(total)
        drawn = made.draw(source, pages, total)
        longer = PageRange(first=drawn.ranges["register"].first, count=1 if len(rounds) == 1 else 2)
        return replace(drawn, ranges={**drawn.ranges, "register": longer})

    _, layout = settle(three_files(), draw)
    assert rounds == [0, 11, 12]
    assert layout.total == 12


def test_a_drawing_that_never_settles_is_a_loud_error_after_four_rounds() -> None:
    rounds = []

    def draw(source: BindInput, pages: Mapping[str, PageRange], total: int) -> OwnPages:
        rounds.append(total)
        drawn = made.draw(source, pages, total)
        return replace(drawn, ranges={**drawn.ranges, "register": PageRange(first=6, count=total + 1)})

    with pytest.raises(BindingError, match="still changes after 4 drawings"):
        settle(three_files(), draw)
    assert len(rounds) == 4


@pytest.mark.parametrize("change", ["missing", "unknown", "empty"])
def test_sections_and_drawn_pages_must_agree(change: str) -> None:
    source = three_files()
    drawn = made.draw(source, {}, 0)
    ranges = dict(drawn.ranges)
    if change == "missing":
        del ranges["area:I"]
    elif change == "unknown":
        ranges["area:IX"] = PageRange(first=1, count=1)
    else:
        ranges["area:I"] = PageRange(first=3, count=0)
    with pytest.raises(BindingError):
        lay_out(source, replace(drawn, ranges=ranges))


def test_evidence_without_a_prepared_part_is_a_loud_error() -> None:
    source = three_files()
    with pytest.raises(BindingError, match="no prepared part"):
        lay_out(with_assessed(source, parts=source.assessment.parts[:2]), made.draw(source, {}, 0))


def test_the_same_section_twice_is_a_loud_error() -> None:
    source = three_files()
    twice = Outline(sections=source.outline.sections + source.outline.sections[:1])
    with pytest.raises(BindingError, match="twice"):
        lay_out(replace(source, outline=twice), made.draw(source, {}, 0))


def test_the_title_above_supporting_evidence_starts_where_its_first_file_does() -> None:
    source = three_files()
    sections = list(source.outline.sections)
    number = next(n for n, each in enumerate(sections) if each.kind is SectionKind.AREA)
    (component,) = sections[number].children
    (sheet,) = component.children
    *files, last = sheet.children
    title = Section(
        kind=SectionKind.SUPPORTING, key="pendukung:I.1.1", title="Judul", level=4, stamp="I.1.1", children=(last,)
    )
    sheet = replace(sheet, children=(*files, title))
    sections[number] = replace(sections[number], children=(replace(component, children=(sheet,)),))
    layout = settle(replace(source, outline=Outline(sections=tuple(sections))), made.draw)[1]
    assert layout.pages["pendukung:I.1.1"] == layout.pages["berkas:I/c.pdf"]
    assert layout.total == 11


def test_an_empty_component_starts_where_the_next_section_does() -> None:
    source = three_files()
    empty = Section(kind=SectionKind.COMPONENT, key="komponen:I.2", title="Kosong", level=2, stamp="I.2")
    last = replace(empty, key="komponen:I.3")
    cover, *others = source.outline.sections
    layout = lay_out(replace(source, outline=Outline(sections=(cover, empty, *others, last))), made.draw(source, {}, 0))
    assert layout.pages["komponen:I.2"] == layout.pages["daftar-isi"]
    assert layout.pages["komponen:I.3"] == layout.pages["register"]


def test_photos_on_one_sheet_share_its_page_and_the_page_counts_once() -> None:
    sheet = PhotoSheet(paths=("I/b.pdf", "I/c.pdf"), pdf=FILE)
    layout = lay_out(replace(three_files(), sheets=(sheet,)), settle(three_files(), made.draw)[0])
    pages = {key: (pages.first, pages.count) for key, pages in layout.pages.items() if key.startswith("berkas:")}
    assert pages == {"berkas:I/a.pdf": (5, 3), "berkas:I/b.pdf": (8, 1), "berkas:I/c.pdf": (8, 1)}
    assert (set(layout.sharing), layout.total) == ({"berkas:I/c.pdf"}, 9)


def test_a_volume_keeps_the_numbers_of_the_whole_and_knows_where_its_sections_start() -> None:
    layout = settle(three_files(), made.draw)[1]
    first, *_, file, _, after, _ = layout.pieces
    volume = Volume(layout=layout, pieces=(first, file, after), elsewhere={"berkas:I/b.pdf": "lain.pdf"})
    assert [number for number, _ in volume.numbered()] == [1, 5, 6, 7, 9, 10]
    assert volume.starts() == {"sampul": 0, "berkas:I/a.pdf": 1, "berkas:I/c.pdf": 4}
    assert [(run.first, run.count) for run in volume.runs()] == [(1, 1), (5, 3), (9, 2)]
    assert [(run.first, run.count) for run in whole(layout).runs()] == [(1, 11)]
    moved = replace(volume, elsewhere={"berkas:I/a.pdf": "lain.pdf"})
    assert "berkas:I/a.pdf" not in moved.starts()
