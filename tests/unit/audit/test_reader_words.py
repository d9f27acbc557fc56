"""What the assessors are told of a file: the facts, without advice and without the names of the tool's things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.audit.reader_words import all_told, state_word, told
from dossier.knowledge import rows
from dossier.model import Audience, State

if TYPE_CHECKING:
    from collections.abc import Mapping

STATEMENTS = {"“Laporan monev WBS”", "A.1.V.iv.b", "Isi Tag di Word"}
"""What is left of the registered advice on files: two examples, and one about a template."""
ROOMS = {"audit", "convert", "evidence", "matching", "templates"}
"""Where findings about files come from."""


def rooms(row: Mapping[str, str]) -> list[str]:
    """Return the rooms that give a finding."""
    return row["asal"].replace(",", " ").split()


def test_of_the_registered_advice_nothing_reaches_the_assessors() -> None:
    left = {told(Audience.TPN, each["tindakan"]) for each in rows("temuan.csv") if ROOMS & set(rooms(each))} - {""}
    assert left <= STATEMENTS


def test_staff_are_told_everything() -> None:
    text = "butuh LibreOffice; pasang LibreOffice lalu ulangi dengan --office auto"
    assert told(Audience.STAF, text) == text
    assert told(Audience.TPI, text) == "butuh LibreOffice"


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("“SK, cetak butir. A.pdf” tidak terbaca; simpan ulang “a.pdf”.", "“SK, cetak butir. A.pdf” tidak terbaca"),
        ("hanya tampilannya yang dimuat, periksa berkas asli", "hanya tampilannya yang dimuat"),
        ("Isi berkas rusak. Isi di Word, lalu simpan.", "Isi berkas rusak"),
        ("ditetapkan orang di plan/pins.yaml", ""),
        ("cocok dengan beberapa butir", "cocok dengan beberapa rincian bukti"),
    ],
)  # fmt: skip
def test_a_text_keeps_its_facts_and_the_names_of_files(text: str, stated: str) -> None:
    assert told(Audience.TPI, text) == stated


def test_a_text_that_is_advice_alone_is_left_out() -> None:
    assert all_told(Audience.TPI, ("Simpan ulang.", "halaman kosong", "halaman kosong")) == ("halaman kosong",)


def test_the_words_of_the_states_differ_only_where_they_are_those_of_the_tool() -> None:
    same = {state for state in State if state_word(Audience.TPI, state) == state_word(Audience.STAF, state)}
    assert same == set(State) - {State.FAULTY, State.UNCONFIRMED}
