"""Pictures of evidence for the desk: drawn in a limited child, upright, kept by content."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from dossier.convert import Thumbnails
from dossier.evidence import scan
from tests.support import hostile_pdf, hostile_pictures

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import EvidenceFile


def evidence(folder: Path) -> dict[str, EvidenceFile]:
    return {file.path: file for file in scan(folder).files}


def opened(picture: bytes | None) -> Image.Image:
    assert picture is not None
    return Image.open(io.BytesIO(picture))


def test_a_photo_and_the_first_page_of_a_pdf_are_drawn_small(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    root.mkdir()
    Image.new("RGB", (900, 600), "teal").save(root / "foto.png")
    hostile_pdf.plain_pdf(root, "surat.pdf")
    with Thumbnails(root, tmp_path / "cache", 320) as thumbnails:
        found = {path: opened(thumbnails.get(file)) for path, file in evidence(root).items()}
    assert found["foto.png"].size == (320, 213)
    assert max(found["surat.pdf"].size) == 320
    assert {image.format for image in found.values()} == {"JPEG"}


def test_a_turned_photo_stands_upright(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    root.mkdir()
    tag = Image.Exif()
    tag[0x0112] = 6  # stored lying, to be turned a quarter
    Image.new("RGB", (600, 400), "teal").save(root / "foto.jpg", exif=tag)
    with Thumbnails(root, tmp_path / "cache", 300) as thumbnails:
        image = opened(thumbnails.get(evidence(root)["foto.jpg"]))
    assert image.size == (200, 300)
    assert not image.getexif()


def test_a_picture_is_drawn_once_and_damaged_bytes_of_it_are_not_shown(tmp_path: Path) -> None:
    root, cache = tmp_path / "evidence", tmp_path / "cache"
    root.mkdir()
    hostile_pictures.exif_jpeg(root, name="foto.jpg")
    file = evidence(root)["foto.jpg"]
    with Thumbnails(root, cache, 320) as thumbnails:
        first = thumbnails.get(file)
        (root / "foto.jpg").unlink()
        assert thumbnails.get(file) == first
        kept = next(cache.rglob("*.jpg"))
        kept.write_bytes(b"<html>")
        assert thumbnails.get(file) is None


@pytest.mark.parametrize("data", [b"%PDF-1.7 rusak", b"\xff\xd8\xff\xe0 rusak", b"GIF89a"])
def test_a_damaged_file_has_no_picture_and_the_next_one_has(tmp_path: Path, data: bytes) -> None:
    root = tmp_path / "evidence"
    root.mkdir()
    ending = {b"%": "pdf", b"\xff": "jpg", b"G": "gif"}[data[:1]]
    (root / f"a.{ending}").write_bytes(data)
    Image.new("RGB", (90, 60), "teal").save(root / "b.png")
    with Thumbnails(root, tmp_path / "cache", 320) as thumbnails:
        found = [thumbnails.get(file) for file in evidence(root).values()]
    assert found[0] is None
    assert found[1] is not None


def test_a_link_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "evidence"
    root.mkdir()
    Image.new("RGB", (90, 60), "teal").save(tmp_path / "luar.png")
    Image.new("RGB", (91, 61), "teal").save(root / "foto.png")
    file = evidence(root)["foto.png"]
    (root / "foto.png").unlink()
    (root / "foto.png").symlink_to(tmp_path / "luar.png")
    with Thumbnails(root, tmp_path / "cache", 320) as thumbnails:
        assert thumbnails.get(file) is None
