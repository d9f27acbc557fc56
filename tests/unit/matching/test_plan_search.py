"""Words of a person find places of the plan: codes, words with their synonyms, beginnings of words."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.matching import PlanSearch
from dossier.plan import load_plan


@pytest.fixture(scope="module")
def search() -> PlanSearch:
    return PlanSearch(load_plan(Path(__file__).parents[3] / "plan" / "plan.yaml")[0])


def codes(search: PlanSearch, text: str) -> list[str]:
    return [f"{f.indicator.code}.{f.requirement.id}" if f.requirement else f.indicator.code for f in search.find(text)]


def test_words_find_the_requirement_by_its_synonyms(search: PlanSearch) -> None:
    assert codes(search, "banner gratifikasi")[0] == "V.1.1.b"
    assert codes(search, "spanduk gratifikasi")[0] == "V.1.1.b"


@pytest.mark.parametrize("text", ["V.1.1", "5.1.1", "v.1.1 banner"])
def test_a_code_in_any_spelling_gives_all_its_requirements_first(search: PlanSearch, text: str) -> None:
    assert codes(search, text)[:3] == ["V.1.1.a", "V.1.1.b", "V.1.1.c"]


def test_the_beginning_of_a_word_is_enough(search: PlanSearch) -> None:
    assert all(code.startswith("V.1.") for code in codes(search, "gratif"))
    assert codes(search, "gratif")


@pytest.mark.parametrize("text", ["", "   ", "xyzzy", "\0", "🦆" * 500])
def test_what_means_nothing_finds_nothing(search: PlanSearch, text: str) -> None:
    assert codes(search, text) == []


def test_no_more_is_found_than_there_are_keys_and_none_twice(search: PlanSearch) -> None:
    found = codes(search, "rapat")
    assert len(found) == len(set(found)) == 9
