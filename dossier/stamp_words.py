"""What the stamp of a file's pages says: for what of its indicator the file is, and the caption of a picture. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.wording import cut, periods

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dossier.model import Coverage, Plan, SlotCoverage

_CAPTIONED: Final = 90
"""Characters of the names of requirements in a caption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialFiles:
    """Paths of files that are not bound like others.

    `unbound` have no pages of their own; a page stands in for each, except in the dossier for TPN. `captioned` do not
    say what they are: pictures and tables. The pages of `signed` must say that their electronic signature is in the
    original only. `front` are name and path of the signed papers that stand in front, in their order.
    """

    unbound: Collection[str] = ()
    captioned: Collection[str] = ()
    signed: Collection[str] = ()
    front: Sequence[tuple[str, str]] = ()


NO_SPECIAL: Final = SpecialFiles()


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What a file fills at an indicator (code, path), as stamps say it, "b · April", and as a picture's caption."""

    words: Mapping[tuple[str, str], str]
    captions: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, plan: Plan, coverage: Coverage, captioned: Collection[str] = ()) -> Served:
        """Return it for every file that fills a slot; captions for those in `captioned` only."""
        slots: defaultdict[tuple[str, str], list[SlotCoverage]] = defaultdict(list)
        for slot in coverage.slots:
            for path in slot.files:
                slots[slot.indicator, path].append(slot)
        words, captions = {}, {}
        for place, filled in slots.items():
            labels = (each.slot.label.removesuffix(f" {plan.year}") for each in filled if not each.requirement.once)
            when = periods(tuple(dict.fromkeys(labels)))
            ids = ", ".join(dict.fromkeys(each.requirement.id for each in filled))
            words[place] = f"{ids} · {when}" if when else ids
            if place[1] in captioned:
                names = dict.fromkeys(" ".join(each.requirement.label.split()) for each in filled)
                said = cut("; ".join(names), _CAPTIONED)
                captions[place] = f"{said}, {when} {plan.year}" if when else said
        return cls(words=words, captions=captions)
