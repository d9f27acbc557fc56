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
@click.option(
    "--lan",
    "lan",
    is_flag=False,
    flag_value="",
    metavar="[ALAMAT]",
    help="Terima foto dari ponsel di jaringan yang sama, tanpa enkripsi: hanya unggah, ke nampan/. "
    "ALAMAT bila komputer ini punya beberapa jaringan.",
)
@as_of_option
@click.pass_obj
def desk(folder: Path, *, no_open: bool, lan: str | None, as_of: dt.date | None) -> int:
    """Buka meja: laman di komputer ini untuk memilah bukti dengan gambarnya; keputusan ke plan/pins.yaml.

    Meja hanya dapat dibuka dari komputer ini. Menutupnya: tombol di laman, Ctrl-C di sini, atau biarkan; sesudah lama
    tidak dipakai ia tutup sendiri.
    """
    workspace = folder_workspace(folder)
    pipeline.define(workspace)  # a plan with mistakes is told here, where it can be read at length
    try:
        server = door.DeskServer(workspace, as_of, lan=door.lan_address(lan) if lan is not None else None)
    except ImportError as error:
        raise EngineError(
            f"Meja memerlukan pustaka yang belum terpasang: {error.name or error}",
            hint="Pasang dengan: pip install 'dossier[meja]' (make setup memasangnya juga).",
        ) from error
    except OSError as error:
        raise EngineError(
            f"Tidak dapat mendengarkan di {lan or 'komputer ini'}: {error.strerror or error}",
            hint="Periksa alamat sesudah --lan=; ia harus milik komputer ini.",
        ) from error
    if no_open:
        say(server.address)
    else:
        say("Meja dibuka di peramban. Bila tidak terbuka, jalankan: dossier desk --no-open")
    say("Menutup meja: tombol “Tutup meja” di laman, atau Ctrl-C di sini.")
    if server.phones is not None:
        say(f"Unggahan dari ponsel diterima di {server.phones.host}, tanpa enkripsi; kodenya di meja: “Dari ponsel”.")
    sys.stdout.flush()
    try:
        server.run(open_browser=not no_open)
    except KeyboardInterrupt:
        say()
    say("Meja ditutup. Keputusan tersimpan di plan/pins.yaml.")
    return ExitCode.DONE
