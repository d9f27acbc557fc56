"""Bind every PDF of a folder alone, and compare the bundle with what three readers find in the file.

    python -m benchmarks.corpus DIR … [--most 300] [--out F.json]

Each file is prepared and bound in child processes with limits. Readers: pdfium, poppler (`pdfinfo`, `pdftoppm`) and
MuPDF (`mutool`). What two of them open, with its first and its last page drawn, is *readable*; the right count is what
most of them find. `qpdf --check` must say nothing against a bundle. A page *looks different* when every reader that can
draw both, the file and its bundle, says so; what only one of them says is counted apart.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.corpus_kinds import REFUSALS, sampled
from dossier import evidence
from dossier.convert import prepare
from dossier.convert.run.pool import Job, Limits, Workers
from dossier.convert.run.result import Failed, Made, Outcome
from dossier.model import Media, PreparedPart
from dossier.state.files import sha256_of
from dossier.workers.confinement import Confinement

SECONDS = 60.0
BATCH = 40
READERS = 2
"""So many readers must open a file for it to count as readable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One file: the pages that each reader finds, what became of it and why."""

    path: str
    counts: dict[str, int | None]
    pages: int
    outcome: str
    engine: str = ""
    detail: str = ""

    @property
    def readable(self) -> bool:
        """Whether two independent readers open it."""
        return sum(count is not None for count in self.counts.values()) >= READERS

    @property
    def right(self) -> int | None:
        """The pages that most readers find; None where all differ."""
        said = [count for count in self.counts.values() if count is not None]
        best = statistics.multimode(said) if said else []
        return best[0] if len(best) == 1 and said.count(best[0]) >= READERS else None


def job(path: Path, number: int, work: Path, what: str, option: object = None) -> Job:
    """Return what a child is to do with a file."""
    return Job(
        key=str(path),
        source=path,
        sha256=sha256_of(path),
        target=work / f"{what}-{number}",
        converter=f"benchmarks.corpus_readers:{what}",
        option="" if option is None else json.dumps(option),
        makes_pdf=False,
    )


def together(jobs: list[Job]) -> dict[str, Outcome]:
    """Run jobs side by side; return each outcome by its file."""
    with Workers(2, Limits(seconds=SECONDS), Confinement(files=False)) as workers:
        return {one.key: outcome for one, outcome in workers.run(jobs)}


def prepared(files: list[Path], work: Path) -> list[PreparedPart | None]:
    """Prepare some files in one tree, each in its own job, as a build does."""
    root = work / "bukti"
    root.mkdir()
    for number, path in enumerate(files):
        shutil.copyfile(path, root / f"{number:03d}.pdf")
    scan = evidence.scan(root)
    parts = prepare(scan.files, root, work / "cache", examine=evidence.examine, timeout=SECONDS)
    by_name = {part.file.path: part for part in parts}
    return [by_name.get(f"{number:03d}.pdf") for number in range(len(files))]


def batch_of(files: list[Path], work: Path) -> list[Result]:
    """Return the results of some files."""
    counted = together([job(path, number, work, "counts") for number, path in enumerate(files)])
    parts = dict(zip(map(str, files), prepared(files, work), strict=True))
    whole = [path for path in files if (part := parts[str(path)]) is not None and part.pdf is not None]
    bundles = together(
        [
            job(path, number, work, "bundled", {"pdf": str(parts[str(path)].pdf), "pages": parts[str(path)].pages})  # type: ignore[union-attr]
            for number, path in enumerate(whole)
        ]
    )
    bound = [path for path in whole if isinstance(bundles[str(path)], Made)]
    looks = together(
        [
            job(path, n, work, "same_look", _told(bundles, path, work / f"bundled-{whole.index(path)}"))
            for n, path in enumerate(bound)
        ]
    )
    return [
        _result(path, counted[str(path)], parts[str(path)], bundles.get(str(path)), looks.get(str(path)))
        for path in files
    ]


def _told(bundles: dict[str, Outcome], path: Path, bundle: Path) -> dict[str, object]:
    made = bundles[str(path)]
    if not isinstance(made, Made):
        raise TypeError(path)
    said = json.loads(made.engine)
    return {"bundle": str(bundle), "first": said["first"], "sizes": said["sizes"], "count": len(said["sizes"])}


def _result(
    path: Path, counted: Outcome, part: PreparedPart | None, bundle: Outcome | None, look: Outcome | None
) -> Result:
    counts: dict[str, int | None] = json.loads(counted.engine) if isinstance(counted, Made) else {}
    plain = Result(
        path=path.name, counts=counts, pages=part.pages if part else 0, outcome="", engine=part.engine if part else ""
    )
    outcome, detail = _judged(plain, part, bundle, look)
    return Result(
        path=path.name, counts=counts, pages=plain.pages, outcome=outcome, engine=plain.engine, detail=detail[:300]
    )


def _judged(plain: Result, part: PreparedPart | None, bundle: Outcome | None, look: Outcome | None) -> tuple[str, str]:
    if part is None or part.file.media is not Media.PDF:
        return "not a pdf", ""
    if part.pdf is None:
        problem = part.problem or ""
        return next((kind for words, kind in REFUSALS if words in problem), "failure page"), problem
    if not isinstance(bundle, Made):
        return "not bound", bundle.problem if isinstance(bundle, Failed) else ""
    if against := json.loads(bundle.engine)["against"]:
        return "qpdf --check warns", against
    outcome, detail = _compared(plain, part, look)
    if part.flaw:
        outcome += ", said so"
    return outcome, f"{detail} | {'; '.join(part.notes)}"


def _compared(plain: Result, part: PreparedPart, look: Outcome | None) -> tuple[str, str]:
    if plain.right not in {None, part.pages}:
        return "wrong pages", f"{plain.counts} {part.pages}"
    if not isinstance(look, Made):
        return "look not known", look.problem if isinstance(look, Failed) else ""
    said = json.loads(look.engine)
    readers = {reader for reader, pages in said["drawn"].items() if pages}
    if not readers:
        return "look not known", ""
    if any(set(found) >= readers for found in said["differences"].values()):
        return "looks different", str(said["differences"])
    if said["differences"]:
        return "one reader sees a difference", str(said["differences"])
    return ("bound" if part.engine == "qpdf" else f"bound ({part.engine})"), ""


def run(folder: Path, most: int, work: Path) -> list[Result]:
    """Return the result of every file of one collection."""
    files = [path for path in sampled(folder, 1 << 30) if path.suffix.lower() == ".pdf"][:most]
    results: list[Result] = []
    for start in range(0, len(files), BATCH):
        place = Path(tempfile.mkdtemp(dir=work))
        results += batch_of(files[start : start + BATCH], place)
        shutil.rmtree(place)
        sys.stderr.write(f"{folder.name}: {len(results)}/{len(files)}\n")
    return results


GOOD = ("bound", "one reader")


def summary(name: str, results: list[Result]) -> str:
    """Return one line for a collection: outcomes, and the share bound of what is readable."""
    readable = [result for result in results if result.readable]
    good = sum(result.outcome.startswith(GOOD) for result in readable)
    share = f"{good}/{len(readable)} = {good / len(readable):.2%}" if readable else "-"
    rest = Counter(result.outcome for result in results if not result.readable)
    told = Counter(result.outcome for result in readable)
    return f"{name}: {len(results)} files; readable and bound alike {share}; readable {dict(told)}; others {dict(rest)}"


def main() -> None:
    """Run over the folders given and print a line each, then what went wrong and why."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=1 << 30)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    everything: dict[str, list[Result]] = {}
    for folder in options.folders:
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as work:
            everything[folder.name] = run(folder, options.most, Path(work))
        print(summary(folder.name, everything[folder.name]), f"({time.perf_counter() - started:.0f} s)", flush=True)
        for result in everything[folder.name]:
            if (result.readable and not result.outcome.startswith(GOOD)) or result.outcome in {
                "hang",
                "macet",
                "jatuh",
            }:
                print(f"    {result.outcome}: {result.path}: {result.detail[:220]}", flush=True)
        if options.out:
            data = {name: [asdict(result) for result in results] for name, results in everything.items()}
            options.out.write_text(json.dumps(data, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
