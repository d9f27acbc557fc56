"""Edits the text of `plan/pins.yaml`: sets, renames and removes entries; every other character stays. Pure.

The positions of entries come from PyYAML's nodes. A parse-and-dump round trip would reformat the file and lose
comments beside a removed entry.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import yaml

from dossier.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dossier.model import Pin

HEAD: Final = """\
# Keputusan orang tentang berkas tertentu di folder evidence/. Keputusan di sini mengalahkan semua aturan lain.
# Ditulis oleh `dossier match --review` dan `dossier desk`; boleh disunting sendiri.
#
#   berkas      letak berkas di dalam evidence/, persis seperti ditulis `dossier scan`
#   indikator   kode indikator; butir = huruf butirnya; slot = bulan jatuh tempo, TTTT-BB (boleh tidak ditulis)
#   pertanyaan  kunci pertanyaan LKE, mis. B.I.a, untuk bukti yang tidak diminta indikator mana pun
#   bukan       true: berkas ini bukan bukti dari rencana ini; alasan = mengapa

"""
_LOADER: Final[type[yaml.SafeLoader | yaml.CSafeLoader]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Fifteen times faster in C; both count places in characters."""
# What may stand in YAML without quotes wherever we put it: "foto/scan 0001.pdf", "I.3.1", "2025-04".
_PLAIN: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9 _./()+-]*[A-Za-z0-9_./()+-])?")
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_ONLY_COMMENT: Final = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|\Z)")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One pin in the text: its `berkas` value and the places where entry and value begin and end."""

    path: str
    start: int
    end: int
    value: yaml.ScalarNode


def decided(text: str, pins: Sequence[Pin], *, reason: str = "") -> str:
    """Return the text with these pins as all that is said of their file.

    Args:
        text: The file without its byte order mark; empty where there is no file yet.
        pins: The decision about one file, at least one.
        reason: Why the file is no evidence, where that is the decision.

    Raises:
        PlanError: the list is written in a way that cannot be changed without rewriting it.
    """
    root = _compose(text)
    indent = " " * _column(text, root)
    newline = found[0] if (found := _LINE_END.search(text)) else "\n"
    block = "".join(f"{indent}{line}{newline}" for pin in pins for line in _lines(pin, reason))
    return _replaced(text, root, pins[0].path, block, newline)


def entries_by_path(text: str, paths: Iterable[str]) -> dict[str, str]:
    """Return path ─► whole lines of all entries about it, in their order; an empty text where there is none.

    Entries that share a line with others are given as far as they reach.
    """
    found = dict.fromkeys(paths, "")
    for entry in _entries(text, _compose(text, strict=False)):
        if entry.path in found:
            try:
                first, last = _whole_lines(text, entry)
            except PlanError:
                first, last = entry.start, entry.end
            found[entry.path] += text[first:last]
    return found


def entries_of(text: str, path: str) -> str:
    """Return the whole lines of all entries about one file."""
    return entries_by_path(text, (path,))[path]


def with_entries(text: str, path: str, block: str) -> str:
    """Return the text with these whole lines as all that is said of a file; an empty text removes its entries.

    Raises:
        PlanError: the list is written in a way that cannot be changed without rewriting it.
    """
    newline = found[0] if (found := _LINE_END.search(text)) else "\n"
    return _replaced(text, _compose(text), path, block, newline)


def _replaced(text: str, root: yaml.SequenceNode | None, path: str, block: str, newline: str) -> str:
    """Put lines in the place of the entries about a file, or at the end where there is none."""
    own = [entry for entry in _entries(text, root) if entry.path == path]
    if not own:
        return _appended(text, root, block, newline) if block else text
    for entry in reversed(own):
        first, last = _whole_lines(text, entry)
        text = text[:first] + (block if entry is own[0] else "") + text[last:]
    return text


def renamed(text: str, moves: Mapping[str, str]) -> str:
    """Return the text with the paths of moved files changed, old ─► new, each in the quotes it had.

    Raises:
        PlanError: the list is written in a way that cannot be changed without rewriting it.
    """
    for entry in reversed(_entries(text, _compose(text, strict=False))):
        if entry.path in moves:
            first, last = entry.value.start_mark.index, _value_end(text, entry.value)
            text = text[:first] + _scalar(moves[entry.path], entry.value.style or None) + text[last:]
    return text


