"""The data that the page's script works with: every file and slot once, as JSON. Only the page reads it.

What grows with the tree is here and not in the markup, so that a page of ten thousand files opens at once and shows
files where they are asked for.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from dossier import wording
from dossier.matching.explain import UNDECIDED
from dossier.reports.page.hrefs import dossier_address, evidence_address
from dossier.reports.xlsx_cells import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.audit.status import StatusRow
    from dossier.model import Claim, Finding
    from dossier.reports.page.page_source import PageSource
    from dossier.reports.register import RegisterRow

# Characters that could end the element that the JSON stands in, or that old scripts take for line ends.
_ESCAPED = str.maketrans({each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"})

Shape = dict[str, object]


def page_json(source: PageSource) -> str:
    """Return the data of the page as JSON that is harmless inside a `<script>` element."""
    text = json.dumps(page_data(source), ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPED)


def page_data(source: PageSource) -> Shape:
    """Return files, slots and the texts that they share; files and texts are named by their number."""
    return _Data(source).shape()


class _Texts:
    """Texts that occur often, each kept once: ten thousand files share a few hundred reasons."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the number of a text, a new one where it is new."""
        return self.numbers.setdefault(shown(text), len(self.numbers))


class _Data:
    """Puts the data of one page together."""

    def __init__(self, source: PageSource) -> None:
        self.source = source
        self.texts = _Texts()
        self.numbers = {row.path: number for number, row in enumerate(source.register)}
        self.findings = _by_file(source.findings, self.numbers)
        matching = source.matching
        self.claims: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in matching.claims:
            self.claims[claim.file.path].append(claim)
        undecided = [(each.file.path, each.reason, each.candidates) for each in matching.ambiguous]
        undecided += [(each.file.path, each.reason, each.near) for each in matching.unplaced]
        self.maybe = {path: candidates for path, _, candidates in undecided}
        self.reasons = {path: reason for path, reason, _ in undecided}
        self.reasons |= {each.path: each.reason for each in matching.ignored}

    def shape(self) -> Shape:
        """Return all of it; the texts come last, when every other part has named its own."""
        slots = [self._slot(row) for row in self.source.view.rows]
        loose = self._loose()
        files = [self._file(row) for row in self.source.register]
        return {"files": files, "slots": slots, "loose": loose, "texts": list(self.texts.numbers)}

    def _file(self, row: RegisterRow) -> Shape:
        place = self.source.places.get(f"berkas:{row.path}")
        shape: Shape = {
            "path": shown(row.path),
            "href": evidence_address(self.source, row.path, row.media),
            "page": [dossier_address(self.source, place), place.number] if place else None,
            "kind": row.media,
            "size": wording.size_label(row.size) if row.size else None,
            "group": row.group,
            "why": self._number(self.reasons.get(row.path)),
            "claims": [self._claim(claim) for claim in self.claims.get(row.path, ())],
            "maybe": [self._claim(claim) for claim in self.maybe.get(row.path, ())],
            "notes": [self.texts.number(note) for note in row.notes if note != self.reasons.get(row.path)],
            "findings": [self._own_finding(finding) for finding in self.findings.get(row.path, ())],
        }
        return _filled(shape)

    def _claim(self, claim: Claim) -> list[object]:
        """Return indicator, requirement, slot, rule, score, reasons and fault."""
        return [
            claim.indicator,
            claim.requirement,
            claim.slot,
            claim.rule.value,
            f"{claim.score:.2f}".replace(".", ","),
            [self.texts.number(reason) for reason in claim.reasons],
            self._number(claim.fault.text if claim.fault else None),
        ]

    def _slot(self, row: StatusRow) -> Shape:
        coverage = row.coverage
        shape: Shape = {
            "files": self._files(coverage.files),
            "maybe": self._files(coverage.candidates),
            "spares": self._files(coverage.spares),
            "findings": [self._finding(finding) for finding in coverage.findings],
        }
        return _filled(shape)

    def _loose(self) -> dict[str, list[int]]:
        """Return by requirement the files that belong to it and stand in none of its slots."""
        standing: defaultdict[str, set[str]] = defaultdict(set)
        for row in self.source.view.rows:
            coverage = row.coverage
            standing[_requirement(row.indicator.code, row.requirement.id)].update(
                coverage.files, coverage.candidates, coverage.spares
            )
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for claim in self.source.matching.claims:
            place = _requirement(claim.indicator, claim.requirement)
            if claim.file.path not in standing[place]:
                found[place].setdefault(claim.file.path)
        return {place: self._files(found[place]) for place in sorted(found)}

    def _files(self, paths: Iterable[str]) -> list[int]:
        return [self.numbers[path] for path in paths if path in self.numbers]

    def _finding(self, finding: Finding) -> list[int]:
        return [self.texts.number(finding.text), self.texts.number(finding.advice)]

    def _own_finding(self, finding: Finding) -> list[int]:
        """Return a finding beside its file; why it has no certain place is said there already."""
        text = "" if finding.code in UNDECIDED else finding.text
        return [self.texts.number(text), self.texts.number(finding.advice)]

    def _number(self, text: str | None) -> int | None:
        return self.texts.number(text) if text else None


def _requirement(indicator: str, requirement: str) -> str:
    return f"{indicator}.{requirement}"


def _by_file(findings: Iterable[Finding], known: Mapping[str, int]) -> dict[str, list[Finding]]:
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.path in known:
            found[finding.path or ""].append(finding)
    return found


def other_findings(source: PageSource) -> tuple[Finding, ...]:
    """Return the findings that are about no single file: of the plan, of folders, of the build."""
    known = {row.path for row in source.register}
    return tuple(finding for finding in source.findings if finding.path not in known)


def _filled(shape: Shape) -> Shape:
    """Leave out what is empty: most files have no notes and no findings."""
    return {key: value for key, value in shape.items() if value not in (None, [])}
