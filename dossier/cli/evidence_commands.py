"""`dossier scan`, `dossier match` and `dossier explain`."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import click

from dossier import matching, pipeline, reports, wording
from dossier.cli import choices, review_session
from dossier.cli.doctor import codes_and_paths
from dossier.cli.progress_bars import progress_bar
from dossier.cli.terminal_output import (
    as_json,
    as_of_option,
    folder_workspace,
    ocr_option,
    office_option,
    say,
    show_findings,
    today,
)
from dossier.errors import ExitCode
from dossier.model import Media
from dossier.state import Settings

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from dossier.model import Claim, EvidenceFile, Matching


@click.command()
@as_json
@click.pass_obj
def scan(folder: Path, *, form: str) -> None:
    """Tampilkan isi folder evidence/: jenis, ukuran, dan yang diabaikan beserta alasannya."""
    found = pipeline.scan(folder_workspace(folder), progress_bar)
    if form == "json":
        say(reports.dump_json(reports.scan_json(found)), newline=False)
        return
    for file in found.files:
        media = "?" if file.media is Media.UNKNOWN else file.media.value
        trouble = f"  ! {file.problem}" if file.problem else ""
        say(f"{media:<11} {wording.size_label(file.size):>9}  {file.path}{trouble}")
    for entry in found.ignored:
        say(f"{'diabaikan':<11} {'':>9}  {entry.path}  ({entry.reason})")
    show_findings(found.findings)
    say(f"{len(found.files) + len(found.ignored)} berkas: {len(found.files)} bukti, {len(found.ignored)} diabaikan.")


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
        return review_session.review(workspace, inspection, tuple(inside_evidence(name) for name in names))
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
        serves = any(not claim.fault and (path, claim.place) not in spares for claim in by_path[path])
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
    return f"{claim.indicator}.{claim.requirement}{slot} — {claim.rule.value}: {'; '.join(claim.reasons)}"


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
    workspace = folder_workspace(folder)
    inspection = pipeline.inspect(workspace, ocr=ocr, progress=progress_bar)
    plan = inspection.definition.plan
    is_code = matching.is_code(plan, subject)
    wanted = _claiming(inspection, subject) if is_code else _named(inspection, subject)
    settings = Settings(as_of=as_of or today(), office=office, ocr=ocr)
    inspection, coverage, findings = pipeline.open_some(workspace, inspection, wanted, settings, progress=progress_bar)
    if is_code:
        lines = matching.explain_code(plan, inspection.matching, coverage, subject)
    else:
        lines = matching.explain_file(plan, inspection.matching, inside_evidence(subject), findings, coverage)
    if not is_explained(inspection, subject):
        raise click.UsageError("\n".join(lines))
    say("\n".join(lines))


def is_explained(inspection: pipeline.Inspection, subject: str) -> bool:
    """Return whether there is such a code in the plan or such an entry in the evidence."""
    path = unicodedata.normalize("NFC", inside_evidence(subject))
    return matching.is_known_code(inspection.definition.plan, subject) or path in choices.paths_of(inspection.matching)


def _claiming(inspection: pipeline.Inspection, code: str) -> list[EvidenceFile]:
    """Return the files that claim anything of the indicators that a code stands for."""
    indicators = {indicator.code for indicator in matching.indicators_of(inspection.definition.plan, code)}
    paths = {claim.file.path for claim in inspection.matching.claims if claim.indicator in indicators}
    return [file for file in inspection.scan.files if file.path in paths]


def _named(inspection: pipeline.Inspection, subject: str) -> list[EvidenceFile]:
    wanted = unicodedata.normalize("NFC", inside_evidence(subject))
    return [file for file in inspection.scan.files if file.path == wanted]


def inside_evidence(subject: str) -> str:
    """Return the path as the evidence tree spells it: people paste it with the folder's name in front."""
    return subject.removeprefix("./").removeprefix("evidence/")
