"""What a progress bar says of the file at hand."""

from __future__ import annotations

import pytest

from dossier.cli.progress_bars import WAITING, at_hand


@pytest.mark.parametrize(
    ("name", "columns", "shown"),
    [
        ("II/surat.docx", 40, "II/surat.docx"),
        ("II/surat.docx", 10, "surat.docx"),
        (f"{WAITING}II/surat.docx", 40, "menunggu II/surat.docx"),
        (f"{WAITING}II/surat.docx", 19, "menunggu surat.docx"),
        (f"{WAITING}II/surat.docx", 10, "surat.docx"),
    ],
)
def test_a_file_that_is_waited_for_is_called_so_where_there_is_room(name: str, columns: int, shown: str) -> None:
    assert at_hand(name, columns) == shown
