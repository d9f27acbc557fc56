"""The words of a roll-up, the same in the terminal, the workbook and the page."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.model.unit_summary import UnitOutcome
from dossier.scoring import gate_title
from dossier.wording import number_label, short_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.audit.roll_up import IndicatorLack, Rank, RollUp
    from dossier.model.unit_summary import FleetRow, UnitSummary

OUTCOMES: Final[Mapping[UnitOutcome, str]] = MappingProxyType(
    {
        UnitOutcome.OK: "melapor",
        UnitOutcome.FAILED: "gagal",
        UnitOutcome.STALE: "angka lama",
        UnitOutcome.MISSING: "belum lapor",
    }
)
LEVELS: Final[Mapping[str, str]] = MappingProxyType(
    {"pusat": "Pusat", "provinsi": "Provinsi", "kabkota": "Kabupaten/kota", "": "Tingkat tidak ditulis"}
)


def unit_name(row: FleetRow) -> str:
    """Return the name of a unit, its key where no summary says it."""
    return row.summary.unit.name if row.summary is not None and row.summary.unit.name else row.key


def reason(row: FleetRow) -> str:
    """Return why a row has no figures of the day; "" where it has."""
    if row.outcome is UnitOutcome.OK:
        return ""
    parts = [part.rstrip(".") for part in (row.ending, row.said) if part]
    if not parts:
        parts = ["belum pernah meninggalkan ringkasan" if row.summary is None else "tidak disusun pada hari ini"]
    return ": ".join(parts)


def last_good(row: FleetRow) -> str:
    """Return the day of the last good figures."""
    return short_date(row.summary.as_of) if row.summary is not None else "belum pernah"


def gates_words(summary: UnitSummary, predicate: str) -> str:
    """Return how the gates of a predicate stand."""
    gates = summary.score.gates.get(predicate) if summary.score is not None else None
    if gates is None:
        return "LKE belum diisi"
    if not gates.failed:
        return f"semua {gates.count} lulus"
    return f"{len(gates.failed)} dari {gates.count} belum lulus: {', '.join(map(gate_title, gates.failed))}"


def rank_words(rank: Rank | None) -> str:
    """Return the place of a unit among those like it."""
    return f"{number_label(rank.rank)} dari {number_label(rank.count)}" if rank is not None else ""


def lack_words(lack: IndicatorLack) -> str:
    """Return in how many units something of an indicator is lacking."""
    return f"{number_label(len(lack.lacking))} dari {number_label(lack.due)} unit"


def outcome_line(roll_up: RollUp) -> str:
    """Return how many units there are of each outcome; the numbers add up."""
    counts = {outcome: len(roll_up.of(outcome)) for outcome in UnitOutcome}
    parts = [f"{number_label(counts[outcome])} {word}" for outcome, word in OUTCOMES.items() if counts[outcome]]
    return f"{number_label(len(roll_up.rows))} unit = {' + '.join(parts) or '0'}"
