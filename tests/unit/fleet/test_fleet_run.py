"""A fleet in which units hang, die, vanish or are busy: the others come out, and resuming finishes the rest."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dossier.cli.main import run
from dossier.errors import BusyError, ExitCode
from dossier.fleet import unit_process
from dossier.fleet.fleet_run import FleetOptions, UnitRun, run_fleet
from dossier.fleet.unit_list import FleetUnit
from dossier.fleet.unit_process import BuildOrder, Ending, UnitProcess
from dossier.state.lease import lock
from dossier.state.unit_summaries import LARGEST
from dossier.workers import parent_end
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from pathlib import Path

DONE = "import pathlib; pathlib.Path('build').mkdir(exist_ok=True)"
HANGS = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
DIES = "import os; os.kill(os.getpid(), 9)"
BROKEN = "import sys; print('GALAT  plan/plan.yaml:1: \\x1b[31mrusak', file=sys.stderr); sys.exit(10)"
BUSY_ONCE = "import pathlib, sys; p = pathlib.Path('dicoba'); e = p.exists(); p.touch(); sys.exit(0 if e else 15)"


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return what each unit's process runs instead of a build, by key."""
    chosen: dict[str, str] = {}

    def command(_: UnitProcess, unit: FleetUnit, _out: Path | None) -> list[str]:
        return [sys.executable, "-c", f"import os; os.chdir({str(unit.folder)!r}); {chosen.get(unit.key, DONE)}"]

    monkeypatch.setattr(UnitProcess, "command", command)
    monkeypatch.setattr(unit_process, "BUSY_PAUSE", 0.05)
    return chosen


@pytest.fixture
def units(tmp_path: Path) -> tuple[FleetUnit, ...]:
    for name in "abcdef":
        (tmp_path / name / "plan").mkdir(parents=True)
    return tuple(FleetUnit(key=name, folder=tmp_path / name) for name in "abcdef")


@pytest.fixture
def options(tmp_path: Path) -> FleetOptions:
    return FleetOptions(folder=tmp_path / "armada", workers=2, order=BuildOrder(seconds=8))


def endings(runs: tuple[UnitRun, ...]) -> dict[str, Ending]:
    return {each.unit.key: each.result.ending for each in runs}


def untold(_: UnitRun) -> None:
    """Say nothing."""


def test_each_unit_ends_by_itself_and_resuming_builds_only_those_that_failed(
    programs: dict[str, str], units: tuple[FleetUnit, ...], options: FleetOptions
) -> None:
    programs.update(b=HANGS, c=DIES, d=BROKEN)
    (units[4].folder / "plan").rmdir()
    units[4].folder.rmdir()
    runs = run_fleet(units, options, untold)
    assert endings(runs) == {
        "a": Ending.OK,
        "b": Ending.TIME,
        "c": Ending.STOPPED,
        "d": Ending.PLAN,
        "e": Ending.MISSING,
        "f": Ending.OK,
    }
    assert runs[3].result.said == "plan/plan.yaml:1:  [31mrusak"
    programs.clear()
    units[4].folder.joinpath("plan").mkdir(parents=True)
    again = run_fleet(units, replace(options, resume=True), untold)
    assert set(endings(again).values()) == {Ending.OK}
    assert [each.unit.key for each in again if each.skipped] == ["a", "f"]


def test_a_unit_that_changed_is_built_again_when_a_run_is_resumed(
    programs: dict[str, str], units: tuple[FleetUnit, ...], options: FleetOptions
) -> None:
    run_fleet(units, options, untold)
    (units[2].folder / "plan" / "plan.yaml").write_text("judul: lain\n", encoding="utf-8")
    again = run_fleet(units, replace(options, resume=True), untold)
    assert [each.unit.key for each in again if not each.skipped] == ["c"]
    assert not programs


def test_on_another_day_every_unit_is_built_again(
    programs: dict[str, str], units: tuple[FleetUnit, ...], options: FleetOptions
) -> None:
    assert not programs
    run_fleet(units[:2], replace(options, day="2025-07-01"), untold)
    same = run_fleet(units[:2], replace(options, day="2025-07-01", resume=True), untold)
    assert all(each.skipped for each in same)
    later = run_fleet(units[:2], replace(options, day="2025-07-02", resume=True), untold)
    assert not any(each.skipped for each in later)


def test_a_busy_unit_is_waited_for(
    programs: dict[str, str], units: tuple[FleetUnit, ...], options: FleetOptions
) -> None:
    programs["a"] = BUSY_ONCE
    assert endings(run_fleet(units[:1], replace(options, order=BuildOrder(seconds=30)), untold)) == {"a": Ending.OK}


def test_a_unit_that_stays_busy_is_named(
    programs: dict[str, str], units: tuple[FleetUnit, ...], options: FleetOptions
) -> None:
    programs["a"] = "raise SystemExit(15)"
    assert endings(run_fleet(units[:1], replace(options, order=BuildOrder(seconds=1)), untold)) == {"a": Ending.BUSY}


