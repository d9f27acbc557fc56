"""Computes the order of the dossier: sections, titles, levels. No pages, no page numbers."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet
from dossier.model import Audience, DocKind, Outline, Section, SectionKind
from dossier.period_report import last_period
from dossier.sheet_outline import SHEET_TITLES, question_marks, question_section
from dossier.stamp_words import NO_SPECIAL, Served
from dossier.wording import SUPPORTING, SUPPORTING_FOR_READERS, WITHOUT_ROW, cut

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from dossier.model import Component, Coverage, Indicator, Matching, MemberPages, PaperPages, Plan, SlotCoverage
    from dossier.sheet_outline import SheetChapters
    from dossier.stamp_words import SpecialFiles

_TITLES: Final = {
    SectionKind.COVER: ("Sampul", "Sampul"),
    SectionKind.LEADER: ("Lembar pimpinan", "Lembar pimpinan"),
    SectionKind.LETTER: ("Surat pengantar", "Pengantar"),
    SectionKind.CHANGES: ("Yang berubah sejak edisi yang Saudara terima", "Perubahan"),
    SectionKind.CONTENTS: ("Daftar isi", "Daftar Isi"),
    SectionKind.BEYOND: (WITHOUT_ROW, "Di luar rencana"),
    SectionKind.REMARKS: ("Tindak lanjut catatan TPI", "Catatan TPI"),
    SectionKind.MONITORING: ("Lembar monitoring dan evaluasi", "Lembar monev"),
    SectionKind.GAPS: ("Daftar kesenjangan", "Kesenjangan"),
    SectionKind.WITHOUT: ("Indikator dan pertanyaan tanpa bukti", "Tanpa bukti"),
    SectionKind.UNPLACED: ("Berkas tanpa tempat", "Tanpa tempat"),
    SectionKind.REGISTER: ("Register bukti", "Register"),
    SectionKind.PAPERS: ("Naskah yang masih harus dibuat", "Naskah"),
} | SHEET_TITLES
"""Kind ─► title in the contents and the bookmarks, words in the stamp."""
_READER_TITLES: Final = _TITLES | {
    SectionKind.GAPS: ("Bukti yang belum lengkap", "Belum lengkap"),
    SectionKind.UNPLACED: ("Berkas yang tempatnya belum pasti", "Belum pasti"),
}
"""The same for those who read what the unit's staff wrote."""

_AREA_LEVEL, _COMPONENT_LEVEL, _INDICATOR_LEVEL, _EVIDENCE_LEVEL = 1, 2, 3, 4
_UNPLACED_LEVEL = 2
_QUESTION_LEVEL = 2


_STAMPED: Final = 40
"""Characters of a name in the stamp of its pages."""
SIGNED: Final = "tanda tangan elektronik sah hanya pada berkas asli"


