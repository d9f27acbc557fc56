"""Chooses which of several copies or versions of a paper serves a slot; the others become spares.

Compares only files that claim the same requirement and slot. A spare keeps its claim and is listed beside the file
that serves. Where the right version is uncertain, all stay.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier import audit, wording
from dossier.knowledge import finding_codes
from dossier.matching import superseded
from dossier.matching.code_spellings import PlanCodes
from dossier.model import Finding, Media, Rule, Severity, Spare

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

    from dossier.matching.superseded import Version
    from dossier.model import Claim, Matching, Plan

SAME_CONTENT: Final = "isinya sama persis"
_RULES: Final = tuple(Rule)
_CODES: Final = frozenset({finding_codes.SAME_BYTES, finding_codes.SPARE, finding_codes.SEVERAL_VERSIONS})

Place = tuple[str, str | None, str | None]
Key = tuple[str, Place]
Pair = tuple["Claim", "Claim"]
# A claim that is a spare ─► the claim that is better, and why.
Better = dict[Key, tuple["Claim", str]]


def with_spares(
    plan: Plan,
    matching: Matching,
    unusable: Collection[str] = frozenset(),
    *,
    unfilled: Mapping[str, str] = MappingProxyType({}),
    links: Collection[str] = frozenset(),
) -> Matching:
    """Return the matching with spares and their findings computed anew.

    Args:
        plan: What the claims are for.
        matching: The claims; its spares so far do not count.
        unusable: Paths of files that turned out to serve nothing (locked, broken, unfinished): they push nobody aside.
        unfilled: Path ─► what is still to be filled in a paper; it is a spare wherever another file serves.
        links: Paths of files that hold nothing but web addresses.
    """
    paths = {*unusable, *unfilled}
    bad = {
        _key(claim)
        for claim in matching.claims
        if claim.file.problem or claim.file.path in paths or _is_only_a_link(plan, claim, links)
    }
    better = _same_content(matching.claims, bad)
    rest = [claim for claim in matching.claims if _key(claim) not in better]
    lesser, unclear = _versions(plan, rest, bad)
    better |= {key: (best, unfilled.get(key[0], reason)) for key, (best, reason) in lesser.items()}
    better |= _unfilled(plan, [claim for claim in rest if _key(claim) not in better], bad, unfilled)
    spares = [_spare(better, claim) for claim in matching.claims if _key(claim) in better]
    spares.sort(key=lambda each: (each.claim.file.path, each.claim.indicator, *each.claim.order))
    others = tuple(finding for finding in matching.findings if finding.code not in _CODES)
    found = (*_about_spares(plan, spares), *_about_unclear(plan, unclear))
    return replace(matching, spares=tuple(spares), findings=(*others, *found))


def _key(claim: Claim) -> Key:
    return claim.file.path, claim.place


def _spare(better: Better, claim: Claim) -> Spare:
    """Follow from version to better version; each step goes to a better one, so that there is an end.

    A copy of a draft is a spare as the draft is: that it has the draft's bytes says nothing about the file that serves.
    """
    last, reason = better[_key(claim)]
    while found := better.get(_key(last)):
        last, reason = found[0], found[1] if reason == SAME_CONTENT else reason
    return Spare(claim=claim, serving=last.file.path, reason=reason)


def _same_content(claims: Iterable[Claim], bad: Collection[Key]) -> Better:
    """Return the claims of files whose bytes serve the same place under another name.

    A claim whose period is not known stands back behind one of the same requirement whose period is.
    """
    groups: defaultdict[tuple[str, str | None, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.file.sha256 and claim.file.size:
            groups[claim.indicator, claim.requirement, claim.file.sha256].append(claim)
    found: Better = {}
    for group in groups.values():
        if len({claim.file.path for claim in group}) == 1:
            continue
        ranked = sorted(group, key=lambda claim: _worth(claim, bad))
        for claim in ranked:
            best = next(each for each in ranked if each.slot == claim.slot or (claim.slot is None and each.slot))
            if best.file.path != claim.file.path:
                found[_key(claim)] = best, SAME_CONTENT
    return found


def _worth(claim: Claim, bad: Collection[Key]) -> tuple[object, ...]:
    """Sort the better claim first, then the tidier path; the last word has the alphabet."""
    path = claim.file.path
    return (
        claim.slot is None,
        claim.fault is not None,
        _key(claim) in bad,
        _RULES.index(claim.rule),
        -claim.score,
        superseded.untidiness(path),
        path.count("/"),
        len(path),
        path,
    )


def _versions(plan: Plan, claims: Iterable[Claim], bad: Collection[Key]) -> tuple[Better, list[Pair]]:
    """Return the claims of lesser versions, and the pairs of which nobody can safely say which is the right one."""
    places: defaultdict[Place, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.fills:
            places[claim.place].append(claim)
    codes = PlanCodes(plan)
    better: Better = {}
    unclear: list[Pair] = []
    for place, group in places.items():
        if len(group) == 1:
            continue
        read = _read(group, codes, _asked(plan, place), plan)
        near = _Near(read.values())
        good = [claim for claim in group if _key(claim) not in bad]
        better |= _lesser(group, good, read, near)
        left = [claim for claim in good if _key(claim) not in better]
        unclear += _unclear(left, read, near)
    return better, unclear


def _read(group: Iterable[Claim], codes: PlanCodes, asked: str, plan: Plan) -> dict[str, Version]:
    """Return path ─► version; files of one name and kind in several folders are read once."""
    names: dict[tuple[str, Media], Version] = {}
    found: dict[str, Version] = {}
    for claim in group:
        name = claim.file.path.rpartition("/")[2], claim.file.media
        if name not in names:
            names[name] = superseded.read(claim.file, codes, asked, plan)
        found[claim.file.path] = names[name]
    return found


class _Near:
    """The versions at one place by what they could be equal in, so that not every pair is compared."""

    def __init__(self, found: Iterable[Version]) -> None:
        self._boxes: defaultdict[Hashable, dict[Version, None]] = defaultdict(dict)
        for version in found:
            for box in _boxes_of(version):
                self._boxes[box][version] = None

    def of(self, version: Version, *, alike: bool = False) -> list[Version]:
        """Return the other versions worth comparing; a draft may say less than the paper, unless they are `alike`."""
        numbers, *equal = _boxes_of(version)
        boxes = [numbers] if version.is_lesser and not alike else equal
        return [other for other in dict.fromkeys(v for box in boxes for v in self._boxes[box]) if other != version]


def _boxes_of(version: Version) -> tuple[Hashable, ...]:
    return version.numbers, (version.numbers, version.terms, "istilah"), (version.numbers, version.words, "kata")


def _by_version(claims: Iterable[Claim], read: dict[str, Version]) -> dict[Version, list[Claim]]:
    """Return the claims of each version in the order of their paths."""
    found: defaultdict[Version, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: claim.file.path):
        found[read[claim.file.path]].append(claim)
    return found


def _unclear(left: list[Claim], read: dict[str, Version], near: _Near) -> list[Pair]:
    """Return two claims of each two versions that both stay and look like versions of one paper."""
    staying = _by_version(left, read)
    return [
        (claims[0], staying[other][0])
        for version, claims in staying.items()
        for other in near.of(version, alike=True)
        if other in staying
        and claims[0].file.path < staying[other][0].file.path
        and superseded.is_unclear(version, other)
    ]


def _lesser(group: list[Claim], good: list[Claim], read: dict[str, Version], near: _Near) -> Better:
    """Return for each claim of one place the best other version, nearest first, that makes it a spare.

    What a person pinned is nobody's spare.
    """
    serving = _by_version(good, read)
    found: Better = {}
    for version, claims in _by_version(group, read).items():
        reasons = {other: superseded.lesser(version, other) for other in near.of(version) if other in serving}
        others = [each for other, reason in reasons.items() if reason for each in serving[other]]
        for claim in claims if others else ():
            folder = claim.file.path.rpartition("/")[0]
            if claim.rule is not Rule.PIN:
                best = min(others, key=lambda other: _nearness(read, folder, other))
                found[_key(claim)] = best, reasons[read[best.file.path]]
    return found


def _nearness(read: dict[str, Version], folder: str, claim: Claim) -> tuple[object, ...]:
    path = claim.file.path
    return path.rpartition("/")[0] != folder, superseded.order(read[path]), path


def _unfilled(plan: Plan, claims: Iterable[Claim], bad: Collection[Key], unfilled: Mapping[str, str]) -> Better:
    """Return the claims of papers that nobody filled, where another file serves; what a person pinned stays."""
    if not unfilled:
        return {}
    serving: defaultdict[Place, list[Claim]] = defaultdict(list)
    waiting: list[tuple[Place, Claim]] = []
    for claim in claims:
        indicator = plan.indicator(claim.indicator)
        requirement = indicator.requirement(claim.requirement) if indicator else None
        if indicator is None or requirement is None or claim.fault is not None:
            continue
        slots = indicator.slots_of(requirement)
        place = (claim.indicator, claim.requirement, claim.slot or (slots[0].key if len(slots) == 1 else None))
        if _key(claim) not in bad:
            serving[place].append(claim)
        elif claim.file.path in unfilled and claim.rule is not Rule.PIN:
            waiting.append((place, claim))
    return {
        _key(claim): (min(serving[place], key=lambda other: _worth(other, bad)), unfilled[claim.file.path])
        for place, claim in waiting
        if serving[place]
    }


def _is_only_a_link(plan: Plan, claim: Claim, links: Collection[str]) -> bool:
    """Return whether a file is no more than an address where a paper is asked for."""
    if claim.file.media is not Media.LINK and claim.file.path not in links:
        return False
    indicator = plan.indicator(claim.indicator)
    requirement = indicator.requirement(claim.requirement) if indicator else None
    return requirement is not None and not requirement.link_allowed


def _asked(plan: Plan, place: Place) -> str:
    """Return the wording of a requirement: words that the plan itself uses are no marks of a version."""
    indicator = plan.indicator(place[0])
    requirement = indicator.requirement(place[1]) if indicator else None
    return " ; ".join((requirement.label, *requirement.aliases)) if requirement else ""


def _about_spares(plan: Plan, spares: Iterable[Spare]) -> Iterator[Finding]:
    groups: defaultdict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for each in spares:
        groups[each.claim.file.path, each.serving, each.reason].append(each.claim)
    for (path, serving, reason), claims in groups.items():
        if reason == SAME_CONTENT:
            text = f"“{path}” isinya sama persis dengan “{serving}”; untuk {_places(plan, claims)} dipakai “{serving}”."
            advice = f"Cukup simpan satu: hapus “{path}” bila tidak diperlukan di tempat lain."
            yield _note(finding_codes.SAME_BYTES, path, text, advice)
        else:
            text = f"“{path}” menjadi cadangan ({reason}); untuk {_places(plan, claims)} dipakai “{serving}”."
            advice = f"Periksa apakah “{serving}” memang yang sah; bila bukan, keluarkan “{serving}” dari evidence/."
            yield _note(finding_codes.SPARE, path, text, advice)


def _about_unclear(plan: Plan, pairs: list[Pair]) -> Iterator[Finding]:
    groups: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for pair in pairs:
        low, high = sorted(pair, key=lambda claim: claim.file.path)
        groups[low.file.path, high.file.path].append(low)
    for (first, second), claims in sorted(groups.items()):
        text = (
            f"“{first}” dan “{second}” tampaknya versi dari satu dokumen untuk {_places(plan, claims)}; "
            "tidak jelas mana yang sah, jadi keduanya dipasang."
        )
        advice = (
            f"Keluarkan versi yang lama dari evidence/, atau tulis “draf” pada namanya (“{first}” atau “{second}”)."
        )
        yield replace(_note(finding_codes.SEVERAL_VERSIONS, first, text, advice), severity=Severity.WARNING)


def _note(code: str, path: str, text: str, advice: str) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, subject=path, text=text, advice=advice, path=path)


def _places(plan: Plan, claims: list[Claim]) -> str:
    words: list[str] = []
    for claim in sorted(claims, key=lambda claim: (claim.indicator, *claim.order)):
        indicator = plan.indicator(claim.indicator)
        requirement = indicator.requirement(claim.requirement) if indicator else None
        if indicator and requirement is None and claim.requirement is None:
            words.append(audit.place_words(indicator, None, None))
        elif indicator and requirement:
            slots = indicator.slots_of(requirement)
            slot = next((each for each in slots if each.key == claim.slot and len(slots) > 1), None)
            words.append(audit.place_words(indicator, requirement, slot))
    return wording.join_words(list(dict.fromkeys(words)))
