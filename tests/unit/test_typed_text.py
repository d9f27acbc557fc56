"""Texts of nothing but web addresses, and identity numbers: what a spreadsheet has rounded is never printed."""

from __future__ import annotations

import pytest

from dossier.typed_text import Identity, only_addresses, read_identity

LONG = "https://contoh.invalid/drive/folders/1aBcDeFgHiJkLmNo"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://contoh.invalid/x", ("https://contoh.invalid/x",)),
        ("\n <https://contoh.invalid/x>. \n", ("https://contoh.invalid/x",)),
        ("Link: https://contoh.invalid/x", ("https://contoh.invalid/x",)),
        ("Tautan bukti dukung\nhttps://contoh.invalid/x", ("https://contoh.invalid/x",)),
        ("1. www.contoh.invalid/x\n2) s.id/zi\n- bit.ly/zi", ("www.contoh.invalid/x", "s.id/zi", "bit.ly/zi")),
        ("https://a.invalid/x\nhttps://a.invalid/x", ("https://a.invalid/x",)),
        (f"{LONG}\nPqRs?usp=drive", (f"{LONG}PqRs?usp=drive",)),
    ],
)
def test_a_text_of_addresses_gives_each_of_them_once(text: str, found: tuple[str, ...]) -> None:
    assert only_addresses(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "Undangan rapat https://contoh.invalid/x",
        "https://contoh.invalid/x\nUndangan",
        f"{LONG}\nUndangan rapat",
        "https://contoh.invalid/x\n\nNotulen rapat tanggal 3 Maret 2025",
        "Link",
        "hadir/tidak",
        "3/4/2025",
        "No,Nama\n1,https://contoh.invalid/x",
        "https://contoh.invalid/x\n" * 2000,
    ],
)
def test_a_text_that_says_anything_else_gives_none(text: str) -> None:
    assert only_addresses(text) == ()


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
