"""The summary of a build, read back: what could not be printed is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.cli.build_commands import show_result
from dossier.state import BuildResult, Bundle, Summary
from tests.support.json_values import VALUES, Place, places, replaced

if TYPE_CHECKING:
    import pytest

SUMMARY = Summary(
    bundles=(Bundle(name="dossier.pdf", pages=3, size=4_096),),
    counts={"claimed": 1, "ambiguous": 0, "unplaced": 2, "ignored": 0},
    gaps="ada 1",
    as_of="2025-07-01",
    findings=2,
    advised=1,
    outputs=("kesenjangan.pdf",),
    remarks=("gambar diperkecil",),
    urgent=("✗ I.2.1.a Rencana aksi",),
    samples=3,
)
SHAPE = {
    "bundles": [{"name": "dossier.pdf", "pages": 3, "size": 4_096}],
    "counts": SUMMARY.counts,
    "gaps": "ada 1",
    "as_of": "2025-07-01",
    "findings": 2,
    "advised": 1,
    "outputs": ["kesenjangan.pdf"],
    "remarks": ["gambar diperkecil"],
    "urgent": ["✗ I.2.1.a Rencana aksi"],
    "samples": 3,
}


def told(capsys: pytest.CaptureFixture[str], summary: Summary) -> list[str]:
    show_result(BuildResult(folder=Path("build"), summary=summary, written=False), 0.1)
    return capsys.readouterr().out.splitlines()


def test_the_end_of_a_build_says_what_is_urgent_where_the_result_is_and_what_comes_next(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = told(capsys, replace(SUMMARY, samples=0))
    assert lines[-4:] == [
        "Mendesak     ✗ I.2.1.a Rencana aksi",
        "Buka         build/laporan/index.html di peramban, atau build/dossier.pdf",
        "Berikutnya   dossier match --review (make review): putuskan 2 berkas yang belum pasti tempatnya",
        "Selesai dalam 0,1 detik",
    ]


def test_the_next_command_is_that_of_the_state(capsys: pytest.CaptureFixture[str]) -> None:
    settled = replace(SUMMARY, samples=0, counts={"claimed": 3, "ambiguous": 0, "unplaced": 0, "ignored": 1})
    assert any(line.startswith("Berikutnya   dossier render") for line in told(capsys, settled))
    assert any(line.startswith("Berikutnya   dossier verify") for line in told(capsys, replace(settled, urgent=())))


def test_a_build_of_the_sample_says_so_and_how_to_put_in_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Semua bukti ini contoh bawaan" in "\n".join(told(capsys, SUMMARY))
    mixed = "\n".join(told(capsys, replace(SUMMARY, samples=2)))
    assert "2 berkas contoh bawaan masih ada di evidence/" in mixed
    assert "contoh" not in "\n".join(told(capsys, replace(SUMMARY, samples=0)))


def test_a_summary_is_read_back() -> None:
    assert Summary.of(SHAPE) == SUMMARY


@settings(max_examples=200, deadline=None)
@given(place=st.sampled_from(list(places(SHAPE))), value=VALUES)
def test_any_value_in_a_summary_is_refused_or_can_be_printed(place: Place, value: object) -> None:
    try:
        summary = Summary.of(replaced(SHAPE, place, value))
    except ValueError:
        return
    show_result(BuildResult(folder=Path("build"), summary=summary, written=False), 0.1)
