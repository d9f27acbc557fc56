"""Compiles the catalogue of click's messages, and lists the sentences that click has.

`python -m tests.support.message_catalog` writes `dossier.mo` from `dossier.po`.
"""

from __future__ import annotations

import ast
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dossier.cli.click_words import CATALOGS, DOMAIN, LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog

SOURCE: Final = CATALOGS / LANGUAGE / "LC_MESSAGES" / f"{DOMAIN}.po"
COMPILED: Final = SOURCE.with_suffix(".mo")
_NOT_SHOWN: Final = frozenset({"_winconsole.py", "testing.py", "utils.py"})
"""Modules of click whose sentences are for programmers, or part of a system's own message."""
_FOR_PROGRAMMERS: Final = ("defined", "declar", "Unknown color", "Boolean option")


def catalog() -> Catalog:
    """Return the catalogue as it is written."""
    with SOURCE.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def compiled() -> bytes:
    """Return the bytes of the compiled catalogue."""
    target = io.BytesIO()
    write_mo(target, catalog())
    return target.getvalue()


def sentences() -> set[str]:
    """Return every sentence that the installed click translates and a user may see."""
    sources = sorted(Path(click.__file__).parent.glob("*.py"))
    found = {text for path in sources if path.name not in _NOT_SHOWN for text in _translated(path)}
    return {text for text in found if not any(word in text for word in _FOR_PROGRAMMERS)}


def _translated(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


if __name__ == "__main__":
    COMPILED.write_bytes(compiled())
