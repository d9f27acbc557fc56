"""Reads and writes `plan/tahun-lalu.yaml`: what last year's plan still lacked at its end, and what assessors said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier.audit.status import LastYear
from dossier.model import UNDATED, State
from dossier.plan.entries import place_name, place_of, read_entries
from dossier.plan.entries_edit import EntryLayout, changed
from dossier.plan.yaml_fields import Problems, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dossier.audit.status import SlotPlace
    from dossier.model import Finding, Plan, Slot
    from dossier.plan.entries_edit import Identity, Value
    from dossier.plan.yaml_fields import Fields

LAST_YEAR_KEYS = ("format", "tahun_lalu", "indikator", "butir", "slot", "keadaan", "status", "catatan")
_LAST_YEAR_KEYS: Final = LAST_YEAR_KEYS[2:]
LAST_YEAR_LAYOUT: Final = EntryLayout(
    head="""\
# Keadaan bukti pada akhir tahun lalu, ditulis `dossier plan rollover`: yang belum lengkap, dan catatan tim penilai.
# `slot` adalah bulan jatuh tempo tahun lalu. Ditampilkan di samping baris tahun ini yang butirnya sama; hapus isian
# yang sudah tidak perlu diingat.
""",
    number=1,
    key="tahun_lalu",
    identity=("indikator", "butir", "slot"),
    fields=_LAST_YEAR_KEYS,
    name="plan/tahun-lalu.yaml",
)
_SLOT: Final = re.compile(rf"20\d\d-(?:0[1-9]|1[0-2])|{UNDATED}", re.ASCII)  # 2025-04


def last_year_text(entries: Mapping[SlotPlace, LastYear]) -> str:
    """Return the text of a new file with these entries, in the order of their places."""
    fields: dict[Identity, dict[str, Value]] = {
        place: {"keadaan": entry.state.value, "status": entry.status, "catatan": entry.text}
        for place, entry in entries.items()
    }
    return changed("", LAST_YEAR_LAYOUT, fields)


def load_last_year(path: Path, plan: Plan) -> tuple[dict[SlotPlace, tuple[LastYear, ...]], tuple[Finding, ...]]:
    """Read what is remembered of last year, by the place of this year's plan where it is shown.

    An entry belongs to the slot of the same requirement that is due in the same month, else to its first one. A
    missing file has none; places that the plan does not have are warned of.

    Raises:
        PlanError: the file cannot be read; `findings` holds every problem.
    """
    problems = Problems(path)
    slots = {(i.code, r.id): i.slots_of(r) for i in plan.indicators for r in i.requirements}
    found: dict[SlotPlace, tuple[LastYear, ...]] = {}
    seen: set[SlotPlace] = set()
    for fields in read_entries(path, problems, LAST_YEAR_LAYOUT, _LAST_YEAR_KEYS):
        place = place_of(fields)
        if place in seen:
            why = f"Keadaan tahun lalu {place_name(place)} tertulis dua kali."
            fields.error("isian_ganda", fields.line("indikator"), why, "Satukan, lalu hapus salah satunya.")
            continue
        seen.add(place)
        entry = _entry(fields, place[2])
        own = slots.get(place[:2])
        if own:
            here = (*place[:2], _same_month(own, place[2]).key)
            found[here] = (*found.get(here, ()), entry)
        elif own is None and all(place):
            problems.warning(
                "kode_tak_dikenal",
                fields.line("indikator"),
                f"Keadaan tahun lalu {place_name(place)}: butir itu tidak ada dalam rencana.",
                "Pindahkan ke butir yang berlaku sekarang, atau hapus isiannya.",
            )
    problems.stop_on_errors(path, "Keadaan tahun lalu")
    return found, problems.in_reading_order()


def _entry(fields: Fields, slot: str) -> LastYear:
    fields.require("keadaan")
    if slot and not _SLOT.fullmatch(slot):
        fields.error("slot_salah", fields.line("slot"), f"Slot “{slot}” bukan bulan.", "Tulis seperti 2025-04.")
    written = fields.text("keadaan", State.MISSING.value)
    known = [state.value for state in State]
    if written not in known:
        near = nearest(written, known)
        advice = f"Mungkin maksudnya “{near}”." if near else f"Yang dikenal: {', '.join(known)}."
        fields.error("keadaan_salah", fields.line("keadaan"), f"Keadaan “{written}” tidak dikenal.", advice)
        written = State.MISSING.value
    return LastYear(
        slot=slot,
        state=State(written),
        status=fields.raw_text("status").strip(),
        text=fields.raw_text("catatan").strip(),
    )


def _same_month(slots: tuple[Slot, ...], key: str) -> Slot:
    return next((slot for slot in slots if slot.key[-3:] == key[-3:]), slots[0])
