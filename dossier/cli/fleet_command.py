"""`dossier fleet`: builds many workspaces, one process each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier._lazy import lazy
from dossier.audit.fleet_words import outcome_line
from dossier.cli.click_words import Command
from dossier.cli.place_options import places
from dossier.cli.terminal_output import Size, say, show_findings, tell
from dossier.errors import ExitCode
from dossier.fleet.collection import PAGE_NAME, collect, write_roll_up
from dossier.fleet.dask_fleet import DaskExecutor
from dossier.fleet.dask_task import CACHE_VARIABLE
from dossier.fleet.fleet_run import FleetOptions, UnitRun, run_fleet
from dossier.fleet.source_mirror import mirror_units
from dossier.fleet.unit_list import find_units
from dossier.fleet.unit_process import ENDING_WORDS, BuildOrder, Ending, UnitResult
from dossier.model.unit_summary import UnitOutcome
from dossier.project import today
from dossier.state.lease import lock
from dossier.workers import processors

with lazy():
    from dossier import matching


if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from dossier.audit.roll_up import RollUp
    from dossier.fleet.source_mirror import Mirrored
    from dossier.fleet.unit_list import FleetUnit

from dossier.cli.options import as_of_option, office_option

MIRRORS = "cermin"
"""The folder of the mirrors of sources, in the folder of the roll-up."""


@click.command(cls=Command)
@click.argument("source", metavar="FOLDER|DAFTAR.csv", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("armada"),
    show_default=True,
    metavar="FOLDER",
    help="Folder rekap armada dan catatan jalannya.",
)
@click.option(
    "--hasil",
    "results",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Taruh hasil tiap unit di FOLDER/KUNCI, bukan di build/ miliknya.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Susun N unit sekaligus (bawaan: sebanyak prosesor yang boleh dipakai).",
)
@click.option(
    "--scheduler",
    metavar="ALAMAT",
    help="Susun di worker sebuah scheduler Dask: tls://komputer:8786 dengan sertifikat klien, atau tcp://127.0.0.1:8786.",
)
@click.option(
    "--batas-waktu",
    "seconds",
    type=click.IntRange(min=1),
    default=3600,
    show_default=True,
    metavar="DETIK",
    help="Hentikan unit yang belum selesai sesudah sekian detik.",
)
@click.option(
    "--batas-memori", "memory", type=Size(), metavar="UKURAN", help="Ruang alamat paling besar satu proses, mis. 4GB."
)
@click.option(
    "--retries",
    type=click.IntRange(0, 5),
    default=0,
    show_default=True,
    metavar="N",
    help="Ulangi unit yang berhenti mendadak atau gagal sampai N kali.",
)
@click.option(
    "--izinkan",
    "allowed",
    multiple=True,
    metavar="ALAMAT",
    help="Sumber di bawah alamat ini boleh dibaca, mis. s3://bukti-zi/ (boleh diulang).",
)
@click.option(
    "--sumber-penuh", "whole", is_flag=True, help="Ambil dan bandingkan semua berkas sumber, bukan yang berubah."
)
@click.option("--resume", is_flag=True, help="Lewati unit yang sudah berhasil dan tidak berubah sejak itu.")
@click.option(
    "--rekap", "is_only_read", is_flag=True, help="Hanya kumpulkan ringkasan yang ada; tidak menyusun apa pun."
)
@click.option("--only", multiple=True, metavar="KUNCI", help="Hanya unit ini (boleh diulang).")
@as_of_option
@office_option
def fleet(  # noqa: PLR0913 — one parameter an option
    source: Path,
    *,
    folder: Path,
    results: Path | None,
    workers: int | None,
    scheduler: str | None,
    seconds: int,
    memory: int | None,
    retries: int,
    allowed: tuple[str, ...],
    whole: bool,
    resume: bool,
    is_only_read: bool,
    only: tuple[str, ...],
    as_of: dt.date | None,
    office: str,
) -> int:
    """Susun banyak folder kerja, lalu rekap semuanya: satu proses tiap unit; yang gagal tidak mengganggu yang lain.

    FOLDER berisi folder-folder kerja, paling dalam dua tingkat; DAFTAR.csv berkolom id dan folder. Kode keluar 3: ada
    unit yang gagal atau belum lapor.
    """
    if scheduler is not None and workers is not None:
        raise click.UsageError("--workers tidak berlaku bersama --scheduler: itu --nthreads pada `dask worker`.")
    if scheduler is not None and allowed:
        raise click.UsageError("--izinkan tidak berlaku bersama --scheduler: worker membaca foldernya sendiri.")
    everyone = find_units(source, allowed, None if scheduler else folder.absolute() / MIRRORS)
    units = () if is_only_read else _chosen(everyone, only)
    count = max(1, min(workers or processors.usable(), len(units)))
    at, what_if = as_of or today(), as_of not in {None, today()}
    # Another computer may be in another time zone: its night is our morning.
    day = () if as_of is None and scheduler is None else ("--as-of", at.isoformat())
    options = FleetOptions(
        folder=folder.absolute(),
        results=None if results is None else results.absolute(),
        workers=count,
        retries=retries,
        resume=resume,
        day=at.isoformat(),
        order=_order(count, seconds, memory, ("--office", office, *day)),
    )
    runs = _built(units, options, scheduler, _unread_sources(units, options.folder / MIRRORS, whole=whole))
    roll_up = collect(everyone, runs, options, at)
    write_roll_up(options.folder, roll_up, what_if=what_if)
    return show_runs(runs, roll_up, folder / PAGE_NAME)


def _built(
    units: Sequence[FleetUnit], options: FleetOptions, scheduler: str | None, unread: Sequence[UnitRun]
) -> tuple[UnitRun, ...]:
    """Build the units but those whose source was not read, tell of each as it ends, and return all of them."""
    done: list[UnitRun] = []

    def told(run: UnitRun) -> None:
        done.append(run)
        tell(f"[{len(done)}/{len(units)}] {_line(run)}")

    for run in unread:
        told(run)
    executor = _executor(scheduler, options) if scheduler and units else None
    lost = {run.unit.key for run in unread}
    return (*unread, *run_fleet([unit for unit in units if unit.key not in lost], options, told, executor))


def _unread_sources(units: Sequence[FleetUnit], mirrors: Path, *, whole: bool) -> tuple[UnitRun, ...]:
    """Bring the mirrors of units with an address up to date; return those whose source could not be read."""
    if not any(unit.source for unit in units):
        return ()

    def told(unit: FleetUnit, done: Mirrored) -> None:
        refused = f", {len(done.refused)} nama ditolak" if done.refused else ""
        tell(f"{unit.key}: {done.fetched} dari {done.total} berkas diambil, {done.removed} hilang{refused}")

    with lock(mirrors):
        failed = mirror_units(units, today(), told, whole=whole)
    return tuple(
        UnitRun(unit=unit, result=UnitResult(ending=Ending.SOURCE, said=failed[unit.key].message))
        for unit in units
        if unit.key in failed
    )


def _order(count: int, seconds: int, memory: int | None, options: tuple[str, ...]) -> BuildOrder:
    """Return how each of `count` builds at a time is called: its share of the processors, and the common cache."""
    chosen = places()
    cache = chosen.get("kept")
    return BuildOrder(
        seconds=seconds,
        memory=memory,
        jobs=chosen.get("jobs") or max(1, processors.usable() // count),
        cache=None if cache is None else cache.absolute(),
        options=options,
    )


def _executor(scheduler: str, options: FleetOptions) -> DaskExecutor:
    """Connect to a scheduler, and say how many units its workers build at a time."""
    chosen = places()
    if "kept" in chosen:
        raise click.UsageError(f"--cache adalah folder komputer ini; pada worker aturlah {CACHE_VARIABLE}.")
    order = replace(options.order, jobs=chosen.get("jobs", 0))
    executor = DaskExecutor(scheduler, order, apart=options.results is not None)
    threads = executor.threads
    tell(f"{scheduler}: {f'{threads} unit sekaligus' if threads else 'belum ada worker, ditunggu'}")
    return executor


def _chosen(units: Sequence[FleetUnit], only: Sequence[str]) -> tuple[FleetUnit, ...]:
    known = [unit.key for unit in units]
    for key in only:
        if key not in known:
            near = matching.closest(key, known)
            raise click.UsageError(f"“{key}” bukan kunci unit. {f'Mungkin maksudnya {near}.' if near else ''}".rstrip())
    return tuple(unit for unit in units if not only or unit.key in only)


def _line(run: UnitRun) -> str:
    if run.skipped:
        return f"{run.unit.key}: tidak berubah"
    said = f": {run.result.said}" if run.result.said and run.result.ending is not Ending.OK else ""
    again = f", {run.attempts} kali dicoba" if run.attempts > 1 else ""
    seconds = f"{run.result.seconds:.1f}".replace(".", ",")
    return f"{run.unit.key}: {ENDING_WORDS[run.result.ending]} ({seconds} detik{again}){said}"


def show_runs(runs: Sequence[UnitRun], roll_up: RollUp, page: Path) -> int:
    """Print the units that failed, those that share a code, the sums, and where the page is; return the exit code."""
    failed = [run for run in runs if run.result.ending is not Ending.OK]
    for run in failed:
        say(f"✗ {_line(run)}")
    show_findings(roll_up.findings)
    skipped = sum(run.skipped for run in runs)
    built = len(runs) - len(failed) - skipped
    if runs:
        say(f"{len(runs)} unit = {built} selesai + {skipped} tidak berubah + {len(failed)} tidak berhasil")
    say(f"Rekap  {outcome_line(roll_up)}")
    say(f"Buka   {page}")
    lacking = any(row.outcome in {UnitOutcome.FAILED, UnitOutcome.MISSING} for row in roll_up.rows)
    return ExitCode.GAPS if failed or lacking else ExitCode.DONE
