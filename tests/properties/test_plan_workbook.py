"""Whatever keys and texts a plan has, its workbook gives them back, and a second workbook is the same."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings

from dossier.importing import export_plan, own_workbook
from tests.support import plan_books

if TYPE_CHECKING:
    from dossier.plan.plan_documents import PlanDocuments


@settings(deadline=None, max_examples=60)
@given(plan_books.documents())
def test_every_key_of_any_plan_comes_back_and_a_second_export_has_the_same_bytes(documents: PlanDocuments) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = plan_books.exported(documents, Path(folder))
        found = own_workbook.open_own(path)
        assert found is not None
        assert found.documents == documents
        assert not found.doubts
        assert export_plan(found.documents, ".xlsx") == path.read_bytes()


@settings(deadline=None, max_examples=300)
@given(plan_books.KEYS, plan_books.VALUES)
def test_the_value_of_any_key_is_read_from_its_cell_as_it_was(key: str, value: str) -> None:
    assert own_workbook.decoded(key, own_workbook.encoded(key, value)) == value
