"""Computes the coverage: which files fill which slot, the findings, and the count of all files. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dossier.audit.messages import (
    about,
    clause,
    enumeration,
    fault_finding,
    finding_order,
    only_a_link,
    open_requirement,
    place_words,
    same_bytes,
    suggested_name,
    time_finding,
    undecided,
    unpack,
)
from dossier.knowledge import finding_codes
from dossier.model import FaultKind, Media, Rule, Severity, SlotCoverage, State
from dossier.wording import join_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping

    from dossier.model import (
        Claim,
        EvidenceFile,
        Finding,
        Indicator,
        Matching,
        Plan,
        Requirement,
        Scan,
        Slot,
        UnplacedFile,
    )

    Place = tuple[str, str, str]  # indicator, requirement, slot key


def counts(scan: Scan, matching: Matching) -> dict[str, int]:
    """Return how many files are claimed, ambiguous, unplaced and ignored; their sum is what the scan found.

    Raises:
        RuntimeError: A file is in none or in several of the groups: a bug.
    """
    groups = {
        "claimed": set(matching.claimed_paths),
        "ambiguous": {each.file.path for each in matching.ambiguous},
        "unplaced": {each.file.path for each in matching.unplaced},
        "ignored": {each.path for each in matching.ignored},
    }
    found = [file.path for file in scan.files] + [file.path for file in scan.ignored]
    placed = [path for paths in groups.values() for path in paths]
    if sorted(placed) != sorted(found):
        lost = sorted(set(found) - set(placed))
        surplus = sorted(set(placed) - set(found))
        twice = sorted(path for path, number in (Counter(placed) | Counter(found)).items() if number > 1)
        raise RuntimeError(f"files do not add up: lost {lost}, never found {surplus}, in two groups {twice}")
    return {name: len(paths) for name, paths in groups.items()}


UNFILLED: Final = frozenset({finding_codes.OPEN_PROMPT, finding_codes.TAG_LEFT})
UNUSABLE: Final = UNFILLED | {finding_codes.DAMAGED_FILE, finding_codes.OUR_FAULT}
"""Findings about files that serve nothing."""
"""Codes of findings about a paper that nobody has finished filling."""


_SEND = (
    "Kirim temuan ini dan keluaran `dossier doctor` kepada pengelola dossier, beserta berkasnya bila boleh; sementara "
    "itu simpan berkasnya sebagai PDF."
)


@dataclass(slots=True)
class CoverageBuilder:
    """Collects, while coverage is computed, the files of each slot and the findings."""

    plan: Plan
    matching: Matching
    problems: Mapping[str, str]
    unfinished: Mapping[str, tuple[Finding, ...]]
    ours: Collection[str] = ()
    links: Collection[str] = frozenset()
    files: dict[Place, dict[str, bool]] = field(default_factory=dict)
    candidates: defaultdict[Place, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    notes: defaultdict[Place, dict[Finding, None]] = field(default_factory=lambda: defaultdict(dict))
    unread: defaultdict[tuple[str, str], dict[Finding, None]] = field(default_factory=lambda: defaultdict(dict))
    findings: dict[Finding, None] = field(default_factory=dict)
    spares: defaultdict[Place, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    pinned: set[tuple[str, str, str, str]] = field(default_factory=set)
    doubted: defaultdict[Place, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        """Lay out all places in plan order, so that texts name them in that order whatever the order of the claims."""
        for indicator in self.plan.indicators:
            for requirement in indicator.requirements:
                for slot in indicator.slots_of(requirement):
                    self.files[indicator.code, requirement.id, slot.key] = {}

    def coverage(self, indicator: Indicator, requirement: Requirement, slot: Slot, as_of: dt.date) -> SlotCoverage:
        """Return the coverage of one slot; call after all claims and candidates were added."""
        place = (indicator.code, requirement.id, slot.key)
        doubted = self.doubted.get(place, {})
        files = {path: serves for path, serves in self.files[place].items() if path not in doubted}
        candidates = {**self.candidates.get(place, {}), **doubted}
        if any(files.values()):
            state = State.PRESENT
        elif doubted:
            state = State.UNCONFIRMED
        elif files:
            state = State.FAULTY
        elif candidates:
            state = State.UNCONFIRMED
        else:
            state = State.MISSING if slot.is_late(as_of) else State.NOT_YET_DUE
        notes = list(self.notes.get(place, {}))
        if not files and not candidates:
            # A file of an unread period may be what this slot lacks; said once, at the requirement's first open slot.
            notes += self.unread.pop(place[:2], {})
        return SlotCoverage(
            indicator=indicator.code,
            requirement=requirement,
            slot=slot,
            state=state,
            files=tuple(sorted(files, key=lambda path: (not files[path], path))),
            candidates=tuple(sorted(candidates)),
            findings=tuple(sorted(notes, key=finding_order)),
            spares=tuple(sorted(self.spares.get(place, {}))),
            unusable=tuple(sorted(path for path, serves in files.items() if not serves)),
        )

    def problem(self, file: EvidenceFile) -> str | None:
        """Return why a file serves nothing, or None."""
        return file.problem or self.problems.get(file.path)

    def note(self, finding: Finding, places: Iterable[Place] = ()) -> None:
        """Add a finding, and attach it to the slots it concerns."""
        self.findings[finding] = None
        for place in places:
            self.notes[place][finding] = None

    def target(self, claim: Claim) -> tuple[Indicator, Requirement, Slot | None] | None:
        """Return indicator, requirement and slot of a claim; None where the plan lacks them; a slot may be None."""
        return self._asked(claim.indicator, claim.requirement, claim.slot)

    def _asked(
        self, code: str, letter: str | None, key: str | None
    ) -> tuple[Indicator, Requirement, Slot | None] | None:
        """Return what the plan asks for by these names; without a slot's key its only slot, if it has just one."""
        indicator = self.plan.indicator(code)
        requirement = indicator.requirement(letter) if indicator else None
        if indicator is None or requirement is None:
            return None
        slots = indicator.slots_of(requirement)
        if key is None:
            return indicator, requirement, slots[0] if len(slots) == 1 else None
        return indicator, requirement, next((slot for slot in slots if slot.key == key), None)

    def weigh_claims(self) -> None:
        """Fill the slots with the files that claim them."""
        for claim in self.matching.serving_claims:
            target = self.target(claim)
            if target is None:
                continue
            indicator, requirement, slot = target
            if slot is None:
                finding = fault_finding(claim, indicator, requirement)
                self.note(finding)
                self.unread[indicator.code, requirement.id][finding] = None
                continue
            self._fill(claim, indicator, requirement, slot)
        for spare in self.matching.spares:
            target = self.target(spare.claim)
            if target is not None and target[2] is not None:
                self.spares[target[0].code, target[1].id, target[2].key][spare.claim.file.path] = None
        self._weigh_open_claims()
        self.pass_on()

    def _fill(self, claim: Claim, indicator: Indicator, requirement: Requirement, slot: Slot) -> None:
        """Put a file into its slot, with what keeps it from serving and what there is to say of its time."""
        path, place = claim.file.path, (indicator.code, requirement.id, slot.key)
        if claim.rule is Rule.PIN:
            self.pinned.add((path, *place))
        is_link = claim.file.media is Media.LINK or path in self.links
        link = is_link and not requirement.link_allowed
        unusable = link or path in self.unfinished or self.problem(claim.file) is not None
        serves = not unusable and claim.fault is None
        self.files[place][path] = serves or self.files[place].get(path, False)  # of several members one may serve
        if link:
            self.note(only_a_link(claim, indicator, requirement, slot), (place,))
        if claim.fault:
            self.note(fault_finding(claim, indicator, requirement), (place,))
            if claim.fault.kind is FaultKind.CONTENT and not unusable:
                self.doubted[place][path] = None
        if late := time_finding(claim, indicator, requirement, slot):
            self.note(late, (place,))

    def note_unfinished(self) -> None:
        """Note what is open in a paper, in the slots that nothing else serves; where all are served it is settled."""
        spare = self.matching.spare_paths
        for path, findings in self.unfinished.items():
            if path in spare:
                continue
            places = [place for place, files in self.files.items() if path in files]
            waiting = [place for place in places if not any(self.files[place].values())]
            for finding in findings:
                if waiting or not places:
                    self.note(finding, waiting)
                elif finding.code in UNFILLED:
                    # It is bound beside the file that serves, with its open places for all to see.
                    self.note(finding, places)

    def pass_on(self) -> None:
        """Attach the matching's findings about a file to the slots that the file fills."""
        for finding in self.matching.findings:
            if finding.path is not None and finding.severity is not Severity.NOTE and finding not in self.findings:
                self.note(finding, [place for place, files in self.files.items() if finding.path in files])

    def _weigh_open_claims(self) -> None:
        """Note the files of which only the indicator is known, in those of its slots that nothing serves.

        Where nothing says which of several slots is meant, the first one that is empty tells of it.
        """
        for claim in self.matching.serving_claims:
            indicator = self.plan.indicator(claim.indicator)
            if claim.requirement is not None or indicator is None:
                continue
            finding = open_requirement(claim, indicator)
            places: list[Place] = []
            for requirement in indicator.requirements:
                slots = indicator.slots_of(requirement)
                keys = {slot.key for slot in slots if len(slots) == 1 or slot.key in {claim.slot, claim.near_slot}}
                places += [(indicator.code, requirement.id, key) for key in keys]
                if not keys:
                    self.unread[indicator.code, requirement.id][finding] = None
            places = [place for place in places if not any(self.files[place].values())]
            for place in places:
                self.candidates[place][claim.file.path] = None
            self.note(finding, places)

    def weigh_candidates(self) -> None:
        """Note the ambiguous files, each in the slots that it may belong to."""
        for ambiguous in self.matching.ambiguous:
            places: list[Place] = []
            named: list[str] = []
            name = ""
            for candidate in ambiguous.candidates:
                target = self.target(candidate)
                if target is None:
                    continue
                indicator, requirement, slot = target
                named.append(place_words(indicator, requirement, slot))
                # What is of another year is no candidate for a slot, and a new name would only hide its year.
                if slot is not None and not _is_of_another_year(candidate):
                    places.append((indicator.code, requirement.id, slot.key))
                    name = name or suggested_name(candidate, indicator, requirement)
            for place in places:
                self.candidates[place][ambiguous.file.path] = None
            self.note(undecided(ambiguous, named, name), places)

    def note_placeless(self) -> None:
        """Note the files that nothing places, with the name that would place them where something came close."""
        for unplaced in self.matching.unplaced:
            advice = self._advice(unplaced)
            path = unplaced.file.path
            text = f"“{path}” tidak punya tempat dalam rencana: {clause(unplaced.reason)}."
            self.note(about(path, finding_codes.UNPLACED_FILE, text, advice))

    def _advice(self, unplaced: UnplacedFile) -> str:
        """Return what would place a file: the name of what came close, else a code."""
        path = unplaced.file.path
        if unplaced.file.media is Media.ZIP:
            return unpack(path)
        target = self.target(unplaced.near[0]) if unplaced.near else None
        if target is None:
            return (
                f"Buka “{path}”, lalu awali namanya dengan kode indikator (misalnya “I.3.1 …”), "
                "atau tetapkan di plan/pins.yaml."
            )
        name = suggested_name(unplaced.near[0], target[0], target[1])
        return (
            f"Bila ini {place_words(target[0], target[1], None)}: simpan sebagai “{name}”; "
            "bila bukan, awali namanya dengan kode indikatornya atau tetapkan di plan/pins.yaml."
        )

    def note_unreadable(self, scan: Scan) -> None:
        """Note the files that cannot be used, once each, with every slot they were meant for."""
        ignored = {each.path for each in self.matching.ignored}
        for file in scan.files:
            problem = self.problem(file)
            if problem is None or file.path in ignored:
                continue
            places = [place for place, files in self.files.items() if file.path in files]
            meant = f" untuk {enumeration([self._words(place) for place in places])}" if places else ""
            text = f"“{file.path}” tidak dapat dipakai{meant}: {clause(problem)}."
            advice = (
                f"Ganti “{file.path}” dengan salinan yang dapat dibuka (sebaiknya PDF), bernama dan bertempat sama."
            )
            code = finding_codes.DAMAGED_FILE
            if file.path in self.ours:
                text = f"“{file.path}” belum dapat diolah{meant}: {clause(problem)}."
                code, advice = finding_codes.OUR_FAULT, _SEND
            self.note(about(file.path, code, text, advice), places)

    def note_copies(self, scan: Scan) -> None:
        """Note files with the same bytes; where they stand for different papers, a person must confirm them."""
        ignored = {each.path for each in self.matching.ignored} | self.matching.spare_paths.keys()
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for file in scan.files:
            if file.sha256 and file.size and file.path not in ignored:
                groups[file.sha256].append(file.path)
        for paths in groups.values():
            if len(paths) > 1:
                self.note_copy(sorted(paths))

    def note_copy(self, paths: list[str]) -> None:
        """Note one group of equal files."""
        filled: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
        for place, files in self.files.items():
            if any(path in files and path not in self.doubted.get(place, {}) for path in paths):
                filled[place[:2]].append(place)
        places = self._in_question(filled, paths)
        for path in paths if places else ():
            own = [place for place in places if path in self.files[place]]
            others = [other for other in paths if other != path]
            if own:
                self.note(same_bytes(path, others, [self._words(place) for place in places]), own)
            for place in own:
                if self.files[place][path] and not self._is_pinned(place, paths):
                    self.doubted[place][path] = None
        if places:
            return
        same = join_words([f"“{path}”" for path in paths])
        advice = "Simpan satu saja; satu berkas boleh dipakai untuk beberapa butir lewat plan/pins.yaml."
        self.note(about(paths[0], finding_codes.SAME_BYTES, f"{same} isinya sama persis.", advice, Severity.NOTE))

    def _in_question(self, filled: Mapping[tuple[str, str], list[Place]], paths: list[str]) -> list[Place]:
        """Return the places for which one content can hardly serve: other periods, or requirements in other words.

        A single file that claims several places serves them all by rule or by pin, and its copies with it.
        """
        groups = [group for group in filled.values() if len(group) > 1 and not self._one_file_fills(group, paths)]
        every = [place for group in filled.values() for place in group]
        alike = len(filled) <= 1 or self._one_file_fills(every, paths) or self._is_one_paper(list(filled))
        if not alike and not all(self._is_pinned(place, paths) for place in every):
            groups = list(filled.values())
        return [place for group in groups for place in group if not all(self._is_pinned(each, paths) for each in group)]

    def _is_one_paper(self, requirements: list[tuple[str, str]]) -> bool:
        """Say whether the plan asks for all these in the same words: one label or alias that they share."""
        wordings = []
        for code, letter in requirements:
            asked = self._asked(code, letter, None)
            said = (asked[1].label, *asked[1].aliases) if asked else ()
            wordings.append({" ".join(wording.casefold().split()) for wording in said})
        return bool(set.intersection(*wordings))

    def _is_pinned(self, place: Place, paths: list[str]) -> bool:
        """Say whether a person put one of these files there."""
        return any((path, *place) in self.pinned for path in paths)

    def _one_file_fills(self, places: list[Place], paths: list[str]) -> bool:
        """Say whether a single one of the files claims all these slots, so that its copy adds nothing."""
        return any(all(path in self.files[place] for place in places) for path in paths)

    def _words(self, place: Place) -> str:
        """Return a place as a reader knows it."""
        asked = self._asked(*place)
        return place_words(*asked) if asked else " ".join(place)


def _is_of_another_year(claim: Claim) -> bool:
    return claim.fault is not None and claim.fault.kind is FaultKind.OTHER_YEAR
