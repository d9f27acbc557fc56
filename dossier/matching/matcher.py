"""The matching stage: takes plan, scan and pins, returns a `Matching`, and lists the files whose text is needed."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from dossier._lazy import lazy
from dossier.knowledge.vocabulary import vocabulary_of
from dossier.matching import code_spellings, duplicates, front_papers, verdicts
from dossier.matching.term_scoring import KIND_TERMS
from dossier.matching.title_block import UNNAMED, OfficeName
from dossier.matching.verdicts import Ask, Verdict
from dossier.model import Finding, Matching, Severity

with lazy():  # not where every verdict is known
    from dossier.matching import archive_members, halves

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.matching.halves import PlanHalves
    from dossier.matching.verdicts import Resolution
    from dossier.model import Claim, Content, EvidenceFile, Pin, Plan, Scan


class WantedContents(NamedTuple):
    """The files whose content is needed, sorted by path.

    Of those to `read` the content can resolve a doubt, a period or a year; of those to `check` it may contradict the
    name or give the day of signature. What a person pinned is not checked.
    """

    read: tuple[EvidenceFile, ...]
    check: tuple[EvidenceFile, ...]


def match(
    plan: Plan,
    scan: Scan,
    pins: tuple[Pin, ...] = (),
    contents: Mapping[str, Content] = MappingProxyType({}),
    *,
    office: OfficeName = UNNAMED,
) -> Matching:
    """Place every file of a scan in the plan: `Matcher.match` once."""
    return Matcher(plan, office).match(scan, pins, contents)


_ready: list[tuple[Plan, OfficeName, PlanHalves]] = []
"""The index of a plan that was made in advance, until a matcher takes it."""


def make_ready(plan: Plan, office: OfficeName = UNNAMED) -> None:
    """Index a plan before there is anything to match; the next matcher of the same plan takes the index, once."""
    _ready[:] = [(plan, office, halves.PlanHalves(plan, office))]


def grounds_of_plan(plan: Plan) -> Plan:
    """Return a plan without what no verdict depends on: who takes care of what, templates, notes, its own title."""
    areas = tuple(
        replace(
            area,
            person="",
            components=tuple(
                replace(
                    component,
                    person="",
                    indicators=tuple(
                        replace(
                            each,
                            person="",
                            note="",
                            requirements=tuple(replace(r, person="", template=None) for r in each.requirements),
                        )
                        for each in component.indicators
                    ),
                )
                for component in area.components
            ),
        )
        for area in plan.areas
    )
    return replace(plan, title="", predicate="", basis="", areas=areas)


class _Case(NamedTuple):
    """A file with all that its verdict depends on, but for what its content says."""

    file: EvidenceFile
    pins: tuple[Pin, ...]
    is_enumerated: bool
    grounds: str


class Matcher:
    """Matches files to one plan; a file is decided again only where what its verdict depends on has changed.

    The plan is indexed with the first file that has to be decided.
    """

    def __init__(
        self, plan: Plan, office: OfficeName = UNNAMED, known: Mapping[str, Verdict] = MappingProxyType({})
    ) -> None:
        """Take a plan of an office.

        Args:
            plan: The plan.
            office: Whose plan it is.
            known: Path ─► verdict of earlier runs with the same plan, office and code.
        """
        self._plan = plan
        self._office = office
        self._known = known
        self._asks: dict[tuple[str, str], Ask] = {}
        self._decided: dict[tuple[EvidenceFile, tuple[Pin, ...], Content | None, bool], Resolution] = {}
        self.verdicts: dict[str, Verdict] = {}
        """Path ─► verdict of the last `match`; without those that rest on a failure that may pass."""

    @cached_property
    def _halves(self) -> PlanHalves:
        plan, office = self._plan, self._office
        ready = [made for known, whose, made in _ready if (known, whose) == (plan, office)]
        _ready.clear()
        return ready[0] if ready else halves.PlanHalves(plan, office)

    def asked(self, scan: Scan, pins: tuple[Pin, ...] = ()) -> WantedContents:
        """Return the files whose content is needed, by what names and places give without any content."""
        asks = [(case.file, self._asks_of(case)) for case in self._cases(scan, pins)]
        return WantedContents(
            read=tuple(file for file, ask in asks if ask & Ask.READ),
            check=tuple(file for file, ask in asks if ask & Ask.CHECK),
        )

    def undecided(
        self, scan: Scan, pins: tuple[Pin, ...] = (), readings: Mapping[str, str] = MappingProxyType({})
    ) -> frozenset[str]:
        """Return the SHA-256 of the files for whose verdict `match` needs to know what they say; see there."""
        return frozenset(
            case.file.sha256
            for case in self._cases(scan, pins)
            if case.file.sha256 in readings and self._known_of(case, _reading(case.file, readings)) is None
        )

    def match(
        self,
        scan: Scan,
        pins: tuple[Pin, ...] = (),
        contents: Mapping[str, Content] = MappingProxyType({}),
        readings: Mapping[str, str] = MappingProxyType({}),
    ) -> Matching:
        """Place every file of a scan in the plan.

        A file's place depends on the plan, its own path and its own pins, and on the letters before the names in its
        folder: neither the order of the files nor any file elsewhere changes it. Beside another copy or a better
        version of the same paper a claim is a spare. What a score means: 1 a person's pin, 0.9 and more a code, below
        that words inside a place that folders fix, a paper of the sheet, words alone, or what the file says (times 0.9,
        0.8, 0.75); candidates carry the score they would have as claims.

        Args:
            scan: What is there; unreadable files are matched by their names too.
            pins: What a person decided about single files; these overrule everything else.
            contents: SHA-256 ─► what files say on their first pages; asked only where name and place do not settle it.
            readings: SHA-256 ─► the way in which files were read, for verdicts that are kept.
        """
        cases = self._cases(scan, pins)
        self.verdicts = {}
        resolved = [self._resolved(case, contents, readings) for case in cases]
        if "_halves" in vars(self):
            self._halves.forget()
        paths = {_folded(case.file.path) for case in cases}
        lost = sorted((pin for pin in pins if _folded(pin.path) not in paths), key=lambda pin: _folded(pin.path))
        settled = front_papers.settle(each.front for each in resolved if each.front)
        ambiguous = (*(each.ambiguous for each in resolved if each.ambiguous), *settled.ambiguous)
        unplaced = (*(each.unplaced for each in resolved if each.unplaced), *settled.unplaced)
        matching = Matching(
            claims=tuple(_in_plan_order(self._plan, (claim for each in resolved for claim in each.claims))),
            ambiguous=tuple(sorted(ambiguous, key=lambda each: each.file.path)),
            unplaced=tuple(sorted(unplaced, key=lambda each: each.file.path)),
            ignored=tuple(sorted(scan.ignored, key=lambda file: file.path)),
            findings=tuple(dict.fromkeys((*(f for each in resolved for f in each.findings), *map(_lost_pin, lost)))),
            questions=tuple(each for one in resolved for each in one.questions),
            front=settled.front,
        )
        return duplicates.with_spares(self._plan, matching)

    def _cases(self, scan: Scan, pins: tuple[Pin, ...]) -> list[_Case]:
        """Return the files of a scan sorted by path, each with its pins; of two files of one folded path the first."""
        by_path: defaultdict[str, list[Pin]] = defaultdict(list)
        for pin in pins:
            by_path[_folded(pin.path)].append(pin)
        files = sorted(scan.files, key=lambda file: file.path)
        enumerated = self._enumerated(files)
        cases = []
        for file in files:
            own = tuple(by_path.pop(_folded(file.path), ())) if by_path else ()
            is_enumerated = bool(enumerated) and file.path.rpartition("/")[0] in enumerated
            asked = own or is_enumerated or file.members
            grounds = verdicts.grounds_of(own, file.members, is_enumerated=is_enumerated) if asked else ""
            cases.append(_Case(file, own, is_enumerated, grounds))
        return cases

    def _known_of(self, case: _Case, reading: str) -> Verdict | None:
        known = self._known.get(case.file.path)
        return known if known is not None and (known.grounds, known.reading) == (case.grounds, reading) else None

    def _asks_of(self, case: _Case) -> Ask:
        key = case.file.path, case.grounds
        if key not in self._asks:
            known = self._known.get(case.file.path)
            if known is not None and known.grounds == case.grounds:
                self._asks[key] = Ask(known.asks)
            else:
                self._asks[key] = verdicts.asks_of(self._decide(case, None))
        return self._asks[key]

    def _resolved(self, case: _Case, contents: Mapping[str, Content], readings: Mapping[str, str]) -> Resolution:
        file, reading = case.file, _reading(case.file, readings)
        known = self._known_of(case, reading)
        if known is not None:
            self.verdicts[file.path] = known
            return known.resolution(file)
        content = contents.get(file.sha256)
        resolution = self._decide(case, content)
        if (content is None) is (reading == "") and (content is None or content.lasting):
            turned = content.turned if content else 0
            asks = self._asks_of(case)
            self.verdicts[file.path] = verdicts.verdict_of(file, resolution, case.grounds, reading, asks, turned)
        return resolution

    def _decide(self, case: _Case, content: Content | None) -> Resolution:
        key = (case.file, case.pins, content, case.is_enumerated)
        if key not in self._decided:
            self._decided[key] = self._in_front(case, content) or self._evidence(case, content)
        return self._decided[key]

    def _in_front(self, case: _Case, content: Content | None) -> Resolution | None:
        """Return the resolution of a paper that is bound in front; None where pin, name and place name none."""
        if pin := front_papers.front_pin(case.pins):
            return front_papers.by_pin(case.file, pin, content)
        return None if case.pins else front_papers.by_name(case.file, content, self._office.names)

    def _evidence(self, case: _Case, content: Content | None) -> Resolution:
        pins = tuple(pin for pin in case.pins if pin.front is None)
        if pins:
            return self._halves.decide_pins(case.file, pins, content)
        found = self._with_members(case.file, self._halves.decide(case.file, content, is_enumerated=case.is_enumerated))
        if case.pins or (found.ambiguous is None and found.unplaced is None):
            return found
        return front_papers.by_content(case.file, content) or found

    def _with_members(self, file: EvidenceFile, own: Resolution) -> Resolution:
        """Add to the resolution of an archive what the names of its members say; of other files it is as it was."""
        if not file.members:
            return own
        inside = archive_members.as_files(file)
        enumerated = self._enumerated(each for _, each in inside)
        decided = [
            (name, self._halves.decide(each, is_enumerated=each.path.rpartition("/")[0] in enumerated))
            for name, each in inside
        ]
        return archive_members.joined(self._plan, own, file, decided)

    def _enumerated(self, files: Iterable[EvidenceFile]) -> frozenset[str]:
        """Return the folders in which letters number the names: two of them stand before papers of one kind."""
        vocabulary = vocabulary_of(self._office.words + self._plan.words)
        kinds: defaultdict[tuple[str, frozenset[str]], set[str]] = defaultdict(set)
        for file in files:
            folder, _, name = file.path.rpartition("/")
            letter = code_spellings.leading_letter(name)
            if letter and (kind := vocabulary.expand(name) & KIND_TERMS):
                kinds[folder, kind].add(letter)
        return frozenset(folder for (folder, _), letters in kinds.items() if len(letters) > 1)


def _reading(file: EvidenceFile, readings: Mapping[str, str]) -> str:
    """Return how the bytes of a file were read, as a verdict keeps it: empty where they were not."""
    way = readings.get(file.sha256)
    return "" if way is None else f"{file.sha256} {way}"


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def _in_plan_order(plan: Plan, claims: Iterable[Claim]) -> list[Claim]:
    order = {indicator.code: place for place, indicator in enumerate(plan.indicators)}
    return sorted(claims, key=lambda c: (order[c.indicator], *c.order, c.file.path))


def _lost_pin(pin: Pin) -> Finding:
    return Finding(
        code="pin_tanpa_berkas",
        severity=Severity.WARNING,
        subject=pin.path,
        text=f"Pin untuk “{pin.path}” tidak berlaku: berkas itu tidak ada di folder bukti.",
        advice="Perbaiki letak berkasnya di plan/pins.yaml (lihat `dossier scan`), atau hapus pin itu.",
        path=pin.path,
        line=pin.line or None,
    )
