"""Names for people: NFC, printable, unique."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import wording
from dossier.evidence import tree_walk

ANY_NAME = st.text(
    st.one_of(
        st.characters(), st.sampled_from(["\udce9", "\udc80", "e", "\u0301", "\u00e9", "\u202e", "\n", "⟨", "2", "."])
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Undangan rapat.pdf", "Undangan rapat.pdf"),
        ("baris\nbaru", "baris⟨U+000A⟩baru"),
        ("kanan\u202ekiri", "kanan⟨U+202E⟩kiri"),
        ("caf\udce9", "caf⟨0xE9⟩"),
        ("cafe\u0301", "caf\u00e9"),
        ("spasi\u00a0keras", "spasi keras"),
        ("foto 📷", "foto 📷"),
        ("\ud800", "⟨U+D800⟩"),
    ],
)
def test_what_cannot_be_seen_in_a_name_is_spelled_out(name: str, shown: str) -> None:
    assert wording.printable(name) == shown


@given(ANY_NAME)
def test_a_printable_name_is_printable_and_encodable_whatever_it_was(name: str) -> None:
    shown = wording.printable(name)
    assert shown.isprintable()
    assert shown.encode()
    assert unicodedata.is_normalized("NFC", shown)


@given(st.lists(ANY_NAME, unique=True))
def test_paths_are_unique_and_do_not_depend_on_the_order_of_the_names(disk_paths: list[str]) -> None:
    paths = tree_walk.unique_paths(disk_paths)
    assert sorted(paths) == sorted(disk_paths)
    assert len(set(paths.values())) == len(disk_paths)
    assert tree_walk.unique_paths(reversed(disk_paths)) == paths


def test_of_two_names_that_read_alike_the_one_spelled_as_printed_keeps_it() -> None:
    paths = tree_walk.unique_paths(["a/caf\u00e9.pdf", "a/cafe\u0301.pdf"])
    assert paths == {"a/caf\u00e9.pdf": "a/caf\u00e9.pdf", "a/cafe\u0301.pdf": "a/caf\u00e9 ⟨2⟩.pdf"}


def test_a_number_never_takes_the_name_of_a_third_file() -> None:
    paths = tree_walk.unique_paths(["caf\u00e9", "cafe\u0301", "caf\u00e9 ⟨2⟩"])
    assert paths["cafe\u0301"] == "caf\u00e9 ⟨3⟩"


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.JPG", ".jpg"),
        ("a.tar.gz", ".gz"),
        ("a", ""),
        (".tersembunyi", ""),
        ("surat.pdf ", ".pdf"),
        ("titik.", "."),
    ],
)
def test_the_ending_is_what_follows_the_last_dot(name: str, ending: str) -> None:
    assert tree_walk.ending_of(name) == ending
