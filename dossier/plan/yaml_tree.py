"""Parses YAML into a tree of texts, lists and mappings with line numbers. Knows no plan.

Built from the parser's events, without recursion and without PyYAML's constructors: all scalars stay text, and what
makes a small file grow or ambiguous (anchors, merges, tags, repeated keys) is refused.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import yaml

from dossier import wording
from dossier.plan import yaml_slips

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.plan.yaml_fields import Problems

MAX_BYTES = 4_000_000
"""Largest plan file; the shipped plan of 71 indicators is below 60,000 bytes, an imported one of 5,000 below 2 MB."""
MAX_DEPTH = 20
"""Deepest nesting; a plan with everything in one file needs ten."""

_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML does not allow in a file, such as NUL or ESC."""
_UNPRINTABLE = {"Cc", "Cs"}
"""Unicode categories that no document format carries: control characters and lone surrogates."""
_NONCHARACTERS = frozenset("\ufffe\uffff")

_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class YamlText:
    """A text: `value` with white space folded and NFC, `raw` as written (for file names)."""

    value: str
    raw: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    values: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class YamlEntry:
    """One key of a table, the line it stands on and its value."""

    key: str
    line: int
    value: Node


@dataclass(frozen=True, slots=True)
class Table:
    """Keys and values in file order, each key as it stands first; `repeated` are those that are written again."""

    entries: tuple[YamlEntry, ...]
    line: int
    repeated: frozenset[str] = frozenset()

    def get(self, key: str) -> YamlEntry | None:
        """Return the entry with this key, or None."""
        return next((e for e in self.entries if e.key == key), None)


@dataclass(frozen=True, slots=True)
class Broken:
    """Placeholder of a refused node whose finding was already added; readers ignore it."""

    line: int


Node: TypeAlias = YamlText | Items | Table | Broken


def read_document(path: Path, problems: Problems, *, limit: int = MAX_BYTES) -> Node | None:
    """Read one YAML file of at most `limit` bytes.

    Returns:
        The tree; None when the file cannot be used at all (the reason is then in `problems`) or holds nothing.
    """
    source = _read_text(path, problems, limit)
    return None if source is None else read_source(source, problems)


def read_source(source: str, problems: Problems) -> Node | None:
    """Read the text of one YAML file, as `read_document` does."""
    bad = _UNREADABLE.search(source)
    if bad is not None:
        problems.error(
            "karakter_terlarang",
            source.count("\n", 0, bad.start()) + 1,
            f"Ada karakter kendali U+{ord(bad[0]):04X} yang tidak boleh ada di berkas ini.",
            "Hapus karakter itu; simpan sebagai teks UTF-8 biasa.",
        )
        return None
    try:
        return _built(source, problems)
    except yaml.MarkedYAMLError as error:
        return _mended(source, error, problems)
    except (yaml.YAMLError, ValueError, OverflowError):
        problems.error(
            "yaml_rusak", 1, "Susunan YAML tidak dapat dibaca.", "Bandingkan susunannya dengan berkas bawaan."
        )
        return None


def _built(source: str, problems: Problems) -> Node | None:
    """Return the tree of a text; what was found before a syntax error is taken back, for the text is read again."""
    known = len(problems.findings)
    builder = _Builder(problems)
    try:
        builder.read(source)
    except yaml.YAMLError:
        del problems.findings[known:]
        raise
    return builder.root


def _mended(source: str, error: yaml.MarkedYAMLError, problems: Problems) -> Node | None:
    """Report every slip with its line and the mended one; return the tree where all of them could be mended."""
    text, slips = yaml_slips.mend(source, error, _parse)
    for slip in slips:
        advice = f"{slip.advice}."
        if slip.mended:
            lines = "baris itu" if len(slip.mended) == 1 else f"baris {slip.line}–{slip.line + len(slip.mended) - 1}"
            advice += f" Ganti {lines} dengan: " + "\n".join(slip.mended)
        problems.error("yaml_rusak", slip.line, f"Susunan YAML salah: {slip.reason}.", advice)
    if not all(slip.mended for slip in slips):
        return None
    try:
        return _built(text, problems)
    except (yaml.YAMLError, ValueError, OverflowError):
        return None


def _parse(source: str) -> None:
    for _ in yaml.parse(source, Loader=_LOADER):
        pass


