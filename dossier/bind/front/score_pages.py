"""Draws the page of score and gates: six areas as bars with their thresholds, the other gates, the prerequisites.

Figures come from `Assessment.score`; nothing is added up here. Bars differ from their ground by fill and outline, and
thresholds are lines, so that black-and-white copies stay readable.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.units import mm

from dossier.audit.beyond_words import summary_lines
from dossier.bind.front.page_parts import heading, page_title, sentence, table
from dossier.knowledge import sheet
from dossier.model import SectionKind
from dossier.scoring import (
    AREA_SHARES,
    FULFILLED,
    UNANSWERED,
    blank_line,
    claim_line,
    gate_points,
    lacking_points,
    points_text,
    verdict,
)
from dossier.sheet_outline import SHEET_TITLES
from dossier.typeset import page_setup
from dossier.typeset.cells import Mark, TextCell, label, line
from dossier.typeset.rows import LedgerRow, PlacedCell, head, row
from dossier.typeset.typography import ACCENT, ALERT, BOLD, INK, MUTED, PAPER, STRONG_LINE, STYLES, TINT
from dossier.wording import join_words, long_date

if TYPE_CHECKING:
    from fractions import Fraction

    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable

    from dossier.audit.assessment import Assessment
    from dossier.bind.front.page_parts import Index
    from dossier.scoring import AreaScore, Gate, Prerequisite, Score
    from dossier.typeset.ledger import Ledger

_BAR_HEIGHT: Final = 9.0
_OVER: Final = 1.6
"""Points by which the line of a threshold stands out of its bar, above and below."""
_FIGURE: Final = 15 * mm
_VERDICT: Final = 18 * mm
_BOLD_RIGHT: Final = STYLES.small_bold.clone("score_bold_right", alignment=TA_RIGHT)


def score_page(index: Index) -> list[Flowable]:
    """Return the page of score and gates; without any answer it says only that, and what the plan has no row for."""
    assessment = index.assessment
    score = assessment.score
    day = f"keadaan bukti per {long_date(assessment.as_of)}"
    title = SHEET_TITLES[SectionKind.SELF_ASSESSMENT][0]
    if not score.answers.is_written:
        return [page_title(title, f"Nilai LKE, {day}. {UNANSWERED}"), *coverage_facts(assessment)]
    lead = (
        f"Nilai LKE menurut jawaban unit, {day}. Yang lulus dan tidak diukur dengan ambang {score.predicate}; "
        "jumlah yang belum lulus dibulatkan ke bawah, supaya tidak tercetak sama dengan ambangnya."
    )
    return [
        page_title(title, lead),
        sentence(" ".join(filter(None, (f"{claim_line(score)}.", blank_line(score))))),
        *coverage_facts(assessment),
        *heading("Enam area perubahan"),
        areas_table(score),
        *heading("Nilai dan ambang"),
        gates_table(score),
        *heading("Prasyarat"),
        table(_PREREQUISITE_COLUMNS, map(_prerequisite, score.prerequisites()), "Syarat", "Tertulis", "Keadaan"),
    ]


def sheet_facts(assessment: Assessment) -> list[Flowable]:
    """Return what a page for the head of the unit says of the sheet: the score, the gates not passed, what no row asks.

    Nothing is said of a score where nobody has answered.
    """
    score = assessment.score
    if not score.answers.is_written:
        return coverage_facts(assessment)
    failed = [gate.title for gate in score.failed()]
    gates = (
        f"{len(failed)} ambang {score.predicate} belum lulus: {join_words(failed)}" if failed else "semua ambang lulus"
    )
    return [sentence(f"Nilai LKE: {claim_line(score)}; {gates}."), *coverage_facts(assessment)]


def coverage_facts(assessment: Assessment) -> list[Flowable]:
    """Return a sentence about the questions that the plan has no row for; nothing where it has one for each."""
    if not assessment.beyond.questions:
        return []
    return [sentence(next(iter(summary_lines(assessment.beyond))))]


_AREA_COLUMNS: Final = page_setup.columns(8 * mm, 0, 38 * mm, 22 * mm, _FIGURE, _FIGURE, _FIGURE, _VERDICT)


def areas_table(score: Score) -> Ledger:
    """Return the six areas, each with its bar, its points by half and its gate, and the points of all below them."""
    gates = {gate.name: gate for gate in score.gates()}
    names = ("Pemenuhan", "Reform", "Jumlah", "Ambang")
    cells = [
        PlacedCell(label("Area", STYLES.label), 0, 1),
        PlacedCell(_ThresholdHead(), 2, 2),
        *(PlacedCell(label(name, STYLES.label_right), place, place) for place, name in enumerate(names, start=3)),
    ]
    rows = [_area_row(area, gates[area.code]) for area in score.areas]
    pengungkit = gates["pengungkit"]
    figures = (points_text(score.pemenuhan), points_text(score.reform), gate_points(pengungkit))
    last = row(
        None,
        line(pengungkit.title, STYLES.small_bold),
        None,
        *(TextCell(text, _BOLD_RIGHT) for text in (*figures, points_text(pengungkit.required))),
        _verdict(pengungkit),
    )
    return table(_AREA_COLUMNS, [*rows, last], header=replace(head(), cells=tuple(cells)))


def _area_row(area: AreaScore, gate: Gate) -> LedgerRow:
    figures = (points_text(area.pemenuhan), points_text(area.reform), gate_points(gate), points_text(gate.required))
    return row(
        TextCell(area.code, STYLES.small_bold),
        line(area.title, STYLES.small),
        ScoreBar(area.total / area.weight, passed=gate.passed),
        *(TextCell(text, STYLES.small_right) for text in figures),
        _verdict(gate),
    )


def _verdict(gate: Gate) -> TextCell:
    """Return whether a gate is passed; a failed one is said in another colour and in words of its own."""
    return line(
        verdict(gate), STYLES.small if gate.passed else STYLES.small_bold, colour=None if gate.passed else ALERT
    )


_GATE_COLUMNS: Final = page_setup.columns(0, _FIGURE, _FIGURE, _FIGURE, _VERDICT)


def gates_table(score: Score) -> Ledger:
    """Return the gates that are no areas: what is reached, required and lacking."""
    rows = [
        row(
            line(gate.title, STYLES.small),
            *(
                TextCell(text, STYLES.small_right)
                for text in (gate_points(gate), points_text(gate.required), "" if gate.passed else lacking_points(gate))
            ),
            _verdict(gate),
        )
        for gate in score.gates()
        if gate.name not in sheet.AREAS
    ]
    names = [label(name, STYLES.label_right) for name in ("Nilai", "Ambang", "Kurang")]
    return table(_GATE_COLUMNS, rows, "Ukuran", *names, None)


_PREREQUISITE_COLUMNS: Final = page_setup.columns(0, 24 * mm, 34 * mm)


def _prerequisite(each: Prerequisite) -> LedgerRow:
    state = FULFILLED[each.fulfilled]
    colour = ALERT if each.fulfilled is False else MUTED if each.fulfilled is None else None
    return row(
        line(each.rule.text, STYLES.small), line(each.written, STYLES.small), line(state, STYLES.small, colour=colour)
    )


@dataclass(frozen=True, slots=True)
class ScoreBar(Mark):
    """The share of an area's points as a bar, with a line at the threshold of each predicate."""

    share: Fraction
    passed: bool

    @property
    def baseline(self) -> float:
        """The foot of the bar, on the line of the text beside it."""
        return _BAR_HEIGHT

    def height(self, width: float) -> float:  # noqa: ARG002 — the protocol's signature
        """Return the height of the bar."""
        return _BAR_HEIGHT + _OVER

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw ground, share, outline and thresholds; the share of a failed area is lighter."""
        y = top - _BAR_HEIGHT
        canvas.saveState()
        canvas.setFillColor(TINT)
        canvas.rect(x, y, width, _BAR_HEIGHT, stroke=0, fill=1)
        canvas.setFillColor(ACCENT if self.passed else MUTED)
        canvas.rect(x, y, width * float(self.share), _BAR_HEIGHT, stroke=0, fill=1)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.5)
        canvas.rect(x, y, width, _BAR_HEIGHT, stroke=1, fill=0)
        for least in AREA_SHARES.values():
            place = x + width * float(least)
            for colour, wide in ((PAPER, 2.4), (INK, STRONG_LINE)):  # a white rim keeps the line visible on the bar
                canvas.setStrokeColor(colour)
                canvas.setLineWidth(wide)
                canvas.line(place, y - _OVER, place, y + _BAR_HEIGHT + _OVER)
        canvas.restoreState()


@dataclass(frozen=True, slots=True)
class _ThresholdHead(Mark):
    """The head of the bars: the predicates above the lines of their thresholds, with the percentage."""

    style = STYLES.label

    def height(self, width: float) -> float:  # noqa: ARG002 — the protocol's signature
        """Return the height of two lines."""
        return 2 * float(self.style.leading)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw WBK to the left of its line and WBBM to the right, each with its share of the area."""
        canvas.saveState()
        canvas.setFont(BOLD, self.style.fontSize)
        canvas.setFillColor(MUTED)
        for (predicate, least), draw in zip(
            AREA_SHARES.items(), (canvas.drawRightString, canvas.drawString), strict=True
        ):
            place = x + width * float(least)
            nudge = 2 if draw == canvas.drawRightString else -2
            draw(place + nudge, top - self.baseline, predicate)
            draw(place + nudge, top - self.baseline - self.style.leading, f"{int(least * 100)} %")
        canvas.restoreState()
