"""Orchestrates a build: runs the stages in order and owns `build/`. Prints nothing and reads no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.pipeline.artifacts import Report as Report
    from dossier.pipeline.artifacts import gap_file as gap_file
    from dossier.pipeline.artifacts import page_source as page_source
    from dossier.pipeline.artifacts import trouble_with_report as trouble_with_report
    from dossier.pipeline.clear import Cleared as Cleared
    from dossier.pipeline.clear import carry_drafts as carry_drafts
    from dossier.pipeline.clear import clear as clear
    from dossier.pipeline.definition import Definition as Definition
    from dossier.pipeline.definition import check as check
    from dossier.pipeline.definition import define as define
    from dossier.pipeline.definition import owner_of as owner_of
    from dossier.pipeline.explanation import explain as explain
    from dossier.pipeline.explanation import inside_evidence as inside_evidence
    from dossier.pipeline.frozen_answers import freeze_answers as freeze_answers
    from dossier.pipeline.handout_files import handout_text as handout_text
    from dossier.pipeline.handover import HandedOver as HandedOver
    from dossier.pipeline.handover import hand_over as hand_over
    from dossier.pipeline.intake import Imported as Imported
    from dossier.pipeline.intake import import_remarks as import_remarks
    from dossier.pipeline.intake import take_in as take_in
    from dossier.pipeline.lke_intake import ImportedAnswers as ImportedAnswers
    from dossier.pipeline.lke_intake import import_answers as import_answers
    from dossier.pipeline.renaming import conclude as conclude
    from dossier.pipeline.renaming import propose_name as propose_name
    from dossier.pipeline.renaming import propose_names as propose_names
    from dossier.pipeline.renaming import rename as rename
    from dossier.pipeline.renaming import rename_journal_of as rename_journal_of
    from dossier.pipeline.renaming import undo_rename as undo_rename
    from dossier.pipeline.run import build as build
    from dossier.pipeline.scanning import scan as scan
    from dossier.pipeline.steps import Inspection as Inspection
    from dossier.pipeline.steps import assess as assess
    from dossier.pipeline.steps import inspect as inspect
    from dossier.pipeline.steps import make_ready as make_ready
    from dossier.pipeline.steps import missing_evidence as missing_evidence
    from dossier.pipeline.verify import bundles_to_verify as bundles_to_verify
    from dossier.pipeline.verify import restore as restore
    from dossier.pipeline.verify import verify as verify

_lazy.attach(__name__)
