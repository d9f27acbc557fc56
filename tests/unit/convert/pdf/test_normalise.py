"""PDF parts: opened or repaired, stripped of what acts, with sound pages and the same bytes each time."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pytest

from dossier.convert.pdf import fallback
from dossier.errors import CannotConvertError
from tests.support import hostile, hostile_pdf
from tests.support.convert_reading import rendered, text_of

if TYPE_CHECKING:
    from pathlib import Path

FORBIDDEN = (
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/RichMedia",
    "/OpenAction",
    "/AA",
    "/AcroForm",
    "/EmbeddedFiles",
    "/EF",
    "/XFA",
    "/Names",
    "/Outlines",
    "/Metadata",
    "/Info",
    "/PieceInfo",
)


def keys_and_names(path: Path) -> set[str]:
    """Return every key and name of every object of a PDF, as qpdf's JSON tells them."""
    buffer = io.BytesIO()
    with pikepdf.open(path) as document:
        document.write_qpdf_json(buffer)
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                found.add(key)
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)
        elif isinstance(value, str):
            found.add(value)

    walk(json.loads(buffer.getvalue()))
    return found


def test_nothing_that_acts_is_left_and_web_links_are(tmp_path: Path) -> None:
    target = tmp_path / "hasil.pdf"
    made = fallback.convert(hostile_pdf.active_pdf(tmp_path), target)
    found = keys_and_names(target)
    assert found.isdisjoint(FORBIDDEN)
    assert "u:https://contoh.invalid/" in found
    assert not any("javascript:" in item for item in found)
    notes = "\n".join(made.notes)
    for word in ("JavaScript", "menjalankan program", "pengiriman formulir", "lampiran.txt"):
        assert word in notes


def test_the_answers_of_a_form_stay_visible(tmp_path: Path) -> None:
    target = tmp_path / "hasil.pdf"
    made = fallback.convert(hostile_pdf.form_pdf(tmp_path), target)
    assert "Pegawai Satu" in text_of(target)
    assert "Hukum" in text_of(target)
    assert keys_and_names(target).isdisjoint({"/AcroForm", "/Widget"})
    assert any("formulir" in note for note in made.notes)


def test_a_comment_with_looks_becomes_page_content(tmp_path: Path) -> None:
    source, target = tmp_path / "stempel.pdf", tmp_path / "hasil.pdf"
    document = hostile_pdf.opened()
    look = document.make_stream(b"1 0 0 rg 0 0 100 50 re f")
    look.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": pikepdf.Array([0, 0, 100, 50])})
    stamp = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Stamp,
        Rect=pikepdf.Array([100, 400, 200, 450]),
        F=4,
        AP=pikepdf.Dictionary(N=look),
    )
    document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(stamp)])
    hostile_pdf.saved(document, source)
    fallback.convert(source, target)
    assert rendered(target).getpixel((150, 842 - 425)) == (255, 0, 0)
    with pikepdf.open(target) as result:
        assert "/Annots" not in result.pages[0].obj


def test_a_form_field_without_value_is_no_reason_for_a_note(tmp_path: Path) -> None:
    assert fallback.convert(hostile_pdf.plain_pdf(tmp_path), tmp_path / "hasil.pdf").notes == ()


def test_named_targets_are_resolved_to_their_pages(tmp_path: Path) -> None:
    source, target = tmp_path / "tautan.pdf", tmp_path / "hasil.pdf"
    document = hostile_pdf.opened(("satu", "dua", "tiga"))
    pages = [page.obj for page in document.pages]
    destination = pikepdf.Array([pages[2], pikepdf.Name.XYZ, 0, 700, 0])
    document.Root.Names = pikepdf.Dictionary(
        Dests=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("bab3"), pikepdf.Dictionary(D=destination)]))
    )

    def link(key: str, value: pikepdf.Object) -> pikepdf.Object:
        item = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([0, 0, 9, 9]))
        item.Border = pikepdf.Array([0, 0, 0])
        item[key] = value
        return item

    pages[0].Annots = pikepdf.Array(
        [
            link("/Dest", pikepdf.String("bab3")),
            link("/A", pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Array([pages[1], pikepdf.Name.Fit]))),
            link("/Dest", pikepdf.String("tidak-ada")),
            link("/A", pikepdf.Dictionary(S=pikepdf.Name.GoToR, F=pikepdf.String("lain.pdf"))),
        ]
    )
    hostile_pdf.saved(document, source)
    fallback.convert(source, target)
    with pikepdf.open(target) as result:
        numbers = {page.obj.objgen: number for number, page in enumerate(result.pages)}
        links = [item["/A"]["/D"][0] for item in result.pages[0].obj.Annots]
        assert [numbers[page.objgen] for page in links] == [2, 1]


