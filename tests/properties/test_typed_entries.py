"""Whatever people type into the workbook is in `plan/` after one command, and comes back the same."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.audit.gap_columns import FOLLOW_UP, PERSON, REMARK, REMARK_STATUS
from dossier.audit.status import AssessorNote, StaffNote
from dossier.pipeline.intake import take_in
from dossier.plan import read_notes, read_remarks
from dossier.plan.entries import NOTE_LAYOUT, notes_text
from dossier.plan.entries_edit import Identity, Value, changed
from tests.support.workbooks import FIRST, fill, rewrite, workbook_workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACES = st.tuples(st.sampled_from(["I.1.1", "I.1.2", "II.3.10"]), st.sampled_from("ab"), st.just("2025-03"))
# Everything that a cell can hold; "x005F_" is how a workbook escapes what looks like its own escapes.
TYPED = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t", exclude_characters="\ufffe\uffff"
    ),
    max_size=40,
).filter(lambda text: "x005F_" not in text and "_x000D_" not in text)
AWKWARD = st.sampled_from(
    [
        "=1+1",
        "'kutip",
        "a: b # c",
        "- x",
        "satu\n\n  dua\t\n tiga",
        "|",
        "yes",
        "2025-03",
        "\u2028a\x85",
        "👨‍👩‍👧",
        '"\\',
        "#",
        "{a}",
    ]
)
ENTRIES = st.one_of(AWKWARD, TYPED)


@settings(max_examples=12)
@given(person=ENTRIES, follow_up=ENTRIES, status=ENTRIES, remark=ENTRIES)
def test_any_text_in_the_four_columns_reaches_the_plan_folder_and_comes_back_the_same(
    person: str, follow_up: str, status: str, remark: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = workbook_workspace(Path(folder))
        fill(workspace.workbook, 2, {PERSON: person, FOLLOW_UP: follow_up, REMARK_STATUS: status, REMARK: remark})
        take_in(workspace)
        notes, remarks = read_notes(workspace.notes), read_remarks(workspace.remarks)
        note = notes.get(FIRST, StaffNote())
        said = remarks.get(FIRST, (AssessorNote(),))[0]
        assert [note.person, note.follow_up, said.status, said.text] == [
            as_kept(text) for text in (person, follow_up, status, remark)
        ]
        rewrite(workspace)
        again = take_in(workspace)
        assert again.told == ()
        assert (dict(again.notes), dict(again.remarks)) == (notes, remarks)


def as_kept(text: str) -> str:
    """Return a typed text as it is kept: without blanks around it, a C1 control spelt out."""
    spelt = "".join(f"⟨U+{ord(c):04X}⟩" if unicodedata.category(c) == "Cc" and c not in "\n\t" else c for c in text)
    return spelt.strip()


NOTES = st.dictionaries(
    PLACES,
    st.builds(
        StaffNote,
        person=ENTRIES.map(as_kept),
        follow_up=ENTRIES.map(as_kept),
        other_persons=st.lists(ENTRIES.map(as_kept).filter(lambda text: text.split() != []), max_size=2).map(tuple),
    ),
    max_size=4,
)


@given(first=NOTES, second=NOTES)
def test_a_file_changed_entry_by_entry_says_what_was_asked_and_keeps_the_comments(
    first: Mapping[tuple[str, str, str], StaffNote], second: Mapping[tuple[str, str, str], StaffNote]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tindak-lanjut.yaml"
        path.write_text(notes_text(path, {}, first), encoding="utf-8", newline="")
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write("# catatan kaki\n")
        after = {**first, **second}
        path.write_text(notes_text(path, first, after), encoding="utf-8", newline="")
        empty = StaffNote()
        assert {p: n for p, n in read_notes(path).items() if n != empty} == {
            p: n for p, n in after.items() if n != empty
        }
        assert "# catatan kaki\n" in path.read_text(encoding="utf-8")


def test_comments_and_layout_of_a_hand_written_file_stay() -> None:
    text = (
        "# kepala\nformat: 1 # satu\nisian:\n\n  # tentang A\n  - indikator: I.1.1 # pertama\n    butir: a\n"
        "    slot: 2025-03\n    # tanya dahulu\n    tindak_lanjut: >-\n      dua\n      baris\n\n  # tentang B\n"
        "  - {indikator: I.1.2, butir: a, slot: 2025-03, tindak_lanjut: x}\n"
    )
    wanted: dict[Identity, dict[str, Value]] = {
        ("I.1.1", "a", "2025-03"): {"tindak_lanjut": "baru"},
        ("I.1.1", "b", "2025-03"): {"tindak_lanjut": "b"},
    }
    assert changed(text, NOTE_LAYOUT, wanted) == (
        "# kepala\nformat: 1 # satu\nisian:\n\n  # tentang A\n  - indikator: I.1.1 # pertama\n    butir: a\n"
        "    slot: 2025-03\n    # tanya dahulu\n    tindak_lanjut: baru\n\n"
        "  - indikator: I.1.1\n    butir: b\n    slot: 2025-03\n    tindak_lanjut: b\n"
        "  # tentang B\n  - {indikator: I.1.2, butir: a, slot: 2025-03, tindak_lanjut: x}\n"
    )
