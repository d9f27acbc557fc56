"""Lists templates with their source, chooses the one for a requirement; value types of this package."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.errors import TemplateError
from dossier.model import DocKind
from dossier.templates.docx_package import PackageError, read_package, read_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.model import Finding, Handover, Meeting, Plan, Requirement


PACKAGED = "bawaan"
OWN = "milik unit"
PARTS: Final = "bagian"
"""Folder below that of the templates, with the parts that they share."""


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

    `slot` is a key `YYYY-MM`; None takes the only slot there is. `template` overrides the choice by kind. `question` is
    a question of the evaluation sheet that the plan has no row for; `requirement` is then the id of a usual paper.
    `label` is printed as the paper's name instead of the requirement's; `meeting` is the one that the paper is of,
    `handover` what it records.
    """

    indicator: str | None = None
    requirement: str | None = None
    slot: str | None = None
    template: str | None = None
    question: str | None = None
    label: str | None = None
    meeting: Meeting | None = None
    handover: Handover | None = None


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
    meeting: str = ""
    filled: tuple[tuple[str, str], ...] = ()

    @property
    def problem(self) -> str | None:
        """One line for the gap list, or None when the paper is good."""
        return "; ".join(f.text for f in self.findings) or None


_SERVES: Final = re.compile(r"\s*([a-z-]+)\s*(?:\(([^)]*)\))?\s*(?:,|$)")  # sk (tim kerja / kelompok kerja), surat
_WORD: Final = re.compile(r"[^\W_]+")


def packaged_folder() -> Path:
    """Return the folder of the packaged templates: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "templates_docx"
    return installed if installed.is_dir() else package.parent / "templates_docx"


def discover(workspace_templates: Path | None) -> tuple[TemplateInfo, ...]:
    """Return all templates by name; the unit's own win over packaged ones of the same name."""
    packaged = packaged_folder()
    found = {p.stem: _describe(p, PACKAGED) for p in _documents(packaged)}
    if workspace_templates is not None and workspace_templates.resolve() != packaged.resolve():
        found |= {p.stem: _describe(p, OWN) for p in _documents(workspace_templates)}
    return tuple(found[name] for name in sorted(found))


def part_files(*folders: Path | None) -> dict[str, Path]:
    """Return the parts of folders of templates by name; those of a later folder win."""
    found: dict[str, Path] = {}
    for folder in folders:
        if folder is not None and (folder / PARTS).is_dir():
            paths = sorted((folder / PARTS).glob("*.docx"))
            found |= {path.stem: path for path in paths if not path.name.startswith(("~$", "."))}
    return found


def templates_by_requirement(plan: Plan, workspace_templates: Path | None) -> dict[tuple[str, str], str]:
    """Return indicator code and requirement id ─► name of the template that makes the paper, where there is one."""
    templates = discover(workspace_templates)
    chosen = ((i.code, r.id, choose(templates, r)) for i in plan.indicators for r in i.requirements)
    return {(code, identifier): template.name for code, identifier, template in chosen if template is not None}


def choose(templates: Sequence[TemplateInfo], requirement: Requirement) -> TemplateInfo | None:
    """Return the template that makes what a requirement asks for, or None.

    The plan's `templat` decides; else the kind. Of several of one kind, the one whose phrase has the most words
    in the label wins, and one without a phrase takes the rest.
    """
    if requirement.template is not None:
        return next((t for t in templates if t.name == requirement.template), None)
    words = _words(requirement.label)
    best: tuple[int, TemplateInfo] | None = None
    for template in templates:
        fit = max((_fit(s, requirement.kind, words) for s in template.serves), default=-1)
        if fit >= 0 and (best is None or fit > best[0]):
            best = (fit, template)
    return best[1] if best else None


def _fit(serves: Serves, kind: DocKind, words: frozenset[str]) -> int:
    """Return how many words of a label a template asks for, 0 for a whole kind, -1 for no fit."""
    if serves.kind != kind:
        return -1
    if not serves.phrases:
        return 0
    return max((len(p) for p in map(_words, serves.phrases) if p <= words), default=-1)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _documents(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.suffix.casefold() == ".docx" and not p.name.startswith(("~$", ".")))


def _describe(path: Path, source: str) -> TemplateInfo:
    info = TemplateInfo(name=path.stem, title=path.stem, kind="", serves=(), version="", source=source, path=path)
    try:
        said = read_said(read_package(path))
    except PackageError:
        return info  # listed all the same: rendering and checking say what is wrong with it
    return dataclasses.replace(
        info,
        title=said.title or path.stem,
        kind=said.subject,
        serves=_serves(said.keywords.get("jenis", "")),
        version=said.keywords.get("versi", ""),
    )


def _serves(text: str) -> tuple[Serves, ...]:
    known = {str(kind): kind for kind in DocKind}
    found = []
    for kind, phrases in _SERVES.findall(text):
        if kind in known:
            parts = tuple(" ".join(p.split()) for p in phrases.split("/") if p.strip())
            found.append(Serves(kind=known[kind], phrases=parts))
    return tuple(found)
