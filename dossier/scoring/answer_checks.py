"""Reads what a person wrote for a question, as texts by field, and says what is wrong with it. Knows no file or cell.

`plan/lke.yaml`, workbooks and `--bila` are read by the same rules. What is wrong is a `Complaint`; who reads the file
makes a finding of it, with the line or the cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from dossier import wording
from dossier.knowledge import sheet
from dossier.model import Severity
from dossier.scoring import shares
from dossier.scoring.answer_sheet import SheetAnswer, decimal_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.knowledge.sheet import SheetQuestion

_NOTHING: Final = frozenset({"", "~", "null"})
"""What YAML has for no value."""
_COUNT: Final = re.compile(r"\d{1,13}", re.ASCII)  # 7
_DECIMAL: Final = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?", re.ASCII)  # 3,6
MOST_COUNT: Final = 1_000_000
"""Largest number of anything that one unit has."""
_PER_HUNDRED: Final = 25
"""A value on the scale of 100 divided by this is one on the scale of 4."""
_SCHEMES: Final = frozenset({"http", "https"})
_LOCAL: Final = re.compile(r"(?:[A-Za-z]:[\\/]|[\\/~.]|file:)")  # C:\Bukti, /home, \\server, file:///
_PAIRS: Final = {
    "A.2.I.i.b": ("terintegrasi", "perubahan"),
    "A.2.IV.i.a": ("tercapai", "sasaran"),
    "A.2.VI.i.b": ("dipermudah", "terdata"),
}
"""Percentages whose first count is a part of the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """Something wrong with an answer: `field` names what of it; a NOTE leaves the answer as it is."""

    code: str
    field: str
    text: str
    advice: str
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedAnswer:
    """An answer as it counts, blank where what is written can't be one, and what is to be said of it."""

    answer: SheetAnswer
    complaints: tuple[Complaint, ...] = ()


def parse_answer(question: SheetQuestion, texts: Mapping[str, str]) -> ParsedAnswer:
    """Return the answer that texts by field (`jawaban`, `nilai`, `agen` …) give; blank fields are left out.

    Note and links are not read here; a field of another kind of question is a complaint.
    """
    own = tuple(field.name for field in sheet.fields_of()[question.key])
    filled = {name: text for name, text in texts.items() if _is_filled(text)}
    complaints = [_foreign(question, name, own) for name in filled if name not in own]
    filled = {name: text for name, text in filled.items() if name in own}
    if not filled:
        return ParsedAnswer(answer=SheetAnswer(), complaints=tuple(complaints))
    if question.answer == sheet.PERCENT:
        answer, found = _counts(question, filled)
    elif question.answer == sheet.VALUE:
        answer, found = _value(question, filled[sheet.VALUE_FIELD])
    else:
        answer, found = _grade(question, filled[sheet.GRADE_FIELD])
    return ParsedAnswer(answer=answer, complaints=(*complaints, *found))


def _is_filled(text: str) -> bool:
    return text.strip().casefold() not in _NOTHING


def answer_texts(answer: SheetAnswer) -> dict[str, str]:
    """Return the texts by field that `parse_answer` reads back as this answer; nothing for a blank one."""
    if answer.grade:
        return {sheet.GRADE_FIELD: answer.grade}
    if answer.value is not None:
        return {sheet.VALUE_FIELD: decimal_text(answer.value)}
    return {name: str(count) for name, count in answer.counts.items()}


def _foreign(question: SheetQuestion, name: str, own: Sequence[str]) -> Complaint:
    asked = wording.join_words([f"“{each}”" for each in own])
    return Complaint(
        code="lke_isian_lain",
        field=name,
        text=f"{question.key} tidak ditanya “{name}”; isian itu tidak dipakai.",
        advice=f"Yang ditanya: {asked}.",
    )


