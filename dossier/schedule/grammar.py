"""Recursive-descent parser over the tokens of a *target waktu*. Knows word order, not the calendar.

text   = [deadline] [year] part { "," part } [year]          parts may stand in brackets
part   = every | items                                        at most one of each
every  = ("setiap" | "per") ["akhir"] [number] unit | number "bulan sekali" | "bulanan"
items  = item { ("," | "dan") item }
item   = point [ "-" point | month ]
point  = month [year] [week] | week [month] | [day] month | quarter | semester | date | "sepanjang tahun" | …
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.schedule import tokens
from dossier.schedule.tokens import LAST_WEEK, Point, PointKind, ScheduleItem, Token, TokenKind, Tree, shown, unreadable
from dossier.wording import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBERS: Final = frozenset({TokenKind.NUMBER, TokenKind.ORDINAL, TokenKind.NTH})
_POINT_STARTS: Final = _NUMBERS | {
    TokenKind.MONTH,
    TokenKind.CODE,
    TokenKind.WEEK,
    TokenKind.DAY,
    TokenKind.DATE,
    TokenKind.UNIT,
    TokenKind.WHOLE,
    TokenKind.END,
    TokenKind.FILLER,
}
_TOO_OFTEN: Final = frozenset({"hari", "harinya", "jam", "saat", "waktu"})  # "setiap hari": more than one a month
_REPEATED_UNITS: Final = (2, tokens.QUARTER, tokens.THIRD, tokens.HALF)  # "setiap 3 bulan": months that divide a year


def read(words: Sequence[Token]) -> Tree:
    """Return the tree of a whole text.

    Raises:
        ScheduleError: The tokens are no *target waktu*.
    """
    return _Parser(words).tree()


def repetitions(words: Sequence[Token]) -> dict[int, str]:
    """Return the repetitions named anywhere in a running text: months ─► as written ("per bulan")."""
    found: dict[int, str] = {}
    parser = _Parser(words)
    while parser.here.kind is not TokenKind.STOP:
        start = parser.place
        if unit := parser.accept_repetition():
            found.setdefault(unit, " ".join(word.text for word in words[start : parser.place]))
        else:
            parser.take()
    return found


class _Parser:
    """A place in a row of tokens; each method reads one rule and moves on."""

    def __init__(self, words: Sequence[Token]) -> None:
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

    def tree(self) -> Tree:
        """Read the whole text."""
        deadline = self.accept(TokenKind.DEADLINE) is not None
        lead_year = self.lead_year()
        items: tuple[ScheduleItem, ...] = ()
        every, tail_year, depth = 0, None, 0
        while self.here.kind is not TokenKind.STOP:
            if self.accept(TokenKind.OPEN):
                depth += 1
            elif depth and self.accept(TokenKind.CLOSE):
                depth -= 1
            elif (items or every) and self.accept(TokenKind.LIST):
                continue
            elif not every and (unit := self.accept_repetition()):
                every = unit
            elif items and tail_year is None and (year := self.accept_year()):
                tail_year = year
            elif not items and tail_year is None:
                items = self.items()
            else:
                raise unreadable(self.here.text, f"tidak dimengerti sesudah “{shown(self.ahead(-1).text)}”")
        if not items and not every:
            raise unreadable("")
        return Tree(items=items, every=every, deadline=deadline, lead_year=lead_year, tail_year=tail_year)

    def lead_year(self) -> int | None:
        """Read "Tahun 2025:" before a list; a year that stands alone is a point instead."""
        start = self.place
        year = self.accept_year()
        self.accept(TokenKind.LIST)
        if year and (
            self.here.kind in _POINT_STARTS or self.here.kind in (TokenKind.EVERY, TokenKind.ADVERB, TokenKind.OPEN)
        ):
            return year
        self.place = start
        return None

    def accept_year(self) -> int | None:
        """Read "2025" or "tahun 2025"."""
        if self.here.kind is TokenKind.YEAR:
            return self.take().value
        if self.here.kind is TokenKind.UNIT and self.here.value == tokens.YEAR and self.ahead(1).kind is TokenKind.YEAR:
            self.take()
            return self.take().value
        return None

    def accept_repetition(self) -> int:
        """Read "setiap triwulan", "per akhir bulan", "3 bulan sekali", "bulanan"; 0 when there is none here."""
        start = self.place
        if adverb := self.accept(TokenKind.ADVERB):
            return adverb.value
        every = self.accept(TokenKind.EVERY)
        if every:
            self.accept(TokenKind.END)
        count = self.accept(TokenKind.NUMBER)
        unit = self.accept(TokenKind.UNIT)
        once = self.accept(TokenKind.ONCE)
        # "setiap triwulan II" names one quarter, "3 bulan" without "sekali" nothing.
        if unit and (every or (count and once)) and (self.here.kind not in _NUMBERS or unit.value == tokens.MONTH):
            months = unit.value * (count.value if count else 1)
            if count is None or count.value == 1 or (unit.value == tokens.MONTH and months in _REPEATED_UNITS):
                return months
        self.place = start
        return 0

    def items(self) -> tuple[ScheduleItem, ...]:
        """Read a list of points and ranges."""
        every = self.accept(TokenKind.EVERY)  # "setiap Maret dan September"
        if every and (self.here.kind is TokenKind.WEEK or self.here.text.casefold() in _TOO_OFTEN):
            raise unreadable(f"{every.text} {self.here.text}", "terlalu sering; paling sering setiap bulan")
        items = [self.item(None)]
        while self.here.kind is TokenKind.LIST:
            distance = 1
            while self.ahead(distance).kind is TokenKind.LIST:  # ", dan"
                distance += 1
            following = self.ahead(distance)
            if following.kind not in _POINT_STARTS or self.ahead(distance + 1).kind is TokenKind.ONCE:
                break
            if following.kind is TokenKind.UNIT and self.ahead(distance + 1).kind is TokenKind.YEAR:  # ", tahun 2025"
                break
            self.place += distance
            items.append(self.item(items[-1].points[-1]))
        return tuple(items)

    def item(self, before: Point | None) -> ScheduleItem:
        """Read a point, or a range of two."""
        first = self.point(before)
        if self.accept(TokenKind.RANGE):
            return ScheduleItem(first=first, last=self.point(first))
        if self.ahead(-1).kind is TokenKind.MONTH and self.here.kind is TokenKind.MONTH and not self.here.follows_dot:
            return ScheduleItem(first=first, last=self.point(first), bare=True)
        return ScheduleItem(first=first)

    def point(self, before: Point | None) -> Point:
        """Read one named time; a number without a name takes that of the point before it."""
        self.accept(TokenKind.FILLER)
        at_end = self.accept(TokenKind.END) is not None
        if self.here.kind is TokenKind.UNIT and self.here.value == tokens.MONTH:  # "bulan Maret"
            self.take()
        match self.here.kind:
            case TokenKind.MONTH | TokenKind.CODE:
                return self.month_point(at_end=at_end)
            case TokenKind.UNIT if self.here.value != tokens.YEAR:
                return self.part_point(at_end=at_end)
            case TokenKind.UNIT | TokenKind.YEAR | TokenKind.WHOLE:
                return self.year_point(at_end=at_end)
            case TokenKind.WEEK if not at_end:
                return self.week_point()
            case TokenKind.DATE if not at_end:
                token = self.take()
                year, month, day = token.values
                return Point(kind=PointKind.DAY, text=token.text, number=day, month=month, year=year)
            case TokenKind.DAY | TokenKind.NUMBER | TokenKind.ORDINAL | TokenKind.NTH if not at_end:
                return self.numbered_point(before)
            case _:
                raise unreadable(self.here.text or self.ahead(-1).text)

    def number(self) -> int:
        """Read "2", "II", "kedua", "ke-2", "ke-II"."""
        nth = self.accept(TokenKind.NTH)
        token = self.accept(TokenKind.NUMBER) or self.accept(TokenKind.ORDINAL)
        if token is None:
            raise unreadable((nth or self.ahead(-1)).text, "perlu angka sesudahnya")
        return token.value

    def month_point(self, *, at_end: bool) -> Point:
        """Read "Maret [2025]" and "Januari [2025] minggu ke-2"."""
        token = self.take()
        year = self.accept_year()
        opened = (
            self.here.kind is TokenKind.OPEN and self.ahead(1).kind is TokenKind.WEEK and self.accept(TokenKind.OPEN)
        )
        if self.here.kind is TokenKind.WEEK and not at_end:
            week = self.week_point(month=token.value, year=year)
            if opened and not self.accept(TokenKind.CLOSE):
                raise unreadable(week.text, "kurungnya tidak ditutup")
            return week
        return Point(kind=PointKind.MONTH, text=token.text, month=token.value, year=year, at_end=at_end)

    def week_point(self, month: int | None = None, year: int | None = None) -> Point:
        """Read "minggu ke-2 [bulan] [Maret] [2025]"; a month read before it is passed in."""
        word = self.take()
        number = LAST_WEEK if self.accept(TokenKind.LAST) else self.number()
        if month is None:
            month = self.trailing_month()
        text = f"{word.text} {'terakhir' if number == LAST_WEEK else number}"
        return Point(kind=PointKind.WEEK, text=text, number=number, month=month, year=year or self.accept_year())

    def trailing_month(self) -> int | None:
        """Read "[bulan] Maret" after a week or a day."""
        if (
            self.here.kind is TokenKind.UNIT
            and self.here.value == tokens.MONTH
            and self.ahead(1).kind is TokenKind.MONTH
        ):
            self.take()
        token = self.accept(TokenKind.MONTH)
        return token.value if token else None

    def part_point(self, *, at_end: bool) -> Point:
        """Read "Triwulan II [2025]", "Semester pertama"."""
        word = self.take()
        number = self.number()
        return Point(
            kind=PointKind.PART,
            text=f"{word.text} {number}",
            number=number,
            unit=word.value,
            year=self.accept_year(),
            at_end=at_end,
        )

    def year_point(self, *, at_end: bool) -> Point:
        """Read "sepanjang tahun [2025]", "tahun 2025", "akhir tahun"."""
        start = self.here
        whole = self.accept(TokenKind.WHOLE) is not None
        year = self.accept_year()
        if year is None and not whole and not (at_end and self.accept(TokenKind.UNIT, tokens.YEAR)):
            raise unreadable(start.text, "tidak menyebut tahun berapa")
        return Point(kind=PointKind.YEAR, text=start.text, unit=tokens.YEAR, year=year, at_end=at_end)

    def numbered_point(self, before: Point | None) -> Point:
        """Read "31 Mei [2025]", or the bare second number of "minggu I-II", "TW I-IV", "5-10 Mei"."""
        start = self.here
        dated = self.accept(TokenKind.DAY) is not None
        numeral = self.here.kind is not TokenKind.NUMBER
        number = self.number()
        if before is not None and not dated and self.inherits(before, numeral=numeral):
            month = self.trailing_month() if before.kind is PointKind.WEEK else None
            text = f"{before.text.partition(' ')[0]} {number}"
            kind, unit, year = before.kind, before.unit, self.accept_year()
            return Point(kind=kind, text=text, number=number, unit=unit, month=month, year=year)
        if numeral:
            raise unreadable(start.text)
        month = self.trailing_month()
        text = " ".join(str(part) for part in (number, month and MONTHS[month - 1]) if part is not None)
        return Point(kind=PointKind.DAY, text=text, number=number, month=month, year=self.accept_year())

    def inherits(self, before: Point, *, numeral: bool) -> bool:
        """Say whether a number just read counts what the point before it counts.

        After "minggu ke-2 Januari" a "5 Maret" is a day, not a fifth week.
        """
        if before.kind is PointKind.WEEK:
            return numeral or before.month is None or self.here.kind is not TokenKind.MONTH
        return before.kind is PointKind.PART
