from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from dossier.bind import assembly, verify
from tests.support import assembly_source as made
from tests.support.assembly_pages import Shape, write_shapes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.model import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A bundle and the evidence tree it was made from."""

    bundle: Path
    evidence: Path


DATA = {"I/a.pdf": b"isi a", "I/b.pdf": b"isi b", "I/\u00e9 🙂.pdf": b"isi e"}


@pytest.fixture
def built(tmp_path: Path) -> Built:
    evidence = tmp_path / "bukti"
    (evidence / "I").mkdir(parents=True)
    for path, data in DATA.items():
        (evidence / path).write_bytes(data)
    for path in ("I/~$a.docx", "Thumbs.db", "bukan.pdf"):
        (evidence / path).write_bytes(b"bukan bukti")
    part = write_shapes(tmp_path / "bagian.pdf", [Shape(), Shape(rotate=90)])
    bound = [
        made.Bound(path=path, pdf=None if path == "I/b.pdf" else part, pages=2, data=data)
        for path, data in DATA.items()
    ]
    source = made.source_of(bound, ignored=["I/~$a.docx", "Thumbs.db"], unused=["bukan.pdf"])
    assembly.assemble(source, tmp_path / "dossier.pdf", made.draw)
    return Built(bundle=tmp_path / "dossier.pdf", evidence=evidence)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return sorted({finding.code for finding in findings})


def test_a_fresh_bundle_is_good(built: Built) -> None:
    assert verify(built.bundle) == ()
    assert verify(built.bundle, built.evidence) == ()


@pytest.mark.parametrize("path", DATA)
def test_one_changed_byte_of_one_file_is_found(built: Built, path: str) -> None:
    (built.evidence / path).write_bytes(DATA[path].replace(b"isi", b"isl"))
    [finding] = verify(built.bundle, built.evidence)
    assert (finding.code, finding.path) == ("bukti_berubah", path)
    assert path in finding.text
    assert finding.advice


def test_a_longer_file_is_found_by_its_size(built: Built) -> None:
    (built.evidence / "I/a.pdf").write_bytes(b"isi a dan lagi")
    [finding] = verify(built.bundle, built.evidence)
    assert "5 byte menjadi 14 byte" in finding.text


def test_a_file_that_is_gone_is_named(built: Built) -> None:
    (built.evidence / "I/b.pdf").unlink()
    [finding] = verify(built.bundle, built.evidence)
    assert (finding.code, finding.path) == ("bukti_hilang", "I/b.pdf")


def test_a_link_in_the_place_of_a_file_is_no_file(built: Built) -> None:
    (built.evidence / "I/b.pdf").rename(built.evidence.parent / "lain.pdf")
    (built.evidence / "I/b.pdf").symlink_to(built.evidence.parent / "lain.pdf")
    assert codes(verify(built.bundle, built.evidence)) == ["bukti_hilang"]


def test_a_new_file_is_named_and_litter_is_not(built: Built) -> None:
    (built.evidence / "I/susulan.pdf").write_bytes(b"baru")
    for name in (".DS_Store", "~$baru.docx", "desktop.ini", "unduhan.pdf.crdownload"):
        (built.evidence / "I" / name).write_bytes(b"x")
    (built.evidence / "I/kosong.pdf").touch()
    (built.evidence / ".git").mkdir()
    (built.evidence / ".git" / "config").write_bytes(b"x")
    [finding] = verify(built.bundle, built.evidence)
    assert (finding.code, finding.path) == ("bukti_baru", "I/susulan.pdf")


def test_names_in_another_normal_form_are_the_same(built: Built) -> None:
    (built.evidence / "I/\u00e9 🙂.pdf").rename(built.evidence / "I/e\u0301 🙂.pdf")
    assert verify(built.bundle, built.evidence) == ()


def test_many_differences_are_counted_and_not_all_spelt_out(built: Built) -> None:
    for number in range(40):
        (built.evidence / f"baru {number:02}.pdf").write_bytes(b"baru")
    findings = verify(built.bundle, built.evidence)
    assert len(findings) == 13
    assert "28 perbedaan lain" in findings[-1].text


def test_a_missing_evidence_folder_is_a_finding(built: Built) -> None:
    [finding] = verify(built.bundle, built.evidence / "tidak-ada")
    assert "Folder bukti" in finding.text


def test_a_missing_bundle_is_a_finding(tmp_path: Path) -> None:
    assert codes(verify(tmp_path / "tidak-ada.pdf")) == ["bundel_tidak_ada"]


@pytest.mark.parametrize("data", [b"", b"bukan PDF", b"%PDF-1.7\n", b"\0" * 5000, b"%PDF-1.7\n%%EOF\n"])
def test_garbage_is_a_finding(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "sampah.pdf").write_bytes(data)
    assert set(codes(verify(tmp_path / "sampah.pdf"))) <= {"bundel_tidak_terbaca", "bundel_berubah", "bukan_dossier"}
    assert verify(tmp_path / "sampah.pdf")


def test_someone_else_s_pdf_is_told_apart(tmp_path: Path) -> None:
    Canvas(str(tmp_path / "lain.pdf")).save()
    assert codes(verify(tmp_path / "lain.pdf")) == ["bukan_dossier"]


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.9, 0.99, 0.999])
def test_a_bundle_that_was_cut_off_is_found(built: Built, share: float) -> None:
    data = built.bundle.read_bytes()
    built.bundle.write_bytes(data[: int(len(data) * share)])
    assert verify(built.bundle)


@pytest.mark.parametrize("place", [0.0, 0.1, 0.3, 0.6, 0.9, 0.9999])
def test_one_changed_byte_of_the_bundle_is_found(built: Built, place: float) -> None:
    data = bytearray(built.bundle.read_bytes())
    data[int(len(data) * place)] ^= 1
    built.bundle.write_bytes(data)
    assert verify(built.bundle)


def rewrite(bundle: Path, change: Callable[[pikepdf.Pdf], None]) -> None:
    with pikepdf.open(bundle, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(bundle)


def test_a_bundle_saved_by_another_program_has_lost_its_seal_and_nothing_else(built: Built) -> None:
    rewrite(built.bundle, lambda _pdf: None)
    [finding] = verify(built.bundle, built.evidence)
    assert finding.code == "bundel_berubah"
    assert "disimpan ulang" in finding.text


def test_a_page_taken_out_is_found_with_all_its_consequences(built: Built) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[4]

    rewrite(built.bundle, change)
    assert {"jumlah_halaman", "cap_halaman", "markah", "tautan"} <= set(codes(verify(built.bundle)))


def test_two_pages_changed_about_are_found(built: Built) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pages = [pdf.pages[4], pdf.pages[5]]
        pdf.pages[4], pdf.pages[5] = pages[1], pages[0]

    rewrite(built.bundle, change)
    texts = [finding.text for finding in verify(built.bundle) if finding.code == "cap_halaman"]
    assert texts == [
        "Cap halaman 5 berbunyi 'I.1.1 · daftar isi · hlm. 6/10', seharusnya 'I.1.1 · daftar isi · hlm. 5/10'.",
        "Cap halaman 6 berbunyi 'I.1.1 · daftar isi · hlm. 5/10', seharusnya 'I.1.1 · daftar isi · hlm. 6/10'.",
    ]


def test_a_stamp_painted_away_is_found(built: Built) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[4].obj.Contents = pdf.make_stream(b"")

    rewrite(built.bundle, change)
    assert any("(tidak ada)" in finding.text for finding in verify(built.bundle))


def test_a_drawn_page_that_says_something_else_is_found(built: Built) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[2].obj
        page.Contents = Array([page.Contents[0], pdf.make_stream(b"0 0 9 9 re f"), page.Contents[2]])

    rewrite(built.bundle, change)
    [finding] = [finding for finding in verify(built.bundle) if finding.code == "halaman_berubah"]
    assert "Judul area:I" in finding.text


def test_a_bookmark_that_leads_elsewhere_is_found(built: Built) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Outlines.First.Dest = Array([pdf.pages[3].obj, Name.Fit])
        pdf.Root.Outlines.Last.Title = "Lain"

    rewrite(built.bundle, change)
    texts = [finding.text for finding in verify(built.bundle) if finding.code == "markah"]
    assert texts == [
        "Markah 'Judul sampul' menuju hlm. 4, seharusnya hlm. 1.",
        "Markah 'Lain' ada di tempat ini, seharusnya 'Judul register'.",
    ]


def test_missing_bookmarks_are_found(built: Built) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Outlines

    rewrite(built.bundle, change)
    assert len([finding for finding in verify(built.bundle) if finding.code == "markah"]) == 9


def test_links_that_lead_elsewhere_are_found(built: Built) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        first, second, *_ = pdf.pages[1].obj.Annots
        first.A.D = Array([pdf.pages[7].obj, Name.Fit])
        second.A = Dictionary(S=Name.URI, URI="dossier:daftar-isi")
        del pdf.pages[6].obj["/Annots"]

    rewrite(built.bundle, change)
    texts = [finding.text for finding in verify(built.bundle) if finding.code == "tautan"]
    assert texts == [
        "Tautan di hlm. 2 ke sampul menuju hlm. 8, seharusnya hlm. 1.",
        "Tautan di hlm. 2 ke dossier:daftar-isi tidak menuju halaman, seharusnya sebuah halaman.",
        "Tautan di hlm. 2 ke daftar-isi menuju entah ke mana, seharusnya hlm. 2.",
        "Tautan di hlm. 7 ke daftar-isi tidak ada, seharusnya hlm. 2.",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb'"schema": "dossier.manifest/1"', rb'"schema": "dossier.manifest/9"'),
        (rb'"entries": \[', b'"entries": 3, "x": ['),
        (rb'"first_page": 1,', b'"first_page": "satu",'),
        (rb'"title": ', b'"judul": '),
        (rb"^\{", b"[" * 100_000),
        (rb'"as_of": "2025-07-01"', b'"as_of": "kemarin"'),
    ],
)
def test_a_manifest_that_makes_no_sense_is_a_finding(built: Built, old: bytes, new: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        stream = pdf.Root.Names.EmbeddedFiles.Names[1].EF.F
        data, changed = re.subn(old, new, stream.read_bytes(), count=1)
        assert changed
        stream.write(data)

    rewrite(built.bundle, change)
    assert "manifes_rusak" in codes(verify(built.bundle, built.evidence))


def test_a_manifest_with_a_hole_is_a_finding(built: Built) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        stream = pdf.Root.Names.EmbeddedFiles.Names[1].EF.F
        stream.write(stream.read_bytes().replace(b'"first_page": 3', b'"first_page": 5'))

    rewrite(built.bundle, change)
    assert "manifes_rusak" in codes(verify(built.bundle))


def test_a_damaged_bundle_is_still_compared_with_the_evidence(built: Built) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = Array([7, Name.X])
        pdf.pages[1].obj.Annots = Name.Bukan

    rewrite(built.bundle, change)
    (built.evidence / "I/a.pdf").write_bytes(b"lain!")
    assert {"bukti_berubah", "cap_halaman", "tautan"} <= set(codes(verify(built.bundle, built.evidence)))
