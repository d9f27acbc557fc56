"""An entry of the store is what was kept, or it is none: whatever happened to its bytes, whoever wrote it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from dossier.state import typed_json
from dossier.state.store import Store
from tests.support.json_values import VALUES, places, replaced

SOURCE = "ab" * 32
RECIPE = "docx kode=1 lxml=6.0 abc"
SCHEMA = "dossier.uji/2"


@dataclass(frozen=True, slots=True)
class _Facts:
    pages: int
    notes: tuple[str, ...] = ()


FACTS = _Facts(3, ("catatan \ud800",))


def filled(folder: str) -> Store:
    store = Store(Path(folder) / "kerja", SCHEMA)
    store.put(SOURCE, RECIPE, {"pages": FACTS.pages, "notes": FACTS.notes}, b"%PDF-1.7 isi")
    return store


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    store = filled(str(tmp_path))
    assert store.get(SOURCE, RECIPE, _Facts) == FACTS
    assert store.paths(SOURCE, RECIPE).blob.read_bytes() == b"%PDF-1.7 isi"


@given(data=st.data())
def test_a_changed_byte_of_facts_or_file_makes_no_wrong_entry(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        store = filled(folder)
        paths = store.paths(SOURCE, RECIPE)
        path = data.draw(st.sampled_from([paths.facts, paths.blob]))
        whole = path.read_bytes()
        at = data.draw(st.integers(0, len(whole) - 1))
        path.write_bytes(whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + data.draw(st.integers(0, 9)) :])
        found = store.get(SOURCE, RECIPE, _Facts)
        assert found == FACTS if path.read_bytes() == whole else found in {None, FACTS}
        assert path != paths.blob or path.read_bytes() == whole or found is None


@given(data=st.data(), value=VALUES)
def test_any_value_at_any_place_counts_as_none_unless_it_is_what_was_there(data: st.DataObject, value: object) -> None:
    with TemporaryDirectory() as folder:
        store = filled(folder)
        facts = store.paths(SOURCE, RECIPE).facts
        known = json.loads(facts.read_bytes())
        changed = replaced(known, data.draw(st.sampled_from(list(places(known)))), value)
        facts.write_text(json.dumps(changed), encoding="ascii")
        same = json.dumps(changed, sort_keys=True) == json.dumps(known, sort_keys=True)
        assert store.get(SOURCE, RECIPE, _Facts) == (FACTS if same else None)


@given(schema=st.sampled_from(["dossier.uji/1", "dossier.uji/3", "lain/2", ""]))
def test_an_older_newer_or_foreign_schema_counts_as_none(schema: str) -> None:
    with TemporaryDirectory() as folder:
        store = filled(folder)
        facts = store.paths(SOURCE, RECIPE).facts
        known = json.loads(facts.read_bytes())
        del known["seal"]
        facts.write_text(typed_json.sealed(known | {"schema": schema}), encoding="ascii")
        assert store.get(SOURCE, RECIPE, _Facts) is None


def test_an_entry_under_the_name_of_another_counts_as_none(tmp_path: Path) -> None:
    store = filled(str(tmp_path))
    other = store.paths("cd" * 32, RECIPE).facts
    other.parent.mkdir(parents=True)
    store.paths(SOURCE, RECIPE).facts.rename(other)
    assert store.get("cd" * 32, RECIPE, _Facts) is None


def test_what_other_code_or_libraries_made_the_same_way_goes(tmp_path: Path) -> None:
    store = filled(str(tmp_path))
    store.put(SOURCE, "docx kode=1 lxml=6.0 lain", {"pages": 1})
    store.put(SOURCE, "docx kode=2 lxml=6.1 abc", {"pages": 4})
    assert store.get(SOURCE, RECIPE, _Facts) is None
    assert not store.paths(SOURCE, RECIPE).blob.exists()
    assert store.get(SOURCE, "docx kode=1 lxml=6.0 lain", _Facts) == _Facts(1)
    assert store.get(SOURCE, "docx kode=2 lxml=6.1 abc", _Facts) == _Facts(4)
