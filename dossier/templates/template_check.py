"""Checks all templates by rendering them with a sample in which everything is known."""

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
from dossier.templates.docx_template import FaultyTemplateError, compile_template, fill
from dossier.templates.rendering import fault_findings
from dossier.templates.template_context import NAMES, Subject, build_context
from dossier.templates.template_library import PACKAGED, TemplateInfo, discover, packaged_folder, part_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_YEAR: Final = 2025


def check_templates(workspace_templates: Path | None, *, own_only: bool = False) -> tuple[Finding, ...]:
    """Render every template with a sample; return what is wrong, each with template, place in Word, and remedy.

    Args:
        workspace_templates: The unit's folder of templates, or None.
        own_only: Leave out those that come with the package.
    """
    found = (each for each in discover(workspace_templates) if not own_only or each.source != PACKAGED)
    shared = part_files(packaged_folder(), workspace_templates)
    # What is wrong with a shared part is wrong with every template that it stands in: it is told once.
    told = dict.fromkeys(finding for template in found for finding in check_template(template, shared))
    return tuple(told)


def check_template(template: TemplateInfo, shared: Mapping[str, Path]) -> tuple[Finding, ...]:
    """Render one template with a sample and return what is wrong with it.

    Args:
        template: the template.
        shared: shared parts by name, from `part_files`.
    """
    try:
        compiled = compile_template(template.path, NAMES, shared)
        plain, other = (
            fill(compiled, build_context(dataclasses.replace(sample_subject(), is_copy=other, shows_logo=other)))
            for other in (False, True)
        )
    except FaultyTemplateError as error:
        return fault_findings(template, error)
    unreached = fault_findings(template, FaultyTemplateError(set(plain.unreached) & set(other.unreached)))
    findings = [dataclasses.replace(f, severity=Severity.WARNING, code="templat_perulangan") for f in unreached]
    if not (template.serves or template.kind):
        findings.append(_unsaid(template))
    return tuple(findings)


def sample_subject() -> Subject:
    """Return a plan, a unit and a coverage in which every list has entries and every value is known."""
    slot = Slot(label="Februari", start=dt.date(_YEAR, 2, 1), due=dt.date(_YEAR, 2, 28))
    requirement = Requirement(id="a", label="Undangan rapat", kind=DocKind.UNDANGAN)
    beside = Requirement(id="b", label="Notulen rapat", kind=DocKind.NOTULEN)
    indicator = Indicator(
        code="I.1.1",
        statement="Contoh indikator",
        steps="Contoh langkah aksi",
        evidence_text="Undangan rapat",
        schedule=Schedule(text="Februari", slots=(slot,)),
        requirements=(requirement, beside),
    )
    component = Component(code="I.1", title="Contoh komponen", indicators=(indicator,))
    plan = Plan(
        title="Rencana Aksi Contoh",
        year=_YEAR,
        predicate="WBK",
        basis="Keputusan Contoh Nomor 1",
        areas=(Area(code="I", title="Contoh area", components=(component,)),),
    )
    covered = (
        SlotCoverage(indicator="I.1.1", requirement=each, slot=slot, state=State.MISSING)
        for each in (requirement, beside)
    )
    coverage = Coverage(as_of=dt.date(_YEAR, 3, 1), slots=tuple(covered))
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
            Signatory(role="kepala", office="KEPALA INSTANSI CONTOH", name="Pegawai Dua", nip="000000000000000002"),
            Signatory(role="sekretaris", office="Sekretaris", name="Pegawai Tiga", nip="000000000000000003"),
        ),
        members=(tuple(zip(keys, values, strict=True)),),
        decree_meeting="rapat contoh",
        logo_place="kiri",
    )


def _unsaid(template: TemplateInfo) -> Finding:
    return Finding(
        code="templat_tanpa_jenis",
        severity=Severity.WARNING,
        subject=template.name,
        text="Templat ini tidak menyebut jenis naskahnya, jadi tidak dipilih untuk butir mana pun.",
        advice="Isi Tag di Word (File ► Info): «jenis: undangan; versi: 1». Atau tulis «templat:» pada butir rencana.",
        path=str(template.path),
    )
