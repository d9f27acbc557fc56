"""The forms of a dossier that a person can ask for: volumes, a portal pack, smaller pictures; and restoring."""

from __future__ import annotations

import csv
import hashlib
import io
import random
from typing import TYPE_CHECKING

import openpyxl
import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import Destination

from dossier.errors import OutputError
from dossier.pipeline import build, bundles_to_verify, restore, verify
from dossier.state import Settings
from tests.support.command import dossier
from tests.support.small_page import read_page
from tests.support.workspaces import AS_OF, made, outputs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dossier.state import BuildResult
    from dossier.state.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path, copied: Callable[[Path], Workspace]) -> Workspace:
    """Return the small workspace with a heavy photo besides."""
    workspace = copied(tmp_path / "kerja")
    grain = random.Random(7).randbytes(1200 * 1600)  # noqa: S311 — grain, not secrets
    photo = Image.frombytes("L", (1200, 1600), grain)
    photo.save(workspace.evidence / "I.1.1 dokumentasi.jpg", quality=95)
    return workspace


def asked(
    workspace: Workspace, *, max_size: int | None = None, portal: bool = False, dpi: int | None = None
) -> BuildResult:
    settings = Settings(as_of=AS_OF, office="internal", max_size=max_size, portal=portal, downsample=dpi)
    return build(workspace, AS_OF, settings=settings)


def test_a_file_larger_than_a_volume_gets_one_of_its_own_and_a_finding(workspace: Workspace) -> None:
    result = asked(workspace, max_size=1_000_000)
    assert len(result.summary.bundles) > 1
    large = [bundle for bundle in result.summary.bundles if bundle.size > 1_000_000]
    assert len(large) == 1
    assert "melebihi_ukuran" in (workspace.build / "temuan.json").read_text(encoding="utf-8")
    assert verify(workspace, bundles_to_verify(workspace, None)) == ()


def test_the_page_links_each_file_to_its_page_in_the_right_volume(workspace: Workspace) -> None:
    asked(workspace, max_size=1_000_000)
    page = read_page((workspace.build / "laporan" / "index.html").read_text(encoding="utf-8"))
    linked = [file for file in page.data["files"] if "page" in file]
    assert len({file["page"][0].partition("#")[0] for file in linked}) > 1
    for file in linked:
        address, number = file["page"]
        name, _, position = address.removeprefix("../").partition("#page=")
        sheet = PdfReader(workspace.build / name)
        assert sheet.page_labels[int(position) - 1] == str(number)
        marks = [mark for mark in flat(sheet.outline) if mark.title == file["path"]]
        assert [sheet.get_destination_page_number(mark) for mark in marks] == [int(position) - 1]


def flat(marks: Sequence[object]) -> list[Destination]:
    """Return all bookmarks of whatever depth."""
    found: list[Destination] = []
    for mark in marks:
        if isinstance(mark, list):
            found += flat(mark)
        elif isinstance(mark, Destination):
            found.append(mark)
    return found


def test_volumes_give_way_to_a_single_bundle_and_back(workspace: Workspace) -> None:
    asked(workspace, max_size=1_000_000)
    assert not workspace.bundle.exists()
    made(workspace)
    assert workspace.bundle.is_file()
    assert not list(workspace.build.glob("dossier-*.pdf"))


