"""Reads `plan/lke.yaml`: the unit's answers to the evaluation sheet, those of the assessors, the prerequisites.

What is wrong with an answer is a finding, and the answer counts as blank; only a file that is no YAML stops.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet
from dossier.model import Severity
from dossier.plan.question_links import check_question
from dossier.plan.yaml_fields import Fields, Problems, kind_name
from dossier.plan.yaml_tree import Broken, Items, Table, YamlEntry, YamlText, read_document, read_source
from dossier.scoring import (
    NO_ANSWERS,
    AnswerSheet,
    AssessorAnswer,
    SheetAnswer,
    contradictions,
    parse_answer,
    parse_link,
    share_of,
)
from dossier.scoring.prerequisites import GRADES, NO, PREREQUISITES, YES

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Finding
    from dossier.plan.yaml_tree import Node
    from dossier.scoring import Complaint

MAX_BYTES: Final = 8_000_000
"""Largest file of answers; 113 answers with long narratives and two assessors are below 1 MB."""

SHEET_KEYS: Final = ("lembar", "unit_id", "tanpa_pengaduan", "jawaban", "tpi", "prasyarat")
NOTE_KEY: Final = "catatan"
LINKS_KEY: Final = "tautan"
FIELD_NAMES: Final = tuple(dict.fromkeys(field.name for field in sheet.fields()))
"""`jawaban`, `nilai` and the names of all counts."""
ANSWER_KEYS: Final = (*FIELD_NAMES, NOTE_KEY, LINKS_KEY)
ASSESSOR_KEYS: Final = ("oleh", "dari", *ANSWER_KEYS)
PREREQUISITE_KEYS: Final = tuple(rule.name for rule in PREREQUISITES)

YEARS: Final = (2021, 2026)
_UNREADABLE: Final = frozenset({"yaml_rusak", "terlalu_dalam"})
_YES: Final = frozenset({"true", "ya", "benar"})
_NO: Final = frozenset({"false", "tidak"})
_NOTHING: Final = frozenset({"", "~", "null"})
_FROZEN_ON: Final = re.compile(r"# Dikunci (20\d\d-\d\d-\d\d)\b", re.ASCII)  # the first line of a frozen copy
_LONGEST_HEAD: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersRead:
    """What a file of answers holds, and what is to be said of it, in the order of its lines."""

    sheet: AnswerSheet
    findings: tuple[Finding, ...] = ()


def read_answers(path: Path) -> AnswersRead:
    """Read a file of answers; a missing one has none.

    Raises:
        PlanError: it cannot be read as YAML, or holds something else than keys; `findings` says where.
    """
    if not path.exists() and not path.is_symlink():
        return AnswersRead(sheet=NO_ANSWERS)
    problems = Problems(path)
    return _answers(path, read_document(path, problems, limit=MAX_BYTES), problems)


def parse_answers(text: str, path: Path) -> AnswersRead:
    """Read the text that a file of answers has or would have, as `read_answers` does.

    Raises:
        PlanError: as there.
    """
    problems = Problems(path)
    return _answers(path, read_source(text, problems), problems)


def _answers(path: Path, root: Node | None, problems: Problems) -> AnswersRead:
    broken = isinstance(root, Broken) or any(finding.code in _UNREADABLE for finding in problems.errors)
    if broken or (root is None and problems.errors):
        problems.stop_on_errors(path, "Jawaban LKE")
    if root is None or (isinstance(root, YamlText) and not root.value):
        return AnswersRead(sheet=replace(NO_ANSWERS, is_written=True))
    if not isinstance(root, Table):
        text = f"Isi berkas harus berupa kunci dan nilai, bukan {kind_name(root)}."
        problems.error("jenis_isian", root.line, text, f"Kunci yang dikenal: {', '.join(SHEET_KEYS)}.")
        problems.stop_on_errors(path, "Jawaban LKE")
        return AnswersRead(sheet=NO_ANSWERS)
    read = _SheetReader(root, problems).read()
    findings = (replace(each, severity=_stops_nothing(each.severity)) for each in problems.in_reading_order())
    return AnswersRead(sheet=replace(read, frozen_on=_frozen_on(path)), findings=tuple(findings))


def _stops_nothing(severity: Severity) -> Severity:
    return Severity.WARNING if severity is Severity.ERROR else severity


def frozen_text(text: str, day: str) -> str:
    """Return the text of a frozen copy: that of `plan/lke.yaml` below a line that says when (`YYYY-MM-DD`)."""
    head = f"# Dikunci {day} oleh `dossier lke kunci`; selisih TPI dihitung terhadap jawaban ini. Jangan disunting."
    return f"{head}\n{text}"


def _frozen_on(path: Path) -> dt.date | None:
    """Return the day of a frozen copy; None where its first line says none."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as stream:
            found = _FROZEN_ON.match(stream.readline(_LONGEST_HEAD))
        return dt.date.fromisoformat(found[1]) if found else None
    except (OSError, ValueError):
        return None


