from __future__ import annotations

import os
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from pypdf import PdfReader

from dossier.bind import assembly
from dossier.bind.page_order import BindingError
from dossier.errors import EngineError, OutputError
from tests.support import assembly_source as made
from tests.support.assembly_pages import Shape, add_page, write_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.bind.page_order import BindInput, OwnPages
    from dossier.model import PageRange

ROOT = Path(__file__).parents[3]


def three_files(folder: Path) -> BindInput:
    return made.source_of(
        [
            made.Bound(path="I/a.pdf", pdf=write_shapes(folder / "a.pdf", [Shape(), Shape(rotate=90)]), pages=2),
            made.Bound(path="I/b.pdf", pdf=None),
            made.Bound(path="I/c é 🙂\u202e.pdf", pdf=write_shapes(folder / "c.pdf", [Shape()]), pages=1),
        ]
    )


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    assembly.assemble(three_files(tmp_path), tmp_path / "dossier.pdf", made.draw)
    return tmp_path / "dossier.pdf"


def test_the_manifest_says_where_everything_is(tmp_path: Path) -> None:
    manifest = assembly.assemble(three_files(tmp_path), tmp_path / "dossier.pdf", made.draw).manifest
    assert manifest.page_count == 9 == len(PdfReader(tmp_path / "dossier.pdf").pages)
    assert [(entry.key, entry.pages.first, entry.pages.count) for entry in manifest.entries] == [
        ("sampul", 1, 1),
        ("daftar-isi", 2, 1),
        ("area:I", 3, 1),
        ("komponen:I.1", 4, 1),
        ("indikator:I.1.1", 4, 1),
        ("berkas:I/a.pdf", 5, 2),
        ("berkas:I/b.pdf", 7, 1),
        ("berkas:I/c é 🙂\u202e.pdf", 8, 1),
        ("register", 9, 1),
    ]


def test_every_page_says_its_number_and_its_section(bundle: Path) -> None:
    texts = [page.extract_text() for page in PdfReader(bundle).pages]
    stamps = ["Sampul", "Daftar Isi", "I", "I.1.1", "I.1.1", "I.1.1", "I.1.1", "I.1.1", "Register"]
    for number, (text, stamp) in enumerate(zip(texts, stamps, strict=True), 1):
        assert text.split("\n")[-1] == f"{stamp} daftar isi hlm. {number}/9"


def test_the_same_input_makes_the_same_bytes(tmp_path: Path, bundle: Path) -> None:
    again = tmp_path / "lagi" / "dossier.pdf"
    again.parent.mkdir()
    assembly.assemble(three_files(again.parent), again, made.draw)
    assert again.read_bytes() == bundle.read_bytes()


def test_other_evidence_makes_another_file_identifier(tmp_path: Path, bundle: Path) -> None:
    source = made.source_of([made.Bound(path="I/a.pdf", pdf=None, data=b"lain")])
    assembly.assemble(source, tmp_path / "lain.pdf", made.draw)
    identifiers = []
    for file in (bundle, tmp_path / "lain.pdf"):
        with pikepdf.open(file) as pdf:
            first, second = pdf.trailer.ID
            assert bytes(first) == bytes(second)
            identifiers.append(bytes(first))
    assert identifiers[0] != identifiers[1]


def test_bookmarks_mirror_the_outline_and_are_folded(bundle: Path) -> None:
    reader = PdfReader(bundle)
    found: list[tuple[int, str, int | None]] = []

    def walk(items: list[object], level: int) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item, level + 1)
            elif isinstance(item, Dictionary) or hasattr(item, "title"):
                page = reader.get_destination_page_number(item)  # type: ignore[arg-type]  # pypdf's own item
                found.append((level, str(item.title), None if page is None else page + 1))

    walk(list(reader.outline), 1)
    assert found == [
        (1, "Judul sampul", 1),
        (1, "Judul daftar-isi", 2),
        (1, "Judul area:I", 3),
        (2, "Judul komponen:I.1", 4),
        (3, "Judul indikator:I.1.1", 4),
        (4, "a.pdf", 5),
        (4, "b.pdf", 7),
        (4, "c é ⟨U+1F642⟩⟨U+202E⟩.pdf", 8),
        (1, "Judul register", 9),
    ]
    with pikepdf.open(bundle) as pdf:
        assert int(pdf.Root.Outlines.Count) == 4
        assert int(pdf.Root.Outlines.First.Next.Next.Count) == -1


def test_links_of_drawn_pages_become_jumps_and_no_dossier_address_remains(bundle: Path) -> None:
    assert b"(dossier:" not in bundle.read_bytes()
    with pikepdf.open(bundle) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        links = [numbers[link.A.D[0].objgen] for link in pdf.pages[1].obj.Annots]
    assert links == [1, 2, 3, 4, 4, 5, 7, 8, 9, 2]


def test_all_links_to_one_section_share_its_action(bundle: Path) -> None:
    with pikepdf.open(bundle) as pdf:
        jumps = [link for page in pdf.pages for link in page.obj.Annots if link.get("/DossierKey") == "daftar-isi"]
        assert len(jumps) == 10
        assert len({jump.A.objgen for jump in jumps}) == 1


def test_a_link_to_an_unknown_section_is_a_loud_error(tmp_path: Path) -> None:
    def draw(source: BindInput, pages: Mapping[str, PageRange], total: int) -> OwnPages:
        drawn = made.draw(source, pages, total)
        links = {
            page: tuple((key.replace("area:I", "area:X"), box) for key, box in links)
            for page, links in drawn.links.items()
        }
        return replace(drawn, links=links)

    with pytest.raises(BindingError, match="area:X"):
        assembly.assemble(three_files(tmp_path), tmp_path / "dossier.pdf", draw)


