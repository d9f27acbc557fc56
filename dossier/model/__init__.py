"""Values shared by all stages: frozen dataclasses with tuples, no I/O; imports no other room of the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.model.assessment_model import Coverage, Finding, Severity, SlotCoverage, State
    from dossier.model.dossier_model import (
        PAGE_BOOKMARKS,
        Manifest,
        ManifestEntry,
        Outline,
        PageRange,
        PhotoSheet,
        PreparedPart,
        Section,
        SectionKind,
    )
    from dossier.model.evidence_model import (
        CONTENT_LIMIT,
        Content,
        ContentSource,
        EvidenceFile,
        IgnoredFile,
        Media,
        Scan,
    )
    from dossier.model.matching_model import (
        AmbiguousFile,
        Claim,
        Fault,
        FaultKind,
        Matching,
        Pin,
        Rule,
        Spare,
        UnplacedFile,
    )
    from dossier.model.plan_model import (
        Area,
        Component,
        DocKind,
        Indicator,
        Plan,
        Requirement,
        Schedule,
        Signatory,
        Slot,
        Unit,
    )

__all__ = [
    "CONTENT_LIMIT",
    "PAGE_BOOKMARKS",
    "AmbiguousFile",
    "Area",
    "Claim",
    "Component",
    "Content",
    "ContentSource",
    "Coverage",
    "DocKind",
    "EvidenceFile",
    "Fault",
    "FaultKind",
    "Finding",
    "IgnoredFile",
    "Indicator",
    "Manifest",
    "ManifestEntry",
    "Matching",
    "Media",
    "Outline",
    "PageRange",
    "PhotoSheet",
    "Pin",
    "Plan",
    "PreparedPart",
    "Requirement",
    "Rule",
    "Scan",
    "Schedule",
    "Section",
    "SectionKind",
    "Severity",
    "Signatory",
    "Slot",
    "SlotCoverage",
    "Spare",
    "State",
    "Unit",
    "UnplacedFile",
]

_lazy.attach(__name__)
