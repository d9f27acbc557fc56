"""An archive of three papers of two indicators: bound once, each member under its own indicator, read back from PDF."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from tests.support.command import copy_plan, dossier
from tests.support.hostile_office import zip_of

if TYPE_CHECKING:
    from pathlib import Path

ARCHIVE = "kiriman/bukti dari subbag.zip"
UNKNOWN = "scan0001.pdf"
MEMBERS = {
    "I.3.1 a Undangan rapat monev Februari 2025.pdf": ("I.3.1", 2),
    "I.3.1/Notulen rapat monev April 2025.pdf": ("I.3.1", 3),
    UNKNOWN: ("", 1),
    "SOP/II.1.1 Sosialisasi SOP.pdf": ("II.1.1", 2),
}
OPTIONS = ("--as-of", "2025-07-01", "--office", "internal")


def paper(text: str, pages: int) -> bytes:
    """Return a PDF that says on each page what it is."""
    data = io.BytesIO()
    canvas = Canvas(data, invariant=True)
    for number in range(pages):
        canvas.drawString(72, 700, f"CONTOH {text}, lembar {number + 1}")
        canvas.showPage()
    canvas.save()
    return data.getvalue()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace of one archive, built with a PDF for each indicator."""
    folder = copy_plan(tmp_path_factory.mktemp("arsip"))
    target = folder / "evidence" / ARCHIVE
    target.parent.mkdir()
    members = [(name, paper(name, pages)) for name, (_, pages) in MEMBERS.items()]
    target.write_bytes(zip_of([*members, ("Thumbs.db", b"x"), ("__MACOSX/._a.pdf", b"x")]))
    result = dossier(folder, "build", *OPTIONS, "--portal")
    assert result.returncode == 0, result.stderr
    return folder


@pytest.fixture(scope="module")
def bundle(workspace: Path) -> PdfReader:
    """Return the dossier as another library reads it."""
    return PdfReader(workspace / "build" / "dossier.pdf")


def entries(reader: PdfReader) -> dict[str, dict[str, Any]]:
    """Return the entries of the manifest by key."""
    manifest = json.loads(reader.attachments["dossier-manifest.json"][0])
    return {entry["key"]: entry for entry in manifest["entries"]}


def pages_with(reader: PdfReader, text: str) -> list[int]:
    """Return the numbers of the pages on which a paper of this name is."""
    return [n for n, page in enumerate(reader.pages, start=1) if f"CONTOH {text}, lembar" in page.extract_text()]


def links_of(reader: PdfReader, number: int) -> dict[str, int]:
    """Return section ─► page that the links on a page lead to."""
    places = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages, 1) if page.indirect_reference}
    found = {}
    for each in reader.pages[number - 1].annotations or ():
        annotation: Any = each.get_object()
        if "/DossierKey" in annotation:
            found[str(annotation["/DossierKey"])] = places[annotation["/A"]["/D"][0].idnum]
    return found


def test_the_archive_is_bound_once_at_the_first_indicator(bundle: PdfReader) -> None:
    files = [entry for entry in entries(bundle).values() if "path" in entry]
    assert [entry["path"] for entry in files] == [ARCHIVE]
    assert files[0]["stamp"] == "I.3.1 a, d · Februari, April · bukti dari subbag.zip"
    assert all(len(pages_with(bundle, name)) == pages for name, (_, pages) in MEMBERS.items())


def test_the_pages_of_each_member_say_its_indicator_and_the_archive(bundle: PdfReader) -> None:
    for name, (code, _) in MEMBERS.items():
        for number in pages_with(bundle, name):
            foot = bundle.pages[number - 1].extract_text()
            if code:
                assert f"{code} · " in foot
                assert "di dalam bukti dari subbag.zip" in foot
            else:
                assert "di dalam" not in foot


