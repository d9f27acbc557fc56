"""The words of scans as text under their pages: found by a search, where they stand, and nothing looks different."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from dossier.convert import add_text_layers
from dossier.convert.pdf import text_layer
from dossier.convert.run.pool import kept_or_made
from dossier.model import Media, PreparedPart
from tests.support import hostile_pdf
from tests.support.convert_reading import evidence_file, rendered, text_of
from tests.support.progress import Told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINES: Final = (
    "DAFTAR HADIR",
    "Acara : Rapat monitoring dan evaluasi pembangunan",
    "Tempat : Aula kantor, lantai dua",
    "Pimpinan : Pegawai Satu, Notulis : Pegawai Dua",
)
WORD: Final = "monitoring"


@pytest.fixture(autouse=True)
def _tesseract() -> None:
    assert shutil.which("tesseract"), "the test run installs tesseract with its Indonesian data"


def letter(*lines: str) -> Image.Image:
    image = Image.new("L", (1654, 1000), 255)
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((120, 100 + 90 * number), line, font=ImageFont.load_default(44), fill=0)
    return image


def scan(path: Path, *pages: Image.Image) -> Path:
    pages[0].save(path, resolution=200, save_all=True, append_images=pages[1:])
    return path


def cache(root: Path) -> Path:
    """Return the folder of prepared parts, which is all that a child reads."""
    (root / "cache").mkdir(exist_ok=True)
    return root / "cache"


def part(root: Path, pdf: Path) -> PreparedPart:
    with pikepdf.open(pdf) as opened:
        pages = len(opened.pages)
    return PreparedPart(file=evidence_file(root, pdf, Media.PDF), pdf=pdf, pages=pages, engine="pikepdf")


def layered(root: Path, pdf: Path) -> Path:
    told = Told()
    found = add_text_layers([part(root, pdf)], root / "cache", workers=1, progress=told)
    assert found is not None
    assert told.done == told.totals
    (made,) = found.parts
    assert made.pdf is not None
    return made.pdf


def turned_sheet(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj["/Rotate"] = 90
        pdf.save(path)


def cut_sheet(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        left, bottom, right, top = (float(value) for value in page.mediabox)
        page.obj["/CropBox"] = pikepdf.Array([left + 20, bottom + 60, right - 30, top - 5])
        pdf.save(path)


def as_it_is(_path: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("turn", "change"),
    [(0, as_it_is), (180, as_it_is), (90, turned_sheet), (0, cut_sheet)],
    ids=["upright", "upside down", "turned by the page", "cut by the page"],
)
def test_words_of_a_scan_are_found_where_they_stand_and_it_looks_the_same(
    tmp_path: Path, turn: int, change: Callable[[Path], None]
) -> None:
    pdf = scan(cache(tmp_path) / "scan.pdf", letter(*LINES).rotate(turn, expand=True))
    change(pdf)
    made = layered(tmp_path, pdf)
    assert WORD in text_of(made)
    assert rendered(made, dpi=100).tobytes() == rendered(pdf, dpi=100).tobytes()
    assert ink_below(made, WORD) > 0.1


def ink_below(path: Path, word: str) -> float:
    """Return the dark part of the box of a word, as the page shows it unturned; the box is a word's size."""
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        page.set_rotation(0)
        text = page.get_textpage()
        start = text.get_text_range().index(word)
        boxes = [text.get_charbox(number) for number in range(start, start + len(word))]
        left, bottom, right, top = (pick(box[side] for box in boxes) for side, pick in enumerate((min, min, max, max)))
        assert 12 < min(right - left, top - bottom) < 30
        edge, _, _, upper = page.get_cropbox()
        picture = page.render(scale=4, grayscale=True).to_pil()
    box = (left - edge, upper - top, right - edge, upper - bottom)
    histogram = picture.crop(tuple(round(4 * value) for value in box)).histogram()
    return float(sum(histogram[:128]) / sum(histogram))


def test_the_font_stands_once_and_a_page_grows_by_little(tmp_path: Path) -> None:
    dense = letter(*(f"{number}. Laporan {number} tentang pelayanan dan pengawasan" for number in range(1, 10)))
    pdf = scan(cache(tmp_path) / "scan.pdf", *(dense.copy() for _ in range(6)), letter("SATU HALAMAN LAIN"))
    made = layered(tmp_path, pdf)
    with pikepdf.open(made) as opened:
        fonts = {each.objgen for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each}
        assert len(fonts) == 2  # the font, and what it descends to
    assert made.stat().st_size - pdf.stat().st_size < 7 * 4096


def test_pages_that_share_their_resources_each_have_their_words(tmp_path: Path) -> None:
    pdf = scan(cache(tmp_path) / "a.pdf", letter("DAFTAR HADIR RAPAT", *LINES), letter("NOTULEN RAPAT", *LINES))
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        first, second = (page.obj for page in opened.pages)
        shared = pikepdf.Dictionary(XObject=pikepdf.Dictionary())
        for number, page in enumerate((first, second)):
            shared.XObject[f"/Gambar{number}"] = page.Resources.XObject[next(iter(page.Resources.XObject.keys()))]
            width, height = (float(value) for value in page.MediaBox[2:])
            page.Contents = opened.make_stream(f"q {width} 0 0 {height} 0 0 cm /Gambar{number} Do Q".encode())
        first.Resources = second.Resources = opened.make_indirect(shared)
        opened.save(pdf)
    assert ["NOTULEN" in text for text in text_of(layered(tmp_path, pdf)).split("\f")] == [False, True]


def test_only_changed_pages_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs: list[str] = []

    def watched(*args: object, **options: object) -> object:
        recipe, wanted = str(args[1]), args[2]
        if recipe.startswith("teks_halaman"):
            jobs.extend(wanted)  # type: ignore[arg-type]  # keys of jobs
        return kept_or_made(*args, **options)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(text_layer, "kept_or_made", watched)
    first, second = letter("DAFTAR HADIR RAPAT", *LINES), letter("NOTULEN RAPAT", *LINES)
    layered(tmp_path, scan(cache(tmp_path) / "a.pdf", first, second))
    facts = {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").rglob("*.json")}
    made = layered(tmp_path, scan(cache(tmp_path) / "b.pdf", first, letter("BERITA ACARA RAPAT", *LINES), second))
    assert len(set(jobs)) == 3
    assert all(path.stat().st_mtime_ns == stamp for path, stamp in facts.items())
    pages = text_of(made).split("\f")
    assert [word in page for word, page in zip(("HADIR", "BERITA", "NOTULEN"), pages, strict=True)] == [True] * 3


def test_pages_with_text_or_without_pictures_stay_as_they_are(tmp_path: Path) -> None:
    source = cache(tmp_path) / "a.pdf"
    source.write_bytes(hostile_pdf.drawn(("Notulen rapat pembangunan ZI", "1")))
    assert layered(tmp_path, source) == source


def test_a_part_that_cannot_be_read_stays_as_it_is_and_is_counted(tmp_path: Path) -> None:
    pdf = scan(cache(tmp_path) / "a.pdf", letter(*LINES))
    known = part(tmp_path, pdf)
    pdf.write_bytes(b"%PDF-1.7 rusak")
    found = add_text_layers([known], tmp_path / "cache", workers=1)
    assert found is not None
    assert found.parts == (known,)
    assert found.failed == 1


def test_without_tesseract_nothing_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossier.convert.extract.tesseract.find", lambda: None)
    assert (
        add_text_layers([part(tmp_path, scan(cache(tmp_path) / "a.pdf", letter(*LINES)))], tmp_path / "cache") is None
    )
