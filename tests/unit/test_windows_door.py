"""`dossier.cmd`, the door on Windows: the same set-up as `make`, and the guide describes only what there is.

It cannot be run here; what can be held is its text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click
import pytest

from dossier.cli.main import cli
from tests.support.command import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

DOOR: Final = REPOSITORY / "dossier.cmd"
GUIDE: Final = REPOSITORY / "docs" / "pemakaian.md"
COMMAND: Final = re.compile(r"(?:`|^    (?:\.venv/bin/)?)dossier(?:\.cmd)? ((?:-C \S+ )?[a-z][a-z -]*)", re.MULTILINE)
"""What stands behind `dossier` or `dossier.cmd` in a line of code: "-C D:\\ZI\\2025 desk"."""
INSTALLATION: Final = re.compile(r"-m (pip install .*?)\s*(?:\|\||\\?$)", re.MULTILINE)


def lines() -> list[str]:
    return DOOR.read_bytes().decode("ascii").split("\r\n")


def installations(text: str) -> list[str]:
    """Return what is installed and how, without where the project lies."""
    plain = text.replace('"%HERE%requirements.txt"', "requirements.txt").replace('"%HERE%."', ".")
    return [" ".join(each.split()) for each in INSTALLATION.findall(plain)]


def test_every_line_ends_as_windows_wants_it_and_no_character_depends_on_a_code_page() -> None:
    data = DOOR.read_bytes()
    assert data.endswith(b"\r\n")
    assert data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r")
    assert data.isascii()
    assert "*.cmd -text" in (REPOSITORY / ".gitattributes").read_text(encoding="utf-8").splitlines()


def test_it_installs_what_make_installs() -> None:
    recipe = (REPOSITORY / "Makefile").read_text(encoding="utf-8").partition("$(READY):")[2].partition("\n\n")[0]
    assert len(installations(recipe)) == 2
    assert installations("\n".join(lines())) == installations(recipe)
    check = re.search(r"-c ['\"]import sys; .*? else 0['\"]", recipe)
    own = re.search(r"-c ['\"]import sys; .*? else 0['\"]", "\n".join(lines()))
    assert check is not None
    assert own is not None
    assert own[0].replace('"', "").replace("'", "") == check[0].replace('"', "").replace("'", "")


def test_its_environment_is_made_anew_for_what_make_makes_it_anew() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    needs = re.search(r"^\$\(READY\): (.*?) \$\(if", makefile, re.MULTILINE)
    assert needs is not None
    described = "\n".join(lines()).partition("\n:describe\n")[2].partition("exit /b")[0]
    assert re.findall(r'type "%HERE%(.*?)"', described) == needs[1].split()
    assert 'echo "%HERE%"' in described


def test_every_label_that_is_gone_to_is_there_once() -> None:
    labels = [line[1:] for line in lines() if line.startswith(":")]
    wanted = set(re.findall(r"(?:goto |call :)(\w+)", "\n".join(lines())))
    assert sorted(labels) == sorted(wanted | {"install", "create", "run", "stop"})


def test_no_block_in_parentheses_is_broken_by_a_folder_name_that_has_some() -> None:
    """`if … ( … )` ends at the first closing parenthesis of a path such as `C:\\zi (2)`."""
    assert not [line for line in lines() if line.rstrip().endswith("(")]


def described() -> Iterator[str]:
    """Yield the commands that the guide gives to `dossier.cmd` and `dossier` in its section about Windows."""
    section = GUIDE.read_text(encoding="utf-8").partition("### Windows")[2].partition("\n## ")[0]
    for words in re.findall(COMMAND, section):
        yield words.strip()


@pytest.mark.parametrize("words", sorted(set(described()) | {"desk"}))
def test_what_the_guide_describes_is_a_command(words: str) -> None:
    names = re.sub(r"^-C \S+ ", "", words).split()
    command: click.Command | None = cli
    context = click.Context(cli)
    while names and isinstance(command, click.Group):
        command = command.get_command(context, names.pop(0))
    assert command is not None
    options = {option for parameter in command.params for option in parameter.opts}
    assert {name for name in names if name.startswith("--")} <= options


def test_without_a_command_it_opens_the_desk() -> None:
    text = "\n".join(lines())
    assert 'if "%~1"=="" goto desk' in text
    assert '"%VENV%\\Scripts\\python.exe" -m dossier desk' in text