def test_a_dossier_address_inside_evidence_leads_nowhere(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = add_page(pdf, Shape())
        action = Dictionary(S=Name.URI, URI=String("dossier:register"))
        page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([9, 9, 99, 99]), A=action)])
        pdf.save(tmp_path / "palsu.pdf")
    source = made.source_of([made.Bound(path="I/palsu.pdf", pdf=tmp_path / "palsu.pdf")])
    assembly.assemble(source, tmp_path / "dossier.pdf", made.draw)
    with pikepdf.open(tmp_path / "dossier.pdf") as pdf:
        assert len(pdf.pages[4].obj.Annots) == 2  # to the sheet and to the contents alone


def test_the_same_prepared_part_may_be_bound_twice(tmp_path: Path) -> None:
    part = write_shapes(tmp_path / "sama.pdf", [Shape(), Shape(rotate=180)])
    source = made.source_of([made.Bound(path=f"I/{name}.pdf", pdf=part, pages=2) for name in ("satu", "dua")])
    assembly.assemble(source, tmp_path / "dossier.pdf", made.draw)
    texts = [page.extract_text() for page in PdfReader(tmp_path / "dossier.pdf").pages]
    assert [f"hlm. {number}/9" in text for number, text in enumerate(texts, 1)] == [True] * 9


def test_the_viewer_is_told_title_author_language_and_page_numbers(bundle: Path) -> None:
    reader = PdfReader(bundle)
    assert reader.metadata is not None
    assert reader.metadata.title == "Dossier Rencana Aksi Contoh Tahun 2025, kertas kerja staf"
    assert reader.metadata.author == "Satuan Kerja Contoh"
    assert reader.metadata.creation_date_raw == "D:20250701"
    assert reader.page_labels == [str(number) for number in range(1, 10)]
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_title == {"x-default": "Dossier Rencana Aksi Contoh Tahun 2025, kertas kerja staf"}
    with pikepdf.open(bundle) as pdf:
        assert (str(pdf.Root.Lang), pdf.Root.PageMode) == ("id-ID", Name.UseOutlines)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_only_the_folder_of_the_bundle_s_own_name_is_touched(tmp_path: Path, bundle: Path) -> None:
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "c.pdf", bundle.name]


@pytest.mark.parametrize("change", ["gone", "garbage", "other pages"])
def test_a_part_that_is_not_what_was_prepared_is_named(tmp_path: Path, bundle: Path, change: str) -> None:
    source, before = three_files(tmp_path), bundle.read_bytes()
    if change == "gone":
        (tmp_path / "c.pdf").unlink()
    elif change == "garbage":
        (tmp_path / "c.pdf").write_bytes(b"bukan PDF")
    else:
        write_shapes(tmp_path / "c.pdf", [Shape(), Shape()])
    with pytest.raises(EngineError, match=r"I/c é") as caught:
        assembly.assemble(source, bundle, made.draw)
    assert caught.value.hint
    assert bundle.read_bytes() == before


def test_a_folder_that_does_not_exist_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Tidak dapat menulis") as caught:
        assembly.assemble(three_files(tmp_path), tmp_path / "tidak-ada" / "dossier.pdf", made.draw)
    assert caught.value.hint


def test_a_folder_in_the_place_of_the_bundle_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "dossier.pdf").mkdir()
    with pytest.raises(OutputError):
        assembly.assemble(three_files(tmp_path), tmp_path / "dossier.pdf", made.draw)


def test_an_interruption_leaves_the_old_bundle_and_nothing_else(tmp_path: Path, bundle: Path) -> None:
    before, files = bundle.read_bytes(), sorted(tmp_path.iterdir())

    def draw(source: BindInput, pages: Mapping[str, PageRange], total: int) -> OwnPages:
        if total:
            raise KeyboardInterrupt
        return made.draw(source, pages, total)

    with pytest.raises(KeyboardInterrupt):
        assembly.assemble(three_files(tmp_path), bundle, draw)
    assert bundle.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == files


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from dossier.typeset import typography
from dossier.bind import assembly
from dossier.errors import OutputError
from tests.support import assembly_source as made
from tests.unit.bind.test_assembly import three_files

typography.register_fonts()
folder = Path(sys.argv[1])
source = three_files(folder)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    assembly.assemble(source, folder / "dossier.pdf", made.draw)
except OutputError as error:
    sys.exit(error.exit_code)
"""


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_disk_that_runs_full_leaves_the_old_bundle(tmp_path: Path, bundle: Path, share: float) -> None:
    before = bundle.read_bytes()
    limit = str(int(len(before) * share))
    ended = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path), limit],
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stderr) == (14, "")
    assert bundle.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "c.pdf", "dossier.pdf"]


def test_many_parts_need_few_open_files(tmp_path: Path) -> None:
    part = write_shapes(tmp_path / "a.pdf", [Shape()])
    bound = []
    for number in range(150):
        os.link(part, tmp_path / f"{number}.pdf")
        bound.append(made.Bound(path=f"I/{number:03}.pdf", pdf=tmp_path / f"{number}.pdf"))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, hard))
    try:
        manifest = assembly.assemble(made.source_of(bound), tmp_path / "dossier.pdf", made.draw).manifest
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert manifest.page_count == 155
