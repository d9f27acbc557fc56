"""Small plans on disk for tests of `dossier.plan`: a good one, and ways to spoil it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.errors import PlanError
from dossier.plan import load_plan

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Finding, Plan

GOOD = """\
judul: Rencana Contoh
tahun: 2025
predikat: WBK
dasar: Keputusan Contoh Nomor 1 Tahun 2025
area:
  - kode: I
    judul: Manajemen Perubahan
    komponen:
      - kode: I.1
        judul: Tim Kerja
        indikator:
          - kode: I.1.1
            indikator: Membentuk tim
            langkah_aksi: Menetapkan tim
            bukti_fisik: SK Tim Kerja dan daftar hadir
            target_waktu: Maret 2025
            butir:
              - {id: a, nama: SK Tim Kerja, jenis: sk}
              - {id: b, nama: Daftar hadir, jenis: daftar-hadir}
          - kode: I.1.2
            indikator: Memantau tim
            langkah_aksi: Rapat pemantauan
            bukti_fisik: Laporan pemantauan
            target_waktu: Maret, Juni 2025
"""


def write_plan(folder: Path, text: str = GOOD, **area_files: str) -> Path:
    """Write `plan/plan.yaml` and area files (`A="…"` ─► `plan/A.yaml`) and return the head's path."""
    plan = folder / "plan"
    plan.mkdir(exist_ok=True)
    (plan / "plan.yaml").write_text(text, encoding="utf-8", newline="")
    for name, content in area_files.items():
        (plan / f"{name}.yaml").write_text(content, encoding="utf-8", newline="")
    return plan / "plan.yaml"


def spoiled(old: str, new: str) -> str:
    """Return the good plan with one passage changed; the passage must be there."""
    assert old in GOOD, old
    return GOOD.replace(old, new, 1)


def line_of(text: str, passage: str) -> int:
    """Return the line (from 1) where a passage begins."""
    return text[: text.index(passage)].count("\n") + 1


def load(folder: Path, text: str = GOOD, **area_files: str) -> tuple[Plan, tuple[Finding, ...]]:
    """Write a plan and load it."""
    return load_plan(write_plan(folder, text, **area_files))


def refuse(folder: Path, text: str, **area_files: str) -> tuple[Finding, ...]:
    """Write a plan that must be refused and return all findings; each must have file, line and advice."""
    path = write_plan(folder, text, **area_files)
    with pytest.raises(PlanError) as caught:
        load_plan(path)
    findings = caught.value.findings
    assert findings
    assert all(f.path is not None and (f.line or 0) >= 1 and f.text and f.advice for f in findings), findings
    return findings


def refused_for(folder: Path, text: str, **area_files: str) -> Finding:
    """Like `refuse`, for a plan with exactly one thing wrong."""
    findings = refuse(folder, text, **area_files)
    assert len(findings) == 1, findings
    return findings[0]
