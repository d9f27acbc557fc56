"""Bind every picture, office file, mail and archive of a folder alone, and compare with what its own program says.

    python -m benchmarks.corpus_kinds DIR … [--most 300] [--kind gambar|kantor|lain] [--out F.json] [--memory F.json]

Each file is prepared in a tree of its own, in child processes with limits. The judge of pictures is Pillow (opens and
loads, first frame compared by looks), the judge of office files LibreOffice started for that file alone and unstaged
(opens, and the words it prints). Mails and archives have no judge: every outcome is counted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
import threading
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageStat

from benchmarks.corpus_judges import SIDE
from dossier import evidence
from dossier.convert import prepare
from dossier.convert.office import libreoffice
from dossier.convert.registry import OFFICE
from dossier.convert.run.pool import Job, Limits, Workers
from dossier.convert.run.result import Made
from dossier.evidence.scan_messages import PICTURES
from dossier.model import Media, PreparedPart
from dossier.state.files import sha256_of
from dossier.workers.confinement import Confinement

SECONDS = 60.0
DIFFERENT = 24.0
"""Mean difference of grey levels from which two small pictures are not the same picture."""
WORDS_KEPT = 0.9
BATCH = 25
REFUSALS = (("dihentikan", "macet"), ("berhenti mendadak", "jatuh"), ("memori", "memori"), ("kata sandi", "terkunci"))
ONE_READER = threading.Lock()
A_FEW = 5
"""Words that may differ without a loss: dates, page numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One file: what it is, what its own program says, what became of it and why."""

    path: str
    media: str
    judged: bool | None
    outcome: str
    detail: str = ""


def sampled(folder: Path, most: int) -> list[Path]:
    """Return at most so many files, the same ones every time, spread by the hash of their names."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return sorted(sorted(files, key=lambda path: hashlib.sha256(path.name.encode()).hexdigest())[:most])


def prepared(files: list[Path], work: Path) -> list[tuple[PreparedPart | None, str]]:
    """Prepare some files in one tree, as a build would; return each part, or why the scan took none."""
    root = work / "bukti"
    root.mkdir()
    for number, path in enumerate(files):
        shutil.copyfile(path, root / f"{number:03d}{path.suffix}")
    scan = evidence.scan(root)
    parts = prepare(scan.files, root, work / "cache", examine=evidence.examine, timeout=SECONDS)
    by_name = {Path(part.file.path).stem: part for part in parts}
    ignored = {Path(entry.path).stem: entry.reason for entry in scan.ignored}
    names = [f"{number:03d}" for number in range(len(files))]
    return [(by_name.get(name), ignored.get(name, "")) for name in names]


def outcome_of(part: PreparedPart | None, ignored: str) -> tuple[str, str]:
    """Return the class of an outcome and the words that came with it."""
    if part is None:
        return ("diabaikan", ignored) if ignored else ("hilang", "neither a part nor ignored")
    if part.pdf is None:
        problem = part.problem or ""
        return next((kind for words, kind in REFUSALS if words in problem), "ditolak"), problem
    if part.flaw:
        return "terikat, bercatatan", part.flaw
    return "terikat", ""


def judged_pictures(files: list[Path], work: Path) -> dict[Path, tuple[Made, Path]]:
    """Return what Pillow opens, each with a small picture of it."""
    jobs = [
        Job(
            key=str(path),
            source=path,
            sha256=sha256_of(path),
            target=work / f"{number}.png",
            converter="benchmarks.corpus_judges:picture",
            makes_pdf=False,
        )
        for number, path in enumerate(files)
    ]
    with Workers(2, Limits(seconds=SECONDS), Confinement(files=False)) as workers:
        return {job.source: (made, job.target) for job, made in workers.run(jobs) if isinstance(made, Made)}


def judged_office(files: list[Path], work: Path, memory: Path | None) -> dict[Path, str]:
    """Return what LibreOffice opens by itself, each with the words that it prints."""
    office = libreoffice.find()
    known: dict[str, str | None] = json.loads(memory.read_text()) if memory and memory.exists() else {}
    if office is None:
        raise SystemExit("LibreOffice is the judge of office files")

    def one(item: tuple[int, Path]) -> tuple[Path, str | None]:
        number, path = item
        if (digest := sha256_of(path)) in known:
            return path, known[digest]
        folder = work / f"hakim-{number}"
        folder.mkdir()
        copy = folder / f"dok{path.suffix.lower()}"
        shutil.copyfile(path, copy)
        made = libreoffice.lay_out(office, [copy], folder, Limits(seconds=SECONDS)).made
        words = printed(made[copy]) if copy in made else None
        shutil.rmtree(folder)
        known[digest] = words
        return path, words

    with ThreadPoolExecutor(2) as threads:
        verdicts = dict(threads.map(one, enumerate(files)))
    if memory:
        memory.write_text(json.dumps(known))
    return {path: words for path, words in verdicts.items() if words is not None}


