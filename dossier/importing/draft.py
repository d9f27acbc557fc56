"""Values of an import: the plan as it is being made from a table, each part with the cells that it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.importing.row_numbers import ReadNumber
    from dossier.importing.table_rows import RowCell


@dataclass(kw_only=True)
class DraftItem:
    """One `butir`: what it was split from, and what was read of it."""

    id: str = ""
    name: str
    kind: str = "dokumen"
    source: str = ""
    aliases: tuple[str, ...] = ()
    optional: bool = False
    link: bool = False
    once: bool = False
    schedule: str = ""
    doubt: str = ""


@dataclass(kw_only=True)
class DraftIndicator:
    """One indicator: the four columns word for word, and what was read of them."""

    number: ReadNumber
    statement: str
    code: str = ""
    key: str = ""
    steps: str = ""
    evidence: str = ""
    due: str = ""
    schedule: str = ""
    person: str = ""
    notes: list[str] = field(default_factory=list)
    lke: tuple[str, ...] = ()
    lke_proposed: tuple[str, float] | None = None
    items: list[DraftItem] = field(default_factory=list)
    marks: tuple[int, ...] = ()
    merged_due: str = ""
    place: str = ""
    cells: list[tuple[str, RowCell]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def take(self, role: str, cell: RowCell) -> None:
        """Remember a cell that this indicator came from."""
        self.cells.append((role, cell))


@dataclass(kw_only=True)
class DraftComponent:
    """A component; its number is 0 where the table gives none."""

    title: str
    number: int = 0
    key: str = ""
    code: str = ""
    place: str = ""
    indicators: list[DraftIndicator] = field(default_factory=list)


@dataclass(kw_only=True)
class DraftArea:
    """An area of change; `mark` is "R" for the reform half. `known` says that the table itself names it."""

    title: str
    number: int = 0
    mark: str = ""
    code: str = ""
    known: bool = True
    components: list[DraftComponent] = field(default_factory=list)


@dataclass(kw_only=True)
class DraftPlan:
    """The whole plan; `doubts` are place and text of what a person should look at."""

    title: str = ""
    year: int = 0
    predicate: str = ""
    unit: str = ""
    areas: list[DraftArea] = field(default_factory=list)
    unplaced: list[tuple[str, str]] = field(default_factory=list)

    @property
    def indicators(self) -> list[DraftIndicator]:
        """All indicators in order."""
        return [i for area in self.areas for component in area.components for i in component.indicators]
