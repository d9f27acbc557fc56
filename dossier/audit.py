"""The state of every requirement in every slot on one day, and what a person should know. No I/O, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.model import Coverage, Finding, Media, Severity, SlotCoverage, State
from dossier.wording import join_words, month_year

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from dossier.model import AmbiguousFile, Claim, EvidenceFile, Indicator, Matching, Plan, Requirement, Scan, Slot

    _Place = tuple[str, str, str]  # indicator, requirement, slot key

_SEVERITIES: Final = tuple(Severity)
_NO_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType({})
_NOTHING_UNFINISHED: Final[Mapping[str, tuple[Finding, ...]]] = MappingProxyType({})
_MOST_PLACES: Final = 3  # places named in one text; the rest is a number

_LONGEST_NAME: Final = 120  # characters of a suggested file name, its ending included
_SHORT_NAME: Final = 70
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9(),._-]+")  # "Promosi/ Rotasi" ─► "Promosi Rotasi"
_NEVER_FIRST, _NEVER_LAST = " ,.-_)", " ,.-_("
_LEFT_OVER: Final = re.compile(r"\s+(?=[,.)])|(?<=\()\s+|\(\s*\)")  # a space before a comma, empty brackets


def audit(
    plan: Plan,
    scan: Scan,
    matching: Matching,
    as_of: dt.date,
    problems: Mapping[str, str] = _NO_PROBLEMS,
    unfinished: Mapping[str, tuple[Finding, ...]] = _NOTHING_UNFINISHED,
) -> tuple[Coverage, tuple[Finding, ...]]:
    """Return the state of every slot, and all findings sorted by severity and subject.

    Args:
        plan: What is asked for, and when.
        scan: What is in the evidence tree.
        matching: What each file is claimed for.
        as_of: "Today": a slot is late from the day after its due date.
        problems: Path ─► why the file could not be bound; adds to `EvidenceFile.problem`.
        unfinished: Path ─► what is still open in a paper made from one of our templates. It serves nothing until it
            is filled, unless another file (the signed scan) serves in its place.

    Returns:
        The coverage in plan order. A finding about a slot is in its `SlotCoverage` too. The findings of the scan and
        of the matching are passed on.
    """
    case = _Case(plan, matching, problems, unfinished)
    case.weigh_claims()
    case.note_unfinished()
    case.weigh_candidates()
    case.note_placeless()
    case.note_unreadable(scan)
    case.note_copies(scan)
    slots = tuple(
        case.coverage(indicator, requirement, slot, as_of)
        for indicator in plan.indicators
        for requirement in indicator.requirements
        for slot in indicator.slots_of(requirement)
    )
    findings = {*case.findings, *scan.findings, *matching.findings}
    return Coverage(as_of=as_of, slots=slots), tuple(sorted(findings, key=_finding_order))


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


def check_counts(scan: Scan, matching: Matching) -> None:
    """Raise RuntimeError when a file found is not in exactly one of the four groups."""
    counts(scan, matching)


def gap_name(indicator: Indicator, requirement: Requirement, slot: Slot) -> str:
    """Return the name of a file that would fill the slot: "I.3.1 Undangan rapat 2025-04.pdf".

    Only ASCII letters, digits, spaces and `( ) , . _ -`, at most 120 characters; the month is left out where the
    requirement has a single slot.
    """
    period = f" {slot.key}" if len(indicator.slots_of(requirement)) > 1 else ""
    ascii_label = unicodedata.normalize("NFKD", requirement.label).encode("ascii", "ignore").decode("ascii")
    label = " ".join(_LEFT_OVER.sub("", _UNSAFE.sub(" ", ascii_label)).split()).lstrip(_NEVER_FIRST)
    room = _LONGEST_NAME - len(f"{indicator.code} {period}.pdf")
    if len(label) > room:
        label = label[: room + 1].rpartition(" ")[0] or label[:room]
    return f"{indicator.code} {label.rstrip(_NEVER_LAST) or requirement.kind.value}{period}.pdf"


def file_name(code: str, text: str) -> str:
    """Return a name for a file about an indicator, without ending: "I.3.1 Tim kerja telah menyusun rencana".

    Only ASCII letters, digits, spaces and `( ) , . _ -`, at most 70 characters.
    """
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    words = " ".join(_LEFT_OVER.sub("", _UNSAFE.sub(" ", ascii_text)).split()).lstrip(_NEVER_FIRST)
    name = f"{code} {words}"
    if len(name) > _SHORT_NAME:
        name = name[: _SHORT_NAME + 1].rpartition(" ")[0]
    return name.rstrip(_NEVER_LAST) or code


@dataclass(slots=True)
class _Case:
    """What is known while weighing: who fills which place, and what was found."""

    plan: Plan
    matching: Matching
    problems: Mapping[str, str]
    unfinished: Mapping[str, tuple[Finding, ...]]
    files: dict[_Place, dict[str, bool]] = field(default_factory=dict)
    candidates: defaultdict[_Place, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    notes: defaultdict[_Place, dict[Finding, None]] = field(default_factory=lambda: defaultdict(dict))
    unread: defaultdict[tuple[str, str], dict[Finding, None]] = field(default_factory=lambda: defaultdict(dict))
    findings: dict[Finding, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay out all places in plan order, so that texts name them in that order whatever the order of the claims."""
        for indicator in self.plan.indicators:
            for requirement in indicator.requirements:
                for slot in indicator.slots_of(requirement):
                    self.files[indicator.code, requirement.id, slot.key] = {}

    def coverage(self, indicator: Indicator, requirement: Requirement, slot: Slot, as_of: dt.date) -> SlotCoverage:
        """Return the state of one slot, asked for in plan order when every claim and candidate has been weighed."""
        place = (indicator.code, requirement.id, slot.key)
        files = self.files[place]
        candidates = self.candidates.get(place, {})
        if any(files.values()):
            state = State.PRESENT
        elif files:
            state = State.FAULTY
        elif candidates:
            state = State.UNCONFIRMED
        else:
            state = State.MISSING if slot.due < as_of else State.NOT_YET_DUE
        notes = list(self.notes.get(place, {}))
        if not files and not candidates:
            # A file of an unread period may be what this slot lacks; said once, at the requirement's first open slot.
            notes += self.unread.pop(place[:2], {})
        return SlotCoverage(
            indicator=indicator.code,
            requirement=requirement,
            slot=slot,
            state=state,
            files=tuple(sorted(files)),
            candidates=tuple(sorted(candidates)),
            findings=tuple(sorted(notes, key=_finding_order)),
        )

    def problem(self, file: EvidenceFile) -> str | None:
        """Return why a file serves nothing, or None."""
        return file.problem or self.problems.get(file.path)

    def note(self, finding: Finding, places: Iterable[_Place] = ()) -> None:
        """Keep a finding, and put it into the slots it is about."""
        self.findings[finding] = None
        for place in places:
            self.notes[place][finding] = None

    def target(self, claim: Claim) -> tuple[Indicator, Requirement, Slot | None] | None:
        """Return what a claim means; None for what the plan lacks. The slot is None where nothing says which."""
        indicator = self.plan.indicator(claim.indicator)
        requirement = indicator.requirement(claim.requirement) if indicator else None
        if indicator is None or requirement is None:
            return None
        slots = indicator.slots_of(requirement)
        if claim.slot is None:
            return indicator, requirement, slots[0] if len(slots) == 1 else None
        return indicator, requirement, next((slot for slot in slots if slot.key == claim.slot), None)

    def weigh_claims(self) -> None:
        """Fill the slots with the files that claim them."""
        for claim in self.matching.claims:
            target = self.target(claim)
            if target is None:
                continue
            indicator, requirement, slot = target
            if slot is None:
                finding = _unread_period(claim, indicator, requirement)
                self.note(finding)
                self.unread[indicator.code, requirement.id][finding] = None
                continue
            place = (indicator.code, requirement.id, slot.key)
            link = claim.file.media is Media.LINK and not requirement.link_allowed
            unusable = link or claim.file.path in self.unfinished or self.problem(claim.file) is not None
            self.files[place][claim.file.path] = not unusable
            if link:
                self.note(_only_a_link(claim, indicator, requirement, slot), (place,))
        self.pass_on()

    def note_unfinished(self) -> None:
        """Note what is open in a paper, in the slots that nothing else serves; where all are served it is settled."""
        for path, findings in self.unfinished.items():
            places = [place for place, files in self.files.items() if path in files]
            waiting = [place for place in places if not any(self.files[place].values())]
            if waiting or not places:
                for finding in findings:
                    self.note(finding, waiting)

    def pass_on(self) -> None:
        """Put what the matching says of a file into the slots that the file is in."""
        for finding in self.matching.findings:
            if finding.path is not None and finding.severity is not Severity.NOTE:
                self.note(finding, [place for place, files in self.files.items() if finding.path in files])

    def weigh_candidates(self) -> None:
        """Note the ambiguous files, each in the slots that it may belong to."""
        for ambiguous in self.matching.ambiguous:
            places: list[_Place] = []
            named: list[str] = []
            advice = ""
            for candidate in ambiguous.candidates:
                target = self.target(candidate)
                if target is None:
                    continue
                indicator, requirement, slot = target
                named.append(_place_words(indicator, requirement, slot))
                if slot is not None:
                    places.append((indicator.code, requirement.id, slot.key))
                    advice = advice or gap_name(indicator, requirement, slot)
            for place in places:
                self.candidates[place][ambiguous.file.path] = None
            self.note(_undecided(ambiguous, named, advice), places)

    def note_placeless(self) -> None:
        """Note the files that nothing places, with the name that would place them where something came close."""
        for unplaced in self.matching.unplaced:
            advice = "Awali namanya dengan kode indikator (misalnya “I.3.1 …”) atau tetapkan di plan/pins.yaml."
            target = self.target(unplaced.near[0]) if unplaced.near else None
            if target is not None:
                indicator, requirement, slot = target
                slot = slot or next(iter(indicator.slots_of(requirement)), None)
                name = gap_name(indicator, requirement, slot) if slot else indicator.code
                advice = (
                    f"Bila ini {_place_words(indicator, requirement, None)}: simpan sebagai “{name}”; "
                    "bila bukan, awali namanya dengan kode indikatornya atau tetapkan di plan/pins.yaml."
                )
            path = unplaced.file.path
            text = f"“{path}” tidak punya tempat dalam rencana: {_clause(unplaced.reason)}."
            self.note(_about(path, "berkas_tanpa_tempat", text, advice))

    def note_unreadable(self, scan: Scan) -> None:
        """Note the files that cannot be used, once each, with every slot they were meant for."""
        ignored = {each.path for each in self.matching.ignored}
        for file in scan.files:
            problem = self.problem(file)
            if problem is None or file.path in ignored:
                continue
            places = [place for place, files in self.files.items() if file.path in files]
            meant = f" untuk {_enumeration([self._words(place) for place in places])}" if places else ""
            text = f"“{file.path}” tidak dapat dipakai{meant}: {_clause(problem)}."
            advice = "Ganti dengan salinan yang dapat dibuka (sebaiknya PDF), dengan nama dan tempat yang sama."
            self.note(_about(file.path, "berkas_rusak", text, advice), places)

    def note_copies(self, scan: Scan) -> None:
        """Note files with the same bytes: a warning when they stand for different slots of one requirement."""
        ignored = {each.path for each in self.matching.ignored}
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for file in scan.files:
            if file.sha256 and file.size and file.path not in ignored:
                groups[file.sha256].append(file.path)
        for paths in groups.values():
            if len(paths) > 1:
                self.note_copy(sorted(paths))

    def note_copy(self, paths: list[str]) -> None:
        """Note one group of equal files."""
        same = join_words([f"“{path}”" for path in paths])
        filled: defaultdict[tuple[str, str], list[_Place]] = defaultdict(list)
        for place, files in self.files.items():
            if files.keys() & set(paths):
                filled[place[:2]].append(place)
        repeated = [places for places in filled.values() if len(places) > 1 and not self._one_file_fills(places, paths)]
        if repeated:
            places = [place for group in repeated for place in group]
            text = f"{same} isinya sama persis, padahal dipakai untuk {_enumeration([self._words(p) for p in places])}."
            advice = "Periksa apakah salah satunya salah salin; ganti dengan bukti untuk periodenya sendiri."
            self.note(_about(paths[0], "berkas_sama", text, advice), places)
            return
        text = f"{same} isinya sama persis."
        advice = "Simpan satu saja; satu berkas boleh dipakai untuk beberapa butir lewat plan/pins.yaml."
        self.note(_about(paths[0], "berkas_sama", text, advice, Severity.NOTE))

    def _one_file_fills(self, places: list[_Place], paths: list[str]) -> bool:
        """Say whether a single one of the files claims all these slots, so that its copy adds nothing."""
        return any(all(path in self.files[place] for place in places) for path in paths)

    def _words(self, place: _Place) -> str:
        """Return a place as a reader knows it."""
        indicator = self.plan.indicator(place[0])
        requirement = indicator.requirement(place[1]) if indicator else None
        if indicator is None or requirement is None:
            return " ".join(place)
        slot = next((slot for slot in indicator.slots_of(requirement) if slot.key == place[2]), None)
        return _place_words(indicator, requirement, slot)


