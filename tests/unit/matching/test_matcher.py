from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dossier import audit
from dossier.audit import gap_name
from dossier.matching import OfficeName, make_ready, match
from dossier.matching.term_scoring import WordIndex
from dossier.model import Fault, FaultKind, IgnoredFile, Pin, Plan, Rule, Scan, Severity
from tests.support.matching_files import little_plan, matched, place, places, real_plan, scan_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.matching.paper_ties import PaperTies
    from dossier.model import Indicator, Requirement, Slot

PLAN = little_plan()


def codes_of(*paths: str, pins: tuple[Pin, ...] = ()) -> Counter[str]:
    """Return how often each finding occurs."""
    return Counter(finding.code for finding in matched(PLAN, *paths, pins=pins).findings)


def test_a_pin_overrules_the_code_in_the_name() -> None:
    pin = Pin(path="I.1.1 Undangan Februari.pdf", indicator="II.1.2", requirement="a", slot="2025-09", line=3)
    (claim,) = matched(PLAN, pin.path, pins=(pin,)).claims
    assert (claim.indicator, claim.requirement, claim.slot, claim.rule) == ("II.1.2", "a", "2025-09", Rule.PIN)
    assert claim.score == 1
    assert claim.reasons == ("ditetapkan orang di plan/pins.yaml baris 3",)


def test_a_pin_is_found_under_another_spelling_of_the_same_letters() -> None:
    path = "Caf\u00e9.pdf"
    pin = Pin(path=unicodedata.normalize("NFD", path), indicator="II.1.1")
    assert places(matched(PLAN, path, pins=(pin,))) == {path: ("II.1.1.a 2025-02",)}


def test_two_pins_place_one_file_twice() -> None:
    pins = (Pin(path="x.pdf", indicator="II.1.1"), Pin(path="x.pdf", indicator="I.1.2"))
    assert places(matched(PLAN, "x.pdf", pins=pins)) == {"x.pdf": ("I.1.2.a 2025-01", "II.1.1.a 2025-02")}


def test_a_file_that_a_person_calls_no_evidence_is_unplaced_with_that_reason() -> None:
    pins = (Pin(path="I.1.2 SK Tim.pdf", indicator=None),)
    (unplaced,) = matched(PLAN, "I.1.2 SK Tim.pdf", pins=pins).unplaced
    assert "dinyatakan bukan bukti" in unplaced.reason


def test_a_pin_without_a_file_is_a_finding() -> None:
    pin = Pin(path="hilang.pdf", indicator="I.1.2", line=7)
    (finding,) = matched(PLAN, "x.pdf", pins=(pin,)).findings
    assert (finding.code, finding.line) == ("pin_tanpa_berkas", 7)
    assert "hilang.pdf" in finding.text


def test_a_pin_to_a_slot_that_does_not_exist_places_nothing_and_is_a_finding() -> None:
    pins = (Pin(path="x.pdf", indicator="II.1.2", requirement="a", slot="2025-02"),)
    result = matched(PLAN, "x.pdf", pins=pins)
    assert result.claims == ()
    assert [finding.code for finding in result.findings] == ["pin_keliru"]


def test_a_pin_without_requirement_or_slot_leaves_them_to_the_name() -> None:
    pins = (Pin(path="Risalah rapat April.pdf", indicator="I.1.1"),)
    assert places(matched(PLAN, "Risalah rapat April.pdf", pins=pins)) == {
        "Risalah rapat April.pdf": ("I.1.1.c 2025-04",)
    }


def test_a_pin_to_an_indicator_is_a_claim_whose_requirement_is_open_where_the_name_says_none() -> None:
    pin = Pin(path="scan.pdf", indicator="I.1.1", line=4)
    (claim,) = matched(PLAN, "scan.pdf", pins=(pin,)).claims
    assert (claim.indicator, claim.requirement, claim.slot, claim.fills) == ("I.1.1", None, None, False)
    assert (claim.rule, claim.score, claim.reasons) == (Rule.PIN, 1, ("ditetapkan orang di plan/pins.yaml baris 4",))


def test_a_pin_to_an_indicator_keeps_the_slot_that_it_names_and_no_other() -> None:
    pin = Pin(path="scan.pdf", indicator="I.1.1", slot="2025-04")
    assert places(matched(PLAN, "scan.pdf", pins=(pin,))) == {"scan.pdf": ("I.1.1 2025-04",)}
    result = matched(PLAN, "scan.pdf", pins=(replace(pin, slot="2025-05"),))
    assert places(result) == {"scan.pdf": ("-",)}
    assert [finding.code for finding in result.findings] == ["pin_keliru"]


