"""Whatever a table holds: a plan that can be read again, or none; never an exception, and always the same bytes."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.convert.grids.sheet_grid import cell_text
from dossier.importing import draft_documents
from dossier.importing.evidence_split import split_evidence
from dossier.importing.import_page import import_page
from dossier.importing.plan_merge import merged
from dossier.plan import load_plan
from dossier.plan.plan_documents import read_documents, tidy
from dossier.plan.plan_yaml import yaml_text
from tests.support.plan_tables import HEAD, outcome_of_rows

PASSAGES = st.sampled_from(
    [
        *("I", "1", "1.", "a.", "a. Tim bekerja", "II. Penataan Tata Laksana", "A.1.I.i", "A.1.V.ii.b", "V.2.1", "i)"),
        *("- SK\n- Notulen", "SK; Foto", "1. SK 2. SOP", "Laporan (triwulanan)", "dengan outline:", "(", ")", "Jumlah"),
        *("Januari 2025", "- Maret\n- Juni", "x", "✓", "-", "Desember : x", "Pemenuhan", "II. Reform", "Mengetahui,"),
        *("Komponen", "No", "Tim Kerja", "yang bekerja", "'", '"', "#", ": ", "{a}", "\u200b", "true", "2025", "~"),
    ]
)
CELLS = st.one_of(st.just(""), PASSAGES, st.text(max_size=25), st.lists(PASSAGES, max_size=4).map(" ".join))
_LETTERS = re.compile(r"[^\W_]+")
GRIDS = st.lists(st.lists(CELLS, min_size=6, max_size=7), max_size=12)
TEXTS = st.text(max_size=200).map(cell_text).map(tidy)
HEADINGS = st.sampled_from(
    [
        *(*HEAD, "Area", "Pilar", "Sub Pilar", "Kode", "Huruf", "Pertanyaan", "Uraian", "Output", "PIC", "Tim Kerja"),
        *("Jan", "Des", "Quarter D", "TW IV", "Triwulan 1", "B13", "B12", "Bulan", "12", "Tahun", "Catatan", ""),
    ]
)
HEADS = st.one_of(st.just(list(HEAD)), st.lists(HEADINGS, min_size=6, max_size=7))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HEADS, GRIDS)
def test_any_rows_below_a_head_give_a_plan_that_reads_back_or_none(head: list[str], rows: list[list[str]]) -> None:
    outcome = outcome_of_rows([head, *rows])
    if outcome is None or not outcome.plan.indicators:
        return
    documents = draft_documents.documents_of(outcome.plan)
    texts = {name: yaml_text(document, draft_documents.head_of(name, document)) for name, document in documents.items()}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        plan, _ = load_plan(Path(folder) / "plan.yaml")
        back = read_documents(Path(folder) / "plan.yaml")
    assert len(plan.indicators) == len(outcome.plan.indicators)
    assert back == documents
    _, difference = merged(back, documents)
    assert difference.is_empty
    again = outcome_of_rows([head, *rows])
    assert again is not None
    assert draft_documents.documents_of(again.plan) == documents
    assert import_page(again, ["x"]) == import_page(outcome, ["x"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GRIDS)
def test_any_table_without_a_head_is_refused_or_read(rows: list[list[str]]) -> None:
    outcome_of_rows(rows)


@settings(deadline=None)
@given(st.lists(st.one_of(PASSAGES, st.text(max_size=30)), max_size=8).map("\n".join))
def test_splitting_an_evidence_text_never_makes_words_up(text: str) -> None:
    for piece in split_evidence(cell_text(text)):
        assert piece.text
        assert set(_LETTERS.findall(piece.text)) <= set(_LETTERS.findall(cell_text(text)))


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from(["kode", "judul", "bukti_fisik"]), st.text(max_size=200).map(cell_text).map(tidy))
)
def test_yaml_of_any_texts_reads_back_the_same(texts: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.yaml"
        path.write_text(yaml_text({"area": [dict(texts)]}), encoding="utf-8")
        assert read_documents(path) == {"plan.yaml": {"area": [dict(texts)]} if texts else {"area": [{}]}}
