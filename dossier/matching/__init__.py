"""Matching of evidence files to what the plan asks for, with a reason for every claim; pure."""

from __future__ import annotations

from dossier.matching.engine import Matcher, match
from dossier.matching.explain import explain_file
from dossier.matching.explain_code import explain_code, indicators_of, is_code, is_known_code
from dossier.matching.questions import to_check, to_read
from dossier.matching.slips import closest
from dossier.matching.twins import with_spares

__all__ = [
    "Matcher",
    "closest",
    "explain_code",
    "explain_file",
    "indicators_of",
    "is_code",
    "is_known_code",
    "match",
    "to_check",
    "to_read",
    "with_spares",
]
