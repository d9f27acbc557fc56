"""Memoised functions: what they keep, and how it is let go."""

from __future__ import annotations

from dossier import _memo


def test_what_was_found_is_kept_until_all_is_forgotten() -> None:
    asked: list[int] = []

    @_memo.memoised(8)
    def doubled(number: int) -> int:
        asked.append(number)
        return 2 * number

    assert [doubled(1), doubled(1), doubled(2)] == [2, 2, 4]
    assert asked == [1, 2]
    _memo.forget()
    assert doubled(1) == 2
    assert asked == [1, 2, 1]


def test_no_more_than_asked_for_is_kept() -> None:
    asked: list[int] = []

    @_memo.memoised(1)
    def same(number: int) -> int:
        asked.append(number)
        return number

    for number in (1, 2, 1):
        same(number)
    assert asked == [1, 2, 1]
