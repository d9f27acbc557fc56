"""Result types of a converter: a part that was made, or the reason of a failure. No converter here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

BLANK: Final = "semua halamannya kosong (tidak ada tulisan atau gambar yang tampak); pindai, potret, atau simpan ulang"
"""The flaw of a part on whose pages nothing is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A PDF that a converter wrote: its pages, what made it and what a reader of the register should know.

    `flaws` say what of the file is lost; a person must look before it counts as evidence. `beside` are those of the
    notes that belong beside the file's name; the other fields mean what they mean in `PreparedPart`.
    """

    pages: int
    engine: str
    notes: tuple[str, ...] = ()
    flaws: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    signed: bool = False
    keep: bool = False
    bracketed: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Why there is no PDF; `lasting` is whether the same bytes would fail again (and may be remembered).

    `stopped` says that the child did not end by itself: it hung, died or wanted too much memory. `ours` says that our
    own code failed: the file may well be sound.
    """

    problem: str
    lasting: bool
    stopped: bool = False
    ours: bool = False


Outcome = Made | Failed
