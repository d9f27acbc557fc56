"""Explains one question of the evaluation sheet: criteria, the answer and its points, what backs it, TPI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.knowledge import sheet
from dossier.scoring import NO_COMPLAINTS, points_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.scoring import QuestionScore

_INDENT: Final = "  "
_MOST_PLACES: Final = 6


def question_lines(each: QuestionScore) -> tuple[str, ...]:
    """Return what the score says of one question, in Indonesian lines that are indented below its words."""
    lines = [*_criteria(each), *_answer(each), *_support(each), *_hint(each), *_assessors(each)]
    return tuple(f"{_INDENT}{wording.shown(line)}" for line in lines)


def _criteria(each: QuestionScore) -> Iterator[str]:
    yield "kriteria:"
    for grade, words in sheet.criteria()[each.key].items():
        yield f"{_INDENT}{grade}: {words}" if grade else f"{_INDENT}{words}"
    if each.question.answer == sheet.PERCENT:
        names = (f"{field.name} ({field.label})" for field in sheet.fields_of()[each.key])
        yield f"{_INDENT}isian: {'; '.join(names)}"


def _answer(each: QuestionScore) -> Iterator[str]:
    if each.is_blank:
        yield f"jawaban: kosong, dihitung 0 dari {points_text(each.weight)} poin"
    else:
        yield f"jawaban: {each.answer.words}, {points_text(each.points)} dari {points_text(each.weight)} poin"
    if each.assumed == NO_COMPLAINTS:
        yield f"{_INDENT}asumsi: tidak ada pengaduan dihitung menurut “tanpa_pengaduan”"
    if each.answer.note.strip():
        yield f"{_INDENT}catatan: {' '.join(each.answer.note.split())}"
    for link in each.answer.links:
        yield f"{_INDENT}tautan: {link}"


def _support(each: QuestionScore) -> Iterator[str]:
    evidence = each.evidence
    if evidence.lacking:
        places = [f"{code}.{requirement} ({slot})" for code, requirement, slot in evidence.lacking]
        more = f" dan {len(places) - _MOST_PLACES} lagi" if len(places) > _MOST_PLACES else ""
        yield f"bukti kurang: {', '.join(places[:_MOST_PLACES])}{more}"
    elif evidence.is_backed:
        yield f"berbukti: {len(evidence.files)} berkas, {len(evidence.links)} tautan, tidak ada yang lewat jatuh tempo"
    else:
        yield "belum berbukti: tidak ada berkas dan tidak ada tautan"
    if each.at_stake:
        yield f"{_INDENT}taruhan: {points_text(each.at_stake)} poin"
    if evidence.supported_by:
        yield f"ditopang bukti: {', '.join(evidence.supported_by)}"


def _hint(each: QuestionScore) -> Iterator[str]:
    if each.hint is None:
        return
    reason = f" ({each.hint.reason})" if each.hint.reason else ""
    lifted = f"; yang menaikkannya: {each.hint.lifted_by}" if each.hint.lifted_by else ""
    yield f"perkiraan: bukti yang diminta rencana paling tinggi bernilai {each.hint.grade}{reason}{lifted}"


def _assessors(each: QuestionScore) -> Iterator[str]:
    if each.assessor is None:
        return
    note = " ".join(each.assessor.answer.note.split())
    yield f"TPI: {each.assessor.answer.words} ({each.assessor.source}){f': {note}' if note else ''}"
    if each.moved:
        unit = each.answer if each.frozen_answer is None else each.frozen_answer
        way = "turun" if each.moved > 0 else "naik"
        yield f"{_INDENT}jawaban unit {unit.words}; {way} {points_text(abs(each.moved))} poin"
