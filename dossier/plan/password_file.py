"""`sandi.yaml`: the passwords of single evidence files. Secrets: git ignores it, and no value of it is ever printed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from dossier.inside import is_inside
from dossier.plan.complaints import Problems
from dossier.plan.yaml_fields import Fields, kind_name
from dossier.plan.yaml_tree import Items, Table, YamlText, read_document

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD_KEYS = ("berkas", "sandi")


def load_passwords(path: Path) -> dict[str, str]:
    """Read the passwords by the path of their file; a missing file is none.

    Raises:
        PlanError: an entry cannot be read; `findings` holds every problem.
    """
    if not path.exists() and not path.is_symlink():
        return {}
    problems = Problems(path)
    found: dict[str, str] = {}
    root = read_document(path, problems)
    if isinstance(root, Items):
        for node in root.values:
            if isinstance(node, Table):
                _read(Fields(node, PASSWORD_KEYS, problems), found)
            elif isinstance(node, YamlText):
                problems.error(
                    "jenis_isian",
                    node.line,
                    f"Isi daftar harus berupa kumpulan kunci, bukan {kind_name(node)}.",
                    "Tulis “- berkas: …” lalu “sandi: …” di bawahnya.",
                )
    elif root is not None and not (isinstance(root, YamlText) and not root.value):
        problems.error(
            "jenis_isian", root.line, f"Isi berkas harus berupa daftar, bukan {kind_name(root)}.", "Awali dengan “- ”."
        )
    problems.stop_on_errors(path, "Daftar kata sandi")
    return found


def _read(fields: Fields, found: dict[str, str]) -> None:
    fields.require("berkas", "sandi")
    path = unicodedata.normalize("NFC", fields.raw_text("berkas"))
    if fields.has("berkas") and not is_inside(path):
        fields.error(
            "berkas_salah",
            fields.line("berkas"),
            f"Letak berkas “{path}” tidak sah.",
            "Tulis letaknya di dalam folder evidence/, seperti ditulis `dossier scan`.",
        )
    if path in found:
        fields.error(
            "sandi_ganda",
            fields.line("berkas"),
            f"Berkas “{path}” punya dua kata sandi.",
            "Hapus salah satunya.",
        )
    found[path] = fields.raw_text("sandi")
