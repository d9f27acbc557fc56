"""`dossier gaps`, `dossier compare` and `dossier import-remarks`."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from dossier import pipeline, reports, wording
from dossier.audit.beyond_plan import NOTHING_BEYOND
from dossier.audit.selection import Selection, persons_of, selected
from dossier.cli import options
from dossier.cli.click_words import Command
from dossier.cli.options import as_json, as_of_option, folder_project, folder_workspace, ocr_option, office_option
from dossier.cli.progress_bars import progress_bar
from dossier.cli.terminal_output import complain, is_quiet, say, show_findings
from dossier.errors import ExitCode, OutputError
from dossier.model import State
from dossier.state import files
from dossier.state.files import cannot_write

if TYPE_CHECKING:
    import datetime as dt

    from dossier.audit.assessment import Assessment
    from dossier.audit.status import Status
    from dossier.pipeline import Imported


WHOLE_FILES = {
    "xlsx": "kesenjangan.xlsx",
    "pdf": "kesenjangan.pdf",
    "ics": "kesenjangan.ics",
    "lembar": "lembar-tugas.pdf",
}
"""Forms that no terminal shows, each with an example of the name of its file."""
ORDERED_FORMS = ("table", "json", "csv")
"""Forms that may be in another order than that of urgency or of the plan."""
MOST_BYTES = 8_000_000
"""Size of an earlier calendar that is read."""
GAP_STATES = (State.MISSING, State.FAULTY, State.UNCONFIRMED)


class KeptRows(TypedDict):
    """The options that choose rows, as `Selection` has them."""

    persons: tuple[str, ...]
    codes: tuple[str, ...]
    months: tuple[str, ...]


@click.command(cls=Command)
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "html", "pesan", "xlsx", "pdf", "lembar", "ics"]),
    default="table",
    show_default=True,
    help="Bentuk keluaran; html adalah halaman luring, pesan teks siap kirim tiap orang, lembar cetakan selembar tiap "
    "orang (PDF); xlsx, pdf, lembar, dan ics (kalender) ditulis ke berkas (-o).",
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="BERKAS",
    help="Tulis ke berkas ini, bukan ke layar.",
)
@click.option(
    "--orang",
    "persons",
    multiple=True,
    metavar="NAMA",
    help="Hanya yang menjadi tanggung jawabnya (boleh diulang; - untuk yang belum ada penanggung jawabnya).",
)
@click.option("--area", "codes", multiple=True, metavar="KODE", help="Hanya area, komponen, atau indikator ini.")
@click.option("--bulan", "months", multiple=True, metavar="BULAN", help="Hanya yang jatuh tempo bulan ini: 2025-04.")
@click.option("--strict", is_flag=True, help="Keluar dengan kode 3 bila masih ada kesenjangan.")
@click.option(
    "--urut",
    "order",
    type=click.Choice(["desakan", "poin"]),
    default="desakan",
    show_default=True,
    help="Urutan: yang paling mendesak dulu, atau yang paling banyak poin LKE-nya (table, json, csv).",
)
@office_option
@ocr_option
@click.pass_obj
def gaps(
    folder: Path,
    *,
    as_of: dt.date | None,
    form: str,
    target: Path | None,
    strict: bool,
    order: str,
    office: str,
    ocr: bool,
    **kept: Unpack[KeptRows],
) -> int:
    """Daftar bukti fisik yang belum ada, bermasalah, atau perlu dikonfirmasi."""
    project = folder_project(folder)
    workspace = project.workspace
    require_target(form, target, workspace.evidence)
    by_points = order == "poin"
    if by_points and form not in ORDERED_FORMS:
        raise click.UsageError(f"--urut poin tidak berlaku untuk bentuk {form}; pakai {', '.join(ORDERED_FORMS)}.")
    selection = Selection(**kept)
    assessment = project.assess(as_of, office=office, ocr=ocr, progress=progress_bar)
    if selection:  # what has no row in the plan is nobody's, of no area of it and due in no month
        assessment = replace(assessment, status=chosen(assessment, selection), beyond=NOTHING_BEYOND)
    for line in () if is_quiet() else assessment.told:
        complain(f"{line}.")  # to standard error: the list itself may go to a program
    beside = target.absolute().parent if target else Path.cwd()
    evidence = os.path.relpath(workspace.evidence, beside)
    if target is not None and form in WHOLE_FILES:
        write(target, pipeline.gap_file(assessment, form, evidence, calendar_at(target) if form == "ics" else b""))
    else:
        text = gap_text(assessment, form, evidence, by_points=by_points)
        if target is None:
            say(text, newline=False)
        else:
            write(target, text.encode("utf-8", "backslashreplace"))
    return ExitCode.GAPS if strict and has_gaps(assessment) else ExitCode.DONE


def require_target(form: str, target: Path | None, evidence: Path) -> None:
    """Refuse a file inside the evidence folder, and a form that no terminal shows without a file to write it to."""
    if target is not None and target.resolve().is_relative_to(evidence.resolve()):
        raise OutputError(
            f"Tidak menulis ke dalam folder bukti: {target}",
            path=target,
            hint="Sebut berkas di folder lain sesudah -o.",
        )
    if form in WHOLE_FILES and target is None:
        raise click.UsageError(f"Bentuk {form} ditulis ke berkas: sebut berkasnya, misalnya -o {WHOLE_FILES[form]}.")


def write(target: Path, data: bytes) -> None:
    """Write the gap list to a file, whole or not at all.

    Raises:
        OutputError: It cannot be written.
    """
    try:
        files.write(target.resolve(), data, durable=True)
    except OSError as error:
        hint = "Sebut berkas di folder yang dapat ditulis, sesudah -o."
        raise cannot_write(
            error, f"Tidak dapat menulis {target}: {wording.system_reason(error)}", path=target, hint=hint
        ) from error


def gap_text(assessment: Assessment, form: str, evidence: str, *, by_points: bool = False) -> str:
    """Return the gap list in the form asked for; `evidence` leads from it to the evidence folder."""
    view = assessment.status.by_points() if by_points else assessment.status
    if form == "html":
        return reports.page_html(pipeline.page_source(assessment, evidence=evidence))
    if form == "pesan":
        return pipeline.handout_text(assessment)
    if form == "json":
        return reports.dump_json(reports.gaps_json(view, assessment.beyond), assessment.whose)
    if form == "csv":
        return reports.gaps_csv(view)
    return reports.gap_table(view, assessment.beyond, by_points=by_points)


def has_gaps(assessment: Assessment) -> bool:
    """Whether anything that is due by now is missing, faulty or unconfirmed."""
    return any(row.state in GAP_STATES for row in assessment.status.rows)


def chosen(assessment: Assessment, selection: Selection) -> Status:
    """Return the rows asked for; a person, code or month that the plan does not know is refused with the nearest."""
    options.require_codes(assessment.plan, selection.codes)
    for month in selection.months:
        options.require_period(assessment.plan, month)
    options.require_persons(persons_of(assessment.status), selection.persons)
    return selected(assessment.status, selection)


def calendar_at(target: Path) -> bytes:
    """Return the calendar that the new one replaces and whose done entries it cancels; nothing where there is none."""
    try:
        return target.read_bytes() if target.is_file() and target.stat().st_size <= MOST_BYTES else b""
    except OSError:
        return b""


@click.command(cls=Command)
@click.argument("old", metavar="LAMA", type=click.Path(path_type=Path))
@click.argument("new", metavar="BARU", type=click.Path(path_type=Path))
@as_json
def compare(*, old: Path, new: Path, form: str) -> None:
    """Bandingkan dua hasil susunan: folder build/ atau kesenjangan.json-nya."""
    found = reports.compare(edition(old), edition(new))
    say(
        reports.dump_json(reports.compare_json(found), found.new.whose)
        if form == "json"
        else reports.compare_text(found),
        newline=False,
    )


def edition(path: Path) -> reports.GapListSnapshot:
    """Return the edition in a build folder or a `kesenjangan.json`.

    Raises:
        OutputError: There is none, or it is something else.
    """
    file = path / "kesenjangan.json" if path.is_dir() else path
    hint = "Sebut folder build/ atau berkas kesenjangan.json di dalamnya."
    try:
        return reports.read_edition(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise OutputError(f"Tidak dapat dibaca: {file}", path=file, hint=hint) from error
    except ValueError as error:
        raise OutputError(f"Bukan daftar kesenjangan: {file}", path=file, hint=hint) from error


@click.command("import-remarks", cls=Command)
@click.argument("file", metavar="BERKAS.xlsx", type=click.Path(path_type=Path))
@click.option("--oleh", "by", metavar="NAMA", default="", help="Siapa yang mengisinya (bawaan: nama berkasnya).")
@click.option("--dry-run", is_flag=True, help="Periksa saja; tidak menulis apa pun.")
@click.pass_obj
def import_remarks(folder: Path, *, file: Path, by: str, dry_run: bool) -> None:
    """Ambil Status TPI dan Catatan TPI dari buku kerja yang diisi seorang penilai ke plan/catatan-tpi.yaml.

    Catatan penilai lain tidak diganti; yang berbeda ditampilkan berdampingan.
    """
    workspace = folder_workspace(folder)
    if not file.is_file():
        raise OutputError(f"Buku kerja tidak ada: {file}", path=file, hint="Periksa nama dan foldernya.")
    plan = pipeline.define(workspace).plan
    if not dry_run:
        for line in pipeline.take_in(workspace).told:
            say(f"{line}.")
    imported = pipeline.import_remarks(workspace, plan, file, by=by, dry_run=dry_run)
    show_findings(imported.findings)
    report(imported)
    for line in imported.told:
        say(f"{line}; `dossier build` memuatnya dalam dossier.")


def report(imported: Imported) -> None:
    """Print what was read and what of it is new."""
    for (code, requirement, slot), remark, mark in imported.said:
        say(f"{mark} {code}.{requirement} ({slot})  {remark.status or '–'}: {remark.text or '–'}")
    for (code, requirement, slot), remark in imported.replaced:
        say(f"  diganti: {code}.{requirement} ({slot})  {remark.source}: {remark.status or '–'}: {remark.text or '–'}")
    total = len(imported.said)
    if not total:
        say("Tidak ada Status TPI atau Catatan TPI yang terisi di buku kerja ini.")
        return
    known = sum(1 for *_, mark in imported.said if mark == "=")
    beside = sum(1 for *_, mark in imported.said if mark == "≠")
    say(f"{total} catatan terbaca, {total - known - beside} baru atau berubah, {known} sudah ada.")
    if beside:
        say(
            f"{beside} berbeda dari catatan terdahulu dari berkas bernama sama; keduanya disimpan. "
            "Sebut penilainya dengan --oleh NAMA."
        )
