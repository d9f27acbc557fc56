"""Matches evidence files to the requirements of a plan, with a reason for every claim. Pure."""

from __future__ import annotations

from dossier.matching.duplicates import with_spares
from dossier.matching.explain import explain_code, explain_file, indicators_of, is_code, is_known_code
from dossier.matching.matcher import Matcher, match, to_check, to_read
from dossier.matching.spelling import closest

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
