"""Questions of the sheet that the plan has no row for: what is filed, which periods lack; the plan's totals stay."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from dossier import audit, matching
from dossier.audit.beyond_plan import Backing, BeyondCoverage
from dossier.audit.beyond_words import paper_lines
from dossier.model import EvidenceFile, Matching, Media, Plan, QuestionLink, Scan, State
from tests.support.matching_files import real_plan

DAY = dt.date(2025, 8, 1)
EVALUATION = "A.1.VI.iii.c Laporan evaluasi keluhan triwulan"


def file(path: str) -> EvidenceFile:
    return EvidenceFile(path=path, disk_path=path, size=1, sha256=f"{path!s:0<64}"[:64], media=Media.PDF)


def matched(plan: Plan, *paths: str) -> tuple[Scan, Matching]:
    scan = Scan(files=tuple(map(file, sorted(paths))), ignored=())
    return scan, matching.match(plan, scan)


def beyond(plan: Plan, *paths: str, unusable: tuple[str, ...] = ()) -> BeyondCoverage:
    scan, result = matched(plan, *paths)
    coverage, _ = audit.audit(plan, scan, result, DAY)
    return audit.beyond_coverage(matching.sheet_gaps(plan), result.beyond_plan, coverage, plan.year, unusable)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return real_plan()


def test_the_shipped_plan_has_no_row_for_35_questions_of_73_1875_points(plan: Plan) -> None:
    found = beyond(plan)
    assert (len(found.questions), found.weight) == (35, Fraction("73.1875"))
    assert found.unknown == ()
    assert sum(found.count().values()) == len(found.questions)


def test_a_row_that_answers_a_question_takes_it_from_the_list(plan: Plan) -> None:
    first = plan.areas[0].components[0].indicators[0]
    changed = replace(first, questions=(*first.questions, QuestionLink(key="A.2.V.ii.a")))
    component = replace(plan.areas[0].components[0], indicators=(changed, *plan.areas[0].components[0].indicators[1:]))
    area = replace(plan.areas[0], components=(component, *plan.areas[0].components[1:]))
    found = beyond(replace(plan, areas=(area, *plan.areas[1:])))
    assert (len(found.questions), found.of("A.2.V.ii.a")) == (34, None)


def test_of_an_area_whose_rows_do_not_say_their_questions_nothing_is_claimed(plan: Plan) -> None:
    rows = tuple(
        replace(c, indicators=tuple(replace(i, questions=(), statement=f"Kegiatan {i.code}") for i in c.indicators))
        for c in plan.areas[0].components
    )
    found = beyond(replace(plan, areas=(replace(plan.areas[0], components=rows), *plan.areas[1:])))
    assert found.of("A.1.I.i.a") is None
    assert "A.1.I.i.a" in found.unknown


def test_a_quarter_without_its_report_is_missing_and_the_coming_ones_are_not(plan: Plan) -> None:
    found = beyond(plan, f"{EVALUATION} I 2025.pdf")
    question = found.of("A.1.VI.iii.c")
    assert question is not None
    assert question.backing is Backing.FILED
    (paper,) = (each for each in question.papers if each.slots)
    assert [slot.state for slot in paper.slots] == [
        State.PRESENT,
        State.MISSING,
        State.NOT_YET_DUE,
        State.NOT_YET_DUE,
    ]
    (line,) = paper_lines(paper)
    assert line.endswith(
        "triwulanan — ada: Triwulan I 2025; belum ada: Triwulan II 2025; "
        "belum jatuh tempo: Triwulan III 2025 dan Triwulan IV 2025"
    )


def test_a_report_of_another_year_or_without_a_period_fills_none_and_says_so(plan: Plan) -> None:
    found = beyond(plan, f"{EVALUATION} I 2024.pdf", "A.1.VI.iii.c Laporan evaluasi keluhan konsultasi.pdf")
    assert found.periods()[State.PRESENT] == 0
    findings = audit.undated_findings(found)
    assert {finding.code for finding in findings} == {"periode_tidak_terbaca"}
    assert len(findings) == 2
    assert "Triwulan I 2025" in findings[0].advice


def test_an_unreadable_file_fills_nothing(plan: Plan) -> None:
    path = f"{EVALUATION} I 2025.pdf"
    found = beyond(plan, path, unusable=(path,))
    question = found.of("A.1.VI.iii.c")
    assert question is not None
    assert question.backing is Backing.FAULTY
    assert found.periods()[State.FAULTY] == 1


def test_what_is_filed_for_the_plan_supports_a_question(plan: Plan) -> None:
    question = beyond(plan, "I/I.4/I.4.2 SK agen perubahan 2025.pdf").of("A.2.I.i.a")
    assert question is not None
    assert question.backing is Backing.SUPPORTED
    assert question.files == ()


def test_files_beyond_the_plan_change_no_slot_of_the_plan(plan: Plan) -> None:
    paths = ("A.2.V.ii.a/Rekap pengaduan wajib diproses selesai semester I 2025.pdf", f"{EVALUATION} I 2025.pdf")
    scan, result = matched(plan, *paths)
    empty_scan, nothing = matched(plan)
    assert len(result.beyond_plan) == len(paths)
    assert audit.audit(plan, scan, result, DAY)[0].slots == audit.audit(plan, empty_scan, nothing, DAY)[0].slots


def test_every_usual_paper_is_known_by_its_own_name_below_its_question(plan: Plan) -> None:
    gaps = matching.sheet_gaps(plan).gaps
    names = {
        f"{gap.question.key} {paper.name.replace('/', '-')} 2025-06.pdf": (gap.question.key, paper.id)
        for gap in gaps
        for paper, _ in gap.papers
    }
    _, result = matched(plan, *names)
    read = {(each.file.path, each.question): each.papers for each in result.beyond_plan}
    assert [name for name, (key, paper) in names.items() if paper not in read.get((name, key), ())] == []
