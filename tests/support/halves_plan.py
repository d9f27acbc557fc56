"""Plans with rows of both halves of the evaluation sheet and of the results, invented for the tests."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from dossier import codes
from dossier.knowledge import sheet
from dossier.plan import load_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.model import Plan

Row = tuple[str, str, str, str]
"""Code of an indicator, its sentence, key of its question or nothing, and what is asked for: "SK Tim: sk, …"."""

TITLES = {
    "I": "Manajemen Perubahan",
    "I.1": "Tim Kerja",
    "I.2": "Perubahan pola pikir dan budaya kerja",
    "V": "Penguatan Pengawasan",
    "V.1": "Pengaduan Masyarakat",
    "R.I": "Manajemen Perubahan",
    "R.I.1": "Komitmen dalam perubahan",
    "R.I.2": "Komitmen Pimpinan",
    "R.V": "Penguatan Pengawasan",
    "R.V.1": "Penanganan Pengaduan Masyarakat",
    "H.I": "Birokrasi yang bersih dan akuntabel",
    "H.I.1": "Persepsi korupsi",
}
PEMENUHAN: tuple[Row, ...] = (
    (
        "I.1.1",
        "Unit kerja telah membentuk tim untuk melakukan pembangunan Zona Integritas",
        "A.1.I.i.a",
        "SK Tim Kerja ZI: sk, Undangan pembentukan tim: undangan",
    ),
    (
        "I.2.1",
        "Sudah ditetapkan agen perubahan",
        "A.1.I.iv.b",
        "SK Agen Perubahan: sk, Laporan kegiatan agen perubahan: laporan",
    ),
    (
        "V.1.1",
        "Pengaduan masyarakat ditindaklanjuti",
        "A.1.V.iii.b",
        "Laporan penanganan pengaduan masyarakat: laporan, Rekapitulasi pengaduan: data",
    ),
)
REFORM: tuple[Row, ...] = (
    (
        "R.I.1.1",
        "Agen perubahan telah membuat perubahan yang konkret di Instansi (dalam 1 tahun)",
        "A.2.I.i.a",
        "Laporan perubahan konkret agen perubahan: laporan, Dokumentasi perubahan: dokumentasi",
    ),
    (
        "R.I.1.2",
        "Perubahan yang dibuat Agen Perubahan telah terintegrasi dalam sistem manajemen",
        "",
        "Laporan integrasi perubahan: laporan",
    ),
    (
        "R.I.2.1",
        "Pimpinan memiliki komitmen terhadap pelaksanaan reformasi birokrasi, dengan adanya target capaian reformasi",
        "",
        "Dokumen perencanaan dengan target capaian reformasi: perencanaan",
    ),
    (
        "R.V.1.1",
        "Persentase penanganan pengaduan masyarakat",
        "A.2.V.ii.a",
        "Laporan penanganan pengaduan masyarakat: laporan",
    ),
)
HASIL: tuple[Row, ...] = (
    (
        "H.I.1.1",
        "Nilai Survey Persepsi Korupsi (Survei Eksternal)",
        "B.I.a",
        "Laporan survei persepsi korupsi: laporan",
    ),
)


def write_plan(folder: Path, rows: Sequence[Row] = (*PEMENUHAN, *REFORM, *HASIL)) -> Path:
    """Write a plan of these rows into a folder and return the path of its head."""
    areas = groupby(rows, key=lambda row: codes.area_of(row[0]))
    return _write(folder, [{"kode": code, "judul": TITLES[code], "komponen": _components(own)} for code, own in areas])


def halves_plan(folder: Path, rows: Sequence[Row] = (*PEMENUHAN, *REFORM, *HASIL)) -> Plan:
    """Return the plan of these rows as it is read from its file."""
    plan, _ = load_plan(write_plan(folder, rows))
    return plan


def reform_of_the_sheet(folder: Path) -> Plan:
    """Return a plan of every reform question of the sheet, worded as the sheet has them; no row says its question."""
    reform = [question for question in sheet.questions().values() if question.half == sheet.REFORM]
    areas: list[object] = []
    for area, questions in groupby(reform, key=lambda question: question.area):
        components = [
            {
                "kode": f"R.{area}.{number}",
                "judul": title,
                "indikator": [
                    _indicator((f"R.{area}.{number}.{place}", each.text, "", f"Laporan {title}: laporan"))
                    for place, each in enumerate(own, start=1)
                ],
            }
            for number, (title, own) in enumerate(groupby(questions, key=lambda each: each.component_title), start=1)
        ]
        areas.append({"kode": f"R.{area}", "judul": _SHEET_AREAS[area], "komponen": components})
    plan, _ = load_plan(_write(folder, areas))
    return plan


_SHEET_AREAS = {
    "I": "Manajemen Perubahan",
    "II": "Penataan Tatalaksana",
    "III": "Penataan Sistem Manajemen SDM Aparatur",
    "IV": "Penguatan Akuntabilitas",
    "V": "Penguatan Pengawasan",
    "VI": "Peningkatan Kualitas Pelayanan Publik",
}


def _write(folder: Path, areas: list[object]) -> Path:
    shape = {"judul": "Rencana Aksi Contoh", "tahun": 2025, "predikat": "WBK", "area": areas}
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "plan.yaml"
    path.write_text(json.dumps(shape, ensure_ascii=False, indent=1), encoding="utf-8")  # JSON is YAML
    return path


def _components(rows: Iterator[Row]) -> list[object]:
    return [
        {"kode": code, "judul": TITLES[code], "indikator": [_indicator(row) for row in own]}
        for code, own in groupby(rows, key=lambda row: codes.component_of(row[0]))
    ]


def _indicator(row: Row) -> dict[str, object]:
    code, sentence, key, papers = row
    asked = [paper.rsplit(": ", 1) for paper in papers.split(", ")]
    return {
        "kode": code,
        "indikator": sentence,
        "langkah_aksi": sentence,
        "bukti_fisik": ", ".join(name for name, _ in asked),
        "target_waktu": "Juni 2025",
        **({"lke": [key]} if key else {}),
        "butir": [
            {"id": letter, "nama": name, "jenis": kind} for letter, (name, kind) in zip("abcd", asked, strict=False)
        ],
    }
