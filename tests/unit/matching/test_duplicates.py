from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import pytest

from benchmarks.matching.listings import Leave, Tree, load_trees
from benchmarks.matching.listings import scan_of as scan_of_tree
from dossier.matching import match, with_spares
from dossier.model import EvidenceFile, Fault, FaultKind, Finding, Matching, Media, Pin, Rule, Scan
from tests.support.matching_files import little_plan, real_plan

PLAN = little_plan()
MEDIA = {".pdf": Media.PDF, ".docx": Media.DOCX, ".xlsx": Media.XLSX, ".jpg": Media.JPEG}
# Drafts whose own words do not place them: the word "draft" belongs to another requirement of the plan.
NOT_PLACED = {"Pegawai Satu/ZI/SK tim zi draft.docx"}
OTHER_YEAR = Fault(kind=FaultKind.OTHER_YEAR, text="nama menyebut tahun 2023, yang diminta 2025")


def files_of(*paths: str, same: str = "") -> tuple[EvidenceFile, ...]:
    """Return files of the kind that their names say; with `same` all have those bytes."""
    return tuple(
        EvidenceFile(
            path=path,
            disk_path=path,
            size=10,
            sha256=hashlib.sha256((same or path).encode()).hexdigest(),
            media=MEDIA[PurePosixPath(path).suffix],
        )
        for path in sorted(paths)
    )


def match_of(*files: EvidenceFile, pins: tuple[Pin, ...] = ()) -> Matching:
    """Match these files."""
    return match(PLAN, Scan(files=files, ignored=()), pins)


def spares_of(*paths: str, same: str = "") -> dict[str, tuple[str, ...]]:
    """Return each spare with the files that serve in its stead."""
    return match_of(*files_of(*paths, same=same)).spare_paths


def about(matching: Matching, code: str) -> Finding:
    """Return the only finding of a kind."""
    (found,) = [finding for finding in matching.findings if finding.code == code]
    return found


def test_of_two_files_with_the_same_bytes_one_serves_and_the_other_is_named() -> None:
    matching = match_of(*files_of("I.1.2 SK Tim.pdf", "I.1.2 SK Tim (1).pdf", same="sama"))
    assert matching.spare_paths == {"I.1.2 SK Tim (1).pdf": ("I.1.2 SK Tim.pdf",)}
    assert matching.claimed_paths == ("I.1.2 SK Tim (1).pdf", "I.1.2 SK Tim.pdf")
    found = about(matching, "berkas_sama")
    assert found.text == (
        "“I.1.2 SK Tim (1).pdf” isinya sama persis dengan “I.1.2 SK Tim.pdf”; "
        "untuk I.1.2 a (SK Tim Kerja) dipakai “I.1.2 SK Tim.pdf”."
    )
    assert "hapus “I.1.2 SK Tim (1).pdf”" in found.advice


def test_of_equal_files_the_better_claim_serves_and_then_the_tidier_path() -> None:
    assert spares_of("SK Tim Kerja.pdf", "z/y/I.1.2 SK Tim.pdf", same="x") == {
        "SK Tim Kerja.pdf": ("z/y/I.1.2 SK Tim.pdf",)
    }
    assert spares_of("a/I.1.2 SK Tim - Copy.pdf", "b/I.1.2 SK Tim.pdf", same="x") == {
        "a/I.1.2 SK Tim - Copy.pdf": ("b/I.1.2 SK Tim.pdf",)
    }


def test_the_same_bytes_for_two_months_or_two_requirements_are_no_spares() -> None:
    assert spares_of("I.1.1 Undangan Februari.pdf", "I.1.1 Undangan April.pdf", same="x") == {}
    assert spares_of("I.1.1 Undangan April.pdf", "I.1.1 Notulen April.pdf", same="x") == {}


def test_an_undated_copy_stands_back_behind_the_dated_one() -> None:
    assert spares_of("I.1.1 Undangan April.pdf", "I.1.1 Undangan.pdf", same="x") == {
        "I.1.1 Undangan.pdf": ("I.1.1 Undangan April.pdf",)
    }


def test_a_copy_of_another_year_does_not_push_the_right_one_aside() -> None:
    assert spares_of("2023/SK Tim ZI.pdf", "I.1.2 arsip/2025/SK Tim ZI.pdf", same="x") == {
        "2023/SK Tim ZI.pdf": ("I.1.2 arsip/2025/SK Tim ZI.pdf",)
    }


