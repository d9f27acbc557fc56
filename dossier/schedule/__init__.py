"""Parses *target waktu* (due times): text to slots. Pure; others use what stands here."""

from __future__ import annotations

from dossier.schedule.due_times import in_words, leading_time, parse
from dossier.schedule.periods import calendar_slots
from dossier.schedule.tokens import ScheduleError

__all__ = ["ScheduleError", "calendar_slots", "in_words", "leading_time", "parse"]
