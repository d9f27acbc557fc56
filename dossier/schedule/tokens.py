"""Tokenises a *target waktu*, and defines the syntax tree of the parser. Never raises."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise
from typing import Final

from dossier import knowledge
from dossier.wording import month_number, roman_number

_EXAMPLES: Final = (
    "“Maret 2025”, “Maret, Juni 2025”, “April-Mei 2025”, “Januari minggu ke-2 tahun 2025”, “setiap triwulan”"
)
_LONGEST_SHOWN: Final = 60  # characters of a part in a message


class ScheduleError(ValueError):
    """A *target waktu* that cannot be read for certain; the message is Indonesian and names the part.

    `proposal` is a text that can be read and may be what was meant, for a person to confirm; empty without one.
    """

    def __init__(self, message: str, proposal: str = "") -> None:
        """Take the message and the proposal."""
        super().__init__(message)
        self.proposal = proposal


def shown(text: str) -> str:
    """Return a text fit for a message: on one line, printable, not long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"


def unreadable(part: str, why: str = "tidak dimengerti", *, proposal: str = "") -> ScheduleError:
    """Return the error for one part of the text: with what it may mean, else with forms that can be read."""
    name = f"bagian “{shown(part)}”" if part.strip() else "isinya kosong;"
    reason = why if part.strip() else "tulis kapan buktinya harus ada"
    how = f"Mungkin maksudnya “{proposal}”" if proposal else f"Contoh yang terbaca: {_EXAMPLES}"
    return ScheduleError(f"target waktu tidak terbaca: {name} {reason}. {how}.", proposal)


class PointKind(Enum):
    """What a point in time is named by."""

    DAY = auto()
    WEEK = auto()
    MONTH = auto()
    PART = auto()  # quarter, third, half: `unit` months, the `number`-th of its year
    YEAR = auto()


LAST_WEEK: Final = -1  # `number` of "minggu terakhir"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One named time; month and year are None where the text leaves them to its neighbours.

    `part` is "awal" or "pertengahan" of a month; `before` says that the time is over before this one begins.
    """

    kind: PointKind
    text: str
    number: int = 0
    unit: int = 1
    month: int | None = None
    year: int | None = None
    at_end: bool = False
    part: str = ""
    before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleItem:
    """A point or a range; `bare` when two months stand side by side with nothing between."""

    first: Point
    last: Point | None = None
    bare: bool = False

    @property
    def points(self) -> tuple[Point, ...]:
        """The one or two points."""
        return (self.first,) if self.last is None else (self.first, self.last)

    @property
    def is_day_of_any_month(self) -> bool:
        """Whether it is a day without a month: the "tanggal 10" of "tanggal 10 setiap bulan"."""
        return self.last is None and self.first.kind is PointKind.DAY and self.first.month is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A whole *target waktu*: `every` is the repetition in months, 0 without one; `day` the day of each month, or 0.

    `lead_year` and `tail_year` stand before and after the list as a whole.
    """

    items: tuple[ScheduleItem, ...]
    every: int = 0
    day: int = 0
    deadline: bool = False
    lead_year: int | None = None
    tail_year: int | None = None


