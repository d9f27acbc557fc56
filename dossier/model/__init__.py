"""Values shared by all stages: frozen dataclasses with tuples, no I/O; imports no other room of the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.model.assessment_model import Coverage as Coverage
    from dossier.model.assessment_model import Finding as Finding
    from dossier.model.assessment_model import Severity as Severity
    from dossier.model.assessment_model import SlotCoverage as SlotCoverage
    from dossier.model.assessment_model import State as State
    from dossier.model.audience import Audience as Audience
    from dossier.model.dossier_model import PAGE_BOOKMARKS as PAGE_BOOKMARKS
    from dossier.model.dossier_model import Manifest as Manifest
    from dossier.model.dossier_model import ManifestEntry as ManifestEntry
    from dossier.model.dossier_model import MemberPages as MemberPages
    from dossier.model.dossier_model import Outline as Outline
    from dossier.model.dossier_model import PageRange as PageRange
    from dossier.model.dossier_model import PaperPages as PaperPages
    from dossier.model.dossier_model import PhotoSheet as PhotoSheet
    from dossier.model.dossier_model import PreparedPart as PreparedPart
    from dossier.model.dossier_model import Section as Section
    from dossier.model.dossier_model import SectionKind as SectionKind
    from dossier.model.evidence_model import CONTAINERS as CONTAINERS
    from dossier.model.evidence_model import CONTENT_LIMIT as CONTENT_LIMIT
    from dossier.model.evidence_model import Content as Content
    from dossier.model.evidence_model import ContentSource as ContentSource
    from dossier.model.evidence_model import EvidenceFile as EvidenceFile
    from dossier.model.evidence_model import IgnoredFile as IgnoredFile
    from dossier.model.evidence_model import Media as Media
    from dossier.model.evidence_model import Scan as Scan
    from dossier.model.handover_model import EditionContents as EditionContents
    from dossier.model.handover_model import HandedEdition as HandedEdition
    from dossier.model.handover_model import HandedFile as HandedFile
    from dossier.model.handover_model import Handover as Handover
    from dossier.model.matching_model import NO_FRONT as NO_FRONT
    from dossier.model.matching_model import UNSTATED as UNSTATED
    from dossier.model.matching_model import AmbiguousFile as AmbiguousFile
    from dossier.model.matching_model import Claim as Claim
    from dossier.model.matching_model import Fault as Fault
    from dossier.model.matching_model import FaultKind as FaultKind
    from dossier.model.matching_model import FrontClaim as FrontClaim
    from dossier.model.matching_model import FrontPaper as FrontPaper
    from dossier.model.matching_model import Matching as Matching
    from dossier.model.matching_model import Pin as Pin
    from dossier.model.matching_model import QuestionClaim as QuestionClaim
    from dossier.model.matching_model import Rule as Rule
    from dossier.model.matching_model import Spare as Spare
    from dossier.model.matching_model import StatedFigures as StatedFigures
    from dossier.model.matching_model import UnplacedFile as UnplacedFile
    from dossier.model.meeting_model import Meeting as Meeting
    from dossier.model.plan_model import DUE_TIME_OPEN as DUE_TIME_OPEN
    from dossier.model.plan_model import NO_DUE_TIME as NO_DUE_TIME
    from dossier.model.plan_model import NO_WORDS as NO_WORDS
    from dossier.model.plan_model import UNDATED as UNDATED
    from dossier.model.plan_model import Area as Area
    from dossier.model.plan_model import Component as Component
    from dossier.model.plan_model import DocKind as DocKind
    from dossier.model.plan_model import Indicator as Indicator
    from dossier.model.plan_model import PaperLayout as PaperLayout
    from dossier.model.plan_model import Plan as Plan
    from dossier.model.plan_model import QuestionLink as QuestionLink
    from dossier.model.plan_model import QuestionRole as QuestionRole
    from dossier.model.plan_model import Requirement as Requirement
    from dossier.model.plan_model import Schedule as Schedule
    from dossier.model.plan_model import Signatory as Signatory
    from dossier.model.plan_model import Slot as Slot
    from dossier.model.plan_model import Unit as Unit
    from dossier.model.plan_model import WordList as WordList

_lazy.attach(__name__)
