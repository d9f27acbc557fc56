"""Scores the evaluation sheet (LKE): answers, points, gates, points at stake. Pure; exact fractions throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.scoring.answer_cells import AnswerPlace as AnswerPlace
    from dossier.scoring.answer_cells import assessor_cells as assessor_cells
    from dossier.scoring.answer_cells import normal_text as normal_text
    from dossier.scoring.answer_cells import split_links as split_links
    from dossier.scoring.answer_cells import unit_cells as unit_cells
    from dossier.scoring.answer_checks import Complaint as Complaint
    from dossier.scoring.answer_checks import ParsedAnswer as ParsedAnswer
    from dossier.scoring.answer_checks import answer_texts as answer_texts
    from dossier.scoring.answer_checks import contradictions as contradictions
    from dossier.scoring.answer_checks import parse_answer as parse_answer
    from dossier.scoring.answer_checks import parse_link as parse_link
    from dossier.scoring.answer_sheet import NO_ANSWERS as NO_ANSWERS
    from dossier.scoring.answer_sheet import AnswerSheet as AnswerSheet
    from dossier.scoring.answer_sheet import AssessorAnswer as AssessorAnswer
    from dossier.scoring.answer_sheet import SheetAnswer as SheetAnswer
    from dossier.scoring.claim_findings import claim_findings as claim_findings
    from dossier.scoring.figures import exact_text as exact_text
    from dossier.scoring.figures import four_decimals as four_decimals
    from dossier.scoring.figures import gate_decimals as gate_decimals
    from dossier.scoring.figures import gate_points as gate_points
    from dossier.scoring.figures import lacking_points as lacking_points
    from dossier.scoring.figures import points_text as points_text
    from dossier.scoring.figures import rounded as rounded
    from dossier.scoring.gates import AREA_SHARES as AREA_SHARES
    from dossier.scoring.gates import GATE_NAMES as GATE_NAMES
    from dossier.scoring.gates import PREDICATES as PREDICATES
    from dossier.scoring.gates import Gate as Gate
    from dossier.scoring.gates import gate_title as gate_title
    from dossier.scoring.prerequisites import FULFILLED as FULFILLED
    from dossier.scoring.prerequisites import PREREQUISITES as PREREQUISITES
    from dossier.scoring.prerequisites import Prerequisite as Prerequisite
    from dossier.scoring.question_evidence import QuestionEvidence as QuestionEvidence
    from dossier.scoring.question_evidence import QuestionLinks as QuestionLinks
    from dossier.scoring.question_evidence import evidence_of as evidence_of
    from dossier.scoring.question_evidence import linked_questions as linked_questions
    from dossier.scoring.score import AreaScore as AreaScore
    from dossier.scoring.score import ComponentScore as ComponentScore
    from dossier.scoring.score import QuestionScore as QuestionScore
    from dossier.scoring.score import ReachHint as ReachHint
    from dossier.scoring.score import Score as Score
    from dossier.scoring.score import score_of as score_of
    from dossier.scoring.score_words import UNANSWERED as UNANSWERED
    from dossier.scoring.score_words import blank_line as blank_line
    from dossier.scoring.score_words import claim_line as claim_line
    from dossier.scoring.score_words import differences_line as differences_line
    from dossier.scoring.score_words import evidence_words as evidence_words
    from dossier.scoring.score_words import frozen_words as frozen_words
    from dossier.scoring.score_words import lke_coverage_line as lke_coverage_line
    from dossier.scoring.score_words import lke_reach_line as lke_reach_line
    from dossier.scoring.score_words import moved_points as moved_points
    from dossier.scoring.score_words import signed_points as signed_points
    from dossier.scoring.score_words import verdict as verdict
    from dossier.scoring.score_words import weight_of as weight_of
    from dossier.scoring.shares import NO_COMPLAINTS as NO_COMPLAINTS
    from dossier.scoring.shares import SCALES as SCALES
    from dossier.scoring.shares import AnswerShare as AnswerShare
    from dossier.scoring.shares import share_of as share_of
    from dossier.scoring.stakes import NO_STAKE as NO_STAKE
    from dossier.scoring.stakes import AnswerDifference as AnswerDifference
    from dossier.scoring.stakes import DifferenceTotals as DifferenceTotals
    from dossier.scoring.stakes import GateSteps as GateSteps
    from dossier.scoring.stakes import PlaceStake as PlaceStake
    from dossier.scoring.stakes import WhatIf as WhatIf
    from dossier.scoring.stakes import answer_differences as answer_differences
    from dossier.scoring.stakes import by_opportunity as by_opportunity
    from dossier.scoring.stakes import difference_totals as difference_totals
    from dossier.scoring.stakes import joint_cost as joint_cost
    from dossier.scoring.stakes import parse_change as parse_change
    from dossier.scoring.stakes import smallest_steps as smallest_steps
    from dossier.scoring.stakes import stakes_of as stakes_of
    from dossier.scoring.stakes import what_if as what_if

_lazy.attach(__name__)