def printed(pdf: Path) -> str | None:
    """Return all words of a PDF, or None when it cannot be opened; by one thread at a time, for pdfium is not safe."""
    with ONE_READER:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return None
        try:
            return " ".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()


def looks_alike(part: PreparedPart, small: Path, size: tuple[int, int]) -> float:
    """Return how far the drawn page is from the judge's small picture, in mean grey levels."""
    document = pypdfium2.PdfDocument(part.pdf)
    try:
        page = document[0]
        (picture,) = list(page.get_objects(max_depth=1))[:1]
        left, bottom, right, top = picture.get_bounds()
        scale = max(1.0, min(8.0, SIDE * 2 / max(1.0, min(right - left, top - bottom))))
        drawn = page.render(scale=scale).to_pil().convert("L")
        height = page.get_height()
        drawn = drawn.crop((left * scale, (height - top) * scale, right * scale, (height - bottom) * scale))
    finally:
        document.close()
    if min(drawn.size) < 1 or min(size) < 1:
        return 0.0
    with Image.open(small) as wanted:
        one = drawn.resize((SIDE // 4, SIDE // 4), Image.Resampling.BOX)
        other = wanted.convert("L").resize((SIDE // 4, SIDE // 4), Image.Resampling.BOX)
        return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


def run(folder: Path, options: argparse.Namespace, work: Path) -> list[Result]:
    """Return the result of every file of one collection."""
    kind = options.kind
    files = sampled(folder, options.most)
    pictures = judged_pictures(files, work) if kind == "gambar" else {}
    words = judged_office(files, work, options.memory) if kind == "kantor" else {}
    results = []
    for start in range(0, len(files), BATCH):
        batch = files[start : start + BATCH]
        place = Path(tempfile.mkdtemp(dir=work))
        for path, (part, ignored) in zip(batch, prepared(batch, place), strict=True):
            outcome, detail = outcome_of(part, ignored)
            judged = path in (pictures if kind == "gambar" else words) if kind != "lain" else None
            if part is not None and part.pdf is not None and judged and not part.flaw:
                if kind == "gambar" and part.file.media in PICTURES:
                    made, small = pictures[path]
                    far = looks_alike(part, small, tuple(json.loads(made.engine)["size"]))
                    if far > DIFFERENT and "bingkai" not in " ".join(part.notes):
                        outcome, detail = "tampak lain", f"{far:.0f} {made.engine}"
                if kind == "kantor" and part.file.media in OFFICE:
                    outcome, detail = compared(words[path], printed(part.pdf) or "", outcome, part)
            media = part.file.media.value if part is not None else Media.UNKNOWN.value
            results.append(Result(path=path.name, media=media, judged=judged, outcome=outcome, detail=detail))
        shutil.rmtree(place)
        sys.stderr.write(f"{folder.name}: {min(start + BATCH, len(files))}/{len(files)}\n")
    return results


def compared(wanted: str, found: str, outcome: str, part: PreparedPart) -> tuple[str, str]:
    """Return the outcome, or that words are missing which LibreOffice alone prints."""
    # Each word once: titles that are repeated on every page are fewer where a sheet was fitted to its page.
    lost = sorted(set(wanted.split()) - set(found.split()))
    total, missing = len(set(wanted.split())), len(lost)
    if total and missing > max(A_FEW, (1 - WORDS_KEPT) * total):
        some = " ".join(lost[:6])
        return "kata kurang", f"{missing} of {total}: {some} | {'; '.join(part.notes)[:120]}"
    return outcome, "; ".join(part.notes)[:200]


def summary(name: str, results: list[Result]) -> str:
    """Return one line for a collection: outcomes, and the share bound of what the judge opens."""
    outcomes = Counter(result.outcome for result in results)
    opened = [result for result in results if result.judged]
    bound = sum(result.outcome.startswith("terikat") for result in opened)
    share = f"{bound}/{len(opened)} = {bound / len(opened):.1%}" if opened else "–"
    told = ", ".join(f"{outcome} {count}" for outcome, count in sorted(outcomes.items()))
    return f"{name}: {len(results)} files; of what the judge opens {share}; {told}"


def main() -> None:
    """Run over the folders given and print a line each, then what failed and why."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=300)
    parser.add_argument("--kind", choices=("gambar", "kantor", "lain"), required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--memory", type=Path, help="keeps what LibreOffice said, by hash, between runs")
    options = parser.parse_args()
    everything: dict[str, list[Result]] = defaultdict(list)
    for folder in options.folders:
        with tempfile.TemporaryDirectory() as work:
            everything[folder.name] = run(folder, options, Path(work))
        sys.stdout.write(summary(folder.name, everything[folder.name]) + "\n")
        for result in everything[folder.name]:
            if (result.judged or result.judged is None) and not result.outcome.startswith("terikat"):
                sys.stdout.write(f"    {result.outcome}: {result.path}: {result.detail[:160]}\n")
        sys.stdout.flush()
    if options.out:
        data = {name: [asdict(result) for result in results] for name, results in everything.items()}
        options.out.write_text(json.dumps(data, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
