"""Whatever happens to a build, there is the old edition or the new one, whole, and the next build makes it right."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossier import state
from dossier.audit.gap_columns import FOLLOW_UP, GAP_SHEET
from dossier.errors import OutputError
from dossier.pipeline import build, verify
from dossier.plan import read_notes
from dossier.progress import Work, unseen
from dossier.reports.workbook_import import read_returned
from dossier.state.files import STAGING_PREFIX
from dossier.state.lease import lock
from dossier.state.publishing import COMMITTED, recover
from tests.support.command import dossier
from tests.support.workbooks import fill
from tests.support.workspaces import AS_OF, LATER, REPOSITORY, made, outputs, without_history

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from dossier.progress import Progress, Step
    from dossier.state.workspace import Workspace

KILLS = 20
COLD = 4
"""Kills in which even the parts have to be prepared."""


UNDER_CONTROL = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from dossier.cli import main
main()
"""
"""The command as at a terminal: a test suite in the background passes on that Ctrl-C is to be ignored."""


@pytest.fixture
def workspace(tmp_path: Path, copied: Callable[[Path], Workspace]) -> Workspace:
    """Return a workspace whose parts are prepared, at a hard path."""
    return copied(tmp_path / "ruang kerja ملف 🙂")


def undisturbed(workspace: Workspace, folder: Path) -> dict[str, bytes]:
    """Return what a build of a copy leaves that nothing disturbs."""
    copy = shutil.copytree(workspace.root, folder)
    twin = type(workspace)(copy)
    made(twin, LATER)
    return without_history(outputs(twin))


