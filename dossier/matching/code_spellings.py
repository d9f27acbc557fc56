"""Parses indicator codes in every spelling found in file and folder names. Resolution: `matching/by_code.py`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier import codes as plan_codes
from dossier import wording
from dossier.knowledge import either, word_list
from dossier.knowledge.vocabulary import tokens

if TYPE_CHECKING:
    from collections.abc import Collection

    from dossier.model import Plan

ROMAN: Final = "VIII|VII|VI|IV|IX|V|III|II|I|X"
# What stands between the parts of a code: "I.3.1", "V-4-2", "V_4_2", "I. 3. 1", "I,3,1".
_GAP: Final = r"(?:\s?[.\-_–]\s?|,)"
# The mark of the reform half or of the results before an area: "R.I.3.1", "R-I-3-1", "R I.3.1".
_HALF: Final = rf"(?:(?P<half>[RH])(?:{_GAP}|\s(?=[IVX])))?"
# A code of three parts and perhaps the letter of a requirement: "V.4.2", "5.4.2", "V.4.b", "I.3.1.a", "I.3.1a".
_FULL: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9][.\-_])(?<![A-Za-z]\.)"
    rf"{_HALF}(?P<area>{ROMAN}|0?[1-9]){_GAP}(?P<component>0?[1-9]\d?){_GAP}"
    rf"(?:(?P<indicator>\d{{1,2}})(?:(?:[.\-_]\s?)?(?P<letter>[a-h]))?|(?P<indicator_letter>[a-h]))"
    rf"(?![0-9A-Za-z])(?P<longer>\s?\.\s?\d{{1,2}}(?!\d))?",
    re.IGNORECASE,
)
# Roman with plain spaces, only at the start of a name: "V 4 2 Laporan", "R V 4 2 Laporan".
_SPACED: Final = re.compile(
    r"^\W*(?:(?P<half>[RH]) )?(?P<area>(?:VIII|VII|VI|IV|IX|V|III|II|I|X)) (?P<component>\d) (?P<indicator>\d)(?!\w)"
)
# Codes without marks, only at the start and only in capitals: "I31", "I1a", "ziV42".
_FLAT: Final = re.compile(
    rf"^\W*(?:zi[\s_-]?)?(?P<area>{ROMAN})(?P<component>[1-9])(?P<indicator>[1-9]|[a-h])(?![0-9A-Za-z])"
)
_FLAT_COMPONENT: Final = re.compile(rf"^\W*zi[\s_-]?(?P<area>{ROMAN})(?P<component>[1-9])(?![0-9A-Za-z])")
# A component: "V.4 WBS", "V-4", "5.4 WBS".
_COMPONENT: Final = re.compile(
    rf"^\W*{_HALF}(?P<area>{ROMAN}|0?[1-9]){_GAP}(?P<component>0?[1-9]\d?)(?![0-9A-Za-z])(?!{_GAP}[0-9])",
    re.IGNORECASE,
)
# Inside an area folder: "4.b", "4b", "2.d.", "iv.b" (component and letter), "4.2" (component and number).
_IN_AREA: Final = re.compile(
    rf"^\W*(?P<component>0?[1-9]|{ROMAN})(?:\s?[.\-_]?\s?(?P<letter>[a-h])|[.\-_](?P<number>[1-9]))"
    r"(?=[\s.\-_)]|$)(?!\s?[.\-_]\s?\d)",
    re.IGNORECASE,
)
# Inside a component or indicator folder: "b. Laporan", "b) …", or the letter alone; "e-PPID" is an app.
_LETTER: Final = re.compile(r"^\W*(?!e-[a-z])(?P<letter>[a-h])(?:\s*[.)\-_]|$)", re.IGNORECASE)
# A number that orders names: "4. WBS", "03 - Penataan", "iv. Whistle Blowing System", or the number alone.
_ORDER: Final = re.compile(rf"^\W*(?P<number>\d{{1,2}}|{ROMAN})(?P<mark>\s*[.)\-_]+\s*|\s+|$)", re.IGNORECASE)

# The area of a half in the name of a folder: "R.IV", "R-IV-akuntabilitas", "Area R.4", "Pokja H I".
_MARKED_AREA: Final = re.compile(
    rf"^\W*(?P<lead>(?:(?i:{either('folder_area')})\s+)?)(?P<half>[RH])(?:\s?[.\-_–]\s?|\s)(?=(?:{ROMAN}|[1-9])(?![0-9A-Za-z]))"
)

# A code alone, as people type it after `explain`.
_ALONE: Final = re.compile(
    rf"(?:[RH](?:\s*[.\-_/,]\s*|\s+))?(?:{ROMAN}|0?[1-9])(?:\s*[.\-_/,]\s*|\s+)?\d{{1,2}}(?:\s*[.\-_/,]\s*|\s+)?(?:\d{{1,2}}|[a-h])(?:[.\-_/]?[a-h])?\.?",
    re.IGNORECASE,
)

# The third part of a date: "5.4.25" is 5 April 2025.
_FIRST_YEAR_OF_A_DATE: Final = 20
# Words that may stand before a code in Arabic numbers; after others "1.2.3" is a version.
_LEADS: Final = frozenset(word_list("kode_awal"))
# Before a Roman number these say a period or a rank: "TW I-2-3", "Golongan III.1.2".
_NO_AREA_AFTER: Final = frozenset(word_list("kode_bukan_sesudah"))


# "1.1.1 ver aplikasi": the number of a version.
_VERSION_AFTER: Final = re.compile(r"\W*(?:ver|vers|versi|version)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A code as written in a name; `code` is the plan's spelling of it, `known` whether the plan has it.

    `relative` says that the folders above completed it ("4.b" inside area 5); `span` is its place in the name.
    `lettered` says that a letter stands for the indicator ("V.4.b"): people letter by the LKE too.
    `is_marked` says that the mark of a half stands before it ("R.I.1.1").
    `inner` is the other thing that "5.3.a" can mean inside an area: component 5, indicator 3, requirement a.
    """

    written: str
    code: str
    known: bool
    letter: str | None = None
    span: tuple[int, int] = (0, 0)
    relative: bool = False
    inner: tuple[int, int, str] | None = None
    lettered: bool = False
    is_marked: bool = False

    @property
    def reading(self) -> str:
        """The code as written, with what it was read as where that differs: "5.4.2 (= V.4.2)"."""
        return self.written if self.written.upper().replace(" ", "") == self.code else f"{self.written} (= {self.code})"


