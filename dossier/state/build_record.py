"""`build/edisi.json`: which files belong to one edition and what it was made of, by content (`dossier.state/1`)."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.inside import inside, is_plain_file
from dossier.state import typed_json
from dossier.state.build_summary import Summary  # noqa: TC001 — typed_json looks at it
from dossier.state.fingerprint import PACKAGE, libraries, programs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dossier.state.settings import Settings
    from dossier.state.workspace import Workspace

SCHEMA: Final = "dossier.state/1"
FILE_NAME: Final = "edisi.json"

# Topic ─► what people call it.
TOPICS: Final = {
    "settings": "pilihan atau tanggal",
    "machine": "program dossier atau mesinnya",
    "plan": "rencana, profil, atau pin",
    "templates": "templat Word",
    "evidence": "bukti",
}


@dataclass(frozen=True, kw_only=True)
class BuildRecord:
    """`sources`: topic ─► digest; `files`: evidence path ─► SHA-256; `outputs`: name in `build/` ─► SHA-256.

    `settled` is False where a file failed in a way that may not happen again: then the next build tries it again.
    """

    sources: dict[str, str]
    files: dict[str, str]
    outputs: dict[str, str]
    summary: Summary
    settled: bool

    def changes(self, sources: Mapping[str, str]) -> tuple[str, ...]:
        """Return in words what is different from other sources."""
        return tuple(words for topic, words in TOPICS.items() if self.sources.get(topic) != sources.get(topic))

    def differing(self, build: Path) -> tuple[str, ...]:
        """Return which files of the edition are not in `build/` as they were written."""
        return tuple(name for name, digest in self.outputs.items() if _found(inside(build, name)) != digest)

    def is_whole(self, build: Path) -> bool:
        """Tell whether every file of the edition is in `build/` as it was written."""
        return not self.differing(build)


def _found(path: Path | None) -> str | None:
    try:
        return _sha256(path) if path is not None and is_plain_file(path) else None
    except (OSError, ValueError):  # not there, or no name of a file
        return None


def load(build: Path) -> BuildRecord | None:
    """Return the edition that lies in `build/`, or None."""
    return typed_json.read(build / FILE_NAME, BuildRecord, SCHEMA)


def to_json(edition: BuildRecord) -> str:
    """Return an edition as `dossier.state/1`."""
    shape = {
        "schema": SCHEMA,
        "settled": edition.settled,
        "summary": edition.summary.shape(),
        "outputs": dict(sorted(edition.outputs.items())),
        "sources": dict(edition.sources),
        "files": dict(sorted(edition.files.items())),
    }
    return json.dumps(shape, ensure_ascii=True, indent=1) + "\n"


def sources(workspace: Workspace, settings: Settings, evidence: Iterable[str]) -> dict[str, str]:
    """Return the digest of each topic; `evidence` are lines that say all there is to say of the tree."""
    code = (line for folder in (PACKAGE, PACKAGE.parent / "templates_docx") for line in _contents(folder))
    return {
        "settings": _digest([json.dumps(settings.shape(), sort_keys=True)]),
        "machine": _digest([*code, *libraries(), *programs(), sys.version]),
        "plan": _digest(_contents(workspace.plan_file.parent)),
        "templates": _digest(_contents(workspace.templates)),
        "evidence": _digest(evidence),
    }


def outputs_of(stage: Path, known: Mapping[str, str]) -> dict[str, str]:
    """Return every file below a folder with its SHA-256; what is known need not be read."""
    files = sorted(path for path in stage.rglob("*") if path.is_file())
    names = {path.relative_to(stage).as_posix(): path for path in files}
    return {name: known.get(name) or _sha256(path) for name, path in names.items()}


def _contents(folder: Path) -> list[str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [f"{path.relative_to(folder).as_posix()} {_sha256(path)}" for path in files]


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _digest(rows: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(rows).encode("utf-8", "backslashreplace")).hexdigest()
