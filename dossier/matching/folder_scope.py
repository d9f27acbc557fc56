"""Computes the scope that folder names fix: area, component, indicator, letter of a requirement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier import codes as plan_codes
from dossier import wording
from dossier.knowledge import word_list
from dossier.knowledge.vocabulary import tokens
from dossier.matching import code_spellings
from dossier.matching import lke_keys as lke
from dossier.matching.folder_titles import PlanTitles
from dossier.matching.questions import place_of
from dossier.matching.term_scoring import WHOLE_PLAN
from dossier.matching.weights import (
    LETTER_SHARE,
    SENTENCE_SHARE,
    SENTENCE_WORDS,
    SURE_SHARE,
    TITLE_SHARE_ALONE,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.matching.code_spellings import Mention, PlanCodes
    from dossier.matching.questions import QuestionIndex
    from dossier.matching.spelling import Speller
    from dossier.matching.term_scoring import WordIndex
    from dossier.model import Plan


_AREA_WORDS: Final = frozenset(word_list("folder_area"))
_PERIOD_WORDS: Final = frozenset(word_list("folder_periode"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The scope fixed by folders: codes of area, component, indicator; "" where a level is open.

    `by_code` says that the indicator rests on a code and not on words; `bare` that every folder so far was a bare
    number ("V/4"); `relative` that the code was completed from the folders above it ("5/4.b"). `lke` is the aspect of
    the LKE that a folder is named after, `lke_part` the number of the part of its list that the folders are in;
    `question` is the key of the question of the sheet that a folder or the name is named after. `is_loose` says that
    the area rests on one word of a folder ("SDM"), which may be a division of the office too.
    """

    area: str = ""
    component: str = ""
    indicator: str = ""
    letter: str = ""
    by_code: bool = False
    relative: bool = False
    bare: bool = True
    others: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    unknown: tuple[tuple[str, Mention], ...] = ()
    lke: str = ""
    lke_part: int = 0
    question: str = ""
    is_loose: bool = False

    @property
    def place(self) -> str:
        """The narrowest code fixed, or `WHOLE_PLAN`."""
        return self.indicator or self.component or self.area or WHOLE_PLAN

    def holds(self, indicator: str) -> bool:
        """Return whether an indicator lies in the place that is fixed."""
        return not self.place or f"{indicator}.".startswith(f"{self.place}.")

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators fixed: a folder may name several."""
        return (self.indicator, *self.others) if self.indicator else ()


class Places:
    """Reads folders from the root down; results are cached by folder."""

    def __init__(
        self,
        plan: Plan,
        codes: PlanCodes,
        index: WordIndex,
        speller: Speller,
        answered: Mapping[str, tuple[str, ...]],
        questions: QuestionIndex,
    ) -> None:
        """Gather the titles of the plan.

        Args:
            plan: The plan.
            codes: Its codes.
            index: Its words.
            speller: Reads words with a slip of the pen in them.
            answered: Code of an indicator ─► keys of the questions that it answers.
            questions: The questions of the sheet.
        """
        self._questions = questions
        self._codes = codes
        self._index = index
        self._half = plan_codes.half_of(codes.mark)
        self._foreign = {lke.PEMENUHAN, lke.REFORM, lke.HASIL} - {self._half}
        self._lke = lke.LkeIndex(plan, answered, self._half)
        self._known: dict[tuple[str, ...], Scope] = {(): Scope()}
        self._read = speller.read
        self._titles = PlanTitles(plan, index, speller)

    def scope(self, folders: tuple[str, ...]) -> Scope:
        """Return the scope fixed by the folders, from the root down."""
        if folders not in self._known:
            above = self.scope(folders[:-1])
            self._known[folders] = self._step(above, folders)
        return self._known[folders]

    def _step(self, scope: Scope, folders: tuple[str, ...]) -> Scope:
        name = folders[-1]
        if aspect := lke.aspect_of(name) or self._own_aspect(scope, name):
            return replace(scope, lke=aspect)
        if key := lke.read_key(name):
            return self.at_key(scope, key, f"nama folder “{name}”", name)
        mentions = code_spellings.full_codes(name, self._codes)
        if mentions:
            return self._coded(scope, folders, mentions)
        if scope.lke in self._foreign - {lke.PEMENUHAN} and scope.area:
            # "i.a" there is a question that this half does not answer; whole sentences of the plan are still its own.
            said = self._sentence(scope, name, scope.area) or self.at_text(scope, name)
            return said or replace(scope, inside=(*scope.inside, name))
        found = self._inside_indicator(scope, name) if scope.indicator else self._outside(scope, folders)
        if found is None and not scope.indicator:
            found = self.at_text(scope, name)
        if found is not None:
            return found
        says = bool(self._titles.terms(name))
        return replace(scope, inside=(*scope.inside, name) if scope.place or says else scope.inside)

    def _own_aspect(self, scope: Scope, name: str) -> str:
        """Return reform where the plan has its rows and a folder above the areas is its number: "A.2"; else nothing."""
        is_own = self._half != lke.PEMENUHAN and not scope.area and lke.numbered_aspect(name) == self._half
        return self._half if is_own else ""

    def names_component(self, name: str) -> bool:
        """Return whether a folder is called after one component of the plan, whatever its area."""
        return self._titles.titled(self._titles.components[WHOLE_PLAN], name, TITLE_SHARE_ALONE) is not None

    def _coded(self, scope: Scope, folders: tuple[str, ...], mentions: tuple[Mention, ...]) -> Scope:
        name = folders[-1]
        unknown = tuple(("/".join(folders), m) for m in mentions if not m.known)
        known = list(dict.fromkeys(m.code for m in mentions if m.known))
        if not known:
            return replace(scope, inside=(*scope.inside, name), unknown=(*scope.unknown, *unknown))
        first = next(m for m in mentions if m.known)
        return Scope(
            area=plan_codes.area_of(known[0]),
            component=plan_codes.component_of(known[0]),
            indicator=known[0],
            others=tuple(known[1:]),
            letter=first.letter or "",
            by_code=True,
            bare=False,
            reasons=(f"kode {first.reading} pada nama folder “{name}”",),
            unknown=unknown,
            inside=(name,),
        )

    def _inside_indicator(self, scope: Scope, name: str) -> Scope | None:
        letter = code_spellings.leading_letter(name)
        return replace(scope, letter=letter, inside=(*scope.inside, name)) if letter else None

    def at_key(self, scope: Scope, key: lke.Key, where: str, folder: str = "") -> Scope:
        """Return the scope that a key of the LKE fixes; `folder` is kept as words where a folder had the key."""
        area = self._codes.areas.get(key.area, "")
        reason = f"kunci LKE {key.written} pada {where}"
        inside = (folder,) if folder else scope.inside
        at = Scope(
            area=area,
            bare=False,
            lke=key.aspect,
            lke_part=key.component,
            reasons=(reason,),
            inside=inside,
            question=self._known_question(key.full),
        )
        if key.aspect != self._half:
            return at
        if component := self._lke.component(key.area, key.component):
            at = replace(at, component=component)
        return self._at_question(at, key.letter, where, folder) if key.letter else at

    def _known_question(self, key: str) -> str:
        return key if key in self._questions.questions else ""

    def at_text(self, scope: Scope, name: str) -> Scope | None:
        """Return the scope of a folder that is named after a question of the sheet, by its number or its text."""
        halves = {lke.PEMENUHAN, lke.REFORM, lke.HASIL}
        area = place_of(scope.area)[0] if scope.area else ""
        found = self._questions.of_folder(name, area=area, half=scope.lke if scope.lke in halves else "")
        if found is None:
            return None
        reason = f"folder “{name}” = pertanyaan LKE {found.key}"
        key = lke.read_key(found.key)
        if key is None:
            return self.at_result((*scope.reasons, reason), found.key, f"folder “{name}”", (name,))
        at = self.at_key(scope, key, f"folder “{name}”", name)
        return replace(at, reasons=(*scope.reasons, reason, *at.reasons[1:]))

    def at_result(self, reasons: tuple[str, ...], key: str, where: str, inside: tuple[str, ...] = ()) -> Scope:
        """Return the scope that the key of a result fixes; results have no areas."""
        at = Scope(lke=lke.HASIL, question=self._known_question(key), reasons=reasons, inside=inside)
        return self._at_indicator(at, self._lke.of_key(key), key, where)

    def _at_question(self, scope: Scope, letter: str, where: str, text: str) -> Scope:
        """Return the scope of the one indicator that answers a question; the folder's own sentence may say another."""
        said = self._sentence(scope, text, scope.component or scope.area, share=SURE_SHARE) if text else None
        area = place_of(scope.area)[0]
        found = self._lke.indicators(code_spellings.number_of(area), scope.lke_part, letter)
        if said is not None and said.indicator not in found and not any(self._speaks_of(each, text) for each in found):
            return said
        number = lke.NUMBERS.get(self._half, "1")
        key = f"A.{number}.{area}.{wording.roman(scope.lke_part).lower()}.{letter}"
        scope = replace(scope, question=self._known_question(key) or scope.question)
        if len(found) != 1:
            return scope if found else said or scope
        return self._at_indicator(scope, found, key, where)

    def _at_indicator(self, scope: Scope, found: tuple[str, ...], key: str, where: str) -> Scope:
        """Return the scope of the one indicator that answers a question; as it is where that is none or several."""
        if len(found) != 1:
            return scope
        code = found[0]
        reason = f"pertanyaan LKE {key} pada {where} = indikator {code}"
        area, component = plan_codes.area_of(code), plan_codes.component_of(code)
        return replace(scope, area=area, component=component, indicator=code, reasons=(*scope.reasons, reason))

    def in_question(self, scope: Scope, name: str) -> Scope:
        """Return the scope of a name that starts with the letter of a question of the LKE: "b. Laporan"."""
        letter = code_spellings.leading_letter(name)
        asked = letter and scope.lke == self._half and scope.lke_part and not scope.indicator
        return self._at_question(scope, letter, "nama berkas", "") if asked and letter else scope

    def _in_list(self, scope: Scope, name: str) -> Scope | None:
        """Read a folder of a tree that follows the LKE: a part of its list ("iii. …"), then a question ("b. …")."""
        if scope.lke_part:
            letter = code_spellings.leading_letter(name)
            if letter is None:
                return self._sentence(scope, name, scope.component or scope.area)
            at = self._at_question(scope, letter, f"nama folder “{name}”", _rest(name))
            return at if at.indicator and not scope.indicator else replace(at, inside=(*at.inside, name))
        (area,) = code_spellings.numbers_of(scope.area)
        if code := self._titles.titled(self._titles.components[scope.area], name, 0):
            return replace(self._component(scope, code, name, bare=False), lke_part=self._lke.part(code)[1])
        number = code_spellings.order_number(name)
        if number is None:
            return None
        if code := self._lke.component(area, number[0]):
            return replace(self._component(scope, code, name, bare=False), lke_part=number[0])
        return replace(scope, lke_part=number[0], inside=(*scope.inside, name))

    def _outside(self, scope: Scope, folders: tuple[str, ...]) -> Scope | None:
        name = folders[-1]
        if code := self._area_word(name):
            return _in_area(scope, code, name)
        if scope.lke == self._half and scope.area and self._lke:
            return self._in_list(scope, name)
        found = code_spellings.component_code(name, self._codes)
        if found and (found[1] or not scope.area or plan_codes.area_of(found[0]) == scope.area):
            return self._component(scope, found[0], name, bare=_rest_is_empty(name))
        if scope.component:
            return self._in_component(scope, name)
        if scope.area:
            return self._in_area(scope, name)
        return self._at_top(scope, folders)

    def _at_top(self, scope: Scope, folders: tuple[str, ...]) -> Scope | None:
        name = self._codes.without_mark(folders[-1])
        if code := self._titles.titled(self._titles.areas, name, 0):
            is_loose = len(self._titles.content(name)) == 1 and code_spellings.order_number(name) is None
            return replace(_in_area(scope, code, name), is_loose=is_loose)
        number = code_spellings.order_number(name)
        after_period = len(folders) > 1 and set(tokens(folders[-2])) <= _PERIOD_WORDS
        if number and not number[1] and not name.strip().startswith("0") and not after_period:
            code = self._codes.areas.get(number[0])
            return Scope(area=code, lke=scope.lke, reasons=(f"folder “{name}” = area {code}",)) if code else None
        if number and number[1] and (code := self._numbered(number, self._codes.areas.get(number[0], ""))):
            return _in_area(scope, code, name)
        if code := self._titles.titled(self._titles.components[WHOLE_PLAN], name, TITLE_SHARE_ALONE):
            return self._component(scope, code, name, bare=False)
        return self._sentence(scope, name, WHOLE_PLAN)

    def _numbered(self, number: tuple[int, str], code: str) -> str:
        """Return the code that a folder's number means where its words are at home there too: "3 Kepegawaian"."""
        have = self._titles.content(number[1])
        return code if code and have & self._index.words_of(code) else ""

    def _in_area(self, scope: Scope, name: str) -> Scope | None:
        (area,) = code_spellings.numbers_of(scope.area)
        number = code_spellings.order_number(name)
        if number and not number[1]:
            code = self._codes.components.get((area, number[0]))
            return self._component(scope, code, name, bare=scope.bare) if code else None
        if mention := code_spellings.code_in_area(name, area, self._codes):
            return self._relative(scope, mention, name)
        if code := self._titles.titled(self._titles.components[scope.area], name, 0):
            return self._component(scope, code, name, bare=False)
        if number and (
            code := self._numbered(number, self._codes.components.get((area, _last_digit(number[0], area)), ""))
        ):
            return self._component(scope, code, name, bare=False)
        return self._sentence(scope, name, scope.area)

    def _in_component(self, scope: Scope, name: str) -> Scope | None:
        numbers = code_spellings.numbers_of(scope.component)
        if mention := code_spellings.code_in_area(name, numbers[0], self._codes):
            return self._relative(scope, mention, name)
        said = self._sentence(scope, _rest(name), scope.component)
        mention = code_spellings.code_in_component(name, scope.component, self._codes, numbers=scope.bare)
        if mention is None:
            return said
        if said is not None and said.indicator != mention.code:
            return said  # people letter by the LKE too; the sentence is the plan's own
        is_sentence = len(self._titles.content(_rest(name))) >= SENTENCE_WORDS
        if scope.lke or (is_sentence and not self._speaks_of(mention.code, name)):
            return said
        return self._relative(scope, mention, name)

    def _speaks_of(self, code: str, name: str) -> bool:
        """Whether a good part of a folder's words are in an indicator's sentence."""
        have = self._titles.content(_rest(name))
        known = self._titles.sentences[plan_codes.component_of(code)].words.get(code, (frozenset(),))[0]
        return self._titles.weight(have & known) >= LETTER_SHARE * self._titles.weight(have)

    def _component(self, scope: Scope, code: str, name: str, *, bare: bool) -> Scope:
        return replace(
            scope,
            area=plan_codes.area_of(code),
            component=code,
            bare=bare and scope.bare,
            reasons=(*scope.reasons, f"folder “{name}” = komponen {code}"),
            inside=(name,),
        )

    def _relative(self, scope: Scope, mention: Mention, name: str) -> Scope:
        return replace(
            scope,
            component=plan_codes.component_of(mention.code),
            indicator=mention.code,
            by_code=True,
            relative=True,
            reasons=(*scope.reasons, f"kode {mention.reading} pada nama folder “{name}”"),
            inside=(*scope.inside, name),
        )

    def _area_word(self, name: str) -> str | None:
        """Return the area of "AREA 5", "Pokja V", "P5"."""
        name = self._codes.without_mark(name)
        words = self._index.vocabulary.parts(name, self._read)
        first = tokens(name)[:3]
        if len(first) == 1 and first[0][0] == "p" and first[0][1:].isdecimal():
            return self._codes.areas.get(int(first[0][1:]))
        lead = words[0][0] if words and words[0] else ""
        if len(first) > 1 and (lead in _AREA_WORDS or first[0] in _AREA_WORDS):
            number = (
                code_spellings.number_of(first[1])
                if len(first[1]) > 1 or not first[1].isalpha() or first[1] in "ivx"
                else 0
            )
            return self._codes.areas.get(number)
        return None

    def _sentence(self, scope: Scope, name: str, place: str, *, share: float = SENTENCE_SHARE) -> Scope | None:
        """Return the scope of the indicator whose sentence a folder is."""
        code = self._titles.sentence(name, place, share)
        if code is None:
            return None
        return replace(
            scope,
            area=plan_codes.area_of(code),
            component=plan_codes.component_of(code),
            indicator=code,
            reasons=(*scope.reasons, f"folder “{name}” = indikator {code}"),
            inside=(*scope.inside, name),
        )


def _in_area(scope: Scope, code: str, name: str) -> Scope:
    return Scope(area=code, bare=False, lke=scope.lke, reasons=(f"folder “{name}” = area {code}",))


def _last_digit(number: int, area: int) -> int:
    """Return the component that an order number means: 2, and 12 inside area 1, mean the second."""
    return number - 10 * area if 10 * area < number < 10 * (area + 1) else number


def _rest(name: str) -> str:
    """Return a folder's name without the letter that orders it."""
    return name.lstrip()[1:].lstrip(" .)-_") if code_spellings.leading_letter(name) else name


def _rest_is_empty(name: str) -> bool:
    return not any(len(word) > 1 and not word.isdigit() and not code_spellings.number_of(word) for word in tokens(name))