def _unread_period(claim: Claim, indicator: Indicator, requirement: Requirement) -> Finding:
    """Return the finding about a file whose slot is not known, or not one of the schedule's."""
    path, slots = claim.file.path, indicator.slots_of(requirement)
    name = gap_name(indicator, requirement, slots[0]) if slots else indicator.code
    why = "periodenya tidak terbaca"
    if claim.slot is not None:
        why = f"{month_year(claim.slot)} tidak ada dalam jadwalnya"
    periods = _enumeration([slot.label for slot in slots])
    text = (
        f"“{path}” adalah bukti {_place_words(indicator, requirement, None)}, tetapi {why}, jadi belum mengisi apa pun."
    )
    advice = f"Sebut periodenya ({periods}) pada nama berkas, misalnya simpan sebagai “{name}”."
    return _about(path, "periode_tidak_terbaca", text, advice)


def _only_a_link(claim: Claim, indicator: Indicator, requirement: Requirement, slot: Slot) -> Finding:
    """Return the finding about a link where a paper is asked for."""
    path = claim.file.path
    place = _place_words(indicator, requirement, slot)
    text = f"tautan tidak cukup: “{path}” hanya alamat, sedangkan {place} perlu berkasnya."
    advice = f"Unduh atau potret isi halamannya, lalu simpan sebagai “{gap_name(indicator, requirement, slot)}”."
    return _about(path, "tautan_tidak_cukup", text, advice)


