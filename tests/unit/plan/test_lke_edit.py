"""`plan/lke.yaml` is changed as text: comments, order and notation stay, and it reads back what was wanted."""

from __future__ import annotations

import pytest
import yaml

from dossier.errors import PlanError
from dossier.plan.lke_edit import AssessorEdit, set_answers
from tests.support.lke_books import answers

OWN = AssessorEdit(by="", file="lke.xlsx", fields={"jawaban": "B"})
FILE = """\
# kepala
lembar: 2026
jawaban:
  # tim
  A.1.I.i.a: {jawaban: Ya, catatan: SK Nomor 4}   # benar
  A.1.I.i.b: B  # nanti

  A.1.I.iii.a:
    catatan: |
      satu
      dua
    jawaban: A
  # hasil
  B.I.a: {nilai: 3.62}
tpi:
  A.1.I.i.b: [{oleh: Inspektorat, jawaban: C, catatan: "SK, tanpa"}]
"""


def test_only_the_changed_field_changes_and_every_comment_stays() -> None:
    text = set_answers(FILE, {"A.1.I.i.a": {"jawaban": "Tidak"}}, {})
    assert text == FILE.replace("{jawaban: Ya,", "{jawaban: Tidak,")


def test_a_short_answer_gains_a_note_and_keeps_its_comment() -> None:
    text = set_answers(FILE, {"A.1.I.i.b": {"catatan": "=1+1\nbaris, dua"}}, {})
    assert '  A.1.I.i.b: {jawaban: B, catatan: "=1+1\\nbaris, dua"}  # nanti\n' in text
    assert set_answers(FILE, {"A.1.I.i.b": {"jawaban": "C"}}, {}) == FILE.replace("b: B  #", "b: C  #")


def test_a_block_of_lines_is_replaced_whole() -> None:
    text = set_answers(FILE, {"A.1.I.iii.a": {"catatan": "  berindentasi\nlagi ", "jawaban": "B"}}, {})
    assert answers(text).answers["A.1.I.iii.a"].note == "  berindentasi\nlagi "
    assert "# hasil" in text


def test_new_answers_stand_in_the_order_of_the_sheet_above_the_comment_of_the_next() -> None:
    text = set_answers(FILE, {"A.1.I.ii.a": {"jawaban": "Ya"}, "B.II.a": {"nilai": "3.6"}}, {})
    keys = list(yaml.safe_load(text)["jawaban"])
    assert keys == ["A.1.I.i.a", "A.1.I.i.b", "A.1.I.ii.a", "A.1.I.iii.a", "B.I.a", "B.II.a"]
    new = set_answers(FILE, {"A.2.I.ii.a": {"jawaban": "A"}}, {})
    assert new.index("A.2.I.ii.a") < new.index("# hasil")


def test_an_entry_of_another_assessor_stays_beside_the_new_one() -> None:
    text = set_answers(FILE, {}, {"A.1.I.i.b": OWN})
    assert [entry.source for entry in answers(text).assessors["A.1.I.i.b"]] == ["Inspektorat", "lke.xlsx"]
    again = set_answers(text, {}, {"A.1.I.i.b": AssessorEdit(by="", file="lke.xlsx", fields={"jawaban": "A"})})
    assert [entry.answer.grade for entry in answers(again).assessors["A.1.I.i.b"]] == ["C", "A"]


def test_a_file_that_is_not_there_is_begun_with_a_head() -> None:
    text = set_answers("", {"A.1.I.i.a": {"jawaban": "Ya"}}, {"A.1.I.i.b": OWN})
    assert text.startswith("# Jawaban lembar evaluasi")
    assert answers(text).answers["A.1.I.i.a"].grade == "Ya"
    assert answers(text).assessor("A.1.I.i.b") is not None


@pytest.mark.parametrize(
    "text",
    [
        "jawaban:\n",
        "jawaban: {}  # kosong\n",
        "jawaban: null\ntpi:\n",
        "lembar: 2026",
        "# hanya komentar\n",
        "jawaban:\r\n    A.1.I.i.b: C\r\ntpi: {}\r\n",
        "jawaban:\n  A.1.I.i.a:\n",
        "jawaban:\n  A.1.I.i.a: {}\n",
        "jawaban:\n  A.1.I.i.a: {jawaban: }\n",
        "jawaban:\n  A.1.I.i.a:\n    tautan:\n    - https://a.id\n# akhir\n",
        "jawaban:\n  A.1.I.i.a: {jawaban: Ya, tautan: [https://a.id]}",
    ],
)
def test_every_notation_takes_an_answer(text: str) -> None:
    fields: dict[str, str | tuple[str, ...]] = {
        "jawaban": "Tidak",
        "catatan": "satu\ndua",
        "tautan": ("https://b.id/x;y",),
    }
    changed = set_answers(text, {"A.1.I.i.a": fields}, {"A.1.I.i.a": OWN})
    answer = answers(changed).answers["A.1.I.i.a"]
    assert (answer.grade, answer.note, answer.links) == ("Tidak", "satu\ndua", ("https://b.id/x;y",))
    assert [entry.file for entry in answers(changed).assessors["A.1.I.i.a"]] == ["lke.xlsx"]
    for line in text.splitlines():
        if line.startswith("#"):
            assert line in changed


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{jawaban: {A.1.I.i.a: Ya}}\n", "bukan kunci dan nilai"),
        ("jawaban: {A.1.I.i.b: Ya}\n", "dalam satu"),
        ("jawaban:\n  A.1.I.i.a: Ya\n  A.1.I.i.a: Tidak\n", "tertulis dua kali"),
        ("jawaban:\n  A.1.I.i.a: {jawaban: Ya, jawaban: Tidak}\n", "dua kali"),
        ("jawaban: &x\n  A.1.I.i.a: *x\n", "jangkar"),
        ("jawaban:\n  A.1.I.i.a: Ya\n---\nlembar: 2026\n", "lebih dari satu"),
        ("jawaban:\n  A.1.I.i.a: [Ya]\n", "daftar"),
        ("jawaban: daftar\n", "bukan kumpulan"),
    ],
)
def test_what_cannot_be_changed_safely_is_refused(text: str, why: str) -> None:
    with pytest.raises(PlanError, match=why):
        set_answers(text, {"A.1.I.i.a": {"jawaban": "Tidak"}}, {})
