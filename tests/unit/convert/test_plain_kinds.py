"""Text, Markdown, CSV and links: every word reaches the page, nothing is run, fetched or parsed as markup."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pytest
from reportlab.platypus import PageBreak, Paragraph

from dossier.convert.text import cards, csv_table, markdown, plain
from dossier.errors import CannotConvertError
from dossier.typeset import page_setup
from dossier.typeset.typography import STYLES
from tests.support import hostile
from tests.support.convert_reading import text_of

if TYPE_CHECKING:
    from pathlib import Path


def flat(path: Path) -> str:
    return " ".join(text_of(path).split())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
def test_text_is_read_in_the_encoding_it_was_written_in(tmp_path: Path, encoding: str) -> None:
    sentence = "Rapat “pemantauan” café – dihadiri Pegawai Satu dan Pegawai Dua di ruang rapat utama."
    source = hostile.written(tmp_path, "catatan.txt", "\r\n".join([sentence] * 20).encode(encoding))
    plain.convert(source, tmp_path / "hasil.pdf")
    assert flat(tmp_path / "hasil.pdf").count("“pemantauan” café –") == 20


def test_markup_in_text_is_text(tmp_path: Path) -> None:
    source = hostile.written(tmp_path, "a.txt", "<b>tebal</b> <img src='/etc/passwd'/> & &amp; </para>\n")
    plain.convert(source, tmp_path / "hasil.pdf")
    assert "<b>tebal</b> <img src='/etc/passwd'/> & &amp; </para>" in flat(tmp_path / "hasil.pdf")


def test_controls_and_bidirectional_marks_are_shown(tmp_path: Path) -> None:
    source = hostile.written(tmp_path, "a.txt", "satu\x07dua \u202etiga 😀\n")
    plain.convert(source, tmp_path / "hasil.pdf")
    found = flat(tmp_path / "hasil.pdf")
    for shown in ("U+0007", "U+202E", "U+1F600"):
        assert shown in found


def test_a_form_feed_starts_a_page(tmp_path: Path) -> None:
    source = hostile.written(tmp_path, "a.txt", "halaman satu\fhalaman dua\n")
    assert plain.convert(source, tmp_path / "hasil.pdf").pages == 2


def test_a_huge_text_is_cut_and_says_so(tmp_path: Path) -> None:
    source = hostile.written(tmp_path, "log.txt", "baris\n" * 9_000)
    made = plain.convert(source, tmp_path / "hasil.pdf")
    assert made.pages < 150
    assert "3.000 baris selebihnya tidak dicetak; lihat berkas asli" in made.notes
    assert "3.000 baris selebihnya" in flat(tmp_path / "hasil.pdf")


def test_a_line_without_blanks_is_wrapped_inside_the_page(tmp_path: Path) -> None:
    made = plain.convert(hostile.long_line(tmp_path), tmp_path / "hasil.pdf")
    assert any("dipotong" in note for note in made.notes)
    rows = text_of(tmp_path / "hasil.pdf").splitlines()
    assert max(len(row) for row in rows) < 160


def test_an_empty_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotConvertError, match="kosong"):
        plain.convert(hostile.written(tmp_path, "a.txt", " \n\n"), tmp_path / "hasil.pdf")


MARKDOWN = """# Notulen rapat

