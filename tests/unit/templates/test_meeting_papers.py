"""Papers of one meeting: made together, filled alike, and compared when they come back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import pytest

from dossier.model import Meeting
from dossier.plan import load_plan, load_unit
from dossier.templates import audit_document, disagreements, list_templates, meeting_requests, plan_requests, render
from tests.support.command import REPOSITORY
from tests.support.papers_source import part_of, with_part

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Plan, Unit

PLAN: Plan = load_plan(REPOSITORY / "plan" / "plan.yaml")[0]
STAFF = ((("nama", "Pegawai Satu"), ("jabatan", "Analis")), (("nama", "Pegawai Dua"), ("jabatan", "Kepala Bagian")))
UNIT: Unit = dataclasses.replace(load_unit(REPOSITORY / "plan" / "unit.yaml"), members=STAFF)
MEETING = Meeting(
    indicator="I.3.1",
    slot="2025-04",
    day=dt.date(2025, 4, 10),
    time="10.00 – 12.00 WIB",
    place="Ruang Rapat Lantai 2",
    agenda="Evaluasi pembangunan ZI",
    leader="Pegawai Dua",
    people=("Pegawai Dua", "Pegawai Tiga"),
)


@pytest.fixture(name="papers")
def five_papers(tmp_path: Path) -> dict[str, Path]:
    """Return the papers of one meeting, template ─► file."""
    requests = meeting_requests(PLAN, MEETING, list_templates(None))
    result = render(PLAN, UNIT, None, requests, tmp_path, None)
    return {paper.template: paper.path for paper in result.papers}


def text_of(path: Path) -> str:
    return part_of(path, "word/document.xml")


def test_five_papers_of_a_meeting_say_the_same_day_place_and_agenda(papers: dict[str, Path]) -> None:
    assert sorted(papers) == ["daftar-hadir", "dokumentasi", "notulen", "tabel-tindak-lanjut", "undangan"]
    for path in papers.values():
        for said in ("Kamis", "10 April 2025", "Ruang Rapat Lantai 2", "Evaluasi pembangunan ZI"):
            assert said in text_of(path), (path.name, said)


def test_each_paper_is_named_for_the_requirement_that_asks_for_it(papers: dict[str, Path]) -> None:
    assert papers["notulen"].name == "I.3.1 Notulen rapat monev ZI 2025-04-10.docx"
    audited = audit_document(papers["notulen"], PLAN, UNIT)
    assert audited is not None
    assert (audited.requirement, audited.slot) == ("d", "2025-04")


def test_numbers_of_letters_and_dates_of_papers_stay_open(papers: dict[str, Path]) -> None:
    audited = audit_document(papers["undangan"], PLAN, UNIT)
    assert audited is not None
    assert {"Nomor surat", "Tanggal naskah"} <= set(audited.open_prompts)
    assert "Tanggal rapat" not in audited.open_prompts


def test_the_attendance_list_has_the_people_of_the_meeting_with_their_offices(papers: dict[str, Path]) -> None:
    text = text_of(papers["daftar-hadir"])
    assert "Pegawai Dua" in text
    assert "Kepala Bagian" in text
    assert "Pegawai Tiga" in text
    assert "Pegawai Satu" not in text


def test_an_edited_paper_stays_when_the_meeting_is_made_again(papers: dict[str, Path], tmp_path: Path) -> None:
    changed = text_of(papers["undangan"]).replace("Kamis", "Jumat")
    with_part(papers["undangan"], "word/document.xml", changed.encode())
    before = papers["undangan"].read_bytes()
    again = render(PLAN, UNIT, None, meeting_requests(PLAN, MEETING, list_templates(None)), tmp_path, None)
    assert papers["undangan"].read_bytes() == before
    assert "naskah_disunting" in {finding.code for finding in again.findings}


def test_a_paper_that_differs_is_found_and_both_files_are_named(papers: dict[str, Path]) -> None:
    audits = {name: audit_document(path, PLAN, UNIT) for name, path in papers.items()}
    sound = {name: audited for name, audited in audits.items() if audited is not None}
    assert disagreements(sound) == {}
    changed = text_of(papers["undangan"]).replace("10 April 2025", "11 April 2025")
    with_part(papers["undangan"], "word/document.xml", changed.encode())
    audited = audit_document(papers["undangan"], PLAN, UNIT)
    assert audited is not None
    found = disagreements({**sound, "undangan": audited})
    assert list(found) == ["undangan"]
    assert "daftar-hadir" in found["undangan"][0].text
    assert "11 April 2025" in found["undangan"][0].text


def test_two_meetings_of_one_slot_and_papers_without_a_meeting_do_not_replace_each_other(
    papers: dict[str, Path], tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in papers.values()}
    known = list_templates(None)
    second = dataclasses.replace(MEETING, day=dt.date(2025, 4, 24))
    requests = (*meeting_requests(PLAN, second, known), *plan_requests(PLAN, None, known, codes=["I.3.1"]))
    render(PLAN, UNIT, None, requests, tmp_path, None)
    assert {path: path.read_bytes() for path in before} == before


def test_papers_of_two_meetings_are_not_compared(papers: dict[str, Path]) -> None:
    audited = audit_document(papers["notulen"], PLAN, UNIT)
    assert audited is not None
    other = dataclasses.replace(audited, meeting="2025-06-10 I.3.1", filled=(("Tanggal rapat", "10 Juni 2025"),))
    assert disagreements({"a.docx": audited, "b.docx": other}) == {}


def test_another_spelling_of_the_same_day_agrees(papers: dict[str, Path]) -> None:
    audited = audit_document(papers["notulen"], PLAN, UNIT)
    assert audited is not None
    other = dataclasses.replace(audited, filled=(("Tanggal rapat", "2025-04-10"),))
    assert disagreements({"a.docx": audited, "b.docx": other}) == {}
