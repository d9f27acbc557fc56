"""A workbook is opened once; one that anybody has changed since is opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.audit.gap_columns import FOLLOW_UP, PERSON, REMARK, REMARK_STATUS
from dossier.pipeline.intake import take_in
from dossier.reports import KeptReadings, read_returned, workbook_readings
from tests.support.workbooks import FIRST, SECOND, fill, workbook_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.reports import Returned
    from dossier.state.workspace import Workspace


@pytest.fixture(name="workspace")
def fixture_workspace(tmp_path: Path) -> Workspace:
    workspace = workbook_workspace(tmp_path)
    fill(workspace.workbook, 2, {PERSON: "Pegawai Satu", FOLLOW_UP: "minta ulang:\nbesok"})
    fill(workspace.workbook, 3, {REMARK_STATUS: "perlu perbaikan", REMARK: "tanpa tanda tangan"})
    return workspace


def opens_nothing(path: Path) -> Returned:
    pytest.fail(f"opened {path.name}")


def test_what_was_kept_is_what_was_read(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read_returned(workspace.workbook)
    assert (expected.notes[FIRST].person, expected.remarks[SECOND].status) == ("Pegawai Satu", "perlu perbaikan")
    assert KeptReadings(tmp_path / "kept").read(workspace.workbook) == expected
    monkeypatch.setattr(workbook_readings, "read_returned", opens_nothing)
    assert KeptReadings(tmp_path / "kept").read(workspace.workbook) == expected


def test_a_command_after_the_first_opens_no_workbook_and_says_the_same(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = take_in(workspace)
    assert first.written
    monkeypatch.setattr(workbook_readings, "read_returned", opens_nothing)
    again = take_in(workspace)
    assert (again.notes, again.remarks, again.findings, again.keep) == (
        first.notes,
        first.remarks,
        first.findings,
        first.keep,
    )


def test_an_entry_that_is_saved_within_the_same_second_is_read(workspace: Workspace) -> None:
    take_in(workspace)
    fill(workspace.workbook, 2, {FOLLOW_UP: "sudah diminta"})
    assert take_in(workspace).notes[FIRST].follow_up == "sudah diminta"


def test_a_damaged_reading_is_none(workspace: Workspace, tmp_path: Path) -> None:
    expected = KeptReadings(tmp_path / "kept").read(workspace.workbook)
    for entry in (tmp_path / "kept").rglob("*.json"):
        entry.write_text(entry.read_text().replace("Pegawai Satu", "Pegawai Lima"))
    assert KeptReadings(tmp_path / "kept").read(workspace.workbook) == expected


def test_a_workbook_that_is_saved_while_it_is_read_is_not_kept(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(path: Path) -> Returned:
        returned = read_returned(path)
        fill(path, 2, {FOLLOW_UP: "disimpan selagi dibaca"})
        return returned

    monkeypatch.setattr(workbook_readings, "read_returned", slow)
    KeptReadings(tmp_path / "kept").read(workspace.workbook)
    assert list((tmp_path / "kept").rglob("*.json")) == []


def test_only_the_readings_of_the_last_workbooks_stay(workspace: Workspace, tmp_path: Path) -> None:
    KeptReadings(tmp_path / "kept").read(workspace.workbook)
    fill(workspace.workbook, 2, {FOLLOW_UP: "sudah diminta"})
    readings = KeptReadings(tmp_path / "kept")
    readings.read(workspace.workbook)
    readings.drop_others()
    assert len(list((tmp_path / "kept").rglob("*.json"))) == 1
