"""Whatever the outline: page numbers add up, and every bookmark and link lands where it says."""

from __future__ import annotations

import io
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from dossier.bind import assembly, verify
from dossier.model import Outline, Section, SectionKind
from tests.support import assembly_source as made

if TYPE_CHECKING:
    from dossier.bind.page_order import BindInput
    from dossier.model import Manifest

Tree = list[list[list[list[int]]]]
"""Areas of components of indicators of files; a file is its number of pages, 0 = it could not be bound."""

TREES = st.lists(st.lists(st.lists(st.lists(st.integers(0, 3), max_size=3), max_size=2), max_size=2), max_size=3)


def part_of(folder: Path, path: str, pages: int) -> made.Bound:
    if pages == 0:
        return made.Bound(path=path, pdf=None)
    canvas = Canvas(str(folder / path), pagesize=(300, 400), invariant=1)
    for number in range(1, pages + 1):
        canvas.drawString(20, 200, f"bukti [{path}] lembar {number}")
        canvas.setPageRotation(90 * number)
        canvas.showPage()
    canvas.save()
    return made.Bound(path=path, pdf=folder / path, pages=pages)


def section(kind: SectionKind, key: str, level: int, children: list[Section]) -> Section:
    return Section(kind=kind, key=key, title=f"Judul {key}", level=level, stamp=key[-9:], children=tuple(children))


def input_of(folder: Path, tree: Tree) -> BindInput:
    bound: list[made.Bound] = []

    def evidence(pages: int) -> Section:
        path = f"{len(bound)}.pdf"
        bound.append(part_of(folder, path, pages))
        return replace(section(SectionKind.EVIDENCE, f"berkas:{path}", 4, []), path=path)

    areas = []
    for a, components in enumerate(tree):
        inner = []
        for c, indicators in enumerate(components):
            sheets = [
                section(SectionKind.INDICATOR, f"indikator:{a}.{c}.{i}", 3, [evidence(pages) for pages in files])
                for i, files in enumerate(indicators)
            ]
            inner.append(section(SectionKind.COMPONENT, f"komponen:{a}.{c}", 2, sheets))
        areas.append(section(SectionKind.AREA, f"area:{a}", 1, inner))
    front = section(SectionKind.CONTENTS, "daftar-isi", 1, [])
    return replace(made.source_of(bound), outline=Outline(sections=(front, *areas)))


def check_sum(manifest: Manifest, tree: Tree, texts: list[str]) -> None:
    files = [max(1, pages) for a in tree for c in a for i in c for pages in i]
    sheets = sum(1 for a in tree for c in a for _ in c)
    assert manifest.page_count == 1 + len(tree) + sheets + sum(files) == len(texts)
    with_pages = [entry for entry in manifest.entries if not entry.key.startswith("komponen:")]
    assert sum(entry.pages.count for entry in with_pages) == manifest.page_count
    for number, text in enumerate(texts, 1):
        assert text.split("\n")[-1].endswith(f"hlm. {number}/{manifest.page_count}")


def check_landings(manifest: Manifest, texts: list[str]) -> None:
    for entry in manifest.entries:
        text = texts[entry.pages.first - 1]
        if entry.key.startswith("komponen:"):
            continue
        if f"['{entry.key}']" not in text:  # not drawn by us: the evidence itself
            assert f"bukti [{entry.path}] lembar 1" in text


@settings(max_examples=25, deadline=None)
@given(TREES)
def test_page_numbers_add_up_and_everything_lands_where_it_says(tree: Tree) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manifest = assembly.assemble(input_of(folder, tree), folder / "dossier.pdf", made.draw).manifest
        assert verify(folder / "dossier.pdf") == ()
        reader = PdfReader(io.BytesIO((folder / "dossier.pdf").read_bytes()))
    texts = [page.extract_text() for page in reader.pages]
    check_sum(manifest, tree, texts)
    check_landings(manifest, texts)
