"""What a build leaves for a fleet says what its other outputs say, and every JSON says whose it is."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pypdf
import pytest

from dossier.cli.main import run
from dossier.state.unit_summaries import parse_summary
from tests.support.workspaces import AS_OF, LATER, made, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.state.workspace import Workspace

DAY = ["--as-of", AS_OF.isoformat(), "--office", "internal"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = small_workspace(tmp_path_factory.mktemp("unit"))
    profile = workspace.unit_file.read_text(encoding="utf-8")
    own = 'kode: "15.71"\ntingkat: kabkota\ninduk: "15"\n'
    workspace.unit_file.write_text(own + profile, encoding="utf-8")
    made(workspace)
    return workspace


def read(path: Path) -> dict[str, object]:
    shape = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(shape, dict)
    return shape


def test_the_summary_says_what_the_gap_list_says(built: Workspace) -> None:
    summary = parse_summary((built.build / "ringkasan-unit.json").read_bytes())
    gaps = json.loads((built.build / "kesenjangan.json").read_text(encoding="utf-8"))
    assert summary.totals == gaps["summary"]
    assert [(area.code, area.totals) for area in summary.areas] == [
        (each["code"], each["summary"]) for each in gaps["areas"]
    ]
    overdue = [slot for slot in gaps["slots"] if slot["urgency"] == "lewat"]
    assert summary.due.late == len(overdue)
    assert {(each.indicator, each.requirement, each.slot) for each in summary.late} <= {
        (slot["indicator"], slot["requirement"], slot["slot"]) for slot in overdue
    }
    assert sum(each.due for each in summary.indicators) == summary.due.due
    assert sum(each.complete for each in summary.indicators) == summary.due.complete


def test_the_summary_leads_to_bundle_and_page(built: Workspace) -> None:
    summary = parse_summary((built.build / "ringkasan-unit.json").read_bytes())
    assert summary.bundle is not None
    data = (built.build / summary.bundle.href).read_bytes()
    assert (summary.bundle.size, summary.bundle.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert summary.bundle.pages == len(pypdf.PdfReader(built.build / summary.bundle.href).pages)
    assert (built.build / summary.page).is_file()


def test_every_json_of_a_build_the_history_and_the_bundle_say_whose_they_are(built: Workspace) -> None:
    unit = {"code": "15.71", "name": "Komisi Pemilihan Umum Provinsi Jambi", "level": "kabkota", "parent": "15"}
    names = [path.name for path in built.build.glob("*.json*")]
    assert {"kesenjangan.json", "kecocokan.json", "temuan.json", "edisi.json", "riwayat.jsonl"} <= set(names)
    shapes = [read(built.build / name) for name in names]
    (attached,) = pypdf.PdfReader(built.build / "dossier.pdf").attachments["dossier-manifest.json"]
    shapes.append(json.loads(attached))
    assert all(shape["unit"] == unit for shape in shapes)
    assert len({json.dumps(shape["plan"]) for shape in shapes}) == 1
    keywords = pypdf.PdfReader(built.build / "dossier.pdf").metadata
    assert keywords is not None
    assert "15.71" in str(keywords["/Keywords"])


@pytest.mark.parametrize(
    "command",
    [
        ["plan", "check"],
        ["plan", "show"],
        ["templates", "list"],
        ["scan"],
        ["match"],
        ["gaps", *DAY],
        ["lke", *DAY],
        ["compare", "BUILD", "BUILD"],
    ],
    ids=lambda command: command[0] if command[0] != "plan" else " ".join(command),
)
def test_every_command_that_prints_json_says_whose_it_is(
    built: Workspace, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    command = [str(built.build) if word == "BUILD" else word for word in command]
    run(["-C", str(built.root), *command, "--format", "json"])
    shape = json.loads(capsys.readouterr().out)
    assert list(shape)[:3] == ["schema", "unit", "plan"]
    assert (shape["unit"]["code"], len(shape["plan"]["digest"])) == ("15.71", 64)


def test_json_of_a_folder_whose_plan_cannot_be_read_has_no_owner(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = small_workspace(tmp_path)
    workspace.plan_file.write_text("x: [\n", encoding="utf-8")
    run(["-C", str(tmp_path), "scan", "--format", "json"])
    shape = json.loads(capsys.readouterr().out)
    assert "unit" not in shape
    assert shape["files"]


def test_a_build_of_another_day_leaves_another_summary(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    path = workspace.build / "ringkasan-unit.json"
    made(workspace)
    first = path.read_bytes()
    made(workspace, force=True)
    assert path.read_bytes() == first
    made(workspace, LATER)
    assert parse_summary(path.read_bytes()).as_of == LATER


def test_copies_of_a_workspace_have_one_digest_of_their_inputs_whatever_the_day(tmp_path: Path) -> None:
    digests = set()
    for name, day in (("satu", AS_OF), ("dua", LATER)):
        workspace = small_workspace(tmp_path / name)
        made(workspace, day)
        digests.add(parse_summary((workspace.build / "ringkasan-unit.json").read_bytes()).inputs_digest)
    assert len(digests) == 1