def killed(workspace: Workspace, seconds: float) -> None:
    """Start a build, kill it and all its processes after so many seconds."""
    command = [sys.executable, "-m", "tests.support.killable_build", str(workspace.root)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        command,
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"mulai\n"
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def test_killed_at_twenty_random_moments_the_next_build_gives_the_same_bytes(
    workspace: Workspace, tmp_path: Path
) -> None:
    expected = undisturbed(workspace, tmp_path / "kembar")
    chance = random.Random(20250701)  # noqa: S311 — moments, not secrets
    for number in range(KILLS):
        if number < COLD:
            shutil.rmtree(workspace.build, ignore_errors=True)
        killed(workspace, chance.uniform(0, 1.0 if number < COLD else 0.4))
        if workspace.build.is_dir():
            recover(workspace.build)
        known = state.load(workspace.build)
        assert known is None or known.is_whole(workspace.build)
        made(workspace, LATER)
        assert without_history(outputs(workspace)) == expected
        if number >= COLD - 1 and number % 2:
            made(workspace, AS_OF)  # so that the next kill has an old edition to replace


class FullDisk:
    """Lets the n-th attempt to write below a folder fail, and all after it, as on a disk that has run full."""

    def __init__(self, folder: Path) -> None:
        self.folder = os.fspath(folder)
        self.left = -1
        sys.addaudithook(self._watch)  # cannot be taken back; `left` below zero turns it off

    @contextmanager
    def after(self, writes: int) -> Iterator[None]:
        self.left = writes
        try:
            yield
        finally:
            self.left = -1

    def _watch(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.left < 0 or not self._writes(event, arguments):
            return
        if self.left == 0:
            raise OSError(errno.ENOSPC, "No space left on device", str(arguments[0]))
        self.left -= 1

    def _writes(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event == "open":
            flags = arguments[2]
            writing = isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
        else:
            writing = event in {"os.mkdir", "os.rename"}
        path = arguments[0] if arguments else None  # `os.fork` has none
        return writing and isinstance(path, (str, os.PathLike)) and os.fspath(path).startswith(self.folder)


def test_a_disk_that_runs_full_at_any_write_leaves_a_whole_edition(workspace: Workspace) -> None:
    made(workspace)
    old = without_history(outputs(workspace))
    made(workspace, LATER)
    new = without_history(outputs(workspace))
    made(workspace, AS_OF)
    disk = FullDisk(workspace.build)
    failures = 0
    for writes in range(500):
        try:
            with disk.after(writes):
                made(workspace, LATER)
        except OutputError:
            failures += 1
        else:
            break
        recover(workspace.build)
        left = {name: data for name, data in outputs(workspace).items() if not name.startswith(STAGING_PREFIX)}
        assert without_history(left) in (old, new)
        if without_history(left) == new:
            made(workspace, AS_OF)
    assert failures > 10
    assert without_history(outputs(workspace)) == new


def test_a_publishing_that_was_cut_short_is_finished_by_the_next_command(workspace: Workspace) -> None:
    made(workspace)
    old = outputs(workspace)
    made(workspace, LATER)
    new = outputs(workspace)
    committed = workspace.build / COMMITTED
    committed.mkdir()
    for name, data in old.items():
        if name < "kesenjangan":
            (workspace.build / name).write_bytes(data)  # these have been moved, the others have not
        else:
            (committed / name).parent.mkdir(exist_ok=True)
            (committed / name).write_bytes(data)
    assert outputs(workspace) != new
    assert dossier(workspace.root, "verify").returncode == 0
    assert outputs(workspace) == old


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_leaves_the_old_edition_and_nothing_else(
    workspace: Workspace, sign: signal.Signals
) -> None:
    made(workspace)
    before = outputs(workspace)
    arguments = ["-C", str(workspace.root), "build", "--as-of", "2025-08-01", "--office", "internal"]
    command = [sys.executable, "-c", UNDER_CONTROL, *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None and not list(workspace.build.glob(f"{STAGING_PREFIX}*")):
            pass
        process.send_signal(sign)
        _, said = process.communicate()
    assert process.returncode == 130, said
    assert "Dihentikan" in said.decode()
    assert outputs(workspace) == before


def changing(action: Callable[[int], None], moment: Work = Work.PREPARING) -> Progress:
    """Return a progress that does something to the workspace once in every attempt of a build."""
    attempts: list[int] = []

    def progress(work: Work, total: int, /) -> AbstractContextManager[Step]:
        if work is moment:
            attempts.append(1)
            action(len(attempts))
        return unseen(work, total)

    return progress


def test_evidence_that_changes_while_building_is_bound_as_it_is_in_the_end(workspace: Workspace) -> None:
    file = next(workspace.evidence.glob("I.1.1*.pdf"))

    def once(attempt: int) -> None:
        if attempt == 1:
            file.write_bytes(file.read_bytes() + b"\n% berubah")

    result = build(workspace, LATER, office="internal", progress=changing(once))
    assert result.written
    assert "bukti_berubah_selagi_disusun" not in (workspace.build / "temuan.json").read_text(encoding="utf-8")
    assert verify(workspace, [result.bundle]) == ()
    assert not made(workspace, LATER).written


def test_evidence_that_never_rests_is_a_finding_and_is_tried_again(workspace: Workspace) -> None:
    file = workspace.evidence / "I.1.1 catatan.txt"

    def always(attempt: int) -> None:
        file.write_text(f"Catatan ke-{attempt}", encoding="utf-8")

    build(workspace, LATER, office="internal", progress=changing(always))
    assert "bukti_berubah_selagi_disusun" in (workspace.build / "temuan.json").read_text(encoding="utf-8")
    assert made(workspace, LATER).written
    assert not made(workspace, LATER).written


@pytest.mark.parametrize("moment", [Work.PREPARING, Work.WRITING])
def test_what_staff_save_while_building_is_not_lost(workspace: Workspace, moment: Work) -> None:
    made(workspace)

    def fill(attempt: int) -> None:
        if attempt == 1:
            book = openpyxl.load_workbook(workspace.workbook)
            sheet = book[GAP_SHEET]
            column = next(cell.column for cell in sheet[1] if cell.value == FOLLOW_UP)
            sheet.cell(2, column, "Sedang ditandatangani")
            book.save(workspace.workbook)

    build(workspace, LATER, office="internal", progress=changing(fill, moment))
    assert "Sedang ditandatangani" in (workspace.build / "kesenjangan.csv").read_text(encoding="utf-8-sig")
    assert "Sedang ditandatangani" in {note.follow_up for note in read_returned(workspace.workbook).notes.values()}


def test_what_staff_save_in_every_attempt_is_in_the_plan_folder_though_the_last_replaces_the_book(
    workspace: Workspace,
) -> None:
    made(workspace)

    def fill_another(attempt: int) -> None:
        fill(workspace.workbook, 1 + attempt, {FOLLOW_UP: f"isian ke-{attempt}"})

    result = build(workspace, LATER, office="internal", progress=changing(fill_another, Work.WRITING))
    kept = {note.follow_up for note in read_notes(workspace.notes).values()}
    assert kept == {"isian ke-1", "isian ke-2", "isian ke-3"}
    assert len([line for line in result.told if "tindak-lanjut.yaml" in line]) == 3
    made(workspace, LATER)
    assert kept <= {note.follow_up for note in read_returned(workspace.workbook).notes.values()}


def test_working_folders_of_a_killed_build_are_cleared_though_nothing_has_to_be_prepared(workspace: Workspace) -> None:
    made(workspace, AS_OF)
    left = workspace.parts / "kerja-mati"
    left.mkdir()
    (left / "kunci").touch()
    made(workspace, AS_OF)
    assert not left.exists()


def test_a_second_build_says_that_the_first_is_at_work(workspace: Workspace) -> None:
    made(workspace)
    before = outputs(workspace)
    with lock(workspace.build):
        result = dossier(workspace.root, "build", "--as-of", "2025-08-01", "--office", "internal")
    assert result.returncode == 15
    assert "sedang menyusun" in result.stderr
    assert outputs(workspace) == before


def test_evidence_that_may_not_be_written_is_bound_and_not_touched(workspace: Workspace) -> None:
    files = sorted(workspace.evidence.iterdir())
    for path in (*files, workspace.evidence):
        path.chmod(path.stat().st_mode & ~0o222)
    before = [(path, path.stat().st_mtime_ns, path.stat().st_ctime_ns, path.read_bytes()) for path in files]
    made(workspace)
    assert [(path, path.stat().st_mtime_ns, path.stat().st_ctime_ns, path.read_bytes()) for path in files] == before
    workspace.evidence.chmod(0o755)


@pytest.mark.parametrize("moment", [0, 4_000_000_000])
def test_a_clock_that_jumps_hides_no_change(workspace: Workspace, moment: int) -> None:
    file = next(workspace.evidence.glob("I.1.1*.pdf"))
    os.utime(file, (moment, moment))
    made(workspace)
    assert not made(workspace).written
    data = bytearray(file.read_bytes())
    data[-3] ^= 1
    file.write_bytes(bytes(data))
    os.utime(file, (moment, moment))
    assert made(workspace).written


def test_a_path_with_spaces_and_arabic_letters_is_a_path(workspace: Workspace) -> None:
    hard = workspace.evidence / "I.1.1 dua  spasi محضر.pdf"
    shutil.copy(next(workspace.evidence.glob("I.1.1*.pdf")), hard)
    result = made(workspace)
    assert verify(workspace, [result.bundle]) == ()
