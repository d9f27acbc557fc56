"""The pins file as it is changed: decisions in one step, undone and redone, beside other writers."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.model import Pin, Plan
from dossier.plan import load_plan
from dossier.plan.pins_file import ChangedElsewhereError, Decision, PinsBook

ROOT = Path(__file__).parents[3]
START = "# milik kami\n- berkas: lama.pdf # sejak Januari\n  bukan: true\n"
FOREIGN = "- berkas: orang lain.pdf\n  bukan: true\n"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(ROOT / "plan" / "plan.yaml")[0]


@pytest.fixture
def book(tmp_path: Path, plan: Plan) -> PinsBook:
    path = tmp_path / "pins.yaml"
    path.write_text(START, encoding="utf-8")
    return PinsBook(path=path, plan=plan)


def placed(path: str, code: str = "I.1.1") -> Decision:
    return Decision(pins=(Pin(path=path, indicator=code),))


def test_several_files_are_decided_in_one_step(book: PinsBook) -> None:
    book.decide_all([placed("a.jpg"), placed("lama.pdf"), placed("b.jpg")])
    assert [pin.path for pin in book.pins] == ["lama.pdf", "a.jpg", "b.jpg"]
    assert set(book.undo()) == {"a.jpg", "lama.pdf", "b.jpg"}
    assert book.path.read_text(encoding="utf-8") == START


def test_undoing_and_redoing_has_no_end_and_gives_the_same_bytes(book: PinsBook) -> None:
    seen = [book.path.read_bytes()]
    for number in range(30):
        book.decide_all([placed(f"foto {number // 2}.jpg", f"I.{1 + 2 * (number % 2)}.1")])
        seen.append(book.path.read_bytes())
    for step in reversed(seen[:-1]):
        book.undo()
        assert book.path.read_bytes() == step
    assert not book.can_undo
    for step in seen[1:]:
        book.redo()
        assert book.path.read_bytes() == step
    assert not book.can_redo


def test_a_new_decision_ends_what_could_be_redone(book: PinsBook) -> None:
    book.decide_all([placed("a.jpg")])
    book.undo()
    book.decide_all([placed("b.jpg")])
    assert not book.can_redo


def test_undo_takes_back_its_own_entries_alone_where_somebody_else_wrote_since(book: PinsBook) -> None:
    book.decide_all([placed("lama.pdf")])
    text = book.path.read_text(encoding="utf-8")
    book.path.write_text(text + "# catatan orang\n" + FOREIGN, encoding="utf-8")
    book.undo()
    assert book.path.read_text(encoding="utf-8") == START + "# catatan orang\n" + FOREIGN
    book.redo()
    assert book.path.read_text(encoding="utf-8") == text + "# catatan orang\n" + FOREIGN


def test_what_somebody_else_decided_about_the_same_file_is_not_undone(book: PinsBook) -> None:
    book.decide_all([placed("a.jpg"), placed("b.jpg")])
    changed = book.path.read_text(encoding="utf-8").replace(
        "- berkas: b.jpg\n  indikator: I.1.1", "- berkas: b.jpg\n  bukan: true"
    )
    book.path.write_text(changed, encoding="utf-8")
    with pytest.raises(ChangedElsewhereError, match=r"b\.jpg"):
        book.undo()
    assert book.path.read_text(encoding="utf-8") == changed


def test_a_decision_beside_another_writer_keeps_both_and_can_be_undone(book: PinsBook) -> None:
    book.path.write_text(START + FOREIGN, encoding="utf-8")
    book.decide_all([placed("a.jpg")])
    assert book.merged
    assert book.path.read_text(encoding="utf-8") == START + FOREIGN + "- berkas: a.jpg\n  indikator: I.1.1\n"
    book.undo()
    assert book.path.read_text(encoding="utf-8") == START + FOREIGN


def test_a_file_that_was_not_there_is_gone_again_when_its_first_decision_is_undone(tmp_path: Path, plan: Plan) -> None:
    book = PinsBook(path=tmp_path / "pins.yaml", plan=plan)
    book.decide_all([placed("a.jpg")])
    assert book.path.is_file()
    book.undo()
    assert not book.path.exists()
    book.redo()
    assert book.path.is_file()
