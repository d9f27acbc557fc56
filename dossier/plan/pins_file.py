"""Updates `plan/pins.yaml`, whole at each decision: every other character stays, a concurrent change is never lost.

The positions of entries come from PyYAML's nodes. A parse-and-dump round trip would reformat the file and lose
comments beside a removed entry.
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import yaml

from dossier import wording
from dossier.errors import OutputError, PlanError
from dossier.plan import parse_pins
from dossier.state import files
from dossier.state.files import cannot_write, in_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.model import Pin, Plan


class ChangedElsewhereError(OutputError):
    """Somebody else changed the pins meanwhile in a way that leaves this step nothing to do."""


@dataclass(slots=True)
class PinsBook:
    """The pins file, its content as last seen (None where there is no file), and what it was before each decision.

    `merged` says that the last change went into a file that somebody else had changed meanwhile.
    """

    path: Path
    plan: Plan
    seen: bytes | None = None
    merged: bool = False
    _before: list[tuple[bytes | None, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the file."""
        self.seen = self._read()
        self._pins(self.seen)

    @property
    def can_undo(self) -> bool:
        """Whether a decision of this sitting is left to be taken back."""
        return bool(self._before)

    def decide(self, pins: Sequence[Pin], *, reason: str = "") -> None:
        """Write what a person decided about one file, in place of all that was said of it before.

        Raises:
            ChangedElsewhereError: somebody else decided about this very file meanwhile; nothing is written.
            PlanError: the file as somebody left it cannot be read or changed; nothing is written.
            OutputError: the file cannot be written.
        """
        path = pins[0].path
        before = _about(self._pins(self.seen), path)

        def change(text: str) -> str:
            if self.merged and _about(self._pins_of(text), path) != before:
                raise ChangedElsewhereError(
                    f"Orang lain baru saja memutuskan “{path}” di plan/pins.yaml.",
                    path=self.path,
                    hint="Keputusannya dibiarkan; buka plan/pins.yaml bila ingin mengubahnya.",
                )
            return decided(text, pins, reason=reason)

        self._change(change, expected=lambda old: (*(p for p in old if p.path != path), *pins))

    def rename(self, moves: Mapping[str, str]) -> bool:
        """Let the pins of moved files follow them, old path ─► new; return whether any did. Raises as `decide` does."""
        before = self.seen = self._read()
        if not any(pin.path in moves for pin in self._pins(before)):
            return False
        self._change(
            lambda text: renamed(text, moves),
            expected=lambda old: tuple(_moved(pin, moves) for pin in old),
        )
        return True

    def undo(self) -> None:
        """Take back the last decision: the file gets the very bytes that it had before.

        Raises:
            ChangedElsewhereError: somebody else changed the file since; it is left alone.
            OutputError: the file cannot be written.
        """
        before, after = self._before[-1]
        with _turn(self.path):
            if self._read() != after:
                raise ChangedElsewhereError(
                    "plan/pins.yaml diubah orang lain sesudah keputusan itu.",
                    path=self.path,
                    hint="Hapus sendiri barisnya di plan/pins.yaml.",
                )
            if before is None:
                self.path.unlink()
            else:
                files.write(self.path.resolve(), before, durable=True)
        self.seen = before
        self._before.pop()

    def _change(self, change: Callable[[str], str], *, expected: Callable[[tuple[Pin, ...]], tuple[Pin, ...]]) -> None:
        with _turn(self.path):
            current = self._read()
            self.merged = current != self.seen
            mark = codecs.BOM_UTF8 if (current or b"").startswith(codecs.BOM_UTF8) else b""
            old = self._pins(current)
            text = change((current or b"").decode("utf-8-sig"))
            if _facts(self._pins_of(text)) != _facts(expected(old)):
                raise PlanError(
                    "plan/pins.yaml ditulis dengan cara yang tidak dapat diubah dengan aman.",
                    path=self.path,
                    hint="Tulis keputusan ini sendiri, mulai baris baru dengan “- berkas: …”.",
                )
            fresh = mark + text.encode()
            files.write(self.path.resolve(), fresh, durable=True)
        if self.merged:
            self._before.clear()  # their bytes would take the other person's change back too
        self._before.append((current, fresh))
        self.seen = fresh

    def _read(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PlanError(
                f"{self.path} tidak dapat dibaca: {wording.system_reason(error)}",
                path=self.path,
                hint="Periksa izin berkasnya.",
            ) from error

    def _pins(self, data: bytes | None) -> tuple[Pin, ...]:
        try:
            return self._pins_of((data or b"").decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise PlanError(
                f"{self.path} bukan teks UTF-8.", path=self.path, hint="Simpan ulang dengan penyandian UTF-8."
            ) from error

    def _pins_of(self, text: str) -> tuple[Pin, ...]:
        return parse_pins(text, self.path, self.plan)


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    try:
        with in_turn(path.parent):
            yield
    except OSError as error:
        raise cannot_write(
            error,
            f"Tidak dapat menulis {path}: {wording.system_reason(error)}",
            path=path,
            hint="Periksa izin folder plan/ dan ruang disk; keputusan sebelumnya sudah tersimpan.",
        ) from error


def _facts(pins: Sequence[Pin]) -> set[Pin]:
    return {replace(pin, line=0) for pin in pins}


def _about(pins: Sequence[Pin], path: str) -> set[Pin]:
    return _facts([pin for pin in pins if pin.path == path])


def _moved(pin: Pin, moves: Mapping[str, str]) -> Pin:
    return replace(pin, path=moves.get(pin.path, pin.path))


HEAD: Final = """\
# Keputusan orang tentang berkas tertentu di folder evidence/. Keputusan di sini mengalahkan semua aturan lain.
# Ditulis oleh `dossier match --review`; boleh disunting sendiri.
#
#   berkas      letak berkas di dalam evidence/, persis seperti ditulis `dossier scan`
#   indikator   kode indikator; butir = huruf butirnya; slot = bulan jatuh tempo, TTTT-BB (boleh tidak ditulis)
#   pertanyaan  kunci pertanyaan LKE, mis. B.I.a, untuk bukti yang tidak diminta indikator mana pun
#   bukan       true: berkas ini bukan bukti dari rencana ini; alasan = mengapa

"""
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
    own = [entry for entry in _entries(text, root) if entry.path == pins[0].path]
    if not own:
        return _appended(text, root, block, newline)
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
            text = text[:first] + _scalar(moves[entry.path], entry.value.style) + text[last:]
    return text


def _lines(pin: Pin, reason: str) -> list[str]:
    lines = [f"- berkas: {_scalar(pin.path)}"]
    if pin.question is not None:
        return [*lines, f"  pertanyaan: {pin.question}"]
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
    root = yaml.compose(text, Loader=yaml.SafeLoader)
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
