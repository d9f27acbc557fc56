"""Renders all templates with a sample context, and reports what has to be mended in Word."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Final

from dossier.model import (
    Area,
    Component,
    Coverage,
    DocKind,
    Finding,
    Indicator,
    Plan,
    Requirement,
    Schedule,
    Severity,
    Signatory,
    Slot,
    SlotCoverage,
    State,
    Unit,
)
from dossier.templates.docx_template import FaultyTemplateError, compile_template, fill, read_tags
from dossier.templates.rendering import fault_findings
from dossier.templates.template_context import NAMES, Subject, build_context
from dossier.templates.template_library import discover

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.templates.template_library import TemplateInfo

_YEAR: Final = 2025


def list_templates(workspace_templates: Path | None) -> tuple[TemplateInfo, ...]:
    """Return every template with the names that it uses, the unit's own in place of packaged ones of the same name."""
    return tuple(_with_fields(t) for t in discover(workspace_templates))


def check_templates(workspace_templates: Path | None) -> tuple[Finding, ...]:
    """Render every template with a sample; return what is wrong, each with template, place in Word, and remedy."""
    return tuple(finding for template in discover(workspace_templates) for finding in check_template(template))


def check_template(template: TemplateInfo) -> tuple[Finding, ...]:
    """Render one template with a sample and return what is wrong with it."""
    try:
        filled = fill(compile_template(template.path, NAMES), build_context(sample_subject()))
    except FaultyTemplateError as error:
        return fault_findings(template, error)
    unreached = fault_findings(template, FaultyTemplateError(filled.unreached))
    findings = [dataclasses.replace(f, severity=Severity.WARNING, code="templat_perulangan") for f in unreached]
    if not (template.serves or template.kind):
        findings.append(_unsaid(template))
    return tuple(findings)


def sample_subject() -> Subject:
    """Return a plan, a unit and a coverage in which every list has entries and every value is known."""
    slot = Slot(label="Februari", start=dt.date(_YEAR, 2, 1), due=dt.date(_YEAR, 2, 28))
    requirement = Requirement(id="a", label="Undangan rapat", kind=DocKind.UNDANGAN)
    indicator = Indicator(
        code="I.1.1",
        statement="Contoh indikator",
        steps="Contoh langkah aksi",
        evidence_text="Undangan rapat",
        schedule=Schedule(text="Februari", slots=(slot,)),
        requirements=(requirement,),
    )
    component = Component(code="I.1", title="Contoh komponen", indicators=(indicator,))
    plan = Plan(
        title="Rencana Aksi Contoh",
        year=_YEAR,
        predicate="WBK",
        basis="Keputusan Contoh Nomor 1",
        areas=(Area(code="I", title="Contoh area", components=(component,)),),
    )
    covered = SlotCoverage(indicator="I.1.1", requirement=requirement, slot=slot, state=State.MISSING)
    coverage = Coverage(as_of=dt.date(_YEAR, 3, 1), slots=(covered,))
    return Subject(
        plan=plan, unit=_sample_unit(), coverage=coverage, indicator=indicator, requirement=requirement, slot=slot
    )


def _sample_unit() -> Unit:
    keys = ("nama", "nip", "jabatan", "pangkat", "kedudukan", "tugas")
    values = ("Pegawai Satu", "000000000000000001", "Pelaksana", "Penata Muda", "Anggota", "Contoh tugas")
    return Unit(
        name="Instansi Contoh",
        short_name="Instansi",
        secretariat="Sekretariat Instansi Contoh",
        place="Jambi",
        address="Jalan Contoh Nomor 1",
        letterhead=("INSTANSI CONTOH", "PROVINSI CONTOH"),
        website="contoh.go.id",
        email="kantor@contoh.go.id",
        phone="0741-000000",
        signatories=(
            Signatory(role="ketua", office="KETUA INSTANSI CONTOH", name="Pegawai Dua"),
            Signatory(role="sekretaris", office="Sekretaris", name="Pegawai Tiga"),
        ),
        members=(tuple(zip(keys, values, strict=True)),),
    )


def _with_fields(template: TemplateInfo) -> TemplateInfo:
    fields = {field for tag in read_tags(template.path) for field in tag.meaning.fields}
    return dataclasses.replace(template, fields=tuple(sorted(f for f in fields if f.partition(".")[0] in NAMES)))


def _unsaid(template: TemplateInfo) -> Finding:
    return Finding(
        code="templat_tanpa_jenis",
        severity=Severity.WARNING,
        subject=template.name,
        text="Templat ini tidak menyebut jenis naskahnya, jadi tidak dipilih untuk butir mana pun.",
        advice="Isi Tag di Word (File ► Info): «jenis: undangan; versi: 1». Atau tulis «templat:» pada butir rencana.",
        path=str(template.path),
    )
