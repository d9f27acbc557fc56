"""Documents without LibreOffice: their words in order, and a label that says what is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.convert.office import plain_layout
from dossier.errors import CannotConvertError
from tests.support import hostile, outside
from tests.support.convert_reading import text_of
from tests.support.hostile_office import zip_of

if TYPE_CHECKING:
    from pathlib import Path


def test_an_opendocument_text_keeps_the_order_of_its_words(tmp_path: Path) -> None:
    cells = "".join(f"<table:table-cell><text:p>{word}</text:p></table:table-cell>" for word in ("No", "Nama"))
    body = (
        "<text:h>Notulen</text:h><text:p>Isi <text:span>rapat</text:span><text:s/>ZI</text:p>"
        f"<table:table><table:table-row>{cells}</table:table-row></table:table><text:p>Akhir</text:p>"
    )
    source = hostile.written(tmp_path, "a.odt", outside.open_document("text", body))
    made = plain_layout.convert(source, tmp_path / "hasil.pdf")
    text = " ".join(text_of(tmp_path / "hasil.pdf").split())
    assert text.endswith("Notulen Isi rapat ZI No Nama Akhir")
    assert "HANYA TEKS" in text
    assert made.flaws


def test_slides_come_in_their_order(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    slides = [
        (f"ppt/slides/slide{number}.xml", f'<p xmlns:a="{space}"><a:p><a:t>isi {number}</a:t></a:p></p>'.encode())
        for number in (10, 2, 1)
    ]
    source = hostile.written(tmp_path, "a.pptx", zip_of(slides))
    plain_layout.convert(source, tmp_path / "hasil.pdf")
    text = text_of(tmp_path / "hasil.pdf")
    assert text.index("isi 1\n") < text.index("isi 2") < text.index("isi 10")


@pytest.mark.parametrize("content", [b"<putus", b"<x/>"], ids=["broken", "empty"])
def test_a_document_without_words_is_refused(tmp_path: Path, content: bytes) -> None:
    source = hostile.written(tmp_path, "a.odt", zip_of([("content.xml", content)]))
    with pytest.raises(CannotConvertError, match="LibreOffice"):
        plain_layout.convert(source, tmp_path / "hasil.pdf")
