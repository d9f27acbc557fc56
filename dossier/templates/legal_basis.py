"""Composes what a paper cites as its legal basis (*Mengingat*): by subject, day and unit. Pure.

A regulation that is known second-hand, or whose dates leave its force open on that day, is a place to confirm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.knowledge import regulations
from dossier.knowledge.regulations import Force
from dossier.templates.placeholders import Control

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from dossier.knowledge.regulations import Regulation
    from dossier.model import Unit

ZI_ALONE: Final = "zona_integritas"
"""The subject of which papers speak in running text: the rules of the zone of integrity, and none of the unit's."""
_LONGEST: Final = 110
"""Characters of a prompt: what the audit of filed papers still takes for one (120), less a margin."""
_SEVERAL: Final = "sebagaimana telah beberapa kali diubah terakhir dengan"
_ONE: Final = "sebagaimana telah diubah dengan"

Citation = str | Control


def legal_bases(unit: Unit, day: dt.date) -> Mapping[str, tuple[Citation, ...]]:
    """Return, for each subject, what a paper of a unit cites on a day, in the order of the hierarchy.

    Args:
        unit: whose paper it is; its own `mengingat` is cited in every paper.
        day: the day of the paper.
    """
    return {subject: _basis(subject, unit, day) for subject in regulations.subjects()}


def prompts() -> tuple[str, ...]:
    """Return every prompt that a legal basis can show."""
    bases = [each for each in regulations.regulations() if each.subjects]
    return tuple(dict.fromkeys(text for each in bases for text in (_confirming(each), _succeeding(each))))


def _basis(subject: str, unit: Unit, day: dt.date) -> tuple[Citation, ...]:
    found: list[tuple[tuple[int, int, int], Citation]] = []
    for each in regulations.regulations():
        if subject in each.subjects and each.concerns(f"{unit.name} {unit.short_name}"):
            citation = _citation(each, day)
            if citation is not None:
                found.append((regulations.place_in_order(each.name), citation))
    if subject != ZI_ALONE:
        found += [(regulations.place_in_order(text), text) for text in _own(unit.legal_basis)]
    return tuple(citation for _, citation in sorted(found, key=lambda each: each[0]))


def _own(texts: Iterable[str]) -> Iterable[str]:
    """Yield the unit's own citations without the mark at their end, which the template sets."""
    return (stripped for text in texts if (stripped := text.strip().rstrip(";.").rstrip()))


def _citation(regulation: Regulation, day: dt.date) -> Citation | None:
    """Return how a regulation is cited on a day, a place to confirm, or None where it is not cited."""
    force = regulation.force_on(day)
    if force is Force.NOT_YET:
        return None
    if force is Force.ENDED:
        return None if regulation.successor else Control(prompt=_succeeding(regulation))
    amendments = regulations.amendments_on(regulation, day)
    last = amendments[-1] if amendments else None
    known = (regulation, *(each for each in (last,) if each))
    if not all(each.is_certain and each.force_on(day) is Force.YES for each in known):
        return Control(prompt=_confirming(regulation))
    text = f"{regulation.titled}{regulation.promulgation}"
    if last is None:
        return text
    changed = _SEVERAL if last.amendment > 1 else _ONE
    return f"{text} {changed} {last.titled}{last.promulgation}"


def _confirming(regulation: Regulation) -> str:
    text = f"Pastikan berlaku: {regulation.short_name} tentang {regulation.title}"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _succeeding(regulation: Regulation) -> str:
    return f"Pengganti {regulation.short_name}, yang sudah tidak berlaku; hapus bila tidak ada"
