"""Reads the plan's YAML files into Plan, Unit and Pins; every complaint has file and line. Knows no evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.plan.entries import (
    has_format,
    load_notes,
    load_remarks,
    notes_text,
    read_notes,
    read_remarks,
    remarks_text,
    source_name,
)
from dossier.plan.handovers import add_handover, keep_contents, last_handed, load_handovers
from dossier.plan.last_year import last_year_text, load_last_year
from dossier.plan.lke_answers import AnswersRead, frozen_text, parse_answers, read_answers
from dossier.plan.lke_edit import AssessorEdit, answers_text
from dossier.plan.meetings import MEETING_KEYS, add_meeting, load_meetings, read_meeting, slot_keys, slot_of_day
from dossier.plan.pins import load_passwords, load_pins, parse_pins
from dossier.plan.plan_file import Reader, plan_json
from dossier.plan.profile_edit import profile_text
from dossier.plan.reach_hints import load_hints
from dossier.plan.unit_profile import load_checked_unit, load_unit
from dossier.plan.word_list import FILE_NAME, pack_words, read_words, trouble_with_pack
from dossier.plan.yaml_fields import Problems
from dossier.plan.yaml_tree import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Finding, Plan

__all__ = [
    "MEETING_KEYS",
    "AnswersRead",
    "AssessorEdit",
    "add_handover",
    "add_meeting",
    "answers_text",
    "frozen_text",
    "has_format",
    "keep_contents",
    "last_handed",
    "last_year_text",
    "load_checked_unit",
    "load_handovers",
    "load_hints",
    "load_last_year",
    "load_meetings",
    "load_notes",
    "load_passwords",
    "load_pins",
    "load_plan",
    "load_remarks",
    "load_unit",
    "notes_text",
    "parse_answers",
    "parse_pins",
    "plan_json",
    "profile_text",
    "read_answers",
    "read_meeting",
    "read_notes",
    "read_remarks",
    "remarks_text",
    "slot_keys",
    "slot_of_day",
    "source_name",
    "trouble_with_pack",
]


def load_plan(path: Path) -> tuple[Plan, tuple[Finding, ...]]:
    """Read the plan: its head (`plan.yaml`), the area files that the head names, and the words of office and sector.

    Returns:
        The plan and its warnings, in the order of the files and their lines.

    Raises:
        PlanError: something cannot be read; `findings` holds every error and warning of all files at once.
    """
    problems = Problems(path)
    root = read_document(path, problems)
    plan = None
    if root is not None or not problems.errors:
        plan = Reader(folder=path.parent, problems=problems).plan(root)
    words = pack_words(problems) + read_words(path.with_name(FILE_NAME), problems)
    problems.stop_on_errors(path, "Rencana")
    assert plan is not None  # noqa: S101 — no table is an error, and errors have stopped us
    return replace(plan, words=words), problems.in_reading_order()
