"""The journal of renames is read by type, belongs to one evidence folder, and is never trusted further than that."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from dossier.curation import journal_file
from dossier.curation.journal_file import Journal
from dossier.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

STEP = {"old": "a.txt", "new": "b.txt", "old_disk": "a.txt", "new_disk": "b.txt", "sha256": "0" * 64}


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    return made_unit(tmp_path / "satu")


def made_unit(folder: Path) -> Path:
    (folder / "plan").mkdir(parents=True)
    (folder / "evidence").mkdir()
    return folder


def journal_of(unit: Path) -> Journal:
    return Journal(unit / "plan" / "adopsi.jsonl", unit / "evidence")


def written(unit: Path) -> Journal:
    """Return a journal with one run of one file."""
    journal = journal_of(unit)
    journal.add(1, "pindah", **STEP)
    journal.add(1, "selesai")
    return journal


def test_what_was_written_is_read_back(unit: Path) -> None:
    [run] = written(unit).runs()
    assert (run.number, run.ended, run.undone) == (1, True, False)
    assert [step.new for step in run.steps] == ["b.txt"]


def test_names_that_are_no_unicode_are_read_back(unit: Path) -> None:
    journal = journal_of(unit)
    journal.add(1, "pindah", **{**STEP, "old_disk": "a\udce9.txt"})
    assert journal.runs()[0].steps[0].old_disk == "a\udce9.txt"


def test_half_a_line_at_the_end_is_passed_over_and_the_next_begins_anew(unit: Path) -> None:
    journal = journal_of(unit)
    journal.add(1, "pindah", **STEP)
    with journal.path.open("a", encoding="ascii") as stream:
        stream.write('{"schema": "dossier.adopsi/2", "nomor": 1, "cat')
    assert not journal.runs()[0].ended
    journal.add(1, "selesai")
    assert journal.runs()[0].ended


@pytest.mark.parametrize(
    "facts",
    [
        {"nomor": "1", "catat": "pindah", **STEP},
        {"nomor": 1.5, "catat": "pindah", **STEP},
        {"nomor": 2, "catat": "pindah", **STEP, "old_disk": 3},
        {"nomor": 2, "catat": "pindah"},
        {"nomor": 2, "catat": "folder", "folder": None},
        {"nomor": 10**400, "catat": "selesai"},
        {"nomor": -1, "catat": "selesai"},
        {"nomor": 1, "catat": ["selesai"]},
    ],
)
def test_a_line_of_other_types_counts_as_none(unit: Path, facts: dict[str, object]) -> None:
    journal = written(unit)
    before = journal.runs()
    with journal.path.open("a", encoding="ascii") as stream:
        stream.write(json.dumps({"schema": journal_file.SCHEMA, **facts}) + "\n")
        stream.write("[" * 100_000 + "\n7\n")
    assert journal.runs() == before


def test_a_journal_copied_with_the_plan_of_another_unit_is_not_used(unit: Path, tmp_path: Path) -> None:
    written(unit)
    other = made_unit(tmp_path / "dua")
    copy = journal_of(other)
    shutil.copy(unit / "plan" / "adopsi.jsonl", copy.path)
    assert copy.is_foreign()
    assert copy.runs() == ()
    assert not journal_of(unit).is_foreign()


def test_a_foreign_journal_is_put_aside_and_overwrites_nothing(unit: Path) -> None:
    path = unit / "plan" / "adopsi.jsonl"
    for line in ("satu", "dua"):
        path.write_text(line, encoding="ascii")
        journal_of(unit).put_aside()
    assert sorted(each.name for each in path.parent.iterdir()) == ["adopsi.lain-1.jsonl", "adopsi.lain-2.jsonl"]
    assert (path.parent / "adopsi.lain-1.jsonl").read_text(encoding="ascii") == "satu"


def test_a_journal_without_a_head_is_foreign_for_nobody_knows_of_which_folder_it_is(unit: Path) -> None:
    journal = written(unit)
    lines = journal.path.read_text(encoding="ascii").splitlines(keepends=True)
    journal.path.write_text("".join(lines[1:]), encoding="ascii")
    assert journal.is_foreign()


def test_the_journal_of_a_workspace_that_was_moved_is_still_its_own(unit: Path) -> None:
    written(unit)
    assert not journal_of(unit.rename(unit.with_name("pindah"))).is_foreign()


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_a_journal_that_is_no_plain_file_is_refused(unit: Path, kind: str) -> None:
    journal = journal_of(unit)
    target = unit / "lain.txt"
    target.write_text("milik orang", encoding="utf-8")
    if kind == "link":
        journal.path.symlink_to(target)
    elif kind == "pipe":
        os.mkfifo(journal.path)
    else:
        journal.path.mkdir()
    with pytest.raises(OutputError, match="bukan jurnal"):
        journal.runs()
    with pytest.raises(OutputError, match="bukan jurnal"):
        journal.add(1, "selesai")
    assert target.read_text(encoding="utf-8") == "milik orang"
