"""The state of every slot on one day, the findings that explain it, and the sum of the files."""

from __future__ import annotations

import re

import pytest

from dossier import audit
from dossier.model import (
    Coverage,
    EvidenceFile,
    Finding,
    IgnoredFile,
    Matching,
    Media,
    Plan,
    Requirement,
    Rule,
    Severity,
    State,
)
from tests.support.audit_values import (
    ATTENDANCE,
    INVITATION,
    Group,
    ambiguous,
    claim,
    day,
    evidence,
    indicator,
    matching,
    plan,
    scan_of,
    slot,
    unplaced,
    unscheduled,
)

QUARTERLY = plan(indicator("I.1.1", "Maret, Juni 2025"))
SINGLE = plan(indicator("I.1.1", "Maret 2025"))
MIDYEAR = day("2025-05-01")


def run(
    plan_: Plan, *groups: Group, as_of: str = "2025-05-01", problems: dict[str, str] | None = None
) -> tuple[Coverage, tuple[Finding, ...]]:
    matched = matching(*groups)
    return audit.audit(plan_, scan_of(matched), matched, day(as_of), problems or {})


def states(coverage: Coverage) -> list[State]:
    return [each.state for each in coverage.slots]


def only(findings: tuple[Finding, ...], code: str) -> Finding:
    (found,) = [finding for finding in findings if finding.code == code]
    return found


# States


def test_a_slot_without_a_file_is_missing_from_the_day_after_it_was_due() -> None:
    for as_of, state in (("2025-03-30", State.NOT_YET_DUE), ("2025-03-31", State.NOT_YET_DUE)):
        assert states(run(SINGLE, as_of=as_of)[0]) == [state]
    assert states(run(SINGLE, as_of="2025-04-01")[0]) == [State.MISSING]


def test_the_files_of_a_slot_begin_with_those_that_serve_and_the_others_are_called_unusable() -> None:
    broken = evidence("a rusak.pdf", problem="berkas rusak")
    (found,) = run(SINGLE, claim(broken, "I.1.1 a", "2025-03"), claim("b baik.pdf", "I.1.1 a", "2025-03"))[0].slots
    assert (found.state, found.files) == (State.PRESENT, ("b baik.pdf", "a rusak.pdf"))
    assert found.unusable == ("a rusak.pdf",)


def test_a_monthly_requirement_lacks_the_months_without_a_file() -> None:
    monthly = plan(indicator("I.4.1", "setiap bulan"))
    coverage, _ = run(
        monthly, *(claim(f"{n:02}.pdf", "I.4.1 a", f"2025-{n:02}") for n in (1, 2, 4)), as_of="2025-06-15"
    )
    assert [each.slot.key for each in coverage.slots if each.state is State.PRESENT] == [
        "2025-01",
        "2025-02",
        "2025-04",
    ]
    assert [each.slot.key for each in coverage.slots if each.state is State.MISSING] == ["2025-03", "2025-05"]
    assert next(each.slot.key for each in coverage.slots if each.state is State.NOT_YET_DUE) == "2025-06"


def test_the_slots_are_in_plan_order() -> None:
    both = plan(indicator("II.1.1", "Maret, Juni 2025", ATTENDANCE, INVITATION), indicator("I.1.1", "Mei 2025"))
    assert [(s.indicator, s.requirement.id, s.slot.key) for s in run(both)[0].slots] == [
        ("II.1.1", "b", "2025-03"),
        ("II.1.1", "b", "2025-06"),
        ("II.1.1", "a", "2025-03"),
        ("II.1.1", "a", "2025-06"),
        ("I.1.1", "a", "2025-05"),
    ]


def test_an_indicator_without_slots_has_no_coverage() -> None:
    assert run(plan(unscheduled("I.1.1")), claim("a.pdf", "I.1.1 a"))[0].slots == ()


def test_a_good_file_fills_a_slot_even_beside_a_broken_one() -> None:
    broken = evidence("rusak.pdf", problem="PDF ini terpotong")
    coverage, findings = run(SINGLE, claim(broken, "I.1.1 a", "2025-03"), claim("baik.pdf", "I.1.1 a", "2025-03"))
    assert states(coverage) == [State.PRESENT]
    assert coverage.slots[0].files == ("baik.pdf", "rusak.pdf")
    assert coverage.slots[0].findings == (only(findings, "berkas_rusak"),)


