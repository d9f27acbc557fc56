"""Made-up summaries of units, as a build leaves them: all figures of one follow from its number."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from typing import TYPE_CHECKING

from dossier import reports
from dossier.model import State
from dossier.model.unit_summary import (
    AreaSummary,
    BundleLink,
    DueSummary,
    FleetRow,
    GateSummary,
    IndicatorSummary,
    LateSlot,
    PlanIdentity,
    ScoreSummary,
    UnitIdentity,
    UnitOutcome,
    UnitSummary,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DAY = dt.date(2025, 7, 1)
AREAS = ("I", "II", "III", "IV", "V", "VI")
GATES = ("total", *AREAS)


def plan_identity(number: int = 0) -> PlanIdentity:
    """Return one of several plans."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return PlanIdentity(title=f"Rencana Aksi Contoh {number}", year=2025, digest=digest)


def unit_summary(  # noqa: PLR0913 — one parameter a thing that a test varies
    number: int,
    *,
    name: str = "",
    code: str | None = None,
    level: str = "kabkota",
    parent: str = "15",
    plan: int = 0,
    as_of: dt.date = DAY,
    areas: Mapping[str, Sequence[int]] | None = None,
    indicators: int = 71,
) -> UnitSummary:
    """Return the summary of a made-up unit.

    Args:
        number: what its figures follow from.
        name: its name; by default by its number.
        code: its code; likewise.
        level: `pusat`, `provinsi` or `kabkota`.
        parent: the code of the unit above.
        plan: which plan it has.
        as_of: the day.
        areas: slots by state, in the order of `State`, by area code.
        indicators: how many indicators it names.
    """
    chance = random.Random(number)  # noqa: S311 — figures, no secrets
    shares = areas or {area: [chance.randrange(12) for _ in State] for area in AREAS}
    by_area = [AreaSummary(code=each, totals=dict(zip(State, of, strict=True))) for each, of in shares.items()]
    totals = {state: sum(area.totals[state] for area in by_area) for state in State}
    late = totals[State.MISSING]
    days = sorted((chance.randrange(1, 400) for _ in range(late)), reverse=True)
    due = sum(totals.values()) - totals[State.NOT_YET_DUE]
    answered = number % 3 != 0
    return UnitSummary(
        unit=UnitIdentity(
            code=f"15.{number:03}" if code is None else code,
            name=name or f"Kantor Kabupaten Contoh {number}",
            level=level,
            parent=parent,
        ),
        plan=plan_identity(plan),
        as_of=as_of,
        totals=totals,
        areas=tuple(by_area),
        due=DueSummary(due=due, complete=totals[State.PRESENT], late=late, oldest_days=max(days, default=0)),
        late=tuple(_late(place, each, as_of) for place, each in enumerate(days[:50])),
        indicators=tuple(_indicator(place, chance) for place in range(indicators)),
        score=_score(number) if answered else None,
        counts={"claimed": 20, "ambiguous": 2, "unplaced": 1, "ignored": 0, "findings": 3},
        inputs_digest=hashlib.sha256(f"masukan {number}".encode()).hexdigest(),
        bundle=BundleLink(href="dossier.pdf", pages=125, size=600_000_000, sha256="0" * 64),
        page="laporan/index.html",
        versions={"dossier": "0.2.0"},
    )


def _late(place: int, days: int, as_of: dt.date) -> LateSlot:
    due = as_of - dt.timedelta(days=days)
    code = f"{AREAS[place % len(AREAS)]}.1.{1 + place // len(AREAS)}"
    return LateSlot(indicator=code, requirement="a", slot=f"{due:%Y-%m}", due=due, days=days, state=State.MISSING)


def _indicator(place: int, chance: random.Random) -> IndicatorSummary:
    due = chance.randrange(5)
    code = f"{AREAS[place % len(AREAS)]}.{1 + place // 36}.{1 + place // len(AREAS)}"
    statement = f"Pernyataan indikator contoh nomor {place} yang panjangnya seperti pada rencana sungguhan"
    return IndicatorSummary(code=code, statement=statement, due=due, complete=chance.randrange(due + 1))


def _score(number: int) -> ScoreSummary:
    failed = GATES[: number % 4]
    gates = {name: GateSummary(count=len(GATES), failed=failed) for name in ("WBK", "WBBM")}
    return ScoreSummary(
        claim=f"{50 + number % 40}.2500", backed="41.5000", questions=113, blank=number % 20, gates=gates
    )


def summary_text(summary: UnitSummary) -> str:
    """Return the file that a build leaves."""
    return reports.dump_json(reports.unit_summary_json(summary), is_compact=True)


def reported(key: str, summary: UnitSummary, **changed: str) -> FleetRow:
    """Return the row of a unit that reported."""
    return FleetRow(key=key, outcome=UnitOutcome.OK, summary=summary, folder=f"../{key}/build", **changed)
