"""The questions of the evaluation sheet (LKE), the papers that answer them, and papers that only look alike.

Typed rows of `lke.csv`, `kertas.csv` and `mirip.csv`, each read once, when first asked for. What a name fits is decided
in `matching`. Source of the questions: Permenpan-RB 90/2021, Lampiran III, and the national portal's list of 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier import knowledge

if TYPE_CHECKING:
    from collections.abc import Mapping

PEMENUHAN: Final = "pemenuhan"
REFORM: Final = "reform"
HASIL: Final = "hasil"
HALVES: Final = (PEMENUHAN, REFORM, HASIL)
AREAS: Final = ("I", "II", "III", "IV", "V", "VI")

YES_NO: Final = "ya_tidak"
PERCENT: Final = "%"
VALUE: Final = "0-4"
"""Kinds of answer beside the letters `abc`, `abcd`, `abcde`."""

GRADE_FIELD: Final = "jawaban"
VALUE_FIELD: Final = "nilai"
"""What a person fills for a letter or yes/no, and for a value; percentages have the fields of `SheetField.name`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetQuestion:
    """One scored question.

    Attributes:
        key: `A.1.V.iv.b`; A pengungkit, 1 pemenuhan (2 reform), area, component, letter. Results are `B.I.a`.
        half: `pemenuhan`, `reform` or `hasil`.
        area: Roman number of the area of change, empty for results.
        component: Key of its component, `A.1.V.iv`.
        component_title: The component's title as the portal prints it.
        weight: Points out of 100 that the best answer gives; exact.
        answer: Kind of answer: `ya_tidak`, `abc`, `abcd`, `abcde`, `%` or `0-4`.
        formula: How a percentage is computed, empty for the other kinds.
        fields: Numbers (soal_id) of its fields in the portal.
        text: The sentence of the regulation.
    """

    key: str
    half: str
    area: str
    component: str
    component_title: str
    weight: Fraction
    answer: str
    formula: str
    fields: tuple[int, ...]
    text: str

    @property
    def letter(self) -> str:
        """The last part of the key."""
        return self.key.rpartition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetComponent:
    """One component: its key (`A.1.I.iii`), title, half, area, points out of 100, and its questions in order."""

    key: str
    title: str
    half: str
    area: str
    weight: Fraction
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetField:
    """One of the 127 fields of the national portal's sheet.

    Attributes:
        number: Its number there (`soal_id`).
        question: Key of the scored question that it belongs to.
        name: What people write in `plan/lke.yaml`: `jawaban`, `nilai`, or the name of a count (`agen`).
        role: `jawaban`; `penyebut`, `pembilang`, `wajib`, `sudah`, `tahun lalu`, `tahun ini`, or `di luar rumus`.
        row: Its row in the sheet `Jawaban`; columns K answer, L note, M evidence, N assessors, Q their note.
        label: Its words in the portal.
    """

    number: int
    question: str
    name: str
    role: str
    row: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that units file as evidence of a question.

    Attributes:
        id: Name of the entry, the same in all versions.
        kind: A value of `DocKind`; a vote, not a condition.
        name: What people call it.
        questions: Keys of the questions that it serves, the main one first.
        period: How often it is made: `tahunan`, `triwulanan`, `bulanan`, `semesteran`, `berkala`, `sekali`, `bila-ada`.
        phrases: Short wordings; one fits a name that holds all its terms, in any order.
        weak: Wordings that may not claim alone: only general words, or a word that papers of other questions share.
        against: Terms that say that a name means another paper.
    """

    id: str
    kind: str
    name: str
    questions: tuple[str, ...]
    period: str
    phrases: tuple[str, ...]
    weak: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlike:
    """A paper of an office that is taken for evidence but is none, or only weakly that of `question`."""

    name: str
    phrases: tuple[str, ...]
    why: str
    question: str


@cache
def questions() -> Mapping[str, SheetQuestion]:
    """Return key ─► question, in the order of the sheet."""
    return MappingProxyType(
        {
            row["kunci"]: SheetQuestion(
                key=row["kunci"],
                half=row["aspek"],
                area=row["area"],
                component=row["komponen"],
                component_title=row["judul_komponen"],
                weight=Fraction(row["bobot"]),
                answer=row["jawaban"],
                formula=row["rumus"],
                fields=tuple(map(int, knowledge.listed(row["soal"]))),
                text=row["bunyi"],
            )
            for row in knowledge.rows("lke.csv")
        }
    )


@cache
def components() -> Mapping[str, SheetComponent]:
    """Return key ─► component, in the order of the sheet."""
    asked: dict[str, list[str]] = {}
    for question in questions().values():
        asked.setdefault(question.component, []).append(question.key)
    weights = {row["komponen"]: Fraction(row["bobot_komponen"]) for row in knowledge.rows("lke.csv")}
    found = {}
    for key, own in asked.items():
        first = questions()[own[0]]
        found[key] = SheetComponent(
            key=key,
            title=first.component_title,
            half=first.half,
            area=first.area,
            weight=weights[key],
            questions=tuple(own),
        )
    return MappingProxyType(found)


@cache
def area_titles() -> Mapping[str, str]:
    """Return area of change ─► its title, in order."""
    names = knowledge.grouped("area.csv", "area", "nama")
    return MappingProxyType({area: names[area][0] for area in AREAS})


@cache
def fields() -> tuple[SheetField, ...]:
    """Return the 127 fields of the portal, in the order of their numbers."""
    return tuple(
        SheetField(
            number=int(row["soal"]),
            question=row["kunci"],
            name=row["isian"],
            role=row["peran"],
            row=int(row["baris"]),
            label=row["label"],
        )
        for row in knowledge.rows("lke_isian.csv")
    )


@cache
def fields_of() -> Mapping[str, tuple[SheetField, ...]]:
    """Return key of a question ─► its fields, in the order of the portal."""
    found: dict[str, list[SheetField]] = {}
    for field in fields():
        found.setdefault(field.question, []).append(field)
    return MappingProxyType({key: tuple(own) for key, own in found.items()})


@cache
def criteria() -> Mapping[str, Mapping[str, str]]:
    """Return key of a question ─► answer ─► what the regulation asks for it ("A", "Ya"); "" is what else it says."""
    found: dict[str, dict[str, str]] = {}
    for row in knowledge.rows("lke_kriteria.csv"):
        found.setdefault(row["kunci"], {})[row["jawaban"]] = row["bunyi"]
    return MappingProxyType({key: MappingProxyType(own) for key, own in found.items()})


@cache
def papers() -> tuple[Paper, ...]:
    """Return all papers in the order of the questions they serve."""
    return tuple(
        Paper(
            id=row["id"],
            kind=row["jenis"],
            name=row["nama"],
            questions=knowledge.listed(row["pertanyaan"]),
            period=row["periode"],
            phrases=knowledge.listed(row["frasa"]),
            weak=knowledge.listed(row["frasa_lemah"]),
            against=knowledge.listed(row["bukan"]),
        )
        for row in knowledge.rows("kertas.csv")
    )


@cache
def look_alikes() -> tuple[LookAlike, ...]:
    """Return the papers that only look like evidence."""
    return tuple(
        LookAlike(
            name=row["nama"],
            phrases=knowledge.listed(row["frasa"]),
            why=row["alasan"],
            question=row["pertanyaan"],
        )
        for row in knowledge.rows("mirip.csv")
    )
