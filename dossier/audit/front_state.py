"""Says of each paper of the front whether a signed one is bound, and why not; compares its figures with an edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.knowledge.front_names import FRONT_NAMES
from dossier.model import Finding, FrontPaper, Severity
from dossier.wording import number_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.model import FrontClaim, Matching


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontState:
    """A paper of the front: the file that is bound as it, None where there is none, and then why in words."""

    paper: FrontPaper
    path: str | None = None
    why: str = ""

    @property
    def name(self) -> str:
        """What people call the paper."""
        return FRONT_NAMES[self.paper]


def front_states(matching: Matching, unusable: Mapping[str, str]) -> tuple[FrontState, ...]:
    """Return the state of each paper, in the order in which they are bound.

    Args:
        matching: says which file is which paper.
        unusable: path ─► why a file cannot be bound as signed: unreadable, or with prompts that nobody filled.
    """
    return tuple(_state(FrontPaper(each), matching, unusable) for each in FRONT_NAMES)


def _state(paper: FrontPaper, matching: Matching, unusable: Mapping[str, str]) -> FrontState:
    claim = next((each for each in matching.front if each.paper is paper), None)
    if claim is not None and claim.file.path in unusable:
        return FrontState(paper=paper, why=f"“{claim.file.path}” {unusable[claim.file.path]}")
    if claim is not None:
        return FrontState(paper=paper, path=claim.file.path)
    doubtful = [each for each in matching.ambiguous if each.front is paper]
    if len(doubtful) > 1:
        return FrontState(paper=paper, why=f"ada {len(doubtful)} berkas, belum pasti yang mana")
    if doubtful:
        return FrontState(paper=paper, why=f"“{doubtful[0].file.path}” belum pasti")
    return FrontState(paper=paper, why="belum ada yang ditandatangani")


def stale_front(
    claims: Sequence[FrontClaim], states: Sequence[FrontState], *, year: int, pages: frozenset[int], files: int | None
) -> tuple[Finding, ...]:
    """Return what the bound papers say otherwise than the dossier does; what was not read is not compared.

    Args:
        claims: of the matching, with the figures that the papers give.
        states: says which of them are bound.
        year: of the plan.
        pages: the numbers of pages that are right; none where no dossier was made.
        files: the number of files of evidence in the dossier; None where no dossier was made.
    """
    bound = {each.path for each in states}
    said = ((claim, "; ".join(_differences(claim, year, pages, files))) for claim in claims if claim.file.path in bound)
    return tuple(_stale(claim, words) for claim, words in said if words)


def _differences(claim: FrontClaim, year: int, pages: frozenset[int], files: int | None) -> Iterator[str]:
    stated = claim.stated
    if stated.year not in {None, year}:
        yield f"menyebut tahun {stated.year}, rencana ini tahun {year}"
    if stated.pages is not None and pages and stated.pages not in pages:
        yield f"menyebut {number_label(stated.pages)} halaman, edisi ini {number_label(max(pages))} halaman"
    if stated.files is not None and files is not None and stated.files != files:
        yield f"menyebut {number_label(stated.files)} berkas bukti, edisi ini {number_label(files)} berkas bukti"


def _stale(claim: FrontClaim, said: str) -> Finding:
    path = claim.file.path
    return Finding(
        code="surat_tidak_cocok",
        severity=Severity.WARNING,
        subject=path,
        text=f"{FRONT_NAMES[claim.paper]} “{path}” {said}; surat itu tetap dijilid di depan.",
        advice=(
            f"Bila isinya memang harus sama, buat lagi (`dossier render --templat {claim.paper}`), tanda tangani, "
            "pindai, dan ganti berkasnya."
        ),
        path=path,
    )
