"""The most urgent gaps, one line each, with what would close them; for the end of a build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.audit import legend
from dossier.audit.status import Urgency
from dossier.model import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.audit.status import Status, StatusRow

MOST: Final = 3
_SLOTS_NAMED: Final = 3


def most_urgent(status: Status) -> tuple[str, ...]:
    """Return up to `MOST` lines: by urgency, the longest overdue first; one line for a requirement and state."""
    order = list(Urgency)
    places = {row.place: number for number, row in enumerate(status.rows)}
    rows = sorted(
        status.gaps(Urgency.OVERDUE, Urgency.SOON, Urgency.CHECK),
        key=lambda row: (order.index(row.urgency), row.days or 0, places[row.place]),
    )
    kinds: dict[tuple[str, str, State], list[StatusRow]] = {}
    for row in rows:
        kinds.setdefault((row.indicator.code, row.requirement.id, row.state), []).append(row)
    return tuple(_line(same) for _, same in zip(range(MOST), kinds.values(), strict=False))


def _line(rows: Sequence[StatusRow]) -> str:
    first = rows[0]
    name = f"{legend.STATES[first.state].sign} {first.indicator.code}.{first.requirement.id} {first.requirement.label}"
    slots = wording.capped([row.slot.label for row in rows], _SLOTS_NAMED, "waktu")
    late = f" ({first.time_left})" if first.time_left else ""
    return f"{name}, {', '.join(slots)}{late} → {_remedy(first)}"


def _remedy(row: StatusRow) -> str:
    if row.state is State.UNCONFIRMED:
        return "pastikan berkasnya: dossier match --review"
    if row.state is State.FAULTY:
        return f"berkasnya bermasalah: dossier explain {row.indicator.code}.{row.requirement.id}"
    return f"simpan sebagai “{row.fills_with}”"
