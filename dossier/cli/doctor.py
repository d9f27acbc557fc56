"""`dossier doctor`: which engines are here, what confines them, and what is lost without each."""

from __future__ import annotations

import platform

import click

from dossier import __version__
from dossier.cli.terminal_output import say


@click.command()
def doctor() -> None:
    """Tampilkan mesin yang terpasang dan apa yang hilang tanpa masing-masing."""
    from dossier import convert  # noqa: PLC0415 — probing engines loads them
    from dossier.workers.enforced import protections  # noqa: PLC0415 — a child tries what it must not do

    say(f"dossier {__version__}, Python {platform.python_version()}, {platform.system()}")
    for engine in convert.engines():
        state = engine.version or "tidak ada"
        say(f"{'✓' if engine.version else '–'} {engine.name:<14} {state:<12} {engine.purpose}")
        if engine.version is None:
            say(f"  {'':<14} {'':<12} tanpa ini: {engine.lost}")
    say()
    say("Perlindungan ketika berkas dari luar dibuka (dicoba sekarang dengan sebuah proses anak):")
    for each in protections():
        say(f"{'✓' if each.state else '–'} {each.name:<20} {each.state or 'tidak ada':<12} {each.purpose}")
        if each.state is None:
            say(f"  {'':<20} {'':<12} tanpa ini: {each.lost}")
