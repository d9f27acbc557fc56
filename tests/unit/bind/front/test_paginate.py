"""Sections of our own pages that would be too long: cut, counted, and never a failed build."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf

from dossier.bind.front import _MOST_PAGES, KeptPages
from dossier.bind.front.capped_lists import MOST_NOTES, findings_cells
from dossier.bind.front.paginate import DrawnSection, compose
from dossier.model import Audience, Finding, Outline, Section, SectionKind, Severity
from dossier.pipeline.bundles import too_long
from dossier.typeset import page_setup
from dossier.typeset.cells import TextCell, line
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import row
from dossier.typeset.typography import STYLES

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bind.page_order import OwnPages

ROWS = 2_000


def drawing(key: str, rows: int, most: int | None) -> DrawnSection:
    """Return a section of rows "key:0", "key:1" … and a second table of one row."""
    table = Ledger((page_setup.WIDTH,), [row(line(f"{key}:{number}", STYLES.body)) for number in range(rows)])
    return DrawnSection(key, (table, Ledger((page_setup.WIDTH,), [row(line(f"{key}:akhir", STYLES.body))])), most=most)


def texts_of(own: OwnPages) -> list[str]:
    (data,) = own.pdfs
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def test_a_section_that_is_too_long_is_cut_and_the_next_one_is_whole() -> None:
    own = compose([drawing("panjang", ROWS, 2), drawing("pendek", 3, 2)])
    texts = texts_of(own)
    assert {key: pages.count for key, pages in own.ranges.items()} == {"panjang": 3, "pendek": 1}
    shown = sum(text.count("panjang:") for text in texts)
    assert own.left_out == {"panjang": ROWS + 1 - shown}
    assert f"… dan {f'{ROWS + 1 - shown:,}'.replace(',', '.')} baris lagi, tidak dicetak di sini" in texts[2]
    assert texts[3].count("pendek:") == 4


def test_a_section_that_fills_its_pages_is_not_cut() -> None:
    free = compose([drawing("utuh", 100, None)])
    limited = compose([drawing("utuh", 100, free.ranges["utuh"].count)])
    assert limited.left_out == {}
    assert texts_of(limited) == texts_of(free)


def test_contents_and_register_have_no_limit() -> None:
    unlimited = {kind for kind in SectionKind if kind not in _MOST_PAGES}
    pageless = {SectionKind.COMPONENT, SectionKind.SUPPORTING, SectionKind.MEMBER, SectionKind.QUESTION_MARK}
    assert unlimited == {SectionKind.CONTENTS, SectionKind.REGISTER, SectionKind.PAPER, *pageless}


def test_what_was_cut_is_known_of_kept_pages_too(tmp_path: Path) -> None:
    own = compose([drawing("panjang", ROWS, 1)])
    KeptPages(tmp_path, "1").keep("kunci", own)
    again = KeptPages(tmp_path, "1").recall("kunci")
    assert again is not None
    assert again.left_out == own.left_out != {}


def test_the_finding_names_the_section_and_the_rows() -> None:
    section = Section(kind=SectionKind.GAPS, key="kesenjangan", title="Daftar kesenjangan", level=1, stamp="")
    text = too_long(Outline(sections=(section,)), "kesenjangan", 1_234).text
    assert "“Daftar kesenjangan”" in text
    assert "1.234 baris" in text


def test_findings_beside_a_slot_are_counted_when_they_are_too_many() -> None:
    findings = [
        Finding(code="kosong", severity=Severity.WARNING, subject="I.1.1", text=f"temuan {number}")
        for number in range(MOST_NOTES + 5)
    ]
    cells = [cell for cell in findings_cells(Audience.STAF, findings) if isinstance(cell, TextCell)]
    assert len(cells) == MOST_NOTES + 1
    assert cells[-1].text == "… dan 5 catatan lagi"
