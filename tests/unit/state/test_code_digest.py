"""What stands for code: it changes with any module that has a part in a result, and with no other."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

import pytest

from dossier.convert.registry import RECIPES
from dossier.state import code_digest
from tests.unit.test_layers import MODULES, PACKAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from dossier.model import Media


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Let nothing that was read before or in a test be known in another."""
    known = [each for each in vars(code_digest).values() if hasattr(each, "cache_clear")]
    for each in known:
        each.cache_clear()
    yield
    for each in known:
        each.cache_clear()


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forgetful: None) -> Callable[[dict[str, str]], None]:  # noqa: ARG001
    """Return a function that writes modules of a package that stands for ours."""
    monkeypatch.setattr(code_digest, "_ROOT", tmp_path)

    def write(modules: dict[str, str]) -> None:
        for name, text in modules.items():
            path = tmp_path / "dossier" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for each in vars(code_digest).values():
            if hasattr(each, "cache_clear"):
                each.cache_clear()

    write(SMALL)
    return write


SMALL = {
    "__init__.py": "",
    "a.py": "from dossier.c import thing\n",
    "b.py": "import re\nJOB = 'dossier.d:run'\n",
    "c.py": "from dossier.room import (\n    one,\n    two as x,\n)\n\ndef f():\n    from dossier import e  # late\n",
    "d.py": 'JOB = "dossier.e:run"\n',
    "e.py": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from dossier.d import D\n\nX = 1\n",
    "room/__init__.py": "from dossier.d import D\n",
    "room/one.py": "",
    "room/two.py": "",
}


@pytest.mark.parametrize("module", ["a.py", "c.py", "e.py", "room/one.py", "room/two.py"])
def test_whatever_a_module_imports_at_any_depth_and_place_counts(
    tree: Callable[[dict[str, str]], None], module: str
) -> None:
    before = code_digest.code_digest("dossier.a")
    tree({module: SMALL[module] + "# diubah\n"})
    assert code_digest.code_digest("dossier.a") != before


@pytest.mark.parametrize("module", ["b.py", "d.py", "room/__init__.py"])
def test_what_a_module_does_not_import_does_not_count(tree: Callable[[dict[str, str]], None], module: str) -> None:
    before = code_digest.code_digest("dossier.a")
    tree({module: SMALL[module] + "# diubah\n"})
    assert code_digest.code_digest("dossier.a") == before


def test_a_converter_that_a_job_names_counts(tree: Callable[[dict[str, str]], None]) -> None:
    before = code_digest.code_digest("dossier.d")
    tree({"e.py": "X = 2\n"})
    assert code_digest.code_digest("dossier.d") != before


def test_a_module_can_be_taken_alone(tree: Callable[[dict[str, str]], None]) -> None:
    before = code_digest.code_digest("!dossier.a")
    tree({"c.py": "X = 2\n"})
    assert code_digest.code_digest("!dossier.a") == before
    tree({"a.py": "X = 2\n"})
    assert code_digest.code_digest("!dossier.a") != before


@pytest.mark.usefixtures("tree")
def test_a_module_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="tidak_ada"):
        code_digest.code_digest("dossier.tidak_ada")


def imports(path: Path) -> tuple[set[str], set[str]]:
    """Return what a module of ours imports when it runs, of ours and of others, as its syntax tree says."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typed = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    skipped = {id(inner) for node in typed for inner in ast.walk(node)}
    ours: set[str] = set()
    others: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            inside = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            names = [full if is_module(full) else str(node.module) for full in inside.values()]
        for name in names:
            (ours if name.split(".")[0] == "dossier" else others).add(name)
    return ours - {"dossier"}, {name.split(".")[0] for name in others} - sys.stdlib_module_names


def is_module(name: str) -> bool:
    place = PACKAGE.parent.joinpath(*name.split("."))
    return place.with_suffix(".py").is_file() or (place / "__init__.py").is_file()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_are_found_as_the_syntax_tree_has_them(path: Path) -> None:
    name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    ours, others = code_digest.imports_of(name)
    expected_ours, expected_others = imports(path)
    assert expected_ours <= ours
    assert others == expected_others


@pytest.mark.parametrize("media", sorted(RECIPES))
def test_every_library_that_a_converter_uses_is_known_with_its_version(media: Media) -> None:
    found = dict(word.split("=") for word in code_digest.libraries(*RECIPES[media].code))
    assert "pikepdf" in found
    assert "cryptography" in found, "what a library requires in turn"
    assert "pytest" not in found, "what only the tests of a library require"
    assert "-" not in found.values()


def test_a_module_that_reads_a_file_beside_it_stands_for_that_file_too() -> None:
    kept = ["dossier.evidence.media", *(module for recipe in RECIPES.values() for module in recipe.code)]
    converting = code_digest.closure_of(kept)
    files = {name: code_digest.file_of(name) for name in converting}
    reading = {name for name, file in files.items() if file is not None and "(__file__)" in file.read_text()}
    # These two only compare paths with the package's own.
    assert reading - {"dossier.convert.run.result", "dossier.workers.confinement"} == set(code_digest.DATA)
