"""Reads and writes entries by place: `tindak-lanjut.yaml` (staff) and `catatan-tpi.yaml` (assessors, each by name)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from dossier.audit.status import AssessorNote, StaffNote
from dossier.errors import OutputError
from dossier.plan.entries_edit import EntryLayout, changed
from dossier.plan.yaml_fields import Fields, Problems, listed
from dossier.plan.yaml_tree import Items, Table, read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dossier.audit.status import Fingerprints, SlotPlace
    from dossier.model import Finding, Plan
    from dossier.plan.entries_edit import Identity, Value


MAX_BYTES: Final = 8_000_000
"""Largest list of entries; a plan of 71 indicators with a remark on each slot is below 500,000 bytes."""
FORMAT_KEY: Final = "format"


def read_entries(path: Path, problems: Problems, layout: EntryLayout, keys: tuple[str, ...]) -> list[Fields]:
    """Return the entries of a file, each as fields; a missing file has none.

    A file may also be a bare list, as earlier versions wrote it. One whose format is newer than ours is an error.
    """
    if not path.exists() and not path.is_symlink():
        return []
    root = read_document(path, problems, limit=MAX_BYTES)
    if isinstance(root, Table):
        head = Fields(root, (FORMAT_KEY, layout.key), problems)
        if _is_newer(head, layout):
            return []
        root = Items(head.items(layout.key), root.line)
    below = "di bawahnya."
    advice = f"Tulis “{layout.key}:”, lalu “- indikator: …” {below}", f"Tulis “- indikator: …” lalu “butir: …” {below}"
    return listed(root, problems, keys, advice)


def _is_newer(head: Fields, layout: EntryLayout) -> bool:
    number = head.text(FORMAT_KEY, str(layout.number))
    if number.isascii() and number.isdigit() and len(number) < len("1000000"):
        if int(number) <= layout.number:
            return False
        head.problems.findings.clear()  # what else a newer format may hold is no mistake
        head.error(
            "format_lebih_baru",
            head.line(FORMAT_KEY),
            f"Berkas ini ditulis oleh dossier yang lebih baru (format {number}; yang dipahami sampai {layout.number}).",
            "Perbarui dossier di komputer ini, lalu ulangi. Berkasnya tidak diubah.",
        )
        return True
    head.error("jenis_isian", head.line(FORMAT_KEY), f"Format “{number}” bukan angka.", f"Tulis {layout.number}.")
    return True


def place_of(fields: Fields) -> SlotPlace:
    """Return the place that an entry is about; missing keys are findings."""
    fields.require("indikator", "butir", "slot")
    return fields.text("indikator"), fields.text("butir"), fields.text("slot")


def places_of(plan: Plan) -> set[SlotPlace]:
    """Return every place that a plan has."""
    return {(i.code, r.id, s.key) for i in plan.indicators for r in i.requirements for s in i.slots_of(r)}


def place_name(place: SlotPlace) -> str:
    """Return "I.3.1.a (2025-02)"."""
    return f"{place[0]}.{place[1]} ({place[2]})"


def changed_text(path: Path, layout: EntryLayout, wanted: Mapping[Identity, Mapping[str, Value]]) -> str:
    """Return what the file at `path` says with these fields set.

    Raises:
        PlanError: it is written in a way that cannot be changed safely.
        OutputError: it would be larger than what is read again.
    """
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    text = changed(before, layout, wanted)
    if len(text.encode("utf-8")) > MAX_BYTES:
        raise OutputError(
            f"{layout.name} akan lebih besar dari {MAX_BYTES // 1_000_000} MB; tidak ada yang ditulis.",
            path=path,
            hint="Hapus isian lama yang sudah tidak berlaku dari berkas itu, atau pendekkan isian di buku kerja.",
        )
    return text


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
_NOTE_KEYS: Final = NOTE_KEYS[2:]

NOTE_LAYOUT: Final = EntryLayout(
    head="""\
