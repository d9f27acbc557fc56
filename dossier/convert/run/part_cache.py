"""Cache of prepared parts and failures, keyed by content and recipe. A damaged entry counts as none."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.convert.run.pool import sha256_of
from dossier.convert.run.result import Failed, Made, Outcome
from dossier.state import typed_json
from dossier.workers import scratch, system

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA: Final = "dossier.part/3"
UNKNOWN_CONTENT: Final = "isi belum dikenal"
"""Why a part is made of content that has never been prepared."""
TRIED_AGAIN: Final = "belum berhasil pada penyusunan sebelumnya; dicoba lagi"
"""Why a part is made again of content whose conversion was stopped, or failed for a reason beside the file."""
MOST_STOPS: Final = 2
"""How often the conversion of one content is stopped before it counts as failed for good."""
_CODE: Final = "kode="
_WORK_PREFIX: Final = scratch.PART_PREFIX
_LOCK_NAME: Final = scratch.PART_LOCK


@dataclass(frozen=True, slots=True)
class PartPaths:
    """Where one part is, or would be: the PDF and its facts, side by side."""

    pdf: Path
    facts: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """Facts of any schema, of which only the recipe is of interest."""

    recipe: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """The facts of one part, as their JSON has them; with a `problem`, there is no PDF."""

    recipe: str
    source: str
    problem: str | None
    pages: int = 0
    engine: str = ""
    notes: tuple[str, ...] = ()
    flaws: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    signed: bool = False
    keep: bool = False
    bracketed: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    pdf_sha256: str = ""
    again: bool = False
    stops: int = 0
    ours: bool = False

    def made(self) -> Made:
        """Return the outcome that was kept."""
        return Made(
            pages=self.pages,
            engine=self.engine,
            notes=self.notes,
            flaws=self.flaws,
            beside=self.beside,
            signed=self.signed,
            keep=self.keep,
            bracketed=self.bracketed,
            addresses=self.addresses,
        )


class PartCache:
    """A folder of prepared parts: `<aa>/<sha256>-<recipe>.pdf` and `.json`."""

    def __init__(self, root: Path) -> None:
        """Use `root`; it is made when the first part is stored."""
        self.root = root

    def entry(self, sha256: str, recipe: str) -> PartPaths:
        """Return the place of the part that this recipe makes of this content."""
        # The recipe is hashed: it names engines and versions and must not become a path.
        stem = f"{sha256}-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"
        folder = self.root / sha256[:2]
        return PartPaths(folder / f"{stem}.pdf", folder / f"{stem}.json")

    def find(self, sha256: str, recipe: str) -> Outcome | None:
        """Return what is known of this content under this recipe, or None when it has to be made, or made again."""
        facts = self._facts(sha256, recipe)
        if facts is None or facts.again:
            return None
        if facts.problem is not None:
            return Failed(problem=facts.problem, lasting=True, ours=facts.ours)
        try:
            if sha256_of(self.entry(sha256, recipe).pdf) != facts.pdf_sha256:
                return None
        except OSError:
            return None
        return facts.made()

    def _facts(self, sha256: str, recipe: str) -> _Facts | None:
        try:
            facts = typed_json.unsealed(self.entry(sha256, recipe).facts.read_bytes(), _Facts, SCHEMA)
        except OSError:
            return None
        return facts if facts is not None and (facts.source, facts.recipe) == (sha256, recipe) else None

    def why_not(self, sha256: str, recipe: str) -> str:
        """Return in words why `find` knows nothing of this content under this recipe."""
        entry = self.entry(sha256, recipe)
        facts = self._facts(sha256, recipe)
        if facts is not None and facts.again:
            return TRIED_AGAIN
        if entry.facts.exists() or entry.pdf.exists():
            return "simpanannya rusak"
        for other in sorted(entry.facts.parent.glob(f"{sha256}-*.json")):
            # Of another schema too: an older dossier kept it.
            known = typed_json.read(other, _Named)
            if known is not None:
                return _difference(known.recipe, recipe)
        return UNKNOWN_CONTENT

    def store(
        self,
        sha256: str,
        recipe: str,
        outcome: Outcome,
        pdf: Path,
        *,
        stopped: bool = False,
        unsure: bool = False,
    ) -> bool:
        """Keep an outcome; a PDF is moved in from the working folder, and its facts follow only then.

        What was stopped (it hung, died, or wanted too much memory) is tried once more by the next build: the machine
        may have been busy. When that is stopped too, it is known like any other failure.

        Args:
            sha256: hash of the evidence file's content.
            recipe: everything that the result depends on besides the content.
            outcome: what was made, or a failure.
            pdf: the finished PDF, on the same file system; not read when the outcome is a failure.
            stopped: something on the way to this outcome was stopped, though it may have been made otherwise.
            unsure: it may come out better another time for a reason beside the file, as often as it is tried.

        Returns:
            Whether the next build tries again.
        """
        entry = self.entry(sha256, recipe)
        before = self._facts(sha256, recipe)
        stops = 0
        if isinstance(outcome, Failed):
            stopped = stopped or outcome.stopped
            unsure = unsure or not (outcome.lasting or outcome.stopped)
        if stopped:
            stops = min(MOST_STOPS, (before.stops if before is not None else 0) + 1)
        again = unsure or 0 < stops < MOST_STOPS
        entry.pdf.parent.mkdir(parents=True, exist_ok=True)
        facts: dict[str, object] = {"schema": SCHEMA, "recipe": recipe, "source": sha256, "again": again}
        facts |= {"stops": stops, "problem": outcome.problem if isinstance(outcome, Failed) else None}
        facts |= {"ours": isinstance(outcome, Failed) and outcome.ours}
        if isinstance(outcome, Made):
            facts |= asdict(outcome) | {"pdf_sha256": sha256_of(pdf)}
            pdf.replace(entry.pdf)
        _write_whole(entry.facts, typed_json.sealed(facts).encode("ascii"))
        self._clear_older(sha256, recipe)
        return again

    def _clear_older(self, sha256: str, recipe: str) -> None:
        """Remove what another program version or engine made of this content in the same way: nobody asks for it."""
        entry = self.entry(sha256, recipe)
        for facts in entry.facts.parent.glob(f"{sha256}-*.json"):
            known = typed_json.read(facts, _Named) if facts != entry.facts else None
            if known is not None and _way(known.recipe) == _way(recipe):
                facts.unlink(missing_ok=True)
                facts.with_suffix(".pdf").unlink(missing_ok=True)

    @contextmanager
    def working_folder(self) -> Iterator[Path]:
        """Yield an empty folder beside the parts, gone afterwards; what a killed run left behind is cleared first."""
        self.root.mkdir(parents=True, exist_ok=True)
        scratch.clear_left(self.root, _WORK_PREFIX, _LOCK_NAME)
        folder = Path(tempfile.mkdtemp(prefix=_WORK_PREFIX, dir=self.root))
        try:
            with (folder / _LOCK_NAME).open("wb") as lock:
                system.try_lock(lock)
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _difference(known: str, wanted: str) -> str:
    """Say what is different in two recipes: "pdf.fallback kode=1f… pikepdf=10.17.0" against "… pikepdf=10.18.0"."""
    old, new = known.split(" "), wanted.split(" ")
    if old[0].partition("/")[0] != new[0]:
        return f"cara olah berubah ({old[0]} → {new[0]})"
    if {word for word in old if word.startswith(_CODE)} != {word for word in new if word.startswith(_CODE)}:
        return "program dossier berubah"
    gone = [word for word in old if word not in new]
    come = [word for word in new if word not in old]
    if any("=" in word for word in (*gone, *come)):
        return f"mesin berubah ({' '.join(gone)} → {' '.join(come)})"
    return "nama berkas atau pilihannya berubah"


def _way(recipe: str) -> list[str]:
    """Return what of a recipe says nothing of code and engines: its name, and what the converter was told."""
    words = recipe.split(" ")
    return [words[0].partition("/")[0], *(word for word in words[1:] if "=" not in word)]


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is either there as a whole or not at all."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
