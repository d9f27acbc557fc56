"""The layout that works without LibreOffice, judged by how its pages look beside those of LibreOffice.

One paper of each template that the shipped plan asks for (the longest), not all 117: papers of one template differ in a
few words. `DOSSIER_ALL_PAPERS=1` compares all.
"""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pypdfium2
import pytest

from dossier.convert.docx import layout
from dossier.convert.office.libreoffice import find, lay_out
from dossier.convert.run.pool import Limits
from dossier.plan import load_unit
from dossier.templates.docx_package import read_marker
from tests.support.command import copy_plan, dossier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.model import Unit

DARK: Final = 160
"""Grey from which a pixel counts as ink: highlights and shading do not."""
LEAST: Final = 0.1
"""Part of the ink of LibreOffice's page that ours must have."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page looks like: the part of it that is dark, and its words with single blanks."""

    ink: float
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One paper laid out by both."""

    name: str
    ours: tuple[Page, ...]
    theirs: tuple[Page, ...]


def pages_of(path: Path) -> tuple[Page, ...]:
    document = pypdfium2.PdfDocument(path)
    found = []
    for page in document:
        picture = page.render(scale=0.5).to_pil().convert("L")
        ink = sum(picture.histogram()[:DARK]) / (picture.width * picture.height)
        found.append(Page(ink, " ".join(page.get_textpage().get_text_bounded().split())))
    document.close()
    return tuple(found)


def chosen(folder: Path) -> list[Path]:
    """Return the longest paper of each template, or all."""
    papers = sorted(folder.glob("*.docx"))
    if os.environ.get("DOSSIER_ALL_PAPERS"):
        return papers
    longest: dict[str, Path] = {}
    for paper in sorted(papers, key=lambda paper: (paper.stat().st_size, paper.name)):
        with zipfile.ZipFile(paper) as package:
            found = read_marker({name: package.read(name) for name in package.namelist()})
        assert found is not None
        longest[found[0].templat] = paper
    return sorted(longest.values())


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = copy_plan(tmp_path_factory.mktemp("naskah"))
    made = dossier(workspace, "render", "--as-of", "2025-07-01", "--office", "internal")
    assert made.returncode == 0, made.stderr
    return workspace


@pytest.fixture(scope="module")
def pairs(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Pair, ...]:
    office = find()
    assert office is not None, "LibreOffice belongs to the system packages of the tests"
    folder = tmp_path_factory.mktemp("halaman")
    names: dict[Path, str] = {}
    for number, paper in enumerate(chosen(workspace / "naskah")):
        staged = folder / f"{number}.docx"
        staged.write_bytes(paper.read_bytes())
        layout.convert(staged, folder / f"{number}.pdf")
        names[staged] = paper.name
    made = lay_out(office, tuple(names), tmp_path_factory.mktemp("libreoffice"), Limits()).made
    assert set(made) == set(names)
    return tuple(
        Pair(name, pages_of(staged.with_suffix(".pdf")), pages_of(made[staged])) for staged, name in names.items()
    )


@pytest.fixture(scope="module")
def unit(workspace: Path) -> Unit:
    return load_unit(workspace / "plan" / "unit.yaml")


def test_every_template_of_the_plan_is_compared(pairs: Sequence[Pair]) -> None:
    assert len(pairs) >= 20
    assert sum("SK " in pair.name for pair in pairs) >= 3


def test_no_page_lacks_the_ink_that_libreoffice_puts_there(pairs: Sequence[Pair]) -> None:
    faint = [
        f"{pair.name}, page {number}: {ours.ink:.2%} where LibreOffice has {theirs.ink:.2%}"
        for pair in pairs
        for number, (ours, theirs) in enumerate(zip(pair.ours, pair.theirs, strict=False), start=1)
        if ours.ink < LEAST * theirs.ink
    ]
    assert faint == []


def may_differ(pair: Pair) -> int:
    """Return by how many pages a paper may differ: one for each of its signatures, which stay with the lines above."""
    return 2 if any("LAMPIRAN KEPUTUSAN" in page.text for page in pair.theirs) else 1


def test_the_pages_are_as_many_as_those_of_libreoffice_within_one_a_signature(pairs: Sequence[Pair]) -> None:
    counts = {pair.name: (len(pair.ours), len(pair.theirs), may_differ(pair)) for pair in pairs}
    assert {name: each for name, each in counts.items() if abs(each[0] - each[1]) > each[2]} == {}


def test_letterhead_and_signatures_are_on_the_pages_where_libreoffice_has_them(
    pairs: Sequence[Pair], unit: Unit
) -> None:
    words = [*unit.letterhead[:1], *(signatory.name for signatory in unit.signatories if signatory.name)]
    assert words
    elsewhere = []
    for pair in pairs:
        # Where one of the two needs a page more, what follows may be one page on.
        off = abs(len(pair.ours) - len(pair.theirs))
        for word in words:
            ours, theirs = (
                [number for number, page in enumerate(pages, start=1) if word.casefold() in page.text.casefold()]
                for pages in (pair.ours, pair.theirs)
            )
            if bool(ours) != bool(theirs) or (ours and max(abs(ours[0] - theirs[0]), abs(ours[-1] - theirs[-1])) > off):
                elsewhere.append(f"{pair.name}: {word!r} on {ours} where LibreOffice has it on {theirs}")
    assert elsewhere == []
