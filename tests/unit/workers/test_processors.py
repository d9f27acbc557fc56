"""How many processors a build takes: what the system allows this process, whoever says so."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dossier.workers.processors import quotas

if TYPE_CHECKING:
    from pathlib import Path

UNIFIED = "0::/system.slice/malam.service\n"
LEGACY = "9:name=systemd:/\n4:cpu,cpuacct:/docker/ab12\n0::/\n"


def group(root: Path, path: str, **files: str) -> None:
    folder = root / path
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="ascii")


@pytest.fixture
def groups(tmp_path: Path) -> Path:
    return tmp_path / "cgroup"


def test_the_quota_of_the_own_group_and_of_those_around_it_count(tmp_path: Path, groups: Path) -> None:
    groups.write_text(UNIFIED, encoding="ascii")
    group(tmp_path, "system.slice/malam.service", cpu__max="max 100000\n")
    group(tmp_path, "system.slice", cpu__max="150000 100000\n")
    assert list(quotas(groups, tmp_path)) == [1.5]


def test_inside_a_container_the_quota_is_that_of_what_is_mounted(tmp_path: Path, groups: Path) -> None:
    groups.write_text("0::/../../docker/ab12\n", encoding="ascii")
    group(tmp_path, "", cpu__max="200000 100000\n")
    assert list(quotas(groups, tmp_path)) == [2.0]


def test_groups_of_the_first_version_are_read_too(tmp_path: Path, groups: Path) -> None:
    groups.write_text(LEGACY, encoding="ascii")
    group(tmp_path, "cpu/docker/ab12", cpu__cfs_quota_us="300000\n", cpu__cfs_period_us="100000\n")
    group(tmp_path, "cpu", cpu__cfs_quota_us="-1\n", cpu__cfs_period_us="100000\n")
    assert list(quotas(groups, tmp_path)) == [3.0]


@pytest.mark.parametrize("text", ["", "max", "abc def", "1", "-5 100000", "0 0", "\x00"])
def test_a_damaged_quota_is_none(tmp_path: Path, groups: Path, text: str) -> None:
    groups.write_text(UNIFIED, encoding="ascii")
    group(tmp_path, "", cpu__max=text)
    assert list(quotas(groups, tmp_path)) == []


def test_without_control_groups_there_is_no_quota(tmp_path: Path) -> None:
    assert list(quotas(tmp_path / "tidak-ada", tmp_path)) == []


@pytest.mark.skipif(sys.platform != "linux", reason="affinity is Linux's")
def test_a_process_bound_to_one_processor_uses_one() -> None:
    one = min(os.sched_getaffinity(0))
    code = (
        f"import os; os.sched_setaffinity(0, {{{one}}}); from dossier.workers.processors import usable; print(usable())"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "1\n"
