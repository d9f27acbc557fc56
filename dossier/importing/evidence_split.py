"""Splits the text of *bukti fisik* into the papers that it names. Pure.

Lines with marks of their own below a line are a list that belongs to it; a line is cut at commas and "dan" where every
piece begins with a kind of paper. Never inside brackets, nor in the contents of one paper ("dengan outline: …").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier.importing.evidence_lines import OPENER, EvidenceLine, evidence_lines, plain
from dossier.importing.paper_kinds import PLAIN_KIND, is_kind_alone, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_JOINT: Final = re.compile(r"\s*(?:,\s*(?:dan|serta|&)\s+|,\s*|\s+(?:dan|serta|&)\s+|\s+\+\s+|\s*\+\s*)", re.IGNORECASE)
# Papers of one meeting that stand side by side without a comma: "Notulensi rapat lembar monev ZI".
_SECOND: Final = re.compile(
    r"(?<=\w)\s+(?=(?:lembar monev|daftar hadir|undangan rapat|notulensi? rapat|notula rapat)\b)", re.IGNORECASE
)
_MOST_ITEMS: Final = 60
# "melalui rapat dan website" enumerates no papers.
_NO_PART: Final = frozenset({"", "aplikasi"})
_MEETING_KINDS: Final = frozenset({"undangan", "notulen", "daftar-hadir", "dokumentasi"})


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


def split_evidence(text: str) -> tuple[EvidencePiece, ...]:
    """Return the papers of an evidence text in order; an empty text has none."""
    return tuple(_papers(evidence_lines(text), "", frozenset())[:_MOST_ITEMS])


def _papers(lines: Sequence[EvidenceLine], above: str, outer: frozenset[str]) -> list[EvidencePiece]:
    """Return the papers of lines; lines with marks of their own below one are a list that belongs to it.

    Args:
        lines: The lines of one list.
        above: What stands above the list.
        outer: Marks of the lists around it.
    """
    found: list[EvidencePiece] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        outer |= {line.mark}
        end = _end_of_list(lines, position, outer)
        below = lines[position + 1 : end]
        position = end
        if not below:
            found += [replace(each, above=each.above or above) for each in _enumerated(line.text)]
            continue
        heading = line.text.rstrip(": ")
        names_papers = 2 * sum(bool(kind_of(each.text)) for each in below) >= len(below)
        if kind_of(heading) and (not names_papers or not _is_packet(heading)):
            doubt = "diikuti daftar; dibaca sebagai satu bukti beserta rinciannya"
            found.append(EvidencePiece(text=heading, above=above, doubt=doubt))
        if names_papers or not kind_of(heading):
            found += _papers(below, _matter(heading) or above, outer)
    return found


def _end_of_list(lines: Sequence[EvidenceLine], position: int, outer: frozenset[str]) -> int:
    """Return where the list below a line ends: it has marks of another kind than the lists around it."""
    line = lines[position]
    end = position + 1
    first = lines[end] if end < len(lines) else None
    if first is None or not first.mark or first.mark in outer or not (line.mark or line.text.endswith(":")):
        return end
    while end < len(lines) and lines[end].mark and lines[end].mark not in outer:
        end += 1
    return end


# "Dokumen kegiatan rapat tim" above a list of papers is their occasion, and no paper itself.
_PACKET: Final = re.compile(
    r"(?:(?:dalam bentuk|dokumen|bukti|berkas|data|bentuk|pelaksanaan|kegiatan|dokumentasi)\s+)+", re.IGNORECASE
)


def _is_packet(heading: str) -> bool:
    return bool(_PACKET.match(plain(heading))) or kind_of(heading) in {PLAIN_KIND, "data"}


def _matter(heading: str) -> str:
    """Return what a heading of a list is about: "Dokumen kegiatan rapat tim" ─► "rapat tim"."""
    matter = re.sub(r"\s*\([^()]*\)", "", plain(heading)).strip(" .:")
    return _PACKET.sub("", matter, count=1) or matter


def _enumerated(text: str) -> Iterator[EvidencePiece]:
    """Yield the parts of "undangan, daftar hadir, dan notulen": only where each begins with a kind of paper."""
    if OPENER.search(text):
        yield EvidencePiece(text=_tidy(text))
        return
    parts = [part for part in _JOINT.split(text) if part.strip()]
    if len(parts) < 2 or not all(kind_of(plain(part)) not in _NO_PART for part in parts):  # noqa: PLR2004
        parts = [text]
    shared = _shared_end(parts)
    for part in parts:
        if shared and is_kind_alone(_tidy(part)):
            yield EvidencePiece(text=_tidy(part), above=shared)
            continue
        halves = _SECOND.split(part)
        if len(halves) > 1 and kind_of(plain(halves[0])) in _MEETING_KINDS:
            yield EvidencePiece(text=_tidy(halves[0]))
            for half in halves[1:]:
                yield EvidencePiece(text=_tidy(half), doubt="dua bukti tanpa koma di antaranya")
        else:
            yield EvidencePiece(text=_tidy(part))


def _shared_end(parts: Sequence[str]) -> str:
    """Return what the last of several papers says of all: of "undangan dan notulen rapat tim" it is "rapat tim"."""
    last = _tidy(parts[-1].partition("(")[0])
    words = last.split()
    for length in range(len(words) - 2, 0, -1):  # one word tells of no occasion
        if is_kind_alone(" ".join(words[:length])):
            return " ".join(words[length:]) if len(parts) > 1 else ""
    return ""


def _tidy(text: str) -> str:
    return plain(text).strip(" .,;:")
