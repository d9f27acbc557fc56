"""The folder of hand-outs in `build/`: a text and a calendar a person, and what becomes of those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import hostile_pdf
from tests.support.workspaces import LATER, made, outputs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.state.workspace import Workspace


@pytest.fixture(name="workspace")
def built_workspace(copied: Callable[[Path], Workspace], tmp_path: Path) -> Workspace:
    """Return a built workspace; nobody is in charge of anything in it."""
    return copied(tmp_path / "unit")


def put_in_charge(workspace: Workspace, **months: str) -> None:
    """Write who is in charge of the invitations of which months: `m06="Pegawai Satu"`."""
    rows = "".join(
        f"- indikator: I.2.1\n  butir: a\n  slot: 2025-{month[1:]}\n  penanggung_jawab: '{person}'\n"
        for month, person in months.items()
    )
    text = f"format: 1\nisian:\n{rows}" if rows else "format: 1\nisian: []\n"
    (workspace.root / "plan" / "tindak-lanjut.yaml").write_text(text, encoding="utf-8")


def handed_out(workspace: Workspace) -> dict[str, str]:
    """Return the hand-outs by name, with the folded lines of calendars joined."""
    return {
        name.removeprefix("tugas/"): data.decode().replace("\r\n ", "")
        for name, data in outputs(workspace).items()
        if name.startswith("tugas/")
    }


def test_where_nobody_is_in_charge_no_folder_is_made(workspace: Workspace) -> None:
    assert not (workspace.build / "tugas").exists()
    assert (workspace.build / "lembar-tugas.pdf").is_file()


def test_each_person_gets_a_text_and_a_calendar(workspace: Workspace) -> None:
    put_in_charge(workspace, m06="Pegawai Satu", m09="Pegawai/Dua")
    made(workspace)
    found = handed_out(workspace)
    first, second = (name for name in found if name.endswith(".txt"))
    assert second == "Pegawai Satu.txt"
    assert first.startswith("Pegawai Dua ")
    assert "Yth. Pegawai/Dua," in found[first]
    calendar = found["Pegawai Satu.ics"]
    assert calendar.count("BEGIN:VEVENT") == 1
    assert "Penanggung jawab: Pegawai Satu" in calendar
    assert "Bukti ZI" in calendar
    assert "laporan/index.html#i-I.2.1" in calendar


def test_when_all_is_done_the_text_goes_and_the_calendar_takes_its_entries_back(workspace: Workspace) -> None:
    put_in_charge(workspace, m06="Pegawai Satu")
    made(workspace)
    announced = handed_out(workspace)["Pegawai Satu.ics"]
    hostile_pdf.plain_pdf(workspace.evidence, "I.2.1 Undangan rapat Juni 2025.pdf", pages=3)
    made(workspace)
    found = handed_out(workspace)
    assert list(found) == ["Pegawai Satu.ics"]
    assert "STATUS:CANCELLED" in found["Pegawai Satu.ics"]
    assert "STATUS:CONFIRMED" not in found["Pegawai Satu.ics"]
    assert values(found["Pegawai Satu.ics"], "UID") == values(announced, "UID")
    assert values(found["Pegawai Satu.ics"], "SEQUENCE") > values(announced, "SEQUENCE")


def values(calendar: str, name: str) -> list[str]:
    return [line.partition(":")[2] for line in calendar.splitlines() if line.startswith(f"{name}:")]


def test_what_somebody_else_took_over_leaves_the_calendar_of_the_first(workspace: Workspace) -> None:
    put_in_charge(workspace, m06="Pegawai Satu")
    made(workspace)
    put_in_charge(workspace, m06="Pegawai Dua")
    made(workspace)
    for _ in range(2):
        found = handed_out(workspace)
        assert sorted(found) == ["Pegawai Dua.ics", "Pegawai Dua.txt", "Pegawai Satu.ics"]
        assert "Tidak diminta lagi dari penanggung jawab Pegawai Satu" in found["Pegawai Satu.ics"]
        assert "STATUS:CONFIRMED" in found["Pegawai Dua.ics"]
        made(workspace, LATER)


def test_what_people_wrote_into_the_folder_stays_there(workspace: Workspace) -> None:
    put_in_charge(workspace, m06="Pegawai Satu", m09="Pegawai Dua")
    made(workspace)
    folder = workspace.build / "tugas"
    (folder / "Pegawai Satu.txt").write_text("sudah disunting", encoding="utf-8")
    (folder / "catatan.txt").write_text("catatan", encoding="utf-8")
    put_in_charge(workspace)
    for _ in range(2):
        made(workspace, force=True)
        kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
        assert kept == {"Pegawai Satu.txt": "sudah disunting", "catatan.txt": "catatan"}


def test_a_calendar_that_is_not_as_it_was_written_is_not_read(workspace: Workspace) -> None:
    put_in_charge(workspace, m06="Pegawai Satu")
    made(workspace)
    (workspace.build / "tugas" / "Pegawai Satu.ics").write_text("BEGIN:VCALENDAR\n" * 9, encoding="utf-8")
    made(workspace, force=True)
    assert handed_out(workspace)["Pegawai Satu.ics"].count("STATUS:CONFIRMED") == 1
