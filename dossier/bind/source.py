"""What the binding works from and what the drawn pages come back as; values only, nothing is drawn or read here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from dossier.model import (
        Coverage,
        Finding,
        Matching,
        Outline,
        PageRange,
        Plan,
        PreparedPart,
        Scan,
        Unit,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BindInput:
    """Everything a bundle is made of; `parts` is in the order of `scan.files`."""

    plan: Plan
    unit: Unit
    outline: Outline
    coverage: Coverage
    matching: Matching
    scan: Scan
    parts: tuple[PreparedPart, ...]
    findings: tuple[Finding, ...]
    as_of: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPages:
    """The pages that dossier draws itself, as one PDF; `ranges` says which section is on which pages of it."""

    pdf: bytes
    ranges: dict[str, PageRange]
