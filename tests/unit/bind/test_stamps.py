from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pypdf import PdfReader

from dossier.bind import stamps
from dossier.bind.page_import import frame_of

if TYPE_CHECKING:
    from pathlib import Path

A4 = frame_of([0, 0, 595.28, 863.89], None, None, None)


def test_a_stamp_reads_back_as_it_was_drawn() -> None:
    stamp = stamps.draw(A4, "I.3.1", stamps.number_text(7, 12), own=False)
    assert stamps.shown_texts(stamp.content) == stamps.expected_texts("I.3.1", 7, 12)
    assert stamps.expected_texts("I.3.1", 7, 12) == ("I.3.1", "daftar isi", "hlm. 7/12")


@pytest.mark.parametrize("text", ["(I) \\ 3", "Tanpa tempat", "", ")(", "Ünïk", "a\tb", "I.3.1 b · April–Mei · “SK…”"])
def test_any_text_can_be_stamped(text: str) -> None:
    stamp = stamps.draw(A4, text, stamps.number_text(1, 1), own=True)
    shown = stamps.shown_texts(stamp.content)
    assert shown is not None
    assert shown[0] == stamps.plain(text)


def test_a_caption_stands_above_the_stamp_in_a_higher_strip() -> None:
    text = "I.3.1 e · April · foto.jpg\nDokumentasi rapat, April 2025"
    stamp = stamps.draw(A4, text, stamps.number_text(3, 9), own=False)
    shown = ("I.3.1 e · April · foto.jpg", "daftar isi", "hlm. 3/9", "Dokumentasi rapat, April 2025")
    assert stamps.shown_texts(stamp.content) == stamps.expected_texts(text, 3, 9) == shown
    assert stamps.strip_height(A4, text) > stamps.strip_height(A4, "I.3.1")


def test_the_link_to_the_sheet_lies_over_the_code_alone() -> None:
    stamp = stamps.draw(A4, "I.3.1 b · April · undangan.pdf", stamps.number_text(3, 9), own=False)
    short = stamps.draw(A4, "I.3.1 b", stamps.number_text(3, 9), own=False)
    assert stamp.code == short.code
    assert stamp.code[2] < stamp.back[0]


def test_a_page_without_stamp_has_no_texts() -> None:
    assert stamps.shown_texts(b"BT (hlm. 1/2) Tj ET") is None


def test_of_two_stamps_the_upper_one_counts() -> None:
    below, above = (stamps.draw(A4, "I", stamps.number_text(n, 9), own=True).content for n in (1, 2))
    assert stamps.shown_texts(below + b"\n" + above) == ("I", "daftar isi", "hlm. 2/9")


@pytest.mark.parametrize("width", [5, 30, 60, 120, 595, 5000])
def test_the_three_texts_never_touch(width: float) -> None:
    frame = frame_of([0, 0, width, 842], None, None, None)
    content = stamps.draw(frame, "Kesenjangan", stamps.number_text(1234, 5678), own=False).content.decode()
    shown = re.findall(r"BT \S+ (\S+) Tf .*? rg (\S+) \S+ Td \((.*?)\) Tj", content)
    ends = [(float(x), float(x) + float(size) * stamps._width(text)) for size, x, text in shown]  # noqa: SLF001 — the measure under test
    assert ends[0][0] >= 0
    assert ends[0][1] < ends[1][0]
    assert ends[1][1] < ends[2][0]
    assert ends[2][1] <= width


def test_the_font_is_embedded_and_its_text_can_be_extracted(tmp_path: Path) -> None:
    printable = "".join(map(chr, range(ord("!"), ord("~") + 1)))
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(900, 100))
        page = pdf.pages[0].obj
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary({stamps.FONT_NAME: stamps.embed_font(pdf)}))
        escaped = printable.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        page.Contents = pdf.make_stream(f"BT {stamps.FONT_NAME} 9 Tf 9 9 Td ({escaped}) Tj ET".encode())
        pdf.save(tmp_path / "huruf.pdf")
    read = PdfReader(io.BytesIO((tmp_path / "huruf.pdf").read_bytes()))
    assert read.pages[0].extract_text() == printable
    with pikepdf.open(tmp_path / "huruf.pdf") as pdf:
        descriptor = pdf.pages[0].obj.Resources.Font[stamps.FONT_NAME].FontDescriptor
        assert "/FontFile2" in descriptor
        assert str(descriptor.FontName).startswith("/DOSSIE+")


def test_a_zero_is_written_without_a_sign_whatever_was_written_before() -> None:
    assert [stamps.numbers(value) for value in (0.0, -0.0, -0.00001, 12.50004)] == ["0", "0", "0", "12.5"]