def outline(  # noqa: PLR0913 — each names the reason of one chapter or of what is printed beside a file
    plan: Plan,
    coverage: Coverage,
    matching: Matching,
    *,
    remarks: bool = False,
    without_row: bool = False,
    leader: bool = False,
    received: bool = False,
    members: Mapping[str, Sequence[MemberPages]] = MappingProxyType({}),
    chapters: SheetChapters | None = None,
    special: SpecialFiles = NO_SPECIAL,
    papers: Sequence[PaperPages] = (),
    audience: Audience = Audience.STAF,
) -> Outline:
    """Return the dossier's sections in page order.

    A file is bound once: under the first indicator in plan order that claims it, else under the first question of the
    evaluation sheet that it answers, or after the list of unplaced files when nothing or nothing certain claims it.
    What is only a spare of other files is not bound; the register and the sheet of the indicator name it.

    Args:
        plan: Gives the order and the titles of areas, components and indicators.
        coverage: Gives the order of an indicator's files: by requirement, slot, path.
        matching: Says which files serve where, and which have no certain place.
        remarks: Whether the assessors have said something; a chapter then answers them.
        without_row: Whether the plan lacks rows for questions of the sheet; they are listed then, above their files.
        leader: Whether the two pages for the head of the office follow the cover.
        received: Whether its readers have received an edition before; a chapter then says what changed since.
        members: Path of an archive or a mail ─► where its members are; those claimed by name are sections below it.
        chapters: What follows the evaluation sheet; None leaves it out.
        special: Files that have no pages, or whose pages say something besides.
        papers: What is still to be made, as pages; only the unit's staff have them.
        audience: Who reads it. TPN gets what there is evidence of, and one list of the rest.
    """
    submitted, titles = audience is Audience.TPN, _TITLES if audience.advises else _READER_TITLES
    plain = partial(_plain, titles)
    served = Served.of(plan, coverage, special.captioned)
    evidence = partial(_evidence, special.signed, _inside(plan, matching, members), served)
    left_out = frozenset(special.unbound if submitted else ())
    homes = homes_of(plan, matching)
    bound_homes = {path: codes for path, codes in homes.items() if path not in left_out}
    supporting = partial(_below, evidence=evidence, title=SUPPORTING if audience.advises else SUPPORTING_FOR_READERS)
    bound = _bound(coverage, matching, bound_homes, supporting)
    areas = tuple(_areas(plan, bound, set().union(*bound_homes.values()) if submitted else None))
    beyond = _beyond(matching, evidence, left_out)
    placed = homes.keys() | {path for _, path in special.front}
    placeless = () if submitted else _placeless(matching, placed, evidence, titles[SectionKind.UNPLACED][1])
    around = {SectionKind.LEADER: leader, SectionKind.CHANGES: received}
    around |= _chapters_around(chapters, period=last_period(plan, coverage), submitted=submitted, remarks=remarks)
    marks = _index_marks(chapters, (*areas, *beyond))
    return Outline(
        sections=(
            *_front(plain, special, around),
            *areas,
            *((plain(SectionKind.BEYOND, beyond),) if beyond or (without_row and not submitted) else ()),
            *(plain(kind, placeless if kind is SectionKind.UNPLACED else ()) for kind in _AFTER if around[kind]),
            *((plain(SectionKind.QUESTION_INDEX, marks),) if marks else ()),
            *_end(plain, papers if audience is Audience.STAF else ()),
        )
    )


def _end(plain: Callable[..., Section], papers: Sequence[PaperPages]) -> Iterable[Section]:
    """Yield the register, and the appendix of papers still to be made where there are any."""
    yield plain(SectionKind.REGISTER)
    if papers:
        yield plain(SectionKind.PAPERS, _papers(papers))


def _papers(papers: Sequence[PaperPages]) -> tuple[Section, ...]:
    return tuple(
        Section(
            kind=SectionKind.PAPER,
            key=each.key,
            title=f"{each.code} {each.name}",
            level=_UNPLACED_LEVEL,
            stamp=each.code,
            served=each.requirement,
            label=f"naskah: {cut(each.name, _STAMPED)}",
        )
        for each in papers
    )


_BEFORE: Final = (SectionKind.CONTENTS, SectionKind.SELF_ASSESSMENT)
_AFTER: Final = (
    SectionKind.ASSESSED,
    SectionKind.MONITORING,
    SectionKind.REMARKS,
    SectionKind.GAPS,
    SectionKind.UNPLACED,
    SectionKind.WITHOUT,
)
"""What stands before the areas, behind cover and letters, and after them, in order."""


def _front(
    plain: Callable[[SectionKind], Section],
    special: SpecialFiles,
    around: Mapping[SectionKind, bool],
) -> Iterable[Section]:
    """Yield what stands before the areas: cover, leader's sheet, letters, what changed, contents, and the chapters."""
    yield plain(SectionKind.COVER)
    if around[SectionKind.LEADER]:
        yield plain(SectionKind.LEADER)
    yield from _letters(plain(SectionKind.LETTER) if around[SectionKind.LETTER] else None, _in_front(special))
    if around[SectionKind.CHANGES]:
        yield plain(SectionKind.CHANGES)
    yield from (plain(kind) for kind in _BEFORE if around.get(kind, True))


