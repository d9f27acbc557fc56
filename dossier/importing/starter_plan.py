"""Makes a plan for a unit that has no table yet: an indicator a question of the evaluation sheet. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.importing.draft import DraftArea
from dossier.importing.draft_documents import file_name
from dossier.importing.proposed_papers import usual_papers
from dossier.knowledge import sheet
from dossier.knowledge.vocabulary import AREA_NAMES
from dossier.plan.plan_documents import PLAN_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.knowledge.sheet import SheetQuestion
    from dossier.plan.plan_documents import PlanDocument, PlanDocuments, PlanValue

HEAD_NOTE: Final = """\
Rencana aksi: kepala rencana. Kerangka yang dibuat `dossier init --kerangka`; isi tiap area ada di berkasnya sendiri.

  judul, tahun    dicetak di sampul; tahun juga dipakai untuk membaca target_waktu
  predikat        WBK atau WBBM
  dasar           keputusan yang menetapkan rencana ini
  area            nama berkas area di folder ini, menurut urutan"""
AREA_NOTE: Final = """\
Area {code}: {title}

Kerangka: satu indikator satu pertanyaan LKE, bunyinya dari PermenPANRB 90/2021. Bukti fisik dan butirnya adalah kertas
yang lazim, sebagai usulan; target_waktu dan langkah_aksi masih kosong. Sesuaikan semuanya, lalu tetapkan."""


def starter_documents(title: str, year: str, predicate: str) -> PlanDocuments:
    """Return a plan of the six areas: texts of the regulation, and as a proposal the papers that units usually file."""
    files: PlanDocuments = {}
    for code, names in AREA_NAMES.items():
        area: PlanDocument = {"kode": code, "judul": names[0], "komponen": [*_components(code)]}
        files[file_name(DraftArea(code=code, title=names[0]))] = area
    basis = f"[Keputusan yang menetapkan rencana {year}: isi sesudah ditetapkan]"
    head: PlanDocument = {"judul": title, "tahun": year, "predikat": predicate, "dasar": basis, "area": [*files]}
    return {PLAN_NAME: head, **files}


def notes(name: str, document: PlanDocument) -> str:
    """Return the explanation at the head of a file."""
    if name == PLAN_NAME:
        return HEAD_NOTE
    return AREA_NOTE.format(code=document["kode"], title=document["judul"])


def _components(area: str) -> Iterator[PlanDocument]:
    own = [each for each in sheet.questions().values() if each.half == sheet.PEMENUHAN and each.area == area]
    for number, key in enumerate(dict.fromkeys(each.component for each in own), start=1):
        questions = [each for each in own if each.component == key]
        rows = [_indicator(f"{area}.{number}.{place}", each) for place, each in enumerate(questions, start=1)]
        yield {"kode": f"{area}.{number}", "judul": questions[0].component_title, "indikator": [*rows]}


def _indicator(code: str, question: SheetQuestion) -> PlanDocument:
    papers = usual_papers(question.key)
    items: list[PlanValue] = [
        {"id": "abc"[number], "nama": paper.name, "jenis": paper.kind} for number, paper in enumerate(papers)
    ]
    row: PlanDocument = {
        "kode": code,
        "indikator": question.text,
        "langkah_aksi": "",
        "bukti_fisik": "; ".join(paper.name for paper in papers),
        "target_waktu": "",
        "lke": [question.key],
    }
    return {**row, "butir": items} if items else row
