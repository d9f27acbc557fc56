"""Audits filed papers made from a template: open prompts, leftover tags, another unit or year.

The date of a paper is judged by name and text as for every other file (`matching`). Prompts are collected from the
templates and from what fills them, so that a new template adds its own.
"""

from __future__ import annotations

import dataclasses
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.knowledge import finding_codes, sheet
from dossier.model import Finding, Severity, Unit
from dossier.state import code_digest
from dossier.state.store import Store
from dossier.templates import legal_basis
from dossier.templates.docx_package import Marker, PackageError, W, paragraphs, parse_xml, read_marker, read_package
from dossier.templates.placeholders import STYLE, TAG, Control
from dossier.templates.template_context import Subject, build_context
from dossier.templates.template_library import DocumentAudit, discover, packaged_folder, part_files
from dossier.wording import squeezed
from dossier.workers.limited import Failure, read_each

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from lxml import etree

    from dossier.model import EvidenceFile, Plan


_TEXT_PART: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\{%")
_PROMPT: Final = re.compile(r"\[[^\[\]]{2,120}\]")
_NEAR: Final = 70
_SCHEMA: Final = "dossier.naskah/1"
_MODULE: Final = "dossier.templates.paper_audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReading:
    """What a filed .docx says by itself, whatever the plan; without a marker it does not come from our templates."""

    marker: Marker | None = None
    open_prompts: tuple[str, ...] = ()
    filled: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _ParagraphPlace:
    """A paragraph of the paper: its number from 1 and its text."""

    number: int
    text: str

    def __str__(self) -> str:
        text = " ".join(self.text.split())
        return f"paragraf {self.number} («{text if len(text) <= _NEAR else text[: _NEAR - 1] + '…'}»)"


def audit_documents(
    files: Sequence[EvidenceFile], root: Path, cache: Path, plan: Plan, unit: Unit, *, fresh: bool = False
) -> Iterator[DocumentAudit | None]:
    """Yield for each filed .docx what `audit_document` says, read in a limited child.

    One that the child does not survive is named in a finding: nobody knows what is still open in it.

    Args:
        files: what to audit, sound .docx files below `root`.
        root: the evidence folder.
        cache: where readings are kept between runs, by content hash and code; made when needed.
        plan: the plan that the papers must belong to.
        unit: the unit whose papers they must be.
        fresh: look nothing up of what earlier runs kept.
    """
    store = Store(cache, _SCHEMA)
    recipe = " ".join(("naskah", f"kode={code_digest.code_digest(_MODULE)}", *code_digest.libraries(_MODULE)))
    known = {} if fresh else {file.sha256: store.get(file.sha256, recipe, PaperReading) for file in files}
    failed: dict[str, Failure] = {}
    new = [file for file in files if known.get(file.sha256) is None]
    readings = read_each(read_paper, [root / file.disk_path for file in new], reads=(root,))
    for file, reading in zip(new, readings, strict=True):
        if isinstance(reading, Failure):
            failed[file.sha256] = reading
            continue
        known[file.sha256] = reading
        with suppress(OSError):
            store.put(file.sha256, recipe, dataclasses.asdict(reading))
    for file in files:
        path = root / file.disk_path
        found = known.get(file.sha256)
        yield judged(path, found, plan, unit) if found is not None else _unexamined(path, failed[file.sha256])


def _unexamined(path: Path, failure: Failure) -> DocumentAudit:
    finding = _finding(
        "naskah_tidak_terperiksa",
        f"Isian naskah ini tidak dapat diperiksa: {failure}.",
        "Buka di Word, simpan ulang, lalu susun sekali lagi.",
    )
    return DocumentAudit(
        template="",
        version="",
        indicator="",
        requirement="",
        slot="",
        year="",
        unit="",
        open_prompts=(),
        findings=(dataclasses.replace(finding, path=path.name),),
    )


def audit_document(path: Path, plan: Plan, unit: Unit) -> DocumentAudit | None:
    """Audit a filed .docx; None when it does not come from our templates (or is no sound .docx at all)."""
    return judged(path, read_paper(path), plan, unit)


def read_paper(path: Path) -> PaperReading:
    """Read what a filed .docx says of itself and what is still open in it."""
    try:
        parts = read_package(path)
        found = read_marker(parts)
        if found is None:
            return PaperReading()
        roots = {name: parse_xml(data) for name, data in parts.items() if _TEXT_PART.fullmatch(name)}
    except PackageError:
        return PaperReading()
    open_places = [place for root in roots.values() for place in _unfilled(root)]
    findings = [
        _finding(finding_codes.OPEN_PROMPT, f"Belum diisi: {prompt}, {place}.", "Isi tempat itu di Word.", place.number)
        for prompt, place in open_places
    ]
    for root in roots.values():
        findings += _tags_left(root)
    prompts = tuple(dict.fromkeys(prompt for prompt, _ in open_places))
    return PaperReading(
        marker=found[0], open_prompts=prompts, findings=tuple(findings), filled=tuple(_filled(roots.values()))
    )


def judged(path: Path, reading: PaperReading, plan: Plan, unit: Unit) -> DocumentAudit | None:
    """Return the audit of a paper that was read; None when it does not come from our templates."""
    marker = reading.marker
    if marker is None:
        return None
    findings = (*reading.findings, *_foreign(marker, plan, unit))
    subject = ".".join(x for x in (marker.indikator, marker.butir) if x) or marker.templat
    return DocumentAudit(
        template=marker.templat,
        version=marker.versi,
        indicator=marker.indikator,
        requirement=marker.butir,
        slot=marker.periode,
        year=marker.tahun,
        unit=marker.unit,
        open_prompts=reading.open_prompts,
        meeting=marker.rapat,
        filled=reading.filled,
        findings=tuple(dataclasses.replace(f, subject=subject, path=path.name) for f in findings),
    )


def _finding(code: str, text: str, advice: str, line: int | None = None) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, subject="naskah", text=text, advice=advice, line=line)