Dibuka oleh **Pegawai Satu** dengan *tertib*, lihat [laman](https://contoh.invalid/zi?a=1&b=2).

1. Pembukaan
2. Pembahasan
   - evaluasi
   - rencana

> Kutipan penting

| No | Nama |
|---:|------|
| 1  | Pegawai <b>Dua</b> |

```
kode & lainnya
```

![bagan](http://127.0.0.1:9/gambar.png) <script>alert(1)</script>
"""


def test_markdown_keeps_every_word(tmp_path: Path) -> None:
    source = hostile.written(tmp_path, "notulen.md", MARKDOWN)
    made = markdown.convert(source, tmp_path / "hasil.pdf")
    found = flat(tmp_path / "hasil.pdf")
    for words in (
        "Notulen rapat",
        "Dibuka oleh Pegawai Satu dengan tertib",
        "https://contoh.invalid/zi?a=1&b=2",
        "1. Pembukaan",
        "2. Pembahasan",
        "evaluasi",
        "•",
        "Kutipan penting",
        "Pegawai <b>Dua</b>",
        "kode & lainnya",
        "[gambar: bagan]",
        "<script>alert(1)</script>",
    ):
        assert words in found, words
    assert any("gambar" in note for note in made.notes)


def fonts_of(path: Path) -> dict[str, bool]:
    """Return the fonts of a PDF and whether each is embedded."""
    found: dict[str, bool] = {}
    with pikepdf.open(path) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/FontDescriptor" in item:
                found[str(item["/BaseFont"])] = "/FontFile2" in item["/FontDescriptor"]
            elif isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font":
                found[str(item.get("/BaseFont"))] = False
    return found


def test_every_font_is_embedded(tmp_path: Path) -> None:
    markdown.convert(hostile.written(tmp_path, "notulen.md", MARKDOWN), tmp_path / "hasil.pdf")
    fonts = fonts_of(tmp_path / "hasil.pdf")
    assert fonts
    assert all(fonts.values()), fonts


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_of_a_table_is_found(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["No", "Nama", "Nilai"],
        *([str(n), f"Pegawai {n}", "1.250,50" if delimiter != "," else "10"] for n in (1, 2)),
    ]
    source = hostile.written(tmp_path, "a.csv", "\n".join(delimiter.join(row) for row in rows))
    csv_table.convert(source, tmp_path / "hasil.pdf")
    lines = text_of(tmp_path / "hasil.pdf").splitlines()
    assert "Pegawai 1" in [line.strip() for line in lines]


def test_a_long_table_repeats_its_head_on_every_page(tmp_path: Path) -> None:
    rows = "".join(f"{n};Pegawai {n};hadir\n" for n in range(300))
    made = csv_table.convert(hostile.written(tmp_path, "a.csv", "No;Nama;Kehadiran\n" + rows), tmp_path / "hasil.pdf")
    pages = text_of(tmp_path / "hasil.pdf").split("\f")
    assert len(pages) == made.pages > 3
    assert all("Kehadiran" in page for page in pages)
    assert "Pegawai 299" in pages[-1]


def test_a_head_higher_than_a_page_is_not_repeated_and_loses_nothing(tmp_path: Path) -> None:
    source = tmp_path / "tinggi.csv"
    head = "\n".join(f"kepala{number}" for number in range(200))
    source.write_text(f'"{head}";b\nc;d\ne;akhir\n', encoding="utf-8")
    csv_table.convert(source, tmp_path / "hasil.pdf")
    shown = text_of(tmp_path / "hasil.pdf")
    assert [shown.count(word) for word in ("kepala0\n", "kepala199", "akhir")] == [1, 1, 1]


def test_pages_that_never_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_setup, "MOST_PAGES", 3)
    page_setup.prepare_reportlab()
    story = [part for number in range(4) for part in (Paragraph(str(number), STYLES.body), PageBreak())]
    with pytest.raises(CannotConvertError, match="lebih dari 3 halaman"):
        page_setup.render(story)
    assert page_setup.render(story[:5])


def test_a_table_wider_than_any_page_continues_in_bands(tmp_path: Path) -> None:
    head = ";".join(f"Kolom ke-{n}" for n in range(60))
    source = hostile.written(tmp_path, "a.csv", head + "\n" + ";".join(f"nilai nomor {n}" for n in range(60)))
    csv_table.convert(source, tmp_path / "hasil.pdf")
    found = flat(tmp_path / "hasil.pdf")
    assert all(f"nilai nomor {n}" in found for n in range(60))


def test_rows_beyond_the_cap_are_counted(tmp_path: Path) -> None:
    source = hostile.written(tmp_path, "a.csv", "a;b\n" + "1;2\n" * 4_000)
    made = csv_table.convert(source, tmp_path / "hasil.pdf")
    assert any("1.001 baris selebihnya" in note for note in made.notes)


def test_a_formula_in_a_table_is_text(tmp_path: Path) -> None:
    source = hostile.written(tmp_path, "a.csv", "a;b\n=HYPERLINK(1);@SUM(A1)\n")
    csv_table.convert(source, tmp_path / "hasil.pdf")
    assert "=HYPERLINK(1)" in flat(tmp_path / "hasil.pdf")


def addresses(path: Path) -> list[str]:
    return [
        str(annotation.get_object()["/A"]["/URI"])
        for page in pypdf.PdfReader(path).pages
        for annotation in page.get("/Annots", [])
    ]


def test_a_link_becomes_a_card_that_can_be_clicked(tmp_path: Path) -> None:
    address = "https://contoh.invalid/bukti?a=1&b=%20x"
    source = hostile.windows_link(tmp_path, address=address)
    cards.convert_link(source, tmp_path / "hasil.pdf", "Publikasi <maklumat>.url")
    found = text_of(tmp_path / "hasil.pdf")
    assert "Publikasi <maklumat>" in found
    assert address in found
    assert addresses(tmp_path / "hasil.pdf") == [address]


@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY], ids=["xml", "binary"])
def test_a_webloc_of_either_form_is_read(tmp_path: Path, form: plistlib.PlistFormat) -> None:
    data = plistlib.dumps({"URL": "https://contoh.invalid/a"}, fmt=form)
    cards.convert_link(hostile.written(tmp_path, "a.webloc", data), tmp_path / "hasil.pdf", "a.webloc")
    assert addresses(tmp_path / "hasil.pdf") == ["https://contoh.invalid/a"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "ftp://contoh.invalid/x", "C:\\x.exe"]
)
def test_an_address_that_is_not_of_the_web_is_shown_and_never_linked(tmp_path: Path, address: str) -> None:
    made = cards.convert_link(hostile.windows_link(tmp_path, address=address), tmp_path / "hasil.pdf", "a.url")
    assert address in flat(tmp_path / "hasil.pdf")
    assert addresses(tmp_path / "hasil.pdf") == []
    assert made.notes


def test_a_webloc_with_entities_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotConvertError, match="entitas"):
        cards.convert_link(hostile.entity_link(tmp_path), tmp_path / "hasil.pdf", "a.webloc")


@pytest.mark.parametrize(
    "data", [b"[InternetShortcut]\n", b"<?xml version='1.0'?><plist><dict/></plist>", b"bplist00zz"]
)
def test_a_link_without_address_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(CannotConvertError, match="tidak memuat alamat"):
        cards.convert_link(hostile.written(tmp_path, "a.url", data), tmp_path / "hasil.pdf", "a.url")


def test_a_link_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotConvertError, match="terlalu besar"):
        cards.convert_link(hostile.written(tmp_path, "a.url", b"x" * 100_000), tmp_path / "hasil.pdf", "a.url")
