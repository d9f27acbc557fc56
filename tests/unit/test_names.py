"""One file name and one class name mean one thing in the package."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path
from typing import Final

import dossier

PACKAGE: Final = Path(dossier.__file__).parent
MODULES: Final = sorted(PACKAGE.rglob("*.py"))

FORMAT_ROOMS: Final = frozenset({"pdf", "office", "docx", "image", "container", "text"})
"""Rooms of `convert/` in which the same role may have the same file name."""


def is_sibling_format_room(path: Path) -> bool:
    """Return whether a module stands directly in a format room of `convert/`."""
    parts = path.relative_to(PACKAGE).parts
    return len(parts) == 3 and parts[0] == "convert" and parts[1] in FORMAT_ROOMS


def repeated(found: dict[str, list[Path]]) -> dict[str, list[str]]:
    """Return the names that stand at more than one place, with their places."""
    return {
        name: [str(path.relative_to(PACKAGE)) for path in paths]
        for name, paths in sorted(found.items())
        if len(paths) > 1
    }


def test_no_file_name_is_used_twice() -> None:
    found: dict[str, list[Path]] = defaultdict(list)
    for path in MODULES:
        if path.stem not in {"__init__", "__main__"}:
            found[path.stem].append(path)
    doubled = {name: paths for name, paths in found.items() if not all(map(is_sibling_format_room, paths))}
    assert repeated(doubled) == {}


def test_no_class_name_is_used_twice() -> None:
    found: dict[str, list[Path]] = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name.lstrip("_")].append(path)
    assert repeated(found) == {}


def test_no_package_is_named_like_an_output_folder() -> None:
    rooms = {path.parent.name for path in PACKAGE.rglob("__init__.py")}
    assert not rooms & {"build", "naskah", "armada", "dist", "site"}