def _grade(question: SheetQuestion, written: str) -> tuple[SheetAnswer, tuple[Complaint, ...]]:
    scale = shares.SCALES[question.answer]
    by_folded = {grade.casefold(): grade for grade in scale}
    folded = " ".join(written.split()).casefold()
    if folded in by_folded:
        return SheetAnswer(grade=by_folded[folded]), ()
    complaint = Complaint(
        code="lke_jawaban_salah",
        field=sheet.GRADE_FIELD,
        text=f"Jawaban {question.key} “{written}” bukan pilihannya; dihitung kosong.",
        advice=f"Pilih satu: {', '.join(scale)}.",
    )
    return SheetAnswer(), (complaint,)


def _value(question: SheetQuestion, written: str) -> tuple[SheetAnswer, tuple[Complaint, ...]]:
    text = written.strip()
    advice = "Tulis angka 0 sampai 4, mis. 3,6."
    if _DECIMAL.fullmatch(text):
        value = Fraction(text.replace(",", "."))
        if value <= shares.MOST_VALUE:
            return SheetAnswer(value=value), ()
        advice = "Nilainya paling tinggi 4."
        if value <= 100:  # noqa: PLR2004 — the other scale on which surveys are reported
            as_four = decimal_text(value / _PER_HUNDRED).replace(".", ",")
            advice = f"Skala 100; dibagi {_PER_HUNDRED} = {as_four}. Bila benar begitu, tulis {as_four}."
    complaint = Complaint(
        code="lke_nilai_salah",
        field=sheet.VALUE_FIELD,
        text=f"Nilai {question.key} “{written}” bukan nilai 0 sampai 4; dihitung kosong.",
        advice=advice,
    )
    return SheetAnswer(), (complaint,)


def _counts(question: SheetQuestion, filled: Mapping[str, str]) -> tuple[SheetAnswer, tuple[Complaint, ...]]:
    complaints = [_bad_count(question, name, text) for name, text in filled.items() if _count(text) is None]
    if complaints:
        return SheetAnswer(), tuple(complaints)
    counts = MappingProxyType({name: count for name, text in filled.items() if (count := _count(text)) is not None})
    lacking = [field for field in sheet.fields_of()[question.key] if field.name not in counts]
    if counted := [field.name for field in lacking if field.role != "di luar rumus"]:
        names = wording.join_words([f"“{name}”" for name in counted])
        text = f"{question.key} belum lengkap: {names} belum diisi; dihitung kosong."
        complaint = Complaint(
            code="lke_jumlah_kurang", field=counted[0], text=text, advice="Isi semuanya; tulis 0 bila memang tidak ada."
        )
        return SheetAnswer(), (complaint,)
    answer = SheetAnswer(counts=counts)
    if shares.share_of(question, answer) is None:
        return SheetAnswer(), (_no_denominator(question, counts),)
    return answer, (*(_uncounted(question, field.name) for field in lacking), *_beyond(question, counts))


def _count(text: str) -> int | None:
    text = text.strip()
    return int(text) if _COUNT.fullmatch(text) and int(text) <= MOST_COUNT else None


def _bad_count(question: SheetQuestion, name: str, text: str) -> Complaint:
    return Complaint(
        code="lke_jumlah_salah",
        field=name,
        text=f"“{name}” {question.key} berisi “{text}”; {question.key} dihitung kosong.",
        advice="Tulis bilangan bulat tanpa titik, 0 sampai 1000000.",
    )


def _no_denominator(question: SheetQuestion, counts: Mapping[str, int]) -> Complaint:
    own = sheet.fields_of()[question.key]
    zeros = [field.name for field in own if field.role in {"penyebut", "wajib"} and not counts.get(field.name)]
    names = wording.join_words([f"“{name}”" for name in zeros])
    return Complaint(
        code="lke_penyebut_nol",
        field=zeros[0] if zeros else own[0].name,
        text=f"{question.key} dibagi nol: {names} berisi 0; dihitung kosong.",
        advice="Isi jumlah yang sebenarnya; bila memang tidak ada, biarkan semua isiannya kosong.",
    )


def _uncounted(question: SheetQuestion, name: str) -> Complaint:
    return Complaint(
        code="lke_jumlah_kurang",
        field=name,
        text=f"“{name}” {question.key} belum diisi; tidak masuk rumus, tetapi diminta portal.",
        advice="Isi jumlahnya; tulis 0 bila memang tidak ada.",
        severity=Severity.NOTE,
    )