@pytest.mark.parametrize("maker", [hostile_pdf.password_pdf, hostile_pdf.aes_password_pdf], ids=["rc4", "aes"])
def test_a_locked_file_says_that_a_password_is_needed(tmp_path: Path, maker: hostile.Maker) -> None:
    with pytest.raises(CannotConvertError, match="kata sandi diperlukan"):
        fallback.convert(maker(tmp_path), tmp_path / "hasil.pdf")


def test_an_owner_password_alone_is_lifted_and_noted(tmp_path: Path) -> None:
    target = tmp_path / "hasil.pdf"
    made = fallback.convert(hostile_pdf.owner_password_pdf(tmp_path), target)
    assert not pypdf.PdfReader(target).is_encrypted
    assert "CONTOH" in text_of(target)
    assert any("kata sandi pemilik" in note for note in made.notes)


@pytest.mark.parametrize(
    ("maker", "words"),
    [
        (hostile_pdf.pageless_pdf, "tidak berisi satu halaman"),
        (hostile_pdf.header_only_pdf, "rusak atau terpotong"),
        (hostile_pdf.looping_pages_pdf, "rusak"),
        (hostile.html_named_pdf, "bukan PDF"),
        (hostile.noise, "bukan PDF"),
    ],
    ids=["pageless", "header", "loop", "html", "noise"],
)
def test_what_holds_no_page_is_refused_with_the_reason(tmp_path: Path, maker: hostile.Maker, words: str) -> None:
    with pytest.raises(CannotConvertError, match=words):
        fallback.convert(maker(tmp_path), tmp_path / "hasil.pdf")


def test_a_cut_file_says_what_is_left(tmp_path: Path) -> None:
    source = hostile_pdf.saved(hostile_pdf.opened(tuple("abcdefgh")), tmp_path / "potong.pdf")
    source.write_bytes(source.read_bytes()[:-600])
    made = fallback.convert(source, tmp_path / "hasil.pdf")
    assert made.pages == len(pypdf.PdfReader(tmp_path / "hasil.pdf").pages)
    assert any("terpotong" in flaw for flaw in made.flaws)


def test_lost_pages_are_counted_against_what_the_file_claims(tmp_path: Path) -> None:
    source = tmp_path / "hilang.pdf"
    data = hostile_pdf.drawn(("satu", "dua", "tiga"))
    assert b"/Count 3" in data
    source.write_bytes(data.replace(b"/Count 3", b"/Count 9"))
    made = fallback.convert(source, tmp_path / "hasil.pdf")
    assert "berkas terpotong: terbaca 3 dari 9 halaman" in made.flaws


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotConvertError, match="membengkak"):
        fallback.convert(hostile_pdf.bomb_pdf(tmp_path, megabytes=400), tmp_path / "hasil.pdf")


def test_a_signed_file_points_to_its_original(tmp_path: Path) -> None:
    source = tmp_path / "ttd.pdf"
    document = hostile_pdf.opened()
    signature = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig, ByteRange=pikepdf.Array([0, 1, 2, 3]), Contents=pikepdf.String("x")
    )
    field = pikepdf.Dictionary(
        FT=pikepdf.Name.Sig,
        T=pikepdf.String("ttd"),
        V=document.make_indirect(signature),
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        Rect=pikepdf.Array([0, 0, 0, 0]),
    )
    field = document.make_indirect(field)
    document.pages[0].obj.Annots = pikepdf.Array([field])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
    hostile_pdf.saved(document, source)
    made = fallback.convert(source, tmp_path / "hasil.pdf")
    assert any("tanda tangan itu hanya sah pada berkas asli" in note for note in made.notes)


