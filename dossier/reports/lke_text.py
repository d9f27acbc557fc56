"""Formats the score of the evaluation sheet for a terminal: areas, gates, blanks, stakes, within 40 lines of 100."""

from __future__ import annotations

import textwrap
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.knowledge import sheet
from dossier.scoring import (
    answer_differences,
    by_opportunity,
    gate_points,
    lacking_points,
    points_text,
    smallest_steps,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from dossier.scoring import AreaScore, Gate, QuestionScore, Score, WhatIf

WIDTH: Final = 100
MOST_LINES: Final = 40
_BAR: Final = 20
"""Characters of a bar: 60 and 75 percent fall between two of them."""
MOST_STAKES: Final = 10
_MOST_CODES: Final = 3
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
    lines += ["", *_areas(score), "", *_other_gates(score), *_blank_lines(score)]
    lines += [*_coverage(score), "", *_stakes(score)]
    assessed = ["", *_assessed(score)] if score.is_assessed else []
    steps = tuple(_steps(score))
    room = MOST_LINES - len(lines) - len(assessed) - 3  # an empty line, the heading, what counts the others
    if steps and room > 0:
        lines += ["", steps[0], *wording.capped(steps[1:], room, "ambang")]
    lines += assessed
    return "\n".join(wording.shown(line).rstrip() for line in lines) + "\n"


def lke_coverage_line(score: Score) -> str:
    """Return what the plan has no row for, in one sentence; nothing where the plan has no row for any question."""
    lacking = score.without_row
    if not lacking or not score.has_rows:
        return ""
    halves = (
        f"{points_text(sum_of([each for each in lacking if each.question.half == half]))} {half}"
        for half in sheet.HALVES
        if any(each.question.half == half for each in lacking)
    )
    return (
        f"Rencana ini tidak punya baris untuk {len(lacking)} pertanyaan LKE, "
        f"bobotnya {points_text(sum_of(lacking))} poin ({', '.join(halves)})."
    )


def lke_reach_line(score: Score) -> str:
    """Return how far the plan's own evidence reaches, in one sentence; nothing where nobody has judged that."""
    hinted = score.hinted
    if not hinted:
        return ""
    return (
        f"Perkiraan di plan/lke-batas-rencana.csv: bukti yang diminta rencana paling jauh mencapai "
        f"{points_text(score.reach)} dari {points_text(sum_of(hinted))} poin ({len(hinted)} pertanyaan)."
    )


def sum_of(questions: Sequence[QuestionScore]) -> Fraction:
    """Return the weight of questions together."""
    return sum((each.weight for each in questions), Fraction(0))


def _totals(score: Score) -> Iterator[str]:
    if not score.answers.is_written:
        yield "Belum ada jawaban: plan/lke.yaml belum dibuat. Yang kosong dihitung 0."
    yield (
        f"Klaim {points_text(score.claim)} dari 100 = berbukti {points_text(score.backed)} + taruhan "
        f"{points_text(score.at_stake)}; peluang {points_text(score.opportunity)}"
    )


def _what_if(found: WhatIf) -> Iterator[str]:
    """Yield what other answers move, in at most three lines."""
    yield _cut(f"Andai {', '.join(found.keys)} diubah: total {_signed(found.gained)} poin; tidak disimpan.", WIDTH)
    areas = zip(found.after.areas, found.before.areas, strict=True)
    moved = [f"area {now.code} {_signed(now.total - old.total)}" for now, old in areas if now.total != old.total]
    before = {gate.name: gate.passed for gate in found.before.gates()}
    turned = [gate for gate in found.after.gates() if gate.passed != before[gate.name]]
    gates = [f"{gate.title} {'kini lulus' if gate.passed else 'kini tidak lulus'}" for gate in turned]
    yield from (_cut(f"  {'; '.join(part)}", WIDTH) for part in (moved, gates) if part)


def _signed(points: Fraction) -> str:
    return f"{'+' if points >= 0 else ''}{points_text(points)}"


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


def _blank_lines(score: Score) -> Iterator[str]:
    blanks = len(score.blanks)
    if not blanks:
        return
    text = f"Kosong {blanks} dari {len(score.questions)} pertanyaan, dihitung 0"
    if blanks < len(score.questions):
        text += f"; menurut rumus lembar edaran, yang meninggalkan isian kosong: {points_text(score.sheet_total)}"
    yield from textwrap.wrap(f"{text}.", WIDTH)


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


def evidence_words(each: QuestionScore) -> str:
    """Return what there is of evidence, in a few words."""
    evidence = each.evidence
    if evidence.lacking:
        codes = dict.fromkeys(f"{code}.{requirement}" for code, requirement, _ in evidence.lacking)
        return f"kurang {', '.join([*codes][:_MOST_CODES])}{' …' if len(codes) > _MOST_CODES else ''}"
    if evidence.is_backed:
        return f"{len(evidence.files)} berkas, {len(evidence.links)} tautan"
    if evidence.supported_by and not evidence.has_row:
        return f"ditopang {', '.join(evidence.supported_by[:_MOST_CODES])}"
    return "belum ada bukti" if evidence.has_row else "tidak ada baris rencana"


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
            f"{_signed(-each.points):>6}  {each.question.key:<13} {each.unit.words} ► "
            f"{each.assessor.answer.words} ({each.assessor.source})",
            WIDTH,
        )


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
