"""Recognises the signed papers that are bound in front: by name and place, and by the words in them. Pure.

A name counts only where the file lies at the top of the evidence folder or in folders named after these papers, and
where it says nothing else: "surat pengantar laporan kinerja" is evidence of something.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier import knowledge
from dossier.knowledge import either, word_list
from dossier.knowledge.front_names import FRONT_NAMES
from dossier.knowledge.vocabulary import tokens
from dossier.matching.verdicts import Resolution
from dossier.model import (
    NO_FRONT,
    AmbiguousFile,
    FrontClaim,
    FrontPaper,
    Media,
    Rule,
    StatedFigures,
    UnplacedFile,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.model import Content, EvidenceFile, Pin

_PHRASES: Final = tuple(
    (phrase, FrontPaper(row["templat"]))
    for row in knowledge.rows("surat_depan.csv")
    for phrase in knowledge.listed(row["frasa"])
)
_TITLES: Final = {
    FrontPaper(row["templat"]): re.compile(rf"\b(?:{row['judul']})\b", re.IGNORECASE)
    for row in knowledge.rows("surat_depan.csv")
}
_NAME_WORDS: Final = frozenset(word_list("surat_depan_kata"))
_FOLDER_WORDS: Final = frozenset(word_list("surat_depan_folder"))
_MONTHS: Final = frozenset(word for row in knowledge.rows("bulan.csv") for word in knowledge.listed(row["ejaan"]))
_ABOUT: Final = re.compile(rf"\b(?:{either('surat_depan_isi')})\b", re.IGNORECASE)
_HEAD: Final = 600
"""Characters from the start of a text in which the title of a paper stands."""
_LEAST: Final = 120
"""Letters of a text that is enough to say what a paper is about."""
_TYPED: Final = frozenset(
    {Media.DOC, Media.DOC_XML, Media.DOCX, Media.HTML, Media.MARKDOWN, Media.ODT, Media.RTF, Media.TEXT}
)
"""Kinds that nobody can have signed by hand."""
_PAGES: Final = re.compile(r"(?<![\d.])(\d[\d.]{0,8}) halaman\b", re.IGNORECASE)
_FILES: Final = re.compile(r"(?<![\d.])(\d[\d.]{0,8}) berkas bukti\b", re.IGNORECASE)
# "Nomor 90 Tahun 2021" is a regulation, "Tahun 2025" the year of the paper.
_YEARS: Final = re.compile(r"(?P<cited>\b(?:nomor|no\.?) \S+ )?\btahun (?P<year>20\d\d)\b", re.IGNORECASE)


def by_pin(file: EvidenceFile, pin: Pin, content: Content | None) -> Resolution:
    """Return what a person decided: the file is this paper."""
    reason = f"ditetapkan orang di plan/pins.yaml baris {pin.line}"
    return _claimed(file, FrontPaper(pin.front or ""), Rule.PIN, reason, content)


def by_name(file: EvidenceFile, content: Content | None, office: Iterable[str] = ()) -> Resolution | None:
    """Return what name and place say of a file; None where they name no paper of the front.

    Args:
        file: the file.
        content: what it says, where that was read; a text about something else makes a doubt.
        office: names of the office, which say nothing in a name.
    """
    *folders, name = file.path.split("/")
    if not all(_of_front(folder) for folder in folders):
        return None
    paper = _named(name.rpartition(".")[0] or name, frozenset(word for each in office for word in tokens(each)))
    if paper is None:
        return None
    called = FRONT_NAMES[paper]
    if file.media in _TYPED:
        why = f"{called} ini belum dipindai; yang dijilid di depan ialah pindaian (PDF) yang sudah ditandatangani"
        return Resolution(unplaced=UnplacedFile(file=file, reason=why))
    if content is not None and len(re.findall(r"\w", content.text)) >= _LEAST and not _ABOUT.search(content.text):
        why = f"namanya {called}, tetapi isinya tidak menyebut Zona Integritas"
        return Resolution(ambiguous=AmbiguousFile(file=file, candidates=(), reason=why, front=paper))
    return _claimed(file, paper, Rule.WORDS, f"namanya menyebut {called}", content)


def by_content(file: EvidenceFile, content: Content | None) -> Resolution | None:
    """Return what the words in a file say that no name places; None where they are no paper of the front."""
    if content is None or file.media in _TYPED:
        return None
    text = " ".join(content.text.split())
    titles = [(found.start(), paper) for paper, title in _TITLES.items() if (found := title.search(text[:_HEAD]))]
    if not titles or not _ABOUT.search(text):
        return None
    paper = min(titles)[1]  # what comes first is the title, what follows only mentions another paper
    reason = f"isinya berjudul {FRONT_NAMES[paper]} dan menyebut Zona Integritas"
    return _claimed(file, paper, Rule.CONTENT, reason, content)


def stated(text: str) -> StatedFigures:
    """Return the figures that a paper gives of the dossier; what is said twice in different ways counts as unread."""
    plain = " ".join(text.split())
    years = {match["year"] for match in _YEARS.finditer(plain) if not match["cited"]}
    return StatedFigures(
        pages=_only(found.replace(".", "") for found in _PAGES.findall(plain)),
        files=_only(found.replace(".", "") for found in _FILES.findall(plain)),
        year=_only(years),
    )


def _only(found: Iterable[str]) -> int | None:
    values = {int(each) for each in found}
    return values.pop() if len(values) == 1 else None


def _claimed(file: EvidenceFile, paper: FrontPaper, rule: Rule, reason: str, content: Content | None) -> Resolution:
    figures = stated(content.text if content else "")
    return Resolution(front=FrontClaim(file=file, paper=paper, rule=rule, reasons=(reason,), stated=figures))


def _of_front(folder: str) -> bool:
    words = tokens(folder)
    return bool(words) and all(word in _FOLDER_WORDS or word.isdigit() for word in words)


def _named(stem: str, office: frozenset[str]) -> FrontPaper | None:
    """Return the paper that a name means: the longest phrase in it, where the other words say nothing."""
    said = f" {' '.join(tokens(stem))} "
    for phrase, paper in sorted(_PHRASES, key=lambda each: -len(each[0])):
        before, found, after = said.partition(f" {phrase} ")
        if found:
            rest = f"{before} {after}".split()
            silent = all(word.isdigit() or word in _NAME_WORDS or word in _MONTHS or word in office for word in rest)
            return paper if silent else None
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledFront:
    """One file at most for each paper; the others are ambiguous or unplaced."""

    front: tuple[FrontClaim, ...]
    ambiguous: tuple[AmbiguousFile, ...] = ()
    unplaced: tuple[UnplacedFile, ...] = ()


def settle(claims: Iterable[FrontClaim]) -> SettledFront:
    """Return which file is each paper: the one that a person named, or the only one; several are a doubt."""
    groups: defaultdict[FrontPaper, list[FrontClaim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda each: each.file.path):
        groups[claim.paper].append(claim)
    settled = SettledFront(front=())
    for paper in FrontPaper:
        if own := groups.get(paper):
            settled = _with(settled, paper, own)
    return settled


def _with(settled: SettledFront, paper: FrontPaper, claims: Sequence[FrontClaim]) -> SettledFront:
    pinned = [each for each in claims if each.rule is Rule.PIN]
    meant = pinned or list(claims)
    if len({each.file.sha256 for each in meant}) > 1:
        doubts = tuple(_doubt(paper, each, meant) for each in meant)
        rest = tuple(_surplus(paper, each, meant[0]) for each in claims if each not in meant)
        ambiguous = (*settled.ambiguous, *doubts)
        return replace(settled, ambiguous=ambiguous, unplaced=(*settled.unplaced, *rest))
    first = meant[0]
    rest = tuple(_surplus(paper, each, first) for each in claims if each is not first)
    return replace(settled, front=(*settled.front, first), unplaced=(*settled.unplaced, *rest))


def _doubt(paper: FrontPaper, claim: FrontClaim, rivals: Sequence[FrontClaim]) -> AmbiguousFile:
    others = ", ".join(f"“{each.file.path}”" for each in rivals if each is not claim)
    why = f"{FRONT_NAMES[paper]} ada lebih dari satu: ini atau {others}"
    return AmbiguousFile(file=claim.file, candidates=(), reason=why, front=paper)


def _surplus(paper: FrontPaper, claim: FrontClaim, serving: FrontClaim) -> UnplacedFile:
    same = "isinya sama; " if claim.file.sha256 == serving.file.sha256 else ""
    why = f"{same}yang dijilid sebagai {FRONT_NAMES[paper]} ialah “{serving.file.path}”"
    return UnplacedFile(file=claim.file, reason=why)


def front_pin(pins: Sequence[Pin]) -> Pin | None:
    """Return the pin that names a paper of the front, where there is one."""
    return next((pin for pin in pins if pin.front not in {None, NO_FRONT}), None)
