"""Words that a narrow column breaks."""

from __future__ import annotations

import pytest

from dossier.convert.grids.broken_words import BREAK, known_words, mended

KNOWN = known_words(["Menerbitkan surat tugas", "rapat pembahasan"])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (f"Menerbitk{BREAK}an surat", "Menerbitkan surat"),
        (f"rapat{BREAK}pembahasan", "rapat pembahasan"),
        (f"pelaksa{BREAK}na{BREAK}an", "pelaksanaan"),
        (f"Sosiali{BREAK}Tim", "Sosiali Tim"),
        (f"Peny{BREAK}uluhan", "Peny uluhan"),
        ("tanpa garis", "tanpa garis"),
    ],
)
def test_a_broken_word_is_whole_where_it_is_known(cell: str, text: str) -> None:
    assert mended(cell, KNOWN | {"pelaksanaan"}) == text


def test_the_pieces_of_a_broken_word_are_no_known_words() -> None:
    assert "menerbitk" not in known_words([f"Menerbitk{BREAK}an surat"])
