"""Computes coded names and folders for claimed files. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from dossier import codes, wording
from dossier.curation.review_queue import place_of, read_code
from dossier.knowledge import either, word_list
from dossier.knowledge.vocabulary import AREA_NAMES, vocabulary_of
from dossier.matching import lke_keys, parsed_path
from dossier.matching.code_spellings import marked_area
from dossier.matching.questions import place_of as place_in_sheet
from dossier.wording import safe_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossier.curation.review_queue import PinTarget
    from dossier.model import Area, Claim, Component, Plan, Slot


LONGEST_NAME: Final = 150
"""Bytes of a name with its ending; far below the 255 that file systems allow, because Windows counts whole paths."""
LONGEST_LABEL: Final = 60
MOST_INDICATORS: Final = 3
"""A file that serves more would get a name of nothing but codes."""

# ".pdf", ".mp4"; not ".2" of "V.4.2" and not ".Januari".
_ENDING: Final = re.compile(r"\.(?:(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{2,5}|webloc|markdown|numbers)$", re.IGNORECASE)
# "III.2.1.b", "5-4-2", "V.4.b", "R.III.2.1.b" at the start of a name.
_LEADING_CODE: Final = re.compile(
    r"(?:[RH][.\-_ ])?(?:[IVX]+|\d)[.\-_]\d{1,2}[.\-_](?:\d{1,2}|[a-h])(?:[.\-_]?[a-h])?(?![0-9A-Za-z])", re.IGNORECASE
)
# "5.c", "4-b": the end of a code whose start a folder says.
_SHORT_CODE: Final = re.compile(r"\d{1,2}[.\-_][a-h](?![0-9A-Za-z])", re.IGNORECASE)
_NAME_WORD: Final = re.compile(r"[^\W_]+")
# Given by a phone, a camera or a scanner: "IMG-20250204-WA0012", "scan0001", "WhatsApp Image 2025-02-04 at 10.11.12".
_MACHINE: Final = re.compile(rf"(?:{either('nama_mesin')})?\d*", re.IGNORECASE)


def split_name(name: str) -> tuple[str, str]:
    """Return a name without its ending, and the ending with its dot or an empty text."""
    hit = _ENDING.search(name)
    return (name[: hit.start()], hit[0]) if hit and hit.start() else (name, "")


def carries_its_code(plan: Plan, name: str, claims: tuple[Claim, ...]) -> bool:
    """Return whether a name begins with the code of something that its file is claimed for, in any spelling."""
    hit = _LEADING_CODE.match(name)
    if hit is None:
        return False
    indicator, requirement, wrong = read_code(plan, hit[0])
    lettered = bool(re.search(r"[.\-_\d][a-h]$", hit[0], re.IGNORECASE)) and requirement is not None
    return not wrong and any(
        indicator is not None
        and claim.indicator == indicator.code
        and (not lettered or requirement is None or claim.requirement == requirement.id)
        for claim in claims
    )


def coded_names(plan: Plan, claims: tuple[Claim, ...], old_name: str) -> Iterator[str]:
    """Yield names for a file that serves these claims, the most telling first; none where no name can say it."""
    places = [place for claim in claims if (place := place_of(plan, claim))]
    codes = list(dict.fromkeys(place.code for place in places))
    indicators = list(dict.fromkeys(place.indicator.code for place in places))
    if not places or len(indicators) > MOST_INDICATORS:
        return
    stem, ending = split_name(old_name)
    period = _period([place for place in places if len(place.slots) > 1])
    labels = list(dict.fromkeys(place.label for place in places))
    # The letters of two requirements of one indicator cannot both stand in a name; their labels say them.
    head = " ".join(codes if len(codes) == len(indicators) else indicators)
    label = safe_name(", ".join(labels) if len(codes) > len(indicators) else labels[0], LONGEST_LABEL)
    rest = _leftover(plan, stem, label, period)
    for parts in ((head, period, label, rest), (head, period, label, ""), (head, period, _uncoded(stem), "")):
        yield _joined(*parts, ending)


def numbered(name: str, number: int) -> str:
    """Return a name with a number before its ending: "… (2).pdf"."""
    stem, ending = split_name(name)
    last = f" ({number}){ending}"
    return f"{safe_name(stem, LONGEST_NAME - len(last.encode()))}{last}"


def _leftover(plan: Plan, stem: str, label: str, period: str) -> str:
    """Return the words of an old name besides its code, label and period; "" where there are none."""
    said = safe_name(_uncoded(parsed_path.without_machine_stamps(stem)), LONGEST_NAME)
    words = _NAME_WORD.findall(said.casefold())
    known = {*_NAME_WORD.findall(label.casefold()), *_NAME_WORD.findall(period.casefold())}
    if period:
        known |= {month.casefold() for month in _month_names(period)}
    if all(word in known or _MACHINE.fullmatch(word) for word in words):
        return ""
    expand = vocabulary_of(plan.words).expand
    if expand(said) <= expand(f"{label} {period}"):
        return ""
    if said.casefold().startswith(label.casefold()):
        after = said[len(label) :]
        if not after[:1].isalnum():
            said = after
    return said.strip(" -_.,–")


def _joined(head: str, period: str, label: str, rest: str, ending: str) -> str:
    start = " ".join(part for part in (head, period, label) if part)
    stem = f"{start} - {rest}" if rest else start
    return safe_name(stem, LONGEST_NAME - len(ending.encode())) + ending


def _period(places: list[PinTarget]) -> str:
    """Return the slots as matching reads them: "2025-03", "Januari-Maret 2025", "Februari dan April 2025"."""
    known = {place.slot.key: place.slot for place in places if place.slot}
    slots = [known[key] for key in sorted(known)]
    if len(slots) <= 1:
        return slots[0].key if slots else ""
    every = [slot.key for slot in places[0].slots]
    first = every.index(slots[0].key) if slots[0].key in every else 0
    year = slots[-1].until.year
    if every[first : first + len(slots)] == [slot.key for slot in slots]:
        return f"{_month(slots[0])}-{_month(slots[-1])} {year}"
    return f"{wording.join_words([_month(slot) for slot in slots])} {year}"


def _month(slot: Slot) -> str:
    return wording.MONTHS[slot.until.month - 1]


def _month_names(period: str) -> list[str]:
    """Return how people write the month of a slot key: "2025-03" is "Maret", "Mar", "03"."""
    numbers = [int(part) for part in re.findall(r"-(\d\d)$", period)]
    return [form for n in numbers for form in (wording.MONTHS[n - 1], wording.SHORT_MONTHS[n - 1], str(n))]


def _uncoded(stem: str) -> str:
    hit = _LEADING_CODE.match(stem) or _SHORT_CODE.match(stem)
    return (stem[hit.end() :] if hit else stem).strip(" -_.,–")


Folders = tuple[str, ...]

_WORD: Final = re.compile(r"[^\W_]+")
# "AREA II", "Pokja 5", "Bidang V".
_LEADS: Final = frozenset(word_list("folder_awal"))
_SHORT: Final = 3  # "dan", "di", "TI" say nothing of a title
_LONGEST_SLUG: Final = 48


class Shelves:
    """The existing area and component folders of an evidence tree."""

    def __init__(self, plan: Plan, paths: Iterable[str]) -> None:
        """Look through the folders of all paths once; the fuller of two folders for one area is used."""
        self._areas = {area.code: area for area in plan.areas}
        self._several = len({codes.half_of(area.code) for area in plan.areas}) > 1
        self._components = {component.code: component for area in plan.areas for component in area.components}
        self._weight: Counter[Folders] = Counter()
        for path in paths:
            folders = tuple(path.split("/")[:-1])
            self._weight.update(folders[:depth] for depth in range(1, len(folders) + 1))
        self._homes: dict[str, Folders] = {}

    def home(self, code: str) -> Folders:
        """Return the folder for an indicator: the area's and in it the component's, existing ones before new ones."""
        component = codes.component_of(code)
        if component not in self._homes:
            area = self._areas[codes.area_of(code)]
            above = self._best(f for f in self._weight if self._is_area(f, area)) or (_area_name(area),)
            own = self._best(
                f for f in self._weight if f[:-1] == above and _is_component(f[-1], self._components[component])
            )
            self._homes[component] = own or (*above, component)
        return self._homes[component]

    def is_in_area(self, folders: Folders, code: str) -> bool:
        """Return whether a folder lies in one of the area that a code names."""
        area = self._areas[codes.area_of(code)]
        return any(self._is_area(folders[:depth], area) for depth in range(1, len(folders) + 1))

    def is_in_component(self, folders: Folders, code: str) -> bool:
        """Return whether a folder is the one of a code's component, or below it."""
        home = self.home(code)
        return folders[: len(home)] == home

    def _is_area(self, folders: Folders, area: Area) -> bool:
        """Return whether a folder is called after an area, and in a plan of several halves lies in the right one."""
        return _is_area(folders, area) and (not self._several or _half(folders) == codes.half_of(area.code))

    def _best(self, found: Iterable[Folders]) -> Folders | None:
        return min(found, key=lambda f: (len(f), -self._weight[f], f), default=None)


