"""Asks what a unit is, and makes its profile (`plan/unit.yaml`) of the answers. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier.importing.questions_asked import ImportQuestion
from dossier.knowledge import word_list
from dossier.plan.plan_file import PREDICATES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.importing.questions_asked import Answers
    from dossier.plan.plan_documents import PlanDocument

UNIT_HEAD: Final = """\
Profil unit kerja: dicetak di sampul, surat pengantar, dan semua templat Word. Lengkapi yang bertanda [ ].

  nama, nama_singkat   nama lengkap dan sebutan sehari-hari
  sekretariat          nama sekretariat seperti di bagian “Salinan sesuai dengan aslinya”
  tempat               kota penetapan surat
  kop                  baris-baris kop surat, dari atas ke bawah
  logo, letak_logo     gambar logo di folder ini, dan letaknya pada kop: kiri atau tengah; tanpa logo bila tidak ditulis
  kertas               kertas surat dan formulir: A4, F4, Folio, Letter, Legal, atau mis. 21,5 x 33 (cm); bawaan A4
  kertas_keputusan     kertas keputusan, ditulis seperti kertas; bawaan F4
  margin_atas, margin_bawah, margin_kiri, margin_kanan
                       jarak teks dari tepi kertas dalam cm, mis. 2,5
  keputusan            yang tertulis sesudah kata KEPUTUSAN; bila tidak ditulis, jabatan pimpinan
  rapat_penetapan      rapat yang mendasari keputusan, mis. rapat pleno; bila tidak ditulis, tidak disebut
  mengingat            dasar hukum lain milik unit untuk setiap keputusan, di samping peraturan yang sudah dikenal
  penanda_tangan       siapa yang menandatangani menurut peran: ketua, kepala, direktur, rektor, sekretaris, …; yang
                       pertama ialah pimpinan; surat ditandatangani sekretaris bila ada; nip: "-" bila tidak ber-NIP"""
LEADERS: Final = ("kepala", "ketua", "direktur", "rektor")
_LEADS: Final = {
    "ketua": frozenset(word_list("pemimpin_ketua")),
    "rektor": frozenset(word_list("pemimpin_rektor")),
    "direktur": frozenset(word_list("pemimpin_direktur")),
}
_COLLEGIATE: Final = frozenset(word_list("lembaga_kolegial"))
"""Words in the names of institutions that decide in a plenary meeting and under their own name."""
_YEAR: Final = re.compile(r"20\d\d", re.ASCII)
UNIT_ANSWERS: Final = (
    "nama",
    "nama_singkat",
    "tempat",
    "peran",
    "pimpinan",
    "nip",
    "jabatan",
    "predikat",
    "tahun",
    "kode",
    "tingkat",
    "induk",
)
"""The keys of a file of answers about a unit."""
_ONLY_IN_FILES: Final = ("kode", "tingkat", "induk")


def ask_about_unit(answers: Answers, year: int, *, of_table: bool) -> dict[str, str]:
    """Settle every question about a unit and return key ─► answer.

    Args:
        answers: what was answered beforehand, and a way to ask.
        year: the year that is proposed.
        of_table: whether predikat and year are asked by the import of a table, which may say them.
    """
    found: dict[str, str] = {}

    def settle(key: str, text: str, proposal: str, options: tuple[str, ...] = ()) -> None:
        answer = answers.settle(ImportQuestion(key=key, text=text, proposal=proposal, options=options))
        found[key] = " ".join(answer.split()) if isinstance(answer, str) else proposal

    settle("nama", "Nama lengkap unit kerja?", "[Nama unit: isi di plan/unit.yaml]")
    settle("nama_singkat", "Sebutannya sehari-hari?", found["nama"])
    settle("tempat", "Kota tempat surat ditetapkan?", "[Kota: isi di plan/unit.yaml]")
    settle("peran", f"Unit ini dipimpin oleh siapa ({', '.join(LEADERS)}, …)?", leader_of(found["nama"]))
    title = f"{found['peran']} {found['nama']}".upper() if not is_open(found["nama"]) else "[Jabatan pimpinan]"
    settle("jabatan", "Jabatan pimpinan seperti dicetak di bawah surat?", title)
    settle("pimpinan", "Nama pimpinan?", "[Nama pimpinan: isi di plan/unit.yaml]")
    settle("nip", "NIP pimpinan (kosongkan bila tidak ada)?", "")
    if not of_table:
        settle("predikat", "Predikat yang dituju?", PREDICATES[0], PREDICATES)
        settle("tahun", "Tahun rencana?", str(year))
        if not _YEAR.fullmatch(found["tahun"]):
            answers.faults.append(f"Jawaban tahun: “{found['tahun']}” bukan tahun; {year} dipakai.")
            found["tahun"] = str(year)
    for key in _ONLY_IN_FILES:
        if key in (answers.given or {}):
            settle(key, key, "")
    return found


def leader_of(name: str) -> str:
    """Return the role of who leads a unit of this name, as a proposal."""
    words = name.casefold().split()
    return next((role for role, leads in _LEADS.items() if leads.intersection(words)), LEADERS[0])


def is_open(answer: str) -> bool:
    """Return whether an answer is only a place to be filled."""
    return answer.startswith("[")


def open_keys(answers: Answers) -> tuple[str, ...]:
    """Return the questions that are still to be answered: only a place to be filled stands there."""
    return tuple(each.question.key for each in answers.settled if is_open(each.text))


def unit_document(about: Mapping[str, str]) -> PlanDocument:
    """Return the profile of a unit."""
    leader: PlanDocument = {
        "peran": re.sub(r"[^a-z0-9]+", "_", about["peran"].casefold()).strip("_0123456789") or LEADERS[0],
        "jabatan": about["jabatan"],
        "nama": about["pimpinan"],
        "nip": about["nip"],
    }
    others: PlanDocument = {key: about[key] for key in _ONLY_IN_FILES if about.get(key)}
    name = about["nama"]
    if leader["peran"] == LEADERS[1] and _COLLEGIATE.intersection(name.casefold().split()):
        others |= {"keputusan": name, "rapat_penetapan": "rapat pleno"}
    return {
        "nama": name,
        "nama_singkat": about["nama_singkat"],
        "sekretariat": name,
        "tempat": about["tempat"],
        "alamat": "[Alamat kantor: isi di plan/unit.yaml]",
        "kop": [name if is_open(name) else name.upper()],
        **others,
        "penanda_tangan": [leader],
    }
