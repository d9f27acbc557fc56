"""The real drawing and the real assembly together, with file names of every kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
from pypdf import PdfReader

from dossier.bind import bind, verify
from dossier.model import SectionKind
from tests.support.assembly_pages import Shape, write_shapes
from tests.support.bind_source import bind_source, with_assessed

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bind import BindInput


def with_real_parts(source: BindInput, folder: Path) -> BindInput:
    files = {
        count: write_shapes(folder / f"{count}.pdf", [Shape(rotate=90 * n) for n in range(count)])
        for count in {part.pages for part in source.assessment.parts if part.pdf is not None}
    }
    parts = tuple(
        part if part.pdf is None else replace(part, pdf=files[part.pages]) for part in source.assessment.parts
    )
    return with_assessed(source, parts=parts)


def test_a_lifelike_input_is_bound_and_reads_back_without_a_difference(tmp_path: Path) -> None:
    source = with_real_parts(bind_source(20), tmp_path)
    manifest = bind(source, tmp_path / "dossier.pdf").manifest
    assert verify(tmp_path / "dossier.pdf") == ()
    assert len(PdfReader(tmp_path / "dossier.pdf").pages) == manifest.page_count
    own = manifest.page_count - sum(part.pages for part in source.assessment.parts)
    drawn = [entry for entry in manifest.entries if entry.engine is None]
    failed = [part for part in source.assessment.parts if part.pdf is None]
    components = [entry for entry in drawn if entry.key.startswith(SectionKind.COMPONENT.value)]
    counted = [entry for entry in drawn if entry not in components and not entry.shares]
    assert own == sum(entry.pages.count for entry in counted) + len(failed)
    assert {entry.path for entry in manifest.entries if entry.path} == {
        file.path for file in source.assessment.scan.files
    }


def test_binding_twice_makes_the_same_bytes(tmp_path: Path) -> None:
    source = with_real_parts(bind_source(3), tmp_path)
    for name in ("satu.pdf", "dua.pdf"):
        bind(source, tmp_path / name)
    assert (tmp_path / "satu.pdf").read_bytes() == (tmp_path / "dua.pdf").read_bytes()


def test_no_two_subsets_of_our_typeface_share_a_name(tmp_path: Path) -> None:
    source = with_real_parts(bind_source(3), tmp_path)
    bind(source, tmp_path / "dossier.pdf")
    with pikepdf.open(tmp_path / "dossier.pdf") as pdf:
        fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"]
        names = [str(font.BaseFont) for font in fonts if "SourceSans3" in str(font.BaseFont)]
        assert all(font.BaseFont == font.FontDescriptor.FontName for font in fonts if "/FontDescriptor" in font)
    assert {name[1:7] for name in names} == {"AAAAAA", "BAAAAA", "DOSSIE"}
    assert len(set(names)) == len(names)
