"""A build that is asked for at the desk: in another process, told as it goes, and the same as that of a command."""

from __future__ import annotations

import os
import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from dossier import state
from dossier.errors import ExitCode
from dossier.state.lease import lock
from tests.support import wait
from tests.support.command import dossier
from tests.support.running_desk import SECONDS, Visitor, running_desk
from tests.support.running_watch import children_of, is_running
from tests.support.workspaces import outputs, small_workspace, without_history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.state.workspace import Workspace

DAY = ("--as-of", "2025-07-01")
OPTIONS = ("--no-open", *DAY)
NEW = "I.2.1 Notulen rapat Maret 2025.pdf"


@pytest.fixture(scope="module")
def sorted_unit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Return a desk at which nothing is changed."""
    with running_desk(small_workspace(tmp_path_factory.mktemp("meja") / "unit").root, *OPTIONS) as desk:
        yield desk.enter()


def until_built(told: Iterator[tuple[str, dict[str, object]]]) -> tuple[list[dict[str, object]], dict[str, object]]:
    """Return the progress that was told, and what came of the build."""
    steps = []
    for name, facts in told:
        if name == "susun":
            steps.append(facts)
        if name == "tersusun":
            return steps, facts
    raise AssertionError("the desk was closed")


def built(visitor: Visitor) -> dict[str, object]:
    """Ask for a build, and return what came of it."""
    with visitor.events() as told:
        assert visitor.post("/api/build").status == 200
        return until_built(told)[1]


def unfinished(workspace: Workspace) -> list[str]:
    """Return the staging folders of builds."""
    return [path.name for path in workspace.build.glob(".baru-*")]


def test_it_writes_what_the_command_writes_and_tells_how_far_it_is(tmp_path: Path) -> None:
    asked, plain = (small_workspace(tmp_path / name) for name in ("meja", "biasa"))
    with running_desk(asked.root, *OPTIONS) as desk:
        visitor = desk.enter()
        with visitor.events() as told:
            assert visitor.post("/api/build").status == 200
            steps, done = until_built(told)
        assert done["ditulis"] is True
        assert {"menunggu giliran", "Mengolah berkas", "Mengikat halaman"} <= {step["tahap"] for step in steps}
        assert {"tahap", "selesai", "jumlah", "nama"} <= steps[-1].keys()
        assert built(visitor)["ditulis"] is False
    assert dossier(plain.root, "build", *DAY).returncode == ExitCode.DONE
    found, expected = (without_history(outputs(each)) for each in (asked, plain))
    assert found.keys() == expected.keys()
    assert [name for name, data in found.items() if data != expected[name]] == []


def test_the_desk_reads_and_answers_while_a_build_is_at_work(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    with running_desk(workspace.root, *OPTIONS) as desk:
        visitor = desk.enter()
        with visitor.events() as told:
            visitor.post("/api/build")
            wait.until(lambda: unfinished(workspace))
            builder = next(each for each in children_of(desk.process.pid) if is_building(each))
            os.kill(builder, signal.SIGSTOP)
            try:
                asked = {"berkas": ["scan0001.jpg"], "bukan": True, "alasan": "foto pribadi"}
                assert visitor.post("/api/decide", asked).status == 200
                assert any("hilang" in facts for _, facts in told)  # the evidence was read again
            finally:
                os.kill(builder, signal.SIGCONT)
            assert "galat" not in until_built(told)[1]


def is_building(process: int) -> bool:
    """Return whether a process writes into a staging folder."""
    folder = f"/proc/{process}/fd"
    try:
        return any(".kunci" in os.readlink(f"{folder}/{each}") for each in os.listdir(folder))  # noqa: PTH115, PTH208
    except OSError:
        return False


def test_what_a_user_can_mend_is_told_with_its_remedy(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    with running_desk(workspace.root, *OPTIONS) as desk:
        visitor = desk.enter()
        with lock(workspace.build):
            busy = built(visitor)
        assert busy["sibuk"] is True
        assert "sedang menyusun dossier" in str(busy["galat"])
        whole = workspace.plan_file.read_text(encoding="utf-8")
        workspace.plan_file.write_text("rusak: [\n", encoding="utf-8")
        broken = built(visitor)
        assert "Rencana tidak dapat dipakai" in str(broken["galat"])
        assert broken["saran"]
        assert "plan.yaml:" in str(broken["rincian"])
        workspace.plan_file.write_text(whole, encoding="utf-8")
        assert built(visitor)["ditulis"] is True


@pytest.mark.parametrize("end", ["page", "Ctrl-C"])
def test_the_end_of_the_desk_ends_the_build_and_clears_what_it_left(tmp_path: Path, end: str) -> None:
    workspace = small_workspace(tmp_path / "unit")
    with running_desk(workspace.root, *OPTIONS) as desk:
        visitor = desk.enter()
        visitor.post("/api/build")
        wait.until(lambda: unfinished(workspace))
        children = children_of(desk.process.pid)
        if end == "page":
            visitor.post("/api/stop")
        else:
            desk.process.send_signal(signal.SIGINT)
        assert desk.process.wait(SECONDS) == ExitCode.DONE
        wait.until(lambda: not any(map(is_running, children)))
    assert unfinished(workspace) == []
    assert not (workspace.build / ".sewa").exists()
    assert not (workspace.build / "dossier.pdf").exists()


def pages_of(workspace: Workspace) -> list[str]:
    """Return the evidence of the edition in place."""
    made = state.load(workspace.build)
    return sorted(made.files) if made is not None else []


def test_switched_on_it_builds_by_itself_after_a_change_and_says_so(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    with running_desk(workspace.root, *OPTIONS) as desk:
        visitor = desk.enter()
        with visitor.events() as told:
            assert next(told)[1]["sendiri"] == {"nyala": False, "kata": ""}
            answer = visitor.post("/api/build/automatic", {"nyala": True}).json()
            possible = ("Dossier disusun sendiri setelah ada perubahan.", "Dossier sedang disusun.")
            assert answer in [{"nyala": True, "kata": each} for each in possible]
            steps, done = until_built(told)
            assert all(step["sendiri"] for step in steps)
            assert done["sendiri"] is True
            assert NEW not in pages_of(workspace)
            shutil.copy(workspace.evidence / "I.1.1 SK Tim Kerja ZI 2025.pdf", workspace.evidence / NEW)
            words = []
            for name, facts in told:
                words += [str(facts["kata"])] if name == "sendiri" else []
                if name == "tersusun" and NEW in pages_of(workspace):
                    break
            assert [each for each in words if "begitu tidak ada lagi yang diketik atau disalin" in each]
            assert "Dossier sedang disusun." in words
            assert any("Terakhir disusun pukul " in str(facts.get("kata")) for _, facts in told)
        assert visitor.post("/api/build/automatic", {"nyala": False}).json() == {"nyala": False, "kata": ""}
        with visitor.events() as told:
            assert next(told)[1]["sendiri"] == {"nyala": False, "kata": ""}


def test_by_itself_it_waits_out_a_broken_plan(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    whole = workspace.plan_file.read_text(encoding="utf-8")
    with running_desk(workspace.root, *OPTIONS) as desk:
        visitor = desk.enter()
        with visitor.events() as told:
            visitor.post("/api/build/automatic", {"nyala": True})
            until_built(told)
            workspace.plan_file.write_text("rusak: [\n", encoding="utf-8")
            assert any("belum dapat disusun" in str(facts.get("kata")) for _, facts in told)
            workspace.plan_file.write_text(f"{whole}\n# diperbaiki\n", encoding="utf-8")
            assert any(facts.get("ditulis") for _, facts in told)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"nyala": "ya"}', b'{"nyala": 1}'])
def test_a_switch_that_is_no_switch_is_refused(sorted_unit: Visitor, body: bytes) -> None:
    assert sorted_unit.ask("POST", "/api/build/automatic", body).status == 404


def test_a_killed_desk_takes_its_processes_along(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    with running_desk(workspace.root, *OPTIONS) as desk:
        visitor = desk.enter()
        assert built(visitor)["ditulis"] is True
        children = children_of(desk.process.pid)
        assert children
        desk.process.kill()
        desk.process.wait()
        wait.until(lambda: not any(map(is_running, children)))


def test_no_process_waits_for_builds_before_one_is_asked_for(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    with running_desk(workspace.root, *OPTIONS) as desk:
        visitor = desk.enter()
        before = len(children_of(desk.process.pid))
        assert built(visitor)["ditulis"] is True
        assert len(children_of(desk.process.pid)) > before