class TokenKind(Enum):
    """What a token means; the comment shows how people write it."""

    MONTH = auto()  # Maret, Agt, Pebruari
    CODE = auto()  # B03: the month of a deadline
    NUMBER = auto()  # 2, dua
    ORDINAL = auto()  # II, kedua
    NTH = auto()  # ke, ke-
    YEAR = auto()  # 2025
    DATE = auto()  # 31/05/2025, 2025-05-31
    MONTH_YEAR = auto()  # 03/2025, 2025-03; month and year are the values
    UNIT = auto()  # bulan, TW, semester, tahun; the value is its months
    WEEK = auto()  # minggu
    DAY = auto()  # tanggal
    EVERY = auto()  # setiap, per
    ADVERB = auto()  # bulanan, triwulanan; the value is its months
    ONCE = auto()  # sekali
    DEADLINE = auto()  # paling lambat
    WHOLE = auto()  # sepanjang tahun
    END = auto()  # akhir
    BEGIN = auto()  # awal
    MIDDLE = auto()  # pertengahan
    BEFORE = auto()  # sebelum
    START = auto()  # mulai
    TIMES = auto()  # kali
    OFTEN = auto()  # mingguan: more than once a month
    CONTINUOUS = auto()  # berkelanjutan
    CONTENTS = auto()  # berisi, dengan outline: what follows is inside one paper
    CHOICE = auto()  # "/", atau
    LAST = auto()  # terakhir
    RANGE = auto()  # -, s/d, sampai dengan
    LIST = auto()  # comma, dan
    OPEN = auto()  # (
    CLOSE = auto()  # )
    FILLER = auto()  # pada
    NEVER = auto()  # bila ada, insidentil: no due time
    UNKNOWN = auto()
    STOP = auto()  # after the last token


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark: `text` as written, `values` what it stands for (a DATE has year, month, day).

    `follows_dot` is set where a full stop or colon was skipped before it: "Maret. Juni" is no lost hyphen.
    """

    kind: TokenKind
    text: str
    values: tuple[int, ...] = ()
    follows_dot: bool = False

    @property
    def value(self) -> int:
        """The first value, 0 when there is none."""
        return self.values[0] if self.values else 0


MONTH, QUARTER, THIRD, HALF, YEAR = 1, 3, 4, 6, 12  # months of the units

# One piece of text: the longest readable thing first, then words, digits, single marks.
_PIECE: Final = re.compile(
    r"""
      (?P<iso>(?<![0-9]) [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} (?![0-9]))                # 2025-05-31
    | (?P<dmy>(?<![0-9]) [0-9]{1,2} ([./-]) [0-9]{1,2} \3 [0-9]{4} (?![0-9]))     # 31/05/2025, 31.5.2025
    | (?P<ym>(?<![0-9/.-]) [0-9]{4}-[0-9]{2} (?![0-9]|-[0-9]))                     # 2025-03
    | (?P<my>(?<![0-9/.-]) (?:[0-9]{1,2}/|[0-9]{2}-) [0-9]{4} (?![0-9]))             # 03/2025, 03-2025
    | (?P<until>\b s \s? [./] \s? d \b)                                           # s/d, s.d.
    | (?P<code>\b b \s? [0-9]{1,2} \b)                                            # B03, B3
    | (?P<glued>\b (?:tw|smt|cawu) (?= (?:iv|i{1,3}) \b))                          # the TW of TWII
    | (?P<word>[^\W\d_]+)                                                         # Januari
    | (?P<number>[0-9]+)                                                          # 2025
    | (?P<mark>\S)                                                                # ( , -
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SKIPPED_MARKS: Final = frozenset(".:…")  # "Sept. 2025.", "Waktu: Maret"
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−~"), "-")  # NFKC keeps these apart
_YEARS: Final = range(1900, 2101)
_LONGEST_NUMBER: Final = 4  # digits; longer numbers are no part of a date
LONGEST_PHRASE: Final = 3  # pieces

_HIGHEST_ROMAN: Final = 12
_AFTER_YEAR: Final = frozenset({TokenKind.STOP, TokenKind.LIST, TokenKind.CLOSE, TokenKind.CHOICE, TokenKind.RANGE})
"""What may follow the "25" of "Maret 25"."""


def _lexicon() -> dict[tuple[str, ...], tuple[TokenKind, tuple[int, ...]]]:
    """Return every phrase of `waktu.csv`, split into its pieces: what it means, and its number or months if any."""
    return {
        tuple(phrase.split(" ")): (TokenKind[row["makna"].upper()], tuple(int(value) for value in row["nilai"].split()))
        for row in knowledge.rows("waktu.csv")
        for phrase in knowledge.listed(row["ejaan"])
    }


_LEXICON: Final = _lexicon()


