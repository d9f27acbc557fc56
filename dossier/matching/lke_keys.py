"""Parses question keys of the evaluation sheet (LKE) in folder names, and maps them to indicators.

A key is `A.1.V.iv.b`: A pengungkit, 1 pemenuhan (2 reform), area V, component iv, question b. Its letters are not the
plan's: Permenpan-RB 90/2021 asks in another order. The mapping comes from the plan's own `lke` fields only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.knowledge import sheet, word_list
from dossier.knowledge.vocabulary import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.model import Plan

PEMENUHAN: Final = sheet.PEMENUHAN
REFORM: Final = sheet.REFORM
HASIL: Final = sheet.HASIL

NUMBERS: Final = {PEMENUHAN: "1", REFORM: "2"}
"""Half ─► its number in the keys of the sheet."""

_ROMAN: Final = "viii|vii|vi|iv|ix|v|iii|ii|i|x"
_GAP: Final = r"\s?[.\-_]\s?"
# "A.1.V.iv.b", "A.1.VI.iii", "A-2-I.i", "a_1_v_iv_b"; four parts and more tell it from a code of the plan.
_KEY: Final = re.compile(
    rf"(?<![0-9A-Za-z])A{_GAP}(?P<aspect>[12]){_GAP}(?P<area>VI|IV|V|I{{1,3}}){_GAP}(?P<component>{_ROMAN})"
    rf"(?:{_GAP}(?P<letter>[a-h]))?(?![0-9A-Za-z])",
    re.IGNORECASE,
)
# "B.I.a", "B-II-a": results have no components.
_RESULT_KEY: Final = re.compile(
    rf"(?<![0-9A-Za-z])B{_GAP}(?P<part>II|I){_GAP}(?P<letter>[ab])(?![0-9A-Za-z])", re.IGNORECASE
)
_RESULT_FIRST: Final = re.compile(r"B\.(?:I|II)\.[ab](?=\s)")
# "PEMENUHAN", "I. PEMENUHAN", "A. PENGUNGKIT", "2. Reform": nothing but these words and what orders them.
_ASPECT_WORDS: Final = {"pemenuhan": PEMENUHAN, "reform": REFORM, "pengungkit": "pengungkit"}
_HALVES: Final = frozenset({PEMENUHAN, REFORM, HASIL})
# "A.2", "A-1": the number of a half and nothing else.
_ASPECT_NUMBER: Final = re.compile(r"\W*A[.\-_ ]?(?P<aspect>[12])\W*")
_AROUND: Final = frozenset(word_list("lke_sekitar"))
_HASIL: Final = re.compile(r"\W*(?:b\W+(?:komponen )?hasil|komponen hasil)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as read: numbers count from 1, `letter` is empty where the key ends with the component."""

    written: str
    aspect: str
    area: int
    component: int
    letter: str
    span: tuple[int, int]

    @property
    def full(self) -> str:
        """The key as the sheet writes it."""
        parts = (
            "A",
            NUMBERS[self.aspect],
            wording.roman(self.area),
            wording.roman(self.component).lower(),
            self.letter,
        )
        return ".".join(filter(None, parts))


def read_key(name: str) -> Key | None:
    """Return the key in a name, or None."""
    hit = _KEY.search(name)
    if hit is None:
        return None
    return Key(
        written=hit[0].strip(),
        aspect=PEMENUHAN if hit["aspect"] == "1" else REFORM,
        area=wording.roman_number(hit["area"]) or 0,
        component=wording.roman_number(hit["component"]) or 0,
        letter=(hit["letter"] or "").lower(),
        span=hit.span(),
    )


def result_key(name: str) -> str:
    """Return the key of a result that a name starts with, "B.I.a Hasil survei", or an empty text."""
    hit = _RESULT_FIRST.match(name.lstrip())
    return hit[0] if hit else ""


def is_only_a_key(text: str) -> bool:
    """Return whether a text is nothing but a key: "A.1.V.iv.b", "a-1-v-iv", "B.I.a"."""
    return any(shape.fullmatch(text.strip().rstrip(".")) for shape in (_KEY, _RESULT_KEY))


def key_in(name: str) -> str:
    """Return the key of a question or a component that a name holds, as the sheet writes it, or an empty text."""
    if key := read_key(name):
        return key.full
    hit = _RESULT_KEY.search(name)
    return f"B.{hit['part'].upper()}.{hit['letter'].lower()}" if hit else ""


def aspect_of(folder: str) -> str:
    """Return the aspect that a folder is named after, or an empty text."""
    if _HASIL.fullmatch(folder):
        return HASIL
    words = tokens(folder)
    named = [_ASPECT_WORDS[word] for word in words if word in _ASPECT_WORDS]
    return named[-1] if named and all(word in _ASPECT_WORDS or word in _AROUND for word in words) else ""


def numbered_aspect(folder: str) -> str:
    """Return the half of which a folder is nothing but the number: "A.2" is reform; else an empty text."""
    hit = _ASPECT_NUMBER.fullmatch(folder)
    return (PEMENUHAN if hit["aspect"] == "1" else REFORM) if hit else ""


def half_named(folder: str) -> str:
    """Return the half of the sheet that the name of a folder or file says: by its key, or by a word; else nothing."""
    if key := key_in(folder):
        return HASIL if key.startswith("B") else REFORM if key.startswith("A.2") else PEMENUHAN
    aspect = aspect_of(folder)
    words = set() if aspect else set(tokens(folder))
    return REFORM if REFORM in words and PEMENUHAN not in words else aspect if aspect in _HALVES else ""


class LkeIndex:
    """Which indicators of one half of a plan answer a question of the sheet, and which component a part of its list."""

    def __init__(self, plan: Plan, answered: Mapping[str, tuple[str, ...]], half: str = PEMENUHAN) -> None:
        """Number the questions.

        Args:
            plan: The plan.
            answered: Code of an indicator ─► keys of the questions that it answers.
            half: The half of the sheet that the plan's areas are of.
        """
        self._by_key: dict[str, list[str]] = {}
        self._questions: dict[tuple[int, int, str], list[str]] = {}
        self._components: dict[tuple[int, int], dict[str, None]] = {}
        self._parts: dict[str, tuple[int, int]] = {}
        for component in (component for area in plan.areas for component in area.components):
            for indicator in component.indicators:
                for written in answered.get(indicator.code, ()):
                    key = read_key(written)
                    self._by_key.setdefault(key_in(written), []).append(indicator.code)
                    if key is not None and key.aspect == half:
                        part = (key.area, key.component)
                        self._questions.setdefault((*part, key.letter), []).append(indicator.code)
                        self._components.setdefault(part, {})[component.code] = None
                        self._parts.setdefault(component.code, part)

    def __bool__(self) -> bool:
        """Whether the plan says anything of the LKE."""
        return bool(self._questions)

    def of_key(self, key: str) -> tuple[str, ...]:
        """Return the codes of the indicators that answer the question of a whole key, also one of the results."""
        return tuple(self._by_key.get(key, ()))

    def indicators(self, area: int, component: int, letter: str) -> tuple[str, ...]:
        """Return the codes of the indicators that answer a question."""
        return tuple(self._questions.get((area, component, letter), ()))

    def component(self, area: int, number: int) -> str:
        """Return the plan's component for a part of the list, or an empty text where it has none or several."""
        found = self._components.get((area, number), {})
        return next(iter(found)) if len(found) == 1 else ""

    def part(self, component: str) -> tuple[int, int]:
        """Return the numbers of area and part of the list that a component of the plan answers, or (0, 0)."""
        return self._parts.get(component, (0, 0))
