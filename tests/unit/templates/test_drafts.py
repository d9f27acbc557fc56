"""A draft that is not byte for byte what dossier wrote is somebody's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.templates import RenderRequest, render
from dossier.templates.drafts import REGISTER, Register
from tests.support.papers_source import papers_plan, papers_unit

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.templates import RenderResult

REQUEST = RenderRequest(indicator="I.3.1", requirement="a", slot="2025-02")


def made(folder: Path) -> RenderResult:
    return render(papers_plan(), papers_unit(), None, [REQUEST], folder, None)


def test_a_draft_saved_again_without_its_mark_or_with_one_byte_more_is_never_replaced(tmp_path: Path) -> None:
    path = made(tmp_path).papers[0].path
    path.write_bytes(path.read_bytes() + b"\n")
    edited = path.read_bytes()
    again = made(tmp_path)
    assert path.read_bytes() == edited
    assert again.papers[0].path.name.endswith(" (2).docx")
    assert [finding.code for finding in again.findings if finding.path == str(path)] == ["naskah_disunting"]


@pytest.mark.parametrize("data", [None, b"", b"[1]", b'{"schema":"dossier.naskah/1","drafts":{"x":3}}', b"\xff"])
def test_without_a_register_every_draft_counts_as_edited(tmp_path: Path, data: bytes | None) -> None:
    path = made(tmp_path).papers[0].path
    before = path.read_bytes()
    if data is None:
        (tmp_path / REGISTER).unlink()
    else:
        (tmp_path / REGISTER).write_bytes(data)
    assert not Register(tmp_path).is_as_written(path)
    made(tmp_path)
    assert path.read_bytes() == before
    assert len(list(tmp_path.glob("*.docx"))) == 2


def test_a_link_in_the_place_of_a_draft_is_not_written_through(tmp_path: Path) -> None:
    path = made(tmp_path / "naskah").papers[0].path
    outside = tmp_path / "luar.docx"
    path.replace(outside)
    path.symlink_to(outside)
    before = outside.read_bytes()
    made(tmp_path / "naskah")
    assert path.is_symlink()
    assert outside.read_bytes() == before
