"""`dossier doctor`, `scan` and `completion`: what is there, told without loading plan or matching."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import CompletionItem, get_completion_class

from dossier import __version__
from dossier._lazy import lazy
from dossier.cli.click_words import Command
from dossier.cli.main import cli
from dossier.cli.options import as_json, folder_workspace
from dossier.cli.progress_bars import progress_bar
from dossier.cli.terminal_output import say, show_findings
from dossier.errors import DossierError
from dossier.model import Media
from dossier.state import entry_points
from dossier.state.optional_libraries import installed_version
from dossier.state.workspace import Workspace

with lazy():
    from dossier import convert, pipeline, plan, reports, wording
    from dossier.evidence import kinds
    from dossier.workers import enforced


if TYPE_CHECKING:
    from pathlib import Path

    from dossier.state.entry_points import EntryPoint


@click.command(cls=Command)
def doctor() -> None:
    """Tampilkan mesin yang terpasang dan apa yang hilang tanpa masing-masing."""
    say(f"dossier {__version__}, Python {platform.python_version()}, {platform.system()}")
    for engine in convert.engines():
        version = engine.version if isinstance(engine, convert.Engine) else None
        say(f"{'✓' if version else '–'} {engine.name:<14} {version or 'tidak ada':<12} {engine.purpose}")
        if version is None:
            say(f"  {'':<14} {'':<12} tanpa ini: {engine.lost}")
    for line in _optional_lines():
        say(line)
    if extensions := _extensions():
        say()
        say("Pengaya terpasang:")
        for told in extensions:
            say(told)
    say()
    say("Perlindungan ketika berkas dari luar dibuka (dicoba sekarang dengan sebuah proses anak):")
    for each in enforced.protections():
        say(f"{'✓' if each.state else '–'} {each.name:<20} {each.state or 'tidak ada':<12} {each.purpose}")
        if each.state is None or each.partly:
            say(f"  {'':<20} {'':<12} tanpa ini: {each.lost}")


_DESK: Final = (
    "memilah bukti di peramban (dossier desk)",
    "bukti dipilah di terminal saja (dossier match --review)",
)
_OPTIONAL: Final = {
    "starlette": _DESK,
    "uvicorn": _DESK,
    "segno": ("kode QR untuk ponsel (dossier desk --lan)", "foto dari ponsel disalin dahulu ke komputer ini"),
    "distributed": (
        "armada di beberapa komputer (dossier fleet --scheduler)",
        "armada disusun di satu komputer saja (dossier fleet --workers)",
    ),
    "fsspec": ("unit armada di s3://, webdav:// (dossier fleet --izinkan)", "sumbernya dipasang dahulu sebagai folder"),
    "watchfiles": ("perubahan terlihat seketika (dossier watch, meja)", "folder dilihat setiap 2 detik"),
}
"""Library of an extra ─► what it is for, and what is done without it."""


def _optional_lines() -> list[str]:
    """Return a line for each library of an extra, and what is done without it."""
    lines = []
    for name, (purpose, lost) in _OPTIONAL.items():
        found = installed_version(name)
        lines.append(f"{'✓' if found else '–'} {name:<14} {found or 'tidak ada':<12} {purpose}")
        lines += [] if found else [f"  {'':<14} {'':<12} tanpa ini: {lost}"]
    return lines


def _extensions() -> list[str]:
    """Return a line an extension: what it brings, of which distribution, and what is wrong with it."""
    troubles: dict[EntryPoint, str | None] = {}
    for each in convert.installed():
        troubles[each.entry] = each.state.lost if isinstance(each.state, convert.Missing) else None
    for entry in entry_points.installed(entry_points.MEDIA):
        troubles[entry] = kinds.trouble_with(entry)
    for entry in entry_points.installed(entry_points.REPORTS):
        troubles[entry] = pipeline.trouble_with_report(entry)
    for entry in entry_points.installed(entry_points.KNOWLEDGE):
        troubles[entry] = plan.trouble_with_pack(entry)
    lines = []
    for entry, trouble in troubles.items():
        lines.append(f"{'–' if trouble else '✓'} {_GROUPS[entry.group]:<14} {entry.label}")
        lines += [f"  {'':<14} tidak dipakai: {trouble}"] if trouble else []
    return lines


_GROUPS: Final = {
    entry_points.CONVERTERS: "pengolah",
    entry_points.MEDIA: "jenis berkas",
    entry_points.REPORTS: "laporan",
    entry_points.KNOWLEDGE: "pengetahuan",
}
VARIABLE = "_DOSSIER_COMPLETE"
MOST_OFFERED = 200


@click.command(cls=Command)
@as_json
@click.pass_obj
def scan(folder: Path, *, form: str) -> None:
    """Tampilkan isi folder evidence/: jenis, ukuran, dan yang diabaikan beserta alasannya."""
    found = pipeline.scan(folder_workspace(folder), progress_bar)
    if form == "json":
        say(reports.dump_json(reports.scan_json(found), pipeline.owner_of(folder_workspace(folder))), newline=False)
        return
    for file in found.files:
        media = "?" if file.media is Media.UNKNOWN else file.media.value
        trouble = f"  ! {file.problem}" if file.problem else ""
        say(f"{media:<11} {wording.size_label(file.size):>9}  {file.path}{trouble}")
    for entry in found.ignored:
        say(f"{'diabaikan':<11} {'':>9}  {entry.path}  ({entry.reason})")
    show_findings(found.findings)
    say(f"{len(found.files) + len(found.ignored)} berkas: {len(found.files)} bukti, {len(found.ignored)} diabaikan.")


@click.command(cls=Command)
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Cetak skrip pelengkap perintah untuk bash, zsh, atau fish.

    Pasang sekali, misalnya pada bash: dossier completion bash >> ~/.bashrc
    """
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"Tidak ada pelengkap untuk {shell}.")
    say(found(cli, {}, "dossier", VARIABLE).source())


def codes(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the codes of the plan's indicators; a plan that cannot be read offers none."""
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
