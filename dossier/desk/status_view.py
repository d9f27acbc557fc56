"""What the page shows of an assessment: totals, the year as a matrix, what presses, what is wrong. Counts nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.audit import legend
from dossier.audit.status import Urgency, column_label
from dossier.model import Severity
from dossier.wording import shown

if TYPE_CHECKING:
    from dossier.audit.assessment import Assessment
    from dossier.audit.status import MatrixRow, StatusRow
    from dossier.model import Finding

Shape = dict[str, object]
WEEK: Final = 7
"""Days ahead that count as this week."""


def status_shape(assessment: Assessment) -> Shape:
    """Return the state of a plan as the page shows it."""
    view = assessment.status
    known = {file.path for file in assessment.scan.files}
    wrong = [each for each in assessment.findings if each.severity is not Severity.NOTE]
    return {
        "per": wording.long_date(view.as_of),
        "jumlah": [
            {"tanda": look.sign, "nama": look.label, "banyak": view.totals.states[state], "keadaan": state.value}
            for state, look in legend.STATES.items()
        ],
        "persen": view.totals.percent,
        "kolom": [column_label(column) for column in view.matrix.columns],
        "matriks": [
            {
                "kode": area.code,
                "judul": shown(area.title),
                "baris": [_matrix_shape(row) for row in rows],
            }
            for area, rows in view.matrix.by_area
        ],
        "slot": [_row_shape(row) for row in view.rows],
        "temuan": [_finding_shape(each, known) for each in wrong],
    }


def _matrix_shape(row: MatrixRow) -> Shape:
    return {
        "kode": row.indicator.code,
        "butir": row.requirement.id,
        "nama": shown(row.requirement.label),
        "sel": [cell.value if cell is not None else "" for cell in row.cells],
    }


def _row_shape(row: StatusRow) -> Shape:
    days = row.days
    presses = row.urgency is not Urgency.DONE and days is not None and days <= WEEK
    return {
        "kode": row.indicator.code,
        "butir": row.requirement.id,
        "slot": row.slot.key,
        "nama": shown(row.requirement.label),
        "bulan": wording.slot_name(row.slot.key, row.slot.label),
        "tempo": wording.due_date(row.slot.due),
        "keadaan": row.state.value,
        "sisa": row.time_left,
        "mendesak": "lewat" if presses and days is not None and days < 0 else "minggu" if presses else "",
        "orang": shown(row.person),
        "orang_isian": shown(row.note.person),
        "tindak": shown(row.note.follow_up),
        "isi": shown(row.fills_with),
        "berkas": list(row.coverage.files),
        "calon": list(row.coverage.candidates),
        "temuan": [[shown(each.text), shown(each.advice)] for each in row.coverage.findings],
        "tpi": [[shown(each.source), shown(each.status), shown(each.text)] for each in row.remarks],
    }


def _finding_shape(finding: Finding, known: set[str]) -> Shape:
    return {
        "teks": shown(finding.text),
        "saran": shown(finding.advice),
        "berkas": finding.path if finding.path in known else "",
    }
