"""Renders requested papers to disk, replacing no edited one."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.model import (
    Coverage,
    DocKind,
    Finding,
    Indicator,
    Plan,
    Requirement,
    Severity,
    Slot,
    State,
    Unit,
)
from dossier.state import files
from dossier.state.files import cannot_write
from dossier.templates.docx_package import Marker, stamp, write_package
from dossier.templates.docx_template import CompiledTemplate, FaultyTemplateError, compile_template, fill, read_tags
from dossier.templates.drafts import Register, free_path
from dossier.templates.logo import Logo, read_logo
from dossier.templates.meeting_papers import filled_in
from dossier.templates.page_fit import fit_pages
from dossier.templates.question_papers import subject_of
from dossier.templates.shared_parts import is_part
from dossier.templates.template_context import NAMES, Subject, build_context, profile_findings
from dossier.templates.template_library import (
    RenderedPaper,
    RenderError,
    RenderRequest,
    RenderResult,
    TemplateInfo,
    choose,
    discover,
    packaged_folder,
    part_files,
)
from dossier.wording import safe_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.letter_text import EditionTotals
    from dossier.templates.template_library import TemplateInfo


MAX_NAME: Final = 120
"""Bytes of a file name with its ending: short enough for zip tools and synchronised folders on Windows."""

_ENDING: Final = ".docx"
_COPY: Final = "salinan"
"""Name of the switch that decrees of both forms have, and what is added to the names of copies."""
_OPEN_STATES: Final = (State.MISSING, State.NOT_YET_DUE, State.FAULTY, State.UNCONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PaperSource:
    """What all papers of a run are made from."""

    plan: Plan
    unit: Unit
    coverage: Coverage | None
    as_copy: bool
    logo: Logo | None
    edition: EditionTotals | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _RenderJob:
    template: TemplateInfo
    subject: Subject
    slot: Slot | None
    name: str


def plan_requests(
    plan: Plan,
    coverage: Coverage | None,
    templates: Sequence[TemplateInfo],
    *,
    codes: Collection[str] = (),
    missing: bool = False,
    period: str | None = None,
) -> tuple[RenderRequest, ...]:
    """Return a request for each requirement and slot that a template can make, in plan order.

    Args:
        plan: The plan.
        coverage: States of the slots; needed for `missing`.
        templates: From `list_templates`.
        codes: Only these: areas (`I`), components (`I.3`), indicators (`I.3.1`) or requirements (`I.3.1.a`).
        missing: Only what the gap list still lacks.
        period: Only the slots due in this month, `YYYY-MM`.
    """
    states = {(s.indicator, s.requirement.id, s.slot.key): s.state for s in coverage.slots} if coverage else {}
    return tuple(
        RenderRequest(indicator=indicator.code, requirement=requirement.id, slot=slot.key)
        for indicator in plan.indicators
        for requirement in indicator.requirements
        if _wanted(f"{indicator.code}.{requirement.id}", codes) and choose(templates, requirement)
        for slot in indicator.slots_of(requirement)
        if period in (None, slot.key)
        and (not missing or states.get((indicator.code, requirement.id, slot.key), State.MISSING) in _OPEN_STATES)
    )


def render(
    plan: Plan,
    unit: Unit,
    coverage: Coverage | None,
    requests: Sequence[RenderRequest],
    target: Path,
    workspace_templates: Path | None,
    *,
    as_copy: bool = False,
    edition: EditionTotals | None = None,
) -> RenderResult:
    """Write a Word file for each request into `target`.

    With `as_copy`, decrees are certified copies of what is signed (*salinan*), under names of their own; other papers
    know no such thing and stay as they are. `edition` is the dossier that letters go with.

    A file whose bytes are not what dossier wrote is never overwritten: the new one gets a number, and a finding says
    so.

    Raises:
        RenderError: One or more templates are faulty; raised after all other papers are written.
        OutputError: The folder cannot be written to.
    """
    templates = discover(workspace_templates)
    logo, about_logo = _logo_of(unit)
    about = _PaperSource(plan=plan, unit=unit, coverage=coverage, as_copy=as_copy, logo=logo, edition=edition)
    jobs, findings = _jobs(about, requests, templates)
    try:
        target.mkdir(parents=True, exist_ok=True)
        papers, notes, faulty = _write_all(jobs, target, logo, part_files(packaged_folder(), workspace_templates))
    except OSError as error:
        hint = "Periksa izin dan sisa ruang folder itu, lalu jalankan lagi."
        message = f"Naskah tidak dapat ditulis: {wording.system_reason(error)}"
        raise cannot_write(error, message, path=target, hint=hint) from error
    about_unit = (*about_logo, *profile_findings(unit)) if papers else ()
    result = RenderResult(papers=tuple(papers), findings=(*findings, *notes, *about_unit))
    if faulty:
        raise _render_error(faulty, templates, result)
    return result


def _logo_of(unit: Unit) -> tuple[Logo | None, tuple[Finding, ...]]:
    """Read the unit's logo; one that cannot be used is named, and papers are made without it."""
    if unit.logo is None:
        return None, ()
    found = read_logo(unit.logo)
    if isinstance(found, Logo):
        return found, ()
    shown = f"{unit.logo.parent.name}/{unit.logo.name}"
    text = f"Logo {shown} {found}; kop dicetak tanpa logo."
    advice = f"Simpan logo sebagai PNG atau JPEG di {shown}, atau hapus “logo” di plan/unit.yaml."
    finding = Finding(
        code="logo_tak_terbaca", severity=Severity.WARNING, subject=shown, text=text, advice=advice, path=shown
    )
    return None, (finding,)


