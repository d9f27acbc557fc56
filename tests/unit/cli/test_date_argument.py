"""Days as people type them."""

from __future__ import annotations

import datetime as dt

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import wording
from dossier.cli.date_argument import DateArgument


def read(text: str) -> dt.date:
    return DateArgument().convert(text, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "2025-07-01",
        "1 Juli 2025",
        "1 juli 2025",
        " 01  JULI 2025 ",
        "1 Jul 2025",
        "1-Jul-2025",
        "1 Jul. 2025",
        "2025/7/1",
    ],
)
def test_a_day_is_read_as_it_is_written_in_letters(text: str) -> None:
    assert read(text) == dt.date(2025, 7, 1)


@pytest.mark.parametrize("text", ["31/7/2025", "31-07-2025", "31.7.2025", "7/31/2025"])
def test_numbers_are_read_where_they_mean_one_day_only(text: str) -> None:
    assert read(text) == dt.date(2025, 7, 31)


def test_the_same_day_in_either_order_is_one_day() -> None:
    assert read("7/7/2025") == dt.date(2025, 7, 7)


def test_numbers_that_mean_two_days_are_refused_with_both() -> None:
    with pytest.raises(click.BadParameter, match=r"1 Juli 2025 .2025-07-01. atau 7 Januari 2025 .2025-01-07.; tulis"):
        read("1/7/2025")


@pytest.mark.parametrize("text", ["", "besok", "31 Juni 2025", "2025-13-01", "1 Juli", "1/7/25", "0/0/2025"])
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(click.BadParameter, match="bukan tanggal; tulis seperti 2025-07-01 atau “1 Juli 2025”"):
        read(text)


@given(st.dates())
def test_every_day_that_the_tool_prints_is_read_back(day: dt.date) -> None:
    assert read(day.isoformat()) == day
    assert day.year < 1000 or read(wording.long_date(day)) == read(wording.short_date(day)) == day
