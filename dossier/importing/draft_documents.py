"""A draft of a plan as the documents of `plan/`, and the words that stand at the head of each file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.importing.paper_kinds import PLAIN_KIND
from dossier.knowledge.vocabulary import tokens
from dossier.plan.plan_documents import PLAN_NAME, tidy

if TYPE_CHECKING:
    from dossier.importing.draft import DraftArea, DraftIndicator, DraftItem, DraftPlan
    from dossier.plan.plan_documents import PlanDocument, PlanDocuments, PlanValue

_LONGEST_NAME: Final = 60
PLAN_HEAD: Final = """\
Rencana aksi: kepala rencana, dibuat oleh `dossier plan import`. Isi tiap area ada di berkasnya sendiri.

  judul, tahun    dicetak di sampul; tahun juga dipakai untuk membaca target_waktu
  predikat        WBK atau WBBM
  dasar           keputusan yang menetapkan rencana ini
  area            nama berkas area di folder ini, menurut urutan

Sesudah mengubah berkas mana pun di sini, jalankan: dossier plan check"""
AREA_HEAD: Final = """\
Area {code}: {title}

Keempat kolom disalin kata demi kata dari tabel unit; asal setiap sel ada di build/impor.html.
  butir      apa saja yang diminta bukti_fisik, satu per satu: id, nama, jenis; bila perlu alias, tautan, sekali,
             opsional, jadwal
  jadwal     waktu yang dibaca bila target_waktu tidak terbaca atau kosong; alasannya di catatan
  catatan    “Impor: …” ditulis oleh impor; boleh diubah"""
UNIT_HEAD: Final = """\
Profil unit kerja: dicetak di sampul, surat pengantar, dan semua templat Word. Lengkapi yang bertanda [ ]."""


def documents_of(plan: DraftPlan) -> PlanDocuments:
    """Return the documents of a plan: `plan.yaml` first, then a file for each area."""
    files = {file_name(area): _area(area) for area in plan.areas}
    head: PlanDocument = {
        "judul": plan.title,
        "tahun": str(plan.year),
        "predikat": plan.predicate,
        "area": list(files),
    }
    return {PLAN_NAME: head, **files}


def file_name(area: DraftArea) -> str:
    """Return the name of an area's file: "I-manajemen-perubahan.yaml"."""
    title = "-".join(word for word in tokens(area.title) if word.isascii())
    if len(title) > _LONGEST_NAME:
        title = title[:_LONGEST_NAME].rpartition("-")[0] or title[:_LONGEST_NAME]
    return f"{area.code}-{title}.yaml" if title else f"{area.code}.yaml"


def head_of(name: str, document: PlanDocument) -> str:
    """Return the explanation at the head of a file of the plan."""
    if name == PLAN_NAME:
        return PLAN_HEAD
    return AREA_HEAD.format(code=document.get("kode", ""), title=" ".join(str(document.get("judul", "")).split()))


def unit_document(plan: DraftPlan) -> PlanDocument:
    """Return a profile of the unit with places to fill."""
    name = plan.unit or "[Nama unit: isi di plan/unit.yaml]"
    return {
        "nama": name,
        "nama_singkat": plan.unit or "[Nama singkat]",
        "sekretariat": name,
        "tempat": "[Kota]",
        "alamat": "[Alamat kantor: isi di plan/unit.yaml]",
        "kop": [name.upper() if plan.unit else name],
    }


def _area(area: DraftArea) -> PlanDocument:
    components: list[PlanValue] = [
        {
            "kode": component.code,
            "judul": _one_line(component.title),
            "indikator": [_indicator(indicator) for indicator in component.indicators],
        }
        for component in area.components
        if component.indicators
    ]
    return {"kode": area.code, "judul": _one_line(area.title), "komponen": components}


def _indicator(indicator: DraftIndicator) -> PlanDocument:
    row: PlanDocument = {
        "kode": indicator.code,
        "indikator": tidy(indicator.statement),
        "langkah_aksi": tidy(indicator.steps),
        "bukti_fisik": tidy(indicator.evidence),
        "target_waktu": tidy(indicator.due),
    }
    if indicator.schedule:
        row["jadwal"] = tidy(indicator.schedule)
    if indicator.notes:
        row["catatan"] = f"Impor: {'; '.join(_one_line(note) for note in indicator.notes)}."
    if indicator.lke:
        row["lke"] = list(indicator.lke)
    if indicator.person:
        row["penanggung_jawab"] = _one_line(indicator.person)
    row["butir"] = [_item(item) for item in indicator.items]
    return row


def _item(item: DraftItem) -> PlanDocument:
    found: PlanDocument = {"id": item.id, "nama": _one_line(item.name), "jenis": item.kind or PLAIN_KIND}
    if item.aliases:
        found["alias"] = [_one_line(alias) for alias in item.aliases]
    for key, value in (("tautan", item.link), ("sekali", item.once), ("opsional", item.optional)):
        if value:
            found[key] = "true"
    if item.schedule:
        found["jadwal"] = _one_line(item.schedule)
    return found


def _one_line(text: str) -> str:
    return " ".join(text.split())
