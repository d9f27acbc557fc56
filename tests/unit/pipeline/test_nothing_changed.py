"""What a build does when nothing, or something, has changed since the last one."""

from __future__ import annotations

import datetime as dt
import json
import os
from typing import TYPE_CHECKING

import pytest

from dossier import state
from dossier.cli.main import run
from dossier.convert.run.part_cache import PartCache
from dossier.convert.run.result import Failed
from dossier.errors import ExitCode
from dossier.pipeline import build
from dossier.state import Settings
from tests.support.json_values import replaced
from tests.support.workspaces import AS_OF, made, outputs, without_history

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.state import BuildResult
    from dossier.state.workspace import Workspace
    from tests.support.json_values import Place


SETTINGS = Settings(as_of=AS_OF, office="internal")
LONG_AGO = 1_700_000_000_000_000_000


@pytest.fixture
def workspace(tmp_path: Path, copied: Callable[[Path], Workspace]) -> Workspace:
    """Return a workspace that was built once."""
    return copied(tmp_path / "kerja")


def identities(workspace: Workspace) -> dict[str, tuple[int, int]]:
    """Return what changes whenever a file is written anew: place and time."""
    return {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in workspace.build.iterdir()
        if path.is_file() and path.name != ".kunci"
    }


def test_nothing_is_written_when_nothing_has_changed(workspace: Workspace) -> None:
    before = identities(workspace)
    result = made(workspace)
    assert not result.written
    assert identities(workspace) == before
    assert result.bundle.name == "dossier.pdf"


