"""Runs the installed `dossier` command as a user does, and makes workspaces for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("dossier")


def dossier(
    workspace: Path, *arguments: str, office: bool = True, seconds: float = 300, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `dossier -C workspace …` and return what it printed.

    Without `office` no program is found on PATH; `path` is a further folder of installed distributions.
    """
    environment = dict(os.environ)
    if not office:
        environment["PATH"] = str(COMMAND.parent)
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    return subprocess.run(
        [COMMAND, "-C", workspace, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
        env=environment,
    )


def copy_plan(workspace: Path) -> Path:
    """Put the shipped plan into `workspace` and return it; there is no evidence yet."""
    shutil.copytree(REPOSITORY / "plan", workspace / "plan")
    (workspace / "evidence").mkdir()
    return workspace


def copy_sample(workspace: Path) -> Path:
    """Put the shipped plan and the sample evidence into `workspace` and return it."""
    shutil.copytree(REPOSITORY / "plan", workspace / "plan")
    shutil.copytree(REPOSITORY / "evidence", workspace / "evidence", symlinks=True)
    return workspace
