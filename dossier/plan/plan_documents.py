"""Reads the plan's YAML files as plain texts, lists and tables, all keys kept; line breaks inside texts too."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, TypeAlias

from dossier.plan.yaml_fields import Problems
from dossier.plan.yaml_tree import Items, Table, YamlText, read_document

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.plan.yaml_tree import Node

PlanValue: TypeAlias = "str | list[PlanValue] | dict[str, PlanValue]"
PlanDocument: TypeAlias = "dict[str, PlanValue]"
PlanDocuments: TypeAlias = "dict[str, PlanDocument]"
"""Name of a file in `plan/` ─► what it holds; `plan.yaml` first, then the area files in its order."""

PLAN_NAME = "plan.yaml"
OTHER_FILES: Final = frozenset(
    {
        *("unit.yaml", "kosakata.yaml", "anggota.csv", "anggota.xlsx", "pins.yaml", "sandi.yaml"),
        *("tindak-lanjut.yaml", "catatan-tpi.yaml", "tahun-lalu.yaml", "rapat.yaml", "serah-terima.yaml"),
        *("lke.yaml", "lke-terkunci.yaml"),
    }
)
"""Files of `plan/` that are no part of the plan itself: an area called so would be written over one of them."""
_FILE_NAME: Final = re.compile(r"[^/\\:\x00]+")


def is_area_file(name: str) -> bool:
    """Whether a name may be that of an area's file: one part of a path, and of no other file of `plan/`."""
    return (
        _FILE_NAME.fullmatch(name) is not None
        and name not in {".", ".."}
        and name.casefold() not in {PLAN_NAME, *OTHER_FILES}
    )


def read_documents(path: Path) -> PlanDocuments:
    """Read the head of the plan at `path` and the area files that it names, without a look at what the keys mean.

    Raises:
        PlanError: a file cannot be read; `findings` holds every problem.
    """
    problems = Problems(path)
    found = {PLAN_NAME: _table(path, problems)}
    areas = found[PLAN_NAME].get("area")
    for name in areas if isinstance(areas, list) else ():
        if isinstance(name, str) and not is_area_file(name):
            advice = "Taruh berkas area di folder rencana dan tulis namanya saja, mis. I.yaml."
            problems.error("berkas_area", 1, f"Nama berkas area “{name}” tidak sah.", advice)
        elif isinstance(name, str):
            file = path.with_name(name)
            found[name] = _table(file, problems.at(file))
    problems.stop_on_errors(path, "Rencana")
    return found


def _table(path: Path, problems: Problems) -> PlanDocument:
    root = read_document(path, problems)
    value = plain(root) if isinstance(root, Table) else {}
    return value if isinstance(value, dict) else {}


def plain(node: Node) -> PlanValue:
    """Return a node of a YAML file as plain values; a refused one is an empty text."""
    if isinstance(node, Table):
        return {entry.key: plain(entry.value) for entry in node.entries}
    if isinstance(node, Items):
        return [plain(value) for value in node.values]
    return tidy(node.raw) if isinstance(node, YamlText) else ""


def tidy(text: str) -> str:
    """Return a text in NFC with single spaces and its line breaks; no space or empty line at its ends."""
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(lines).strip("\n")


def tables_of(value: PlanValue | None) -> list[PlanDocument]:
    """Return the tables of a list; nothing else is one."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def area_documents(documents: PlanDocuments) -> list[tuple[str, PlanDocument]]:
    """Return each area with the name of its file, "" where it stands in `plan.yaml` itself; in the plan's order."""
    areas = documents[PLAN_NAME].get("area")
    found: list[tuple[str, PlanDocument]] = []
    for each in areas if isinstance(areas, list) else ():
        if isinstance(each, dict):
            found.append(("", each))
        elif isinstance(each, str) and each in documents:
            found.append((each, documents[each]))
    return found
