"""What an office calls itself, and what follows for titles and words."""

from __future__ import annotations

import pytest

from dossier.matching import office_of
from dossier.matching.office import UNNAMED
from dossier.matching.term_scoring import WordIndex
from dossier.matching.title_block import title_of
from tests.support.matching_files import little_plan


@pytest.mark.parametrize(
    ("name", "short_name", "heads"),
    [
        ("Badan Pusat Statistik Kota Contoh", "BPS Kota Contoh", ("badan pusat statistik", "bps kota")),
        ("Dinas Contoh", "Dinas Contoh", ("dinas contoh",)),
        ("Pengadilan Agama Contoh", "", ("pengadilan agama contoh",)),
        ("Dinas Contoh", "DC", ("dinas contoh", "dc")),
        ("", "", ()),
    ],
)
def test_a_letterhead_begins_with_the_name_without_its_place(
    name: str, short_name: str, heads: tuple[str, ...]
) -> None:
    assert office_of(name, short_name).heads == heads


def test_the_letterhead_of_any_office_is_no_title() -> None:
    text = "BADAN PUSAT STATISTIK\nKOTA CONTOH\nNOTULEN RAPAT SPIP"
    found = title_of(text, office_of("Badan Pusat Statistik Kota Contoh", "BPS Kota Contoh"))
    assert found is not None
    assert found.text == "NOTULEN RAPAT SPIP"


def test_the_name_of_the_office_weighs_nothing() -> None:
    office = office_of("Badan Pusat Statistik Kota Contoh", "BPS Kota Contoh")
    assert {"bps", "statistik"} <= WordIndex(little_plan(), office).weightless
    assert "statistik" not in WordIndex(little_plan(), UNNAMED).weightless


def test_a_word_of_the_name_that_the_plan_asks_for_keeps_its_weight_alone() -> None:
    index = WordIndex(little_plan(), office_of("Komisi Undangan Umum Kota Contoh", "KUU Kota Contoh"))
    assert {"kuu", "komisi", "umum", "komisi_undangan_umum"} <= index.weightless
    assert "undangan" not in index.weightless
    assert index.vocabulary.expand("Komisi Undangan Umum") == {"komisi_undangan_umum"}