def _letters(drawn: Section | None, signed: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the letters behind the cover: a signed covering letter stands in the place of the one that is drawn."""
    if drawn is None or any(each.title == drawn.title for each in signed):
        return signed
    return (drawn, *signed)


def _in_front(special: SpecialFiles) -> tuple[Section, ...]:
    """Return the signed papers of the front as sections of their own; their stamp names them."""
    return tuple(
        Section(
            kind=SectionKind.EVIDENCE,
            key=f"berkas:{path}",
            title=name,
            level=_AREA_LEVEL,
            stamp=name,
            path=path,
            remark=SIGNED if path in special.signed else "",
            label=cut(path.rpartition("/")[2], _STAMPED),
        )
        for name, path in special.front
    )


def _chapters_around(
    chapters: SheetChapters | None, *, period: object | None, submitted: bool, remarks: bool
) -> dict[SectionKind, bool]:
    """Return which of the chapters before and after the areas there are; cover and contents always are."""
    for_us = not submitted
    return {
        SectionKind.LETTER: for_us,
        SectionKind.SELF_ASSESSMENT: for_us and chapters is not None and chapters.scored,
        SectionKind.ASSESSED: for_us and chapters is not None and chapters.assessed,
        SectionKind.MONITORING: for_us and bool(period),
        SectionKind.REMARKS: for_us and remarks,
        SectionKind.GAPS: for_us,
        SectionKind.UNPLACED: for_us,
        SectionKind.WITHOUT: submitted,
    }


def _bound(
    coverage: Coverage,
    matching: Matching,
    homes: Mapping[str, tuple[str, ...]],
    below: Callable[[str, Iterable[str], Collection[str]], tuple[Section, ...]],
) -> dict[str, tuple[Section, ...]]:
    """Return code of an indicator ─► its files, in reading order; each file stands under its first home."""
    supporting = supporting_of(matching)
    files: defaultdict[str, list[str]] = defaultdict(list)
    for path, codes in homes.items():
        files[codes[0]].append(path)
    return {
        code: below(code, _in_reading_order(paths, coverage.of_indicator(code)), supporting.get(code, ()))
        for code, paths in files.items()
    }


def _index_marks(chapters: SheetChapters | None, sections: Iterable[Section]) -> tuple[Section, ...]:
    """Return the bookmarks by question into these sections."""
    return question_marks(chapters.rows, (each for top in sections for each in top.walk())) if chapters else ()


def homes_of(plan: Plan, matching: Matching) -> dict[str, tuple[str, ...]]:
    """Return for each file that serves the indicators it is claimed for, in plan order: bound under the first.

    The files are sorted by path. A claim to an indicator that the plan does not have is left out.
    """
    order = {indicator.code: place for place, indicator in enumerate(plan.indicators)}
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for claim in matching.serving_claims:
        if claim.indicator in order:
            codes[claim.file.path].add(claim.indicator)
    return {path: tuple(sorted(codes[path], key=order.__getitem__)) for path in sorted(codes)}


def answers_of(matching: Matching) -> dict[str, tuple[str, ...]]:
    """Return for each file that only questions of the sheet claim those questions, in the order of the sheet.

    The files are sorted by path; each is bound under its first question.
    """
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for each in matching.beyond_plan:
        keys[each.file.path].add(each.question)
    return {path: tuple(key for key in sheet.questions() if key in keys[path]) for path in sorted(keys)}


def supporting_of(matching: Matching) -> dict[str, tuple[str, ...]]:
    """Return for each indicator the files that serve it and no requirement of it, sorted by path."""
    named = {(claim.indicator, claim.file.path) for claim in matching.serving_claims if claim.requirement is not None}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for claim in matching.serving_claims:
        if (claim.indicator, claim.file.path) not in named:
            found[claim.indicator].add(claim.file.path)
    return {code: tuple(sorted(paths)) for code, paths in found.items()}


MOST_ON_A_SHEET: Final = 6


def photo_runs(
    outline: Outline, plan: Plan, matching: Matching, photos: Collection[str]
) -> tuple[tuple[str, ...], ...]:
    """Return the paths of photos that belong together: the documentation of one thing, in the order of the outline.

    They follow each other, serve the same slots of the same requirements, all of kind *dokumentasi*, and lie in the
    same folder. A run has two to six photos; more are dealt out evenly.

    Args:
        outline: says which files follow each other.
        plan: says what kind each requirement is of.
        matching: says what each file serves.
        photos: paths of the files that are one picture each.
    """
    kinds: dict[tuple[str, str | None], DocKind] = {
        (i.code, r.id): r.kind for i in plan.indicators for r in i.requirements
    }
    places: defaultdict[str, set[tuple[str, str | None, str | None]]] = defaultdict(set)
    for claim in matching.serving_claims:
        places[claim.file.path].add(claim.place)
    found: list[tuple[str, ...]] = []
    for section in outline.walk():
        for _, group in groupby(
            (child.path for child in section.children if child.path is not None),
            key=lambda path: (path in photos, frozenset(places[path]), path.rpartition("/")[0]),
        ):
            paths = tuple(group)
            served = places[paths[0]]
            together = served and all(kinds.get(place[:2]) is DocKind.DOKUMENTASI for place in served)
            if len(paths) > 1 and paths[0] in photos and together:
                found += _dealt(paths)
    return tuple(found)


def _dealt(paths: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Deal photos out over as few sheets as they need, so that none is left alone."""
    sheets = -(-len(paths) // MOST_ON_A_SHEET)
    each, more = divmod(len(paths), sheets)
    ends = [number * each + min(number, more) for number in range(sheets + 1)]
    return [paths[start:end] for start, end in pairwise(ends)]


def _areas(plan: Plan, bound: Mapping[str, tuple[Section, ...]], proven: Collection[str] | None) -> Iterable[Section]:
    """Yield the areas with all that is below them; a component without indicators has no page to start on.

    An indicator without pages of evidence may share its page with the one before it that has none either. Where
    `proven` is given, only those indicators are in it, and no area without any.
    """
    for area in plan.areas:
        components, empty = [], False
        for component in area.components:
            sections = []
            for indicator in component.indicators:
                if proven is None or indicator.code in proven:
                    files = bound.get(indicator.code, ())
                    sections.append(_indicator(indicator, files, follows=empty and not files))
                    empty = not files
            if sections:
                components.append(_component(component, tuple(sections)))
        if not components and proven is not None:
            continue
        yield Section(
            kind=SectionKind.AREA,
            key=f"area:{area.code}",
            title=f"{area.code}. {area.title}",
            level=_AREA_LEVEL,
            stamp=area.code,
            children=tuple(components),
        )


def _component(component: Component, indicators: tuple[Section, ...]) -> Section:
    return Section(
        kind=SectionKind.COMPONENT,
        key=f"komponen:{component.code}",
        title=f"{component.code} {component.title}",
        level=_COMPONENT_LEVEL,
        stamp=component.code,
        children=indicators,
    )


def _beyond(
    matching: Matching, evidence: Callable[[str, str, int], Section], left_out: Collection[str]
) -> tuple[Section, ...]:
    """Return the sections of the questions without a row that files answer which no indicator claims."""
    files: defaultdict[str, list[str]] = defaultdict(list)
    answers = {path: keys for path, keys in answers_of(matching).items() if path not in left_out}
    for path, keys in answers.items():
        files[keys[0]].append(path)
    answered = frozenset().union(*answers.values())
    return tuple(
        Section(
            kind=SectionKind.QUESTION,
            key=question_section(key),
            title=f"{key} {question.text}",
            level=_QUESTION_LEVEL,
            stamp=key,
            children=tuple(evidence(path, key, _QUESTION_LEVEL + 1) for path in files[key]),
        )
        for key, question in sheet.questions().items()
        if key in answered
    )


def _indicator(indicator: Indicator, files: tuple[Section, ...], *, follows: bool) -> Section:
    return Section(
        kind=SectionKind.INDICATOR,
        key=f"indikator:{indicator.code}",
        title=f"{indicator.code} {indicator.statement}",
        level=_INDICATOR_LEVEL,
        stamp=indicator.code,
        children=files,
        follows=follows,
    )


def _evidence(
    signed: Collection[str],
    inside: Mapping[str, Sequence[tuple[MemberPages, str]]],
    served: Served,
    path: str,
    stamp: str,
    level: int,
) -> Section:
    title, remark = path.rpartition("/")[2], SIGNED if path in signed else ""
    return Section(
        kind=SectionKind.EVIDENCE,
        key=f"berkas:{path}",
        title=title,
        level=level,
        stamp=stamp,
        path=path,
        remark=remark,
        served=served.words.get((stamp, path), ""),
        caption=served.captions.get((stamp, path), ""),
        label=cut(title, _STAMPED),
        children=tuple(
            Section(
                kind=SectionKind.MEMBER,
                key=f"{SectionKind.MEMBER.value}:{pages.first}:{path}",
                title=pages.name,
                level=level + 1,
                stamp=codes,
                label=f"{cut(pages.name.rpartition('/')[2], _STAMPED)}, di dalam {cut(title, _STAMPED)}",
                within=pages,
            )
            for pages, codes in inside.get(path, ())
        ),
    )


def _inside(
    plan: Plan, matching: Matching, members: Mapping[str, Sequence[MemberPages]]
) -> dict[str, list[tuple[MemberPages, str]]]:
    """Return for each archive its members that serve an indicator, in page order, with the codes of what they serve."""
    order = {indicator.code: place for place, indicator in enumerate(plan.indicators)}
    codes: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in matching.serving_claims:
        if claim.member is not None and claim.indicator in order:
            codes[claim.file.path, claim.member].add(claim.indicator)
    found: defaultdict[str, list[tuple[MemberPages, str]]] = defaultdict(list)
    for path, pages in members.items():
        for each in pages:
            if served := codes.get((path, each.name)):
                found[path].append((each, ", ".join(sorted(served, key=order.__getitem__))))
    return found


def _below(
    code: str,
    paths: Iterable[str],
    supporting: Collection[str],
    evidence: Callable[[str, str, int], Section],
    title: str,
) -> tuple[Section, ...]:
    """Return the files of an indicator; those that are for no requirement of it come last, under their own title."""
    named = tuple(evidence(path, code, _EVIDENCE_LEVEL) for path in paths if path not in supporting)
    others = tuple(evidence(path, code, _EVIDENCE_LEVEL + 1) for path in paths if path in supporting)
    if not others:
        return named
    key = f"{SectionKind.SUPPORTING.value}:{code}"
    kind, level = SectionKind.SUPPORTING, _EVIDENCE_LEVEL
    return (*named, Section(kind=kind, key=key, title=title, level=level, stamp=code, children=others))


def _plain(
    titles: Mapping[SectionKind, tuple[str, str]], kind: SectionKind, children: tuple[Section, ...] = ()
) -> Section:
    """Return a section of the whole dossier; its key is its kind."""
    title, stamp = titles[kind]
    return Section(kind=kind, key=kind.value, title=title, level=_AREA_LEVEL, stamp=stamp, children=children)


def _in_reading_order(paths: Iterable[str], slots: Iterable[SlotCoverage]) -> list[str]:
    """Sort by the first requirement and slot that a file fills; what fills none (its period is unread) comes last."""
    first: dict[str, int] = {}
    for slot in slots:
        for path in slot.files:
            first.setdefault(path, len(first))
    return sorted(paths, key=lambda path: (first.get(path, len(first)), path))


def _placeless(
    matching: Matching, placed: Collection[str], evidence: Callable[[str, str, int], Section], stamp: str
) -> tuple[Section, ...]:
    """Return the ambiguous files, the unplaced ones, and those claimed for an indicator that the plan lacks."""
    known = set(placed) | matching.spare_paths.keys() | answers_of(matching).keys()
    groups = (
        {each.file.path for each in matching.ambiguous},
        {each.file.path for each in matching.unplaced} | (set(matching.claimed_paths) - known),
    )
    return tuple(evidence(path, stamp, _UNPLACED_LEVEL) for group in groups for path in sorted(group))