def _places(root: etree._Element) -> dict[etree._Element, _ParagraphPlace]:
    texts = paragraphs(root)
    elements = root.iter(f"{W}p")
    return {element: _ParagraphPlace(number=n, text=text) for element, (n, text) in zip(elements, texts, strict=True)}


def _unfilled(root: etree._Element) -> Iterator[tuple[str, _ParagraphPlace]]:
    """Yield each control that still shows its prompt, and each prompt that stands on the paper without its control."""
    places = _places(root)
    inside: set[etree._Element] = set()
    for control in root.iter(f"{W}sdt"):
        runs = list(control.iter(f"{W}r"))
        inside.update(runs)
        text = "".join(t.text or "" for t in control.iter(f"{W}t"))
        if _shows_prompt(control, text):
            paragraph = next((a for a in control.iterancestors(f"{W}p")), None)
            place = places[paragraph] if paragraph is not None else _ParagraphPlace(number=0, text=text)
            yield text.strip().strip("[]") or _alias(control), place
    for run in root.iter(f"{W}r"):
        if run not in inside and _style(run) == STYLE:
            text = "".join(t.text or "" for t in run.iter(f"{W}t"))
            paragraph = next((a for a in run.iterancestors(f"{W}p")), None)
            if paragraph is not None and _PROMPT.search(text):
                yield text.strip().strip("[]"), places[paragraph]


def _filled(roots: Iterable[etree._Element]) -> Iterator[tuple[str, str]]:
    """Yield the label and the text of each of our controls that somebody filled."""
    for control in (each for root in roots for each in root.iter(f"{W}sdt")):
        tag = control.find(f"{W}sdtPr/{W}tag")
        text = "".join(t.text or "" for t in control.iter(f"{W}t"))
        is_ours = tag is not None and str(tag.get(f"{W}val")).startswith(f"{TAG}:")
        if is_ours and text.strip() and not _shows_prompt(control, text):
            yield _alias(control), text.strip()


def _shows_prompt(control: etree._Element, text: str) -> bool:
    """Say whether a control is unfilled; other programs keep the flag but cut the label, or lose the flag."""
    about = control.find(f"{W}sdtPr")
    flagged = about is not None and about.find(f"{W}showingPlcHdr") is not None
    shown = text.strip()
    if not shown:
        return next(control.iter(f"{W}drawing", f"{W}pict"), None) is None  # a photo in its place is an answer
    return _PROMPT.fullmatch(shown) is not None and (flagged or shown[1:-1][:64] == _alias(control))


def _alias(control: etree._Element) -> str:
    element = control.find(f"{W}sdtPr/{W}alias")
    return str(element.get(f"{W}val")) if element is not None else "isian"


def _style(run: etree._Element) -> str:
    style = run.find(f"{W}rPr/{W}rStyle")
    return str(style.get(f"{W}val")) if style is not None else ""


def _tags_left(root: etree._Element) -> Iterator[Finding]:
    for number, text in paragraphs(root):
        if found := _TAG.search(text):
            place = _ParagraphPlace(number=number, text=text)
            yield _finding(
                finding_codes.TAG_LEFT,
                f"Tag templat «{found.group()}» tersisa, {place}.",
                "Ganti dengan isinya.",
                number,
            )


def _foreign(marker: Marker, plan: Plan, unit: Unit) -> Iterator[Finding]:
    remedy = "Buat naskah baru dengan `dossier render`, lalu pindahkan isinya."
    if marker.tahun != str(plan.year):
        yield _finding(
            "naskah_tahun_lain", f"Naskah ini dibuat untuk rencana tahun {marker.tahun}, bukan {plan.year}.", remedy
        )
    if marker.unit != unit.name:
        yield _finding("naskah_unit_lain", f"Naskah ini dibuat untuk «{marker.unit}», bukan «{unit.name}».", remedy)
    if marker.indikator and plan.indicator(marker.indikator) is None and marker.indikator not in sheet.questions():
        yield _finding("naskah_kode_lain", f"Kode {marker.indikator} pada naskah ini tidak ada dalam rencana.", remedy)


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
    found |= set(legal_basis.prompts())
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
    shared = part_files(packaged_folder(), workspace_templates)
    for path in (*(template.path for template in discover(workspace_templates)), *shared.values()):
        try:
            parts = read_package(path)
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
