"""Scans made of names alone, and plans small enough to be read at a glance, for the tests of matching."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.matching import OfficeName, match, office_of
from dossier.model import (
    Area,
    Component,
    EvidenceFile,
    Indicator,
    Media,
    Plan,
    Requirement,
    Scan,
    Schedule,
    Slot,
)
from dossier.plan import load_plan, load_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.model import Matching, Pin

PLAN_FILE = Path(__file__).parents[2] / "plan" / "plan.yaml"


@lru_cache(maxsize=1)
def real_plan() -> Plan:
    """Return the plan that the repository ships."""
    plan, _ = load_plan(PLAN_FILE)
    return plan


def real_office() -> OfficeName:
    """Return the words of the office whose plan that is."""
    unit = load_unit(PLAN_FILE.parent / "unit.yaml")
    return office_of(unit.name, unit.short_name)


def month_slots(*months: int, year: int = 2025) -> tuple[Slot, ...]:
    """Return one slot a month."""
    return tuple(
        Slot(label=f"{month}/{year}", start=dt.date(year, month, 1), due=dt.date(year, month, 28)) for month in months
    )


def indicator(code: str, statement: str, slots: tuple[Slot, ...], *labels: str) -> Indicator:
    """Return an indicator with requirements a, b, c …; "label: alias; alias" gives aliases."""
    requirements = []
    for number, label in enumerate(labels):
        name, _, aliases = label.partition(": ")
        others = tuple(alias for alias in aliases.split("; ") if alias)
        requirements.append(Requirement(id="abcdefgh"[number], label=name, aliases=others))
    return Indicator(
        code=code,
        statement=statement,
        steps=statement,
        evidence_text=", ".join(labels),
        schedule=Schedule(text="", slots=slots),
        requirements=tuple(requirements),
    )


def little_plan() -> Plan:
    """Return a plan of two areas: meetings every second month, a yearly report, and near twins."""
    meetings = indicator(
        "I.1.1",
        "Rapat pemantauan telah dilakukan",
        month_slots(2, 4, 6),
        "Undangan rapat monev",
        "Daftar hadir rapat monev",
        "Notulen rapat monev: Risalah rapat monev",
    )
    order = indicator("I.1.2", "Tim kerja telah ditetapkan", month_slots(1), "SK Tim Kerja: SK Tim ZI")
    banner = indicator("II.1.1", "WBS telah diterapkan", month_slots(2), "Banner WBS")
    report = indicator("II.1.2", "WBS telah dievaluasi", month_slots(3, 6, 9, 12), "Laporan evaluasi WBS")
    follow = indicator("II.1.3", "Hasil evaluasi WBS telah ditindaklanjuti", month_slots(6), "Tabel tindak lanjut WBS")
    yearly = indicator("II.2.1", "Laporan kinerja telah disusun", month_slots(1), "LAKIP 2024")
    return Plan(
        title="Rencana Aksi KPU Provinsi Contoh",
        year=2025,
        predicate="WBK",
        basis="Keputusan",
        areas=(
            Area(
                code="I",
                title="Manajemen Perubahan",
                components=(Component(code="I.1", title="Pemantauan dan Tim", indicators=(meetings, order)),),
            ),
            Area(
                code="II",
                title="Penguatan Pengawasan",
                components=(
                    Component(code="II.1", title="Whistle Blowing System", indicators=(banner, report, follow)),
                    Component(code="II.2", title="Akuntabilitas", indicators=(yearly,)),
                ),
            ),
        ),
    )


def scan_of(paths: Iterable[str]) -> Scan:
    """Return a scan of readable PDF files with these paths, each with its own bytes."""
    files = tuple(
        EvidenceFile(
            path=path,
            disk_path=path,
            size=1,
            sha256=hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest(),
            media=Media.PDF,
        )
        for path in sorted(paths)
    )
    return Scan(files=files, ignored=())


def matched(plan: Plan, *paths: str, pins: tuple[Pin, ...] = ()) -> Matching:
    """Match names alone."""
    return match(plan, scan_of(paths), pins)


def places(matching: Matching) -> dict[str, tuple[str, ...]]:
    """Return path ─► what it is claimed for, as "I.1.1.a 2025-04", with the fault of a claim behind it.

    "I.1.1 None" is a claim whose requirement is open. Candidates are "? I.1.1", what is unplaced is "-", what only the
    evaluation sheet asks for is "LKE B.I.a".
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for claim in matching.claims:
        fault = f" {claim.fault.kind.value}" if claim.fault else ""
        found[claim.file.path].append(f"{claim.code} {claim.slot}{fault}")
    for ambiguous in matching.ambiguous:
        codes = sorted({candidate.indicator for candidate in ambiguous.candidates})
        found[ambiguous.file.path].append(f"? {' '.join(codes)}".rstrip())
    for unplaced in matching.unplaced:
        found[unplaced.file.path].append("-")
    for asked in matching.beyond_plan:
        found[asked.file.path].append(f"LKE {asked.question}")
    return {path: tuple(sorted(texts)) for path, texts in found.items()}


def place(plan: Plan, path: str) -> tuple[str, ...]:
    """Return what one name is placed as."""
    return places(matched(plan, path))[path]
