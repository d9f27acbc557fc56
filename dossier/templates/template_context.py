"""Builds the values that templates may use under Indonesian names, tables of progress among them. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier import knowledge
from dossier.audit.legend import state_label
from dossier.codes import half_of, unmarked
from dossier.knowledge import sheet
from dossier.model import Finding, Severity, State
from dossier.period_report import PeriodReport, together
from dossier.templates.attendance import attending
from dossier.templates.front_context import handed_over, sent_rows
from dossier.templates.legal_basis import legal_bases
from dossier.templates.placeholders import Control
from dossier.wording import long_date, month_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dossier.letter_text import EditionTotals
    from dossier.model import (
        Area,
        Component,
        Coverage,
        Handover,
        Indicator,
        Meeting,
        Plan,
        Requirement,
        Signatory,
        Slot,
        Unit,
    )
    from dossier.period_report import Due, DueTogether


_UNCHECKED: Final = "belum diperiksa"


@dataclass(frozen=True, slots=True)
class Reported(PeriodReport):
    """What a form reports on, and the day whose state it tells."""

    def day(self) -> str | Control:
        """Return the day whose state is reported, and where it is past, on which day the evidence was looked at.

        Nothing says when a file was filed: what is there is told as of the day on which it was seen.
        """
        if self.coverage is None:
            return Control(prompt="Tanggal pemeriksaan", kind="tanggal")
        looked = long_date(self.coverage.as_of)
        if self.slot is None or self.slot.due is None or self.coverage.as_of <= self.slot.due:
            return looked
        return f"{long_date(self.slot.due)} (menurut bukti yang ada pada {looked})"


def monitored_areas(plan: Plan, reported: Reported) -> tuple[dict[str, object], ...]:
    """Return, by area, the indicators of which something is reported, with the state of each thing asked for."""
    areas: list[dict[str, object]] = []
    for area in plan.areas:
        rows = [row for i in area.indicators if (row := _row(i, reported)) is not None]
        if rows:
            areas.append({"nomor": area.code, "judul": area.title, "indikator": tuple(rows)})
    return tuple(areas)


def summary_of(plan: Plan, reported: Reported) -> dict[str, object]:
    """Return how many of the things reported are in each state, as text, in all and by area.

    They are the things that the lines of `monitored_areas` name, so that a form adds up; `indikator` counts those of
    the whole plan.
    """
    by_area = {a.code: _states(due for i in a.indicators for due in reported.of(i)) for a in plan.areas}
    totals = Counter[State]()
    for counted in by_area.values():
        totals.update(counted)
    rows = ({"nomor": area.code, "judul": area.title, **_figures(by_area[area.code])} for area in plan.areas)
    return {
        **_figures(totals),
        "indikator": str(len(plan.indicators)),
        "tanggal": reported.day(),
        "area": tuple(rows),
    }


def own_evidence(subject: Subject, reported: Reported) -> dict[str, object]:
    """Return what is reported of the paper's own indicator, but for the paper itself, as lines and counts.

    Nothing is said where nothing is asked for, or nobody has looked.
    """
    own = subject.requirement.id if subject.requirement else None
    key = subject.slot.key if subject.slot else None
    found = [
        due
        for due in (reported.of(subject.indicator) if subject.indicator else ())
        if due.covered is not None and (due.requirement.id, due.slot.key) != (own, key)
    ]
    present = _states(found)[State.PRESENT]
    return {
        "bukti": tuple(map(_line, together(found))),
        "diminta": str(len(found)),
        "ada": str(present),
    }


def team_rows(plan: Plan, unit: Unit) -> tuple[dict[str, object], ...]:
    """Return the team: the members that the profile names with a `kedudukan`, or the usual seats to be filled."""
    named = [dict(m) for m in unit.members if dict(m).get("kedudukan")]
    if named:
        return _grouped([_seat(n, m["kedudukan"], m.get("tugas", ""), m) for n, m in enumerate(named, start=1)], plan)
    rows: list[dict[str, object]] = []
    second = unit.certifier
    leaders = (unit.leader, second)
    for index, row in enumerate(knowledge.rows("tugas_tim.csv")):
        leader = leaders[index] if index < len(leaders) else None
        person = {"nama": leader.name, "jabatan": running_case(leader.office, unit)} if leader else {}
        rows.append(_seat(len(rows) + 1, row["kedudukan"], row["tugas"], person))
    # One seat an area of change: its pemenuhan and its reform rows are the work of the same people.
    for code in dict.fromkeys(unmarked(area.code) for area in plan.areas if half_of(area.code) != sheet.HASIL):
        duty = f"Melaksanakan rencana aksi dan menghimpun bukti area {code}."
        rows.append(_seat(len(rows) + 1, f"Koordinator Area {code}", duty, {}))
        rows.append(_seat(len(rows) + 1, f"Anggota Area {code}", "Membantu koordinator area.", {}))
    return _grouped(rows, plan)


def _grouped(seats: Sequence[dict[str, object]], plan: Plan) -> tuple[dict[str, object], ...]:
    """Return the seats with `kelompok`: the area on the first seat of each area, as decrees group their annex."""
    titles = {unmarked(area.code): area.title for area in reversed(plan.areas)}
    rows, before = [], ""
    for seat in seats:
        found = _SEAT_OF_AREA.search(str(seat["kedudukan"]))
        area = found[1] if found else ""
        heading = " – ".join(part for part in (f"Area {area}", titles.get(area, "")) if part) if area else ""
        rows.append({**seat, "kelompok": heading if area != before else ""})
        before = area
    return tuple(rows)


def running_case(office: str, unit: Unit) -> str:
    """Return an office as it stands in a sentence: "Kepala BPS Kota Contoh" for one in capitals.

    What the unit's own names write in capitals stays so: those are abbreviations.
    """
    if office != office.upper():
        return office
    kept = {word for word in f"{unit.name} {unit.short_name} {unit.secretariat}".split() if word.isupper()}
    return " ".join(word if word in kept else word.capitalize() for word in office.split())


def _seat(number: int, seat: str, duty: str, person: dict[str, str]) -> dict[str, object]:
    return {
        "nomor": str(number),
        "kedudukan": seat,
        "tugas": duty,
        "nip": person.get("nip", ""),
        "nama": person.get("nama") or Control(prompt=f"Nama {seat}"),
        "jabatan": person.get("jabatan") or Control(prompt=f"Jabatan {seat}"),
    }


def _row(indicator: Indicator, reported: Reported) -> dict[str, object] | None:
    found = reported.of(indicator)
    if not found:
        return None
    open_things = any(due.covered is not None and due.covered.state is not State.PRESENT for due in found)
    return {
        "kode": indicator.code,
        "pernyataan": indicator.statement,
        "langkah_aksi": indicator.steps,
        "target_waktu": indicator.schedule.text,
        "bukti": "\n".join(map(_line, together(found))),
        "selesai": "" if reported.coverage is None else ("belum" if open_things else "selesai"),
    }


def _line(due: DueTogether) -> str:
    return due.line(_UNCHECKED if due.state is None else state_label(due.state))


def _states(things: Iterable[Due]) -> Counter[State]:
    return Counter(due.covered.state for due in things if due.covered is not None)


def _figures(counted: Mapping[State, int]) -> dict[str, str]:
    return {state.value: str(counted.get(state, 0)) for state in State} | {"jumlah": str(sum(counted.values()))}


_SEAT_OF_AREA: Final = re.compile(r"\bArea ([A-Z0-9]+)\b", re.ASCII)  # "Koordinator Area IV"
_UNKNOWN: Final = re.compile(r"\[(.+)\]|\((.+)\)", re.DOTALL)  # "[Alamat kantor: isi di plan/unit.yaml]"

NAMES: Final = (
    *("unit", "pimpinan", "penanda_surat", "pengesah", "ketua", "sekretaris"),
    *("rencana", "indikator", "butir", "periode", "anggota", "tim", "area", "monev", "ringkasan"),
    *("mengingat", "salinan", "kop_alamat", "bagian", "rapat", "lampiran", "serah"),
)
"""Every name that a template can use, beside the functions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a paper is about; a paper that no requirement asks for has only a plan and a unit.

    `area` and `component` are those of an indicator that stands for a question of the evaluation sheet; an indicator of
    the plan is looked up there.
    `is_copy` makes a decree the certified copy of one that is signed (*salinan*); `shows_logo` says that there is a
    logo to show. `label` is the paper's name where it is not that of the requirement; `meeting` the one that it is of;
    `edition` the dossier that a letter goes with, `handover` how it was handed over.
    """

    plan: Plan
    unit: Unit
    coverage: Coverage | None = None
    indicator: Indicator | None = None
    requirement: Requirement | None = None
    slot: Slot | None = None
    area: Area | None = None
    component: Component | None = None
    is_copy: bool = False
    shows_logo: bool = False
    label: str = ""
    meeting: Meeting | None = None
    edition: EditionTotals | None = None
    handover: Handover | None = None

    @property
    def day(self) -> dt.date:
        """The day by which its legal basis is chosen: when it falls due, else the first day of the plan's year."""
        due = self.slot.due if self.slot else None
        return due or dt.date(self.plan.year, 1, 1)