# Penanggung jawab dan tindak lanjut, satu isian tiap butir dan slot. Diambil dari buku kerja build/kesenjangan.xlsx
# oleh setiap perintah yang membacanya; boleh disunting di sini. Isian buku kerja yang berbeda dari isian di sini, bila
# keduanya diubah, dicatat sebagai …_lain: pilih salah satunya, lalu hapus baris …_lain itu.
""",
    number=1,
    key="isian",
    identity=("indikator", "butir", "slot"),
    fields=_NOTE_KEYS,
    name="plan/tindak-lanjut.yaml",
)


def read_notes(path: Path, problems: Problems | None = None) -> dict[SlotPlace, StaffNote]:
    """Read the notes of every place, those that the plan does not have too; a missing file has none.

    Raises:
        PlanError: the file cannot be read; `findings` holds every problem.
    """
    return {place: note for place, (note, _) in _read_notes(path, problems or Problems(path)).items()}


def load_notes(path: Path, plan: Plan) -> tuple[dict[SlotPlace, StaffNote], tuple[Finding, ...]]:
    """Read the notes of the plan's places; warn of other places and of entries that contradict each other.

    Raises:
        PlanError: the file cannot be read; `findings` holds every problem.
    """
    problems = Problems(path)
    places = places_of(plan)
    found = {}
    for place, (note, fields) in _read_notes(path, problems).items():
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


def _read_notes(path: Path, problems: Problems) -> dict[SlotPlace, tuple[StaffNote, Fields]]:
    found: dict[SlotPlace, tuple[StaffNote, Fields]] = {}
    for fields in read_entries(path, problems, NOTE_LAYOUT, _NOTE_KEYS):
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
        old, new = _note_values(before.get(place, StaffNote())), _note_values(note)
        if old != new:
            wanted[place] = {key: new[key] for key in new if new[key] != old[key]}
    return changed_text(path, NOTE_LAYOUT, wanted)


def _note_values(note: StaffNote) -> dict[str, Value]:
    return {
        "penanggung_jawab": note.person,
        "tindak_lanjut": note.follow_up,
        "penanggung_jawab_lain": note.other_persons,
        "tindak_lanjut_lain": note.other_follow_ups,
    }


REMARK_KEYS = ("format", "indikator", "butir", "slot", "oleh", "berkas", "status", "catatan", "dilihat")
_REMARK_KEYS: Final = REMARK_KEYS[1:]
Remarks = dict["SlotPlace", tuple[AssessorNote, ...]]

REMARK_LAYOUT: Final = EntryLayout(
    head="""\
