"""Reads word lists: `plan/kosakata.yaml` of an office, and the `kosakata.yaml` of each installed sector pack."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier.knowledge.vocabulary import tokens
from dossier.model import NO_WORDS, WordList
from dossier.plan.yaml_fields import Fields, Problems, kind_name
from dossier.plan.yaml_tree import Broken, Table, YamlText, read_document
from dossier.state import entry_points

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.state.entry_points import EntryPoint

FILE_NAME: Final = "kosakata.yaml"
WORD_KEYS: Final = ("istilah", "derau", "umum", "netral", "harian", "kantor")
_PLAIN: Final = re.compile(r"[\w .&/()-]+")
# Phrase ─► the key that says what it means, and the line of that; a blank line of a list has no phrase.
_Owners = dict[tuple[str, ...], tuple[str, int]]


def read_words(path: Path, problems: Problems) -> WordList:
    """Read the words of an office beside its plan; a missing file has none."""
    return _read(path, problems.at(path)) if path.exists() or path.is_symlink() else NO_WORDS


def pack_words(problems: Problems) -> WordList:
    """Return the words of all installed sector packs, by name; a pack with a fault gives none, and a warning."""
    words = NO_WORDS
    for entry in entry_points.installed(entry_points.KNOWLEDGE):
        found, trouble = _pack(entry)
        words += found
        if trouble:
            text = f"Pengetahuan dari pengaya {entry.label} tidak dipakai: {trouble}"
            problems.warning("pengetahuan_pengaya_gagal", 1, text, "Perbarui atau lepaskan pengaya itu.", entry.label)
    return words


def trouble_with_pack(entry: EntryPoint) -> str | None:
    """Return why an installed sector pack is not used, in Indonesian; None where it is."""
    return _pack(entry)[1] or None


def _pack(entry: EntryPoint) -> tuple[WordList, str]:
    if entry.folder is None:
        return NO_WORDS, f"paket {entry.module} tidak ada"
    problems = Problems(entry.folder / FILE_NAME)
    words = _read(entry.folder / FILE_NAME, problems)
    errors = [f"{error.path} baris {error.line}: {error.text}" for error in problems.errors]
    return (NO_WORDS, errors[0]) if errors else (words, "")


def _read(path: Path, problems: Problems) -> WordList:
    root = read_document(path, problems)
    if root is None or isinstance(root, Broken) or (isinstance(root, YamlText) and not root.value):
        return NO_WORDS  # nothing is written, or what is wrong has been said
    if not isinstance(root, Table):
        text = f"Isi berkas harus berupa kunci dan daftar, bukan {kind_name(root)}."
        problems.error("jenis_isian", root.line, text, f"Kunci yang dikenal: {', '.join(WORD_KEYS)}.")
        return NO_WORDS
    fields = Fields(root, WORD_KEYS, problems)
    owners: _Owners = {}
    return WordList(
        terms=_terms(fields, owners),
        noise=_listed(fields, "derau", owners),
        general=_listed(fields, "umum", {}),
        neutral=_listed(fields, "netral", {}),
        everyday=_listed(fields, "harian", {}),
        office=_listed(fields, "kantor", {}),
    )


def _terms(fields: Fields, owners: _Owners) -> tuple[tuple[str, tuple[str, ...]], ...]:
    entry = fields.table.get("istilah")
    if entry is None or isinstance(entry.value, Broken):
        return ()
    if not isinstance(entry.value, Table):
        if fields.holds_text("istilah") and not fields.text("istilah"):
            return ()
        text = f"“istilah” harus berupa kumpulan kunci, bukan {kind_name(entry.value)}."
        fields.error("jenis_isian", entry.line, text, "Tulis di bawahnya, menjorok: “nama istilah: [ejaan, ejaan]”.")
        return ()
    names = [term.key for term in entry.value.entries]
    inner = Fields(entry.value, tuple(names), fields.problems)
    for name in names:  # all before any spelling, so that a spelling that is the name of another term is told
        node = YamlText(name, name, inner.line(name))
        if not tokens(name) or tokens(name) in owners:
            _tell(inner, name, node, owners, "Gabungkan ejaannya di bawah satu istilah, atau hapus barisnya.")
        owners.setdefault(tokens(name), (name, node.line))
    return tuple((name, _listed(inner, name, owners)) for name in names)


def _listed(fields: Fields, key: str, owners: _Owners) -> tuple[str, ...]:
    """Return the phrases of a list; what is blank, or has a meaning already, is told with the line as it should be."""
    good: list[str] = []
    bad: list[YamlText] = []
    for node in fields.text_nodes(key, empty=True):
        if not tokens(node.value) or tokens(node.value) in owners:
            bad.append(node)
        else:
            owners[tokens(node.value)] = (key, node.line)
            good.append(node.value)
    written = ", ".join(text if _PLAIN.fullmatch(text) else f'"{text}"' for text in good)
    for node in bad:
        _tell(fields, key, node, owners, f"Tulis “{key}: [{written}]”.")
    return tuple(good)


def _tell(fields: Fields, key: str, node: YamlText, owners: _Owners, advice: str) -> None:
    """Report a phrase that is blank or has a meaning already."""
    phrase = tokens(node.value)
    owner, line = owners.get(phrase, ("", 0))
    if not phrase:
        fields.error("kata_kosong", node.line, f"“{key}” memuat isian tanpa kata.", advice)
    elif owner != key:
        fields.error("kata_dua_istilah", node.line, f"“{node.value}” sudah berarti “{owner}” di baris {line}.", advice)
    else:
        text = f"“{node.value}” sudah ditulis di baris {line}."
        fields.problems.warning("kata_ganda", node.line, text, advice)
