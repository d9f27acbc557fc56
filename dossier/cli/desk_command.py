"""`dossier desk`: the local web page on which evidence is sorted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from dossier._lazy import lazy
from dossier.cli.click_words import Command
from dossier.cli.options import as_of_option, folder_workspace
from dossier.cli.terminal_output import say
from dossier.errors import EngineError, ExitCode

with lazy():
    from dossier import desk as door
    from dossier import pipeline


if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@click.command(cls=Command)
@click.option("--no-open", "no_open", is_flag=True, help="Jangan buka peramban; cetak alamatnya di baris pertama.")
@as_of_option
@click.pass_obj
def desk(folder: Path, *, no_open: bool, as_of: dt.date | None) -> int:
    """Buka meja: laman di komputer ini untuk memilah bukti dengan gambarnya; keputusan ke plan/pins.yaml.

    Meja hanya dapat dibuka dari komputer ini. Menutupnya: tombol di laman, Ctrl-C di sini, atau biarkan; sesudah lama
    tidak dipakai ia tutup sendiri.
    """
    workspace = folder_workspace(folder)
    pipeline.define(workspace)  # a plan with mistakes is told here, where it can be read at length
    try:
        server = door.DeskServer(workspace, as_of)
    except ImportError as error:
        raise EngineError(
            f"Meja memerlukan pustaka yang belum terpasang: {error.name or error}",
            hint="Pasang dengan: pip install 'dossier[meja]' (make setup memasangnya juga).",
        ) from error
    if no_open:
        say(server.address)
    else:
        say("Meja dibuka di peramban. Bila tidak terbuka, jalankan: dossier desk --no-open")
    say("Menutup meja: tombol “Tutup meja” di laman, atau Ctrl-C di sini.")
    sys.stdout.flush()
    try:
        server.run(open_browser=not no_open)
    except KeyboardInterrupt:
        say()
    say("Meja ditutup. Keputusan tersimpan di plan/pins.yaml.")
    return ExitCode.DONE
