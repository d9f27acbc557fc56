from __future__ import annotations

import fcntl
import threading
from typing import TYPE_CHECKING

import pytest

from dossier.errors import OutputError
from dossier.state.files import RETIRED_PREFIX, STAGING_PREFIX
from dossier.state.lease import lock
from dossier.state.publishing import publish, staging, writing

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
    unfinished = tmp_path / f"{STAGING_PREFIX}1-.sewa"
    unfinished.write_bytes(b"half")
    with staging(tmp_path) as stage:
        assert not stale.exists()
        assert not unfinished.exists()
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


def test_a_folder_takes_the_place_of_its_old_edition_whole(tmp_path: Path) -> None:
    (tmp_path / "laporan").mkdir()
    (tmp_path / "laporan" / "usang.html").write_text("old", encoding="utf-8")
    with staging(tmp_path) as stage:
        (stage / "laporan" / "aset").mkdir(parents=True)
        (stage / "laporan" / "index.html").write_text("new", encoding="utf-8")
        publish(stage, tmp_path, last="dossier.pdf")
    assert sorted(path.name for path in (tmp_path / "laporan").iterdir()) == ["aset", "index.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["laporan"]


def test_a_folder_whose_replacement_was_cut_short_comes_back(tmp_path: Path) -> None:
    retired = tmp_path / f"{RETIRED_PREFIX}laporan"
    retired.mkdir()
    (retired / "index.html").write_text("old", encoding="utf-8")
    with staging(tmp_path):
        assert (tmp_path / "laporan" / "index.html").read_text(encoding="utf-8") == "old"
    assert not retired.exists()


def test_a_lock_that_a_dying_process_still_holds_is_waited_for(tmp_path: Path) -> None:
    with (tmp_path / ".kunci").open("w") as dying:
        fcntl.flock(dying, fcntl.LOCK_EX)
        death = threading.Timer(0.2, fcntl.flock, (dying, fcntl.LOCK_UN))
        death.start()
        with lock(tmp_path):  # raises where it is not waited for
            assert death.finished.is_set()
        death.join()