@pytest.mark.parametrize("from_scan", [True, False])
def test_a_slot_with_only_broken_files_is_faulty_and_says_why(*, from_scan: bool) -> None:
    why = "PDF ini terkunci kata sandi."
    file = evidence("bukti/undangan.pdf", problem=why if from_scan else None)
    problems = {} if from_scan else {file.path: why}
    coverage, findings = run(SINGLE, claim(file, "I.1.1 a", "2025-03"), problems=problems)
    assert states(coverage) == [State.FAULTY]
    found = only(findings, "berkas_rusak")
    assert coverage.slots[0].findings == (found,)
    assert found.text == (
        "“bukti/undangan.pdf” tidak dapat dipakai untuk I.1.1 a (Undangan rapat), Maret 2025: "
        "PDF ini terkunci kata sandi."
    )
    assert "Ganti" in found.advice


def test_a_broken_file_is_found_once_for_all_that_it_was_meant_for() -> None:
    broken = evidence("rusak.pdf", problem="kosong")
    claims = [claim(broken, "I.1.1 a", key) for key in ("2025-03", "2025-06")]
    coverage, findings = run(QUARTERLY, *claims)
    assert [each.findings for each in coverage.slots] == [(findings[0],), (findings[0],)]
    assert "Maret 2025 dan I.1.1 a (Undangan rapat), Juni 2025" in findings[0].text


def test_a_broken_file_of_no_requirement_is_found_too() -> None:
    file = evidence("rusak.pdf")
    _, findings = run(SINGLE, unplaced(file.path), problems={file.path: "rusak"})
    assert only(findings, "berkas_rusak").text == "“rusak.pdf” tidak dapat dipakai: rusak."


def test_a_failure_of_our_own_is_never_told_as_a_broken_file() -> None:
    file = evidence("lembar.docx")
    matched = matching(claim(file, "I.1.1 a", "2025-03"))
    why = "kesalahan program saat mengolah berkas ini (IndexError, grid.py baris 1)"
    coverage, findings = audit.audit(
        SINGLE, scan_of(matched), matched, day("2025-05-01"), {file.path: why}, ours={file.path}
    )
    found = only(findings, "kesalahan_program")
    assert "berkas_rusak" not in {finding.code for finding in findings}
    assert "dossier doctor" in (found.advice or "")
    assert coverage.slots[0].state is State.FAULTY


def test_a_claim_without_a_slot_fills_the_only_slot() -> None:
    assert states(run(SINGLE, claim("a.pdf", "I.1.1 a"))[0]) == [State.PRESENT]


def test_a_claim_fills_the_only_slot_of_what_is_asked_for_once() -> None:
    banner = Requirement(id="a", label="Banner", once=True)
    once = plan(indicator("I.4.1", "setiap bulan", banner))
    coverage, _ = run(once, claim("banner.jpg", "I.4.1 a"))
    assert [(each.slot.label, each.state) for each in coverage.slots] == [("sekali", State.PRESENT)]


def test_a_claim_without_a_slot_fills_none_of_several() -> None:
    coverage, findings = run(QUARTERLY, claim("rapat.pdf", "I.1.1 a"))
    assert states(coverage) == [State.MISSING, State.NOT_YET_DUE]
    found = only(findings, "periode_tidak_terbaca")
    assert "“rapat.pdf” adalah bukti I.1.1 a (Undangan rapat), tetapi periodenya tidak terbaca" in found.text
    assert "Maret 2025 dan Juni 2025" in found.advice
    assert "“I.1.1 Undangan rapat 2025-03.pdf”" in found.advice


def test_a_file_of_an_unread_period_is_named_at_the_first_open_slot() -> None:
    coverage, findings = run(QUARTERLY, claim("maret.pdf", "I.1.1 a", "2025-03"), claim("rapat.pdf", "I.1.1 a"))
    assert states(coverage) == [State.PRESENT, State.NOT_YET_DUE]
    assert [each.findings for each in coverage.slots] == [(), (only(findings, "periode_tidak_terbaca"),)]


def test_a_claim_for_a_month_that_the_schedule_lacks_fills_nothing() -> None:
    coverage, findings = run(SINGLE, claim("a.pdf", "I.1.1 a", "2024-12"))
    assert states(coverage) == [State.MISSING]
    assert "Desember 2024 tidak ada dalam jadwalnya" in only(findings, "periode_tidak_terbaca").text


