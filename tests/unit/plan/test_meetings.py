"""`plan/rapat.yaml`: read with lines, added to without touching what is there."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.errors import PlanError
from dossier.model import Meeting
from dossier.plan import add_meeting, load_meetings, load_plan
from tests.support.command import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Plan

PLAN: Plan = load_plan(REPOSITORY / "plan" / "plan.yaml")[0]
MEETING = Meeting(
    indicator="I.3.1",
    slot="2025-04",
    day=dt.date(2025, 4, 10),
    time="",
    place="Aula",
    agenda="Evaluasi: ZI",
    leader="Pegawai Satu",
    people=("Pegawai Satu",),
)


def test_a_meeting_is_added_below_what_people_wrote_and_their_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "rapat.yaml"
    old = (
        "# catatan kami\n- indikator: I.3.1 # evaluasi\n  tanggal: 5 Februari 2025\n"
        "  tempat: Aula\n  acara: Awal\n  pimpinan: X"
    )
    path.write_text(old, encoding="utf-8")
    assert add_meeting(path, MEETING, PLAN)
    assert path.read_text(encoding="utf-8").startswith(old + "\n")
    first, second = load_meetings(path, PLAN)
    assert (first.slot, first.day) == ("2025-02", dt.date(2025, 2, 5))
    assert second == MEETING


def test_the_same_meeting_is_not_added_twice_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rapat.yaml"
    assert add_meeting(path, MEETING, PLAN)
    before = path.read_bytes()
    assert not add_meeting(path, MEETING, PLAN)
    with pytest.raises(PlanError, match="isian lain"):
        add_meeting(path, dataclasses.replace(MEETING, place="Lain"), PLAN)
    assert path.read_bytes() == before


def test_every_complaint_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rapat.yaml"
    path.write_text(
        "- indikator: I.3.9\n  tanggal: 1/2/2025\n  tempat: Aula\n  acara: A\n  pimpinan: X\n- acara: B\n",
        encoding="utf-8",
    )
    with pytest.raises(PlanError) as error:
        load_meetings(path, PLAN)
    told = {(finding.code, finding.line) for finding in error.value.findings}
    assert {("kode_tak_dikenal", 1), ("tanggal_tak_terbaca", 2), ("kunci_wajib", 6)} <= told


def test_a_meeting_after_the_last_due_time_asks_for_its_slot(tmp_path: Path) -> None:
    path = tmp_path / "rapat.yaml"
    path.write_text(
        "- {indikator: I.3.1, tanggal: 2026-01-05, tempat: Aula, acara: A, pimpinan: X}\n", encoding="utf-8"
    )
    with pytest.raises(PlanError) as error:
        load_meetings(path, PLAN)
    assert "2025-02" in error.value.findings[0].advice


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1, max_size=40).map(
    lambda text: " ".join(text.split())
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=TEXT.filter(bool), agenda=TEXT.filter(bool), name=TEXT.filter(bool))
def test_whatever_is_typed_reads_back_or_is_refused_and_never_spoils_the_file(
    tmp_path: Path, place: str, agenda: str, name: str
) -> None:
    path = tmp_path / "rapat.yaml"
    path.write_text("# kami\n", encoding="utf-8")
    asked = dataclasses.replace(MEETING, place=place, agenda=agenda, leader=name, people=(name,))
    try:
        add_meeting(path, asked, PLAN)
    except PlanError:
        assert path.read_text(encoding="utf-8") == "# kami\n"
    else:
        assert load_meetings(path, PLAN) == (asked,)
