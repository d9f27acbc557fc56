"""Pages of a PDF are drawn one by one, kept by content, and only those that there are."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf
import pytest
from PIL import Image

from dossier import evidence
from dossier.convert import PagePictures

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import EvidenceFile


def three_pages(root: Path) -> EvidenceFile:
    """Write a PDF whose pages have shapes of their own: upright, lying, square."""
    root.mkdir()
    writer = pypdf.PdfWriter()
    for width, height in ((300, 600), (600, 300), (300, 300)):
        writer.add_blank_page(width, height)
    writer.write(root / "surat.pdf")
    return evidence.examine(root, "surat.pdf", "surat.pdf")


def size_of(data: bytes | None) -> tuple[int, int]:
    assert data is not None
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "JPEG"
        return image.size


def test_every_page_is_drawn_in_its_own_shape_and_there_is_none_behind_the_last(tmp_path: Path) -> None:
    file = three_pages(tmp_path / "evidence")
    pages = PagePictures(tmp_path / "evidence", tmp_path / "cache", 200)
    assert pages.count(file) == 3
    assert [size_of(pages.get(file, number)) for number in (1, 2, 3)] == [(100, 200), (200, 100), (200, 200)]
    assert [pages.get(file, number) for number in (-1, 0, 4, 1 << 40)] == [None] * 4


def test_a_page_that_was_drawn_is_kept(tmp_path: Path) -> None:
    file = three_pages(tmp_path / "evidence")
    first = PagePictures(tmp_path / "evidence", tmp_path / "cache", 200).get(file, 2)
    (tmp_path / "evidence" / "surat.pdf").unlink()
    again = PagePictures(tmp_path / "evidence", tmp_path / "cache", 200)
    assert again.get(file, 2) == first
    assert again.get(file, 3) is None


@pytest.mark.parametrize(("name", "data"), [("a.pdf", b"%PDF-1.7 rusak"), ("a.txt", b"Notulen"), ("a.pdf", b"")])
def test_what_is_no_readable_pdf_has_no_pages(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / name).write_bytes(data)
    file = evidence.examine(tmp_path / "evidence", name, name)
    pages = PagePictures(tmp_path / "evidence", tmp_path / "cache", 200)
    assert pages.count(file) == 0
    assert pages.get(file, 1) is None


def test_a_link_in_the_place_of_the_file_is_not_read(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    file = three_pages(root)
    (root / "surat.pdf").rename(tmp_path / "luar.pdf")
    (root / "surat.pdf").symlink_to(tmp_path / "luar.pdf")
    assert PagePictures(root, tmp_path / "cache", 200).count(file) == 0
