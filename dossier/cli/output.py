"""What the commands print and how: the only place that writes to the terminal."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sys
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dossier.errors import DossierError
    from dossier.model import EvidenceFile, Finding

# By the values of `Severity`, gravest first: loading the model takes longer than a build in which nothing changed.
MARKS = {"galat": "GALAT", "peringatan": "Peringatan", "catatan": "Catatan"}
COLOURS = {"galat": "red", "peringatan": "yellow", "catatan": "cyan"}
FILES_WITHOUT_BAR = 3
NARROW = 60
"""Columns of a terminal from which the name of the file at hand is left out."""
QUIET = "dossier.quiet"
"""Where the context keeps whether only results and errors are wanted."""
SMALLEST_SIZE = 1_000_000


def say(text: str = "", *, newline: bool = True) -> None:
    """Print to standard output; characters that the terminal cannot show are escaped, never fatal."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=newline)


def is_quiet() -> bool:
    """Tell whether only results and errors are wanted."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(QUIET))


def tell(text: str) -> None:
    """Print what accompanies a result: nothing with `--quiet`."""
    if not is_quiet():
        say(text)


def complain(text: str) -> None:
    """Print to standard error."""
    encoding = sys.stderr.encoding or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), err=True)


def finding_text(finding: Finding) -> str:
    """Return one finding as it is printed: where, what, and what to do."""
    place = finding.path or finding.subject
    if finding.line is not None:
        place = f"{place}:{finding.line}"
    mark = click.style(MARKS[finding.severity], fg=COLOURS[finding.severity], bold=True)
    advice = f"\n    → {finding.advice}" if finding.advice else ""
    return f"{mark}  {place}: {finding.text}{advice}"


def show_findings(findings: Iterable[Finding], *, limit: int | None = None) -> None:
    """Print findings, the gravest first; beyond `limit` only their number."""
    order = list(MARKS)
    rows = sorted(findings, key=lambda finding: order.index(finding.severity))
    for finding in rows[:limit]:
        say(finding_text(finding))
    if limit is not None and len(rows) > limit:
        say(f"… dan {len(rows) - limit} temuan lain di build/temuan.json")


def show_error(error: DossierError) -> None:
    """Print an error that ended the command: every problem, then the message and the remedy."""
    for finding in error.findings:
        complain(finding_text(finding))
    complain(click.style("GALAT", fg="red", bold=True) + f"  {error.message}")
    if error.hint:
        complain(f"    → {error.hint}")


@contextmanager
def progress_bar(total: int) -> Iterator[Callable[[EvidenceFile], None]]:
    """Yield a function to call after each file; the bar shows only on a terminal and goes to standard error."""
    if total <= FILES_WITHOUT_BAR or not sys.stderr.isatty() or is_quiet():
        yield lambda _file: None
        return
    columns = shutil.get_terminal_size().columns
    room = max(0, columns - NARROW)
    with click.progressbar(
        length=total,
        label="Mengolah berkas" if columns >= NARROW else "Berkas",
        file=sys.stderr,
        width=20 if columns >= NARROW else 8,
        show_eta=columns >= NARROW,
        show_pos=True,
        item_show_func=lambda file: tail(file.path, room) if file is not None and room else None,
    ) as bar:
        yield lambda file: bar.update(1, file)


def tail(text: str, columns: int) -> str:
    """Return the end of a text that fits into so many columns; East Asian letters take two."""
    used = 0
    for position in range(len(text), 0, -1):
        used += 2 if unicodedata.east_asian_width(text[position - 1]) in "WF" else 1
        if used > columns:
            return text[position:]
    return text


class IsoDate(click.ParamType[dt.date]):
    """A date as `2025-07-01`, with an Indonesian complaint."""

    name = "tanggal"

    def convert(self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Return the date that `value` spells."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” bukan tanggal; tulis seperti 2025-07-01", param, ctx)


class Size(click.ParamType[int]):
    """A file size as `10MB`, in bytes; units are steps of 1000: the stricter reading of a limit."""

    name = "ukuran"
    units: ClassVar = {"": 1, "B": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3}

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes that `value` says."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*([KMG]?B)?", value.strip().upper())
        size = int(float(found[1].replace(",", ".")) * self.units[found[2] or ""]) if found else 0
        if size < SMALLEST_SIZE:
            self.fail(f"“{value}” bukan ukuran yang dapat dipakai; tulis seperti 10MB (paling kecil 1MB)", param, ctx)
        return size
