"""Elements that several drawn pages share: state marks, titles, headings, totals, findings in small type."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak

from dossier import wording
from dossier.audit.reader_words import all_told, state_word
from dossier.bind.front.state_signs import COLOURS, SIZE, draw_mark
from dossier.model import SectionKind, State
from dossier.outline import answers_of, supporting_of
from dossier.typeset import page_setup
from dossier.typeset.cells import Mark, Stack, TextCell, label, line
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import LedgerRow, PlacedCell, head, row
from dossier.typeset.typography import HAIRLINE, INK, MUTED, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable

    from dossier.audit.assessment import Assessment
    from dossier.audit.status import Status
    from dossier.bind.page_order import BindInput
    from dossier.model import (
        Audience,
        Claim,
        Component,
        EvidenceFile,
        PageRange,
        Plan,
        PreparedPart,
        Requirement,
        Section,
        SlotCoverage,
    )
    from dossier.typeset.cells import Cell


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
    def audience(self) -> Audience:
        """Who reads the pages."""
        return self.source.audience

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

    def title(self, kind: SectionKind) -> str:
        """Return the title of a section of the whole dossier, as the contents have it."""
        return self.sections[kind.value].title

    def follows(self, code: str) -> bool:
        """Whether the sheet of an indicator may stand below another one."""
        section = self.sections.get(f"indikator:{code}")
        return section is not None and section.follows

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
    def inside(self) -> dict[str, tuple[Section, ...]]:
        """Path of an archive or a mail that is bound ─► the sections of its members that serve an indicator."""
        bound = (section for section in self.sections.values() if section.path is not None and section.children)
        return {section.path or "": section.children for section in bound}

    def members(self, path: str, code: str, requirement: str | None, slot: str | None) -> tuple[Section, ...]:
        """Return the members of an archive that serve a slot; where none is of just that one, all of the requirement.

        Args:
            path: of the archive.
            code: of the indicator.
            requirement: None for members of which only the indicator is known.
            slot: None for those of every slot.
        """
        if path not in self.inside:
            return ()
        asked = [c for c in self.claims.get(path, ()) if (c.indicator, c.requirement) == (code, requirement)]
        names = {c.member for c in asked if c.slot == slot} or {c.member for c in asked}
        return tuple(each for each in self.inside[path] if each.title in names)

    @cached_property
    def supporting(self) -> dict[str, tuple[str, ...]]:
        """Code of an indicator ─► the files that serve it and no requirement of it."""
        return supporting_of(self.assessment.matching)

    @cached_property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """Path of a file that no indicator claims ─► the questions of the evaluation sheet that it answers."""
        return answers_of(self.assessment.matching)

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

    @cached_property
    def evidence_count(self) -> int:
        """Files of evidence whose pages are in the bundle; the papers in front are none."""
        return sum(1 for path in self.homes if self.is_bound(path) and path not in self.assessment.front_paths)

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


def place_words(plan: Plan, claim: Claim) -> str:
    """Return what a claim is for: "I.3.1 a  Undangan rapat, April 2025"."""
    indicator = plan.indicator(claim.indicator)
    requirement = indicator.requirement(claim.requirement) if indicator else None
    text = f"{claim.indicator} {claim.requirement or f'({wording.OPEN_REQUIREMENT})'}"
    if requirement:
        text += f"  {requirement.label}"
    return f"{text}, {wording.month_year(claim.slot)}" if claim.slot else text


def beside(index: Index, path: str) -> list[Cell]:
    """Return what must be known of a file before its pages are trusted: a signature, repairs, where the original is."""
    part = index.parts.get(path)
    if part is None:
        return []
    notes = all_told(index.audience, part.beside)
    where = (f"berkas asli: {part.kept_as}",) if part.kept_as else ()
    return [line(note, STYLES.note) for note in (*notes, *where)]


_GAP: Final = 5.0


def slot_mark(index: Index, slot: SlotCoverage) -> Cell:
    """Return the state of a slot as a cell; what is optional and not there is said so."""
    if not slot.counts:
        return TextCell("opsional, tidak ada", STYLES.small, colour=MUTED)
    return state_mark(index, slot.state)


def requirement_words(requirement: Requirement) -> str:
    """Return what is special about a requirement, to stand behind its name: " (opsional) (sekali)"."""
    special = (
        ("opsional", requirement.optional),
        ("sekali", requirement.once),
        ("boleh tautan", requirement.link_allowed),
    )
    return "".join(f" ({word})" for word, said in special if said)


@dataclass(frozen=True, slots=True)
class StateMark(Mark):
    """A state's mark with its word; a calm one has the same ink whatever the state."""

    state: State
    word: str
    calm: bool = False

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:  # noqa: ARG002 — the protocol's signature
        """Draw mark and word on one baseline."""
        y = top - self.baseline
        draw_mark(canvas, self.state, x, y, INK if self.calm else None)
        canvas.setFont(self.style.fontName, self.style.fontSize)
        canvas.setFillColor(COLOURS[self.state] if self.state is State.MISSING and not self.calm else INK)
        canvas.drawString(x + SIZE + _GAP, y, self.word)


