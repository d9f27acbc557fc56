"""The offline page of the small plan, and what can be read back out of a page."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final

from dossier.audit.assessment import Assessment
from dossier.audit.status import status_of
from dossier.model import (
    AmbiguousFile,
    Claim,
    EvidenceFile,
    IgnoredFile,
    Matching,
    Media,
    PreparedPart,
    Rule,
    Scan,
    Unit,
)
from dossier.reports import PageLink, PageSource
from dossier.reports.page_packing import unpacked
from dossier.scoring import score_of
from tests.support.small_plan import small_coverage, small_plan
from tests.support.small_reports import MIXED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.audit.history import Milestone
    from dossier.audit.status import AssessorNote, SlotPlace
    from dossier.model import Finding, Plan

SERVING: Final = "I.1.1 a.pdf"  # what `small_coverage` has in the first slot
MAYBE: Final = "mungkin.pdf"


def evidence(path: str, *, disk_path: str = "", media: Media = Media.PDF) -> EvidenceFile:
    """Return a file of the evidence tree."""
    return EvidenceFile(path=path, disk_path=disk_path or path, size=2048, sha256="0" * 64, media=media)


def claim(file: EvidenceFile, requirement: str = "a", slot: str | None = "2025-03", reason: str = "kode") -> Claim:
    """Return a claim of a file to the first indicator."""
    return Claim(
        file=file, indicator="I.1.1", requirement=requirement, slot=slot, rule=Rule.CODE, score=0.98, reasons=(reason,)
    )


def small_page(
    *more: EvidenceFile,
    plan: Plan | None = None,
    ignored: tuple[IgnoredFile, ...] = (),
    findings: tuple[Finding, ...] = (),
    history: tuple[Milestone, ...] = (),
    places: Mapping[str, PageLink] | None = None,
    remarks: Mapping[SlotPlace, AssessorNote] | None = None,
    as_of: dt.date = dt.date(2025, 4, 15),
) -> PageSource:
    """Return the source of a page: a file that serves, an ambiguous one, and `more` that belong to no slot."""
    serving, maybe = evidence(SERVING), evidence(MAYBE)
    files = sorted((serving, maybe, *more), key=lambda file: file.path)
    plan, coverage = plan or small_plan(), small_coverage(*MIXED, as_of=as_of)
    assessment = Assessment(
        plan=plan,
        unit=Unit(name="KPU Contoh", short_name="", secretariat="", place="", address="", letterhead=()),
        scan=Scan(files=tuple(files), ignored=ignored),
        matching=Matching(
            claims=(claim(serving), *(claim(file, "b", None) for file in more)),
            ambiguous=(AmbiguousFile(file=maybe, candidates=(claim(maybe, "b"),), reason="dua calon"),),
            unplaced=(),
            ignored=ignored,
        ),
        parts=tuple(PreparedPart(file=file, pdf=None, pages=1, engine="pdf") for file in files),
        coverage=coverage,
        score=score_of(),
        status=status_of(plan, coverage, remarks={place: (remark,) for place, remark in (remarks or {}).items()}),
        findings=findings,
    )
    return PageSource(assessment=assessment, history=history, places=places or {})


@dataclass
class _Reader(HTMLParser):
    """Collects every element with its attributes, and the text of scripts and styles."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    raw: list[tuple[dict[str, str | None], str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep the text, that of scripts and styles apart."""
        tag, attributes = self.elements[-1] if self.elements else ("", {})
        if self.cdata_elem is not None:
            self.raw.append((attributes | {"tag": tag}, data))
        else:
            self.text.append(data)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as a browser parses it."""

    elements: tuple[tuple[str, dict[str, str | None]], ...]
    parts: tuple[tuple[dict[str, str | None], str], ...]
    text: str

    def attributes(self, name: str) -> list[str]:
        """Return every value of an attribute, in order."""
        return [value for _, own in self.elements if (value := own.get(name)) is not None]

    @property
    def data(self) -> dict[str, Any]:  # JSON of many shapes
        """The data of the page's script."""
        return unpacked(json.loads(next(text for own, text in self.parts if own.get("id") == "data")))

    def file(self, path: str) -> dict[str, Any]:  # likewise
        """Return the data of one file."""
        return next(dict(file) for file in self.data["files"] if file["path"] == path)


def read_page(html: str) -> ReadPage:
    """Parse a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return ReadPage(tuple(reader.elements), tuple(reader.raw), "".join(reader.text))
