"""Pictures: upright, opaque, whole and unharmed on their page."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
import pillow_heif
import pytest
from PIL import Image, ImageDraw

from dossier.convert.image import pages_of_images
from dossier.convert.image.formats import viewers_decode
from dossier.errors import CannotConvertError
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
    assert pages_of_images.convert(source, target).pages == 1
    page = rendered(target, dpi=144)
    assert page.width > page.height
    middle_left, middle_right, middle_top, middle_bottom = 0.43, 0.57, 0.45, 0.55
    assert close_to(pixel(page, middle_left, middle_top), RED)
    assert close_to(pixel(page, middle_right, middle_bottom), BLUE)
    assert close_to(pixel(page, middle_right, middle_top), WHITE)
    assert close_to(pixel(page, middle_left, middle_bottom), WHITE)


def test_jpeg_bytes_are_embedded_as_they_are(tmp_path: Path) -> None:
    source, target = hostile_pictures.exif_jpeg(tmp_path, 6), tmp_path / "hasil.pdf"
    pages_of_images.convert(source, target)
    assert image_stream(target) == (source.read_bytes(), "/DCTDecode")


def test_a_press_picture_keeps_its_colours(tmp_path: Path) -> None:
    source, target = hostile_pictures.cmyk_jpeg(tmp_path), tmp_path / "hasil.pdf"
    pages_of_images.convert(source, target)
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
    pages_of_images.convert(source, target)
    page = rendered(target)
    assert close_to(pixel(page, 0.4, 0.5), RED)
    assert close_to(pixel(page, 0.6, 0.5), WHITE)


def test_sixteen_bits_keep_their_greys(tmp_path: Path) -> None:
    target = tmp_path / "hasil.pdf"
    pages_of_images.convert(hostile_pictures.gray16_png(tmp_path), target)
    page = rendered(target, dpi=144)
    greys = [pixel(page, x, 0.5)[0] for x in (0.4, 0.5, 0.6)]
    assert greys == sorted(greys)
    assert greys[-1] - greys[0] > 60
    assert 90 < greys[1] < 165


def test_a_png_is_embedded_without_loss(tmp_path: Path) -> None:
    source, target = tmp_path / "derau.png", tmp_path / "hasil.pdf"
    image = Image.effect_noise((300, 200), 60).convert("RGB")
    image.save(source)
    pages_of_images.convert(source, target)
    with pikepdf.open(target) as pdf:
        stream = pdf.pages[0].obj["/Resources"]["/XObject"]["/Gambar"]
        assert isinstance(stream, pikepdf.Stream)
        found = pikepdf.PdfImage(stream).as_pil_image()
    assert found.convert("RGB").tobytes() == image.tobytes()


def test_every_page_of_a_scan_is_a_page(tmp_path: Path) -> None:
    made = pages_of_images.convert(hostile_pictures.pages_tiff(tmp_path), tmp_path / "hasil.pdf")
    assert made.pages == 3
    assert any("3 gambar" in note for note in made.notes)


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_an_animation_is_one_page_and_says_so(tmp_path: Path, form: str) -> None:
    source = tmp_path / "gerak"
    frames = [Image.new("RGB", (80, 60), "white"), *(hostile_pictures.picture((80, 60)) for _ in range(2))]
    frames[2].putpixel((70, 50), (0, 255, 0))
    frames[0].save(source, form, save_all=True, append_images=frames[1:], duration=100, lossless=True)
    made = pages_of_images.convert(source, tmp_path / "hasil.pdf")
    assert made.pages == 1
    assert made.notes == ("gambar bergerak dari 3 bingkai; dicetak bingkai ke-2, selebihnya ada pada berkas asli",), (
        "an empty first frame shows nothing"
    )
    assert close_to(pixel(rendered(tmp_path / "hasil.pdf", dpi=144), 0.48, 0.49), RED)


@pytest.mark.parametrize("form", ["TIFF", "PNG", "WEBP", "AVIF", "HEIF"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8, 5])
def test_orientation_is_honoured_once_in_every_format(tmp_path: Path, form: str, orientation: int) -> None:
    pillow_heif.register_heif_opener()
    source, target = tmp_path / "foto", tmp_path / "hasil.pdf"
    image = hostile_pictures.picture()
    if orientation in hostile_pictures.UNDO:
        image = image.transpose(hostile_pictures.UNDO[orientation])
    exif = image.getexif()
    exif[hostile_pictures.ORIENTATION_TAG] = orientation
    # HEIC says it in the container too, as phones do; both must count once.
    image.save(source, form, exif=exif.tobytes() if form == "HEIF" else exif, quality=95)
    pages_of_images.convert(source, target)
    page = rendered(target, dpi=144)
    assert page.width > page.height
    assert close_to(pixel(page, 0.43, 0.45), RED)
    assert close_to(pixel(page, 0.57, 0.55), BLUE)
    assert close_to(pixel(page, 0.57, 0.45), WHITE)


@pytest.mark.parametrize("form", ["JPEG2000", "ICO", "PCX", "PPM", "TGA", "SGI", "ICNS"])
def test_rare_formats_are_drawn(tmp_path: Path, form: str) -> None:
    source = tmp_path / "gambar"
    hostile_pictures.picture((256, 256)).save(source, form)
    assert pages_of_images.convert(source, tmp_path / "hasil.pdf").pages == 1
    assert close_to(pixel(rendered(tmp_path / "hasil.pdf", dpi=144), 0.45, 0.47), RED)


def test_jpegs_that_viewers_show_wrongly_are_told_apart() -> None:
    stream = io.BytesIO()
    hostile_pictures.picture().save(stream, "JPEG")
    sound = stream.getvalue()
    assert viewers_decode(sound)
    frame = sound.index(b"\xff\xc0")
    arithmetic = sound[: frame + 1] + b"\xc9" + sound[frame + 2 :]
    assert not viewers_decode(arithmetic)
    stream = io.BytesIO()
    hostile_pictures.picture().save(stream, "JPEG", keep_rgb=True)
    unlabelled = stream.getvalue().replace(b"Adobe", b"Xdobe")
    assert not viewers_decode(unlabelled), "RGB in truth, which viewers take for YCbCr"


def test_postscript_under_the_name_of_a_photo_is_refused(tmp_path: Path) -> None:
    source = hostile.written(tmp_path, "foto.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n")
    with pytest.raises(CannotConvertError, match="bukan gambar"):
        pages_of_images.convert(source, tmp_path / "hasil.pdf")


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "LA", "I", "F", "CMYK", "LAB", "YCbCr"])
def test_every_mode_of_a_tiff_is_drawn(tmp_path: Path, mode: str) -> None:
    source = tmp_path / "mode.tif"
    hostile_pictures.picture().convert("RGB").convert("L" if mode in {"1", "I", "F", "LA"} else "RGB").convert(
        mode if mode != "LAB" else "RGB"
    ).save(source)
    assert pages_of_images.convert(source, tmp_path / "hasil.pdf").pages == 1
    corner, background = pixel(rendered(tmp_path / "hasil.pdf", dpi=144), 0.43, 0.45), (255, 255, 255)
    assert not close_to(corner, background)


def test_a_cut_photo_is_bound_with_what_is_left_of_it(tmp_path: Path) -> None:
    source, whole = tmp_path / "foto.jpg", tmp_path / "utuh.jpg"
    Image.effect_noise((800, 600), 60).convert("RGB").save(whole, quality=90)
    data = whole.read_bytes()
    source.write_bytes(data[: len(data) * 6 // 10])
    made = pages_of_images.convert(source, tmp_path / "hasil.pdf")
    assert made.pages == 1
    assert any("terpotong" in flaw for flaw in made.flaws)


def test_a_photo_of_which_next_to_nothing_is_left_is_refused(tmp_path: Path) -> None:
    source, whole = tmp_path / "foto.jpg", tmp_path / "utuh.jpg"
    Image.effect_noise((800, 600), 60).convert("RGB").save(whole, quality=90)
    data = whole.read_bytes()
    source.write_bytes(data[: len(data) // 20])
    with pytest.raises(CannotConvertError, match="terpotong"):
        pages_of_images.convert(source, tmp_path / "hasil.pdf")


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
        pages_of_images.convert(maker(tmp_path), tmp_path / "hasil.pdf")
    assert not (tmp_path / "hasil.pdf").exists()


def test_a_broken_heic_names_the_remedy(tmp_path: Path) -> None:
    source = hostile.written(tmp_path, "IMG_0001.HEIC", b"\x00\x00\x00\x18ftypheic" + bytes(64))
    with pytest.raises(CannotConvertError, match="JPG"):
        pages_of_images.convert(source, tmp_path / "hasil.pdf")


def test_a_small_picture_is_not_blown_up(tmp_path: Path) -> None:
    source = tmp_path / "kecil.png"
    Image.new("RGB", (40, 40), RED).save(source)
    pages_of_images.convert(source, tmp_path / "hasil.pdf")
    page = rendered(tmp_path / "hasil.pdf")
    assert close_to(pixel(page, 0.5, 0.5), RED)
    assert close_to(pixel(page, 0.6, 0.5), WHITE)


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    source = hostile_pictures.transparent_png(tmp_path)
    pages_of_images.convert(source, tmp_path / "a.pdf")
    pages_of_images.convert(source, tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def lines_of(size: tuple[int, int], count: int, *, framed: bool = False) -> Image.Image:
    """Return a white picture with `count` black lines at even distances, two thirds of each step white."""
    image = Image.new("L", size, "white")
    draw = ImageDraw.Draw(image)
    step = size[1] / count
    for number in range(count):
        top = round(number * step + step / 3)
        draw.rectangle((size[0] // 10, top, size[0] * 9 // 10, top + round(step / 3)), fill="black")
    if framed:
        draw.rectangle((0, 0, 4, size[1]), fill="grey")
    return image


def lines_seen(path: Path) -> int:
    """Return how many black lines the middles of all pages show."""
    seen = 0
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
    for number in range(pages):
        page = rendered(path, number).convert("L")
        column = page.crop((page.width // 2, 0, page.width // 2 + 1, page.height)).tobytes()
        dark = [value < 128 for value in column]
        seen += sum(here and not before for before, here in pairwise([False, *dark]))
    return seen


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_long_screenshot_is_cut_over_pages_between_its_lines(tmp_path: Path, form: str) -> None:
    source, target = tmp_path / "layar", tmp_path / "hasil.pdf"
    lines_of((540, 7000), 175, framed=True).save(source, form)
    made = pages_of_images.convert(source, target)
    assert made.pages == 7
    assert made.notes == (f"gambar sangat panjang (540 × 7000 piksel) dibagi atas {made.pages} halaman",)
    assert made.flaws == ()
    assert lines_seen(target) == 175
    with pikepdf.open(target) as pdf:
        assert len({page.obj.Resources.XObject.Gambar.objgen for page in pdf.pages}) == 1


def test_a_long_picture_that_is_stored_sideways_is_cut_upright(tmp_path: Path) -> None:
    source, target = tmp_path / "miring.jpg", tmp_path / "hasil.pdf"
    exif = Image.Exif()
    exif[0x0112] = 6
    lines_of((540, 7000), 175).transpose(Image.Transpose.ROTATE_90).save(source, "JPEG", exif=exif)
    made = pages_of_images.convert(source, target)
    assert made.pages > 5
    assert lines_seen(target) == 175


def test_what_is_cut_through_is_repeated_on_the_next_page(tmp_path: Path) -> None:
    source, target = tmp_path / "derau.png", tmp_path / "hasil.pdf"
    Image.effect_noise((100, 2500), 90).save(source)
    made = pages_of_images.convert(source, target)
    assert made.pages == 3
    told = "gambar sangat panjang (100 × 2500 piksel) dibagi atas 3 halaman"
    assert made.notes == (f"{told}; 2 kali tepi bawahnya terulang di halaman berikutnya",)


@pytest.mark.parametrize("size", [(400, 1200), (400, 888), (3000, 400)])
def test_a_picture_that_one_page_shows_well_stays_whole(tmp_path: Path, size: tuple[int, int]) -> None:
    source, target = tmp_path / "biasa.png", tmp_path / "hasil.pdf"
    lines_of(size, 10).save(source)
    assert pages_of_images.convert(source, target).pages == 1


def test_no_picture_is_cut_into_more_pages_than_anybody_reads(tmp_path: Path) -> None:
    source, target = tmp_path / "sehelai.png", tmp_path / "hasil.pdf"
    Image.new("1", (8, 300_000), "white").save(source)
    assert 2 < pages_of_images.convert(source, target).pages <= pages_of_images.MOST_PIECES * 4 // 3
