"""The drawn pages as a reader finds them: sections, links, words, and nothing beyond the margins."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from reportlab.lib.units import mm

from dossier.audit.front_state import front_states
from dossier.audit.status import AssessorNote, StaffNote, Urgency, status_of
from dossier.bind.front import draw, gap_list_pdf
from dossier.bind.front.capped_lists import MOST_FILES
from dossier.bind.front.page_parts import Index
from dossier.errors import OutputError
from dossier.letter_text import EditionTotals, letter_rows
from dossier.model import FrontPaper, Media, SectionKind, State
from dossier.outline import outline
from dossier.typeset import page_setup
from dossier.typeset.typography import REGULAR, text_width
from tests.support.bind_source import HOSTILE_NAMES, bind_source, drawn_pages, some_pages, with_assessed

if TYPE_CHECKING:
    from pathlib import Path

    from pypdf import PageObject

    from dossier.bind.page_order import BindInput, OwnPages

SMALL = 14
STAMP = 12 * mm
OUTDENT = 8
RIGHT_EDGE = page_setup.LEFT + page_setup.WIDTH + 1
UNDRAWN = {SectionKind.EVIDENCE, SectionKind.COMPONENT}


@cache
def _source() -> BindInput:
    return bind_source(SMALL)


@cache
def _own() -> OwnPages:
    return draw(_source(), some_pages(_source()), 321)


@cache
def _pages() -> tuple[PageObject, ...]:
    return drawn_pages(_own())


def _text(key: str) -> str:
    """The words of a section, blanks folded."""
    pages = _own().ranges[key]
    return " ".join(" ".join(page.extract_text() for page in _pages()[pages.first - 1 : pages.last]).split())


def _links(key: str) -> list[str]:
    pages = _own().ranges[key]
    return [link for page in range(pages.first, pages.last + 1) for link, _ in _own().links.get(page, ())]


def _failing(source: BindInput) -> set[str]:
    return {f"berkas:{part.file.path}" for part in source.assessment.parts if part.pdf is None}


def test_every_section_but_evidence_and_components_is_drawn_in_order() -> None:
    expected = [
        section.key
        for section in _source().outline.walk()
        if section.kind not in UNDRAWN or section.key in _failing(_source())
    ]
    assert list(_own().ranges) == expected
    assert _failing(_source())


def test_the_ranges_tile_the_document() -> None:
    following = 1
    for key, pages in _own().ranges.items():
        if pages.first == following - 1 and pages.count == 1:  # below a sheet that ends on the page where it began
            assert next(section for section in _source().outline.walk() if section.key == key).follows
            continue
        assert pages.first == following
        assert pages.count >= 1
        following = pages.last + 1
    assert following == len(_pages()) + 1


@pytest.mark.parametrize(("first", "step", "total"), [(1, 1, 9), (9_000, 1, 99_999), (7, 13, 2_000)])
def test_the_layout_does_not_depend_on_the_page_numbers(first: int, step: int, total: int) -> None:
    source = _source()
    assert draw(source, {}, 0).ranges == draw(source, some_pages(source, first=first, step=step), total).ranges


def test_two_drawings_are_the_same_bytes() -> None:
    source = bind_source(SMALL)
    assert draw(source, some_pages(source), 321).pdfs == _own().pdfs


def test_the_contents_link_every_section_and_print_its_page() -> None:
    listed = [s for s in _source().outline.walk() if s.kind not in {SectionKind.COVER, SectionKind.CONTENTS}]
    assert set(_links("daftar-isi")) == {section.key for section in listed}
    words = _text("daftar-isi").split()
    pages = some_pages(_source())
    assert all(str(pages[section.key].first) in words for section in listed)


def test_every_link_leads_to_a_section() -> None:
    keys = {section.key for section in _source().outline.walk()}
    for key in _own().ranges:
        assert set(_links(key)) <= keys, key


def test_an_indicator_sheet_says_the_four_columns_and_links_its_files() -> None:
    source = _source()
    for indicator in source.assessment.plan.indicators:
        key = f"indikator:{indicator.code}"
        text = _text(key)
        for column in (indicator.statement, indicator.evidence_text, indicator.schedule.text):
            assert " ".join(column.split()) in text
        for requirement in indicator.requirements:
            assert requirement.label in text
        files = {path for slot in source.assessment.coverage.of_indicator(indicator.code) for path in slot.files}
        assert {f"berkas:{path}" for path in files} <= set(_links(key))


def test_every_state_is_said_in_words() -> None:
    everything = " ".join(_text(f"indikator:{indicator.code}") for indicator in _source().assessment.plan.indicators)
    for words in ("ada", "belum ada", "belum jatuh tempo", "bermasalah", "perlu konfirmasi"):
        assert words in everything


def test_evidence_bound_elsewhere_is_cross_referenced() -> None:
    source = bind_source(71)
    pages = some_pages(source)
    homes = {section.path: section for section in source.outline.walk() if section.path}
    slot, path = next(
        (slot, path)
        for slot in source.assessment.coverage.slots
        for path in slot.files
        if homes[path].stamp != slot.indicator
    )
    own = draw(source, pages, 1)
    found = own.ranges[f"indikator:{slot.indicator}"]
    drawn = drawn_pages(own)
    text = " ".join(page.extract_text() for page in drawn[found.first - 1 : found.last])
    assert f"lihat hlm. {pages[homes[path].key].first} (dimuat pada {homes[path].stamp})" in " ".join(text.split())


def test_an_optional_thing_that_is_not_there_is_no_gap() -> None:
    source = bind_source(71)
    optional = next(slot for slot in source.assessment.coverage.slots if not slot.counts)
    own = draw(source, {}, 1)
    drawn = drawn_pages(own)

    def text(key: str) -> str:
        pages = own.ranges[key]
        return " ".join(page.extract_text() for page in drawn[pages.first - 1 : pages.last])

    assert "opsional, tidak ada" in text(f"indikator:{optional.indicator}")
    assert f"{optional.indicator} {optional.requirement.id}" not in text("kesenjangan").splitlines()


def test_the_gap_list_names_each_gap_and_starts_with_what_is_overdue() -> None:
    source = _source()
    text = _text("kesenjangan")
    view = status_of(source.assessment.plan, source.assessment.coverage)
    assert f"Lewat jatuh tempo: {len(view.gaps(Urgency.OVERDUE))} slot" in text
    assert all(f"{row.indicator.code} {row.requirement.id}" in text for row in view.gaps())
    parts = [f"{title}: {len(view.gaps(urgency))} slot" for urgency, title in PARTS.items() if view.gaps(urgency)]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert len(places) > 2


PARTS = {
    Urgency.OVERDUE: "Lewat jatuh tempo",
    Urgency.SOON: "Jatuh tempo dalam 30 hari",
    Urgency.CHECK: "Perlu diperiksa",
    Urgency.LATER: "Jatuh tempo kemudian",
}


def test_the_gap_list_opens_with_pictures_of_areas_and_months() -> None:
    source = _source()
    view = status_of(source.assessment.plan, source.assessment.coverage)
    text = _text("kesenjangan")
    for each in view.areas:
        assert f"{each.totals.states[State.PRESENT]} dari {each.totals.due}{each.totals.in_brackets}" in text
    matrix = text[text.index("BUKTI ", text.index("Bukti dan bulan")) : text.index("Lewat jatuh tempo")]
    assert all(f"{row.indicator.code} {row.requirement.id}" in matrix for row in view.matrix.rows)
    assert "Jan" in matrix
    assert "Des" in matrix


def test_gaps_go_by_person_and_say_what_was_found_and_what_is_being_done() -> None:
    source = _source()
    rows = status_of(source.assessment.plan, source.assessment.coverage).rows
    late = next(row for row in rows if row.urgency is Urgency.OVERDUE)
    place = late.place
    view = status_of(
        source.assessment.plan,
        source.assessment.coverage,
        notes={place: StaffNote(person="Pegawai <b>Satu</b>", follow_up="menunggu tanda tangan")},
        templates={place[:2]: "notulen"},
    )
    own = draw(with_assessed(source, status=view), {}, 1)
    drawn = drawn_pages(own)
    pages = own.ranges["kesenjangan"]
    text = " ".join(" ".join(p.extract_text() for p in drawn[pages.first - 1 : pages.last]).split())
    assert "Penanggung jawab: Pegawai <b>Satu</b>" in text
    assert "belum ada penanggung jawab" in text
    assert "tindak lanjut: menunggu tanda tangan" in text
    assert f"templat: notulen (dossier render {place[0]})" in text


def test_remarks_of_the_assessors_are_answered_with_what_changed_since() -> None:
    source = _source()
    plan, coverage = source.assessment.plan, source.assessment.coverage
    row = next(row for row in status_of(plan, coverage).rows if row.coverage.files)
    path = row.coverage.files[0]
    hashes = {file.path: file.sha256 for file in source.assessment.scan.files}
    remark = AssessorNote(
        status="perbaiki", text="Belum ditandatangani", seen=((path, "0" * 64), ("lama.pdf", "1" * 64))
    )
    other = AssessorNote(status="sesuai", by="Penilai Dua", file="dua.xlsx")
    view = status_of(plan, coverage, remarks={row.place: (remark, other)}, hashes=hashes)
    order = outline(plan, coverage, source.assessment.matching, remarks=bool(view.remarked))
    told = replace(with_assessed(source, status=view), outline=order)
    own = draw(told, {}, 1)
    pages = own.ranges["catatan-tpi"]
    drawn = drawn_pages(own)
    text = " ".join(" ".join(p.extract_text() for p in drawn[pages.first - 1 : pages.last]).split())
    assert "2 catatan tim penilai internal" in text
    assert "Penilai Dua status: sesuai" in text
    assert "Belum ditandatangani" in text
    assert "status: perbaiki" in text
    assert "belum ada tindak lanjut yang dicatat" in text
    assert "diganti:" in text
    assert "ditarik: lama.pdf" in text


def test_hundreds_of_changes_since_a_remark_are_cut_and_withdrawn_files_are_not_said_to_be_in_the_contents() -> None:
    source = _source()
    plan, coverage = source.assessment.plan, source.assessment.coverage
    row = next(row for row in status_of(plan, coverage).rows if row.coverage.files)
    seen = tuple((f"lama-{number:03}.pdf", f"{number:064x}") for number in range(MOST_FILES + 9))
    hashes = {file.path: file.sha256 for file in source.assessment.scan.files}
    remark = AssessorNote(status="perbaiki", text="Lengkapi", seen=seen)
    view = status_of(plan, coverage, remarks={row.place: (remark,)}, hashes=hashes)
    order = outline(plan, coverage, source.assessment.matching, remarks=bool(view.remarked))
    own = draw(replace(with_assessed(source, status=view), outline=order), {}, 1)
    pages = own.ranges["catatan-tpi"]
    drawn = drawn_pages(own)
    text = " ".join(" ".join(p.extract_text() for p in drawn[pages.first - 1 : pages.last]).split())
    assert text.count("ditarik: lama-") == MOST_FILES
    assert "… dan 9 berkas yang ditarik lagi" in text
    assert "berkas lagi; selengkapnya di daftar isi" not in text
    assert "baru: " in text


def test_without_remarks_there_is_no_chapter_of_them() -> None:
    assert "catatan-tpi" not in _own().ranges


def test_the_register_lists_every_file_with_its_whole_fingerprint() -> None:
    text = _text("register")
    assert all(file.sha256 in text for file in _source().assessment.scan.files)
    bound = {section.path for section in _source().outline.walk() if section.path}
    assert {f"berkas:{path}" for path in bound} == set(_links("register"))


def test_a_failure_page_says_which_file_why_and_what_to_do() -> None:
    for part in _source().assessment.parts:
        if part.pdf is None:
            text = _text(f"berkas:{part.file.path}")
            assert "Berkas ini tidak dapat dimuat" in text
            assert part.problem is not None
            assert part.problem in text
            assert part.file.sha256 in text
            assert "YANG PERLU DILAKUKAN" in text


def test_hostile_names_are_printed_and_never_parsed() -> None:
    text = _text("tanpa-tempat").replace(" ", "")
    assert "<imgsrc='/etc/passwd'/><b>tebal</b>&<fontsize=90>besar.pdf" in text
    assert "baris⟨U+000A⟩baru⟨U+0009⟩dan⟨U+001B⟩[31mwarna.pdf" in text
    assert "kanan⟨U+202E⟩gpj.fdp" in text
    assert "a" * 236 + ".pdf" in text
    assert f"berkas:Lain-lain/{HOSTILE_NAMES[0]}" in _links("tanpa-tempat")


def test_nothing_is_drawn_beyond_the_margins_or_into_the_stamp() -> None:
    outside: list[str] = []

    def look(text: str, frame: list[float], place: list[float], _: object, size: float) -> None:
        for words in text.split("\n"):
            x, y = frame[4] + place[4], frame[5] + place[5]
            fits = x >= page_setup.LEFT - OUTDENT and x + text_width(words.rstrip(), REGULAR, size) <= RIGHT_EDGE
            if words.strip() and not (fits and y - size * 0.3 > STAMP and y + size < page_setup.PAGE_HEIGHT):
                outside.append(f"{words[:60]!r} at {x:.0f},{y:.0f}")

    for page in _pages():
        page.extract_text(visitor_text=look)
    assert not outside


def test_a_table_has_one_head_a_page() -> None:
    for key, name in (("tanpa-tempat", "SEBAB DAN TEMPAT TERDEKAT"), ("register", "BERKAS DAN SHA-256")):
        pages = _own().ranges[key]
        texts = [page.extract_text() for page in _pages()[pages.first - 1 : pages.last]]
        assert all(text.count(name) <= 1 for text in texts)


def test_a_blank_stands_where_only_the_unit_knows() -> None:
    source = _source()
    unknown = with_assessed(source, unit=replace(source.assessment.unit, signatories=(), place=""))
    own = draw(unknown, {}, 1)
    text = drawn_pages(own)[own.ranges["pengantar"].first - 1].extract_text()
    assert "Pegawai Satu" not in text
    assert text.count("." * 24) >= 5
    assert "Nomor" in text
    assert "Diterima tanggal" in text
    assert "Pegawai Satu" in _text("pengantar")


def test_recordings_get_advice_of_their_own() -> None:
    source = _source()
    part = next(part for part in source.assessment.parts if part.pdf is None)
    video = replace(part.file, media=Media.VIDEO)
    files = tuple(video if file.path == video.path else file for file in source.assessment.scan.files)
    own = draw(with_assessed(source, scan=replace(source.assessment.scan, files=files)), {}, 1)
    page = drawn_pages(own)[own.ranges[f"berkas:{video.path}"].first - 1]
    assert "Rekaman tidak dapat dicetak" in page.extract_text()


def test_an_empty_evidence_tree_still_makes_all_pages() -> None:
    source = bind_source(3, names=())
    empty = with_assessed(
        source,
        scan=replace(source.assessment.scan, files=(), ignored=()),
        parts=(),
        matching=replace(source.assessment.matching, claims=(), ambiguous=(), unplaced=(), ignored=()),
    )
    assert set(draw(empty, {}, 1).ranges) >= {"sampul", "register", "tanpa-tempat", "kesenjangan"}


def test_texts_longer_than_a_page_flow_on() -> None:
    source = bind_source(2)
    area = source.assessment.plan.areas[0]
    component = area.components[0]
    indicator = replace(component.indicators[0], steps="Melaksanakan rapat evaluasi. " * 900)
    component = replace(component, indicators=(indicator, *component.indicators[1:]))
    area = replace(area, components=(component, *area.components[1:]))
    plan = replace(source.assessment.plan, areas=(area, *source.assessment.plan.areas[1:]))
    own = draw(with_assessed(source, plan=plan), {}, 1)
    assert own.ranges[f"indikator:{indicator.code}"].count >= 3


def test_the_gap_list_alone_numbers_its_pages_and_links_nothing(tmp_path: Path) -> None:
    target = tmp_path / "kesenjangan.pdf"
    gap_list_pdf(_source(), target)
    reader = PdfReader(target)
    for number, page in enumerate(reader.pages, start=1):
        assert f"hlm. {number}/{len(reader.pages)}" in page.extract_text()
        assert "/Annots" not in page
    first = target.read_bytes()
    gap_list_pdf(_source(), target)
    assert target.read_bytes() == first
    assert list(tmp_path.iterdir()) == [target]


def test_a_gap_list_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as raised:
        gap_list_pdf(_source(), tmp_path / "tidak-ada" / "kesenjangan.pdf")
    assert raised.value.hint


def test_the_letter_says_the_totals_of_the_bundle_in_the_words_of_the_template() -> None:
    source = _source()
    own = draw(source, some_pages(source), 888)
    letter = " ".join(drawn_pages(own)[own.ranges["pengantar"].first - 1].extract_text().split())
    totals = EditionTotals(pages=888, files=sum(part.pdf is not None for part in source.assessment.parts))
    bound = int(re.findall(r"(\d+) berkas bukti", letter)[0])
    assert replace(totals, files=bound).words in letter
    assert "Belum ditandatangani" in letter
    assert all(" ".join(each.what.split()[:3]) in letter for each in letter_rows(source.assessment.plan))


def test_a_signed_letter_takes_the_place_of_the_drawn_one_and_counts_as_no_evidence() -> None:
    source = _source()
    path = next(each.path for each in source.outline.walk() if each.path)
    states = tuple(
        replace(each, path=path if each.paper is FrontPaper.COVER_LETTER else None)
        for each in front_states(source.assessment.matching, {})
    )
    signed = with_assessed(source, front=states)
    assert Index(signed, {}, 0).evidence_count == Index(source, {}, 0).evidence_count - 1
