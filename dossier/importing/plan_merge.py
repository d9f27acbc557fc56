"""Compares an imported plan with the one that is there, by code, and merges it: what people typed survives. Pure.

A row is the same row where its sentence is the same, wherever it stands; else where its code is. White space is folded.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dossier.importing.row_numbers import MOST, letter_of
from dossier.plan.plan_documents import PLAN_NAME, area_documents, tables_of
from dossier.plan.plan_file import COLUMN_KEYS, PERSON_KEY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dossier.plan.plan_documents import PlanDocument, PlanDocuments, PlanValue

_COMPARED: Final = (*COLUMN_KEYS, PERSON_KEY)
_BY_IMPORT: Final = "Impor:"
_HEAD: Final = ("judul", "tahun")


@dataclass(frozen=True, kw_only=True)
class CellChange:
    """A cell of a row that is in both plans: key, what it was, what it is."""

    code: str
    key: str
    before: str
    after: str


@dataclass(kw_only=True)
class PlanDiff:
    """What an import changes in a plan.

    Attributes:
        added: Code and sentence of new rows.
        gone: The same of rows that the table no longer has.
        changed: Cells that differ.
        warnings: What a person should look at: a row with pins that goes, papers that may not be asked for any more.
        touched: Names of the files that change.
    """

    added: list[tuple[str, str]] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)
    changed: list[CellChange] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.added or self.gone or self.changed)


def merged(old: PlanDocuments, new: PlanDocuments, pinned: Collection[str] = ()) -> tuple[PlanDocuments, PlanDiff]:
    """Return the plan with the rows of a new import, and what that changes.

    Args:
        old: The plan that is there.
        new: What the import made.
        pinned: Codes of indicators that pins, notes or remarks speak of.
    """
    merger = _PlanMerger(deepcopy(old), pinned)
    merger.take(deepcopy(new))
    return merger.documents, merger.diff


class _PlanMerger:
    def __init__(self, documents: PlanDocuments, pinned: Collection[str]) -> None:
        self.documents = documents
        self.diff = PlanDiff()
        self._pinned = pinned
        self._kept: set[int] = set()

    def take(self, new: PlanDocuments) -> None:
        """Merge every row of the new plan, then drop the rows that it does not have."""
        for key in _HEAD:
            self._set(self.documents[PLAN_NAME], key, new[PLAN_NAME].get(key, ""), "rencana", PLAN_NAME)
        pairs = _pairs(list(_rows(self.documents)), list(_rows(new)))
        for name, area, component, row in _rows(new):
            known = pairs.get(id(row))
            if known is None:
                self._add(name, area, component, row)
            else:
                self._kept.add(id(known[1]))
                self._change(known[0], known[1], row)
        self._compare_titles(new)
        self._drop()

    def _compare_titles(self, new: PlanDocuments) -> None:
        """Warn of areas and components that are called otherwise; which title holds is for a person to say."""
        titles = _titles(self.documents)
        for code, title in _titles(new).items():
            known = titles.get(code, "")
            if known and title and _folded(known) != _folded(title):
                self.diff.warnings.append(f"{code}: judul dalam tabel “{title}”, dalam rencana “{known}”; tidak diubah")

    def _set(self, table: PlanDocument, key: str, value: PlanValue, code: str, file: str) -> None:
        before = table.get(key, "")
        if isinstance(value, str) and isinstance(before, str) and _folded(value) != _folded(before):
            table[key] = value
            self.diff.changed.append(CellChange(code=code, key=key, before=before, after=value))
            self.diff.touched.add(file)

    def _change(self, file: str, row: PlanDocument, new: PlanDocument) -> None:
        code, before = _text(row, "kode"), len(self.diff.changed)
        for key in _COMPARED:
            if key in new or key in COLUMN_KEYS:
                self._set(row, key, new.get(key, ""), code, file)
        keys = {change.key for change in self.diff.changed[before:]}
        if "target_waktu" in keys:
            self._retime(row, new, code)
        if "bukti_fisik" in keys:
            self._add_items(row, new, code)

    def _retime(self, row: PlanDocument, new: PlanDocument, code: str) -> None:
        """Let the new due time count, unless a person decided on one."""
        if row.get("jadwal") and not _text(row, "catatan").startswith(_BY_IMPORT):
            self.diff.warnings.append(f"{code}: target waktu berubah, tetapi jadwal yang ditulis orang tetap berlaku")
            return
        note = _text(row, "catatan")
        theirs = bool(note) and not note.startswith(_BY_IMPORT)
        for key in ("jadwal", "catatan"):
            if key == "catatan" and theirs:
                if said := _text(new, key):
                    self.diff.warnings.append(f"{code}: catatan yang ditulis orang tetap; dari impor: {said}")
            elif key in new:
                row[key] = new[key]
            else:
                row.pop(key, None)

    def _add_items(self, row: PlanDocument, new: PlanDocument, code: str) -> None:
        """Add the papers that are asked for now; those that were there stay, for people may have worked on them."""
        items = row.get("butir")
        present = items if isinstance(items, list) else []
        names = {_folded(_text(item, "nama")) for item in tables_of(present)}
        fresh = {_folded(_text(item, "nama")) for item in tables_of(new.get("butir"))}
        ids = {_text(item, "id") for item in tables_of(present)}
        for item in tables_of(new.get("butir")):
            if _folded(_text(item, "nama")) in names:
                continue
            item["id"] = next(letter for number in range(1, 700) if (letter := letter_of(number)) not in ids)
            ids.add(_text(item, "id"))
            present.append(item)
        row["butir"] = present
        left = [
            f"{_text(i, 'id')} ({_text(i, 'nama')})"
            for i in tables_of(present)
            if _folded(_text(i, "nama")) not in fresh
        ]
        if left:
            self.diff.warnings.append(f"{code}: bukti fisik berubah; masih diminta? butir {', '.join(left)}")

    def _add(self, name: str, area: PlanDocument, component: PlanDocument, row: PlanDocument) -> None:
        file, own_area = self._area_for(name, area)
        found = next(
            (c for c in tables_of(own_area.get("komponen")) if _text(c, "kode") == _text(component, "kode")), None
        )
        if found is None:
            found = {key: value for key, value in component.items() if key != "indikator"}
            _insert(own_area, "komponen", found)
        taken = {_text(each, "kode") for *_, each in _rows(self.documents)}
        code = _text(row, "kode")
        if code in taken:
            parent = code.rpartition(".")[0]
            code = next((c for n in range(1, MOST + 1) if (c := f"{parent}.{n}") not in taken), code)
            row["kode"] = code
        _insert(found, "indikator", row)
        self._kept.add(id(row))
        self.diff.added.append((code, _text(row, "indikator")))
        self.diff.touched.add(file)

    def _area_for(self, name: str, area: PlanDocument) -> tuple[str, PlanDocument]:
        for file, known in area_documents(self.documents):
            if _text(known, "kode") == _text(area, "kode"):
                return file or PLAN_NAME, known
        fresh = {key: value for key, value in area.items() if key != "komponen"}
        self.documents[name] = fresh
        names = self.documents[PLAN_NAME].get("area")
        self.documents[PLAN_NAME]["area"] = [*(names if isinstance(names, list) else []), name]
        self.diff.touched |= {name, PLAN_NAME}
        return name, fresh

    def _drop(self) -> None:
        for name, area in list(area_documents(self.documents)):
            file = name or PLAN_NAME
            for component in tables_of(area.get("komponen")):
                for row in tables_of(component.get("indikator")):
                    if id(row) not in self._kept:
                        self._drop_row(component, row, file)
            kept: list[PlanValue] = [c for c in tables_of(area.get("komponen")) if tables_of(c.get("indikator"))]
            area["komponen"] = kept
            names = self.documents[PLAN_NAME].get("area")
            if not kept and name and isinstance(names, list):
                names.remove(name)
                del self.documents[name]
                self.diff.touched.add(PLAN_NAME)

    def _drop_row(self, component: PlanDocument, row: PlanDocument, file: str) -> None:
        code = _text(row, "kode")
        rows: list[PlanValue] = [each for each in tables_of(component.get("indikator")) if each is not row]
        component["indikator"] = rows
        self.diff.gone.append((code, _text(row, "indikator")))
        self.diff.touched.add(file)
        if code in self._pinned:
            self.diff.warnings.append(
                f"{code} hilang dari tabel, tetapi masih disebut di pins.yaml, tindak lanjut, atau catatan TPI"
            )


def _pairs(
    old: list[tuple[str, PlanDocument, PlanDocument, PlanDocument]],
    new: list[tuple[str, PlanDocument, PlanDocument, PlanDocument]],
) -> dict[int, tuple[str, PlanDocument]]:
    """Return new row (its id) ─► file and row of the old plan: by sentence and code, by sentence, by code."""
    left = [(file or PLAN_NAME, row) for file, _, _, row in old]
    found: dict[int, tuple[str, PlanDocument]] = {}
    for by_sentence, by_code in ((True, True), (True, False), (False, True)):
        for *_, row in new:
            if id(row) in found:
                continue
            match = next((each for each in left if _same(each[1], row, by_sentence=by_sentence, by_code=by_code)), None)
            if match is not None:
                found[id(row)] = match
                left = [each for each in left if each[1] is not match[1]]
    return found


def _same(old: PlanDocument, new: PlanDocument, *, by_sentence: bool, by_code: bool) -> bool:
    sentence = _folded(_text(new, "indikator"))
    return (not by_sentence or (bool(sentence) and _folded(_text(old, "indikator")) == sentence)) and (
        not by_code or _text(old, "kode") == _text(new, "kode")
    )


def _rows(documents: PlanDocuments) -> Iterator[tuple[str, PlanDocument, PlanDocument, PlanDocument]]:
    """Yield file, area, component and row of every indicator."""
    for name, area in area_documents(documents):
        for component in tables_of(area.get("komponen")):
            for row in tables_of(component.get("indikator")):
                yield name, area, component, row


def _titles(documents: PlanDocuments) -> dict[str, str]:
    """Return code ─► title of every area and component."""
    found: dict[str, str] = {}
    for _, area in area_documents(documents):
        for table in (area, *tables_of(area.get("komponen"))):
            found[_text(table, "kode")] = _text(table, "judul")
    return found


def _insert(parent: PlanDocument, key: str, value: PlanDocument) -> None:
    """Put a table into a list of tables, before the first whose code comes after its own."""
    present = parent.get(key)
    values = present if isinstance(present, list) else []
    number = _last_number(value)
    place = next(
        (n for n, each in enumerate(values) if isinstance(each, dict) and _last_number(each) > number), len(values)
    )
    parent[key] = [*values[:place], value, *values[place:]]


def _last_number(table: PlanDocument) -> int:
    last = _text(table, "kode").rpartition(".")[2]
    return int(last) if last.isdecimal() else 0


def _text(table: PlanDocument, key: str) -> str:
    value = table.get(key, "")
    return value if isinstance(value, str) else ""


def _folded(text: str) -> str:
    return " ".join(text.split())
