"""State of one call of `prepare`: what is wanted and what is known so far. Converts nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dossier.convert.run.result import Failed, Made, Outcome
from dossier.model import EvidenceFile, PreparedPart

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dossier.convert.container import unpack
    from dossier.convert.office import libreoffice
    from dossier.convert.registry import Recipe
    from dossier.convert.run.part_cache import PartCache
    from dossier.convert.run.pool import Limits
    from dossier.progress import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """One part to make: the recipe, and the files of equal content that it is for."""

    key: str
    recipe: Recipe
    file: EvidenceFile
    source: Path
    option: str
    secret: str = field(default="", repr=False)

    @property
    def told(self) -> str:
        """The option passed to the converter, such as the password; the cache key holds only that there was one."""
        return self.secret or self.option


@dataclass(slots=True)
class ConversionRun:
    """One call of `prepare`: where things are and what is known so far, by file path.

    `inner` is the run for what is inside mails and archives, while there is one.
    """

    cache: PartCache
    limits: Limits
    workers: int | None
    step: Step
    office: libreoffice.Office | None
    examine: unpack.Examine | None = None
    fresh: bool = False
    secrets: Mapping[str, str] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    parts: dict[str, PreparedPart] = field(default_factory=dict)
    waiting: dict[str, list[EvidenceFile]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    known: dict[tuple[str, str], Outcome] = field(default_factory=dict)
    inner: ConversionRun | None = None

    def keep(self, want: Want, outcome: Outcome, pdf: Path, *, stopped: bool = False, unsure: bool = False) -> None:
        """Keep an outcome (see `PartCache.store`) and give it to every file that waits for it."""
        recipe_key = want.recipe.key(want.option)
        again = self.cache.store(want.file.sha256, recipe_key, outcome, pdf, stopped=stopped, unsure=unsure)
        for file in self.waiting.pop(want.key, []):
            if again:
                self.unsure.add(file.path)
            self.settle(file, outcome, recipe_key, again=again)

    def waits(self, key: str) -> None:
        """Say that the file of this key is being waited for."""
        if files := self.waiting.get(key):
            self.step(0, files[0].path)
        elif self.inner is not None:
            self.inner.waits(key)

    def settle(self, file: EvidenceFile, outcome: Outcome, recipe_key: str, *, again: bool = False) -> None:
        """Make the file's part of an outcome; `again` says that the next build may do better."""
        if isinstance(outcome, Made):
            pdf = self.cache.entry(file.sha256, recipe_key).blob
            part = PreparedPart(
                file=file,
                pdf=pdf,
                pages=outcome.pages,
                engine=outcome.engine,
                notes=(*outcome.flaws, *outcome.notes),
                flaw="; ".join(outcome.flaws) or None,
                beside=outcome.beside,
                signed=outcome.signed,
                keep=outcome.keep,
                bracketed=outcome.bracketed,
                addresses=outcome.addresses,
            )
        else:
            part = PreparedPart(file=file, pdf=None, pages=0, engine="", problem=outcome.problem)
        ours = isinstance(outcome, Failed) and outcome.ours
        part = replace(part, remade=self.reasons.get(file.path), passing=again, ours=ours)
        self.parts[file.path] = part
        self.step(1, file.path)
