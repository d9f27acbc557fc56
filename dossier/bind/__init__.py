"""Binds plan, evidence and gap list into one PDF; verifies a bound PDF against itself and the evidence tree."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dossier._lazy import lazy
from dossier.bind import assembly, front
from dossier.bind.bound_pages import BoundPages, read_bound_pages
from dossier.bind.front import KeptPages, gap_list_pdf, handouts_pdf, leader_sheet_pdf
from dossier.bind.page_order import BindInput, Bound, OwnPages
from dossier.bind.restore import How, Restored, restore
from dossier.progress import unseen

with lazy():
    from dossier.bind import readback


if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dossier.model import Finding, PageRange
    from dossier.progress import Progress

__all__ = [
    "BindInput",
    "Bound",
    "BoundPages",
    "How",
    "KeptPages",
    "OwnPages",
    "Restored",
    "bind",
    "bind_volumes",
    "gap_list_pdf",
    "handouts_pdf",
    "leader_sheet_pdf",
    "read_bound_pages",
    "restore",
    "verify",
]


def bind(
    source: BindInput,
    target: Path,
    guess: Mapping[str, PageRange] | None = None,
    progress: Progress = unseen,
    *,
    kept: KeptPages | None = None,
    jobs: int | None = None,
) -> Bound:
    """Write the bundle to `target`, whole or not at all; the same input makes the same bytes.

    Args:
        source: everything that it is made of.
        target: where it goes.
        guess: the ranges of our own pages of the last binding, to save a drawing.
        progress: told how far it has come.
        kept: our own pages as they were drawn before.
        jobs: how many processors may be used; all that this process may where it is left out.

    Returns:
        What the bundle says of itself, embedded in it for `verify`, and what the next binding may want.

    Raises:
        OutputError: it cannot be written.
        EngineError: a prepared part has changed since it was prepared.
    """
    return assembly.assemble(source, target, partial(front.draw, kept=kept), guess, progress, jobs=jobs)


def bind_volumes(
    source: BindInput,
    folder: Path,
    *,
    stem: str,
    most: int,
    guess: Mapping[str, PageRange] | None = None,
    progress: Progress = unseen,
    kept: KeptPages | None = None,
    jobs: int | None = None,
) -> dict[str, Bound]:
    """Write the dossier into `folder` as volumes of at most `most` bytes, by name in order.

    A volume that holds one larger file of evidence is larger. Each has the whole table of contents.
    """
    draw = partial(front.draw, kept=kept)
    return assembly.assemble_volumes(
        source, folder, draw, stem=stem, most=most, guess=guess, progress=progress, jobs=jobs
    )


def verify(bundle: Path, evidence_root: Path | None = None, progress: Progress = unseen) -> tuple[Finding, ...]:
    """Compare a bundle with what it says of itself and, where given, with the evidence tree; empty means good.

    The seal finds accidents, not forgery: who rewrites a bundle on purpose can seal it again.
    """
    return readback.verify(bundle, evidence_root, progress)