@pytest.mark.parametrize(
    "spare",
    [
        "I.1.2 SK Tim Kerja draft.pdf",
        "I.1.2 SK Tim Kerja (belum ttd).pdf",
        "I.1.2 draf SK Tim.docx",
        "I.1.2 SK Tim Kerja - Copy.pdf",
        "I.1.2 Salinan SK Tim Kerja 2025.docx",
        "I.1.2 SK Tim Kerja.docx",
        "I.1.2 SK Tim Kerja FINAL revisi2.docx",
        "I.1.2 SK Tim Kerja_edit.docx",
        "I.1.2 01. SK TIM KERJA fix.xlsx",
    ],
)
def test_beside_the_pdf_a_draft_a_copy_or_the_word_file_is_a_spare(spare: str) -> None:
    matching = match_of(*files_of(spare, "I.1.2 SK Tim Kerja.pdf"))
    assert matching.spare_paths == {spare: ("I.1.2 SK Tim Kerja.pdf",)}
    found = about(matching, "cadangan")
    assert found.path == spare
    assert "dipakai “I.1.2 SK Tim Kerja.pdf”" in found.text


@pytest.mark.parametrize(
    ("spare", "serving"),
    [
        ("I.1.2 SK Tim rev 1.pdf", "I.1.2 SK Tim rev 2.pdf"),
        ("I.1.2 SK Tim v2.docx", "I.1.2 SK Tim v10.docx"),
        ("I.1.2 SK Tim.pdf", "I.1.2 SK Tim ttd.pdf"),
        ("I.1.2 SK Tim draft.docx", "I.1.2 SK Tim.docx"),
    ],
)
def test_a_higher_revision_or_a_signature_decides_between_equal_kinds(spare: str, serving: str) -> None:
    assert spares_of(spare, serving) == {spare: (serving,)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I.1.2 SK Tim FINAL.pdf", "I.1.2 SK Tim fix.pdf"),
        ("I.1.2 SK Tim.pdf", "I.1.2 SK Tim revisi.pdf"),
        ("I.1.2 SK Tim.pdf", "I.1.2 SK Tim_edit.pdf"),
        ("I.1.2 SK Tim draft.pdf", "I.1.2 SK Tim.docx"),
    ],
)
def test_where_it_is_not_safe_to_say_which_version_is_right_both_stay(one: str, other: str) -> None:
    matching = match_of(*files_of(one, other))
    assert matching.spares == ()
    found = about(matching, "versi_ganda")
    assert found.path == min(one, other)
    assert f"“{one}”" in found.text
    assert f"“{other}”" in found.text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I.1.1 Undangan 1 April.pdf", "I.1.1 Undangan 2 April.docx"),
        ("I.1.1 Undangan 3 April 2025.pdf", "I.1.1 Undangan 17 April 2025.pdf"),
        ("I.1.2 SK Tim.pdf", "I.1.2 SK Tim lampiran.docx"),
        ("I.1.2/foto (1).jpg", "I.1.2/foto (2).jpg"),
        ("I.1.2/scan0001.pdf", "I.1.2/scan0002.pdf"),
    ],
)
def test_other_papers_of_the_same_place_are_left_alone(one: str, other: str) -> None:
    matching = match_of(*files_of(one, other))
    assert matching.spares == ()
    assert not {"versi_ganda", "cadangan", "berkas_sama"} & {finding.code for finding in matching.findings}


def test_a_word_that_the_plan_itself_asks_for_is_no_mark() -> None:
    paths = ("IV.2.6 Draf LAKIP 2024.docx", "IV.2.6 LAKIP 2024 rapat foto.jpg", "IV.2.6 Draft LAKIP 2024 ttd.pdf")
    scan = Scan(files=files_of(*paths), ignored=())
    assert match(real_plan(), scan).spare_paths == {paths[0]: (paths[2],)}


def test_a_pinned_file_is_no_spare_of_another_version() -> None:
    pin = Pin(path="SK Tim draft.docx", indicator="I.1.2", requirement="a")
    assert match_of(*files_of("SK Tim draft.docx", "I.1.2 SK Tim.pdf"), pins=(pin,)).spares == ()


def test_a_broken_file_pushes_nobody_aside() -> None:
    good, broken = files_of("I.1.2 SK Tim.docx", "I.1.2 SK Tim.pdf")
    matching = match_of(good, replace(broken, problem="terkunci"))
    assert matching.spares == ()


def test_what_turns_out_unusable_later_gives_its_place_to_the_spare() -> None:
    matching = match_of(*files_of("I.1.2 SK Tim - Copy.pdf", "I.1.2 SK Tim.pdf", same="x"))
    again = with_spares(PLAN, matching, {"I.1.2 SK Tim.pdf"})
    assert again.spare_paths == {"I.1.2 SK Tim.pdf": ("I.1.2 SK Tim - Copy.pdf",)}
    assert with_spares(PLAN, again) == matching


def test_a_spare_of_a_spare_names_the_file_that_serves_in_the_end() -> None:
    paths = ("I.1.2 SK Tim Kerja draft.docx", "I.1.2 SK Tim Kerja.docx", "I.1.2 SK Tim Kerja ttd.pdf")
    assert spares_of(*paths) == {paths[0]: (paths[2],), paths[1]: (paths[2],)}


