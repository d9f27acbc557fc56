"""Handling the office program: batches, hangs, deaths; a small script stands for it."""

from __future__ import annotations

import os
import stat
import subprocess
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from dossier.convert.office import libreoffice, watch
from dossier.convert.office.libreoffice import write_profile
from dossier.convert.run.pool import Limits

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """#!/bin/sh
out=
while [ $# -gt 0 ]; do
  case "$1" in
    --outdir) out=$2; shift ;;
    *gantung*) echo $PPID > "$HOME/pid"; sleep 600 & wait ;;
    *mati*) exit 77 ;;
    *menolak*) ;;
    *kosong*) : > "$out/$(basename "${1%.*}").pdf" ;;
    *.docx | *.txt) echo "$1" >> "$HOME/urutan"; echo pdf > "$out/$(basename "${1%.*}").pdf" ;;
  esac
  shift
done
exit 0
"""


@pytest.fixture
def office(tmp_path: Path) -> libreoffice.Office:
    program = tmp_path / "soffice"
    program.write_text(PROGRAM)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return libreoffice.Office(program=program, label="Office 1.0", identity="uji")


def documents(folder: Path, *names: str) -> list[Path]:
    paths = [folder / f"{name}.docx" for name in names]
    for path in paths:
        path.write_bytes(b"x")
    return paths


def lay_out(
    office: libreoffice.Office, paths: list[Path], folder: Path, seconds: float = 60
) -> tuple[list[str], list[str]]:
    work = folder / "kerja"
    work.mkdir()
    result = libreoffice.lay_out(office, paths, work, Limits(seconds=seconds))
    return sorted(path.stem for path in result.made), sorted(path.stem for path in result.stopped)


def test_a_large_number_of_documents_takes_few_calls(office: libreoffice.Office, tmp_path: Path) -> None:
    paths = documents(tmp_path, *(f"d{number:03d}" for number in range(60)))
    made, stopped = lay_out(office, paths, tmp_path)
    assert len(made) == 60
    assert stopped == []
    assert len(list((tmp_path / "kerja").glob("lo-*"))) == 3


def test_a_document_on_which_the_program_dies_is_isolated(office: libreoffice.Office, tmp_path: Path) -> None:
    paths = documents(tmp_path, "a", "b", "mati", "c", "d", "e")
    assert lay_out(office, paths, tmp_path) == (["a", "b", "c", "d", "e"], ["mati"])


def test_a_document_that_is_refused_is_not_blamed_on_the_program(office: libreoffice.Office, tmp_path: Path) -> None:
    paths = documents(tmp_path, "a", "menolak", "kosong", "b")
    assert lay_out(office, paths, tmp_path) == (["a", "b"], [])


def test_a_hanging_document_is_killed_with_its_children(office: libreoffice.Office, tmp_path: Path) -> None:
    made, stopped = lay_out(office, documents(tmp_path, "gantung"), tmp_path, seconds=0.5)
    assert (made, stopped) == ([], ["gantung"])
    group = int((tmp_path / "kerja" / "lo-1" / "pid").read_text())
    command = ["ps", "-e", "-o", "pgid=,stat=,args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    ours = [line.split(None, 2) for line in listed if line.split()[0] == str(group)]
    assert [args for _, state, args in ours if not state.startswith("Z")] == []


def test_a_document_that_has_used_up_its_time_is_not_tried_again(office: libreoffice.Office, tmp_path: Path) -> None:
    paths = documents(tmp_path, "a", "gantung", "b", "c")
    assert lay_out(office, paths, tmp_path, seconds=0.5) == (["a", "b", "c"], ["gantung"])
    laid_out = [line for log in (tmp_path / "kerja").glob("lo-*/urutan") for line in log.read_text().splitlines()]
    assert len(laid_out) == 3, "what comes after it is laid out once"
    assert len(list((tmp_path / "kerja").glob("lo-*"))) == 2


def test_a_document_may_have_less_time_than_others_and_all_learn_what_they_took(
    office: libreoffice.Office, tmp_path: Path
) -> None:
    paths = documents(tmp_path, "a", "gantung")
    (tmp_path / "kerja").mkdir()
    laid_out = libreoffice.lay_out(office, paths, tmp_path / "kerja", Limits(seconds=600), allowed={paths[1]: 0.5})
    assert laid_out.stopped == {paths[1]}
    assert laid_out.spent.keys() == set(paths)
    assert laid_out.spent[paths[1]] >= 0.5


def test_a_document_that_takes_long_is_named(
    office: libreoffice.Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "PATIENCE", 0.1)
    told: list[Path] = []
    paths = documents(tmp_path, "gantung")
    (tmp_path / "kerja").mkdir()
    libreoffice.lay_out(office, paths, tmp_path / "kerja", Limits(seconds=0.5), waits=told.append)
    assert set(told) == set(paths)


def test_no_documents_are_no_work(office: libreoffice.Office, tmp_path: Path) -> None:
    assert lay_out(office, [], tmp_path) == ([], [])


def test_the_program_sees_nothing_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAHASIA", "tampak")
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nenv > $HOME/lingkungan\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    lay_out(libreoffice.Office(program=program, label="", identity=""), documents(tmp_path, "a"), tmp_path)
    seen = (tmp_path / "kerja" / "lo-1" / "lingkungan").read_text()
    assert "RAHASIA" not in seen
    assert f"HOME={tmp_path / 'kerja' / 'lo-1'}" in seen


def test_the_installed_program_works_confined_where_the_system_can_confine_it() -> None:
    installed = libreoffice.find()
    assert installed is not None, "LibreOffice belongs to the system packages of the tests"
    assert libreoffice.is_confined(installed) is libreoffice.can_confine()


def test_a_program_that_cannot_work_confined_is_run_without_it_and_doctor_says_so(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text(PROGRAM.replace("#!/bin/sh", f"#!/bin/sh\n: > '{tmp_path}/luar' || exit 1"))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    office = libreoffice.Office(program=program, label="Office 1.0", identity="uji")
    assert lay_out(office, documents(tmp_path, "a"), tmp_path) == (["a"], [])
    assert not libreoffice.is_confined(office)


def test_the_profile_forbids_macros_links_and_updates(tmp_path: Path) -> None:
    write_profile(tmp_path / "profil")
    root = ET.parse(tmp_path / "profil/user/registrymodifications.xcu").getroot()  # noqa: S314 — written by us
    name = "{http://openoffice.org/2001/registry}name"
    settings = {prop.get(name): prop.findtext("value") for prop in root.iter("prop")}
    assert settings["DisableMacrosExecution"] == "true"
    assert settings["MacroSecurityLevel"] == "3"
    assert settings["BlockUntrustedRefererLinks"] == "true"
    assert settings["AutoCheckEnabled"] == "false"
    assert settings["Link"] == "2"


def test_nothing_is_found_where_nothing_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "defpath", str(tmp_path))
    libreoffice.find.cache_clear()
    try:
        assert libreoffice.find() is None
    finally:
        libreoffice.find.cache_clear()
