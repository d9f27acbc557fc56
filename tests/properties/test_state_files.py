"""What the program left for itself may hold any JSON: no command ends in exit 1, and damage counts as nothing."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.cli.main import run
from dossier.errors import ExitCode
from dossier.state.workspace import Workspace
from tests.support.json_values import VALUES, every, places, replaced
from tests.support.workspaces import AS_OF, made, outputs, small_workspace, without_history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUILD = ["build", "--office", "internal", "--as-of", AS_OF.isoformat()]
COMMANDS = [["scan"], ["match"], ["gaps", "--office", "internal", "--as-of", AS_OF.isoformat()], ["verify"]]


@pytest.fixture(scope="module", autouse=True)
def _today() -> Iterator[None]:
    """Let the command take the day of the builds for today: a build for another day keeps no history."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dossier.project.today", lambda: AS_OF)
        yield


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a workspace with every state file there is: built twice, of texts that had to be read, with photos."""
    workspace = small_workspace(tmp_path_factory.mktemp("keadaan"))
    (workspace.evidence / "lain-lain.txt").write_text("Notulen rapat pembangunan Zona Integritas 2025\n" * 5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dossier.state.build_record.RACY_NANOSECONDS", -(10**12))
        patch.setattr("dossier.evidence.hashing.RACY_NANOSECONDS", -(10**12))
        made(workspace)
    return workspace


def state_files(workspace: Workspace) -> list[Path]:
    """Return every file of the build folder that holds JSON, at least in its first line."""
    found = (path for path in workspace.build.rglob("*") if path.suffix in {".json", ".jsonl", ".bin"})
    return sorted(found)


def head(file: Path) -> tuple[object, bytes]:
    """Return the JSON value of a file, and what follows it."""
    data = file.read_bytes()
    if file.suffix == ".json":
        return json.loads(data), b""
    first, _, rest = data.partition(b"\n")
    return json.loads(first), b"\n" + rest


def spoil(file: Path, value: object) -> None:
    file.write_bytes(json.dumps(value).encode() + head(file)[1])


def test_every_kind_of_state_file_is_there_to_be_spoiled(built: Workspace) -> None:
    names = {path.relative_to(built.build).parts[0 if path.parent == built.build else 1] for path in state_files(built)}
    assert {"edisi.json", "riwayat.jsonl", "bagian", "isi", "halaman"} <= names
    assert {"cepat.json", "sidik.json", "tata-letak-tpi.json", "pekerjaan.json"} <= names


@pytest.mark.parametrize(
    ("kind", "value"),
    [(int, "x"), (int, -1), (int, 10**30), (str, 3), (str, "\ud800"), (list, 3), (dict, 3), (list, []), (dict, {})],
)
def test_a_build_over_spoiled_state_files_makes_the_same_dossier(
    built: Workspace, tmp_path: Path, kind: type, value: object
) -> None:
    workspace = Workspace(shutil.copytree(built.root, tmp_path / "kerja"))
    for file in state_files(workspace):
        spoil(file, every(head(file)[0], kind, value))
    for command in (*COMMANDS, BUILD):
        assert run(["-C", str(workspace.root), *command]) in {ExitCode.DONE, ExitCode.DIFFERENT}
    assert without_history(outputs(workspace)) == without_history(outputs(built))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), value=VALUES)
def test_any_value_at_any_place_of_any_state_file_ends_no_build(
    built: Workspace, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, value: object
) -> None:
    workspace = Workspace(shutil.copytree(built.root, tmp_path_factory.mktemp("rusak") / "kerja"))
    file = data.draw(st.sampled_from(state_files(workspace)))
    known, _ = head(file)
    spoil(file, replaced(known, data.draw(st.sampled_from(list(places(known)))), value))
    assert run(["-C", str(workspace.root), *BUILD]) == ExitCode.DONE
    shutil.rmtree(workspace.root)
