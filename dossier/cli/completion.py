"""`dossier completion`: the script that lets a shell complete commands, options, codes and paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem, get_completion_class

from dossier.cli.terminal_output import say
from dossier.errors import DossierError
from dossier.state.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "_DOSSIER_COMPLETE"
MOST_OFFERED = 200


@click.command()
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Cetak skrip pelengkap perintah untuk bash, zsh, atau fish.

    Pasang sekali, misalnya pada bash: dossier completion bash >> ~/.bashrc
    """
    from dossier.cli.main import cli  # noqa: PLC0415 — main lists this command

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"Tidak ada pelengkap untuk {shell}.")
    say(found(cli, {}, "dossier", VARIABLE).source())


def codes(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the codes of the plan's indicators; a plan that cannot be read offers none."""
    from dossier import plan  # noqa: PLC0415 — only a completion needs it here

    try:
        loaded, _ = plan.load_plan(_workspace(context).plan_file)
    except (DossierError, OSError):
        return []
    return [
        CompletionItem(indicator.code, help=" ".join(indicator.statement.split())[:60])
        for indicator in loaded.indicators
        if indicator.code.casefold().startswith(begun.casefold())
    ]


def codes_and_paths(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer codes, and what lies in the evidence folder below what was typed."""
    root = _workspace(context).evidence
    folder, _, name = begun.rpartition("/")
    try:
        entries = sorted(path for path in (root / folder).iterdir() if path.name.startswith(name))
    except OSError:
        entries = []
    paths = [path.relative_to(root).as_posix() + ("/" if path.is_dir() else "") for path in entries[:MOST_OFFERED]]
    # A line break or an escape sequence in a name must not reach the shell.
    return [*codes(context, parameter, begun), *(CompletionItem(path) for path in paths if path.isprintable())]


def _workspace(context: click.Context) -> Workspace:
    folder: Path = context.find_root().params["folder"]
    return Workspace(folder.absolute())
