"""What a build has to say at its end, kept with the edition so that it can be said again without building."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

GROUPS: Final = ("claimed", "ambiguous", "unplaced", "ignored")
"""What `counts` counts: every file is in one of them."""
_MOST: Final = 1 << 53
"""No number of files, findings, pages or bytes reaches this."""


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """One PDF of the dossier: its name in `build/`, pages, and size in bytes."""

    name: str
    pages: int
    size: int


@dataclass(frozen=True, kw_only=True)
class Remade:
    """A file whose part had to be prepared in this build, and why."""

    path: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The counts of a build; `as_of` is ISO, `outputs` are names in `build/`, `gaps` is the totals as one line.

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

    def __post_init__(self) -> None:
        """Refuse what could not be printed."""
        dt.date.fromisoformat(self.as_of)
        if not all(isinstance(bundle.name, str) for bundle in self.bundles):
            raise ValueError("a bundle without a name")
        numbers = [*self.counts.values(), self.findings, self.advised]
        numbers += [number for bundle in self.bundles for number in (bundle.pages, bundle.size)]
        if not self.bundles or not self.counts.keys() >= set(GROUPS) or not all(0 <= each < _MOST for each in numbers):
            raise ValueError("no summary of a build")

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
            outputs, remarks = (tuple(map(str, known.pop(name))) for name in ("outputs", "remarks"))
            return cls(bundles=bundles, outputs=outputs, remarks=remarks, **known)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"no summary: {error}") from error


@dataclass(frozen=True, kw_only=True)
class BuildResult:
    """What a build did: the edition that lies there now, whether it was written, why, and which parts were remade.

    `told` is what was done with what people typed into the workbook.
    """

    folder: Path
    summary: Summary
    written: bool
    why: tuple[str, ...] = ()
    remade: tuple[Remade, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def bundle(self) -> Path:
        """The dossier, or its first volume."""
        return self.folder / self.summary.bundles[0].name

    @property
    def outputs(self) -> tuple[Path, ...]:
        """Everything that belongs to the edition."""
        return tuple(self.folder / name for name in self.summary.outputs)