@pytest.mark.parametrize("place", ["IX.1.1 a", "I.1.1 z"])
def test_a_claim_for_what_the_plan_lacks_fills_nothing(place: str) -> None:
    assert states(run(SINGLE, claim("a.pdf", place))[0]) == [State.MISSING]


def test_a_link_serves_only_where_the_plan_allows_one() -> None:
    site = Requirement(id="b", label="Halaman website", link_allowed=True)
    both = plan(indicator("I.1.1", "Maret 2025", INVITATION, site))
    link = evidence("situs.url", media=Media.LINK)
    coverage, findings = run(both, claim(link, "I.1.1 a"), claim(link, "I.1.1 b"))
    assert states(coverage) == [State.FAULTY, State.PRESENT]
    found = only(findings, "tautan_tidak_cukup")
    assert found.text.startswith("tautan tidak cukup: “situs.url” hanya alamat")
    assert "I.1.1 a (Undangan rapat), Maret 2025" in found.text
    assert [each.findings for each in coverage.slots] == [(found,), ()]


@pytest.mark.parametrize(
    ("plan_", "candidate", "expected"),
    [
        (QUARTERLY, ("I.1.1 a", "2025-03"), [State.UNCONFIRMED, State.NOT_YET_DUE]),
        (QUARTERLY, ("I.1.1 a", "2025-06"), [State.MISSING, State.UNCONFIRMED]),
        (QUARTERLY, ("I.1.1 a", None), [State.MISSING, State.NOT_YET_DUE]),
        (QUARTERLY, ("I.1.1 b", "2025-03"), [State.MISSING, State.NOT_YET_DUE]),
        (SINGLE, ("I.1.1 a", "2025-03"), [State.UNCONFIRMED]),
        (SINGLE, ("I.1.1 a", None), [State.UNCONFIRMED]),
        (SINGLE, ("I.1.1 a", "2025-04"), [State.MISSING]),
    ],
)
def test_a_candidate_counts_where_it_names_the_slot_or_there_is_only_one(
    plan_: Plan, candidate: tuple[str, str | None], expected: list[State]
) -> None:
    assert states(run(plan_, ambiguous("mungkin.pdf", candidate))[0]) == expected


def test_a_claim_outweighs_a_candidate() -> None:
    broken = evidence("rusak.pdf", problem="rusak")
    coverage, _ = run(SINGLE, claim(broken, "I.1.1 a"), ambiguous("mungkin.pdf", ("I.1.1 a", None)))
    assert states(coverage) == [State.FAULTY]
    assert coverage.slots[0].candidates == ("mungkin.pdf",)


def test_an_optional_thing_that_is_not_there_is_no_gap() -> None:
    statement = Requirement(id="a", label="Surat pernyataan", optional=True)
    coverage, _ = run(plan(indicator("V.5.3", "Maret 2025", statement)))
    assert states(coverage) == [State.MISSING]
    assert sum(coverage.summary().values()) == 0


# Findings


def test_an_ambiguous_file_names_its_candidates_and_what_would_settle_it() -> None:
    coverage, findings = run(QUARTERLY, ambiguous("rapat.pdf", ("I.1.1 a", "2025-03"), ("I.1.1 a", "2025-06")))
    found = only(findings, "berkas_rancu")
    assert found.text == (
        "“rapat.pdf” mungkin bukti untuk I.1.1 a (Undangan rapat), Maret 2025 atau "
        "I.1.1 a (Undangan rapat), Juni 2025: dua butir sama dekat."
    )
    assert found.advice == (
        "Tetapkan “rapat.pdf” di plan/pins.yaml, "
        "atau bila yang pertama benar simpan sebagai “I.1.1 Undangan rapat 2025-03.pdf”."
    )
    assert [each.findings for each in coverage.slots] == [(found,), (found,)]


def test_an_unplaced_file_is_told_what_came_closest() -> None:
    _, findings = run(SINGLE, unplaced("foto.jpg", ("I.1.1 a", None)))
    found = only(findings, "berkas_tanpa_tempat")
    assert "“foto.jpg” tidak punya tempat" in found.text
    assert "Bila ini I.1.1 a (Undangan rapat): simpan sebagai “I.1.1 Undangan rapat.jpg”" in found.advice


