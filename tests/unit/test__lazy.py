"""Lazy modules and lazy package attributes, and interrupts that wait until a library is loaded."""

from __future__ import annotations

import builtins
import shutil
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from dossier import _lazy, convert, matching, pipeline, reports, templates

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType


@pytest.mark.parametrize("package", [convert, matching, pipeline, reports, templates])
def test_a_door_offers_everything_that_it_names(package: ModuleType) -> None:
    for name in getattr(package, "__all__", None) or _lazy._homes(package):  # noqa: SLF001 — what it names
        assert getattr(package, name) is not None, name


def test_a_function_is_not_hidden_by_the_module_of_its_name() -> None:
    program = "import dossier.pipeline.verify; from dossier import pipeline; print(pipeline.verify.__name__)"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert shown == "verify\n"


def test_looking_at_the_evidence_loads_neither_plan_nor_matching() -> None:
    program = "import sys; import dossier.cli.doctor; from dossier import pipeline; pipeline.scan; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "dossier.evidence" in loaded
    assert not {"dossier.plan", "dossier.matching.matcher", "dossier.audit", "yaml", "openpyxl"} & set(loaded)


def test_a_door_knows_nothing_else() -> None:
    with pytest.raises(AttributeError, match=r"dossier.reports.*tidak_ada"):
        reports.tidak_ada  # type: ignore[attr-defined]  # noqa: B018 — asking is the test


def test_the_gap_list_of_a_terminal_loads_no_workbook_and_no_page() -> None:
    program = "import sys; from dossier import reports; reports.gap_table; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "dossier.reports.terminal" in loaded
    assert not {"xlsxwriter", "jinja2", "openpyxl", "icalendar"} & set(loaded)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_waits_for_the_end_of_loading(number: signal.Signals) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(number, stop)
    loaded = []

    def load() -> None:
        with _lazy.undisturbed():
            signal.raise_signal(number)
            loaded.append("semuanya")

    try:
        with pytest.raises(KeyboardInterrupt):
            load()
        assert loaded == ["semuanya"]
        assert signal.getsignal(number) is stop
    finally:
        signal.signal(number, before)


def test_other_threads_load_as_ever() -> None:
    loaded = []

    def load() -> None:
        with _lazy.undisturbed():
            loaded.append("semuanya")

    thread = threading.Thread(target=load)
    thread.start()
    thread.join()
    assert loaded == ["semuanya"]


def run_alone(program: str) -> str:
    """Return what a program prints in a process of its own."""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


BLOCK = "import sys, threading\nfrom dossier._lazy import lazy\nwith lazy():\n    "


def test_a_lazy_module_is_loaded_by_its_first_use() -> None:
    program = BLOCK + (
        "import openpyxl\n"
        "print('openpyxl' in sys.modules)\n"
        "print(openpyxl.Workbook.__name__, 'openpyxl' in sys.modules)\n"
    )
    assert run_alone(program) == "False\nWorkbook True\n"


def test_a_lazy_module_of_a_package_does_not_load_the_package() -> None:
    program = BLOCK + (
        "from dossier.convert.container import mail\nprint('dossier.convert' in sys.modules, mail.read.__module__)\n"
    )
    assert run_alone(program) == "False dossier.convert.container.mail\n"


def test_a_lazy_module_is_the_module_to_who_changes_it() -> None:
    program = BLOCK + (
        "import graphlib\n"
        "graphlib.changed = 1\n"
        "print(sys.modules['graphlib'].changed)\n"
        "del graphlib.changed\n"
        "print(hasattr(sys.modules['graphlib'], 'changed'))\n"
    )
    assert run_alone(program) == "1\nFalse\n"


def test_a_module_that_is_not_installed_is_missed_when_it_is_used() -> None:
    program = BLOCK + (
        "import tidak_ada\ntry:\n    tidak_ada.x\nexcept ModuleNotFoundError as error:\n    print(error.name)\n"
    )
    assert run_alone(program) == "tidak_ada\n"


def test_after_the_block_and_in_other_threads_imports_are_as_ever() -> None:
    program = BLOCK + (
        "worker = threading.Thread(target=lambda: __import__('graphlib'))\n"
        "    worker.start()\n"
        "    worker.join()\n"
        "    print('graphlib' in sys.modules)\n"
        "import colorsys\n"
        "print('colorsys' in sys.modules)\n"
    )
    assert run_alone(program) == "True\nTrue\n"


def test_blocks_of_two_threads_may_end_in_any_order() -> None:
    """The one that began first ends first; afterwards imports are as ever."""
    ordinary = builtins.__import__
    inside, go_on = threading.Event(), threading.Event()

    def second() -> None:
        with _lazy.lazy():
            inside.set()
            go_on.wait(10)

    other = threading.Thread(target=second)
    with _lazy.lazy():
        other.start()
        assert inside.wait(10)
    go_on.set()
    other.join(10)
    assert builtins.__import__ is ordinary


def test_loading_a_lazy_module_defers_an_interrupt(tmp_path: Path) -> None:
    (tmp_path / "slow_engine.py").write_text(
        "import signal\nsignal.raise_signal(signal.SIGINT)\ncomplete = True\n", encoding="utf-8"
    )
    program = (
        f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\nfrom dossier._lazy import lazy\n"
        "with lazy():\n    import slow_engine\n"
        "try:\n    slow_engine.complete\nexcept KeyboardInterrupt:\n    print(sys.modules['slow_engine'].complete)\n"
    )
    assert run_alone(program) == "True\n"


def test_threads_wait_for_a_module_that_one_of_them_loads(tmp_path: Path) -> None:
    (tmp_path / "slow_engine.py").write_text("import time\ntime.sleep(0.2)\ncomplete = 1\n", encoding="utf-8")
    program = (
        f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\nfrom dossier._lazy import lazy\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with lazy():\n    import slow_engine\n"
        "with ThreadPoolExecutor(4) as threads:\n"
        "    print(sum(threads.map(lambda _: slow_engine.complete, range(8))))\n"
    )
    assert run_alone(program) == "8\n"


def test_what_is_kept_loads_no_engine_and_starts_no_child(tmp_path: Path) -> None:
    shutil.copytree("plan", tmp_path / "plan")
    shutil.copytree("evidence", tmp_path / "evidence")
    program = (
        "import sys\nfrom dossier.cli.main import run\n"
        f"code = run(['-C', {str(tmp_path)!r}, '-q', 'gaps', '--as-of', '2025-07-01', '--format', 'csv'])\n"
        "heavy = ('pikepdf', 'pypdf', 'reportlab', 'PIL', 'jinja2', 'openpyxl', 'pebble', 'asyncio', 'docx')\n"
        "print(code, [name for name in heavy if name in sys.modules], file=sys.stderr)\n"
        "from multiprocessing import forkserver\n"
        "print(forkserver._forkserver._forkserver_pid, file=sys.stderr)\n"
    )
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-2:] == ["0 []", "None"]
