"""Formats the score of the evaluation sheet for a terminal: areas, gates, blanks, stakes, within 40 lines of 100."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.knowledge import sheet
from dossier.scoring import (
    answer_differences,
    blank_line,
    by_opportunity,
    claim_line,
    evidence_words,
    gate_points,
    lacking_points,
    lke_coverage_line,
    lke_reach_line,
    points_text,
    signed_points,
    smallest_steps,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from dossier.scoring import AreaScore, Gate, QuestionScore, Score, WhatIf

WIDTH: Final = 100
MOST_LINES: Final = 40
_BAR: Final = 20
"""Characters of a bar: 60 and 75 percent fall between two of them."""
MOST_STAKES: Final = 10
_MOST_STEPS: Final = 4
_MOST_DIFFERENCES: Final = 4
_LABEL: Final = 41


def lke_text(score: Score, as_of: dt.date, *, what_if: WhatIf | None = None) -> str:
    """Return the score as text.

    Args:
        score: the score, that of the what-if where there is one.
        as_of: the day of assessment.
        what_if: what was changed, to say what it moves.
    """
    lines = [f"NILAI LKE per {wording.long_date(as_of)}, ambang {score.predicate}", *_totals(score)]
    if what_if is not None:
        lines += _what_if(what_if)
    lines += ["", *_areas(score), "", *_other_gates(score), *textwrap.wrap(blank_line(score), WIDTH)]
    lines += [*_coverage(score), "", *_stakes(score)]
    assessed = ["", *_assessed(score)] if score.is_assessed else []
    steps = tuple(_steps(score))
    room = MOST_LINES - len(lines) - len(assessed) - 3  # an empty line, the heading, what counts the others
    if steps and room > 0:
        lines += ["", steps[0], *wording.capped(steps[1:], room, "ambang")]
    lines += assessed
    return "\n".join(wording.shown(line).rstrip() for line in lines) + "\n"


def _totals(score: Score) -> Iterator[str]:
    if not score.answers.is_written:
        yield "Belum ada jawaban: plan/lke.yaml belum dibuat. Yang kosong dihitung 0."
    yield claim_line(score)


def _what_if(found: WhatIf) -> Iterator[str]:
    """Yield what other answers move, in at most three lines."""
    yield _cut(
        f"Andai {', '.join(found.keys)} diubah: total {signed_points(found.gained)} poin; tidak disimpan.", WIDTH
    )
    areas = zip(found.after.areas, found.before.areas, strict=True)
    moved = [f"area {now.code} {signed_points(now.total - old.total)}" for now, old in areas if now.total != old.total]
    before = {gate.name: gate.passed for gate in found.before.gates()}
    turned = [gate for gate in found.after.gates() if gate.passed != before[gate.name]]
    gates = [f"{gate.title} {'kini lulus' if gate.passed else 'kini tidak lulus'}" for gate in turned]
    yield from (_cut(f"  {'; '.join(part)}", WIDTH) for part in (moved, gates) if part)


def _areas(score: Score) -> Iterator[str]:
    gates = {gate.name: gate for gate in score.gates()}
    yield f"{'':<{_LABEL}} {'pemenuhan':>9} {'reform':>7} {'jumlah':>7} {'ambang':>7}"
    for area in score.areas:
        title = _cut(f"{area.code:<3} {area.title}", _LABEL)
        figures = f"{points_text(area.pemenuhan):>9} {points_text(area.reform):>7} {gate_points(gates[area.code]):>7}"
        yield f"{title:<{_LABEL}} {figures} {points_text(gates[area.code].required):>7} {_bar(area, gates[area.code])}"


def _bar(area: AreaScore, gate: Gate) -> str:
    """Return a bar with the gate marked, and whether it is passed."""
    filled = int(area.total * _BAR / area.weight)
    mark = int(gate.required * _BAR / area.weight)
    cells = ["█" if place < filled else "·" for place in range(_BAR)]
    cells[mark:mark] = ["│"]
    return f"{''.join(cells)} {_mark(gate)}"


def _mark(gate: Gate) -> str:
    return "✓" if gate.passed else "✗"


def _other_gates(score: Score) -> Iterator[str]:
    """Yield the gates that are no areas, two a line."""
    cells = [_gate_cell(gate) for gate in score.gates() if gate.name not in sheet.AREAS]
    for first, second in zip(cells[::2], cells[1::2], strict=True):
        yield f"{first:<50}{second}"


def _gate_cell(gate: Gate) -> str:
    return f"{_mark(gate)} {gate.title}: {gate_points(gate)} (perlu {points_text(gate.required)})"


def _coverage(score: Score) -> list[str]:
    return [*textwrap.wrap(lke_coverage_line(score), WIDTH), *textwrap.wrap(lke_reach_line(score), WIDTH)]


def _stakes(score: Score) -> Iterator[str]:
    """Yield the largest points at stake; without claims the heaviest questions that lack papers."""
    claims = score.unbacked_claims
    if claims:
        yield f"TARUHAN TERBESAR: klaim yang buktinya kurang ({len(claims)} pertanyaan)"
        for each in claims[:MOST_STAKES]:
            yield _question_line(each, points_text(each.at_stake))
        return
    blanks = by_opportunity(score.blanks)
    if blanks:
        yield f"POIN TERBESAR YANG BELUM DIJAWAB ({len(blanks)} pertanyaan)"
        for each in blanks[:MOST_STAKES]:
            yield _question_line(each, points_text(each.opportunity))


def _question_line(each: QuestionScore, points: str) -> str:
    start, end = f"{points:>6}  {each.key:<13} ", f" [{evidence_words(each)}]"
    return _cut(f"{start}{_cut(each.question.text, max(WIDTH - len(start) - len(end), _LABEL))}{end}", WIDTH)


def _steps(score: Score) -> Iterator[str]:
    """Yield the shortest way to each failed gate, where something is answered already."""
    if len(score.blanks) == len(score.questions):
        return
    found = smallest_steps(score)
    if found:
        yield "LANGKAH TERKECIL ke ambang yang belum lulus, bila dijawab terbaik"
    for each in found:
        keys = [question.key for question in each.questions]
        more = f" dan {len(keys) - _MOST_STEPS} lagi" if len(keys) > _MOST_STEPS else ""
        end = "" if each.suffices else "; itu pun belum cukup"
        text = f"{each.gate.name}: kurang {lacking_points(each.gate)}; {', '.join(keys[:_MOST_STEPS])}{more}{end}"
        yield _cut(f"  {text}", WIDTH)


def _assessed(score: Score) -> Iterator[str]:
    differences = answer_differences(score)
    day = score.frozen.frozen_on if score.frozen else None
    against = f", terhadap jawaban yang dikunci {wording.long_date(day)}" if day else ""
    yield f"TPI: total {points_text(score.assessed_total)}; {len(differences)} pertanyaan dinilai{against}"
    for each in [each for each in differences if each.points][:_MOST_DIFFERENCES]:
        yield _cut(
            f"{signed_points(-each.points):>6}  {each.question.key:<13} {each.unit.words} ► "
            f"{each.assessor.answer.words} ({each.assessor.source})",
            WIDTH,
        )


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
