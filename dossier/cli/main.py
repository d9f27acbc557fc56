"""The command group, common options, and the mapping of errors to messages and exit codes."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from dossier import __version__
from dossier._lazy import lazy
from dossier.cli.click_words import Group
from dossier.cli.place_options import place_options
from dossier.cli.terminal_output import QUIET, VERBOSE, complain, show_error, show_usage_error
from dossier.errors import DossierError, ExitCode

with lazy():
    import traceback

    from dossier import matching
    from dossier.state import files
    from dossier.workers import parent_end


if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType


COMMANDS: Final = {
    "adopt": ("dossier.cli.evidence_commands:adopt", "Usulkan nama berkode untuk bukti yang sudah punya tempat."),
    "build": ("dossier.cli.build_commands:build", "Susun dossier, daftar kesenjangan, dan register di build/."),
    "clean": ("dossier.cli.build_commands:clean", "Hapus hasil di build/ sesudah isiannya diambil ke plan/."),
    "compare": ("dossier.cli.gap_commands:compare", "Bandingkan dua hasil susunan."),
    "completion": ("dossier.cli.doctor:completion", "Cetak skrip pelengkap perintah untuk shell."),
    "desk": ("dossier.cli.desk_command:desk", "Buka meja: memilah bukti di peramban, dengan gambarnya."),
    "doctor": ("dossier.cli.doctor:doctor", "Tampilkan mesin yang terpasang dan yang hilang."),
    "explain": ("dossier.cli.evidence_commands:explain", "Terangkan satu berkas, atau apa yang kurang dari satu kode."),
    "fleet": ("dossier.cli.fleet_command:fleet", "Susun banyak folder kerja, satu proses tiap unit."),
    "gaps": ("dossier.cli.gap_commands:gaps", "Daftar bukti fisik yang belum ada atau bermasalah."),
    "import-remarks": ("dossier.cli.gap_commands:import_remarks", "Ambil status dan catatan TPI dari buku kerja."),
    "init": ("dossier.cli.init_command:init", "Siapkan folder kerja baru untuk sebuah unit."),
    "lke": ("dossier.cli.lke_commands:lke", "Nilai LKE: area, ambang, yang kosong, dan taruhan."),
    "match": ("dossier.cli.evidence_commands:match", "Tampilkan berkas mana untuk butir mana, dan mengapa."),
    "meeting": ("dossier.cli.meeting_commands:meeting", "Buat naskah satu rapat sekaligus."),
    "plan": ("dossier.cli.plan_commands:plan", "Periksa atau tampilkan rencana aksi."),
    "render": ("dossier.cli.plan_commands:render", "Buat naskah Word untuk bukti yang masih harus disusun."),
    "scan": ("dossier.cli.doctor:scan", "Tampilkan isi folder evidence/."),
    "serah": ("dossier.cli.handover_command:serah", "Catat edisi yang diserahkan, dan buat berita acaranya."),
    "templates": ("dossier.cli.plan_commands:templates", "Tampilkan atau periksa templat Word."),
    "verify": ("dossier.cli.build_commands:verify", "Periksa apakah dossier masih sama dengan folder bukti."),
    "watch": ("dossier.cli.watch_command:watch", "Amati perubahan, dan susun ulang sendiri."),
}
"""Name ─► module and function, and the line that `dossier --help` shows; a module is loaded only when it is run."""


class Commands(Group):
    """A group that loads a command when it is asked for, and lists all of them without loading any."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 — click's signature
        """Return the names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 — click's signature
        """Return the command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), function)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table."""
        with formatter.section("Perintah"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command asked for; a usage error names the one that is spelt most like it."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = matching.closest(args[0], COMMANDS)
            raise click.UsageError(error.message + (f" Mungkin maksud Anda: {near!r}." if near else ""), ctx) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-C",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="FOLDER",
    help="Folder kerja yang berisi plan/ dan evidence/ (bawaan: folder ini).",
)
@place_options
@click.option("-q", "--quiet", is_flag=True, help="Tanpa kemajuan dan tanpa ringkasan; hasil dan galat tetap tampil.")
@click.option("-v", "--verbose", is_flag=True, help="Sebut setiap tahap kerja dengan lamanya (ke standard error).")
@click.option("--debug", is_flag=True, help="Tampilkan jejak kesalahan program secara lengkap.")
@click.version_option(__version__, prog_name="dossier", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context, folder: Path, *, quiet: bool, verbose: bool, debug: bool) -> None:
    """Susun dossier Zona Integritas dari rencana aksi dan folder bukti fisik."""
    context.obj = folder
    context.meta["debug"] = debug
    context.meta[QUIET] = quiet
    context.meta[VERBOSE] = verbose
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        context.color = False


_OBJECTS_BETWEEN_COLLECTIONS: Final = 50_000
"""Ten thousand files make a million objects that stay: looking through them every 700 takes a fifth of the time."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with the documented exit code."""
    signal.signal(signal.SIGTERM, interrupt)
    parent_end.end_as_told()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    code = run(list(sys.argv[1:] if arguments is None else arguments))
    gc.freeze()  # the interpreter need not look through everything for cycles before it ends
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run the command and return its exit code; a traceback is shown only with `--debug`."""
    try:
        result = cli.main(arguments, prog_name="dossier", standalone_mode=False)
    except DossierError as error:
        show_error(error)
        return error.exit_code
    except click.ClickException as error:
        show_usage_error(error)
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        complain("Dihentikan. Hasil lama di build/ tidak berubah.")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except Exception as error:  # noqa: BLE001 — the last handler: a bug becomes a plain message and exit code 1
        return _failed(error, debug="--debug" in arguments)
    return int(result) if isinstance(result, int) else ExitCode.DONE


def _failed(error: Exception, *, debug: bool) -> ExitCode:
    """Tell of an error that nobody has handled: a file that the system refuses, or a bug."""
    if not isinstance(error, PermissionError) or error.filename is None:
        report_bug(error, debug=debug)
        return ExitCode.BUG
    message = f"Tidak diizinkan oleh sistem: {error.filename2 or error.filename}"
    hint = "Periksa izin berkas dan foldernya, lalu ulangi."
    show_error(files.cannot_write(error, message, path=error.filename, hint=hint))
    return ExitCode.OUTPUT


def report_bug(error: Exception, *, debug: bool) -> None:
    """Say that the program itself failed."""
    if debug:
        complain("".join(traceback.format_exception(error)))
    complain(f"Kesalahan program: {type(error).__name__}: {error}")
    complain("    → Ulangi dengan: .venv/bin/dossier --debug … (perintah yang sama), lalu laporkan keluarannya.")


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt on SIGTERM, so that unfinished output is removed."""
    raise KeyboardInterrupt
