"""Tables of a PDF without ruling lines, by the white gutters between columns, where these are plain. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LOW_TRUST: Final = "disusun dari tabel tanpa garis; batas kolom dan barisnya diduga"
_LINE: Final = 3.0
"""Points within which words stand in one line."""
_GUTTER: Final = 6.0
"""Points of white between columns; blanks between words are narrower."""
_CROSSED: Final = 0.08
"""Share of lines that may cross a gutter: titles, rows that name an area."""
_LEAST_COLUMNS: Final = 3
_LEAST_LINES: Final = 6
_WIDER: Final = 1.6
"""Times the usual distance of lines from which on a new row begins."""
_STARTS: Final = re.compile(r"(?:[IVX]{1,5}|\d{1,3}|[a-z])(?:[.)]|$)")


@dataclass(frozen=True, kw_only=True)
class UnruledPage:
    """The words of one page, each with `text`, `x0`, `x1`, `top` and `bottom` in points."""

    number: int
    words: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class UnruledRows:
    """Rows of a page: for each the lines of every cell from the left."""

    number: int
    rows: tuple[tuple[tuple[str, ...], ...], ...]


def unruled_rows(pages: Sequence[UnruledPage]) -> list[UnruledRows]:
    """Return the rows of pages that are one table; empty where their columns are not plain."""
    lines = [line for page in pages for line in _lines(page.words)]
    edges = _columns(lines)
    if len(edges) < _LEAST_COLUMNS:
        return []
    return [UnruledRows(number=page.number, rows=tuple(_rows(_lines(page.words), edges))) for page in pages]


def _lines(words: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    lines: list[list[Mapping[str, Any]]] = []
    for word in sorted(words, key=lambda each: (each["top"], each["x0"])):
        if lines and abs(word["top"] - lines[-1][0]["top"]) <= _LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: float(word["x0"])) for line in lines]


def _columns(lines: Sequence[Sequence[Mapping[str, Any]]]) -> list[float]:
    """Return where columns begin: right of every gutter that hardly a line crosses."""
    split = [line for line in lines if len(_runs(line)) > 1]
    if len(split) < _LEAST_LINES:
        return []
    runs = [run for line in split for run in _runs(line)]
    points = sorted({run[0] for run in runs} | {run[1] for run in runs})
    most = max(1, int(len(split) * _CROSSED))
    edges = [min(run[0] for run in runs)]
    begin = None
    for left, right in pairwise(points):
        crossed = sum(run[0] < right and run[1] > left for run in runs)
        if crossed <= most:
            begin = left if begin is None else begin
            if right - begin >= _GUTTER and _is_begun(runs, right):
                edges.append(right)
                begin = None
        else:
            begin = None
    return edges


def _is_begun(runs: Sequence[tuple[float, float]], edge: float) -> bool:
    """Whether texts of a column begin at an edge."""
    return sum(abs(run[0] - edge) <= _LINE for run in runs) >= 2  # noqa: PLR2004 — one text is no column


def _runs(line: Sequence[Mapping[str, Any]]) -> list[tuple[float, float]]:
    """Return the stretches of a line without a gutter in them."""
    runs: list[tuple[float, float]] = []
    for word in line:
        if runs and word["x0"] - runs[-1][1] < _GUTTER:
            runs[-1] = (runs[-1][0], max(runs[-1][1], float(word["x1"])))
        else:
            runs.append((float(word["x0"]), float(word["x1"])))
    return runs


def _rows(
    lines: Sequence[Sequence[Mapping[str, Any]]], edges: Sequence[float]
) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield the rows of a page: a new one begins below a wider gap, and where a number or a letter counts on."""
    gaps = [below[0]["top"] - above[0]["top"] for above, below in pairwise(lines)]
    usual = median(gaps) if gaps else 0.0
    current: list[list[str]] = []
    before: float | None = None
    for line in lines:
        cells = _cells(line, edges)
        top = float(line[0]["top"])
        is_apart = before is not None and top - before > _WIDER * usual
        if current and (is_apart or _begins(cells)):
            yield tuple(map(tuple, current))
            current = []
        current = current or [[] for _ in edges]
        for column, text in enumerate(cells):
            if text:
                current[column].append(text)
        before = top
    if current:
        yield tuple(map(tuple, current))


def _cells(line: Sequence[Mapping[str, Any]], edges: Sequence[float]) -> list[str]:
    """Return the text of a line in every column; what runs over a gutter stays where it begins, as titles do."""
    cells: list[list[str]] = [[] for _ in edges]
    column, end = 0, None
    for word in line:
        own = max((n for n, edge in enumerate(edges) if edge <= word["x0"] + _LINE), default=0)
        is_apart = end is None or word["x0"] - end >= _GUTTER or abs(word["x0"] - edges[own]) <= _LINE
        column, end = own if is_apart else column, float(word["x1"])
        cells[column].append(str(word["text"]))
    return [" ".join(words) for words in cells]


def _begins(cells: Sequence[str]) -> bool:
    """Whether a line begins a row: one of its first columns holds a number or a letter that counts."""
    return any(_STARTS.match(text.split(" ", 1)[0]) for text in cells[:_LEAST_COLUMNS] if text)
