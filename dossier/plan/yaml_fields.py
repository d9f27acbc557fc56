"""Typed access to YAML mappings; collects every complaint with file and line, so that all are reported at once."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from dossier.errors import PlanError
from dossier.model import Finding, Severity
from dossier.plan.yaml_tree import Broken, Items, Table, YamlText

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dossier.plan.yaml_tree import Node, YamlEntry


def shown_path(path: Path) -> str:
    """Return how findings name a file: with its folder, as people see it from the workspace (`plan/plan.yaml`)."""
    return f"{path.parent.name}/{path.name}" if path.parent.name else path.name


class Problems:
    """The findings of one load, in order; `at` gives a view for another file that fills the same list."""

    def __init__(self, path: Path, *, findings: list[Finding] | None = None) -> None:
        """Start a list for `path`, or continue `findings`."""
        self.path = shown_path(path)
        self.findings: list[Finding] = [] if findings is None else findings

    def at(self, path: Path) -> Problems:
        """Return a collector for another file of the same load."""
        return Problems(path, findings=self.findings)

    def error(self, code: str, line: int, text: str, advice: str, subject: str = "") -> None:
        """Add something that keeps the plan from being used; `line` counts from 1."""
        self._add(Severity.ERROR, code, line, text, advice, subject)

    def warning(self, code: str, line: int, text: str, advice: str, subject: str = "") -> None:
        """Add something worth a look that stops nothing."""
        self._add(Severity.WARNING, code, line, text, advice, subject)

    def note(self, code: str, line: int, text: str, advice: str, subject: str = "") -> None:
        """Add something that is worth knowing and needs no mending."""
        self._add(Severity.NOTE, code, line, text, advice, subject)

    def _add(self, severity: Severity, code: str, line: int, text: str, advice: str, subject: str) -> None:
        self.findings.append(
            Finding(
                code=code,
                severity=severity,
                subject=subject or self.path,
                text=text,
                advice=advice,
                path=self.path,
                line=line,
            )
        )

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop the plan from being used."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    def in_reading_order(self) -> tuple[Finding, ...]:
        """Return all findings file by file, as the files were first complained of, and by line within each."""
        files = {path: number for number, path in enumerate(dict.fromkeys(f.path for f in self.findings))}
        return tuple(sorted(self.findings, key=lambda f: (files[f.path], f.line or 0)))

    def stop_on_errors(self, path: Path, what: str) -> None:
        """Raise with every finding when there is an error.

        Args:
            path: the file that the user named; the findings name their own.
            what: what cannot be read, as the message's first words ("Rencana").

        Raises:
            PlanError: at least one finding is an error.
        """
        errors = self.errors
        if errors:
            raise PlanError(
                f"{what} tidak dapat dipakai: {len(errors)} kesalahan.",
                path=path,
                hint="Perbaiki baris-baris yang disebut, lalu jalankan `dossier plan check`.",
                findings=self.in_reading_order(),
            )


_TRUE = frozenset({"true", "ya", "benar"})
_FALSE = frozenset({"false", "tidak"})


def kind_name(node: Node) -> str:
    """Return what a node is in words that a person without YAML understands."""
    if isinstance(node, Items):
        return "daftar"
    return "kumpulan kunci" if isinstance(node, Table) else "teks"


def joined_text(node: Node) -> str:
    """Return all texts of a node, those of a list or a table separated by "; "."""
    if isinstance(node, YamlText):
        return node.value
    if isinstance(node, Items):
        return "; ".join(text for value in node.values if (text := joined_text(value)))
    if isinstance(node, Table):
        return "; ".join(f"{entry.key}: {joined_text(entry.value)}" for entry in node.entries)
    return ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` was most likely meant to be, or None."""
    by_folded = {k.casefold(): k for k in known}
    found = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def listed(root: Node | None, problems: Problems, keys: tuple[str, ...], advice: tuple[str, str]) -> list[Fields]:
    """Return the entries of a file that is a list of tables; nothing written is none, anything else an error.

    Args:
        root: what the file holds.
        problems: collects the complaints.
        keys: the keys that an entry may have.
        advice: how to write the list, and how an entry.
    """
    if not isinstance(root, Items):
        if root is not None and not isinstance(root, Broken) and not (isinstance(root, YamlText) and not root.value):
            text = f"Isi berkas harus berupa daftar, bukan {kind_name(root)}."
            problems.error("jenis_isian", root.line, text, advice[0])
        return []
    found = []
    for node in root.values:
        if isinstance(node, Table):
            found.append(Fields(node, keys, problems))
        elif not isinstance(node, Broken):
            text = f"Isi daftar harus berupa kumpulan kunci, bukan {kind_name(node)}."
            problems.error("jenis_isian", node.line, text, advice[1])
    return found


