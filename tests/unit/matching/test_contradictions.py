"""A paper that says another thing of itself than its name does is not taken at its name."""

from __future__ import annotations

import datetime as dt

import pytest

from dossier import audit
from dossier.matching import match
from dossier.model import Content, Finding, Matching, Pin, Scan, SlotCoverage, State
from tests.support.matching_files import places, real_plan, scan_of

QUARTER = "KPU PROVINSI CONTOH\nLAPORAN EVALUASI WHISTLE BLOWING SYSTEM\nTRIWULAN {} TAHUN 2025\n\nJambi, {} 2025"
MEETING = "DAFTAR HADIR RAPAT MONEV ZI\nHari/Tanggal : {} 2025\nAcara : Monev ZI\nWaktu : 09.00"
DECREE = "KEPUTUSAN SEKRETARIS\nNOMOR 1 TAHUN {0}\nTENTANG\nTIM AGEN PERUBAHAN TAHUN {0}\n\nDitetapkan di Jambi"
ORDER = "I.4.2 SK Tim Agen Perubahan 2025.pdf"


def read(path: str, text: str, *pins: Pin) -> tuple[Scan, Matching]:
    """Match one file that says this against the shipped plan."""
    scan = scan_of([path])
    return scan, match(real_plan(), scan, pins, {scan.files[0].sha256: Content(text=text)})


def said_of(path: str, text: str) -> str:
    """Return in which words the content speaks against a name; empty where it does not."""
    _, matching = read(path, text)
    return " ".join(claim.fault.text for claim in matching.claims if claim.fault)


def judged(path: str, text: str, *pins: Pin) -> tuple[list[SlotCoverage], tuple[Finding, ...]]:
    """Return the slots that one file touches, and all findings."""
    scan, matching = read(path, text, *pins)
    coverage, findings = audit.audit(real_plan(), scan, matching, dt.date(2025, 7, 1))
    return [slot for slot in coverage.slots if slot.files or slot.candidates], findings


def test_a_report_of_another_quarter_than_its_name_says_needs_confirmation() -> None:
    (slot,), findings = judged("V.4.3/Laporan evaluasi WBS triwulan 2.pdf", QUARTER.format("I", "8 April"))
    assert (slot.slot.key, slot.state, slot.files) == ("2025-06", State.UNCONFIRMED, ())
    assert slot.candidates == ("V.4.3/Laporan evaluasi WBS triwulan 2.pdf",)
    (finding,) = findings
    assert (finding.code, slot.findings) == ("isi_dan_nama_berbeda", (finding,))
    assert "isinya tentang Januari–Maret, sedangkan namanya menyebut April–Juni" in finding.text
    assert "plan/pins.yaml" in finding.advice


def test_a_title_without_its_year_contradicts_too() -> None:
    assert "isinya tentang Januari–Maret" in said_of(
        "V.4.3 Laporan evaluasi WBS triwulan 2.pdf", "LAPORAN EVALUASI WHISTLE BLOWING SYSTEM\nTRIWULAN I"
    )


@pytest.mark.parametrize(
    ("name", "quarter"),
    [
        ("V.4.3 Laporan evaluasi WBS 2025-06.pdf", "II"),
        ("V.4.3 Laporan evaluasi WBS TW II.pdf", "II"),
        ("V.4.3 Laporan evaluasi WBS.pdf", "I"),
    ],
)
def test_a_report_of_the_quarter_that_its_name_says_serves(name: str, quarter: str) -> None:
    assert said_of(name, QUARTER.format(quarter, "8 Juli")) == ""


def test_a_list_of_the_month_before_its_name_needs_confirmation() -> None:
    text = "DATA NOMINATIF PEGAWAI\nBULAN MARET 2025\nNo  Nama  NIP"
    assert "isinya tentang Maret" in said_of("III.6.1 Data nominatif pegawai 2025-04.pdf", text)
    assert said_of("III.6.1 Data nominatif pegawai 2025-03.pdf", text) == ""


