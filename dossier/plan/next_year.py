"""Moves the years in the text of a plan file to another year. Pure; only digits change, all else stays as written.

The plan's own year and the years beside it move; any other year stays and is told. Years of regulations and of web
addresses stay. A range of years (`renstra 2020-2024`) moves to the period after it only where that has ended before
the new year.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FIXED: Final = frozenset({"kode", "id", "jenis", "lke", "templat", "area", "tautan", "sekali", "opsional"})
"""Keys whose values name no year of this plan."""
_LAW: Final = frozenset({"dasar_hukum", "mengingat"})
_YEAR: Final = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_RANGE: Final = re.compile(
    rf"(?P<first>{_YEAR})(?P<between>\s*(?:[-–—/]|s\.?/?d\.?|sampai(?:\s+dengan)?)\s*)(?P<last>{_YEAR})",
    re.IGNORECASE,
)
_CITED: Final = re.compile(
    # Nomor 52 Tahun 2014; No. 4/2025; PermenPANRB 90/2021; UU Nomor: 20 th. 2023
    rf"(?:\b(?:nomor|no\.?)\s*:?\s*[\w./-]{{1,40}}?\s*(?:/|\s(?:tahun|th\.?)\s)\s*{_YEAR}"
    rf"|\b(?:uu|pp|se|per\w+|p[a-z]{3})\s+(?:\S+\s+)?\d{{1,3}}\s*/\s*{_YEAR})",
    re.IGNORECASE,
)
_LEAP_DAY: Final = re.compile(r"\b29(?=\s+feb)", re.IGNORECASE)
_ADDRESS: Final = r"(?:https?://|www\.)\S+"
_PIECE: Final = re.compile(
    f"(?P<address>{_ADDRESS})|(?P<cited>{_CITED.pattern})|(?P<range>{_RANGE.pattern})|(?P<year>{_YEAR})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedText:
    """One value whose text changed: its line, the code and key that it stands under, and the text before and after."""

    line: int
    code: str
    key: str
    before: str
    after: str


@dataclass(slots=True)
class MovedFile:
    """The text of a plan file for the next year, what was changed in it, and what a person has to decide."""

    text: str
    changes: list[MovedText] = field(default_factory=list)
    decisions: dict[str, list[str]] = field(default_factory=dict)

    def decide(self, what: str, where: str) -> None:
        """Note that a person has to decide something; the same at several places is noted once, with all of them."""
        self.decisions.setdefault(what, []).append(where)


@dataclass(frozen=True, slots=True)
class _PlanText:
    """One value in the text: its place, the key over it, and the code of the row that it stands in."""

    node: yaml.ScalarNode
    key: str
    code: str


def moved_file(text: str, year: int, to: int) -> MovedFile:
    """Return the text of a plan file of `year` for the year `to`; the text is one that the plan is read from."""
    found = MovedFile(text)
    edits: list[tuple[int, int, str]] = []
    for value in _values(yaml.compose(text, Loader=_LOADER), "", ""):
        start = int(value.node.start_mark.index)
        end = start + len(text[start : int(value.node.end_mark.index)].rstrip())
        written = text[start:end]
        moved = _moved(value, written, (year, to), found)
        if moved != written:
            edits.append((start, end, moved))
            before, after = _folded(written), _folded(moved)
            line = int(value.node.start_mark.line) + 1
            found.changes.append(MovedText(line=line, code=value.code, key=value.key, before=before, after=after))
    for start, end, moved in reversed(edits):
        found.text = found.text[:start] + moved + found.text[end:]
    _name_comments(found, str(year))
    return found


def _values(node: yaml.Node | None, key: str, code: str) -> Iterator[_PlanText]:
    """Yield every text of a file with the nearest key over it."""
    if isinstance(node, yaml.MappingNode):
        codes = (str(v.value) for k, v in node.value if k.value in {"kode", "id"} and isinstance(v, yaml.ScalarNode))
        own = next(codes, "")
        code = f"{code}.{own}" if own and "." in code and not own.startswith(code) else own or code
        for each, value in node.value:
            yield from _values(value, str(each.value), code)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _values(value, key, code)
    elif isinstance(node, yaml.ScalarNode):
        yield _PlanText(node, key, code)


def _moved(value: _PlanText, text: str, years: tuple[int, int], found: MovedFile) -> str:
    where = f"{value.code} {value.key}".strip()
    quoted = f"“{_folded(text)}”"
    year, to = years
    if value.key in _FIXED or not value.node.value:
        return text
    if value.key == "dasar" and not value.code:
        found.decide(f"{quoted} menetapkan rencana {year}: tulis keputusan yang menetapkan rencana {to}", where)
        return json.dumps(f"[Keputusan yang menetapkan rencana {to}: isi sesudah ditetapkan]", ensure_ascii=False)
    if value.key in _LAW:
        for each in _RANGE.finditer(text):
            if int(each["last"]) < to:
                found.decide(f"{quoted}: masa {_folded(each[0])} sudah lewat; masihkah menjadi dasar?", where)
        return text
    if value.key == "catatan":
        if re.search(_YEAR, text):
            found.decide(f"{quoted}: catatan bertahun tidak diubah; perbarui, atau hapus", where)
        return text
    moved = _PIECE.sub(lambda piece: _moved_piece(piece, years, (where, quoted), found), text)
    if value.key in {"target_waktu", "jadwal"} and _LEAP_DAY.search(moved) and not _is_leap(to):
        found.decide(f"{quoted}: {to} tidak punya 29 Februari; ditulis 28", where)
        moved = _LEAP_DAY.sub("28", moved)
    return moved


def _moved_piece(piece: re.Match[str], years: tuple[int, int], place: tuple[str, str], found: MovedFile) -> str:
    """Return an address and a cited regulation as they are, a range moved on where it has ended, a plan's year moved.

    `place` is where the text stands, and the text as it is quoted.
    """
    year, to = years
    near = range(year - 1, year + 2)
    if piece["address"]:
        return piece[0]
    if piece["cited"]:
        if int(piece["cited"][-4:]) in near:
            what = f"{place[1]}: “{_folded(piece['cited'])}” tidak diubah; sebut nomor yang berlaku"
            found.decide(what, place[0])
        return piece[0]
    if piece["range"]:
        return _moved_range(piece, years, place[0], found)
    known = int(piece["year"])
    if known in near:
        return str(known + to - year)
    found.decide(f"{place[1]}: tahun {known} tidak diubah; periksa", place[0])
    return piece[0]


def _moved_range(piece: re.Match[str], years: tuple[int, int], where: str, found: MovedFile) -> str:
    year, to = years
    first, last = int(piece["first"]), int(piece["last"])
    span = last - first + 1
    if first in {year, year - 1} and last - first == 1:  # "2024/2025": two years side by side, no period of a plan
        return f"{first + to - year}{piece['between']}{last + to - year}"
    if last >= to or span < 1:
        return piece[0]
    before = f"{first}-{last}"
    while last < to:
        first, last = first + span, last + span
    found.decide(f"masa {before} sudah lewat; ditulis {first}-{last}, pastikan", where)
    return f"{first}{piece['between']}{last}"


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _folded(text: str) -> str:
    """Return a value as it is read: without the marks of a block or quotes, white space folded."""
    return " ".join(re.sub(r"\A[>|][-+0-9]*\s", "", text).split()).strip("\"'")


def _name_comments(found: MovedFile, year: str) -> None:
    for number, line in enumerate(found.text.splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith("#") and year in stripped:
            found.decide(f"keterangan “{stripped}” menyebut {year}; tidak diubah", f"baris {number}")
