"""Numbers before titles and sentences."""

from __future__ import annotations

import pytest

from dossier.importing.row_numbers import NumberKind, area_code, letter_of, read_number


@pytest.mark.parametrize(
    ("text", "kind", "value", "rest"),
    [
        ("I", NumberKind.UPPER_ROMAN, 1, ""),
        ("IV.", NumberKind.UPPER_ROMAN, 4, ""),
        ("1. Manajemen Perubahan", NumberKind.DIGIT, 1, "Manajemen Perubahan"),
        ("AREA 2: Penataan", NumberKind.DIGIT, 2, "Penataan"),
        ("ii. Penerapan SPIP", NumberKind.LOWER_ROMAN, 2, "Penerapan SPIP"),
        ("b) Tim bekerja", NumberKind.LOWER, 2, "Tim bekerja"),
        ("A. Pengungkit", NumberKind.UPPER, 1, "Pengungkit"),
        ("V.2.1", NumberKind.DOTTED, 1, ""),
        ("1.2 Kalimat", NumberKind.DOTTED, 2, "Kalimat"),
        ("Tim kerja", NumberKind.NONE, 0, "Tim kerja"),
        ("", NumberKind.NONE, 0, ""),
    ],
)
def test_a_number_is_read_with_its_kind_and_the_text_behind_it(
    text: str, kind: NumberKind, value: int, rest: str
) -> None:
    found = read_number(text)
    assert (found.kind, found.value, found.rest) == (kind, value, rest)


def test_keys_of_the_sheet_are_read_whatever_separates_their_parts() -> None:
    assert [read_number(text).written for text in ("A.1.I.i", "A-1-V-iv-b", "A.2.I.i.a Agen")] == [
        "A.1.I.i",
        "A.1.V.iv.b",
        "A.2.I.i.a",
    ]


def test_letters_go_on_after_z() -> None:
    assert [letter_of(number) for number in (1, 26, 27, 52)] == ["a", "z", "aa", "az"]


def test_the_reform_half_has_a_mark_before_its_area() -> None:
    assert (area_code(5), area_code(5, "R")) == ("V", "R.V")
