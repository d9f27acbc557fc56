"""The record of a build: its settings, summary, output files, and digests of what it was made of.

Also the check from stamps alone whether anything changed since the last build; in doubt it answers yes. Its file is
sealed by a digest instead of typed: loading msgspec would take a tenth of the time of the check.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.model.audience import Audience, in_order
from dossier.state import store, typed_json
from dossier.state.files import inside, is_plain_file, sha256_of
from dossier.state.fingerprint import (
    PACKAGE,
    RACY_NANOSECONDS,
    digest_of,
    extensions,
    file_stamp,
    libraries,
    machine_stamp,
    programs,
    workspace_stamp,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dossier.state.fingerprint import TreeStamp
    from dossier.state.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The day of assessment and the form of the bundle.

    `ocr` asks to read pictures of text; `max_size` is the largest a volume or a portal file may be, in bytes; `portal`
    asks for one PDF an indicator; `downsample` is the resolution in dots an inch above which pictures are made smaller.
    None asks for nothing. `scan_text` asks for the words of scanned pages as text under them; `papers` says whether the
    dossier for the staff ends with the papers still to be made. `what_if` says that `as_of` is another day than today,
    as only the door knows that read the clock: such a build shows what would be, and is no part of the history.
    `audiences` are those a dossier is made for (`model.Audience`): what all of them are made of is the same, so they
    are no part of `shape`.
    """

    as_of: dt.date
    office: str = "auto"
    ocr: bool = False
    max_size: int | None = None
    portal: bool = False
    downsample: int | None = None
    scan_text: bool = False
    papers: bool = True
    what_if: bool = False
    audiences: tuple[str, ...] = (Audience.TPI,)

    def __post_init__(self) -> None:
        """Refuse an audience that there is not, and settings that ask for no dossier."""
        if not in_order(self.audiences):
            raise ValueError("no audience")

    def shape(self) -> dict[str, object]:
        """Return the settings that what is written depends on, as JSON has them."""
        shape = asdict(self) | {"as_of": self.as_of.isoformat()}
        del shape["audiences"]
        if self.papers or Audience.STAF not in self.audiences:
            del shape["papers"]
        return shape


GROUPS: Final = ("claimed", "ambiguous", "unplaced", "ignored")
"""What `counts` counts: every file is in one of them."""
_MOST: Final = 1 << 53
"""No number of files, findings, pages or bytes reaches this."""


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """One PDF of the dossier: its name in `build/`, pages, size in bytes, and whom it is for.

    `total` is the number of pages of the whole dossier, `evidence` of files of evidence with pages in it.
    """

    name: str
    pages: int
    size: int
    audience: str = Audience.TPI
    total: int = 0
    evidence: int = 0


