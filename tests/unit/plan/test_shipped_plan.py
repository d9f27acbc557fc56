"""The plan that ships: complete, word for word, and with exactly the warnings that are true of it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import pytest

from dossier.matching import wording_advice
from dossier.model import DocKind, Plan, Requirement
from dossier.plan import load_pins, load_plan, load_unit
from tests.support.decree import columns
from tests.support.matching_files import matched

ROOT = Path(__file__).resolve().parents[3]
TRANSCRIPT = "6fdc0b31bebd3b4e3b4f32b324febf9eb6d9ec9603279bdeb39f5747fe4dc9db"
"""SHA-256 of the 71 rows (code and four columns, tabs between, a newline after each) as compared with the decree.

After a change of the transcript: `python -m tests.support.decree FILE`, then the new digest.
"""


@cache
def shipped() -> Plan:
    return load_plan(ROOT / "plan" / "plan.yaml")[0]


def things(code: str) -> tuple[Requirement, ...]:
    indicator = shipped().indicator(code)
    assert indicator is not None
    return indicator.requirements


def slots(code: str) -> int:
    indicator = shipped().indicator(code)
    assert indicator is not None
    return len(indicator.schedule.slots)


def test_all_areas_components_and_indicators_are_there() -> None:
    plan = shipped()
    assert [a.code for a in plan.areas] == ["I", "II", "III", "IV", "V", "VI"]
    assert [len(a.components) for a in plan.areas] == [4, 3, 6, 2, 5, 3]
    assert [len(a.indicators) for a in plan.areas] == [5, 7, 18, 10, 19, 12]
    assert len(plan.indicators) == 71


def test_the_transcript_is_the_one_that_was_compared_with_the_decree() -> None:
    lines = ["\t".join((i.code, *columns(i))) + "\n" for i in shipped().indicators]
    assert hashlib.sha256("".join(lines).encode()).hexdigest() == TRANSCRIPT


def test_the_warnings_are_the_true_ones_and_no_others() -> None:
    _, warnings = load_plan(ROOT / "plan" / "plan.yaml")
    assert [(f.code, f.subject, f.path) for f in warnings] == [
        ("dasar_dicabut", "PP Nomor 53 Tahun 2010", "plan/plan.yaml"),
        ("dasar_dicabut", "PermenPANRB Nomor 52 Tahun 2014", "plan/plan.yaml"),
        ("dasar_dicabut", "PermenPANRB Nomor 10 Tahun 2019", "plan/plan.yaml"),
        ("tahun_rencana", "V.4.4", "plan/V-penguatan-pengawasan.yaml"),
        ("bukti_tanpa_dokumen", "V.5.4", "plan/V-penguatan-pengawasan.yaml"),
    ]
    lines = (ROOT / "plan" / "V-penguatan-pengawasan.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[(warnings[3].line or 0) - 1].strip() == "target_waktu: Juni 2022"


def test_rows_that_run_over_a_page_are_whole() -> None:
    endings = {
        "II.2.3": "Pemanfaatan IT telah dilakukan secara berkala",
        "III.3.4": "kesempatan/ hak untuk mengikuti diklat maupun pengembangan kompetensi lainnya",
        "V.5.5": "benturan kepentingan telah ditindaklanjuti",
    }
    for code, ending in endings.items():
        indicator = shipped().indicator(code)
        assert indicator is not None
        assert indicator.statement.endswith(ending)


@pytest.mark.parametrize(
    ("code", "count"),
    [("I.3.1", 5), ("V.2.4", 4), ("IV.1.2", 4), ("III.4.1", 4), ("II.2.2", 5), ("III.2.2", 1), ("VI.2.1", 3)],
)
def test_evidence_is_split_into_what_it_asks_for(code: str, count: int) -> None:
    assert len(things(code)) == count
    assert [r.id for r in things(code)] == list("abcde"[:count])


def test_one_decision_with_two_names_is_one_thing() -> None:
    assert things("III.2.2")[0].kind is DocKind.SK
    for name, code in (
        ("SK Promosi Jabatan", "III.2.2.a"),
        ("SK Rotasi Jabatan", "III.2.2.a"),
        ("SK Pokja ZI", "I.1.1.a"),
    ):
        assert code in {claim.code for claim in matched(shipped(), f"{name}.pdf").claims}


def test_the_plan_keeps_only_what_the_unit_alone_calls_its_papers() -> None:
    assert wording_advice(shipped()) == ()


def test_what_may_be_a_link_may_be_missing_or_is_asked_once_is_marked() -> None:
    marked = {
        flag: [f"{i.code}.{r.id}" for i in shipped().indicators for r in i.requirements if getattr(r, flag)]
        for flag in ("link_allowed", "optional", "once")
    }
    assert marked["optional"] == ["V.5.3.b"]
    assert marked["once"] == ["I.4.1.b"]
    assert {"I.2.1.c", "II.2.1.a", "V.3.1.a", "VI.2.2.a", "VI.2.2.b", "VI.2.5.a"} <= set(marked["link_allowed"])
    assert {f"II.2.2.{letter}" for letter in "abcde"} <= set(marked["link_allowed"])


def test_repeating_evidence_has_its_slots() -> None:
    assert [slots(code) for code in ("I.4.1", "I.3.1", "III.6.1", "V.4.3")] == [12, 6, 12, 4]


def test_every_requirement_has_its_own_name_in_its_row_and_says_its_names_once() -> None:
    for indicator in shipped().indicators:
        labels = [r.label.casefold() for r in indicator.requirements]
        assert len(set(labels)) == len(labels), indicator.code
        for requirement in indicator.requirements:
            names = [n.casefold() for n in (requirement.label, *requirement.aliases)]
            assert len(set(names)) == len(names), (indicator.code, requirement.id)


def test_the_unit_and_the_empty_pins_load() -> None:
    unit = load_unit(ROOT / "plan" / "unit.yaml")
    signatories = {s.role: s.name for s in unit.signatories}
    assert signatories == {"ketua": "IRON SAHRONI", "sekretaris": "H. Khoirul Bahri Lubis"}
    assert (unit.place, unit.members) == ("Jambi", ())
    assert load_pins(ROOT / "plan" / "pins.yaml", shipped()) == ()
