"""A file that belongs to an entry is hashed once, and then known by its stamp."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from dossier.state import files, fingerprint
from dossier.state.store import Store

if TYPE_CHECKING:
    from pathlib import Path

SOURCE, RECIPE = "ab" * 32, "pdf kode=1"


@dataclass(frozen=True, slots=True)
class _Facts:
    pages: int


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were hashed, in order."""
    found: list[Path] = []
    real = files.sha256_of

    def noted(path: Path) -> str:
        found.append(path)
        return real(path)

    monkeypatch.setattr(files, "sha256_of", noted)
    return found


@pytest.fixture
def any_age(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the stamps of files however fresh they are."""
    monkeypatch.setattr(fingerprint, "RACY_NANOSECONDS", -(10**18))


def filled(root: Path) -> Store:
    store = Store(root, "dossier.uji/1")
    store.put(SOURCE, RECIPE, {"pages": 3}, b"%PDF-1.7 isi")
    os.utime(store.paths(SOURCE, RECIPE).blob, (1_700_000_000, 1_700_000_000))
    return store


def asked(root: Path) -> _Facts | None:
    """Ask as another run does."""
    return Store(root, "dossier.uji/1").get(SOURCE, RECIPE, _Facts)


@pytest.mark.usefixtures("any_age")
def test_the_second_use_reads_no_byte_of_the_file(tmp_path: Path, hashed: list[Path]) -> None:
    filled(tmp_path)
    assert [asked(tmp_path) for _ in range(3)] == [_Facts(3)] * 3
    assert len(hashed) == 1


@pytest.mark.usefixtures("any_age")
def test_a_file_of_the_same_size_that_changed_later_is_none(tmp_path: Path) -> None:
    store = filled(tmp_path)
    assert asked(tmp_path) == _Facts(3)
    store.paths(SOURCE, RECIPE).blob.write_bytes(b"%PDF-1.7 ISI")
    assert asked(tmp_path) is None


@pytest.mark.usefixtures("any_age")
def test_a_copied_store_is_hashed_again(tmp_path: Path, hashed: list[Path]) -> None:
    store = filled(tmp_path)
    assert asked(tmp_path) == _Facts(3)
    blob = store.paths(SOURCE, RECIPE).blob
    blob.with_name("salinan").write_bytes(blob.read_bytes())
    blob.with_name("salinan").replace(blob)
    assert asked(tmp_path) == _Facts(3)
    assert len(hashed) == 2


def test_a_file_that_has_just_been_written_is_not_known_by_its_stamp(tmp_path: Path, hashed: list[Path]) -> None:
    filled(tmp_path)
    assert [asked(tmp_path) for _ in range(2)] == [_Facts(3)] * 2
    assert len(hashed) == 2


@pytest.mark.usefixtures("any_age")
def test_a_store_that_cannot_be_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(files, "write", refused)
    assert asked(tmp_path) == _Facts(3)
