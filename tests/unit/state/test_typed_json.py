"""Typed reading of JSON: what does not fit is refused, or counts as not there."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.state import typed_json
from tests.support.json_values import VALUES, Place, places, replaced

if TYPE_CHECKING:
    from pathlib import Path


class Kind(Enum):
    ONE = "satu"
    TWO = "dua"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    name: str
    sizes: tuple[int, ...]
    day: dt.date
    kind: Kind
    by_key: dict[str, tuple[str, int]]
    known: bool = False

    def __post_init__(self) -> None:
        if any(size < 0 for size in self.sizes):
            raise ValueError("a size below nothing")


SHAPE = {
    "schema": "uji/1",
    "name": "a",
    "sizes": [1, 2],
    "day": "2025-07-01",
    "kind": "dua",
    "by_key": {"k": ["v", 3]},
    "known": True,
}
ENTRY = Entry(name="a", sizes=(1, 2), day=dt.date(2025, 7, 1), kind=Kind.TWO, by_key={"k": ("v", 3)}, known=True)


def with_value(key: str, value: object) -> str:
    return json.dumps(SHAPE | {key: value})


def test_what_was_written_is_read_as_values_of_their_types() -> None:
    assert typed_json.parse(json.dumps(SHAPE), Entry) == ENTRY


def test_a_name_that_is_no_unicode_is_read_as_it_was_written() -> None:
    assert typed_json.parse(with_value("name", "\udcff.pdf"), Entry).name == "\udcff.pdf"


@pytest.mark.parametrize(
    "text",
    [
        with_value("sizes", ["1"]),
        with_value("sizes", [1.0]),
        with_value("sizes", [True]),
        with_value("sizes", 1),
        with_value("sizes", [-1]),
        with_value("known", 1),
        with_value("name", None),
        with_value("day", "2025-13-01"),
        with_value("kind", "tiga"),
        with_value("by_key", {"k": ["v"]}),
        '{"name": "a"}',
        '{"sizes": NaN}',
        "[]",
        "[" * 100_000,
        "1" * 5_000,
        "",
    ],
)
def test_another_type_or_a_missing_value_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        typed_json.parse(text, Entry)


@pytest.mark.parametrize("schema", ["uji/0", "uji/2", None, 1, ["uji/1"]])
def test_an_older_newer_or_foreign_schema_counts_as_nothing(tmp_path: Path, schema: object) -> None:
    file = tmp_path / "simpanan.json"
    file.write_text(json.dumps(SHAPE))
    assert typed_json.read(file, Entry, "uji/1") == ENTRY
    file.write_text(with_value("schema", schema))
    assert typed_json.read(file, Entry, "uji/1") is None
    assert typed_json.unsealed(typed_json.sealed(SHAPE | {"schema": schema}), Entry, "uji/1") is None


def test_what_is_not_there_or_no_file_counts_as_nothing(tmp_path: Path) -> None:
    assert typed_json.read(tmp_path / "tidak-ada.json", Entry) is None
    assert typed_json.read(tmp_path, Entry) is None


def test_a_sealed_entry_is_read_back() -> None:
    assert typed_json.unsealed(typed_json.sealed(SHAPE), Entry, "uji/1") == ENTRY


@settings(max_examples=50)
@given(place=st.sampled_from(list(places(SHAPE))), value=VALUES)
def test_a_sealed_entry_in_which_anything_changed_counts_as_nothing(place: Place, value: object) -> None:
    sealed = json.loads(typed_json.sealed(SHAPE))
    changed = replaced(sealed, place, value)
    found = typed_json.unsealed(json.dumps(changed), Entry, "uji/1")
    assert found == (ENTRY if json.dumps(changed) == json.dumps(sealed) else None)


LEARNED_AT_ONCE = """
import dataclasses, sys, threading
from dossier.state import typed_json
sys.setswitchinterval(1e-6)
for _ in range(300):
    inner = dataclasses.make_dataclass("Inner", [(f"i{n}", "int | None") for n in range(6)])
    outer = dataclasses.make_dataclass("Outer", [("first", inner), ("more", dict[str, inner])])
    one = "{" + ",".join(f'"i{n}": {n}' for n in range(6)) + "}"
    start = threading.Barrier(4)
    def read():
        start.wait()
        assert typed_json.parse(f'{{"first": {one}, "more": {{"x": {one}}}}}', outer).first.i3 == 3
    threads = [threading.Thread(target=read) for _ in range(4)]
    [each.start() for each in threads]
    [each.join() for each in threads]
"""


def test_threads_that_meet_a_shape_for_the_first_time_do_not_end_the_process() -> None:
    command = [sys.executable, "-c", LEARNED_AT_ONCE]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (result.returncode, result.stderr) == (0, "")
