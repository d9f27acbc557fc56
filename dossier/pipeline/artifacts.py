"""Lists the artifacts of a build and how each is written; reports of installed extensions are written beside them."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol, cast

from dossier import __version__, outline, reports, wording
from dossier._lazy import lazy
from dossier.audit.history import appended, read_history
from dossier.audit.unit_figures import unit_summary
from dossier.evidence.scan_messages import PICTURES
from dossier.model import Audience, Finding, Media, Outline, Severity
from dossier.pipeline.handout_files import (
    HANDOUT_PRINT,
    HANDOUTS,
    NONE_ANNOUNCED,
    handout_print,
    write_handouts,
)
from dossier.sheet_outline import SheetChapters
from dossier.stamp_words import SpecialFiles
from dossier.state import Settings, entry_points
from dossier.state.build_record import FILE_NAME
from dossier.state.unit_summaries import SUMMARY_NAME
from dossier.workers import scratch

with lazy():
    from dossier import bind


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from dossier.audit.assessment import Assessment
    from dossier.bind import BindInput
    from dossier.model import PaperPages, PhotoSheet, Section
    from dossier.model.unit_summary import BundleLink
    from dossier.scoring import Score
    from dossier.state.entry_points import EntryPoint


class BuildContext:
    """What outputs are made of: the assessment, and the bundle's input, which is put together once."""

    def __init__(
        self,
        assessment: Assessment,
        settings: Settings,
        history: str = "",
        announced: bytes = b"",
        announced_to: Mapping[str, bytes] = NONE_ANNOUNCED,
        *,
        evidence: str = "../evidence",
    ) -> None:
        """Take what outputs are made of.

        Args:
            assessment: a finished one.
            settings: of the build.
            history: of earlier builds.
            announced: the calendar of the last one.
            announced_to: the calendars of single people, by file name.
            evidence: the path from the folder of the output to the evidence folder.
        """
        self.assessment = assessment
        self.settings = settings
        self.history = (
            history if settings.what_if else appended(history, assessment.status, assessment.whose, assessment.score)
        )
        self.announced = announced
        self.announced_to = announced_to
        self.evidence = evidence
        self.places: Mapping[str, reports.PageLink] = {}
        self.sheets: tuple[PhotoSheet, ...] = ()
        self.papers: tuple[PaperPages, ...] = ()
        self.inputs_digest = ""
        self.bundle: BundleLink | None = None

    def note(self, findings: Sequence[Finding]) -> None:
        """Add what turned up while the bundle was written; it is in no bundle, but in every list of findings."""
        self.assessment = replace(self.assessment, findings=(*self.assessment.findings, *findings))

    @cached_property
    def outline(self) -> Outline:
        """The order of the whole dossier, as the unit's staff have it."""
        return self.outline_for(Audience.STAF)

    def outline_for(self, audience: Audience) -> Outline:
        """Return the order of the dossier for its readers."""
        assessment = self.assessment
        return outline.outline(
            assessment.plan,
            assessment.coverage,
            assessment.matching,
            remarks=bool(assessment.status.remarked),
            without_row=bool(assessment.beyond.questions),
            leader=audience.advises,
            received=audience in assessment.handed,
            members={part.file.path: part.members for part in assessment.parts if part.members},
            chapters=_chapters(assessment.score),
            special=SpecialFiles(
                signed={part.file.path for part in assessment.parts if part.signed},
                unbound={part.file.path for part in assessment.parts if part.pdf is None},
                front=[(each.name, each.path) for each in assessment.front if each.path is not None],
                captioned={part.file.path for part in assessment.parts if part.file.media in _CAPTIONED},
            ),
            papers=self.papers,
            audience=audience,
        )

    def source_for(self, audience: Audience) -> BindInput:
        """Return everything that the bundle for these readers is made of."""
        labels = {path: _sheet_label(sheet) for sheet in self.sheets for path in sheet.paths}
        sections = tuple(_labelled(section, labels) for section in self.outline_for(audience).sections)
        return bind.BindInput(
            assessment=self.assessment,
            outline=Outline(sections=sections),
            sheets=self.sheets,
            papers=self.papers,
            audience=audience,
            history=read_history(self.history) if audience.advises else (),
        )


