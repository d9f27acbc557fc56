"""`dossier watch`: builds again by itself whenever plan, templates or evidence change."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final, Unpack

import click

from dossier import project, resident, state, wording
from dossier.cli.build_commands import shown, work_lines
from dossier.cli.click_words import Command
from dossier.cli.form_options import Form, form_options
from dossier.cli.options import as_of_option, folder_workspace
from dossier.cli.progress_bars import progress_bar
from dossier.cli.terminal_output import QUIET, VERBOSE, complain, is_quiet, is_verbose, say, show_error, tell
from dossier.errors import BusyError, ExitCode, OutputError
from dossier.progress import unseen
from dossier.resident import ChangeKind
from dossier.state import Settings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.resident import TreeChange, WatchTurn
    from dossier.state import BuildResult

KIND_WORDS: Final = {ChangeKind.NEW: "baru", ChangeKind.CHANGED: "berubah", ChangeKind.GONE: "hilang"}
MOST_NAMED: Final = 2
"""Changed files that the line of a build names."""


@click.command(cls=Command)
@as_of_option
@form_options
@click.option("--quiet", "-q", is_flag=True, help="Tanpa baris penyusunan; galat tetap tampil.")
@click.option("--verbose", "-v", is_flag=True, help="Sebut juga sebab penyusunan dan berkas yang diolah ulang.")
@click.pass_context
def watch(
    context: click.Context, *, as_of: dt.date | None, quiet: bool, verbose: bool, **form: Unpack[Form]
) -> ExitCode:
    """Amati plan/, templates_docx/, dan evidence/, dan susun ulang build/ setiap kali ada yang berubah.

    Hasilnya sama dengan `dossier build`. Penyusunan menunggu sampai penyalinan berkas selesai; yang berubah selagi
    menyusun disusun sesudahnya. Berhenti: Ctrl-C.
    """
    context.meta[QUIET] = quiet or context.meta[QUIET]
    context.meta[VERBOSE] = verbose or context.meta[VERBOSE]
    workspace = folder_workspace(context.obj)

    def wanted() -> Settings:
        return Settings(as_of=as_of or project.today(), **form)

    teller = _Teller(workspace.build)
    try:
        with resident.ChangeEvents() as events, resident.WarmBuilds() as builds:
            events.follow(state.written_folders(workspace))
            tell(f"Mengamati {shown(workspace.root)}: plan/, templates_docx/, evidence/. Berhenti: Ctrl-C.")
            if not events.has_events:
                tell("Perubahan dilihat setiap 2 detik; seketika bila watchfiles terpasang (lihat `dossier doctor`).")
            for turn in resident.watch(workspace, wanted, builds, events, unseen if is_quiet() else progress_bar):
                teller.tell_of(turn)
                sys.stdout.flush()
    except KeyboardInterrupt:
        tell(f"Pengamatan dihentikan. Hasil terakhir ada di {shown(workspace.build)}/.")
    return ExitCode.DONE


class _Teller:
    """Prints a line for each build, and an error once, however often the build is tried again."""

    def __init__(self, build: Path) -> None:
        self._build = build
        self._trouble = ""
        self._is_first = True

    def tell_of(self, turn: WatchTurn) -> None:
        """Print what there is to say of one build."""
        answer, what = turn.answer, change_words(turn.changes)
        if answer.result is not None:
            if answer.result.written or self._is_first or self._trouble or is_verbose():
                _tell_built(answer.result, what or "penyusunan", turn.seconds)
            self._trouble, self._is_first = "", False
            return
        trouble = answer.error.message if answer.error is not None else answer.bug
        if trouble == self._trouble:
            return
        self._trouble = trouble
        complain(f"{_now()}  {what or 'penyusunan'}: belum dapat disusun; build/ tidak berubah")
        if answer.error is None:
            _tell_bug(answer.bug, answer.trace)
            return
        show_error(answer.error)
        if isinstance(answer.error, BusyError):
            complain("    → Dicoba lagi setiap 5 detik sampai penyusunan lain itu selesai.")
        elif isinstance(answer.error, OutputError):
            complain("    → Dicoba lagi setiap 5 detik.")
        else:
            complain("    → Disusun lagi sendiri begitu ini diperbaiki.")


def _tell_built(result: BuildResult, what: str, seconds: float) -> None:
    summary = result.summary
    files = wording.number_label(sum(summary.counts.values()))
    pages = wording.number_label(sum(bundle.pages for bundle in summary.bundles))
    took = f"{seconds:.1f} detik".replace(".", ",") if result.written else "tak berubah"
    tell(f"{_now()}  {what}: {took}; {files} berkas, {pages} halaman; {summary.gaps}")
    for line in result.told:
        tell(f"          Isian: {line}")
    for name in result.removed:
        tell(f"          Dihapus: build/{name}; disusun dari bukti atau pilihan lain")
    if is_verbose():
        for line in work_lines(result, verbose=True):
            say(f"          {line}")


def _tell_bug(bug: str, trace: str) -> None:
    context = click.get_current_context(silent=True)
    if context is not None and context.meta.get("debug") and trace:
        complain(trace)
    complain(f"Kesalahan program: {bug}")
    complain("    → Pengamatan berlanjut. Ulangi dengan `dossier --debug build`, lalu laporkan keluarannya.")


def change_words(changes: Sequence[TreeChange]) -> str:
    """Return what changed in a few words; nothing where nothing did."""
    named = [f"{wording.shown(change.path)} {KIND_WORDS[change.kind]}" for change in changes[:MOST_NAMED]]
    if (more := len(changes) - MOST_NAMED) > 0:
        named.append(f"{wording.number_label(more)} lagi")
    return ", ".join(named)


def _now() -> str:
    return time.strftime("%H.%M.%S")
