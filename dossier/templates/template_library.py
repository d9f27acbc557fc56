"""Which templates there are, where each comes from, and which one serves a requirement."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.model import DocKind
from dossier.templates.document_properties import read_said
from dossier.templates.docx_package import PackageError, read_package
from dossier.templates.template_types import OWN, PACKAGED, Serves, TemplateInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.model import Plan, Requirement

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
