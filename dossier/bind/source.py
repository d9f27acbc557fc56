"""What the binding works from and what the drawn pages come back as; values only, nothing is drawn or read here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from dossier.model import (
        Coverage,
        Finding,
        Manifest,
        Matching,
        Outline,
        PageRange,
        Plan,
        PreparedPart,
        Scan,
        Sheet,
        Unit,
    )
    from dossier.overview import Overview


@dataclass(frozen=True, slots=True, kw_only=True)
class BindInput:
    """Everything a bundle is made of; `parts` is in the order of `scan.files`; an excerpt has a `subject`.

    `sheets` are photos that share a page where they follow each other in the outline. `view` is the overview of the
    reports; without one, it is made of the coverage, and knows nothing of templates and of what people said.
    """

    plan: Plan
    unit: Unit
    outline: Outline
    coverage: Coverage
    matching: Matching
    scan: Scan
    parts: tuple[PreparedPart, ...]
    findings: tuple[Finding, ...]
    as_of: dt.date
    subject: str = ""
    sheets: tuple[Sheet, ...] = ()
    view: Overview | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPages:
    """The pages that dossier draws itself, as one PDF; `ranges` says which section is on which pages of it."""

    pdf: bytes
    ranges: dict[str, PageRange]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A bundle that was written: what it says of itself, its pages, its SHA-256, and the ranges of our own pages.

    `starts` says on which page of this very file, counted from 1, each section starts that starts in it.
    The ranges, given to the next binding as a guess, save it one of two drawings as long as they stay the same.
    """

    manifest: Manifest
    length: int
    sha256: str
    ranges: Mapping[str, PageRange]
    starts: Mapping[str, int]
