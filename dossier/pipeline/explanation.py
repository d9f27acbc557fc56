"""Explains one file or one code of the plan: opens what decides about it, so that the answer is that of a build."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from dossier import matching, reports
from dossier.errors import UnknownSubjectError
from dossier.pipeline.definition import define
from dossier.pipeline.lke_intake import take_in_answers
from dossier.pipeline.sheet_score import score_sheet
from dossier.pipeline.steps import inspect, open_some, with_typed_answers
from dossier.progress import unseen

if TYPE_CHECKING:
    from collections.abc import Collection

    from dossier.model import EvidenceFile
    from dossier.pipeline.steps import Inspection
    from dossier.progress import Progress
    from dossier.state import Settings
    from dossier.state.workspace import Workspace


def explain(workspace: Workspace, subject: str, settings: Settings, *, progress: Progress = unseen) -> tuple[str, ...]:
    """Return in Indonesian lines why a file is where it is, or what a code of the plan still lacks.

    Args:
        workspace: where plan and evidence are.
        subject: a path below `evidence/`, the code of an area, a component or an indicator, or a question of the
            evaluation sheet ("A.1.VI.i.b", "soal 110").
        settings: the day, the office program, and whether pictures are read.
        progress: told about each file that has to be read or prepared.

    Raises:
        UnknownSubjectError: there is no such code in the plan or no such file; the message names the nearest.
    """
    definition = define(workspace)
    if matching.is_question(subject):
        typed = take_in_answers(workspace, must_write=False)
        definition = with_typed_answers(workspace, definition, typed)
    inspection = inspect(workspace, definition, ocr=settings.ocr, progress=progress)
    plan = inspection.definition.plan
    path = unicodedata.normalize("NFC", inside_evidence(subject))
    if matching.is_question(subject) and path not in inspection.matching.paths:
        return _explain_question(workspace, inspection, subject, settings, progress)
    is_code = matching.is_code(plan, subject)
    wanted = _claiming(inspection, subject) if is_code else _named(inspection, (path,))
    audited = open_some(workspace, inspection, wanted, settings, progress=progress)
    inspection, coverage = audited.inspection, audited.coverage
    if is_code:
        lines = matching.explain_code(plan, inspection.matching, coverage, subject)
    else:
        lines = matching.explain_file(plan, inspection.matching, path, audited.findings, coverage, inspection.office)
    if not matching.is_known_code(plan, subject) and path not in inspection.matching.paths:
        raise UnknownSubjectError("\n".join(lines))
    return lines


def _explain_question(
    workspace: Workspace, inspection: Inspection, subject: str, settings: Settings, progress: Progress
) -> tuple[str, ...]:
    plan = inspection.definition.plan
    wanted = _named(inspection, matching.paths_under(plan, inspection.matching, subject))
    audited = open_some(workspace, inspection, wanted, settings, progress=progress)
    matched, coverage = audited.inspection.matching, audited.coverage
    score, _ = score_sheet(inspection.definition, coverage, matched, audited.findings, audited.beyond)
    lines = matching.explain_question(
        plan, matched, coverage, subject, audited.beyond, lambda key: reports.question_lines(score.question(key))
    )
    if not matching.is_known_question(subject):
        raise UnknownSubjectError("\n".join(lines))
    return lines


def inside_evidence(subject: str) -> str:
    """Return the path as the evidence tree spells it: people paste it with the folder's name in front."""
    return subject.removeprefix("./").removeprefix("evidence/")


def _claiming(inspection: Inspection, code: str) -> list[EvidenceFile]:
    """Return the files that claim anything of the indicators that a code stands for."""
    indicators = {indicator.code for indicator in matching.indicators_of(inspection.definition.plan, code)}
    paths = {claim.file.path for claim in inspection.matching.claims if claim.indicator in indicators}
    return _named(inspection, paths)


def _named(inspection: Inspection, paths: Collection[str]) -> list[EvidenceFile]:
    return [file for file in inspection.scan.files if file.path in paths]
