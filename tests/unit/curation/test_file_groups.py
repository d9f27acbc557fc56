"""Files are grouped by folder and by the day in their name."""

from __future__ import annotations

import datetime as dt

import pytest

from dossier.curation import file_groups


@pytest.mark.parametrize(
    "name",
    [
        *("IMG-20250204-WA0012.jpg", "IMG_20250204_101112.jpg", "20250204101112.jpg", "2025-02-04 10.11.12.png"),
        *("WhatsApp Image 2025-02-04 at 10.11.12.jpeg", "Screenshot_2025.02.04.png", "rapat 2025 02 04.pdf"),
    ],
)
def test_the_day_that_a_machine_wrote_is_read(name: str) -> None:
    assert file_groups.day_of(f"foto/{name}") == dt.date(2025, 2, 4)


@pytest.mark.parametrize(
    "name",
    ["scan0001.pdf", "20250230 rapat.jpg", "NIP 198001012005011001.pdf", "120250204.jpg", "2025-2-4.jpg", "2025.pdf"],
)
def test_what_is_no_day_gives_none(name: str) -> None:
    assert file_groups.day_of(name) is None


def test_files_of_one_folder_and_day_stand_together_and_those_without_a_day_last() -> None:
    paths = ["b/x.pdf", "b/IMG-20250301-WA1.jpg", "A/z.pdf", "b/IMG-20250204-WA9.jpg", "b/IMG-20250204-WA1.jpg"]
    assert sorted(paths, key=file_groups.order_of) == [
        "A/z.pdf",
        "b/IMG-20250204-WA1.jpg",
        "b/IMG-20250204-WA9.jpg",
        "b/IMG-20250301-WA1.jpg",
        "b/x.pdf",
    ]
    assert file_groups.group_of("b/IMG-20250204-WA1.jpg") == ("b", "4 Februari 2025")
    assert file_groups.group_of("x.pdf") == ("", "")
