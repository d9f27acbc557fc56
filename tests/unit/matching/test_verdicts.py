"""Kept verdicts: a second matching decides only what changed, with the same result."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from benchmarks.matching.listings import load_trees
from dossier.matching import Matcher, grounds_of_plan
from dossier.matching.halves import PlanHalves
from dossier.matching.verdicts import Verdict
from dossier.model import Content, Pin
from dossier.state import typed_json
from tests.support.matching_files import little_plan, real_office, real_plan, scan_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.model import Matching, Scan

NAMES = (
    "I.1.1 Undangan rapat monev Februari.pdf",
    "I.1.2 SK Tim ZI 2025.pdf",
    "II.1/Banner WBS.pdf",
    "scan0001.pdf",
)
SCAN = scan_of(NAMES)


def says(text: str, *, lasting: bool = True) -> Content:
    return Content(text=text if lasting else "", problem=None if lasting else "dihentikan", lasting=lasting)


CONTENTS = {file.sha256: says("NOTULEN RAPAT MONEV\nTriwulan II 2025") for file in SCAN.files}
READINGS = dict.fromkeys(CONTENTS, "cara")


@pytest.fixture(name="decided")
def fixture_decided(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the paths that are decided from now on."""
    paths: list[str] = []
    for name in ("decide", "decide_pins"):
        whole = getattr(PlanHalves, name)

        def counted(halves: PlanHalves, file: object, *rest: object, _whole: object = whole, **named: object) -> object:
            paths.append(file.path)  # type: ignore[attr-defined]
            return _whole(halves, file, *rest, **named)  # type: ignore[operator]

        monkeypatch.setattr(PlanHalves, name, counted)
    return paths


def matched(
    known: Mapping[str, Verdict],
    scan: Scan = SCAN,
    pins: tuple[Pin, ...] = (),
    contents: Mapping[str, Content] = CONTENTS,
    readings: Mapping[str, str] = READINGS,
) -> tuple[Matching, dict[str, Verdict]]:
    """Match as the pipeline does: ask, read what is not decided, match; return the verdicts as the store has them."""
    matcher = Matcher(little_plan(), known=known)
    matcher.asked(scan, pins)
    wanted = matcher.undecided(scan, pins, readings)
    read = {digest: contents[digest] for digest in wanted if digest in contents}
    found = matcher.match(scan, pins, read, readings)
    return found, typed_json.parse(json.dumps(matcher.verdicts), dict[str, Verdict])


def test_every_labelled_name_has_the_same_verdict_when_it_comes_back_from_the_store() -> None:
    scan = scan_of({row.path for tree in load_trees() for row in tree.rows})
    first = Matcher(real_plan(), real_office())
    found = first.match(scan)
    kept = typed_json.parse(json.dumps(first.verdicts), dict[str, Verdict])
    second = Matcher(real_plan(), real_office(), kept)
    assert second.asked(scan) == first.asked(scan)
    assert second.match(scan) == found


def test_what_is_known_is_not_decided_again(decided: list[str]) -> None:
    first, known = matched({})
    decided.clear()
    assert matched(known) == (first, known)
    assert decided == []


def test_a_changed_pin_decides_its_own_file_again(decided: list[str]) -> None:
    _, known = matched({})
    pins = (Pin(path=NAMES[3], indicator="I.1.2", requirement="a"),)
    decided.clear()
    found, after = matched(known, pins=pins)
    assert set(decided) == {NAMES[3]}
    assert found == matched({}, pins=pins)[0]
    assert {path for path in NAMES if after[path] != known[path]} == {NAMES[3]}


def test_a_renamed_file_and_a_new_content_are_decided_again_alone(decided: list[str]) -> None:
    _, known = matched({})
    renamed = replace(SCAN.files[2], path="II.1/Spanduk WBS.pdf")
    changed = replace(SCAN.files[3], sha256="f" * 64)
    scan = replace(SCAN, files=(*SCAN.files[:2], renamed, changed))
    contents = {**CONTENTS, changed.sha256: says("SURAT KEPUTUSAN\nTENTANG TIM KERJA")}
    readings = dict.fromkeys(contents, "cara")
    decided.clear()
    found, _ = matched(known, scan, contents=contents, readings=readings)
    assert set(decided) == {renamed.path, changed.path}
    assert found == matched({}, scan, contents=contents, readings=readings)[0]


def test_another_way_of_reading_decides_again_what_was_read(decided: list[str]) -> None:
    _, known = matched({})
    decided.clear()
    matched(known, readings=dict.fromkeys(CONTENTS, "cara lain"))
    assert set(decided) == set(NAMES)


def test_what_rests_on_a_failure_that_may_pass_is_not_kept() -> None:
    contents = CONTENTS | {SCAN.files[3].sha256: says("", lasting=False)}
    _, known = matched({}, contents=contents)
    assert known.keys() == set(NAMES[:3])


def test_the_grounds_of_a_plan_are_what_is_asked_for_and_not_who_takes_care_of_it() -> None:
    plan = little_plan()
    area = plan.areas[0]
    cared_for = replace(plan, areas=(replace(area, person="Sekretaris"), *plan.areas[1:]))
    retitled = replace(plan, areas=(replace(area, title="Perubahan"), *plan.areas[1:]))
    assert typed_json.digest(grounds_of_plan(cared_for)) == typed_json.digest(grounds_of_plan(plan))
    assert typed_json.digest(grounds_of_plan(retitled)) != typed_json.digest(grounds_of_plan(plan))


def test_an_archive_with_other_members_is_decided_again_alone(decided: list[str]) -> None:
    before, after = ("I.1.1 Undangan Februari.pdf",), ("I.1.1 Undangan April.pdf", "II.1.1 Banner.jpg")
    (box,) = scan_of(("a/kotak.zip",)).files
    first = replace(SCAN, files=(*SCAN.files, replace(box, members=before)))
    second = replace(SCAN, files=(*SCAN.files, replace(box, members=after)))
    found, known = matched({}, first)
    decided.clear()
    assert matched(known, first) == (found, known)
    assert decided == []
    changed, _ = matched(known, second)
    assert set(decided) == {"a/kotak.zip", *(f"a/kotak/{name}" for name in after)}
    assert changed == matched({}, second)[0]
    assert {claim.member for claim in changed.claims if claim.file.path == "a/kotak.zip"} == set(after)
