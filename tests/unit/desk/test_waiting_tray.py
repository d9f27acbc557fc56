"""The tray takes a limited number of files and shows what anybody else laid there too."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from dossier.desk import waiting_tray
from dossier.desk.desk_requests import AskError
from dossier.desk.waiting_tray import WaitingTray

if TYPE_CHECKING:
    from pathlib import Path


def staged(folder: Path) -> Path:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "PNG")
    place = folder / "ponsel-1"
    place.write_bytes(stream.getvalue())
    return place


def test_a_full_tray_takes_nothing_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_tray, "MOST_WAITING", 2)
    tray = WaitingTray(tmp_path / "nampan", tmp_path / "gambar", (32,))
    for name in ("a.png", "a.png"):
        tray.receive(name, staged(tmp_path))
    with pytest.raises(AskError, match="penuh"):
        tray.receive("b.png", staged(tmp_path))
    assert tray.names() == ["a (2).png", "a.png"]


def test_files_laid_into_the_tray_by_hand_are_shown_and_hidden_ones_and_folders_are_not(tmp_path: Path) -> None:
    tray = WaitingTray(tmp_path / "nampan", tmp_path / "gambar", (32,))
    assert tray.rows() == []
    tray.folder.mkdir()
    (tray.folder / "catatan.txt").write_text("Notulen", encoding="utf-8")
    (tray.folder / ".tersembunyi").write_text("x", encoding="utf-8")
    (tray.folder / "folder").mkdir()
    assert [row["nama"] for row in tray.rows()] == ["catatan.txt"]
    assert tray.rows()[0]["gambar"] == ""
