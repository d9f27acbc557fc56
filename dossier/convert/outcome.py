"""What a converter gives back: a part that was made, or why none could be; no converter lives here."""

from __future__ import annotations

from dataclasses import dataclass


class CannotConvertError(Exception):
    """The file can never become pages as it is; the message says why and what to do, in Indonesian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A PDF that a converter wrote: its pages, what made it and what a reader of the register should know.

    `flaws` say what of the file is lost; a person must look before it counts as evidence.
    """

    pages: int
    engine: str
    notes: tuple[str, ...] = ()
    flaws: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Why there is no PDF; `lasting` is whether the same bytes would fail again (and may be remembered)."""

    problem: str
    lasting: bool


Outcome = Made | Failed
