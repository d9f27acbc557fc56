"""Files are written whole, moved, hashed and waited for in `state/` alone."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import dossier

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(dossier.__file__).parent
CALLS = {"mkstemp", "fsync", "fdatasync", "NamedTemporaryFile", "flock", "file_digest"}
# Where something else is meant, and why.
ALLOWED = {
    "convert/pdf/fallback.py": {"replace"},  # moves one of several tries in the working folder of a child
    "curation/journal_file.py": {"rename"},  # puts a foreign journal aside: what a person had is never replaced
    "curation/rename_journal.py": {"rename"},  # renames evidence, replacing nothing
    "importing/new_workspace.py": {"rename"},  # puts a whole new folder where none is
    "pipeline/clear.py": {"rename"},  # brings what people filled in out of `build/` under a free name
    "templates/drafts.py": {"rename"},  # puts the old folder of drafts aside under a free name
    "workers/system.py": {"flock"},  # the one lock of a file, for the working folders of children too
    "desk/routes.py": {"rename"},  # asks the session to rename evidence by the journal
    "pipeline/renaming.py": {"rename"},  # of a `PinsBook`, which writes by the store
    "evidence/hashing.py": {"file_digest"},  # of a file that is open already, neither a link nor a pipe
}


def writing_calls(path: Path) -> Iterator[str]:
    """Yield the names of calls that write, move or hash a file; `replace` and `rename` only as methods of a path."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        of_a_path = isinstance(node.func, ast.Attribute) and len(node.args) == 1 and not node.keywords
        of_os = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "os"
        if name in CALLS or (name in {"replace", "rename"} and (of_a_path or of_os)):
            yield name


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_store_writes_whole_files_moves_them_and_locks(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    if not name.startswith("state/"):
        assert set(writing_calls(path)) <= ALLOWED.get(name, set())
