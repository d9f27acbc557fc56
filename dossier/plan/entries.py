"""Reads and edits entries by place: indicator, requirement, slot (`tindak-lanjut.yaml`, `catatan-tpi.yaml`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.errors import OutputError
from dossier.plan.entries_edit import changed
from dossier.plan.yaml_fields import Fields, kind_name
from dossier.plan.yaml_tree import Items, Table, YamlText, read_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dossier.audit.status import SlotPlace
    from dossier.model import Plan
    from dossier.plan.entries_edit import EntryLayout, Identity, Value
    from dossier.plan.yaml_fields import Problems
    from dossier.plan.yaml_tree import Node

MAX_BYTES: Final = 8_000_000
"""Largest list of entries; a plan of 71 indicators with a remark on each slot is below 500,000 bytes."""
FORMAT_KEY: Final = "format"


def read_entries(path: Path, problems: Problems, layout: EntryLayout, keys: tuple[str, ...]) -> list[Fields]:
    """Return the entries of a file, each as fields; a missing file has none.

    A file may also be a bare list, as earlier versions wrote it. One whose format is newer than ours is an error.
    """
    if not path.exists() and not path.is_symlink():
        return []
    root: Node | None = read_document(path, problems, limit=MAX_BYTES)
    if isinstance(root, Table):
        head = Fields(root, (FORMAT_KEY, layout.key), problems)
        if _is_newer(head, layout):
            return []
        nodes = head.items(layout.key)
    elif isinstance(root, Items):
        nodes = root.values
    else:
        if root is not None and not (isinstance(root, YamlText) and not root.value):
            why = f"Isi berkas harus berupa daftar, bukan {kind_name(root)}."
            problems.error("jenis_isian", root.line, why, f"Tulis “{layout.key}:”, lalu “- indikator: …” di bawahnya.")
        return []
    found = []
    for node in nodes:
        if isinstance(node, Table):
            found.append(Fields(node, keys, problems))
        elif isinstance(node, Items | YamlText):
            problems.error(
                "jenis_isian",
                node.line,
                f"Isi daftar harus berupa kumpulan kunci, bukan {kind_name(node)}.",
                "Tulis “- indikator: …” lalu “butir: …” di bawahnya.",
            )
    return found


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
