"""What must hold for any tree of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier import audit
from dossier.matching import explain_code, explain_file, is_code, match
from dossier.model import Pin, Scan
from tests.support.matching_files import little_plan, matched, real_plan, scan_of

if TYPE_CHECKING:
    from dossier.model import Matching, Plan

FOLDERS = st.sampled_from(
    [
        *(
            "5",
            "V",
            "AREA V",
            "5. PENGUATAN PENGAWASAN",
            "4. WBS",
            "4",
            "b",
            "I.3.1",
            "III.9.9",
            "TW I",
            "Maret",
            "2024",
        ),
        *("Pemenuhan", "Bukti Dukung", "1. Manajemen Perubahan", "Tim Kerja", "IV.2.4 LAKIP", "B06", "03"),
    ]
)
WORDS = st.sampled_from(
    [
        *(
            "undangan",
            "daftar hadir",
            "notulensi",
            "laporan",
            "SK",
            "WBS",
            "tindak lanjut",
            "evaluasi",
            "banner",
            "dan",
        ),
        *("I.3.1", "5.4.2", "4.b", "V.9.9", "1.2.3", "TW II", "April", "2025-04", "3.4.2025", "2023", "2024", ","),
        *("LAKIP", "renstra", "final", "- Copy", "IMG-20250204-WA0012", "scan0001", "monev ZI", "tim kerja", "a.", "é"),
    ]
)
ODD = st.text(alphabet=st.characters(exclude_characters="/\\\0", exclude_categories=["Cs"]), min_size=1, max_size=12)
STEMS = st.one_of(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), ODD)
PATHS = st.builds(
    lambda folders, stem, ending: "/".join([*folders, stem + ending]),
    st.lists(st.one_of(FOLDERS, ODD), max_size=3),
    STEMS,
    st.sampled_from([".pdf", ".jpg", ".docx", ""]),
)
TREES = st.lists(PATHS, min_size=1, max_size=8, unique=True)
PLANS = st.sampled_from([little_plan(), real_plan()])


def of_path(matching: Matching, path: str) -> tuple[object, ...]:
    """Return everything that is said of one file."""
    return (
        [claim for claim in matching.claims if claim.file.path == path],
        [each for each in matching.ambiguous if each.file.path == path],
        [each for each in matching.unplaced if each.file.path == path],
        [finding for finding in matching.findings if finding.path == path],
    )


@settings(max_examples=60, deadline=None)
@given(plan=PLANS, paths=TREES, data=st.data())
def test_the_order_of_the_files_changes_nothing(plan: Plan, paths: list[str], data: st.DataObject) -> None:
    files = scan_of(paths).files
    shuffled = data.draw(st.permutations(files))
    assert match(plan, Scan(files=tuple(shuffled), ignored=())) == match(plan, Scan(files=files, ignored=()))


@settings(max_examples=60, deadline=None)
@given(plan=PLANS, paths=TREES, pinned=st.booleans())
def test_every_file_is_in_exactly_one_group(plan: Plan, paths: list[str], pinned: bool) -> None:  # noqa: FBT001 — drawn
    pins = (Pin(path=paths[0], indicator="I.1.1", requirement="a"), Pin(path="tidak ada", indicator=None))
    scan = scan_of(paths)
    result = match(plan, scan, pins if pinned else ())
    assert sum(audit.counts(scan, result).values()) == len(paths)
    for ambiguous in result.ambiguous:
        assert ambiguous.reason
        assert ambiguous.candidates


@settings(max_examples=60, deadline=None)
@given(plan=PLANS, path=PATHS, others=TREES)
def test_other_files_change_no_claim(plan: Plan, path: str, others: list[str]) -> None:
    alone = matched(plan, path)
    among = matched(plan, path, *(other for other in others if other != path))
    assert of_path(among, path) == of_path(alone, path)


@settings(max_examples=60, deadline=None)
@given(plan=PLANS, paths=TREES)
def test_claims_are_within_the_plan_with_scores_and_reasons(plan: Plan, paths: list[str]) -> None:
    result = matched(plan, *paths)
    offered = [claim for each in result.ambiguous for claim in each.candidates]
    near = [claim for each in result.unplaced for claim in each.near]
    for claim in (*result.claims, *offered, *near):
        indicator = plan.indicator(claim.indicator)
        assert indicator is not None
        requirement = indicator.requirement(claim.requirement)
        assert requirement is not None
        assert claim.slot in {None, *(slot.key for slot in indicator.slots_of(requirement))}
        assert 0 < claim.score <= 1
        assert claim.reasons


@settings(max_examples=60, deadline=None)
@given(plan=PLANS, paths=TREES, text=st.one_of(PATHS, STEMS))
def test_everything_can_be_explained(plan: Plan, paths: list[str], text: str) -> None:
    result = matched(plan, *paths)
    for path in paths:
        assert explain_file(plan, result, path)[0]
    if is_code(plan, text):
        assert explain_code(plan, result, text)
