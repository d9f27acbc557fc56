"""Checks a readable plan: codes of areas, components and indicators; years, empty columns, revoked regulations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from dossier import codes, knowledge

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.plan.yaml_fields import Fields


_NUMBER = (
    r"(?:\s+republik\s+indonesia)?\s*(?:nomor|no\.?)?\s*:?\s*(?P<number>\d{1,3})\s*(?:tahun|th\.?|/)\s*(?P<year>\d{4})"
)
_KINDS = {
    # As in: Permen PAN-RB No. 52/2014; Peraturan Menteri Pendayagunaan … Reformasi Birokasi Nomor : 52 Tahun 2014
    "PermenPANRB": re.compile(
        r"\b(?:permen|peraturan\s+menteri)\s*"
        r"(?:pan\W*(?:dan\s+)?rb|pendayagunaan\s+aparatur\s+negara\s+dan\s+reformasi\s+birok\w+)" + _NUMBER,
        re.IGNORECASE,
    ),
    # As in: PP 53/2010; Peraturan Pemerintah Nomor 53 Tahun 2010
    "PP": re.compile(r"\b(?:pp|peraturan\s+pemerintah)\b" + _NUMBER, re.IGNORECASE),
}
_REVOKING = re.compile(
    r"\b(?:mencabut|pencabutan|menggantikan)\b", re.IGNORECASE
)  # "… yang mencabut PermenPANRB 52/2014"


@dataclass(frozen=True, slots=True)
class Revoked:
    """A regulation that is no longer in force, what took its place, and where that is written."""

    kind: str
    number: int
    year: int
    successor: str
    source: str

    @property
    def name(self) -> str:
        """The short name, as in `PermenPANRB Nomor 52 Tahun 2014`."""
        return f"{self.kind} Nomor {self.number} Tahun {self.year}"


@cache
def revoked_regulations() -> tuple[Revoked, ...]:
    """Return the table of revoked regulations that comes with the package."""
    return tuple(
        Revoked(
            kind=row["jenis"],
            number=int(row["nomor"]),
            year=int(row["tahun"]),
            successor=row["pengganti"],
            source=row["sumber"],
        )
        for row in knowledge.rows("peraturan.csv")
        if row["dicabut"]
    )


def cited_as_basis(text: str) -> tuple[Revoked, ...]:
    """Return the revoked regulations that a legal basis rests on, in table order; not those it says it revokes."""
    repeal = _REVOKING.search(text)
    basis = text[: repeal.start()] if repeal else text
    cited = {
        (kind, int(found["number"]), int(found["year"])) for kind, rx in _KINDS.items() for found in rx.finditer(basis)
    }
    return tuple(r for r in revoked_regulations() if (r.kind, r.number, r.year) in cited)


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)  # the 2022 of "Juni 2022"
_WORD = re.compile(r"[^\W_]+")

_ACTIVITIES = frozenset(knowledge.word_list("rencana_kegiatan"))
"""First words of a sentence that names something to do rather than something to show."""

_DOCUMENTS = frozenset(knowledge.word_list("rencana_dokumen"))
"""Words for things that can be filed; generous, for a word too few cries wolf and one too many is only silent."""


def check_columns(fields: Fields, columns: Mapping[str, str], year: int | None) -> None:
    """Warn about empty columns, years that are not the plan's, and evidence that names no document."""
    code = fields.subject
    for key, value in columns.items():
        # An empty target_waktu is told where the due time is read, unless `jadwal` stands in for it.
        unheard = fields.holds_text(key) or not fields.has(key)
        if not value and unheard and (key != "target_waktu" or fields.text("jadwal")):
            said = "kosong" if fields.has(key) else "tidak ada"
            fields.problems.warning(
                "kolom_kosong", fields.line(key), f"{code}: kolom {key} {said}.", "Salin isinya dari keputusan.", code
            )
    _check_year(fields, columns["target_waktu"], year)
    evidence = columns["bukti_fisik"]
    if evidence and names_no_document(evidence):
        fields.problems.warning(
            "bukti_tanpa_dokumen",
            fields.line("bukti_fisik"),
            f"{code}: bukti fisik “{evidence}” menyebut kegiatan, bukan dokumen.",
            "Sepakati berkas apa yang membuktikannya (mis. undangan, daftar hadir, foto) dan tulis di “butir”.",
            code,
        )


