"""Values of the section of the offline page about the evaluation sheet; its template is `page/lke.html.jinja`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.audit.beyond_words import summary_lines
from dossier.knowledge import sheet
from dossier.scoring import (
    AREA_SHARES,
    FULFILLED,
    UNANSWERED,
    answer_differences,
    blank_line,
    claim_line,
    differences_line,
    gate_points,
    lacking_points,
    verdict,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from fractions import Fraction

    from dossier.reports.page_data import PageSource
    from dossier.scoring import AnswerDifference, AreaScore, Gate, Score

LONGEST_NOTE: Final = 200
"""Characters of a narrative on the page; the workbook has all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """One area: its points, its gate with the value as it may be printed, and the bar's length ("76.125%")."""

    area: AreaScore
    gate: Gate
    value: str
    verdict: str
    percent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LkeSection:
    """What the section shows; without any answer only `unanswered` and `coverage`."""

    score: Score
    is_written: bool
    unanswered: str
    claim: str
    blanks: str
    coverage: str
    areas: tuple[AreaLine, ...]
    marks: tuple[str, ...]
    named_marks: tuple[tuple[str, str], ...]
    gates: tuple[tuple[Gate, str, str, str], ...]
    prerequisites: tuple[tuple[str, str], ...]
    days: tuple[tuple[dt.date, Fraction, Fraction], ...]
    differences: tuple[AnswerDifference, ...]
    against: str
    rows: Mapping[str, tuple[str, ...]]


def lke_section(source: PageSource) -> LkeSection:
    """Return the values of the section; nothing is added up here."""
    score, beyond = source.assessment.score, source.assessment.beyond
    gates = {gate.name: gate for gate in score.gates()}
    return LkeSection(
        score=score,
        is_written=score.answers.is_written,
        unanswered=UNANSWERED,
        claim=claim_line(score),
        blanks=blank_line(score),
        coverage=next(iter(summary_lines(beyond))) if beyond.questions else "",
        areas=tuple(_area(area, gates[area.code]) for area in score.areas),
        marks=tuple(f"{int(least * 100)}%" for least in AREA_SHARES.values()),
        named_marks=tuple((name, f"{int(least * 100)} %") for name, least in AREA_SHARES.items()),
        gates=tuple(
            (gate, gate_points(gate), "" if gate.passed else lacking_points(gate), verdict(gate))
            for gate in gates.values()
            if gate.name not in sheet.AREAS
        ),
        prerequisites=tuple((each.rule.text, FULFILLED[each.fulfilled]) for each in score.prerequisites()),
        days=_days(source),
        differences=answer_differences(score),
        against=differences_line(score) if score.is_assessed else "",
        rows=score.rows,
    )


def _area(area: AreaScore, gate: Gate) -> AreaLine:
    percent = f"{float(area.total / area.weight * 100):.3f}%"
    return AreaLine(area=area, gate=gate, value=gate_points(gate), verdict=verdict(gate), percent=percent)


def _days(source: PageSource) -> tuple[tuple[dt.date, Fraction, Fraction], ...]:
    """Return the points claimed and backed of the last build of each day that had answers."""
    found = {
        each.as_of: (each.claim, each.backed)
        for each in source.history
        if each.claim is not None and each.backed is not None
    }
    return tuple((day, *found[day]) for day in sorted(found))