def test_the_portal_pack_has_a_pdf_an_indicator_and_an_index(workspace: Workspace) -> None:
    asked(workspace, portal=True)
    folder = workspace.build / "portal"
    text = (folder / "indeks.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    assert {row[2] for row in rows} == {path.name for path in folder.glob("*.pdf")}
    for row in rows:
        assert row[2].startswith(row[0] + " ")
        assert row[2].isascii()
        reader = PdfReader(folder / row[2])
        assert len(reader.pages) == int(row[3])
        assert f"hlm. 1/{row[3]}" in reader.pages[0].extract_text()
        assert (folder / row[2]).stat().st_size == int(row[4])
    sheet = openpyxl.load_workbook(folder / "indeks.xlsx").active
    assert sheet is not None
    assert [[str(cell or "") for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)] == rows


def test_a_portal_pdf_leads_nowhere_outside_itself_and_reads_back_as_good(workspace: Workspace) -> None:
    asked(workspace, portal=True)
    for path in (workspace.build / "portal").glob("*.pdf"):
        assert verify(workspace, [path]) == ()
        assert b"/GoToR" not in path.read_bytes()


def test_the_same_pack_twice_has_the_same_bytes(workspace: Workspace) -> None:
    asked(workspace, portal=True, max_size=1_000_000)
    first = outputs(workspace)
    settings = Settings(as_of=AS_OF, office="internal", portal=True, max_size=1_000_000)
    build(workspace, AS_OF, settings=settings, force=True)
    assert outputs(workspace) == first


def test_smaller_pictures_are_made_on_request_only_and_the_build_says_by_how_much(workspace: Workspace) -> None:
    plain = made(workspace).summary
    before = {path: path.read_bytes() for path in workspace.evidence.iterdir()}
    small = asked(workspace, dpi=72).summary
    assert small.bundles[0].size < plain.bundles[0].size
    assert small.bundles[0].pages == plain.bundles[0].pages
    assert any("diperkecil ke 72 dpi" in remark for remark in small.remarks)
    assert "gambar diperkecil" in (workspace.build / "register.csv").read_text(encoding="utf-8-sig")
    assert {path: path.read_bytes() for path in workspace.evidence.iterdir()} == before
    again = made(workspace).summary
    assert (again.bundles, again.remarks) == (plain.bundles, ())


def test_files_come_back_as_originals_where_they_were_kept_and_as_pages_elsewhere(
    workspace: Workspace, tmp_path: Path
) -> None:
    made(workspace)
    original = next(workspace.evidence.glob("I.1.1 SK*.pdf"))
    workspace.originals.mkdir()
    (workspace.originals / "apa saja.pdf").write_bytes(original.read_bytes())
    restored = {each.path: each for each in restore(workspace, [workspace.bundle], tmp_path / "pulih")}
    whole = restored[original.name]
    assert whole.how == "asli"
    assert whole.target is not None
    assert hashlib.sha256(whole.target.read_bytes()).digest() == hashlib.sha256(original.read_bytes()).digest()
    turned = restored["I.2.1 Undangan rapat Maret 2025.pdf"]
    assert turned.how == "halaman"
    assert turned.target is not None
    page, source = PdfReader(turned.target).pages[0], PdfReader(workspace.evidence / turned.path).pages[0]
    assert [round(float(side)) for side in page.mediabox] == [round(float(side)) for side in source.cropbox]
    assert "hlm." not in page.extract_text()


def test_nothing_that_is_there_is_overwritten(workspace: Workspace, tmp_path: Path) -> None:
    made(workspace)
    target = tmp_path / "pulih"
    first = restore(workspace, [workspace.bundle], target)
    for each in first:
        assert each.target is not None
        each.target.write_text("punya orang", encoding="utf-8")
    assert {each.how for each in restore(workspace, [workspace.bundle], target)} == {"sudah_ada"}
    assert {each.target.read_text(encoding="utf-8") for each in first if each.target} == {"punya orang"}


def test_nothing_is_restored_into_the_evidence_itself(workspace: Workspace) -> None:
    made(workspace)
    with pytest.raises(OutputError, match="folder bukti"):
        restore(workspace, [workspace.bundle], workspace.evidence / "pulih")


def test_files_come_back_out_of_volumes_too(workspace: Workspace, tmp_path: Path) -> None:
    asked(workspace, max_size=1_000_000)
    restored = restore(workspace, bundles_to_verify(workspace, None), tmp_path / "pulih")
    assert len(restored) == 4
    assert {each.how for each in restored} == {"halaman"}


def test_a_gap_list_of_another_edition_is_found(workspace: Workspace) -> None:
    made(workspace)
    (workspace.build / "kesenjangan.csv").write_text("dari bulan lalu", encoding="utf-8")
    [finding] = verify(workspace, [workspace.bundle])
    assert (finding.code, finding.subject) == ("hasil_berubah", "kesenjangan.csv")


def test_the_command_says_what_it_made_in_a_few_lines(workspace: Workspace) -> None:
    options = ("--max-size", "1MB", "--portal", "--downsample", "150", "--as-of", "2025-07-01", "--office", "internal")
    result = dossier(workspace.root, "build", *options)
    assert result.returncode == 0, result.stderr
    assert len(result.stdout.splitlines()) <= 18
    assert dossier(workspace.root, "build", "--max-size", "kecil").returncode == 2
    assert dossier(workspace.root, "verify").returncode == 0
