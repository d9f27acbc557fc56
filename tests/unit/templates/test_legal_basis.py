"""The legal basis of a paper: by the day of the paper, by subject, and with what the unit adds."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from dossier.knowledge import regulations
from dossier.knowledge.regulations import place_in_order
from dossier.templates.legal_basis import legal_bases, prompts
from dossier.templates.placeholders import Control
from tests.support.papers_source import headed_unit, papers_unit


def cited(year: int, subject: str = "tim_kerja") -> tuple[str, ...]:
    """Return what an office without a commission cites on the second of January, prompts in brackets."""
    return tuple(str(each) for each in legal_bases(headed_unit(), dt.date(year, 1, 2))[subject])


def test_a_plan_of_2021_does_not_cite_what_came_later() -> None:
    found = "\n".join(cited(2021))
    assert "Nomor 52 Tahun 2014" in found
    assert "diubah dengan" in found
    for later in ("Nomor 90 Tahun 2021", "Nomor 20 Tahun 2023", "Nomor 5 Tahun 2024"):
        assert later not in found


def test_a_plan_of_2025_cites_the_rule_of_2021_as_it_was_amended() -> None:
    [rule] = cited(2025, "zona_integritas")
    assert "Nomor 90 Tahun 2021" in rule
    assert "sebagaimana telah diubah dengan" in rule
    assert "Nomor 5 Tahun 2024 tentang Perubahan atas" in rule


def test_between_setting_and_promulgation_the_amended_rule_is_to_be_confirmed() -> None:
    [rule] = legal_bases(headed_unit(), dt.date(2024, 7, 10))["zona_integritas"]
    assert isinstance(rule, Control)


def test_a_plan_of_2026_knows_what_ran_out() -> None:
    found = cited(2026)
    assert not any("Peraturan Presiden Nomor 81 Tahun 2010" in each for each in found)
    assert any(each.startswith("[Pengganti Perpres Nomor 81 Tahun 2010") for each in found)


def test_what_is_known_second_hand_is_a_place_to_confirm_and_no_citation() -> None:
    [civil_service] = (each for each in cited(2025) if "Nomor 20 Tahun 2023" in each)
    assert civil_service == "[Pastikan berlaku: UU Nomor 20 Tahun 2023 tentang Aparatur Sipil Negara]"


def test_what_the_unit_adds_stands_in_its_place_and_without_its_mark() -> None:
    found = [each for each in legal_bases(headed_unit(), dt.date(2025, 1, 2))["umum"] if isinstance(each, str)]
    assert found == sorted(found, key=place_in_order)
    assert "Undang-Undang Nomor 6 Tahun 2011 tentang Keimigrasian" in found
    assert "Keputusan Menteri Contoh Nomor 3 Tahun 2019 tentang Pedoman Contoh" in found


def test_an_institution_has_its_own_rules_and_no_other_has_them() -> None:
    commission = " ".join(map(str, legal_bases(papers_unit(), dt.date(2025, 1, 2))["tim_kerja"]))
    assert "Pemilihan Umum" in commission
    assert "Pemilihan Umum" not in " ".join(cited(2025))


@pytest.mark.parametrize("year", range(2019, 2028))
def test_every_prompt_is_known_to_the_audit_and_short_enough_for_it(year: int) -> None:
    for unit in (headed_unit(), dataclasses.replace(papers_unit(), name="Komisi Pemilihan Umum Contoh")):
        for citations in legal_bases(unit, dt.date(year, 7, 1)).values():
            shown = [each.prompt for each in citations if isinstance(each, Control)]
            assert set(shown) <= set(prompts())
            assert all(len(prompt) <= 118 for prompt in shown)


def test_every_subject_that_the_data_has_can_be_named_in_a_template() -> None:
    assert set(legal_bases(headed_unit(), dt.date(2025, 1, 2))) == set(regulations.subjects())
