"""A text that is nothing but web addresses."""

from __future__ import annotations

import pytest

from dossier.addresses import only_addresses

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
