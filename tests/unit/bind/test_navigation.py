"""Links as they are written: text for qpdf, and a dictionary for everybody who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from dossier.bind.navigation import KEY, Targets

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bind.page_import import Box

WHERE = st.floats(-2_000, 20_000, width=32)
KEYS = (
    "daftar-isi",
    "berkas:I/a (1).pdf",
    "berkas:I/\\ miring.pdf",
    "berkas:é.pdf",
    "berkas:中文 →.pdf",
    "berkas:\x01\n",
)


def dictionary(key: str, box: Box, targets: Targets) -> Dictionary:
    """Return the annotation as an object with its entries."""
    rect = Array([round(value, 4) for value in box])
    annotation = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, F=4)
    annotation.Border, annotation.A, annotation[KEY] = targets.border, targets.click(key), String(key)
    return annotation


def saved(pdf: pikepdf.Pdf, file: Path) -> bytes:
    pdf.save(file, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return file.read_bytes()


@pytest.mark.parametrize("key", KEYS)
def test_a_link_is_written_as_the_dictionary_that_it_is(key: str, tmp_path: Path) -> None:
    box = (70.86614173, 0, 1e-5, 841.89)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        page = pdf.pages[0].obj
        targets = Targets({key: page}, pdf=pdf)
        page.Annots = Array([dictionary(key, box, targets)])
        expected = saved(pdf, tmp_path / "kamus.pdf")
        page.Annots = Array(targets.link(key, box))
        assert saved(pdf, tmp_path / "teks.pdf") == expected
    with pikepdf.open(tmp_path / "teks.pdf") as pdf:
        (link,) = pdf.pages[0].obj.Annots
        assert str(link[KEY]) == key
        assert link.A.D[0].objgen == pdf.pages[0].obj.objgen


@given(st.tuples(WHERE, WHERE, WHERE, WHERE))
def test_the_corners_of_a_link_are_numbers_as_qpdf_writes_them(box: Box) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        targets = Targets({"daftar-isi": pdf.pages[0].obj}, pdf=pdf)
        rest = targets.link("daftar-isi", box)[-1].unparse()
        assert b"/Rect " + Array([round(value, 4) + 0.0 for value in box]).unparse() in rest  # "0", never "-0"
