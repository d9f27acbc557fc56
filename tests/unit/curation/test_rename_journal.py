"""Renaming loses nothing: not when a name is taken, a file changed, or the run was cut off at any step."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from dossier.curation import rename_journal
from dossier.curation.journal_file import Journal, RenameRun, RenameStep
from dossier.curation.rename_plan import Move
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
def journal(tmp_path: Path, evidence: Path) -> Journal:
    return Journal(tmp_path / "adopsi.jsonl", evidence)


def tree(evidence: Path) -> dict[str, str]:
    """Return every file with its words."""
    return {p.relative_to(evidence).as_posix(): p.read_text() for p in evidence.rglob("*") if p.is_file()}


def test_a_taken_name_is_never_overwritten(evidence: Path, journal: Journal) -> None:
    before = tree(evidence)
    run, refused = rename_journal.apply(journal, evidence, [move(evidence, "a.txt", "b.txt")])
    assert not run.steps
    assert "sudah ada" in refused[0].reason
    assert tree(evidence) == before


def test_a_file_that_changed_meanwhile_is_left(evidence: Path, journal: Journal) -> None:
    wanted = move(evidence, "a.txt", "baru/A.txt")
    (evidence / "a.txt").write_text("lain", encoding="utf-8")
    _, refused = rename_journal.apply(journal, evidence, [wanted])
    assert "berubah" in refused[0].reason
    assert (evidence / "a.txt").read_text() == "lain"


def test_a_link_is_left(evidence: Path, journal: Journal) -> None:
    (evidence / "tautan.txt").symlink_to(evidence / "a.txt")
    _, refused = rename_journal.apply(journal, evidence, [move(evidence, "tautan.txt", "baru.txt")])
    assert "tautan" in refused[0].reason


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_a_run_cut_off_at_any_file_is_undone_whole(
    evidence: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    before = tree(evidence)
    real = rename_journal.rename
    calls: list[Path] = []

    def killed(source: Path, target: Path) -> None:
        if len(calls) == steps:
            raise KeyboardInterrupt
        calls.append(source)
        real(source, target)

    moves = [move(evidence, name, f"baru/{name.upper()}") for name in ("a.txt", "b.txt", "c.txt")]
    monkeypatch.setattr(rename_journal, "rename", killed)
    if steps < len(moves):
        with pytest.raises(KeyboardInterrupt):
            rename_journal.apply(journal, evidence, moves)
    else:
        rename_journal.apply(journal, evidence, moves)
    monkeypatch.undo()
    run = rename_journal.unfinished(journal)
    assert run is not None
    back, refused = rename_journal.undo(journal, evidence, run)
    assert (len(back), refused) == (steps, ())
    assert tree(evidence) == before
    assert not (evidence / "baru").exists()
    assert rename_journal.unfinished(journal) is None


@pytest.mark.parametrize("ending", ["finished", "undone"])
def test_of_a_file_with_two_names_neither_is_removed(evidence: Path, journal: Journal, ending: str) -> None:
    """A rename cut in its middle, a link that a person made, one name where the file system ignores case: all alike."""
    run, _ = rename_journal.apply(journal, evidence, [move(evidence, "a.txt", "A2.txt")])
    (evidence / "a.txt").hardlink_to(evidence / "A2.txt")
    before = tree(evidence)
    done, refused = (
        rename_journal.finish(evidence, run) if ending == "finished" else rename_journal.undo(journal, evidence, run)
    )
    assert not done
    assert "dua nama" in refused[0].reason
    assert tree(evidence) == before


def test_finishing_a_run_that_was_cut_off_changes_nothing_on_the_disk(evidence: Path, journal: Journal) -> None:
    run, _ = rename_journal.apply(journal, evidence, [move(evidence, "a.txt", "A2.txt")])
    before = tree(evidence)
    assert rename_journal.finish(evidence, run) == ({"a.txt": "A2.txt"}, ())
    assert tree(evidence) == before


@pytest.mark.parametrize("way", ["absolute", "above", "through a link", "printable only"])
def test_what_a_journal_names_outside_the_evidence_is_left_alone(evidence: Path, journal: Journal, way: str) -> None:
    outside = evidence.parent / "luar"
    outside.mkdir()
    (outside / "surat.txt").write_text("a.txt", encoding="utf-8")
    (evidence / "keluar").symlink_to(outside)
    name = {"absolute": f"{outside}/surat.txt", "above": "../luar/surat.txt", "through a link": "keluar/surat.txt"}
    named = name.get(way, "a.txt")
    digest = hashlib.sha256(b"a.txt").hexdigest()
    (evidence / "a.txt").rename(evidence / "A2.txt")
    into = RenameStep(
        old="a.txt" if way in name else "../a.txt", new="A2.txt", old_disk=named, new_disk="A2.txt", sha256=digest
    )
    out_of = RenameStep(
        old="x.txt", new="y.txt" if way in name else "/y", old_disk="x.txt", new_disk=named, sha256=digest
    )
    run = RenameRun(number=1, steps=(into, out_of), folders=(f"{outside}", "../luar", "keluar"))
    before = tree(evidence), tree(outside)
    back, refused = rename_journal.undo(journal, evidence, run)
    assert not back
    assert [each.reason for each in refused] == ["letaknya di luar folder bukti; tidak disentuh"] * 2
    assert rename_journal.finish(evidence, run)[0] == {}
    assert (tree(evidence), tree(outside)) == before


def test_a_pipe_that_took_the_place_of_a_file_is_left_and_not_waited_for(evidence: Path, journal: Journal) -> None:
    run, _ = rename_journal.apply(journal, evidence, [move(evidence, "a.txt", "A2.txt")])
    (evidence / "A2.txt").unlink()
    os.mkfifo(evidence / "A2.txt")
    _, refused = rename_journal.undo(journal, evidence, run)
    assert "bukan berkas biasa" in refused[0].reason


def test_what_was_edited_after_the_renaming_stays(evidence: Path, journal: Journal) -> None:
    run, _ = rename_journal.apply(journal, evidence, [move(evidence, "a.txt", "A2.txt")])
    (evidence / "A2.txt").write_text("diubah", encoding="utf-8")
    back, refused = rename_journal.undo(journal, evidence, run)
    assert not back
    assert refused[0].path == "A2.txt"
    assert (evidence / "A2.txt").read_text() == "diubah"
