"""A fleet on workers of a real scheduler: what is lost is built again, and nothing but keys and results travel."""

from __future__ import annotations

import datetime as dt
import json
import sys
import threading
from typing import TYPE_CHECKING, NoReturn

import pytest

from dossier.cli import fleet_command
from dossier.cli.main import run
from dossier.errors import EngineError, ExitCode
from dossier.fleet import dask_fleet, dask_task
from dossier.fleet.dask_fleet import DaskExecutor
from dossier.fleet.fleet_run import FleetOptions, UnitRun, run_fleet
from dossier.fleet.unit_list import FleetUnit
from dossier.fleet.unit_process import BuildOrder, Ending
from dossier.state.unit_summaries import LARGEST, parse_summary
from tests.support import dask_processes, wait
from tests.support.dask_processes import PROGRAM, DaskProcesses
from tests.support.workspaces import made, outputs, small_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTES = "open('dicatat', 'a').write('x')\n"
KILLS_WORKER_ONCE = f"import os\n{NOTES}if len(open('dicatat').read()) == 1: os.kill(os.getppid(), 9)\n"
KILLS_WORKER = f"import os\n{NOTES}os.kill(os.getppid(), 9)\n"
WAITS = """
import pathlib, signal, sys, time
def ended(*_):
    pathlib.Path('diakhiri').touch()
    sys.exit(130)
signal.signal(signal.SIGTERM, ended)
pathlib.Path('dimulai').touch()
time.sleep(600)
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[DaskProcesses]:
    with dask_processes.running(tmp_path / "dask") as processes:
        yield processes


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the folder that the workers may use, with six units whose programs note that they ran."""
    for name in "abcdef":
        unit = tmp_path / "akar" / name
        (unit / "plan").mkdir(parents=True)
        (unit / PROGRAM).write_text(NOTES, encoding="utf-8")
    return tmp_path / "akar"


def units_of(root: Path, names: str = "abcdef") -> tuple[FleetUnit, ...]:
    return tuple(FleetUnit(key=name, folder=root / name) for name in names)


def ran(root: Path) -> dict[str, int]:
    return {name: len((root / name / "dicatat").read_text(encoding="utf-8")) for name in "abcdef"}


def fleet(
    cluster: DaskProcesses,
    units: tuple[FleetUnit, ...],
    folder: Path,
    seconds: float = 60,
    told: list[str] | None = None,
) -> dict[str, UnitRun]:
    """Build units by the cluster; `told` takes their keys as they end."""
    order = BuildOrder(seconds=seconds, jobs=0)
    executor = DaskExecutor(cluster.address, order, apart=False)
    keys = [] if told is None else told
    runs = run_fleet(units, FleetOptions(folder=folder, order=order), lambda each: keys.append(each.unit.key), executor)
    return {each.unit.key: each for each in runs}


def test_a_unit_whose_worker_is_killed_is_built_by_another_and_each_is_told_once(
    cluster: DaskProcesses, root: Path, tmp_path: Path
) -> None:
    (root / "b" / PROGRAM).write_text(KILLS_WORKER_ONCE, encoding="utf-8")
    for _ in range(2):
        cluster.start_worker(root)
    told: list[str] = []
    runs = fleet(cluster, units_of(root), tmp_path / "armada", told=told)
    assert {each.result.ending for each in runs.values()} == {Ending.OK}
    assert sorted(told) == list("abcdef")
    # What had just ended on the killed worker, and was not yet told, runs again and finds its work done.
    assert ran(root)["b"] == 2
    assert min(ran(root).values()) == 1
    assert sorted(each.poll() is None for each in cluster.workers) == [False, True]


def test_a_unit_that_kills_every_worker_is_given_up_and_the_others_come_out(root: Path, tmp_path: Path) -> None:
    (root / "b" / PROGRAM).write_text(KILLS_WORKER, encoding="utf-8")
    settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with dask_processes.running(tmp_path / "dask", variables=settings) as cluster:
        for _ in range(3):
            cluster.start_worker(root)
        runs = fleet(cluster, units_of(root, "b"), tmp_path / "armada")
        assert runs["b"].result.ending is Ending.STOPPED
        assert "worker" in runs["b"].result.said
        assert sorted(each.poll() is None for each in cluster.workers) == [False, False, True]
        others = fleet(cluster, units_of(root, "acdef"), tmp_path / "armada")
    assert {each.result.ending for each in others.values()} == {Ending.OK}
    assert ran(root)["b"] == 2


def test_a_scheduler_that_comes_back_is_given_again_what_it_had_not_finished(
    cluster: DaskProcesses, root: Path, tmp_path: Path
) -> None:
    scheduler = cluster.scheduler
    assert scheduler is not None
    kills = f"{NOTES}if len(open('dicatat').read()) == 1: os.kill({scheduler.pid}, 9); time.sleep(600)\n"
    (root / "c" / PROGRAM).write_text(f"import os, time\n{kills}", encoding="utf-8")
    cluster.start_worker(root)

    def restart() -> None:
        scheduler.wait()
        cluster.start_scheduler()
        cluster.start_worker(root)

    restarting = threading.Thread(target=restart)
    restarting.start()
    told: list[str] = []
    runs = fleet(cluster, units_of(root), tmp_path / "armada", told=told)
    restarting.join()
    assert {each.result.ending for each in runs.values()} == {Ending.OK}
    assert sorted(told) == list("abcdef")
    assert ran(root)["c"] == 2


