"""Many small parts are put together before the bundle is merged, and nobody can tell from the bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.bind import assembly, page_merge
from dossier.errors import EngineError
from tests.support import assembly_source as made
from tests.support.assembly_pages import Shape, write_shapes

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bind.page_order import BindInput


def _parts(folder: Path) -> BindInput:
    """Return five parts: three small ones in a row, one twice, and one of several pages."""
    shapes = [Shape(), Shape(rotate=90), Shape(crop=(20, 30, 500, 800)), Shape(media=(0, 0, 842, 595))]
    counts = (1, 2, 1, 3)
    files = [
        write_shapes(folder / f"{number}.pdf", [shape] * count)
        for number, (shape, count) in enumerate(zip(shapes, counts, strict=True))
    ]
    bound = [
        made.Bound(path=f"I/{number}.pdf", pdf=files[place], pages=counts[place])
        for number, place in enumerate((0, 1, 1, 2, 3))
    ]
    return made.source_of(bound)


def test_a_bundle_of_many_small_parts_is_the_one_that_merging_them_singly_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _parts(tmp_path)
    assembly.assemble(source, tmp_path / "satu-satu.pdf", made.draw)
    monkeypatch.setattr(page_merge, "MANY", 0)
    monkeypatch.setattr(page_merge, "_MOST", 2)
    assembly.assemble(source, tmp_path / "bersama.pdf", made.draw)
    assert (tmp_path / "bersama.pdf").read_bytes() == (tmp_path / "satu-satu.pdf").read_bytes()


def test_a_broken_part_among_many_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = _parts(tmp_path)
    (tmp_path / "2.pdf").write_bytes(b"rusak")
    monkeypatch.setattr(page_merge, "MANY", 0)
    with pytest.raises(EngineError, match=r"I/3\.pdf"):
        assembly.assemble(source, tmp_path / "dossier.pdf", made.draw)
