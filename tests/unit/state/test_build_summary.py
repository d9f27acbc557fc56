"""The summary of a build, read back: what could not be printed is refused."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.cli.build_commands import show_result
from dossier.state import BuildResult, Bundle, Summary
from tests.support.json_values import VALUES, Place, places, replaced

SUMMARY = Summary(
    bundles=(Bundle(name="dossier.pdf", pages=3, size=4_096),),
    counts={"claimed": 1, "ambiguous": 0, "unplaced": 2, "ignored": 0},
    gaps="ada 1",
    as_of="2025-07-01",
    findings=2,
    advised=1,
    outputs=("kesenjangan.pdf",),
    remarks=("gambar diperkecil",),
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
}


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
