"""Formats the gap list for a terminal of 100 columns: totals, overdue slots, then the rest by area."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.audit.status import Urgency
from dossier.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossier.audit.status import Status, StatusRow

WIDTH = 100
CODE, LABEL, DUE = 9, 44, 25
STATE = WIDTH - CODE - LABEL - DUE - 3
NOTES = 12
"""Notes below one requirement; the reports in build/ have them all."""


HEADINGS: Final = {
    Urgency.OVERDUE: "LEWAT JATUH TEMPO",
    Urgency.SOON: "JATUH TEMPO DALAM 30 HARI",
    Urgency.CHECK: "PERLU DIPERIKSA",
    Urgency.LATER: "BELUM JATUH TEMPO",
}


def summary_line(totals: Mapping[State, int]) -> str:
    """Return the totals by state and their sum in one line."""
    parts = [f"{wording.state_label(state)} {number}" for state, number in totals.items()]
    return " · ".join(parts) + f" · jumlah {sum(totals.values())}"


def gap_table(view: Status) -> str:
    """Return the whole gap list as text, no line longer than 100 columns; the most pressing comes first."""
    lines = [f"DAFTAR KESENJANGAN per {wording.long_date(view.as_of)}", summary_line(view.totals.states)]
    for urgency, heading in HEADINGS.items():
        rows = view.gaps(urgency)
        if rows:
            lines += ["", f"{heading} ({len(rows)})", "─" * WIDTH, *chapter_lines(rows)]
    if not view.gaps():
        lines += ["", "Semua bukti fisik sudah ada."]
    return "\n".join(lines) + "\n"


def chapter_lines(rows: Iterable[StatusRow]) -> Iterator[str]:
    """Yield the rows of one part, grouped by area."""
    for code, in_area in groupby(rows, key=lambda row: row.area.code):
        of_area = list(in_area)
        yield from textwrap.wrap(f"{code}. {of_area[0].area.title}", WIDTH)
        for _, same in groupby(of_area, key=lambda row: (row.indicator.code, row.requirement.id, row.state)):
            yield from row_lines(list(same))


def row_lines(rows: list[StatusRow]) -> Iterator[str]:
    """Yield one requirement's slots that share a state: code, label, due dates, state, and what was found."""
    first = rows[0]
    due = ", ".join(wording.short_date(row.slot.due) for row in rows)
    cells = (
        [f"{first.indicator.code}.{first.requirement.id}"],
        textwrap.wrap(first.requirement.label, LABEL) or [""],
        textwrap.wrap(due, DUE) or [""],
        textwrap.wrap(wording.state_label(first.state), STATE) or [""],
    )
    for number in range(max(len(cell) for cell in cells)):
        code, label, when, state = (cell[number] if number < len(cell) else "" for cell in cells)
        yield f"{code:<{CODE}} {label:<{LABEL}} {when:<{DUE}} {state}".rstrip()
    for note in wording.capped(tuple(notes(rows)), NOTES, "keterangan"):
        yield from textwrap.wrap(
            note, WIDTH, initial_indent=" " * (CODE + 1) + "↳ ", subsequent_indent=" " * (CODE + 3)
        )


def notes(rows: Iterable[StatusRow]) -> Iterator[str]:
    """Yield each thing worth saying about these slots once: findings, or else the files to look at, and notes."""
    seen: dict[str, None] = {}
    for row in rows:
        texts = [f"{finding.text} {finding.advice}".strip() for finding in row.coverage.findings]
        for text in texts or (row.coverage.candidates if row.state is State.UNCONFIRMED else ()):
            seen.setdefault(text)
        for name, text in own_words(row):
            seen.setdefault(f"{name}: {text}")
    yield from seen


def own_words(row: StatusRow) -> Iterator[tuple[str, str]]:
    """Yield what people said of a slot: who takes care of it, what is being done, what the assessors remarked."""
    for name, text in (
        ("penanggung jawab", row.person),
        ("tindak lanjut", row.note.follow_up),
        ("catatan TPI", row.remark.text),
    ):
        if text:
            yield name, text
