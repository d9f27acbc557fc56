"""The evaluation sheet at the desk: what is asked, what the unit answered, and writing an answer to `plan/lke.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import pipeline, plan, scoring
from dossier.desk.desk_requests import AskError
from dossier.desk.file_step import FileStep, bytes_of
from dossier.knowledge import sheet
from dossier.plan.pins_file import ChangedElsewhereError
from dossier.scoring import evidence_words, points_text, verdict
from dossier.scoring.answer_sheet import decimal_text
from dossier.scoring.shares import SCALES
from dossier.sheet_outline import group_title
from dossier.state import files

if TYPE_CHECKING:
    from fractions import Fraction

    from dossier.audit.assessment import Assessment
    from dossier.desk.desk_requests import AnswerAsked
    from dossier.knowledge.sheet import SheetQuestion
    from dossier.scoring import QuestionScore, Score
    from dossier.state.workspace import Workspace

Shape = dict[str, object]
_MOST_FILES: Final = 5


def score_now(workspace: Workspace, assessment: Assessment) -> Score:
    """Return the score with the answers as they are written now, over the evidence as it was assessed last.

    Raises:
        PlanError: the plan or the answers cannot be read.
    """
    definition, known = pipeline.define(workspace), assessment.score
    return scoring.score_of(
        definition.answers.sheet,
        {each.key: each.evidence for each in known.questions},
        predicate=definition.plan.predicate,
        frozen=definition.frozen,
        hints=definition.hints,
        without_row={each.key for each in known.without_row},
    )


def sheet_shape(score: Score) -> Shape:
    """Return gates, totals and every question with its answer."""
    return {
        "klaim": points_text(score.claim),
        "berbukti": points_text(score.backed),
        "predikat": score.predicate,
        "kosong": len(score.blanks),
        "ambang": [
            {
                "nama": gate.title,
                "nilai": scoring.gate_points(gate),
                "perlu": points_text(gate.required),
                "lulus": gate.passed,
                "kata": verdict(gate),
            }
            for gate in score.gates()
        ],
        "pertanyaan": [_question_shape(each) for each in score.questions],
    }


def _question_shape(each: QuestionScore) -> Shape:
    question = each.question
    hint = each.hint
    return {
        "kunci": each.key,
        "kelompok": group_title(question),
        "komponen": question.component_title,
        "teks": question.text,
        "jenis": question.answer,
        "pilihan": list(SCALES.get(question.answer, ())),
        "isian": [field.name for field in fields_of(question)],
        "jawaban": written(each),
        "kata": each.answer.words,
        "catatan": each.answer.note,
        "poin": points_text(each.points),
        "bobot": points_text(each.weight),
        "bukti": evidence_words(each),
        "berkas": list(each.evidence.files[:_MOST_FILES]),
        "petunjuk": f"Bukti rencana paling jauh mencapai {hint.grade}. {hint.reason}".strip() if hint else "",
    }


def fields_of(question: SheetQuestion) -> tuple[sheet.SheetField, ...]:
    """Return the numbers that a percentage is computed of; none for other kinds."""
    if question.answer != sheet.PERCENT:
        return ()
    return tuple(each for each in sheet.fields() if each.question == question.key)


def written(each: QuestionScore) -> dict[str, str]:
    """Return the unit's answer as the form shows it: name of a field ─► text."""
    answer = each.answer
    if each.question.answer == sheet.PERCENT:
        return {name: str(count) for name, count in answer.counts.items()}
    if answer.value is not None:
        return {sheet.VALUE_FIELD: answer.words}
    return {sheet.GRADE_FIELD: answer.grade} if answer.grade else {}


def checked(asked: AnswerAsked) -> dict[str, str]:
    """Return the fields of a sound answer.

    Raises:
        AskError: there is no such question, or the answer is none of its kind; the message says what is.
    """
    question = sheet.questions().get(asked.kunci)
    if question is None:
        raise AskError(f"“{asked.kunci}” bukan kunci pertanyaan LKE.", hint="Muat ulang laman ini.")
    texts = {name: text.strip() for name, text in asked.isi.items() if text.strip()}
    parsed = scoring.parse_answer(question, texts)
    if parsed.complaints:
        raise AskError(parsed.complaints[0].text, hint=parsed.complaints[0].advice)
    if parsed.answer.is_blank:
        raise AskError("Belum ada jawaban.", hint="Pilih atau ketik jawabannya dahulu.")
    if parsed.answer.value is not None:
        return {sheet.VALUE_FIELD: decimal_text(parsed.answer.value)}
    return {name: text for name, text in texts.items() if name in {sheet.GRADE_FIELD, *parsed.answer.counts}}


def answered_points(asked: AnswerAsked, no_complaints: Fraction) -> Shape:
    """Return what an answer would give, without writing it; `no_complaints` is what 0 of 0 complaints counts.

    Raises as `checked` does.
    """
    texts = checked(asked)
    question = sheet.questions()[asked.kunci]
    share = scoring.share_of(question, scoring.parse_answer(question, texts).answer, no_complaints)
    gained = points_text(question.weight * share.value) if share else "–"
    return {"poin": gained, "bobot": points_text(question.weight)}


def write_answer(workspace: Workspace, asked: AnswerAsked) -> FileStep:
    """Write an answer and its note into `plan/lke.yaml`; everything else in it stays.

    Raises:
        AskError: it is no answer to this question.
        ChangedElsewhereError: somebody else answered it since it was shown; nothing is written.
        PlanError: the file is written in a way that cannot be changed safely.
        OutputError: it cannot be written.
    """
    fields: dict[str, str] = checked(asked)
    if note := asked.catatan.strip():
        fields["catatan"] = note
    path = workspace.answers
    with files.explained(path), files.in_turn(path.parent):
        current = pipeline.define(workspace).answers.sheet.answers.get(asked.kunci)
        shown = current.words if current is not None else "kosong"
        noted = current.note if current is not None else ""
        if (shown, noted) != (asked.lama, asked.catatan_lama):
            raise ChangedElsewhereError(
                f"Jawaban atau catatan {asked.kunci} baru saja diubah orang lain di plan/lke.yaml: sekarang {shown}.",
                path=path,
                hint="Jawabannya dibiarkan; muat ulang bagian LKE, lalu isi lagi bila perlu.",
            )
        if noted and not note:
            raise AskError(
                "Catatan yang sudah ada tidak dapat dikosongkan di sini.",
                hint=f"Hapus “catatan” {asked.kunci} di plan/lke.yaml, lalu muat ulang bagian LKE.",
            )
        before = bytes_of(path)
        text = plan.answers_text(path, {asked.kunci: fields}, {})
        files.write(path, text.encode(), durable=True)
    return FileStep(path, before, text.encode())
