"""Parts a plan by the halves of the sheet and sends each file to the half that its path names.

Titles of areas and many words occur in the pemenuhan half, the reform half and the results. A file is matched within
one half, so that rows of one cannot take files of another; where nothing names a half, pemenuhan is meant.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier import codes, wording
from dossier.knowledge import sheet
from dossier.knowledge.vocabulary import tokens
from dossier.matching import code_spellings, lke_keys, parsed_path
from dossier.matching.code_spellings import PlanCodes
from dossier.matching.index import PlanIndex
from dossier.matching.resolve import decide, decide_pins
from dossier.matching.title_block import UNNAMED, OfficeName
from dossier.matching.verdicts import Resolution
from dossier.matching.weights import CLEAR_IN_INDICATOR, LEAD
from dossier.model import AmbiguousFile, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.matching.code_spellings import Mention
    from dossier.matching.term_scoring import Hit
    from dossier.model import Content, EvidenceFile, Pin, Plan


def split(plan: Plan) -> dict[str, Plan]:
    """Return half of the sheet ─► the plan with the areas of that half alone; at least one."""
    areas = {half: tuple(a for a in plan.areas if codes.half_of(a.code) == half) for half in codes.HALVES.values()}
    return {half: replace(plan, areas=own) for half, own in areas.items() if own} or {sheet.PEMENUHAN: plan}


class PlanHalves:
    """The halves of one plan, each with an index of its own; most plans have one."""

    def __init__(self, plan: Plan, office: OfficeName = UNNAMED) -> None:
        """Index every half of the plan of an office."""
        self._codes = PlanCodes(plan)
        everything = {indicator.code for indicator in plan.indicators}
        self.indexes = {
            half: PlanIndex(part, office, everything - {indicator.code for indicator in part.indicators})
            for half, part in split(plan).items()
        }
        self._main = next(iter(self.indexes))
        self._known: dict[tuple[str, ...], str] = {(): ""}

    @property
    def first(self) -> PlanIndex:
        """The index of the pemenuhan half, or of the first one that the plan has."""
        return self.indexes[self._main]

    def forget(self) -> None:
        """Give back what was considered for single files."""
        for known in self.indexes.values():
            known.considered.clear()

    def decide(self, file: EvidenceFile, content: Content | None = None, *, is_enumerated: bool = False) -> Resolution:
        """Resolve one file within the half that it belongs to. Arguments as in `resolve.decide`."""

        def within(half: str) -> Resolution:
            return decide(self.indexes[half], file, content, is_enumerated=is_enumerated)

        if len(self.indexes) == 1:
            return within(self._main)
        half, other = self._named(file.path)
        result = within(half)
        if other:
            both = (result, within(other))
            is_open = other == self._main
            return _doubted(file, both, "kodenya di folder ini dapat berarti") if is_open else _together(both)
        if result.claims:
            others = self._rivals(file.path, half, result)
            rivals = ((other, found) for other in others if (found := within(other)).claims)
            return next((found for other, found in rivals if self._better(file.path, result, other, found)), result)
        for likely in self._likely(file.path, half, result):
            found = within(likely)
            if found.claims and self._of_folders(parsed_path.split_path(file.path)[0]):
                return _doubted(file, (found,), f"foldernya {half}, isinya diminta di")
            if found.claims or result.questions:
                return found
        return result

    def decide_pins(self, file: EvidenceFile, pins: tuple[Pin, ...], content: Content | None = None) -> Resolution:
        """Resolve one file by its pins, which may be of several halves."""
        parts: dict[str, list[Pin]] = {}
        for pin in pins:
            half = sheet.questions()[pin.question].half if pin.question else codes.half_of(pin.indicator or "")
            parts.setdefault(half if half in self.indexes else self._main, []).append(pin)
        if any(pin.rejects for pin in pins):
            return decide_pins(self.first, file, pins, content)
        return _together([decide_pins(self.indexes[half], file, tuple(own), content) for half, own in parts.items()])

    def _named(self, path: str) -> tuple[str, str]:
        """Return the half that a path names, and a second one or an empty text.

        Where the second is the main half, the name has a code that may be of either, and its words do not say of which;
        else the name has codes of both and serves both.
        """
        folders, stem = parsed_path.split_path(path)
        half = self._of_folders(folders) or self._main
        if lke_keys.key_in(stem):
            named = lke_keys.half_named(stem)
            return named if named in self.indexes else self._main, ""
        mentions = code_spellings.full_codes(stem, self._codes)
        said = [each for each in self.indexes if any(codes.half_of(m.code) == each for m in mentions)]
        if any(each != self._main for each in said):
            return said[0], said[1] if len(said) > 1 else ""
        if not mentions or half == self._main:
            return half, ""
        return self._of_either(path, half, mentions)

    def _of_either(self, path: str, half: str, mentions: Sequence[Mention]) -> tuple[str, str]:
        """Choose for a code without a mark in a folder of another half: "REFORM/I.1.1 …" may be I.1.1 or R.I.1.1."""
        mark = next(mark for mark, name in codes.HALVES.items() if name == half)
        twins = [f"{mark}.{m.code}" for m in mentions if self.indexes[half].plan.indicator(f"{mark}.{m.code}")]
        own = [m.code for m in mentions if m.known and not m.written[:1].isdigit()]
        if not own or not twins:
            return self._main if own else half, ""
        inside = max((hit.score for hit in self._hits(path, half, twins, mentions)), default=0.0)
        outside = max((hit.score for hit in self._hits(path, self._main, own, mentions)), default=0.0)
        if inside >= max(outside, CLEAR_IN_INDICATOR):
            return half, ""
        return (self._main, "") if outside - inside >= LEAD else (half, self._main)

    def _hits(
        self, path: str, half: str, indicators: Iterable[str], mentions: Sequence[Mention] = ()
    ) -> tuple[Hit, ...]:
        """Return what indicators of a half ask for and a name says words of."""
        known = self.indexes[half]
        name = parsed_path.read(path, mentions, known.speller, inside_indicator=True)
        return tuple(hit for code in indicators for hit in known.index.rank(code, name.terms))

    def _better(self, path: str, result: Resolution, other: str, found: Resolution) -> bool:
        """Whether the wording that another half has for a name says all that was matched, and more of the name."""
        mine = self._said_of(path, self._main, result)
        return bool(mine) and mine < self._said_of(path, other, found)

    def _said_of(self, path: str, half: str, result: Resolution) -> frozenset[str]:
        """Return the words of a name that what it is claimed for is named by."""
        places = {(claim.indicator, claim.requirement) for claim in result.claims}
        hits = self._hits(path, half, sorted({code for code, _ in places}))
        asked = ((hit.entry.indicator.code, hit.entry.requirement.id, hit.own) for hit in hits)
        return frozenset().union(*(own for code, letter, own in asked if places & {(code, letter), (code, None)}))

    def _of_folders(self, folders: tuple[str, ...]) -> str:
        """Return the half that the folders name, the nearest first, or an empty text."""
        if folders not in self._known:
            self._known[folders] = self._said(folders) or self._of_folders(folders[:-1])
        return self._known[folders]

    def _said(self, folders: tuple[str, ...]) -> str:
        """Return the half that the last folder names; the first half where the plan has no rows of the one named."""
        name = folders[-1]
        half = lke_keys.half_named(name)
        if not half and not self.first.places.scope(folders[:-1]).area:
            half = lke_keys.numbered_aspect(name)
        if not half and (mark := code_spellings.marked_area(name)[0]):
            half = codes.half_of(mark)
        if not half and not self._of_folders(folders[:-1]):
            scope = self.first.places.scope(folders)
            half = scope.lke if scope.question and scope.lke in codes.HALVES.values() else ""
        return half if not half or half in self.indexes else self._main

    def _rivals(self, path: str, half: str, result: Resolution) -> Iterator[str]:
        """Yield the other halves that may own a file claimed by words alone, outside of a component's folder."""
        folders, _ = parsed_path.split_path(path)
        by_words = all(claim.rule in {Rule.WORDS, Rule.PLACE} for claim in result.claims)
        if half == self._main and by_words and not self._of_folders(folders):
            scope = self.first.places.scope(folders)
            if not scope.component and not scope.lke:
                yield from (other for other in self.indexes if other != half)

    def _likely(self, path: str, half: str, result: Resolution) -> Iterator[str]:
        """Yield the halves that a file without a claim may belong to: that of its paper's question, or one it names."""
        keys = [claim.question for claim in result.questions]
        for other, known in self.indexes.items():
            if other != half and any(known.ties.indicators(key) for key in keys):
                yield other
        if half != self._main or result.ambiguous or keys:
            return
        folders, stem = parsed_path.split_path(path)
        for other, known in self.indexes.items():
            named = any(known.places.names_component(folder) for folder in folders)
            own = any(self.first.places.names_component(folder) for folder in folders)
            if other != half and ((named and not own) or other in tokens(stem)):
                yield other


def _together(results: Sequence[Resolution]) -> Resolution:
    """Return what several halves gave for one file: the claims of all, else what the first could not decide."""
    claims = tuple(claim for result in results for claim in result.claims)
    questions = tuple(question for result in results for question in result.questions)
    left = Resolution() if claims or questions else results[0]
    return replace(
        left,
        claims=claims,
        questions=questions,
        findings=tuple(dict.fromkeys(finding for result in results for finding in result.findings)),
    )


def _doubted(file: EvidenceFile, results: Sequence[Resolution], why: str) -> Resolution:
    """Return the claims of halves as candidates, where the path speaks for another half too; `why` ends before them."""
    claims = [claim for result in results for claim in result.claims]
    named = wording.join_words(list(dict.fromkeys(claim.indicator for claim in claims)))
    if not claims:
        return results[0]
    return Resolution(ambiguous=AmbiguousFile(file=file, candidates=tuple(claims), reason=f"{why} {named}"))
