"""Matches evidence files to the requirements of a plan, with a reason for every claim. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.matching.duplicates import with_spares
    from dossier.matching.explain import explain_code, explain_file, indicators_of, is_code, is_known_code
    from dossier.matching.matcher import Matcher, match, to_check, to_read
    from dossier.matching.plan_papers import alias_advice, question_advice
    from dossier.matching.spelling import closest
    from dossier.matching.title_block import OfficeName, office_of


__all__ = [
    "Matcher",
    "OfficeName",
    "alias_advice",
    "closest",
    "explain_code",
    "explain_file",
    "indicators_of",
    "is_code",
    "is_known_code",
    "match",
    "office_of",
    "question_advice",
    "to_check",
    "to_read",
    "with_spares",
]

_lazy.attach(__name__)
