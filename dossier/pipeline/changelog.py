"""Words the reasons why parts were prepared again, from the cache and from the sources of the previous build."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.state import Remade, files

with lazy():
    from dossier import convert


if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.model import PreparedPart
    from dossier.state import BuildRecord

SCHEMA: Final = "dossier.work/1"


def remade_parts(parts: Sequence[PreparedPart], before: BuildRecord | None) -> tuple[Remade, ...]:
    """Return the files whose part was prepared in this build, in their order, each with the reason."""
    return tuple(Remade(path=part.file.path, reason=_reason(part, before)) for part in parts if part.remade)


def _reason(part: PreparedPart, before: BuildRecord | None) -> str:
    reason = part.remade or ""
    if reason != convert.UNKNOWN_CONTENT:
        return reason
    if before is None or part.file.path not in before.files:
        return "berkas baru"
    same = before.files[part.file.path] == part.file.sha256
    return "simpanannya di build/cache hilang" if same else "isi berkas berubah"


def write_log(path: Path, why: Sequence[str], remade: Sequence[Remade]) -> None:
    """Write what a build did and why as `dossier.work/1`; a log, no output: it tells of the way, not of the result."""
    shape = {
        "schema": SCHEMA,
        "why": list(why),
        "remade": [{"path": each.path, "reason": each.reason} for each in remade],
    }
    text = json.dumps(shape, ensure_ascii=False, indent=1)
    files.write(path, f"{text}\n".encode("utf-8", "backslashreplace"))
