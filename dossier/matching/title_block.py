"""Extracts what a paper is called from the text of its first pages, and knows what the office calls itself. Pure.

The parts of official papers are those of the rules on official letters (tata naskah dinas): a decree names its matter
after TENTANG, a letter after Hal or Perihal, minutes and lists of attendance after Acara, Agenda, Kegiatan or Rapat.
The names of the office stand in every name and on every letterhead, and tell nothing apart.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Final

from dossier.knowledge import either
from dossier.knowledge.vocabulary import tokens
from dossier.model import WordList


@dataclass(frozen=True, slots=True)
class OfficeName:
    """`names` are what it calls itself, `heads` how lines of its letterhead begin, casefolded."""

    names: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()

    @property
    def words(self) -> WordList:
        """The full name without its place as one term: it is no statement about its single words."""
        full = [head for head in self.heads[:1] if len(tokens(head)) > 1]
        return WordList(terms=tuple((head, ()) for head in full))


UNNAMED: Final = OfficeName()


def office_of(name: str, short_name: str = "") -> OfficeName:
    """Return the words of an office.

    Args:
        name: its full name: "Badan Pusat Statistik Kota Contoh".
        short_name: what it is called from day to day: "BPS Kota Contoh".
    """
    full, short = name.casefold().split(), short_name.casefold().split()
    if full == short:
        short = []
    shared = 0  # words at the end of both: the place
    while shared < min(len(full) - 1, len(short)) and full[-shared - 1] == short[-shared - 1]:
        shared += 1
    heads = (full[: len(full) - shared], short[: len(short) - shared + 1])
    return OfficeName(
        names=tuple(each for each in (name, short_name) if each),
        heads=tuple(" ".join(head) for head in heads if head),
    )


_FIRST_LINES: Final = 40  # lines in which a title stands; letterheads of scanners take a dozen
_MOST_READ: Final = 3 * _FIRST_LINES  # a table parts a line into label, colon and value
_MOST_LINES: Final = 6  # lines of one title
_LONGEST: Final = 90  # characters of a title line that is not in capitals; a longer one is a sentence
_CAPITALS: Final = 0.8  # share of capitals in a line of a title block
_NAMED: Final = 0.7  # share of words with a capital in a title that is not in capitals
_TABLE_HEAD: Final = re.compile(rf"^(?:{either('judul_kepala_tabel')})\b", re.IGNORECASE)
_LEAST_LETTERS: Final = 4
_SNIPPET: Final = 80  # characters of a title that a reason quotes

_FIELD: Final = re.compile(rf"^(?:{either('judul_label')})\s*:\s*(?P<text>\S.*)$", re.IGNORECASE)
# What a letter or a statement is about where its title says only what kind of paper it is.
_PURPOSE: Final = re.compile(
    rf"\b(?:{either('judul_tujuan')})\s+(?P<text>[^.,;:]{{8,240}})|\bmenyatakan bahwa\s+(?P<whole>[^.;:]{{8,240}})",
    re.IGNORECASE,
)
_MOST_PURPOSES: Final = 2
# Whose agreement or plan it is: "Jabatan : Sekretaris Dinas Contoh".
_ROLE: Final = re.compile(r"^jabatan\s*:\s*(?P<text>[^\d(]{4,80})", re.IGNORECASE)
_FIELD_NAME: Final = re.compile(r"^[A-Za-z][A-Za-z /.()]{1,30}\s*:")
_ABOUT: Final = re.compile(r"^TENTANG\b\s*(?P<text>.*)$")
_AFTER_ABOUT: Final = re.compile(rf"^(?:{either('judul_penutup')})\b", re.IGNORECASE)
_LETTERHEAD: Final = re.compile(
    rf"^(?:(?:{either('judul_kop')})\b|badan\b.*\bpusat|menteri\b.*birokrasi$)",
    re.IGNORECASE,
)
_REGULATION: Final = re.compile(rf"^(?:{either('judul_peraturan')})\b", re.IGNORECASE)
_DRAFT: Final = re.compile(rf"^(?:{either('judul_draf')})\b", re.IGNORECASE)
# "DI LINGKUNGAN …", "MENUJU WILAYAH BEBAS DARI KORUPSI …": in every title of the office, and no matter of its own.
_EVERYWHERE: Final = re.compile(rf"\s*\b(?:{either('judul_umum')})\b.*$", re.IGNORECASE)
# "KEPUTUSAN SEKRETARIS DINAS CONTOH": who decided is no matter either.
_DECIDED: Final = re.compile(rf"^(?:petikan )?(?P<kind>{either('judul_keputusan')})\b.*$", re.IGNORECASE)
_OCR: Final = re.compile(r"\b(?=[A-Z]*[015][A-Z])[A-Z015]{4,}\b|\b[A-Z]{4,}[15]\b")
_DIGITS: Final = str.maketrans("015", "OIS")
_YEAR: Final = re.compile(r"\btahun (?:anggaran )?(20[0-4]\d)(?!\d)", re.IGNORECASE)
_LETTER: Final = re.compile(rf"^(?:{either('judul_hal')})\s*:", re.IGNORECASE)
_CHAPTER: Final = re.compile(rf"^(?:bab [ivx]+|{either('judul_bab')})\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"^nomor\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """`text` is what the paper says it is; `purpose` what its first sentences say it is for.

    `block` is its title block without Acara and the like, `head` the first line of that; `is_letter` whether Hal or
    Perihal says what it is about. `role` is the office of the first person that it names ("Jabatan : Sekretaris").
    `years` are those of the title ("TAHUN 2024"). `is_regulation`: a law or rule that the office was given, not made.
    `is_draft`: it calls itself a draft.
    """

    text: str
    block: str = ""
    head: str = ""
    purpose: str = ""
    role: str = ""
    is_letter: bool = False
    years: frozenset[int] = frozenset()
    is_regulation: bool = False
    is_draft: bool = False

    @property
    def snippet(self) -> str:
        """The title short enough to quote."""
        return self.text if len(self.text) <= _SNIPPET else f"{self.text[:_SNIPPET].rsplit(' ', 1)[0]} …"


def title_of(text: str, office: OfficeName = UNNAMED) -> Title | None:
    """Return the title of a paper from the text of its first pages, or None where nothing looks like one.

    Args:
        text: The first pages with their lines kept.
        office: Whose letterhead stands above the title.
    """
    said = itertools.islice((" ".join(line.split()) for line in text.splitlines() if line.strip()), _MOST_READ)
    lines = _with_fields([_OCR.sub(_letter, line) for line in said])[:_FIRST_LINES]
    about = _about(lines)
    block = _block(lines, office)
    fields = [match["text"] for line in lines if (match := _FIELD.match(line))]
    pieces = [cut for piece in (_DECIDED.sub(r"\g<kind>", " ".join(block)), about, *fields) if (cut := _matter(piece))]
    if not pieces:
        return None
    kind = next((line for line in lines if not _is_letterhead(line, office) and not _DRAFT.match(line)), "")
    return Title(
        text="; ".join(dict.fromkeys(pieces)),
        block=_matter(" ".join(block)) if not about else "",
        head=_matter(block[0]) if block and not about else "",
        purpose=_purpose(lines),
        role=next((match["text"].strip() for line in lines if (match := _ROLE.match(line))), ""),
        years=frozenset(int(year) for piece in (*block, about) for year in _YEAR.findall(piece)),
        is_letter=any(_LETTER.match(line) for line in lines),
        is_regulation=bool(_REGULATION.match(kind)),
        is_draft=any(_DRAFT.match(line) for line in lines[:_MOST_LINES]),
    )


def _letter(hit: re.Match[str]) -> str:
    """Return a word in capitals with the digits that a scanner's reader took for letters put right: "PEM1LIHAN"."""
    return hit[0].translate(_DIGITS) if sum(map(str.isalpha, hit[0])) > len(hit[0]) // 2 else hit[0]


