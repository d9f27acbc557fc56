"""Tables that papers print from plan and coverage: the monitoring sheet's rows, the totals, the team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.documents.controls import Control
from dossier.model import State
from dossier.wording import long_date, short_date, state_label

if TYPE_CHECKING:
    import datetime as dt

    from dossier.model import Coverage, Indicator, Plan, Requirement, Slot, SlotCoverage, Unit

_UNCHECKED: Final = "belum diperiksa"
_OPEN_STATES: Final = (State.MISSING, State.FAULTY, State.UNCONFIRMED)

_TEAM_DUTIES: Final = (
    ("Pengarah", "Memberi arahan dan kebijakan pembangunan Zona Integritas."),
    ("Penanggung Jawab", "Bertanggung jawab atas pelaksanaan pembangunan Zona Integritas."),
    ("Ketua Tim", "Memimpin pelaksanaan rencana aksi dan melaporkan hasilnya secara berkala."),
    ("Sekretaris Tim", "Menyiapkan rapat, naskah, dan dokumentasi bukti pelaksanaan rencana aksi."),
)


def monitored_areas(
    plan: Plan, coverage: Coverage | None, slot: Slot | None, own: Indicator | None
) -> tuple[dict[str, object], ...]:
    """Return, by area, the indicators due in a period, with the state of each thing that they ask for.

    The period runs from the day after the previous due date of the sheet's own indicator to its due date; what was
    due earlier and is still open is listed too. Without a period all indicators are listed.
    """
    start = _previous_due(slot, own)
    areas: list[dict[str, object]] = []
    for area in plan.areas:
        rows = [row for i in area.indicators if (row := _row(i, coverage, slot, start)) is not None]
        if rows:
            areas.append({"nomor": area.code, "judul": area.title, "indikator": tuple(rows)})
    return tuple(areas)


def summary_of(plan: Plan, coverage: Coverage | None) -> dict[str, object]:
    """Return how many things are in each state, as text."""
    totals = coverage.summary() if coverage else dict.fromkeys(State, 0)
    counted = {state.value: str(totals[state]) for state in State}
    return {
        **counted,
        "jumlah": str(sum(totals.values())),
        "indikator": str(len(plan.indicators)),
        "tanggal": long_date(coverage.as_of) if coverage else Control(prompt="Tanggal pemeriksaan", kind="tanggal"),
        "area": tuple(_area_totals(plan, coverage)),
    }


def team_rows(plan: Plan, unit: Unit) -> tuple[dict[str, object], ...]:
    """Return the team: the members that the profile names with a `kedudukan`, or the usual seats to be filled."""
    named = [dict(m) for m in unit.members if dict(m).get("kedudukan")]
    if named:
        return tuple(_seat(n, m["kedudukan"], m.get("tugas", ""), m) for n, m in enumerate(named, start=1))
    rows: list[dict[str, object]] = []
    leaders = (unit.signatory("ketua"), unit.signatory("sekretaris"))
    for index, (seat, duty) in enumerate(_TEAM_DUTIES):
        leader = leaders[index] if index < len(leaders) else None
        person = {"nama": leader.name, "jabatan": running_case(leader.office, unit)} if leader else {}
        rows.append(_seat(len(rows) + 1, seat, duty, person))
    for area in plan.areas:
        duty = f"Melaksanakan rencana aksi dan menghimpun bukti area {area.code}."
        rows.append(_seat(len(rows) + 1, f"Koordinator Area {area.code}", duty, {}))
    return tuple(rows)


def running_case(office: str, unit: Unit) -> str:
    """Return an office as it stands in a sentence: "Ketua KPU Provinsi Jambi" for one in capitals.

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


def _previous_due(slot: Slot | None, own: Indicator | None) -> dt.date | None:
    if slot is None or own is None:
        return None
    return max((s.due for s in own.schedule.slots if s.due < slot.due), default=None)


def _row(
    indicator: Indicator, coverage: Coverage | None, slot: Slot | None, start: dt.date | None
) -> dict[str, object] | None:
    lines: list[str] = []
    open_things = 0
    for requirement in indicator.requirements:
        for due, covered in _due_things(indicator, requirement, coverage):
            inside = slot is None or (due.due <= slot.due and (start is None or due.due > start))
            late = slot is not None and due.due <= slot.due and covered is not None and covered.state in _OPEN_STATES
            if inside or late:
                state = state_label(covered.state) if covered else _UNCHECKED
                open_things += covered is not None and covered.state is not State.PRESENT
                lines.append(f"{requirement.label} ({short_date(due.due)}): {state}")
    if not lines:
        return None
    return {
        "kode": indicator.code,
        "pernyataan": indicator.statement,
        "langkah_aksi": indicator.steps,
        "target_waktu": indicator.schedule.text,
        "bukti": "\n".join(lines),
        "selesai": "" if coverage is None else ("belum" if open_things else "selesai"),
    }


def _due_things(
    indicator: Indicator, requirement: Requirement, coverage: Coverage | None
) -> list[tuple[Slot, SlotCoverage | None]]:
    if coverage is None:
        return [(s, None) for s in indicator.slots_of(requirement)]
    return [
        (c.slot, c) for c in coverage.of_indicator(indicator.code) if c.requirement.id == requirement.id and c.counts
    ]


def _area_totals(plan: Plan, coverage: Coverage | None) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for area in plan.areas:
        counted = [s for i in area.indicators for s in (coverage.of_indicator(i.code) if coverage else ()) if s.counts]
        totals = {state.value: str(sum(s.state is state for s in counted)) for state in State}
        rows.append({"nomor": area.code, "judul": area.title, "jumlah": str(len(counted)), **totals})
    return rows
