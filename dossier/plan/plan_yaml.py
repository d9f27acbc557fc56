"""Writes plan documents as YAML that a person can read and that reads back the same: the style of the shipped plan.

Texts of one line are plain or in double quotes, long ones folded; cells with line breaks stand as literal blocks.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

from dossier.plan import entries_edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.plan.plan_documents import PlanDocument, PlanValue

_WIDTH: Final = 100
_STEP: Final = 2
_SHORT_LISTS: Final = frozenset({"lke"})
"""Keys whose lists of short codes stand in one line."""
_FLOW: Final = re.compile(r"[A-Za-z0-9.]+")
_SPACED: Final = frozenset({"komponen"})
"""Lists with an empty line between their tables."""
# A text that YAML takes as it is: no mark at its begin, no ": ", no " #".
_PLAIN: Final = re.compile(r"[^\W_](?:[^\n:#]|:(?=\S)|(?<=\S)#)*", re.UNICODE)
_WORDS_OF_YAML: Final = re.compile(r"true|false|yes|no|on|off|y|n|null|~|[\d.,:+-]+(?:e\d+)?", re.IGNORECASE)
_PRINTED: Final = re.compile("[\x20-\x7e\xa0-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_FLAGS: Final = frozenset({"opsional", "tautan", "sekali", "tahun"})
"""Keys whose values stand without quotes: true, 2025."""


def yaml_text(document: PlanDocument, head: str = "") -> str:
    """Return a document as the text of a YAML file.

    Args:
        document: Keys and values; empty lists and tables are left out, empty texts stand as "".
        head: Lines of explanation, without `#`.
    """
    comment = "".join(f"# {line}".rstrip() + "\n" for line in head.splitlines())
    body = "\n".join(_table(document, 0))
    return f"{comment}\n{body}\n" if comment else f"{body}\n"


def _table(table: PlanDocument, indent: int) -> Iterator[str]:
    for key, value in table.items():
        yield from _entry(key, value, indent)


def _entry(key: str, value: PlanValue, indent: int) -> Iterator[str]:
    space = " " * indent
    if isinstance(value, dict):
        if value:
            yield f"{space}{scalar_text(key, indent)}:"
            yield from _table(value, indent + _STEP)
    elif isinstance(value, list):
        if key in _SHORT_LISTS and all(isinstance(each, str) and _FLOW.fullmatch(each) for each in value):
            yield f"{space}{key}: [{', '.join(map(str, value))}]"
        elif value:
            yield f"{space}{scalar_text(key, indent)}:"
            yield from _list(value, indent + _STEP, spaced=key in _SPACED)
    else:
        plain = key in _FLAGS and re.fullmatch(r"true|false|\d{4}", value)
        shown = value if plain else scalar_text(value, indent + _STEP, before=len(key) + 2 + indent)
        yield f"{space}{scalar_text(key, indent)}: {shown}"


def _list(values: list[PlanValue], indent: int, *, spaced: bool) -> Iterator[str]:
    space = " " * indent
    for number, value in enumerate(values):
        if spaced and number:
            yield ""
        if isinstance(value, dict):
            lines = list(_table(value, indent + _STEP))
            yield f"{space}- {lines[0].lstrip()}" if lines else f"{space}- {{}}"
            yield from lines[1:]
        elif isinstance(value, list):
            yield f"{space}-"
            yield from _list(value, indent + _STEP, spaced=False)
        else:
            yield f"{space}- {scalar_text(value, indent + _STEP, before=indent + _STEP)}"


def scalar_text(text: str, indent: int, *, before: int = 0) -> str:
    """Return a text as a YAML scalar.

    Args:
        text: Any text that a plan may hold.
        indent: Of the lines of a block, in spaces.
        before: How much stands before it in its line.
    """
    is_long = before + len(text) > _WIDTH
    if "\n" not in text and is_long and _folds(text):
        lines = textwrap.wrap(text, _WIDTH - indent, break_long_words=False, break_on_hyphens=False)
        space = " " * indent
        return ">-\n" + "\n".join(f"{space}{line}" for line in lines)
    is_plain = _PLAIN.fullmatch(text) and _PRINTED.fullmatch(text) and not _WORDS_OF_YAML.fullmatch(text)
    if is_plain and text == text.strip() and not text.endswith(":"):
        return text
    return entries_edit.scalar(text, indent=indent)


def _folds(text: str) -> bool:
    """Whether a folded block gives a text back as it is: single blanks, nothing that cannot be printed."""
    return (
        bool(_PRINTED.fullmatch(text))
        and text == " ".join(text.split(" ")) == text.strip()
        and "  " not in text
        and "\u00a0" not in text
    )