def _beyond(question: SheetQuestion, counts: Mapping[str, int]) -> list[Complaint]:
    """Return what the counts say that cannot be, or rests on an assumption; the share is capped meanwhile."""
    if question.key in _PAIRS:
        part, whole = _PAIRS[question.key]
        return _more(question, part, counts[part], f"“{whole}”", counts[whole])
    if question.formula == "dumas":
        handled = counts["selesai"] + counts.get("proses", 0)
        if not counts["wajib"] and not handled:
            return [_no_complaints(question)]
        return _more(question, "selesai", handled, "“wajib”", counts["wajib"], "selesai dan proses")
    if question.formula == "turun":
        return _without_last_year(question, counts)
    if question.formula == "lhkpn":
        obliged = sum(counts[field.name] for field in sheet.fields_of()[question.key] if field.role == "wajib")
        return _more(question, "sudah", counts["sudah"], "jumlah yang wajib", obliged)
    return []


def _more(question: SheetQuestion, part: str, number: int, whole: str, most: int, name: str = "") -> list[Complaint]:
    if number <= most:
        return []
    text = f"{question.key}: {name or part} {number} melebihi {whole} {most}; dihitung paling banyak 100 persen."
    return [Complaint(code="lke_jumlah_melebihi", field=part, text=text, advice="Periksa kedua jumlahnya.")]


def _no_complaints(question: SheetQuestion) -> Complaint:
    return Complaint(
        code="lke_asumsi",
        field="wajib",
        text=f"{question.key}: tidak ada pengaduan yang harus ditindaklanjuti; aturan tidak menyebut nilainya.",
        advice="Dihitung menurut “tanpa_pengaduan” (bawaan 1); tulis tanpa_pengaduan: 0 bila dinilai nol.",
        severity=Severity.NOTE,
    )


def _without_last_year(question: SheetQuestion, counts: Mapping[str, int]) -> list[Complaint]:
    if counts["tahun_lalu"] or not counts["tahun_ini"]:
        return []
    text = f"{question.key}: tahun lalu 0 dan tahun ini {counts['tahun_ini']}, jadi naik; dihitung 0."
    return [
        Complaint(
            code="lke_asumsi",
            field="tahun_lalu",
            text=text,
            advice="Periksa kedua jumlahnya; lembar resmi membagi dengan nol di sini.",
        )
    ]


def contradictions(answers: Mapping[str, SheetAnswer]) -> tuple[tuple[str, Complaint], ...]:
    """Return what answers to different questions say against each other, by the key of the later one."""
    first, second = answers.get("A.2.I.i.a"), answers.get("A.2.I.i.b")
    one = None if first is None else first.counts.get("perubahan")
    other = None if second is None else second.counts.get("perubahan")
    if one is None or other is None or one == other:
        return ()
    complaint = Complaint(
        code="lke_jumlah_berbeda",
        field="perubahan",
        text=f"“perubahan” A.2.I.i.b berisi {other}, di A.2.I.i.a {one}; yang ditanya jumlah yang sama.",
        advice="Samakan kedua jumlahnya.",
    )
    return (("A.2.I.i.b", complaint),)


def parse_link(text: str) -> Complaint | None:
    """Return what is wrong with the form of an address, or None; nothing is opened."""
    stripped = text.strip()
    why = ""
    if _LOCAL.match(stripped):
        why = "menunjuk berkas di komputer sendiri, yang tidak terbuka oleh penilai"
    elif any(character.isspace() for character in stripped):
        why = "memuat spasi"
    elif not stripped.isprintable():
        why = "memuat karakter yang tidak terlihat"
    else:
        why = _bad_address(stripped)
    if not why:
        return None
    return Complaint(
        code="lke_tautan_salah",
        field="tautan",
        text=f"Tautan “{text}” {why}; tidak dipakai.",
        advice="Salin alamat lengkapnya dari peramban, mis. https://drive.google.com/….",
    )


def _bad_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return "bukan alamat yang utuh"
    if parts.scheme.casefold() not in _SCHEMES:
        return "bukan alamat http atau https"
    return "" if host else "bukan alamat yang utuh"
