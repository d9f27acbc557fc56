"""What the page is made of: values that other stages made, nothing of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.audit.status import Status
    from dossier.model import Finding, Matching
    from dossier.reports.history import Milestone
    from dossier.reports.register import RegisterRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A page of the dossier: `file` in `build/`, `position` in that file from 1, `number` as printed on the page."""

    file: str
    position: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSource:
    """Everything that the page shows.

    `disk_paths` spells each evidence file as the file system does; `places` says where each section of the dossier
    (`indikator:I.3.1`, `berkas:<path>`) starts, and is empty where no dossier was made. `evidence` and `bundles` are
    the paths from the page's folder to those of the evidence and of the dossier.
    """

    view: Status
    unit: str
    matching: Matching
    register: tuple[RegisterRow, ...]
    disk_paths: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    history: tuple[Milestone, ...] = ()
    places: Mapping[str, PageLink] = field(default_factory=dict)
    evidence: str = "../../evidence"
    bundles: str = ".."