@dataclass(frozen=True, kw_only=True)
class Remade:
    """A file whose part had to be prepared in this build, and why."""

    path: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The counts of a build; `as_of` is ISO, `outputs` are names in `build/`, `gaps` is the totals as one line.

    `urgent` are the most urgent gaps, a line each; `samples` counts the files that come from the shipped sample.

    Raises:
        ValueError: there is no bundle, a group is not counted, or `as_of` is no day.
    """

    bundles: tuple[Bundle, ...]
    counts: dict[str, int]
    gaps: str
    as_of: str
    findings: int
    advised: int
    outputs: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()
    samples: int = 0

    def __post_init__(self) -> None:
        """Refuse what could not be printed."""
        dt.date.fromisoformat(self.as_of)
        in_order(tuple(bundle.audience for bundle in self.bundles))
        if not all(isinstance(bundle.name, str) for bundle in self.bundles):
            raise ValueError("a bundle without a name")
        numbers = [*self.counts.values(), self.findings, self.advised, self.samples]
        numbers += [
            number for bundle in self.bundles for number in (bundle.pages, bundle.size, bundle.total, bundle.evidence)
        ]
        if not self.bundles or not self.counts.keys() >= set(GROUPS) or not all(0 <= each < _MOST for each in numbers):
            raise ValueError("no summary of a build")

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """Whom the dossiers in `build/` are for."""
        return in_order(tuple(bundle.audience for bundle in self.bundles))

    def shape(self) -> dict[str, object]:
        """Return the summary as JSON has it."""
        return asdict(self)

    @classmethod
    def of(cls, shape: object) -> Summary:
        """Read back what `shape` gave.

        Raises:
            ValueError: it is no summary.
        """
        if not isinstance(shape, dict):
            raise ValueError("no summary")  # noqa: TRY004 — one error for every fault of the data
        known = dict(shape)
        try:
            bundles = tuple(Bundle(**bundle) for bundle in known.pop("bundles"))
            outputs, remarks, urgent = (
                tuple(map(str, known.pop(name, ()))) for name in ("outputs", "remarks", "urgent")
            )
            return cls(bundles=bundles, outputs=outputs, remarks=remarks, urgent=urgent, **known)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"no summary: {error}") from error


@dataclass(frozen=True, kw_only=True)
class BuildResult:
    """What a build did: the edition that lies there now, whether it was written, why, and which parts were remade.

    `told` is what was done with what people typed into the workbook; `removed` are dossiers for other readers that
    went because they had been made of something else.
    """

    folder: Path
    summary: Summary
    written: bool
    why: tuple[str, ...] = ()
    remade: tuple[Remade, ...] = ()
    told: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def bundle(self) -> Path:
        """The dossier, or its first volume."""
        return self.folder / self.summary.bundles[0].name

    @property
    def outputs(self) -> tuple[Path, ...]:
        """Everything that belongs to the edition."""
        return tuple(self.folder / name for name in self.summary.outputs)


SCHEMA: Final = "dossier.state/1"
FILE_NAME: Final = "edisi.json"

# Topic ─► what people call it.
TOPICS: Final = {
    "settings": "pilihan atau tanggal",
    "machine": "program dossier atau mesinnya",
    "plan": "rencana, profil, atau pin",
    "handover": "catatan serah terima",
    "templates": "templat Word",
    "evidence": "bukti",
}


INPUTS: Final = ("plan", "handover", "templates", "evidence")
"""The topics that are the unit's own files: equal on every computer, whatever program reads them."""


@dataclass(frozen=True, kw_only=True)
class BuildRecord:
    """`sources`: topic ─► digest; `files`: evidence path ─► SHA-256; `outputs`: name in `build/` ─► SHA-256.

    `contents`: audience ─► path of each file of evidence in its dossier ─► stamp of its pages, and the first of them.
    `settled` is False where a file failed in a way that may not happen again: then the next build tries it again.
    """

    sources: dict[str, str]
    files: dict[str, str]
    outputs: dict[str, str]
    summary: Summary
    settled: bool
    contents: dict[str, dict[str, tuple[str, int]]] = field(default_factory=dict)

    def changes(self, sources: Mapping[str, str]) -> tuple[str, ...]:
        """Return in words the topics whose digest differs."""
        return tuple(words for topic, words in TOPICS.items() if self.sources.get(topic) != sources.get(topic))

    def differing(self, build: Path) -> tuple[str, ...]:
        """Return which files of the edition are not in `build/` as they were written."""
        return tuple(name for name, digest in self.outputs.items() if _found(inside(build, name)) != digest)

    def is_whole(self, build: Path) -> bool:
        """Return whether every file of the edition is in `build/` as it was written."""
        return not self.differing(build)


def _found(path: Path | None) -> str | None:
    try:
        return sha256_of(path) if path is not None and is_plain_file(path) else None
    except (OSError, ValueError):  # not there, or no name of a file
        return None


def load(build: Path) -> BuildRecord | None:
    """Return the edition that lies in `build/`, or None."""
    return typed_json.read(build / FILE_NAME, BuildRecord, SCHEMA)