class _SheetReader:
    """Reads one table of answers; complaints are collected with their lines."""

    def __init__(self, root: Table, problems: Problems) -> None:
        self.problems = problems
        self.head = Fields(root, SHEET_KEYS, problems, strict=False)

    def read(self) -> AnswerSheet:
        """Return everything of the file; what is wrong is in `problems`."""
        answers = {key: self._answer(key, entry) for key, entry in self._by_question("jawaban").items()}
        assessors = {key: self._assessors(key, entry) for key, entry in self._by_question("tpi").items()}
        for key, complaint in contradictions(answers):
            self._complain(key, complaint, answers[key].line)
        read = AnswerSheet(
            year=self._year(),
            unit_id=self.head.text("unit_id"),
            no_complaints=self._no_complaints(),
            answers=MappingProxyType(answers),
            assessors=MappingProxyType({key: entries for key, entries in assessors.items() if entries}),
            prerequisites=MappingProxyType(self._prerequisites()),
            is_written=True,
        )
        self._note_bare_claims(read)
        self._note_assessors(read)
        return read

    def _year(self) -> int:
        written = self.head.text("lembar", str(YEARS[-1]))
        if written in map(str, YEARS):
            return int(written)
        text = f"Lembar “{written}” tidak dikenal; dipakai {YEARS[-1]}."
        self.problems.warning("lke_lembar_salah", self.head.line("lembar"), text, "Tulis lembar: 2021 atau 2026.")
        return YEARS[-1]

    def _no_complaints(self) -> Fraction:
        written = self.head.text("tanpa_pengaduan", "1")
        if written in {"0", "1"}:
            return Fraction(int(written))
        text = f"“tanpa_pengaduan” berisi “{written}”; dipakai 1."
        advice = "Tulis tanpa_pengaduan: 1 (penuh) atau 0."
        self.problems.warning("jenis_isian", self.head.line("tanpa_pengaduan"), text, advice)
        return Fraction(1)

    def _table(self, key: str) -> Table | None:
        """Return the table below a key; anything else that is filled is a complaint."""
        entry = self.head.table.get(key)
        if entry is None or isinstance(entry.value, Broken):
            return None
        if isinstance(entry.value, Table):
            return entry.value
        if not isinstance(entry.value, YamlText) or entry.value.value.casefold() not in _NOTHING:
            text = f"“{key}” harus berupa kumpulan kunci, bukan {kind_name(entry.value)}."
            self.problems.warning("jenis_isian", entry.line, text, f"Tulis di bawah “{key}:” satu baris tiap kunci.")
        return None

    def _by_question(self, key: str) -> dict[str, YamlEntry]:
        """Return question ─► entry; unknown keys are told, and one that is written twice is told and left out."""
        table = self._table(key)
        if table is None:
            return {}
        fields = Fields(table, tuple(entry.key for entry in table.entries), self.problems)
        for entry in table.entries:
            check_question(fields, entry.key, entry.line, strict=False)
        known = sheet.questions()
        return {each.key: each for each in table.entries if each.key in known and each.key not in table.repeated}

    def _answer(self, key: str, entry: YamlEntry) -> SheetAnswer:
        return self._read_answer(key, entry.value, entry.line, ANSWER_KEYS)[0]

    def _read_answer(
        self, key: str, node: Node, line: int, allowed: tuple[str, ...]
    ) -> tuple[SheetAnswer, Fields | None]:
        """Return the answer that a node holds, blank where it holds none, and the fields it was read from."""
        if isinstance(node, YamlText):  # A.1.I.i.b: B
            name = sheet.VALUE_FIELD if sheet.questions()[key].answer == sheet.VALUE else sheet.GRADE_FIELD
            node = Table((YamlEntry(name, line, node),), line)
        if not isinstance(node, Table):
            if not isinstance(node, Broken):
                text = f"{key} harus berupa kumpulan kunci, bukan {kind_name(node)}; dihitung kosong."
                self.problems.warning("jenis_isian", line, text, f"Tulis {key}: {{jawaban: …}}.", key)
            return SheetAnswer(line=line), None
        fields = Fields(node, allowed, self.problems, key, strict=False)
        texts = {name: fields.text(name) for name in FIELD_NAMES if fields.has(name) and name not in node.repeated}
        parsed = parse_answer(sheet.questions()[key], texts)
        for complaint in parsed.complaints:
            self._complain(key, complaint, fields.line(complaint.field))
        doubtful = node.repeated & set(FIELD_NAMES) or any(_is_cut_off(entry, allowed) for entry in node.entries)
        answer = SheetAnswer() if doubtful else parsed.answer
        if answer.is_blank:
            answer = replace(answer, unread=MappingProxyType({name: text for name, text in texts.items() if text}))
        links, unread = self._links(key, fields)
        return replace(answer, note=fields.raw_text(NOTE_KEY), links=links, unread_links=unread, line=line), fields

    def _links(self, key: str, fields: Fields) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the addresses of an answer, in a list or alone, and what is none, which is told."""
        entry = fields.table.get(LINKS_KEY)
        alone = entry is not None and isinstance(entry.value, YamlText) and entry.value.value
        nodes = (entry.value,) if entry and alone else fields.text_nodes(LINKS_KEY)
        found, unread = [], []
        for node in nodes:
            if not isinstance(node, YamlText):
                continue
            complaint = parse_link(node.raw)
            if complaint is None:
                found.append(node.raw.strip())
            else:
                unread.append(node.raw.strip())
                self._complain(key, complaint, node.line)
        return tuple(found), tuple(unread)

    def _assessors(self, key: str, entry: YamlEntry) -> tuple[AssessorAnswer, ...]:
        nodes = entry.value.values if isinstance(entry.value, Items) else (entry.value,)
        found = []
        for node in nodes:
            line = entry.line if isinstance(node, YamlText) else node.line
            answer, fields = self._read_answer(key, node, line, ASSESSOR_KEYS)
            by, file = (fields.text("oleh"), fields.text("dari")) if fields else ("", "")
            found.append(AssessorAnswer(by=by, file=file, answer=answer))
        return tuple(found)

    def _prerequisites(self) -> dict[str, str]:
        table = self._table("prasyarat")
        if table is None:
            return {}
        fields = Fields(table, PREREQUISITE_KEYS, self.problems, strict=False)
        found = {}
        for rule in PREREQUISITES:
            written = fields.text(rule.name)
            folded = written.casefold()
            if folded in _NOTHING or rule.name in table.repeated:
                continue
            if not rule.least and folded in _YES | _NO:
                found[rule.name] = YES if folded in _YES else NO
            elif rule.least and written.upper() in GRADES:
                found[rule.name] = written.upper()
            else:
                text = f"Prasyarat “{rule.name}” berisi “{written}”; dianggap belum diisi."
                advice = f"Tulis salah satu: {', '.join(GRADES)}." if rule.least else "Tulis true atau false."
                self.problems.warning("lke_prasyarat_salah", fields.line(rule.name), text, advice)
        return found

    def _complain(self, key: str, complaint: Complaint, line: int) -> None:
        tell = self.problems.note if complaint.severity is Severity.NOTE else self.problems.warning
        tell(complaint.code, line, complaint.text, complaint.advice, key)

    def _note_bare_claims(self, read: AnswerSheet) -> None:
        """Note each claim above the lowest that has neither a narrative nor a link: the portal takes both."""
        for key, answer in read.answers.items():
            share = share_of(sheet.questions()[key], answer, read.no_complaints)
            if share and share.value and not answer.note.strip() and not answer.links:
                text = f"{key} dijawab tanpa catatan dan tanpa tautan bukti."
                advice = "Tulis catatan yang menerangkan jawabannya, dan tautan buktinya bila sudah diunggah."
                self.problems.note("lke_tanpa_uraian", answer.line, text, advice, key)

    def _note_assessors(self, read: AnswerSheet) -> None:
        for key, entries in read.assessors.items():
            counts = read.assessor(key)
            if counts is None:
                continue
            if answers := _several(entries):
                text = f"{key} dinilai berbeda ({answers}); yang berlaku isian terakhir, dari {counts.source}."
                self.problems.note("lke_tpi_ganda", counts.answer.line, text, "Hapus yang tidak berlaku.", key)
            own = read.answers.get(key)
            if own is None or own.is_blank:
                text = f"{key} dinilai {counts.source}, tetapi unit belum menjawabnya."
                self.problems.note("lke_tpi_tanpa_unit", counts.answer.line, text, "Jawab pertanyaannya.", key)


def _is_cut_off(entry: YamlEntry, allowed: tuple[str, ...]) -> bool:
    """Whether an entry is the rest of a text that a comma has cut: `{nilai: 3,6}` is a nilai of 3, and a key "6"."""
    return entry.key not in allowed and isinstance(entry.value, YamlText) and not entry.value.value


def _several(entries: tuple[AssessorAnswer, ...]) -> str:
    """Return the different answers of several entries in words, or nothing where they agree."""
    said = {entry.answer.words: entry for entry in entries if not entry.answer.is_blank}
    return "; ".join(f"{entry.source}: {words}" for words, entry in said.items()) if len(said) > 1 else ""
