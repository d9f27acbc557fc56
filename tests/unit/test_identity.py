"""Identity numbers: what a spreadsheet has rounded is never printed."""

from __future__ import annotations

import pytest

from dossier.identity import Identity, read_identity

NIP = "198501012010011001"


@pytest.mark.parametrize("value", [NIP, f"'{NIP}", f" ’{NIP} ", f"`{NIP}"])
def test_a_nip_that_is_a_text_is_printed_without_the_mark_that_made_it_one(value: str) -> None:
    assert read_identity(value) == Identity(NIP)


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), ("", ""), ("-", "-"), (3, "3"), (3.0, "3"), ("III 12", "III 12")]
)
def test_what_is_no_long_number_stays_as_it_is(value: object, text: str) -> None:
    assert read_identity(value) == Identity(text)


def test_a_nip_may_have_spaces() -> None:
    assert read_identity("19850101 201001 1 001") == Identity("19850101 201001 1 001")


@pytest.mark.parametrize(
    "value", [int(NIP), float(NIP), 10**15, "1,98501E+17", "1.98501012010011e+17", "'1,98501E+17", f"{NIP[:-3]}000"]
)
def test_a_rounded_nip_is_empty_and_says_why(value: object) -> None:
    found = read_identity(value)
    assert found.text == ""
    assert "dibulatkan" in found.trouble