def build_context(subject: Subject) -> dict[str, object]:
    """Return the values of all `NAMES`; what is unknown is a control."""
    plan, unit = subject.plan, subject.unit
    people = attending(subject.meeting, unit)
    reported = Reported(subject.coverage, subject.slot, subject.indicator)
    return {
        "unit": _unit(unit, shows_logo=subject.shows_logo),
        **_officials(unit),
        "rencana": {
            "judul": plan.title,
            "tahun": str(plan.year),
            "tahun_lalu": str(plan.year - 1),
            "predikat": plan.predicate or Control(prompt="Predikat: WBK atau WBBM"),
            "dasar": known(plan.basis, "Keputusan yang menetapkan rencana aksi"),
        },
        "indikator": _indicator(subject),
        "butir": _requirement(subject),
        "periode": _period(subject) | own_evidence(subject, reported),
        "anggota": tuple(_member(number, dict(member)) for number, member in enumerate(people, start=1)),
        "tim": team_rows(plan, unit),
        "area": tuple({"nomor": a.code, "judul": a.title} for a in plan.areas),
        "monev": monitored_areas(plan, reported),
        "ringkasan": summary_of(plan, reported),
        "mengingat": legal_bases(unit, subject.day),
        "salinan": subject.is_copy,
        "kop_alamat": True,
        "rapat": subject.meeting is not None,
        "lampiran": tuple(sent_rows(plan, subject.edition)),
        "serah": handed_over(subject.handover, subject.edition),
    }


