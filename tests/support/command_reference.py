"""Writes docs/perintah.md, the reference of all commands, from the help texts that click holds.

`python -m tests.support.command_reference` writes the file; with `--check` it writes nothing and exits 1 where the file
is out of date. Names, defaults and help come from the commands themselves.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dossier.cli.main import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE: Final = Path(__file__).parents[2] / "docs" / "perintah.md"

HEAD: Final = """\
# Daftar perintah

Halaman ini dibuat dari bantuan perintah itu sendiri (`make reference`); jangan disunting dengan tangan.
Bantuan yang sama tampil dengan `dossier PERINTAH --help`. Cara pakainya ada di [panduan](pemakaian.md), kode keluarnya
di [bagian 10](pemakaian.md#10-kode-keluar).

Pilihan umum ditulis sebelum nama perintah: `dossier -C FOLDER PERINTAH …`.
"""


def reference() -> str:
    """Return the whole page: common options, then every command by name, subcommands below their group."""
    commands = _children(cli, "dossier")
    parts = [HEAD, *_options(cli, "dossier"), "\n| Perintah | Gunanya |\n|---|---|"]
    parts += [
        f"| [`{name}`](#dossier-{name}) | {_cell(command.get_short_help_str(200))} |" for name, command in commands
    ]
    for name, command in commands:
        parts += _command(command, f"dossier {name}", level=2)
    return "\n".join(parts).rstrip() + "\n"


def _children(group: click.Group, name: str) -> list[tuple[str, click.Command]]:
    """Return the subcommands of a group by name, in the order of its help."""
    context = click.Context(group, info_name=name)
    found = [(child, group.get_command(context, child)) for child in group.list_commands(context)]
    return [(child, command) for child, command in found if command is not None]


def _command(command: click.Command, name: str, *, level: int) -> Iterator[str]:
    """Yield heading, synopsis, description and options of one command, then those of its subcommands."""
    context = click.Context(command, info_name=name)
    yield f"\n{'#' * level} {name}\n"
    yield f"    {name} {' '.join(command.collect_usage_pieces(context))}\n"
    yield from (f"{' '.join(block.split())}\n" for block in _blocks(command.help or ""))
    yield from _options(command, name)
    if isinstance(command, click.Group):
        for child, subcommand in _children(command, name):
            yield from _command(subcommand, f"{name} {child}", level=level + 1)


def _options(command: click.Command, name: str) -> Iterator[str]:
    """Yield the table of the options of a command; arguments stand in the synopsis, `--version` explains itself."""
    context = click.Context(command, info_name=name)
    rows = []
    for option in command.params:
        record = option.get_help_record(context) if isinstance(option, click.Option) else None
        if record is not None and option.name != "version":
            rows.append(f"| `{record[0].replace('|', chr(92) + '|')}` | {_cell(record[1])} |")
    if rows:
        yield "\n".join(["| Pilihan | Gunanya |", "|---|---|", *rows])


def _blocks(text: str) -> list[str]:
    """Return the paragraphs of a help text without click's markers (form feed: end of text; backspace: keep lines)."""
    shown = text.partition("\f")[0].replace("\b", "")
    return [block for block in shown.split("\n\n") if block.strip()]


def _cell(text: str) -> str:
    """Return a text that fits into one cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def main(arguments: list[str]) -> int:
    """Write or check the file; returns the exit code."""
    target = Path(next((name for name in arguments if not name.startswith("-")), REFERENCE))
    if "--check" in arguments:
        current = target.read_text(encoding="utf-8") if target.exists() else ""
        return int(current != reference())
    target.write_text(reference(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
