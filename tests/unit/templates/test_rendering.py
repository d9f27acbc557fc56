"""Requests become Word files: named to be found again, the same each time, and never over somebody's work."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import docx
import pytest

from dossier.errors import ExitCode, OutputError
from dossier.model import DocKind, Requirement
from dossier.templates import RenderError, RenderRequest, RenderResult, list_templates, plan_requests, render
from tests.support.papers_source import indicator, papers_coverage, papers_plan, papers_unit, word_file
from tests.support.papers_text import controls, document_text, fill_controls

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Plan, Unit

INVITATION = RenderRequest(indicator="I.3.1", requirement="a", slot="2025-02")
DECREE = RenderRequest(indicator="I.1.1", requirement="a")


def made(
    target: Path,
    *requests: RenderRequest,
    plan: Plan | None = None,
    unit: Unit | None = None,
    own: Path | None = None,
) -> RenderResult:
    """Render requests with the plan and unit of these tests."""
    used = plan or papers_plan()
    return render(used, unit or papers_unit(), papers_coverage(used), requests, target, own)


def test_a_paper_is_named_by_code_label_and_period(tmp_path: Path) -> None:
    names = [p.path.name for p in made(tmp_path, INVITATION, DECREE).papers]
    assert names == ["I.3.1 Undangan rapat monev ZI 2025-02.docx", "I.1.1 SK Tim Kerja ZI.docx"]


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    first = made(tmp_path / "a", INVITATION, DECREE).papers
    second = made(tmp_path / "b", INVITATION, DECREE).papers
    assert [p.path.read_bytes() for p in first] == [p.path.read_bytes() for p in second]


def test_every_requirement_with_a_template_is_requested_once_a_period() -> None:
    plan = papers_plan()
    requests = plan_requests(plan, None, list_templates(None))
    assert [(r.indicator, r.requirement, r.slot) for r in requests][:3] == [
        ("I.1.1", "a", "2025-02"),
        ("I.3.1", "a", "2025-02"),
        ("I.3.1", "a", "2025-04"),
    ]
    assert len(requests) == 10


def test_only_what_the_gap_list_lacks_is_requested() -> None:
    plan = papers_plan()
    requests = plan_requests(plan, papers_coverage(plan), list_templates(None), missing=True)
    assert "I.1.1" not in {r.indicator for r in requests}
    assert len(requests) == 9


@pytest.mark.parametrize(
    ("code", "count"), [("I", 9), ("I.3", 8), ("I.3.1", 8), ("I.3.1.c", 2), ("V", 1), ("I.3.11", 0)]
)
def test_codes_of_every_level_limit_the_requests(code: str, count: int) -> None:
    assert len(plan_requests(papers_plan(), None, list_templates(None), codes=[code])) == count


def test_a_period_limits_the_requests() -> None:
    requests = plan_requests(papers_plan(), None, list_templates(None), period="2025-04")
    assert {r.slot for r in requests} == {"2025-04"}
    assert len(requests) == 4


def test_an_untouched_paper_is_replaced(tmp_path: Path) -> None:
    made(tmp_path, INVITATION)
    other = dataclasses.replace(papers_unit(), place="Tempat Lain")
    result = made(tmp_path, INVITATION, unit=other)
    assert [p.name for p in tmp_path.glob("*.docx")] == [result.papers[0].path.name]
    assert "Tempat Lain" in document_text(result.papers[0].path)


def test_a_paper_that_someone_edited_is_kept_and_the_new_one_gets_a_number(tmp_path: Path) -> None:
    path = made(tmp_path, INVITATION).papers[0].path
    fill_controls(path)
    edited = path.read_bytes()
    result = made(tmp_path, INVITATION)
    assert path.read_bytes() == edited
    assert result.papers[0].path.name == "I.3.1 Undangan rapat monev ZI 2025-02 (2).docx"
    assert any("tidak ditimpa" in f.text and path.name in f.text for f in result.findings)


def test_a_third_run_replaces_the_untouched_second_paper(tmp_path: Path) -> None:
    fill_controls(made(tmp_path, INVITATION).papers[0].path)
    made(tmp_path, INVITATION)
    made(tmp_path, INVITATION)
    assert len(list(tmp_path.glob("*.docx"))) == 2


def test_a_file_that_is_not_ours_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "I.3.1 Undangan rapat monev ZI 2025-02.docx"
    path.write_text("catatan seseorang", encoding="utf-8")
    made(tmp_path, INVITATION)
    assert path.read_text(encoding="utf-8") == "catatan seseorang"


def test_a_profile_without_a_signatory_leaves_a_control_and_names_the_key(tmp_path: Path) -> None:
    result = made(tmp_path, INVITATION, unit=papers_unit(signatories=False))
    assert "Nama penanda tangan surat" in controls(result.papers[0].path)
    assert any("penanda_tangan → peran: kepala" in f.advice for f in result.findings)


def test_an_address_that_only_says_what_belongs_there_is_a_control(tmp_path: Path) -> None:
    unit = dataclasses.replace(papers_unit(), address="[Alamat kantor: isi di plan/unit.yaml]")
    result = made(tmp_path, INVITATION, unit=unit)
    assert "Alamat kantor" in controls(result.papers[0].path)
    assert any("alamat" in f.advice for f in result.findings)


def test_open_prompts_are_listed_once_with_their_number(tmp_path: Path) -> None:
    prompts = made(tmp_path, DECREE).papers[0].open_prompts
    assert "nomor keputusan (2 tempat)" in prompts
    assert len(prompts) == len(set(prompts))


def test_the_members_of_the_profile_fill_the_attendance_list_with_spare_rows(tmp_path: Path) -> None:
    request = RenderRequest(indicator="I.3.1", requirement="b", slot="2025-02")
    path = made(tmp_path, request, unit=papers_unit(members=3)).papers[0].path
    table = docx.Document(str(path)).tables[-2]
    assert [row.cells[1].text for row in table.rows] == ["Nama", "Pegawai 1", "Pegawai 2", "Pegawai 3", *[""] * 5]


def test_a_list_of_more_than_five_hundred_members_is_whole(tmp_path: Path) -> None:
    request = RenderRequest(indicator="I.3.1", requirement="b", slot="2025-02")
    text = document_text(made(tmp_path, request, unit=papers_unit(members=620)).papers[0].path)
    assert "| 620. | Pegawai 620 |" in text
    assert "| 625. |" in text


def test_the_monitoring_sheet_lists_the_indicators_of_its_period_with_their_states(tmp_path: Path) -> None:
    sheet = RenderRequest(indicator="I.3.1", requirement="d", slot="2025-04")
    text = document_text(made(tmp_path, sheet).papers[0].path)
    papers = "Undangan rapat monev ZI; Daftar hadir rapat monev ZI; Notulen rapat monev ZI; Lembar monev ZI"
    assert f"{papers} (30 Apr 2025): belum jatuh tempo" in text
    assert f"{papers} (28 Feb 2025): belum ada" in text, "what is overdue stays on the sheet"
    assert "SK Tim Kerja ZI (28 Feb 2025)" not in text, "what was due earlier and is there does not"


def test_a_faulty_template_stops_only_its_own_papers(tmp_path: Path) -> None:
    own = word_file(tmp_path / "own" / "undangan.docx", "{{ unit.nama }", keywords="jenis: undangan").parent
    with pytest.raises(RenderError) as caught:
        made(tmp_path / "out", INVITATION, DECREE, own=own)
    assert caught.value.exit_code is ExitCode.TEMPLATE
    assert [p.template for p in caught.value.result.papers] == ["sk-tim-kerja-zi"]
    assert caught.value.result.papers[0].path.exists()


def test_unknown_codes_and_periods_are_said_and_stop_nothing(tmp_path: Path) -> None:
    wrong = (
        RenderRequest(indicator="IX.9.9", requirement="a"),
        RenderRequest(indicator="I.1.1", requirement="z"),
        RenderRequest(indicator="I.3.1", requirement="a"),
        RenderRequest(indicator="I.3.1", requirement="a", slot="2025-03"),
        RenderRequest(template="tidak-ada"),
    )
    result = made(tmp_path, *wrong, INVITATION)
    assert len(result.papers) == 1
    assert [f.code for f in result.findings].count("naskah_tidak_dibuat") == len(wrong)


def test_a_paper_that_no_requirement_asks_for_is_made_by_its_template(tmp_path: Path) -> None:
    result = made(tmp_path, RenderRequest(template="sptjm"))
    assert result.papers[0].path.name == "Surat Pernyataan Tanggung Jawab Mutlak 2025.docx"


def test_labels_that_cannot_be_file_names_are_made_safe(tmp_path: Path) -> None:
    plan = papers_plan()
    label = "Undangan: rapat/pleno\u202e *khusus* " + "panjang " * 40
    strange = indicator("I.9.1", [(label, DocKind.UNDANGAN), ("undangan: rapat pleno", DocKind.UNDANGAN)])
    component = dataclasses.replace(plan.areas[0].components[0], indicators=(strange,))
    plan = dataclasses.replace(plan, areas=(dataclasses.replace(plan.areas[0], components=(component,)),))
    result = made(tmp_path, *plan_requests(plan, None, list_templates(None)), plan=plan)
    names = [p.path.name for p in result.papers]
    assert len(names[0]) <= 120
    assert names[0].startswith("I.9.1 Undangan rapat pleno khusus panjang")


def test_two_requirements_of_the_same_name_get_two_papers(tmp_path: Path) -> None:
    plan = papers_plan()
    twins = indicator("I.9.1", [("Undangan", DocKind.UNDANGAN), ("undangan", DocKind.UNDANGAN)])
    component = dataclasses.replace(plan.areas[0].components[0], indicators=(twins,))
    plan = dataclasses.replace(plan, areas=(dataclasses.replace(plan.areas[0], components=(component,)),))
    result = made(tmp_path, *plan_requests(plan, None, list_templates(None)), plan=plan)
    assert [p.path.name for p in result.papers] == ["I.9.1 Undangan.docx", "I.9.1.b undangan.docx"]


def test_a_folder_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    blocked = tmp_path / "berkas"
    blocked.write_text("bukan folder", encoding="utf-8")
    with pytest.raises(OutputError):
        made(blocked, INVITATION)


def test_the_plan_may_name_a_template_itself(tmp_path: Path) -> None:
    plan = papers_plan()
    named = indicator("I.9.1", [("Apa saja", DocKind.DOKUMEN)])
    requirement: Requirement = dataclasses.replace(named.requirements[0], template="berita-acara")
    named = dataclasses.replace(named, requirements=(requirement,))
    component = dataclasses.replace(plan.areas[0].components[0], indicators=(named,))
    plan = dataclasses.replace(plan, areas=(dataclasses.replace(plan.areas[0], components=(component,)),))
    assert made(tmp_path, RenderRequest(indicator="I.9.1", requirement="a"), plan=plan).papers[0].template == (
        "berita-acara"
    )