def test_an_open_requirement_stands_beside_one_that_another_pin_names() -> None:
    pins = (Pin(path="scan.pdf", indicator="I.1.1"), Pin(path="scan.pdf", indicator="II.1.1"))
    assert places(matched(PLAN, "scan.pdf", pins=pins)) == {"scan.pdf": ("I.1.1 None", "II.1.1.a 2025-02")}


def test_a_copy_of_a_file_whose_requirement_is_open_is_a_spare_of_it_and_another_version_is_not() -> None:
    pins = tuple(Pin(path=path, indicator="I.1.1") for path in ("x.pdf", "x - Copy.pdf", "x draft.pdf"))
    scan = scan_of(pin.path for pin in pins)
    same = {"x.pdf", "x - Copy.pdf"}
    files = tuple(replace(file, sha256="0" * 64) if file.path in same else file for file in scan.files)
    result = match(PLAN, replace(scan, files=files), pins)
    assert [(each.claim.file.path, each.serving) for each in result.spares] == [("x - Copy.pdf", "x.pdf")]
    (finding,) = [each for each in result.findings if each.code == "berkas_sama"]
    assert "I.1.1 (butir belum ditetapkan)" in finding.text


def test_a_pinned_file_of_another_year_fills_its_slot() -> None:
    pins = (Pin(path="Banner 2023.pdf", indicator="II.1.1"),)
    assert places(matched(PLAN, "Banner 2023.pdf", pins=pins)) == {"Banner 2023.pdf": ("II.1.1.a 2025-02",)}


def test_a_code_that_the_plan_lacks_is_a_finding_and_no_claim() -> None:
    result = matched(PLAN, "III.9.9 Banner WBS.pdf")
    assert result.claims == ()
    (finding,) = result.findings
    assert (finding.code, finding.severity) == ("kode_tidak_ada", Severity.WARNING)
    assert "III.9.9" in finding.text
    assert "tidak ada dalam rencana" in finding.text
    assert "II.2.1" in finding.advice


def test_a_folder_with_a_code_that_the_plan_lacks_is_named_once() -> None:
    assert codes_of("I.9.9/a.pdf", "I.9.9/b.pdf", "I.9.9/c.pdf") == {"kode_tidak_ada": 1}


def test_a_letter_that_the_indicator_lacks_is_a_note_and_the_words_decide() -> None:
    result = matched(PLAN, "I.1.1.h Undangan April.pdf")
    assert [finding.code for finding in result.findings] == ["butir_tidak_ada"]
    assert [(claim.requirement, claim.slot) for claim in result.claims] == [("a", "2025-04")]


def test_a_whole_code_stands_against_the_words_with_a_finding() -> None:
    result = matched(PLAN, "II.1.1 Tabel tindak lanjut WBS.pdf")
    assert [claim.indicator for claim in result.claims] == ["II.1.1"]
    assert [finding.code for finding in result.findings] == ["kode_dan_kata_berbeda"]


def test_a_code_read_from_its_place_gives_way_to_doubt_against_the_words() -> None:
    assert place(PLAN, "II/1.a Tabel tindak lanjut WBS.pdf") == ("? II.1.1 II.1.3",)
    assert place(PLAN, "II.1.a Tabel tindak lanjut WBS.pdf") == ("? II.1.1 II.1.3",)


def test_a_file_of_another_year_fills_nothing_and_is_a_finding() -> None:
    result = matched(PLAN, "SK Tim ZI 2023.pdf")
    (claim,) = result.claims
    assert (claim.indicator, claim.slot) == ("I.1.2", "2025-01")
    assert claim.fault == Fault(kind=FaultKind.OTHER_YEAR, text="nama menyebut tahun 2023, yang diminta 2025")
    (finding,) = result.findings
    assert finding.code == "tahun_lain"
    assert "2023" in finding.text


def test_another_year_that_the_plan_asks_for_is_right() -> None:
    assert place(PLAN, "LAKIP 2024.pdf") == ("II.2.1.a 2025-01",)
    assert place(PLAN, "II.2.1 LAKIP 2023.pdf") == ("II.2.1.a 2025-01 tahun_lain",)
    assert place(PLAN, "II.2.1 LAKIP 2025.pdf") == ("II.2.1.a 2025-01 tahun_lain",)


def test_a_name_with_several_papers_serves_several_requirements() -> None:
    assert place(PLAN, "I.1.1 Undangan, daftar hadir, notulensi April.pdf") == (
        "I.1.1.a 2025-04",
        "I.1.1.b 2025-04",
        "I.1.1.c 2025-04",
    )


