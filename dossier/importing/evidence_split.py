"""Splits the text of *bukti fisik* into the papers that it names. Pure.

Cut at line ends, blank lines, semicolons, wide runs of blanks, dashes and series that count up from their first; then
at commas and "dan" where every piece begins with a kind of paper. Never inside brackets, nor in the contents of one
paper ("dengan outline: …").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from dossier import knowledge
from dossier.knowledge.vocabulary import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BULLET: Final = re.compile(r"[-–—•·▪●➢✓*]\s*")
_MARKS: Final = (
    ("angka", re.compile(r"\(?(\d{1,2})\s?[.)]\s*(?!\d)")),
    ("romawi", re.compile(r"\(?([ivx]{1,5})\s?[.)]\s*")),
    ("huruf", re.compile(r"\(?([a-z])\s?[.)]\s*", re.IGNORECASE)),
)
_ROMANS: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_DASH: Final = "tanda"
# " - " inside a line, "•" anywhere; a hyphen within a word ("surat-surat") is none.
_INLINE_BULLET: Final = re.compile(r"(?<!\S)[-–—](?=\s)|[•·▪●➢✓]")
_WIDE: Final = re.compile(r"[ \u00a0]{5,}")
OPENERS: Final = (
    r"\b(?:dengan outline|outline|berisi(?:kan)?|mencakup|meliputi|yaitu|yakni|contoh(?:nya)?|seperti|misal(?:nya)?"
    r"|memuat)\b"
)
"""Words after which stand the contents of one paper."""
_OPENER: Final = re.compile(OPENERS, re.IGNORECASE)
_JOINT: Final = re.compile(r"\s*(?:,\s*(?:dan|serta|&)\s+|,\s*|\s+(?:dan|serta|&)\s+|\s+\+\s+|\s*\+\s*)", re.IGNORECASE)
# Papers of one meeting that stand side by side without a comma: "Notulensi rapat lembar monev ZI".
_SECOND: Final = re.compile(
    r"(?<=\w)\s+(?=(?:lembar monev|daftar hadir|undangan rapat|notulensi? rapat|notula rapat)\b)", re.IGNORECASE
)
_PREFIX: Final = frozenset(
    {"dokumen", "bukti", "copy", "kopi", "salinan", "file", "softcopy", "print", "out", "printout"}
)
_MOST_ITEMS: Final = 60
# "melalui rapat dan website" enumerates no papers.
_NO_PART: Final = frozenset({"", "aplikasi"})
_MEETING_KINDS: Final = frozenset({"undangan", "notulen", "daftar-hadir", "dokumentasi"})
PLAIN_KIND: Final = "dokumen"


@dataclass(frozen=True, kw_only=True)
class EvidencePiece:
    """One paper that an evidence text names.

    Attributes:
        text: Its words without a list mark.
        above: The line that a list of papers stands under ("Rapat tim:"), or an empty text.
        doubt: Why a person should look at the cut, or an empty text.
    """

    text: str
    above: str = ""
    doubt: str = ""


@dataclass(frozen=True, kw_only=True)
class _Line:
    text: str
    mark: str = ""
    hard: bool = False


def split_evidence(text: str) -> tuple[EvidencePiece, ...]:
    """Return the papers of an evidence text in order; an empty text has none."""
    lines = _joined(list(_lines(text)))
    pieces: list[EvidencePiece] = []
    heading = ""
    for position, line in enumerate(lines):
        following = lines[position + 1] if position + 1 < len(lines) else None
        if line.text.endswith(":") and following and following.mark and following.mark != line.mark:
            heading, level = line.text.rstrip(": "), line.mark
            if not kind_of(heading):
                continue
            pieces.append(
                EvidencePiece(text=heading, doubt="diikuti daftar; dibaca sebagai satu bukti beserta rinciannya")
            )
            continue
        if heading and line.mark == level:
            heading = ""
        pieces += [replace(each, above=heading) for each in _enumerated(line.text)]
    return tuple(pieces[:_MOST_ITEMS])


def _lines(text: str) -> Iterator[_Line]:
    """Yield the pieces of a text with the kind of mark before each; brackets keep theirs together."""
    series = _inline_series(text)
    for block in re.split(r"\n", _shielded(text)):
        hard = not block.strip()
        for part in re.split(r";|" + _WIDE.pattern, block):
            yield from _marked(part, series)
        if hard:
            yield _Line(text="", hard=True)


_SHIELD: Final = {
    "\n": "\ue000",
    ";": "\ue001",
    ",": "\ue002",
    "-": "\ue003",
    ".": "\ue004",
    ")": "\ue005",
    " ": "\ue006",
    "•": "\ue007",
}
_UNSHIELD: Final = str.maketrans({value: key for key, value in _SHIELD.items()})


def _shielded(text: str) -> str:
    """Return a text whose brackets hold nothing that cuts."""
    found: list[str] = []
    depth = 0
    closes = text.count(")")
    for position, character in enumerate(text):
        is_opening = character == "(" and text.find(")", position) > 0 and not _counts(text, position)
        if character == "(" and is_opening and closes:
            depth += 1
            found.append(character)
        elif character == ")" and depth:
            depth -= 1
            found.append(character if not depth else _SHIELD[")"])
        else:
            found.append(_SHIELD.get(character, character) if depth else character)
    return "".join(found)


def _counts(text: str, position: int) -> bool:
    """Whether a bracket belongs to a mark: "(1) SK"."""
    return bool(re.match(r"\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s", text[position:]))


def _plain(text: str) -> str:
    return " ".join(text.translate(_UNSHIELD).split())


def _inline_series(text: str) -> frozenset[str]:
    """Return the kinds of marks that count up from their first in a text: only these cut within a line."""
    found = set()
    for kind, mark in _MARKS:
        values = [match[1] for match in re.finditer(r"(?<!\S)" + mark.pattern, _shielded(text), mark.flags)]
        first, second = {"angka": ("1", "2"), "huruf": ("a", "b"), "romawi": ("i", "ii")}[kind]
        folded = [value.lower() for value in values]
        if first in folded and second in folded[folded.index(first) :]:
            found.add(kind)
    return frozenset(found)


def _marked(part: str, series: frozenset[str]) -> Iterator[_Line]:
    """Yield the pieces of a line, cut before its marks."""
    cuts: list[tuple[int, int, str]] = [(match.start(), match.end(), _DASH) for match in _INLINE_BULLET.finditer(part)]
    if lead := _BULLET.match(part.lstrip()):
        start = len(part) - len(part.lstrip())
        if not cuts or cuts[0][0] > start:
            cuts.insert(0, (start, start + lead.end(), _DASH))
    expected = dict.fromkeys(series, 0)
    for kind, mark in _MARKS:
        for match in re.finditer(r"(?<!\S)" + mark.pattern, part, mark.flags) if kind in series else ():
            position = _position(match[1], kind)
            at_begin = not part[: match.start()].strip()
            if position == expected[kind] + 1 or (at_begin and position):
                expected[kind] = position
                cuts.append((match.start(), match.end(), kind))
    cuts = _apart(sorted(cuts))
    begin, mark_kind = 0, ""
    for start, end, kind in cuts:
        if part[begin:start].strip():
            yield _Line(text=_kept(part[begin:start]), mark=mark_kind)
        begin, mark_kind = end, kind
    if part[begin:].strip():
        yield _Line(text=_kept(part[begin:]), mark=mark_kind)


def _kept(text: str) -> str:
    return " ".join(text.split())


def _apart(cuts: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for cut in cuts:
        if not kept or cut[0] >= kept[-1][1]:
            kept.append(cut)
    return kept


def _position(written: str, kind: str) -> int:
    text = written.lower()
    if kind == "angka":
        return int(text)
    if kind == "romawi":
        return _ROMANS.index(text) + 1 if text in _ROMANS else 0
    return ord(text) - ord("a") + 1


def _joined(lines: list[_Line]) -> list[_Line]:
    """Join what belongs to the line above it: wrapped lines, and the contents of one paper."""
    found: list[_Line] = []
    inside: _Line | None = None
    has_marks = any(line.mark for line in lines)
    was_hard = False
    for line in lines:
        if line.hard:
            was_hard = True
            continue
        before = found[-1] if found else None
        if (inside is not None and before is not None and _is_contents(line, inside, was_hard=was_hard)) or (
            before is not None and not was_hard and _is_wrapped(line, before, has_marks=has_marks)
        ):
            found[-1] = replace(before, text=f"{before.text} {line.text}")
        else:
            found.append(line)
            inside = line if _OPENER.search(_plain(line.text)) and _opens(line.text) else None
        was_hard = False
    return [line for line in found if re.search(r"\w", line.text)]


def _opens(text: str) -> bool:
    """Whether what a line contains goes on in the lines below: it names its contents at its end."""
    tail = _plain(text)
    last = list(_OPENER.finditer(tail))[-1]
    return tail.endswith(":") or len(tail) - last.end() < 40  # noqa: PLR2004 — a heading of contents, not the contents


def _is_contents(line: _Line, opener: _Line, *, was_hard: bool) -> bool:
    if line.mark:
        return line.mark != opener.mark
    return not was_hard


def _is_wrapped(line: _Line, before: _Line, *, has_marks: bool) -> bool:
    return not line.mark and (bool(before.mark) if has_marks else line.text[:1].islower() and not kind_of(line.text))


def _enumerated(text: str) -> Iterator[EvidencePiece]:
    """Yield the parts of "undangan, daftar hadir, dan notulen": only where each begins with a kind of paper."""
    if _OPENER.search(text):
        yield EvidencePiece(text=_tidy(text))
        return
    parts = [part for part in _JOINT.split(text) if part.strip()]
    if len(parts) < 2 or not all(kind_of(_plain(part)) not in _NO_PART for part in parts):  # noqa: PLR2004
        parts = [text]
    for part in parts:
        halves = _SECOND.split(part)
        if len(halves) > 1 and kind_of(_plain(halves[0])) in _MEETING_KINDS:
            yield EvidencePiece(text=_tidy(halves[0]))
            for half in halves[1:]:
                yield EvidencePiece(text=_tidy(half), doubt="dua bukti tanpa koma di antaranya")
        else:
            yield EvidencePiece(text=_tidy(part))


def _tidy(text: str) -> str:
    return _plain(text).strip(" .,;:")


@cache
def _kinds() -> Mapping[tuple[str, ...], str]:
    return {
        tokens(spelling): row["jenis"]
        for row in knowledge.rows("jenis_butir.csv")
        for spelling in knowledge.listed(row["awal"])
    }


@cache
def _longest_kind() -> int:
    return max(map(len, _kinds()))


def kind_of(text: str) -> str:
    """Return the kind of paper that a text begins with, after "bukti", "salinan" and the like; else an empty text."""
    words = tokens(text)
    known = _kinds()
    generic = ""
    for start in range(min(3, len(words))):
        for length in range(min(_longest_kind(), len(words) - start), 0, -1):
            if kind := known.get(words[start : start + length]):
                if kind != PLAIN_KIND:
                    return kind
                generic = kind
                break
        if words[start] not in _PREFIX:
            break
    return generic


def is_kind_alone(text: str) -> bool:
    """Whether a text is the name of a kind of paper and nothing else: "SK", "Daftar hadir"."""
    return tokens(text) in _kinds()
