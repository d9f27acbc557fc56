"""Entry points are read from the files of installed distributions, without importing anything."""

from __future__ import annotations

import importlib.metadata
from typing import TYPE_CHECKING

import pytest

from dossier.state import entry_points, fingerprint

if TYPE_CHECKING:
    from pathlib import Path

LIST = """\
[console_scripts]
toy = toy:main

[dossier.reports]
# a remark
toy.txt = toy.reports:Toy
bare = toy

[dossier.media]
toy = toy:media.csv [extra]
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with one distribution in it."""
    folder = tmp_path / "toy_extension-1.5.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: toy-extension\nVersion: 1.5\n")
    (folder / "entry_points.txt").write_text(LIST)
    (tmp_path / "toy").mkdir()
    (tmp_path / "toy/__init__.py").write_text("raise RuntimeError('nobody imports me')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_the_entry_points_of_a_group_are_listed_as_importlib_lists_them(place: Path) -> None:
    found = [each for each in entry_points.installed("dossier.reports") if each.distribution == "toy-extension"]
    told = importlib.metadata.entry_points(group="dossier.reports")
    assert {(each.name, each.module, each.attribute) for each in found} == {
        (each.name, each.module, each.attr or "") for each in told if each.module.startswith("toy")
    }
    assert [each.label for each in found] == ["bare (toy-extension 1.5)", "toy.txt (toy-extension 1.5)"]
    assert found[0].folder == place / "toy"


def test_a_file_may_stand_for_the_attribute(place: Path) -> None:  # noqa: ARG001 — installs the toy
    (found,) = (each for each in entry_points.installed("dossier.media") if each.module == "toy")
    assert found.attribute == "media.csv"


def test_an_edited_extension_is_another_machine(place: Path) -> None:
    before = fingerprint.machine_stamp()
    (place / "toy/data.yaml").write_text("a: 1\n")
    assert fingerprint.machine_stamp() != before


@pytest.mark.parametrize("damage", [b"", b"[dossier.reports]\n\xff = x", b"[dossier.reports\nx", b"[dossier.x]\n=\n="])
def test_a_damaged_list_brings_nothing(place: Path, damage: bytes) -> None:
    (place / "toy_extension-1.5.dist-info/entry_points.txt").write_bytes(damage)
    assert not [each for each in entry_points.rows() if "toy" in each]
