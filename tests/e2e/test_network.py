"""A build touches no network, whatever its evidence points at."""

from __future__ import annotations

import csv
import urllib.request
from contextlib import suppress
from typing import TYPE_CHECKING

from dossier.convert.office.libreoffice import find
from tests.support import outside
from tests.support.command import copy_plan, dossier
from tests.support.listening import listening

if TYPE_CHECKING:
    from pathlib import Path


def test_a_build_of_evidence_full_of_addresses_is_heard_by_nobody(tmp_path: Path) -> None:
    assert find() is not None, "LibreOffice belongs to the system packages of the tests"
    workspace = copy_plan(tmp_path)
    folder = workspace / "evidence" / "I.3.1"
    folder.mkdir()
    with listening() as listener:
        names = outside.everything(folder, listener.address())
        result = dossier(workspace, "build", "--as-of", "2025-07-01", office=True)
        assert listener.heard == []
    assert result.returncode == 0, result.stderr
    with (workspace / "build" / "register.csv").open(encoding="utf-8-sig", newline="") as stream:
        pages = {row["Berkas"].rpartition("/")[2]: row["Halaman"] for row in csv.DictReader(stream, delimiter=";")}
    for name in names:
        assert pages[name] != "0" or name == "luar.svg", f"{name} was not bound"


def test_the_listener_does_hear_those_who_call() -> None:
    # It hangs up without an answer, which is an error to those who call.
    with listening() as listener, suppress(OSError):
        urllib.request.urlopen(listener.address(), timeout=5).close()  # noqa: S310 — a port of this machine
    assert listener.heard
