"""Reads and writes `tindak-lanjut.yaml`: person in charge and follow-up of a slot, as staff wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.audit.status import StaffNote
from dossier.plan.entries import changed_text, place_name, place_of, places_of, read_entries
from dossier.plan.entries_edit import EntryLayout
from dossier.plan.yaml_fields import Problems

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dossier.audit.status import SlotPlace
    from dossier.model import Finding, Plan
    from dossier.plan.entries_edit import Identity, Value
    from dossier.plan.yaml_fields import Fields

NOTE_KEYS = (
    "format",
    "isian",
    "indikator",
    "butir",
    "slot",
    "penanggung_jawab",
    "tindak_lanjut",
    "penanggung_jawab_lain",
    "tindak_lanjut_lain",
)
_ENTRY_KEYS: Final = NOTE_KEYS[2:]

LAYOUT: Final = EntryLayout(
    head="""\
# Penanggung jawab dan tindak lanjut, satu isian tiap butir dan slot. Diambil dari buku kerja build/kesenjangan.xlsx
# oleh setiap perintah yang membacanya; boleh disunting di sini. Isian buku kerja yang berbeda dari isian di sini, bila
# keduanya diubah, dicatat sebagai …_lain: pilih salah satunya, lalu hapus baris …_lain itu.
""",
    number=1,
    key="isian",
    identity=("indikator", "butir", "slot"),
    fields=_ENTRY_KEYS,
    name="plan/tindak-lanjut.yaml",
)


def read_notes(path: Path, problems: Problems | None = None) -> dict[SlotPlace, StaffNote]:
    """Read the notes of every place, those that the plan does not have too; a missing file has none.

    Raises:
        PlanError: the file cannot be read; `findings` holds every problem.
    """
    return {place: note for place, (note, _) in _read(path, problems or Problems(path)).items()}


def load_notes(path: Path, plan: Plan) -> tuple[dict[SlotPlace, StaffNote], tuple[Finding, ...]]:
    """Read the notes of the plan's places; warn of other places and of entries that contradict each other.

    Raises:
        PlanError: the file cannot be read; `findings` holds every problem.
    """
    problems = Problems(path)
    places = places_of(plan)
    found = {}
    for place, (note, fields) in _read(path, problems).items():
        if place in places:
            found[place] = note
            _warn_of_contradictions(place, note, fields)
        elif note != StaffNote():
            problems.warning(
                "kode_tak_dikenal",
                fields.line("indikator"),
                f"Isian untuk {place_name(place)}: tempat itu tidak ada dalam rencana.",
                "Pindahkan ke butir yang berlaku sekarang, atau hapus isiannya.",
            )
    return found, problems.in_reading_order()


def _read(path: Path, problems: Problems) -> dict[SlotPlace, tuple[StaffNote, Fields]]:
    found: dict[SlotPlace, tuple[StaffNote, Fields]] = {}
    for fields in read_entries(path, problems, LAYOUT, _ENTRY_KEYS):
        place = place_of(fields)
        if place in found:
            why = f"Isian untuk {place_name(place)} tertulis dua kali."
            fields.error("isian_ganda", fields.line("indikator"), why, "Satukan, lalu hapus salah satunya.")
            continue
        note = StaffNote(
            person=fields.raw_text("penanggung_jawab").strip(),
            follow_up=fields.raw_text("tindak_lanjut").strip(),
            other_persons=tuple(node.raw.strip() for node in fields.text_nodes("penanggung_jawab_lain")),
            other_follow_ups=tuple(node.raw.strip() for node in fields.text_nodes("tindak_lanjut_lain")),
        )
        found[place] = (note, fields)
    problems.stop_on_errors(path, "Isian penanggung jawab dan tindak lanjut")
    return found


def _warn_of_contradictions(place: SlotPlace, note: StaffNote, fields: Fields) -> None:
    for key, own, others in (
        ("penanggung_jawab", note.person, note.other_persons),
        ("tindak_lanjut", note.follow_up, note.other_follow_ups),
    ):
        if others:
            words = ", ".join(f"“{other}”" for other in others)
            fields.problems.warning(
                "isian_bertentangan",
                fields.line(f"{key}_lain"),
                f"{key.replace('_', ' ').capitalize()} {place_name(place)} tertulis “{own}”, di buku kerja {words}.",
                f"Pilih satu sebagai {key}, lalu hapus {key}_lain.",
            )


def notes_text(path: Path, before: Mapping[SlotPlace, StaffNote], after: Mapping[SlotPlace, StaffNote]) -> str:
    """Return the file's text with every note that differs from `before` set; all else stays as it is written.

    Raises:
        PlanError: the file is written in a way that cannot be changed safely.
        OutputError: it would be too large.
    """
    wanted: dict[Identity, dict[str, Value]] = {}
    for place, note in after.items():
        old, new = _values(before.get(place, StaffNote())), _values(note)
        if old != new:
            wanted[place] = {key: new[key] for key in new if new[key] != old[key]}
    return changed_text(path, LAYOUT, wanted)


def _values(note: StaffNote) -> dict[str, Value]:
    return {
        "penanggung_jawab": note.person,
        "tindak_lanjut": note.follow_up,
        "penanggung_jawab_lain": note.other_persons,
        "tindak_lanjut_lain": note.other_follow_ups,
    }
