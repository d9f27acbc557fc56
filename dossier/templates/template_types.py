"""What this package gives and takes: templates, requests, papers and audits. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.errors import TemplateError

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import DocKind, Finding

PACKAGED = "bawaan"
OWN = "milik unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Serves:
    """A kind of paper that a template makes; with `phrases`, only where a label holds all words of one of them."""

    kind: DocKind
    phrases: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind} ({' / '.join(self.phrases)})" if self.phrases else str(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateInfo:
    """A Word template: `name` is its file stem, `kind` what it is, `source` "bawaan" or "milik unit"."""

    name: str
    title: str
    kind: str
    serves: tuple[Serves, ...]
    version: str
    source: str
    path: Path
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderRequest:
    """A paper to make: for one requirement and slot, or (`template` alone) one that no requirement asks for.

    `slot` is a key `YYYY-MM`; None takes the only slot there is. `template` overrides the choice by kind.
    """

    indicator: str | None = None
    requirement: str | None = None
    slot: str | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPaper:
    """A Word file that was written; `open_prompts` says what is still to be filled, each prompt once."""

    path: Path
    template: str
    indicator: str | None
    requirement: str | None
    slot: str | None
    open_prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderResult:
    """What a run wrote, and what a person should know about it."""

    papers: tuple[RenderedPaper, ...]
    findings: tuple[Finding, ...]


class RenderError(TemplateError):
    """Some templates could not be rendered; `result` holds the papers that were written all the same."""

    def __init__(self, message: str, *, result: RenderResult, findings: tuple[Finding, ...], hint: str) -> None:
        """Keep what was written beside what went wrong."""
        super().__init__(message, findings=findings, hint=hint)
        self.result = result


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAudit:
    """What a filed paper says of itself and what is still wrong with it; no findings means it is filled."""

    template: str
    version: str
    indicator: str
    requirement: str
    slot: str
    year: str
    unit: str
    open_prompts: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def problem(self) -> str | None:
        """One line for the gap list, or None when the paper is good."""
        return "; ".join(f.text for f in self.findings) or None
