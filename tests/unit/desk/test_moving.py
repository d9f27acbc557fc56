"""Renaming loses nothing: not when a name is taken, a file changed, or the run was cut off at any step."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from dossier.desk import moving
from dossier.desk.adoption import Move
from dossier.model import EvidenceFile, Media

if TYPE_CHECKING:
    from pathlib import Path


def move(evidence: Path, old: str, new: str) -> Move:
    """Return a proposal for a file that is there."""
    data = (evidence / old).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    file = EvidenceFile(path=old, disk_path=old, size=len(data), sha256=digest, media=Media.TEXT)
    return Move(file=file, path=new, disk_path=new, claims=())


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text(name, encoding="utf-8")
    return folder


@pytest.fixture
def journal(tmp_path: Path) -> moving.Journal:
    return moving.Journal(tmp_path / "adopsi.jsonl")


def tree(evidence: Path) -> dict[str, str]:
    """Return every file with its words."""
    return {p.relative_to(evidence).as_posix(): p.read_text() for p in evidence.rglob("*") if p.is_file()}


def test_a_taken_name_is_never_overwritten(evidence: Path, journal: moving.Journal) -> None:
    before = tree(evidence)
    run, refused = moving.apply(journal, evidence, [move(evidence, "a.txt", "b.txt")])
    assert not run.steps
    assert "sudah ada" in refused[0].reason
    assert tree(evidence) == before


def test_a_file_that_changed_meanwhile_is_left(evidence: Path, journal: moving.Journal) -> None:
    wanted = move(evidence, "a.txt", "baru/A.txt")
    (evidence / "a.txt").write_text("lain", encoding="utf-8")
    _, refused = moving.apply(journal, evidence, [wanted])
    assert "berubah" in refused[0].reason
    assert (evidence / "a.txt").read_text() == "lain"


def test_a_link_is_left(evidence: Path, journal: moving.Journal) -> None:
    (evidence / "tautan.txt").symlink_to(evidence / "a.txt")
    _, refused = moving.apply(journal, evidence, [move(evidence, "tautan.txt", "baru.txt")])
    assert "tautan" in refused[0].reason


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_a_run_cut_off_at_any_file_is_undone_whole(
    evidence: Path, journal: moving.Journal, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    before = tree(evidence)
    real = moving.rename
    calls: list[Path] = []

    def killed(source: Path, target: Path) -> None:
        if len(calls) == steps:
            raise KeyboardInterrupt
        calls.append(source)
        real(source, target)

    moves = [move(evidence, name, f"baru/{name.upper()}") for name in ("a.txt", "b.txt", "c.txt")]
    monkeypatch.setattr(moving, "rename", killed)
    if steps < len(moves):
        with pytest.raises(KeyboardInterrupt):
            moving.apply(journal, evidence, moves)
    else:
        moving.apply(journal, evidence, moves)
    monkeypatch.undo()
    run = moving.unfinished(journal)
    assert run is not None
    back, refused = moving.undo(journal, evidence, run)
    assert (len(back), refused) == (steps, ())
    assert tree(evidence) == before
    assert not (evidence / "baru").exists()
    assert moving.unfinished(journal) is None


def test_a_rename_cut_in_its_middle_leaves_one_file(evidence: Path, journal: moving.Journal) -> None:
    run, _ = moving.apply(journal, evidence, [move(evidence, "a.txt", "A2.txt")])
    (evidence / "a.txt").hardlink_to(evidence / "A2.txt")
    assert moving.finish(evidence, run) == {"a.txt": "A2.txt"}
    assert sorted(tree(evidence)) == ["A2.txt", "b.txt", "c.txt"]


def test_half_a_line_at_the_end_of_the_journal_is_passed_over(evidence: Path, journal: moving.Journal) -> None:
    run, _ = moving.apply(journal, evidence, [move(evidence, "a.txt", "A2.txt")])
    with journal.path.open("a", encoding="ascii") as stream:
        stream.write('{"schema": "dossier.adopsi/1", "nomor": 1, "cat')
    assert journal.runs()[0].steps == run.steps
    journal.add(run.number, "selesai")
    assert journal.runs()[0].ended


def test_what_was_edited_after_the_renaming_stays(evidence: Path, journal: moving.Journal) -> None:
    run, _ = moving.apply(journal, evidence, [move(evidence, "a.txt", "A2.txt")])
    (evidence / "A2.txt").write_text("diubah", encoding="utf-8")
    back, refused = moving.undo(journal, evidence, run)
    assert not back
    assert refused[0].path == "A2.txt"
    assert (evidence / "A2.txt").read_text() == "diubah"