def test_an_unplaced_file_without_anything_near_is_told_how_to_name_it() -> None:
    _, findings = run(SINGLE, unplaced("foto.jpg"))
    assert "plan/pins.yaml" in only(findings, "berkas_tanpa_tempat").advice


def test_two_files_with_the_same_bytes_are_both_named() -> None:
    twins = [evidence(path, content="sama") for path in ("b.pdf", "a.pdf")]
    coverage, findings = run(SINGLE, *(claim(file, "I.1.1 a") for file in twins))
    found = only(findings, "berkas_sama")
    assert (found.severity, found.subject) == (Severity.NOTE, "a.pdf")
    assert "“a.pdf” dan “b.pdf”" in found.text
    assert coverage.slots[0].findings == ()


def test_the_same_bytes_for_two_periods_need_confirmation_in_both_slots() -> None:
    first, second = (evidence(path, content="sama") for path in ("maret.pdf", "juni.pdf"))
    coverage, findings = run(QUARTERLY, claim(first, "I.1.1 a", "2025-03"), claim(second, "I.1.1 a", "2025-06"))
    later, earlier = findings
    assert (earlier.code, earlier.severity, earlier.path) == ("berkas_sama", Severity.WARNING, "maret.pdf")
    assert "Maret 2025" in earlier.text
    assert "Juni 2025" in earlier.text
    assert [each.findings for each in coverage.slots] == [(earlier,), (later,)]
    assert states(coverage) == [State.UNCONFIRMED, State.UNCONFIRMED]
    assert [each.candidates for each in coverage.slots] == [("maret.pdf",), ("juni.pdf",)]


def test_the_same_bytes_for_two_requirements_need_confirmation() -> None:
    both = plan(indicator("I.1.1", "Maret 2025", INVITATION, ATTENDANCE))
    first, second = (evidence(path, content="sama") for path in ("undangan.pdf", "hadir.pdf"))
    coverage, findings = run(both, claim(first, "I.1.1 a"), claim(second, "I.1.1 b"))
    found = findings[0]
    assert (found.code, found.severity, found.path) == ("berkas_sama", Severity.WARNING, "hadir.pdf")
    assert "“hadir.pdf” isinya sama persis dengan “undangan.pdf”" in found.text
    assert "I.1.1 a (Undangan rapat), Maret 2025 dan I.1.1 b (Daftar hadir), Maret 2025" in found.text
    assert "plan/pins.yaml" in found.advice
    assert states(coverage) == [State.UNCONFIRMED, State.UNCONFIRMED]


def test_one_scan_under_two_names_does_not_settle_nine_slots() -> None:
    monthly = plan(indicator("I.1.1", "setiap bulan"), indicator("I.2.1", "setiap bulan", ATTENDANCE))
    first, second = (evidence(path, content="sama") for path in ("undangan.pdf", "hadir.pdf"))
    claims = [claim(first, "I.1.1 a", f"2025-{month:02}") for month in range(1, 5)]
    claims += [claim(second, "I.2.1 b", f"2025-{month:02}") for month in range(1, 6)]
    coverage, findings = run(monthly, *claims)
    assert states(coverage).count(State.UNCONFIRMED) == 9
    assert State.PRESENT not in states(coverage)
    assert [finding.path for finding in findings] == ["hadir.pdf", "undangan.pdf"], "each file is told of once"


def test_the_same_bytes_serve_where_a_person_pinned_them() -> None:
    both = plan(indicator("I.1.1", "Maret 2025", INVITATION, ATTENDANCE))
    first, second = (evidence(path, content="sama") for path in ("undangan.pdf", "hadir.pdf"))
    pinned = (claim(first, "I.1.1 a", "2025-03", rule=Rule.PIN), claim(second, "I.1.1 b", "2025-03", rule=Rule.PIN))
    coverage, findings = run(both, *pinned)
    assert only(findings, "berkas_sama").severity is Severity.NOTE
    assert states(coverage) == [State.PRESENT, State.PRESENT]
    coverage, _ = run(both, pinned[0], claim(second, "I.1.1 b"))
    assert states(coverage) == [State.PRESENT, State.UNCONFIRMED], "nobody confirmed the second"