class PlanCodes:
    """The codes of one plan by their numbers.

    `areas`, `components` and `indicators` are those of the half that codes without a mark are of: `pemenuhan` where the
    plan has it, else the half of its first area.
    """

    def __init__(self, plan: Plan, elsewhere: Collection[str] = ()) -> None:
        """Number every area, component and indicator of the plan by its code.

        Args:
            plan: The plan, or one half of it.
            elsewhere: Codes of indicators of its other halves; they are not read here.
        """
        marks = [plan_codes.mark_of(area.code) for area in plan.areas]
        self.mark = "" if "" in marks else next(iter(marks), "")
        own = [area for area in plan.areas if plan_codes.mark_of(area.code) == self.mark]
        self.areas = {numbers[0]: a.code for a in own if (numbers := numbers_of(a.code))}
        self.components = {numbers_of(c.code): c.code for a in own for c in a.components}
        self.indicators = {numbers_of(i.code): i.code for a in own for i in a.indicators}
        components = (c.code for a in plan.areas for c in a.components)
        everything = (*(a.code for a in plan.areas), *components, *(i.code for i in plan.indicators))
        self._codes = {(plan_codes.mark_of(code), numbers_of(code)): code for code in everything}
        self._indicators = tuple(dict.fromkeys(i.code for i in plan.indicators))
        self._elsewhere = elsewhere

    def area_of(self, code: str) -> str:
        """Return the plan's area of a code, or an empty text where the plan has no such area."""
        return self._codes.get((plan_codes.mark_of(code), numbers_of(code)[:1]), "")

    def component(self, mark: str | None, area: int, component: int) -> str | None:
        """Return the plan's code of a component, in the half of a mark, else in that of codes without one."""
        return self._codes.get((self._half(mark), (area, component)))

    def indicator(self, mark: str | None, area: int, component: int, indicator: int) -> tuple[str, bool]:
        """Return the plan's spelling of a code and whether the plan has it; `mark` as in `component`."""
        half = self._half(mark)
        code = self._codes.get((half, (area, component, indicator)))
        spelt = ".".join(filter(None, (half, wording.roman(area), str(component), str(indicator))))
        return code or spelt, code is not None

    def of_this_half(self, mentions: list[Mention]) -> tuple[Mention, ...]:
        """Leave out codes of other halves; beside a code with this half's mark, one without a mark is such too."""
        own = [mention for mention in mentions if mention.code not in self._elsewhere]
        marked = [mention for mention in own if mention.is_marked]
        return tuple(marked if marked and len(marked) < len(own) and self._elsewhere else own)

    def without_mark(self, name: str) -> str:
        """Return the name of a folder without the mark of the plan's own half: "R.IV SAKIP" of reform rows."""
        return marked_area(name)[1] if self.mark and marked_area(name)[0] == self.mark else name

    def nearest(self, code: str, count: int = 3) -> tuple[str, ...]:
        """Return the plan's codes closest to one that it does not have, those of its half first."""
        mark = plan_codes.mark_of(code)
        wanted = (*numbers_of(code), 0, 0, 0)[:3]

        def distance(code: str) -> tuple[bool, tuple[int, ...]]:
            apart = tuple(abs(a - b) for a, b in zip(numbers_of(code), wanted, strict=False))
            return plan_codes.mark_of(code) != mark, apart

        return tuple(sorted(self._indicators, key=lambda code: (distance(code), numbers_of(code)))[:count])

    def _half(self, mark: str | None) -> str:
        return mark.upper() if mark else self.mark


