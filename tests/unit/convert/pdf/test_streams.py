"""Damage inside the streams of a PDF is mended and said, and never reaches the clean form."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pikepdf
import pytest

from dossier.convert.pdf import fallback, image_checks, streams
from tests.support import hostile_pdf, hostile_streams
from tests.support.convert_reading import rendered, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.convert.run.result import Made

LOST = {"cut in half", "without its head", "cut in its head", "without its start", "with markers in its middle"}


def said_against(pdf: Path) -> str:
    """Return what `qpdf --check` says against a file; nothing where the program is not installed."""
    try:
        said = subprocess.run(["qpdf", "--check", pdf], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        with pikepdf.open(pdf) as document:
            return "\n".join(map(str, document.check_pdf_syntax()))
    return "" if said.returncode == 0 else said.stdout + said.stderr


def clean_form(source: Path, folder: Path) -> tuple[Made, Path]:
    """Convert a file, and make sure that nothing can be said against what comes out."""
    target = folder / "bersih.pdf"
    made = fallback.convert(source, target)
    assert said_against(target) == ""
    return made, target


@pytest.mark.parametrize("damage", hostile_streams.FLATE)
def test_spoiled_page_content_is_written_anew_as_far_as_it_can_be_read(tmp_path: Path, damage: str) -> None:
    source = hostile_streams.packed_pdf(tmp_path, hostile_streams.FLATE[damage])
    made, target = clean_form(source, tmp_path)
    assert made.pages == 2
    assert text_of(target).count("CONTOH utuh") == 1
    if damage in LOST:
        assert made.flaws == ("data isi halaman 2 rusak; diikat sejauh terbaca, bandingkan dengan berkas asli",)
    if damage == "without its checksum":
        assert (made.flaws, made.notes) == ((), ("cara tulis isi halaman 2 diperbaiki",))
        assert text_of(target).count("CONTOH baris") == 50


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        (pikepdf.Name.ASCIIHexDecode, b"302030206D \xa9\xff>"),
        (pikepdf.Name.ASCII85Decode, b'87cURD]i,\xa9"Ebo80~>'),
        (pikepdf.Name.LZWDecode, b"\xff\xff\xff\xff\xff"),
    ],
)
def test_content_in_another_coding_that_is_spoiled_is_emptied_and_said(
    tmp_path: Path, coding: pikepdf.Name, data: bytes
) -> None:
    made, _ = clean_form(hostile_streams.packed_otherwise_pdf(tmp_path, coding, data), tmp_path)
    assert any("rusak" in flaw for flaw in made.flaws)


def test_half_a_content_keeps_its_first_half(tmp_path: Path) -> None:
    _, target = clean_form(hostile_streams.packed_pdf(tmp_path, hostile_streams.FLATE["cut in half"]), tmp_path)
    assert 5 < text_of(target).count("CONTOH baris") < 50


@pytest.mark.parametrize("damage", hostile_streams.JPEG)
def test_a_spoiled_photo_is_encoded_anew_or_drawn(tmp_path: Path, damage: str) -> None:
    source = hostile_streams.photo_pdf(tmp_path, hostile_streams.JPEG[damage])
    made, target = clean_form(source, tmp_path)
    assert bool(made.flaws) is (damage in LOST)
    before, after = (rendered(path, 0).convert("L").resize((60, 84)) for path in (source, target))
    assert max(abs(a - b) for a, b in zip(before.tobytes(), after.tobytes(), strict=True)) < 60


def test_a_sound_photo_is_passed_on_byte_by_byte(tmp_path: Path) -> None:
    made, target = clean_form(hostile_streams.photo_pdf(tmp_path, bytes), tmp_path)
    assert (made.flaws, made.notes) == ((), ())
    with pikepdf.open(target) as pdf:
        assert pdf.pages[0].obj.Resources.XObject.Gambar.read_raw_bytes() == hostile_streams.jpeg()


@pytest.mark.parametrize("coding", [pikepdf.Name.JPXDecode, pikepdf.Name.JBIG2Decode])
def test_a_picture_that_only_viewers_decode_is_drawn_when_its_markers_are_wrong(
    tmp_path: Path, coding: pikepdf.Name
) -> None:
    made, target = clean_form(hostile_streams.picture_pdf(tmp_path, b"\x00\x00\x00\x0cjP  spoiled", coding), tmp_path)
    assert "gambar di halaman 1 rusak" in " ".join(made.notes)
    assert made.flaws
    with pikepdf.open(target) as pdf:
        filters = {str(item.get("/Filter")) for item in pdf.objects if isinstance(item, pikepdf.Stream)}
    assert str(coding) not in filters


@pytest.mark.parametrize("content", hostile_streams.WRITTEN)
def test_content_that_breaks_the_rules_of_its_language_is_written_by_them(tmp_path: Path, content: str) -> None:
    made, _ = clean_form(hostile_streams.written_pdf(tmp_path, hostile_streams.WRITTEN[content]), tmp_path)
    assert made.flaws == ()
    assert made.notes == ("cara tulis isi halaman 1 diperbaiki",)


def test_damage_in_what_no_page_shows_is_no_flaw(tmp_path: Path) -> None:
    document = hostile_pdf.opened(("CONTOH",))
    stream = document.make_stream(b"no Flate at all")
    stream["/Filter"] = pikepdf.Name.FlateDecode
    font = next(iter(document.pages[0].obj.Resources.Font.values()))
    font["/ToUnicode"] = stream
    made, _ = clean_form(hostile_pdf.saved(document, tmp_path / "salin.pdf"), tmp_path)
    assert made.flaws == ()


def test_a_stream_that_was_flushed_and_never_closed_has_lost_nothing(tmp_path: Path) -> None:
    def flushed(data: bytes) -> bytes:
        import zlib  # noqa: PLC0415 — for this one case

        packer = zlib.compressobj()
        return packer.compress(zlib.decompress(data)) + packer.flush(zlib.Z_SYNC_FLUSH)

    made, _ = clean_form(hostile_streams.packed_pdf(tmp_path, flushed), tmp_path)
    assert made.flaws == ()


def test_a_sound_file_is_not_touched(tmp_path: Path) -> None:
    with pikepdf.open(hostile_pdf.plain_pdf(tmp_path)) as pdf:
        assert not streams.mend(pdf)


def test_only_whole_segments_make_a_jbig2_picture() -> None:
    page = bytes.fromhex("00000000 30 00 01 00000013") + bytes(0x13)
    assert image_checks.is_whole("/JBIG2Decode", page)
    assert not image_checks.is_whole("/JBIG2Decode", page[:-1])
    assert not image_checks.is_whole("/JBIG2Decode", b"\x97JB2\r\n\x1a\n" + page)


def test_a_jpeg_2000_without_its_end_is_not_whole() -> None:
    stream = b"\xff\x4f\xff\x51" + bytes(100)
    assert not image_checks.is_whole("/JPXDecode", stream)
    assert image_checks.is_whole("/JPXDecode", stream + b"\xff\xd9")