def age(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything be old enough to be told apart by its times."""
    monkeypatch.setattr("dossier.state.build_record.RACY_NANOSECONDS", -(10**12))
    made(workspace, force=True)


def test_the_quick_answer_needs_no_look_at_contents(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    age(workspace, monkeypatch)
    summary = state.unchanged(workspace, SETTINGS)
    assert summary is not None
    assert sum(summary.counts.values()) == 3


def test_asked_for_anew_nothing_that_is_kept_is_believed(workspace: Workspace) -> None:
    right = without_history(outputs(workspace))
    kept = PartCache(workspace.parts)
    for facts in workspace.parts.rglob("*.json"):
        shape = json.loads(facts.read_text())
        kept.store(shape["source"], shape["recipe"], Failed(problem="dulu gagal", lasting=True), workspace.build)
    (workspace.build / "dossier.pdf").unlink()
    made(workspace)
    assert without_history(outputs(workspace)) != right
    assert made(workspace, force=True).written
    assert without_history(outputs(workspace)) == right


@pytest.mark.parametrize(
    ("name", "place", "value"),
    [
        ("cache/cepat.json", ("summary", "bundles", 0, "size"), "x"),
        ("cache/cepat.json", ("summary", "counts"), {}),
        ("cache/cepat.json", ("summary", "as_of"), "kemarin"),
        ("edisi.json", ("summary", "bundles", 0, "size"), "x"),
        ("edisi.json", ("summary", "counts"), 3),
        ("edisi.json", ("outputs",), [1]),
    ],
)
def test_a_spoiled_answer_counts_as_none(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, name: str, place: Place, value: object
) -> None:
    age(workspace, monkeypatch)
    file = workspace.build / name
    file.write_text(json.dumps(replaced(json.loads(file.read_text()), place, value)))
    arguments = ["-C", str(workspace.root), "build", "--office", "internal", "--as-of", AS_OF.isoformat()]
    assert run(arguments) == ExitCode.DONE
    assert state.load(workspace.build) is not None


def test_files_too_fresh_to_be_told_apart_get_no_quick_answer(workspace: Workspace) -> None:
    assert state.unchanged(workspace, SETTINGS) is None


def add_file(workspace: Workspace) -> None:
    (workspace.evidence / "I.1.1 tambahan.txt").write_text("Catatan", encoding="utf-8")


def change_file(workspace: Workspace) -> None:
    file = next(workspace.evidence.glob("I.1.1*.pdf"))
    file.write_bytes(file.read_bytes() + b"\n%x")


def remove_file(workspace: Workspace) -> None:
    next(workspace.evidence.glob("I.2.1*.pdf")).unlink()


def change_plan(workspace: Workspace) -> None:
    with workspace.unit_file.open("a", encoding="utf-8") as stream:
        stream.write("# catatan\n")


def own_template(workspace: Workspace) -> None:
    workspace.templates.mkdir()
    (workspace.templates / "catatan.txt").write_text("x", encoding="utf-8")


def edit_output(workspace: Workspace) -> None:
    (workspace.build / "register.csv").write_text("disunting", encoding="utf-8")


def remove_output(workspace: Workspace) -> None:
    workspace.bundle.unlink()


CHANGES: dict[Callable[[Workspace], None], str] = {
    add_file: "bukti",
    change_file: "bukti",
    remove_file: "bukti",
    change_plan: "rencana, profil, atau pin",
    own_template: "templat Word",
    edit_output: "hasil di build/ tidak lengkap atau berubah",
    remove_output: "hasil di build/ tidak lengkap atau berubah",
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_kind_of_change_is_noticed_and_named(
    workspace: Workspace, change: Callable[[Workspace], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    age(workspace, monkeypatch)
    before = outputs(workspace)
    change(workspace)
    assert state.unchanged(workspace, SETTINGS) is None
    result = made(workspace)
    assert result.written
    assert result.why == (CHANGES[change],)
    if change in {edit_output, remove_output}:
        assert outputs(workspace) == before


def test_another_day_or_another_form_is_another_edition(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    age(workspace, monkeypatch)
    assert state.unchanged(workspace, Settings(as_of=AS_OF, office="internal", portal=True)) is None
    result = made(workspace, dt.date(2025, 9, 1))
    assert result.why == ("pilihan atau tanggal",)


def test_another_version_of_a_library_is_another_edition(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    age(workspace, monkeypatch)
    monkeypatch.setattr("dossier.state.fingerprint.libraries", lambda: ("pikepdf-99.0",))
    monkeypatch.setattr("dossier.state.build_record.libraries", lambda: ("pikepdf-99.0",))
    assert state.unchanged(workspace, SETTINGS) is None
    assert made(workspace).why == ("program dossier atau mesinnya",)


def test_a_touched_file_is_looked_into_and_nothing_is_written(workspace: Workspace) -> None:
    for file in workspace.evidence.iterdir():
        os.utime(file, ns=(LONG_AGO, LONG_AGO))
    assert not made(workspace).written


def test_a_build_that_is_asked_for_is_made_with_the_same_bytes(workspace: Workspace) -> None:
    before = outputs(workspace)
    result = made(workspace, force=True)
    assert (result.written, result.why) == (True, ("diminta dengan --paksa",))
    assert outputs(workspace) == before


def test_the_reason_for_each_part_is_told(workspace: Workspace) -> None:
    add_file(workspace)
    change_file(workspace)
    reasons = {each.path: each.reason for each in made(workspace).remade}
    assert reasons == {"I.1.1 SK Tim Kerja ZI 2025.pdf": "isi berkas berubah", "I.1.1 tambahan.txt": "berkas baru"}
    log = json.loads(workspace.log.read_bytes())
    assert {row["path"]: row["reason"] for row in log["remade"]} == reasons
    assert log["why"] == ["bukti"]


def incomplete(workspace: Workspace) -> BuildResult:
    """Build because an output is gone: unlike `--paksa`, that looks up what is kept."""
    (workspace.build / "register.csv").unlink()
    return made(workspace)


def test_a_damaged_part_is_made_again_and_said_so(workspace: Workspace) -> None:
    before = outputs(workspace)
    for part in workspace.parts.rglob("*.pdf"):
        data = bytearray(part.read_bytes())
        data[len(data) // 2] ^= 1
        part.write_bytes(bytes(data))
    result = incomplete(workspace)
    assert {each.reason for each in result.remade} == {"simpanannya rusak"}
    assert len(result.remade) == 3
    assert outputs(workspace) == before


def test_a_part_made_by_another_version_says_which(workspace: Workspace) -> None:
    for facts in workspace.parts.rglob("*.json"):
        shape = json.loads(facts.read_bytes())
        shape["recipe"] = shape["recipe"].replace("pikepdf=", "pikepdf=0.")
        facts.with_name(facts.name.replace("-", "-0")[:-1] + "n").write_text(json.dumps(shape), encoding="utf-8")
        facts.with_suffix(".pdf").unlink()
        facts.unlink()
    result = incomplete(workspace)
    assert all(each.reason.startswith("mesin berubah (pikepdf=0.") for each in result.remade)
    assert len(result.remade) == 3


def test_a_cache_that_is_gone_is_said_so(workspace: Workspace) -> None:
    for part in workspace.parts.rglob("*.*"):
        part.unlink()
    result = incomplete(workspace)
    assert {each.reason for each in result.remade} == {"simpanannya di build/cache hilang"}


@pytest.mark.parametrize("name", ["edisi.json", "cache/cepat.json", "cache/tata-letak-tpi.json"])
@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b'{"schema": "lain"}', b"\xff"])
def test_a_damaged_memory_is_forgotten(workspace: Workspace, name: str, data: bytes) -> None:
    before = outputs(workspace)
    (workspace.build / name).write_bytes(data)
    assert state.unchanged(workspace, SETTINGS) is None
    made(workspace)
    assert outputs(workspace) == before


def test_what_only_the_old_edition_had_goes_and_what_is_not_ours_stays(workspace: Workspace) -> None:
    (workspace.build / "catatan saya.txt").write_text("punya orang", encoding="utf-8")
    build(workspace, AS_OF, settings=Settings(as_of=AS_OF, office="internal", portal=True))
    assert (workspace.build / "portal" / "indeks.xlsx").is_file()
    (workspace.build / "portal" / "unggahan").mkdir()
    (workspace.build / "portal" / "unggahan" / "tanda terima.txt").write_text("punya orang", encoding="utf-8")
    made(workspace)
    assert (workspace.build / "portal" / "unggahan" / "tanda terima.txt").read_text(encoding="utf-8") == "punya orang"
    assert [path.name for path in sorted((workspace.build / "portal").iterdir())] == [
        "jawaban-unit.json",
        "jawaban.csv",
        "unggahan",
    ]
    assert (workspace.build / "catatan saya.txt").read_text(encoding="utf-8") == "punya orang"
