"""Mends slips of YAML line by line, so that all of a file are told at once, each with the line to paste in its stead.

A line is mended only where the parser then comes further than before. Line numbers stay: a mend takes as many lines as
it replaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_SLIPS: Final = 200
_TRIES: Final = 4  # ways to mend one slip, about
_MOST_WORK: Final = 40_000_000
"""Characters that are parsed at most for one file, over all of its slips."""

_ENTRY: Final = re.compile(r"(?P<head>\s*(?:- +)*(?:[^\s:\"'{}\[\]#][^:\"'{}\[\]#]*:[ ]+|- +))(?P<value>\S.*?)\s*")
"""A line `  - key: value`, or an item of a list."""
_GLUED: Final = re.compile(r"(?P<head>\s*(?:- +)*\w+:)(?P<value>[^\s:].*)")  # kode:I.1
_FLOW: Final = re.compile(r"(?P<head>[^{]*)\{(?P<inside>.*)\}\s*")  # - {id: a, nama: SK}
_FLOW_KEY: Final = re.compile(r",\s+(?=\w+:\s)")
_LETTER: Final = re.compile(r"[^\W\d_]")
_SPECIAL: Final = frozenset("-?:,[]{}#&*!|>'\"%@`")

_CAUSES: Final = (
    # what the parser says, what it means, what to do
    ("block sequence entries", "teks diawali “- ” seperti daftar", "Apit teksnya dengan tanda kutip"),
    (
        "mapping values",
        "ada titik dua di dalam teks",
        "Teks yang memuat titik dua dan spasi (“: ”) harus diapit tanda kutip",
    ),
    (
        "cannot start any token",
        "diawali tab atau tanda baca yang punya arti khusus",
        "Pakai spasi, bukan tab, untuk inden; teks yang diawali tanda baca diapit tanda kutip",
    ),
    ("expected ',' or ']'", "kurung siku tidak ditutup", "Tutup kurungnya, atau apit teksnya dengan tanda kutip"),
    ("expected ',' or '}'", "kurung kurawal tidak ditutup", "Tutup kurungnya, atau apit teksnya dengan tanda kutip"),
    ("end of stream", "tanda kutip atau kurung tidak ditutup sampai akhir berkas", "Tutup tanda kutip atau kurungnya"),
    ("unknown escape", "garis miring terbalik di dalam tanda kutip ganda", "Tulis dua kali (\\\\)"),
    ("could not find expected ':'", "baris ini bukan “kunci: nilai”", "Beri titik dua sesudah kuncinya"),
    ("expected '-' indicator", "inden daftar tidak lurus", "Luruskan inden baris ini dengan baris sebelumnya"),
    ("expected key", "susunan kuncinya terputus", "Apit seluruh teksnya dengan tanda kutip, dan luruskan indennya"),
    ("comment or line break", "teks diawali “>” atau “|”", "Apit teksnya dengan tanda kutip"),
)
_UNCLEAR: Final = (
    "susunannya tidak dikenali",
    "Periksa inden (spasi di awal baris), titik dua, dan tanda kutip di baris ini dan baris sebelumnya",
)


@dataclass(frozen=True, slots=True)
class YamlSlip:
    """One slip: its line (from 1), what is wrong, what to do, and the mended lines; none where it cannot be mended."""

    line: int
    reason: str
    advice: str
    mended: tuple[str, ...] = ()


def mend(source: str, error: yaml.MarkedYAMLError, parse: Callable[[str], None]) -> tuple[str, tuple[YamlSlip, ...]]:
    """Return a text that can be parsed as far as lines could be mended, and its slips in order.

    Args:
        source: The text.
        error: What the parser said of it.
        parse: Parses a text; raises MarkedYAMLError.
    """
    slips: list[YamlSlip] = []
    most = min(_MOST_SLIPS, max(1, _MOST_WORK // (_TRIES * max(1, len(source)))))
    found: yaml.MarkedYAMLError | None = error
    while found is not None and len(slips) < most:
        reason, advice = _meaning(found)
        better = next(_better(source, found, parse), None)
        if better is None:
            slips.append(YamlSlip(_line(found), reason, advice))
            break
        source, first, mended, found = better
        slips.append(YamlSlip(first + 1, reason, advice, mended))
    return source, tuple(slips)


def _meaning(error: yaml.MarkedYAMLError) -> tuple[str, str]:
    said = error.problem or ""
    return next(((reason, advice) for part, reason, advice in _CAUSES if part in said), _UNCLEAR)


def _line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark is not None else 1


Better = tuple[str, int, tuple[str, ...], "yaml.MarkedYAMLError | None"]


def _better(source: str, error: yaml.MarkedYAMLError, parse: Callable[[str], None]) -> Iterator[Better]:
    """Yield texts of which the parser understands more: text, index of the first new line, the new lines, next slip."""
    lines = source.splitlines()
    marks = [mark.line for mark in (error.problem_mark, error.context_mark) if mark is not None]
    places = dict.fromkeys(place for mark in marks for place in (mark, mark - 1) if 0 <= place < len(lines))
    for place in places:
        for mended in _ways(lines, place):
            text = "\n".join((*lines[:place], *mended, *lines[place + len(mended) :])) + "\n"
            following = _error_of(text, parse)
            if following is None or (
                _line(following) > place + len(mended) and _rest(following, text) < _rest(error, source)
            ):
                yield text, place, mended, following


def _rest(error: yaml.MarkedYAMLError, text: str) -> int:
    """Return how many characters come after a slip; where a bracket or quote stays open, after its beginning."""
    said = error.problem or ""
    is_open = "end of stream" in said or "expected ','" in said
    mark = error.context_mark if is_open and error.context_mark is not None else error.problem_mark
    return len(text) - (mark.index if mark is not None else 0)


def _error_of(text: str, parse: Callable[[str], None]) -> yaml.MarkedYAMLError | None:
    try:
        parse(text)
    except yaml.MarkedYAMLError as error:
        return error
    return None


def _ways(lines: list[str], place: int) -> Iterator[tuple[str, ...]]:
    """Yield what a line, and those that continue it, may have been meant to be."""
    line = lines[place]
    indent = _indent(line)
    if "\t" in indent:
        yield (indent.replace("\t", "  ") + line.lstrip(),)
        yield (_indent(lines[place - 1]).replace("\t", "  ") + line.lstrip(),) if place else (line.lstrip(),)
    if (glued := _GLUED.fullmatch(line)) and not glued["value"].startswith("//"):
        yield (f"{glued['head']} {glued['value']}",)
    if flow := _FLOW.fullmatch(line):
        yield (f"{flow['head']}{{{', '.join(map(_flow_entry, _FLOW_KEY.split(flow['inside'])))}}}",)
    entry = _ENTRY.fullmatch(line)
    if entry is None or not _LETTER.search(entry["value"]) or not _is_odd(entry["value"]):
        return
    if continued := _continuation(lines, place):
        inside = [_indent(each) + _escaped(each.strip()) for each in continued]
        yield (f'{entry["head"]}"{_escaped(entry["value"])}', *inside[:-1], f'{inside[-1]}"')
    yield (entry["head"] + _quoted(entry["value"]),)


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _is_odd(value: str) -> bool:
    """Return whether a text needs quotes."""
    return value[0] in _SPECIAL or value.endswith(":") or ": " in value or " #" in value


def _continuation(lines: list[str], place: int) -> list[str]:
    """Return the lines after this one that are indented deeper than its key."""
    indent = len(lines[place]) - len(lines[place].lstrip(" -"))  # the column of the key
    found: list[str] = []
    for line in lines[place + 1 :]:
        if not line.strip() or len(_indent(line)) <= indent:
            break
        found.append(line)
    return found


def _flow_entry(entry: str) -> str:
    key, colon, value = entry.partition(": ")
    text = value.strip()
    plain = not text or not (_is_odd(text) or any(sign in text for sign in ",[]{}"))
    listed = text[:1] == "[" and text[-1:] == "]" and text.count("[") == 1
    whole = len(text) > 1 and text[0] in "'\"" and text[-1] == text[0]
    return entry if not colon or plain or listed or whole else f"{key}: {_quoted(text)}"


def _quoted(value: str) -> str:
    """Return a text in double quotes; quotes that it has around it, on one side or both, are not doubled."""
    sign = value[0]
    if sign not in {"'", '"'}:
        return f'"{_escaped(value)}"'
    if len(value) > 1 and value[-1] == sign:
        return f'"{_escaped(value[1:-1])}"'
    has_quoted_word = re.search(rf"{sign}(?!\w)", value[1:]) is not None  # "kata" orang; not 'Jum'at
    return f'"{_escaped(value if has_quoted_word else value[1:])}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
