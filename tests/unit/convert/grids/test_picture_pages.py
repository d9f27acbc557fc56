"""Pages of pictures, read by tesseract."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image, ImageDraw

from dossier.convert.extract import tesseract
from dossier.convert.grids.picture_pages import read_pictures
from dossier.convert.grids.read_grids import read_grids
from dossier.convert.grids.ruling_lines import ruling_lines, without_lines
from dossier.convert.grids.sheet_grid import GridsRead
from tests.support.plan_tables import HEAD, ROWS, write_pdf

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def scanned(folder: Path) -> Path:
    source = pypdfium2.PdfDocument(write_pdf(folder / "asli.pdf", [HEAD, *ROWS]))
    picture = source[0].render(scale=150 / 72, grayscale=True).to_pil()
    path = folder / "pindaian.pdf"
    picture.save(path, resolution=150)
    return path


def test_long_dark_runs_are_lines_and_letters_are_not() -> None:
    page = Image.new("L", (400, 300), 255)
    draw = ImageDraw.Draw(page)
    draw.line((20, 50, 380, 50), fill=0)
    draw.line((20, 50, 20, 250), fill=0)
    draw.line((100, 100, 110, 100), fill=0)
    draw.line((200, 100, 200, 108), fill=0)
    lines = ruling_lines(page)
    assert set(lines) == {(20, 50, 380, 50), (20, 50, 20, 250)}
    assert not ruling_lines(without_lines(page, lines))


def test_a_scanned_table_is_read_with_its_lines_and_not_trusted(tmp_path: Path) -> None:
    assert shutil.which("tesseract"), "the test run installs tesseract with its Indonesian data"
    path = scanned(tmp_path)
    assert read_grids(path).pictures
    found = read_pictures(path)
    assert isinstance(found, GridsRead)
    (grid,) = found.grids
    assert "tesseract" in grid.low_trust
    assert grid.width == len(HEAD)
    assert [cell.casefold() for cell in grid.rows[0]][2:5] == [text.casefold() for text in HEAD[2:5]]


def test_a_picture_without_tesseract_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "find", lambda: None)
    found = read_pictures(scanned(tmp_path))
    assert isinstance(found, GridsRead)
    assert "pasang tesseract" in found.trouble


def test_an_empty_picture_says_that_no_text_was_found(tmp_path: Path) -> None:
    path = tmp_path / "kosong.png"
    Image.new("L", (600, 400), 255).save(path)
    assert read_grids(path).pictures
    found = read_pictures(path)
    assert isinstance(found, GridsRead)
    assert "tidak menemukan teks" in found.trouble
