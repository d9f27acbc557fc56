"""Photos of one event share a page with their names below; every other picture keeps a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdf
import pytest
from pypdf.generic import Destination

from dossier.pipeline import restore, verify
from tests.support import hostile_pdf, hostile_pictures
from tests.support.workspaces import made, outputs, small_workspace, without_history

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.state.workspace import Workspace

FOLDER = "I.2.1 Foto rapat Maret 2025"


@pytest.fixture(name="workspace")
def workspace_(tmp_path: Path) -> Workspace:
    """Return a workspace whose I.2.1 asks for the documentation of a meeting."""
    workspace = small_workspace(tmp_path)
    plan = next(path for path in (tmp_path / "plan").glob("*.yaml") if "Notulen" in path.read_text(encoding="utf-8"))
    text = plan.read_text(encoding="utf-8")
    line = "              - {id: c, nama: Notulen, jenis: notulen}\n"
    assert line in text
    plan.write_text(
        text.replace(line, f"{line}              - {{id: d, nama: Foto rapat, jenis: dokumentasi}}\n"), encoding="utf-8"
    )
    return workspace


def photos(workspace: Workspace, count: int, *, folder: str = FOLDER) -> list[str]:
    """Put so many photos, turned in every way, into a folder; return their paths."""
    place = workspace.evidence / folder
    place.mkdir(exist_ok=True)
    names = [f"Foto rapat {number}.jpg" for number in range(1, count + 1)]
    for number, name in enumerate(names):
        hostile_pictures.exif_jpeg(place, orientation=1 + number % 8, name=name)
        # Equal photos would be copies of each other.
        with (place / name).open("ab") as stream:
            stream.write(f"{folder}{number}".encode())
    return [f"{folder}/{name}" for name in names]


def pages_of(workspace: Workspace, name: str) -> list[int]:
    """Return the bundle's pages (from 1) that hold a picture and have this file's name below it."""
    reader = pypdf.PdfReader(workspace.bundle)
    return [
        number for number, page in enumerate(reader.pages, 1) if any(page.images.keys()) and name in page.extract_text()
    ]


@pytest.mark.parametrize(("count", "sheets"), [(2, [2]), (5, [5]), (7, [4, 3]), (13, [5, 4, 4])])
def test_photos_of_one_meeting_share_pages_evenly(workspace: Workspace, count: int, sheets: list[int]) -> None:
    photos(workspace, count)
    made(workspace)
    homes = [pages_of(workspace, f"Foto rapat {number}.jpg") for number in range(1, count + 1)]
    assert all(len(home) == 1 for home in homes)
    numbers = [home[0] for home in homes]
    reader = pypdf.PdfReader(workspace.bundle)
    assert (
        sorted((len(list(reader.pages[number - 1].images.keys())) for number in set(numbers)), reverse=True) == sheets
    )
    assert not [finding.text for finding in verify(workspace, [workspace.bundle])]


def test_every_photo_has_its_bookmark_to_the_shared_page(workspace: Workspace) -> None:
    photos(workspace, 3)
    made(workspace)
    reader = pypdf.PdfReader(workspace.bundle)
    (page,) = {pages_of(workspace, f"Foto rapat {number}.jpg")[0] for number in (1, 2, 3)}

    def flat(items: Sequence[object]) -> Iterator[Destination]:
        for item in items:
            if isinstance(item, Destination):
                yield item
            elif isinstance(item, list):
                yield from flat(item)

    led = [reader.get_destination_page_number(each) for each in flat(reader.outline) if "Foto rapat" in str(each.title)]
    assert led == [page - 1] * 3


def test_a_photo_alone_and_a_photographed_paper_keep_their_pages(workspace: Workspace) -> None:
    photos(workspace, 1)
    for number in (1, 2):
        hostile_pictures.exif_jpeg(workspace.evidence, name=f"I.2.1 Undangan rapat Juni 2025 hal {number}.jpg")
    made(workspace)
    pages = pypdf.PdfReader(workspace.bundle).pages
    assert all(len(list(page.images.keys())) <= 1 for page in pages)


def test_photos_of_two_folders_are_not_mixed(workspace: Workspace) -> None:
    photos(workspace, 2)
    photos(workspace, 2, folder="I.2.1 Foto rapat Juni 2025")
    made(workspace)
    counts = [len(list(page.images.keys())) for page in pypdf.PdfReader(workspace.bundle).pages]
    assert counts.count(2) == 2
    assert max(counts) == 2


def test_the_same_photos_make_the_same_bytes_and_the_sheet_comes_back(workspace: Workspace, tmp_path: Path) -> None:
    paths = photos(workspace, 4)
    made(workspace)
    before = without_history(outputs(workspace))
    made(workspace, force=True)
    assert without_history(outputs(workspace)) == before
    restored = {each.path: each for each in restore(workspace, [workspace.bundle], tmp_path / "pulih")}
    assert all(restored[path].how == "halaman" for path in paths)


def test_a_photo_that_cannot_be_drawn_small_leaves_the_others_their_pages(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossier.convert.image.photo_sheets.RECIPE", _broken())
    photos(workspace, 2)
    hostile_pdf.plain_pdf(workspace.evidence, "I.1.1 SK Tim Kerja ZI 2025.pdf")
    made(workspace)
    counts = [len(list(page.images.keys())) for page in pypdf.PdfReader(workspace.bundle).pages]
    assert max(counts) == 1


def _broken() -> object:
    from dataclasses import replace  # noqa: PLC0415 — of this test only

    from dossier.convert.image.photo_sheets import RECIPE  # noqa: PLC0415 — likewise

    return replace(RECIPE, converter="dossier.convert.image.photo_sheets:tidak_ada")
