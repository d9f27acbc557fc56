"""The score of a workspace: what is asked on the command line, what a build holds, and what stays as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dossier.cli.main import run
from dossier.errors import ExitCode
from tests.support.workspaces import AS_OF, made, outputs, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.state.workspace import Workspace

ANSWERS = "jawaban:\n  A.1.I.i.a: {jawaban: Ya, catatan: ada}\n  B.I.a: {nilai: 3.6}\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return small_workspace(tmp_path)


def asked(workspace: Workspace, *arguments: str) -> int:
    return run(["-C", str(workspace.root), "lke", *arguments])


def test_removing_the_answers_gives_the_same_bytes_as_before_they_were_added(workspace: Workspace) -> None:
    made(workspace)
    before = outputs(workspace)
    workspace.answers.write_text(ANSWERS, encoding="utf-8")
    made(workspace)
    assert outputs(workspace) != before
    workspace.answers.unlink()
    for name in ("riwayat.jsonl", "jatuh-tempo.ics"):
        (workspace.build / name).write_bytes(b"")
    made(workspace, force=True)
    after = outputs(workspace)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed <= {"edisi.json"}


def test_the_score_is_asked_for_in_every_form(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    workspace.answers.write_text(ANSWERS, encoding="utf-8")
    assert asked(workspace, "--as-of", AS_OF.isoformat(), "--format", "json", "--office", "internal") == ExitCode.DONE
    shape = json.loads(capsys.readouterr().out)
    assert shape["claim"] == "16.0000"
    assert asked(workspace, "--format", "csv", "--office", "internal") == ExitCode.DONE
    assert asked(workspace, "--bila", "B.II.a=4", "--predikat", "WBBM", "--office", "internal") == ExitCode.DONE
    assert "total +17,50 poin" in capsys.readouterr().out


def test_strict_fails_while_a_gate_does(workspace: Workspace) -> None:
    assert asked(workspace, "--strict", "--office", "internal") == ExitCode.GAPS


def test_a_what_if_that_is_no_answer_is_a_usage_error(workspace: Workspace) -> None:
    assert asked(workspace, "--bila", "A.1.I.i.a=C") == ExitCode.USAGE


def test_check_fails_on_a_bad_answer_and_the_build_goes_on(workspace: Workspace) -> None:
    workspace.answers.write_text(ANSWERS, encoding="utf-8")
    assert asked(workspace, "check") == ExitCode.DONE
    workspace.answers.write_text("jawaban:\n  A.1.I.i.a: {jawaban: C}\n", encoding="utf-8")
    assert asked(workspace, "check") == ExitCode.GAPS
    assert made(workspace).written


def test_yaml_that_cannot_be_read_stops(workspace: Workspace) -> None:
    workspace.answers.write_text("jawaban: [", encoding="utf-8")
    assert asked(workspace, "check") == ExitCode.PLAN


def test_the_frozen_copy_is_kept_when_it_is_frozen_again(workspace: Workspace) -> None:
    assert asked(workspace, "kunci") == ExitCode.OUTPUT
    workspace.answers.write_text(ANSWERS, encoding="utf-8")
    assert asked(workspace, "--as-of", "2025-06-30", "kunci") == ExitCode.DONE
    first = workspace.frozen_answers.read_bytes()
    assert first.startswith(b"# Dikunci 2025-06-30 ")
    assert first.endswith(ANSWERS.encode())
    assert asked(workspace, "--as-of", "2025-06-30", "kunci") == ExitCode.DONE
    assert not workspace.archive.exists()
    workspace.answers.write_text(ANSWERS.replace("Ya", "Tidak"), encoding="utf-8")
    assert asked(workspace, "--as-of", "2025-07-01", "kunci") == ExitCode.DONE
    (kept,) = workspace.archive.iterdir()
    assert kept.read_bytes() == first


def test_no_command_writes_an_answer(workspace: Workspace) -> None:
    text = f"{ANSWERS}  A.1.I.i.b: {{jawaban: X}}\n# komentar\n".encode()
    workspace.answers.write_bytes(text)
    made(workspace)
    asked(workspace, "--bila", "A.1.I.i.b=A", "--office", "internal")
    asked(workspace, "check")
    asked(workspace, "kunci")
    assert workspace.answers.read_bytes() == text


def test_the_gap_list_is_ordered_by_points_on_demand(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    text = workspace.plan_file.read_text(encoding="utf-8")
    place = text.index("target_waktu", text.index("kode: I.2.1"))
    text = f"{text[:place]}lke: [A.1.I.iv.a]\n{_indent(text, place)}{text[place:]}"
    workspace.plan_file.write_text(text, encoding="utf-8")
    command = ["-C", str(workspace.root), "gaps", "--as-of", AS_OF.isoformat(), "--office", "internal"]
    command += ["--urut", "poin"]
    assert run([*command, "--format", "json"]) == ExitCode.DONE
    slots = json.loads(capsys.readouterr().out)["slots"]
    assert slots[0]["points"] == "0.3750"
    assert slots[0]["questions"] == ["A.1.I.iv.a"]
    assert [slot["points"] for slot in slots] == sorted((slot["points"] for slot in slots), reverse=True)
    assert run(command) == ExitCode.DONE
    shown = capsys.readouterr().out
    assert "MENURUT POIN LKE YANG DAPAT HILANG" in shown
    assert "A.1.I.iv.a    0,38" in shown
    assert "PERTANYAAN LKE TANPA BARIS RENCANA" in shown
    assert run([*command, "--format", "html"]) == ExitCode.USAGE


@pytest.mark.parametrize("written", [(), ("I.2.1",)])
def test_both_lists_count_the_same_questions_without_a_row(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], written: tuple[str, ...]
) -> None:
    text = workspace.plan_file.read_text(encoding="utf-8")
    for code in written:
        place = text.index("target_waktu", text.index(f"kode: {code}"))
        text = f"{text[:place]}lke: [A.1.I.iv.a]\n{_indent(text, place)}{text[place:]}"
    workspace.plan_file.write_text(text, encoding="utf-8")
    day = ["--as-of", AS_OF.isoformat(), "--office", "internal", "--format", "json"]
    assert asked(workspace, *day) == ExitCode.DONE
    by_score = json.loads(capsys.readouterr().out)["without_row"]
    assert run(["-C", str(workspace.root), "gaps", *day]) == ExitCode.DONE
    listed = json.loads(capsys.readouterr().out)["without_row"]["questions"]
    assert by_score["keys"] == [each["question"] for each in listed]
    assert by_score["count"] == len(listed)
    assert asked(workspace, *day, "--bila", "A.1.I.i.a=Ya") == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["without_row"] == by_score


def _indent(text: str, place: int) -> str:
    """Return the blanks before a place on its line."""
    return " " * (place - text.rindex("\n", 0, place) - 1)
