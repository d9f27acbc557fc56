"""`dossier watch` builds after every change, waits out what is wrong, and leaves nothing behind."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from dossier import state
from dossier.errors import ExitCode
from dossier.state.lease import lock
from tests.support import wait
from tests.support.command import dossier
from tests.support.running_watch import children_of, is_running, running_watch
from tests.support.workspaces import outputs, small_workspace, without_history

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.state.workspace import Workspace

NEW = "evidence/I.2.1 Notulen rapat Maret 2025.pdf"


def add_paper(workspace: Workspace) -> None:
    """Put a paper into the evidence, as a copy does."""
    shutil.copy(workspace.evidence / "I.1.1 SK Tim Kerja ZI 2025.pdf", workspace.root / NEW)


def is_bound(workspace: Workspace, path: str) -> bool:
    """Return whether the edition in place was made with a file."""
    made = state.load(workspace.build)
    return made is not None and path in made.files


def test_a_new_file_is_in_the_dossier_without_a_command(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    with running_watch(workspace.root, tmp_path / "said.txt") as running:
        running.until_built(1)
        add_paper(workspace)
        wait.until(lambda: is_bound(workspace, "I.2.1 Notulen rapat Maret 2025.pdf"))
        running.until_built(2)
        assert f"{NEW} baru" in running.built[1]
        assert "; 4 berkas, " in running.built[1]
        (workspace.root / NEW).unlink()
        running.until_built(3)
        assert f"{NEW} hilang" in running.built[2]


def test_its_bytes_are_those_of_a_build(tmp_path: Path) -> None:
    watched, plain = (small_workspace(tmp_path / name) for name in ("diamati", "biasa"))
    with running_watch(watched.root, tmp_path / "said.txt") as running:
        running.until_built(1)
        add_paper(watched)
        running.until_built(2)
    add_paper(plain)
    assert dossier(plain.root, "build", "--as-of", "2025-07-01", "--office", "internal").returncode == ExitCode.DONE
    found, expected = (without_history(outputs(each)) for each in (watched, plain))
    assert found.keys() == expected.keys()
    assert [name for name, data in found.items() if data != expected[name]] == []


def test_a_broken_plan_is_told_and_waited_out(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    whole = workspace.plan_file.read_text(encoding="utf-8")
    with running_watch(workspace.root, tmp_path / "said.txt") as running:
        running.until_built(1)
        workspace.plan_file.write_text(f"{whole}\nrusak: [\n", encoding="utf-8")
        running.until_said("Disusun lagi sendiri begitu ini diperbaiki.")
        assert "plan.yaml:" in running.said
        assert running.said.count("Rencana tidak dapat dipakai") == 1
        workspace.plan_file.write_text(f"{whole}\n# diperbaiki\n", encoding="utf-8")
        running.until_built(2)
        assert running.process.poll() is None


def test_a_busy_workspace_is_told_once_and_waited_for(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    with running_watch(workspace.root, tmp_path / "said.txt") as running:
        running.until_built(1)
        with lock(workspace.build):
            add_paper(workspace)
            running.until_said("sedang menyusun dossier")
        running.until_built(2)
        assert running.said.count("sedang menyusun dossier") == 1


def test_what_changes_during_a_build_is_built_after_it(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    with running_watch(workspace.root, tmp_path / "said.txt") as running:
        wait.until(lambda: list(workspace.build.glob(".baru-*")))  # the first build is at work
        add_paper(workspace)
        wait.until(lambda: is_bound(workspace, "I.2.1 Notulen rapat Maret 2025.pdf"))
        assert running.process.poll() is None


def test_output_and_lock_files_start_no_build(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    with running_watch(workspace.root, tmp_path / "said.txt") as running:
        running.until_built(1)
        (workspace.build / "catatan.txt").write_text("milik orang", encoding="utf-8")
        (workspace.evidence / "~$surat.docx").write_bytes(b"kunci")
        add_paper(workspace)
        running.until_built(2)
        assert len(running.built) == 2
        assert f"  {NEW} baru: " in running.built[1]


def test_ctrl_c_ends_it_with_nothing_left(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    with running_watch(workspace.root, tmp_path / "said.txt") as running:
        running.until_built(1)
        add_paper(workspace)
        wait.until(lambda: list(workspace.build.glob(".baru-*")))  # a build is at work
        children = children_of(running.process.pid)
        assert children
        assert running.end() == ExitCode.DONE
        assert "Pengamatan dihentikan" in running.said
        wait.until(lambda: not any(map(is_running, children)))
    assert list(workspace.build.glob(".baru-*")) == []
    assert not (workspace.build / ".sewa").exists()
    assert dossier(workspace.root, "build", "--as-of", "2025-07-01", "--office", "internal").returncode == ExitCode.DONE


def test_a_killed_watch_takes_its_processes_along(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    with running_watch(workspace.root, tmp_path / "said.txt") as running:
        running.until_built(1)
        children = children_of(running.process.pid)
        running.process.kill()
        running.process.wait()
        wait.until(lambda: not any(map(is_running, children)))
