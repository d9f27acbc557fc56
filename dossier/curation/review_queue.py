"""Lists the files to review in order, and parses a person's answers. Pure."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dossier import codes, wording
from dossier.matching import questions
from dossier.model import Pin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.knowledge.sheet import SheetQuestion
    from dossier.model import Claim, EvidenceFile, Indicator, Matching, Plan, QuestionClaim, Requirement, Slot

# "III.2.1.b", "3.2.1b", "V/4/2", "V-4-b", "V 4 2 a", "R.IV.2.1".
_CODE: Final = re.compile(
    r"(?:(?P<half>[RH])[\s.\-_/]+)?(?P<area>[IVX]+|\d)[\s.\-_/]+(?P<component>\d{1,2})[\s.\-_/]+(?P<indicator>\d{1,2}|[a-h](?![\s.\-_/]*[a-h]))"
    r"(?:[\s.\-_/]*(?P<letter>[a-h]))?\.?",
    re.IGNORECASE,
)
_RANGE: Final = re.compile(r"(\d+)\s*[-–]\s*(\d+)")


class Standing(StrEnum):
    """Status of a file in the matching: ambiguous, unplaced, claimed without filling a slot, claimed, beyond the plan.

    A file beyond the plan answers a question of the evaluation sheet for which the plan has no row.
    """

    AMBIGUOUS = "rancu"
    UNPLACED = "tanpa tempat"
    FAULTY = "terpasang, belum mengisi"
    CLAIMED = "terpasang"
    BEYOND = "terpasang di luar rencana"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A file to decide about: why it is open, and where it may belong, best first."""

    file: EvidenceFile
    standing: Standing
    reason: str
    choices: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PinTarget:
    """A requirement that a person names, and perhaps its slot; or an indicator whose requirement is still open."""

    indicator: Indicator
    requirement: Requirement | None
    slot: Slot | None = None

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots that the requirement has."""
        return self.indicator.slots_of(self.requirement) if self.requirement else ()

    @property
    def code(self) -> str:
        """The code of the requirement: "III.2.1.b"; that of the indicator where it is open."""
        return f"{self.indicator.code}.{self.requirement.id}" if self.requirement else self.indicator.code

    @property
    def label(self) -> str:
        """What is asked for, or that this is open."""
        return self.requirement.label if self.requirement else f"({wording.OPEN_REQUIREMENT})"

    def pin(self, path: str) -> Pin:
        """Return the decision that a file belongs here; a slot is written only where there are several."""
        slot = self.slot.key if self.slot and len(self.slots) > 1 else None
        requirement = self.requirement.id if self.requirement else None
        return Pin(path=path, indicator=self.indicator.code, requirement=requirement, slot=slot)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTarget:
    """A question of the evaluation sheet that a person names; it has no slots."""

    question: SheetQuestion
    slot: None = None
    slots: tuple[Slot, ...] = ()

    @property
    def code(self) -> str:
        """The key of the question."""
        return self.question.key

    @property
    def label(self) -> str:
        """The words of the question."""
        return self.question.text

    def pin(self, path: str) -> Pin:
        """Return the decision that a file answers this question."""
        return Pin(path=path, indicator=None, question=self.question.key)


def open_questions(matching: Matching, pins: Iterable[Pin]) -> tuple[Question, ...]:
    """Return the ambiguous files, then the unplaced ones, then those at their place that fill nothing.

    Those that a person called no evidence are not asked about again.
    """
    rejected = {pin.path for pin in pins if pin.rejects}
    settled = {Standing.CLAIMED, Standing.BEYOND}
    asked = [q for q in all_questions(matching) if q.standing not in settled and q.file.path not in rejected]
    order = list(Standing)
    return tuple(sorted(asked, key=lambda q: (order.index(q.standing), q.file.path)))


def questions_about(matching: Matching, names: Iterable[str]) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """Return the questions about named files or all files of named folders, and the names that mean no file."""
    everything = {q.file.path: q for q in all_questions(matching)}
    ordered = sorted(everything)
    found: dict[str, Question] = {}
    unknown = []
    for name in names:
        path = unicodedata.normalize("NFC", name).rstrip("/")
        own = [p for p in ordered if p == path or p.startswith(f"{path}/")]
        found.update((p, everything[p]) for p in own)
        if not own:
            unknown.append(name)
    return tuple(found.values()), tuple(unknown)


def similar_paths(matching: Matching, name: str) -> tuple[str, ...]:
    """Return the paths most like a name that means no file."""
    paths = sorted({q.file.path for q in all_questions(matching)})
    by_name = {path.rpartition("/")[2].casefold(): path for path in paths}
    close = difflib.get_close_matches(name.rpartition("/")[2].casefold(), by_name, n=3, cutoff=0.6)
    return tuple(by_name[key] for key in close)


def all_questions(matching: Matching) -> list[Question]:
    """Return what there is to say of every file but the ignored ones, in no particular order."""
    claims: dict[str, list[Claim]] = {}
    for claim in matching.claims:
        claims.setdefault(claim.file.path, []).append(claim)
    asked = [
        Question(
            file=own[0].file,
            standing=Standing.CLAIMED if any(claim.fills for claim in own) else Standing.FAULTY,
            reason=own[0].fault.text if own[0].fault else "; ".join(_reasons(own[0])),
            choices=tuple(own),
        )
        for own in claims.values()
    ]
    asked += [
        Question(file=each.file, standing=Standing.AMBIGUOUS, reason=each.reason, choices=each.candidates)
        for each in matching.ambiguous
    ]
    asked += [
        Question(file=each.file, standing=Standing.UNPLACED, reason=each.reason, choices=each.near)
        for each in matching.unplaced
    ]
    beyond: dict[str, QuestionClaim] = {}
    for answer in matching.beyond_plan:
        beyond.setdefault(answer.file.path, answer)
    asked += [
        Question(
            file=each.file,
            standing=Standing.BEYOND,
            reason=f"pertanyaan LKE {each.question}; {'; '.join(each.reasons)}",
            choices=(),
        )
        for each in beyond.values()
    ]
    return asked


def _reasons(claim: Claim) -> tuple[str, ...]:
    return (wording.OPEN_REQUIREMENT, *claim.reasons) if claim.requirement is None else claim.reasons


def place_of(plan: Plan, claim: Claim) -> PinTarget | None:
    """Return where a candidate points; None where the plan does not have it."""
    indicator = plan.indicator(claim.indicator)
    requirement = indicator.requirement(claim.requirement) if indicator else None
    if indicator is None or (requirement is None and claim.requirement is not None):
        return None
    place = PinTarget(indicator=indicator, requirement=requirement)
    slots = place.slots
    slot = slots[0] if len(slots) == 1 else next((s for s in slots if s.key == claim.slot), None)
    return PinTarget(indicator=indicator, requirement=requirement, slot=slot)


def read_code(plan: Plan, text: str) -> tuple[Indicator | None, Requirement | None, str]:
    """Read a code in any spelling.

    Returns:
        The indicator or None, the requirement that its letter (or there being only one) fixes or None, and in
        Indonesian what is wrong, or an empty text.
    """
    hit = _CODE.fullmatch(text.strip())
    if hit is None:
        return None, None, f"“{text.strip()}” bukan kode; tulis seperti III.2.1.b"
    area = wording.roman_number(hit["area"]) or (int(hit["area"]) if hit["area"].isdecimal() else 0)
    third = hit["indicator"]
    number = int(third) if third.isdecimal() else ord(third.casefold()) - ord("a") + 1
    own = wording.roman(area) if area else hit["area"].upper()
    half = (hit["half"] or "").upper()
    code = ".".join(filter(None, (half, own, str(int(hit["component"])), str(number))))
    indicator = plan.indicator(code)
    if indicator is None:
        return None, None, f"{code} tidak ada dalam rencana{_suggestion(plan, code)}"
    letter = (hit["letter"] or "").casefold()
    if not letter:
        only = indicator.requirements[0] if len(indicator.requirements) == 1 else None
        return indicator, only, ""
    requirement = indicator.requirement(letter)
    known = wording.join_words([r.id for r in indicator.requirements])
    return indicator, requirement, "" if requirement else f"{code} tidak punya butir {letter}; ada {known}"


def _suggestion(plan: Plan, code: str) -> str:
    parent = codes.component_of(code)
    siblings = [i.code for i in plan.indicators if i.code.startswith(f"{parent}.")]
    if siblings:
        return f"; {parent} punya {siblings[0]} sampai {siblings[-1]}"
    return f"; areanya {', '.join(area.code for area in plan.areas)}"


def read_question(text: str) -> QuestionTarget | None:
    """Return the question of the evaluation sheet that a text is the key or the portal number of, or None."""
    found = questions.named(text)
    return QuestionTarget(question=found[0]) if len(found) == 1 else None


def read_numbers(text: str, count: int) -> tuple[int, ...] | None:
    """Read "2", "1,3", "1 3" or "1-3" as numbers from 1 to `count`; None where it is anything else."""
    numbers: list[int] = []
    for part in re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", text.strip())):
        span = _RANGE.fullmatch(part)
        if span is None and not part.isdecimal():
            return None
        first, last = (int(span[1]), int(span[2])) if span else (int(part), int(part))
        if not 1 <= first <= last <= count:
            return None
        numbers += range(first, last + 1)
    return tuple(dict.fromkeys(numbers))


def read_slots(slots: tuple[Slot, ...], text: str) -> tuple[Slot, ...]:
    """Read which slots a person means: numbers of the list, "2025-04", or a month's name; none where unclear."""
    numbers = read_numbers(text, len(slots))
    if numbers:
        return tuple(slots[number - 1] for number in numbers)
    words = text.split()
    month = wording.month_number(words[0]) if words else None
    keyed = tuple(slot for slot in slots if slot.key == text.strip())
    if keyed or month is None:
        return keyed
    return tuple(s for s in slots if _holds(s, month) and (len(words) == 1 or words[1] == str(s.until.year)))


def _holds(slot: Slot, month: int) -> bool:
    return slot.start.month <= month <= slot.until.month + 12 * (slot.until.year - slot.start.year)
