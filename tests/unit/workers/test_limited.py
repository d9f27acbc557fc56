"""The door for files from outside: a value or a failure, whatever the file does to its reader."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from dossier.model import Finding, Severity
from dossier.workers import child_processes, landlock
from dossier.workers.confinement import Limits
from dossier.workers.enforced import protections
from dossier.workers.limited import Failure, Why, begin_limited, read_each, read_limited
from tests.support import reaching
from tests.support.listening import listening

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "berkas.txt"
    path.write_text("isi", encoding="utf-8")
    return path


def test_what_the_function_makes_of_the_file_comes_back(file: Path) -> None:
    assert read_limited(reaching.text_of, file) == "isi"


def test_dataclasses_and_enums_of_ours_come_back(file: Path) -> None:
    found = read_limited(reaching.finding, file)
    assert found == Finding(code="uji", severity=Severity.WARNING, subject="berkas.txt", text="uji")


def test_it_is_read_beside_our_own_work(file: Path) -> None:
    first, second = begin_limited(reaching.text_of, file), begin_limited(os.path.getsize, file)
    assert (second(), first()) == (3, "isi")


@pytest.mark.parametrize(
    ("function", "why"),
    [
        (reaching.dies, Why.DIED),
        (reaching.fails, Why.DAMAGED),
        (reaching.eats_memory, Why.MEMORY),
        (reaching.says_too_much, Why.ANSWER),
        (reaching.rogue, Why.DIED),
    ],
)
def test_a_failure_is_a_value_and_the_work_is_not_done_here(
    file: Path, function: Callable[[Path], object], why: Why
) -> None:
    found = read_limited(function, file)
    assert isinstance(found, Failure)
    assert found.why is why


def test_a_reader_that_hangs_is_ended(file: Path) -> None:
    assert read_limited(reaching.hangs, file, Limits(seconds=0.5, memory=1 << 30)) == Failure(why=Why.TIME)


def test_where_no_child_can_be_started_the_file_is_not_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr(child_processes.context().Process, "start", refused)
    assert read_limited(reaching.text_of, file) == Failure(why=Why.NO_CHILD)


def test_of_several_files_one_that_ends_its_reader_fails_alone(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("satu", "buruk", "dua")]
    found = list(read_each(reaching.dies_at_bad, paths))
    assert found == ["satu", Failure(why=Why.DIED), "dua"]


def test_a_reader_writes_nowhere_or_doctor_says_so(file: Path) -> None:
    found = read_limited(reaching.writes_beside, file)
    if landlock.abi():
        assert (found, file.with_name("tertulis").exists()) == ("PermissionError", False)
    else:
        assert "folder tertutup" in not_enforced()


def test_a_reader_reads_nothing_but_its_file_or_doctor_says_so(file: Path) -> None:
    other = file.with_name("lain.txt")
    other.write_text("rahasia", encoding="utf-8")
    found = read_limited(reaching.text_of, other, reads=(file,))
    if landlock.abi():
        assert found == Failure(why=Why.DAMAGED, detail="PermissionError")
    else:
        assert "folder tertutup" in not_enforced()


def test_a_reader_connects_to_nothing_or_doctor_says_so(file: Path) -> None:
    with listening() as listener:
        file.write_text(str(listener.port), encoding="ascii")
        found = read_limited(reaching.connects, file)
    if found == "tersambung":
        assert "jaringan tertutup" in not_enforced()
    else:
        assert listener.heard == []


def test_a_reader_sees_a_fixed_environment(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAHASIA", "tampak")
    found = read_limited(reaching.variables, file)
    assert isinstance(found, dict)
    assert set(found) == {"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "OMP_THREAD_LIMIT"}


def test_a_reader_does_not_see_the_environment_of_its_parent_through_the_kernel(file: Path) -> None:
    file.write_text(str(os.getpid()), encoding="ascii")
    if landlock.abi():
        assert read_limited(reaching.parents_variables, file) == "PermissionError"
    else:
        assert "folder tertutup" in not_enforced()


def not_enforced() -> set[str]:
    """Return the protections of which `dossier doctor` says that they are not there."""
    return {each.name for each in protections() if each.state is None}
