"""The gap list as a document of its own, for printing and ticking off."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dossier.bind.output import publish, replacing
from dossier.bind.pages.document import Drawing, compose
from dossier.bind.pages.gaps import gap_list
from dossier.bind.pages.index import Index

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bind.source import BindInput, OwnPages


def gap_list_pdf(source: BindInput, target: Path) -> None:
    """Write the gap list alone, its pages numbered "hlm. n/N"; the file appears whole or not at all.

    Raises:
        OutputError: It cannot be written.
    """
    count = next(iter(_drawn(source, 0).ranges.values())).count
    with replacing(target) as folder:
        written = folder / target.name
        with written.open("wb") as file:
            file.write(_drawn(source, count).pdf)
            file.flush()
            os.fsync(file.fileno())
        publish(written, target)


def _drawn(source: BindInput, total: int) -> OwnPages:
    index = Index(source, {}, total, alone=True)
    drawing = Drawing(
        "kesenjangan",
        tuple(gap_list(index)),
        f"Zona Integritas {source.plan.year}",
        source.unit.name,
    )
    return compose([drawing], footer_total=total, title=f"Daftar kesenjangan Zona Integritas {source.plan.year}")
