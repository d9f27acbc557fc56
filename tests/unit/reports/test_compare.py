from __future__ import annotations

import datetime as dt
import json

import pytest

from dossier.audit.status import status_of
from dossier.model import State
from dossier.reports import dump_json, gaps_json
from dossier.reports.diff import EditionSlot, GapListSnapshot, compare, compare_json, compare_text, read_edition
from tests.support.small_plan import small_coverage, small_plan
from tests.support.small_reports import MIXED


def edition(**files: str) -> GapListSnapshot:
    """Return an edition of one slot that these files serve, by name and hash."""
    slot = EditionSlot(
        indicator="I.1.1",
        requirement="a",
        slot="2025-03",
        label="Notulen",
        state=State.PRESENT,
        files=tuple(files),
        sha256=files,
    )
    return GapListSnapshot(as_of=dt.date(2025, 7, 1), slots={slot.place: slot})


def test_the_same_edition_twice_differs_in_nothing() -> None:
    found = compare(edition(a="1"), edition(a="1"))
    assert found.differences == ()
    assert "Tidak ada yang berubah." in compare_text(found)


def test_files_that_came_went_and_changed_are_named() -> None:
    files = compare(edition(a="1", b="2"), edition(b="3", c="4")).differences[0].files
    assert (files.new, files.replaced, files.withdrawn) == (("c",), ("b",), ("a",))


def test_a_file_that_only_moved_has_not_changed() -> None:
    assert compare(edition(a="1"), edition(z="1")).differences == ()


def test_a_file_whose_old_hash_is_unknown_is_not_called_replaced() -> None:
    assert compare(edition(a=""), edition(a="1")).differences == ()


def test_a_slot_that_the_plan_no_longer_has_is_named() -> None:
    found = compare(edition(a="1"), GapListSnapshot(as_of=dt.date(2025, 8, 1), slots={}))
    assert found.differences[0].after is None
    assert "tidak ada dalam daftar" in compare_text(found)


def test_a_change_of_state_is_said_before_and_after() -> None:
    full = read_edition(dump_json(gaps_json(status_of(small_plan(), small_coverage(State.PRESENT, *MIXED[1:])))))
    late = read_edition(dump_json(gaps_json(status_of(small_plan(), small_coverage(State.MISSING, *MIXED[1:])))))
    text = compare_text(compare(late, full))
    assert "belum ada → ada" in text
    assert "(+1)" in text
    shape = json.loads(dump_json(compare_json(compare(late, full))))
    assert shape["summary"]["ada"] == [0, 1]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "lain"}', '{"schema": "dossier.gaps/1"}', "[" * 100_000])
def test_what_is_no_gap_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_edition(text)
