from __future__ import annotations

import ast
import os
from typing import TYPE_CHECKING

from dossier.workers import system
from tests.support.without_posix import MODULES as HIDDEN_MODULES
from tests.support.without_posix import NAMES, SIGNALS
from tests.unit.test_layers import MODULES, PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Each asks for the platform itself, or is only used on Linux.
HOMES = {
    "state/files.py": "files and folders",
    "workers/system.py": "processes and locks",
    "workers/child_processes.py": "the server of children, on Linux",
    "workers/confinement.py": "resource limits; namespaces, on Linux",
    "workers/landlock.py": "Landlock, on Linux",
}


def test_what_only_posix_has_is_named_in_its_homes_alone() -> None:
    found = {path.relative_to(PACKAGE).as_posix() for path in MODULES if any(posix_only(path))}
    assert found == HOMES.keys()


def posix_only(path: Path) -> Iterator[str]:
    """Yield the modules and names of a file that Windows does not have."""
    names = {*NAMES, *SIGNALS}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in HIDDEN_MODULES)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in names:
            yield f"{node.value.id}.{node.attr}"


def test_a_lock_is_free_again_when_its_file_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "kunci"
    with path.open("wb") as first, path.open("wb") as second:
        assert system.try_lock(first)
        assert not system.try_lock(second)
        first.close()
        assert system.try_lock(second)


def test_files_of_others_are_not_ours() -> None:
    assert system.is_own(os.getuid())
    assert not system.is_own(os.getuid() + 1)
