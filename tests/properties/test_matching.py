"""What must hold for any tree of names."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier import audit
from dossier.matching import explain_code, explain_file, is_code, match
from dossier.matching.explain import UNDECIDED
from dossier.model import EvidenceFile, Media, Pin, Scan, SectionKind, State
from dossier.outline import outline
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
        *("A.2.I.i.a", "A.1.I.ii.b Target", "B. Komponen Hasil", "B.I.a", "soal 110", "reform"),
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
# What is said of a file because of another one.
OF_OTHERS = {"berkas_sama", "cadangan", "versi_ganda"}
PLANS = st.sampled_from([little_plan(), real_plan()])


def of_path(matching: Matching, path: str) -> tuple[object, ...]:
    """Return everything that is said of one file."""
    return (
        [claim for claim in matching.claims if claim.file.path == path],
        [each for each in matching.ambiguous if each.file.path == path],
        [each for each in matching.unplaced if each.file.path == path],
        [each for each in matching.questions if each.file.path == path],
        [finding for finding in matching.findings if finding.path == path and finding.code not in OF_OTHERS],
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
    pins = (
        Pin(path=paths[0], indicator="I.1.1", requirement="a"),
        Pin(path=paths[-1], indicator=None, question="B.I.a"),
        Pin(path="tidak ada", indicator=None),
    )
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


MARKS = st.sampled_from(["", " draft", " - Copy", "_edit", " fix", " rev 1", " revisi2", " ttd", " (belum ttd)"])
VERSIONS = st.lists(
    st.tuples(PATHS, MARKS, st.sampled_from([".pdf", ".docx", ".jpg"]), st.sampled_from(["", "sama"])),
    min_size=1,
    max_size=8,
    unique_by=lambda row: (row[0], row[1], row[2]),
)
MEDIA = {".pdf": Media.PDF, ".docx": Media.DOCX, ".jpg": Media.JPEG}


def versions_of(rows: list[tuple[str, str, str, str]]) -> Scan:
    """Return a scan in which some files are versions of each other or have the same bytes."""
    files = {}
    for path, mark, ending, content in rows:
        name = f"{path.rpartition('.')[0] or path}{mark}{ending}"
        digest = hashlib.sha256((content or name).encode()).hexdigest()
        files[name] = EvidenceFile(path=name, disk_path=name, size=1, sha256=digest, media=MEDIA[ending])
    return Scan(files=tuple(files[name] for name in sorted(files)), ignored=())


@settings(max_examples=60, deadline=None)
@given(plan=PLANS, rows=VERSIONS, data=st.data())
def test_copies_and_drafts_change_no_claim_and_no_slot(
    plan: Plan, rows: list[tuple[str, str, str, str]], data: st.DataObject
) -> None:
    scan = versions_of(rows)
    result = match(plan, scan)
    shuffled = data.draw(st.permutations(scan.files))
    assert match(plan, Scan(files=tuple(shuffled), ignored=())) == result
    assert sum(audit.counts(scan, result).values()) == len(scan.files)
    without = replace(result, spares=())
    as_of = dt.date(2025, 7, 1)
    states = [[each.state for each in audit.audit(plan, scan, m, as_of)[0].slots] for m in (result, without)]
    # Equal bytes at two requirements are doubted; where one of them is a spare, they serve at one only.
    assert all(state in {bare, State.PRESENT} for state, bare in zip(*states, strict=True))
    assert all(bare is state or bare is State.UNCONFIRMED for state, bare in zip(*states, strict=True))
    serving = {(claim.file.path, claim.indicator, claim.requirement) for claim in result.serving_claims}
    for spare in result.spares:
        assert spare.claim in result.claims
        assert (spare.serving, spare.claim.indicator, spare.claim.requirement) in serving


@settings(max_examples=60, deadline=None)
@given(plan=PLANS, rows=VERSIONS)
def test_every_file_is_bound_once_or_is_a_spare(plan: Plan, rows: list[tuple[str, str, str, str]]) -> None:
    scan = versions_of(rows)
    result = match(plan, scan)
    coverage, _ = audit.audit(plan, scan, result, dt.date(2025, 7, 1))
    bound = [section.path for section in outline(plan, coverage, result).walk() if section.path]
    assert sorted([*bound, *result.spare_paths]) == [file.path for file in scan.files]


@settings(max_examples=40, deadline=None)
@given(plan=PLANS, paths=TREES)
def test_a_file_beyond_the_plan_is_bound_under_a_question_and_never_said_to_be_out_of_place(
    plan: Plan, paths: list[str]
) -> None:
    scan = scan_of(paths)
    result = match(plan, scan)
    beyond = {each.file.path for each in result.beyond_plan}
    coverage, findings = audit.audit(plan, scan, result, dt.date(2025, 7, 1))
    asked = [each for each in outline(plan, coverage, result).walk() if each.kind is SectionKind.QUESTION]
    assert {path for each in asked for path in (child.path for child in each.children)} == beyond
    assert not beyond & {claim.file.path for claim in result.claims}
    assert not [each for each in findings if each.path in beyond and each.code in UNDECIDED]


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
        assert (requirement is None) == (claim.requirement is None)
        slots = indicator.slots_of(requirement) if requirement else indicator.schedule.slots
        assert claim.slot in {None, *(slot.key for slot in slots)}
        assert 0 < claim.score <= 1
        assert claim.reasons


@settings(max_examples=60, deadline=None)
@given(plan=PLANS, paths=TREES, text=st.one_of(PATHS, STEMS))
def test_everything_can_be_explained(plan: Plan, paths: list[str], text: str) -> None:
    result = matched(plan, *paths)
    coverage, findings = audit.audit(plan, scan_of(paths), result, dt.date(2025, 7, 1))
    for path in paths:
        assert explain_file(plan, result, path, findings, coverage)[0]
    if is_code(plan, text):
        assert explain_code(plan, result, coverage, text)