# Catatan tim penilai (TPI), satu isian tiap butir, slot, dan penilai. Ditulis oleh `dossier import-remarks BERKAS.xlsx`
# dan dari buku kerja build/kesenjangan.xlsx; boleh disunting, dan hapus yang sudah tidak berlaku. Berkas yang dilihat
# penilai tercatat dengan sidiknya (SHA-256), supaya dossier berikutnya dapat menyebut apa yang baru, diganti, atau
# ditarik. Bila dossier Anda menolak “format” di bawah ini, dossier itu versi lama: perbarui.
""",
    number=2,
    key="catatan",
    identity=("indikator", "butir", "slot", "oleh", "berkas"),
    fields=_REMARK_KEYS,
    name="plan/catatan-tpi.yaml",
)


def read_remarks(path: Path) -> Remarks:
    """Read the remarks on every place, those that the plan does not have too; a missing file has none.

    Raises:
        PlanError: the file cannot be read; `findings` holds every problem.
    """
    found: Remarks = {}
    for place, remark, _ in _read_remarks(path, Problems(path)):
        found[place] = (*found.get(place, ()), remark)
    return found


def load_remarks(path: Path, plan: Plan) -> tuple[Remarks, tuple[Finding, ...]]:
    """Read the remarks on the plan's places; warn of other places and of statuses that contradict each other.

    Raises:
        PlanError: the file cannot be read; `findings` holds every problem.
    """
    problems = Problems(path)
    places = places_of(plan)
    found: Remarks = {}
    lines: dict[SlotPlace, int] = {}
    for place, remark, fields in _read_remarks(path, problems):
        if place in places:
            found[place] = (*found.get(place, ()), remark)
            lines.setdefault(place, fields.line("indikator"))
            continue
        problems.warning(
            "kode_tak_dikenal",
            fields.line("indikator"),
            f"Catatan TPI untuk {place_name(place)}: tempat itu tidak ada dalam rencana.",
            "Pindahkan ke butir yang berlaku sekarang, atau hapus catatannya.",
        )
    for place, remarks in found.items():
        said = {remark.status.casefold(): remark for remark in remarks if remark.status}
        if len(said) > 1:
            words = "; ".join(f"{remark.source or 'tanpa nama'}: {remark.status}" for remark in said.values())
            problems.warning(
                "penilaian_bertentangan",
                lines[place],
                f"Status TPI {place_name(place)} berbeda antarpenilai ({words}).",
                "Minta para penilai menyepakatinya, lalu hapus isian yang tidak berlaku di berkas ini.",
            )
    return found, problems.in_reading_order()


def _read_remarks(path: Path, problems: Problems) -> list[tuple[SlotPlace, AssessorNote, Fields]]:
    """Return the entries in the order of their sources, so that several on one place are always printed alike."""
    found: list[tuple[SlotPlace, AssessorNote, Fields]] = []
    seen: set[tuple[str, ...]] = set()
    for fields in read_entries(path, problems, REMARK_LAYOUT, _REMARK_KEYS):
        place = place_of(fields)
        remark = AssessorNote(
            status=fields.raw_text("status").strip(),
            text=fields.raw_text("catatan").strip(),
            seen=read_seen(node.raw for node in fields.text_nodes("dilihat")),
            by=fields.text("oleh"),
            file=fields.text("berkas"),
        )
        identity = (*place, remark.by, remark.file)
        if identity in seen:
            of = f" dari {remark.source}" if remark.source else ""
            why = f"Catatan TPI{of} untuk {place_name(place)} tertulis dua kali."
            fields.error("catatan_ganda", fields.line("indikator"), why, "Satukan.")
            continue
        seen.add(identity)
        found.append((place, remark, fields))
    problems.stop_on_errors(path, "Catatan TPI")
    return sorted(found, key=lambda entry: (entry[1].by, entry[1].file))


def read_seen(lines: Iterable[str]) -> Fingerprints:
    """Return path and hash of each line `<sha256> <path>`."""
    parted = (line.partition(" ") for line in lines)
    return tuple((path, sha) for sha, _, path in parted if path)


def has_format(path: Path) -> bool:
    """Return whether a file of remarks is there and laid out as it is today, and not as a bare list."""
    return path.exists() and isinstance(read_document(path, Problems(path), limit=MAX_BYTES), Table)


def source_name(name: str) -> str:
    """Return a person's or a file's name as the file of remarks identifies it: NFC, white space folded."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def remarks_text(
    path: Path, before: Mapping[SlotPlace, Iterable[AssessorNote]], after: Mapping[SlotPlace, Iterable[AssessorNote]]
) -> str:
    """Return the file's text with every remark that differs from `before` set; all else stays as it is written.

    Raises:
        PlanError: the file is written in a way that cannot be changed safely.
        OutputError: it would be too large.
    """
    old = {(*place, each.by, each.file): _remark_values(each) for place, remarks in before.items() for each in remarks}
    wanted: dict[Identity, dict[str, Value]] = {}
    for place, remarks in after.items():
        for remark in remarks:
            identity, new = (*place, remark.by, remark.file), _remark_values(remark)
            known = old.get(identity, {})
            if fields := {key: value for key, value in new.items() if value != known.get(key, "") and (value or known)}:
                wanted[identity] = fields
    return changed_text(path, REMARK_LAYOUT, wanted)


def _remark_values(remark: AssessorNote) -> dict[str, Value]:
    return {
        "status": remark.status,
        "catatan": remark.text,
        "dilihat": tuple(f"{sha} {path}" for path, sha in remark.seen),
    }
