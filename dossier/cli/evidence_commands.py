"""`dossier match` and `dossier explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier import pipeline, reports, wording
from dossier.cli import review_session
from dossier.cli.doctor import codes_and_paths
from dossier.cli.options import as_json, as_of_option, folder_workspace, ocr_option, office_option
from dossier.cli.progress_bars import progress_bar
from dossier.cli.terminal_output import say, show_findings
from dossier.errors import ExitCode, UnknownSubjectError
from dossier.project import Project

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from dossier.model import Claim, Matching


@click.command()
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
        say(reports.dump_json(reports.match_json(inspection.scan, result)), newline=False)
        return
    show_claims(result)
    for ambiguous in result.ambiguous:
        say(f"? {ambiguous.file.path}\n    rancu: {ambiguous.reason}")
        for candidate in ambiguous.candidates:
            say(f"    mungkin {claim_line(candidate)}")
    for unplaced in result.unplaced:
        say(f"✗ {unplaced.file.path}\n    tanpa tempat: {unplaced.reason}")
    for entry in result.ignored:
        say(f"– {entry.path}\n    diabaikan: {entry.reason}")
    show_findings(result.findings)
    say(
        f"{len(result.claimed_paths)} terpasang, {len(result.ambiguous)} rancu, "
        f"{len(result.unplaced)} tanpa tempat, {len(result.ignored)} diabaikan."
    )
    if result.claims:
        say("Ini tempatnya saja; apakah isinya baik, dijawab `dossier gaps` atau `dossier explain BERKAS`.")


def show_claims(result: Matching) -> None:
    """Print the claimed files with everything they serve."""
    spares = {(each.claim.file.path, each.claim.place): each.serving for each in result.spares}
    by_path: dict[str, list[Claim]] = {}
    for claim in result.claims:
        by_path.setdefault(claim.file.path, []).append(claim)
    for path in sorted(by_path):
        serves = any(claim.fills and (path, claim.place) not in spares for claim in by_path[path])
        say(f"{'•' if serves else '!'} {path}")
        for claim in by_path[path]:
            say(f"    {claim_line(claim)}")
            if claim.fault:
                say(f"      belum mengisi: {claim.fault.text}")
            if serving := spares.get((path, claim.place)):
                say(f"      cadangan menurut namanya; yang dipakai: {serving}, bila isinya baik")


def claim_line(claim: Claim) -> str:
    """Return a claim in one line: place, slot, rule, reasons."""
    slot = f" [{wording.month_year(claim.slot)}]" if claim.slot else ""
    asked = f" ({wording.OPEN_REQUIREMENT})" if claim.requirement is None else ""
    return f"{claim.code}{asked}{slot} — {claim.rule.value}: {'; '.join(claim.reasons)}"


@click.command()
@click.argument("subject", metavar="BERKAS|KODE", shell_complete=codes_and_paths)
@as_of_option
@office_option
@ocr_option
@click.pass_obj
def explain(folder: Path, subject: str, *, as_of: dt.date | None, office: str, ocr: bool) -> None:
    """Terangkan mengapa sebuah berkas ada di tempatnya, atau apa yang masih kurang dari sebuah kode.

    Berkasnya dibuka, beserta yang lain untuk butir yang sama: yang dikatakan sama dengan `dossier gaps` dan `make`.
    """
    project = Project.at(folder)
    try:
        lines = project.explain(subject, as_of, office=office, ocr=ocr, progress=progress_bar)
    except UnknownSubjectError as error:
        raise click.UsageError(error.message) from error
    say("\n".join(lines))
