"""The documented JSON shapes (docs/json.md), each with its `schema` name and version."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from dossier.audit.beyond_plan import NOTHING_BEYOND
from dossier.audit.beyond_words import filing_name
from dossier.audit.gap_columns import GapForm, columns_of
from dossier.model import Finding
from dossier.scoring import four_decimals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dossier.audit.beyond_plan import BeyondCoverage, QuestionCoverage, UsualPaper
    from dossier.audit.identity import Whose
    from dossier.audit.status import Status, StatusRow, Totals
    from dossier.model import Claim, EvidenceFile, Matching, QuestionClaim, Scan


def dump_json(
    value: Mapping[str, object] | Sequence[Mapping[str, object]],
    owner: Whose | None = None,
    *,
    is_compact: bool = False,
) -> str:
    """Return JSON text with readable Indonesian and a final line break; names that are no Unicode are escaped.

    Args:
        value: one of the documented shapes, its `schema` first.
        owner: whose result it is; its keys follow `schema`. None where the plan cannot be read.
        is_compact: for files that only programs read: one line.
    """
    if owner is not None and isinstance(value, dict):
        value = {"schema": value["schema"], **owner.shape(), **value}
    separators = (",", ":") if is_compact else None
    text = json.dumps(value, ensure_ascii=False, indent=None if is_compact else 1, separators=separators)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def findings_json(findings: Iterable[Finding]) -> dict[str, object]:
    """Return `dossier.findings/2`."""
    return {"schema": "dossier.findings/2", "findings": [finding_shape(finding) for finding in findings]}


def finding_shape(finding: Finding) -> dict[str, object]:
    """Return one finding as it stands inside every shape."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "subject": finding.subject,
        "text": finding.text,
        "advice": finding.advice,
        "path": finding.path,
        "line": finding.line,
    }


def gaps_json(view: Status, beyond: BeyondCoverage = NOTHING_BEYOND) -> dict[str, object]:
    """Return `dossier.gaps/1`: an optional requirement without a file is no gap and is not listed.

    `beyond` is what is filed for the questions that the plan has no row for; it has a key of its own.
    """
    return {
        "schema": "dossier.gaps/1",
        "as_of": view.as_of.isoformat(),
        **({"only": view.only} if view.only else {}),
        "summary": _counts(view.totals),
        "areas": [{"code": each.area.code, "summary": _counts(each.totals)} for each in view.areas],
        "slots": [slot_shape(row) for row in view.rows],
        "without_row": without_row_shape(beyond),
    }


def without_row_shape(beyond: BeyondCoverage) -> dict[str, object]:
    """Return the questions that the plan has no row for: totals of their own, then each with its usual papers."""
    return {
        "points": four_decimals(beyond.weight),
        "summary": {backing.value: number for backing, number in beyond.count().items()},
        "periods": {state.value: number for state, number in beyond.periods().items()},
        "unknown": list(beyond.unknown),
        "questions": [_question_state(each) for each in beyond.questions],
    }


def _question_state(each: QuestionCoverage) -> dict[str, object]:
    return {
        "question": each.key,
        "text": each.question.text,
        "points": four_decimals(each.question.weight),
        "state": each.backing.value,
        "files": list(each.files),
        "unusable": list(each.unusable),
        "usual": [_usual_shape(each.key, paper) for paper in each.papers],
    }


def _usual_shape(key: str, usual: UsualPaper) -> dict[str, object]:
    paper = usual.paper
    return {
        "paper": paper.id,
        "label": paper.name,
        "kind": paper.kind,
        "period": paper.period,
        "files": list(usual.files),
        "undated": list(usual.undated),
        "plan": [
            {"indicator": code, "requirement": letter, "complete": is_complete}
            for (code, letter), is_complete in usual.users
        ],
        "slots": [
            {
                "slot": each.slot.key,
                "label": each.slot.label,
                "due": _plain(each.slot.due),
                "state": each.state.value,
                "files": list(each.files),
                "fills_with": filing_name(key, paper, each.slot),
            }
            for each in usual.slots
        ],
    }


