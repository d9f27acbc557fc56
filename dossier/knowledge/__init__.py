"""Domain knowledge as data: CSV files in this folder, and the loader that returns their rows.

Files are UTF-8 with a header row; lists within a cell are separated by `|`.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent


@cache
def _table(name: str) -> tuple[list[str], list[list[str]]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        head, *lines = csv.reader(stream, strict=True)
    if any(len(line) != len(head) for line in lines):
        raise ValueError(f"{name}: a row has more or fewer cells than the head")
    return head, lines


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Return the rows of a data file as read-only mappings column ─► text, in file order.

    Args:
        name: the file's name in this folder, as `istilah.csv`.

    Raises:
        OSError: the package has no such file.
        ValueError: a row has more or fewer cells than the head.
    """
    head, lines = _table(name)
    return tuple(MappingProxyType(dict(zip(head, line, strict=True))) for line in lines)


@cache
def grouped(name: str, key: str, value: str) -> Mapping[str, tuple[str, ...]]:
    """Return one column of a data file grouped by another: key ─► its values, both in file order."""
    head, lines = _table(name)
    key_at, value_at = head.index(key), head.index(value)
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line[key_at], []).append(line[value_at])
    return MappingProxyType({group: tuple(values) for group, values in found.items()})


def listed(cell: str) -> tuple[str, ...]:
    """Return the items of a cell that holds a list: `sk tim zi|sk pokja zi`."""
    return tuple(item for item in cell.split("|") if item)


def word_list(group: str) -> tuple[str, ...]:
    """Return the words of a group of `penanda.csv`, in file order.

    Raises:
        KeyError: the file has no such group.
    """
    return grouped("penanda.csv", "kelas", "kata")[group]


def either(group: str, gap: str = " ") -> str:
    """Return the words of a group as alternatives of a regular expression, without brackets around them.

    Args:
        group: As in `word_list`; a `*` at the end of a word stands for any ending.
        gap: The expression for a blank inside a phrase.
    """
    return "|".join(re.escape(word).replace(r"\ ", gap).replace(r"\*", r"\w*") for word in word_list(group))
