"""A summary of a unit is another office's file: what no build of ours writes is refused whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.model.unit_summary import plain
from dossier.state.unit_summaries import LARGEST, SUMMARY_NAME, parse_summary, summary_bytes
from tests.support.unit_summaries import summary_text, unit_summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Shape = dict[str, Any]


def changed(how: Callable[[Shape], object]) -> bytes:
    shape = json.loads(summary_text(unit_summary(7)))
    how(shape)
    return json.dumps(shape).encode()


def is_refused(data: bytes) -> bool:
    try:
        parse_summary(data)
    except ValueError:
        return True
    return False


@pytest.mark.parametrize("number", range(6))
def test_what_a_build_writes_is_read_back_as_it_was(number: int) -> None:
    summary = unit_summary(number)
    assert parse_summary(summary_text(summary).encode()) == summary


def test_the_largest_summary_of_a_build_is_not_too_large() -> None:
    areas = {f"{number:012}": [10, 10, 10, 10, 10] for number in range(40)}
    whole = summary_text(unit_summary(1, name="N" * 300, areas=areas, indicators=400))
    assert len(whole.encode()) <= LARGEST


@pytest.mark.parametrize(
    "how",
    [
        lambda s: s.update(schema="dossier.unit-summary/2"),
        lambda s: s.pop("totals"),
        lambda s: s.update(totals={"ada": 3}),
        lambda s: s["totals"].update(ada=s["totals"]["ada"] + 1),  # no longer the sum of its areas
        lambda s: s["totals"].update(ada=-1),
        lambda s: s["totals"].update(ada="12"),
        lambda s: s["totals"].update(ada=1e308),
        lambda s: s["due"].update(complete=s["due"]["complete"] + 1),
        lambda s: s["due"].update(late=10**6),
        lambda s: s["unit"].update(name="Kantor\nContoh"),
        lambda s: s["unit"].update(name="x" * 301),
        lambda s: s["unit"].update(name="a\u202eb"),
        lambda s: s["unit"].update(name="\ud800"),
        lambda s: s.update(as_of="kemarin"),
        lambda s: s.update(as_of="0001-01-01"),
        lambda s: s["bundle"].update(href="javascript:alert(1)"),
        lambda s: s["bundle"].update(href="http://contoh.example/x.pdf"),
        lambda s: s["bundle"].update(href="//contoh.example/x.pdf"),
        lambda s: s["bundle"].update(href="../../lain/dossier.pdf"),
        lambda s: s["bundle"].update(href="/etc/passwd"),
        lambda s: s["bundle"].update(href="C:/x.pdf"),
        lambda s: s["bundle"].update(href="a\\..\\b"),
        lambda s: s.update(page="data:text/html,x"),
        lambda s: s.update(late=s["late"] * 60),
        lambda s: s.update(areas=s["areas"] * 2),
        lambda s: s.update(indicators=s["indicators"] * 2),
        lambda s: s["score"].update(claim="=1+1"),
        lambda s: s.update(inputs_digest="x"),
        lambda s: s["plan"].update(digest="Z" * 64),
        lambda s: s.update(counts={f"k{n}": n for n in range(100)}),
    ],
)
def test_a_summary_that_no_build_writes_is_refused(how: Callable[[Shape], object]) -> None:
    assert is_refused(changed(how))


def test_markup_and_formulas_in_names_are_texts_like_others() -> None:
    summary = parse_summary(changed(lambda s: s["unit"].update(name="=HYPERLINK(1)<script>alert(1)</script>")))
    assert summary.unit.name == "=HYPERLINK(1)<script>alert(1)</script>"


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"null", b"\xff", b"[" * 100_000, b" " * 10_000_000])
def test_bytes_that_are_no_summary_are_refused(data: bytes) -> None:
    assert is_refused(data)


@given(st.text())
def test_every_text_can_be_made_one_that_a_summary_holds(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert len(plain(text)) <= 300


def test_neither_links_nor_folders_are_read(tmp_path: Path) -> None:
    target = tmp_path / "lain.json"
    target.write_text(summary_text(unit_summary(1)), encoding="utf-8")
    for name in ("tautan", "folder"):
        (tmp_path / name).mkdir()
    (tmp_path / "tautan" / SUMMARY_NAME).symlink_to(target)
    (tmp_path / "folder" / SUMMARY_NAME).mkdir()
    assert [summary_bytes(tmp_path / name) for name in ("tautan", "folder", "tidak-ada")] == [None, None, None]


def test_of_a_huge_file_only_the_beginning_is_read(tmp_path: Path) -> None:
    (tmp_path / SUMMARY_NAME).write_bytes(b" " * 10_000_000)
    data = summary_bytes(tmp_path)
    assert data is not None
    assert len(data) == LARGEST + 1
