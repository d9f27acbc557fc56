"""Names of files about an indicator: short, cut at a word that can end a title."""

from __future__ import annotations

import pytest

from dossier.audit import file_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Dokumen Rencana Aksi pembangunan ZI telah disusun dan disosialisasikan",
            "I.2.1 Dokumen Rencana Aksi pembangunan ZI telah disusun",
        ),
        (
            "Timeline pemantauan dan evaluasi pembangunan WBK/WBBM (per semester /per triwulan)",
            "I.2.1 Timeline pemantauan dan evaluasi pembangunan WBK WBBM",
        ),
        ("SOP telah dievaluasi", "I.2.1 SOP telah dievaluasi"),
        ("dan", "I.2.1 dan"),
        ("Rapat (monev)", "I.2.1 Rapat (monev)"),
    ],
)
def test_a_name_ends_at_a_word_that_can_end_it(text: str, name: str) -> None:
    assert file_name("I.2.1", text) == name
    assert len(name) <= 60
