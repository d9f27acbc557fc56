"""Web pages: the words in order, nothing run, nothing fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.convert.text import html as web
from dossier.errors import CannotConvertError
from tests.support import hostile
from tests.support.convert_reading import text_of

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.convert.run.result import Made


def written(folder: Path, html: str | bytes) -> tuple[Made, str]:
    target = folder / "hasil.pdf"
    made = web.convert(hostile.written(folder, "a.html", html), target)
    return made, text_of(target)


def test_headings_lists_and_tables_keep_their_order(tmp_path: Path) -> None:
    _, text = written(
        tmp_path,
        "<h1>Judul</h1><p>Alinea <b>tebal</b> &amp; biasa</p><ol><li>satu<li>dua</ol>"
        "<table><tr><th>No<th>Nama<tr><td>1<td>Pegawai Satu</table>akhir",
    )
    places = [text.index(word) for word in ("Judul", "Alinea tebal & biasa", "dua", "Nama", "Pegawai Satu", "akhir")]
    assert places == sorted(places)


def test_scripts_styles_and_hidden_text_are_no_words(tmp_path: Path) -> None:
    _, text = written(
        tmp_path,
        "<title>judul jendela</title><script>jahat()</script><style>p{}</style><p hidden>gelap</p>"
        "<div style='display: none'>samar</div><noscript>tanpa</noscript><p>terang</p>",
    )
    assert text.strip() == "terang"


def test_addresses_of_links_survive_and_scripts_in_them_do_not(tmp_path: Path) -> None:
    _, text = written(tmp_path, "<a href='https://contoh.invalid/a'>laman</a> <a href='javascript:x()'>tombol</a>")
    assert "laman (https://contoh.invalid/a)" in text
    assert "javascript" not in text


def test_pictures_are_named_and_counted(tmp_path: Path) -> None:
    made, text = written(tmp_path, "<p>isi<img src='http://127.0.0.1:9/x.png' alt='Foto rapat'></p>")
    assert "[gambar: Foto rapat]" in text
    assert any("1 gambar" in note for note in made.notes)


def test_the_declared_encoding_is_believed_where_it_is_not_utf8(tmp_path: Path) -> None:
    _, text = written(tmp_path, '<meta charset="windows-1250"><p>Świętość Łódź</p>'.encode("cp1250"))
    assert "Świętość Łódź" in text


@pytest.mark.parametrize("html", ["<html><body><script>x</script></body></html>", "<!doctype html>", "<img src=x>"])
def test_a_page_without_words_is_refused(tmp_path: Path, html: str) -> None:
    with pytest.raises(CannotConvertError, match="tidak memuat teks"):
        written(tmp_path, html)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 3000 + "dalam",
        "<b><p>silang</b></p><i>a<b>b</i>c</b>",
        "<table>" * 200 + "x",
        "<p>" + "a&amp;" * 50_000,
    ],
    ids=["deep", "crossed", "tables", "long"],
)
def test_malformed_pages_still_become_pages_or_a_reason(tmp_path: Path, html: str) -> None:
    try:
        made, _ = written(tmp_path, html)
    except CannotConvertError:
        return
    assert made.pages >= 1
