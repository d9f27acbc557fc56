"""Formats the gap list for a terminal of 100 columns: totals, overdue slots, then the rest by area."""

from __future__ import annotations

import textwrap
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.audit import legend
from dossier.audit.beyond_plan import NOTHING_BEYOND
from dossier.audit.beyond_words import missing_lines, summary_lines
from dossier.audit.gap_columns import ColumnKind, GapForm, columns_of, lines_of
from dossier.audit.status import Urgency
from dossier.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dossier.audit.beyond_plan import BeyondCoverage
    from dossier.audit.gap_columns import Column
    from dossier.audit.status import Status, StatusRow

WIDTH: Final = 100
_POINTS_NOTE: Final = "Kolom kanan: pertanyaan LKE, dan poin yang dapat hilang paling banyak bila buktinya tidak ada."
_BETWEEN: Final = " · "
NOTES: Final = 12
"""Notes below one requirement; the reports in build/ have them all."""


def summary_line(totals: Mapping[State, int]) -> str:
    """Return the totals by state and their sum in one line."""
    parts = [f"{legend.signed_label(state)} {number}" for state, number in totals.items()]
    return _BETWEEN.join((*parts, f"jumlah {sum(totals.values())}"))


def gap_table(view: Status, beyond: BeyondCoverage = NOTHING_BEYOND, *, by_points: bool = False) -> str:
    """Return the whole gap list as text, no line longer than 100 columns; the most pressing comes first.

    `by_points` lists what can cost the most points of the evaluation sheet first, whatever its urgency and area. What
    is lacking for questions that the plan has no row for stands below, in a list of its own, unless only some rows
    were asked for.
    """
    only = textwrap.wrap(f"hanya {view.only}", WIDTH) if view.only else []
    lines = [
        f"DAFTAR KESENJANGAN per {wording.long_date(view.as_of)}",
        *only,
        *_wrapped(summary_line(view.totals.states)),
    ]
    columns = columns_of(GapForm.TERMINAL, view.gaps())
    if any(row.points for row in view.gaps()):
        lines.append(_POINTS_NOTE)
    if by_points and view.gaps():
        ordered = [row for row in view.by_points().rows if row.urgency is not Urgency.DONE]
        heading = f"MENURUT POIN LKE YANG DAPAT HILANG, PALING BANYAK ({len(ordered)})"
        lines += ["", heading, "─" * WIDTH, *requirement_lines(ordered, columns)]
    else:
        for urgency, look in legend.URGENCIES.items():
            rows = view.gaps(urgency)
            if rows:
                lines += ["", f"{look.heading.upper()} ({len(rows)})", "─" * WIDTH, *chapter_lines(rows, columns)]
    if not view.gaps():
        lines += ["", f"{'Yang dipilih' if view.only else 'Semua bukti fisik'} sudah ada."]
    return "\n".join((*lines, *(() if view.only else beyond_lines(beyond)))) + "\n"


def _wrapped(summary: str) -> list[str]:
    """Return the totals in lines of 100 columns that break between two of them only."""
    lines: list[str] = []
    for part in summary.split(_BETWEEN):
        if lines and len(lines[-1]) + len(_BETWEEN) + len(part) <= WIDTH:
            lines[-1] += _BETWEEN + part
        else:
            lines.append(part)
    return lines


def beyond_lines(beyond: BeyondCoverage) -> Iterator[str]:
    """Yield the totals of the questions without a row, and the periods that have passed without their usual paper."""
    told = list(summary_lines(beyond))
    if not told:
        return
    yield from ("", f"{wording.WITHOUT_ROW.upper()} (di luar hitungan di atas)", "─" * WIDTH)
    for line in told:
        yield from textwrap.wrap(line, WIDTH)
    for question in beyond.questions:
        for line in missing_lines(question):
            yield from textwrap.wrap(f"{question.key:<13}{line}", WIDTH, subsequent_indent=" " * 13)
    example = beyond.questions[0].key if beyond.questions else "A.2.V.ii.a"
    yield f"→ satu pertanyaan: dossier explain {example}; naskahnya: dossier render {example}"
    yield "→ nilainya: dossier lke"


def chapter_lines(rows: Iterable[StatusRow], columns: Sequence[Column]) -> Iterator[str]:
    """Yield the rows of one part, grouped by area."""
    for code, in_area in groupby(rows, key=lambda row: row.area.code):
        of_area = list(in_area)
        yield from textwrap.wrap(f"{code}. {of_area[0].area.title}", WIDTH)
        yield from requirement_lines(of_area, columns)


def requirement_lines(rows: Iterable[StatusRow], columns: Sequence[Column]) -> Iterator[str]:
    """Yield rows in their order; slots of one requirement that share a state are one entry."""
    for _, same in groupby(rows, key=lambda row: (row.indicator.code, row.requirement.id, row.state)):
        yield from row_lines(list(same), columns)


def row_lines(rows: list[StatusRow], columns: Sequence[Column]) -> Iterator[str]:
    """Yield one requirement's slots that share a state: code, label, due dates, state, and what was found."""
    left = WIDTH - len(columns) + 1 - sum(int(column.width_in(GapForm.TERMINAL)) for column in columns)
    widths = [int(column.width_in(GapForm.TERMINAL)) or left for column in columns]
    cells = [cell_lines(column, width, rows) for column, width in zip(columns, widths, strict=True)]
    for line in zip_longest(*cells, fillvalue=""):
        yield " ".join(f"{text:<{width}}" for text, width in zip(line, widths, strict=True)).rstrip()
    indent = int(columns[0].width_in(GapForm.TERMINAL)) + 1
    for note in wording.capped(tuple(notes(rows)), NOTES, "keterangan"):
        yield from textwrap.wrap(note, WIDTH, initial_indent=" " * indent + "↳ ", subsequent_indent=" " * (indent + 2))


def cell_lines(column: Column, width: int, rows: Iterable[StatusRow]) -> list[str]:
    """Return the lines of one cell: each text of the rows once."""
    if column.kind is ColumnKind.STATE:
        texts = [legend.signed_label(row.state) for row in rows]
    else:
        texts = [column.text(row) for row in rows]
    text = ", ".join(dict.fromkeys(texts))
    return [text] if column.kind is ColumnKind.CODE else textwrap.wrap(text, width)


def notes(rows: Iterable[StatusRow]) -> Iterator[str]:
    """Yield each thing worth saying about these slots once: findings, or else the files to look at, and notes."""
    seen: dict[str, None] = {}
    for row in rows:
        texts = [f"{finding.text} {finding.advice}".strip() for finding in row.coverage.findings]
        for text in texts or (row.coverage.candidates if row.state is State.UNCONFIRMED else ()):
            seen.setdefault(text)
        seen |= dict.fromkeys(lines_of(GapForm.TERMINAL, row))
    yield from seen
