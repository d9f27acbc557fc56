"""The order, the titles and the depth of the dossier's sections; each file bound once."""

from __future__ import annotations

from dataclasses import replace

from dossier import audit
from dossier.model import (
    Audience,
    Component,
    IgnoredFile,
    MemberPages,
    Outline,
    Plan,
    QuestionClaim,
    Section,
    SectionKind,
)
from dossier.outline import homes_of, outline
from dossier.stamp_words import SpecialFiles
from tests.support.audit_values import (
    ATTENDANCE,
    INVITATION,
    Group,
    ambiguous,
    claim,
    day,
    indicator,
    matching,
    plan,
    scan_of,
    unplaced,
)

TWO_AREAS = plan(
    indicator("I.1.1", "Maret, Juni 2025", INVITATION, ATTENDANCE),
    indicator("I.1.2", "Maret 2025"),
    indicator("I.2.1", "Maret 2025"),
    indicator("II.1.1", "Maret 2025"),
)


def outlined(plan_: Plan, *groups: Group) -> Outline:
    matched = matching(*groups)
    coverage, _ = audit.audit(plan_, scan_of(matched), matched, day("2025-07-01"))
    return outline(plan_, coverage, matched)


def section(outline_: Outline, key: str) -> Section:
    return next(each for each in outline_.walk() if each.key == key)


def bound(outline_: Outline, key: str) -> list[str | None]:
    return [child.path for child in section(outline_, key).children]


def test_an_empty_evidence_folder_gives_every_section_of_the_plan() -> None:
    assert [(each.level, each.key, each.stamp) for each in outlined(TWO_AREAS).walk()] == [
        (1, "sampul", "Sampul"),
        (1, "pengantar", "Pengantar"),
        (1, "daftar-isi", "Daftar Isi"),
        (1, "area:I", "I"),
        (2, "komponen:I.1", "I.1"),
        (3, "indikator:I.1.1", "I.1.1"),
        (3, "indikator:I.1.2", "I.1.2"),
        (2, "komponen:I.2", "I.2"),
        (3, "indikator:I.2.1", "I.2.1"),
        (1, "area:II", "II"),
        (2, "komponen:II.1", "II.1"),
        (3, "indikator:II.1.1", "II.1.1"),
        (1, "kesenjangan", "Kesenjangan"),
        (1, "tanpa-tempat", "Tanpa tempat"),
        (1, "register", "Register"),
    ]


def test_a_signed_letter_stands_in_the_place_of_the_drawn_one_and_others_behind_it() -> None:
    matched = matching()
    coverage, _ = audit.audit(TWO_AREAS, scan_of(matched), matched, day("2025-07-01"))
    signed = [("Surat pengantar", "a.pdf"), ("SPTJM", "b.pdf")]
    for audience, front, keys in (
        (Audience.TPI, signed, ["sampul", "berkas:a.pdf", "berkas:b.pdf", "daftar-isi"]),
        (Audience.TPN, signed, ["sampul", "berkas:a.pdf", "berkas:b.pdf", "daftar-isi"]),
        (Audience.TPI, signed[1:], ["sampul", "pengantar", "berkas:b.pdf", "daftar-isi"]),
    ):
        special = SpecialFiles(front=front)
        made = outline(TWO_AREAS, coverage, matched, special=special, audience=audience)
        assert [each.key for each in made.sections][: len(keys)] == keys


def test_titles_carry_the_code_and_the_words_of_the_plan() -> None:
    made = outlined(TWO_AREAS, claim("I/1/undangan maret.pdf", "I.1.1 a", "2025-03"))
    assert [(each.kind, each.title) for each in made.sections[3].walk()][:4] == [
        (SectionKind.AREA, "I. Area I"),
        (SectionKind.COMPONENT, "I.1 Komponen I.1"),
        (SectionKind.INDICATOR, "I.1.1 Pernyataan I.1.1"),
        (SectionKind.EVIDENCE, "undangan maret.pdf"),
    ]


def test_evidence_lies_below_its_indicator_and_bears_its_code() -> None:
    made = outlined(TWO_AREAS, claim("x/undangan.pdf", "I.1.1 a", "2025-03"))
    (file,) = section(made, "indikator:I.1.1").children
    assert (file.key, file.level, file.stamp, file.path) == ("berkas:x/undangan.pdf", 4, "I.1.1", "x/undangan.pdf")


