"""A small bundle described as text: page sizes, bookmarks with their pages, links, labels, the words of each page."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from dossier.pipeline import build
from dossier.state.workspace import Workspace
from tests.support import hostile_pdf, hostile_pictures

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
EXPECTED = HERE / "bundle.txt"
HASH = re.compile(r"[0-9a-f]{16,}")  # SHA-256, whole or in lines: it changes with the picture library
UPDATE = os.environ.get("DOSSIER_GOLDEN_UPDATE") == "1"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a workspace of four files: a plain PDF, a turned scan, a photo and a locked PDF."""
    import datetime as dt  # noqa: PLC0415 — only the day of this build

    root = tmp_path_factory.mktemp("kecil")
    shutil.copytree(HERE / "cases" / "kecil" / "plan", root / "plan")
    shutil.copy(HERE.parents[1] / "plan" / "unit.yaml", root / "plan" / "unit.yaml")
    evidence = root / "evidence"
    evidence.mkdir()
    hostile_pdf.plain_pdf(evidence, "I.1.1 SK Tim Kerja ZI 2025.pdf")
    hostile_pdf.rotated_pdf(evidence, "I.2.1 Undangan rapat Maret 2025.pdf")
    hostile_pictures.exif_jpeg(evidence, name="scan0001.jpg")
    hostile_pdf.password_pdf(evidence, "II.1.1 Surat Pernyataan Bebas Benturan Kepentingan.pdf")
    return build(Workspace(root), dt.date(2025, 7, 1), office="internal").bundle


def outline_lines(reader: PdfReader, entries: list[Any], depth: int = 0) -> Iterator[str]:
    """Yield the bookmarks, indented, each with the page it opens."""
    for entry in entries:
        if isinstance(entry, list):
            yield from outline_lines(reader, entry, depth + 1)
        else:
            page = reader.get_destination_page_number(entry)
            yield f"{'  ' * depth}{entry.title} ► {-1 if page is None else page + 1}"


def link_lines(reader: PdfReader) -> Iterator[str]:
    """Yield every link inside the bundle as page ► page."""
    numbers = {page.indirect_reference: number for number, page in enumerate(reader.pages, 1)}
    for number, page in enumerate(reader.pages, 1):
        targets = []
        for annotation in page.get("/Annots", []):
            action = annotation.get_object().get("/A", {}).get("/D") or annotation.get_object().get("/Dest")
            if action is not None:
                targets.append(numbers[action[0] if not hasattr(action, "idnum") else action.get_object()[0]])
        yield f"{number} ► {targets}"


def describe(path: Path) -> str:
    """Return everything about a bundle that a reviewer should see change."""
    reader = PdfReader(path)
    lines = [
        "# halaman",
        *(f"{n} {p.mediabox.width:.0f}×{p.mediabox.height:.0f} r{p.rotation}" for n, p in enumerate(reader.pages, 1)),
    ]
    lines += ["# penanda", *outline_lines(reader, reader.outline)]
    lines += ["# tautan", *link_lines(reader)]
    lines += ["# label", " ".join(reader.page_labels)]
    lines += ["# keterangan", *(f"{key} {value}" for key, value in sorted((reader.metadata or {}).items()))]
    for number, page in enumerate(reader.pages, 1):
        lines += [f"# teks {number}", *(line.strip() for line in page.extract_text().splitlines() if line.strip())]
    return HASH.sub("‹sidik›", "\n".join(lines)) + "\n"


def test_the_bundle_reads_back_as_reviewed(bundle: Path) -> None:
    text = describe(bundle)
    if UPDATE:
        EXPECTED.write_text(text, encoding="utf-8")
    assert text == EXPECTED.read_text(encoding="utf-8")


def test_every_bookmark_opens_the_page_that_daftar_isi_names(bundle: Path) -> None:
    reader = PdfReader(bundle)
    for line in outline_lines(reader, reader.outline):
        title, _, page = line.strip().rpartition(" ► ")
        text = reader.pages[int(page) - 1].extract_text()
        assert f"hlm. {page}/{len(reader.pages)}" in text, title