class Fields:
    """One table's keys; unknown ones are findings as soon as it is made."""

    def __init__(
        self, table: Table, allowed: tuple[str, ...], problems: Problems, subject: str = "", *, strict: bool = True
    ) -> None:
        """Check the keys of `table` against `allowed`; `subject` names it in findings.

        Unknown keys are errors; warnings where not `strict`: `others` has what stands there.
        """
        self.table = table
        self.problems = problems
        self.subject = subject
        for entry in table.entries:
            if entry.key not in allowed:
                self._unknown(entry, allowed, strict=strict)
        self.allowed = allowed

    def _unknown(self, entry: YamlEntry, allowed: tuple[str, ...], *, strict: bool) -> None:
        """Complain of a key that nobody knows; one without a value on the line of others is a text cut at a comma."""
        guess = nearest(entry.key, allowed)
        advice = f"Mungkin maksudnya “{guess}”." if guess else f"Kunci yang dikenal: {', '.join(allowed)}."
        text = f"Kunci “{entry.key}” tidak dikenal"
        empty = isinstance(entry.value, YamlText) and not entry.value.value
        if empty and any(other is not entry and other.line == entry.line for other in self.table.entries):
            text = f"“{entry.key}” terpotong dari teks di depannya, karena koma di dalam {{ }} memisahkan kunci"
            self.error("kunci_tak_dikenal", entry.line, f"{text}.", "Apit seluruh teksnya dengan tanda kutip.")
        elif strict:
            self.error("kunci_tak_dikenal", entry.line, f"{text}.", advice)
        else:
            text += "; disimpan, tidak dipakai."
            self.problems.warning("kunci_tak_dikenal", entry.line, text, advice, self.subject)

    def others(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return what is kept of other columns: the table below `key`, and the keys that nobody knows, as texts."""
        below = self.table.get(key)
        kept = below.value.entries if below is not None and isinstance(below.value, Table) else ()
        if below is not None and not isinstance(below.value, Table | Broken):
            advice = f"Tulis di bawah “{key}:” satu baris “nama kolom: isi” tiap kolom."
            self._wrong_kind(below.line, f"“{key}”", below.value, "kumpulan kunci", advice)
        unknown = (entry for entry in self.table.entries if entry.key not in self.allowed)
        return tuple((entry.key, joined_text(entry.value)) for entry in (*kept, *unknown))

    def error(self, code: str, line: int, text: str, advice: str) -> None:
        """Add an error about this table."""
        self.problems.error(code, line, text, advice, self.subject)

    def has(self, key: str) -> bool:
        """Return whether the key is written, with or without a value."""
        return self.table.get(key) is not None

    def line(self, key: str) -> int:
        """Return the line of the key, or of the table where the key is absent."""
        entry = self.table.get(key)
        return self.table.line if entry is None else entry.line

    def require(self, *keys: str) -> None:
        """Add a finding for each key that is not written."""
        for key in keys:
            if not self.has(key):
                self.error("kunci_wajib", self.table.line, f"Kunci wajib “{key}” tidak ada.", f"Tambahkan “{key}: …”.")

    def text(self, key: str, default: str = "", *, filled: bool = False) -> str:
        """Return a text with white space folded; `filled` makes an empty one an error."""
        found = self._text_node(key)
        if found is None:
            return default
        if filled and not found.value:
            self.error("kunci_wajib", self.line(key), f"“{key}” belum diisi.", f"Isi sesudah “{key}:”.")
        return found.value

    def asked(self, key: str, default: str, meanwhile: str) -> str:
        """Return a text; where it is not written, the default, with a warning that says what is the case meanwhile."""
        found = self._text_node(key)
        if found is not None and found.value:
            return found.value
        if found is not None or not self.has(key):
            text, advice = f"“{key}” belum ada; sementara itu {meanwhile}.", f"Isi sesudah “{key}:”."
            self.problems.warning("belum_diisi", self.line(key), text, advice, self.subject)
        return default

    def raw_text(self, key: str) -> str:
        """Return a text as written, white space and all: for file names."""
        found = self._text_node(key)
        return "" if found is None else found.raw

    def flag(self, key: str) -> bool:
        """Return a yes or no (`true`, `ya`, `false`, `tidak`); an absent one is no."""
        word = self.text(key, "false").casefold()
        if word not in _TRUE | _FALSE:
            text, advice = f"“{key}” berisi “{word}”; dibaca sebagai tidak.", f"Tulis {key}: true atau false."
            self.problems.warning("jenis_isian", self.line(key), text, advice, self.subject)
        return word in _TRUE

    def holds_text(self, key: str) -> bool:
        """Return whether the key has a text for a value, if only an empty one."""
        entry = self.table.get(key)
        return entry is not None and isinstance(entry.value, YamlText)

    def texts(self, key: str, *, filled: bool = False) -> tuple[str, ...]:
        """Return a list of texts; an absent one is empty, empty texts are left out; `filled` as in `items`."""
        return tuple(node.value for node in self.text_nodes(key, filled=filled))

    def text_nodes(self, key: str, *, filled: bool = False, empty: bool = False) -> tuple[YamlText, ...]:
        """Like `texts`, each with its line; `empty` keeps empty texts."""
        values = []
        for node in self.items(key, filled=filled):
            if isinstance(node, YamlText):
                values.append(node)
            elif not isinstance(node, Broken):
                self._wrong_kind(node.line, f"Isi “{key}”", node, "teks", f"Tulis {key}: [satu, dua].")
        return tuple(node for node in values if node.value or empty)

    def tables(self, key: str, *, filled: bool = False) -> tuple[Table, ...]:
        """Return a list of tables; an absent one is empty, `filled` makes a written but empty one an error."""
        values = []
        for node in self.items(key, filled=filled):
            if isinstance(node, Table):
                values.append(node)
            elif not isinstance(node, Broken):
                self._wrong_kind(
                    node.line, f"Isi “{key}”", node, "kumpulan kunci", "Awali tiap butir dengan “- kunci: …”."
                )
        return tuple(values)

    def items(self, key: str, *, filled: bool = False) -> tuple[Node, ...]:
        """Return a list of anything; an absent one is empty, `filled` makes a written but empty one an error."""
        entry = self.table.get(key)
        if entry is None or isinstance(entry.value, Broken):
            return ()
        node = entry.value
        empty = isinstance(node, YamlText) and not node.value
        if not empty and not isinstance(node, Items):
            self._wrong_kind(entry.line, f"“{key}”", node, "daftar", "Awali tiap isinya dengan “- ”.")
            return ()
        values = node.values if isinstance(node, Items) else ()
        if filled and not values:
            self.error("daftar_kosong", entry.line, f"“{key}” tidak berisi apa pun.", "Isi, atau hapus yang memuatnya.")
        return values

    def _text_node(self, key: str) -> YamlText | None:
        entry = self.table.get(key)
        if entry is None or isinstance(entry.value, Broken):
            return None
        if isinstance(entry.value, YamlText):
            return entry.value
        advice = f"Tulis satu teks sesudah “{key}:”; apit dengan tanda kutip bila diawali tanda kurung."
        self._wrong_kind(entry.line, f"“{key}”", entry.value, "teks", advice)
        return None

    def _wrong_kind(self, line: int, what: str, node: Node, wanted: str, advice: str) -> None:
        self.error("jenis_isian", line, f"{what} harus berupa {wanted}, bukan {kind_name(node)}.", advice)
