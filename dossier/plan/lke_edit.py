"""Edits the text of `plan/lke.yaml`: sets single fields of answers, adds answers in the order of the sheet. Pure.

Only changed places are cut, at the positions of PyYAML's nodes, so that comments, blank lines, order and notation stay.
What was made is read back and compared with what was wanted; a text that cannot be changed safely is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn

import yaml

from dossier.errors import OutputError, PlanError
from dossier.knowledge import sheet
from dossier.plan import flow_edit
from dossier.plan.entries_edit import field_lines, line_end, line_start, node_end, scalar
from dossier.plan.lke_answers import ANSWER_KEYS, ASSESSOR_KEYS, MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dossier.plan.entries_edit import Value

HEAD: Final = """\
# Jawaban lembar evaluasi (LKE), satu kunci tiap pertanyaan. Diambil dari build/lke.xlsx oleh setiap perintah yang
# membacanya; boleh disunting di sini. Bila keduanya diubah berbeda, yang di sini tidak diganti dan dossier menyebutnya.
"""
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ANSWERS: Final = "jawaban"
_ASSESSORS: Final = "tpi"
_SOURCE: Final = ("oleh", "dari")
_STEP: Final = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessorEdit:
    """Fields to be set in the entry of one assessor (`by`, `file`) on one question; an entry not there is added."""

    by: str
    file: str
    fields: Mapping[str, Value]


@dataclass(slots=True)
class _Edits:
    """Places that are cut, and what is put there; what is inserted at one place stays in the order given."""

    text: str
    newline: str
    cuts: list[tuple[int, int, str]] = field(default_factory=list)
    inserted: dict[int, list[str]] = field(default_factory=dict)

    def cut(self, start: int, end: int, replacement: str = "") -> None:
        """Put a text where another stands."""
        self.cuts.append((start, end, replacement))

    def insert(self, place: int, lines: Sequence[str]) -> None:
        """Insert whole lines in front of what begins at `place`."""
        self.inserted.setdefault(place, []).append("".join(f"{line}{self.newline}" for line in lines))

    def applied(self) -> str:
        """Return the text with everything cut and inserted."""
        text = self.text
        edits = [*self.cuts, *((place, place, "".join(blocks)) for place, blocks in self.inserted.items())]
        for start, end, replacement in sorted(edits, key=lambda edit: edit[:2], reverse=True):
            text = text[:start] + replacement + text[end:]
        return text


def answers_text(path: Path, answers: Mapping[str, Mapping[str, Value]], assessed: Mapping[str, AssessorEdit]) -> str:
    """Return what `plan/lke.yaml` says with these fields set.

    Args:
        path: The file; one that is not there is begun.
        answers: Key of a question ─► the fields of the unit's answer to set, none of them empty.
        assessed: Key of a question ─► an assessor's entry to set.

    Raises:
        PlanError: it is written in a way that cannot be changed without rewriting it.
        OutputError: it would be larger than what is read again.
    """
    before = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    text = set_answers(before, answers, assessed)
    if len(text.encode("utf-8")) > MAX_BYTES:
        raise OutputError(
            f"plan/{path.name} akan lebih besar dari {MAX_BYTES // 1_000_000} MB; tidak ada yang ditulis.",
            path=path,
            hint="Pendekkan catatan di buku kerja, lalu ulangi.",
        )
    return text


def set_answers(before: str, answers: Mapping[str, Mapping[str, Value]], assessed: Mapping[str, AssessorEdit]) -> str:
    """Return a text with these fields set; see `answers_text`.

    Raises:
        PlanError: it cannot be changed safely.
    """
    _check_events(before)
    text = before or f"{HEAD}lembar: 2026\n"
    if answers:
        edits, table, indent = _opened(text, _ANSWERS)
        for key in sorted(answers, key=_order):
            _set_answer(edits, table, indent, key, answers[key])
        text = edits.applied()
    if assessed:
        edits, table, indent = _opened(text, _ASSESSORS)
        for key in sorted(assessed, key=_order):
            _set_assessor(edits, table, indent, key, assessed[key])
        text = edits.applied()
    if _plain(text) != _wanted(_plain(before or text), answers, assessed, fresh=not before):
        _refuse("susunannya tidak biasa")
    return text


def _order(key: str) -> int:
    return list(sheet.questions()).index(key)


def _opened(text: str, key: str) -> tuple[_Edits, yaml.MappingNode | None, str]:
    """Return the text with a key whose table takes entries, the table, and the indent of its entries."""
    newline = "\r\n" if "\r\n" in text else "\n"
    if not text.endswith("\n"):
        text += newline
    root = _compose(text)
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
        return _Edits(f"{text}{key}:{newline}", newline), None, _STEP
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        _refuse("isinya bukan kunci dan nilai, satu tiap baris")
    found = [(name, value) for name, value in root.value if name.value == key]
    if len(found) > 1:
        _refuse(f"“{key}” tertulis dua kali")
    if not found:
        return _Edits(f"{text}{key}:{newline}", newline), None, _STEP
    name, value = found[0]
    if isinstance(value, yaml.MappingNode) and value.value:
        if value.flow_style:
            _refuse(f"“{key}” ditulis dalam satu {{ }}")
        return _Edits(text, newline), value, " " * value.value[0][0].start_mark.column
    if not isinstance(value, yaml.MappingNode) and value.value not in {"", "~", "null"}:
        _refuse(f"“{key}” bukan kumpulan kunci")
    start, end = int(name.end_mark.index) + 1, int(value.end_mark.index)
    return _Edits(text[:start] + text[end:] if end > start else text, newline), None, _STEP


def _set_answer(
    edits: _Edits, table: yaml.MappingNode | None, indent: str, key: str, fields: Mapping[str, Value]
) -> None:
    found = _entry(table, key)
    if found is None:
        lines = _block(indent + _STEP, _in_order(fields, ANSWER_KEYS))
        edits.insert(_place_for(edits.text, table, key, _ANSWERS), [f"{indent}{key}:", *lines])
        return
    name, value = found
    if isinstance(value, yaml.MappingNode):
        _set_fields(edits, value, fields, ANSWER_KEYS)
    elif isinstance(value, yaml.ScalarNode):
        _set_short(edits, key, name, value, fields)
    else:
        _refuse(f"{key} berisi daftar")


def _set_short(
    edits: _Edits, key: str, name: yaml.ScalarNode, value: yaml.ScalarNode, fields: Mapping[str, Value]
) -> None:
    """Set fields of an answer that is written as one text (`A.1.I.i.b: B`) or not yet."""
    own = sheet.VALUE_FIELD if sheet.questions()[key].answer == sheet.VALUE else sheet.GRADE_FIELD
    start, end = int(value.start_mark.index), int(value.end_mark.index)
    if value.style in {"|", ">"}:
        _refuse(f"{key} ditulis sebagai blok teks")
    if not value.value:
        start = end = int(name.end_mark.index) + 1
    written: dict[str, Value] = {own: value.value} if value.value else {}
    whole = _in_order(written | dict(fields), ANSWER_KEYS)
    if set(whole) == {own} and value.value:
        edits.cut(start, end, scalar(str(whole[own]), indent=0, one_line=True))
        return
    edits.cut(start, end, f"{'' if edits.text[start - 1] == ' ' else ' '}{{{flow_edit.pairs_text(whole)}}}")


def _set_fields(edits: _Edits, node: yaml.MappingNode, fields: Mapping[str, Value], order: tuple[str, ...]) -> None:
    """Set fields of a table, whichever way it is written."""
    names = [key.value for key, _ in node.value]
    if len(set(names)) < len(names):
        _refuse(f"baris {node.start_mark.line + 1}: kunci tertulis dua kali")
    if node.flow_style:
        for start, end, text in flow_edit.table_edits(node, _in_order(fields, order)):
            edits.cut(start, end, text)
        return
    known = {key.value: (key, value) for key, value in node.value}
    column = int(node.value[0][0].start_mark.column) if node.value else 0
    for name, value in _in_order(fields, order).items():
        if name in known:
            _replace_field(edits, known[name], name, value, column)
        else:
            edits.insert(_below(edits.text, *node.value[-1]), field_lines(name, value, column))


def _replace_field(edits: _Edits, pair: tuple[yaml.Node, yaml.Node], name: str, value: Value, column: int) -> None:
    text, (start, end) = edits.text, (int(pair[0].start_mark.index), node_end(edits.text, *pair))
    shared = bool(text[end : line_end(text, end)].strip())
    lines = field_lines(name, value, column, one_line=shared)
    if shared and len(lines) > 1:
        lines = [f"{name}: {flow_edit.value_text(value)}"]
    edits.cut(start, end, edits.newline.join(lines).lstrip())


def _set_assessor(edits: _Edits, table: yaml.MappingNode | None, indent: str, key: str, edit: AssessorEdit) -> None:
    whole = {"oleh": edit.by, "dari": edit.file} | dict(edit.fields)
    found = _entry(table, key)
    if found is None or (isinstance(found[1], yaml.ScalarNode) and not found[1].value):
        lines = _item(indent + _STEP, _filled(whole))
        if found is None:
            edits.insert(_place_for(edits.text, table, key, _ASSESSORS), [f"{indent}{key}:", *lines])
        else:
            edits.insert(line_end(edits.text, int(found[0].end_mark.index)), lines)
        return
    entries = found[1]
    if not isinstance(entries, yaml.SequenceNode):
        _refuse(f"tpi {key} tidak ditulis sebagai daftar")
    own = next((node for node in entries.value if _is_of(node, edit)), None)
    if isinstance(own, yaml.MappingNode):
        _set_fields(edits, own, edit.fields, ASSESSOR_KEYS)
    elif entries.flow_style:
        edits.cut(*flow_edit.appended(edits.text, entries, f"{{{flow_edit.pairs_text(_filled(whole))}}}"))
    else:
        column = entries.value[0].start_mark.column - 2 if entries.value else len(indent) + 2
        last = entries.value[-1] if entries.value else found[0]
        edits.insert(_below(edits.text, last, last), _item(" " * max(column, 0), _filled(whole)))


def _is_of(node: yaml.Node, edit: AssessorEdit) -> bool:
    if not isinstance(node, yaml.MappingNode):
        return False
    named = {key.value: " ".join(str(value.value).split()) for key, value in node.value if key.value in _SOURCE}
    return (named.get("oleh", ""), named.get("dari", "")) == (edit.by, edit.file)


def _entry(table: yaml.MappingNode | None, key: str) -> tuple[yaml.ScalarNode, yaml.Node] | None:
    found = [(name, value) for name, value in table.value if name.value == key] if table is not None else []
    if len(found) > 1:
        _refuse(f"{key} tertulis dua kali (baris {found[1][0].start_mark.line + 1})")
    return found[0] if found else None


def _place_for(text: str, table: yaml.MappingNode | None, key: str, head: str) -> int:
    """Return where a new entry goes: before the first one that follows it in the sheet, else after the last."""
    if table is None:
        root = _compose(text)
        pairs = root.value if isinstance(root, yaml.MappingNode) else ()
        name = next(name for name, _ in pairs if name.value == head)
        return line_end(text, int(name.end_mark.index))
    known = {each: number for number, each in enumerate(sheet.questions())}
    floor = line_start(text, int(table.start_mark.index))
    for name, value in table.value:
        if known.get(name.value, -1) > known[key]:
            return _above_comments(text, line_start(text, int(name.start_mark.index)), floor)
        floor = _below(text, name, value)
    return floor


def _above_comments(text: str, start: int, floor: int) -> int:
    """Return where the comment lines directly above an entry begin."""
    while start > floor and text[line_start(text, start - 1) : start].lstrip().startswith("#"):
        start = line_start(text, start - 1)
    return start


def _below(text: str, key: yaml.Node, value: yaml.Node) -> int:
    """Return where the line after a pair begins."""
    return line_end(text, node_end(text, key, value))


def _filled(entry: Mapping[str, Value]) -> dict[str, Value]:
    """Return an assessor's entry in order; a source that is not known is left out."""
    return {name: value for name, value in _in_order(entry, ASSESSOR_KEYS).items() if value}


