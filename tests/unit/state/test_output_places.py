"""Output and kept parts elsewhere than in the workspace: what may be used, and what another may be using."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dossier.errors import OutputError
from dossier.reports.page_packing import unpacked
from dossier.state.store import Store
from dossier.state.workspace import Workspace, open_workspace
from tests.support.workspaces import made, outputs, small_workspace

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "unit").root


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    found = ((path, path.lstat()) for path in sorted(folder.rglob("*")))
    return {str(path): (status.st_mtime_ns, status.st_size) for path, status in found}


def test_a_build_elsewhere_changes_nothing_in_the_workspace_and_leads_back_to_the_evidence(
    root: Path, tmp_path: Path
) -> None:
    before = tree(root)
    workspace = open_workspace(root, out=tmp_path / "hasil" / "satu", kept=tmp_path / "simpanan", jobs=1)
    made(workspace)
    assert tree(root) == before
    assert (tmp_path / "hasil" / "satu" / "dossier.pdf").is_file()
    page = (workspace.build / "laporan" / "index.html").read_text(encoding="utf-8")
    data = json.loads(page.partition(' id="data">')[2].partition("</script>")[0])
    assert unpacked(data)["files"][0]["href"].startswith("../../../unit/evidence/I.1.1%20SK")
    assert not made(workspace).written


def test_the_number_of_jobs_and_the_places_change_no_byte_but_the_way_to_the_evidence(
    root: Path, tmp_path: Path
) -> None:
    made(Workspace(root))
    usual = outputs(Workspace(root))
    other = open_workspace(root, out=root / "hasil", kept=tmp_path / "simpanan", jobs=1)
    made(other)
    found = outputs(other)
    del found[".folder-kerja"]
    assert found == usual


def test_workspaces_that_share_what_is_kept_prepare_equal_files_once(root: Path, tmp_path: Path) -> None:
    second = small_workspace(tmp_path / "unit2").root
    places = [open_workspace(each, kept=tmp_path / "simpanan") for each in (root, second)]
    first, again = (made(place) for place in places)
    assert len(first.remade) == 3
    assert again.remade == ()


def test_nothing_is_removed_from_what_is_shared(root: Path, tmp_path: Path) -> None:
    workspace = open_workspace(root, kept=tmp_path / "simpanan")
    shared, own = Store(workspace.parts, "uji/1"), Store(tmp_path / "sendiri", "uji/1")
    for store in (shared, own):
        store.put("a" * 64, "cara kode=lama", {}, b"lama")
        store.put("a" * 64, "cara kode=baru", {}, b"baru")
    assert shared.paths("a" * 64, "cara kode=lama").blob.read_bytes() == b"lama"
    assert not own.paths("a" * 64, "cara kode=lama").blob.exists()


def test_a_folder_that_holds_something_else_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "Dokumen" / "laporan").mkdir(parents=True)
    with pytest.raises(OutputError, match="berisi hal lain"):
        open_workspace(root, out=tmp_path / "Dokumen")


def test_the_output_of_another_unit_is_refused(root: Path, tmp_path: Path) -> None:
    made(open_workspace(root, out=tmp_path / "hasil"))
    second = small_workspace(tmp_path / "unit2").root
    with pytest.raises(OutputError, match="folder kerja lain"):
        open_workspace(second, out=tmp_path / "hasil")


@pytest.mark.parametrize("name", ["evidence", "evidence/hasil", "plan", "."])
def test_evidence_and_plan_take_no_output(root: Path, name: str) -> None:
    with pytest.raises(OutputError, match="bercampur"):
        open_workspace(root, out=root / name)
    with pytest.raises(OutputError, match="bercampur"):
        open_workspace(root, kept=root / name)
