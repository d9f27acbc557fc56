"""Whatever is in the plan's files: a plan or a PlanError with file, line and advice, never another exception."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.errors import PlanError
from dossier.knowledge.vocabulary import vocabulary_of
from dossier.model import Finding, Severity
from dossier.plan import load_pins, load_plan, load_unit, word_list
from tests.support.plan_files import GOOD, write_plan

if TYPE_CHECKING:
    from collections.abc import Callable

PASSAGES = st.sampled_from(
    ["I.1.1", "2025", "\n", "  ", "- ", ": ", "{", "}", "butir:", "id: a", "Maret", "kode", "area:", "sk", "judul"]
)
INSERTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "&a ",
            "*a",
            "<<: ",
            "!!python/name:os ",
            "\t",
            "\r",
            "\x00",
            "---\n",
            "? ",
            "[",
            "{" * 30,
            "|2\n",
            '"\\ud800"',
        ]
    ),
)


def complaints(load: Callable[[], object]) -> tuple[Finding, ...]:
    """Run a loader and return why it refused; nothing else may be raised, and nothing is refused without findings."""
    try:
        load()
    except PlanError as error:
        return error.findings or (Finding(code="", severity=Severity.ERROR, subject="", text=""),)
    return ()


def holds(load: Callable[[], object]) -> None:
    """A refusal must say where and what to do, in text that can be written out."""
    for finding in complaints(load):
        assert finding.path
        assert (finding.line or 0) >= 1
        assert finding.text.encode()
        assert finding.advice.encode()


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(PASSAGES, st.integers(0, 40), INSERTS), min_size=1, max_size=4))
def test_a_spoiled_plan_is_read_or_refused(edits: list[tuple[str, int, str]]) -> None:
    text = GOOD
    for passage, number, insert in edits:
        places = [n for n in range(len(text)) if text.startswith(passage, n)]
        if places:
            at = places[number % len(places)]
            text = text[:at] + insert + text[at + len(passage) * (number % 2) :]
    with tempfile.TemporaryDirectory() as folder:
        path = write_plan(Path(folder))
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        holds(lambda: load_plan(path))


@settings(deadline=None, max_examples=200)
@given(
    st.one_of(st.binary(max_size=200), st.text(alphabet="ab:-[]{}&*!|>'\"#,? \n\t%@`~<=", max_size=80).map(str.encode))
)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_plan(Path(folder))
        plan, _ = load_plan(path)
        path.write_bytes(content)
        holds(lambda: load_plan(path))
        holds(lambda: load_unit(path))
        holds(lambda: load_pins(path, plan))
        words = write_plan(Path(folder)).with_name("kosakata.yaml")
        words.write_bytes(content)
        holds(lambda: vocabulary_of(load_plan(path)[0].words))


LEAVES = st.one_of(st.text(max_size=8), st.integers(), st.booleans(), st.none())
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    *("judul", "tahun", "predikat", "area", "kode", "komponen", "indikator", "butir", "berkas", "x"),
                    *word_list.WORD_KEYS,
                ]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=25,
)


@settings(deadline=None, max_examples=200)
@given(TREES)
def test_any_well_formed_tree_is_read_or_refused(tree: object) -> None:
    import yaml  # noqa: PLC0415 — only this test writes YAML

    with tempfile.TemporaryDirectory() as folder:
        path = write_plan(Path(folder))
        plan, _ = load_plan(path)
        text = yaml.safe_dump(tree, allow_unicode=True)
        path.write_text(text, encoding="utf-8")
        holds(lambda: load_plan(path))
        holds(lambda: load_unit(path))
        holds(lambda: load_pins(path, plan))
        write_plan(Path(folder), kosakata=text)
        holds(lambda: vocabulary_of(load_plan(path)[0].words))
