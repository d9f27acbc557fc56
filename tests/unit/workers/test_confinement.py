"""Confined converters and programs: their own folder and nothing else, or `dossier doctor` says so."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from dossier.convert.run.pool import Job, Limits, Workers
from dossier.convert.run.result import Made
from dossier.workers import landlock, programs
from dossier.workers.confinement import Confinement, environment
from dossier.workers.enforced import protections

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "sendiri"
    folder.mkdir()
    return folder


def test_a_converter_writes_into_its_own_folder_only(tmp_path: Path, own: Path) -> None:
    evidence = tmp_path / "bukti"
    evidence.mkdir()
    source = evidence / "berkas"
    source.write_bytes(b"x")
    job = Job(
        key="uji",
        source=source,
        sha256=hashlib.sha256(b"x").hexdigest(),
        target=own / "hasil.pdf",
        converter="tests.support.reaching:writes_into",
        makes_pdf=False,
    )
    with Workers(1, Limits(), Confinement(reads=(evidence,), writes=(own,))) as workers:
        ((_, made),) = workers.run([job])
    assert isinstance(made, Made)
    assert (own / "boleh").exists()
    is_closed = (made.engine, (evidence / "tertulis").exists()) == ("PermissionError", False)
    assert is_closed is bool(landlock.abi())
    assert is_closed is ("folder tertutup" in enforced())


def test_an_outside_program_writes_into_its_own_folder_only(tmp_path: Path, own: Path) -> None:
    script = f'echo x > "{own}/boleh"; echo x > "{tmp_path}/tertulis"; env > "{own}/lingkungan"'
    call = programs.Call(
        command=("/bin/sh", "-c", script),
        environment=environment(str(own)),
        folder=own,
        limits=Limits(),
        confinement=Confinement(writes=(own,)),
    )
    assert programs.start(call).wait(60) == 0
    assert (own / "boleh").exists()
    assert (tmp_path / "tertulis").exists() is not bool(landlock.abi())
    names = {line.partition("=")[0] for line in (own / "lingkungan").read_text(encoding="utf-8").splitlines()}
    assert names <= {*environment(""), "PWD", "SHLVL", "_", "OLDPWD"}


def test_a_program_that_cannot_be_started_is_an_exit_code(own: Path) -> None:
    call = programs.Call(
        command=("/tidak/ada",),
        environment=environment(str(own)),
        folder=own,
        limits=Limits(),
        confinement=Confinement(writes=(own,)),
    )
    assert programs.start(call).wait(60) == 127


def enforced() -> set[str]:
    return {each.name for each in protections() if each.state is not None}


def test_without_landlock_doctor_says_that_folders_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossier.workers.enforced.reach", lambda: None)
    assert "folder tertutup" not in enforced()
