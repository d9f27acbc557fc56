"""Any matching: a state for every slot, findings in order, each file bound once, names that every system accepts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier import audit
from dossier.model import EvidenceFile, IgnoredFile, Matching, Media, Requirement, SectionKind, State
from dossier.outline import outline
from tests.support.audit_values import (
    ATTENDANCE,
    INVITATION,
    ambiguous,
    claim,
    day,
    evidence,
    indicator,
    matching,
    plan,
    scan_of,
    slot,
    unplaced,
)

if TYPE_CHECKING:
    import datetime as dt
    from random import Random

PLAN = plan(
    indicator("I.1.1", "Maret, Juni 2025", INVITATION, ATTENDANCE),
    indicator("I.1.2", "Maret 2025", replace(INVITATION, link_allowed=True), replace(ATTENDANCE, optional=True)),
    indicator("II.1.1", "setiap bulan", INVITATION, replace(ATTENDANCE, once=True)),
)
PLACES = st.sampled_from(["I.1.1 a", "I.1.1 b", "I.1.2 a", "I.1.2 b", "II.1.1 a", "II.1.1 b", "II.1.1 z", "VI.1.1 a"])
TARGETS = st.tuples(PLACES, st.sampled_from([None, "2025-03", "2025-06", "2025-12", "2024-01"]))
DAYS = st.dates(day("2024-12-01"), day("2026-02-01"))


@st.composite
def matchings(draw: st.DrawFn) -> Matching:
    """Draw a matching: each of up to eight files is in one of the four groups."""
    parts: list[Matching] = []
    for number in range(draw(st.integers(0, 8))):
        path = f"folder {number % 3}/{number}.pdf"
        targets = draw(st.lists(TARGETS, min_size=1, max_size=3, unique=True))
        match draw(st.sampled_from(["claimed", "ambiguous", "unplaced", "ignored"])):
            case "claimed":
                file = drawn_file(draw, path)
                parts.append(matching(*(claim(file, *target) for target in targets)))
            case "ambiguous":
                parts.append(matching(ambiguous(path, *targets)))
            case "unplaced":
                parts.append(matching(unplaced(path, *targets[1:])))
            case _:
                parts.append(matching(IgnoredFile(path=path, reason="bukan bukti")))
    return Matching(
        claims=tuple(each for part in parts for each in part.claims),
        ambiguous=tuple(each for part in parts for each in part.ambiguous),
        unplaced=tuple(each for part in parts for each in part.unplaced),
        ignored=tuple(each for part in parts for each in part.ignored),
    )


def drawn_file(draw: st.DrawFn, path: str) -> EvidenceFile:
    """Draw what is in a file: a link, something broken, the same as in another."""
    return evidence(
        path,
        problem=draw(st.sampled_from([None, None, "rusak."])),
        media=draw(st.sampled_from([Media.PDF, Media.PDF, Media.LINK])),
        content=draw(st.sampled_from(["", "sama"])),
    )


@settings(deadline=None)
@given(matchings(), DAYS, st.sets(st.sampled_from([f"folder {n % 3}/{n}.pdf" for n in range(8)])))
def test_every_slot_has_the_state_that_its_files_give_it(matched: Matching, as_of: dt.date, broken: set[str]) -> None:
    coverage, findings = audit.audit(PLAN, scan_of(matched), matched, as_of, dict.fromkeys(broken, "rusak"))
    expected = [(i.code, r.id, s.key) for i in PLAN.indicators for r in i.requirements for s in i.slots_of(r)]
    assert [(s.indicator, s.requirement.id, s.slot.key) for s in coverage.slots] == expected
    for each in coverage.slots:
        assert bool(each.files) == (each.state in {State.PRESENT, State.FAULTY})
        if each.state in {State.MISSING, State.NOT_YET_DUE}:
            assert (each.state is State.MISSING) == (each.slot.until < as_of)
            assert not each.candidates
        if each.state is State.FAULTY:
            assert each.findings
        assert set(each.findings) <= set(findings)
    assert len(findings) == len(set(findings))


@settings(deadline=None)
@given(matchings(), st.randoms(use_true_random=False))
def test_the_order_of_the_matching_does_not_matter(matched: Matching, random: Random) -> None:
    claims, others = list(matched.claims), list(matched.unplaced)
    random.shuffle(claims)
    random.shuffle(others)
    shuffled = replace(matched, claims=tuple(claims), unplaced=tuple(others))
    as_of = day("2025-07-01")
    first = audit.audit(PLAN, scan_of(matched), matched, as_of)
    second = audit.audit(PLAN, scan_of(shuffled), shuffled, as_of)
    assert first == second
    assert outline(PLAN, first[0], matched) == outline(PLAN, second[0], shuffled)


@settings(deadline=None)
@given(matchings())
def test_every_file_is_counted_and_bound_once(matched: Matching) -> None:
    scan = scan_of(matched)
    counts = audit.counts(scan, matched)
    assert sum(counts.values()) == len(scan.files) + len(scan.ignored)
    coverage, _ = audit.audit(PLAN, scan, matched, day("2025-07-01"))
    sections = list(outline(PLAN, coverage, matched).walk())
    assert len({section.key for section in sections}) == len(sections)
    bound = [section.path for section in sections if section.kind is SectionKind.EVIDENCE]
    assert sorted(path or "" for path in bound) == [file.path for file in scan.files]


@settings(deadline=None)
@given(st.text(max_size=300), st.booleans())
def test_the_name_of_any_gap_is_a_plain_file_name(label: str, several: bool) -> None:  # noqa: FBT001 — drawn
    requirement = Requirement(id="a", label=label)
    due = "Maret, Juni 2025" if several else "Juni 2025"
    name = audit.gap_name(indicator("III.10.2", due, requirement), requirement, slot("2025-06"))
    assert re.fullmatch(r"III\.10\.2 [A-Za-z0-9(][A-Za-z0-9 (),._-]*\.pdf", name)
    assert len(name) <= 120
    assert "  " not in name
