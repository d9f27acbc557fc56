"""The chain for hard PDFs: the right pages, looking as before, or said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pytest

from dossier.convert.pdf import engines, fallback
from dossier.convert.pdf.render import NotShownError, Shown
from dossier.errors import CannotConvertError
from tests.support import hostile_pdf
from tests.support.convert_reading import rendered, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def ink(path: Path, box: tuple[int, int, int, int], page: int = 0) -> int:
    """Return the darkest grey inside a box of pixels (72 an inch, from the upper left)."""
    darkest, _ = rendered(path, page).convert("L").crop(box).getextrema()
    return int(darkest)  # type: ignore[arg-type]  # one band


def list_box_pdf(folder: Path) -> Path:
    """A form whose list has no appearance of its own: viewers draw it, qpdf does not."""
    document = hostile_pdf.opened(("CONTOH daftar",))
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Ch,
        T=pikepdf.String("unit"),
        V=pikepdf.String("Hukum"),
        Opt=pikepdf.Array([pikepdf.String("Hukum"), pikepdf.String("Umum")]),
        DA=pikepdf.String("0 0 0 rg /Helv 14 Tf"),
        Rect=pikepdf.Array([100, 400, 300, 450]),
        F=4,
    )
    field = document.make_indirect(field)
    document.pages[0].obj.Annots = pikepdf.Array([field])
    helvetica = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Helvetica")
    )
    document.Root.AcroForm = pikepdf.Dictionary(
        Fields=pikepdf.Array([field]),
        DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=helvetica)),
        DA=pikepdf.String("0 0 0 rg /Helv 14 Tf"),
    )
    return hostile_pdf.saved(document, folder / "daftar.pdf")


def broken_tree_pdf(folder: Path) -> Path:
    """A page with text beside a branch of the page tree that leads back to its root: qpdf and pypdf give up."""
    document = hostile_pdf.opened(("CONTOH satu-satunya", "CONTOH hilang"))
    kids = document.Root.Pages.Kids
    first = kids[0]
    document.Root.Pages.Kids = pikepdf.Array([first, document.Root.Pages])
    path = hostile_pdf.saved(document, folder / "pohon.pdf")
    with pytest.raises(pikepdf.PdfError), pikepdf.open(path) as opened:
        len(opened.pages)
    return path


def test_what_a_viewer_draws_of_a_form_is_in_the_part(tmp_path: Path) -> None:
    source, target = list_box_pdf(tmp_path), tmp_path / "hasil.pdf"
    box = (100, 842 - 450, 300, 842 - 400)
    with pikepdf.open(source) as document:
        assert "/AP" not in document.pages[0].obj.Annots[0]
    made = fallback.convert(source, target)
    assert ink(target, box) < 128
    assert made.flaws == ()
    assert made.engine == "qpdf sesudah ditulis ulang oleh pdfium"
    assert "tampilan halaman 1 berubah sesudah diolah qpdf" in made.beside
    assert "tampilan sama dengan aslinya" in made.beside
    assert "CONTOH daftar" in text_of(target)


def test_what_only_a_viewer_can_open_is_written_anew_by_it(tmp_path: Path) -> None:
    target = tmp_path / "hasil.pdf"
    made = fallback.convert(broken_tree_pdf(tmp_path), target)
    assert made.engine == "qpdf sesudah ditulis ulang oleh pdfium"
    assert "CONTOH satu-satunya" in text_of(target)
    assert made.flaws


def test_what_only_a_viewer_can_read_and_not_write_becomes_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shown, "rewrite", not_shown)
    target = tmp_path / "hasil.pdf"
    made = fallback.convert(broken_tree_pdf(tmp_path), target)
    assert made.engine == fallback.AS_PICTURES
    assert any("dijadikan gambar 200 dpi" in note for note in made.beside)
    assert made.flaws
    assert ink(target, (50, 100, 500, 200)) < 128
    assert text_of(target).strip() == ""


def test_only_the_pages_that_no_engine_copies_become_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def second_differs(_: Shown, __: Shown, numbers: Iterable[int]) -> list[int]:
        return [number for number in numbers if number == 2]

    source = hostile_pdf.form_pdf(tmp_path)
    with pikepdf.open(source, allow_overwriting_input=True) as document:
        with pikepdf.open(hostile_pdf.plain_pdf(tmp_path)) as other:
            document.pages.extend(other.pages)
        document.save(source, static_id=True)
    monkeypatch.setattr(fallback, "different_pages", second_differs)
    target = tmp_path / "hasil.pdf"
    made = fallback.convert(source, target)
    texts = [page.extract_text() for page in pypdf.PdfReader(target).pages]
    assert "CONTOH formulir" in texts[0]
    assert texts[1] == ""
    assert "halaman 2" in texts[2]
    assert rendered(target, 1).size == rendered(source, 1).size
    assert ink(target, (50, 60, 500, 200), 1) < 128
    assert made.flaws == ()
    assert any("halaman 2 dijadikan gambar 200 dpi" in note for note in made.beside)


def test_a_sound_file_is_copied_and_needs_no_remark(tmp_path: Path) -> None:
    made = fallback.convert(hostile_pdf.plain_pdf(tmp_path), tmp_path / "hasil.pdf")
    assert (made.engine, made.beside, made.signed, made.keep) == ("qpdf", (), False, False)


def test_readers_that_count_differently_are_a_flaw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "counted_by_pypdf", lambda _: 1)
    monkeypatch.setattr(fallback, "Shown", not_shown)
    made = fallback.convert(hostile_pdf.plain_pdf(tmp_path), tmp_path / "hasil.pdf")
    assert made.pages == 2
    assert made.flaws == ("pembaca PDF tidak sepakat tentang jumlah halaman (pypdf 1, qpdf 2); periksa kelengkapannya",)


def not_shown(*_: object) -> Shown:
    """Stand for a viewer that does not open the file."""
    raise NotShownError


def test_two_readers_outvote_a_third(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "counted_by_pypdf", lambda _: 5)
    made = fallback.convert(hostile_pdf.plain_pdf(tmp_path), tmp_path / "hasil.pdf")
    assert (made.pages, made.flaws) == (2, ())


@pytest.mark.parametrize(("border", "stays"), [(None, True), ([0, 0, 2], True), ([0, 0, 0], False)])
def test_a_link_that_leads_nowhere_any_more_keeps_its_frame(
    tmp_path: Path, border: list[int] | None, *, stays: bool
) -> None:
    source, target = tmp_path / "tautan.pdf", tmp_path / "hasil.pdf"
    document = hostile_pdf.opened()
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([9, 9, 90, 90]))
    link.A = pikepdf.Dictionary(S=pikepdf.Name.GoToR, F=pikepdf.String("lain.pdf"))
    if border is not None:
        link.Border = pikepdf.Array(border)
    document.pages[0].obj.Annots = pikepdf.Array([link])
    fallback.convert(hostile_pdf.saved(document, source), target)
    with pikepdf.open(target) as result:
        kept = list(result.pages[0].obj.get("/Annots", pikepdf.Array()))
        assert len(kept) == int(stays)
        assert all("/A" not in item for item in kept)


def test_a_password_opens_what_it_locks(tmp_path: Path) -> None:
    target = tmp_path / "hasil.pdf"
    fallback.convert(hostile_pdf.aes_password_pdf(tmp_path), target, "rahasia")
    assert not pypdf.PdfReader(target).is_encrypted
    assert "CONTOH" in text_of(target)


def test_a_wrong_password_is_said_so_and_not_remembered(tmp_path: Path) -> None:
    with pytest.raises(CannotConvertError, match=r"kata sandi yang diberikan keliru") as caught:
        fallback.convert(hostile_pdf.password_pdf(tmp_path), tmp_path / "hasil.pdf", "salah")
    assert not caught.value.lasting


def test_attachments_and_signatures_ask_for_the_original(tmp_path: Path) -> None:
    made = fallback.convert(hostile_pdf.active_pdf(tmp_path), tmp_path / "hasil.pdf")
    assert made.keep
    assert not made.signed
    assert any("lampiran.txt" in note for note in made.beside)


def test_nothing_is_left_behind_beside_the_part(tmp_path: Path) -> None:
    folder = tmp_path / "hasil"
    folder.mkdir()
    fallback.convert(list_box_pdf(tmp_path), folder / "hasil.pdf")
    assert [path.name for path in folder.iterdir()] == ["hasil.pdf"]


def test_what_a_comment_says_is_told_and_its_mark_stays_visible(tmp_path: Path) -> None:
    source, target = tmp_path / "komentar.pdf", tmp_path / "hasil.pdf"
    document = hostile_pdf.opened()
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=pikepdf.Array([300, 300, 320, 320]),
        Contents=pikepdf.String("Tanggalnya keliru"),
    )
    document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(note)])
    hostile_pdf.saved(document, source)
    made = fallback.convert(source, target)
    assert "1 komentar hanya terbaca di berkas asli: hlm. 1: Tanggalnya keliru" in made.beside
    assert made.keep
    box = (295, 842 - 325, 325, 842 - 295)
    assert ink(source, box) < 32
    assert ink(target, box) < 32


@pytest.mark.parametrize(
    "behind", [b"\r\n<!-- dikirim lewat portal CONTOH -->" * 60, b"\0" * 5000, b"\n1 2 3 obyek" * 300]
)
def test_bytes_behind_the_end_of_a_pdf_do_not_make_it_a_cut_one(tmp_path: Path, behind: bytes) -> None:
    source = hostile_pdf.plain_pdf(tmp_path)
    source.write_bytes(source.read_bytes() + behind)
    made = fallback.convert(source, tmp_path / "bersih.pdf")
    assert made.pages == 2
    assert made.flaws == ()


def test_a_pdf_cut_while_it_was_written_anew_is_still_a_cut_one(tmp_path: Path) -> None:
    source = hostile_pdf.plain_pdf(tmp_path)
    whole = source.read_bytes()
    source.write_bytes(whole + b"\n9 0 obj\n<< /Length 90000 >>\nstream\n" + b"isi " * 600)
    made = fallback.convert(source, tmp_path / "bersih.pdf")
    assert "terpotong di bagian akhir" in "; ".join(made.flaws)
