"""Where a table leaves out a level: area and component by the question of the sheet, by neighbours, else proposed.

Also the numbers and codes of the finished plan. Pure.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from dossier.importing.column_roles import area_number
from dossier.importing.draft import DraftArea, DraftComponent, DraftIndicator
from dossier.importing.hierarchy import REFORM_MARK
from dossier.importing.row_numbers import MOST, NumberKind, area_code
from dossier.knowledge import sheet
from dossier.knowledge.vocabulary import AREA_NAMES
from dossier.matching.questions import LEAD, SURE_OF_INDICATOR
from dossier.model import Indicator, Schedule
from dossier.wording import roman, roman_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.matching.questions import QuestionHit, QuestionIndex

ASKED_FROM: Final = 0.6
"""A sentence this much like a question is proposed to a person as answering it."""
_MOST_AREAS: Final = 27
"""XXVII: the highest number below thirty that a code may spell."""
_UNNAMED: Final = "Rencana aksi"
_UNKNOWN_AREA: Final = "Area belum ditentukan"
"""What an area is called that neither the table nor a question of the sheet names."""


def placed(areas: Sequence[DraftArea], index: QuestionIndex) -> tuple[list[DraftArea], list[str]]:
    """Return the areas with every component in one that has a name, and the places of rows that were put by proposal.

    Args:
        areas: What the table says, in its order.
        index: The questions of the evaluation sheet.
    """
    found = [area for area in areas if area.known]
    doubtful: list[str] = []
    for area in areas:
        if not area.known:
            doubtful += _Placer(found, index, area.mark).place(area)
    for area in found:
        doubtful += _divided(area, index)
        _name_components(area, index)
    return [area for area in found if any(c.indicators for c in area.components)], doubtful


class _Placer:
    """Finds a place for the components of one area that the table does not name."""

    def __init__(self, areas: list[DraftArea], index: QuestionIndex, mark: str) -> None:
        self._areas = areas
        self._index = index
        self._half = sheet.REFORM if mark == REFORM_MARK else sheet.PEMENUHAN
        self._mark = mark

    def place(self, area: DraftArea) -> list[str]:
        """Move the components and sentences of an area without a name to areas that have one."""
        doubtful: list[str] = []
        pending: list[DraftIndicator] = []
        before = ""
        for component in area.components:
            if not component.indicators:
                continue
            if component.title or component.number:
                key = self._key_of(component) or before
                doubtful += [] if self._key_of(component) else [component.place]
                before = key or before
                self._area_of(key).components.append(component)
                continue
            for indicator in component.indicators:
                hit = best_hit(self._index, indicator, "", self._half)
                sure = hit is not None and hit.score >= SURE_OF_INDICATOR
                key = hit.question.component if hit is not None and hit.score >= ASKED_FROM else before
                doubtful += [] if sure else [indicator.place]
                if not key:
                    pending.append(indicator)
                    continue
                before = key
                self._component_of(key).indicators += [*pending, indicator]
                pending = []
        if pending:
            self._component_of("").indicators += pending
        return doubtful

    def _key_of(self, component: DraftComponent) -> str:
        if key := self._index.component_by_title(component.title, half=self._half) if component.title else "":
            return key
        hits = [best_hit(self._index, each, "", self._half) for each in component.indicators]
        votes = Counter(hit.question.component for hit in hits if hit is not None and hit.score >= SURE_OF_INDICATOR)
        return votes.most_common(1)[0][0] if votes else ""

    def _area_of(self, key: str) -> DraftArea:
        roman_part = key.split(".")[2] if key.count(".") > 1 else ""
        number = roman_number(roman_part) or 0 if roman_part else 0
        if not number:
            number = self._areas[-1].number if self._areas else 1
        found = next((a for a in self._areas if a.number == number and a.mark == self._mark), None)
        if found is None:
            title = area_title(number) if roman_part else _UNKNOWN_AREA
            found = DraftArea(title=title, number=number, mark=self._mark)
            self._areas.append(found)
        return found

    def _component_of(self, key: str) -> DraftComponent:
        area = self._area_of(key)
        found = next((component for component in area.components if component.key == key), None)
        if found is None:
            titles = {q.component: q.component_title for q in self._index.questions.values()}
            number = roman_number(key.rpartition(".")[2].upper()) or 0 if key else 0
            found = DraftComponent(title=titles.get(key, "") or _UNNAMED, number=number, key=key)
            area.components.append(found)
        return found


def best_hit(index: QuestionIndex, indicator: DraftIndicator, area: str, half: str) -> QuestionHit | None:
    """Return the question that a sentence reads like, clearly ahead of the next one, or None."""
    hits = index.proposed(as_indicator(indicator), area, half)
    if not hits or (len(hits) > 1 and hits[0].score - hits[1].score < LEAD):
        return None
    return hits[0]


def as_indicator(indicator: DraftIndicator) -> Indicator:
    """Return the sentence of a draft as an indicator, as matching reads it."""
    sentence = indicator.number.rest if indicator.number.rest and indicator.number.rest in indicator.statement else ""
    nothing = Schedule(text="", slots=())
    return Indicator(
        code=indicator.code,
        statement=sentence or indicator.statement,
        steps="",
        evidence_text="",
        schedule=nothing,
        requirements=(),
    )


def area_title(number: int) -> str:
    """Return the name of an area of change, 1 to 6."""
    names = AREA_NAMES.get(roman(number), ())
    return names[0] if names else f"Area {roman(number)}"


def _divided(area: DraftArea, index: QuestionIndex) -> list[str]:
    """Divide rows that stand right below an area by the components of the sheet; return places in doubt."""
    half = sheet.REFORM if area.mark == REFORM_MARK else sheet.PEMENUHAN
    number = area.number or area_number(area.title)
    roman_area = roman(number) if 1 <= number <= len(AREA_NAMES) else ""
    parts: list[DraftComponent] = []
    doubtful: list[str] = []
    for component in area.components:
        hits = [best_hit(index, each, roman_area, half) for each in component.indicators]
        keys = [hit.question.component if hit and hit.score >= SURE_OF_INDICATOR else "" for hit in hits]
        if component.title or component.key or component.number or not any(keys):
            parts.append(component)
            continue
        current = next(filter(None, keys))
        for key, indicator in zip(keys, component.indicators, strict=True):
            current = key or current
            doubtful += [] if key else [indicator.place]
            part = next((each for each in parts if each.key == current), None)
            if part is None:
                number_of_part = roman_number(current.rpartition(".")[2].upper()) or 0
                part = DraftComponent(title="", number=number_of_part, key=current, place=indicator.place)
                parts.append(part)
            part.indicators.append(indicator)
    area.components = parts
    return doubtful


def _name_components(area: DraftArea, index: QuestionIndex) -> None:
    """Give an area its name, and rows that stand right below it a component."""
    area.title = area.title or area_title(area.number) if area.number else area.title or _UNNAMED
    titles = {q.component: q.component_title for q in index.questions.values()}
    for component in area.components:
        component.title = component.title or titles.get(component.key, "") or area.title


def numbered(areas: list[DraftArea], *, by_letter: bool) -> list[DraftArea]:
    """Return the areas in the order of their numbers, every part with its code.

    The table's numbers are kept where they are unique; gaps stay. `by_letter`: an indicator's number is its letter.
    """
    fitting: list[DraftArea] = []
    for mark in ("", REFORM_MARK):
        own = _fitting([area for area in areas if area.mark == mark])
        _number(own, _MOST_AREAS)
        fitting += own
    found = sorted(fitting, key=lambda area: (area.mark, area.number))
    for area in found:
        area.code = area_code(area.number, area.mark)
        _number(area.components, MOST)
        area.components.sort(key=lambda component: component.number)
        for component in area.components:
            component.code = f"{area.code}.{component.number}"
            for position, indicator in _positions(component.indicators, by_letter=by_letter):
                indicator.code = f"{component.code}.{position}"
            component.indicators.sort(key=lambda each: int(each.code.rpartition(".")[2]))
    return found


def _number(parts: Sequence[DraftArea | DraftComponent], most: int) -> None:
    """Number what has no number, or one that is taken, with the next free one."""
    taken: set[int] = set()
    for part in parts:
        if not 1 <= part.number <= most or part.number in taken:
            after = max(taken, default=0) + 1
            part.number = after if after <= most else next(n for n in range(1, 10**6) if n not in taken)
        taken.add(part.number)


def _fitting(areas: Sequence[DraftArea]) -> list[DraftArea]:
    """Return areas that codes can count: too many components go on in a further area, too many areas in the last."""
    found: list[DraftArea] = []
    for area in areas:
        parts = [part for component in area.components for part in _within_limit(component)]
        area.components = parts[:MOST]
        found.append(area)
        for start in range(MOST, len(parts), MOST):
            title = f"{area.title} (lanjutan {start // MOST})"
            found.append(DraftArea(title=title, mark=area.mark, components=parts[start:][:MOST]))
    beyond = found[_MOST_AREAS - 1 :]
    if len(beyond) < 2:  # noqa: PLR2004 — the last one alone fits
        return found
    rest = DraftComponent(title=_UNNAMED, indicators=[i for a in beyond for c in a.components for i in c.indicators])
    last = DraftArea(title=_UNNAMED, mark=beyond[0].mark, components=list(_within_limit(rest)))
    return [*found[: _MOST_AREAS - 1], last]


def _within_limit(component: DraftComponent) -> Iterable[DraftComponent]:
    """Yield a component, cut into several where it has more indicators than codes can count."""
    rows = component.indicators
    component.indicators = rows[:MOST]
    if rows[:MOST]:
        yield component
    for start in range(MOST, len(rows), MOST):
        yield DraftComponent(
            title=f"{component.title} (lanjutan {start // MOST})", place=component.place, indicators=rows[start:][:MOST]
        )


def _positions(rows: list[DraftIndicator], *, by_letter: bool) -> list[tuple[int, DraftIndicator]]:
    letters = [row.number.value for row in rows]
    if by_letter and all(letters) and len(set(letters)) == len(letters) and max(letters) <= MOST:
        return list(zip(letters, rows, strict=True))
    return list(enumerate(rows, start=1))


def letters_differ(areas: Iterable[DraftArea]) -> list[DraftIndicator]:
    """Return the indicators whose own letter or number is not their position."""
    return [
        indicator
        for area in areas
        for component in area.components
        for position, indicator in enumerate(component.indicators, start=1)
        if indicator.number.kind in {NumberKind.LOWER, NumberKind.LOWER_ROMAN} and indicator.number.value != position
    ]
