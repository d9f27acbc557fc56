"""The glossary knows every word that a user types into a plan file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dossier.model import DocKind, State
from dossier.plan import follow_up, passwords, pins, reading, remarks, unit

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glosarium.md").read_text(encoding="utf-8")
TERMS = set(re.findall(r"^\| `([^`]+)`", GLOSSARY, re.MULTILINE))

KEYS = {
    *reading.HEAD_KEYS,
    *reading.AREA_KEYS,
    *reading.COMPONENT_KEYS,
    *reading.INDICATOR_KEYS,
    *reading.ITEM_KEYS,
    *pins.PIN_KEYS,
    *passwords.PASSWORD_KEYS,
    *remarks.REMARK_KEYS,
    *follow_up.NOTE_KEYS,
    reading.PERSON_KEY,
    *unit.UNIT_KEYS,
    *unit.SIGNATORY_KEYS,
}


@pytest.mark.parametrize("key", sorted(KEYS))
def test_every_key_of_the_plan_files_is_in_the_glossary(key: str) -> None:
    assert key in TERMS


@pytest.mark.parametrize("word", [*DocKind, *State])
def test_every_kind_of_document_and_every_state_is_in_the_glossary(word: str) -> None:
    assert word in TERMS


def test_the_glossary_has_no_key_that_the_tool_does_not_know() -> None:
    assert KEYS | set(DocKind) | set(State) == TERMS
