"""The register of evidence: one row a file found, whatever became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.wording import spare_note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.model import Matching, PreparedPart, Scan


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One file: `pages` as bound, `size` in bytes, `group` which of the four it is in, `serves` the requirements."""

    path: str
    media: str
    pages: int
    size: int
    sha256: str
    group: str
    serves: tuple[str, ...]
    engine: str
    notes: tuple[str, ...]


def register_rows(matching: Matching, parts: Iterable[PreparedPart], scan: Scan) -> tuple[RegisterRow, ...]:
    """Return every file found, the ignored ones too, sorted by path."""
    serves: dict[str, dict[str, None]] = {}
    for claim in matching.claims:
        serves.setdefault(claim.file.path, {})[f"{claim.indicator}.{claim.requirement}"] = None
    groups = dict.fromkeys((a.file.path for a in matching.ambiguous), "rancu")
    groups |= dict.fromkeys((u.file.path for u in matching.unplaced), "tanpa tempat")
    spares = {path: spare_note(serving) for path, serving in matching.spare_paths.items()}
    groups |= dict.fromkeys(spares, "cadangan")
    rows = [
        RegisterRow(
            path=part.file.path,
            media=part.file.media.value,
            pages=part.pages,
            size=part.file.size,
            sha256=part.file.sha256,
            group=groups.get(part.file.path, "terpasang"),
            serves=tuple(serves.get(part.file.path, ())),
            engine=part.engine,
            notes=tuple(note for note in (spares.get(part.file.path), part.problem, *part.notes, _kept(part)) if note),
        )
        for part in parts
    ]
    rows += [
        RegisterRow(
            path=entry.path,
            media="",
            pages=0,
            size=0,
            sha256="",
            group="diabaikan",
            serves=(),
            engine="",
            notes=(entry.reason,),
        )
        for entry in scan.ignored
    ]
    return tuple(sorted(rows, key=lambda row: row.path))


def _kept(part: PreparedPart) -> str | None:
    return f"berkas asli: {part.kept_as}" if part.kept_as else None
