"""The documentation is true of the tree: paths exist, generated pages are up to date, every page is listed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

import dossier
from tests.support.command_reference import REFERENCE, reference

ROOT = Path(__file__).parents[2]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LINKS = re.findall(r"\]\(((?!https?:)[^)#]+)\)", CONTRIBUTING)
PATHS = re.findall(r"`([\w./-]+/[\w./-]*)`", CONTRIBUTING)
RECORDS = sorted((ROOT / "docs" / "adr").glob("0*.md"))
SITE = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted({*LINKS, *PATHS}))
def test_every_path_that_contributing_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_table_of_changes_links_each_room() -> None:
    rooms = {path.split("/")[1] for path in LINKS if path.startswith("dossier/") and path.count("/") > 1}
    there = {path.parent.name for path in (ROOT / "dossier").glob("*/__init__.py")}
    assert there <= rooms


def test_the_reference_of_commands_is_what_the_commands_say() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == reference(), "run `make reference`"


def test_the_site_lists_every_page_of_the_documentation() -> None:
    pages = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")}
    assert pages == set(re.findall(r"[\w/-]+\.md", SITE))


@pytest.mark.parametrize("path", [".pre-commit-config.yaml", ".github/workflows/ci.yml", "mkdocs.yml"])
def test_settings_of_other_tools_are_yaml(path: str) -> None:
    assert yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def test_the_package_and_its_metadata_have_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == dossier.__version__


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_record_names_modules_that_exist(record: Path) -> None:
    if record.stem == "0022-rooms":  # the map of old names
        return
    rooms = [path.parent.name for path in (ROOT / "dossier").glob("*/__init__.py")]
    named = re.findall(rf"`((?:{'|'.join(rooms)})/[\w/]+\.py)`", record.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / "dossier" / path).exists()] == []