def test_a_fleet_that_is_stopped_ends_the_builds_of_its_workers(
    cluster: DaskProcesses, root: Path, tmp_path: Path
) -> None:
    (root / "b" / PROGRAM).write_text(WAITS, encoding="utf-8")
    for _ in range(2):
        cluster.start_worker(root)

    def interrupted(_: UnitRun) -> None:
        wait.until((root / "b" / "dimulai").exists)
        raise KeyboardInterrupt

    order = BuildOrder(seconds=60, jobs=0)
    with pytest.raises(KeyboardInterrupt):
        run_fleet(
            units_of(root, "ab"),
            FleetOptions(folder=tmp_path / "armada", order=order),
            interrupted,
            DaskExecutor(cluster.address, order, apart=False),
        )
    wait.until((root / "b" / "diakhiri").exists)


def test_a_worker_builds_below_its_own_root_only_and_says_so(
    cluster: DaskProcesses, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.start_worker(root)
    (tmp_path / "luar").mkdir()
    (root / "tautan").symlink_to(tmp_path / "luar")
    strange = [FleetUnit(key=key, folder=tmp_path / "luar") for key in ("../luar", "tautan", str(root / "a"), "tiada")]
    runs = fleet(cluster, (*units_of(root, "a"), *strange), tmp_path / "armada")
    endings = [each.result.ending for each in runs.values()]
    assert endings == [Ending.OK, Ending.ROOT, Ending.ROOT, Ending.ROOT, Ending.MISSING]
    # Of another version: nothing is built.
    monkeypatch.setattr(dask_fleet, "program_version", lambda: "9.9.9+00000000")
    other = fleet(cluster, units_of(root, "a"), tmp_path / "armada")["a"].result
    assert other.ending is Ending.VERSION
    assert "9.9.9+00000000" in other.said
    assert (root / "a" / "dicatat").read_text(encoding="utf-8") == "x"


def test_a_fleet_in_which_units_hang_fail_and_vanish_has_a_row_for_each_and_resuming_finishes(
    cluster: DaskProcesses, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    programs = {"b": KILLS_WORKER_ONCE, "c": "import time; time.sleep(600)", "d": "raise SystemExit(10)"}
    for name, program in programs.items():
        (root / name / PROGRAM).write_text(program, encoding="utf-8")
    units = tmp_path / "daftar.csv"
    rows = "".join(f"unit-{name},akar/{name}\n" for name in "abcdef")
    units.write_text(f"id,folder\n{rows}unit-hilang,akar/hilang\n", encoding="utf-8")
    for _ in range(2):
        cluster.start_worker(units)
    places = ["--scheduler", cluster.address, "--out", str(tmp_path / "armada")]
    assert run(["fleet", str(units), *places, "--batas-waktu", "10"]) == ExitCode.GAPS
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(" (")[0] for line in said if line.startswith("✗")] == [
        "✗ unit-c: melewati batas waktu",
        "✗ unit-d: rencana tidak terbaca",
        "✗ unit-hilang: folder kerja tidak ada",
    ]
    assert "7 unit = 4 selesai + 0 tidak berubah + 3 tidak berhasil" in said
    for name in programs:
        (root / name / PROGRAM).write_text(NOTES, encoding="utf-8")
    for name in "abef":
        (root / name / "build").mkdir()
    (root / "hilang" / "plan").mkdir(parents=True)
    (root / "hilang" / PROGRAM).write_text(NOTES, encoding="utf-8")
    run(["fleet", str(units), *places, "--resume"])
    assert "7 unit = 3 selesai + 4 tidak berubah + 0 tidak berhasil" in capsys.readouterr().out


def test_a_scheduler_without_workers_is_left_when_the_time_of_a_unit_is_over(
    cluster: DaskProcesses, root: Path, tmp_path: Path
) -> None:
    with pytest.raises(EngineError, match="tidak punya worker"):
        fleet(cluster, units_of(root), tmp_path / "armada", seconds=1)


def test_real_units_that_only_workers_see_are_built_over_tls_as_they_are_here_and_rolled_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known, foreign = (dask_processes.certificates(tmp_path / name) for name in ("sertifikat", "asing"))
    small_workspace(tmp_path / "akar" / "satu")
    (small_workspace(tmp_path / "akar" / "dua").root / "plan" / "plan.yaml").write_text("x: [\n", encoding="utf-8")
    monkeypatch.setattr(dask_fleet, "_CONNECT_SECONDS", 5)
    units = tmp_path / "daftar.csv"
    units.write_text("id,folder\nsatu,hanya/di/worker\ndua,hanya/di/sana\n", encoding="utf-8")
    places = ["--out", str(tmp_path / "armada"), "--hasil", str(tmp_path / "jauh"), "--office", "internal"]
    with dask_processes.running(tmp_path / "dask", scheme="tls", variables=known) as cluster:
        results = str(tmp_path / "hasil")
        cluster.start_worker(tmp_path / "akar", fake=False, **{dask_task.RESULTS_VARIABLE: results})
        arguments = ["fleet", str(units), "--scheduler", cluster.address, "--as-of", "2025-07-01", *places]
        with dask_processes.settings(foreign):
            assert run(arguments) == ExitCode.ENGINE
            assert "tidak menjawab" in capsys.readouterr().err
        with dask_processes.settings(known):
            assert run(arguments) == ExitCode.GAPS
    said = capsys.readouterr().out
    assert "✗ dua: rencana tidak terbaca" in said
    assert "2 unit = 1 selesai" in said
    here = small_workspace(tmp_path / "sini" / "satu")
    made(here)
    same = outputs(here)
    for name in ("dossier.pdf", "kesenjangan.json"):
        assert (tmp_path / "hasil" / "satu" / name).read_bytes() == same[name]
    kept = (tmp_path / "armada" / "ringkasan" / "satu.json").read_bytes()
    assert kept == (tmp_path / "hasil" / "satu" / "ringkasan-unit.json").read_bytes()
    rows = {
        row["key"]: row["outcome"] for row in json.loads((tmp_path / "armada" / "armada.json").read_bytes())["units"]
    }
    assert rows == {"satu": "ok", "dua": "failed"}
    assert not (tmp_path / "akar" / "satu" / "build").exists()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("tcp://192.0.2.1:8786", "hanya dengan TLS"),
        ("tcp://komputer.contoh:8786", "hanya dengan TLS"),
        ("tcp://127.0.0.1.contoh:8786", "hanya dengan TLS"),
        ("tls://192.0.2.1:8786", "Sertifikat TLS"),
        ("tls://127.0.0.1:8786", "Sertifikat TLS"),
        ("ucx://127.0.0.1:8786", "tidak dapat dipakai"),
        ("inproc://a/1/1", "tidak dapat dipakai"),
        ("127.0.0.1:8786", "tidak dapat dipakai"),
        ("tcp://127.0.0.1", "tidak dapat dipakai"),
        ("tcp://127.0.0.1:x", "tidak dapat dipakai"),
    ],
)
def test_only_loopback_is_spoken_to_without_certificates(address: str, message: str) -> None:
    with pytest.raises(EngineError, match=message):
        DaskExecutor(address, BuildOrder(), apart=False)