def _check_year(fields: Fields, due: str, year: int | None) -> None:
    others = [y for y in dict.fromkeys(_YEAR.findall(due)) if year is not None and int(y) != year]
    if not others:
        return
    code, decided = fields.subject, fields.text("jadwal")
    reading = f" Dibaca sebagai “{decided}” menurut kunci jadwal." if decided else ""
    advice = (
        "Bila salah ketik, mintakan ralat keputusannya."
        if decided
        else f"Bila salah ketik, tulis waktu yang benar di “jadwal:” (tahun {year}) dan alasannya di “catatan:”."
    )
    fields.problems.warning(
        "tahun_rencana",
        fields.line("target_waktu"),
        f"{code}: target waktu “{due}” bertahun {', '.join(others)}, sedangkan rencana ini tahun {year}.{reading}",
        advice,
        code,
    )


def names_no_document(evidence: str) -> bool:
    """Return whether an evidence text begins as an activity and has no word for anything that can be filed."""
    words = [w.casefold() for w in _WORD.findall(evidence)]
    letters = [w for w in words if w.isalpha()]
    return bool(letters) and letters[0] in _ACTIVITIES and not _DOCUMENTS.intersection(words)


def check_legal_basis(head: Fields) -> None:
    """Warn about the revoked regulations that `dasar` or `dasar_hukum` rests on, each where it is first cited."""
    bases = [(head.text("dasar"), head.line("dasar"))]
    bases += [(node.value, node.line) for node in head.text_nodes("dasar_hukum")]
    told = set()
    for text, line in bases:
        for revoked in cited_as_basis(text):
            if revoked in told:
                continue
            told.add(revoked)
            head.problems.warning(
                "dasar_dicabut",
                line,
                f"Dasar hukum {revoked.name} sudah dicabut.",
                f"Pakai {revoked.successor} pada keputusan berikutnya. Sumber: {revoked.source}.",
                revoked.name,
            )


@dataclass(slots=True)
class CodeBook:
    """The codes met so far and where: catches a code that is written twice, in one file or in two."""

    places: dict[str, str] = field(default_factory=dict)

    def read(self, fields: Fields, level: str, parent: str, before: str) -> str:
        """Read `kode` of one table and check it.

        Args:
            fields: the table that holds `kode`.
            level: `area`, `komponen` or `indikator`.
            parent: the code of the table around it; "" for an area, or where that one is unusable.
            before: the code of the sibling before it, or "".

        Returns:
            The code, or "" when it cannot be used.
        """
        code = fields.text("kode", filled=True)
        line = fields.line("kode")
        if not code:
            return ""
        fields.subject = code
        if not codes.is_code(code, level):
            fields.error("kode_salah", line, f"Kode {level} “{code}” tidak sah.", f"Tulis {codes.LEVELS[level][1]}.")
            return ""
        if parent and not code.startswith(f"{parent}."):
            fields.error(
                "kode_induk", line, f"Kode “{code}” ada di bawah {parent}.", f"Awali kodenya dengan “{parent}.”."
            )
        if code in self.places:
            fields.error("kode_ganda", line, f"Kode “{code}” sudah dipakai di {self.places[code]}.", "Beri kode lain.")
            return code
        self.places[code] = f"{fields.problems.path} baris {line}"
        if before and codes.order_of(code) < codes.order_of(before):
            fields.problems.warning(
                "kode_urutan", line, f"Kode “{code}” ditulis sesudah {before}.", "Susun menurut urutan kodenya.", code
            )
        return code
