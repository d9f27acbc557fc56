"""Matching of evidence files to what the plan asks for, with a reason for every claim; pure."""

from __future__ import annotations

from dossier.matching.duplicates import with_spares
from dossier.matching.explain import explain_file
from dossier.matching.explain_code import explain_code, indicators_of, is_code, is_known_code
from dossier.matching.matcher import Matcher, match
from dossier.matching.spelling import closest
from dossier.matching.to_read import to_check, to_read

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