def test_files_follow_requirement_slot_and_path() -> None:
    made = outlined(
        TWO_AREAS,
        claim("a hadir juni.pdf", "I.1.1 b", "2025-06"),
        claim("b hadir maret.pdf", "I.1.1 b", "2025-03"),
        claim("c undangan juni.pdf", "I.1.1 a", "2025-06"),
        claim("d undangan maret 2.pdf", "I.1.1 a", "2025-03"),
        claim("d undangan maret 1.pdf", "I.1.1 a", "2025-03"),
    )
    assert bound(made, "indikator:I.1.1") == [
        "d undangan maret 1.pdf",
        "d undangan maret 2.pdf",
        "c undangan juni.pdf",
        "b hadir maret.pdf",
        "a hadir juni.pdf",
    ]


def test_a_file_of_an_unread_period_is_bound_last() -> None:
    made = outlined(TWO_AREAS, claim("a.pdf", "I.1.1 a"), claim("z.pdf", "I.1.1 b", "2025-06"))
    assert bound(made, "indikator:I.1.1") == ["z.pdf", "a.pdf"]


def test_a_file_that_serves_several_indicators_is_bound_under_the_first_in_plan_order() -> None:
    claims = (claim("sk.pdf", "II.1.1 a"), claim("sk.pdf", "I.1.2 a"), claim("sk.pdf", "I.2.1 a"))
    made = outlined(TWO_AREAS, *claims)
    assert [each.key for each in made.walk() if each.path == "sk.pdf"] == ["berkas:sk.pdf"]
    assert bound(made, "indikator:I.1.2") == ["sk.pdf"]
    assert homes_of(TWO_AREAS, matching(*claims)) == {"sk.pdf": ("I.1.2", "I.2.1", "II.1.1")}


def test_ambiguous_files_then_unplaced_ones_follow_their_list() -> None:
    made = outlined(TWO_AREAS, unplaced("a.pdf"), unplaced("x/c.pdf"), ambiguous("b.pdf", ("I.1.2 a", None)))
    assert bound(made, "tanpa-tempat") == ["b.pdf", "a.pdf", "x/c.pdf"]
    assert {(child.level, child.stamp) for child in section(made, "tanpa-tempat").children} == {(2, "Tanpa tempat")}


def test_ignored_files_are_not_bound() -> None:
    made = outlined(TWO_AREAS, IgnoredFile(path="Thumbs.db", reason="berkas sistem"))
    assert all(each.path is None for each in made.walk())


def test_a_file_claimed_for_an_indicator_that_the_plan_lacks_is_not_lost() -> None:
    assert bound(outlined(TWO_AREAS, claim("a.pdf", "VI.9.9 a")), "tanpa-tempat") == ["a.pdf"]


def test_a_component_without_indicators_is_left_out() -> None:
    area = TWO_AREAS.areas[0]
    hollow = replace(area, components=(*area.components, Component(code="I.3", title="Kosong", indicators=())))
    keys = [each.key for each in outlined(replace(TWO_AREAS, areas=(hollow,))).walk()]
    assert "komponen:I.3" not in keys
    assert "komponen:I.2" in keys


def test_a_plan_without_areas_still_has_its_own_sections() -> None:
    made = outlined(replace(TWO_AREAS, areas=()), unplaced("a.pdf"))
    assert [each.kind for each in made.sections] == [
        SectionKind.COVER,
        SectionKind.LETTER,
        SectionKind.CONTENTS,
        SectionKind.GAPS,
        SectionKind.UNPLACED,
        SectionKind.REGISTER,
    ]


def test_what_is_for_no_requirement_yet_stands_last_under_a_title_of_its_own() -> None:
    made = outlined(
        TWO_AREAS,
        claim("a tambahan.pdf", "I.1.1"),
        claim("undangan.pdf", "I.1.1 a", "2025-03"),
        claim("sk.pdf", "I.1.2"),
        claim("sk.pdf", "I.1.2 a", "2025-03"),
    )
    assert [(each.level, each.key, each.stamp) for each in section(made, "indikator:I.1.1").walk()] == [
        (3, "indikator:I.1.1", "I.1.1"),
        (4, "berkas:undangan.pdf", "I.1.1"),
        (4, "pendukung:I.1.1", "I.1.1"),
        (5, "berkas:a tambahan.pdf", "I.1.1"),
    ]
    assert section(made, "pendukung:I.1.1").title == "Bukti pendukung, butir belum ditetapkan"
    assert not section(made, "pendukung:I.1.1").has_pages
    assert bound(made, "indikator:I.1.2") == ["sk.pdf"]