def test_one_paper_that_two_indicators_ask_for_in_the_same_words_serves_both() -> None:
    two = plan(indicator("I.1.1", "Maret 2025"), indicator("I.2.1", "Maret 2025"))
    first, second = (evidence(path, content="sama") for path in ("satu.pdf", "dua.pdf"))
    coverage, findings = run(two, claim(first, "I.1.1 a"), claim(second, "I.2.1 a"))
    assert only(findings, "berkas_sama").severity is Severity.NOTE
    assert states(coverage) == [State.PRESENT, State.PRESENT]


def test_a_sound_file_beside_a_doubted_copy_fills_the_slot() -> None:
    both = plan(indicator("I.1.1", "Maret 2025", INVITATION, ATTENDANCE))
    first, second = (evidence(path, content="sama") for path in ("undangan.pdf", "hadir.pdf"))
    own = claim("hadir asli.pdf", "I.1.1 b")
    coverage, _ = run(both, claim(first, "I.1.1 a"), claim(second, "I.1.1 b"), own)
    assert states(coverage) == [State.UNCONFIRMED, State.PRESENT]
    assert (coverage.slots[1].files, coverage.slots[1].candidates) == (("hadir asli.pdf",), ("hadir.pdf",))


def test_files_that_are_no_evidence_are_left_alone() -> None:
    files = (evidence("a.pdf", content="sama", problem="rusak"), evidence("b.pdf", content="sama"))
    matched = matching(claim(files[1], "I.1.1 a"), IgnoredFile(path="a.pdf", reason="bukan bukti"))
    scan = scan_of(matched)
    whole = type(scan)(files=files, ignored=(), findings=())
    assert audit.audit(SINGLE, whole, matched, MIDYEAR)[1] == ()


def test_findings_of_scan_and_matching_are_passed_on_in_order() -> None:
    def about(path: str, severity: Severity) -> Finding:
        return Finding(code="uji", severity=severity, subject=path, text=f"Tentang {path}", path=path)

    from_matching = about("a.pdf", Severity.WARNING)
    from_scan = (about("z.pdf", Severity.NOTE), about("m.pdf", Severity.ERROR))
    matched = matching(claim("a.pdf", "I.1.1 a"), unplaced("b.pdf"), findings=(from_matching,))
    coverage, findings = audit.audit(SINGLE, scan_of(matched, findings=from_scan), matched, MIDYEAR)
    assert [(finding.subject, finding.code) for finding in findings] == [
        ("m.pdf", "uji"),
        ("a.pdf", "uji"),
        ("b.pdf", "berkas_tanpa_tempat"),
        ("z.pdf", "uji"),
    ]
    assert coverage.slots[0].findings == (from_matching,)


def test_many_places_are_named_by_the_first_three() -> None:
    monthly = plan(indicator("I.4.1", "setiap bulan"))
    broken = evidence("rusak.pdf", problem="rusak")
    _, findings = run(monthly, *(claim(broken, "I.4.1 a", f"2025-{n:02}") for n in range(1, 13)))
    assert "Maret 2025, dan 9 lainnya: rusak." in only(findings, "berkas_rusak").text


# The sum


def everything() -> tuple[Matching, tuple[EvidenceFile, ...]]:
    matched = matching(
        claim("a.pdf", "I.1.1 a"),
        claim("a.pdf", "I.1.1 b"),
        ambiguous("b.pdf", ("I.1.1 a", None)),
        unplaced("c.pdf"),
        IgnoredFile(path="Thumbs.db", reason="berkas sistem"),
    )
    return matched, scan_of(matched).files


def test_every_file_is_counted_once() -> None:
    matched, _ = everything()
    assert audit.counts(scan_of(matched), matched) == {"claimed": 1, "ambiguous": 1, "unplaced": 1, "ignored": 1}


def test_a_file_that_got_lost_is_a_bug() -> None:
    matched, files = everything()
    scan = scan_of(matched)
    larger = type(scan)(files=(*files, evidence("hilang.pdf")), ignored=scan.ignored)
    with pytest.raises(RuntimeError, match=re.escape("lost ['hilang.pdf']")):
        audit.counts(larger, matched)


def test_a_file_that_nobody_found_is_a_bug() -> None:
    matched, files = everything()
    scan = scan_of(matched)
    smaller = type(scan)(files=files[1:], ignored=scan.ignored)
    with pytest.raises(RuntimeError, match=re.escape("never found ['a.pdf']")):
        audit.counts(smaller, matched)


