"""The legend: word, sign and colours by which every form shows states, urgencies, severities and groups of files.

The table is `knowledge/keadaan.csv`. Signs and words carry the meaning; colours repeat it, and differ in lightness for
black-and-white printers.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier import knowledge
from dossier.audit.status import Light, Urgency
from dossier.model import Severity, State

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLook:
    """How a state is shown; colours are written `#RRGGBB`.

    `ground` and `ink` are those of its cells and badges, `bar` that of its piece of a bar or line, `mark` that of its
    sign on white paper.
    """

    label: str
    sign: str
    ground: str
    ink: str
    bar: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyLook:
    """How an urgency is shown: its word, and the heading of its part of a list."""

    label: str
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityLook:
    """How the severity of a finding is shown in a terminal; `colour` is one that click knows."""

    label: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLook:
    """How a group of files (claimed, ambiguous, unplaced, ignored) is shown."""

    label: str
    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LightLook:
    """How a traffic light is shown: its word, its sign, the rule that gives it, and the colour of its sign."""

    label: str
    sign: str
    rule: str
    mark: str


def _rows(group: str) -> Mapping[str, Mapping[str, str]]:
    """Return the rows of one group of the table by their code, in file order."""
    return {row["kode"]: row for row in knowledge.rows("keadaan.csv") if row["kelompok"] == group}


def _state(row: Mapping[str, str]) -> StateLook:
    return StateLook(
        label=row["kata"],
        sign=row["tanda"],
        ground=row["latar"],
        ink=row["tinta"],
        bar=row["batang"],
        mark=row["cetak"],
    )


STATES: Final[Mapping[State, StateLook]] = MappingProxyType(
    {State(code): _state(row) for code, row in _rows("keadaan").items()}
)
URGENCIES: Final[Mapping[Urgency, UrgencyLook]] = MappingProxyType(
    {Urgency(code): UrgencyLook(label=row["kata"], heading=row["judul"]) for code, row in _rows("kemendesakan").items()}
)
"""In the order of the lists; what is done has no heading there."""
SEVERITIES: Final[Mapping[Severity, SeverityLook]] = MappingProxyType(
    {Severity(code): SeverityLook(label=row["kata"], colour=row["layar"]) for code, row in _rows("temuan").items()}
)
"""Gravest first."""
GROUPS: Final[Mapping[str, GroupLook]] = MappingProxyType(
    {code: GroupLook(label=row["kata"], sign=row["tanda"]) for code, row in _rows("golongan").items()}
)
"""By the names that the build record has for them, in the order of the sum."""
LIGHTS: Final[Mapping[Light, LightLook]] = MappingProxyType(
    {
        Light(code): LightLook(label=row["kata"], sign=row["tanda"], rule=row["judul"], mark=row["cetak"])
        for code, row in _rows("lampu").items()
    }
)
"""Best first; what cannot be judged is the last."""


def state_label(state: State) -> str:
    """Return a state as a reader sees it: "belum jatuh tempo"."""
    return STATES[state].label


def signed_label(state: State) -> str:
    """Return a state with its sign: "○ belum jatuh tempo"."""
    return f"{STATES[state].sign} {STATES[state].label}"
