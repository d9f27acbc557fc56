"""reportlab tables with rows that can be split over pages without losing content or raising.

reportlab 5.1 takes exactly two parts of a flowable that it splits in a cell: one part (it fits after all) ends in an
IndexError, and a third is dropped. Independent of file formats.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from reportlab.platypus import Flowable, LongTable, Spacer, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Split = Callable[[float, float], Sequence[Flowable]]


class _Rest(Flowable):
    """All parts but the first; only ever seen between splitting a cell and taking it apart again."""

    def __init__(self, parts: Sequence[Flowable]) -> None:
        """Take the parts."""
        super().__init__()
        self.parts = parts


def _in_two(split: Split, width: float, height: float) -> list[Flowable]:
    """Split a flowable into nothing or two."""
    parts = list(split(width, height))
    if not parts:
        return []
    return [parts[0], _Rest(parts[1:]) if len(parts) > 1 else Spacer(0, 0)]


def _apart(content: object) -> Iterator[object]:
    for item in content if isinstance(content, (tuple, list)) else ():
        if isinstance(item, _Rest):
            yield from item.parts
        else:
            yield item


class _Splitting:
    """What both kinds of tables do differently."""

    # reportlab's own name, arguments and untyped values: the cell's content and style, two heights and a width.
    def _splitCell(self, value: Any, style: Any, old: float, new: float, width: float) -> Any:  # noqa: ANN401, N802
        if not isinstance(value, (tuple, list)):
            return super()._splitCell(value, style, old, new, width)  # type: ignore[misc]
        plain = [item for item in value if isinstance(item, Flowable) and not hasattr(item, "_findSplit")]
        for item in plain:
            item.split = partial(_in_two, item.split)  # type: ignore[method-assign]
        try:
            halves = super()._splitCell(value, style, old, new, width)  # type: ignore[misc]
        finally:
            for item in plain:
                item.__dict__.pop("split", None)
        return tuple(tuple(_apart(half)) for half in halves)


class SplittingTable(_Splitting, Table):
    """A table for up to some dozen rows."""


class SplittingLongTable(_Splitting, LongTable):
    """A table of many rows: widths are taken from the first ones."""