def marked_area(name: str) -> tuple[str, str]:
    """Return the mark of a half before an area's number, and the name without it: "R.IV Akuntabilitas", "Area R-4"."""
    hit = _MARKED_AREA.match(name)
    return (hit["half"].upper(), f"{hit['lead']}{name[hit.end() :]}") if hit else ("", name)


def numbers_of(code: str) -> tuple[int, ...]:
    """Return "V.4.2" and "R.V.4.2" as (5, 4, 2); parts that are no number count as 0."""
    return tuple(number_of(part) for part in plan_codes.unmarked(code).split("."))


def number_of(part: str) -> int:
    """Return a part of a code as a number: "4", "04", "IV", "iv", or a letter (b is 2) are numbers; else 0."""
    if part.isdecimal():  # not "²", which is a digit that int() refuses
        return int(part)
    if roman := wording.roman_number(part):
        return roman
    return ord(part.casefold()) - ord("a") + 1 if len(part) == 1 and part.isascii() else 0


def letter_number(letter: str) -> int:
    """Return the place of a letter in the alphabet: b is 2."""
    return ord(letter.casefold()) - ord("a") + 1


def full_codes(name: str, codes: PlanCodes) -> tuple[Mention, ...]:
    """Return the three-part codes in a name, in order; versions, dates and ranks are none."""
    found: list[Mention] = []
    for hit in _FULL.finditer(name):
        # "5.3.3+5.3.4 rekap": the second stands as much at the start as the first.
        if mention := _judged(name[found[-1].span[1] : hit.start()] if found else name[: hit.start()], hit, codes):
            found.append(mention)
    if found:
        return codes.of_this_half(found)
    for pattern in (_SPACED, _FLAT):
        if first := pattern.match(name):
            mention = _mention(first, codes)
            return codes.of_this_half([mention]) if mention.known else ()
    return ()


def component_code(name: str, codes: PlanCodes) -> tuple[str, bool] | None:
    """Return the component that a name starts with ("V.4 WBS") and whether its area is a Roman number."""
    hit = _FLAT_COMPONENT.match(name) or _COMPONENT.match(name)
    if hit is None:
        return None
    area, component = hit["area"], hit["component"]
    code = codes.component(hit.groupdict().get("half"), number_of(area), number_of(component))
    return None if code is None else (code, not area.isdigit())


