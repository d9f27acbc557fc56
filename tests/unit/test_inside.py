"""File names that we make of texts: one policy, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.inside import safe_name

ROOM = 60


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("SK Tim: Kerja/ZI?", "SK Tim Kerja ZI"),
        ("  laporan\n akhir. . ", "laporan akhir"),
        (".htaccess", "htaccess"),
        ("scan⟨U+200B⟩1", "scan 1"),
        ("Café nomor 5", "Café nomor 5"),
        ("a\u202egpj.exe", "a gpj.exe"),
        ("...", ""),
    ],
)
def test_a_name_has_nothing_that_a_file_system_refuses_or_nobody_sees(text: str, name: str) -> None:
    assert safe_name(text, ROOM) == name


@pytest.mark.parametrize("text", ["CON", "nul", "com1", "LPT9.txt", "aux.", "COM¹"])
def test_a_name_that_windows_keeps_for_a_device_is_marked(text: str) -> None:
    assert safe_name(text, ROOM) == f"_{text.rstrip('.')}"


@pytest.mark.parametrize("text", ["Konsep", "CONTOH", "comet", "laporan con"])
def test_a_name_that_only_begins_like_a_device_is_left_alone(text: str) -> None:
    assert safe_name(text, ROOM) == text


def test_a_plain_name_is_ascii_and_keeps_no_empty_brackets() -> None:
    assert safe_name("Café (“”) “Zona” , tahap 2", ROOM, plain=True) == "Cafe Zona, tahap 2"


def test_a_long_name_is_cut_between_words_and_within_one_only_where_it_must() -> None:
    assert safe_name("rencana aksi tahunan", 12) == "rencana aksi"
    assert safe_name("rencana aksi tahunan", 14) == "rencana aksi"
    assert safe_name("pembangunan", 4) == "pemb"


@given(text=st.text(), room=st.integers(min_value=2, max_value=ROOM), plain=st.booleans())
def test_no_name_is_longer_than_its_room_in_bytes_or_has_an_end_that_windows_drops(
    text: str,
    room: int,
    plain: bool,  # noqa: FBT001 — drawn
) -> None:
    name = safe_name(text, room, plain=plain)
    assert len(name.encode()) <= room
    assert name == name.strip(" .")
    assert safe_name(name, room, plain=plain) == name or name.startswith("_")
