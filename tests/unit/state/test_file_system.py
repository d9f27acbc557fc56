from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from dossier.cli.main import run
from dossier.errors import ExitCode
from dossier.state import files
from tests.support.workspaces import made, outputs, small_workspace

if TYPE_CHECKING:
    from pathlib import Path


def hold(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Let a file be held open by another program: Windows then refuses to rename or replace them."""
    original = os.replace

    def replace(source: str | Path, target: str | Path) -> None:
        if os.fspath(target) == os.fspath(path):
            raise PermissionError(errno.EACCES, "Access is denied", os.fspath(source), None, os.fspath(target))
        original(source, target)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(files, "REFUSES_OPEN", True)


@pytest.mark.parametrize("name", ["dossier.pdf", "kesenjangan.xlsx"])
def test_an_output_open_in_another_program_is_named_and_the_old_edition_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    workspace = small_workspace(tmp_path)
    made(workspace)
    before = outputs(workspace)
    hold(monkeypatch, workspace.build / name)
    code = run(["-C", str(tmp_path), "build", "--office", "internal", "--as-of", "2025-08-01"])
    said = capsys.readouterr().err
    assert code == ExitCode.OUTPUT
    assert f"Tutup dahulu {name}" in said
    assert "Traceback" not in said
    assert outputs(workspace) == before


def test_a_gap_list_open_in_excel_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small_workspace(tmp_path)
    target = tmp_path / "daftar.csv"
    target.write_text("lama", encoding="utf-8")
    hold(monkeypatch, target)
    code = run(["-C", str(tmp_path), "gaps", "--format", "csv", "-o", str(target)])
    assert code == ExitCode.OUTPUT
    assert "Tutup dahulu daftar.csv" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "lama"


def test_a_refusal_that_nobody_has_handled_is_no_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "buku.xlsx"
    book.touch()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Access is denied", str(book))

    monkeypatch.setattr("dossier.cli.main.cli.main", refuse)
    assert run(["scan"]) == ExitCode.OUTPUT
    assert "Tutup dahulu buku.xlsx" in capsys.readouterr().err


def test_a_folder_without_permission_is_not_taken_for_a_file_held_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.pdf"
    file.touch()
    monkeypatch.setattr(os, "access", lambda path, _: path != tmp_path)
    error = PermissionError(errno.EACCES, "Permission denied", str(file))
    assert files.cannot_write(error, "pesan", path=file, hint="petunjuk").message == "pesan"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "asli").write_bytes(b"x")
    (tmp_path / "taut").symlink_to("asli")
    with pytest.raises(OSError, match="symbolic"):
        files.open_unfollowed(tmp_path / "taut")
    os.close(files.open_unfollowed(tmp_path / "asli"))
