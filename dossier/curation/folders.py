"""Which folder an indicator's evidence belongs in: one that the office already has, else one by code. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.knowledge import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.model import Area, Component, Plan

Folders = tuple[str, ...]

_WORD: Final = re.compile(r"[^\W_]+")
# "AREA II", "Pokja 5", "Bidang V".
_LEADS: Final = frozenset({"area", "pokja", "bidang", "pilar", "zi", "tim", "kerja"})
_SHORT: Final = 3  # "dan", "di", "TI" say nothing of a title
_LONGEST_SLUG: Final = 48


class Shelves:
    """The folders of one evidence tree as an office named them."""

    def __init__(self, plan: Plan, paths: Iterable[str]) -> None:
        """Look through the folders of all paths once; the fuller of two folders for one area is used."""
        self._areas = {area.code: area for area in plan.areas}
        self._components = {component.code: component for area in plan.areas for component in area.components}
        self._weight: Counter[Folders] = Counter()
        for path in paths:
            folders = tuple(path.split("/")[:-1])
            self._weight.update(folders[:depth] for depth in range(1, len(folders) + 1))
        self._homes: dict[str, Folders] = {}

    def home(self, code: str) -> Folders:
        """Return the folder for an indicator: the area's and in it the component's, existing ones before new ones."""
        component = code.rpartition(".")[0]
        if component not in self._homes:
            area = self._areas[code.partition(".")[0]]
            above = self._best(f for f in self._weight if _is_area(f, area)) or (_area_name(area),)
            own = self._best(
                f for f in self._weight if f[:-1] == above and _is_component(f[-1], self._components[component])
            )
            self._homes[component] = own or (*above, component)
        return self._homes[component]

    def is_in_area(self, folders: Folders, code: str) -> bool:
        """Return whether a folder lies in one of the area that a code names."""
        area = self._areas[code.partition(".")[0]]
        return any(_is_area(folders[:depth], area) for depth in range(1, len(folders) + 1))

    def is_in_component(self, folders: Folders, code: str) -> bool:
        """Return whether a folder is the one of a code's component, or below it."""
        home = self.home(code)
        return folders[: len(home)] == home

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


def _is_area(folders: Folders, area: Area) -> bool:
    """Tell whether a folder is called after an area; a bare number says so only at the top of the tree."""
    words = _words(folders[-1])
    own = [word for word in words if word not in _LEADS]
    titles = [area.title, *vocabulary.AREA_NAMES.get(area.code, ())]
    number = _number(own[0]) if own else 0
    if number == _number(area.code.casefold()):
        rest = own[1:]
        return any(_shares(rest, title) for title in titles) if rest else len(folders) == 1 or len(own) < len(words)
    return any(_is_title(words, title) for title in titles)


def _is_component(name: str, component: Component) -> bool:
    """Tell whether a folder inside its area is called after a component: "I.3 …", "3 …", or the title."""
    words = _words(name)
    area, number = (_number(part.casefold()) for part in component.code.split("."))
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
