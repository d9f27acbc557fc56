"""Finds the questions of the evaluation sheet by key, by portal number and by their text. Pure.

A key or a number is certain. A text is compared with every question of the area that is known; what is not clearly
ahead of the others gives candidates only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from dossier import codes, wording
from dossier._memo import memoised
from dossier.knowledge import sheet, word_list
from dossier.knowledge.vocabulary import tokens
from dossier.matching.code_spellings import number_of
from dossier.matching.lke_keys import is_only_a_key, key_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.knowledge.sheet import SheetQuestion
    from dossier.model import Indicator

# A folder's name this much like a question (0 to 1), and so far ahead of the next, is that question.
SURE: Final = 0.88
LEAD: Final = 0.04
# An indicator's sentence this much like a question answers it, until the plan says otherwise in `lke:`.
SURE_OF_INDICATOR: Final = 0.8
# Less than this is not worth showing to a person.
POSSIBLE: Final = 0.5
MOST_CANDIDATES: Final = 3
# From so many letters on a folder's name may be the cut beginning of a question.
SHORTEST_BEGINNING: Final = 24
# What the index keeps of folder names asked for.
KEPT_READINGS: Final = 4096

BY_KEY: Final = "lke"
BY_TEXT: Final = "menurut bunyinya"

# "soal 110", "Soal No. 110", "soal_7": the number of a field in the portal.
_FIELD: Final = re.compile(
    r"(?<![^\W_])soal[\s_.\-]*(?:no(?:mor|\.)?[\s_.\-]*)?(?P<field>\d{1,3})(?!\d)", re.IGNORECASE
)
# "menindaklanjuti", "ditindaklanjuti" and "dtindaklanjuti" say the same.
_FOLLOW_UP: Final = re.compile(r"\w*indaklanjut\w*|\w*tindak lanjut\w*")
# What begins a row for one of the numbers of a percentage, and how alike its words are to the portal's, in per cent.
_DASH: Final = re.compile(r"\s*[-–—•]\s*")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_COUNT: Final = "jumlah "
_LIKE_LABEL: Final = 90
# Words that questions share and people leave out.
_FILLING: Final = frozenset(word_list("lke_pengisi"))


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionHit:
    """A question and how certain it is: 1 for a key or a number; `reason` says what it was found by."""

    question: SheetQuestion
    score: float
    reason: str


class QuestionIndex:
    """The questions of the sheet by key, by portal number and by text."""

    def __init__(self, questions: Mapping[str, SheetQuestion] | None = None) -> None:
        """Fold every text once; the questions are those of the package by default."""
        self.questions = sheet.questions() if questions is None else questions
        self._by_key = {key.casefold(): question for key, question in self.questions.items()}
        self._by_field = {number: question for question in self.questions.values() for number in question.fields}
        self._texts = {key: folded(question.text) for key, question in self.questions.items()}
        self._components = {question.component: question for question in self.questions.values()}
        self._titles = {key: folded(question.component_title) for key, question in self._components.items()}
        self._ranked = memoised(KEPT_READINGS)(self._rank)

    def by_key(self, name: str) -> SheetQuestion | None:
        """Return the question whose key or portal number stands in a name, or None."""
        if number := _FIELD.search(name):
            return self._by_field.get(int(number["field"]))
        return self._by_key.get(key_in(name).casefold())

    def component_by_key(self, name: str) -> str:
        """Return the key of the component that a name holds, also within a question's key; else an empty text."""
        key = key_in(name)
        found = key if key in self._titles else key.rpartition(".")[0]
        return found if found in self._titles else ""

    def by_text(self, name: str, *, area: str = "", half: str = "", component: str = "") -> tuple[QuestionHit, ...]:
        """Return the questions that a folder's name may be, best first.

        Args:
            name: The folder's name, with or without what orders it ("b.", "iv)"); its end may be cut off.
            area: Roman number of the area, where the folders above fix it.
            half: `pemenuhan`, `reform` or `hasil`, likewise.
            component: Key of the component, likewise.
        """
        return self._ranked(folded(name), area, half, component, is_cut=True)

    def of_folder(self, name: str, *, area: str = "", half: str = "", component: str = "") -> SheetQuestion | None:
        """Return the question that a folder is certainly named after: by key, by number, or by a text far ahead.

        A folder that reads more like the title of a component is of no question. Arguments as in `by_text`.
        """
        if found := self.by_key(name):
            return found
        hits = self.by_text(name, area=area, half=half, component=component)
        if not _is_ahead(hits, SURE) or self._is_title(folded(name), hits[0].question.key):
            return None
        return hits[0].question

    def component_by_title(self, name: str, *, area: str = "", half: str = "") -> str:
        """Return the key of the component that a folder is named after, or an empty text where none is or several."""
        text = folded(name)
        scored = sorted(
            ((likeness(text, self._titles[key]), key) for key, q in self._components.items() if _in(q, area, half)),
            reverse=True,
        )
        best = [key for score, key in scored if score >= SURE and scored[0][0] - score < LEAD]
        return best[0] if len(best) == 1 else ""

    def of_indicator(self, indicator: Indicator, area: str, half: str = sheet.PEMENUHAN) -> tuple[QuestionHit, ...]:
        """Return the questions that an indicator answers: those of its `lke`, else the one that reads like it.

        One whose `lke` only supports questions answers none.

        Args:
            indicator: An indicator of a plan.
            area: Roman number of its area of change.
            half: The half of the sheet that its area is of.
        """
        if indicator.questions:
            known = (self.by_key(written) for written in indicator.lke)
            return tuple(QuestionHit(question=each, score=1.0, reason=BY_KEY) for each in known if each)
        hits = self.proposed(indicator, area, half)
        return hits[:1] if _is_ahead(hits, SURE_OF_INDICATOR) else ()

    def proposed(self, indicator: Indicator, area: str, half: str = sheet.PEMENUHAN) -> tuple[QuestionHit, ...]:
        """Return the questions of the area that an indicator's sentence reads like, best first, `lke` left aside."""
        return self._ranked(folded(indicator.statement), area, half, "", is_cut=False)

    def _is_title(self, text: str, key: str) -> bool:
        """Whether a text is the title of a component rather than the whole question, of which it may be the start."""
        whole = fuzz.token_sort_ratio(text, self._texts[key])
        title = max((fuzz.token_sort_ratio(text, title) for title in self._titles.values()), default=0.0)
        return title >= SURE * 100 and title > whole

    def _rank(self, text: str, area: str, half: str, component: str, *, is_cut: bool) -> tuple[QuestionHit, ...]:
        if not text:
            return ()
        found: list[QuestionHit] = []
        for key, question in self.questions.items():
            if _in(question, area, half) and component in {"", question.component}:
                score = likeness(text, self._texts[key])
                if is_cut and len(text) >= SHORTEST_BEGINNING:
                    score = max(score, fuzz.ratio(text, self._texts[key][: len(text)]) / 100)
                if score >= POSSIBLE:
                    found.append(QuestionHit(question=question, score=round(score, 4), reason=BY_TEXT))
        found.sort(key=lambda hit: -hit.score)
        return tuple(found[:MOST_CANDIDATES])