def _read_text(path: Path, problems: Problems, limit: int) -> str | None:
    """Return the file's text, or None with a finding; never waits on a pipe, never reads more than the limit."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            problems.error("berkas_tak_terbaca", 1, "Ini bukan berkas biasa.", "Ganti dengan berkas teks YAML.")
            return None
        if status.st_size > limit:
            problems.error(
                "terlalu_besar",
                1,
                f"Berkas ini {status.st_size:,} byte; batasnya {limit:,} byte.".replace(",", "."),
                "Pecah menjadi satu berkas tiap area.",
            )
            return None
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        problems.error("berkas_tak_ada", 1, "Berkas ini tidak ada.", "Periksa nama berkas dan foldernya.")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problems.error(
            "bukan_utf8", line, "Berkas ini bukan teks UTF-8.", "Simpan ulang dengan penyandian (encoding) UTF-8."
        )
    except (OSError, ValueError) as error:
        reason = wording.system_reason(error) if isinstance(error, OSError) else "nama berkas tidak sah"
        problems.error(
            "berkas_tak_terbaca", 1, f"Berkas ini tidak dapat dibuka ({reason}).", "Periksa hak akses berkas itu."
        )
    return None


@dataclass(slots=True)
class _YamlFrame:
    """A list or table that is still open; `key` is the key whose value comes next."""

    is_table: bool
    line: int
    values: list[Node] = field(default_factory=list)
    entries: dict[str, YamlEntry] = field(default_factory=dict)
    key: YamlText | Broken | None = None
    repeated: set[str] = field(default_factory=set)

    def close(self) -> Node:
        """Return the finished node."""
        if self.is_table:
            return Table(tuple(self.entries.values()), self.line, frozenset(self.repeated))
        return Items(tuple(self.values), self.line)


class _Builder:
    """Folds parser events into nodes with an explicit stack, so that depth is a number and not the call stack."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.root: Node | None = None
        self._stack: list[_YamlFrame] = []

    def read(self, source: str) -> None:
        """Consume the whole text, or stop where going on is no use."""
        documents = 0
        for event in yaml.parse(source, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark is not None else 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.problems.error(
                        "yaml_rusak", line, "Ada lebih dari satu dokumen (“---”).", "Satu berkas memuat satu dokumen."
                    )
                    return
            if isinstance(event, yaml.CollectionStartEvent) and len(self._stack) >= MAX_DEPTH:
                self.problems.error(
                    "terlalu_dalam",
                    line,
                    f"Susunannya bertingkat lebih dari {MAX_DEPTH}.",
                    "Ratakan susunannya; lihat berkas bawaan sebagai contoh.",
                )
                self.root = Broken(line)
                return
            self._take(event, line)

    def _take(self, event: yaml.Event, line: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._refuse_reference(line, f"*{event.anchor}")
            self._place(Broken(line))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_decoration(event, line)
            self._stack.append(_YamlFrame(isinstance(event, yaml.MappingStartEvent), line))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._place(self._stack.pop().close())
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_decoration(event, line)
            self._place(self._text(event.value, line))

    def _text(self, raw: str, line: int) -> YamlText | Broken:
        value = " ".join(unicodedata.normalize("NFC", raw).split())
        for character in value:
            if unicodedata.category(character) in _UNPRINTABLE or character in _NONCHARACTERS:
                self.problems.error(
                    "karakter_terlarang",
                    line,
                    f"Teks memuat karakter U+{ord(character):04X} yang tidak dapat dicetak.",
                    "Hapus karakter itu.",
                )
                return Broken(line)
        return YamlText(value, raw, line)

    def _refuse_decoration(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.anchor is not None:
            self._refuse_reference(line, f"&{event.anchor}")
        if event.tag is not None:
            self.problems.error(
                "yaml_rujukan", line, f"Penanda jenis “{event.tag}” tidak boleh dipakai.", "Tulis isinya saja."
            )

    def _refuse_reference(self, line: int, sign: str) -> None:
        self.problems.error(
            "yaml_rujukan",
            line,
            f"Rujukan YAML “{sign}” tidak boleh dipakai.",
            "Tulis isinya di tempatnya. Bila “&”, “*” atau “<<” memang bagian teks, apit teksnya dengan tanda kutip.",
        )

    def _place(self, node: Node) -> None:
        """Put a finished node where it belongs: the root, a list, a key, or a key's value."""
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        if not frame.is_table:
            frame.values.append(node)
        elif frame.key is None:
            frame.key = self._key(node)
        else:
            self._enter(frame, frame.key, node)
            frame.key = None

    def _key(self, node: Node) -> YamlText | Broken:
        if isinstance(node, YamlText) and node.value == "<<":
            self._refuse_reference(node.line, "<<")
        elif isinstance(node, YamlText):
            return node
        elif not isinstance(node, Broken):
            self.problems.error("jenis_isian", node.line, "Kunci harus berupa satu kata.", "Periksa tanda kurung.")
        return Broken(node.line)

    def _enter(self, frame: _YamlFrame, key: YamlText | Broken, node: Node) -> None:
        if isinstance(key, Broken):
            return
        first = frame.entries.get(key.value)
        if first is None:
            frame.entries[key.value] = YamlEntry(key.value, key.line, node)
            return
        frame.repeated.add(key.value)
        self.problems.error(
            "kunci_ganda",
            key.line,
            f"Kunci “{key.value}” sudah ditulis di baris {first.line}.",
            "Hapus salah satunya, atau gabungkan isinya.",
        )