def test_an_unreadable_file_is_matched_by_its_name() -> None:
    (file,) = scan_of(["I.1.2 SK Tim.pdf"]).files
    broken = Scan(files=(replace(file, problem="rusak"),), ignored=())
    assert [claim.indicator for claim in match(PLAN, broken).claims] == ["I.1.2"]


def test_ignored_entries_are_passed_on() -> None:
    ignored = (IgnoredFile(path="Thumbs.db", reason="berkas sistem"),)
    assert match(PLAN, Scan(files=(), ignored=ignored)).ignored == ignored


def test_a_claim_says_what_it_rests_on() -> None:
    (claim,) = matched(PLAN, "II. Penguatan Pengawasan/1. WBS/Maret/Laporan evaluasi.pdf").claims
    assert claim.rule is Rule.PLACE
    assert claim.reasons == (
        "folder “II. Penguatan Pengawasan” = area II",
        "folder “1. WBS” = komponen II.1",
        "kata cocok: laporan, monev, wbs",
        "bulan Maret pada nama folder “Maret”",
    )


def test_a_person_weighs_more_than_a_code_and_a_code_more_than_words() -> None:
    pins = (Pin(path="a.pdf", indicator="I.1.2"),)
    names = ("a.pdf", "I.1.2 SK.pdf", "I.1.2/SK.pdf", "I/1/2/SK.pdf", "I/1/SK Tim Kerja.pdf", "SK Tim Kerja.pdf")
    scores = {claim.file.path: claim.score for claim in matched(PLAN, *names, pins=pins).claims}
    assert [scores[name] for name in names] == sorted(scores.values(), reverse=True)


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("I.1.2 SK.pdf", Rule.CODE),
        ("I.1.2/scan0001.pdf", Rule.CODE),
        ("I/1/2/scan0001.pdf", Rule.CODE),
        ("I/I.1/2. Tim/I.1.2/scan0001.pdf", Rule.CODE),
        ("I. Manajemen Perubahan/SK Tim Kerja.pdf", Rule.PLACE),
        ("SK Tim Kerja.pdf", Rule.WORDS),
    ],
)
def test_a_claim_names_the_rule_that_made_it(path: str, rule: Rule) -> None:
    (claim,) = matched(PLAN, path).claims
    assert (claim.indicator, claim.rule) == ("I.1.2", rule)


def test_a_folder_named_by_the_sentence_of_an_indicator_is_a_place_and_no_code() -> None:
    (claim,) = matched(PLAN, "II.1/Hasil evaluasi WBS telah ditindaklanjuti/scan0001.pdf").claims
    assert (claim.indicator, claim.rule, claim.score) == ("II.1.3", Rule.PLACE, 0.9)


def test_a_whole_code_of_a_folder_stands_against_the_words_and_one_read_from_folders_gives_way() -> None:
    assert place(PLAN, "I.1.2/Banner WBS.pdf") == ("I.1.2.a 2025-01",)
    assert place(PLAN, "I/1/2/Banner WBS.pdf") == ("? I.1.2 II.1.1",)


def test_one_lettered_code_among_whole_ones_is_enough_for_doubt_against_the_words() -> None:
    assert place(PLAN, "II.1.a I.1.2 Tabel tindak lanjut WBS.pdf")[0].startswith("? ")


@pytest.mark.parametrize("name", ["Undangan WBS", "Foto tindak lanjut WBS"])
def test_another_kind_of_paper_in_the_folder_of_an_indicators_sentence_leaves_the_requirement_open(name: str) -> None:
    folder = "II.1/Hasil evaluasi WBS telah ditindaklanjuti"
    assert place(PLAN, f"{folder}/Tabel WBS.pdf") == ("II.1.3.a 2025-06",)
    assert place(PLAN, f"{folder}/{name}.pdf") == ("II.1.3 None",)


@pytest.mark.parametrize(("path", "slot"), [("I.1.1 April.pdf", "2025-04"), ("I.1.1/scan0001.pdf", None)])
def test_a_code_whose_requirement_is_open_places_the_file_at_its_indicator(path: str, slot: str | None) -> None:
    (claim,) = matched(PLAN, path).claims
    assert (claim.indicator, claim.requirement, claim.slot) == ("I.1.1", None, slot)
    assert claim.reasons[-1] == "butirnya belum dapat ditetapkan"