def test_inherited_settings_stand_on_every_page(tmp_path: Path) -> None:
    target = tmp_path / "hasil.pdf"
    fallback.convert(hostile_pdf.inherited_rotation_pdf(tmp_path), target)
    with pikepdf.open(target, inherit_page_attributes=False) as result:
        for page in result.pages:
            assert {"/MediaBox", "/Resources", "/Contents"} <= set(page.obj.keys())
        assert any(int(page.obj.get("/Rotate", 0)) for page in result.pages)


@pytest.mark.parametrize(("written", "kept"), [(-90, 270), (450, 90), (360, 0), (45, 0), (180, 180)])
def test_rotation_is_one_of_four(tmp_path: Path, written: int, kept: int) -> None:
    source, target = tmp_path / "putar.pdf", tmp_path / "hasil.pdf"
    document = hostile_pdf.opened()
    document.pages[0].obj.Rotate = written
    hostile_pdf.saved(document, source)
    fallback.convert(source, target)
    with pikepdf.open(target) as result:
        assert int(result.pages[0].obj.get("/Rotate", 0)) == kept


@pytest.mark.parametrize("box", [[], [0, 0, 0, 0], [0, 0, 100], ["a", 0, 1, 1]])
def test_a_page_without_sound_box_gets_the_usual_one(tmp_path: Path, box: list[object]) -> None:
    source, target = tmp_path / "kotak.pdf", tmp_path / "hasil.pdf"
    document = hostile_pdf.opened()
    values = [pikepdf.String(item) if isinstance(item, str) else item for item in box]
    document.pages[0].obj.MediaBox = pikepdf.Array(values)
    hostile_pdf.saved(document, source)
    fallback.convert(source, target)
    with pikepdf.open(target) as result:
        assert [float(number) for number in result.pages[0].obj.MediaBox] == [0, 0, 612, 792]


def test_a_crop_box_outside_the_page_is_dropped(tmp_path: Path) -> None:
    target = tmp_path / "hasil.pdf"
    fallback.convert(hostile_pdf.outside_crop_pdf(tmp_path), target)
    with pikepdf.open(target) as result:
        assert "/CropBox" not in result.pages[0].obj


@pytest.mark.parametrize("name", sorted(name for name in hostile.MAKERS if name.endswith("_pdf")))
def test_the_same_file_gives_the_same_bytes_or_the_same_refusal(tmp_path: Path, name: str) -> None:
    source = hostile.MAKERS[name](tmp_path)
    results: list[bytes | str] = []
    for number in range(2):
        target = tmp_path / f"{number}.pdf"
        try:
            fallback.convert(source, target)
            results.append(target.read_bytes())
        except CannotConvertError as error:
            results.append(str(error))
    assert results[0] == results[1]


@pytest.mark.parametrize(
    "maker",
    [
        hostile_pdf.plain_pdf,
        hostile_pdf.rotated_pdf,
        hostile_pdf.inherited_rotation_pdf,
        hostile_pdf.cropped_pdf,
        hostile_pdf.shifted_pdf,
        hostile_pdf.unbalanced_pdf,
        hostile_pdf.mixed_sizes_pdf,
        hostile_pdf.user_unit_pdf,
    ],
    ids=lambda maker: maker.__name__,
)
def test_pages_look_as_before(tmp_path: Path, maker: hostile.Maker) -> None:
    source, target = maker(tmp_path), tmp_path / "hasil.pdf"
    made = fallback.convert(source, target)
    for page in range(made.pages):
        before, after = rendered(source, page, 36), rendered(target, page, 36)
        assert (before.size, before.tobytes()) == (after.size, after.tobytes())


def test_a_cut_file_whose_pages_are_all_blank_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "separuh.pdf"
    data = hostile_pdf.drawn(("satu", "dua"))
    # The page tree stands first and the content behind the cut: a repairer makes blank pages of it without a word.
    cut = data[: data.index(b"stream")]
    source.write_bytes(cut)
    with pytest.raises(CannotConvertError, match="rusak atau terpotong"):
        fallback.convert(source, tmp_path / "hasil.pdf")
