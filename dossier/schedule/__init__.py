"""The grammar of *target waktu*: text ─► due times. Pure; `parse` and `ScheduleError` are all that others use."""

from __future__ import annotations

from dossier.schedule.due_times import parse
from dossier.schedule.tokens import ScheduleError

__all__ = ["ScheduleError", "parse"]
