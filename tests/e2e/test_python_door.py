"""The Python API as an outside program meets it: the example of the README, and a strictly typed caller."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.support.command import REPOSITORY, copy_sample

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
CALLER = """\
import datetime as dt
from pathlib import Path

import dossier


def overdue(folder: Path) -> list[tuple[str, dt.date | None, str]]:
    project: dossier.Project = dossier.open_project(folder)
    state: dossier.Assessment = project.assess(dt.date(2025, 7, 1), office="internal")
    return [(gap.indicator.code, gap.slot.due, gap.fills_with) for gap in state.gaps(dossier.Urgency.OVERDUE)]


def texts(error: dossier.PlanError) -> list[str]:
    return [finding.text for finding in error.findings if finding.severity is dossier.Severity.ERROR]


def size(folder: Path) -> int:
    result: dossier.BuildResult = dossier.open_project(folder).build(dossier.Settings(as_of=dt.date(2025, 7, 1)))
    return result.bundle.stat().st_size


reveal_type(dossier.open_project(".").explain("I.3.1"))
dossier.open_projects(".")
"""


def test_the_example_of_the_readme_prints_the_overdue_gaps_of_the_sample(tmp_path: Path) -> None:
    (example,) = BLOCK.findall((REPOSITORY / "README.md").read_text(encoding="utf-8"))
    assert example.count("\n") <= 10
    workspace = copy_sample(tmp_path)
    script = tmp_path / "example.py"
    script.write_text(example, encoding="utf-8")
    command = [sys.executable, "-W", "error", str(script)]
    result = subprocess.run(command, cwd=workspace, capture_output=True, text=True, check=False, timeout=300)
    assert result.returncode == 0, result.stderr
    # The sample is of 2025: whatever the day is, this one is overdue.
    assert "I.3.1 2025-08-31 I.3.1 Undangan rapat monev ZI 2025-08.pdf\n" in result.stdout


def test_the_example_of_the_readme_names_the_problems_of_a_broken_plan(tmp_path: Path) -> None:
    (example,) = BLOCK.findall((REPOSITORY / "README.md").read_text(encoding="utf-8"))
    workspace = copy_sample(tmp_path)
    (workspace / "plan" / "plan.yaml").write_text("tahun: dua ribu\n", encoding="utf-8")
    command = [sys.executable, "-c", example]
    result = subprocess.run(command, cwd=workspace, capture_output=True, text=True, check=False, timeout=300)
    assert result.returncode == 1
    assert "Tahun “dua ribu” tidak terbaca." in result.stderr
    assert "Traceback" not in result.stderr


def test_mypy_strict_sees_the_types_of_the_package_from_outside(tmp_path: Path) -> None:
    (tmp_path / "caller.py").write_text(CALLER, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "caller.py"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=600)
    told = [line.partition(": ")[2] for line in result.stdout.splitlines()]
    assert told[0] == 'note: Revealed type is "tuple[str, ...]"', result.stdout
    assert told[1].startswith('error: Module has no attribute "open_projects"'), result.stdout
    assert told[2:] == [""], result.stdout
