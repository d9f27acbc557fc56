"""`dossier adopt`: coded names for files that have their place; proposes, and renames only when told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier import build, matching
from dossier.cli.bars import progress_bar
from dossier.cli.evidence import inside_evidence
from dossier.cli.options import folder_workspace, ocr_option
from dossier.cli.output import say, say_capped
from dossier.desk import adoption, moving
from dossier.desk.book import PinsBook
from dossier.errors import ExitCode
from dossier.publishing import lock

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.build import Inspection
    from dossier.desk.adoption import Adoption
    from dossier.model import Matching, Pin, Scan
    from dossier.workspace import Workspace


@click.command()
@click.argument("names", metavar="[BERKAS]…", nargs=-1)
@click.option("--apply", "perform", is_flag=True, help="Lakukan usulannya; dicatat di plan/adopsi.jsonl.")
@click.option("--undo", "take_back", is_flag=True, help="Kembalikan nama-nama dari penamaan terakhir.")
@click.option("--dry-run", is_flag=True, help="Hanya tampilkan usulan (ini bawaannya).")
@ocr_option
@click.pass_obj
def adopt(folder: Path, names: tuple[str, ...], *, perform: bool, take_back: bool, dry_run: bool, ocr: bool) -> int:
    """Usulkan nama berkode untuk bukti yang sudah punya tempat, mis. `I.3.1.d 2025-06 Notulen rapat monev ZI.docx`.

    Tanpa --apply tidak ada yang diubah. Nama baru hanya diusulkan bila berkas itu tetap terbaca di tempat yang sama.
    """
    if sum((perform, take_back, dry_run)) > 1:
        raise click.UsageError("Pilih satu saja: --dry-run, --apply, atau --undo.")
    workspace = folder_workspace(folder)
    journal = moving.Journal(workspace.plan_file.parent / moving.FILE_NAME)
    if take_back:
        return undo(workspace, journal)
    if (cut := moving.unfinished(journal)) is not None:
        say("Penamaan terakhir terputus di tengah; diselesaikan dahulu pencatatannya (membatalkan: --undo).")
        conclude(workspace, journal, cut.number, moving.finish(workspace.evidence, cut))
    inspection = build.inspect(workspace, ocr=ocr, progress=progress_bar)
    proposal = proposed(inspection, tuple(inside_evidence(name) for name in names))
    show(proposal)
    if not proposal.moves:
        return ExitCode.DONE
    if not perform:
        say("Belum ada yang diubah. Lakukan dengan: dossier adopt --apply")
        return ExitCode.DONE
    return rename(workspace, journal, proposal)


def proposed(inspection: Inspection, names: tuple[str, ...]) -> Adoption:
    """Return coded names for claimed files."""
    definition = inspection.definition
    matcher = matching.Matcher(definition.plan)

    def rematch(scan: Scan, pins: tuple[Pin, ...]) -> Matching:
        return matcher.match(scan, pins)

    return adoption.propose(definition.plan, inspection.scan, inspection.matching, definition.pins, rematch, only=names)


def show(proposal: Adoption) -> None:
    """Print old and new names, what stays and why."""
    for move in proposal.moves:
        say(f"  {move.file.path}\n    → {move.path}")
    for left in proposal.left:
        say(f"  {left.path}\n    dibiarkan: {left.reason}")
    say(f"{len(proposal.moves)} diusulkan, {len(proposal.kept)} sudah bernama baik, {len(proposal.left)} dibiarkan.")


def rename(workspace: Workspace, journal: moving.Journal, proposal: Adoption) -> int:
    """Rename as proposed and let the pins follow."""
    with lock(workspace.build):
        run, refused = moving.apply(journal, workspace.evidence, proposal.moves)
        conclude(workspace, journal, run.number, {step.old: step.new for step in run.steps})
    say_capped([f"  ! {refusal.path}: {refusal.reason}" for refusal in refused])
    say(f"{len(run.steps)} berkas diganti namanya; kembalikan kapan saja dengan: dossier adopt --undo")
    return ExitCode.DONE if not refused else ExitCode.OUTPUT


def conclude(workspace: Workspace, journal: moving.Journal, number: int, moved: dict[str, str]) -> None:
    """Let the pins follow moved files, then end the run."""
    if moved and workspace.pins_file.is_file():
        plan = build.define(workspace).plan
        PinsBook(path=workspace.pins_file, plan=plan).rename(moved)
    if any(run.number == number for run in journal.runs()):
        journal.add(number, "selesai")


def undo(workspace: Workspace, journal: moving.Journal) -> int:
    """Bring the last names back."""
    run = moving.last_standing(journal)
    if run is None:
        say("Tidak ada penamaan yang dapat dibatalkan.")
        return ExitCode.DONE
    with lock(workspace.build):
        back, refused = moving.undo(journal, workspace.evidence, run)
        moved = {step.new: step.old for step in back}
        if moved and workspace.pins_file.is_file():
            PinsBook(path=workspace.pins_file, plan=build.define(workspace).plan).rename(moved)
    say_capped([f"  ! {refusal.path}: {refusal.reason}" for refusal in refused])
    say(f"{len(back)} berkas kembali ke nama lamanya.")
    return ExitCode.DONE if not refused else ExitCode.OUTPUT
