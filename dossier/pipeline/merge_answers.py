"""Merges the cells of a workbook of the evaluation sheet with the answers in `plan/lke.yaml`, cell by cell. Pure.

The three versions are compared as in `three_way`. Different changes on both sides replace nothing: they are told with
cell and line, and the workbook is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.model import Finding, Severity
from dossier.pipeline.three_way import Compared, compare_entry
from dossier.plan import AssessorEdit
from dossier.reports import cells_of, printed_text
from dossier.reports.lke_import import cell_key
from dossier.reports.lke_layout import TPI, UNIT, cell_digest
from dossier.scoring import AnswerSheet, assessor_cells, normal_text, split_links, unit_cells
from dossier.scoring.answer_cells import LINKS

if TYPE_CHECKING:
    from dossier.reports import LkeReturned
    from dossier.scoring import AnswerPlace

Value = str | tuple[str, ...]
Memory = Mapping[str, tuple[str, str]]
"""Cell key ─► digest that was printed, and that of what was last taken from the workbook."""
NOTHING: Final[Memory] = MappingProxyType({})
CONTRADICTING: Final = "lke_isian_bertentangan"
EMPTIED: Final = "lke_isian_dikosongkan"
_LONGEST_QUOTE: Final = 60


@dataclass(slots=True)
class MergedAnswers:
    """What a workbook adds: fields of the unit's answers and of one assessor's, by question; what is to be told of it.

    `taken` are the cells that were taken; `memory` is what is to be remembered of the workbook.
    """

    answers: dict[str, dict[str, Value]] = field(default_factory=dict)
    assessed: dict[str, AssessorEdit] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    memory: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSource:
    """Where a workbook is from: its name, and who filled it as assessor; empty where nobody has said."""

    file: str
    by: str = ""


def merge_answers(
    returned: LkeReturned, answers: AnswerSheet, source: AnswerSource, memory: Memory = NOTHING
) -> MergedAnswers:
    """Return what a workbook adds to the answers.

    Args:
        returned: The workbook as read.
        answers: What `plan/lke.yaml` holds.
        source: Where the workbook is from.
        memory: What was taken from it before.
    """
    merging = _Merging(returned, answers, source, memory)
    for place in _places(returned, UNIT):
        merging.unit(place)
    for key in dict.fromkeys(key for key, _ in _places(returned, TPI)):
        merging.assessor(key)
    return merging.merged


def _places(returned: LkeReturned, role: str) -> list[AnswerPlace]:
    parts = (key.split("|") for key in returned.where)
    return [(key, name) for whose, key, name in parts if whose == role]


class _Merging:
    """One comparison of a workbook with `plan/lke.yaml`."""

    def __init__(self, returned: LkeReturned, answers: AnswerSheet, source: AnswerSource, memory: Memory) -> None:
        self.merged = MergedAnswers()
        self._returned = returned
        self._answers = answers
        self._source = source
        self._memory = memory
        self._typed = {role: cells_of(returned, role) for role in (UNIT, TPI)}
        self._kept = {UNIT: unit_cells(answers), TPI: assessor_cells(answers)}

    def unit(self, place: AnswerPlace) -> None:
        """Compare one cell of the unit."""
        key, name = place
        compared, typed = self._compared(UNIT, place)
        if compared is Compared.TYPED:
            self.merged.answers.setdefault(key, {})[name] = _value(name, typed)
            self._taken(UNIT, place)
        elif compared in {Compared.BOTH, Compared.EMPTIED}:
            self._tell(UNIT, place, compared)

    def assessor(self, key: str) -> None:
        """Compare the cells of the assessors for one question; what is new becomes an entry of this source."""
        own = [place for place in _places(self._returned, TPI) if place[0] == key]
        compared = {place: self._compared(TPI, place)[0] for place in own}
        said = {place: self._typed[TPI].get(place, "") for place in own}
        own_printed = bool(self._returned.printed)
        for place, found in compared.items():
            if found is Compared.EMPTIED or (found is Compared.BOTH and own_printed):
                self._tell(TPI, place, found)
        news = {Compared.TYPED} if own_printed else {Compared.TYPED, Compared.BOTH}
        changed = [place for place, found in compared.items() if found in news]
        if not changed:
            return
        contradicted = {place for place, found in compared.items() if found is Compared.BOTH and own_printed}
        fields: dict[str, Value] = {
            place[1]: _value(place[1], normal_text(place, text))
            for place, text in said.items()
            if text and place not in contradicted
        }
        by, file = self._entry_name(key)
        self.merged.assessed[key] = AssessorEdit(by=by, file=file, fields=fields)
        for place in changed:
            self._taken(TPI, place)

    def _entry_name(self, key: str) -> tuple[str, str]:
        """Return by and file of the entry to be set: this source's own where it counts, else a further one."""
        entries = self._answers.assessors.get(key, ())
        names = [(entry.by, entry.file) for entry in entries]
        own = (self._source.by, self._source.file)
        if own not in names or names[-1] == own:
            return own
        numbered = ((own[0], f"{own[1]} ({number})") for number in range(2, len(names) + 3))
        return next(name for name in numbered if name not in names or name == names[-1])

    def _compared(self, role: str, place: AnswerPlace) -> tuple[Compared, str]:
        """Return the comparison of one cell and its text, and remember it where nothing is left to be said."""
        key = cell_key(role, *place)
        raw = self._typed[role].get(place, "")
        typed, kept = normal_text(place, raw), normal_text(place, self._kept[role].get(place, ""))
        stamp = self._returned.printed.get(key, "")
        before = self._memory.get(key, ("", ""))
        printed = [each for each in (stamp, before[1] if before[0] == stamp else "") if each]
        compared = compare_entry(
            typed,
            kept,
            printed,
            digest=lambda text: cell_digest(printed_text(text)),
            same=lambda one, other: one == other,
            typed_digest=cell_digest(raw) if cell_digest(raw) in printed else "",
        )
        if compared in {Compared.SAME, Compared.TYPED, Compared.UNTOUCHED}:
            self.merged.memory[key] = (stamp, cell_digest(typed))
        elif before[0] == stamp and before[1]:
            self.merged.memory[key] = before
        if compared is Compared.EMPTIED and not printed:
            return Compared.UNTOUCHED, typed
        return compared, typed

    def _taken(self, role: str, place: AnswerPlace) -> None:
        self.merged.taken.append(self._returned.where[cell_key(role, *place)])

    def _tell(self, role: str, place: AnswerPlace, compared: Compared) -> None:
        key, name = place
        where = self._returned.where[cell_key(role, *place)]
        kept, typed = self._kept[role].get(place, ""), self._typed[role].get(place, "")
        line = self._line(role, key)
        at = f"plan/lke.yaml baris {line}" if line else "plan/lke.yaml"
        what = f"{'TPI ' if role == TPI else ''}{key} “{name}”"
        if compared is Compared.EMPTIED:
            text = f"{where}: {what} dikosongkan di buku kerja, tetapi isian di {at} tetap ({_quoted(kept)})."
            advice = "Bila memang harus kosong, hapus isiannya di plan/lke.yaml."
        else:
            text = f"{where}: {what} berisi {_quoted(typed)}, di {at} {_quoted(kept)}; tidak ada yang diganti."
            advice = "Tulis jawaban yang benar di plan/lke.yaml, lalu ulangi."
        self.merged.findings.append(
            Finding(
                code=EMPTIED if compared is Compared.EMPTIED else CONTRADICTING,
                severity=Severity.WARNING,
                subject=where,
                text=text,
                advice=advice,
                path=self._source.file,
            )
        )

    def _line(self, role: str, key: str) -> int:
        if role == UNIT:
            return self._answers.answers[key].line if key in self._answers.answers else 0
        entry = self._answers.assessor(key)
        return entry.answer.line if entry else 0


def _value(name: str, typed: str) -> Value:
    return split_links(typed) if name == LINKS else typed


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= _LONGEST_QUOTE else f"“{line[:_LONGEST_QUOTE]}…”"
