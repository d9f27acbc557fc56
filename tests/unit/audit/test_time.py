"""Papers of another time than their slot's: of another year, late, early, without a period."""

from __future__ import annotations

from dossier import audit
from dossier.model import AmbiguousFile, Coverage, Fault, FaultKind, Finding, Plan, Rule, Severity, State
from tests.support.audit_values import Group, claim, day, evidence, indicator, matching, plan, scan_of, spare, unplaced

SINGLE = plan(indicator("I.1.1", "Maret 2025"))
QUARTERLY = plan(indicator("I.1.1", "Maret, Juni 2025"))
OTHER_YEAR = Fault(kind=FaultKind.OTHER_YEAR, text="nama menyebut tahun 2023, yang diminta 2025")
OUTSIDE = Fault(kind=FaultKind.OUTSIDE, text="April bukan waktu yang diminta (Maret dan Juni)")


def run(plan_: Plan, *groups: Group) -> tuple[Coverage, tuple[Finding, ...]]:
    matched = matching(*groups)
    return audit.audit(plan_, scan_of(matched), matched, day("2025-05-01"))


def only(findings: tuple[Finding, ...], code: str) -> Finding:
    (found,) = [finding for finding in findings if finding.code == code]
    return found


def test_a_slot_with_only_a_file_of_another_year_is_faulty_and_says_what_to_do() -> None:
    coverage, findings = run(SINGLE, claim("lama.pdf", "I.1.1 a", "2025-03", fault=OTHER_YEAR))
    found = only(findings, "tahun_lain")
    assert (coverage.slots[0].state, coverage.slots[0].findings) == (State.FAULTY, (found,))
    assert found.text == (
        "“lama.pdf” tidak mengisi I.1.1 a (Undangan rapat): nama menyebut tahun 2023, yang diminta 2025."
    )
    assert "Keluarkan “lama.pdf” dari evidence/" in found.advice
    assert "taruh sebagai “I.1.1 Undangan rapat.pdf”" in found.advice


def test_beside_the_right_year_the_slot_is_filled_and_the_other_is_still_named() -> None:
    coverage, findings = run(
        SINGLE, claim("lama.pdf", "I.1.1 a", "2025-03", fault=OTHER_YEAR), claim("baru.pdf", "I.1.1 a", "2025-03")
    )
    assert coverage.slots[0].state is State.PRESENT
    assert only(findings, "tahun_lain").path == "lama.pdf"


def test_a_paper_dated_after_the_due_date_fills_its_slot_and_is_late() -> None:
    coverage, findings = run(SINGLE, claim("a.pdf", "I.1.1 a", "2025-03", dated=("2025-04-02", "2025-04-02")))
    found = only(findings, "terlambat")
    assert (coverage.slots[0].state, coverage.slots[0].findings) == (State.PRESENT, (found,))
    assert (
        found.text
        == "“a.pdf” bertanggal 2 April 2025, sesudah batas I.1.1 a (Undangan rapat), Maret 2025: 31 Maret 2025."
    )
    assert "tetap dihitung" in found.advice
    assert "perbaiki pada nama “a.pdf”" in found.advice


def test_a_paper_dated_on_the_last_day_is_in_time() -> None:
    assert run(SINGLE, claim("a.pdf", "I.1.1 a", "2025-03", dated=("2025-03-31", "2025-03-31")))[1] == ()


def test_a_paper_dated_on_the_first_day_of_its_slot_is_in_time_and_the_day_before_is_not() -> None:
    for first_day in (("2025-03-01", "2025-03-01"), ("2025-02-15", "2025-03-01")):
        assert run(SINGLE, claim("a.pdf", "I.1.1 a", "2025-03", dated=first_day))[1] == ()
    findings = run(SINGLE, claim("a.pdf", "I.1.1 a", "2025-03", dated=("2025-02-28", "2025-02-28")))[1]
    assert "bertanggal 28 Februari 2025" in only(findings, "di_luar_slot").text


def test_a_paper_signed_on_the_last_day_is_in_time_and_the_day_after_is_a_note() -> None:
    assert run(SINGLE, claim("a.pdf", "I.1.1 a", "2025-03", signed="2025-03-31"))[1] == ()
    found = only(run(SINGLE, claim("a.pdf", "I.1.1 a", "2025-03", signed="2025-04-01"))[1], "terlambat")
    assert (found.severity, "ditandatangani 1 April 2025" in found.text) == (Severity.NOTE, True)
    assert "perbaiki “a.pdf”" in found.advice


