"""Findings about claims and papers: what is claimed without a paper, and which papers nobody claims anything with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.model import Finding, Severity
from dossier.scoring import figures, gates
from dossier.scoring.prerequisites import YES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.scoring.score import QuestionScore, Score

_MOST_PLACES = 4


def claim_findings(score: Score, path: str) -> tuple[Finding, ...]:
    """Return what there is to say of claims and papers, in the order of the sheet; nothing where nobody answered.

    Args:
        score: the score.
        path: the file of the answers, as findings name it.
    """
    if not score.answers.is_written:
        return ()
    return (*_about_predicate(score, path), *(note for each in score.questions for note in _about(each, path)))


def _about_predicate(score: Score, path: str) -> Iterator[Finding]:
    if score.predicate == gates.WBBM and score.answers.prerequisites.get("wbk") != YES:
        yield Finding(
            code="lke_wbbm_tanpa_wbk",
            severity=Severity.WARNING,
            subject="prasyarat",
            text="Rencana menuju WBBM, tetapi prasyarat “wbk” belum dinyatakan: WBBM hanya untuk unit yang sudah WBK.",
            advice="Tulis wbk: true di bawah “prasyarat” bila unit sudah berpredikat WBK; bila belum, predikat: WBK.",
            path=path,
        )


def _about(each: QuestionScore, path: str) -> Iterator[Finding]:
    evidence = each.evidence
    if each.at_stake:
        places = [f"{code}.{requirement} ({slot})" for code, requirement, slot in evidence.lacking]
        lacking = f"kurang {', '.join(places[:_MOST_PLACES])}{' …' if len(places) > _MOST_PLACES else ''}"
        if not places:
            lacking = "tidak ada berkas dan tidak ada tautan"
        points = figures.points_text(each.at_stake)
        yield Finding(
            code="lke_tanpa_bukti",
            severity=Severity.NOTE,
            subject=each.key,
            text=f"{each.key} dijawab {each.answer.words} ({points} poin), tetapi buktinya belum lengkap: {lacking}.",
            advice="Lengkapi buktinya, taruh tautannya di “tautan”, atau turunkan jawabannya.",
            path=path,
            line=each.answer.line or None,
        )
    elif each.is_blank and evidence.files:
        yield Finding(
            code="lke_bukti_tanpa_klaim",
            severity=Severity.NOTE,
            subject=each.key,
            text=f"{each.key} belum dijawab, padahal ada {len(evidence.files)} berkas bukti untuknya.",
            advice=f"Baca kriterianya (`dossier explain {each.key}`), lalu jawab di plan/lke.yaml.",
            path=path,
        )