def to_json(edition: BuildRecord, owner: Mapping[str, object] = MappingProxyType({})) -> str:
    """Return an edition as `dossier.state/1`; `owner` says of which office and which plan it is."""
    shape = {
        "schema": SCHEMA,
        **owner,
        "settled": edition.settled,
        "summary": edition.summary.shape(),
        "outputs": dict(sorted(edition.outputs.items())),
        "sources": dict(edition.sources),
        "files": dict(sorted(edition.files.items())),
        "contents": {name: dict(sorted(files.items())) for name, files in sorted(edition.contents.items())},
    }
    return json.dumps(shape, ensure_ascii=True, indent=1) + "\n"


def sources(workspace: Workspace, settings: Settings, evidence: Iterable[str]) -> dict[str, str]:
    """Return the digest of each topic; `evidence` are lines that describe every entry of the tree."""
    plan = _contents(workspace.plan_file.parent)
    code = (line for folder in (PACKAGE, PACKAGE.parent / "templates_docx") for line in _contents(folder))
    return {
        "settings": digest_of([json.dumps(settings.shape(), sort_keys=True)]),
        "machine": digest_of([*code, *libraries(), *programs(), *extensions(), sys.version]),
        "plan": digest_of(line for line in plan if not line.startswith(_HANDED)),
        "handover": digest_of(line for line in plan if line.startswith(_HANDED)),
        "templates": digest_of(_contents(workspace.templates)),
        "evidence": digest_of(evidence),
    }


_HANDED: Final = ("serah-terima.yaml ", "serah-terima/")
"""How the lines of what `dossier serah` keeps in `plan/` begin."""


def outputs_of(stage: Path, known: Mapping[str, str]) -> dict[str, str]:
    """Return every file below a folder with its SHA-256; what is known need not be read."""
    files = sorted(path for path in stage.rglob("*") if path.is_file())
    names = {path.relative_to(stage).as_posix(): path for path in files}
    return {name: known.get(name) or sha256_of(path) for name, path in names.items()}


def _contents(folder: Path) -> list[str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [f"{path.relative_to(folder).as_posix()} {sha256_of(path)}" for path in files]


QUICK_SCHEMA: Final = "dossier.cepat/2"


def unchanged(workspace: Workspace, settings: Settings) -> Summary | None:
    """Return the summary of the edition in `build/` when nothing that it depends on has changed since, else None."""
    try:
        known = typed_json.intact(workspace.quick.read_bytes(), QUICK_SCHEMA)
        if known is None or known["settings"] != settings.shape():
            return None
        outputs = known["outputs"]
        if not isinstance(outputs, dict):
            return None
        if any(_stamp_of(workspace.build, name) != numbers for name, numbers in outputs.items()):
            return None
        if known["workspace"] != workspace_stamp(workspace).digest or known["machine"] != machine_stamp():
            return None
        summary = Summary.of(known["summary"])
        return summary if set(settings.audiences) <= set(summary.audiences) else None
    except (OSError, ValueError, KeyError):
        return None


def _stamp_of(build: Path, name: str) -> list[int] | None:
    path = inside(build, name)
    return None if path is None else file_stamp(path)


def remember(
    workspace: Workspace, settings: Settings, summary: Summary, stamp: TreeStamp, *, began: int, names: tuple[str, ...]
) -> None:
    """Store the stamps that `unchanged` compares with; stores nothing where a file is too fresh for its stamp.

    Args:
        workspace: where the edition is.
        settings: what it was made for.
        summary: what `unchanged` gives back.
        stamp: of the workspace, taken before the first file was read.
        began: the file system's time before that.
        names: every file of the edition, in `build/`.
    """
    workspace.quick.unlink(missing_ok=True)
    if stamp.newest >= began - RACY_NANOSECONDS:
        return
    facts = {
        "settings": settings.shape(),
        "workspace": stamp.digest,
        "machine": machine_stamp(),
        "outputs": {name: file_stamp(workspace.build / name) for name in names},
        "summary": summary.shape(),
    }
    store.keep(workspace.quick, QUICK_SCHEMA, facts)
