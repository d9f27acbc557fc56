"""Pictures: upright, opaque, whole and unharmed on their page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from dossier.convert import pictures
from dossier.convert.outcome import CannotConvertError
from tests.support import hostile, hostile_pictures
from tests.support.convert_reading import close_to, pixel, rendered

if TYPE_CHECKING:
    from pathlib import Path

RED = (200, 30, 30)
BLUE = (30, 30, 200)
WHITE = (255, 255, 255)


def image_stream(path: Path) -> tuple[bytes, str]:
    with pikepdf.open(path) as pdf:
        stream = pdf.pages[0].obj["/Resources"]["/XObject"]["/Gambar"]
        return bytes(stream.read_raw_bytes()), str(stream["/Filter"])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_is_shown_upright(tmp_path: Path, orientation: int) -> None:
    source, target = hostile_pictures.exif_jpeg(tmp_path, orientation), tmp_path / "hasil.pdf"
    assert pictures.convert(source, target).pages == 1
    page = rendered(target, dpi=144)
    assert page.width > page.height
    middle_left, middle_right, middle_top, middle_bottom = 0.43, 0.57, 0.45, 0.55
    assert close_to(pixel(page, middle_left, middle_top), RED)
    assert close_to(pixel(page, middle_right, middle_bottom), BLUE)
    assert close_to(pixel(page, middle_right, middle_top), WHITE)
    assert close_to(pixel(page, middle_left, middle_bottom), WHITE)


def test_jpeg_bytes_are_embedded_as_they_are(tmp_path: Path) -> None:
    source, target = hostile_pictures.exif_jpeg(tmp_path, 6), tmp_path / "hasil.pdf"
    pictures.convert(source, target)
    assert image_stream(target) == (source.read_bytes(), "/DCTDecode")


def test_a_press_picture_keeps_its_colours(tmp_path: Path) -> None:
    source, target = hostile_pictures.cmyk_jpeg(tmp_path), tmp_path / "hasil.pdf"
    pictures.convert(source, target)
    page = rendered(target, dpi=144)
    red, green, blue = pixel(page, 0.43, 0.45)
    assert red > green + 80
    assert red > blue + 80
    assert close_to(pixel(page, 0.57, 0.45), WHITE)


def test_a_transparent_picture_lies_on_white(tmp_path: Path) -> None:
    source, target = tmp_path / "tembus.png", tmp_path / "hasil.pdf"
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    image.paste((200, 30, 30, 255), (0, 0, 200, 400))
    image.save(source)
    pictures.convert(source, target)
    page = rendered(target)
    assert close_to(pixel(page, 0.4, 0.5), RED)
    assert close_to(pixel(page, 0.6, 0.5), WHITE)


def test_sixteen_bits_keep_their_greys(tmp_path: Path) -> None:
    target = tmp_path / "hasil.pdf"
    pictures.convert(hostile_pictures.gray16_png(tmp_path), target)
    page = rendered(target, dpi=144)
    greys = [pixel(page, x, 0.5)[0] for x in (0.4, 0.5, 0.6)]
    assert greys == sorted(greys)
    assert greys[-1] - greys[0] > 60
    assert 90 < greys[1] < 165


def test_a_png_is_embedded_without_loss(tmp_path: Path) -> None:
    source, target = tmp_path / "derau.png", tmp_path / "hasil.pdf"
    image = Image.effect_noise((300, 200), 60).convert("RGB")
    image.save(source)
    pictures.convert(source, target)
    with pikepdf.open(target) as pdf:
        stream = pdf.pages[0].obj["/Resources"]["/XObject"]["/Gambar"]
        assert isinstance(stream, pikepdf.Stream)
        found = pikepdf.PdfImage(stream).as_pil_image()
    assert found.convert("RGB").tobytes() == image.tobytes()


@pytest.mark.parametrize(
    ("maker", "pages"), [(hostile_pictures.pages_tiff, 3), (hostile_pictures.animated_gif, 3)], ids=["tiff", "gif"]
)
def test_every_frame_is_a_page(tmp_path: Path, maker: hostile.Maker, pages: int) -> None:
    made = pictures.convert(maker(tmp_path), tmp_path / "hasil.pdf")
    assert made.pages == pages
    assert any("3 gambar" in note for note in made.notes)


def test_a_long_animation_is_cut_and_says_so(tmp_path: Path) -> None:
    source = tmp_path / "lama.gif"
    frames = [Image.new("L", (20, 20), shade) for shade in range(0, 250, 5)]
    frames[0].save(source, save_all=True, append_images=frames[1:])
    made = pictures.convert(source, tmp_path / "hasil.pdf")
    assert made.pages == 24
    assert any("24 dari 50" in note for note in made.notes)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "LA", "I", "F", "CMYK", "LAB", "YCbCr"])
def test_every_mode_of_a_tiff_is_drawn(tmp_path: Path, mode: str) -> None:
    source = tmp_path / "mode.tif"
    hostile_pictures.picture().convert("RGB").convert("L" if mode in {"1", "I", "F", "LA"} else "RGB").convert(
        mode if mode != "LAB" else "RGB"
    ).save(source)
    assert pictures.convert(source, tmp_path / "hasil.pdf").pages == 1
    corner, background = pixel(rendered(tmp_path / "hasil.pdf", dpi=144), 0.43, 0.45), (255, 255, 255)
    assert not close_to(corner, background)


def test_a_cut_photo_is_bound_with_what_is_left_of_it(tmp_path: Path) -> None:
    source, whole = tmp_path / "foto.jpg", tmp_path / "utuh.jpg"
    Image.effect_noise((800, 600), 60).convert("RGB").save(whole, quality=90)
    data = whole.read_bytes()
    source.write_bytes(data[: len(data) * 6 // 10])
    made = pictures.convert(source, tmp_path / "hasil.pdf")
    assert made.pages == 1
    assert any("terpotong" in flaw for flaw in made.flaws)


def test_a_photo_of_which_next_to_nothing_is_left_is_refused(tmp_path: Path) -> None:
    source, whole = tmp_path / "foto.jpg", tmp_path / "utuh.jpg"
    Image.effect_noise((800, 600), 60).convert("RGB").save(whole, quality=90)
    data = whole.read_bytes()
    source.write_bytes(data[: len(data) // 20])
    with pytest.raises(CannotConvertError, match="terpotong"):
        pictures.convert(source, tmp_path / "hasil.pdf")


@pytest.mark.parametrize(
    ("maker", "words"),
    [
        (hostile_pictures.bomb_png, "terlalu besar"),
        (hostile_pictures.lying_png, "terlalu besar"),
        (hostile_pictures.cut_png, "terpotong"),
        (hostile.text_named_jpg, "bukan gambar"),
    ],
    ids=["bomb", "lying", "cut", "text"],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(tmp_path: Path, maker: hostile.Maker, words: str) -> None:
    with pytest.raises(CannotConvertError, match=words):
        pictures.convert(maker(tmp_path), tmp_path / "hasil.pdf")
    assert not (tmp_path / "hasil.pdf").exists()


def test_heic_names_the_remedy(tmp_path: Path) -> None:
    source = hostile.written(tmp_path, "IMG_0001.HEIC", b"\x00\x00\x00\x18ftypheic" + bytes(64))
    with pytest.raises(CannotConvertError, match="JPG"):
        pictures.convert(source, tmp_path / "hasil.pdf")


def test_a_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    source = tmp_path / "kecil.png"
    Image.new("RGB", (40, 40), RED).save(source)
    pictures.convert(source, tmp_path / "hasil.pdf")
    page = rendered(tmp_path / "hasil.pdf")
    assert close_to(pixel(page, 0.5, 0.5), RED)
    assert close_to(pixel(page, 0.6, 0.5), WHITE)


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    source = hostile_pictures.transparent_png(tmp_path)
    pictures.convert(source, tmp_path / "a.pdf")
    pictures.convert(source, tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
