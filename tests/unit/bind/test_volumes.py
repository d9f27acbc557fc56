"""Volumes: cut at indicators and files, one index for all, links that lead from one to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from pypdf import PdfReader

from dossier.bind import assembly, verify
from tests.support import assembly_source as made
from tests.support.assembly_pages import Shape, write_shapes

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bind import Bound

PADDING = 400_000
"""Bytes that make each of the five files weigh something."""


def heavy(path: Path) -> Path:
    """Return a part of two pages, the first with a stream of this weight."""
    write_shapes(path, [Shape(), Shape(rotate=90)])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Berat=pdf.make_stream(bytes(PADDING), Type=pikepdf.Name.X))
        pdf.save(path, compress_streams=False)
    return path


@pytest.fixture
def volumes(tmp_path: Path) -> dict[str, Bound]:
    bound = [
        made.Bound(path=f"I/{letter}.pdf", pdf=heavy(tmp_path / f"{letter}.pdf"), pages=2, data=letter.encode())
        for letter in "abcde"
    ]
    return assembly.assemble_volumes(made.source_of(bound), tmp_path, made.draw, stem="dossier", most=1_200_000)


def test_no_volume_is_larger_than_asked_for(tmp_path: Path, volumes: dict[str, Bound]) -> None:
    assert len(volumes) > 1
    assert list(volumes) == [f"dossier-{number}.pdf" for number in range(1, len(volumes) + 1)]
    assert max((tmp_path / name).stat().st_size for name in volumes) <= 1_200_000


def test_every_page_is_in_one_volume_and_the_index_in_all(tmp_path: Path, volumes: dict[str, Bound]) -> None:
    manifest = next(iter(volumes.values())).manifest
    index = next(entry for entry in manifest.entries if entry.key == "daftar-isi")
    cover = next(entry for entry in manifest.entries if entry.key == "sampul")
    everywhere = {cover.pages.first, *range(index.pages.first, index.pages.last + 1)}
    seen: list[int] = []
    for name in volumes:
        reader = PdfReader(tmp_path / name)
        labels = [int(label) for label in reader.page_labels]
        assert len(labels) == len(reader.pages)
        assert everywhere <= set(labels)
        for label, page in zip(labels, reader.pages, strict=True):
            assert f"hlm. {label}/{manifest.page_count}" in page.extract_text()
        seen += [label for label in labels if label not in everywhere]
    assert sorted(seen) == sorted(set(range(1, manifest.page_count + 1)) - everywhere)


def test_each_volume_says_which_it_is_on_its_cover_its_pages_and_in_its_title(
    tmp_path: Path, volumes: dict[str, Bound]
) -> None:
    for number, name in enumerate(volumes, 1):
        said = f"Jilid {number} dari {len(volumes)}"
        reader = PdfReader(tmp_path / name)
        assert reader.pages[0].extract_text().count(said) == 3  # the cover, the line for the spine, the foot
        assert all(said in page.extract_text() for page in reader.pages)
        assert reader.metadata is not None
        assert (reader.metadata.title or "").endswith(said)


def test_every_volume_reads_back_as_good(tmp_path: Path, volumes: dict[str, Bound]) -> None:
    for name in volumes:
        assert verify(tmp_path / name) == (), name


def test_links_into_another_volume_name_its_file_and_a_place_that_is_there(
    tmp_path: Path, volumes: dict[str, Bound]
) -> None:
    across = 0
    for name in volumes:
        with pikepdf.open(tmp_path / name) as pdf:
            actions = [item.A for page in pdf.pages for item in page.obj.get("/Annots", []) if "/A" in item]
            remote = [action for action in actions if pikepdf.Name.GoToR == action.S]
        for action in remote:
            across += 1
            file, place = str(action.F), str(action.D)
            assert file in volumes
            assert file != name
            with pikepdf.open(tmp_path / file) as other:
                assert place in [str(item) for item in list(other.Root.Names.Dests.Names)[::2]]
    assert across


def test_a_link_changed_to_another_volume_is_found(tmp_path: Path, volumes: dict[str, Bound]) -> None:
    first = tmp_path / next(iter(volumes))
    with pikepdf.open(first, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            for item in page.obj.get("/Annots", []):
                if "/A" in item and pikepdf.Name.GoToR == item.A.S:
                    item.A.F = pikepdf.String("lain.pdf")
        pdf.save(first)
    assert {"tautan"} <= {finding.code for finding in verify(first)}


def test_what_fits_is_one_file_with_its_usual_name(tmp_path: Path) -> None:
    part = write_shapes(tmp_path / "a.pdf", [Shape()])
    source = made.source_of([made.Bound(path="I/a.pdf", pdf=part)])
    made_volumes = assembly.assemble_volumes(source, tmp_path, made.draw, stem="dossier", most=50_000_000)
    assert list(made_volumes) == ["dossier.pdf"]
    assembly.assemble(source, tmp_path / "satu.pdf", made.draw)
    assert (tmp_path / "dossier.pdf").read_bytes() == (tmp_path / "satu.pdf").read_bytes()