def _area_name(area: Area) -> str:
    words = _WORD.findall(unicodedata.normalize("NFKD", area.title).encode("ascii", "ignore").decode().casefold())
    slug = ""
    for word in words:
        if len(slug) + len(word) >= _LONGEST_SLUG:
            break
        slug += f"-{word}"
    return f"{area.code}{slug}"


def _half(folders: Folders) -> str:
    """Return the half of the sheet that folders name, the nearest first; pemenuhan where none does."""
    for folder in reversed(folders):
        named = lke_keys.half_named(folder) or lke_keys.numbered_aspect(folder)
        if named or (mark := marked_area(folder)[0]):
            return named or codes.half_of(mark)
    return codes.half_of("")


def _is_area(folders: Folders, area: Area) -> bool:
    """Return whether a folder is called after an area; a bare number says so at the top of the tree or of a half."""
    words = _words(marked_area(folders[-1])[1] if codes.mark_of(area.code) else folders[-1])
    own = [word for word in words if word not in _LEADS]
    titles = [area.title, *AREA_NAMES.get(place_in_sheet(area.code)[0], ())]
    number = _number(own[0]) if own else 0
    if number == _number(codes.unmarked(area.code).casefold()):
        rest = own[1:]
        at_top = len(folders) == 1 or bool(codes.mark_of(area.code) and lke_keys.half_named(folders[-2]))
        return any(_shares(rest, title) for title in titles) if rest else at_top or len(own) < len(words)
    return any(_is_title(words, title) for title in titles)


def _is_component(name: str, component: Component) -> bool:
    """Return whether a folder inside its area is called after a component: "I.3 …", "3 …", or the title."""
    words = _words(marked_area(name)[1] if codes.mark_of(component.code) else name)
    area, number = (_number(part.casefold()) for part in codes.unmarked(component.code).split("."))
    numbers = [_number(word) for word in words[:2]]
    for lead in ([area, number], [number]):
        if numbers[: len(lead)] == lead:
            rest = words[len(lead) :]
            if not rest or _shares(rest, component.title):
                return True
    return _is_title(words, component.title)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else wording.roman_number(word) or 0


def _shares(words: list[str], title: str) -> bool:
    return any(word in _words(title) for word in words if len(word) > _SHORT)


def _is_title(words: list[str], title: str) -> bool:
    """Whether a folder says most of a title and nothing else: "Penguatan Pengawasan"."""
    wanted = {word for word in _words(title) if len(word) > _SHORT}
    own = {word for word in words if len(word) > _SHORT}
    return bool(own) and own <= wanted and len(own) * 2 > len(wanted)
