"""Compares the shipped plan with the text of its decree: `python -m tests.support.decree FILE`, FILE as Markdown.

The decree does not come with the repository, so no test reads it; the tests hold the digest of what was compared.
"""

from __future__ import annotations

import re
import sys
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.plan import load_plan

if TYPE_CHECKING:
    from dossier.model import Indicator, Plan

ROOT = Path(__file__).resolve().parents[2]
Row = tuple[str, ...]


def columns(indicator: Indicator) -> Row:
    """Return the four columns of an indicator: statement, steps, evidence, due time."""
    return (indicator.statement, indicator.steps, indicator.evidence_text, indicator.schedule.text)


def plain(cell: str) -> str:
    """Return a cell of the decree's markdown without tags and emphasis, white space folded."""
    return " ".join(re.sub(r"<[^>]+>|\*", "", cell).split())


def rows_of(markdown: str) -> list[tuple[str, str, Row]]:
    """Return (area or component heading, its title, columns) of each table row; a row cut by a page is joined."""
    rows: list[tuple[str, str, Row]] = []
    for line in markdown.splitlines():
        cells = [plain(cell) for cell in line.split("\t")]
        if len(cells) != 6 or cells[0] == "NO" or cells[5] == "6":
            continue
        number, title, *texts = cells
        continued = not number and not texts[3] and rows and rows[-1][2][3] and texts[0] != "SOP telah dievaluasi"
        if continued:
            last = rows.pop()
            rows.append(
                (last[0], last[1], tuple(" ".join(f"{a} {b}".split()) for a, b in zip(last[2], texts, strict=True)))
            )
        else:
            rows.append((number.rstrip("."), title, tuple(texts)))
    return rows


def of_the_decree(markdown: str) -> list[Row]:
    """Return headings (number, title) and indicators (four columns) in the decree's order."""
    found: list[Row] = []
    for number, title, texts in rows_of(markdown):
        if number or not any(texts):
            found.append((number, title))
        if any(texts):
            found.append(texts)
    shared = next(index for index, row in enumerate(found) if row[0] == "SOP telah dievaluasi")
    found[shared] = (*found[shared][:3], found[shared - 1][3])  # its due time is one cell with the row before it
    return found


def of_the_plan(plan: Plan) -> list[Row]:
    """Return headings and indicators of the plan in the same form."""
    found: list[Row] = []
    for area in plan.areas:
        found.append((area.code, area.title))
        for component in area.components:
            found.append((component.code.partition(".")[2], component.title))
            found.extend(columns(each) for each in component.indicators)
    return found


def main(arguments: list[str]) -> int:
    """Print the rows that differ; 0 when none does."""
    decree = of_the_decree(Path(arguments[0]).read_text(encoding="utf-8"))
    pairs = zip_longest(decree, of_the_plan(load_plan(ROOT / "plan" / "plan.yaml")[0]))
    different = [pair for pair in pairs if pair[0] != pair[1]]
    for theirs, ours in different:
        print(f"- {theirs}\n+ {ours}")  # noqa: T201
    print(f"{len(decree)} rows, {len(different)} different")  # noqa: T201
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
