"""Builds the values that templates may use: plan, unit, coverage and request under Indonesian names. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.model import Finding, Severity
from dossier.templates.placeholders import Control
from dossier.templates.progress_tables import Reported, monitored_areas, running_case, summary_of, team_rows
from dossier.wording import long_date, month_year

if TYPE_CHECKING:
    from dossier.model import Coverage, Indicator, Plan, Requirement, Slot, Unit

_UNKNOWN: Final = re.compile(r"\[(.+)\]|\((.+)\)", re.DOTALL)  # "[Alamat kantor: isi di plan/unit.yaml]"

NAMES: Final = (
    *("unit", "ketua", "sekretaris", "rencana", "indikator", "butir", "periode"),
    *("anggota", "tim", "area", "monev", "ringkasan"),
)
"""Every name that a template can use, beside the functions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a paper is about; a paper that no requirement asks for has only a plan and a unit."""

    plan: Plan
    unit: Unit
    coverage: Coverage | None = None
    indicator: Indicator | None = None
    requirement: Requirement | None = None
    slot: Slot | None = None


def build_context(subject: Subject) -> dict[str, object]:
    """Return the values of all `NAMES`; what is unknown is a control."""
    plan, unit = subject.plan, subject.unit
    reported = Reported(subject.coverage, subject.slot, subject.indicator)
    return {
        "unit": _unit(unit),
        "ketua": _signatory(unit, "ketua", "Ketua"),
        "sekretaris": _signatory(unit, "sekretaris", "Sekretaris"),
        "rencana": {
            "judul": plan.title,
            "tahun": str(plan.year),
            "tahun_lalu": str(plan.year - 1),
            "predikat": plan.predicate,
            "dasar": plan.basis,
        },
        "indikator": _indicator(subject),
        "butir": _requirement(subject),
        "periode": _period(subject),
        "anggota": tuple(_member(number, dict(member)) for number, member in enumerate(unit.members, start=1)),
        "tim": team_rows(plan, unit),
        "area": tuple({"nomor": a.code, "judul": a.title} for a in plan.areas),
        "monev": monitored_areas(plan, reported),
        "ringkasan": summary_of(plan, reported),
    }


def profile_findings(unit: Unit) -> tuple[Finding, ...]:
    """Return a warning for each thing that the unit's profile leaves open on papers, naming the key to fill."""
    findings = [
        _gap(f"Profil unit tidak menyebut penanda tangan dengan peran «{role}».", f"penanda_tangan → peran: {role}")
        for role in ("ketua", "sekretaris")
        if unit.signatory(role) is None
    ]
    values = (("alamat", unit.address), ("tempat", unit.place), ("nama", unit.name), ("sekretariat", unit.secretariat))
    findings += [
        _gap(f"Profil unit belum menyebut «{key}».", key)
        for key, value in values
        if not value.strip() or _UNKNOWN.fullmatch(value.strip())
    ]
    return tuple(findings)


def known(value: str, prompt: str) -> str | Control:
    """Return a value, or a place to fill when it is empty or only says in brackets what should be there."""
    text = value.strip()
    return text if text and not _UNKNOWN.fullmatch(text) else Control(prompt=prompt)


def _gap(text: str, key: str) -> Finding:
    return Finding(
        code="profil_kurang",
        severity=Severity.WARNING,
        subject="unit",
        text=f"{text} Tempatnya pada setiap naskah menjadi isian.",
        advice=f"Tambahkan «{key}» di plan/unit.yaml.",
        path="plan/unit.yaml",
    )


def _unit(unit: Unit) -> dict[str, object]:
    return {
        "nama": known(unit.name, "Nama instansi"),
        "nama_singkat": known(unit.short_name, "Nama singkat instansi"),
        "sekretariat": known(unit.secretariat, "Nama sekretariat"),
        "tempat": known(unit.place, "Kota"),
        "alamat": known(unit.address, "Alamat kantor"),
        "kop": unit.letterhead or (known(unit.name.upper(), "Nama instansi"),),
        "laman": unit.website,
        "surel": unit.email,
        "telepon": unit.phone,
    }


def _signatory(unit: Unit, role: str, title: str) -> dict[str, object]:
    who = unit.signatory(role)
    office = (who.office if who else "") or f"{title} {unit.name}"
    name, nip = (who.name, who.nip) if who else ("", Control(prompt=f"NIP {title}"))
    return {
        "jabatan": office,
        "jabatan_biasa": running_case(office, unit),
        "nama": known(name, f"Nama {title}"),
        "nip": nip,
    }


def _member(number: int, member: dict[str, str]) -> dict[str, object]:
    keys = ("nama", "nip", "jabatan", "pangkat", "golongan", "unit", "kedudukan", "tugas", "pendidikan")
    return {"nomor": str(number), **{key: member.get(key, "") for key in keys}, **member}


def _indicator(subject: Subject) -> dict[str, object]:
    indicator = subject.indicator
    component = next((c for a in subject.plan.areas for c in a.components if indicator in c.indicators), None)
    area = next((a for a in subject.plan.areas if component in a.components), None)
    return {
        "kode": indicator.code if indicator else "",
        "area": area.title if area else "",
        "nomor_area": area.code if area else "",
        "komponen": component.title if component else "",
        "pernyataan": indicator.statement if indicator else Control(prompt="Indikator"),
        "langkah_aksi": indicator.steps if indicator else Control(prompt="Langkah aksi"),
        "bukti_fisik": indicator.evidence_text if indicator else "",
        "target_waktu": indicator.schedule.text if indicator else "",
    }


def _requirement(subject: Subject) -> dict[str, object]:
    requirement, indicator = subject.requirement, subject.indicator
    code = f"{indicator.code}.{requirement.id}" if indicator and requirement else ""
    label: object = requirement.label if requirement else Control(prompt="Pokok naskah")
    return {"nama": label, "jenis": str(requirement.kind) if requirement else "", "kode": code}


def _period(subject: Subject) -> dict[str, object]:
    slot, year = subject.slot, subject.plan.year
    if slot is None:
        return {"nama": f"Tahun {year}", "bulan": "", "tahun": str(year), "mulai": "", "tenggat": "", "kunci": ""}
    month = month_year(slot.key)
    first = month_year(f"{slot.start:%Y-%m}")
    name = month if first == month else f"{first.removesuffix(f' {slot.due.year}')} – {month}"
    return {
        "nama": name,
        "bulan": month.rpartition(" ")[0],
        "tahun": f"{slot.due.year}",
        "mulai": long_date(slot.start),
        "tenggat": long_date(slot.due),
        "kunci": slot.key,
    }
