"""`dossier build`, `dossier verify` and `dossier clean`."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from dossier import pipeline, project, wording
from dossier._lazy import lazy
from dossier.cli.click_words import Command
from dossier.cli.form_options import Form, form_options
from dossier.cli.options import as_of_option, folder_project, folder_workspace
from dossier.cli.progress_bars import progress_bar
from dossier.cli.terminal_output import QUIET, VERBOSE, say, say_capped, show_findings, tell
from dossier.errors import ExitCode
from dossier.model.audience import READERS
from dossier.state import Settings

with lazy():
    from dossier.audit import legend

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.bind import Restored
    from dossier.state import BuildResult, Summary


MOST_REASONS = 3
MOST_VOLUMES = 3


@click.command(cls=Command)
@as_of_option
@form_options
@click.option(
    "--paksa", "--force", "force", is_flag=True, help="Susun ulang dari awal: tidak ada simpanan yang dipakai."
)
@click.option("--quiet", "-q", is_flag=True, help="Tanpa kemajuan dan tanpa ringkasan; galat tetap tampil.")
@click.option("--verbose", "-v", is_flag=True, help="Sebut setiap tahap, dan mengapa sebuah berkas diolah ulang.")
@click.pass_context
def build(
    context: click.Context,
    *,
    as_of: dt.date | None,
    force: bool,
    quiet: bool,
    verbose: bool,
    **form: Unpack[Form],
) -> None:
    """Susun semuanya: build/dossier.pdf, daftar kesenjangan, dan register bukti."""
    folder: Path = context.obj
    context.meta[QUIET] = quiet or context.meta[QUIET]
    context.meta[VERBOSE] = verbose = verbose or context.meta[VERBOSE]
    started = time.monotonic()
    opened = folder_project(folder)
    settings = Settings(as_of=as_of or project.today(), **form)
    result = opened.build(settings, force=force, progress=progress_bar)
    show_result(result, time.monotonic() - started, verbose=verbose)


def show_result(result: BuildResult, seconds: float, *, verbose: bool = False) -> None:
    """Print what was made, the four counts and their sum, the totals of the gap list, and the time taken."""
    summary = result.summary
    counts = summary.counts
    parts = " + ".join(f"{counts[key]} {look.label}" for key, look in legend.GROUPS.items())
    day = wording.long_date(dt.date.fromisoformat(summary.as_of))
    tell(f"Berkas       {sum(counts.values())} = {parts}")
    tell(f"Kesenjangan  {summary.gaps}")
    tell(f"             per {day}; rinciannya: dossier gaps (make gaps)")
    tell(f"Temuan       {summary.findings} ({summary.advised} dengan saran), semua di build/temuan.json")
    for line in result.told:
        tell(f"Isian        {line}")
    for name in result.removed:
        tell(f"Dihapus      build/{name}: disusun dari bukti atau pilihan lain; susun lagi dengan --untuk")
    for line in work_lines(result, verbose=verbose):
        tell(line)
    tell(f"Isi build/   {', '.join(summary.outputs)}")
    for remark in summary.remarks:
        tell(f"Catatan      {remark}")
    for audience in summary.audiences:
        volumes = [bundle for bundle in summary.bundles if bundle.audience == audience]
        for bundle in volumes[: None if verbose else MOST_VOLUMES]:
            place = shown(result.folder / bundle.name)
            facts = f"{bundle.pages} halaman, {wording.size_label(bundle.size)}"
            tell(f"Dossier      {place} ({facts}), untuk {READERS[audience]}")
        if (more := len(volumes) - MOST_VOLUMES) > 0 and not verbose:
            tell(f"             … dan {more} jilid lagi sampai {volumes[-1].name}")
    for line in next_lines(summary, shown(result.folder)):
        tell(line)
    tell(f"Selesai dalam {seconds:.1f} detik".replace(".", ","))


def next_lines(summary: Summary, folder: str) -> Iterator[str]:
    """Yield what to do now: the most urgent gaps, where to look, the next command, and what to do about the sample."""
    for number, line in enumerate(summary.urgent):
        yield f"{'' if number else 'Mendesak':<12} {line}"
    yield f"Buka         {folder}/laporan/index.html di peramban, atau {folder}/{summary.bundles[0].name}"
    undecided = summary.counts["ambiguous"] + summary.counts["unplaced"]
    if undecided:
        count = wording.number_label(undecided)
        yield f"Berikutnya   dossier match --review (make review): putuskan {count} berkas yang belum pasti tempatnya"
    elif summary.urgent:
        yield "Berikutnya   dossier render (make templates): buat naskah Word untuk bukti yang belum ada"
    else:
        yield "Berikutnya   dossier verify (make verify): pastikan dossier masih sama dengan bukti sebelum diserahkan"
    yield from sample_lines(summary)


def sample_lines(summary: Summary) -> Iterator[str]:
    """Yield what to do about files of the shipped sample, where there are any."""
    count = wording.number_label(summary.samples)
    if summary.samples and summary.samples >= sum(summary.counts.values()) - summary.counts["ignored"]:
        yield "Contoh       Semua bukti ini contoh bawaan. Untuk unit sendiri: dossier init FOLDER (make init"
        yield "             WORKSPACE=FOLDER), taruh bukti di FOLDER/evidence, lalu make dossier WORKSPACE=FOLDER"
    elif summary.samples:
        yield f"Contoh       {count} berkas contoh bawaan masih ada di evidence/; keluarkan sebelum dossier diserahkan"


def work_lines(result: BuildResult, *, verbose: bool) -> Iterator[str]:
    """Yield why the dossier was written, or that it was not, and which files were prepared anew and why."""
    if not result.written:
        yield "Tak berubah  semua masih sama sejak penyusunan terakhir; tidak ada yang ditulis (ulang: --paksa)"
        return
    yield f"Disusun      karena: {'; '.join(result.why)}"
    if result.remade:
        reasons = Counter(each.reason for each in result.remade).most_common()
        told = "; ".join(f"{count} {reason}" for reason, count in reasons[:MOST_REASONS])
        more = f"; {len(reasons) - MOST_REASONS} sebab lain" if len(reasons) > MOST_REASONS else ""
        yield f"Diolah       {len(result.remade)} berkas: {told}{more}" + ("" if verbose else " (--verbose: semuanya)")
    if verbose:
        yield from (f"             {each.path}: {each.reason}" for each in result.remade)


def shown(path: Path) -> str:
    """Return the path as a person would type it from here."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


