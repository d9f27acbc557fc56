"""A part of the gap list: the rows of some persons, areas or months, as a status that says what it keeps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.audit.status import summed

if TYPE_CHECKING:
    from dossier.audit.status import Status, StatusRow

NOBODY: Final = "-"
"""Asks for the rows that nobody is in charge of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What to keep: persons as they are written, codes of areas, components or indicators, and months as `YYYY-MM`.

    An empty field keeps everything; a row must agree with each field that is not empty.
    """

    persons: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    months: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything is left out."""
        return bool(self.persons or self.codes or self.months)

    @property
    def label(self) -> str:
        """What is kept, as the head of a list says it."""
        persons = ["(belum ada)" if name == NOBODY else name for name in self.persons]
        parts = (
            ("penanggung jawab", persons),
            ("kode", list(self.codes)),
            ("jatuh tempo", [wording.month_year(month) for month in self.months]),
        )
        return "; ".join(f"{what} {wording.join_words(names)}" for what, names in parts if names)

    def keeps(self, row: StatusRow) -> bool:
        """Return whether a row agrees with every field."""
        code = row.indicator.code
        levels = {row.area.code, row.component.code, code, f"{code}.{row.requirement.id}"}
        return (
            (not self.persons or folded(row.person or NOBODY) in {folded(name) for name in self.persons})
            and (not self.codes or not levels.isdisjoint(self.codes))
            and (not self.months or row.slot.key in self.months)
        )


def selected(status: Status, selection: Selection) -> Status:
    """Return the rows that a selection keeps, with their own totals and matrix; areas without a row are left out."""
    if not selection:
        return status
    made = summed(status.plan, status.as_of, tuple(row for row in status.rows if selection.keeps(row)))
    areas = tuple(area for area in made.areas if area.totals.total)
    return replace(made, areas=areas, only=selection.label)


def persons_of(status: Status) -> tuple[str, ...]:
    """Return everybody who is in charge of a row, in the order of the plan."""
    return tuple(dict.fromkeys(row.person for row in status.rows if row.person))


def folded(name: str) -> str:
    """Return a name as names are compared: white space and case do not matter."""
    return " ".join(name.casefold().split())
