"""Shows progress: on a terminal a bar after one second; with --verbose a line for each step."""

from __future__ import annotations

import sys
import threading
import time
import unicodedata
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final, Self

import click

from dossier import wording
from dossier._lazy import lazy
from dossier.cli.terminal_output import complain, is_quiet, is_verbose
from dossier.progress import Work, untold

with lazy():
    import shutil


if TYPE_CHECKING:
    from collections.abc import Iterator

    from click._termui_impl import ProgressBar

    from dossier.progress import Step

PATIENCE = 1.0
"""Seconds that work may take before a bar shows."""
NARROW: Final = 60
"""Columns of a terminal from which the name of the file at hand is left out."""

WAITING: Final = "menunggu "
MOST_DRAWINGS: Final = 500

SHORT: Final = {
    Work.HASHING: "Bukti",
    Work.READING: "Isi",
    Work.PREPARING: "Berkas",
    Work.SHRINKING: "Gambar",
    Work.RECOGNISING: "Teks",
    Work.BINDING: "Ikat",
    Work.WRITING: "Tulis",
    Work.CHECKING: "Periksa",
}
UNITS: Final = {
    Work.READING: "berkas",
    Work.PREPARING: "berkas",
    Work.SHRINKING: "berkas",
    Work.RECOGNISING: "halaman",
    Work.BINDING: "halaman",
    Work.CHECKING: "halaman",
}
"""What a count is a count of; the other kinds of work are counted in bytes or hundredths."""


@contextmanager
def progress_bar(work: Work, total: int) -> Iterator[Step]:
    """Yield what is called with each step; the bar shows only on a terminal and goes to standard error."""
    began = time.monotonic()
    if total and sys.stderr.isatty() and not is_quiet():
        with _LateBar(work, total) as bar:
            yield bar.step
    else:
        yield untold
    if is_verbose():
        complain(
            f"{wording.WORK_LABELS[work]}: {_amount(work, total)}{time.monotonic() - began:.1f} detik".replace(".", ",")
        )


def _amount(work: Work, total: int) -> str:
    """Return how much work it was, as people count it."""
    if work is Work.HASHING:
        return f"{wording.size_label(total)}, "
    return f"{total} {UNITS[work]}, " if work in UNITS else ""


class _LateBar:
    """A bar that shows itself when the work has taken a while, even if no step has been made by then."""

    def __init__(self, work: Work, total: int) -> None:
        self._work = work
        self._total = total
        self._began = time.time()
        self._done = 0
        self._is_over = False
        self._bar: ProgressBar[str] | None = None
        self._stack = ExitStack()
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._is_over = True
            self._stack.close()

    def step(self, amount: int, name: str = "", /) -> None:
        """Advance by a number of units; 0 while waiting for a file."""
        with self._lock:
            self._done += amount
            if self._bar is None:
                return
            if amount:
                self._bar.update(amount, name)
            elif name:
                self._bar.current_item = f"{WAITING}{name}"
                self._bar.render_progress()

    def _show(self) -> None:
        with self._lock:
            if self._is_over:
                return
            self._bar = self._stack.enter_context(_bar(self._work, self._total))
            self._bar.start = self._began
            self._bar.update(self._done)


def _bar(work: Work, total: int) -> ProgressBar[str]:
    columns = shutil.get_terminal_size().columns
    room = max(0, columns - NARROW)
    return click.progressbar(
        length=total,
        label=wording.WORK_LABELS[work] if columns >= NARROW else SHORT[work],
        file=sys.stderr,
        width=20 if columns >= NARROW else 8,
        show_eta=columns >= NARROW,
        show_pos=work in UNITS,
        update_min_steps=max(1, total // MOST_DRAWINGS),
        item_show_func=lambda name: at_hand(name, room) if name and room else None,
    )


def at_hand(name: str, columns: int) -> str:
    """Return which file is at hand, or being waited for, in so many columns: of a long name the end is shown."""
    path = name.removeprefix(WAITING)
    word = WAITING if path != name and columns > 2 * len(WAITING) else ""
    return word + tail(path, columns - len(word))


def tail(text: str, columns: int) -> str:
    """Return the end of a text that fits into so many columns; East Asian letters take two."""
    used = 0
    for position in range(len(text), 0, -1):
        used += 2 if unicodedata.east_asian_width(text[position - 1]) in "WF" else 1
        if used > columns:
            return text[position:]
    return text