def test_members_that_are_claimed_are_sections_of_their_archive_with_their_own_stamp() -> None:
    first, second = claim("I/kotak.zip", "I.1.1 a", "2025-03"), claim("I/kotak.zip", "II.1.1 a", "2025-03")
    matched = matching(replace(first, member="b/undangan.pdf"), replace(second, member="b/undangan.pdf"))
    coverage, _ = audit.audit(TWO_AREAS, scan_of(matched), matched, day("2025-07-01"))
    pages = (MemberPages(name="a.pdf", first=2, count=1), MemberPages(name="b/undangan.pdf", first=3, count=2))
    found = outline(TWO_AREAS, coverage, matched, members={"I/kotak.zip": pages, "lain.zip": pages})
    (inside,) = section(found, "berkas:I/kotak.zip").children
    assert (inside.kind, inside.title, inside.stamp) == (SectionKind.MEMBER, "b/undangan.pdf", "I.1.1, II.1.1")
    assert inside.printed_stamp == "I.1.1, II.1.1 · undangan.pdf, di dalam kotak.zip"
    assert inside.within == pages[1]
    assert section(found, "indikator:I.1.1").evidence == (section(found, "berkas:I/kotak.zip"),)


def test_an_archive_that_a_person_pinned_has_no_sections_inside() -> None:
    matched = matching(claim("I/kotak.zip", "I.1.1 a", "2025-03"))
    coverage, _ = audit.audit(TWO_AREAS, scan_of(matched), matched, day("2025-07-01"))
    pages = (MemberPages(name="a.pdf", first=2, count=1),)
    found = outline(TWO_AREAS, coverage, matched, members={"I/kotak.zip": pages})
    assert section(found, "berkas:I/kotak.zip").children == ()


def asked(path: str, *keys: str) -> tuple[QuestionClaim, ...]:
    """Return what says that a file answers these questions."""
    (file,) = scan_of(matching(unplaced(path))).files
    return tuple(QuestionClaim(file=file, question=key, score=0.9, reasons=("folder",)) for key in keys)


def test_a_file_that_only_questions_claim_is_bound_once_under_the_first_in_the_order_of_the_sheet() -> None:
    matched = replace(matching(), questions=(*asked("x.pdf", "B.I.a", "A.2.I.i.a"), *asked("y.pdf", "B.I.b")))
    coverage, _ = audit.audit(TWO_AREAS, scan_of(matched), matched, day("2025-07-01"))
    made = outline(TWO_AREAS, coverage, matched)
    appendix = section(made, "di-luar-rencana")
    assert [(each.level, each.key, each.stamp) for each in appendix.walk()] == [
        (1, "di-luar-rencana", "Di luar rencana"),
        (2, "pertanyaan:A.2.I.i.a", "A.2.I.i.a"),
        (3, "berkas:x.pdf", "A.2.I.i.a"),
        (2, "pertanyaan:B.I.a", "B.I.a"),
        (2, "pertanyaan:B.I.b", "B.I.b"),
        (3, "berkas:y.pdf", "B.I.b"),
    ]
    assert [each.key for each in made.sections[-4:]] == ["di-luar-rencana", "kesenjangan", "tanpa-tempat", "register"]
    assert bound(made, "tanpa-tempat") == []


def test_a_file_of_an_indicator_is_bound_there_whatever_questions_it_answers() -> None:
    matched = matching(claim("x.pdf", "I.1.2 a", "2025-03"))
    matched = replace(matched, questions=asked("x.pdf", "A.1.I.i.a"))
    coverage, _ = audit.audit(TWO_AREAS, scan_of(matched), matched, day("2025-07-01"))
    made = outline(TWO_AREAS, coverage, matched)
    assert bound(made, "indikator:I.1.2") == ["x.pdf"]
    assert "di-luar-rencana" not in {each.key for each in made.walk()}
