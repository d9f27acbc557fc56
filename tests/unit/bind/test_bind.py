"""The real drawing and the real assembly together, with file names of every kind."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pypdf import PdfReader

from dossier.bind import bind, verify
from dossier.bind.front.capped_lists import MOST_FILES
from dossier.model import Audience, PreparedPart, Scan, SectionKind, State
from dossier.outline import outline
from tests.support.assembly_pages import Shape, write_shapes
from tests.support.bind_source import bind_source, evidence, with_assessed

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bind import BindInput
    from dossier.model import PageRange


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


MANY = 243


def with_many_files(source: BindInput, folder: Path, audience: Audience) -> BindInput:
    """Return the input with so many files more for the first slot that has one."""
    assessment = source.assessment
    slot = next(each for each in assessment.coverage.slots if each.state is State.PRESENT)
    claim = next(each for each in assessment.matching.claims if each.file.path == slot.files[0])
    home = slot.files[0].rpartition("/")[0]
    files = tuple(evidence(f"{home}/foto-{number:03}.pdf", 9_000 + number) for number in range(MANY))
    pdf = write_shapes(folder / "foto.pdf", [Shape()])
    parts = tuple(PreparedPart(file=file, pdf=pdf, pages=1, engine="pikepdf") for file in files)
    more = replace(slot, files=(*slot.files, *(file.path for file in files)))
    slots = tuple(more if each is slot else each for each in assessment.coverage.slots)
    matching = replace(
        assessment.matching, claims=(*assessment.matching.claims, *(replace(claim, file=file) for file in files))
    )
    coverage = replace(assessment.coverage, slots=slots)
    found = tuple(sorted((*assessment.scan.files, *files), key=lambda file: file.path))
    changed = with_assessed(
        source,
        coverage=coverage,
        matching=matching,
        scan=Scan(files=found, ignored=()),
        parts=(*assessment.parts, *parts),
    )
    order = outline(assessment.plan, coverage, matching, audience=audience)
    return replace(changed, outline=order, audience=audience)


@pytest.mark.parametrize("audience", Audience)
def test_a_sheet_of_hundreds_of_files_is_cut_and_contents_and_register_have_them_all(
    tmp_path: Path, audience: Audience
) -> None:
    source = with_many_files(with_real_parts(bind_source(2, names=()), tmp_path), tmp_path, audience)
    bound = bind(source, tmp_path / "dossier.pdf").manifest
    assert verify(tmp_path / "dossier.pdf") == ()
    pages = [page.extract_text() for page in PdfReader(tmp_path / "dossier.pdf").pages]
    ranges = {entry.key: entry.pages for entry in bound.entries}

    def text_of(place: PageRange) -> str:
        return "\n".join(pages[place.first - 1 : place.last])

    sheet = next(key for key in ranges if key.startswith(SectionKind.INDICATOR.value))
    on_sheet = re.findall(r"foto-(\d{3})\.pdf", text_of(ranges[sheet]))
    assert len(on_sheet) == MOST_FILES - 1  # and the file that was there
    left = f"… dan {MANY + 1 - MOST_FILES} berkas lagi; selengkapnya di daftar isi dan register"
    assert left in " ".join(text_of(ranges[sheet]).split())
    for list_ in (SectionKind.CONTENTS, SectionKind.REGISTER):
        said = text_of(ranges[list_.value])
        for entry in bound.entries:
            name = (entry.path or "").rpartition("/")[2]
            if name.startswith("foto-"):
                assert re.search(rf"{re.escape(name)}[^/]*?\b{entry.pages.first}\b", said), (list_, name)
