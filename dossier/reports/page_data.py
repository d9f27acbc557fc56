"""Source values of the offline page, its allowed link targets, and its embedded JSON of files and slots."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from dossier import wording
from dossier.knowledge import sheet
from dossier.matching.explain import UNDECIDED
from dossier.model import Media
from dossier.reports.csv import register_rows
from dossier.reports.page_packing import packed
from dossier.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossier.audit.assessment import Assessment
    from dossier.audit.history import Milestone
    from dossier.audit.status import StatusRow
    from dossier.model import Claim, Finding, QuestionClaim
    from dossier.reports.csv import RegisterRow


# Endings that browsers show as they are or hand to another program. A browser goes by the ending of a local file, and
# runs what it takes for a web page: those, and whatever it would have to guess, are opened in the dossier only.
_SHOWN_OR_HANDED_ON: Final = frozenset(
    {
        *("pdf", "doc", "docx", "docm", "xls", "xlsx", "xlsm", "ppt", "pptx", "odt", "ods", "odp", "rtf", "csv", "txt"),
        *("jpg", "jpeg", "png", "gif", "bmp", "webp", "heic", "tif", "tiff"),
        *("zip", "rar", "7z", "eml", "msg", "mp3", "m4a", "wav", "mp4", "mov"),
    }
)
_RUN_BY_BROWSERS: Final = frozenset({Media.HTML.value, Media.UNKNOWN.value})
# "https://example.go.id/a?b=1": up to white space, quotes or brackets; a stop at its end belongs to the sentence.
_WEB: Final = re.compile(r"https?://[^\s<>\"'“”‘’()\[\]{}]+", re.IGNORECASE)
_STOPS: Final = ".,;:!?"


def evidence_address(source: PageSource, path: str, media: str) -> str | None:
    """Return the address of an evidence file from the page, or None where a browser might run it."""
    name = source.disk_paths.get(path)
    ending = path.rpartition("/")[2].rpartition(".")[2].casefold()
    if name is None or media in _RUN_BY_BROWSERS or ending not in _SHOWN_OR_HANDED_ON:
        return None
    return _href(f"{source.evidence}/{name}")


def dossier_address(source: PageSource, place: PageLink) -> str:
    """Return the address of a page of the dossier."""
    return f"{_href(f'{source.bundles}/{place.file}')}#page={place.position}"


def _href(path: str) -> str:
    """Return a path as an address, byte for byte: a name that is no UTF-8 leads to its file too."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def with_web_links(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the pieces of a text, each with its web address, or None where it is plain text."""
    end = 0
    for found in _WEB.finditer(text):
        address = found[0].rstrip(_STOPS)
        if found.start() > end:
            yield text[end : found.start()], None
        yield address, address
        end = found.start() + len(address)
    if end < len(text):
        yield text[end:], None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A page of the dossier: `file` in `build/`, `position` in that file from 1, `number` as printed on the page."""

    file: str
    position: int
    number: int


@dataclass(frozen=True, kw_only=True)
class PageSource:
    """An assessment, and what the page shows beside it.

    `history` is the totals of the builds so far. `places` says where each section of the dossier (`indikator:I.3.1`,
    `berkas:<path>`) starts, and is empty where no dossier was made. `evidence` and `bundles` are the paths from the
    page's folder to those of the evidence and of the dossier.
    """

    assessment: Assessment
    history: tuple[Milestone, ...] = ()
    places: Mapping[str, PageLink] = field(default_factory=dict)
    evidence: str = "../../evidence"
    bundles: str = ".."

    @cached_property
    def register(self) -> tuple[RegisterRow, ...]:
        """A row a file found, sorted by path."""
        return register_rows(self.assessment.matching, self.assessment.parts, self.assessment.scan)

    @cached_property
    def disk_paths(self) -> Mapping[str, str]:
        """Path ─► how the file system spells it."""
        return self.assessment.disk_paths


# Characters that could end the element that the JSON stands in, or that old scripts take for line ends.
_ESCAPED = str.maketrans({each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"})

Shape = dict[str, object]


def page_json(source: PageSource) -> str:
    """Return the data of the page as JSON that is harmless inside a `<script>` element."""
    return script_json(packed(page_data(source), _href(f"{source.evidence}/")))


def script_json(value: object) -> str:
    """Return a value as JSON that is harmless inside a `<script>` element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


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
        self.findings = _by_file(source.assessment.findings, self.numbers)
        matching = source.assessment.matching
        self.claims: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in matching.claims:
            self.claims[claim.file.path].append(claim)
        self.answers: defaultdict[str, list[QuestionClaim]] = defaultdict(list)
        for answer in matching.beyond_plan:
            self.answers[answer.file.path].append(answer)
        undecided = [(each.file.path, each.reason, each.candidates) for each in matching.ambiguous]
        undecided += [(each.file.path, each.reason, each.near) for each in matching.unplaced]
        self.maybe = {path: candidates for path, _, candidates in undecided}
        self.reasons = {path: reason for path, reason, _ in undecided}
        self.reasons |= {each.path: each.reason for each in matching.ignored}

    def shape(self) -> Shape:
        """Return all of it; the texts come last, when every other part has named its own."""
        slots = [self._slot(row) for row in self.source.assessment.status.rows]
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
            "answers": [self._answer(answer) for answer in self.answers.get(row.path, ())],
            "maybe": [self._claim(claim) for claim in self.maybe.get(row.path, ())],
            "notes": [self.texts.number(note) for note in row.notes if note != self.reasons.get(row.path)],
            "findings": [self._own_finding(finding) for finding in self.findings.get(row.path, ())],
        }
        return _filled(shape)

    def _answer(self, answer: QuestionClaim) -> list[object]:
        """Return the key of a question, its words, score and reasons."""
        words = sheet.questions()[answer.question].text
        reasons = [self.texts.number(reason) for reason in answer.reasons]
        return [answer.question, self.texts.number(words), f"{answer.score:.2f}".replace(".", ","), reasons]

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
        for row in self.source.assessment.status.rows:
            coverage = row.coverage
            standing[_requirement(row.indicator.code, row.requirement.id)].update(
                coverage.files, coverage.candidates, coverage.spares
            )
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for claim in self.source.assessment.matching.claims:
            for place in self._meant(claim):
                if claim.file.path not in standing[place]:
                    found[place].setdefault(claim.file.path)
        return {place: self._files(found[place]) for place in sorted(found)}

    def _meant(self, claim: Claim) -> tuple[str, ...]:
        """Return the requirement of a claim; all of its indicator's where that is open."""
        if claim.requirement is not None:
            return (_requirement(claim.indicator, claim.requirement),)
        indicator = self.source.assessment.plan.indicator(claim.indicator)
        return tuple(_requirement(claim.indicator, each.id) for each in (indicator.requirements if indicator else ()))

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
    return tuple(finding for finding in source.assessment.findings if finding.path not in known)


def _filled(shape: Shape) -> Shape:
    """Leave out what is empty: most files have no notes and no findings."""
    return {key: value for key, value in shape.items() if value not in (None, [])}