def state_mark(index: Index, state: State) -> StateMark:
    """Return the mark of a state with the word for these readers."""
    return StateMark(state, state_word(index.audience, state), calm=not index.audience.advises)


@dataclass(frozen=True, slots=True)
class TickBox(Mark):
    """An empty box for a pen."""

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:  # noqa: ARG002 — the protocol's signature
        """Draw the box; it sinks a little below the baseline, as a hand-written tick does."""
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.6)
        canvas.rect(x + 0.3, top - self.baseline - 1.2, 8, 8, stroke=1, fill=0)


_STATE_COLUMN: Final = 17 * mm
_NOTE_RIGHT: Final = STYLES.note.clone("parts_note_right", alignment=TA_RIGHT)
_BOLD_RIGHT: Final = STYLES.small_bold.clone("parts_bold_right", alignment=TA_RIGHT)


def page_title(text: str, lead: str = "") -> Flowable:
    """Return the title of a page, with a sentence below it that says how to read the page."""
    cells: tuple[Cell, ...] = (line(text, STYLES.title),)
    if lead:
        cells = (*cells, line(lead, STYLES.body))
    return Ledger((page_setup.WIDTH,), [row(Stack(cells, gap=4), rule=0, above=0, below=14)])


def table(
    widths: Sequence[float], rows: Iterable[LedgerRow], *names: str | Cell | None, header: LedgerRow | None = None
) -> Ledger:
    """Return a table closed by a line; `names` head its columns (a text as a label), unless it has a header."""
    cells = (label(name, STYLES.label) if isinstance(name, str) else name for name in names)
    return Ledger(widths, rows, header=header or (head(*cells) if names else ()), closed=HAIRLINE)


def sentence(text: str) -> Ledger:
    """Return a line of text across the page."""
    return Ledger((page_setup.WIDTH,), [row(line(text, STYLES.body), rule=0)])


def heading(text: str, code: str = "") -> tuple[Flowable, Flowable]:
    """Return a heading inside a page; it moves to the next page when little room is left below it."""
    cell = line(text, STYLES.heading)
    cells = (line(code, STYLES.heading), cell) if code else (cell,)
    widths = page_setup.columns(16 * mm, 0) if code else (page_setup.WIDTH,)
    return CondPageBreak(38 * mm), Ledger(widths, [row(*cells, rule=0, above=18, below=5)])


@dataclass(frozen=True, slots=True)
class _StateHead(Mark):
    """The head of a column of numbers: the mark of a state above its words, flush right."""

    state: State
    word: str
    calm: bool

    @property
    def _words(self) -> TextCell:
        return TextCell(self.word, _NOTE_RIGHT)

    @property
    def baseline(self) -> float:
        """The first baseline of the words, so that they align with the other heads."""
        return self._words.baseline

    def height(self, width: float) -> float:
        """Return the height of mark and words."""
        return SIZE + 3 + self._words.height(width)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw the mark at the right edge and the words below it."""
        draw_mark(canvas, self.state, x + width - SIZE, top - SIZE - 2, INK if self.calm else None)
        self._words.draw(canvas, x, top - SIZE - 3, width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A line of a table of totals; `link` is the key of the section that its name leads to."""

    code: str
    name: str
    totals: Mapping[State, int]
    link: str | None = None


def totals_table(index: Index, title: str, tallies: Sequence[Tally]) -> Ledger:
    """Return a table of how many slots are in each state, a line for each tally and one for their sum."""
    states = tuple(State)
    widths = page_setup.columns(12 * mm, 0, *(_STATE_COLUMN for _ in states), 14 * mm)
    cells: list[PlacedCell] = [PlacedCell(label(title, STYLES.label), 0, 1)]
    calm = not index.audience.advises
    heads = (_StateHead(state, state_word(index.audience, state), calm) for state in states)
    cells += [PlacedCell(each, column, column) for column, each in enumerate(heads, start=2)]
    cells.append(PlacedCell(TextCell("jumlah", _NOTE_RIGHT), len(widths) - 1, len(widths) - 1))
    header = replace(head(), cells=tuple(cells))
    rows = [_tally_row(tally, STYLES.small, STYLES.small_right) for tally in tallies]
    if len(tallies) > 1:
        everything = {state: sum(tally.totals[state] for tally in tallies) for state in states}
        rows.append(_tally_row(Tally(code="", name="Jumlah", totals=everything), STYLES.small_bold, _BOLD_RIGHT))
    return table(widths, rows, header=header)


def _tally_row(tally: Tally, style: ParagraphStyle, figures: ParagraphStyle) -> LedgerRow:
    numbers = (str(tally.totals[state] or "–") for state in State)
    return row(
        TextCell(tally.code, style),
        line(tally.name, style, tally.link),
        *(TextCell(number, figures) for number in numbers),
        TextCell(str(sum(tally.totals.values())), figures),
    )
