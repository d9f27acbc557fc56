"""What changed since an edition was handed over: files by content and place, slots by state."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dossier.audit.handed_changes import changes_since, slot_key
from dossier.model import EditionContents, HandedFile, State
from tests.support.small_plan import small_coverage

COVERAGE = small_coverage(*([State.PRESENT] * 5))


def file(content: str, place: str = "I.1.1", page: int = 7) -> HandedFile:
    """Return a file of this content."""
    return HandedFile(sha256=content, place=place, page=page)


def test_added_replaced_moved_and_withdrawn_files_are_told_apart() -> None:
    then = {"a": file("1"), "b": file("2"), "c": file("3"), "d": file("4"), "e": file("5")}
    now = {"a": file("1"), "b": file("x"), "new": file("y"), "cc": file("3"), "e": file("5", "II.1.1")}
    found = changes_since(EditionContents(files=then, states={}), now, COVERAGE)
    assert [each.path for each in found.added] == ["new"]
    assert [(each.path, each.page_before) for each in found.replaced] == [("b", 7)]
    assert [(each.before, each.path, each.place_before) for each in found.moved] == [
        ("c", "cc", ""),
        ("e", "e", "I.1.1"),
    ]
    assert [(each.before, each.path) for each in found.withdrawn] == [("d", None)]


def test_only_slots_asked_for_then_and_now_are_compared() -> None:
    slot = COVERAGE.slots[0]
    states = {slot_key(slot): State.MISSING.value, "IX.9.9 z 2025-01": State.PRESENT.value}
    (change,) = changes_since(EditionContents(files={}, states=states), {}, COVERAGE).states
    assert (change.slots, change.before, change.after) == ((slot,), State.MISSING, slot.state)


def test_a_state_that_nobody_knows_is_not_compared() -> None:
    states = {slot_key(COVERAGE.slots[0]): "ajaib"}
    assert changes_since(EditionContents(files={}, states=states), {}, COVERAGE).is_empty


FILES = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("12345").map(file), max_size=8)


@given(then=FILES, now=FILES)
def test_every_file_is_accounted_for_once(then: dict[str, HandedFile], now: dict[str, HandedFile]) -> None:
    found = changes_since(EditionContents(files=then, states={}), now, COVERAGE)
    same = [path for path in then if path in now and then[path] == now[path]]
    after = [each.path for group in (found.added, found.replaced, found.moved) for each in group] + same
    before = [each.before for group in (found.replaced, found.moved, found.withdrawn) for each in group] + same
    assert sorted(map(str, after)) == sorted(now)
    assert sorted(map(str, before)) == sorted(then)
    assert found.is_empty == (then == now)
