"""A file is written whole or not at all, and nothing unfinished stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.state import files
from dossier.state.files import in_turn

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("durable", [True, False])
def test_the_new_bytes_take_the_place_of_the_old_ones_and_the_mode_stays(tmp_path: Path, *, durable: bool) -> None:
    home = tmp_path / "baru" / "pins.yaml"
    files.write(home, b"lama", durable=durable)
    home.chmod(0o640)
    files.write(home, b"baru", durable=durable)
    assert (home.read_bytes(), home.stat().st_mode & 0o777) == (b"baru", 0o640)
    assert list(home.parent.iterdir()) == [home]


@pytest.mark.parametrize("durable", [True, False])
def test_a_write_that_fails_leaves_the_old_bytes_and_nothing_else(tmp_path: Path, *, durable: bool) -> None:
    home = tmp_path / "pins.yaml"
    home.write_bytes(b"lama")

    def half() -> None:
        with files.replacing(home, durable=durable) as fresh:
            fresh.write_bytes(b"sep")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        half()
    assert home.read_bytes() == b"lama"
    assert list(tmp_path.iterdir()) == [home]


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "milik-orang").write_bytes(b"tetap")
    (tmp_path / "pins.yaml").symlink_to(tmp_path / "milik-orang")
    files.write(tmp_path / "pins.yaml", b"baru")
    assert (tmp_path / "milik-orang").read_bytes() == b"tetap"
    files.move(tmp_path / "pins.yaml", tmp_path / "lain")
    assert (tmp_path / "lain").read_bytes() == b"baru"


def test_a_very_long_name_can_be_written(tmp_path: Path) -> None:
    files.write(tmp_path / ("é" * 127), b"x")
    assert (tmp_path / ("é" * 127)).read_bytes() == b"x"


def test_half_a_line_that_a_kill_left_is_ended_before_the_next(tmp_path: Path) -> None:
    for left, after in ((b"", b"satu\n"), (b"nol\n", b"nol\nsatu\n"), (b"no", b"no\nsatu\n")):
        (tmp_path / "jurnal").write_bytes(left)
        files.append(tmp_path / "jurnal", b"satu\n")
        assert (tmp_path / "jurnal").read_bytes() == after


def test_what_a_killed_writer_left_goes_with_the_next_turn(tmp_path: Path) -> None:
    (tmp_path / f"{files.STAGING_PREFIX}99-pins.yaml").write_bytes(b"sep")
    (tmp_path / "pins.yaml").write_bytes(b"utuh")
    with in_turn(tmp_path):
        assert [path.name for path in tmp_path.iterdir()] == ["pins.yaml"]
