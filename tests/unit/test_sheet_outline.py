"""Bookmarks by question of the evaluation sheet, and the chapters that follow it."""

from __future__ import annotations

from dataclasses import replace

from dossier import audit
from dossier.model import Audience, Outline, QuestionClaim, SectionKind
from dossier.outline import outline
from dossier.sheet_outline import SheetChapters, landings, question_mark
from tests.support.audit_values import INVITATION, claim, day, indicator, matching, plan, scan_of, unplaced

PLAN = plan(indicator("I.1.1", "Maret 2025", INVITATION), indicator("I.1.2", "Maret 2025"))
ROWS = {"A.1.I.i.a": ("I.1.1", "I.1.2"), "A.1.II.i.a": ("II.9.9",)}


def outlined(chapters: SheetChapters | None, audience: Audience = Audience.TPI) -> Outline:
    file = unplaced("Survei.pdf").file
    answer = QuestionClaim(file=file, question="B.I.a", score=0.9, reasons=("kunci",))
    matched = replace(matching(claim("I.1.1 Undangan.pdf", "I.1.1", "a")), questions=(answer,))
    coverage, _ = audit.audit(PLAN, scan_of(matched), matched, day("2025-07-01"))
    return outline(PLAN, coverage, matched, chapters=chapters, audience=audience)


def test_a_question_leads_to_the_sheets_of_its_rows_and_to_its_own() -> None:
    found = landings(ROWS, outlined(None).walk())
    assert {key: [each.key for each in places] for key, places in found.items()} == {
        "A.1.I.i.a": ["indikator:I.1.1", "indikator:I.1.2"],
        "B.I.a": ["pertanyaan:B.I.a"],
    }


def test_bookmarks_by_question_stand_in_the_order_of_the_sheet_below_half_and_area() -> None:
    index = next(each for each in outlined(SheetChapters(rows=ROWS)).sections if each.key == "indeks-lke")
    told = [(group.title, [mark.leads_to for mark in group.children]) for group in index.children]
    assert told == [
        ("Pemenuhan I Manajemen Perubahan", ["indikator:I.1.1"]),
        ("Hasil", ["pertanyaan:B.I.a"]),
    ]
    assert index.children[0].children[0].key == question_mark("A.1.I.i.a")
    assert not any(mark.has_pages for mark in index.children)


def test_the_chapters_are_there_only_where_they_have_something_to_say() -> None:
    kinds = [each.kind for each in outlined(SheetChapters(rows={}, scored=False)).sections]
    assert SectionKind.SELF_ASSESSMENT not in kinds
    assert SectionKind.ASSESSED not in kinds
    assessed = [each.kind for each in outlined(SheetChapters(rows=ROWS, assessed=True)).sections]
    assert assessed.index(SectionKind.SELF_ASSESSMENT) == assessed.index(SectionKind.CONTENTS) + 1
    assert assessed.index(SectionKind.ASSESSED) < assessed.index(SectionKind.GAPS)
    assert assessed[-2:] == [SectionKind.QUESTION_INDEX, SectionKind.REGISTER]


def test_what_is_submitted_has_the_index_alone() -> None:
    kinds = {each.kind for each in outlined(SheetChapters(rows=ROWS, assessed=True), Audience.TPN).sections}
    assert SectionKind.QUESTION_INDEX in kinds
    assert not kinds & {SectionKind.SELF_ASSESSMENT, SectionKind.ASSESSED}
