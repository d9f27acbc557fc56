"""Which regulations are in force on a day, how they are named, and in which order they stand."""

from __future__ import annotations

import datetime as dt

import pytest

from dossier.knowledge import regulations
from dossier.knowledge.regulations import Force, by_key, place_in_order


@pytest.mark.parametrize(
    ("key", "day", "force"),
    [
        ("PermenPANRB 90/2021", "2021-12-30", Force.NOT_YET),
        ("PermenPANRB 90/2021", "2021-12-31", Force.YES),
        ("PermenPANRB 52/2014", "2021-12-30", Force.YES),
        ("PermenPANRB 52/2014", "2021-12-31", Force.ENDED),
        ("PermenPANRB 5/2024", "2024-06-30", Force.NOT_YET),
        ("PermenPANRB 5/2024", "2024-07-10", Force.UNSURE),
        ("PermenPANRB 5/2024", "2024-08-01", Force.YES),
        ("PermenPANRB 37/2012", "2024-05-01", Force.UNSURE),
        ("UU 20/2023", "2023-10-30", Force.NOT_YET),
        ("Perpres 81/2010", "2025-12-31", Force.YES),
        ("Perpres 81/2010", "2026-01-01", Force.ENDED),
    ],
)
def test_a_date_known_to_the_month_or_year_leaves_open_what_it_leaves_open(key: str, day: str, force: Force) -> None:
    assert by_key()[key].force_on(dt.date.fromisoformat(day)) is force


def test_an_amendment_without_a_title_of_its_own_is_named_after_what_it_amends() -> None:
    named = by_key()["PKPU 12/2023"].titled
    assert " Nomor 12 Tahun 2023 tentang Perubahan Kelima atas Peraturan " in named
    assert named.endswith(f"tentang {by_key()['PKPU 8/2019'].title}")


def test_what_amends_is_known_by_day() -> None:
    base = by_key()["PKPU 8/2019"]
    assert [each.key for each in regulations.amendments_on(base, dt.date(2021, 12, 31))] == ["PKPU 4/2021"]
    assert [each.key for each in regulations.amendments_on(base, dt.date(2024, 1, 2))][-1] == "PKPU 12/2023"


def test_a_regulation_of_one_institution_is_cited_by_its_units_alone() -> None:
    own = by_key()["UU 7/2017"]
    assert own.concerns("Komisi Pemilihan Umum Kabupaten Contoh")
    assert own.concerns("KPU Contoh")
    assert not own.concerns("Kantor Imigrasi Contoh")
    assert by_key()["UU 28/1999"].concerns("Kantor Imigrasi Contoh")


def test_citations_stand_by_hierarchy_then_by_year() -> None:
    texts = (
        "Undang-Undang Dasar Negara Republik Indonesia Tahun 1945",
        "Undang-Undang Nomor 28 Tahun 1999 tentang A",
        "UU No. 6 Tahun 2011",
        "Peraturan Pemerintah Nomor 60 Tahun 2008 tentang B",
        "Peraturan Presiden Nomor 54 Tahun 2018 tentang C",
        "Peraturan Menteri Contoh Nomor 9 Tahun 2020 tentang D",
        "Peraturan Badan Contoh Nomor 5 Tahun 2019 tentang E",
        "Keputusan Menteri Contoh Nomor 1 Tahun 2012 tentang F",
        "Keputusan Kepala Badan Contoh Nomor 1 Tahun 2001 tentang G",
        "Surat yang tidak dikenal",
    )
    mixed = (*texts[3:], *texts[:3])
    assert tuple(sorted(mixed, key=place_in_order)) == texts


def test_every_regulation_is_of_a_known_kind_and_has_a_title_or_amends_one_that_has() -> None:
    for each in regulations.regulations():
        assert each.kind in regulations.kind_names()
        assert each.title or by_key()[each.amends].title
        assert bool(each.amends) == bool(each.amendment)
        assert each.titled
