"""Reads and writes `catatan-tpi.yaml`: assessors' (TPI) remarks on slots, each with author and source file."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from dossier.audit.status import AssessorNote
from dossier.plan.entries import MAX_BYTES, changed_text, place_name, place_of, places_of, read_entries
from dossier.plan.entries_edit import EntryLayout
from dossier.plan.yaml_fields import Problems
from dossier.plan.yaml_tree import Table, read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dossier.audit.status import Fingerprints, SlotPlace
    from dossier.model import Finding, Plan
    from dossier.plan.entries_edit import Identity, Value
    from dossier.plan.yaml_fields import Fields

REMARK_KEYS = ("format", "indikator", "butir", "slot", "oleh", "berkas", "status", "catatan", "dilihat")
_ENTRY_KEYS: Final = REMARK_KEYS[1:]
Remarks = dict["SlotPlace", tuple[AssessorNote, ...]]

LAYOUT: Final = EntryLayout(
    head="""\
# Catatan tim penilai (TPI), satu isian tiap butir, slot, dan penilai. Ditulis oleh `dossier import-remarks BERKAS.xlsx`
# dan dari buku kerja build/kesenjangan.xlsx; boleh disunting, dan hapus yang sudah tidak berlaku. Berkas yang dilihat
# penilai tercatat dengan sidiknya (SHA-256), supaya dossier berikutnya dapat menyebut apa yang baru, diganti, atau
# ditarik. Bila dossier Anda menolak “format” di bawah ini, dossier itu versi lama: perbarui.
""",
    number=2,
    key="catatan",
    identity=("indikator", "butir", "slot", "oleh", "berkas"),
    fields=_ENTRY_KEYS,
    name="plan/catatan-tpi.yaml",
)


def read_remarks(path: Path) -> Remarks:
    """Read the remarks on every place, those that the plan does not have too; a missing file has none.

    Raises:
        PlanError: the file cannot be read; `findings` holds every problem.
    """
    found: Remarks = {}
    for place, remark, _ in _read(path, Problems(path)):
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
    for place, remark, fields in _read(path, problems):
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


def _read(path: Path, problems: Problems) -> list[tuple[SlotPlace, AssessorNote, Fields]]:
    """Return the entries in the order of their sources, so that several on one place are always printed alike."""
    found: list[tuple[SlotPlace, AssessorNote, Fields]] = []
    seen: set[tuple[str, ...]] = set()
    for fields in read_entries(path, problems, LAYOUT, _ENTRY_KEYS):
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
    old = {(*place, each.by, each.file): _values(each) for place, remarks in before.items() for each in remarks}
    wanted: dict[Identity, dict[str, Value]] = {}
    for place, remarks in after.items():
        for remark in remarks:
            identity, new = (*place, remark.by, remark.file), _values(remark)
            known = old.get(identity, {})
            if fields := {key: value for key, value in new.items() if value != known.get(key, "") and (value or known)}:
                wanted[identity] = fields
    return changed_text(path, LAYOUT, wanted)


def _values(remark: AssessorNote) -> dict[str, Value]:
    return {
        "status": remark.status,
        "catatan": remark.text,
        "dilihat": tuple(f"{sha} {path}" for path, sha in remark.seen),
    }
