"""`dossier plan check` and `dossier plan show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier import matching, pipeline, reports, wording
from dossier.cli.options import as_json, folder_workspace
from dossier.cli.terminal_output import say, show_findings
from dossier.model import Severity
from dossier.plan import plan_json

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Indicator


@click.group()
def plan() -> None:
    """Periksa atau tampilkan rencana aksi."""


@plan.command()
@as_json
@click.pass_obj
def check(folder: Path, *, form: str) -> None:
    """Periksa plan/*.yaml: semua masalah sekaligus, dengan berkas dan barisnya."""
    workspace = folder_workspace(folder)
    definition = pipeline.define(workspace)
    findings = (
        *definition.findings,
        *pipeline.entry_findings(workspace, definition.plan),
        *matching.question_advice(definition.plan),
    )
    if form == "json":
        say(reports.dump_json(reports.findings_json(findings)), newline=False)
        return
    show_findings(findings)
    loaded = definition.plan
    warnings = sum(finding.severity is not Severity.NOTE for finding in findings)
    say(
        f"Rencana terbaca: {len(loaded.areas)} area, {sum(len(area.components) for area in loaded.areas)} komponen, "
        f"{len(loaded.indicators)} indikator; {warnings} peringatan."
    )


@plan.command()
@as_json
@click.pass_obj
def show(folder: Path, *, form: str) -> None:
    """Tampilkan rencana: kode, bukti fisik, dan jatuh tempo tiap indikator."""
    loaded = pipeline.define(folder_workspace(folder)).plan
    if form == "json":
        say(reports.dump_json(plan_json(loaded)), newline=False)
        return
    say(f"{loaded.title} — {loaded.predicate} {loaded.year}")
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
        due = ", ".join(wording.short_date(slot.due) for slot in slots)
        extra = " (opsional)" if requirement.optional else ""
        say(f"        {requirement.id}. {requirement.label}{extra} — {due}")
