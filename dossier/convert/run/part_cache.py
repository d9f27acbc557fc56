"""Parts kept between runs in a `Store`, by content and recipe; failures are kept too."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from dossier.convert.run.result import Failed, Made, Outcome
from dossier.state.store import Store
from dossier.workers import scratch

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from dossier.state.store import EntryPaths

SCHEMA: Final = "dossier.part/5"
UNKNOWN_CONTENT: Final = "isi belum dikenal"
"""Why a part is made of content that has never been prepared."""
TRIED_AGAIN: Final = "belum berhasil pada penyusunan sebelumnya; dicoba lagi"
"""Why a part is made again of content whose conversion was stopped, or failed for a reason beside the file."""
MOST_STOPS: Final = 2
"""How often the conversion of one content is stopped before it counts as failed for good."""
_CODE: Final = "kode="


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """The facts of one part, as their JSON has them: what was made, or the problem for which there is no PDF."""

    made: Made | None
    problem: str = ""
    ours: bool = False
    again: bool = False
    stops: int = 0


class PartCache:
    """The parts in a store: the PDF and its facts, side by side."""

    def __init__(self, root: Path) -> None:
        """Use `root`; it is made when the first part is stored."""
        self.root = root
        self._store = Store(root, SCHEMA)

    def entry(self, sha256: str, recipe: str) -> EntryPaths:
        """Return the place of the part that this recipe makes of this content; its blob is the PDF."""
        return self._store.paths(sha256, recipe)

    def find(self, sha256: str, recipe: str) -> Outcome | None:
        """Return what is known of this content under this recipe, or None when it has to be made, or made again."""
        facts = self._store.get(sha256, recipe, _Facts)
        if facts is None or facts.again:
            return None
        return facts.made or Failed(problem=facts.problem, lasting=True, ours=facts.ours)

    def why_not(self, sha256: str, recipe: str) -> str:
        """Return in words why `find` knows nothing of this content under this recipe."""
        entry = self.entry(sha256, recipe)
        facts = self._store.get(sha256, recipe, _Facts)
        if facts is not None and facts.again:
            return TRIED_AGAIN
        if entry.facts.exists() or entry.blob.exists():
            return "simpanannya rusak"
        known = next((known for _, known in self._store.others(sha256, recipe)), None)
        return UNKNOWN_CONTENT if known is None else _difference(known, recipe)

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
        before = self._store.get(sha256, recipe, _Facts)
        stops = 0
        if isinstance(outcome, Failed):
            stopped = stopped or outcome.stopped
            unsure = unsure or not (outcome.lasting or outcome.stopped)
        if stopped:
            stops = min(MOST_STOPS, (before.stops if before is not None else 0) + 1)
        again = unsure or 0 < stops < MOST_STOPS
        if isinstance(outcome, Made):
            facts = _Facts(made=outcome, again=again, stops=stops)
        else:
            facts = _Facts(made=None, problem=outcome.problem, ours=outcome.ours, again=again, stops=stops)
        self._store.put(sha256, recipe, asdict(facts), pdf if isinstance(outcome, Made) else None)
        return again

    def working_folder(self) -> AbstractContextManager[Path]:
        """Return an empty folder beside the parts, gone afterwards; what killed runs left behind is cleared first."""
        return scratch.beside(self.root)


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
