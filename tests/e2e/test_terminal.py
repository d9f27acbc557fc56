"""The command at a terminal: quiet when asked, plain when asked, complete as one types, harmless whatever names say."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import pytest

from tests.support import hostile_pdf
from tests.support.command import COMMAND, copy_plan, copy_sample, dossier

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DAY = ("--as-of", "2025-07-01", "--office", "internal")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ESCAPE = "\x1b["
BAR = re.compile(r"\[[#-]+\]")


AT_ONCE = "from dossier.cli import main, progress_bars; progress_bars.PATIENCE = 0; main()"
IMPATIENT = (sys.executable, "-c", AT_ONCE)
"""The command with progress that does not wait a second."""


def at_terminal(
    workspace: Path,
    *arguments: str,
    columns: int = 100,
    environment: Mapping[str, str] = {},
    command: tuple[str | Path, ...] = (COMMAND,),
) -> str:
    """Run the command at a pseudo-terminal and return everything that it wrote there."""
    ours, theirs = pty.openpty()
    settings = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns), **environment}
    settings.pop("NO_COLOR", None) if "NO_COLOR" not in environment else None
    process = subprocess.Popen(
        [*command, "-C", workspace, *arguments], stdout=theirs, stderr=theirs, stdin=theirs, env=settings
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            block = os.read(ours, 65536)
        except OSError:  # Linux says so when the last writer is gone
            break
        if not block:
            break
        said += block
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return said.decode("utf-8", "replace")


def test_progress_shows_at_a_terminal_and_nowhere_else(tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path / "kerja")
    shown = at_terminal(workspace, "build", *DAY, command=IMPATIENT)
    assert "Mengolah berkas" in shown
    piped = dossier(workspace, "build", "--paksa", *DAY)
    assert "Mengolah berkas" not in piped.stdout + piped.stderr
    assert ESCAPE not in piped.stdout + piped.stderr


def test_work_of_less_than_a_second_shows_no_progress(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path)
    (workspace / "evidence" / "catatan.txt").write_text("Satu baris.")
    patient = (sys.executable, "-c", AT_ONCE.replace("PATIENCE = 0", "PATIENCE = 3600"))
    assert not BAR.search(at_terminal(workspace, "build", *DAY, command=patient))


@pytest.mark.parametrize("place", ["before", "after"])
def test_verbose_names_every_stage_with_its_time_even_where_there_is_no_terminal(tmp_path: Path, place: str) -> None:
    workspace = copy_sample(tmp_path / "kerja")
    words = ("--verbose", "build", *DAY) if place == "before" else ("build", "--verbose", *DAY)
    said = dossier(workspace, *words).stderr
    for stage in ("Membaca folder bukti", "Mengolah berkas", "Mengikat halaman", "Memeriksa halaman"):
        assert re.search(rf"{stage}: .*\d,\d detik", said), stage
    assert "Membaca folder bukti" in dossier(workspace, "--verbose", "scan").stderr
    assert dossier(workspace, "--quiet", "--verbose", "scan").stderr == ""


@pytest.mark.parametrize("place", ["before", "after"])
def test_a_quiet_build_says_nothing_and_builds(tmp_path: Path, place: str) -> None:
    workspace = copy_sample(tmp_path / "kerja")
    words = ("--quiet", "build", *DAY) if place == "before" else ("build", "--quiet", *DAY)
    assert at_terminal(workspace, *words).strip() == ""
    assert (workspace / "build" / "dossier.pdf").is_file()
    assert dossier(workspace, "--quiet", "gaps", *DAY).stdout.startswith("DAFTAR KESENJANGAN")


def test_the_summary_of_a_build_is_at_most_fifteen_lines(tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path / "kerja")
    for number in range(40):
        (workspace / "evidence" / f"catatan {number}.xyz").write_bytes(bytes([number]))
    assert len(dossier(workspace, "build", *DAY).stdout.splitlines()) <= 15


def test_colours_only_where_they_are_wanted(tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path / "kerja")
    (workspace / "evidence" / "a\nb.pdf").write_bytes(b"x")
    coloured = at_terminal(workspace, "scan")
    assert ESCAPE in coloured
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = at_terminal(workspace, "scan", environment=environment)
        assert ESCAPE not in plain
        assert "Catatan" in plain


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_progress_stays_on_its_line_however_narrow_the_terminal(tmp_path: Path, columns: int) -> None:
    workspace = copy_plan(tmp_path)
    for number in range(5):
        hostile_pdf.plain_pdf(workspace / "evidence", f"{number} berkas dengan nama yang panjang sekali 日本語.pdf")
    shown = at_terminal(workspace, "build", *DAY, columns=columns, command=IMPATIENT)
    lines = (re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line) for line in re.split(r"[\r\n]+", shown))
    drawn = [line.rstrip() for line in lines if BAR.search(line)]
    assert drawn
    assert all(sum(2 if east_asian_width(c) in "WF" else 1 for c in line) <= max(columns, 30) for line in drawn)


def test_names_that_would_rule_the_terminal_are_spelt_out_everywhere(tmp_path: Path) -> None:
    workspace = copy_plan(tmp_path)
    names = ("I.1.1 SK \x1b[31mmerah.pdf", "a\nb.pdf", "x\u202egnp.pdf", "y\x9b31m.pdf", "bel\x07.pdf")
    for name in names:
        hostile_pdf.plain_pdf(workspace / "evidence", name)
    for words in (("scan",), ("match",), ("gaps", *DAY), ("build", *DAY, "-v"), ("adopt",), ("explain", "I.1.1")):
        result = dossier(workspace, *words)
        assert not CONTROLS.search(result.stdout + result.stderr), words
    at_work = at_terminal(workspace, "build", "--paksa", *DAY, environment={"NO_COLOR": "1"}, command=IMPATIENT)
    assert "\x07" not in at_work
    assert "\u202e" not in at_work
    assert "\x1b[31m" not in at_work


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_printed_for_every_shell(tmp_path: Path, shell: str) -> None:
    script = dossier(tmp_path, "completion", shell)
    assert script.returncode == 0
    assert "_DOSSIER_COMPLETE" in script.stdout
    assert f"{shell}_complete" in script.stdout


def completed(workspace: Path, *words: str) -> list[str]:
    """Ask real bash what it offers after these words."""
    line = " ".join(("dossier", "-C", str(workspace), *words))
    script = f"""
    PATH="{COMMAND.parent}:$PATH"
    eval "$(dossier completion bash)"
    COMP_WORDS=({line}{" ''" if words[-1] == "" else ""}) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
    _dossier_completion dossier
    printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    result = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=60)
    return result.stdout.split("\n")


def test_bash_completes_commands_codes_and_paths(tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path / "kerja")
    (workspace / "evidence" / "Zona").mkdir()
    assert {"gaps"} <= set(completed(workspace, "ga"))
    assert {"V.4.1", "V.4.2", "V.4.3"} <= set(completed(workspace, "explain", "V.4"))
    assert "Zona/" in completed(workspace, "explain", "Zo")
    assert "--portal" in completed(workspace, "build", "--po")


def test_the_help_stays_instant_because_nothing_heavy_is_loaded() -> None:
    code = "import sys; from dossier.cli.main import run; run(['--help']); print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not any(name in loaded for name in ("'pikepdf'", "'reportlab'", "'openpyxl'", "'pypdf'", "'docx'"))
