"""Makes the papers that are still to be made into pages: the appendix of the dossier for the unit's staff."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier import convert, templates
from dossier.model import Audience, EvidenceFile, Media, PaperPages
from dossier.progress import unseen
from dossier.state.files import sha256_of
from dossier.state.publishing import writing
from dossier.workers import scratch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.audit.assessment import Assessment
    from dossier.model import PreparedPart
    from dossier.pipeline.artifacts import BuildContext
    from dossier.progress import Progress
    from dossier.state.workspace import Workspace
    from dossier.templates import RenderedPaper, RenderRequest

_KEY: Final = "naskah"
_HINT: Final = "jalankan `dossier templates check`"
_LOST: Final = "naskah tidak dapat dijadikan halaman lampiran; buat dengan `dossier render --missing`"


def paper_pages(
    material: BuildContext, workspace: Workspace, *, fresh: bool = False, progress: Progress = unseen
) -> tuple[tuple[PaperPages, ...], tuple[str, ...]]:
    """Return the papers that a template can make of what is missing, as pages, and what there is to say of them.

    A requirement with several open periods has the paper of the first; `naskah/` gets one for each. Nothing where no
    dossier for the staff is made, or where papers are not wanted in it.
    """
    settings = material.settings
    if not settings.papers or Audience.STAF not in settings.audiences:
        return (), ()
    assessment = material.assessment
    every = templates.plan_requests(
        assessment.plan, assessment.coverage, templates.list_templates(workspace.templates), missing=True
    )
    if not every:
        return (), ()
    firsts = {(each.indicator, each.requirement): each for each in reversed(every)}
    requests = tuple(each for each in every if firsts[each.indicator, each.requirement] is each)
    with scratch.folder() as folder, writing(workspace.build):
        written, faulty = _rendered(assessment, requests, folder, workspace)
        files = [_file(paper.path) for paper in written]
        parts = convert.prepare(
            files,
            folder,
            workspace.parts,
            office=settings.office,
            fresh=fresh,
            progress=progress,
            workers=workspace.jobs,
        )
    found = tuple(_pages(written, parts, _labels(assessment, every)))
    lost = len(written) - len(found)
    told = [f"{faulty} templat tidak dapat dipakai untuk lampiran naskah; {_HINT}"] if faulty else []
    told += [f"{lost} {_LOST}"] if lost else []
    return found, tuple(told)


def _pages(
    written: Sequence[RenderedPaper],
    parts: Sequence[PreparedPart],
    also: Mapping[tuple[str | None, str | None], tuple[str, ...]],
) -> Iterator[PaperPages]:
    for paper, part in zip(written, parts, strict=True):
        if part.pdf is None:
            continue
        yield PaperPages(
            key=f"{_KEY}:{paper.indicator}.{paper.requirement}",
            code=f"{paper.indicator}",
            requirement=f"{paper.requirement}",
            name=paper.path.stem.removeprefix(f"{paper.indicator} "),
            also=also[paper.indicator, paper.requirement],
            part=replace(part, remade=None),
        )


def _rendered(
    assessment: Assessment, requests: Sequence[RenderRequest], folder: Path, workspace: Workspace
) -> tuple[tuple[RenderedPaper, ...], int]:
    """Write the papers into a folder; the second is how many templates are faulty."""
    try:
        result = templates.render(
            assessment.plan, assessment.unit, assessment.coverage, requests, folder, workspace.templates
        )
    except templates.RenderError as error:
        return error.result.papers, len({finding.subject for finding in error.findings})
    return result.papers, 0


def _file(path: Path) -> EvidenceFile:
    return EvidenceFile(
        path=path.name, disk_path=path.name, size=path.stat().st_size, sha256=sha256_of(path), media=Media.DOCX
    )


def _labels(
    assessment: Assessment, requests: Sequence[RenderRequest]
) -> dict[tuple[str | None, str | None], tuple[str, ...]]:
    """Return indicator and requirement ─► names of the open periods after the first."""
    names = {
        (indicator.code, requirement.id, slot.key): slot.label
        for indicator in assessment.plan.indicators
        for requirement in indicator.requirements
        for slot in indicator.slots_of(requirement)
    }
    found: dict[tuple[str | None, str | None], tuple[str, ...]] = {}
    for each in requests:
        place = each.indicator, each.requirement
        label = names.get((each.indicator or "", each.requirement or "", each.slot or ""), each.slot or "")
        found[place] = (*found[place], label) if place in found else ()
    return found
