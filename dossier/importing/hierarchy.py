"""Rows of a table ─► areas, components, indicators: level rows, merged and repeated cells, continuations, page breaks.

Pure. No missing level is an error: what the table does not say is taken from the question that a sentence reads like,
over the whole evaluation sheet, else proposed (`hierarchy_places`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier.importing.column_roles import (
    AREA,
    CODE,
    COMPONENT,
    DUE,
    EVIDENCE,
    HALF,
    LETTER,
    NUMBER,
    PERSON,
    STATEMENT,
    STEPS,
    area_number,
    folded_heading,
)
from dossier.importing.draft import DraftArea, DraftComponent, DraftIndicator
from dossier.importing.row_numbers import NumberKind, ReadNumber, read_number
from dossier.matching.questions import is_count
from dossier.wording import roman_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.importing.table_rows import TableRow
    from dossier.matching.questions import QuestionIndex

REFORM_MARK: Final = "R"
_CONTENT: Final = (STEPS, EVIDENCE, DUE)
_REFORM: Final = re.compile(r"\breform\b", re.IGNORECASE)
_HALF: Final = re.compile(r"\b(?:pemenuhan|reform)\b", re.IGNORECASE)
_LONGEST_LEVEL: Final = 120
"""Characters of a title that stands alone in its row."""


class HierarchyReader:
    """Reads rows one after the other; `areas` holds what they made, in the order of the table."""

    def __init__(self, rows: Sequence[TableRow], index: QuestionIndex) -> None:
        """Look over all rows first: what their numbers count decides what a number alone means."""
        self.areas: list[DraftArea] = []
        self.unused: list[tuple[str, str]] = []
        self._index = index
        self._mark = ""
        self._has_halves = False
        self._area: DraftArea | None = None
        self._component: DraftComponent | None = None
        self._indicator: DraftIndicator | None = None
        self._key = ""
        self._has_area_column = any(AREA in row.cells for row in rows)
        self._has_component_column = any(COMPONENT in row.cells for row in rows)
        self._has_letters = any(LETTER in row.cells for row in rows)
        full = [row for row in rows if row.text(STATEMENT) and any(row.text(role) for role in _CONTENT)]
        kinds = Counter(self._sentence_kind(row) for row in full)
        self._usual = kinds.most_common(1)[0][0] if kinds else NumberKind.NONE
        self._counts_sentences = _counts_sentences(rows)
        for row in rows:
            self._take(row)

    @staticmethod
    def _sentence_kind(row: TableRow) -> NumberKind:
        own = read_number(row.text(STATEMENT)).kind
        return own if own is not NumberKind.NONE or row.text(COMPONENT) else read_number(row.text(NUMBER)).kind

    def _take(self, row: TableRow) -> None:
        if half := row.text(HALF):
            self._set_half(half)
            if len(row.cells) == 1:
                return
        if (code := row.text(CODE)) and (number := read_number(code)).kind is NumberKind.KEY:
            self._by_key(number.written, row)
        elif self._indicator is not None and is_count(row.text(STATEMENT)):
            pass
        elif self._is_level_row(row):
            return
        else:
            self._by_columns(row)
        self._take_sentence(row)

    def _set_half(self, text: str) -> None:
        mark = REFORM_MARK if _REFORM.search(text) else ""
        self._has_halves = True
        if mark != self._mark:
            self._mark, self._area, self._component, self._indicator = mark, None, None, None

    def _by_key(self, key: str, row: TableRow) -> None:
        """Set area and component from a key of the sheet: `A.1.V.iv` or `A.1.V.iv.b`."""
        parts = key.split(".")
        self._mark = REFORM_MARK if parts[1:2] == ["2"] else ""
        romans = [part for part in parts[1:] if part.isupper() and roman_number(part)]
        self._set_area("", roman_number(romans[0]) or 0 if romans else 0)
        lower = [part for part in parts[2:] if part.islower()]
        number = roman_number(lower[0].upper()) or 0 if lower else 0
        component = ".".join(parts[: parts.index(lower[0]) + 1]) if lower else ""
        titles = {q.component: q.component_title for q in self._index.questions.values()}
        if written := row.text(COMPONENT):
            titles[component] = read_number(written).rest or written
        self._set_component(titles.get(component, ""), number, row, key=component)
        letter = lower[1] if len(lower) > 1 else read_number(row.text(LETTER)).written
        key = f"{component}.{letter}" if component and letter else ""
        if key != self._key or (not key and row.text(STATEMENT)):
            self._key = key
            if not row.text(STATEMENT) and self._indicator and self._indicator.key != key:
                self._indicator = None

    def _is_level_row(self, row: TableRow) -> bool:
        """Take a row that only names an area, a half or a component; tell whether it was one."""
        texts = {role: row.text(role) for role in (AREA, COMPONENT, STATEMENT, NUMBER) if row.text(role)}
        if any(row.text(role) for role in (*_CONTENT, PERSON)) or row.marks or not texts:
            return False
        number = read_number(texts.pop(NUMBER, ""))
        if number.rest and not texts:
            texts = {STATEMENT: number.rest}
        if len(texts) != 1 or row.merged(STATEMENT):
            return False
        role, text = next(iter(texts.items()))
        own = read_number(text)
        if number.kind is NumberKind.NONE and own.rest:
            number, text = own, own.rest
        return len(text) <= _LONGEST_LEVEL and self._take_level(role, text, number, row)

    def _take_level(self, role: str, text: str, number: ReadNumber, row: TableRow) -> bool:
        named = area_number(text)
        if _HALF.search(text) and len(text.split()) <= 3:  # noqa: PLR2004 — "II. Reform", no sentence
            self._set_half(text)
            return True
        below_half = self._has_halves and number.kind is NumberKind.DIGIT  # "II. Reform", then "1 Manajemen Perubahan"
        is_area = number.kind is NumberKind.UPPER_ROMAN or (below_half and not self._has_component_column)
        if role == AREA or is_area or (named and not self._has_area_column):
            self._set_area(text, number.value or named)
            return True
        if role == COMPONENT or (self._is_above(number) and not self._has_component_column):
            self._set_component(text, number.value, row)
            return True
        if number.kind is NumberKind.DOTTED and len(number.parts) == 2 and self._usual is not NumberKind.DOTTED:  # noqa: PLR2004 — area and component
            self._set_component(text, number.value, row)
            return True
        return False

    def _is_above(self, number: ReadNumber) -> bool:
        """Whether a number is of another kind than those of the sentences, and so counts something above them."""
        return number.kind not in {NumberKind.NONE, self._usual, NumberKind.LOWER}

    def _by_columns(self, row: TableRow) -> None:
        number = read_number(row.text(NUMBER))
        if number.kind is NumberKind.DOTTED and len(number.parts) == 3:  # noqa: PLR2004 — area, component, indicator
            self._set_area(self._area.title if self._area else "", number.parts[0])
            self._set_component(row.text(COMPONENT), number.parts[1], row)
            return
        if area := row.text(AREA):
            own = read_number(area)
            self._set_area(own.rest or area, own.value)
        if written := row.text(COMPONENT):
            own = read_number(written)
            title = own.rest or written
            counts = number.kind in {NumberKind.DIGIT, NumberKind.DOTTED} and not self._counts_sentences
            if own.kind is NumberKind.DOTTED and len(own.parts) > 1 and own.written[0].isalpha():
                self._set_area("", own.parts[0])
            self._set_component(title, own.value or (number.value if counts else 0), row)
        elif number.kind is NumberKind.DOTTED and row.text(STATEMENT) and not self._has_component_column:
            self._by_dotted(number, row)

    def _by_dotted(self, number: ReadNumber, row: TableRow) -> None:
        """Set the component from "1.2" before a sentence: the parent's number is the component; of "I.2" the area."""
        if number.written[0].isalpha():
            self._set_area("", number.parts[0])
        elif self._component is None or self._component.number != number.parts[0]:
            self._set_component("", number.parts[0], row)

    def _set_area(self, title: str, number: int) -> None:
        number = number or area_number(title)
        current = self._area
        folded = folded_heading(title)
        if current is not None and current.known and current.mark == self._mark:
            same_title = not folded or folded_heading(current.title) == folded
            if same_title and number in {0, current.number}:
                return
        known = [area for area in self.areas if area.known and area.mark == self._mark]
        found = next((a for a in known if folded and folded_heading(a.title) == folded), None)
        if found is None and not folded:
            found = next((a for a in known if number and a.number == number), None)
        if found is None:
            found = DraftArea(title=title, number=number, mark=self._mark)
            self.areas.append(found)
        self._area, self._component, self._indicator = found, None, None

    def _open_area(self) -> DraftArea:
        if self._area is None:
            self._area = DraftArea(title="", mark=self._mark, known=False)
            self.areas.append(self._area)
        return self._area

    def _set_component(self, title: str, number: int, row: TableRow, key: str = "") -> None:
        area, current = self._open_area(), self._component
        folded = folded_heading(title)
        if current is not None:
            same = (key and current.key == key) or (not key and folded_heading(current.title) == folded)
            if same and number in {0, current.number}:
                return
        found = next(
            (
                component
                for component in area.components
                if (folded and folded_heading(component.title) == folded and number in {0, component.number})
                or (not folded and number and component.number == number)
            ),
            None,
        )
        if found is None:
            found = DraftComponent(title=" ".join(title.split()), number=number, key=key, place=row.place)
            area.components.append(found)
        self._component, self._indicator = found, None

    def _open_component(self, row: TableRow) -> DraftComponent:
        if self._component is None:
            self._component = DraftComponent(title="", place=row.place)
            self._open_area().components.append(self._component)
        return self._component

    def _take_sentence(self, row: TableRow) -> None:
        sentence, current = row.text(STATEMENT), self._indicator
        if current is not None and _is_same_mark(sentence, current):
            sentence = ""  # "a." alone goes on with the sentence a.
        elif current is not None and is_count(sentence):
            current.notes.append(f"“{sentence}” isian angka LKE, bukan indikator; jumlahnya ditulis di plan/lke.yaml")
            sentence = ""
        if sentence and current is not None and self._is_cut(row, sentence, current):
            current.statement = f"{current.statement} {sentence}"
            current.doubts.append(f"{row.place}: kalimat disambung dari baris sebelumnya")
        elif sentence and (current is None or sentence != current.statement or self._is_numbered_anew(current)):
            current = self._new(row, sentence)
        elif current is None and any(row.text(role) for role in _CONTENT):
            current = self._without_sentence(row)
        if current is None:
            if text := " | ".join(row.text(role) for role in row.cells if row.text(role)):
                self.unused.append((row.place, text))
            return
        _fill(current, row)

    def _is_numbered_anew(self, current: DraftIndicator) -> bool:
        """Whether equal sentences are two questions: their letters or keys differ."""
        return bool(self._key and current.key and self._key != current.key)

    def _is_cut(self, row: TableRow, sentence: str, current: DraftIndicator) -> bool:
        """Whether a text goes on with the sentence above: a page break cut it.

        It starts in lower case and has no letter where sentences have one; else nothing but the text stands in its row.
        """
        if row.text(NUMBER) or row.text(COMPONENT) or row.text(CODE) or row.text(LETTER):
            return False
        is_alone = not any(row.text(role) for role in _CONTENT)
        if not is_alone and self._usual is NumberKind.NONE:
            return False
        return sentence[:1].islower() and read_number(sentence).kind is NumberKind.NONE and bool(current.statement)

    def _new(self, row: TableRow, sentence: str) -> DraftIndicator:
        number = read_number(row.text(LETTER)) if self._has_letters else read_number(sentence)
        if number.kind is NumberKind.NONE and (self._counts_sentences or not row.text(COMPONENT)):
            number = read_number(row.text(NUMBER))
        self._indicator = DraftIndicator(number=number, statement=sentence, key=self._key, place=row.place)
        for role in (STEPS, EVIDENCE):
            if text := row.merged(role):
                setattr(self._indicator, {STEPS: "steps", EVIDENCE: "evidence"}[role], text)
                self._indicator.notes.append(f"sel {role} digabung dengan baris di atasnya")
        self._indicator.merged_due = row.merged(DUE)
        self._indicator.doubts += self._merged_from_outside(row)
        self._indicator.person = row.merged(PERSON)
        self._open_component(row).indicators.append(self._indicator)
        return self._indicator

    def _merged_from_outside(self, row: TableRow) -> Iterator[str]:
        """Yield a doubt for every cell whose merged range began in another area."""
        inside = [each for component in self._open_area().components for each in component.indicators]
        for role, name in ((STEPS, "steps"), (EVIDENCE, "evidence"), (DUE, "due")):
            if (text := row.merged(role)) and not any(text in getattr(each, name) for each in inside):
                yield f"{row.place}: sel {role} digabung melewati batas area (“{text[:40]}”)"

    def _without_sentence(self, row: TableRow) -> DraftIndicator | None:
        """Make an indicator of a row that has cells but no sentence and none above it, if its key is a question's."""
        question = self._index.questions.get(self._key)
        text = question.text if question else ""
        if not text:
            return None
        made = self._new(row, text)
        made.notes.append("kalimat indikator kosong; bunyi pertanyaan LKE dipakai")
        made.doubts.append(f"{row.place}: baris tanpa kalimat")
        return made


