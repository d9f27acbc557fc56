"""The gap list as a document of its own, for printing and ticking off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.bind.front.gap_list import MOST_PAGES, gap_list
from dossier.bind.front.page_index import Index
from dossier.bind.front.paginate import DrawnSection, compose
from dossier.bind.writer import replacing

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bind.bind_input import BindInput


def gap_list_pdf(source: BindInput, target: Path) -> None:
    """Write the gap list alone, its pages numbered "hlm. n/N"; the file appears whole or not at all.

    Raises:
        OutputError: It cannot be written.
    """
    index = Index(source, {}, 0, alone=True)
    left, title = f"Zona Integritas {source.plan.year}", f"Daftar kesenjangan Zona Integritas {source.plan.year}"
    drawing = DrawnSection("kesenjangan", tuple(gap_list(index)), left, source.unit.name, most=MOST_PAGES)
    with replacing(target) as folder:
        written = folder / target.name
        (pdf,) = compose([drawing], numbered=True, title=title).pdfs
        written.write_bytes(pdf)
        written.replace(target)