def _counts(totals: Totals) -> dict[str, int]:
    return {state.value: number for state, number in totals.states.items()}


def slot_shape(row: StatusRow) -> dict[str, object]:
    """Return one slot of the gap list."""
    return {column.key: _plain((column.data or column.value)(row)) for column in columns_of(GapForm.JSON, (row,))}


def _plain(value: object) -> object:
    """Return a value as JSON has it: days as `2025-07-01`, findings as their shape."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Finding):
        return finding_shape(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def claim_shape(claim: Claim, spare_of: str | None = None) -> dict[str, object]:
    """Return one claim or candidate; `spare_of` is the file that serves in its stead."""
    return {
        "indicator": claim.indicator,
        "requirement": claim.requirement,
        "slot": claim.slot,
        "rule": claim.rule.value,
        "score": round(claim.score, 3),
        "reasons": list(claim.reasons),
        "fault": {"code": claim.fault.kind.value, "text": claim.fault.text} if claim.fault else None,
        "spare_of": spare_of,
        "member": claim.member,
    }


def question_shape(answer: QuestionClaim) -> dict[str, object]:
    """Return one question of the evaluation sheet that a file answers."""
    return {"question": answer.question, "score": round(answer.score, 3), "reasons": list(answer.reasons)}


def match_json(scan: Scan, matching: Matching) -> dict[str, object]:
    """Return `dossier.match/1`: every file of the tree once, sorted by path."""
    claims: dict[str, list[dict[str, object]]] = {file.path: [] for file in scan.files}
    serving = {(each.claim.file.path, *each.claim.place): each.serving for each in matching.spares}
    for claim in matching.claims:
        claims[claim.file.path].append(claim_shape(claim, serving.get((claim.file.path, *claim.place))))
    rows: dict[str, dict[str, object]] = {
        path: {"path": path, "status": "claimed", "claims": shapes} for path, shapes in claims.items()
    }
    for front in matching.front:
        rows[front.file.path]["front"] = {"paper": front.paper.value, "reasons": list(front.reasons)}
    for ambiguous in matching.ambiguous:
        rows[ambiguous.file.path] = undecided_shape(
            ambiguous.file.path, "ambiguous", ambiguous.reason, ambiguous.candidates
        )
    for unplaced in matching.unplaced:
        rows[unplaced.file.path] = undecided_shape(unplaced.file.path, "unplaced", unplaced.reason, unplaced.near)
    for ignored in matching.ignored:
        rows[ignored.path] = {"path": ignored.path, "status": "ignored", "claims": [], "reason": ignored.reason}
    questions: dict[str, list[dict[str, object]]] = {path: [] for path in rows}
    for answer in matching.questions:
        questions[answer.file.path].append(question_shape(answer))
    files = [{**rows[path], "questions": questions[path]} for path in sorted(rows)]
    return {"schema": "dossier.match/1", "files": files}


def undecided_shape(path: str, status: str, reason: str, candidates: Iterable[Claim]) -> dict[str, object]:
    """Return a file without a certain place: why, and what it may be."""
    shapes = [claim_shape(claim) for claim in candidates]
    return {"path": path, "status": status, "claims": [], "reason": reason, "candidates": shapes}


def scan_json(scan: Scan) -> dict[str, object]:
    """Return `dossier.scan/1`."""
    return {
        "schema": "dossier.scan/1",
        "files": [file_shape(file) for file in scan.files],
        "ignored": [{"path": entry.path, "reason": entry.reason} for entry in scan.ignored],
        "findings": [finding_shape(finding) for finding in scan.findings],
    }


def file_shape(file: EvidenceFile) -> dict[str, object]:
    """Return one evidence file; `size` is in bytes."""
    return {
        "path": file.path,
        "size": file.size,
        "sha256": file.sha256,
        "media": file.media.value,
        "problem": file.problem,
        "members": list(file.members),
    }
