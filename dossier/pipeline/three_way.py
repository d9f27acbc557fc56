"""Compares one entry three ways: as a workbook was written, as it is there now, and as it is in `plan/`. Pure.

One rule for every workbook that people fill: a change on one side wins; different changes on both are told; an empty
cell replaces nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


class Compared(StrEnum):
    """What a cell of a workbook says against `plan/`."""

    SAME = "sama"
    UNTOUCHED = "tidak diubah"
    TYPED = "diisi"
    EMPTIED = "dikosongkan"
    BOTH = "diubah keduanya"


def compare_entry(
    typed: str,
    kept: str,
    printed: Collection[str],
    *,
    digest: Callable[[str], str],
    same: Callable[[str, str], bool],
    typed_digest: str = "",
) -> Compared:
    """Return what became of one entry since the workbook was written.

    Args:
        typed: What stands in the workbook.
        kept: What stands in `plan/`.
        printed: Digests of the entry as it was printed, and as it was last taken from this workbook; empty where the
            workbook does not say.
        digest: Gives the digest of an entry.
        same: Whether two entries say the same.
        typed_digest: That of the cell, where it differs from that of `typed`.
    """
    if same(typed, kept):
        return Compared.SAME
    if (typed_digest or digest(typed)) in printed:
        return Compared.UNTOUCHED
    if not typed:
        return Compared.EMPTIED
    return Compared.TYPED if not kept or digest(kept) in printed else Compared.BOTH