def test_a_paper_from_before_its_slot_is_a_note() -> None:
    coverage, findings = run(SINGLE, claim("a.pdf", "I.1.1 a", "2025-03", dated=("2025-02-01", "2025-02-28")))
    found = only(findings, "di_luar_slot")
    assert coverage.slots[0].state is State.PRESENT
    assert found.severity is Severity.NOTE
    assert "bertanggal Februari 2025, sebelum waktu" in found.text


def test_content_that_is_something_else_than_the_name_says_needs_confirmation() -> None:
    other = Fault(kind=FaultKind.CONTENT, text="isinya tentang Januari, sedangkan namanya menyebut Maret")
    coverage, findings = run(SINGLE, claim("a.pdf", "I.1.1 a", "2025-03", fault=other))
    (slot,) = coverage.slots
    assert (slot.state, slot.files, slot.candidates) == (State.UNCONFIRMED, (), ("a.pdf",))
    assert slot.findings == (only(findings, "isi_dan_nama_berbeda"),)
    broken = evidence("a.pdf", problem="rusak")
    assert run(SINGLE, claim(broken, "I.1.1 a", "2025-03", fault=other))[0].slots[0].state is State.FAULTY


def test_what_a_person_pinned_and_what_is_of_another_year_is_not_judged_by_its_day() -> None:
    pinned = claim("a.pdf", "I.1.1 a", "2025-03", dated=("2025-04-02", "2025-04-02"), rule=Rule.PIN)
    assert run(SINGLE, pinned)[1] == ()
    assert run(SINGLE, claim("a.pdf", "I.1.1 a", "2025-03", dated=("2024-12-30", "2024-12-30")))[1] == ()


def test_a_month_that_is_not_asked_for_fills_nothing_and_says_which_are() -> None:
    coverage, findings = run(QUARTERLY, claim("a.pdf", "I.1.1 a", fault=OUTSIDE))
    assert [slot.state for slot in coverage.slots] == [State.MISSING, State.NOT_YET_DUE]
    found = only(findings, "di_luar_slot")
    assert "April bukan waktu yang diminta (Maret dan Juni), jadi belum mengisi apa pun." in found.text
    assert "plan/pins.yaml" in found.advice


def test_a_spare_is_named_at_its_slot_and_fills_nothing() -> None:
    good, copy = claim("a.pdf", "I.1.1 a", "2025-03"), claim("a - Copy.pdf", "I.1.1 a", "2025-03")
    matched = matching(good, copy, spares=(spare(copy, "a.pdf"),))
    coverage, _ = audit.audit(SINGLE, scan_of(matched), matched, day("2025-05-01"))
    (slot,) = coverage.slots
    assert (slot.files, slot.spares, slot.state) == (("a.pdf",), ("a - Copy.pdf",), State.PRESENT)
    assert audit.counts(scan_of(matched), matched)["claimed"] == 2


def test_an_undecided_file_of_another_year_is_not_to_be_renamed_and_is_no_candidate() -> None:
    candidate = claim("lama.pdf", "I.1.1 a", "2025-03", fault=OTHER_YEAR)
    undecided = AmbiguousFile(file=candidate.file, candidates=(candidate,), reason="cocok dengan beberapa butir")
    coverage, findings = run(SINGLE, undecided)
    assert coverage.slots[0].state is State.MISSING
    assert only(findings, "berkas_rancu").advice == "Tetapkan “lama.pdf” di plan/pins.yaml."


def test_every_finding_about_a_file_names_it_and_says_what_to_do() -> None:
    _, findings = run(
        QUARTERLY,
        claim("lama.pdf", "I.1.1 a", "2025-03", fault=OTHER_YEAR),
        claim("april.pdf", "I.1.1 a", fault=OUTSIDE),
        claim("tanpa bulan.pdf", "I.1.1 a"),
        claim("telat.pdf", "I.1.1 a", "2025-03", dated=("2025-04-02", "2025-04-02")),
        unplaced("foto.jpg"),
    )
    assert len(findings) == 5
    for finding in findings:
        assert f"“{finding.path}”" in finding.text
        assert finding.advice.endswith(".")
