"""Tables ─► draft of a plan: what is asked of a person, due times, questions of the sheet, butir, codes. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dossier.importing import hierarchy_places
from dossier.importing.column_roles import LETTER, PERSON, TEAM
from dossier.importing.draft import DraftPlan
from dossier.importing.due_reader import DueReader
from dossier.importing.hierarchy import REFORM_MARK, HierarchyReader
from dossier.importing.item_naming import asks_for_figure, items_of
from dossier.importing.plan_heads import read_heads
from dossier.importing.proposed_papers import proposed_items, usual_papers
from dossier.importing.questions_asked import CHECKED, NO, UNCHECKED, YES, ImportQuestion, few
from dossier.importing.row_numbers import NumberKind
from dossier.importing.sheet_keys import SheetKeys
from dossier.importing.table_rows import candidates
from dossier.wording import roman

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.convert.grids.sheet_grid import SheetGrid
    from dossier.importing.draft import DraftArea, DraftComponent, DraftIndicator
    from dossier.importing.questions_asked import Answers
    from dossier.importing.table_rows import PlanTable
    from dossier.matching.questions import QuestionIndex

_ONE_ROLE: Final = 2
"""What one more known column adds to the score of a head."""
_POSITION, _LETTER = "urutan", "huruf"


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
    read = {name for each in tables for name in each.parts}
    made.notes += [
        f"{grid.name}: tabel dengan {len(grid.rows)} baris tidak dipakai, kepalanya tidak dikenal"
        for grid in grids
        if grid.name not in read and sum(any(cells) for cells in grid.rows) > 1
    ]
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
        if self._table.low_trust:
            self._ask_of_trust()
        read_heads(self._plan, self._table, self._answers, self._file_name)
        reader = HierarchyReader(self._table.rows, self._index)
        self._plan.unplaced = list(reader.unused)
        areas, doubtful = hierarchy_places.placed(reader.areas, self._index)
        self._ask_of_areas(doubtful)
        areas = self._without_reform(areas)
        self._plan.areas = hierarchy_places.numbered(areas, by_letter=False)
        if differing := hierarchy_places.letters_differ(self._plan.areas):
            self._ask_of_letters(differing)
        SheetKeys(self._plan, self._table, self._answers, self._index).set_keys()
        DueReader(self._plan, self._answers).read()
        self._persons()
        self._ask_of_papers()
        for area, component, indicator in self._all():
            in_area = roman(area.number) if area.number else ""
            indicator.items = indicator.items or items_of(indicator, component, in_area, self._plan.year)
        self._ask_of_names()
        self._ask_of_links()
        self._gather_doubts()

    def _ask_of_trust(self) -> None:
        """Ask a person to look at all that was not read of a table; it stays open until somebody says so."""
        self._answers.settle(
            ImportQuestion(
                key="sudah_diperiksa",
                text=f"Rencana ini {self._table.low_trust}: setiap barisnya meragukan. Bandingkan build/impor.html "
                "dengan berkas aslinya. Sudah diperiksa?",
                proposal=UNCHECKED,
                options=(CHECKED, UNCHECKED),
                needs_person=True,
            )
        )

    def _all(self) -> Iterator[tuple[DraftArea, DraftComponent, DraftIndicator]]:
        for area in self._plan.areas:
            for component in area.components:
                for indicator in component.indicators:
                    yield area, component, indicator

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

    def _ask_of_links(self) -> None:
        """Ask once whether links that a column holds may serve as evidence."""
        rows = self._table.link_rows
        linked = [each for *_, each in self._all() if rows & {_row_of(cell.place) for _, cell in each.cells}]
        if not linked:
            return
        answer = self._answers.settle(
            ImportQuestion(
                key="tautan",
                text=f"Kolom tautan berisi alamat pada {len(linked)} indikator. Boleh bukti butirnya berupa tautan "
                "saja (tautan: true), tanpa berkasnya?",
                proposal=NO,
                options=(YES, NO),
                details=few([f"{each.code}: {each.statement[:70]}" for each in linked]),
            )
        )
        for item in (item for each in linked for item in each.items):
            item.link = item.link or answer == YES

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

    def _ask_of_papers(self) -> None:
        """Ask once whether rows without evidence take the papers that are usual for their questions."""
        bare = [each for *_, each in self._all() if not each.evidence and each.lke and not asks_for_figure(each)]
        usual = {each.code: papers for each in bare if (papers := usual_papers(each.lke[0]))}
        if not usual:
            return
        answer = self._answers.settle(
            ImportQuestion(
                key="bukti_kosong",
                text=f"{len(usual)} indikator tidak menyebut bukti fisik. Pakai kertas yang lazim untuk pertanyaan "
                "LKE-nya sebagai butir?",
                proposal=YES,
                options=(YES, NO),
                details=few([f"{code}: {'; '.join(p.name for p in papers)}" for code, papers in usual.items()]),
            )
        )
        for *_, indicator in self._all():
            if answer == YES and indicator.code in usual:
                indicator.items = proposed_items(usual[indicator.code])

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
        if LETTER in self._table.header.roles:
            missing = [each for *_, each in self._all() if each.number.kind is NumberKind.NONE]
            self._made.doubts += [(each.place, f"{each.code}: hurufnya kosong; menurut urutan") for each in missing]
        for *_, indicator in self._all():
            if self._table.low_trust:
                self._made.doubts.append((indicator.place, f"{indicator.code}: {self._table.low_trust}"))
            self._made.doubts += [(indicator.place, text) for text in indicator.doubts]
            self._made.doubts += [
                (indicator.place, f"{indicator.code}.{item.id}: {item.doubt}") for item in indicator.items if item.doubt
            ]
        self._made.doubts += [("kepala tabel", text) for text in self._table.header.doubts.values()]


def _row_of(place: str) -> str:
    """Return the row of a place: "Lembar!C12" ─► "Lembar!12"."""
    return re.sub(r"!([A-Z]+)(?=\d)", "!", re.sub(r" kolom \d+$", "", place))


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
