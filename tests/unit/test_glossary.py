"""The glossary knows every word that a user types into a plan file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dossier.model import DocKind, State
from dossier.plan import (
    entries,
    handovers,
    last_year,
    lke_answers,
    meetings,
    pins,
    plan_file,
    question_links,
    unit_profile,
    word_list,
)

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glosarium.md").read_text(encoding="utf-8")
TERMS = set(re.findall(r"^\| `([^`]+)`", GLOSSARY, re.MULTILINE))

KEYS = {
    *plan_file.HEAD_KEYS,
    *plan_file.AREA_KEYS,
    *plan_file.COMPONENT_KEYS,
    *plan_file.INDICATOR_KEYS,
    *plan_file.ITEM_KEYS,
    *pins.PIN_KEYS,
    *pins.PASSWORD_KEYS,
    *meetings.MEETING_KEYS,
    *handovers.HANDOVER_KEYS,
    *entries.REMARK_KEYS,
    *entries.NOTE_KEYS,
    *last_year.LAST_YEAR_KEYS,
    plan_file.PERSON_KEY,
    *unit_profile.UNIT_KEYS,
    *unit_profile.SIGNATORY_KEYS,
    *word_list.WORD_KEYS,
    *question_links.LINK_KEYS,
    *lke_answers.SHEET_KEYS,
    *lke_answers.ASSESSOR_KEYS,
    *lke_answers.PREREQUISITE_KEYS,
}


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_of_the_plan_files_is_in_the_glossary(key: str) -> None:
    assert key in TERMS


@pytest.mark.parametrize("word", [*DocKind, *State])
def test_every_kind_of_document_and_every_state_is_in_the_glossary(word: str) -> None:
    assert word in TERMS


def test_the_glossary_has_no_key_that_the_tool_does_not_know() -> None:
    assert KEYS | set(DocKind) | set(State) == TERMS
