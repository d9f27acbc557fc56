"""Every awkward page in the finished bundle, looked at as pdfium draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import ImageChops
from pypdf import PdfReader

from dossier.bind import assembly, stamps
from dossier.bind.page_import import read_frame
from tests.support import assembly_source as made
from tests.support.assembly_pages import Shape, add_page, write_shapes
from tests.support.assembly_reading import render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PIL.Image import Image

FRONT = 4
"""Own pages before the first evidence page: sampul, daftar isi, area, indikator."""

CROPS = (None, (100.0, 50.0, 400.0, 600.0), (-50.0, 300.0, 300.0, 2000.0))
TURNS = (None, 90, 180, 270, -90, 450)
SHAPES = [Shape(rotate=turn, crop=crop, unit=unit) for turn in TURNS for crop in CROPS for unit in (None, 2.0)]
ODD_SIZES = [
    Shape(media=(0, 0, 20, 30)),
    Shape(media=(0, 0, 8000, 5000)),
    Shape(media=(0, 0, 40, 800)),
    Shape(media=(-1000, -500, -400, 300), rotate=90),
    Shape(media=(0, 0, 14400, 14400), rotate=-90),
]
LEAKY = [
    Shape(before=b"q q q 2 0 0 2 30 30 cm q", after=b"q 0.5 0 0 0.5 9 9 cm"),
    Shape(before=b"Q Q Q", after=b"Q Q", rotate=90),
    Shape(after=b"BT /F1 12 Tf (tak pernah ditutup"),
    Shape(after=b"BT 3 Tr"),
    Shape(after=b"/OC /MC0 BDC"),
    Shape(after=b"0 0 1 1 re W n"),
]


def bind(tmp_path: Path, *parts: tuple[Path, int]) -> Path:
    bound = [made.Bound(path=f"I/{file.name}", pdf=file, pages=pages) for file, pages in parts]
    assembly.assemble(made.source_of(bound), tmp_path / "dossier.pdf", made.draw)
    return tmp_path / "dossier.pdf"


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[Shape]]:
    folder = tmp_path_factory.mktemp("bundel")
    shapes = [*SHAPES, *ODD_SIZES, *LEAKY]
    source = write_shapes(folder / "bentuk.pdf", shapes)
    return source, bind(folder, (source, len(shapes))), shapes


def numbers() -> range:
    return range(len(SHAPES) + len(ODD_SIZES) + len(LEAKY))


def scale_of(shape: Shape, pixels: int = 400) -> float:
    # pdfium shows a page in its own units, whatever its /UserUnit.
    left, bottom, right, top = shape.visible
    return pixels / max(right - left, top - bottom)


def most_different(one: Image, other: Image) -> float:
    """Return the share of pixels that clearly differ; edges may fall on other fractions of a pixel."""
    difference = ImageChops.difference(one, other).convert("L").point(lambda value: 255 * (value > 80))
    return sum(difference.histogram()[255:]) / (one.width * one.height)


@pytest.mark.parametrize("index", numbers())
def test_the_content_looks_as_in_the_source(awkward: tuple[Path, Path, list[Shape]], index: int) -> None:
    source, bundle, shapes = awkward
    scale = scale_of(shapes[index])
    before, after = render(source, index + 1, scale), render(bundle, FRONT + index + 1, scale)
    assert after.width == before.width
    assert after.height > before.height
    assert most_different(before, after.crop((0, 0, before.width, before.height))) < 0.02


@pytest.mark.parametrize("index", numbers())
def test_the_strip_holds_the_stamp_upright_and_nothing_of_the_page(
    awkward: tuple[Path, Path, list[Shape]], index: int
) -> None:
    source, bundle, shapes = awkward
    number, total = FRONT + index + 1, FRONT + len(shapes) + 1
    scale = scale_of(shapes[index])
    height = render(source, index + 1, scale).height
    picture = render(bundle, number, scale)
    strip = picture.crop((0, height + 2, picture.width, picture.height))
    # Black, blue and green of the page would be far darker or more coloured than the stamp's ink.
    channels = strip.split()
    for one, other in zip(channels, (*channels[1:], channels[0]), strict=True):
        assert sum(ImageChops.difference(one, other).histogram()[60:]) == 0
    with pypdfium2.PdfDocument(bundle) as document:
        page = document[number - 1]
        text = page.get_textpage()
        shown = text.get_text_range()
        assert f"I.1.1 daftar isi hlm. {number}/{total}" in " ".join(shown.split())
        first, last = shown.index("I.1.1"), shown.index(f"{number}/{total}") + len(f"{number}/{total}") - 1
        corners = [pixel(page, text.get_charbox(at), scale, picture) for at in (first, last)]
    (left, top, _, _), (_, low, right, _) = corners
    assert left < right <= picture.width
    assert height - 1 <= top < picture.height
    assert abs(top - low) < picture.height - height


def pixel(
    page: pypdfium2.PdfPage, box: tuple[float, float, float, float], scale: float, picture: Image
) -> tuple[float, float, float, float]:
    """Return where a box in page units is in the rendered picture: left, middle, right, middle."""
    left, bottom, right, top = page.get_mediabox()
    x0, y0, x1, y1 = box
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    turned = {
        0: (x - left, top - y),
        90: (y - bottom, x - left),
        180: (right - x, y - bottom),
        270: (top - y, right - x),
    }[page.get_rotation()]
    across, down = turned[0] * scale, turned[1] * scale
    assert 0 <= across <= picture.width
    return across, down, across, down


def test_the_way_back_can_be_clicked_in_the_strip(awkward: tuple[Path, Path, list[Shape]]) -> None:
    _, bundle, shapes = awkward
    with pikepdf.open(bundle) as pdf:
        for index in range(len(shapes)):
            page = pdf.pages[FRONT + index].obj
            frame = read_frame(page)
            sheet, link = page.Annots
            assert pdf.pages[3].obj.objgen == sheet.A.D[0].objgen
            assert link.A.D[0].objgen == pdf.pages[1].obj.objgen
            strip = stamps.strip_height(frame)  # of the extended page: a little more than the true strip
            foot = frame.placed((0, 0, frame.width, strip))
            left, bottom, right, top = (float(value) for value in link.Rect)
            assert foot[0] - 1 <= left < right <= foot[2] + 1
            assert foot[1] - 1 <= bottom < top <= foot[3] + 1


def one_page(file: Path, page_of: Mapping[str, pikepdf.Object | int] | None = None, shape: Shape | None = None) -> Path:
    with pikepdf.new() as pdf:
        page = add_page(pdf, shape or Shape())
        for key, value in (page_of or {}).items():
            page[key] = value
        pdf.save(file)
    return file


def same_look(source: Path, bundle: Path, number: int = FRONT + 1, page: int = 1) -> bool:
    before, after = render(source, page, 0.5), render(bundle, number, 0.5)
    return most_different(before, after.crop((0, 0, before.width, before.height))) < 0.02


def test_a_page_without_contents_is_a_blank_page_with_a_stamp(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 400))
        del pdf.pages[0].obj["/Contents"]
        pdf.save(tmp_path / "kosong.pdf")
    bundle = bind(tmp_path, (tmp_path / "kosong.pdf", 1))
    assert "hlm. 5/6" in PdfReader(bundle).pages[FRONT].extract_text()


@pytest.mark.parametrize("contents", [Name.Bukan, Array([]), Dictionary(), Array([Dictionary(), 7])])
def test_contents_that_are_no_stream_draw_nothing(tmp_path: Path, contents: pikepdf.Object) -> None:
    source = one_page(tmp_path / "aneh.pdf", {"/Contents": contents})
    assert same_look(source, bind(tmp_path, (source, 1)))


def test_several_content_streams_share_their_state(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = add_page(pdf, Shape())
        pieces = (b"q 0 0 1 rg 50 50 200", b"200 re", b"f Q 0 g 300 300 99 99 re f")
        page.Contents = Array([pdf.make_stream(piece) for piece in pieces])
        pdf.save(tmp_path / "potong.pdf")
    assert same_look(tmp_path / "potong.pdf", bind(tmp_path, (tmp_path / "potong.pdf", 1)))


def test_a_stream_that_cannot_be_decoded_does_not_take_the_others_along(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = add_page(pdf, Shape())
        broken = pdf.make_stream(b"bukan zlib", Filter=Name.FlateDecode)
        page.Contents = Array([broken, pdf.make_stream(b"0 0 1 rg 50 50 200 200 re f")])
        pdf.save(tmp_path / "rusak.pdf", compress_streams=False)
    bundle = bind(tmp_path, (tmp_path / "rusak.pdf", 1))
    assert render(bundle, FRONT + 1).getpixel((100, 700)) == (0, 0, 255)


def test_two_pages_may_share_one_content_stream(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        first, second = add_page(pdf, Shape()), add_page(pdf, Shape(crop=(100, 100, 300, 400)))
        shared = pdf.make_indirect(first.Contents)
        first.Contents, second.Contents = shared, shared
        pdf.save(tmp_path / "bersama.pdf")
    bundle = bind(tmp_path, (tmp_path / "bersama.pdf", 2))
    assert same_look(tmp_path / "bersama.pdf", bundle)
    assert same_look(tmp_path / "bersama.pdf", bundle, FRONT + 2, 2)


def test_resources_and_boxes_may_be_inherited(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        for _ in range(2):
            page = add_page(pdf, Shape())
            form = pdf.make_stream(
                b"1 0 0 rg 0 0 99 99 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99])
            )
            page.Contents = pdf.make_stream(b"q 2 0 0 2 100 100 cm /Gambar Do Q")
            for key in ("/MediaBox", "/Resources"):
                del page[key]
        pdf.Root.Pages.Resources = Dictionary(XObject=Dictionary(Gambar=form))
        pdf.Root.Pages.MediaBox = Array([0, 0, 400, 500])
        pdf.Root.Pages.Rotate = 90
        pdf.save(tmp_path / "warisan.pdf")
    bundle = bind(tmp_path, (tmp_path / "warisan.pdf", 2))
    assert same_look(tmp_path / "warisan.pdf", bundle)
    assert same_look(tmp_path / "warisan.pdf", bundle, FRONT + 2, 2)


def test_names_of_the_page_never_clash_with_ours(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = add_page(pdf, Shape())
        form = pdf.make_stream(
            b"0 0 1 rg 0 0 99 99 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99])
        )
        page.Resources = Dictionary(
            XObject=Dictionary(DossierIsi0=form),
            Font=Dictionary({stamps.FONT_NAME: Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Symbol)}),
        )
        page.Contents = pdf.make_stream(
            b"/DossierIsi0 Do BT %s 40 Tf 200 300 Td (abc) Tj ET" % stamps.FONT_NAME.encode()
        )
        pdf.save(tmp_path / "nama.pdf")
    bundle = bind(tmp_path, (tmp_path / "nama.pdf", 1))
    assert same_look(tmp_path / "nama.pdf", bundle)
    assert "hlm. 5/6" in PdfReader(bundle).pages[FRONT].extract_text()


def test_the_bytes_of_a_page_s_content_and_pictures_are_kept(tmp_path: Path) -> None:
    source = write_shapes(tmp_path / "isi.pdf", [Shape(rotate=90)])
    bundle = bind(tmp_path, (source, 1))
    with pikepdf.open(source) as before, pikepdf.open(bundle) as after:
        form = after.pages[FRONT].obj.Resources.XObject["/DossierIsi0"]
        assert [float(value) for value in form.BBox] == [0, 0, 595, 842]
        assert form.read_raw_bytes() == before.pages[0].obj.Contents.read_raw_bytes()


def test_only_what_shows_is_taken_over_from_a_page(tmp_path: Path) -> None:
    extra: dict[str, pikepdf.Object | int] = {
        "/TrimBox": Array([10, 10, 20, 20]),
        "/StructParents": 4,
        "/Metadata": Dictionary(),
        "/Group": Dictionary(S=Name.Transparency, CS=Name.DeviceRGB),
    }
    with pikepdf.open(bind(tmp_path, (one_page(tmp_path / "kunci.pdf", extra), 1))) as pdf:
        assert set(pdf.pages[FRONT].obj.keys()) == {
            "/Type", "/Parent", "/MediaBox", "/Rotate", "/Resources", "/Contents", "/Annots", "/Group",
        }  # fmt: skip