def test_a_file_in_two_groups_is_a_bug() -> None:
    matched = matching(claim("a.pdf", "I.1.1 a"), unplaced("a.pdf"))
    with pytest.raises(RuntimeError, match=re.escape("in two groups ['a.pdf']")):
        audit.counts(scan_of(matched), matched)


# The name of what is missing


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Undangan rapat", "I.3.1 Undangan rapat 2025-04.pdf"),
        ("SK Promosi/ Rotasi Jabatan", "I.3.1 SK Promosi Rotasi Jabatan 2025-04.pdf"),
        ("Surat pernyataan (jika ada)", "I.3.1 Surat pernyataan (jika ada) 2025-04.pdf"),
        ("../../etc/passwd", "I.3.1 etc passwd 2025-04.pdf"),
        ('a<b>:"|?*\\\x00\n', "I.3.1 a b 2025-04.pdf"),
        ("Laporan , (  ) akhir.", "I.3.1 Laporan, akhir 2025-04.pdf"),
        ("Résumé “capaian”", "I.3.1 Resume capaian 2025-04.pdf"),
        ("资料", "I.3.1 dokumen 2025-04.pdf"),
        ("", "I.3.1 dokumen 2025-04.pdf"),
    ],
)
def test_the_name_of_a_gap_has_safe_characters_only(label: str, expected: str) -> None:
    requirement = Requirement(id="a", label=label)
    meeting = indicator("I.3.1", "Februari, April 2025", requirement)
    assert audit.gap_name(meeting, requirement, slot("2025-04")) == expected


def test_the_name_of_a_gap_needs_no_month_where_there_is_one_slot() -> None:
    single = SINGLE.indicators[0]
    assert audit.gap_name(single, INVITATION, single.schedule.slots[0]) == "I.1.1 Undangan rapat.pdf"


@pytest.mark.parametrize("label", ["Laporan pelaksanaan " * 30, "x" * 500])
def test_a_long_name_is_cut_between_words_where_there_are_any(label: str) -> None:
    requirement = Requirement(id="a", label=label)
    name = audit.gap_name(indicator("I.3.1", "Februari, April 2025", requirement), requirement, slot("2025-04"))
    assert 100 < len(name) <= 120
    assert name.endswith((" Laporan 2025-04.pdf", " pelaksanaan 2025-04.pdf", "x 2025-04.pdf"))


# Evidence of an indicator whose requirement is open

MEETING = plan(indicator("I.1.1", "Maret 2025", INVITATION, ATTENDANCE))


def test_a_file_whose_requirement_is_open_fills_nothing_and_is_a_candidate_of_what_is_open() -> None:
    coverage, findings = run(MEETING, claim("scan.pdf", "I.1.1"), claim("undangan.pdf", "I.1.1 a", "2025-03"))
    assert states(coverage) == [State.PRESENT, State.UNCONFIRMED]
    assert [(each.files, each.candidates) for each in coverage.slots] == [(("undangan.pdf",), ()), ((), ("scan.pdf",))]
    finding = only(findings, "butir_belum_ditetapkan")
    assert finding.path == "scan.pdf"
    assert finding in coverage.slots[1].findings
    assert "a (Undangan rapat) atau b (Daftar hadir)" in finding.advice


def test_what_serves_nothing_leaves_its_slot_open_to_a_file_whose_requirement_is_open() -> None:
    broken = evidence("a rusak.pdf", problem="berkas rusak")
    coverage, _ = run(SINGLE, claim(broken, "I.1.1 a", "2025-03"), claim("scan.pdf", "I.1.1"))
    (found,) = coverage.slots
    assert (found.state, found.files, found.candidates) == (State.FAULTY, ("a rusak.pdf",), ("scan.pdf",))


def test_an_open_requirement_with_several_slots_tells_of_the_file_in_the_slot_that_is_named() -> None:
    coverage, _ = run(QUARTERLY, claim("scan.pdf", "I.1.1", "2025-06"))
    assert states(coverage) == [State.MISSING, State.UNCONFIRMED]


def test_an_open_requirement_with_several_slots_of_which_none_is_named_tells_of_the_file_once() -> None:
    coverage, findings = run(QUARTERLY, claim("scan.pdf", "I.1.1"))
    assert states(coverage) == [State.MISSING, State.NOT_YET_DUE]
    finding = only(findings, "butir_belum_ditetapkan")
    assert [finding in each.findings for each in coverage.slots] == [True, False]
