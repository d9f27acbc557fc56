"""Loading when it is needed: doors that know their rooms, and interrupts that wait until an engine is loaded."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from dossier import _lazy, convert, matching, pipeline, reports, templates

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize("package", [convert, matching, pipeline, reports, templates])
def test_a_door_offers_everything_that_it_names(package: ModuleType) -> None:
    for name in package.__all__:
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
