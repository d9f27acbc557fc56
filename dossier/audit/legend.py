"""The legend: word, sign and colours by which every form shows states, urgencies and severities.

Signs and words carry the meaning; colours repeat it, and differ in lightness for black-and-white printers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.audit.status import Urgency
from dossier.model import Severity, State

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLook:
    """How a state is shown; colours are written `#RRGGBB`.

    `ground` and `ink` are those of its cells and badges, `bar` that of its piece of a bar or line. `print_ink` names
    one of the three inks of printed pages (`typeset/typography.py`): "accent", "alert" or "muted".
    """

    label: str
    sign: str
    ground: str
    ink: str
    bar: str
    print_ink: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyLook:
    """How an urgency is shown: its word, and its heading in the printed list and in the terminal's."""

    label: str
    heading: str = ""
    terminal_heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityLook:
    """How the severity of a finding is shown in a terminal; `colour` is one that click knows."""

    label: str
    colour: str


STATES: Final[Mapping[State, StateLook]] = {
    State.PRESENT: StateLook(label="ada", sign="✓", ground="#E3F1E6", ink="#1F5B33", bar="#2F7D4A", print_ink="accent"),
    State.MISSING: StateLook(
        label="belum ada", sign="✗", ground="#8A2B17", ink="#FFFFFF", bar="#8A2B17", print_ink="alert"
    ),
    State.NOT_YET_DUE: StateLook(
        label="belum jatuh tempo", sign="·", ground="#E7EAE8", ink="#4C5651", bar="#D5D8DB", print_ink="muted"
    ),
    State.FAULTY: StateLook(
        label="bermasalah", sign="!", ground="#F3C7BC", ink="#6B1E0E", bar="#D98C78", print_ink="alert"
    ),
    State.UNCONFIRMED: StateLook(
        label="perlu konfirmasi", sign="?", ground="#FBE9BF", ink="#5E4300", bar="#E8BE4A", print_ink="accent"
    ),
}

URGENCIES: Final[Mapping[Urgency, UrgencyLook]] = {
    Urgency.OVERDUE: UrgencyLook(label="lewat batas", heading="Sudah lewat", terminal_heading="LEWAT JATUH TEMPO"),
    Urgency.SOON: UrgencyLook(
        label="dalam 30 hari", heading="Jatuh tempo dalam 30 hari", terminal_heading="JATUH TEMPO DALAM 30 HARI"
    ),
    Urgency.CHECK: UrgencyLook(label="perlu diperiksa", heading="Perlu diperiksa", terminal_heading="PERLU DIPERIKSA"),
    Urgency.LATER: UrgencyLook(label="nanti", heading="Kemudian", terminal_heading="BELUM JATUH TEMPO"),
    Urgency.DONE: UrgencyLook(label="lengkap"),
}
"""In the order of the lists; what is done has no heading there."""

SEVERITIES: Final[Mapping[Severity, SeverityLook]] = {
    Severity.ERROR: SeverityLook(label="GALAT", colour="red"),
    Severity.WARNING: SeverityLook(label="Peringatan", colour="yellow"),
    Severity.NOTE: SeverityLook(label="Catatan", colour="cyan"),
}
"""Gravest first."""


def state_label(state: State) -> str:
    """Return a state as a reader sees it: "belum jatuh tempo"."""
    return STATES[state].label
