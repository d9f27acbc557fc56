"""Sections of the dossier that follow the evaluation sheet: self-assessment, assessors' differences, index. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet
from dossier.model import Section, SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dossier.knowledge.sheet import SheetQuestion

SHEET_TITLES: Final = {
    SectionKind.SELF_ASSESSMENT: ("Penilaian mandiri", "Penilaian mandiri"),
    SectionKind.ASSESSED: ("Selisih jawaban unit dan TPI", "Selisih TPI"),
    SectionKind.QUESTION_INDEX: ("Indeks pertanyaan LKE", "Indeks LKE"),
}
"""Kind ─► title in the contents and the bookmarks, words in the stamp."""
_HALVES: Final = {sheet.PEMENUHAN: "Pemenuhan", sheet.REFORM: "Reform", sheet.HASIL: "Hasil"}
_GROUP_LEVEL, _MARK_LEVEL = 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChapters:
    """Which chapters by the evaluation sheet a dossier has.

    Attributes:
        rows: Key of a question ─► codes of the indicators that answer it, in plan order; none for one without a row.
        scored: Whether there is a self-assessment: answers, or at least rows of the plan that answer the sheet.
        assessed: Whether the assessors have answered anything.
    """

    rows: Mapping[str, tuple[str, ...]]
    scored: bool = True
    assessed: bool = False


def landings(rows: Mapping[str, tuple[str, ...]], sections: Iterable[Section]) -> dict[str, tuple[Section, ...]]:
    """Return for each question that the dossier shows something for the sections where it does, in page order.

    Args:
        rows: key of a question ─► codes of the indicators that answer it.
        sections: those of the dossier, all levels.
    """
    known = {each.key: each for each in sections if each.kind in {SectionKind.INDICATOR, SectionKind.QUESTION}}
    found = {}
    for key in sheet.questions():
        wanted = (*(f"indikator:{code}" for code in rows.get(key, ())), question_section(key))
        if places := tuple(known[each] for each in wanted if each in known):
            found[key] = places
    return found


def question_marks(rows: Mapping[str, tuple[str, ...]], sections: Iterable[Section]) -> tuple[Section, ...]:
    """Return the bookmarks by question, below one for each half and area; each leads to its first sheet."""
    groups: dict[str, list[Section]] = {}
    for key, places in landings(rows, sections).items():
        question = sheet.questions()[key]
        mark = _mark(key, f"{key} {question.text}", places[0].key, _MARK_LEVEL)
        groups.setdefault(group_title(question), []).append(mark)
    return tuple(
        _mark(f"kelompok:{title}", title, marks[0].leads_to, _GROUP_LEVEL, tuple(marks))
        for title, marks in groups.items()
    )


def group_title(question: SheetQuestion) -> str:
    """Return the half and the area that a question stands in: "Pemenuhan I Manajemen Perubahan", "Hasil"."""
    area = f" {question.area} {sheet.area_titles()[question.area]}" if question.area else ""
    return f"{_HALVES[question.half]}{area}"


def question_section(key: str) -> str:
    """Return the key of the section of a question of the evaluation sheet."""
    return f"{SectionKind.QUESTION.value}:{key}"


def question_mark(key: str) -> str:
    """Return the key of the bookmark of a question."""
    return f"{SectionKind.QUESTION_MARK.value}:{key}"


def _mark(key: str, title: str, target: str, level: int, children: tuple[Section, ...] = ()) -> Section:
    kind = SectionKind.QUESTION_MARK
    return Section(
        kind=kind, key=question_mark(key), title=title, level=level, stamp="", leads_to=target, children=children
    )
