"""Lines of an evidence text: cut at line ends, marks and semicolons, and joined again where they belong together. Pure.

Never cut inside brackets. Wrapped lines, and the contents of one paper ("dengan outline: …"), go with the line above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier.importing.paper_kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_BULLET: Final = re.compile(r"[-–—•·▪●➢✓*]\s*")
_MARKS: Final = (
    ("angka", re.compile(r"\(?(\d{1,2})\s?[.)]\s*(?!\d)")),
    ("romawi", re.compile(r"\(?([ivx]{1,5})\s?[.)]\s*")),
    ("huruf", re.compile(r"\(?([a-z])\s?[.)]\s*", re.IGNORECASE)),
)
_ROMANS: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_DASH: Final = "tanda"
_DIGITS: Final = "angka"
# " - " inside a line, "•" anywhere; a hyphen within a word ("surat-surat") is none.
_INLINE_BULLET: Final = re.compile(r"(?<!\S)[-–—](?=\s)|[•·▪●➢✓]")
_WIDE: Final = re.compile(r"[ \u00a0]{5,}")
OPENERS: Final = (
    r"\b(?:dengan outline|outline|berisi(?:kan)?|mencakup|meliputi|yaitu|yakni|contoh(?:nya)?|seperti|misal(?:nya)?"
    r"|memuat)\b"
)
"""Words after which stand the contents of one paper."""
OPENER: Final = re.compile(OPENERS, re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class EvidenceLine:
    """One line: its words without a list mark, the kind of mark before it, and whether it is an empty line."""

    text: str
    mark: str = ""
    hard: bool = False


def evidence_lines(text: str) -> list[EvidenceLine]:
    """Return the lines of an evidence text; brackets are kept together, `plain` shows their text again."""
    return _joined(list(_lines(text)))


def _lines(text: str) -> Iterator[EvidenceLine]:
    """Yield the pieces of a text with the kind of mark before each; brackets keep theirs together."""
    series = _inline_series(text)
    for block in re.split(r"\n", _shielded(text)):
        hard = not block.strip()
        for part in re.split(r";|" + _WIDE.pattern, block):
            yield from _marked(part, series)
        if hard:
            yield EvidenceLine(text="", hard=True)


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


def plain(text: str) -> str:
    """Return a text with single blanks, and with the characters that its brackets kept from being cut."""
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


def _marked(part: str, series: frozenset[str]) -> Iterator[EvidenceLine]:
    """Yield the pieces of a line, cut before its marks."""
    cuts: list[tuple[int, int, str]] = [(match.start(), match.end(), _DASH) for match in _INLINE_BULLET.finditer(part)]
    if lead := _BULLET.match(part.lstrip()):
        start = len(part) - len(part.lstrip())
        if not cuts or cuts[0][0] > start:
            cuts.insert(0, (start, start + lead.end(), _DASH))
    expected = {kind: 0 for kind, _ in _MARKS}
    for kind, mark in _MARKS:
        for match in re.finditer(r"(?<!\S)" + mark.pattern, part, mark.flags):
            position = _position(match[1], kind)
            at_begin = not part[: match.start()].strip()
            if kind not in series and not (at_begin and kind == _DIGITS and part[match.end() :].strip()):
                continue  # a number before a line is a mark, also where the series does not begin with 1
            if position == expected[kind] + 1 or (at_begin and position):
                expected[kind] = position
                cuts.append((match.start(), match.end(), kind + match[0].strip()[-1:]))
    cuts = _apart(sorted(cuts or _bare_series(part)))
    begin, mark_kind = 0, ""
    for start, end, kind in cuts:
        if part[begin:start].strip():
            yield EvidenceLine(text=_kept(part[begin:start]), mark=mark_kind)
        begin, mark_kind = end, kind
    if part[begin:].strip():
        yield EvidenceLine(text=_kept(part[begin:]), mark=mark_kind)


# "a SK tim b Undangan rapat": letters or numbers without a mark of their own.
_BARE: Final = re.compile(r"(?<!\S)(?:([a-z])|(\d{1,2}))\s+(?=[A-Z])")


def _bare_series(part: str) -> list[tuple[int, int, str]]:
    """Return the cuts before bare letters or numbers that count up from the begin of a line, each before a paper."""
    found: list[tuple[int, int, str]] = []
    for match in _BARE.finditer(part):
        written, kind = (match[1], "huruf") if match[1] else (match[2], _DIGITS)
        is_next = _position(written, kind) == len(found) + 1 and (not found or found[0][2] == kind)
        if is_next and kind_of(plain(part[match.end() :])) and (found or not part[: match.start()].strip()):
            found.append((match.start(), match.end(), kind))
    return found if len(found) > 1 else []


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


def _joined(lines: list[EvidenceLine]) -> list[EvidenceLine]:
    """Join what belongs to the line above it: wrapped lines, and the contents of one paper."""
    found: list[EvidenceLine] = []
    inside: EvidenceLine | None = None
    has_marks = any(line.mark for line in lines)
    was_hard = False
    for line in lines:
        if line.hard:
            was_hard = True
            continue
        before = found[-1] if found else None
        is_inside = inside is not None and _is_contents(line, inside, was_hard=was_hard)
        is_wrapped = before is not None and not was_hard and _is_wrapped(line, before, has_marks=has_marks)
        text = plain(line.text)
        if before is not None and (_PERIODS.fullmatch(text) or (not line.mark and _RULE.match(text))):
            found[-1] = replace(before, text=f"{before.text} ({line.text})")
        elif before is not None and (is_inside or is_wrapped or _goes_with(line, before, was_hard=was_hard)):
            found[-1] = replace(before, text=f"{before.text} {line.text}")
        else:
            found.append(line)
            inside = line if OPENER.search(plain(line.text)) and _opens(line.text) else None
        was_hard = False
    return [line for line in found if re.search(r"\w", line.text)]


_PERIOD: Final = r"(?:harian|mingguan|bulanan|triwulanan|semesteran|tahunan)"
# "- Bulanan / Triwulanan" below a paper says how often it is made.
_PERIODS: Final = re.compile(rf"{_PERIOD}(?:\s*(?:/|,|atau|dan)\s*{_PERIOD})*", re.IGNORECASE)
# "Jika realisasi 100 % : a" is a rule by which the paper is judged.
_RULE: Final = re.compile(r"(?:jika|bila|apabila)\b.*[:=]", re.IGNORECASE)


# "Tim satgas (semua):", also where lines below it were joined to it already.
_COLON: Final = re.compile(r"[\w)]:(?:\s|$)")


def _goes_with(line: EvidenceLine, before: EvidenceLine, *, was_hard: bool) -> bool:
    """Whether a line is no paper but tells more of the one above: brackets, or what stands below a colon."""
    text = plain(line.text)
    if line.mark or kind_of(text):
        return False
    tells = not was_hard and not before.mark and bool(_COLON.search(plain(before.text)))
    return tells or line.text.startswith("(") or bool(OPENER.match(text))


def _opens(text: str) -> bool:
    """Whether what a line contains goes on in the lines below: it ends with the word that says so, or a colon."""
    tail = plain(text)
    last = list(OPENER.finditer(tail))[-1]
    return tail.endswith(":") or not _NOT_YET.sub("", tail[last.end() :]).strip(" .,")


# What may follow "memuat" before the contents themselves: "memuat antara lain".
_NOT_YET: Final = re.compile(
    r"\b(?:antara lain|sebagai berikut|hal|tentang|dari|paling sedikit|minimal)\b", re.IGNORECASE
)


def _is_contents(line: EvidenceLine, opener: EvidenceLine, *, was_hard: bool) -> bool:
    if line.mark:
        return line.mark != opener.mark
    return not was_hard


def _is_wrapped(line: EvidenceLine, before: EvidenceLine, *, has_marks: bool) -> bool:
    return not line.mark and (bool(before.mark) if has_marks else line.text[:1].islower() and not kind_of(line.text))
