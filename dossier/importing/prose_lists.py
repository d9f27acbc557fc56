"""A plan written as headings and numbered paragraphs becomes a table that a person has to confirm. Pure.

Areas are recognised by their titles, sentences by the numbers of the lines that read most like questions of the
evaluation sheet; what stands below "data dukung:", "langkah aksi:" and "waktu:" goes with the sentence above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dossier.convert.grids.sheet_grid import grid_of
from dossier.importing.column_roles import area_number
from dossier.importing.draft import DraftIndicator
from dossier.importing.hierarchy_places import ASKED_FROM, as_indicator
from dossier.importing.row_numbers import read_number
from dossier.matching.questions import SURE_OF_INDICATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.convert.grids.sheet_grid import SheetGrid, TextLine
    from dossier.matching.questions import QuestionIndex

LOW_TRUST: Final = "disusun dari daftar dalam paragraf, bukan dari tabel"
_HEADS: Final = ("Area", "Komponen", "Indikator", "Langkah Aksi", "Bukti Fisik", "Target Waktu", "Penanggung Jawab")
_AREA, _COMPONENT, _SENTENCE, _STEPS, _EVIDENCE, _DUE, _PERSON = range(7)
_OTHER: Final = "Teks lain"
_LONGEST_TITLE: Final = 110
_LEAST_SENTENCES: Final = 2
_MOST_WORDS: Final = 9
"""Words of a numbered title above sentences."""
_LABELS: Final = (
    (_EVIDENCE, r"(?:data|bukti)\s+(?:dukung|fisik|pendukung)|eviden(?:ce|s)?|dokumen pendukung|bukti"),
    (_STEPS, r"(?:langkah|rencana)\s+(?:aksi|kerja|kegiatan)|langkah(?:-langkah)?|tahapan|kegiatan"),
    (_DUE, r"(?:target|batas)\s+waktu|waktu(?:\s+pelaksanaan)?|jadwal|jatuh tempo|tenggat"),
    (_PERSON, r"pic|penanggung\s?jawab|pelaksana"),
)
# A label with what it names behind it, or at the end of a sentence that leads to a list.
_LABEL: Final = tuple(
    (role, re.compile(rf"(?:{words})\s*:\s*(?P<rest>.*)$|.{{0,60}}\b(?:{words})\s*:\s*$", re.IGNORECASE | re.DOTALL))
    for role, words in _LABELS
)
_MARK: Final = re.compile(
    r"\s*(?P<open>\(?)(?P<number>[IVXLC]{1,6}|[ivx]{1,5}|\d{1,2}(?:\.(?:\d{1,2}|[a-z]))*|[a-zA-Z])(?P<close>[.)]{1,2})\s+"
)
_BULLET: Final = re.compile(r"\s*[-–—•·▪●➢✓*]\s*")
_AREA_WORD: Final = re.compile(r"\b(?:area|pilar|bidang)\b", re.IGNORECASE)
_WEIGHT: Final = re.compile(r"\s*\(\s*\d+(?:[.,]\d+)?\s*%?\s*\)\s*$")


@dataclass(kw_only=True)
class _ProseRow:
    """One row of the table, and where it stands."""

    place: str
    cells: list[str] = field(default_factory=lambda: [""] * (len(_HEADS) + 1))


def table_of_prose(lines: Sequence[TextLine], index: QuestionIndex) -> SheetGrid | None:
    """Return the lists of a text as a table, or None where it names no area or no sentences.

    Args:
        lines: Paragraphs of the text in order, each with its place.
        index: The questions of the evaluation sheet.
    """
    level = _sentence_mark(lines, index)
    if not level or not any(_area_of(line.text) for line in lines):
        return None
    reader = _ProseReader(level)
    for line in lines:
        reader.take(line)
    sentences = sum(bool(row.cells[_SENTENCE]) for row in reader.rows)
    if sentences < _LEAST_SENTENCES:
        return None
    rows = [[*_HEADS, _OTHER], *(row.cells for row in reader.rows)]
    places = ["", *(row.place for row in reader.rows)]
    made = grid_of("daftar", rows, places=places, lettered=False, above="\n".join(reader.above))
    return replace(made, low_trust=LOW_TRUST)


def _sentence_mark(lines: Sequence[TextLine], index: QuestionIndex) -> str:
    """Return the kind of mark before the lines that read like the most different questions; else nothing."""
    hits: dict[str, set[str]] = {}
    sure: dict[str, set[str]] = {}
    order: list[str] = []
    for line in lines:
        mark = _mark_of(line.text)
        if not mark or _area_of(line.text):
            continue
        order.append(mark)
        number = read_number(_MARK.sub("", line.text, count=1))
        found = index.proposed(as_indicator(DraftIndicator(number=number, statement=number.rest or line.text)), "", "")
        is_title = bool(index.component_by_title(number.rest.strip(" .:")))
        if found and found[0].score >= ASKED_FROM and not is_title:
            hits.setdefault(mark, set()).add(found[0].question.key)
            if found[0].score >= SURE_OF_INDICATOR:
                sure.setdefault(mark, set()).add(found[0].question.key)
    best = max(hits, key=lambda mark: (len(sure.get(mark, ())), len(hits[mark]), -order.index(mark)), default="")
    return best if len(hits.get(best, ())) >= _LEAST_SENTENCES else ""


def _mark_of(text: str) -> str:
    """Return how the number before a line is written: "1.", "(a)", "1.a."; empty where there is none."""
    found = _MARK.match(text)
    if found is None:
        return ""
    number = found["number"]
    kinds = ["1" if part.isdecimal() else "I" if part.isupper() else "a" for part in number.split(".")]
    roman = "i" if len(kinds) == 1 and kinds[0] == "a" and re.fullmatch(r"[ivx]{2,}", number) else ""
    return f"{found['open']}{roman or '.'.join(kinds)}{found['close']}"


def _area_of(text: str) -> str:
    """Return the title of an area that a short line is, without number and weight; else an empty text."""
    if len(text) > _LONGEST_TITLE or text.rstrip().endswith((".", ";", ":")):
        return ""
    title = _WEIGHT.sub("", read_number(text).rest or text).strip(" .:")
    has_number = bool(_mark_of(text)) or bool(_AREA_WORD.search(text)) or title.isupper()
    return title if has_number and area_number(title) and len(title.split()) <= 8 else ""  # noqa: PLR2004 — a title


class _ProseReader:
    """Reads line after line; `level` is the kind of mark before sentences."""

    def __init__(self, level: str) -> None:
        self.rows: list[_ProseRow] = []
        self.above: list[str] = []
        self._level = level
        self._upper: set[str] = set()
        self._section = _STEPS
        self._component = ""
        self._has_sentence = False

    def take(self, line: TextLine) -> None:
        """Take the next line into `rows`, or before the first of them into `above`."""
        text = line.text.strip()
        if not text:
            return
        if title := _area_of(text):
            self._start(line.place, _AREA, title)
        elif not self.rows:
            self.above.append(text)
        elif label := self._label(text):
            self._section, rest = label
            self._append(line.place, rest)
        elif (mark := _mark_of(text)) == self._level:
            self._start(line.place, _SENTENCE, text)
        elif mark and (mark in self._upper or self._is_heading(mark, text)):
            self._upper.add(mark)
            self._start(line.place, _COMPONENT, text.rstrip(" .:"))
        else:
            self._append(line.place, text)

    def _label(self, text: str) -> tuple[int, str] | None:
        bare = _MARK.sub("", _BULLET.sub("", text, count=1), count=1)
        for role, pattern in _LABEL:
            if found := pattern.match(bare):
                return role, (found["rest"] or "").strip()
        return None

    def _is_heading(self, mark: str, text: str) -> bool:
        """Whether a numbered line is a title above sentences: short, and no item of a list below one."""
        is_short = len(text.split()) <= _MOST_WORDS and not text.endswith((";", ":", ","))
        return is_short and mark.endswith(".") and not (self._has_sentence and self._section == _EVIDENCE)

    def _start(self, place: str, role: int, text: str) -> None:
        row = _ProseRow(place=place)
        row.cells[role] = text
        self.rows.append(row)
        self._section = _STEPS
        self._has_sentence = role == _SENTENCE
        if role in {_AREA, _COMPONENT}:
            self._component = text if role == _COMPONENT else ""

    def _append(self, place: str, text: str) -> None:
        """Add a line to the sentence above it; what belongs to none goes into a column of its own."""
        if not text:
            return
        component = self._component
        if component and not self._has_sentence and (self._section != _STEPS or _mark_of(text) or _BULLET.match(text)):
            section = self._section
            self._start(place, _SENTENCE, component)  # its list has no sentence of its own
            self._section = section
        if self._has_sentence:
            row = self.rows[-1]
            row.cells[self._section] = "\n".join(filter(None, (row.cells[self._section], text)))
        else:
            row = _ProseRow(place=place)
            row.cells[-1] = text
            self.rows.append(row)