def code_in_area(name: str, area: int, codes: PlanCodes) -> Mention | None:
    """Return what "4.b", "4b" or "4.2" at the start of a name means inside an area; None if it may mean two things."""
    hit = _IN_AREA.match(name)
    if hit is None:
        return None
    component = number_of(hit["component"])
    indicator = letter_number(hit["letter"]) if hit["letter"] else int(hit["number"])
    code = codes.indicators.get((area, component, indicator))
    if code is None or (hit["number"] and component == area):
        return None  # "5.4" inside area 5 is the component V.4 as well as the indicator V.5.4
    return Mention(written=hit[0].strip(" ."), code=code, known=True, relative=True, span=hit.span())


def inner_reading(mention: Mention, area: str, codes: PlanCodes) -> Mention | None:
    """Return what "5.3.a" means when an area stands above it: the requirement a of V.5.3, where the plan has it."""
    if mention.inner is None or not area:
        return None
    component, indicator, letter = mention.inner
    code = codes.indicators.get((*numbers_of(area), component, indicator))
    if code is None:
        return None
    return replace(mention, code=code, known=True, letter=letter, relative=True, inner=None)


def code_in_component(name: str, component: str, codes: PlanCodes, *, numbers: bool) -> Mention | None:
    """Return what "b. Laporan" at the start of a name means inside a component; "2 Laporan" only with `numbers`."""
    letter = leading_letter(name)
    order = order_number(name) if numbers else None
    number = letter_number(letter) if letter else order[0] if order else 0
    code = codes.indicators.get((*numbers_of(component), number)) if component else None
    if code is None:
        return None
    return Mention(written=f"{component}.{letter or number}", code=code, known=True, relative=True)


def leading_letter(name: str) -> str | None:
    """Return the letter that a name starts with ("b. Laporan"), or None."""
    hit = _LETTER.match(name)
    return hit["letter"].casefold() if hit else None


def order_number(name: str) -> tuple[int, str] | None:
    """Return the number that a name starts with and the rest of the name: "4. WBS" gives (4, "WBS")."""
    hit = _ORDER.match(name)
    if hit is None or (not hit["number"].isdigit() and not hit["mark"].strip() and hit["mark"]):
        return None  # "I Wayan …": a Roman number needs a mark after it
    return number_of(hit["number"]), name[hit.end() :].strip()


def is_only_a_code(text: str) -> bool:
    """Return whether a text is nothing but three parts of a code: "V.4.2", "5-4-b", "V/4/2", "V 4 2", "V42"."""
    return _ALONE.fullmatch(text.strip()) is not None


def _judged(text: str, hit: re.Match[str], codes: PlanCodes) -> Mention | None:
    """Return the code of a hit, or None where the text before it makes it a version, a date or a rank."""
    if not number_of(hit["area"]):
        return None  # "İ.3.1": without regard to case a dotted capital passes for an I
    before = tokens(text)
    mention = _mention(hit, codes)
    if hit["area"].isdigit():
        if hit["half"] and not (hit["half"].isupper() and mention.known):
            return None  # "H-1.2.3"
        at_start = all(word in _LEADS for word in before)
        date = hit["indicator"] is not None and int(hit["indicator"]) >= _FIRST_YEAR_OF_A_DATE
        padded = hit["area"].startswith("0") and hit["component"].startswith("0")
        is_version = _VERSION_AFTER.match(hit.string, hit.end()) is not None
        return mention if at_start and not (date or padded or is_version or hit["longer"]) else None
    is_small = hit["area"] != hit["area"].upper() or (hit["half"] or "") != (hit["half"] or "").upper()
    if before and (before[-1] in _NO_AREA_AFTER or is_small):
        return None
    return mention


def _mention(hit: re.Match[str], codes: PlanCodes) -> Mention:
    groups = hit.groupdict()
    third = groups["indicator"] or groups.get("indicator_letter") or ""
    lettered = not third.isdigit()
    area, component = number_of(groups["area"]), int(groups["component"])
    indicator = letter_number(third) if lettered else int(third)
    code, is_known = codes.indicator(groups.get("half"), area, component, indicator)
    letter = groups.get("letter")
    return Mention(
        written=hit[0].strip(),
        code=code,
        known=is_known,
        letter=letter.casefold() if letter else None,
        span=hit.span(),
        lettered=lettered,
        is_marked=bool(groups.get("half")),
        inner=(area, component, third.casefold()) if lettered and groups["area"].isdigit() else None,
    )
