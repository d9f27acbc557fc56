"""The plan folder in one round: every part that refuses is told at once; and a plan that says next to nothing works."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from dossier import pipeline
from dossier.cli.main import run
from dossier.errors import ExitCode, PlanError
from dossier.model import UNDATED, Severity, State
from dossier.reports.calendar import calendar_ics
from dossier.reports.json_shapes import gaps_json
from dossier.state import Settings
from dossier.state.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = dt.date(2025, 12, 31)
BARE = """\
tahun: 2025
area:
  - kode: I
    komponen:
      - kode: I.1
        indikator:
          - kode: I.1.1
            indikator: Tim dibentuk
            langkah_aksi: Menetapkan tim
            bukti_fisik: SK tim, laporan, tanda terima
            butir:
              - {id: a, nama: SK tim, jenis: sk}
              - {id: b, nama: Laporan tim (triwulanan)}
              - {id: c, nama: Tanda terima (bila ada)}
"""


def workspace_of(folder: Path, plan: str = BARE, **files: str) -> Workspace:
    """Return a workspace with a plan, other files of its folder (`pins="…"`), and an empty evidence folder."""
    for name in ("plan", "evidence"):
        (folder / name).mkdir()
    (folder / "plan" / "plan.yaml").write_text(plan, encoding="utf-8")
    for name, text in files.items():
        (folder / "plan" / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    return Workspace(folder)


def test_faults_of_all_files_are_told_in_one_round(tmp_path: Path) -> None:
    workspace = workspace_of(
        tmp_path,
        plan=BARE.replace("tahun: 2025", "tahun: dua"),
        unit="nama: Contoh: kantor\n",
        pins="- {berkas: x.pdf}\n",
        sandi="- {berkas: y.pdf}\n",
    )
    with pytest.raises(PlanError) as caught:
        pipeline.define(workspace)
    errors = [finding for finding in caught.value.findings if finding.severity is Severity.ERROR]
    assert [(finding.path, finding.code) for finding in errors] == [
        ("plan/plan.yaml", "tahun_salah"),
        ("plan/unit.yaml", "yaml_rusak"),
        ("plan/pins.yaml", "kunci_wajib"),
        ("plan/sandi.yaml", "kunci_wajib"),
    ]
    assert "4 kesalahan" in caught.value.message


def test_codes_of_pins_are_not_doubted_where_the_plan_cannot_be_read(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, plan="judul: [\n", pins="- {berkas: x.pdf, indikator: I.9.9}\n")
    assert [f.code for f in pipeline.check(workspace).findings if f.severity is Severity.ERROR] == ["yaml_rusak"]


def test_a_check_looks_at_the_entries_too(tmp_path: Path) -> None:
    workspace = workspace_of(
        tmp_path, plan="judul: [\n", tindak_lanjut="isian:\n- {indikator: I.1.1}\n", catatan_tpi="catatan: satu\n"
    )
    checked = pipeline.check(workspace)
    paths = {f.path for f in checked.findings if f.severity is Severity.ERROR}
    assert paths == {"plan/plan.yaml", "plan/tindak-lanjut.yaml", "plan/catatan-tpi.yaml"}
    assert checked.definition is None
    assert checked.error is not None


def test_a_check_looks_at_the_templates_of_the_unit(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path)
    assert pipeline.check(workspace).error is None
    workspace.templates.mkdir()
    (workspace.templates / "rusak.docx").write_bytes(b"bukan arsip")
    checked = pipeline.check(workspace)
    assert checked.error is None
    assert [f.subject for f in checked.findings if f.severity is Severity.ERROR] == ["rusak"]


@pytest.mark.parametrize(
    ("plan", "code", "found"),
    [
        (BARE, ExitCode.DONE, "belum_diisi"),
        (BARE.replace("tahun: 2025", "tahun: dua"), ExitCode.PLAN, "tahun_salah"),
        (BARE.replace("indikator: Tim", "indikator: Contoh: Tim"), ExitCode.PLAN, "yaml_rusak"),
    ],
)
def test_the_check_gives_its_findings_as_json_whether_or_not_the_plan_can_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], plan: str, code: ExitCode, found: str
) -> None:
    workspace = workspace_of(tmp_path, plan)
    assert run(["-C", str(workspace.root), "plan", "check", "--format", "json"]) == code
    shown = json.loads(capsys.readouterr().out)
    assert shown["schema"] == "dossier.findings/2"
    assert found in {finding["code"] for finding in shown["findings"]}


def test_a_plan_without_dates_predicate_or_unit_is_assessed_and_nothing_of_it_is_late(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path)
    (workspace.evidence / "I.1.1 SK tim.txt").write_text("SK tim tahun 2025\n", encoding="utf-8")
    assessment = pipeline.assess(workspace, AS_OF)
    states = {(row.requirement.id, row.slot.key): row.state for row in assessment.status.rows}
    assert states["a", UNDATED] is State.PRESENT
    assert states["c", UNDATED] is State.NOT_YET_DUE
    assert states["b", "2025-03"] is State.MISSING
    assert assessment.status.matrix.columns[-1] == UNDATED
    assert {row.time_left for row in assessment.status.rows if row.slot.due is None} == {""}
    shown = {
        (s["requirement"], s["slot"]): s["due"] for s in json.loads(json.dumps(gaps_json(assessment.status)))["slots"]
    }
    assert shown["c", UNDATED] is None
    assert shown["b", "2025-03"] == "2025-03-31"
    calendar = calendar_ics(assessment.status, assessment.unit).decode()
    assert calendar.count("BEGIN:VEVENT") == 4
    assert UNDATED not in calendar


def test_a_plan_without_dates_predicate_or_unit_is_built(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path)
    result = pipeline.build(workspace, AS_OF, settings=Settings(as_of=AS_OF))
    assert result.written
    assert (workspace.build / "dossier.pdf").is_file()
    assert "tanpa jatuh tempo" in (workspace.build / "kesenjangan.csv").read_text(encoding="utf-8-sig")
