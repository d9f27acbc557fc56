"""The page of this month, and the sheets of people."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from pypdf import PdfReader

from dossier.audit.handouts import NOBODY_LABEL, due_this_month
from dossier.audit.status import StaffNote, summed
from dossier.bind.front import gap_list_pdf, handouts_pdf
from tests.support.bind_source import bind_source, with_assessed

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.audit.status import Status
    from dossier.bind.page_order import BindInput


def source_with(*people: str) -> BindInput:
    """Return an input whose rows are these people's in turn."""
    source = bind_source(12)
    status = source.assessment.status
    rows = (replace(row, note=StaffNote(person=people[number % len(people)])) for number, row in enumerate(status.rows))
    return with_assessed(source, status=summed(status.plan, status.as_of, tuple(rows)))


def pages_of(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


def test_the_gap_list_opens_with_one_page_of_what_is_to_be_done_this_month(tmp_path: Path) -> None:
    for indicators in (3, 71):
        source = bind_source(indicators)
        target = tmp_path / f"{indicators}.pdf"
        gap_list_pdf(source, target)
        first, second, *_ = pages_of(target)
        assert "Yang dikerjakan bulan ini: Juli 2025" in first
        assert "Kelengkapan tiap area" in second
        most_urgent = due_this_month(source.assessment.status)[0]
        assert f"{most_urgent.first.indicator.code} {most_urgent.first.requirement.id}" in first


def test_what_falls_due_later_this_month_has_room_beside_all_that_is_overdue(tmp_path: Path) -> None:
    source = bind_source(71)
    day = dt.date(2025, 7, 1)
    coming = [task for task in due_this_month(source.assessment.status) if task.first.slot.due]
    assert coming[-1].first.slot.due is not None
    assert coming[-1].first.slot.due >= day
    gap_list_pdf(source, tmp_path / "kesenjangan.pdf")
    first = pages_of(tmp_path / "kesenjangan.pdf")[0]
    assert "lewat" in first
    assert "hari lagi" in first
    assert "bukti lagi; semuanya ada dalam daftar di belakang" in first


def test_each_persons_sheet_begins_on_a_page_of_its_own_and_nobodys_is_the_last(tmp_path: Path) -> None:
    target = tmp_path / "lembar.pdf"
    handouts_pdf(source_with("Pegawai Satu", "", "Pegawai Dua"), {}, target)
    said = pages_of(target)
    begins = [number for number, text in enumerate(said) if "Simpan tiap berkas di folder" in text]
    heads = [said[number] for number in begins]
    for name, text in zip(("Pegawai Satu", "Pegawai Dua", NOBODY_LABEL.capitalize()), heads, strict=True):
        assert name in text
    assert begins[0] == 0
    assert "Pegawai Dua" not in " ".join(said[: begins[1]])


def test_a_sheet_says_what_until_when_and_where(tmp_path: Path) -> None:
    source = source_with("Pegawai Satu")
    gap = source.assessment.status.gaps()[0]
    target = tmp_path / "lembar.pdf"
    handouts_pdf(source, {gap.indicator.code: "evidence/Folder Contoh"}, target)
    said = "".join(pages_of(target)).replace(" ", "")
    for text in (gap.requirement.label, gap.fills_with, "folder: evidence/Folder Contoh"):
        assert "".join(text.split()) in said


def test_without_gaps_the_print_says_so(tmp_path: Path) -> None:
    source = source_with("Pegawai Satu")
    status: Status = summed(source.assessment.plan, source.assessment.as_of, ())
    handouts_pdf(with_assessed(source, status=status), {}, tmp_path / "lembar.pdf")
    (page,) = pages_of(tmp_path / "lembar.pdf")
    assert "semua bukti sudah lengkap" in page
