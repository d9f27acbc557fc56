"""Reads repetitions from the tokens of a text: "setiap triwulan", "3 bulanan", "dua kali setahun"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.schedule import tokens
from dossier.schedule.tokens import Token, TokenKind

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBERS: Final = frozenset({TokenKind.NUMBER, TokenKind.ORDINAL, TokenKind.NTH})
_REPEATED_UNITS: Final = (2, tokens.QUARTER, tokens.THIRD, tokens.HALF)  # "setiap 3 bulan": months that divide a year


def repetitions(words: Sequence[Token]) -> dict[int, str]:
    """Return the repetitions named anywhere in a running text: months ─► as written ("per bulan").

    What stands in a list of contents ("berisi rekapitulasi per bulan") is none; all of "per bulan/triwulan" are.
    """
    found: dict[int, str] = {}
    parser = TokenCursor(words)
    depth = 0
    while parser.here.kind is not TokenKind.STOP:
        start = parser.place
        if unit := parser.accept_repetition() or (found and parser.accept_choice()):
            said = [word.text for word in words[start : parser.place] if word.kind is not TokenKind.CHOICE]
            found.setdefault(unit, " ".join(said))
        elif parser.accept(TokenKind.CONTENTS):
            depth = parser.skip_contents(depth)
        else:
            kind = parser.take().kind
            depth = max(0, depth + (kind is TokenKind.OPEN) - (kind is TokenKind.CLOSE))
    return found


class TokenCursor:
    """A place in a row of tokens; each method reads one thing and moves on, or stays where it is not there."""

    def __init__(self, words: Sequence[Token]) -> None:
        """Start at the first token."""
        self.words = words
        self.place = 0

    @property
    def here(self) -> Token:
        """The next token."""
        return self.ahead(0)

    def ahead(self, distance: int) -> Token:
        """Return a token further on; STOP after the end."""
        return self.words[min(self.place + distance, len(self.words) - 1)]

    def take(self) -> Token:
        """Return the next token and move past it."""
        token = self.here
        self.place += 1
        return token

    def accept(self, kind: TokenKind, value: int | None = None) -> Token | None:
        """Take the next token when it is of this kind (and value)."""
        if self.here.kind is kind and value in (None, self.here.value):
            return self.take()
        return None

    def accept_day(self) -> int:
        """Read "[paling lambat] tanggal 10" after "setiap bulan"; 0 where a month follows it, or it is not there."""
        start = self.place
        self.accept(TokenKind.DEADLINE)
        number = self.accept(TokenKind.NUMBER) if self.accept(TokenKind.DAY) else None
        if number and self.here.kind in {TokenKind.STOP, TokenKind.CLOSE, TokenKind.LIST}:
            return number.value
        self.place = start
        return 0

    def accept_times(self) -> int:
        """Read "dua kali [dalam] setahun", "2 kali per tahun"; 0 when it is not there."""
        start = self.place
        number = self.accept(TokenKind.NUMBER)
        if number and self.accept(TokenKind.TIMES):
            if self.accept(TokenKind.WHOLE):
                return number.value
            self.accept(TokenKind.EVERY)
            if self.accept(TokenKind.UNIT, tokens.YEAR):
                return number.value
        self.place = start
        return 0

    def accept_choice(self) -> int:
        """Read "/triwulan" or "atau semesteran" after a repetition; 0 when it is not there."""
        start = self.place
        if self.accept(TokenKind.CHOICE):
            found = self.accept(TokenKind.ADVERB) or self.accept(TokenKind.UNIT)
            if unit := found.value if found else self.accept_repetition():
                return unit
        self.place = start
        return 0

    def skip_contents(self, depth: int) -> int:
        """Skip to the bracket that closes a list of contents in brackets, else to the end; return the depth there."""
        inside = depth
        while self.here.kind is not TokenKind.STOP:
            kind = self.take().kind
            depth += (kind is TokenKind.OPEN) - (kind is TokenKind.CLOSE)
            if kind is TokenKind.CLOSE and inside and depth < inside:
                break
        return max(0, depth)

    def accept_year(self) -> int | None:
        """Read "2025" or "tahun 2025"."""
        if self.here.kind is TokenKind.YEAR:
            return self.take().value
        if self.here.kind is TokenKind.UNIT and self.here.value == tokens.YEAR and self.ahead(1).kind is TokenKind.YEAR:
            self.take()
            return self.take().value
        return None

    def is_number_of_unit(self) -> bool:
        """Say whether a number that belongs to the unit before it stands here, not the mark of a list: "3. Foto"."""
        return self.here.kind in NUMBERS and not self.ahead(1).follows_dot

    def accept_repetition(self) -> int:
        """Read "setiap triwulan", "per akhir bulan", "3 bulan sekali", "bulanan"; 0 when there is none here."""
        start = self.place
        if adverb := self.accept(TokenKind.ADVERB):
            return adverb.value
        every = self.accept(TokenKind.EVERY)
        if every:
            self.accept(TokenKind.END)
        count = self.accept(TokenKind.NUMBER)
        adverb = self.accept(TokenKind.ADVERB) if (every or count) and not self.here.follows_dot else None
        if adverb:  # "per triwulanan", "3 bulanan"
            months = adverb.value * (count.value if count else 1)
            if count is None or count.value == 1 or (adverb.value == tokens.MONTH and months in _REPEATED_UNITS):
                return months
            self.place = start
            return 0
        unit = self.accept(TokenKind.UNIT)
        once = self.accept(TokenKind.ONCE)
        # "setiap triwulan II" names one quarter, "3 bulan" without "sekali" nothing.
        if unit and (every or (count and once)) and (unit.value == tokens.MONTH or not self.is_number_of_unit()):
            months = unit.value * (count.value if count else 1)
            if count is None or count.value == 1 or (unit.value == tokens.MONTH and months in _REPEATED_UNITS):
                return months
        self.place = start
        return 0
