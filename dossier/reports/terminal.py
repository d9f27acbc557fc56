"""The gap list for a terminal of 100 columns: totals, then what is overdue, then the rest by area."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from dossier import wording
from dossier.model import SlotCoverage, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dossier.model import Coverage, Plan

WIDTH = 100
CODE, LABEL, DUE = 9, 44, 25
STATE = WIDTH - CODE - LABEL - DUE - 3


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the list: its heading and which slots it holds."""

    heading: str
    holds: Callable[[SlotCoverage], bool]


def summary_line(coverage: Coverage) -> str:
    """Return the totals by state and their sum in one line."""
    totals = coverage.summary()
    parts = [f"{wording.state_label(state)} {totals[state]}" for state in State]
    return " · ".join(parts) + f" · jumlah {sum(totals.values())}"


def gap_table(plan: Plan, coverage: Coverage) -> str:
    """Return the whole gap list as text, no line longer than 100 columns."""
    lines = [f"DAFTAR KESENJANGAN per {wording.long_date(coverage.as_of)}", summary_line(coverage)]
    for chapter in chapters(coverage):
        slots = [slot for slot in coverage.counted() if slot.state is not State.PRESENT and chapter.holds(slot)]
        if slots:
            lines += ["", f"{chapter.heading} ({len(slots)})", "─" * WIDTH, *chapter_lines(plan, slots)]
    if all(slot.state is State.PRESENT for slot in coverage.counted()):
        lines += ["", "Semua bukti fisik sudah ada."]
    return "\n".join(lines) + "\n"


def chapters(coverage: Coverage) -> tuple[Chapter, ...]:
    """Return the parts of the list in reading order: what is overdue comes first."""
    return (
        Chapter("LEWAT JATUH TEMPO", lambda slot: slot.slot.due < coverage.as_of),
        Chapter(
            "PERLU DIPERIKSA", lambda slot: slot.slot.due >= coverage.as_of and slot.state is not State.NOT_YET_DUE
        ),
        Chapter("BELUM JATUH TEMPO", lambda slot: slot.state is State.NOT_YET_DUE),
    )


def chapter_lines(plan: Plan, slots: Iterable[SlotCoverage]) -> Iterator[str]:
    """Yield the rows of one part, grouped by area."""
    areas = {i.code: area for area in plan.areas for i in area.indicators}
    for code, in_area in groupby(slots, key=lambda slot: areas[slot.indicator].code):
        title = next(area.title for area in plan.areas if area.code == code)
        yield from textwrap.wrap(f"{code}. {title}", WIDTH)
        for _, same in groupby(in_area, key=lambda slot: (slot.indicator, slot.requirement.id, slot.state)):
            yield from row_lines(list(same))


def row_lines(slots: list[SlotCoverage]) -> Iterator[str]:
    """Yield one requirement's slots that share a state: code, label, due dates, state, and what was found."""
    first = slots[0]
    due = ", ".join(wording.short_date(slot.slot.due) for slot in slots)
    cells = (
        [f"{first.indicator}.{first.requirement.id}"],
        textwrap.wrap(first.requirement.label, LABEL) or [""],
        textwrap.wrap(due, DUE) or [""],
        textwrap.wrap(wording.state_label(first.state), STATE) or [""],
    )
    for number in range(max(len(cell) for cell in cells)):
        code, label, when, state = (cell[number] if number < len(cell) else "" for cell in cells)
        yield f"{code:<{CODE}} {label:<{LABEL}} {when:<{DUE}} {state}".rstrip()
    for note in notes(slots):
        yield from textwrap.wrap(
            note, WIDTH, initial_indent=" " * (CODE + 1) + "↳ ", subsequent_indent=" " * (CODE + 3)
        )


def notes(slots: Iterable[SlotCoverage]) -> Iterator[str]:
    """Yield each thing worth saying about these slots once: the findings, or else the files to look at."""
    seen: dict[str, None] = {}
    for slot in slots:
        texts = [f"{finding.text} {finding.advice}".strip() for finding in slot.findings]
        for text in texts or (slot.candidates if slot.state is State.UNCONFIRMED else ()):
            seen.setdefault(text)
    yield from seen
