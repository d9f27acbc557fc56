"""Which files have to be opened: those that name and place leave open, and those whose content can contradict them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier.matching.resolve import NOT_EVIDENCE
from dossier.model import FaultKind, Rule

if TYPE_CHECKING:
    from dossier.model import EvidenceFile, Matching

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def to_read(matching: Matching) -> tuple[EvidenceFile, ...]:
    """Return the files whose content can settle a doubt, a period or a year, sorted by path.

    Args:
        matching: What names and places gave, without any content.
    """
    asked = [entry.file for entry in matching.ambiguous]
    asked += [entry.file for entry in matching.unplaced if entry.reason != NOT_EVIDENCE]
    for claim in matching.claims:
        undated = claim.fault is not None and claim.fault.kind is FaultKind.NO_PERIOD
        if undated or (claim.rule is not Rule.PIN and not _YEAR.search(claim.file.path)):
            asked.append(claim.file)
    return tuple(sorted({file.path: file for file in asked}.values(), key=lambda file: file.path))


def to_check(matching: Matching) -> tuple[EvidenceFile, ...]:
    """Return the files that name or place settle, whose content may say otherwise or when they were signed, by path.

    What a person pinned is not checked.
    """
    asked = {claim.file.path: claim.file for claim in matching.claims if claim.rule is not Rule.PIN}
    return tuple(asked[path] for path in sorted(asked))
