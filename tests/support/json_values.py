"""JSON values to put where others were expected, and JSON files with one of their values replaced."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator

Place = tuple[str | int, ...]

NUMBERS = st.integers() | st.sampled_from([-1, 0, 2**31, 2**63, 10**30]) | st.floats(allow_nan=False)
TEXTS = st.text(max_size=8) | st.sampled_from(["x", "..", "/etc/hostname", "\ud800", "\0", "2025-13-01", "ada"])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
"""Any JSON value: small ones, huge ones, and texts that are no Unicode or no name of a file."""


def places(value: object, here: Place = ()) -> Iterator[Place]:
    """Yield where each value inside a JSON value is, the whole first."""
    yield here
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from places(inner, (*here, key))


def replaced(value: object, place: Place, new: object) -> object:
    """Return a JSON value in which another one is at this place."""
    if not place:
        return new
    copy = json.loads(json.dumps(value))
    inner = copy
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = new
    return copy


def every(value: object, kind: type, new: object) -> object:
    """Return a JSON value in which `new` is wherever something of this kind was, below its top."""
    if isinstance(value, dict):
        return {key: new if type(inner) is kind else every(inner, kind, new) for key, inner in value.items()}
    if isinstance(value, list):
        return [new if type(inner) is kind else every(inner, kind, new) for inner in value]
    return value
