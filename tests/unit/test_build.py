from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.build import STAGING_PREFIX, lock, publish, staging, writing
from dossier.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


def test_output_of_a_build_that_failed_does_not_appear(tmp_path: Path) -> None:
    def half_a_build() -> None:
        with staging(tmp_path) as stage:
            (stage / "dossier.pdf").write_bytes(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half_a_build()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_is_cleared(tmp_path: Path) -> None:
    stale = tmp_path / f"{STAGING_PREFIX}lama"
    stale.mkdir()
    (stale / "dossier.pdf").write_bytes(b"half")
    with staging(tmp_path) as stage:
        assert not stale.exists()
        assert stage.is_dir()


def test_published_files_replace_the_old_ones(tmp_path: Path) -> None:
    (tmp_path / "dossier.pdf").write_bytes(b"old")
    with staging(tmp_path) as stage:
        (stage / "dossier.pdf").write_bytes(b"new")
        (stage / "register.csv").write_bytes(b"rows")
        made = publish(stage, tmp_path, last="dossier.pdf")
    assert [path.name for path in made] == ["register.csv", "dossier.pdf"]
    assert (tmp_path / "dossier.pdf").read_bytes() == b"new"


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    with lock(tmp_path), pytest.raises(OutputError, match="Proses lain"), lock(tmp_path):
        pass


def test_a_disk_that_is_full_becomes_a_message_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught, writing(tmp_path):
        raise OSError(28, "No space left on device")
    assert "ruang disk" in caught.value.hint