def _with_fields(lines: list[str]) -> list[str]:
    """Join a label, its colon and its value where a table parts them into lines: "Hal", ":", "Undangan rapat"."""
    joined: list[str] = []
    for line in lines:
        after_colon = bool(joined) and joined[-1].endswith(" :")
        if joined and (line == ":" or after_colon):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _about(lines: list[str]) -> str:
    """Return the matter of a decree: the lines after TENTANG."""
    for at, line in enumerate(lines):
        if match := _ABOUT.match(line):
            found = [match["text"]] if match["text"] else []
            for following in lines[at + 1 : at + 1 + _MOST_LINES]:
                if _AFTER_ABOUT.match(following) or following.endswith(",") or (found and not _in_capitals(following)):
                    break
                found.append(following)
            return " ".join(found)
    return ""


def _matter(piece: str) -> str:
    """Return a title without what stands in every title of the office."""
    return _EVERYWHERE.sub("", piece).strip(" ,.")


def _is_letterhead(line: str, office: OfficeName) -> bool:
    return _LETTERHEAD.match(line) is not None or line.casefold().startswith(office.heads)


def _block(lines: list[str], office: OfficeName) -> list[str]:
    """Return the first lines in capitals below the letterhead, else the first short line that is no letterhead."""
    found: list[str] = []
    for line in lines:
        if _ABOUT.match(line) or _CHAPTER.match(line) or len(found) == _MOST_LINES:
            break
        if _DRAFT.match(line) or (not found and _is_letterhead(line, office)):
            continue
        if not _in_capitals(line) or _NUMBER.match(line):
            if found and len(found) == 1 and _is_subtitle(line, office):
                found.append(line)
            if found:
                break
            continue
        found.append(line)
    if found:
        return found
    first = next((line for line in lines if not _is_letterhead(line, office) and not _DRAFT.match(line)), "")
    return [] if not first or len(first) > _LONGEST or _FIELD_NAME.match(first) else [first]


def _is_subtitle(line: str, office: OfficeName) -> bool:
    """Whether a line below the kind of paper goes on with its title: "Sosialisasi Budaya Pelayanan Prima"."""
    words = [word for word in line.split() if word[:1].isalpha()]
    named = sum(word[:1].isupper() for word in words)
    return (
        len(words) > 1
        and len(words) == len(line.split())
        and named >= _NAMED * len(words)
        and len(line) <= _LONGEST
        and not _TABLE_HEAD.match(line)
        and not _is_letterhead(line, office)
    )


def _in_capitals(line: str) -> bool:
    letters = [char for char in line if char.isalpha()]
    return len(letters) >= _LEAST_LETTERS and sum(map(str.isupper, letters)) >= _CAPITALS * len(letters)


def _purpose(lines: list[str]) -> str:
    """Return what the first sentences say that a paper is for."""
    said = _PURPOSE.finditer(" ".join(line for line in lines if not _in_capitals(line)))
    found = itertools.islice(said, _MOST_PURPOSES)
    return "; ".join((match["text"] or match["whole"]).strip() for match in found)