def _is_same_mark(sentence: str, current: DraftIndicator) -> bool:
    number = read_number(sentence)
    return (
        bool(sentence)
        and not number.rest
        and number.kind is not NumberKind.NONE
        and number == replace(current.number, rest="")
    )


def _fill(indicator: DraftIndicator, row: TableRow) -> None:
    """Add what a row holds to its indicator."""
    for role, name in ((STEPS, "steps"), (EVIDENCE, "evidence"), (DUE, "due"), (PERSON, "person")):
        if text := row.text(role):
            before = getattr(indicator, name)
            if role == PERSON and before:
                continue  # the first one named answers for the row
            setattr(indicator, name, _appended(before, text))
    for role, cell in row.cells.items():
        if cell.text and not cell.merged:
            indicator.take(role, cell)
    for cell in row.mark_cells:
        indicator.take("tanda", cell)
    indicator.marks = tuple(sorted({*indicator.marks, *row.marks}))


def _appended(before: str, text: str) -> str:
    """Return a cell with what a further row adds: a list goes on, anything else is a paragraph of its own."""
    goes_on = not text[:1].isupper() or not before
    return f"{before}\n{text}" if goes_on and before else f"{before}\n\n{text}".strip()


def _counts_sentences(rows: Sequence[TableRow]) -> bool:
    """Whether the number column counts sentences although a component stands in the row: it changes within one."""
    before: tuple[str, str] | None = None
    changes = stays = 0
    for row in rows:
        component, number = row.text(COMPONENT), row.text(NUMBER)
        if not component or not number or not row.text(STATEMENT):
            continue
        if before is not None and before[0] == component:
            changes += before[1] != number
            stays += before[1] == number
        before = (component, number)
    return changes > stays
