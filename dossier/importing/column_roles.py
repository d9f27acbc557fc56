"""Which column is what: headings of one to three rows ─► roles, and groups of month, quarter and week columns. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from dossier import knowledge
from dossier.convert.grids.sheet_grid import column_letters
from dossier.importing.evidence_split import split_evidence
from dossier.importing.paper_kinds import kind_of
from dossier.wording import month_number, roman_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.convert.grids.sheet_grid import SheetGrid

NUMBER, CODE, LETTER = "no", "kode", "huruf"
AREA, COMPONENT, STATEMENT = "area", "komponen", "indikator"
STEPS, EVIDENCE, DUE = "langkah_aksi", "bukti_fisik", "target_waktu"
PERSON, YEAR, HALF = "penanggung_jawab", "tahun", "paruh"
ASIDE: Final = "lain"
LINK, NOTE, OUTPUT, TEAM = "tautan", "catatan", "output", "tim"
DETAIL: Final = "rincian"
"""Role of the column with figures that a question asks for: they are evidence of it."""
MONTH: Final = "bulan:"
"""Role of a column of marks: `bulan:3`, or `bulan:3,6` for what ends in these months."""

ROLES: Final = (NUMBER, CODE, LETTER, AREA, COMPONENT, STATEMENT, STEPS, EVIDENCE, DUE, PERSON, YEAR, ASIDE)
"""Roles that a person may name in `--peta`."""
_LEVELS: Final = ("aspek", AREA, "pilar", "sub_pilar", COMPONENT, "program")
_HELD: Final = (STATEMENT, STEPS, EVIDENCE, "kegiatan", "uraian", OUTPUT)
_MOST_HEAD_ROWS: Final = 3
_LOOKED_AT: Final = 60
_LEAST_ROLES: Final = 2
_LONGEST_HEADING: Final = 60
_QUARTER_MONTHS: Final = 3
_MONTHS: Final = 12
_MOST_OF: Final = 0.7
_LEAST_COUNT: Final = 5
_LEAST_CELLS: Final = 3
_LEAST_REPEATED: Final = 3
_LOOKED_INTO: Final = 600
"""Characters of a cell by which a column is judged."""
_LONGEST_HALF: Final = 4
_QUARTERS: Final = 4

_PUNCTUATION: Final = re.compile(r"[^\w%]+")
_QUARTER: Final = re.compile(r"(?:tw|twl|triwulan|tri wulan|kuartal|quarter|q)\s?(i{1,3}|iv|[1-4a-d])", re.IGNORECASE)
_QUARTER_GROUP: Final = re.compile(r"\b(?:tw|triwulan|tri wulan|kuartal|quarter)\b")
_WEEK: Final = re.compile(r"(?:m|mg|mgg|minggu|w|week)?\s?(?:ke\s?)?(?:[1-5]|i{1,3}|iv|v)")
_MONTH_CODE: Final = re.compile(r"b\s?(\d{1,2})")


def folded_heading(text: str) -> str:
    """Return a heading as it is compared: lower case, one blank between words, no punctuation."""
    return " ".join(_PUNCTUATION.sub(" ", text.casefold()).replace("%", " ").split())


@cache
def _spellings() -> Mapping[str, str]:
    return {
        folded_heading(spelling): row["peran"]
        for row in knowledge.rows("kolom_rencana.csv")
        for spelling in knowledge.listed(row["ejaan"])
    }


def role_of(heading: str) -> str:
    """Return the role that a heading names, or an empty text; the longest known wording at its begin counts."""
    text = folded_heading(heading)
    if not text or len(text) > _LONGEST_HEADING:
        return ""
    known = _spellings()
    if text in known:
        return known[text]
    pieces = text.split()
    if len(pieces) > 1 and max(map(len, pieces)) <= 2 and "".join(pieces) in known:  # noqa: PLR2004 — "N o", "PI C"
        return known["".join(pieces)]
    begins = [spelling for spelling in known if text.startswith(f"{spelling} ") and len(spelling) > 2]  # noqa: PLR2004
    ends = [spelling for spelling in known if text.endswith(f" {spelling}") and len(spelling) > 3]  # noqa: PLR2004
    best = max(begins, key=len, default="") or max(ends, key=len, default="")
    return known.get(best, "") or _unbroken().get(text.replace(" ", ""), "")


@cache
def _unbroken() -> Mapping[str, str]:
    """Headings without blanks: narrow columns of a PDF break words ("INDIKATO R")."""
    return {spelling.replace(" ", ""): role for spelling, role in _spellings().items() if len(spelling) > 5}  # noqa: PLR2004 — a word that breaks


@dataclass(frozen=True, kw_only=True)
class Header:
    """The head of a table.

    Attributes:
        row: The first row of the head.
        depth: How many rows it has; 0 where a person named the columns.
        headings: Text of each column, parts of several rows joined by " › ".
        roles: Role of each column, or an empty text.
        doubts: What a person should confirm: column ─► why.
    """

    row: int
    depth: int
    headings: tuple[str, ...]
    roles: tuple[str, ...]
    doubts: Mapping[int, str] = field(default_factory=dict)

    @property
    def score(self) -> int:
        """How many different roles are known."""
        has_months = any(role.startswith(MONTH) for role in self.roles)
        held = {role for role in self.roles if role and role != ASIDE and not role.startswith(MONTH)}
        return 2 * len(held | ({DUE} if has_months else set())) + has_months

    @property
    def is_plan(self) -> bool:
        """Whether it heads a table of a plan: it has sentences, and at least one more column that counts."""
        return STATEMENT in self.roles and len(set(self.roles) & {*ROLES[:9], PERSON, HALF}) >= _LEAST_ROLES

    def columns(self, role: str) -> tuple[int, ...]:
        """Return the columns of a role."""
        return tuple(column for column, known in enumerate(self.roles) if known == role)


def find_header(grid: SheetGrid) -> Header | None:
    """Return the head of a table that fits a plan best, or None."""
    best: Header | None = None
    for row in range(min(len(grid.rows), _LOOKED_AT)):
        for depth in range(1, min(_MOST_HEAD_ROWS, len(grid.rows) - row) + 1):
            below = row + depth - 1
            if depth > 1 and (not _is_head_row(grid.rows[below]) or _repeats_columns(grid, below)):
                break
            paths = _paths(grid, row, depth)
            if not any(map(_known, paths)):
                continue
            found = _header(row, depth, paths, grid)
            if found.is_plan and (best is None or (found.score, -depth) > (best.score, -best.depth)):
                best = found
    return best


def header_named(grid: SheetGrid, names: Mapping[str, str], row: int = -1) -> Header:
    """Return the head of a table whose columns a person named: letter or heading ─► role."""
    known = find_header(grid)
    roles = list(known.roles) if known else [""] * grid.width
    headings = list(known.headings) if known else [""] * grid.width
    for name, role in names.items():
        for column in range(grid.width):
            letter = column_letters(grid.columns[column] if grid.columns else column)
            if name.strip().upper() == letter or (name and folded_heading(name) == folded_heading(headings[column])):
                roles[column] = "" if role == ASIDE else role
    start, depth = (known.row, known.depth) if known else (max(row, 0), 0)
    return Header(row=start, depth=depth, headings=tuple(headings), roles=tuple(roles))


def _known(path: Sequence[str]) -> bool:
    return any(map(role_of, path))


def _is_head_row(cells: Sequence[str]) -> bool:
    """Whether a row may be a further row of the head: short cells, most of which are known headings or times."""
    texts = [cell for cell in cells if cell]
    known = sum(map(_is_head_cell, texts))
    numbers = [text.strip("().") for text in texts]
    is_count = len(texts) >= _LEAST_COUNT and numbers[0] == "1" and all(map(str.isdecimal, numbers))
    return bool(texts) and known > _MOST_OF * len(texts) and not is_count


def _repeats_columns(grid: SheetGrid, row: int) -> bool:
    """Whether a row fills columns that have a heading of their own above it: it holds data, no parts of headings."""
    above, cells = grid.rows[row - 1], grid.rows[row]
    own = [column for column in range(grid.width - 1) if above[column] and above[column + 1]]
    return sum(bool(cells[column]) for column in own if role_of(above[column])) >= _LEAST_REPEATED


def _is_head_cell(text: str) -> bool:
    folded = folded_heading(text)
    return bool(role_of(text) or _months([text], "x") or _WEEK.fullmatch(folded) or _QUARTER.fullmatch(folded))


def _paths(grid: SheetGrid, row: int, depth: int) -> list[tuple[str, ...]]:
    """Return for every column the texts above each other in the head; a merged text counts for all its columns."""
    paths = []
    for column in range(grid.width):
        parts: list[str] = []
        for level in range(row, row + depth):
            top, left = grid.covered.get((level, column), (level, column))
            text = grid.rows[top][left] if top >= row else ""
            if not text and level < row + depth - 1:
                text = _left_of(grid, level, column)
            if text and (not parts or parts[-1] != text):
                parts.append(" ".join(text.split()))
        paths.append(tuple(parts))
    return paths


def _left_of(grid: SheetGrid, row: int, column: int) -> str:
    """Return the heading to the left of an empty cell where the cells below say that it goes on: CSV has no merges."""
    below = grid.rows[row + 1]
    if not below[column]:
        return ""
    for left in range(column - 1, -1, -1):
        if not below[left]:
            return ""
        if grid.rows[row][left]:
            return grid.rows[row][left]
    return ""


def _months(path: Sequence[str], parent: str = "") -> tuple[int, ...]:
    """Return the months that a column of marks stands for: one, or the last one of a quarter."""
    texts = [folded_heading(text) for text in path]
    for position, text in enumerate(texts):
        words = [word for word in text.split() if not word.isdecimal() or len(word) < 4]  # noqa: PLR2004 — a year
        if len(words) == 1 and (month := month_number(words[0])):
            return (month,)
        code = _MONTH_CODE.fullmatch(text)
        if code and 1 <= int(code[1]) <= _MONTHS:
            return (int(code[1]),)
        quarter = _QUARTER.fullmatch(text)
        if quarter is None and position and _QUARTER_GROUP.search(texts[position - 1]):
            quarter = re.fullmatch(r"(i{1,3}|iv|[1-4a-d])", text)
        if quarter and not (parent and position):
            return (_quarter(quarter[1]) * _QUARTER_MONTHS,)
        if position and re.search(r"\b(?:waktu|jadwal|bulan)\b", texts[position - 1]) and text.isdecimal():
            return (int(text),) if 1 <= int(text) <= _MONTHS else ()
    return ()


def _quarter(written: str) -> int:
    if written.isdecimal():
        return int(written)
    if written.lower() in {"a", "b", "c", "d"}:  # C and D are Roman numerals too
        return ord(written.lower()) - ord("a") + 1
    return roman_number(written.upper()) or 1


def _header(row: int, depth: int, paths: Sequence[tuple[str, ...]], grid: SheetGrid) -> Header:
    roles = [_role(path) for path in paths]
    headings = tuple(" › ".join(path) for path in paths)
    body = grid.rows[row + depth :]
    _share_levels(roles, body)
    doubts = _share_contents(roles, headings, body) | _share_texts(roles, paths)
    seen: Counter[str] = Counter()
    for column, role in enumerate(roles):
        seen[role] += 1
        if role and not role.startswith(MONTH) and role not in {NUMBER, PERSON, ASIDE} and seen[role] > 1:
            roles[column] = ASIDE
    return Header(row=row, depth=depth, headings=headings, roles=tuple(roles), doubts=doubts)


def _role(path: tuple[str, ...]) -> str:
    if not path:
        return ""
    if months := _months(path):
        return MONTH + ",".join(map(str, months))
    whole = role_of(" ".join(path))
    last = role_of(path[-1])
    above = role_of(path[0]) if len(path) > 1 else ""
    if above in {STEPS, "kegiatan", STATEMENT, COMPONENT} and last in {"uraian", STEPS, "kegiatan", ""}:
        return above
    if above == DUE and last in {"", DUE}:
        return DUE
    return last or whole or above


def _share_levels(roles: list[str], body: Sequence[Sequence[str]]) -> None:
    """Decide by their cells which column above the sentence is the area, which the component, which the half."""
    levels = [column for column, role in enumerate(roles) if role in _LEVELS]
    # Alone, a column "Komponen" also holds the titles of areas, in rows of their own.
    least = 0.9 if len(levels) == 1 and roles[levels[0]] == COMPONENT else 0.5
    areas = [column for column in levels if _share(body, column, is_area_name) > least]
    unnamed = [column for column, role in enumerate(roles) if role in {"", ASIDE, "uraian"}]
    halves = [column for column in levels if _share(body, column, _is_half) > 0.5]  # noqa: PLR2004 — most of them
    if not halves:  # a column of any heading that holds nothing but "Pemenuhan" and "Reform"
        halves = [column for column in unnamed if _share(body, column, _is_half_alone) == 1][:1]
    named = [column for column in levels if column not in halves and roles[column] != "aspek"]
    area = next((column for column in areas if column not in halves), None)
    if area is None:
        area = next((column for column in named if roles[column] in {AREA, "pilar"}), None)
    plain = [column for column in named if area is None and roles[column] == COMPONENT]
    below = [column for column in named if area is None or column > area]
    component = next(iter((*plain, *below)), None)
    for column in halves:
        roles[column] = HALF
    for column in set(levels) - set(halves):
        if column == area:
            roles[column] = AREA
        else:
            roles[column] = COMPONENT if column == component else ASIDE


def _share_contents(roles: list[str], headings: Sequence[str], body: Sequence[Sequence[str]]) -> dict[int, str]:
    """Give columns without a heading that counts the role that their cells speak of; return the doubts."""
    doubts: dict[int, str] = {}
    for column, role in enumerate(roles):
        if role in {"", ASIDE, NOTE} and _filled(body, column) >= _LEAST_CELLS:
            if not role and _share(body, column, _is_link) > _MOST_OF:
                roles[column] = LINK
            elif EVIDENCE not in roles and OUTPUT not in roles and _share(body, column, _names_papers) > _MOST_OF:
                name = f"“{headings[column]}”" if headings[column] else "tanpa judul"
                doubts[column] = f"kolom {column + 1} ({name}) dibaca sebagai bukti_fisik menurut isinya"
                roles[column] = EVIDENCE
    return doubts


def _filled(body: Sequence[Sequence[str]], column: int) -> int:
    return sum(bool(row[column]) for row in body)


def _is_link(text: str) -> bool:
    return bool(re.match(r"\s*(?:https?://|www\.)\S", text, re.IGNORECASE))


@lru_cache(maxsize=1 << 15)
def _names_papers(text: str) -> bool:
    """Whether a text names papers: "SK tim", "1. Peta jabatan 2. Undangan rapat"."""
    pieces = split_evidence(text[:_LOOKED_INTO])
    return any(kind_of(piece.text) not in {"", "data"} for piece in pieces)


def _share(body: Sequence[Sequence[str]], column: int, holds: object) -> float:
    texts = [row[column] for row in body if row[column]][:200]
    return sum(bool(holds(text)) for text in texts) / len(texts) if texts and callable(holds) else 0.0


def _is_half(text: str) -> bool:
    return bool(re.search(r"\b(?:pemenuhan|reform)\b", text, re.IGNORECASE))


def _is_half_alone(text: str) -> bool:
    return _is_half(text) and len(text.split()) <= _LONGEST_HALF


def is_area_name(text: str) -> bool:
    """Whether a text is the title of one of the areas of change, with a number or without."""
    return area_number(text) > 0


@cache
def _area_words() -> tuple[tuple[tuple[str, ...], int], ...]:
    found = [
        (tuple(folded_heading(row["nama"]).split()), roman_number(row["area"]) or 0)
        for row in knowledge.rows("area.csv")
    ]
    return tuple(sorted(found, key=lambda each: -len(each[0])))


_LONGEST_AREA: Final = 12
"""Words of a title of an area."""


def area_number(text: str) -> int:
    """Return the number, 1 to 6, of the area of change that a title names, or 0."""
    words = folded_heading(text).split()
    if len(words) > _LONGEST_AREA:
        return 0
    joined = "".join(words)
    return next((n for names, n in _area_words() if set(names) <= set(words) or "".join(names) == joined), 0)


def _share_texts(roles: list[str], paths: Sequence[tuple[str, ...]]) -> dict[int, str]:
    """Give the columns with general headings what is still missing: sentence, steps, evidence; return the doubts."""
    doubts: dict[int, str] = {}

    def give(role: str, *wanted: str) -> None:
        """Give a missing role to the first column of one of the wanted kinds."""
        column = next((column for kind in wanted for column, known in enumerate(roles) if known == kind), None)
        if column is not None and role not in roles:
            doubts[column] = f"kolom “{paths[column][-1]}” dibaca sebagai {role}"
            roles[column] = role

    if STATEMENT not in roles:
        if roles.count(STEPS) > 1 and roles.count(NUMBER) > 1:
            give(COMPONENT, STEPS)  # two numbered columns: the one above is the component
        if roles.count(STEPS) > 1 or COMPONENT in roles:
            give(STATEMENT, STEPS)
        give(STATEMENT, "uraian", "kegiatan", STEPS)
    give(STEPS, "uraian", "kegiatan")
    give(EVIDENCE, OUTPUT)
    give(PERSON, TEAM)
    for column, role in enumerate(roles):
        if role in {"uraian", "kegiatan"}:
            roles[column] = ASIDE
    return doubts
