"""Setting texts of the profile: comments, order and everything else stay; what is not safe is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dossier.errors import PlanError
from dossier.plan import profile_text

PATH = Path("plan/unit.yaml")
WRITTEN = '# profil kami\nnama: Kantor Contoh # resmi\nalamat: ""\nkop:\n  - SATU\ntempat:\nanggota: []\n'


def test_a_text_is_replaced_where_it_stands() -> None:
    made = profile_text(PATH, WRITTEN, {"nama": "Kantor: Baru # ya", "alamat": "Jl. Satu", "tempat": "Jambi"})
    assert made == (
        '# profil kami\nnama: "Kantor: Baru # ya" # resmi\nalamat: Jl. Satu\n'
        "kop:\n  - SATU\ntempat: Jambi\nanggota: []\n"
    )


def test_a_key_that_is_not_there_is_added_at_the_end_and_a_file_is_begun() -> None:
    assert profile_text(PATH, "nama: A", {"laman": "contoh.example"}) == "nama: A\nlaman: contoh.example\n"
    assert profile_text(PATH, "", {"nama": "A"}) == "nama: A\n"
    assert profile_text(PATH, "nama: A\r\n", {"surel": ""}) == 'nama: A\r\nsurel: ""\r\n'


@pytest.mark.parametrize(
    "text",
    [
        "nama: |\n  dua\n  baris\n",
        "nama: [a]\n",
        "{nama: A}\n",
        "nama: A\nnama: B\n",
        "- a\n",
        "a: &x 1\nb: *x\n",
        "a: [\n",
    ],
)
def test_what_cannot_be_changed_safely_is_refused(text: str) -> None:
    with pytest.raises(PlanError):
        profile_text(PATH, text, {"nama": "Baru"})


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_any_line_reads_back_as_it_was_typed(text: str) -> None:
    made = profile_text(PATH, WRITTEN, {"nama": text})
    assert yaml.load(made, Loader=yaml.BaseLoader)["nama"] == text  # noqa: S506 — texts alone
    assert made.replace(made.split("\n")[1], "") == WRITTEN.replace(WRITTEN.split("\n")[1], "")
