"""Recursive-descent parser over the tokens of a *target waktu*. Knows word order, not the calendar.

text   = [deadline] [year] part { "," part } [year]          parts may stand in brackets
part   = every [[deadline] day] | times | items               at most one of each
every  = ("setiap" | "per") ["akhir"] [number] unit | number "bulan sekali" | ["per" | number] "bulanan"
times  = number "kali" ("setahun" | "dalam setahun" | …)      as many as there are items
items  = item { ("," | "dan" | "/") item }                    three months and more also without a comma
item   = point [ "-" point | month ] | "s.d." point
point  = ["sebelum" | "awal" | "pertengahan" | "akhir"] …
point  = month [year] [week] | week [month] | [day] month | quarter | semester | date | "sepanjang tahun" | …
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier.model import NO_DUE_TIME
from dossier.schedule import tokens
from dossier.schedule.repetition import NUMBERS, TokenCursor
from dossier.schedule.tokens import LAST_WEEK, Point, PointKind, ScheduleItem, Token, TokenKind, Tree, shown, unreadable
from dossier.wording import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.schedule.tokens import ScheduleError

_POINT_STARTS: Final = NUMBERS | {
    TokenKind.MONTH,
    TokenKind.CODE,
    TokenKind.WEEK,
    TokenKind.DAY,
    TokenKind.DATE,
    TokenKind.UNIT,
    TokenKind.WHOLE,
    TokenKind.END,
    TokenKind.FILLER,
    TokenKind.MONTH_YEAR,
    TokenKind.BEGIN,
    TokenKind.MIDDLE,
    TokenKind.BEFORE,
}
_TIMES: Final = _POINT_STARTS - NUMBERS - {TokenKind.FILLER} | {TokenKind.YEAR, TokenKind.EVERY, TokenKind.ADVERB}
"""Tokens that say when."""
_TOO_OFTEN: Final = frozenset({"hari", "harinya", "jam", "saat", "waktu"})  # "setiap hari": more than one a month
_MONTHLY: Final = "setiap bulan"
_TOO_MUCH: Final = "terlalu sering; paling sering setiap bulan"
_NO_POINT: Final = {
    TokenKind.OFTEN: (_TOO_MUCH, _MONTHLY),
    TokenKind.CONTINUOUS: ("tidak menyebut waktunya", NO_DUE_TIME),
}
"""Why a word is no time, and what may be meant."""
_TIMES_A_YEAR: Final = {
    2: "setiap semester",
    3: "setiap caturwulan",
    4: "setiap triwulan",
    6: "setiap 2 bulan",
    12: _MONTHLY,
}
_LEAST_RUN: Final = 3  # "JAN FEB MAR" is a list, "April Mei" a range that has lost its hyphen


def read(words: Sequence[Token]) -> Tree:
    """Return the tree of a whole text.

    Raises:
        ScheduleError: The tokens are no *target waktu*.
    """
    return _Parser(words).tree()


def says_when(words: Sequence[Token]) -> bool:
    """Return whether a text has a word for a time in it, readable or not."""
    return any(word.kind in _TIMES for word in words)


@dataclass(slots=True)
class _TreeParts:
    """What has been read of a text so far; `depth` is the number of open brackets."""

    deadline: bool
    lead_year: int | None
    items: tuple[ScheduleItem, ...] = ()
    every: int = 0
    times: int = 0
    day: int = 0
    tail_year: int | None = None
    depth: int = 0

    @property
    def any(self) -> bool:
        """Whether a time has been read."""
        return bool(self.items or self.every or self.times)


class _Parser(TokenCursor):
    """A place in a row of tokens; each method reads one rule and moves on."""

    def tree(self) -> Tree:
        """Read the whole text."""
        started = self.accept(TokenKind.START)
        found = _TreeParts(deadline=self.accept(TokenKind.DEADLINE) is not None, lead_year=self.lead_year())
        while self.here.kind is not TokenKind.STOP:
            if not self.bracket_or_comma(found) and not self.repetition(found):
                self.items_or_year(found)
        if not found.any:
            raise unreadable("")
        items, every, day = found.items, found.every, found.day
        if every == tokens.MONTH and len(items) == 1 and items[0].is_day_of_any_month:
            day, items = items[0].first.number, ()
        if found.times:
            every = self.settle_times(found.times, items, every)
        if started and (every or not any(item.last for item in items)):
            raise self.open_end(items, every)
        return Tree(
            items=items,
            every=every,
            day=day,
            deadline=found.deadline,
            lead_year=found.lead_year,
            tail_year=found.tail_year,
        )

    def bracket_or_comma(self, found: _TreeParts) -> bool:
        """Take a bracket, or a comma after something; return whether one was there."""
        if self.accept(TokenKind.OPEN):
            found.depth += 1
        elif found.depth and self.accept(TokenKind.CLOSE):
            found.depth -= 1
        else:
            return found.any and self.accept(TokenKind.LIST) is not None
        return True

    def repetition(self, found: _TreeParts) -> bool:
        """Read "setiap bulan", then "tanggal 10", or "dua kali setahun"; return whether one was there."""
        if not found.every and (unit := self.accept_repetition()):
            found.every = unit
            self.refuse_choice(unit)
        elif found.every == tokens.MONTH and not found.day and (number := self.accept_day()):
            found.day = number
        elif not found.every and not found.times and (number := self.accept_times()):
            found.times = number
        else:
            return False
        return True

    def items_or_year(self, found: _TreeParts) -> None:
        """Read the list of times, once, or the year after it."""
        if found.items and found.tail_year is None and (year := self.accept_year()):
            found.tail_year = year
        elif not found.items and found.tail_year is None:
            found.items = self.items()
        else:
            raise unreadable(self.here.text, f"tidak dimengerti sesudah “{shown(self.ahead(-1).text)}”")

    @staticmethod
    def settle_times(times: int, items: Sequence[ScheduleItem], every: int) -> int:
        """Return the repetition that "dua kali setahun" leaves: none where as many are named, a year for one."""
        if times == 1 and not items:
            return every or tokens.YEAR
        if len(items) == times and not every:
            return 0
        if items or every:
            raise unreadable(f"{times} kali setahun", f"menyebut {times} kali, padahal waktunya {len(items)}")
        raise unreadable(f"{times} kali setahun", "tidak menyebut kapan saja", proposal=_TIMES_A_YEAR.get(times, ""))

    def open_end(self, items: Sequence[ScheduleItem], every: int) -> ScheduleError:
        """Return the error for "mulai Januari 2025", with the rest of the year as a proposal."""
        first = items[0].first if len(items) == 1 else None
        proposal = ""
        if first is not None and first.month and not first.part:
            year = f" {first.year}" if first.year else ""
            proposal = f"{MONTHS[first.month - 1]}-Desember{year}" + (f", {_MONTHLY}" if every == tokens.MONTH else "")
        return unreadable(self.words[0].text, "tidak menyebut sampai kapan", proposal=proposal)

    def refuse_choice(self, unit: int) -> None:
        """Refuse "triwulanan/semesteran"."""
        start = self.place
        other = self.accept_choice()
        if other and other != unit:
            both = " ".join(word.text for word in self.words[start - 1 : self.place])
            raise unreadable(both, "menyebut lebih dari satu pilihan; tulis yang berlaku")

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

    def items(self) -> tuple[ScheduleItem, ...]:
        """Read a list of points and ranges."""
        every = self.accept(TokenKind.EVERY)  # "setiap Maret dan September"
        if every and (self.here.kind is TokenKind.WEEK or self.here.text.casefold() in _TOO_OFTEN):
            raise unreadable(f"{every.text} {self.here.text}", _TOO_MUCH, proposal=_MONTHLY)
        if run := self.accept_run():
            return run
        items = [self.item(None)]
        while self.here.kind is TokenKind.LIST or self.is_stroke(items[-1].points[-1]):
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

    def accept_run(self) -> tuple[ScheduleItem, ...]:
        """Read three neighbouring months or more without anything between them, "JAN FEB MAR"; () for all else."""
        length = 0
        while self.ahead(length).kind is TokenKind.MONTH and not (length and self.ahead(length).follows_dot):
            length += 1
        months = [self.ahead(number).value for number in range(length)]
        if length < _LEAST_RUN or months != list(range(months[0], months[0] + length)):
            return ()
        return tuple(
            ScheduleItem(first=Point(kind=PointKind.MONTH, text=word.text, month=word.value))
            for word in (self.take() for _ in range(length))
        )

    def is_stroke(self, before: Point) -> bool:
        """Say whether a "/" stands here between two months or two parts of a year: "Januari/Juli", "TW I/II"."""
        return (
            self.here.kind is TokenKind.CHOICE
            and self.here.text == "/"
            and not before.at_end
            and (
                (before.kind is PointKind.MONTH and self.ahead(1).kind is TokenKind.MONTH)
                or (before.kind is PointKind.PART and self.ahead(1).kind in NUMBERS | {TokenKind.UNIT})
            )
        )

    def item(self, before: Point | None) -> ScheduleItem:
        """Read a point, or a range of two; "s.d. Maret" begins in January."""
        if before is None and self.here.kind is TokenKind.RANGE and self.here.text != "-":
            words = self.take().text
            return ScheduleItem(first=Point(kind=PointKind.MONTH, text=words, month=1), last=self.point(None))
        if self.accept(TokenKind.BEFORE):
            return ScheduleItem(first=replace(self.point(before), before=True))
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
            case TokenKind.MONTH | TokenKind.CODE | TokenKind.BEGIN | TokenKind.MIDDLE:
                return self.month_point(at_end=at_end)
            case TokenKind.UNIT if self.here.value != tokens.YEAR:
                return self.part_point(at_end=at_end)
            case TokenKind.UNIT | TokenKind.YEAR | TokenKind.WHOLE:
                return self.year_point(at_end=at_end)
            case TokenKind.WEEK if not at_end:
                return self.week_point()
            case TokenKind.DATE | TokenKind.MONTH_YEAR if not at_end or self.here.kind is TokenKind.MONTH_YEAR:
                return self.date_point(at_end=at_end)
            case TokenKind.DAY | TokenKind.NUMBER | TokenKind.ORDINAL | TokenKind.NTH if not at_end:
                return self.numbered_point(before)
            case kind:
                why, proposal = _NO_POINT.get(kind, ("tidak dimengerti", ""))
                raise unreadable(self.here.text or self.ahead(-1).text, why, proposal=proposal)

    def date_point(self, *, at_end: bool) -> Point:
        """Read "31/05/2025" or "03/2025"."""
        token = self.take()
        if token.kind is TokenKind.MONTH_YEAR:
            month, year = token.values
            return Point(kind=PointKind.MONTH, text=token.text, month=month, year=year, at_end=at_end)
        year, month, day = token.values
        return Point(kind=PointKind.DAY, text=token.text, number=day, month=month, year=year)

    def part_of_month(self, word: Token) -> Point:
        """Read "awal Maret", "pertengahan bulan April 2025"; of a year or a quarter it names no month for certain."""
        if self.here.kind is TokenKind.UNIT and self.here.value == tokens.MONTH:
            self.take()
        if self.here.kind is not TokenKind.MONTH:
            unit = self.accept(TokenKind.UNIT)
            yearly = unit is not None and unit.value == tokens.YEAR
            meant = MONTHS[0] if word.kind is TokenKind.BEGIN else MONTHS[5]
            proposal = f"{meant} {self.here.text}".strip() if yearly else ""
            raise unreadable(word.text, "tidak menyebut bulannya", proposal=proposal)
        point = self.month_point(at_end=False)
        if point.kind is not PointKind.MONTH:
            raise unreadable(point.text)
        return replace(point, text=f"{word.text} {point.text}", part=word.text.casefold())

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
        if token.kind in {TokenKind.BEGIN, TokenKind.MIDDLE}:
            return self.part_of_month(token)
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
        if self.here.kind is TokenKind.STOP and not at_end and self.place == 1:
            raise unreadable(word.text, "perlu angka sesudahnya", proposal=f"setiap {word.text.casefold()}")
        if self.here.kind is TokenKind.MONTH_YEAR:  # "TW 1/2025"
            number, year = self.take().values
            text = f"{word.text} {number}"
            return Point(kind=PointKind.PART, text=text, number=number, unit=word.value, year=year, at_end=at_end)
        if self.here.kind is TokenKind.RANGE and self.ahead(1).kind in NUMBERS:  # "TW-1"
            self.take()
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
