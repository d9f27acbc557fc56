"""Converts office files with LibreOffice in batches of staged copies; falls back to the embedded layout."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.convert.office import libreoffice
from dossier.convert.registry import RECIPES
from dossier.convert.run.pool import FIRST_SHARE, Job, Workers
from dossier.convert.run.result import OFFICE_FAILED, Failed, Made
from dossier.state.files import sha256_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from dossier.convert.run.scheduler import ConversionRun, Want


def make_with_office(run: ConversionRun, workers: Workers, folder: Path, wants: Sequence[Want]) -> None:
    """Stage copies, convert them with LibreOffice in batches, sanitise the PDFs; failures use the embedded layout."""
    office = run.office
    if office is None:
        return
    by_key = {want.key: want for want in wants}
    staged: dict[str, tuple[Path, Made]] = {}
    for job, outcome in workers.run([_staging_job(folder, n, want) for n, want in enumerate(wants)]):
        if isinstance(outcome, Made):
            staged[job.key] = (job.target, outcome)
        else:
            run.keep(by_key[job.key], outcome, job.target)
    laid_out = _lay_out(run, workers, folder, {document: key for key, (document, _) in staged.items()})
    made = laid_out.made
    jobs = [_cleaning_job(office, key, made[paper], paper) for key, (paper, _) in staged.items() if paper in made]
    missing = {key for key, (document, _) in staged.items() if document not in made}
    stopped = {key for key, (document, _) in staged.items() if document in laid_out.stopped}
    for job, outcome in workers.run(jobs):
        if isinstance(outcome, Made):
            noted = replace(outcome, notes=(*staged[job.key][1].notes, *outcome.notes))
            run.keep(by_key[job.key], noted, job.target)
        else:
            missing.add(job.key)
    _fall_back(run, workers, folder, [want for want in wants if want.key in missing], stopped)


def _lay_out(run: ConversionRun, workers: Workers, folder: Path, keys: Mapping[Path, str]) -> libreoffice.LaidOut:
    """Let LibreOffice lay documents out, in the time that their files have left for it."""
    if run.office is None:
        raise ValueError("without LibreOffice")
    laid_out = libreoffice.lay_out(
        run.office,
        list(keys),
        folder,
        run.limits,
        allowed={document: workers.left(key, FIRST_SHARE) for document, key in keys.items()},
        workers=run.workers,
        waits=lambda document: run.waits(keys[document]),
    )
    for document, seconds in laid_out.spent.items():
        workers.spent[keys[document]] += seconds
    return laid_out


def _staging_job(folder: Path, number: int, want: Want) -> Job:
    copy = folder / f"dok{number:05d}.{want.file.media.value.partition('-')[0]}"
    return replace(want.job(copy, "dossier.convert.office.staging:stage"), makes_pdf=False)


def _cleaning_job(office: libreoffice.Office, key: str, pdf: Path, document: Path) -> Job:
    return Job(
        key=key,
        source=pdf,
        sha256=sha256_of(pdf),
        target=pdf.with_suffix(".bersih.pdf"),
        converter="dossier.convert.office.font_substitution:finish",
        size=pdf.stat().st_size,
        option=f"{office.label}\n{document}",
        looks=True,
    )


def _fall_back(
    run: ConversionRun, workers: Workers, folder: Path, wants: Sequence[Want], stopped: AbstractSet[str]
) -> None:
    """Lay out plainly what LibreOffice could not.

    What it refused it refuses again; what it did not survive (`stopped`) may have been a busy machine.
    """
    jobs = []
    for number, want in enumerate(wants):
        recipe = RECIPES.get(want.file.media)
        if recipe is None:
            problem = "LibreOffice tidak dapat membuka berkas ini; buka di program asalnya lalu simpan sebagai PDF"
            run.keep(want, Failed(problem=problem, lasting=True), folder, stopped=want.key in stopped)
            continue
        jobs.append(replace(want.job(folder / f"ganti{number:05d}.pdf", recipe.converter), looks=True))
    by_key = {want.key: want for want in wants}
    for job, outcome in workers.run(jobs):
        if isinstance(outcome, Made):
            outcome = replace(outcome, notes=(OFFICE_FAILED, *outcome.notes))  # noqa: PLW2901 — the same, with a note
        run.keep(by_key[job.key], outcome, job.target, stopped=job.key in stopped)
