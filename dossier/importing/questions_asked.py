"""Questions that an import leaves to a person: each with a key, a proposal and the answers it takes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_QUESTIONS: Final = 10
YES, NO = "ya", "tidak"
CHECKED, UNCHECKED = "sudah", "belum"

Answer = str | Mapping[str, str]
"""A text, or for a question about several things a text for each."""
Asker = Callable[["ImportQuestion"], "Answer | None"]
"""Asks a person; None: leave it open."""


@dataclass(frozen=True, kw_only=True)
class ImportQuestion:
    """One question.

    Attributes:
        key: Its key in a file of answers.
        text: The question, in Indonesian.
        proposal: What is taken where nobody answers.
        options: Answers that it takes; empty: any text.
        details: What it is about, a line each.
        is_time: Whether it is about a due time: unanswered, it stays without a date.
        needs_person: Whether it stays open until a person answers, although its proposal is taken meanwhile.
    """

    key: str
    text: str
    proposal: str
    options: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    is_time: bool = False
    needs_person: bool = False


@dataclass(frozen=True, kw_only=True)
class Settled:
    """A question and what counts for it; `answered` says whether a person did."""

    question: ImportQuestion
    answer: Answer
    answered: bool

    @property
    def text(self) -> str:
        """The answer where it is one text."""
        return self.answer if isinstance(self.answer, str) else ""


@dataclass(kw_only=True)
class Answers:
    """Answers that were given beforehand, and a way to ask for others.

    Attributes:
        given: Key ─► answer, from a file; None where no file was given.
        ask: Asks a person, or None where there is nobody.
        known: What need not be asked, because the plan that is there says it.
        settled: Every question so far, in order.
    """

    given: Mapping[str, Answer] | None = None
    ask: Asker | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    settled: list[Settled] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def settle(self, question: ImportQuestion) -> Answer:
        """Return the answer that counts: one given, one asked for now, else the proposal (no time: an empty text)."""
        answer = (self.given or {}).get(question.key, self.known.get(question.key))
        if answer is not None and (fault := _fault(question, answer)):
            self.faults.append(fault)
            answer = None
        if answer is None and self.ask is not None and len(self.settled) < MOST_QUESTIONS:
            answer = self.ask(question)
        if question.needs_person and answer == question.proposal:
            answer = None  # "belum" leaves it open
        found = answer if answer is not None else "" if question.is_time else question.proposal
        self.settled.append(Settled(question=question, answer=found, answered=answer is not None))
        return found

    @property
    def open(self) -> list[ImportQuestion]:
        """Questions that nobody answered; with a file of answers only those that need a person."""
        left = [each.question for each in self.settled if not each.answered]
        return left if self.given is None else [each for each in left if each.is_time or each.needs_person]

    @property
    def unknown(self) -> list[str]:
        """Keys that were answered but not asked."""
        asked = {each.question.key for each in self.settled}
        return [key for key in self.given or {} if key not in asked]


def _fault(question: ImportQuestion, answer: Answer) -> str:
    if isinstance(answer, str) and question.options and answer not in question.options:
        return (
            f"Jawaban {question.key}: “{answer}” bukan salah satu dari {', '.join(question.options)}; usulan dipakai."
        )
    return ""


def few(lines: Sequence[str], most: int = 8) -> tuple[str, ...]:
    """Return the first of many lines, and how many more there are."""
    return tuple(lines) if len(lines) <= most else (*lines[:most], f"… dan {len(lines) - most} lagi")


def answer_for(answer: Answer, code: str, proposed: str) -> str:
    """Return what an answer says of one code: of a list its entry, of "ya" the proposal."""
    if isinstance(answer, str):
        return proposed if answer == YES else ""
    said = answer.get(code, "")
    return proposed if said == YES else said