def test_a_copy_of_a_draft_is_a_spare_as_the_draft_is() -> None:
    drafts = files_of("I.1.2 SK Tim draft - Copy.docx", "I.1.2 SK Tim draft.docx", same="draf")
    matching = match_of(*drafts, *files_of("I.1.2 SK Tim.pdf"))
    assert {(each.claim.file.path, each.serving, each.reason) for each in matching.spares} == {
        (file.path, "I.1.2 SK Tim.pdf", "draf atau belum ditandatangani") for file in drafts
    }


@pytest.mark.parametrize("tree", load_trees(), ids=lambda tree: tree.name)
def test_the_spares_of_the_labelled_trees_are_found_and_no_others(tree: Tree) -> None:
    labelled = {row.path for row in tree.rows if row.leave is Leave.SPARE} - NOT_PLACED
    assert match(real_plan(), scan_of_tree(tree)).spare_paths.keys() == labelled


@pytest.mark.parametrize(
    ("spare", "serving"),
    [
        ("b/I.1.2 SK Tim.pdf", "I.1.2 SK Tim Kerja Zona Integritas.pdf"),  # fewer folders, though the name is longer
        (
            "a/I.1.2 SK Tim Kerja ZI.pdf",
            "b/I.1.2 SK Tim.pdf",
        ),  # then the shorter path, though not first in the alphabet
        ("b/I.1.2 SK Tim.pdf", "a/I.1.2 SK Tim.pdf"),  # then the alphabet
        ("a/I.1.2 SK Tim draf.pdf", "b/x/I.1.2 SK Tim.pdf"),  # a draft's mark counts before folders
    ],
)
def test_of_equal_files_with_equal_claims_the_tidier_path_serves(spare: str, serving: str) -> None:
    assert spares_of(spare, serving, same="x") == {spare: (serving,)}


def test_of_equal_files_the_one_that_can_be_used_serves() -> None:
    tidy, other = "I.1.2 SK Tim.pdf", "I.1.2 SK Tim - Copy.pdf"
    matching = match_of(*files_of(tidy, other, same="x"))
    assert matching.spare_paths == {other: (tidy,)}
    assert with_spares(PLAN, matching, {tidy}).spare_paths == {tidy: (other,)}


def test_a_pinned_copy_serves_before_a_tidier_one() -> None:
    pins = (Pin(path="z/y/SK Tim Kerja salinan.pdf", indicator="I.1.2"),)
    matching = match_of(*files_of("I.1.2 SK Tim.pdf", "z/y/SK Tim Kerja salinan.pdf", same="x"), pins=pins)
    assert matching.spare_paths == {"I.1.2 SK Tim.pdf": ("z/y/SK Tim Kerja salinan.pdf",)}


def test_empty_files_are_no_copies_of_each_other() -> None:
    empty = (replace(file, size=0) for file in files_of("I.1.2 SK Tim.pdf", "a/I.1.2 SK Tim foto.pdf", same=""))
    same = tuple(replace(file, sha256=hashlib.sha256(b"").hexdigest()) for file in empty)
    assert all(each.reason != "isinya sama persis" for each in match_of(*same).spares)


def test_a_draft_stands_back_behind_the_paper_in_its_own_folder() -> None:
    draft, near, far = "b/I.1.2 SK Tim draf.docx", "b/I.1.2 SK Tim.pdf", "a/I.1.2 SK Tim.pdf"
    assert spares_of(draft, near, far)[draft] == (near,)


def test_a_link_pushes_no_paper_aside_where_a_paper_is_asked_for() -> None:
    paper, link = files_of("I.1.2 SK Tim.docx", "I.1.2 SK Tim.pdf")
    assert match_of(paper, link).spare_paths == {paper.path: (link.path,)}
    assert match_of(paper, replace(link, media=Media.LINK)).spare_paths == {}
    assert with_spares(PLAN, match_of(paper, link), links={link.path}).spare_paths == {}


@pytest.mark.parametrize(
    ("tidy", "other"),
    [
        (
            {"rule": Rule.WORDS, "score": 0.9},
            {"rule": Rule.CODE, "score": 0.5},
        ),  # the stronger rule, whatever the score
        ({"rule": Rule.CODE, "score": 0.8}, {"rule": Rule.CODE, "score": 0.9}),  # then the higher score
        ({"fault": OTHER_YEAR, "rule": Rule.CODE}, {"rule": Rule.WORDS}),  # but none with a fault
    ],
)
def test_of_equal_files_the_claim_without_a_fault_then_of_the_stronger_rule_serves(
    tidy: dict[str, Any], other: dict[str, Any]
) -> None:
    matching = match_of(*files_of("I.1.2 SK Tim.pdf", "z/y/I.1.2 SK Tim Kerja.pdf", same="x"))
    first, second = sorted(matching.claims, key=lambda claim: len(claim.file.path))
    changed = replace(matching, claims=(replace(first, **tidy), replace(second, **other)))
    assert with_spares(PLAN, changed).spare_paths == {first.file.path: (second.file.path,)}
