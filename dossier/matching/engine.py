"""The stage: plan, scan and pins in, one `Matching` out, with every file in exactly one group."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from dossier.matching import twins
from dossier.matching.decide import Verdict, decide, decide_pins
from dossier.matching.known import KnownPlan
from dossier.model import Finding, Matching, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.model import Claim, Content, Pin, Plan, Scan


def match(
    plan: Plan,
    scan: Scan,
    pins: tuple[Pin, ...] = (),
    contents: Mapping[str, Content] = MappingProxyType({}),
) -> Matching:
    """Place every file of a scan in the plan.

    A file's place depends on the plan, its own path and its own pins alone: neither the order of the files nor any
    other file changes it. Beside another copy or a better version of the same paper a claim is a spare. What a score
    means: 1 a person's pin, 0.9 and more a code, below that words inside a place that folders fix, or words alone
    (times 0.9 and 0.8); candidates carry the score they would have as claims.

    Args:
        plan: What is asked for.
        scan: What is there; unreadable files are matched by their names too.
        pins: What a person decided about single files; these overrule everything else.
        contents: SHA-256 ─► what files say on their first pages; asked only where name and place do not settle it.
    """
    known = KnownPlan(plan)
    by_path: defaultdict[str, list[Pin]] = defaultdict(list)
    for pin in pins:
        by_path[_folded(pin.path)].append(pin)
    files = sorted(scan.files, key=lambda file: file.path)
    verdicts: list[Verdict] = []
    for file in files:
        own = by_path.pop(_folded(file.path), None)
        content = contents.get(file.sha256)
        verdicts.append(decide_pins(known, file, tuple(own), content) if own else decide(known, file, content))
    lost = [_lost_pin(pin) for path in sorted(by_path) for pin in by_path[path]]
    matching = Matching(
        claims=tuple(_in_plan_order(plan, (claim for verdict in verdicts for claim in verdict.claims))),
        ambiguous=tuple(verdict.ambiguous for verdict in verdicts if verdict.ambiguous),
        unplaced=tuple(verdict.unplaced for verdict in verdicts if verdict.unplaced),
        ignored=tuple(sorted(scan.ignored, key=lambda file: file.path)),
        findings=tuple(dict.fromkeys((*(f for verdict in verdicts for f in verdict.findings), *lost))),
    )
    return twins.with_spares(plan, matching)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def _in_plan_order(plan: Plan, claims: Iterable[Claim]) -> list[Claim]:
    order = {indicator.code: place for place, indicator in enumerate(plan.indicators)}
    return sorted(claims, key=lambda c: (order[c.indicator], c.requirement, c.slot or "", c.file.path))


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
