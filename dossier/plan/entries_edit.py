"""Edits the text of a YAML list of entries: sets single fields, inserts entries. Pure.

Only changed places are cut, so that comments, blank lines and all other text stay as written. The list stands under
one key, after `format`; a bare list, as earlier versions wrote it, is moved under the key first.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import yaml

from dossier.errors import PlanError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Identity = tuple[str, ...]
Value = str | tuple[str, ...]
"""A text or a list of texts; an empty one removes the field."""

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What may stand in YAML without quotes: "I.3.1", "2025-04", "Pegawai Satu, Sekretaris".
_PLAIN: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9 _./(),+-]*[A-Za-z0-9_./()+-])?")
# What a literal block would not give back as it was: tabs, other line ends, marks that cannot be seen.
_NOT_LITERAL: Final = "[^\n\x20-\x7e\xa0-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
"""Not compiled here: that takes 5 ms, and most commands write no entries."""
# What JSON leaves as it is and YAML does not: other line ends, the byte order mark, control characters.
_NOT_JSON: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_LINE_END: Final = re.compile(r"\r\n|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLayout:
    """How a file is laid out: explaining head, format number, the key of the list, identifying fields, all fields."""

    head: str
    number: int
    key: str
    identity: tuple[str, ...]
    fields: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class _EntryField:
    key: str
    start: int
    end: int
    value: yaml.Node


@dataclass(frozen=True, slots=True)
class _TypedEntry:
    """One entry in the text: what identifies it, its fields, and where its first line begins and its last one ends.

    One that is written `{…}` can stay where it is, but not be changed.
    """

    identity: Identity
    fields: tuple[_EntryField, ...]
    column: int
    start: int
    end: int
    flow: bool


def changed(text: str, layout: EntryLayout, wanted: Mapping[Identity, Mapping[str, Value]]) -> str:
    """Return the text with these fields of these entries set; an entry that is not there is added in order.

    Args:
        text: The file without its byte order mark; empty where there is no file yet.
        layout: How the file is laid out.
        wanted: What identifies an entry ─► the fields to set; others stay as they are.

    Raises:
        PlanError: the file is written in a way that cannot be changed without rewriting it.
    """
    text = _with_list(text, layout)
    newline = found[0] if (found := _LINE_END.search(text)) else "\n"
    entries = _entries(text, layout)
    edits: list[tuple[int, int, str]] = []
    known = {entry.identity: entry for entry in entries}
    added: dict[int, list[str]] = {}
    indent = " " * (entries[0].column - 2) if entries else ""
    for identity, fields in sorted(wanted.items()):
        entry = known.get(identity)
        if entry is not None:
            edits += _field_edits(text, layout, entry, fields, newline)
        else:
            place = _place_for(text, entries, identity)
            block = _block(layout, identity, fields, indent)
            added.setdefault(place, []).append("".join(f"{line}{newline}" for line in block))
    edits += [(place, place, "".join(blocks)) for place, blocks in added.items()]
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def scalar(text: str, *, indent: int, one_line: bool = False) -> str:
    """Return a text as YAML that reads back the same: plain, as a literal block of lines, or in double quotes.

    Args:
        text: Any text that YAML can hold.
        indent: Of the lines of a block, in spaces.
        one_line: Never as a block.
    """
    if _PLAIN.fullmatch(text):
        return text
    lines = text.split("\n")
    if len(lines) > 1 and not one_line and not re.search(_NOT_LITERAL, text):
        tidy = all(line == line.rstrip() for line in lines) and lines[-1] and lines[0] and lines[0][0] != " "
        if tidy:
            return "|-\n" + "\n".join(f"{' ' * indent}{line}" if line else "" for line in lines)
    quoted = json.dumps(text, ensure_ascii=False)
    return _NOT_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _with_list(text: str, layout: EntryLayout) -> str:
    """Return the text with format and key in front of its list; an empty list is opened for entries."""
    begin = f"format: {layout.number}\n{layout.key}:\n"
    root = _compose(text)
    if not text.strip():
        return layout.head + begin
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
        return f"{text.rstrip()}\n{begin}"
    newline = found[0] if (found := _LINE_END.search(text)) else "\n"
    begin = begin.replace("\n", newline)
    if not text.endswith("\n"):
        text += newline
    if isinstance(root, yaml.SequenceNode):
        if root.flow_style:
            _must(not root.value, layout)
            return text[: root.start_mark.index] + begin.removesuffix(newline) + text[root.end_mark.index :]
        place = line_start(text, root.value[0].start_mark.index)
        return text[:place] + begin + text[place:]
    return _opened(text, root, layout, newline)


def _opened(text: str, root: yaml.Node, layout: EntryLayout, newline: str) -> str:
    """Return the text with the key of the list there, and its list not written as `[]`."""
    listed = next((value for key, value in _pairs(root) if key == layout.key), None)
    if listed is None:
        return f"{text}{layout.key}:{newline}"
    if isinstance(listed, yaml.SequenceNode) and listed.flow_style:
        _must(not listed.value, layout)
        return text[: listed.start_mark.index].rstrip(" ") + text[listed.end_mark.index :]
    return text


def _entries(text: str, layout: EntryLayout) -> list[_TypedEntry]:
    root = _compose(text)
    listed = next((value for key, value in _pairs(root) if key == layout.key), None)
    found = []
    for node in listed.value if isinstance(listed, yaml.SequenceNode) else ():
        _must(isinstance(node, yaml.MappingNode) and bool(node.value), layout)
        start = line_start(text, node.start_mark.index)
        _must(text[start : node.start_mark.index].strip() == "-", layout)
        fields = tuple(_EntryField(str(k.value), k.start_mark.index, node_end(text, k, v), v) for k, v in node.value)
        named = {field.key: " ".join(str(field.value.value).split()) for field in fields}
        found.append(
            _TypedEntry(
                identity=tuple(named.get(name, "") for name in layout.identity),
                fields=fields,
                column=node.start_mark.index - start,
                start=start,
                end=line_end(text, int(node.end_mark.index) if node.flow_style else fields[-1].end),
                flow=bool(node.flow_style),
            )
        )
    return found


def _field_edits(
    text: str, layout: EntryLayout, entry: _TypedEntry, fields: Mapping[str, Value], newline: str
) -> list[tuple[int, int, str]]:
    _must(not entry.flow, layout)
    edits = []
    known = {field.key: field for field in entry.fields}
    lines: list[str] = []
    for name in layout.fields:
        if name not in fields:
            continue
        value, field = fields[name], known.get(name)
        if field is None:
            lines += field_lines(name, value, entry.column) if value else []
        elif not value:
            _must(field is not entry.fields[0], layout)
            edits.append((line_start(text, field.start), line_end(text, field.end), ""))
        else:
            shared = bool(text[field.end : line_end(text, field.end)].strip())
            written = field_lines(name, value, entry.column, one_line=shared)
            _must(len(written) == 1 or not shared, layout)
            edits.append((field.start, field.end, newline.join(written).lstrip()))
    if lines:
        edits.append((entry.end, entry.end, "".join(f"{line}{newline}" for line in lines)))
    return edits


def _block(layout: EntryLayout, identity: Identity, fields: Mapping[str, Value], indent: str) -> list[str]:
    whole = dict(zip(layout.identity, identity, strict=True)) | dict(fields)
    column = len(indent) + 2
    lines = [line for name in layout.fields if whole.get(name) for line in field_lines(name, whole[name], column)]
    return [f"{indent}- {lines[0].lstrip()}", *lines[1:]]


def field_lines(name: str, value: Value, column: int, *, one_line: bool = False) -> list[str]:
    """Return the lines of one field, indented by `column` spaces; `one_line` writes a text never as a block."""
    margin = " " * column
    if isinstance(value, str):
        return f"{margin}{name}: {scalar(value, indent=column + 2, one_line=one_line)}".split("\n")
    items = (f"{margin}- {scalar(item, indent=column + 2, one_line=True)}" for item in value)
    return [f"{margin}{name}:", *items]


def _compose(text: str) -> yaml.Node | None:
    found: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    return found


def _pairs(root: yaml.Node | None) -> Sequence[tuple[str, yaml.Node]]:
    return [(str(key.value), value) for key, value in root.value] if isinstance(root, yaml.MappingNode) else []


def node_end(text: str, key: yaml.Node, value: yaml.Node) -> int:
    """Return where a field ends: after its key and its last text, without the empty lines that follow."""
    while isinstance(value, yaml.CollectionNode) and value.value and not value.flow_style:
        last = value.value[-1]
        key, value = last if isinstance(last, tuple) else (last, last)
    if isinstance(value, yaml.ScalarNode) and value.style is None and not value.value:
        return int(key.end_mark.index) + 1 if key is not value else int(value.start_mark.index)
    first, last_index = int(value.start_mark.index), int(value.end_mark.index)
    return first + len(text[first:last_index].rstrip()) if getattr(value, "style", "") in {"|", ">"} else last_index


def _place_for(text: str, entries: Sequence[_TypedEntry], identity: Identity) -> int:
    """Return where a new entry goes: before the first one that is greater, else after the last."""
    after = next((each for each in entries if each.identity > identity), None)
    if after is not None:
        return _above_comments(text, after.start, entries)
    return entries[-1].end if entries else len(text)


def _above_comments(text: str, start: int, entries: Sequence[_TypedEntry]) -> int:
    """Return where the comment lines directly above an entry begin; what stands right under the key belongs to it."""
    floor = max((entry.end for entry in entries if entry.end <= start), default=start)
    while start > floor and text[line_start(text, start - 1) : start].lstrip().startswith("#"):
        start = line_start(text, start - 1)
    return start


def line_start(text: str, place: int) -> int:
    """Return where the line of a place begins."""
    return text.rfind("\n", 0, place) + 1


def line_end(text: str, place: int) -> int:
    """Return where the line after that of a place begins."""
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1


def _must(condition: bool, layout: EntryLayout) -> None:  # noqa: FBT001 — reads as an assertion
    if not condition:
        raise PlanError(
            f"{layout.name} tidak ditulis sebagai daftar “- {layout.identity[0]}: …” "
            "dan tidak dapat ditambah dengan aman.",
            hint=f"Tulis tiap isian mulai baris baru dengan “- {layout.identity[0]}: …”, lalu ulangi.",
        )