_CAPTIONED: Final = frozenset({*PICTURES, Media.CSV, Media.ODS, Media.XLS, Media.XLS_XML, Media.XLSX})
"""Kinds of files whose pages seldom say what they are."""


def _sheet_label(sheet: PhotoSheet) -> str:
    """Return what the stamp of a page of photos says: the first of them, and how many more there are."""
    first = wording.cut(sheet.paths[0].rpartition("/")[2], _SHEET_LABEL)
    return f"{first} dan {len(sheet.paths) - 1} foto lain"


_SHEET_LABEL: Final = 28
"""Characters of the first photo's name in the stamp of its page."""


def _labelled(section: Section, labels: Mapping[str, str]) -> Section:
    """Return a section whose photos on a common page have one label."""
    children = tuple(_labelled(child, labels) for child in section.children)
    return replace(section, children=children, label=labels.get(section.path or "", section.label))


def _chapters(score: Score) -> SheetChapters:
    """Return the chapters by the evaluation sheet: the score where there is one, the assessors' where they answered."""
    return SheetChapters(rows=score.rows, scored=score.has_rows or score.answers.is_written, assessed=score.is_assessed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A file or a folder of this name in `build/`; `write` makes it at the path that it is given.

    What needs nothing of the bundle, and is worth it, is written `beside` it.
    """

    name: str
    write: Callable[[BuildContext, Path], None]
    beside: bool = False


def gap_list_pdf(material: BuildContext, target: Path) -> None:
    """Write the gap list as a document of its own."""
    bind.gap_list_pdf(material.source_for(Audience.STAF), target)


def leader_sheet_pdf(material: BuildContext, target: Path) -> None:
    """Write the two pages for the head of the office."""
    bind.leader_sheet_pdf(material.source_for(Audience.STAF), target)


def _text(make: Callable[[Assessment], str]) -> Callable[[BuildContext, Path], None]:
    def write(material: BuildContext, target: Path) -> None:
        target.write_text(make(material.assessment), encoding="utf-8", newline="")

    return write


def _json(make: Callable[[Assessment], dict[str, object]]) -> Callable[[BuildContext, Path], None]:
    return _text(lambda assessment: reports.dump_json(make(assessment), assessment.whose))


def register_rows(assessment: Assessment) -> tuple[reports.RegisterRow, ...]:
    """Return a row a file found."""
    return reports.register_rows(assessment.matching, assessment.parts, assessment.scan)


def workbook(material: BuildContext, target: Path) -> None:
    """Write the workbook that staff and assessors fill."""
    assessment = material.assessment
    links = reports.EvidenceLinks(folder=material.evidence, disk_paths=assessment.disk_paths)
    target.write_bytes(
        reports.workbook_bytes(
            assessment.status,
            unit=assessment.unit.name,
            register=register_rows(assessment),
            matching=assessment.matching,
            history=read_history(material.history),
            links=links,
            beyond=assessment.beyond,
        )
    )


def answers_workbook(material: BuildContext, target: Path) -> None:
    """Write the workbook of the evaluation sheet that people fill."""
    assessment = material.assessment
    target.write_bytes(
        reports.lke_workbook_bytes(
            assessment.score,
            unit=assessment.unit,
            year=assessment.plan.year,
            as_of=assessment.as_of,
            links=reports.EvidenceLinks(folder=material.evidence, disk_paths=assessment.disk_paths),
        )
    )


def portal_answers(material: BuildContext, target: Path) -> None:
    """Write the answers as the national portal takes them, beside what `--portal` has put there."""
    target.mkdir(exist_ok=True)
    score = material.assessment.score
    for name, text in (
        (reports.PORTAL_JSON, reports.dump_json(reports.portal_json(score))),
        (reports.PORTAL_CSV, reports.portal_answers_csv(score)),
    ):
        (target / name).write_text(text, encoding="utf-8", newline="")


def page(material: BuildContext, target: Path) -> None:
    """Write the offline page as a folder of its own."""
    target.mkdir()
    source = page_source(
        material.assessment,
        history=material.history,
        places=material.places,
        evidence=f"../{material.evidence}",
    )
    (target / "index.html").write_text(reports.page_html(source), encoding="utf-8", newline="")


def page_source(
    assessment: Assessment,
    *,
    history: str = "",
    places: Mapping[str, reports.PageLink] = MappingProxyType({}),
    evidence: str = "../../evidence",
) -> reports.PageSource:
    """Return what the offline page is made of.

    Args:
        assessment: a finished assessment.
        history: the totals of the builds so far (`riwayat.jsonl`).
        places: where each section of the dossier starts; nothing where none was made.
        evidence: the path from the page's folder to the evidence folder.
    """
    return reports.PageSource(assessment=assessment, history=read_history(history), places=places, evidence=evidence)


def calendar(material: BuildContext, target: Path) -> None:
    """Write what falls due as a calendar."""
    assessment = material.assessment
    target.write_bytes(reports.calendar_ics(assessment.status, assessment.unit, material.announced))


def handout_sheets(material: BuildContext, target: Path) -> None:
    """Write the print with a sheet for each person who has something to do."""
    handout_print(material.assessment, target)


def handouts(material: BuildContext, target: Path) -> None:
    """Write a text and a calendar for each person."""
    write_handouts(material.assessment, material.announced_to, target)


def summary_of_unit(material: BuildContext, target: Path) -> None:
    """Write what a fleet reads of this build."""
    summary = unit_summary(
        material.assessment,
        inputs_digest=material.inputs_digest,
        bundle=material.bundle,
        version=__version__,
    )
    target.write_text(
        reports.dump_json(reports.unit_summary_json(summary), is_compact=True), encoding="utf-8", newline=""
    )


def history(material: BuildContext, target: Path) -> None:
    """Write the totals of all builds, this one last."""
    target.write_text(material.history, encoding="utf-8", newline="")


def gap_file(assessment: Assessment, form: str, evidence: str, before: bytes = b"") -> bytes:
    """Return the gap list as the bytes of a workbook ("xlsx"), a print ("pdf", "lembar") or a calendar ("ics").

    `evidence` leads from the folder of the file to the evidence folder; `before` is the calendar that lies there.
    """
    if form == "ics":
        return reports.calendar_ics(assessment.status, assessment.unit, before)
    settings = Settings(as_of=assessment.as_of)
    with scratch.folder() as folder:
        target = folder / f"kesenjangan.{form}"
        material = BuildContext(assessment, settings, evidence=evidence)
        if form == "xlsx":
            workbook(material, target)
        elif form == "lembar":
            handout_print(assessment, target)
        else:
            gap_list_pdf(material, target)
        return target.read_bytes()


ARTIFACTS: Final = (
    Artifact(name="kesenjangan.pdf", write=gap_list_pdf, beside=True),
    Artifact(name="lembar-pimpinan.pdf", write=leader_sheet_pdf, beside=True),
    Artifact(name=HANDOUT_PRINT, write=handout_sheets, beside=True),
    Artifact(name=HANDOUTS, write=handouts, beside=True),
    Artifact(name="kesenjangan.xlsx", write=workbook, beside=True),
    Artifact(name="lke.xlsx", write=answers_workbook, beside=True),
    Artifact(name="portal", write=portal_answers),
    Artifact(name="laporan", write=page),
    Artifact(name="jatuh-tempo.ics", write=calendar, beside=True),
    Artifact(name="riwayat.jsonl", write=history),
    Artifact(name="kesenjangan.json", write=_json(lambda of: reports.gaps_json(of.status, of.beyond)), beside=True),
    Artifact(name="kesenjangan.csv", write=_text(lambda of: reports.gaps_csv(of.status)), beside=True),
    Artifact(name="kecocokan.json", write=_json(lambda of: reports.match_json(of.scan, of.matching)), beside=True),
    Artifact(name="register.csv", write=_text(lambda of: reports.register_csv(register_rows(of))), beside=True),
    Artifact(name=SUMMARY_NAME, write=summary_of_unit),
    Artifact(name="temuan.json", write=_json(lambda of: reports.findings_json(of.findings))),
)

LOADED_BESIDE: Final = ("dossier.pipeline.artifacts", "dossier.bind.assembly", "dossier.bind.front.gap_list")
"""What both the bundle and the outputs written beside it are made with."""


def write_outputs(material: BuildContext, stage: Path, *, beside: bool) -> None:
    """Write into the staging folder what is written beside the bundle, or everything else."""
    for output in ARTIFACTS:
        if output.beside is beside:
            output.write(material, stage / output.name)


def write_beside(material: BuildContext, stage: Path) -> None:
    """Write what is written beside the bundle."""
    write_outputs(material, stage, beside=True)


class Report(Protocol):
    """A file or folder that a build makes of a finished assessment; an extension names a class of this shape.

    Its entry point is of the group `dossier.reports`; the class is made without arguments.
    """

    name: str
    """Its name in `build/`: letters, digits, dots, dashes and blanks; not that of an output of the program."""

    def write(self, assessment: Assessment, path: Path) -> None:
        """Write the report at `path`, in the staging folder; an exception becomes a finding, and no report appears.

        The same assessment has to give the same bytes.
        """
        ...


_TAKEN: Final = frozenset({*(artifact.name for artifact in ARTIFACTS), FILE_NAME, "asli", "cache", "portal"})
_NAME: Final = re.compile(r"(?!dossier[-.])(?!kesenjangan[-.])(?!lke[-.])(?!log[-.])[A-Za-z0-9][\w. -]{0,80}")


def write_installed(assessment: Assessment, stage: Path) -> tuple[Finding, ...]:
    """Write every installed report into the staging folder; return a finding for each that failed."""
    findings = []
    for entry in entry_points.installed(entry_points.REPORTS):
        path: Path | None = None
        try:
            report = _loaded(entry)
            if (stage / report.name).exists():
                raise FileExistsError(report.name)  # noqa: TRY301 — told as any other fault
            path = stage / report.name
            report.write(assessment, path)
        except Exception as error:  # noqa: BLE001 — foreign code: what is wrong with it is told, and the build goes on
            if path is not None:
                _remove(path)
            findings.append(_failed(entry, error))
    return tuple(findings)


def trouble_with_report(entry: EntryPoint) -> str | None:
    """Return why an installed report cannot be used, or None."""
    try:
        _loaded(entry)
    except Exception as error:  # noqa: BLE001 — likewise
        return f"{type(error).__name__}: {error}"
    return None


def _loaded(entry: EntryPoint) -> Report:
    report = cast("Callable[[], Report]", entry.load())()
    if not _NAME.fullmatch(report.name) or report.name in _TAKEN:
        raise ValueError(f"nama {report.name!r} tidak dapat dipakai di build/")
    return report


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _failed(entry: EntryPoint, error: Exception) -> Finding:
    return Finding(
        code="laporan_pengaya_gagal",
        severity=Severity.WARNING,
        subject=entry.label,
        text=f"Laporan dari pengaya {entry.label} tidak dapat dibuat ({type(error).__name__}: {error}).",
        advice="Hubungi pembuat pengaya itu, atau copot pemasangannya; keluaran yang lain tidak terpengaruh.",
    )
