"""Tables ─► draft of a plan: what is asked of a person, due times, questions of the sheet, butir, codes. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dossier import knowledge
from dossier.importing import hierarchy_places
from dossier.importing.column_roles import PERSON, TEAM, YEAR
from dossier.importing.draft import DraftPlan
from dossier.importing.due_reader import DueReader
from dossier.importing.hierarchy import REFORM_MARK, HierarchyReader
from dossier.importing.item_naming import items_of
from dossier.importing.questions_asked import NO, YES, ImportQuestion, answer_for, few
from dossier.importing.row_numbers import NumberKind
from dossier.importing.table_rows import candidates, years_in
from dossier.knowledge import sheet
from dossier.matching.questions import SURE_OF_INDICATOR
from dossier.plan.plan_file import PREDICATES
from dossier.wording import roman

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.convert.grids.sheet_grid import SheetGrid
    from dossier.importing.draft import DraftArea, DraftComponent, DraftIndicator
    from dossier.importing.questions_asked import Answers
    from dossier.importing.table_rows import PlanTable
    from dossier.matching.questions import QuestionIndex

_PROPOSED_YEAR: Final = 2025
"""Where a table names no year; the clock is not asked, so that the same input gives the same bytes."""
_ONE_ROLE: Final = 2
"""What one more known column adds to the score of a head."""
_POSITION, _LETTER = "urutan", "huruf"
_WORD: Final = re.compile(r"[A-Z]+")
_VOWEL: Final = re.compile("[aiueo]")
_ROMAN: Final = re.compile("[IVX]+")
_SPOKEN: Final = re.compile("(?:[^aiueo]?[aiueo])+[^aiueo]?")
_SHORT: Final = 3
"""Words of so few letters in a title of capitals are taken for abbreviations, unless they can be spoken as one."""
_TITLE: Final = re.compile(
    r"\b(?:rencana|program|lembar kerja|matriks?|daftar)\b.*\b(?:aksi|kerja|integritas|zi|evaluasi)\b", re.IGNORECASE
)
_UNIT: Final = re.compile(
    r"\b(?:zona integritas|zi|wbk|wbbm)\b(?:\s+(?:menuju|di|pada|wbk|wbbm|dan|/|lingkungan))*\s+(.+?)"
    r"\s*(?:tahun|t\.?a\.?)?\s*(?:20\d\d)?\s*$",
    re.IGNORECASE,
)


@dataclass(kw_only=True)
class ImportOutcome:
    """What an import made: the plan, the table that it came from, and what a person should know."""

    plan: DraftPlan
    table: PlanTable
    answers: Answers
    notes: list[str] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def plan_from(
    grids: Sequence[SheetGrid],
    answers: Answers,
    index: QuestionIndex,
    *,
    named: Mapping[str, str],
    file_name: str,
    chosen: int = 0,
) -> ImportOutcome | None:
    """Return the plan of a file's tables, or None where none of them is one.

    Args:
        grids: All tables of the file.
        answers: Answers given, and how to ask for others.
        index: The questions of the evaluation sheet.
        named: Columns that a person named: letter or heading ─► role.
        file_name: A year in it counts where the table names none.
        chosen: Number of the table (`--lembar`) from 1; 0 where the best is to be taken.
    """
    tables = candidates(grids[chosen - 1 : chosen] if chosen else grids, named)
    if not tables:
        return None
    table = _chosen(tables, answers)
    made = ImportOutcome(plan=DraftPlan(), table=table, answers=answers)
    made.others = [other.name for other in tables if other is not table]
    _Maker(made, index, file_name).make()
    return made


def _chosen(tables: list[PlanTable], answers: Answers) -> PlanTable:
    best = tables[0]
    rivals = [
        t for t in tables if t.header.score >= best.header.score - _ONE_ROLE and len(t.rows) * 2 >= len(best.rows)
    ]
    if len(rivals) == 1:
        return best
    names = tuple(table.name for table in rivals)
    details = tuple(
        f"{t.name}: {len(t.rows)} baris; kolom {', '.join(filter(None, t.header.headings))}" for t in rivals
    )
    question = ImportQuestion(
        key="tabel", text="Tabel mana yang memuat rencananya?", proposal=names[0], options=names, details=details
    )
    answer = answers.settle(question)
    return next((table for table in rivals if table.name == answer), best)


class _Maker:
    """Makes the plan of one table, step by step."""

    def __init__(self, made: ImportOutcome, index: QuestionIndex, file_name: str) -> None:
        self._made = made
        self._plan = made.plan
        self._table = made.table
        self._answers = made.answers
        self._index = index
        self._file_name = file_name

    def make(self) -> None:
        """Fill the plan."""
        self._heads()
        reader = HierarchyReader(self._table.rows, self._index)
        self._plan.unplaced = list(reader.unused)
        areas, doubtful = hierarchy_places.placed(reader.areas, self._index, self._plan.title)
        self._ask_of_areas(doubtful)
        areas = self._without_reform(areas)
        self._plan.areas = hierarchy_places.numbered(areas, by_letter=False)
        if differing := hierarchy_places.letters_differ(self._plan.areas):
            self._ask_of_letters(differing)
        for area, _, indicator in self._all():
            self._set_questions(indicator, area)
        self._ask_of_questions()
        DueReader(self._plan, self._answers).read()
        self._persons()
        for area, component, indicator in self._all():
            indicator.items = items_of(indicator, component, roman(area.number) if area.number else "", self._plan.year)
        self._ask_of_names()
        self._gather_doubts()

    def _all(self) -> Iterator[tuple[DraftArea, DraftComponent, DraftIndicator]]:
        for area in self._plan.areas:
            for component in area.components:
                for indicator in component.indicators:
                    yield area, component, indicator

    def _heads(self) -> None:
        """Find title, unit, year and predikat."""
        lines = [" ".join(line.split()) for line in self._table.above.splitlines() if line.strip()]
        titles = [line for line in lines if _TITLE.search(line) and len(line) <= 200]  # noqa: PLR2004 — no paragraph
        self._plan.title = _titled(titles[0]) if titles else ""
        unit = _UNIT.search(self._plan.title)
        self._plan.unit = unit[1].strip(" .,-") if unit else ""
        self._plan.year = self._year(lines)
        if not self._plan.title:
            self._plan.title = f"Rencana Aksi Pembangunan Zona Integritas Tahun {self._plan.year}"
        written = [p for p in PREDICATES if re.search(rf"\b{p}\b", self._table.above, re.IGNORECASE)]
        if len(written) == 1:
            self._plan.predicate = written[0]
            return
        asked = self._answers.settle(
            ImportQuestion(key="predikat", text="Predikat yang dituju?", proposal="WBK", options=PREDICATES)
        )
        self._plan.predicate = str(asked)

    def _year(self, lines: Sequence[str]) -> int:
        column = [row.text(YEAR) for row in self._table.rows]
        cells = [row.text("target_waktu") for row in self._table.rows]
        for texts in (column, lines, [self._table.name], [self._file_name], cells):
            if found := years_in(texts):
                return max(found, key=lambda year: (found[year], year))
        question = ImportQuestion(
            key="tahun", text="Tahun rencana ini? Tabelnya tidak menyebutnya.", proposal=str(_PROPOSED_YEAR)
        )
        answer = self._answers.settle(question)
        return int(answer) if isinstance(answer, str) and re.fullmatch(r"20\d\d", answer) else _PROPOSED_YEAR

    def _ask_of_areas(self, doubtful: list[str]) -> None:
        if doubtful:
            self._answers.settle(
                ImportQuestion(
                    key="area",
                    text=f"{len(doubtful)} bagian tabel tidak menyebut area atau komponennya dan tidak pasti menurut "
                    "bunyinya. Pakai usulan (menurut pertanyaan LKE yang mirip, lalu menurut tetangganya)?",
                    proposal=YES,
                    options=(YES,),
                    details=few(doubtful),
                )
            )
            self._made.doubts += [
                (place, "area atau komponen diusulkan, tidak tertulis di tabel") for place in doubtful
            ]

    def _without_reform(self, areas: list[DraftArea]) -> list[DraftArea]:
        reform = [area for area in areas if area.mark == REFORM_MARK]
        if not reform:
            return areas
        rows = [each for area in reform for component in area.components for each in component.indicators]
        answer = self._answers.settle(
            ImportQuestion(
                key="reform",
                text=f"{len(rows)} baris adalah bagian reform (A.2). Masukkan sebagai area R.I, R.II, …?",
                proposal=YES,
                options=(YES, NO),
                details=few([f"{each.place}: {each.statement[:80]}" for each in rows]),
            )
        )
        if answer == YES:
            return areas
        self._plan.unplaced += [(each.place, f"reform: {each.statement}") for each in rows]
        return [area for area in areas if area.mark != REFORM_MARK]

    def _ask_of_letters(self, differing: list[DraftIndicator]) -> None:
        answer = self._answers.settle(
            ImportQuestion(
                key="huruf",
                text="Huruf di depan kalimat tidak sama dengan urutannya. Kode menurut urutan atau menurut huruf?",
                proposal=_POSITION,
                options=(_POSITION, _LETTER),
                details=few([f"{each.code}: {each.statement[:70]}" for each in differing]),
            )
        )
        if answer == _LETTER:
            self._plan.areas = hierarchy_places.numbered(self._plan.areas, by_letter=True)

    def _set_questions(self, indicator: DraftIndicator, area: DraftArea) -> None:
        """Set `lke` by the key that the table spells, else by the sentence: certain, proposed or none."""
        half = sheet.REFORM if area.mark == REFORM_MARK else sheet.PEMENUHAN
        if indicator.key in self._index.questions:
            indicator.lke = (indicator.key,)
            return
        spelt = self._spelt_key(indicator, area)
        roman_area = roman(area.number) if 0 < area.number <= 6 else ""  # noqa: PLR2004 — the areas of change
        hit = hierarchy_places.best_hit(self._index, indicator, roman_area, half)
        if spelt:
            indicator.lke = (spelt,)
        elif hit is not None and hit.score >= SURE_OF_INDICATOR:
            indicator.lke = (hit.question.key,)
        elif hit is not None and hit.score >= hierarchy_places.ASKED_FROM:
            indicator.lke_proposed = (hit.question.key, hit.score)

    def _spelt_key(self, indicator: DraftIndicator, area: DraftArea) -> str:
        """Return the key that a table laid out like the sheet spells by its levels: aspect, area, "ii.", "b."."""
        if "paruh" not in self._table.header.roles or indicator.number.kind is not NumberKind.LOWER:
            return ""
        component = next(c for c in area.components if indicator in c.indicators)
        half = "2" if area.mark == REFORM_MARK else "1"
        key = f"A.{half}.{roman(area.number)}.{roman(component.number).lower()}.{indicator.number.written.lower()}"
        return key if key in self._index.questions else ""

    def _ask_of_questions(self) -> None:
        proposed = {each.code: each.lke_proposed[0] for *_, each in self._all() if each.lke_proposed}
        if not proposed:
            return
        texts = self._index.questions
        answer = self._answers.settle(
            ImportQuestion(
                key="lke",
                text=f"{len(proposed)} indikator mirip, tetapi tidak pasti, dengan pertanyaan LKE ini. Pakai?",
                proposal=NO,
                details=few([f"{code} ► {key}: {texts[key].text[:70]}" for code, key in proposed.items()], 20),
            )
        )
        for *_, indicator in self._all():
            if key := answer_for(answer, indicator.code, proposed.get(indicator.code, "")):
                indicator.lke = (key,) if key in texts else indicator.lke

    def _persons(self) -> None:
        team = next(
            (h for h, r in zip(self._table.header.headings, self._table.header.roles, strict=True) if r == TEAM), ""
        )
        person = next(
            (h for h, r in zip(self._table.header.headings, self._table.header.roles, strict=True) if r == PERSON), ""
        )
        if not team or not person:
            return
        answer = self._answers.settle(
            ImportQuestion(
                key="penanggung_jawab",
                text="Penanggung jawab dari kolom mana?",
                proposal=person,
                options=(person, team, NO),
            )
        )
        if answer == person:
            return
        by_row = {_row_of(cell.place): cell.text for heading, cell in self._table.aside_cells if heading == team}
        for *_, indicator in self._all():
            indicator.person = (
                by_row.get(_row_of(indicator.cells[0][1].place), "") if answer == team and indicator.cells else ""
            )

    def _ask_of_names(self) -> None:
        """Ask once whether the names that were completed serve."""
        named = {
            f"{each.code}.{item.id}": item
            for *_, each in self._all()
            for item in each.items
            if "hanya kata umum" in item.doubt
        }
        if not named:
            return
        answer = self._answers.settle(
            ImportQuestion(
                key="nama_umum",
                text=f"{len(named)} bukti hanya disebut dengan kata umum. Pakai nama yang dilengkapi ini?",
                proposal=YES,
                details=few([f"{code}: {item.name}" for code, item in named.items()], 20),
            )
        )
        for code, item in named.items():
            if isinstance(answer, str) and answer == NO:
                item.name = item.source
            elif not isinstance(answer, str) and answer.get(code):
                item.name = answer[code]

    def _gather_doubts(self) -> None:
        missing = [
            each for *_, each in self._all() if self._has_letter_column() and each.number.kind is NumberKind.NONE
        ]
        if missing:
            self._made.doubts += [(each.place, f"{each.code}: hurufnya kosong; menurut urutan") for each in missing]
        for *_, indicator in self._all():
            self._made.doubts += [(indicator.place, text) for text in indicator.doubts]
            self._made.doubts += [
                (indicator.place, f"{indicator.code}.{item.id}: {item.doubt}") for item in indicator.items if item.doubt
            ]
        self._made.doubts += [("kepala tabel", text) for text in self._table.header.doubts.values()]

    def _has_letter_column(self) -> bool:
        return "huruf" in self._table.header.roles


def _row_of(place: str) -> str:
    """Return the row of a place: "Lembar!C12" ─► "Lembar!12"."""
    return re.sub(r"!([A-Z]+)(?=\d)", "!", re.sub(r" kolom \d+$", "", place))


def _titled(text: str) -> str:
    """Return a title in capitals as a title in mixed case; short words and what looks like an abbreviation stay."""
    return _WORD.sub(lambda found: _mixed_case(found[0]), text) if text.isupper() else text


def _mixed_case(word: str) -> str:
    """Return a word of capitals as it stands within a title."""
    small = word.lower()
    if small in knowledge.word_list("nama_kata_sambung"):
        return small
    spoken = _SPOKEN.fullmatch(small) if len(word) <= _SHORT else _VOWEL.search(small)
    stays = not spoken or _ROMAN.fullmatch(word)
    return word if stays or small in knowledge.word_list("nama_singkatan") else word.capitalize()


def counted(plan: DraftPlan) -> Counter[str]:
    """Return how many areas, components, indicators, butir and questions of the sheet a plan has."""
    indicators = plan.indicators
    return Counter(
        area=len(plan.areas),
        komponen=sum(len(area.components) for area in plan.areas),
        indikator=len(indicators),
        butir=sum(len(each.items) for each in indicators),
        lke=sum(bool(each.lke) for each in indicators),
    )