def _lines(pin: Pin, reason: str) -> list[str]:
    lines = [f"- berkas: {_scalar(pin.path)}"]
    if pin.question is not None:
        return [*lines, f"  pertanyaan: {pin.question}"]
    if pin.front is not None:
        return [*lines, f"  surat: {pin.front}"]
    if pin.indicator is None:
        return [*lines, "  bukan: true", *([f"  alasan: {_scalar(reason)}"] if reason else [])]
    lines.append(f"  indikator: {pin.indicator}")
    lines += [f"  butir: {pin.requirement}"] if pin.requirement else []
    return [*lines, *([f"  slot: {pin.slot}"] if pin.slot else [])]


def _scalar(text: str, style: str | None = None) -> str:
    """Return a text as YAML in the wanted quotes where they can hold it."""
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    if style is None and _PLAIN.fullmatch(text):
        return text
    # Every JSON string is a YAML string in double quotes.
    return json.dumps(text, ensure_ascii=False)


def _compose(text: str, *, strict: bool = True) -> yaml.SequenceNode | None:
    """Return the list as nodes with their places in the text, or None where nothing is written yet."""
    root = yaml.compose(text, Loader=_LOADER)
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
        return None
    if not isinstance(root, yaml.SequenceNode) or (strict and root.flow_style and root.value):
        raise PlanError(
            "plan/pins.yaml tidak ditulis sebagai daftar “- berkas: …” dan tidak dapat ditambah dengan aman.",
            hint="Tulis tiap keputusan mulai baris baru dengan “- berkas: …”, lalu ulangi.",
        )
    return root


def _entries(text: str, root: yaml.SequenceNode | None) -> list[_Entry]:
    found = []
    for node in root.value if root else ():
        values = {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
        value = values.get("berkas")
        if isinstance(value, yaml.ScalarNode):
            path = unicodedata.normalize("NFC", value.value)
            found.append(_Entry(path=path, start=node.start_mark.index, end=_end(text, node), value=value))
    return found


def _end(text: str, node: yaml.MappingNode) -> int:
    """Return where the last value ends: a block's own end lies after the comments that follow it."""
    if node.flow_style:
        return int(node.end_mark.index)
    key, value = node.value[-1]
    return _value_end(text, value) if isinstance(value, yaml.ScalarNode) else int(key.end_mark.index)


def _value_end(text: str, value: yaml.ScalarNode) -> int:
    """Return where a text ends; the empty lines after a folded one are not its own."""
    first, last = int(value.start_mark.index), int(value.end_mark.index)
    return first + len(text[first:last].rstrip()) if value.style in {"|", ">"} else last


def _column(text: str, root: yaml.SequenceNode | None) -> int:
    if root is None or not root.value:
        return 0
    first = int(root.value[0].start_mark.index)
    line = _line_start(text, first)
    return text[line:first].rfind("-")


def _whole_lines(text: str, entry: _Entry) -> tuple[int, int]:
    """Return the lines of an entry, with a comment behind its last value."""
    first = _line_start(text, entry.start)
    while text[first : entry.start].strip() != "-":
        if first == 0 or text[first : entry.start].strip():
            raise _not_alone()
        first = _line_start(text, first - 1)  # the dash stands on a line of its own
    rest = _ONLY_COMMENT.match(text, entry.end)
    if rest is None:
        raise _not_alone()
    return first, rest.end()


def _not_alone() -> PlanError:
    return PlanError(
        "Keputusan lama tentang berkas ini di plan/pins.yaml tidak berdiri di barisnya sendiri.",
        hint="Tulis tiap keputusan mulai baris baru dengan “- berkas: …”, lalu ulangi.",
    )


def _line_start(text: str, place: int) -> int:
    return max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1


def _appended(text: str, root: yaml.SequenceNode | None, block: str, newline: str) -> str:
    if not text.strip():
        return HEAD.replace("\n", newline) + block
    if root is not None and not root.value:  # "[]"
        text = text[: root.start_mark.index] + text[root.end_mark.index :].lstrip(" \t")
    if text and not _LINE_END.fullmatch(text[-1]):
        text += newline
    if root is None and not text.endswith(newline * 2):
        text += newline
    return text + block