def test_the_sheet_of_the_other_indicator_leads_to_the_page_of_its_member(bundle: PdfReader) -> None:
    known = entries(bundle)
    sheet = known["indikator:II.1.1"]["first_page"]
    (first, *_) = pages_with(bundle, "SOP/II.1.1 Sosialisasi SOP.pdf")
    links = {key: page for key, page in links_of(bundle, sheet).items() if ARCHIVE in key}
    assert list(links.values()) == [first]
    text = " ".join(bundle.pages[sheet - 1].extract_text().split())
    assert "bukti dari subbag.zip ► SOP/II.1.1 Sosialisasi SOP.pdf" in text
    assert f"lihat hlm. {first} (dimuat pada I.3.1)" in text


def test_contents_register_and_bookmarks_say_where_each_member_is(bundle: PdfReader) -> None:
    known = entries(bundle)
    placed = {name: pages_with(bundle, name)[0] for name, (code, _) in MEMBERS.items() if code}
    for section in ("daftar-isi", "register"):
        entry = known[section]
        landings: dict[str, int] = {}
        for number in range(entry["first_page"], entry["first_page"] + entry["pages"]):
            landings |= {k: page for k, page in links_of(bundle, number).items() if k.startswith("anggota:")}
        assert sorted(landings.values()) == sorted(placed.values())
    titles = [str(item["/Title"]) for item in _flat(bundle.outline)]
    assert [title for title in titles if title in MEMBERS] == sorted(placed, key=placed.__getitem__)


def _flat(outline: list[Any]) -> list[Any]:
    found: list[Any] = []
    for item in outline:
        found += _flat(item) if isinstance(item, list) else [item]
    return found


def test_the_slots_of_both_indicators_are_filled(workspace: Path) -> None:
    result = dossier(workspace, "gaps", *OPTIONS, "--format", "json")
    slots = json.loads(result.stdout)["slots"]
    filled = {(slot["indicator"], slot["requirement"], slot["slot"]) for slot in slots if slot["files"] == [ARCHIVE]}
    assert {("I.3.1", "a", "2025-02"), ("I.3.1", "d", "2025-04")} <= filled
    assert {"I.3.1", "II.1.1"} == {code for code, _, _ in filled}


def test_json_and_words_name_the_members(workspace: Path) -> None:
    (row,) = json.loads(dossier(workspace, "match", "--format", "json").stdout)["files"]
    assert {claim["member"] for claim in row["claims"]} == {name for name, (code, _) in MEMBERS.items() if code}
    (file,) = json.loads(dossier(workspace, "scan", "--format", "json").stdout)["files"]
    assert file["members"] == sorted(MEMBERS)
    said = dossier(workspace, "explain", ARCHIVE, *OPTIONS).stdout
    assert "anggota “SOP/II.1.1 Sosialisasi SOP.pdf”: kode II.1.1 pada nama berkas" in said


def test_the_bundle_is_what_it_says_also_in_volumes_and_excerpts(workspace: Path) -> None:
    result = dossier(workspace, "verify")
    assert result.returncode == 0, result.stdout
    excerpts = sorted((workspace / "build").rglob("II.1.1*.pdf"))
    (reader,) = map(PdfReader, excerpts)
    assert pages_with(reader, "SOP/II.1.1 Sosialisasi SOP.pdf")
    for excerpt in excerpts:
        checked = dossier(workspace, "verify", str(excerpt))
        assert checked.returncode == 0, checked.stdout


def test_a_pin_on_the_archive_binds_it_whole(workspace: Path, tmp_path: Path) -> None:
    copy = copy_plan(tmp_path)
    target = copy / "evidence" / ARCHIVE
    target.parent.mkdir()
    target.write_bytes((workspace / "evidence" / ARCHIVE).read_bytes())
    pin = f'- berkas: "{ARCHIVE}"\n  indikator: II.1.1\n  butir: a\n'
    (copy / "plan" / "pins.yaml").write_text(pin, encoding="utf-8")
    (row,) = json.loads(dossier(copy, "match", "--format", "json").stdout)["files"]
    assert [(claim["indicator"], claim["member"]) for claim in row["claims"]] == [("II.1.1", None)]
