"""The answers as the national portal takes them: a list of its 127 fields, and a table for copying by hand. Pure.

Source: the portal's list of questions of 2026 and its call `/lke/jawaban-unit/{unit_id}`; docs/portal.md says what the
institution's server has to answer. Nothing is filled in for a person: what is blank is null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet
from dossier.reports.csv import csv_text
from dossier.scoring import SheetAnswer, answer_texts

if TYPE_CHECKING:
    from dossier.knowledge.sheet import SheetField
    from dossier.scoring import Score

PORTAL_FOLDER: Final = "portal"
PORTAL_JSON: Final = "jawaban-unit.json"
PORTAL_CSV: Final = "jawaban.csv"
_HEAD: Final = ("soal_id", "kunci", "pertanyaan", "jawaban_unit", "catatan_unit", "bukti_dukung_unit")
_BETWEEN_LINKS: Final = "; "
_BLANK: Final = SheetAnswer()


def portal_json(score: Score) -> list[dict[str, object]]:
    """Return the 127 entries in the order of `soal_id`; strings, and null where nothing is filled.

    Note and links of a percentage stand at its first field, as in the workbook.
    """
    found: list[dict[str, object]] = []
    for field in sorted(sheet.fields(), key=lambda each: each.number):
        answer, assessed = _answers(score, field)
        is_first = field is sheet.fields_of()[field.question][0]
        found.append(
            {
                "soal_id": field.number,
                "jawaban_unit": answer_texts(answer).get(field.name),
                "catatan_unit": (answer.note or None) if is_first else None,
                "bukti_dukung_unit": (_BETWEEN_LINKS.join(answer.links) or None) if is_first else None,
                "jawaban_tpi": answer_texts(assessed).get(field.name),
                "catatan_tpi": (assessed.note or None) if is_first else None,
            }
        )
    return found


def _answers(score: Score, field: SheetField) -> tuple[SheetAnswer, SheetAnswer]:
    """Return the unit's answer and that of the assessors which counts."""
    assessor = score.answers.assessor(field.question)
    return score.answers.answers.get(field.question, _BLANK), assessor.answer if assessor else _BLANK


def portal_answers_csv(score: Score) -> str:
    """Return a row a field for copying into the portal."""
    rows: list[tuple[str | int, ...]] = []
    for field, entry in zip(sorted(sheet.fields(), key=lambda each: each.number), portal_json(score), strict=True):
        texts = [str(entry[name] or "") for name in _HEAD[3:]]
        rows.append((field.number, field.question, field.label, *texts))
    return csv_text(_HEAD, rows)
