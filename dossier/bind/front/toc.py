"""Draws the table of contents; holds the page-number index that all drawn pages use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.units import mm

from dossier.bind.front.page_parts import page_title
from dossier.model import SectionKind, State
from dossier.outline import supporting_of
from dossier.typeset import page_setup
from dossier.typeset.cells import TextCell, line
from dossier.typeset.ledger import Ledger, LedgerRow, row, spread
from dossier.typeset.typography import INK, STRONG_LINE, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportlab.platypus import Flowable

    from dossier.audit.assessment import Assessment
    from dossier.audit.status import Status
    from dossier.bind.bind_input import BindInput
    from dossier.model import Claim, Component, EvidenceFile, PageRange, PreparedPart, Section, SlotCoverage


UNKNOWN_PAGE: Final = "0000"
"""Stands where a page number will be, while the numbers are not known yet."""


@dataclass(frozen=True)
class Index:
    """One drawing's view of its input; `pages` is empty while the page numbers are not known yet."""

    source: BindInput
    pages: Mapping[str, PageRange]
    total: int
    alone: bool = False
    """Whether the pages stand alone, outside a bundle: nothing is linked then."""

    @property
    def assessment(self) -> Assessment:
        """What is drawn."""
        return self.source.assessment

    @property
    def view(self) -> Status:
        """The rows, totals and matrix that every report prints."""
        return self.assessment.status

    def link(self, key: str) -> str | None:
        """Return the key to link to, or None where there is nothing to land on."""
        return None if self.alone or key not in self.sections else key

    def page(self, key: str) -> str:
        """Return the number of the section's first page, as printed."""
        pages = self.pages.get(key)
        return str(pages.first) if pages else UNKNOWN_PAGE

    def slot_label(self, slot: SlotCoverage) -> str:
        """Return the label of the slot without the plan's year, which every page says already."""
        return slot.slot.label.removesuffix(f" {self.assessment.plan.year}")

    @cached_property
    def files(self) -> dict[str, EvidenceFile]:
        """Path ─► file."""
        return {file.path: file for file in self.assessment.scan.files}

    @cached_property
    def parts(self) -> dict[str, PreparedPart]:
        """Path ─► what it was prepared to."""
        return {part.file.path: part for part in self.assessment.parts}

    @cached_property
    def sections(self) -> dict[str, Section]:
        """Key ─► section."""
        return {section.key: section for section in self.source.outline.walk()}

    @cached_property
    def homes(self) -> dict[str, str]:
        """Path ─► key of the section of its file; a file that is not bound has none."""
        return {section.path: section.key for section in self.sections.values() if section.path is not None}

    @cached_property
    def owners(self) -> dict[str, str]:
        """Path ─► stamp of the pages it is bound on: the code of an indicator, or the words of another section."""
        return {section.path: section.stamp for section in self.sections.values() if section.path is not None}

    @cached_property
    def spares(self) -> dict[str, tuple[str, ...]]:
        """Path of a file that is not bound because others serve in its stead ─► those."""
        return self.assessment.matching.spare_paths

    @cached_property
    def claims(self) -> dict[str, tuple[Claim, ...]]:
        """Path ─► its claims in plan order."""
        found: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in self.assessment.matching.serving_claims:
            found[claim.file.path].append(claim)
        order = {indicator.code: number for number, indicator in enumerate(self.assessment.plan.indicators)}
        return {
            path: tuple(sorted(claims, key=lambda c: (order.get(c.indicator, len(order)), *c.order)))
            for path, claims in found.items()
        }

    @cached_property
    def supporting(self) -> dict[str, tuple[str, ...]]:
        """Code of an indicator ─► the files that serve it and no requirement of it."""
        return supporting_of(self.assessment.matching)

    @cached_property
    def slots(self) -> dict[str, tuple[SlotCoverage, ...]]:
        """Code of an indicator ─► its slots in plan order."""
        found: defaultdict[str, list[SlotCoverage]] = defaultdict(list)
        for slot in self.assessment.coverage.slots:
            found[slot.indicator].append(slot)
        return {code: tuple(slots) for code, slots in found.items()}

    @cached_property
    def components(self) -> dict[str, Component]:
        """Code of an indicator ─► its component."""
        return {
            indicator.code: component
            for area in self.assessment.plan.areas
            for component in area.components
            for indicator in component.indicators
        }

    def is_bound(self, path: str) -> bool:
        """Whether the file's own pages are in the bundle; a page in its place does not count."""
        part = self.parts.get(path)
        return path in self.homes and part is not None and part.pdf is not None

    def slots_of(self, codes: Iterable[str]) -> tuple[SlotCoverage, ...]:
        """Return the slots of several indicators, in the order of the codes."""
        return tuple(slot for code in codes for slot in self.slots.get(code, ()))


