"""Reads the summary that a build of a unit left (`dossier.unit-summary/1`): another office's file, so never trusted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from dossier.model.unit_summary import UnitSummary
from dossier.state import files, typed_json

if TYPE_CHECKING:
    from pathlib import Path

SUMMARY_NAME: Final = "ringkasan-unit.json"
SUMMARY_SCHEMA: Final = "dossier.unit-summary/1"
LARGEST: Final = 128 << 10
"""Bytes of a summary; one with every list at its most has about 90 KB."""


def parse_summary(data: bytes) -> UnitSummary:
    """Return the summary that these bytes are.

    Raises:
        ValueError: they are too many, or no summary.
    """
    if len(data) > LARGEST:
        raise ValueError("too large")
    shape = typed_json.parse(data, dict[str, object])
    if shape.get("schema") != SUMMARY_SCHEMA:
        raise ValueError("another schema")
    return typed_json.parse(data, UnitSummary)


def summary_bytes(build: Path) -> bytes | None:
    """Return the bytes of the summary in a folder of output, at most one more than `LARGEST`; None without one.

    Neither a link nor a pipe is followed.
    """
    path = build / SUMMARY_NAME
    try:
        if not files.is_plain_file(path):
            return None
        with os.fdopen(files.open_unfollowed(path), "rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError:
        return None
