"""`dossier plan`, `dossier templates` and `dossier render`: what is asked for, and the papers made for it."""

from __future__ import annotations

import os
import re
from collections import Counter
from typing import TYPE_CHECKING

import click

from dossier import matching, pipeline, reports, wording
from dossier import templates as documents
from dossier.cli import options
from dossier.cli.click_words import Command, Group
from dossier.cli.doctor import codes as completing_codes
from dossier.cli.exchange_commands import export, rollover
from dossier.cli.import_command import import_
from dossier.cli.options import as_json, as_of_option, folder_project, folder_workspace, office_option
from dossier.cli.progress_bars import progress_bar
from dossier.cli.terminal_output import VERBOSE, say, show_findings
from dossier.errors import ExitCode
from dossier.model import Severity
from dossier.plan import plan_json

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from dossier.model import Indicator
    from dossier.pipeline.definition import FolderCheck
    from dossier.state.workspace import Workspace
    from dossier.templates import RenderResult, TemplateInfo


@click.group(cls=Group)
def plan() -> None:
    """Periksa atau tampilkan rencana aksi."""


@plan.command()
@as_json
@click.pass_obj
def check(folder: Path, *, form: str) -> int:
    """Periksa folder plan/ dan templat milik unit: semua masalah sekaligus, dengan berkas dan barisnya."""
    checked = pipeline.check(folder_workspace(folder))
    defined = checked.definition
    loaded = defined.plan if defined else None
    advice = (*matching.question_advice(loaded), *matching.wording_advice(loaded)) if loaded else ()
    findings = (*checked.findings, *advice)
    code = exit_code_of(checked)
    if form == "json":
        say(reports.dump_json(reports.findings_json(findings), defined.whose if defined else None), newline=False)
        return code
    if checked.error is not None:
        # Said as every command says it, which stops at the same error: all findings, then the remedy.
        raise checked.error
    show_findings(findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    if loaded:
        components = sum(len(area.components) for area in loaded.areas)
        say(
            f"Rencana terbaca: {len(loaded.areas)} area, {components} komponen, "
            f"{len(loaded.indicators)} indikator; {warnings} peringatan."
        )
    return code


def exit_code_of(checked: FolderCheck) -> ExitCode:
    """Return 10 where the plan cannot be used, 11 where a template of the unit is faulty."""
    if checked.error is not None:
        return ExitCode.PLAN
    faulty = any(finding.severity is Severity.ERROR for finding in checked.findings)
    return ExitCode.TEMPLATE if faulty else ExitCode.DONE


@plan.command()
@as_json
@click.pass_obj
def show(folder: Path, *, form: str) -> None:
    """Tampilkan rencana: kode, bukti fisik, dan jatuh tempo tiap indikator."""
    defined = pipeline.define(folder_workspace(folder))
    loaded = defined.plan
    if form == "json":
        say(reports.dump_json(plan_json(loaded), defined.whose), newline=False)
        return
    say(f"{loaded.title} — {loaded.aim} {loaded.year}")
    for area in loaded.areas:
        say(f"\n{area.code}. {area.title}")
        for component in area.components:
            say(f"  {component.code} {component.title}")
            for indicator in component.indicators:
                show_indicator(indicator)


def show_indicator(indicator: Indicator) -> None:
    """Print one indicator: what is asked for and when."""
    say(f"    {indicator.code} {indicator.statement}")
    for requirement in indicator.requirements:
        slots = indicator.slots_of(requirement)
        due = ", ".join(wording.short_date(slot.due) if slot.due else slot.label for slot in slots)
        extra = " (opsional)" if requirement.optional else ""
        say(f"        {requirement.id}. {requirement.label}{extra} — {due}")


plan.add_command(export)
plan.add_command(import_)
plan.add_command(rollover)

MOST_LISTED = 6
"""Papers, kinds of paper and prompts that a report names one by one."""
REPEATED = re.compile(r" \(\d+ tempat\)$")  # "Nomor surat (2 tempat)"


@click.group(cls=Group, invoke_without_command=True)
@click.pass_context
def templates(context: click.Context) -> None:
    """Tampilkan atau periksa templat Word."""
    if context.invoked_subcommand is None:
        context.invoke(list_)


@templates.command("list")
@as_json
@click.pass_obj
def list_(folder: Path, *, form: str = "table") -> None:
    """Tampilkan setiap templat: untuk jenis bukti apa, dari mana, dan isiannya."""
    found = documents.list_templates(folder_workspace(folder).templates)
    if form == "json":
        shapes = [template_shape(template) for template in found]
        shape = {"schema": "dossier.templates/1", "templates": shapes}
        say(reports.dump_json(shape, pipeline.owner_of(folder_workspace(folder))), newline=False)
        return
    for template in found:
        say(f"{template.name}  ({template.source}, versi {template.version or '–'})")
        say(f"    {template.title}; untuk: {', '.join(map(str, template.serves)) or 'dibuat dengan namanya saja'}")
        say(f"    isian: {', '.join(template.fields) or '–'}")
    say(f"{len(found)} templat.")


def template_shape(template: TemplateInfo) -> dict[str, object]:
    """Return one template as it stands in `dossier.templates/1`."""
    return {
        "name": template.name,
        "title": template.title,
        "kind": template.kind,
        "serves": [str(serves) for serves in template.serves],
        "version": template.version,
        "source": template.source,
        "fields": list(template.fields),
    }


@templates.command("check")
@click.pass_obj
def check_all(folder: Path) -> int:
    """Isi setiap templat dengan data contoh dan laporkan semua kesalahannya."""
    workspace = folder_workspace(folder)
    findings = documents.check_templates(workspace.templates)
    show_findings(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if errors:
        say(f"{errors} kesalahan pada templat.")
        return ExitCode.TEMPLATE
    say(f"{len(documents.list_templates(workspace.templates))} templat diperiksa, tidak ada kesalahan.")
    return ExitCode.DONE


@click.command(cls=Command)
@click.argument("codes", metavar="[KODE]…", nargs=-1, shell_complete=completing_codes)
@click.option("--missing", is_flag=True, help="Hanya yang menurut daftar kesenjangan belum ada.")
@click.option("--period", metavar="TAHUN-BULAN", help="Hanya yang jatuh tempo pada bulan ini, mis. 2025-04.")
@click.option("--templat", "template", metavar="NAMA", help="Buat satu naskah dari templat ini, mis. surat-pengantar.")
@click.option("--salinan", "as_copy", is_flag=True, help="Keputusan sebagai salinan, bukan asli untuk ditandatangani.")
@as_of_option
@office_option
@click.pass_obj
def render(
    folder: Path,
    codes: tuple[str, ...],
    *,
    missing: bool,
    period: str | None,
    template: str | None,
    as_copy: bool,
    as_of: dt.date | None,
    office: str,
) -> None:
    """Buat berkas Word di naskah/ untuk bukti yang masih harus disusun; yang sudah disunting tidak ditimpa.

    KODE membatasi: area (I), komponen (I.3), indikator (I.3.1), atau butir (I.3.1.a); boleh juga pertanyaan LKE, mis.
    A.2.V.ii.a: bila rencana tidak punya barisnya, yang dibuat ialah naskah yang biasanya diminta penilai.
    """
    project = folder_project(folder)
    workspace = project.workspace
    require_known(workspace, codes, period, template)
    for line in pipeline.carry_drafts(workspace):
        say(f"{line}.")
    assessment = project.assess(as_of, office=office, progress=progress_bar)
    for line in assessment.told:
        say(f"{line}.")
    try:
        result = project.render(assessment, codes, missing=missing, period=period, template=template, as_copy=as_copy)
    except documents.RenderError as error:
        show_papers(error.result, workspace.papers)
        raise
    show_papers(result, workspace.papers)


def require_known(workspace: Workspace, codes: tuple[str, ...], period: str | None, template: str | None) -> None:
    """Refuse what the plan and the templates do not have, before anything takes time."""
    plan = pipeline.define(workspace).plan
    options.require_codes(plan, codes)
    if period is not None:
        options.require_period(plan, period)
    if template is not None:
        names = [each.name for each in documents.list_templates(workspace.templates)]
        options.require_template(template, names)


def show_papers(result: RenderResult, folder: Path) -> None:
    """Print what was written, what a person should know, and what is still to be filled in.

    Of many papers and prompts it prints how many there are of each kind; `-v` prints every one.
    """
    every = len(result.papers) <= MOST_LISTED or bool(click.get_current_context().meta.get(VERBOSE))
    for paper in result.papers if every else ():
        say(f"✓ {paper.path.name}")
    show_findings(result.findings)
    prompts = Counter(REPEATED.sub("", prompt) for paper in result.papers for prompt in paper.open_prompts)
    ranked = sorted(prompts.items(), key=lambda item: (-item[1], item[0]))
    if ranked and every:
        say("Yang masih harus diisi di Word (jumlah naskah):")
        for prompt, papers in ranked:
            say(f"    {papers:>4}  {prompt}")
    elif ranked:
        most = ", ".join(f"{prompt} ({papers})" for prompt, papers in ranked[:MOST_LISTED])
        say(f"Yang masih harus diisi di Word, terbanyak: {most}.")
    place = os.path.relpath(folder)
    if every:
        say(f"{len(result.papers)} naskah di {place}.")
        return
    made = Counter(paper.template for paper in result.papers)
    kinds = sorted(made.items(), key=lambda item: (-item[1], item[0]))
    listed = ", ".join(f"{name} {number}" for name, number in kinds[:MOST_LISTED])
    rest = f", dan {len(kinds) - MOST_LISTED} jenis lain" if len(kinds) > MOST_LISTED else ""
    say(f"{len(result.papers)} naskah di {place}: {listed}{rest}. Satu per satu: `dossier -v render`.")
