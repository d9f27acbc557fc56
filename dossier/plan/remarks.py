"""`catatan-tpi.yaml`: what the assessors (TPI) remarked on single slots, as imported from their workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import yaml

from dossier.overview import Remark
from dossier.plan.document import Items, Table, Text, read_document
from dossier.plan.fields import Fields, kind_name
from dossier.plan.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dossier.model import Finding, Plan
    from dossier.overview import Fingerprints, Place

REMARK_KEYS = ("indikator", "butir", "slot", "status", "catatan", "dilihat")

_HEAD: Final = """\
# Catatan tim penilai (TPI) tentang satu butir pada satu slot. Ditulis oleh `dossier import-remarks BERKAS.xlsx`;
# boleh disunting, dan hapus yang sudah tidak berlaku. Berkas yang dilihat penilai tercatat dengan sidiknya (SHA-256),
# supaya dossier berikutnya dapat menyebut apa yang baru, diganti, atau ditarik.
"""


def load_remarks(path: Path, plan: Plan) -> tuple[dict[Place, Remark], tuple[Finding, ...]]:
    """Read the remarks; a missing file is none. A place that the plan no longer has is a warning and is left out.

    Raises:
        PlanError: the file cannot be read; `findings` holds every problem.
    """
    if not path.exists() and not path.is_symlink():
        return {}, ()
    problems = Problems(path)
    places = {(i.code, r.id, s.key) for i in plan.indicators for r in i.requirements for s in i.slots_of(r)}
    found: dict[Place, Remark] = {}
    root = read_document(path, problems)
    if isinstance(root, Items):
        for node in root.values:
            if not isinstance(node, Table):
                problems.error(
                    "jenis_isian",
                    node.line,
                    f"Isi daftar harus berupa kumpulan kunci, bukan {kind_name(node)}.",
                    "Tulis “- indikator: …” lalu “butir: …” di bawahnya.",
                )
                continue
            fields = Fields(node, REMARK_KEYS, problems)
            fields.require("indikator", "butir", "slot")
            read_remark(fields, places, found)
    elif root is not None and not (isinstance(root, Text) and not root.value):
        problems.error(
            "jenis_isian", root.line, f"Isi berkas harus berupa daftar, bukan {kind_name(root)}.", "Awali dengan “- ”."
        )
    problems.stop_on_errors(path, "Catatan TPI")
    return found, problems.in_reading_order()


def read_remark(fields: Fields, places: set[Place], found: dict[Place, Remark]) -> None:
    """Read one entry into `found`."""
    place = (fields.text("indikator"), fields.text("butir"), fields.text("slot"))
    name = f"{place[0]}.{place[1]} ({place[2]})"
    if place not in places:
        fields.problems.warning(
            "kode_tak_dikenal",
            fields.line("indikator"),
            f"Catatan TPI untuk {name}: tempat itu tidak ada dalam rencana.",
            "Pindahkan ke butir yang berlaku sekarang, atau hapus catatannya.",
        )
    elif place in found:
        fields.error(
            "catatan_ganda", fields.line("indikator"), f"Catatan TPI untuk {name} tertulis dua kali.", "Satukan."
        )
    else:
        found[place] = Remark(
            status=fields.text("status"),
            text=fields.text("catatan"),
            seen=read_seen(node.raw for node in fields.text_nodes("dilihat")),
        )


def read_seen(lines: Iterable[str]) -> Fingerprints:
    """Return path and hash of each line `<sha256> <path>`."""
    parted = (line.partition(" ") for line in lines)
    return tuple((path, sha) for sha, _, path in parted if path)


def remarks_yaml(remarks: Mapping[Place, Remark]) -> str:
    """Return the file's text: the explaining head and the remarks by code and slot."""
    entries = [
        {
            "indikator": indicator,
            "butir": requirement,
            "slot": slot,
            "status": remark.status,
            "catatan": remark.text,
            "dilihat": [f"{sha} {path}" for path, sha in remark.seen],
        }
        for (indicator, requirement, slot), remark in sorted(remarks.items())
    ]
    return _HEAD + yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1_000_000)
