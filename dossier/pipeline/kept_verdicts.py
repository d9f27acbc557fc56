"""Matches a scan to the plan with the verdicts of earlier runs, and keeps those of this run.

A verdict depends on the plan, the office, the code and its libraries (the schema of the file), and on path, pins and
content (each verdict's own). What a file says is looked up only where its verdict has to be made anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from dossier import convert, matching
from dossier.matching.verdicts import Verdict  # noqa: TC001 — msgspec reads the annotation
from dossier.model import Finding, Severity
from dossier.progress import unseen
from dossier.state import code_digest, store, typed_json
from dossier.state.publishing import writing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.model import Content, EvidenceFile, Matching, Pin, Plan, Scan
    from dossier.progress import Progress
    from dossier.state.workspace import Workspace

_MATCHER: Final = "dossier.matching.matcher"
_HALF_TURN: Final = 180  # degrees


@dataclass(frozen=True, slots=True)
class _KeptVerdicts:
    """`build/cache/putusan.json`: verdicts by path."""

    verdicts: dict[str, Verdict]


def match_scan(
    workspace: Workspace,
    plan: Plan,
    office: matching.OfficeName,
    pins: tuple[Pin, ...],
    scan: Scan,
    *,
    ocr: bool = False,
    fresh: bool = False,
    progress: Progress = unseen,
) -> Matching:
    """Place every file of a scan in the plan by name, place and content.

    Args:
        workspace: whose caches are used.
        plan: the plan.
        office: whose plan it is.
        pins: what a person decided about single files.
        scan: what is there.
        ocr: also read pictures and scans of text that their names leave open, where tesseract is installed.
        fresh: look nothing up of what earlier runs kept.
        progress: told about each file that has to be read.
    """
    schema = _schema(plan, office)
    known = {} if fresh else recall(workspace, schema)
    matcher = matching.Matcher(plan, office, known)
    asked = matcher.asked(scan, pins)
    readings = convert.readings(*asked, ocr=ocr)
    wanted = matcher.undecided(scan, pins, readings)
    contents = _contents(workspace, asked, wanted, ocr=ocr, fresh=fresh, progress=progress)
    matched = matcher.match(scan, pins, contents, readings)
    verdicts = matcher.verdicts
    if verdicts != known:
        with writing(workspace.build):
            store.keep(workspace.verdicts, schema, {"verdicts": verdicts})
    turned = ((file, verdicts[file.path].turned) for file in scan.files if file.path in verdicts)
    return replace(matched, findings=(*matched.findings, *(_turned(*each) for each in turned if each[1])))


def recall(workspace: Workspace, schema: str) -> Mapping[str, Verdict]:
    """Return the verdicts that a run with the same plan, office and code kept; none where they are damaged."""
    kept = store.recall(workspace.verdicts, _KeptVerdicts, schema)
    return kept.verdicts if kept is not None else {}


def _schema(plan: Plan, office: matching.OfficeName) -> str:
    """Return the schema of the verdicts: what all of them depend on."""
    grounds = typed_json.digest((matching.grounds_of_plan(plan), office))
    code = f"{code_digest.code_digest(_MATCHER)} {' '.join(code_digest.libraries(_MATCHER))}"
    return f"dossier.putusan/1 {grounds} {code}"


def _contents(
    workspace: Workspace,
    asked: matching.WantedContents,
    wanted: frozenset[str],
    *,
    ocr: bool,
    fresh: bool,
    progress: Progress,
) -> dict[str, Content]:
    """Return SHA-256 ─► what files say: those that their names leave open, and those that may contradict their names.

    Only the first are worth the minutes that reading pictures takes.
    """
    opened, checked = ([file for file in files if file.sha256 in wanted] for files in asked)
    if not opened and not checked:
        return {}
    read = partial(convert.read_contents, fresh=fresh, workers=workspace.jobs, progress=progress)
    with writing(workspace.build):
        found = read(opened, workspace.evidence, workspace.contents, ocr=ocr)
        rest = [file for file in checked if file.sha256 not in found]
        return found | read(rest, workspace.evidence, workspace.contents)


def _turned(file: EvidenceFile, degrees: int) -> Finding:
    """Say that a scan stands wrong, which had to be turned to be read."""
    how = "terbalik" if degrees == _HALF_TURN else "miring"
    return Finding(
        code="pindaian_terputar",
        severity=Severity.NOTE,
        subject=file.path,
        text=f"“{file.path}” terpindai {how}; dibaca sesudah diputar {degrees}° searah jarum jam.",
        advice=f"Putar halaman “{file.path}” lalu simpan ulang, supaya penilai dapat membacanya.",
        path=file.path,
    )