def test_without_the_extra_the_command_says_how_to_install_it(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    arguments = ["fleet", str(root), "--scheduler", "tcp://127.0.0.1:8786", "--out", str(tmp_path / "armada")]
    (root / "a" / "plan" / "plan.yaml").touch()
    assert run(arguments) == ExitCode.ENGINE
    assert "pip install 'dossier[armada]'" in capsys.readouterr().err
    assert not (tmp_path / "armada").exists()


def test_the_day_is_told_to_workers_who_may_live_in_another_time_zone(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders: list[BuildOrder] = []

    def refuses(_address: str, order: BuildOrder, *, apart: bool) -> NoReturn:
        assert not apart
        orders.append(order)
        raise EngineError("cukup")

    monkeypatch.setattr(fleet_command, "DaskExecutor", refuses)
    monkeypatch.setattr(fleet_command, "today", lambda: dt.date(2025, 7, 1))
    (root / "a" / "plan" / "plan.yaml").touch()
    assert run(["fleet", str(root), "--scheduler", "tcp://127.0.0.1:1", "--out", str(tmp_path)]) == ExitCode.ENGINE
    assert orders[0].options[-2:] == ("--as-of", "2025-07-01")
    assert orders[0].jobs == 0


@pytest.mark.parametrize("options", [["--workers", "2"], ["--cache", "simpanan"]])
def test_what_only_a_worker_can_decide_is_refused_beside_a_scheduler(
    root: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "a" / "plan" / "plan.yaml").touch()
    before, after = ([], options) if options[0] == "--workers" else (options, [])
    assert run([*before, "fleet", str(root), "--scheduler", "tcp://127.0.0.1:8786", *after]) == ExitCode.USAGE
    assert options[0] in capsys.readouterr().err


@pytest.mark.parametrize(
    "value",
    [None, ("berhasil", 0, 1.0, ""), ("berhasil", 0, 1, "", b""), ("hebat", 0, 1.0, "", b""), ["berhasil"]],
)
def test_a_result_of_another_shape_is_that_of_another_version(value: object) -> None:
    assert dask_fleet.typed_result(value).ending is Ending.VERSION


def test_what_a_worker_says_is_short_and_printable() -> None:
    found = dask_fleet.typed_result(("gagal", 1, 1.0, "\x1b[31m" + "x" * 5000, b"x" * 1_000_000))
    assert len(found.said) <= 200
    assert found.said.isprintable()
    assert found.summary is not None
    assert len(found.summary) == LARGEST + 1
    with pytest.raises(ValueError, match="too large"):
        parse_summary(found.summary)
