"""Parses version marks in names (draft, copy, edited, signed, revision 2), and ranks two versions of one name.

Only names that are equal without such marks are compared.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dossier.knowledge import either
from dossier.knowledge.vocabulary import tokens, vocabulary_of
from dossier.matching import code_spellings
from dossier.matching.parsed_path import split_path
from dossier.model import Media

if TYPE_CHECKING:
    from dossier.matching.code_spellings import PlanCodes
    from dossier.model import EvidenceFile, Plan


class VersionMark(StrEnum):
    """What a word in a name says of the version; the values are as a reader is told."""

    DRAFT = "draf"
    COPY = "salinan"
    CHANGED = "suntingan"
    SIGNED = "bertanda tangan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A name without its marks (`terms`, `words`, `numbers`), the marks and their words, and what kind of file it is.

    `terms` are canonical, `words` as written; two names are equal when either is. `revision` is None where no
    number is said.
    """

    terms: frozenset[str]
    words: frozenset[str]
    numbers: tuple[int, ...]
    coded: bool
    marks: frozenset[VersionMark]
    marked_by: tuple[str, ...]
    revision: int | None
    media: Media

    @property
    def is_printed(self) -> bool:
        """Whether the file is one that people sign and scan, not one that they type in."""
        return self.media in _PRINTED

    @property
    def is_lesser(self) -> bool:
        """Whether the name itself says that there is a better one."""
        return bool(self.marks & {VersionMark.DRAFT, VersionMark.COPY})


_PRINTED: Final = frozenset({Media.PDF, Media.TIFF})
_TYPED: Final = frozenset(
    {
        *(Media.DOC, Media.DOC_XML, Media.DOCX, Media.ODT, Media.RTF, Media.XLS, Media.XLS_XML, Media.XLSX, Media.ODS),
        *(Media.PPT, Media.PPTX, Media.ODP),
    }
)
_EDGE: Final = r"(?<![^\W_])(?:{})(?![^\W_])"
_GAP: Final = r"[\s_]+"
_UNSIGNED: Final = rf"(?:{either('versi_belum')}){_GAP}(?:{either('versi_belum_apa', _GAP)})"
# Read in this order, each taken out of the name: "belum ttd" before "ttd", "copy of" before "copy".
_MARKS: Final = tuple(
    (mark, re.compile(_EDGE.format(words)))
    for mark, words in (
        (VersionMark.DRAFT, f"{either('versi_draf')}|{_UNSIGNED}"),
        (VersionMark.COPY, either("versi_salinan", _GAP)),
        (VersionMark.SIGNED, either("versi_bertanda", _GAP)),
        (VersionMark.CHANGED, f"final+|{either('versi_suntingan')}"),
    )
)
_UNTIDY: Final = {VersionMark.DRAFT: 4, VersionMark.COPY: 4, VersionMark.SIGNED: 0, VersionMark.CHANGED: 1}
# "revisi2", "rev 2", "v2", "versi 3".
_REVISION: Final = re.compile(_EDGE.format(rf"(?:{either('versi_revisi')})[\s._-]?(\d{{1,2}})?"))
_NUMBER: Final = re.compile(r"\d+")
# "01. SK Tim", "2) SK Tim", "03_SK Tim": the file's place in its folder.
_ORDER: Final = re.compile(r"\A\s*(?:\d{1,2}[.)]|0\d[_-])\s*(?=[^\W\d])")


def read(file: EvidenceFile, codes: PlanCodes, asked: str, plan: Plan) -> Version:
    """Take the marks out of a name.

    Args:
        file: The file.
        codes: The plan's codes, which are no part of what a paper is called.
        asked: The wording of the requirement: "draf" marks nothing where a draft is asked for.
        plan: Its year may be left out of names; its words say what is a term.
    """
    _, stem = split_path(file.path)
    mentions = code_spellings.full_codes(stem, codes)
    for mention in mentions:
        first, last = mention.span
        stem = stem[:first] + " " * (last - first) + stem[last:]
    text = _ORDER.sub("", unicodedata.normalize("NFC", stem).casefold(), count=1)
    wanted = asked.casefold()
    marks: set[VersionMark] = set()
    marked_by: list[str] = []
    for mark, pattern in _MARKS:
        if pattern.search(text) and not pattern.search(wanted):
            marks.add(mark)
            marked_by += [hit[0] for hit in pattern.finditer(text)]
            text = pattern.sub(" ", text)
    revision = None
    if (said := _REVISION.search(text)) and not _REVISION.search(wanted):
        marks.add(VersionMark.CHANGED)
        marked_by.append(said[0])
        revision = int(said[1]) if said[1] else None
        text = _REVISION.sub(" ", text)
    year = {str(plan.year)}
    return Version(
        terms=vocabulary_of(plan.words).expand(text) - year,
        words=frozenset(tokens(text)) - year,
        numbers=tuple(sorted(int(number) for number in _NUMBER.findall(text) if int(number) != plan.year)),
        coded=bool(mentions),
        marks=frozenset(marks),
        marked_by=tuple(marked_by),
        revision=revision,
        media=file.media,
    )


def untidiness(path: str) -> int:
    """Return the sum of the weights of a name's version marks: 0 for none, drafts and copies weigh most."""
    text = split_path(path)[1].casefold()
    return sum(_UNTIDY[mark] for mark, pattern in _MARKS if pattern.search(text))


def same_paper(one: Version, other: Version) -> bool:
    """Return whether two names are equal but for their marks."""
    if one.numbers != other.numbers:
        return False
    if not one.terms and not other.terms:
        return one.coded and other.coded and one.words == other.words
    return bool(one.terms) and (one.terms == other.terms or one.words == other.words)


def order(version: Version) -> tuple[bool, bool, bool, int]:
    """Sort the version first that serves best."""
    return (
        version.is_lesser,
        not version.is_printed,
        VersionMark.SIGNED not in version.marks,
        -(version.revision or 0),
    )


def lesser(version: Version, better: Version) -> str:
    """Return in words why a version is a spare of another; "" where that is uncertain."""
    if better.is_lesser:
        return ""
    same = same_paper(version, better)
    prevails = better.is_printed or not version.is_printed
    equal_kind = same and (version.media is better.media or (version.is_printed and better.is_printed))
    signed, better_signed = (VersionMark.SIGNED in each.marks for each in (version, better))
    revised = version.revision is not None and better.revision is not None and version.revision < better.revision
    reasons = (
        (
            VersionMark.DRAFT in version.marks and prevails and _within(version, better),
            "draf atau belum ditandatangani",
        ),
        (VersionMark.COPY in version.marks and prevails and same, "salinan"),
        (version.media in _TYPED and better.is_printed and same, "naskah yang masih dapat disunting"),
        (equal_kind and better_signed and not signed, "tanpa keterangan ditandatangani"),
        (equal_kind and better_signed == signed and revised, f"revisi {version.revision}"),
    )
    return next((reason for holds, reason in reasons if holds), "")


def is_unclear(one: Version, other: Version) -> bool:
    """Return whether two papers that both stay look like versions of one; photos of one occasion are none."""
    papers = _PRINTED | _TYPED
    told_apart = one.marked_by != other.marked_by
    return same_paper(one, other) and told_apart and {one.media, other.media} <= papers


def _within(draft: Version, better: Version) -> bool:
    """Return whether a draft's name says no more than the other's, or the other way round: "SK tim zi draft"."""
    if same_paper(draft, better):
        return True
    if not draft.terms or not better.terms or draft.numbers != better.numbers:
        return False
    return any(
        one <= other or other <= one for one, other in ((draft.terms, better.terms), (draft.words, better.words))
    )
