"""Papers for questions of the sheet that the plan has no row for: which are made, named and filled how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier import audit, matching
from dossier.model import Matching, Scan
from dossier.templates import RenderRequest, audit_document, list_templates, question_requests, render
from tests.support.matching_files import real_plan
from tests.support.papers_source import papers_unit
from tests.support.papers_text import document_text
from tests.unit.audit.test_beyond_plan import DAY, beyond

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.templates import RenderResult

COMPLAINTS = "A.2.V.ii.a"
RECAP = "Rekap pengaduan yang wajib, diproses, selesai"


def requested(key: str, *filed: str, missing: bool = False, period: str | None = None) -> tuple[RenderRequest, ...]:
    known = list_templates(None)
    return question_requests(beyond(real_plan(), *filed), known, {key}, missing=missing, period=period)


def made(target: Path, *requests: RenderRequest) -> RenderResult:
    plan = real_plan()
    nothing = Matching(claims=(), ambiguous=(), unplaced=(), ignored=())
    coverage, _ = audit.audit(plan, Scan(files=(), ignored=()), nothing, DAY)
    return render(plan, papers_unit(), coverage, requests, target, None)


def test_a_paper_of_each_period_is_made_and_named_after_the_question(tmp_path: Path) -> None:
    result = made(tmp_path, *requested(COMPLAINTS))
    names = [paper.path.name for paper in result.papers]
    assert names == [f"{COMPLAINTS} {RECAP} 2025-06.docx", f"{COMPLAINTS} {RECAP} 2025-12.docx"]
    text = document_text(result.papers[0].path)
    assert f"{COMPLAINTS} – Persentase penanganan pengaduan masyarakat" in text


def test_what_is_filed_is_not_made_again() -> None:
    filed = f"{COMPLAINTS} {RECAP} semester I 2025.pdf"
    assert [each.slot for each in requested(COMPLAINTS, filed, missing=True)] == ["2025-12"]
    assert [each.slot for each in requested(COMPLAINTS, filed, period="2025-06")] == ["2025-06"]


def test_of_a_question_that_no_template_serves_the_reason_is_said_once(tmp_path: Path) -> None:
    result = made(tmp_path, *requested("A.1.VI.iii.c"))
    assert result.papers == ()
    assert [finding.code for finding in result.findings] == ["naskah_tidak_dibuat"]


def test_a_filed_paper_of_a_question_has_no_strange_code(tmp_path: Path) -> None:
    (paper, _) = made(tmp_path, *requested(COMPLAINTS)).papers
    audited = audit_document(paper.path, real_plan(), papers_unit())
    assert audited is not None
    assert "naskah_kode_lain" not in {finding.code for finding in audited.findings}


@pytest.mark.parametrize("name", [f"{COMPLAINTS} {RECAP} 2025-06.docx", "A.2.V.iii.a Rekap LHKPN 2025.docx"])
def test_the_name_of_such_a_paper_files_it_at_its_question(name: str) -> None:
    found = beyond(real_plan(), name)
    key = name.partition(" ")[0]
    question = found.of(key)
    assert question is not None
    assert question.files == (name,)


def test_a_question_that_rows_answer_stands_for_these_rows() -> None:
    own, keys = matching.rows_and_questions(real_plan(), ("A.1.V.iv.a", "soal 110", "I.3"))
    assert own == ("V.4.1", "V.4.2", "I.3")
    assert keys == {COMPLAINTS}
