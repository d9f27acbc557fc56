"""Says in Indonesian what a score amounts to, once for all forms: claim, blanks, coverage, evidence. Pure."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet
from dossier.scoring.figures import points_text
from dossier.scoring.stakes import difference_totals
from dossier.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.scoring.gates import Gate
    from dossier.scoring.score import QuestionScore, Score

UNANSWERED: Final = "Jawaban penilaian mandiri belum diisi."
"""Where nobody has answered the sheet."""
_MOST_CODES: Final = 3


def claim_line(score: Score) -> str:
    """Return the points claimed with their two parts, and what is left, in one line."""
    return (
        f"Klaim {points_text(score.claim)} dari 100 = berbukti {points_text(score.backed)} + taruhan "
        f"{points_text(score.at_stake)}; peluang {points_text(score.opportunity)}"
    )


def blank_line(score: Score) -> str:
    """Return how many questions are blank, with the total of the circulated workbook; nothing where none is."""
    blanks = len(score.blanks)
    if not blanks:
        return ""
    text = f"Kosong {blanks} dari {len(score.questions)} pertanyaan, dihitung 0"
    if blanks < len(score.questions):
        text += f"; menurut rumus lembar edaran, yang meninggalkan isian kosong: {points_text(score.sheet_total)}"
    return f"{text}."


def lke_coverage_line(score: Score) -> str:
    """Return what the plan has no row for, and of how much that is not known; nothing where no row names a question."""
    lacking = score.without_row
    if len(lacking) == len(score.questions):
        return ""
    told = [_lacking_sentence(lacking)] if lacking else []
    if unlinked := sum(not each.lacks_row and not each.evidence.has_row for each in score.questions):
        others = f"{unlinked} pertanyaan lain" if lacking else f"{unlinked} pertanyaan LKE"
        told.append(f"{others} belum dihubungkan dengan baris rencana lewat isian `lke`.")
    return " ".join(told)


def _lacking_sentence(lacking: tuple[QuestionScore, ...]) -> str:
    halves = (
        f"{points_text(weight_of(each for each in lacking if each.question.half == half))} {half}"
        for half in sheet.HALVES
        if any(each.question.half == half for each in lacking)
    )
    return (
        f"Rencana ini tidak punya baris untuk {len(lacking)} pertanyaan LKE, "
        f"bobotnya {points_text(weight_of(lacking))} poin ({', '.join(halves)})."
    )


def lke_reach_line(score: Score) -> str:
    """Return how far the plan's own evidence reaches, in one sentence; nothing where nobody has judged that."""
    hinted = score.hinted
    if not hinted:
        return ""
    return (
        f"Perkiraan di plan/lke-batas-rencana.csv: bukti yang diminta rencana paling jauh mencapai "
        f"{points_text(score.reach)} dari {points_text(weight_of(hinted))} poin ({len(hinted)} pertanyaan)."
    )


def weight_of(questions: Iterable[QuestionScore]) -> Fraction:
    """Return the weight of questions together."""
    return sum((each.weight for each in questions), Fraction(0))


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
    if evidence.has_row:
        return "belum ada bukti"
    return "tidak ada baris rencana" if each.lacks_row else "belum dihubungkan dengan baris rencana"


def frozen_words(score: Score) -> str:
    """Return which of the unit's answers the assessors' differences refer to: "yang dikunci 30 Mei 2025"."""
    if score.frozen is None:
        return "yang sekarang (belum dikunci)"
    day = score.frozen.frozen_on
    return f"yang dikunci {long_date(day)}" if day else "yang dikunci"


def differences_line(score: Score) -> str:
    """Return what the assessors moved in all, against which of the unit's answers, and how much they judged."""
    totals, judged = difference_totals(score), sum(each.assessor is not None for each in score.questions)
    return (
        f"Terhadap jawaban unit {frozen_words(score)}: total unit {points_text(totals.unit)}, total menurut TPI "
        f"{points_text(totals.assessors)}, bergeser {moved_points(totals.assessors - totals.unit)} poin. TPI menilai "
        f"{judged} dari {len(score.questions)} pertanyaan; yang tidak dinilai dihitung dengan jawaban unit."
    )


def verdict(gate: Gate) -> str:
    """Return in words whether a gate is passed."""
    return "lulus" if gate.passed else "belum lulus"


def signed_points(points: Fraction) -> str:
    """Return points with their sign: "+0,50", "-1,00"."""
    return f"{'+' if points >= 0 else ''}{points_text(points)}"


def moved_points(points: Fraction) -> str:
    """Return points with their sign where something moved, else "0,00"."""
    return signed_points(points) if points else points_text(points)