@click.command(cls=Command)
@click.argument("file", metavar="BERKAS", type=click.Path(path_type=Path), required=False)
@click.option(
    "--restore",
    "target",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FOLDER",
    help="Kembalikan isi dossier ke folder ini: asli bila tersimpan, selebihnya halamannya; tidak menimpa apa pun.",
)
@click.pass_obj
def verify(folder: Path, file: Path | None, target: Path | None) -> int:
    """Periksa apakah dossier masih sama dengan folder bukti (bawaan: semua edisi dan jilid di build/)."""
    opened = folder_project(folder)
    bundles = opened.bundles(file)
    if target is not None:
        return show_restored(opened.restore(target, bundles), target)
    findings = opened.verify(bundles, progress=progress_bar)
    show_findings(findings)
    names = ", ".join([shown(bundles[0]), *(bundle.name for bundle in bundles[1:])])
    if findings:
        say(f"{names}: {len(findings)} perbedaan. Susun ulang dengan `dossier build` bila buktinya yang benar.")
        return ExitCode.DIFFERENT
    say(f"{names}: cocok dengan folder bukti.")
    return ExitCode.DONE


RESTORED_WORDS = {
    "asli": "berkas asli, sama byte demi byte",
    "halaman": "hanya halamannya, sebagai PDF",
    "tidak_ada": "tidak dapat dikembalikan: di dossier hanya ada halaman keterangan",
    "sudah_ada": "sudah ada di folder tujuan; tidak ditimpa",
    "ditolak": "tidak dapat ditulis",
}
NAMED = ("tidak_ada", "ditolak")


def show_restored(restored: Sequence[Restored], target: Path) -> int:
    """Print how many files came back in which way, and name those that did not come back whole."""
    for how, words in RESTORED_WORDS.items():
        those = [each for each in restored if each.how == how]
        if those:
            say(f"{len(those):>6} {words}")
        if how in NAMED:
            say_capped([f"       {each.path}" + (f": {each.reason}" if each.reason else "") for each in those])
    say(f"Dipulihkan ke {shown(target)}; folder bukti tidak disentuh.")
    return ExitCode.OUTPUT if any(each.how == "ditolak" for each in restored) else ExitCode.DONE


MOST_LINES = 30
MOST_LEFT = 10
"""Files that were left alone and are named one by one."""


@click.command(cls=Command)
@click.pass_obj
def clean(folder: Path) -> None:
    """Hapus hasil di build/; isian buku kerja dan naskah yang disunting disimpan dahulu di plan/ dan naskah/."""
    cleared = pipeline.clear(folder_workspace(folder))
    for line in cleared.told[:MOST_LINES]:
        say(f"{line.rstrip('.')}.")
    if len(cleared.told) > MOST_LINES:
        say(f"… dan {len(cleared.told) - MOST_LINES} hal lain tentang isian buku kerja")
    for name in cleared.left[:MOST_LEFT]:
        say(f"Ditinggalkan: build/{name} (bukan tulisan dossier, atau sudah diubah)")
    if len(cleared.left) > MOST_LEFT:
        say(f"… dan {len(cleared.left) - MOST_LEFT} berkas lain ditinggalkan di build/")
    say(f"{cleared.removed} berkas hasil di build/ dihapus; tidak ada yang dihapus dari plan/, evidence/, dan naskah/.")
