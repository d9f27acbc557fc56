"""Memoised functions whose results can all be let go at once: they serve one stage and are in the way of the next."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, ParamSpec, Protocol, TypeVar, cast
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


class _Forgetful(Protocol):
    """A function that `lru_cache` has wrapped."""

    def cache_clear(self) -> None:
        """Let go of what it keeps."""


_FUNCTIONS: Final[WeakSet[_Forgetful]] = WeakSet()


def memoised(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator that keeps the results of the last `most` different arguments until `forget` is called.

    For results that grow with the files of a workspace. Tables of the package's own knowledge are few and stay.
    """

    def kept(function: Callable[P, T]) -> Callable[P, T]:
        found = lru_cache(maxsize=most)(function)
        _FUNCTIONS.add(found)
        return cast("Callable[P, T]", found)

    return kept


def forget() -> None:
    """Let go of all that memoised functions keep; what is asked for again is found out again."""
    for function in tuple(_FUNCTIONS):
        function.cache_clear()
