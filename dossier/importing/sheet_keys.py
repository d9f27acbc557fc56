"""The questions of the evaluation sheet that rows answer: by key, by sentence, else asked. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.importing import hierarchy_places
from dossier.importing.column_roles import HALF, LETTER
from dossier.importing.hierarchy import REFORM_MARK
from dossier.importing.questions_asked import NO, YES, ImportQuestion, answer_for, few
from dossier.importing.row_numbers import NumberKind, letter_of
from dossier.knowledge import sheet
from dossier.matching.questions import SURE_OF_INDICATOR
from dossier.wording import roman

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.importing.draft import DraftArea, DraftComponent, DraftIndicator, DraftPlan
    from dossier.importing.questions_asked import Answers
    from dossier.importing.table_rows import PlanTable
    from dossier.matching.questions import QuestionIndex


class SheetKeys:
    """Sets `lke` of every indicator of one plan; what is not certain is asked."""

    def __init__(self, plan: DraftPlan, table: PlanTable, answers: Answers, index: QuestionIndex) -> None:
        """Take the plan, whose rows have their codes, its table, the answers, and the questions of the sheet."""
        self._plan = plan
        self._table = table
        self._answers = answers
        self._index = index

    def set_keys(self) -> None:
        """Set the keys: certain ones, then those of rows without a letter, then those that a person takes."""
        for area, _, indicator in self._all():
            self._set_questions(indicator, area)
        self._ask_of_missing_letters()
        self._ask_of_questions()

    def _all(self) -> Iterator[tuple[DraftArea, DraftComponent, DraftIndicator]]:
        for area in self._plan.areas:
            for component in area.components:
                for indicator in component.indicators:
                    yield area, component, indicator

    def _set_questions(self, indicator: DraftIndicator, area: DraftArea) -> None:
        """Set `lke` by the key that the table spells, else by the sentence: certain, proposed or none."""
        half = sheet.REFORM if area.mark == REFORM_MARK else sheet.PEMENUHAN
        if indicator.key in self._index.questions:
            indicator.lke = (indicator.key,)
            return
        spelt = self._spelt_key(indicator, area)
        roman_area = roman(area.number) if 0 < area.number <= 6 else ""  # noqa: PLR2004 — the areas of change
        hit = hierarchy_places.best_hit(self._index, indicator, roman_area, half)
        if spelt:
            indicator.lke = (spelt,)
        elif hit is not None and hit.score >= SURE_OF_INDICATOR:
            indicator.lke = (hit.question.key,)
        elif hit is not None and hit.score >= hierarchy_places.ASKED_FROM:
            indicator.lke_proposed = (hit.question.key, hit.score)

    def _spelt_key(self, indicator: DraftIndicator, area: DraftArea) -> str:
        """Return the key that a table laid out like the sheet spells by its levels: aspect, area, "ii.", "b."."""
        if HALF not in self._table.header.roles or indicator.number.kind is not NumberKind.LOWER:
            return ""
        component = next(c for c in area.components if indicator in c.indicators)
        half = "2" if area.mark == REFORM_MARK else "1"
        key = f"A.{half}.{roman(area.number)}.{roman(component.number).lower()}.{indicator.number.written.lower()}"
        return key if key in self._index.questions else ""

    def _ask_of_missing_letters(self) -> None:
        """Ask once for the letters of rows that have none where others have: by the sentence, else by the order."""
        if LETTER not in self._table.header.roles:
            return
        proposed: dict[str, tuple[DraftIndicator, str]] = {}
        for area, component, indicator in self._all():
            if indicator.number.kind is NumberKind.NONE and component.key and not indicator.key:
                key = indicator.lke[0] if indicator.lke else self._likely_key(indicator, component, area)
                proposed[indicator.code] = (indicator, key.removeprefix(f"{component.key}."))
        if not proposed:
            return
        answer = self._answers.settle(
            ImportQuestion(
                key="huruf_kosong",
                text=f"{len(proposed)} baris tidak berhuruf. Pakai huruf usulan ini (menurut bunyi atau urutannya)?",
                proposal=YES,
                details=few([f"{each.place} {each.statement[:60]} ► {letter}" for each, letter in proposed.values()]),
            )
        )
        keys = {component.code: component.key for area in self._plan.areas for component in area.components}
        for code, (indicator, letter) in proposed.items():
            said = answer_for(answer, code, letter)
            key = f"{keys[code.rpartition('.')[0]]}.{said}"
            indicator.lke = (key,) if key in self._index.questions else indicator.lke

    def _likely_key(self, indicator: DraftIndicator, component: DraftComponent, area: DraftArea) -> str:
        """Return the question of a component that a row without a letter asks: by its words, else the next one."""
        half = sheet.REFORM if area.mark == REFORM_MARK else sheet.PEMENUHAN
        hit = hierarchy_places.best_hit(self._index, indicator, roman(area.number), half)
        if hit is not None and hit.question.component == component.key:
            return hit.question.key
        return f"{component.key}.{letter_of(component.indicators.index(indicator) + 1)}"

    def _ask_of_questions(self) -> None:
        proposed = {each.code: each.lke_proposed[0] for *_, each in self._all() if each.lke_proposed}
        if not proposed:
            return
        texts = self._index.questions
        answer = self._answers.settle(
            ImportQuestion(
                key="lke",
                text=f"{len(proposed)} indikator mirip, tetapi tidak pasti, dengan pertanyaan LKE ini. Pakai?",
                proposal=NO,
                details=few([f"{code} ► {key}: {texts[key].text[:70]}" for code, key in proposed.items()], 20),
            )
        )
        for *_, indicator in self._all():
            if key := answer_for(answer, indicator.code, proposed.get(indicator.code, "")):
                indicator.lke = (key,) if key in texts else indicator.lke
