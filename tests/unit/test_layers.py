"""Imports only go down the list of layers; siblings of the shell never import each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import dossier

PACKAGE = Path(dossier.__file__).parent

# Highest first; modules in one set are siblings and do not import each other.
LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"__main__"}),
    frozenset({"cli"}),
    frozenset({"desk", "fleet"}),
    frozenset({"resident"}),
    frozenset({"project"}),
    frozenset({"importing"}),
    frozenset({"pipeline"}),
    # The shell: touches the disk or other programs.
    frozenset({"plan", "evidence", "curation", "templates", "convert", "bind", "reports"}),
    # Pure: no input or output, no clock.
    frozenset({"matching"}),
    frozenset({"audit"}),
    frozenset({"scoring", "outline", "schedule"}),
    frozenset({"letter_text", "period_report", "sheet_outline", "stamp_words"}),
    # The foundation.
    frozenset({"state", "typeset"}),
    frozenset({"workers"}),
    # The base.
    frozenset({"codes", "typed_days"}),
    frozenset({"typed_text", "wording"}),
    frozenset({"knowledge"}),
    frozenset({"errors", "progress"}),
    frozenset({"model"}),
    frozenset({"_lazy", "_memo"}),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

# Each library has one home, so that it can be replaced there.
HOMES = {
    "click": {"cli"},
    "docxtpl": {"templates"},
    "jinja2": {"reports", "templates"},
    "markupsafe": {"reports", "templates"},
    "pikepdf": {"bind", "convert"},
    "pypdf": {"bind", "convert"},
    "reportlab": {"bind", "convert", "typeset"},
    "xlsxwriter": {"importing", "reports"},
    "yaml": {"plan"},
    "pebble": {"convert"},
    "openpyxl": {"convert", "importing", "reports", "templates"},
    "docx": {"convert", "importing", "templates"},
    "PIL": {"convert", "templates"},
    "rapidfuzz": {"matching"},
    "Sastrawi": {"matching"},
    "icalendar": {"reports"},
    "pypdfium2": {"convert"},
    "pillow_heif": {"convert"},
    "olefile": {"convert"},
    "oxmsg": {"convert"},
    "py7zr": {"convert"},
    "rarfile": {"convert"},
    "msgspec": {"state"},
    "pdfplumber": {"convert"},
    "pdfminer": {"convert"},
    "xlrd": {"convert"},
    "segno": {"desk"},
    "starlette": {"desk"},
    "uvicorn": {"desk"},
    "distributed": {"fleet"},
    "fsspec": {"fleet"},
    "watchfiles": {"resident"},
    "pyhanko": {"convert"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def imports_of(path: Path) -> list[str]:
    """Return every imported dotted name, wherever in the file the import stands."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            module = node.module or ""
            names += [f"{module}.{alias.name}" if module == "dossier" else module for alias in node.names]
    return names


def room_of(path: Path) -> str:
    """Return the module or package of the layer list that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_room_has_its_place_in_the_layers() -> None:
    rooms = {room_of(path) for path in MODULES} - {"__init__"}
    assert rooms <= set(RANK), "a new module needs a place in LAYERS and in docs/adr"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_only_go_down(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] != "dossier" or len(parts) == 1 or parts[1] == room or parts[1].startswith("__"):
            continue
        assert RANK[room] < RANK[parts[1]], f"{room} imports {parts[1]}, which is not below it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_library_is_imported_only_in_its_home(path: Path) -> None:
    for name in imports_of(path):
        library = name.split(".")[0]
        assert room_of(path) in HOMES.get(library, {room_of(path)}), f"{library} has another home"