def _in_order(fields: Mapping[str, Value], order: tuple[str, ...]) -> dict[str, Value]:
    return {name: fields[name] for name in order if name in fields}


def _block(indent: str, fields: Mapping[str, Value]) -> list[str]:
    return [line for name, value in fields.items() for line in field_lines(name, value, len(indent))]


def _item(indent: str, fields: Mapping[str, Value]) -> list[str]:
    first, *rest = _block(f"{indent}{_STEP}", fields)
    return [f"{indent}- {first.lstrip()}", *rest]


def _check_events(text: str) -> None:
    """Refuse anchors and aliases, by which a node stands in several places, and more than one document."""
    try:
        events = list(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError:
        _refuse("isinya bukan YAML yang utuh")
    if any(getattr(event, "anchor", None) for event in events):
        _refuse("ada jangkar atau rujukan YAML (& atau *)")
    if sum(isinstance(event, yaml.DocumentStartEvent) for event in events) > 1:
        _refuse("ada lebih dari satu dokumen YAML (---)")


def _compose(text: str) -> yaml.Node | None:
    try:
        found: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError:
        _refuse("isinya bukan YAML yang utuh")
    return found


def _plain(text: str) -> object:
    """Return the texts, lists and tables of a file."""
    try:
        found: object = yaml.load(text, Loader=_LOADER)  # noqa: S506 — texts, lists and tables only
    except (yaml.YAMLError, ValueError, TypeError):
        _refuse("isinya bukan YAML yang utuh")
    return found


def _wanted(
    before: object, answers: Mapping[str, Mapping[str, Value]], assessed: Mapping[str, AssessorEdit], *, fresh: bool
) -> object:
    """Return what a file has to say after the change."""
    root: dict[str, object] = {"lembar": "2026"} if fresh else _table(before)
    if answers:
        table = root[_ANSWERS] = _table(root.get(_ANSWERS))
        for key, fields in answers.items():
            whole = _changed(_answer_table(key, table.get(key)), fields)
            is_short = isinstance(table.get(key), str) and table[key] and set(whole) == {_short(key)}
            table[key] = whole[_short(key)] if is_short else whole
    if assessed:
        listed = root[_ASSESSORS] = _table(root.get(_ASSESSORS))
        for key, edit in assessed.items():
            listed[key] = _with_entry(listed.get(key), edit)
    return root


def _short(key: str) -> str:
    return sheet.VALUE_FIELD if sheet.questions()[key].answer == sheet.VALUE else sheet.GRADE_FIELD


def _table(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, dict) else {}


def _answer_table(key: str, value: object) -> dict[str, object]:
    if isinstance(value, dict):
        return dict(value)
    return {_short(key): value} if value else {}


def _changed(table: dict[str, object], fields: Mapping[str, Value]) -> dict[str, object]:
    return table | {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}


def _with_entry(entries: object, edit: AssessorEdit) -> list[object]:
    found = list(entries) if isinstance(entries, list) else []
    source = {name: text for name, text in zip(_SOURCE, (edit.by, edit.file), strict=True) if text}
    for number, entry in enumerate(found):
        named = tuple(" ".join(str(entry.get(name, "")).split()) for name in _SOURCE) if isinstance(entry, dict) else ()
        if named == (edit.by, edit.file):
            return [*found[:number], _changed(dict(entry), edit.fields), *found[number + 1 :]]
    return [*found, _changed(dict(source), edit.fields)]


def _refuse(why: str) -> NoReturn:
    raise PlanError(
        f"plan/lke.yaml tidak dapat diubah dengan aman: {why}.",
        hint="Tulis satu kunci tiap baris di bawah “jawaban:” dan “tpi:”, lalu ulangi.",
    )