def test_the_paper_of_a_meeting_is_of_the_day_of_the_meeting() -> None:
    name = "I.3.1 Daftar hadir rapat monev ZI 2025-04.pdf"
    assert "isinya tentang Juni" in said_of(name, MEETING.format("Selasa, 3 Juni"))
    assert said_of(name, MEETING.format("Selasa, 8 April")) == ""


def test_what_a_meeting_was_about_is_not_when_it_was() -> None:
    text = "Jambi, 2 April 2025\nHal : Undangan rapat monev ZI triwulan I\nHari/Tanggal : Selasa, 8 April 2025"
    assert said_of("I.3.1 Undangan rapat monev ZI 2025-04.pdf", text) == ""


def test_a_paper_of_another_year_than_its_name_says_needs_confirmation() -> None:
    assert "2023" in said_of(ORDER, DECREE.format(2023))
    assert said_of(ORDER, DECREE.format(2025)) == ""


@pytest.mark.parametrize(("day", "fits"), [("20 Desember 2024", True), ("5 Maret 2024", False), ("3 Mei 2025", True)])
def test_a_decree_for_a_year_may_be_signed_late_in_the_year_before(day: str, *, fits: bool) -> None:
    text = f"KEPUTUSAN\nTENTANG\nTIM AGEN PERUBAHAN\nDitetapkan di Jambi\npada tanggal {day}"
    assert (said_of(ORDER, text) == "") is fits


def test_a_paper_headed_as_another_kind_needs_confirmation() -> None:
    name = "I.3.1 Undangan rapat monev ZI 2025-04.pdf"
    text = MEETING.format("Selasa, 8 April")
    assert said_of(name, text) == "isinya daftar hadir, sedangkan yang diminta undangan"
    assert said_of(name, f"{text}\nUNDANGAN") == "", "a scan of several papers"
    assert said_of("I.3.1 Undangan dan daftar hadir rapat monev ZI 2025-04.pdf", text) == ""


def test_a_paper_of_another_matter_needs_confirmation() -> None:
    said = said_of("V.4.3 Laporan evaluasi WBS 2025-03.pdf", DECREE.format(2025))
    assert "I.4.2 a (SK Tim Agen Perubahan)" in said


def test_what_a_person_pinned_is_not_judged_by_its_content() -> None:
    path = "Laporan evaluasi WBS triwulan 2.pdf"
    pin = Pin(path=path, indicator="V.4.3", requirement="a", slot="2025-06")
    (slot,), findings = judged(path, QUARTER.format("I", "8 April"), pin)
    assert (slot.state, findings) == (State.PRESENT, ())


def test_what_could_not_be_read_contradicts_nothing() -> None:
    scan = scan_of([ORDER])
    content = Content(text="", problem="pindaian tanpa lapisan teks")
    matching = match(real_plan(), scan, (), {scan.files[0].sha256: content})
    assert places(matching)[ORDER] == places(match(real_plan(), scan))[ORDER]


def test_a_report_signed_after_its_due_date_serves_and_is_noted_as_late() -> None:
    (slot,), findings = judged("V.4.3/Laporan evaluasi WBS TW I.pdf", QUARTER.format("I", "8 April"))
    (finding,) = findings
    assert (slot.state, finding.code, finding.severity.value) == (State.PRESENT, "terlambat", "catatan")
    assert "ditandatangani 8 April 2025, sesudah batas" in finding.text


@pytest.mark.parametrize(("day", "late"), [("20 Mei 2025", True), ("20 Maret 2025", False), ("3 Januari 2025", False)])
def test_a_paper_that_says_no_period_is_late_by_its_signature(day: str, *, late: bool) -> None:
    text = f"LAPORAN EVALUASI WHISTLE BLOWING SYSTEM\n\nJambi, {day}"
    (slot,), findings = judged("V.4.3 Laporan evaluasi WBS 2025-03.pdf", text)
    assert slot.state is State.PRESENT
    assert [finding.code for finding in findings] == ["terlambat"] * late