def _undecided(ambiguous: AmbiguousFile, named: list[str], name: str) -> Finding:
    """Return the finding about an ambiguous file; `name` would settle it for its best candidate."""
    path = ambiguous.file.path
    meant = _enumeration(named, "atau") or "beberapa butir"
    text = f"“{path}” mungkin bukti untuk {meant}: {_clause(ambiguous.reason)}."
    advice = "Tetapkan di plan/pins.yaml"
    advice += f", atau bila yang pertama benar simpan sebagai “{name}”." if name else "."
    return _about(path, "berkas_rancu", text, advice)


def _about(path: str, code: str, text: str, advice: str, severity: Severity = Severity.WARNING) -> Finding:
    """Return a finding about one file."""
    return Finding(code=code, severity=severity, subject=path, text=text, advice=advice, path=path)


def _place_words(indicator: Indicator, requirement: Requirement, slot: Slot | None) -> str:
    """Return "I.3.1 a (Undangan rapat), April 2025"; what is asked for once has no period worth naming."""
    period = f", {slot.label}" if slot and not requirement.once else ""
    return f"{indicator.code} {requirement.id} ({requirement.label}){period}"


def _enumeration(words: list[str], joint: str = "dan") -> str:
    """Return the first words in a sentence and how many more there are."""
    shown = list(dict.fromkeys(words))
    if len(shown) > _MOST_PLACES:
        return f"{', '.join(shown[:_MOST_PLACES])}, {joint} {len(shown) - _MOST_PLACES} lainnya"
    return join_words(shown) if joint == "dan" else f" {joint} ".join(shown)


def _clause(reason: str) -> str:
    """Return a reason fit for the end of a sentence that brings its own full stop."""
    return reason.strip().rstrip(".") or "sebabnya tidak diketahui"


def _finding_order(finding: Finding) -> tuple[int, str, str, str, int, str, str]:
    return (
        _SEVERITIES.index(finding.severity),
        finding.subject,
        finding.code,
        finding.path or "",
        finding.line or 0,
        finding.text,
        finding.advice,
    )
