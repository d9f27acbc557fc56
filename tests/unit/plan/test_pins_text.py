"""Changing the text of pins.yaml: what a person wrote there stays to the letter."""

from __future__ import annotations

import pytest

from dossier.errors import PlanError
from dossier.model import Pin
from dossier.plan import pins_text

PLACED = Pin(path="baru/scan 1.pdf", indicator="I.1.1", requirement="b", slot="2025-03")
ENTRY = "- berkas: baru/scan 1.pdf\n  indikator: I.1.1\n  butir: b\n  slot: 2025-03\n"
REJECTED = Pin(path="foto arisan.jpg", indicator=None)

HANDWRITTEN = """\
# kepala berkas

- berkas: "a  b.pdf"     # dari Pegawai Satu
  indikator: I.1.1
  # butirnya sudah ditanyakan
  butir: 'a'

# yang di bawah ini masih diragukan
- {berkas: x.pdf,   bukan: true}   # sebaris
-   berkas: c.pdf
    bukan: >-
      foto
      arisan

# ekor
"""


def test_a_new_file_begins_with_what_the_keys_mean() -> None:
    text = pins_text.decided("", [PLACED])
    assert text == pins_text.HEAD + ENTRY
    assert "dossier match --review" in text


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("# hanya komentar\n", "\n" + ENTRY),
        ("# hanya komentar tanpa akhir baris", "\n\n" + ENTRY),
        (HANDWRITTEN, ENTRY),
        ("- berkas: x.pdf\n  bukan: true", "\n" + ENTRY),
        ("  - berkas: x.pdf\n    bukan: true\n", "".join(f"  {line}\n" for line in ENTRY.splitlines())),
        ("---\n- berkas: x.pdf\n  bukan: true\n", ENTRY),
    ],
)
def test_a_decision_is_added_at_the_end_and_all_else_stays(text: str, ending: str) -> None:
    assert pins_text.decided(text, [PLACED]) == text + ending


def test_windows_line_ends_are_kept() -> None:
    text = "# kepala\r\n- berkas: x.pdf\r\n  bukan: true\r\n"
    assert pins_text.decided(text, [PLACED]) == text + ENTRY.replace("\n", "\r\n")


def test_an_empty_list_gives_way_to_the_first_entry() -> None:
    assert pins_text.decided("# kepala\n[]\n", [PLACED]) == "# kepala\n\n" + ENTRY


def test_a_list_in_brackets_is_refused_plainly() -> None:
    with pytest.raises(PlanError) as caught:
        pins_text.decided("[{berkas: x.pdf, bukan: true}]\n", [PLACED])
    assert "- berkas" in caught.value.hint


@pytest.mark.parametrize(
    ("path", "old"),
    [
        ("a  b.pdf", HANDWRITTEN.partition("\n\n")[2].partition("\n\n")[0] + "\n"),
        ("x.pdf", "- {berkas: x.pdf,   bukan: true}   # sebaris\n"),
        ("c.pdf", "-   berkas: c.pdf\n    bukan: >-\n      foto\n      arisan\n"),
    ],
)
def test_a_new_decision_takes_the_place_of_the_old_one_and_comments_around_it_stay(path: str, old: str) -> None:
    assert HANDWRITTEN.count(old) == 1
    new = pins_text.decided(HANDWRITTEN, [Pin(path=path, indicator=None)], reason="foto lain")
    assert new == HANDWRITTEN.replace(old, f"- berkas: {path}\n  bukan: true\n  alasan: foto lain\n")


def test_several_old_decisions_about_a_file_become_the_new_ones() -> None:
    other = "# antara\n- berkas: y.pdf\n  bukan: true\n"
    text = f"- berkas: x.pdf\n  indikator: I.1.1\n{other}- berkas: x.pdf\n  indikator: I.1.2\n"
    pins = [Pin(path="x.pdf", indicator="I.1.3"), Pin(path="x.pdf", indicator="I.1.4")]
    assert pins_text.decided(text, pins) == (
        f"- berkas: x.pdf\n  indikator: I.1.3\n- berkas: x.pdf\n  indikator: I.1.4\n{other}"
    )


def test_a_reason_may_hold_any_characters() -> None:
    text = pins_text.decided("[]", [REJECTED], reason='kata "Pak X": bukan # ini')
    assert text == '- berkas: foto arisan.jpg\n  bukan: true\n  alasan: "kata \\"Pak X\\": bukan # ini"\n'


def test_moved_files_are_renamed_in_the_quotes_they_had() -> None:
    moves = {"a  b.pdf": 'I.1.1.a "x".pdf', "x.pdf": "I.1.1.b y.pdf", "c.pdf": "z.pdf"}
    assert pins_text.renamed(HANDWRITTEN, moves) == (
        HANDWRITTEN.replace('"a  b.pdf"', '"I.1.1.a \\"x\\".pdf"')
        .replace("x.pdf,", "I.1.1.b y.pdf,")
        .replace("c.pdf", "z.pdf")
    )


def test_a_list_in_brackets_can_be_renamed_in() -> None:
    text = "[{berkas: 'x.pdf', bukan: true}, {berkas: y.pdf, bukan: true}]"
    assert pins_text.renamed(text, {"x.pdf": "it's.pdf", "y.pdf": "a, b.pdf"}) == (
        "[{berkas: 'it''s.pdf', bukan: true}, {berkas: \"a, b.pdf\", bukan: true}]"
    )


def test_a_folded_name_is_renamed_too() -> None:
    text = "- berkas: >-\n    x.pdf\n  bukan: true\n"
    assert pins_text.renamed(text, {"x.pdf": "y z.pdf"}) == '- berkas: "y z.pdf"\n  bukan: true\n'


def test_a_question_is_written_by_its_key() -> None:
    text = pins_text.decided("", [Pin(path="a.pdf", indicator=None, question="B.I.a")])
    assert text == pins_text.HEAD + "- berkas: a.pdf\n  pertanyaan: B.I.a\n"


def test_lines_of_an_entry_are_taken_out_and_put_back_to_the_letter() -> None:
    own = pins_text.entries_of(HANDWRITTEN, "x.pdf")
    assert own == "- {berkas: x.pdf,   bukan: true}   # sebaris\n"
    without = pins_text.with_entries(HANDWRITTEN, "x.pdf", "")
    assert without == HANDWRITTEN.replace(own, "")
    assert (
        pins_text.with_entries(pins_text.decided(HANDWRITTEN, [Pin(path="x.pdf", indicator="I.1.1")]), "x.pdf", own)
        == HANDWRITTEN
    )