def profile_findings(unit: Unit) -> tuple[Finding, ...]:
    """Return a warning for each thing that the unit's profile leaves open on papers, naming the key to fill."""
    findings = []
    if unit.leader is None:
        findings.append(_gap("Profil unit tidak menyebut siapa yang memimpin.", "penanda_tangan → peran: kepala"))
    findings += [
        _gap(f"Profil unit belum menyebut NIP «{each.role}».", f"nip (tanda - bila {each.role} tidak ber-NIP)")
        for each in unit.signatories
        if each.has_nip and not each.nip
    ]
    values = (("alamat", unit.address), ("tempat", unit.place), ("nama", unit.name))
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


def _unit(unit: Unit, *, shows_logo: bool) -> dict[str, object]:
    name = known(unit.name, "Nama instansi")
    leader = unit.leader
    head = running_case(leader.office, unit) if leader and leader.office else ""
    return {
        "nama": name,
        "nama_singkat": known(unit.short_name, "Nama singkat instansi"),
        "sekretariat": known(unit.secretariat, "Nama sekretariat") if unit.secretariat.strip() else name,
        "tempat": known(unit.place, "Kota"),
        "alamat": known(unit.address, "Alamat kantor"),
        "kop": unit.letterhead or (known(unit.name.upper(), "Nama instansi"),),
        "laman": unit.website,
        "surel": unit.email,
        "telepon": unit.phone,
        "keputusan": known(unit.decree_organ or head, "Jabatan atau lembaga yang menetapkan keputusan"),
        "rapat_penetapan": unit.decree_meeting,
        "letak_logo": unit.logo_place if shows_logo else "",
    }


def _officials(unit: Unit) -> dict[str, object]:
    """Return who leads, who signs letters, who certifies copies; `ketua` and `sekretaris` as older templates say it."""
    leader, letters = unit.leader, unit.letter_signatory
    return {
        "pimpinan": _signatory(unit, leader, "pimpinan"),
        "penanda_surat": _signatory(unit, letters, "penanda tangan surat"),
        "pengesah": _signatory(unit, unit.certifier, "pengesah salinan"),
        "ketua": _signatory(unit, unit.signatory("ketua") or leader, "pimpinan"),
        "sekretaris": _signatory(unit, unit.signatory("sekretaris") or letters, "penanda tangan surat"),
    }


def _signatory(unit: Unit, who: Signatory | None, title: str) -> dict[str, object]:
    """Return what a paper prints of someone who signs; `title` says in prompts who that is."""
    written = who.office if who else ""
    role = who.role.replace("_", " ").capitalize() if who else ""
    office = known(written or (f"{role} {unit.name}" if role and unit.name else ""), f"Jabatan {title}")
    nip: str | Control = ""
    if who is None or who.has_nip:
        nip = known(who.nip if who else "", f"NIP {title}")
    return {
        "peran": role,
        "jabatan": office,
        "jabatan_biasa": running_case(office, unit) if isinstance(office, str) else office,
        "nama": known(who.name if who else "", f"Nama {title}"),
        "nip": nip,
    }


def _member(number: int, member: dict[str, str]) -> dict[str, object]:
    keys = ("nama", "nip", "jabatan", "pangkat", "golongan", "unit", "kedudukan", "tugas", "pendidikan")
    return {"nomor": str(number), **{key: member.get(key, "") for key in keys}, **member}


def _indicator(subject: Subject) -> dict[str, object]:
    indicator = subject.indicator
    found = ((a, c) for a in subject.plan.areas for c in a.components if indicator in c.indicators)
    area, component = next(found, (subject.area, subject.component))
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
    label: object = subject.label or (requirement.label if requirement else Control(prompt="Pokok naskah"))
    return {"nama": label, "jenis": str(requirement.kind) if requirement else "", "kode": code}


def _period(subject: Subject) -> dict[str, object]:
    slot, year = subject.slot, subject.plan.year
    if slot is None:
        return {"nama": f"Tahun {year}", "bulan": "", "tahun": str(year), "mulai": "", "tenggat": "", "kunci": ""}
    if slot.due is None:
        return {"nama": f"Tahun {year}", "bulan": "", "tahun": str(year), "mulai": "", "tenggat": "", "kunci": slot.key}
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
