"""`dossier match`, `explain`, and `adopt`, which renames with `--apply` only."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from dossier import pipeline, reports, wording
from dossier.audit import legend
from dossier.cli import options, review_session
from dossier.cli.click_words import Command
from dossier.cli.doctor import codes_and_paths
from dossier.cli.options import as_json, as_of_option, folder_project, folder_workspace, ocr_option, office_option
from dossier.cli.progress_bars import progress_bar
from dossier.cli.terminal_output import say, say_capped, say_lines, show_findings
from dossier.curation import rename_journal
from dossier.errors import ExitCode, UnknownSubjectError
from dossier.state.lease import lock

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from dossier.curation.journal_file import Journal
    from dossier.curation.rename_plan import Adoption
    from dossier.model import Claim, Matching, QuestionClaim
    from dossier.state.workspace import Workspace


@click.command(cls=Command)
@click.argument("names", metavar="[BERKAS]…", nargs=-1, shell_complete=codes_and_paths)
@click.option(
    "--review", is_flag=True, help="Periksa satu per satu yang rancu dan tanpa tempat; keputusan ke plan/pins.yaml."
)
@as_json
@ocr_option
@click.pass_obj
def match(folder: Path, names: tuple[str, ...], *, review: bool, form: str, ocr: bool) -> int:
    """Tampilkan setiap berkas: untuk indikator, butir, dan slot mana, dan mengapa; baik buruknya isi tidak dinilai.

    Dengan --review: BERKAS (atau folder) yang disebut diperiksa juga bila sudah terpasang.
    """
    if review and form == "json":
        raise click.UsageError("--review bertanya di terminal; tidak dapat bersama --format json.")
    if names and not review:
        raise click.UsageError("BERKAS hanya bersama --review; `dossier explain BERKAS` menerangkan satu berkas.")
    workspace = folder_workspace(folder)
    if review:
        review_session.require_terminal()
    inspection = pipeline.inspect(workspace, ocr=ocr, progress=progress_bar)
    if review:
        return review_session.review(workspace, inspection, tuple(pipeline.inside_evidence(name) for name in names))
    show_matching(inspection, form)
    return ExitCode.DONE


def show_matching(inspection: pipeline.Inspection, form: str) -> None:
    """Print every file with its place, or why it has none."""
    result = inspection.matching
    if form == "json":
        say(reports.dump_json(reports.match_json(inspection.scan, result), inspection.definition.whose), newline=False)
        return
    show_claims(result)
    lines = []
    for path, answers in groupby(result.beyond_plan, key=lambda answer: answer.file.path):
        lines.append(f"• {path}")
        lines += [f"    {answer_line(answer)}" for answer in answers]
    lines += [f"• {each.file.path}\n    {each.paper} ({'; '.join(each.reasons)})" for each in result.front]
    for ambiguous in result.ambiguous:
        lines.append(_grouped("ambiguous", ambiguous.file.path, ambiguous.reason))
        lines += [f"    mungkin {claim_line(candidate)}" for candidate in ambiguous.candidates]
    lines += [_grouped("unplaced", unplaced.file.path, unplaced.reason) for unplaced in result.unplaced]
    lines += [_grouped("ignored", entry.path, entry.reason) for entry in result.ignored]
    say_lines(lines)
    show_findings(result.findings)
    say(
        f"{len(result.claimed_paths)} terpasang, {len(result.ambiguous)} rancu, "
        f"{len(result.unplaced)} tanpa tempat, {len(result.ignored)} diabaikan."
    )
    if result.claims:
        say("Ini tempatnya saja; apakah isinya baik, dijawab `dossier gaps` atau `dossier explain BERKAS`.")


def _grouped(group: str, path: str, reason: str) -> str:
    look = legend.GROUPS[group]
    return f"{look.sign} {path}\n    {look.label}: {reason}"


def show_claims(result: Matching) -> None:
    """Print the claimed files with everything they serve."""
    spares = {(each.claim.file.path, each.claim.place): each.serving for each in result.spares}
    by_path: dict[str, list[Claim]] = {}
    for claim in result.claims:
        by_path.setdefault(claim.file.path, []).append(claim)
    lines = []
    for path in sorted(by_path):
        serves = any(claim.fills and (path, claim.place) not in spares for claim in by_path[path])
        lines.append(f"{'•' if serves else '!'} {path}")
        for claim in by_path[path]:
            lines.append(f"    {claim_line(claim)}")
            if claim.fault:
                lines.append(f"      belum mengisi: {claim.fault.text}")
            if serving := spares.get((path, claim.place)):
                lines.append(f"      cadangan menurut namanya; yang dipakai: {serving}, bila isinya baik")
    say_lines(lines)


def answer_line(answer: QuestionClaim) -> str:
    """Return in one line the question of the evaluation sheet that a file beyond the plan answers, and why."""
    return f"{answer.question} (pertanyaan LKE, di luar rencana) — {'; '.join(answer.reasons)}"


def claim_line(claim: Claim) -> str:
    """Return a claim in one line: place, slot, rule, reasons."""
    slot = f" [{wording.month_year(claim.slot)}]" if claim.slot else ""
    asked = f" ({wording.OPEN_REQUIREMENT})" if claim.requirement is None else ""
    return f"{claim.code}{asked}{slot} — {claim.rule.value}: {'; '.join(claim.reasons)}"


@click.command(cls=Command)
@click.argument("subject", metavar="BERKAS|KODE|PERTANYAAN", shell_complete=codes_and_paths)
@as_of_option
@office_option
@ocr_option
@click.pass_obj
def explain(folder: Path, subject: str, *, as_of: dt.date | None, office: str, ocr: bool) -> None:
    """Terangkan mengapa sebuah berkas ada di tempatnya, atau apa yang masih kurang dari sebuah kode.

    PERTANYAAN adalah kunci pertanyaan LKE atau nomor soalnya di portal, mis. A.1.VI.i.b atau "soal 110".

    Berkasnya dibuka, beserta yang lain untuk butir yang sama: yang dikatakan sama dengan `dossier gaps` dan `make`.
    """
    project = folder_project(folder)
    try:
        lines = project.explain(subject, as_of, office=office, ocr=ocr, progress=progress_bar)
    except UnknownSubjectError as error:
        raise click.UsageError(error.message) from error
    say("\n".join(lines))


@click.command(cls=Command)
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
    if not workspace.evidence.is_dir():
        raise pipeline.missing_evidence(workspace)
    journal = pipeline.rename_journal_of(workspace)
    if journal.is_foreign():
        set_aside(workspace, journal, really=perform or take_back)
    if take_back:
        return undo(workspace, journal)
    cut_off(workspace, journal, really=perform)
    inspection = pipeline.inspect(workspace, ocr=ocr, progress=progress_bar)
    paths = tuple(pipeline.inside_evidence(name) for name in names)
    options.require_paths(inspection.matching, paths)
    proposal = pipeline.propose_names(inspection, paths)
    show(proposal)
    if not proposal.moves:
        return ExitCode.DONE
    if not perform:
        say("Belum ada yang diubah. Lakukan dengan: dossier adopt --apply")
        return ExitCode.DONE
    return rename(workspace, journal, proposal)


def set_aside(workspace: Workspace, journal: Journal, *, really: bool) -> None:
    """Say that the journal is of another evidence folder; give it another name when something is to be done."""
    say("plan/adopsi.jsonl mencatat penamaan di folder bukti lain (atau dari dossier versi lama), jadi tidak dipakai.")
    if really:
        with lock(workspace.build):
            say(f"Disisihkan sebagai plan/{journal.put_aside().name}; boleh dihapus bila tidak diperlukan.")


def cut_off(workspace: Workspace, journal: Journal, *, really: bool) -> None:
    """Finish a run that was cut off when something is to be done, else only tell of it."""
    run = rename_journal.unfinished(journal)
    if run is None:
        return
    if not really:
        say("Penamaan terakhir terputus di tengah. Selesaikan: dossier adopt --apply; batalkan: dossier adopt --undo.")
        return
    say("Penamaan terakhir terputus di tengah; diselesaikan dahulu pencatatannya (membatalkan: --undo).")
    with lock(workspace.build):
        moved, refused = rename_journal.finish(workspace.evidence, run)
        pipeline.conclude(workspace, journal, run.number, moved)
    show_refused(refused)


def show(proposal: Adoption) -> None:
    """Print old and new names, what stays and why."""
    for move in proposal.moves:
        say(f"  {move.file.path}\n    → {move.path}")
    for left in proposal.left:
        say(f"  {left.path}\n    dibiarkan: {left.reason}")
    say(f"{len(proposal.moves)} diusulkan, {len(proposal.kept)} sudah bernama baik, {len(proposal.left)} dibiarkan.")


def rename(workspace: Workspace, journal: Journal, proposal: Adoption) -> int:
    """Rename as proposed and let the pins follow."""
    run, refused = pipeline.rename(workspace, journal, proposal.moves)
    show_refused(refused)
    say(f"{len(run.steps)} berkas diganti namanya; kembalikan kapan saja dengan: dossier adopt --undo")
    return ExitCode.DONE if not refused else ExitCode.OUTPUT


def show_refused(refused: tuple[rename_journal.Refusal, ...]) -> None:
    """Print what was left, and why."""
    say_capped([f"  ! {refusal.path}: {refusal.reason}" for refusal in refused])


def undo(workspace: Workspace, journal: Journal) -> int:
    """Bring the last names back."""
    run = rename_journal.last_standing(journal)
    if run is None:
        say("Tidak ada penamaan yang dapat dibatalkan.")
        return ExitCode.DONE
    back, refused = pipeline.undo_rename(workspace, journal, run)
    show_refused(refused)
    say(f"{len(back)} berkas kembali ke nama lamanya.")
    return ExitCode.DONE if not refused else ExitCode.OUTPUT
