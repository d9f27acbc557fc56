"""Reads `plan/lke-batas-rencana.csv`: the best grade that the evidence and timing of one plan can reach, a judgement.

A row holds while the evidence texts and schedules of the indicators that answer its question are unchanged; one that
no longer does is passed over in silence, for nobody has judged the plan as it is now.
"""

from __future__ import annotations

import csv
import hashlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet
from dossier.plan.yaml_fields import Problems
from dossier.scoring import SCALES, ReachHint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dossier.model import Finding, Indicator, Plan

MAX_BYTES: Final = 1_000_000
HINT_COLUMNS: Final = ("pertanyaan", "nilai", "alasan", "penaik", "sidik")
NO_ROW: Final = "-"
"""Digest of a question that the plan has no row for."""
_DIGITS: Final = 16


def load_hints(path: Path, plan: Plan) -> tuple[Mapping[str, ReachHint], tuple[Finding, ...]]:
    """Return key ─► hint for the rows that still hold, and what is wrong with the file; a missing one has none."""
    if not path.is_file():
        return MappingProxyType({}), ()
    problems = Problems(path)
    try:
        with path.open("rb") as stream:
            text = stream.read(MAX_BYTES + 1).decode("utf-8-sig")
        rows = list(csv.DictReader(text.splitlines(keepends=True), strict=True)) if len(text) <= MAX_BYTES else None
    except (OSError, UnicodeDecodeError, csv.Error):
        rows = None
    if rows is None or any(set(row) != set(HINT_COLUMNS) or None in row.values() for row in rows):
        text = "Petunjuk batas nilai tidak terbaca; tidak dipakai."
        advice = f"Simpan sebagai CSV UTF-8 dengan kolom {', '.join(HINT_COLUMNS)}, atau hapus berkasnya."
        problems.warning("lke_batas_tidak_terbaca", 1, text, advice)
        return MappingProxyType({}), problems.in_reading_order()
    found = {}
    for line, row in enumerate(rows, start=2):
        key, grade = row["pertanyaan"], row["nilai"]
        question = sheet.questions().get(key)
        if question is None or grade not in SCALES.get(question.answer, {}):
            text = f"Baris untuk “{key}” dengan nilai “{grade}” tidak sah; tidak dipakai."
            problems.warning("lke_batas_tidak_terbaca", line, text, "Tulis kunci pertanyaan dan salah satu nilainya.")
        elif row["sidik"] == rows_digest(plan, key):
            found[key] = ReachHint(key=key, grade=grade, reason=row["alasan"], lifted_by=row["penaik"])
    return MappingProxyType(found), problems.in_reading_order()


def rows_digest(plan: Plan, key: str) -> str:
    """Return what stands for the evidence texts and schedules of the indicators that answer a question."""
    own = [text for indicator in plan.indicators if key in indicator.lke for text in _texts(indicator)]
    return hashlib.sha256("\n".join(own).encode()).hexdigest()[:_DIGITS] if own else NO_ROW


def _texts(indicator: Indicator) -> tuple[str, ...]:
    schedules = (requirement.schedule.text for requirement in indicator.requirements if requirement.schedule)
    return indicator.code, indicator.evidence_text, indicator.schedule.text, *schedules