def test_a_code_of_a_folder_is_named_among_the_reasons_with_its_folder() -> None:
    (claim,) = matched(PLAN, "I.1.2/scan0001.pdf").claims
    assert claim.reasons[0] == "kode I.1.2 pada nama folder “I.1.2”"


def test_a_code_completed_by_its_folder_says_so_and_a_whole_one_needs_no_folder() -> None:
    (relative,) = matched(PLAN, "I/1.2 SK Tim.pdf").claims
    (whole,) = matched(PLAN, "I/I.1.2 SK Tim.pdf").claims
    assert [reason for reason in relative.reasons if reason.startswith("folder")] == ["folder “I” = area I"]
    assert [reason for reason in whole.reasons if reason.startswith("folder")] == []


def slots_of_the_real_plan() -> Iterator[tuple[Indicator, Requirement, Slot]]:
    for indicator in real_plan().indicators:
        for requirement in indicator.requirements:
            for slot in indicator.slots_of(requirement):
                yield indicator, requirement, slot


@pytest.mark.parametrize("style", ["gap list", "template", "code and letter", "folder", "slot's own words"])
def test_every_name_that_we_suggest_ourselves_fills_its_slot(style: str) -> None:
    names: dict[str, tuple[str, ...]] = {}
    for indicator, requirement, slot in slots_of_the_real_plan():
        label = requirement.label.replace("/", "-")
        name = {
            "gap list": gap_name(indicator, requirement, slot),
            "template": f"{indicator.code}.{requirement.id} {label} {slot.key}.docx",
            "code and letter": f"{indicator.code}.{requirement.id}-{slot.key}.pdf",
            "folder": f"{indicator.code}/{label} {slot.key}.pdf",
            "slot's own words": f"{indicator.code} {label} {slot.label}.pdf",
        }[style]
        names[name] = (f"{indicator.code}.{requirement.id} {slot.key}",)
    result = matched(real_plan(), *names)
    assert places(result) == names
    assert result.findings == ()


def test_the_plan_is_indexed_once_however_many_files_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Plan] = []
    original = WordIndex.__init__

    def counted(self: WordIndex, plan: Plan, office: OfficeName, ties: PaperTies) -> None:
        made.append(plan)
        original(self, plan, office, ties)

    monkeypatch.setattr(WordIndex, "__init__", counted)
    matched(PLAN, *(f"{number}/Undangan {number}.pdf" for number in range(50)))
    assert made == [PLAN]


def test_a_pin_to_a_question_without_a_row_puts_the_file_under_the_question() -> None:
    pin = Pin(path="scan0001.pdf", indicator=None, question="B.I.a", line=3)
    found = matched(real_plan(), "scan0001.pdf", pins=(pin,))
    (answer,) = found.beyond_plan
    assert (answer.question, answer.score) == ("B.I.a", 1.0)
    assert answer.reasons == ("ditetapkan orang di plan/pins.yaml baris 3",)
    assert (found.claims, found.unplaced) == ((), ())


def test_a_pin_to_a_question_that_the_plan_has_rows_for_is_one_to_each_of_them() -> None:
    pin = Pin(path="scan0001.pdf", indicator=None, question="A.1.VI.i.b")
    found = matched(real_plan(), "scan0001.pdf", pins=(pin,))
    assert [(claim.code, claim.rule) for claim in found.claims] == [("VI.1.2.a", Rule.PIN)]
    assert [each.question for each in found.questions] == ["A.1.VI.i.b"]
    assert found.beyond_plan == ()


def test_pins_to_questions_of_several_halves_put_the_file_in_one_group() -> None:
    asked = tuple(
        Pin(path="scan0001.pdf", indicator=None, question=key) for key in ("A.2.I.i.a", "A.1.VI.i.b", "B.I.a")
    )
    found = matched(real_plan(), "scan0001.pdf", pins=asked)
    assert sum(audit.counts(scan_of(("scan0001.pdf",)), found).values()) == 1
    assert "A.2.I.i.a" in {each.question for each in found.questions}


def test_a_plan_indexed_in_advance_gives_what_the_plan_gives_and_serves_no_other_plan() -> None:
    own, other = little_plan(), real_plan()
    scan = scan_of(["I.1.1 SK Tim Kerja 2025.pdf", "lain/Notulen rapat.pdf"])
    expected = {plan.title: match(plan, scan) for plan in (own, other)}
    for ready, asked in ((own, own), (own, other), (other, own)):
        make_ready(ready)
        assert match(asked, scan) == expected[asked.title]
        assert match(asked, scan) == expected[asked.title], "taken once, made anew after that"
