"""Waiting for something that happens in another process."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS: Final = 120.0


def until(condition: Callable[[], object], seconds: float = SECONDS) -> None:
    """Return as soon as a condition holds.

    Raises:
        AssertionError: it does not after so many seconds.
    """
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