def tally(slots: Iterable[SlotCoverage]) -> dict[State, int]:
    """Return how many of the counted slots are in each state."""
    totals = dict.fromkeys(State, 0)
    for slot in slots:
        if slot.counts:
            totals[slot.state] += 1
    return totals


_COLUMNS: Final = page_setup.columns(16 * mm, 0, page_setup.NUMBER)
_UNLISTED: Final = (SectionKind.COVER, SectionKind.CONTENTS)
_BOLD_NUMBER: Final = STYLES.bold.clone("contents_bold_number", alignment=TA_RIGHT)
_COMPONENT_NUMBER: Final = STYLES.small_bold.clone("contents_component_number", alignment=TA_RIGHT)
_NOTE_NUMBER: Final = STYLES.note.clone("contents_note_number", alignment=TA_RIGHT)


def contents(index: Index) -> list[Flowable]:
    """Return the title and the entries; an area starts a ledger of its own."""
    flowables: list[Flowable] = [page_title("Daftar isi")]
    for section in index.source.outline.sections:
        if section.kind not in _UNLISTED:
            air = 12 if section.children else 0
            flowables.append(Ledger(_COLUMNS, _entries(index, section), air=air))
    return flowables


def _entries(index: Index, top: Section) -> Iterator[LedgerRow]:
    plan = index.assessment.plan
    statements = {indicator.code: indicator.statement for indicator in plan.indicators}
    titles = {area.code: area.title for area in plan.areas}
    titles |= {component.code: component.title for area in plan.areas for component in area.components}
    for section in top.walk():
        code = section.key.partition(":")[2]
        if section.kind is SectionKind.AREA:
            yield _entry(index, section, code, titles[code])
        elif section.kind is SectionKind.COMPONENT:
            yield _component(index, section, code, titles[code])
        elif section.kind is SectionKind.INDICATOR:
            yield _indicator(index, section, code, statements[code])
        elif section.kind is SectionKind.SUPPORTING:
            yield row(None, line(section.title, STYLES.note_italic, section.key), None, rule=0, above=0, below=0.6)
        elif section.kind is SectionKind.EVIDENCE:
            yield _file(index, section)
        else:
            yield _entry(index, section, "", section.title)


def _entry(index: Index, section: Section, code: str, title: str) -> LedgerRow:
    """An area, or a part of the dossier that stands beside the areas."""
    name = line(title, STYLES.bold, section.key)
    number = TextCell(index.page(section.key), _BOLD_NUMBER, section.key)
    if not code:
        return spread((name, 0, 1), (number, 2, 2), above=4, below=4)
    opening = row(TextCell(code, STYLES.bold), name, number, rule=STRONG_LINE, above=5, below=4, keep=True)
    return replace(opening, colour=INK)


def _component(index: Index, section: Section, code: str, title: str) -> LedgerRow:
    name = line(title, STYLES.small_bold, section.key)
    number = TextCell(index.page(section.key), _COMPONENT_NUMBER, section.key)
    return replace(row(TextCell(code, STYLES.small_bold), name, number, above=3.5, below=1.5, keep=True), lead=3)


def _indicator(index: Index, section: Section, code: str, statement: str) -> LedgerRow:
    name = line(" ".join(statement.split()), STYLES.small, section.key)
    number = TextCell(index.page(section.key), STYLES.small_right, section.key)
    return row(TextCell(code, STYLES.small), name, number, rule=0, above=1.6, below=0.8, keep=bool(section.children))


def _file(index: Index, section: Section) -> LedgerRow:
    path = section.path or ""
    name = line(path.rpartition("/")[2], STYLES.note, section.key)
    number = TextCell(index.page(section.key), _NOTE_NUMBER, section.key)
    return row(None, name, number, rule=0, above=0, below=0.6)