def _write_all(
    jobs: Sequence[_RenderJob], target: Path, logo: Logo | None, shared: Mapping[str, Path]
) -> tuple[list[RenderedPaper], list[Finding], dict[str, FaultyTemplateError]]:
    """Write every paper whose template is good; return the papers, notes on them, and the faulty templates by name."""
    compiled: dict[str, CompiledTemplate] = {}
    faulty: dict[str, FaultyTemplateError] = {}
    papers: list[RenderedPaper] = []
    notes: list[Finding] = []
    register = Register(target)
    for job in jobs:
        name = job.template.name
        if name in faulty:
            continue
        try:
            if name not in compiled:
                compiled[name] = compile_template(job.template.path, NAMES, shared)
            paper, about = _write(compiled[name], job, target, register, logo)
        except FaultyTemplateError as error:
            faulty[name] = error
        else:
            papers.append(paper)
            notes += about
    return papers, notes, faulty


def fault_findings(template: TemplateInfo, error: FaultyTemplateError) -> tuple[Finding, ...]:
    """Return the faults of a template as findings, with the place in Word and the remedy.

    Those of a shared part are findings about the part, the same for every template that it stands in.
    """
    return tuple(
        Finding(
            code="templat_rusak",
            severity=Severity.ERROR,
            subject=f.part if is_part(f.part) else template.name,
            text=f"{f.place}: {f.text}." if f.place else f"{f.text[:1].upper()}{f.text[1:]}.",
            advice=f.advice,
            path=f.part if is_part(f.part) else str(template.path),
            line=f.paragraph or None,
        )
        for f in error.faults
    )


def _jobs(
    source: _PaperSource, requests: Sequence[RenderRequest], templates: Sequence[TemplateInfo]
) -> tuple[list[_RenderJob], list[Finding]]:
    plan = source.plan
    jobs: list[_RenderJob] = []
    findings: list[Finding] = []
    names: set[str] = set()
    for request in dict.fromkeys(requests):
        asked = subject_of(plan, source.unit, source.coverage, request)
        indicator, requirement = asked.indicator, asked.requirement
        problem = _request_problem(request, indicator, requirement)
        template = _template(request, requirement, templates)
        if problem is None and template is None:
            problem = "tidak ada templat untuk jenis naskah ini"
        if problem is not None or template is None:
            findings.append(_unmade(request, problem or ""))
            continue
        slots = _slots_of(indicator, requirement, request)
        slot = next((s for s in slots if s.key == request.slot), slots[0] if len(slots) == 1 else None)
        subject = dataclasses.replace(
            asked,
            slot=slot,
            is_copy=source.as_copy and _knows_copies(template),
            shows_logo=source.logo is not None,
            label=request.label or "",
            meeting=request.meeting,
            edition=source.edition,
            handover=request.handover,
        )
        name = next(n for n in _names(subject, template, several=len(slots) > 1) if n.casefold() not in names)
        names.add(name.casefold())
        jobs.append(_RenderJob(template=template, subject=subject, slot=slot, name=name))
    return jobs, findings


def _slots_of(indicator: Indicator | None, requirement: Requirement | None, request: RenderRequest) -> tuple[Slot, ...]:
    """Return the slots that a paper may be of; one of a meeting without a requirement is of the indicator's."""
    if indicator is None:
        return ()
    if requirement is None:
        return indicator.slots if request.meeting else ()
    return indicator.slots_of(requirement)


def _request_problem(
    request: RenderRequest, indicator: Indicator | None, requirement: Requirement | None
) -> str | None:
    if request.indicator is None and request.question is None:
        return None if request.template else "tidak menyebut kode maupun templat"
    if indicator is None:
        return "kode ini tidak ada dalam rencana"
    if request.requirement is not None and requirement is None:
        return f"indikator ini tidak mempunyai butir «{request.requirement}»"
    if requirement and request.slot is None and len(indicator.slots_of(requirement)) > 1:
        return "butir ini berulang; sebut periodenya"
    if requirement and request.slot and request.slot not in {s.key for s in indicator.slots_of(requirement)}:
        return f"butir ini tidak jatuh tempo pada {request.slot}"
    return None


def _template(
    request: RenderRequest, requirement: Requirement | None, templates: Sequence[TemplateInfo]
) -> TemplateInfo | None:
    if request.template is not None:
        return next((t for t in templates if t.name == request.template), None)
    return choose(templates, requirement) if requirement else None