def tokenise(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text; always ends with one STOP."""
    found = list(_PIECE.finditer(_plain(text)))
    dots = {after.start() for before, after in pairwise(found) if before[0] in _SKIPPED_MARKS}
    pieces = [piece for piece in found if piece[0] not in _SKIPPED_MARKS]
    keys = [re.sub(r"\s", "", piece[0].casefold()) for piece in pieces]
    tokens: list[Token] = []
    place = 0
    while place < len(pieces):
        for length in range(min(LONGEST_PHRASE, len(pieces) - place), 0, -1):
            if meaning := _LEXICON.get(_phrase(keys[place : place + length])):
                written = pieces[place].string[pieces[place].start() : pieces[place + length - 1].end()]
                token = Token(meaning[0], written, meaning[1])
                break
        else:
            length = 1
            token = _single(pieces[place])
        tokens.append(replace(token, follows_dot=pieces[place].start() in dots))
        place += length
    return (*tokens, Token(TokenKind.STOP, ""))


def with_short_years(words: tuple[Token, ...], year: int) -> tuple[Token, ...]:
    """Return the tokens with the "25" of "Maret 25" or "Mar-25" as a year, where it is the plan's or one beside it."""
    result: list[Token] = []
    for place, word in enumerate(words):
        after, before = words[min(place + 1, len(words) - 1)].kind, result[-1:] and result[-1].kind
        if (
            before is TokenKind.RANGE
            and len(result) > 1
            and result[-1].text == "-"
            and result[-2].kind is TokenKind.MONTH
        ):
            before = TokenKind.MONTH
        is_short = word.kind is TokenKind.NUMBER and len(word.text) == len("25") and word.text.isdigit()
        if is_short and before is TokenKind.MONTH and after in _AFTER_YEAR and abs(2000 + word.value - year) <= 1:
            if result[-1].kind is TokenKind.RANGE:
                result.pop()
            result.append(Token(TokenKind.YEAR, word.text, (2000 + word.value,)))
        else:
            result.append(word)
    return tuple(result)


def with_all_codes(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return "B1-B12" as "setiap bulan": the codes of all months, not one window."""
    for place in range(len(words) - 2):
        first, between, last = words[place : place + 3]
        is_range = (first.kind, between.kind, last.kind) == (TokenKind.CODE, TokenKind.RANGE, TokenKind.CODE)
        if is_range and (first.value, last.value) == (1, YEAR):
            every = Token(TokenKind.EVERY, first.text), Token(TokenKind.UNIT, last.text, (MONTH,))
            return (*words[:place], *every, *words[place + 3 :])
    return words


def _plain(text: str) -> str:
    """Fold look-alikes: compatibility forms, no-break spaces, odd dashes, invisible characters."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(c for c in folded if unicodedata.category(c) != "Cf")


def _phrase(keys: list[str]) -> tuple[str, ...]:
    """Spell "s.d" as "s/d", so that the lexicon knows one form."""
    return tuple("s/d" if key == "s.d" else key for key in keys)


def _single(piece: re.Match[str]) -> Token:
    """Return the token of one piece that is no phrase of the lexicon."""
    text = piece[0]
    match piece.lastgroup:
        case "iso" | "dmy" | "ym" | "my" as form:
            numbers = tuple(int(part) for part in re.split(r"[./-]", text))
            kind = TokenKind.DATE if form in {"iso", "dmy"} else TokenKind.MONTH_YEAR
            return Token(kind, text, numbers if form in {"iso", "my"} else numbers[::-1])
        case "code":
            return Token(TokenKind.CODE, text, (int(text[1:]),))
        case "number" if len(text) <= _LONGEST_NUMBER:
            number = int(text)
            return Token(TokenKind.YEAR if number in _YEARS else TokenKind.NUMBER, text, (number,))
        case "word":
            return _word(text)
        case _:
            return Token(TokenKind.UNKNOWN, text)


def _word(text: str) -> Token:
    """Return the token of a word: a month in any spelling, a Roman numeral, or UNKNOWN."""
    if month := month_number(text):
        return Token(TokenKind.MONTH, text, (month,))
    numeral = roman_number(text)
    if numeral is not None and numeral <= _HIGHEST_ROMAN:
        return Token(TokenKind.ORDINAL, text, (numeral,))
    return Token(TokenKind.UNKNOWN, text)
