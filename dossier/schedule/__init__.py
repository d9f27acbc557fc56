"""Parses *target waktu* (due times): text to slots. Pure; others use `parse` and `ScheduleError` only."""

from __future__ import annotations

from dossier.schedule.due_times import parse
from dossier.schedule.tokens import ScheduleError

__all__ = ["ScheduleError", "parse"]
