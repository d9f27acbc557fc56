"""The clerk's desk: deciding about files one by one, and giving coded names that can be taken back."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.command import COMMAND, copy_plan, dossier
from tests.support.hostile_pdf import plain_pdf

if TYPE_CHECKING:
    from pathlib import Path

NAMES = (
    "I Manajemen Perubahan/I.3/Undangan rapat monev ZI April.pdf",
    "V/4/3/Laporan evaluasi WBS TW I.pdf",
    "I.4.2 SK Tim Agen Perubahan 2025.pdf",
    "scan0001.pdf",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    workspace = copy_plan(tmp_path)
    for number, name in enumerate(NAMES, 1):
        path = workspace / "evidence" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        plain_pdf(path.parent, path.name, pages=number)
    return workspace


def files(workspace: Path) -> dict[str, bytes]:
    """Return every evidence file with its content."""
    evidence = workspace / "evidence"
    return {path.relative_to(evidence).as_posix(): path.read_bytes() for path in evidence.rglob("*") if path.is_file()}


def places(workspace: Path) -> list[tuple[str, str | None, str]]:
    """Return what the files are claimed for, whatever they are called."""
    shape = json.loads(dossier(workspace, "match", "--format", "json").stdout)
    claims = [claim for file in shape["files"] for claim in file["claims"]]
    found = [(claim["indicator"], claim["requirement"], claim["slot"] or "") for claim in claims]
    return sorted(found, key=lambda place: (place[0], place[1] or "", place[2]))


def reviewed(workspace: Path, *answers: str) -> str:
    """Walk the open files at a terminal, typing these answers, then Ctrl-D."""
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [COMMAND, "-C", workspace, "match", "--review"],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        os.close(terminal)
        os.write(controller, "".join(f"{answer}\n" for answer in answers).encode() + b"\x04")
        printed, _ = process.communicate(timeout=120)
    os.close(controller)
    assert process.returncode == 0, printed.decode()
    return printed.decode()


def test_a_decision_is_kept_in_the_pins_and_counts_from_then_on(workspace: Path) -> None:
    (workspace / "plan" / "pins.yaml").write_text("# keputusan kami\n", encoding="utf-8")
    printed = reviewed(workspace, "k I.1.1.a", "1")
    assert "scan0001.pdf" in printed
    assert "Dicatat: I.1.1.a" in printed
    text = (workspace / "plan" / "pins.yaml").read_text(encoding="utf-8")
    assert text.startswith("# keputusan kami\n")
    assert "scan0001.pdf" in text
    assert ("I.1.1", "a", "2025-01") in places(workspace)


def test_a_decision_may_name_the_indicator_alone(workspace: Path) -> None:
    printed = reviewed(workspace, "k I.1.1", "-")
    assert "Dicatat: I.1.1 (butir belum ditetapkan)" in printed
    assert "butir:" not in (workspace / "plan" / "pins.yaml").read_text(encoding="utf-8").rpartition("scan0001.pdf")[2]
    assert ("I.1.1", None, "") in places(workspace)
    assert "terpasang, belum mengisi" in reviewed(workspace, "1", "a", "1")
    assert ("I.1.1", "a", "2025-01") in places(workspace)


@pytest.mark.parametrize("answer", ["k B.I.a", "B.I.a", "soal 125"])
def test_a_decision_may_put_a_file_under_a_question_of_the_sheet(workspace: Path, answer: str) -> None:
    printed = reviewed(workspace, answer)
    assert "Dicatat: B.I.a Nilai Survey Persepsi Korupsi (Survei Eksternal)" in printed
    assert "  pertanyaan: B.I.a\n" in (workspace / "plan" / "pins.yaml").read_text(encoding="utf-8")
    shape = json.loads(dossier(workspace, "match", "--format", "json").stdout)
    (file,) = [file for file in shape["files"] if file["path"] == "scan0001.pdf"]
    assert (file["status"], file["claims"]) == ("claimed", [])
    assert [each["question"] for each in file["questions"]] == ["B.I.a"]
    assert "Tidak ada yang perlu diperiksa" in reviewed(workspace)


def test_a_decision_can_be_taken_back_at_once(workspace: Path) -> None:
    plain_pdf(workspace / "evidence", "scan0002.pdf", pages=7)
    pins = workspace / "plan" / "pins.yaml"
    before = pins.read_bytes()
    printed = reviewed(workspace, "n foto pribadi", "u", "l", "l")
    assert "Dibatalkan" in printed
    assert pins.read_bytes() == before
    reviewed(workspace, "n foto pribadi", "l")
    assert b"foto pribadi" in pins.read_bytes()


def test_adopting_shows_what_it_would_do_and_does_nothing(workspace: Path) -> None:
    before = files(workspace)
    printed = dossier(workspace, "adopt", "--dry-run").stdout
    assert "→ V/4/3/V.4.3.a 2025-03 Laporan evaluasi WBS" in printed
    assert "Belum ada yang diubah" in printed
    assert files(workspace) == before


def test_adopted_names_keep_every_place_and_can_be_taken_back(workspace: Path) -> None:
    before, at = files(workspace), places(workspace)
    result = dossier(workspace, "adopt", "--apply")
    assert result.returncode == 0, result.stderr
    assert files(workspace) != before
    assert sorted(files(workspace).values()) == sorted(before.values())
    assert places(workspace) == at
    assert "0 diusulkan" in dossier(workspace, "adopt").stdout
    assert "kembali ke nama lamanya" in dossier(workspace, "adopt", "--undo").stdout
    assert files(workspace) == before
    assert "Tidak ada penamaan" in dossier(workspace, "adopt", "--undo").stdout


def test_pins_follow_a_renamed_file(workspace: Path) -> None:
    pins = workspace / "plan" / "pins.yaml"
    pins.write_text('- berkas: "scan0001.pdf" # dari Pak Satu\n  indikator: I.1.1\n  butir: a\n', encoding="utf-8")
    dossier(workspace, "adopt", "--apply")
    text = pins.read_text(encoding="utf-8")
    assert "I.1.1.a" in text
    assert "# dari Pak Satu" in text
    assert ("I.1.1", "a", "2025-01") in places(workspace)
    dossier(workspace, "adopt", "--undo")
    assert "scan0001.pdf" in pins.read_text(encoding="utf-8")


def cut_off(workspace: Path) -> bytes:
    """Leave the journal as a kill does after the first rename, and return it."""
    dossier(workspace, "adopt", "--apply")
    journal = workspace / "plan" / "adopsi.jsonl"
    lines = journal.read_text(encoding="ascii").splitlines(keepends=True)
    assert '"selesai"' in lines[-1]
    journal.write_text("".join(lines[:-1]), encoding="ascii")
    return journal.read_bytes()


def test_proposing_finishes_nothing_and_changes_nothing(workspace: Path) -> None:
    journal, before = cut_off(workspace), files(workspace)
    result = dossier(workspace, "adopt")
    assert result.returncode == 0, result.stderr
    assert "terputus di tengah" in result.stdout
    assert (workspace / "plan" / "adopsi.jsonl").read_bytes() == journal
    assert files(workspace) == before
    assert "diselesaikan dahulu" in dossier(workspace, "adopt", "--apply").stdout
    assert "terputus" not in dossier(workspace, "adopt").stdout


def test_the_journal_of_another_unit_is_put_aside_and_nothing_of_it_is_done(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    dossier(workspace, "adopt", "--apply")
    other = tmp_path_factory.mktemp("lain") / "unit"
    shutil.copytree(workspace, other, ignore=shutil.ignore_patterns("build"))
    before = files(other)
    assert "folder bukti lain" in dossier(other, "adopt").stdout
    assert (other / "plan" / "adopsi.jsonl").is_file()
    result = dossier(other, "adopt", "--undo")
    assert result.returncode == 0, result.stderr
    assert "plan/adopsi.lain-1.jsonl" in result.stdout
    assert "Tidak ada penamaan" in result.stdout
    assert files(other) == before
    assert not (other / "plan" / "adopsi.jsonl").exists()


def test_a_journal_that_names_files_elsewhere_moves_and_removes_none(workspace: Path) -> None:
    dossier(workspace, "adopt", "--apply")
    journal = workspace / "plan" / "adopsi.jsonl"
    secret = workspace / "rahasia.txt"
    secret.write_text("milik orang", encoding="utf-8")
    victim = next(name for name in files(workspace) if name.endswith(".pdf"))
    lines = [json.loads(line) for line in journal.read_text(encoding="ascii").splitlines()]
    digest = hashlib.sha256(secret.read_bytes()).hexdigest()
    steps = [
        {"old": "a.txt", "new": "b.txt", "old_disk": "a.txt", "new_disk": str(secret), "sha256": digest},
        {"old": victim, "new": "b", "old_disk": victim, "new_disk": "../keluar.pdf", "sha256": digest},
        {"old": "c", "new": victim, "old_disk": "../curi.pdf", "new_disk": victim, "sha256": digest},
    ]
    lines += [{"schema": lines[0]["schema"], "nomor": 7, "catat": "pindah", **step} for step in steps]
    journal.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="ascii")
    before = files(workspace)
    for options in ((), ("--apply",), ("--undo",)):
        dossier(workspace, "adopt", *options)
        assert secret.read_text(encoding="utf-8") == "milik orang"
        assert not {path.name for path in workspace.iterdir()} & {"keluar.pdf", "curi.pdf", "a.txt"}
    assert files(workspace).keys() >= before.keys() - {victim}
    assert sorted(files(workspace).values()) == sorted(before.values())
