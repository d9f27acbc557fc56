"""Collects the summaries of the units and writes the roll-up: page, workbook, JSON, history.

The last good summary of each unit is kept below the roll-up, byte for byte, so that a unit that fails, or whose folder
is gone, still has its last good day.
"""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier import reports
from dossier.audit.fleet_history import read_fleet_history, with_roll_up
from dossier.audit.roll_up import RollUp
from dossier.fleet.fleet_run import last_endings
from dossier.fleet.unit_process import ENDING_WORDS, Ending
from dossier.model.unit_summary import FleetRow, UnitOutcome, plain
from dossier.state import files
from dossier.state.unit_summaries import LARGEST, parse_summary, summary_bytes
from dossier.state.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.fleet.fleet_run import FleetOptions, UnitRun
    from dossier.fleet.unit_list import FleetUnit
    from dossier.model.unit_summary import UnitSummary

KEPT: Final = "ringkasan"
"""The folder of the last good summaries, a file a unit, below the roll-up."""
PAGE_NAME: Final = "index.html"
WORKBOOK_NAME: Final = "armada.xlsx"
JSON_NAME: Final = "armada.json"
HISTORY_NAME: Final = "riwayat.jsonl"
_NIGHT: Final = dt.timedelta(days=1)
"""A run that begins before midnight has units of the next day too."""
_BAD_SUMMARY: Final = "ringkasan unit tidak terbaca"
_LARGEST_HISTORY: Final = 16 << 20


def collect(units: Sequence[FleetUnit], runs: Sequence[UnitRun], options: FleetOptions, as_of: dt.date) -> RollUp:
    """Return the roll-up of all units, whether they were built in this run or not.

    Args:
        units: all units of the fleet.
        runs: those of this run.
        options: of the run; the summaries are kept in its folder.
        as_of: the day of the roll-up.

    Raises:
        OutputError: a summary cannot be kept.
    """
    known = {run.unit.key: run for run in runs}
    endings = last_endings(options.folder)
    found = _Collection(options, as_of)
    with files.explained(options.folder):
        rows = [found.row(unit, known.get(unit.key), endings.get(unit.key)) for unit in units]
    return RollUp(as_of=as_of, rows=tuple(sorted(rows, key=lambda row: row.key)))


class _Collection:
    """Reads and keeps summaries of one roll-up."""

    def __init__(self, options: FleetOptions, as_of: dt.date) -> None:
        self._options = options
        self._as_of = as_of

    def row(self, unit: FleetUnit, run: UnitRun | None, before: Ending | None) -> FleetRow:
        """Return the row of a unit; `before` is how its last build ended, as far as the log goes."""
        ending = run.result.ending if run is not None else before
        build = Workspace(unit.folder, out=self._options.out_of(unit)).build
        sent = run.result.summary if run is not None else b""
        fresh, is_bad = self._taken(unit, sent or summary_bytes(build))
        summary = fresh or self._kept(unit)
        is_today = summary is not None and dt.timedelta(0) <= summary.as_of - self._as_of <= _NIGHT
        outcome = _outcome(
            ending, is_built=run is not None, is_today=is_today, is_bad=is_bad, has_any=summary is not None
        )
        is_told = (
            outcome in {UnitOutcome.FAILED, UnitOutcome.MISSING} and ending is not None and ending is not Ending.OK
        )
        return FleetRow(
            key=unit.key,
            outcome=outcome,
            summary=summary,
            ending=_BAD_SUMMARY if is_bad else ENDING_WORDS[ending] if is_told and ending is not None else "",
            said=plain(run.result.said) if run is not None and is_told and not is_bad else "",
            folder=self._way_to(build),
        )

    def _taken(self, unit: FleetUnit, data: bytes | None) -> tuple[UnitSummary | None, bool]:
        """Return a summary, which is kept, and whether there were bytes that are none."""
        if data is None:
            return None, False
        try:
            summary = parse_summary(data)
        except ValueError:
            return None, True
        place = self._place(unit)
        if place is not None and _bytes_of(place) != data:
            files.write(place, data)
        return summary, False

    def _kept(self, unit: FleetUnit) -> UnitSummary | None:
        place = self._place(unit)
        data = _bytes_of(place) if place is not None else None
        with suppress(ValueError):
            return parse_summary(data) if data is not None else None
        return None

    def _place(self, unit: FleetUnit) -> Path | None:
        return files.inside(self._options.folder, f"{KEPT}/{unit.key}.json")

    def _way_to(self, build: Path) -> str:
        """Return the path from the roll-up to an output, its parts separated by `/`; "" where there is none."""
        try:
            way = Path(os.path.relpath(build, self._options.folder)).as_posix() if build.is_dir() else ""
        except (OSError, ValueError):  # on another drive of Windows, or not to be looked into
            return ""
        return way if way.isprintable() else ""


def _outcome(ending: Ending | None, *, is_built: bool, is_today: bool, is_bad: bool, has_any: bool) -> UnitOutcome:
    """Return the state of a row.

    A build of this run counts first. Where there was none, figures of the day count, whoever built them; else how the
    last build ended.
    """
    if ending is Ending.MISSING and is_built:
        return UnitOutcome.MISSING
    has_failed = ending is not None and ending is not Ending.OK
    if is_bad or (has_failed and (is_built or not is_today)):
        return UnitOutcome.FAILED
    if is_today:
        return UnitOutcome.OK
    return UnitOutcome.STALE if has_any else UnitOutcome.MISSING


def _bytes_of(path: Path) -> bytes | None:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError:
        return None


def write_roll_up(folder: Path, roll_up: RollUp, *, what_if: bool = False) -> None:
    """Write the roll-up into `folder`, each file whole or not at all.

    Args:
        folder: the folder of the roll-up.
        roll_up: what is written.
        what_if: the day is another than today; then the history stays as it is.

    Raises:
        OutputError: the folder cannot be written.
    """
    path = folder / HISTORY_NAME
    with files.explained(folder):
        before = _history(path)
        text = before if what_if else with_roll_up(before, roll_up)
        history = read_fleet_history(text)
        outputs: Mapping[str, bytes] = {
            PAGE_NAME: reports.fleet_page_html(roll_up, history).encode(),
            WORKBOOK_NAME: reports.fleet_workbook_bytes(roll_up, history),
            JSON_NAME: reports.dump_json(reports.fleet_json(roll_up), is_compact=True).encode(),
        }
        for name, data in outputs.items():
            files.write(folder / name, data, durable=True)
        if text != before:
            files.write(path, text.encode(), durable=True)


def _history(path: Path) -> str:
    """Return the history that lies there; one that is no file of ours, or far too long, is started anew."""
    try:
        if not files.is_plain_file(path) or path.stat().st_size > _LARGEST_HISTORY:
            return ""
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
