"""Makes the portal pack: one PDF an indicator, named by its code, within a size limit in bytes, and an index."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier import audit, reports
from dossier.model import Outline, Section, SectionKind
from dossier.pipeline.bundles import too_large
from dossier.reports import PortalRow
from dossier.state import Bundle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.model import Finding
    from dossier.pipeline.artifacts import BuildContext

FOLDER: Final = "portal"
_SHEET: Final = 150_000
"""Bytes of an indicator's own pages with their fonts; what is cut wrongly because of it is cut again."""


def write_portal(material: BuildContext, stage: Path) -> tuple[tuple[Finding, ...], str]:
    """Write `portal/` into `stage`; return what is to be said of it, and a line for the end of the build."""
    folder = stage / FOLDER
    folder.mkdir()
    rows: list[PortalRow] = []
    written: list[Bundle] = []
    for section in excerpts(material):
        indicator = material.assessment.plan.indicator(section.stamp)
        if indicator is None or not section.children:
            continue
        stem = audit.file_name(indicator.code, indicator.statement)
        parts = _write(material, section, folder, stem)
        written += [bundle for bundle, _ in parts]
        rows += [
            PortalRow(
                code=indicator.code,
                indicator=indicator.statement,
                file=bundle.name,
                pages=bundle.pages,
                size=bundle.size,
                evidence=tuple(child.title for child in part.children),
            )
            for bundle, part in parts
        ]
    (folder / "indeks.csv").write_text(reports.portal_csv(rows), encoding="utf-8", newline="")
    (folder / "indeks.xlsx").write_bytes(reports.portal_xlsx(rows, material.settings.as_of))
    most = material.settings.max_size
    findings = tuple(
        too_large(f"{FOLDER}/{b.name}", b.size, most) for b in written if most is not None and b.size > most
    )
    return findings, f"{len(written)} PDF per indikator di build/{FOLDER}/, daftarnya di indeks.xlsx dan indeks.csv"


def excerpts(material: BuildContext) -> Iterator[Section]:
    """Yield every indicator with all files that serve it, those too that the dossier binds under another one."""
    homes: dict[str, Section] = {}
    indicators: list[Section] = []
    for section in material.outline.walk():
        if section.kind is SectionKind.INDICATOR:
            indicators.append(section)
        elif section.path is not None:
            homes[section.path] = section
    serving: dict[str, dict[str, None]] = {}
    for claim in material.assessment.matching.claims:
        serving.setdefault(claim.indicator, {}).setdefault(claim.file.path)
    for section in indicators:
        own = tuple(replace(each, level=section.level + 1) for each in section.evidence)
        bound = {each.path for each in own}
        others = (homes[path] for path in sorted(serving.get(section.stamp, ())) if path not in bound and path in homes)
        guests = tuple(replace(each, stamp=section.stamp, level=section.level + 1) for each in others)
        yield replace(section, children=(*own, *guests))


def _write(material: BuildContext, section: Section, folder: Path, stem: str) -> list[tuple[Bundle, Section]]:
    """Write one indicator in as many files as the cap asks for."""
    most = material.settings.max_size
    pieces = [section] if most is None else _cut(section, _sizes(material), most)
    while True:
        names = [f"{stem}.pdf"] if len(pieces) == 1 else [f"{stem} ({n}).pdf" for n in range(1, len(pieces) + 1)]
        made = [(_one(material, piece, folder / name), piece) for piece, name in zip(pieces, names, strict=True)]
        again = [
            half
            for bundle, piece in made
            for half in (_halves(piece) if most is not None and bundle.size > most else [piece])
        ]
        if len(again) == len(pieces):
            return made
        for name in names:
            (folder / name).unlink()
        pieces = again


def _one(material: BuildContext, section: Section, target: Path) -> Bundle:
    from dossier import bind  # noqa: PLC0415 — heavy engines load only when a build needs them

    source = replace(material.source, outline=Outline(sections=(section,)), subject=section.title)
    bound = bind.bind(source, target)
    return Bundle(name=target.name, pages=bound.length, size=target.stat().st_size)


def _sizes(material: BuildContext) -> dict[str, int]:
    parts = material.assessment.parts
    return {part.file.path: part.pdf.stat().st_size if part.pdf else 0 for part in parts}


def _cut(section: Section, sizes: Mapping[str, int], most: int) -> list[Section]:
    """Fill files in order; the sheet of the indicator opens each."""
    runs: list[list[Section]] = [[]]
    left = most - _SHEET
    for child in section.children:
        needed = sizes.get(child.path or "", 0)
        if runs[-1] and needed > left:
            runs.append([])
            left = most - _SHEET
        runs[-1].append(child)
        left -= needed
    return [replace(section, children=tuple(run)) for run in runs]


def _halves(section: Section) -> Sequence[Section]:
    """Cut an excerpt that came out too large; one of a single file stays as it is."""
    middle = len(section.children) // 2
    if not middle:
        return [section]
    return [replace(section, children=section.children[:middle]), replace(section, children=section.children[middle:])]
