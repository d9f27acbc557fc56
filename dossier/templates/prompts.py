"""Collects the prompts that our papers show until filled, and finds those still open on a page.

Collected from the templates and from what fills them, so that a new template adds its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier.knowledge import finding_codes
from dossier.model import Finding, Severity, Unit
from dossier.templates.docx_package import PackageError, paragraphs, parse_xml, read_package
from dossier.templates.placeholders import Control
from dossier.templates.template_context import Subject, build_context
from dossier.templates.template_library import discover
from dossier.wording import squeezed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from dossier.model import Plan

_TEXT_PART: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
# isian("Nama notulis"), isian_pilihan('Hari', […]), isian_tanggal(“Tanggal rapat”)
_CALL: Final = re.compile(r"\bisian\w*\(\s*(?:[\"“”]([^\"“”]+)[\"“”]|['‘’]([^'‘’]+)['‘’])")
_NOBODY: Final = Unit(name="", short_name="", secretariat="", place="", address="", letterhead=())
_SHORT: Final = 3
"""Letters below which a prompt is too usual a mark to be one by itself: "[K]", "[D]", "[1–5]"."""


def known_prompts(plan: Plan, workspace_templates: Path | None) -> tuple[str, ...]:
    """Return every prompt that a paper made from a template can show, each once, sorted.

    Args:
        plan: what papers are made from; its areas name seats of the team.
        workspace_templates: the unit's own templates, beside the packaged ones.
    """
    found = set(_in_templates(workspace_templates))
    # A unit of which nothing is known leaves every value of a paper to be filled.
    found |= {control.prompt for control in _controls(build_context(Subject(plan=plan, unit=_NOBODY)))}
    return tuple(sorted(found))


def open_prompts(bracketed: Collection[str], prompts: Collection[str]) -> tuple[str, ...]:
    """Return the prompts among the phrases in brackets of a page, as printed, in the order of the page.

    Args:
        bracketed: squeezed phrases (`PreparedPart.bracketed`).
        prompts: from `known_prompts`.
    """
    known = {squeezed(prompt): prompt for prompt in prompts}
    found = [known[phrase] for phrase in bracketed if phrase in known]
    if all(sum(map(str.isalpha, prompt)) < _SHORT for prompt in found):
        return ()
    return tuple(f"[{prompt}]" for prompt in found)


def unfilled_finding(path: str, prompts: Collection[str]) -> Finding:
    """Return the finding about a file that still shows prompts; each is named."""
    return Finding(
        code=finding_codes.OPEN_PROMPT,
        severity=Severity.WARNING,
        subject=path,
        text=f"“{path}” belum selesai diisi: {', '.join(prompts)}.",
        advice=f"Isi tempat itu pada naskahnya, lalu simpan hasilnya sebagai ganti “{path}”.",
        path=path,
    )


def _in_templates(workspace_templates: Path | None) -> Iterator[str]:
    for template in discover(workspace_templates):
        try:
            parts = read_package(template.path)
            roots = [parse_xml(data) for name, data in parts.items() if _TEXT_PART.fullmatch(name) and b"isian" in data]
        except PackageError:
            continue  # listed and checked elsewhere; no paper comes from it
        for root in roots:
            for _, text in paragraphs(root):
                yield from (double or single for double, single in _CALL.findall(text))


def _controls(value: object) -> Iterator[Control]:
    if isinstance(value, Control):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _controls(inner)
    elif isinstance(value, (tuple, list)):
        for inner in value:
            yield from _controls(inner)
