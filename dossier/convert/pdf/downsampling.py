"""Parts with smaller pictures, each kept in the cache beside the part that it was made of."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier.convert.registry import Recipe
from dossier.convert.run.limits import Limits, sha256_of
from dossier.convert.run.part_cache import PartCache
from dossier.convert.run.pool import Job, Workers
from dossier.convert.run.result import Made
from dossier.progress import Work, unseen
from dossier.workers.confinement import Confinement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dossier.convert.run.result import Outcome
    from dossier.model import PreparedPart
    from dossier.progress import Progress

RECIPE: Final = Recipe(name="smaller", converter="dossier.convert.pdf.smaller_images:shrink")
_FAILED: Final = "gambarnya tidak dapat diperkecil; dipakai ukuran semula"


def downsample(
    parts: Sequence[PreparedPart],
    cache: Path,
    dpi: int,
    *,
    fresh: bool = False,
    limits: Limits | None = None,
    workers: int | None = None,
    progress: Progress = unseen,
) -> tuple[PreparedPart, ...]:
    """Return the parts with pictures of at most `dpi` dots an inch; what cannot be made smaller stays as it is.

    Args:
        parts: what was prepared.
        cache: the folder that they are kept in.
        dpi: dots an inch.
        fresh: look nothing up of what earlier runs kept.
        limits: of one child process.
        workers: child processes at most; None is one a core.
        progress: told about each part as it is made smaller.
    """
    limits = limits or Limits()
    kept = PartCache(cache)
    pdfs = list(dict.fromkeys(part.pdf for part in parts if part.pdf is not None))
    with ThreadPoolExecutor() as threads:
        digests = dict(zip(pdfs, threads.map(sha256_of, pdfs), strict=True))
    key = RECIPE.key(str(dpi))
    outcomes: dict[Path, Outcome | None] = {
        pdf: None if fresh else kept.find(digest, key) for pdf, digest in digests.items()
    }
    missing = {pdf: digests[pdf] for pdf, outcome in outcomes.items() if outcome is None}
    if missing:
        with (
            kept.working_folder() as folder,
            Workers(workers, limits, Confinement(reads=(cache,), writes=(folder,))) as pool,
            progress(Work.SHRINKING, len(missing)) as step,
        ):
            for job, outcome in pool.run(_jobs(missing, folder, dpi)):
                kept.store(job.sha256, key, outcome, job.target)
                outcomes[job.source] = outcome
                step(1)
    return tuple(
        part if part.pdf is None else _smaller(part, outcomes[part.pdf], kept.entry(digests[part.pdf], key).pdf)
        for part in parts
    )


def _jobs(digests: Mapping[Path, str], folder: Path, dpi: int) -> list[Job]:
    return [
        Job(
            key=str(pdf),
            source=pdf,
            sha256=digest,
            target=folder / f"{number:06d}.pdf",
            converter=RECIPE.converter,
            size=pdf.stat().st_size,
            option=str(dpi),
        )
        for number, (pdf, digest) in enumerate(digests.items())
    ]


def _smaller(part: PreparedPart, outcome: Outcome | None, pdf: Path) -> PreparedPart:
    if not isinstance(outcome, Made) or outcome.pages != part.pages:
        return replace(part, notes=(*part.notes, _FAILED))
    return replace(part, pdf=pdf, notes=(*part.notes, *outcome.notes)) if outcome.notes else part
