"""Codes of all three halves taken apart, and which ones are well formed."""

from __future__ import annotations

import pytest

from dossier import codes
from dossier.knowledge import sheet


@pytest.mark.parametrize(
    ("code", "area", "component", "half"),
    [
        ("IV.2.1", "IV", "IV.2", sheet.PEMENUHAN),
        ("IV.2.1.a", "IV", "IV.2", sheet.PEMENUHAN),
        ("R.IV.2.1", "R.IV", "R.IV.2", sheet.REFORM),
        ("R.IV.2.1.a", "R.IV", "R.IV.2", sheet.REFORM),
        ("R.IV.2", "R.IV", "R.IV.2", sheet.REFORM),
        ("R.IV", "R.IV", "R.IV", sheet.REFORM),
        ("H.I.1.1", "H.I", "H.I.1", sheet.HASIL),
    ],
)
def test_a_code_has_an_area_a_component_and_a_half(code: str, area: str, component: str, half: str) -> None:
    assert (codes.area_of(code), codes.component_of(code), codes.half_of(code)) == (area, component, half)


@pytest.mark.parametrize("code", ["I", "VI", "R.I", "R.VI", "H.II"])
def test_an_area_is_a_roman_number_with_the_mark_of_a_half_or_none(code: str) -> None:
    assert codes.is_code(code, "area")
    assert codes.is_code(f"{code}.1", "komponen")
    assert codes.is_code(f"{code}.1.2", "indikator")


@pytest.mark.parametrize("code", ["R", "R.", "R.4", "r.I", "X.R.I", "R.R.I", "R.IIII", "B.I", "R.IV.1", "R-I", "R.I.a"])
def test_what_is_no_area_is_refused(code: str) -> None:
    assert not codes.is_code(code, "area")


def test_the_halves_follow_each_other_in_order() -> None:
    mixed = ["H.I", "R.II", "R.I.10", "VI", "R.I.2.1", "I", "R.I", "II.1.1"]
    ordered = ["I", "II.1.1", "VI", "R.I", "R.I.2.1", "R.I.10", "R.II", "H.I"]
    assert sorted(mixed, key=codes.order_of) == ordered
