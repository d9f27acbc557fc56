"""Dates that a phone, a scanner or a program wrote into a name: never when the paper is from."""

from __future__ import annotations

import pytest

from dossier.matching import parsed_path
from tests.support.matching_files import place, real_plan

STAMPED = [
    "IMG_20250412_091011",
    "IMG-20250412-WA0012",
    "PXL_20250412_021011123",
    "MVIMG_20250412_091011",
    "WhatsApp Image 2025-04-12 at 09.10.11",
    "WhatsApp Scan 2025-04-12 at 09.10.11 (1)",
    "DOC-20250412-WA0003",
    "photo_2025-04-12_09-10-11",
    "CamScanner 12-04-2025 09.10",
    "CamScanner 04-12-2025 09.10",
    "Adobe Scan 12 Apr 2025",
    "Adobe Scan Apr 12, 2025",
    "TapScanner 12-04-2025-09.10",
    "Genius Scan 2025-04-12",
    "Scannable Document on 12 Apr 2025 at 09.10.11",
    "Office Lens 20250412-091011",
    "New Doc 2025-04-12 09.10.11",
    "Dokumen yang dipindai 12 Apr 2025",
    "Hasil scan 12 April 2025",
    "Scan 12 Apr 2025",
    "Scan_20250412",
    "Scanned_20250412-0910",
    "scan20250412_091011",
    "Screenshot_20250412-091011",
    "Screen Shot 2025-04-12 at 9.10.11 AM",
    "Tangkapan Layar 2025-04-12 pukul 09.10.11",
    "Cuplikan layar 2025-04-12 091011",
    "SKM_C25825041209100",
    "doc20250412091011",
    "Xerox Scan_12042025",
    "img20250412_13443501",
    "20250412_091011",
    "20250412091011",
    "2025-04-12 09.10.11",
]


@pytest.mark.parametrize("name", STAMPED)
def test_the_date_of_a_machine_gives_no_period(name: str) -> None:
    assert parsed_path.is_machine_given(name)
    assert place(real_plan(), f"III.6.1/{name}.pdf") == ("III.6.1.a None periode_tidak_terbaca",)


@pytest.mark.parametrize("name", STAMPED)
def test_beside_the_date_of_a_machine_the_one_that_a_person_typed_counts(name: str) -> None:
    assert place(real_plan(), f"III.6.1 Data nominatif Maret 2025 {name}.pdf") == ("III.6.1.a 2025-03",)


@pytest.mark.parametrize("name", ["Nominatif 12 April 2025", "scan nominatif 12 April 2025", "scan0003 April 2025"])
def test_a_date_that_a_person_typed_counts(name: str) -> None:
    assert place(real_plan(), f"III.6.1/{name}.pdf") == ("III.6.1.a 2025-04",)


def test_what_a_picture_of_a_screen_shows_stays_readable() -> None:
    text = parsed_path.without_machine_stamps("Tangkapan Layar 2025-04-12 website")
    assert " ".join(text.split()) == "Tangkapan Layar website"
    assert len(text) == len("Tangkapan Layar 2025-04-12 website")