def test_a_unit_is_tried_again_as_often_as_asked_but_not_where_that_is_of_no_use(
    programs: dict[str, str], units: tuple[FleetUnit, ...], options: FleetOptions
) -> None:
    programs.update(a=DIES, b=BROKEN)
    runs = run_fleet(units[:2], replace(options, retries=2), untold)
    assert [each.attempts for each in runs] == [3, 1]


def test_the_longest_of_last_time_starts_first(
    programs: dict[str, str], units: tuple[FleetUnit, ...], options: FleetOptions
) -> None:
    programs["c"] = f"import time; time.sleep(1); {DONE}"
    run_fleet(units[:4], options, untold)
    order: list[str] = []
    run_fleet(units[:4], replace(options, workers=1), lambda each: order.append(each.unit.key))
    assert order[0] == "c"


def test_the_order_of_the_units_and_of_their_ends_changes_no_row(
    programs: dict[str, str], units: tuple[FleetUnit, ...], options: FleetOptions
) -> None:
    programs["a"] = f"import time; time.sleep(0.5); {DONE}"
    assert [each.unit for each in run_fleet(units, options, untold)] == list(units)


def test_two_runs_of_one_fleet_do_not_mix(units: tuple[FleetUnit, ...], options: FleetOptions) -> None:
    with lock(options.folder), pytest.raises(BusyError):
        run_fleet(units, options, untold)


def test_a_key_never_leads_out_of_the_results(units: tuple[FleetUnit, ...], options: FleetOptions) -> None:
    strange = replace(units[0], key="../luar")
    with pytest.raises(ValueError, match="leads out"):
        run_fleet([strange], replace(options, results=options.folder / "hasil"), untold)


def test_the_command_builds_real_units_elsewhere_and_ends_with_3_where_one_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small_workspace(tmp_path / "unit" / "satu")
    (small_workspace(tmp_path / "unit" / "dua").root / "plan" / "plan.yaml").write_text("x: [\n", encoding="utf-8")
    places = ["--out", str(tmp_path / "armada"), "--hasil", str(tmp_path / "hasil")]
    arguments = [
        "--cache",
        str(tmp_path / "simpanan"),
        "fleet",
        str(tmp_path / "unit"),
        "--office",
        "internal",
        *places,
    ]
    assert run(arguments) == ExitCode.GAPS
    said = capsys.readouterr().out
    assert "✗ dua: rencana tidak terbaca" in said
    assert "2 unit = 1 selesai + 0 tidak berubah + 1 tidak berhasil" in said
    assert (tmp_path / "hasil" / "satu" / "dossier.pdf").is_file()
    assert not (tmp_path / "unit" / "satu" / "build").exists()
    assert "Rekap  2 unit = 1 melapor + 1 gagal" in said
    shape = json.loads((tmp_path / "armada" / "armada.json").read_text(encoding="utf-8"))
    left = json.loads((tmp_path / "hasil" / "satu" / "ringkasan-unit.json").read_text(encoding="utf-8"))
    rows = {each["key"]: each for each in shape["units"]}
    assert rows["satu"]["summary"] == left
    assert (rows["dua"]["outcome"], rows["dua"]["last_good"], rows["dua"]["summary"]) == ("failed", None, None)
    page = (tmp_path / "armada" / "index.html").read_text(encoding="utf-8")
    assert "../hasil/satu/laporan/index.html" in page
    assert str(tmp_path) not in page + json.dumps(shape)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a running process are Linux's")
def test_a_build_that_wants_more_memory_than_it_may_have_ends_alone(
    programs: dict[str, str], units: tuple[FleetUnit, ...], options: FleetOptions
) -> None:
    programs["a"] = "import time; time.sleep(1); bytearray(4 << 30)"
    order = BuildOrder(seconds=30, memory=1 << 30)
    assert endings(run_fleet(units[:2], replace(options, order=order), untold)) == {"a": Ending.FAILED, "b": Ending.OK}


def test_the_summary_that_a_build_left_comes_with_its_end_cut_where_it_is_too_large(
    programs: dict[str, str], units: tuple[FleetUnit, ...], options: FleetOptions
) -> None:
    for key, size in (("a", LARGEST), ("b", LARGEST * 2)):
        programs[key] = f"{DONE}; pathlib.Path('build/ringkasan-unit.json').write_bytes(b'x' * {size})"
    programs["c"] = f"{DONE}; pathlib.Path('build/ringkasan-unit.json').symlink_to('/etc/passwd')"
    runs = run_fleet(units[:4], options, untold)
    assert [len(each.result.summary) for each in runs] == [LARGEST, LARGEST + 1, 0, 0]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's end")
def test_a_build_does_not_outlive_the_process_that_started_it(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    starter = "import os, subprocess, sys; print(subprocess.Popen(sys.argv[1:], env=ENV).pid, flush=True); os._exit(0)"
    starter = starter.replace("ENV", f"{{**os.environ, {parent_end.ENDS_WITH!r}: str(os.getpid())}}")
    build = [sys.executable, "-m", "dossier", "-q", "-C", str(workspace.root), "build"]
    subprocess.run([sys.executable, "-c", starter, *build], capture_output=True, check=True, timeout=60)
    # The pipe that the build inherited is closed: `run` has come back, and so the build is gone.
    assert not (workspace.build / "dossier.pdf").exists()
