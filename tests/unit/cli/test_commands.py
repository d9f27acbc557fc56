"""The table of commands: each loads, each has its line in the help, and the help loads none of them."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from dossier.cli.main import COMMANDS, Commands, cli

WIDTH_OF_A_LINE = 62


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_loads_and_is_called_as_the_table_says(name: str) -> None:
    command = Commands().get_command(click.Context(cli), name)
    assert command is not None
    assert command.name == name
    assert len(COMMANDS[name][1]) <= WIDTH_OF_A_LINE
    assert COMMANDS[name][1].endswith(".")


def test_the_help_names_every_command_and_loads_none() -> None:
    code = "import sys; from dossier.cli.main import run; run(['--help']); print(*sorted(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = shown.splitlines()[-1].split()
    assert {name for name in COMMANDS if COMMANDS[name][1] in shown} == set(COMMANDS)
    own = {name for name in loaded if name.startswith("dossier.")}
    assert own == {
        "dossier._lazy",
        "dossier.cli",
        "dossier.cli.click_words",
        "dossier.cli.main",
        "dossier.cli.place_options",
        "dossier.cli.terminal_output",
        "dossier.errors",
    }
