"""Folders and names proposed for files of several halves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.curation.folders import Shelves, carries_its_code, coded_names
from dossier.curation.review_queue import read_code
from tests.support.halves_plan import halves_plan
from tests.support.matching_files import matched

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Plan

TREE = (
    "PEMENUHAN/I. Manajemen Perubahan/1. Tim Kerja/SK.pdf",
    "REFORM/I. Manajemen Perubahan/1. Komitmen dalam perubahan/Laporan.pdf",
    "REFORM/V/Laporan.pdf",
)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Return a plan of pemenuhan, reform and results."""
    return halves_plan(tmp_path)


@pytest.mark.parametrize(
    ("code", "home"),
    [
        ("I.1.1", "PEMENUHAN/I. Manajemen Perubahan/1. Tim Kerja"),
        ("R.I.1.2", "REFORM/I. Manajemen Perubahan/1. Komitmen dalam perubahan"),
        ("R.I.2.1", "REFORM/I. Manajemen Perubahan/R.I.2"),
        ("R.V.1.1", "REFORM/V/R.V.1"),
        ("V.1.1", "V-penguatan-pengawasan/V.1"),
        ("H.I.1.1", "H.I-birokrasi-yang-bersih-dan-akuntabel/H.I.1"),
    ],
)
def test_a_file_goes_to_the_folder_of_its_own_half(plan: Plan, code: str, home: str) -> None:
    assert "/".join(Shelves(plan, TREE).home(code)) == home


def test_a_proposed_folder_and_name_lead_back_to_the_same_row(plan: Plan) -> None:
    paths = ("R.I.1.1.b foto.jpg", "R.V.1.1 Laporan.pdf", "H.I.1.1.pdf", "I.1.1.a SK.pdf", "V.1.1.b Rekapitulasi.xlsx")
    shelves = Shelves(plan, ())
    for claim in matched(plan, *paths).claims:
        name = next(coded_names(plan, (claim,), claim.file.path))
        assert name.startswith(f"{claim.code} ")
        assert carries_its_code(plan, name, (claim,))
        moved = "/".join((*shelves.home(claim.indicator), name))
        assert [again.code for again in matched(plan, moved).claims] == [claim.code]
        unnamed = moved.replace(f"{claim.code} ", "")
        assert {again.indicator for again in matched(plan, unnamed).claims} <= {claim.indicator}


@pytest.mark.parametrize("text", ["R.I.1.1.b", "r-i-1-1-b", "R I 1 1 b", "R/I/1/1/b", "R.1.1.1b"])
def test_a_person_may_type_the_code_of_a_half_in_any_spelling(plan: Plan, text: str) -> None:
    indicator, requirement, wrong = read_code(plan, text)
    assert (indicator.code if indicator else "", requirement.id if requirement else "", wrong) == ("R.I.1.1", "b", "")
