"""What a build has to say at its end, kept with the edition so that it can be said again without building."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


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
    """The counts of a build; `as_of` is ISO, `outputs` are names in `build/`, `gaps` is the totals as one line."""

    bundles: tuple[Bundle, ...]
    counts: Mapping[str, int]
    gaps: str
    as_of: str
    findings: int
    advised: int
    outputs: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    def shape(self) -> dict[str, object]:
        """Return the summary as JSON has it."""
        return asdict(self)

    @classmethod
    def of(cls, shape: Mapping[str, object]) -> Summary:
        """Read a summary back.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        known = dict(shape)
        bundles = known.pop("bundles")
        if not isinstance(bundles, list):
            raise TypeError("bundles")
        lists = {name: tuple(str(item) for item in _listed(known.pop(name))) for name in ("outputs", "remarks")}
        return cls(bundles=tuple(Bundle(**bundle) for bundle in bundles), **lists, **known)  # type: ignore[arg-type]  # checked by the caller's guard


def _listed(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("a list")
    return value


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
