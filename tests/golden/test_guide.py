"""What the guide shows of `dossier explain` is what the command prints.

`make golden-update` rewrites the outputs in the guide; read the difference before you keep it.
"""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

import pytest

from tests.support import hostile_pdf
from tests.support.command import REPOSITORY, copy_sample, dossier

if TYPE_CHECKING:
    from pathlib import Path

GUIDE = REPOSITORY / "docs" / "pemakaian.md"
# A fenced block whose first line is the command: "$ dossier explain I.3.1".
SHOWN = re.compile(r"```text\n\$ dossier (?P<arguments>.+)\n(?P<output>(?:.*\n)*?)```")
OLD = "I Manajemen Perubahan/I.1 Tim Kerja/SK Tim Kerja ZI 2023.pdf"
BEYOND = "Survei/Laporan survei persepsi anti korupsi 2025.pdf"
UPDATE = os.environ.get("DOSSIER_GOLDEN_UPDATE") == "1"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the shipped sample, one paper of an older year and one beyond the plan, as the guide says."""
    root = copy_sample(tmp_path_factory.mktemp("panduan"))
    (root / "evidence" / BEYOND).parent.mkdir()
    hostile_pdf.plain_pdf(root / "evidence", OLD)
    hostile_pdf.plain_pdf(root / "evidence", BEYOND, pages=3)
    return root


def test_the_guide_shows_what_the_command_prints(workspace: Path) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert f"`{OLD}`" in text
    assert f"`{BEYOND}`" in text
    assert len(SHOWN.findall(text)) >= 8
    printed = SHOWN.sub(lambda shown: answered(workspace, shown["arguments"]), text)
    if UPDATE:
        GUIDE.write_text(printed, encoding="utf-8")
        text = printed
    assert text == printed


def answered(workspace: Path, arguments: str) -> str:
    """Return a block of the guide with what the command prints now."""
    result = dossier(workspace, *shlex.split(arguments))
    assert result.returncode == 0, result.stderr
    return f"```text\n$ dossier {arguments}\n{result.stdout}```"
