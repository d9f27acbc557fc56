"""Converters of extensions stand in one table with the built-in ones, by rank."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from dossier.convert import Converter, Engine, Job, Made, Missing, prepare, registry
from dossier.convert.registry import RECIPES, recipe_for, remedy_for
from dossier.errors import CannotConvertError
from dossier.model import EvidenceFile, Media
from dossier.state.entry_points import EntryPoint
from tests.support import hostile, hostile_pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DRAWING = Media.named("gambar teknik")


class Refusing(Converter):
    """Takes texts before the built-in layout, and refuses them."""

    name = "penolak"
    media = frozenset({Media.TEXT})
    rank = 10

    def available(self) -> Engine | Missing:
        """Be there."""
        return Engine(name="penolak", version="1")

    def convert(self, source: Path, target: Path, job: Job) -> Made:
        """Refuse."""
        raise CannotConvertError(f"{source} {target} {job.key}")


class Linking(Refusing):
    """Takes links."""

    media = frozenset({Media.LINK})


class Naming(Refusing):
    """Binds a page for a drawing, whatever it holds, and says which name it was told."""

    name = "juru gambar"
    media = frozenset({DRAWING})
    titled = True

    def convert(self, source: Path, target: Path, job: Job) -> Made:
        """Write one page."""
        hostile_pdf.plain_pdf(target.parent, target.name, pages=1)
        return Made(pages=1, engine=self.name, notes=(job.option, source.name))


class Absent(Refusing):
    """Needs a program that is not there."""

    media = frozenset({DRAWING})

    def available(self) -> Engine | Missing:
        """Miss a program."""
        return Missing(name="cadconv", lost="gambar teknik tidak dapat diikat")


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return a function that installs classes of this module as extensions."""

    def installing(*names: str) -> None:
        entries = tuple(
            EntryPoint(
                group="dossier.converters",
                name=name.lower(),
                module=__name__,
                attribute=name,
                distribution="toy",
                version="1",
            )
            for name in names
        )
        monkeypatch.setattr("dossier.state.entry_points.installed", lambda _group: entries)
        registry.installed.cache_clear()

    yield installing
    monkeypatch.undo()
    registry.installed.cache_clear()


def evidence(root: Path, name: str, media: Media) -> EvidenceFile:
    """Return a file of a kind."""
    path = hostile.written(root, name, b"Rapat tim kerja\n")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return EvidenceFile(path=name, disk_path=name, size=16, sha256=digest, media=media)


def test_without_extensions_the_table_is_the_built_in_one() -> None:
    assert all(recipe_for(media) is recipe for media, recipe in RECIPES.items())


def test_the_highest_rank_goes_first_and_the_built_in_way_stands_behind_it(install: Callable[..., None]) -> None:
    install("Refusing")
    recipe = recipe_for(Media.TEXT)
    assert recipe is not None
    assert recipe.name == "penolak"
    assert recipe.behind is RECIPES[Media.TEXT]
    assert recipe_for(Media.PDF) is RECIPES[Media.PDF]
    assert set(RECIPES[Media.TEXT].code) <= set(recipe.code), "what stands behind has a part in the result"


def test_where_a_converter_fails_the_next_one_is_tried(install: Callable[..., None], tmp_path: Path) -> None:
    (tmp_path / "bukti").mkdir()
    file = evidence(tmp_path / "bukti", "catatan.txt", Media.TEXT)
    install("Refusing")
    (part,) = prepare([file], tmp_path / "bukti", tmp_path / "bagian", office="internal", workers=1)
    assert (part.problem, part.pages) == (None, 1)
    assert part.notes[0].startswith("cara penolak gagal (")


def test_a_name_that_a_way_behind_prints_is_in_the_key(install: Callable[..., None], tmp_path: Path) -> None:
    install("Linking")
    recipe = recipe_for(Media.LINK)
    assert recipe is not None
    assert recipe.option(evidence(tmp_path, "a.url", Media.LINK)) == "a.url"


def test_a_converter_of_an_outside_kind_is_told_the_name(install: Callable[..., None], tmp_path: Path) -> None:
    (tmp_path / "bukti").mkdir()
    file = evidence(tmp_path / "bukti", "denah.cad", DRAWING)
    install("Naming")
    (part,) = prepare([file], tmp_path / "bukti", tmp_path / "bagian", office="internal", workers=1)
    assert part.problem is None
    assert part.notes == ("denah.cad", "denah.cad")


def test_a_missing_program_is_named_on_the_page_of_the_file(install: Callable[..., None]) -> None:
    install("Absent", "Nowhere")
    assert recipe_for(DRAWING) is None
    assert "gambar teknik tidak dapat diikat" in remedy_for(DRAWING)
    assert [isinstance(each.state, Missing) for each in registry.installed()] == [True, True]
