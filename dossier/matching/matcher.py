"""The matching stage: takes plan, scan and pins, returns a `Matching`, and lists the files whose text is needed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.matching import duplicates
from dossier.matching.index import PlanIndex
from dossier.matching.resolve import NOT_EVIDENCE, decide, decide_pins
from dossier.matching.title_block import UNNAMED, OfficeName
from dossier.model import FaultKind, Finding, Matching, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.matching.resolve import Resolution
    from dossier.model import Claim, Content, EvidenceFile, Pin, Plan, Scan


_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def to_read(matching: Matching) -> tuple[EvidenceFile, ...]:
    """Return the files whose content can resolve a doubt, a period or a year, sorted by path.

    Args:
        matching: What names and places gave, without any content.
    """
    asked = [entry.file for entry in matching.ambiguous]
    asked += [entry.file for entry in matching.unplaced if entry.reason != NOT_EVIDENCE]
    for claim in matching.claims:
        undated = claim.fault is not None and claim.fault.kind is FaultKind.NO_PERIOD
        if undated or (claim.rule is not Rule.PIN and not _YEAR.search(claim.file.path)):
            asked.append(claim.file)
    return tuple(sorted({file.path: file for file in asked}.values(), key=lambda file: file.path))


def to_check(matching: Matching) -> tuple[EvidenceFile, ...]:
    """Return the claimed files whose content may contradict their name or give the day of signature, sorted by path.

    What a person pinned is not checked.
    """
    asked = {claim.file.path: claim.file for claim in matching.claims if claim.rule is not Rule.PIN}
    return tuple(asked[path] for path in sorted(asked))


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


class Matcher:
    """Matches files to one plan; resolutions are cached, so that a second call resolves only changed input."""

    def __init__(self, plan: Plan, office: OfficeName = UNNAMED) -> None:
        """Index the plan of an office."""
        self._plan = plan
        self._known = PlanIndex(plan, office)
        self._decided: dict[tuple[EvidenceFile, tuple[Pin, ...], Content | None], Resolution] = {}

    def match(
        self, scan: Scan, pins: tuple[Pin, ...] = (), contents: Mapping[str, Content] = MappingProxyType({})
    ) -> Matching:
        """Place every file of a scan in the plan.

        A file's place depends on the plan, its own path and its own pins alone: neither the order of the files nor any
        other file changes it. Beside another copy or a better version of the same paper a claim is a spare. What a
        score means: 1 a person's pin, 0.9 and more a code, below that words inside a place that folders fix, words
        alone, or what the file says (times 0.9, 0.8, 0.75); candidates carry the score they would have as claims.

        Args:
            scan: What is there; unreadable files are matched by their names too.
            pins: What a person decided about single files; these overrule everything else.
            contents: SHA-256 ─► what files say on their first pages; asked only where name and place do not settle it.
        """
        by_path: defaultdict[str, list[Pin]] = defaultdict(list)
        for pin in pins:
            by_path[_folded(pin.path)].append(pin)
        files = sorted(scan.files, key=lambda file: file.path)
        verdicts = [
            self._decide(file, tuple(by_path.pop(_folded(file.path), ())), contents.get(file.sha256)) for file in files
        ]
        lost = [_lost_pin(pin) for path in sorted(by_path) for pin in by_path[path]]
        matching = Matching(
            claims=tuple(_in_plan_order(self._plan, (claim for verdict in verdicts for claim in verdict.claims))),
            ambiguous=tuple(verdict.ambiguous for verdict in verdicts if verdict.ambiguous),
            unplaced=tuple(verdict.unplaced for verdict in verdicts if verdict.unplaced),
            ignored=tuple(sorted(scan.ignored, key=lambda file: file.path)),
            findings=tuple(dict.fromkeys((*(f for verdict in verdicts for f in verdict.findings), *lost))),
        )
        return duplicates.with_spares(self._plan, matching)

    def _decide(self, file: EvidenceFile, pins: tuple[Pin, ...], content: Content | None) -> Resolution:
        key = (file, pins, content)
        if key not in self._decided:
            known = self._known
            self._decided[key] = decide_pins(known, file, pins, content) if pins else decide(known, file, content)
        return self._decided[key]


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
