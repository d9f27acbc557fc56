"""Matches evidence files to the requirements of a plan, with a reason for every claim. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.matching.duplicates import with_spares
    from dossier.matching.explain import explain_code, explain_file, indicators_of, is_code, is_known_code
    from dossier.matching.explain_sheet import (
        explain_question,
        is_known_question,
        is_question,
        paths_under,
        rows_and_questions,
    )
    from dossier.matching.matcher import Matcher, WantedContents, grounds_of_plan, make_ready, match
    from dossier.matching.plan_advice import question_advice, wording_advice
    from dossier.matching.plan_search import FoundRequirement, PlanSearch
    from dossier.matching.spelling import closest
    from dossier.matching.title_block import OfficeName, office_of
    from dossier.matching.usual_papers import sheet_gaps, usual_names
    from dossier.matching.verdicts import Verdict


__all__ = [
    "FoundRequirement",
    "Matcher",
    "OfficeName",
    "PlanSearch",
    "Verdict",
    "WantedContents",
    "closest",
    "explain_code",
    "explain_file",
    "explain_question",
    "grounds_of_plan",
    "indicators_of",
    "is_code",
    "is_known_code",
    "is_known_question",
    "is_question",
    "make_ready",
    "match",
    "office_of",
    "paths_under",
    "question_advice",
    "rows_and_questions",
    "sheet_gaps",
    "usual_names",
    "with_spares",
    "wording_advice",
]

_lazy.attach(__name__)