def named(text: str) -> tuple[SheetQuestion, ...]:
    """Return the question that a text is the key or the portal number of ("soal 110"); those of a component's key.

    A text that says anything more names none.
    """
    questions = sheet.questions()
    if number := _FIELD.fullmatch(text.strip()):
        return tuple(each for each in questions.values() if int(number["field"]) in each.fields)
    key = key_in(text).casefold() if is_only_a_key(text) else ""
    if own := tuple(each for each in questions.values() if each.key.casefold() == key):
        return own
    return tuple(each for each in questions.values() if key and each.component.casefold() == key)


def place_of(area_code: str) -> tuple[str, str]:
    """Return the area and the half of the sheet that an area of a plan is of: "IV" is pemenuhan, "R.IV" reform.

    Results have no areas in the sheet: "H.I" gives an empty text.
    """
    half = codes.half_of(area_code)
    number = number_of(codes.unmarked(area_code))
    return wording.roman(number) if number and half != sheet.HASIL else "", half


def folded(text: str) -> str:
    """Return the words of a text as they are compared: in order, without what orders it and without filling words."""
    words = (word for word in tokens(text) if len(word) > 1 and not _is_filling(word))
    return _FOLLOW_UP.sub("tindaklanjut", " ".join(words))


def likeness(text: str, other: str) -> float:
    """Return how much alike two folded texts are, 0 to 1; order counts little, a missing part counts half."""
    return (fuzz.token_sort_ratio(text, other) + fuzz.token_set_ratio(text, other)) / 200


def is_count(text: str) -> bool:
    """Whether a row of a sheet is one of the numbers that a percentage is computed from, and no question itself.

    It begins with a dash or "Jumlah" and is worded like a field of the portal, or with both.
    """
    dash = _DASH.match(text)
    words = " ".join(tokens(_BRACKETS.sub(" ", text[dash.end() :] if dash else text)))
    counts = words.startswith(_COUNT)
    if dash is not None and counts:
        return True
    own = frozenset(words.split())
    return (
        bool(own)
        and (dash is not None or counts)
        and any(
            own <= frozenset(label.split()) or fuzz.partial_ratio(words, label) >= _LIKE_LABEL
            for label in _count_labels()
        )
    )


@cache
def _count_labels() -> tuple[str, ...]:
    """Return the portal's words for the numbers of percentages."""
    percentages = {key for key, question in sheet.questions().items() if question.answer == sheet.PERCENT}
    return tuple(" ".join(tokens(field.label)) for field in sheet.fields() if field.question in percentages)


def _is_ahead(hits: tuple[QuestionHit, ...], least: float) -> bool:
    return bool(hits) and hits[0].score >= least and (len(hits) == 1 or hits[0].score - hits[1].score >= LEAD)


def _is_filling(word: str) -> bool:
    return word in _FILLING or word.isdigit() or wording.roman_number(word) is not None


def _in(question: SheetQuestion, area: str, half: str) -> bool:
    return area in {"", question.area} and half in {"", question.half}
