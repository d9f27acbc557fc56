"""What the commands print and how: the only place that writes to the terminal."""

from __future__ import annotations

import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, ClassVar

import click

from dossier._lazy import lazy

with lazy():
    from dossier import model, wording
    from dossier.audit import legend


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.errors import DossierError
    from dossier.model import Finding, Severity

QUIET = "dossier.quiet"
"""Where the context keeps whether only results and errors are wanted."""
VERBOSE = "dossier.verbose"
"""Where the context keeps whether every piece of work is told with its time."""
SMALLEST_SIZE = 1_000_000
MOST_ALIKE = 20
"""Findings of one code that are printed; the rest is counted."""
MOST_FINDINGS = 100
"""Findings that are printed together."""
MOST_LINES = 50
"""Lines of any other list of complaints."""


def say(text: str = "", *, newline: bool = True) -> None:
    """Print to standard output; characters that the terminal cannot show are escaped, never fatal."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=newline)


def say_lines(lines: Sequence[str]) -> None:
    """Print many lines at once; nothing where there is none."""
    if lines:
        say("\n".join(lines))


def is_quiet() -> bool:
    """Return whether only results and errors are wanted."""
    return _asked(QUIET)


def is_verbose() -> bool:
    """Return whether every piece of work is told with its time."""
    return _asked(VERBOSE) and not is_quiet()


def _asked(key: str) -> bool:
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(key))


def tell(text: str) -> None:
    """Print what accompanies a result: nothing with `--quiet`."""
    if not is_quiet():
        say(text)


def complain(text: str) -> None:
    """Print to standard error."""
    encoding = sys.stderr.encoding or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), err=True)


def say_capped(lines: Sequence[str]) -> None:
    """Print a list of complaints: what is beyond `MOST_LINES` is counted."""
    for line in wording.capped(lines, MOST_LINES):
        say(line)


def finding_text(finding: Finding) -> str:
    """Return one finding as it is printed: where, what, and what to do."""
    place = finding.path or finding.subject
    if finding.line is not None:
        place = f"{place}:{finding.line}"
    advice = f"\n    → {finding.advice}" if finding.advice else ""
    return f"{mark(finding.severity)}  {place}: {finding.text}{advice}"


def mark(severity: Severity) -> str:
    """Return the coloured word of a severity that stands before a finding."""
    look = legend.SEVERITIES[severity]
    return click.style(look.label, fg=look.colour, bold=True)


def show_findings(findings: Iterable[Finding]) -> None:
    """Print findings, the gravest first; see `finding_lines` for how many."""
    order = list(model.Severity)
    for text in finding_lines(sorted(findings, key=lambda finding: order.index(finding.severity))):
        say(text)


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield findings as they are printed, in their order; a line at the end counts those that are too many.

    Of one code `MOST_ALIKE` are printed, so that one kind of trouble, met ten thousand times, does not hide the others.
    """
    printed: Counter[str] = Counter()
    left = 0
    for finding in findings:
        if printed[finding.code] < MOST_ALIKE and printed.total() < MOST_FINDINGS:
            printed[finding.code] += 1
            yield finding_text(finding)
        else:
            left += 1
    if left:
        yield wording.more(left, "temuan")


def show_error(error: DossierError) -> None:
    """Print an error that ended the command: its problems, then the message and the remedy."""
    for text in finding_lines(error.findings):
        complain(text)
    complain(f"{mark(model.Severity.ERROR)}  {error.message}")
    if error.hint:
        complain(f"    → {error.hint}")


def show_usage_error(error: click.ClickException) -> None:
    """Print a mistake in the command as every error is printed, with the synopsis and the command that explains it."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()  # a command that was called alone: its help
        return
    complain(f"{mark(model.Severity.ERROR)}  {error.format_message()}")
    context = error.ctx if isinstance(error, click.UsageError) else click.get_current_context(silent=True)
    if context is not None:
        complain(f"    → {' '.join(context.get_usage().split())}")
        complain(f"    → Bantuan: {context.command_path} --help")


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