def _unmade(request: RenderRequest, problem: str) -> Finding:
    code = request.indicator or request.question
    subject = ".".join(x for x in (code, request.requirement) if x) or request.template or "?"
    return Finding(
        code="naskah_tidak_dibuat",
        severity=Severity.NOTE,
        subject=subject,
        text=f"{subject}: {problem}.",
        advice="Lihat templat yang ada dengan `dossier templates list`.",
    )


def _knows_copies(template: TemplateInfo) -> bool:
    """Return whether a template has a form for certified copies."""
    return any(_COPY in tag.meaning.names for tag in read_tags(template.path))


def _is_decree(template: TemplateInfo) -> bool:
    return any(serves.kind is DocKind.SK for serves in template.serves)


def _write(
    compiled: CompiledTemplate, job: _RenderJob, target: Path, register: Register, logo: Logo | None
) -> tuple[RenderedPaper, list[Finding]]:
    subject, template = job.subject, job.template
    filled = fill(compiled, build_context(subject), logo, filled_in(subject.meeting, subject.unit))
    marker = Marker(
        templat=template.name,
        versi=template.version,
        indikator=subject.indicator.code if subject.indicator else "",
        butir=subject.requirement.id if subject.requirement else "",
        periode=job.slot.key if job.slot else "",
        tahun=str(subject.plan.year),
        unit=subject.unit.name,
        rapat=subject.meeting.key if subject.meeting else "",
    )
    title = _label(subject, template)
    fitted = fit_pages(filled.parts, subject.unit.paper_layout, decree=_is_decree(template))
    data = write_package(stamp(fitted, marker, title=title, author=subject.unit.name))
    path, kept = free_path(target / job.name, register)
    files.write(path, data, durable=True)
    register.note(path)
    paper = RenderedPaper(
        path=path,
        template=template.name,
        indicator=marker.indikator or None,
        requirement=marker.butir or None,
        slot=marker.periode or None,
        open_prompts=filled.open_prompts,
    )
    return paper, [_kept(kept, path)] if kept else []


def _kept(kept: Path, written: Path) -> Finding:
    return Finding(
        code="naskah_disunting",
        severity=Severity.NOTE,
        subject=kept.name,
        text=f"«{kept.name}» sudah disunting dan tidak ditimpa; naskah baru ditulis sebagai «{written.name}».",
        advice="Pakai salah satu dan hapus yang lain.",
        path=str(kept),
    )


def _names(subject: Subject, template: TemplateInfo, *, several: bool) -> Iterator[str]:
    """Yield names for a paper, the plain one first; the others only where two things share a name."""
    period = f" {subject.slot.key}" if several and subject.slot else ""
    period += f" ({_COPY})" if subject.is_copy else ""
    if subject.meeting:  # two meetings may be of one slot, and papers without a meeting have that slot's name
        period = f" {subject.meeting.day:%Y-%m-%d}"
        if subject.slot and not subject.slot.start <= subject.meeting.day <= subject.slot.until:
            period = f" {subject.slot.key} (rapat {subject.meeting.day:%d%m})"
    if subject.handover:
        yield _name(f"{template.title} {subject.handover.receiver}", f" {subject.handover.day:%Y-%m-%d}")
    if subject.indicator is None:
        yield _name(f"{template.title} {subject.plan.year}", "")
    else:
        label = _label(subject, template)
        yield _name(f"{subject.indicator.code} {label}", period)
        letter = subject.requirement.id if subject.requirement else template.name
        yield _name(f"{subject.indicator.code}.{letter} {label}", period)
    for number in range(2, 1000):
        yield _name(f"{template.title} {number}", period)


def _label(subject: Subject, template: TemplateInfo) -> str:
    return subject.label or (subject.requirement.label if subject.requirement else template.title)


def _name(text: str, period: str) -> str:
    return safe_name(text, MAX_NAME - len(period) - len(_ENDING)) + period + _ENDING


def _wanted(code: str, codes: Collection[str]) -> bool:
    return not codes or any(code == c or code.startswith(f"{c}.") for c in codes)


def _render_error(
    faulty: dict[str, FaultyTemplateError], templates: Sequence[TemplateInfo], result: RenderResult
) -> RenderError:
    by_name = {t.name: t for t in templates}
    findings = tuple(dict.fromkeys(f for name in sorted(faulty) for f in fault_findings(by_name[name], faulty[name])))
    return RenderError(
        f"{len(faulty)} templat tidak dapat dipakai; {len(result.papers)} naskah lain sudah ditulis.",
        result=result,
        findings=findings,
        hint="Perbaiki templat itu di Word, lalu periksa dengan `dossier templates check`.",
    )


def list_templates(workspace_templates: Path | None) -> tuple[TemplateInfo, ...]:
    """Return every template with the names that it uses, the unit's own in place of packaged ones of the same name."""
    return tuple(_with_fields(t) for t in discover(workspace_templates))


def _with_fields(template: TemplateInfo) -> TemplateInfo:
    fields = {field for tag in read_tags(template.path) for field in tag.meaning.fields}
    return dataclasses.replace(template, fields=tuple(sorted(f for f in fields if f.partition(".")[0] in NAMES)))
