"""`dossier gaps` for one person, one area, one month, in every form."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from dossier.cli import gap_commands
from dossier.cli.main import run
from tests.support.command import copy_plan
from tests.support.hostile_pdf import plain_pdf

if TYPE_CHECKING:
    from pathlib import Path

    import click

FORMS = ("table", "json", "csv", "html", "pesan", "xlsx", "pdf", "lembar", "ics")
ENTRIES = """\
format: 1
isian:
- indikator: I.3.1
  butir: a
  slot: 2025-06
  penanggung_jawab: Pegawai Satu
"""


@pytest.fixture(name="workspace")
def workspace_folder(tmp_path: Path) -> Path:
    """Return a workspace in which one slot is one person's."""
    copy_plan(tmp_path)
    (tmp_path / "plan" / "tindak-lanjut.yaml").write_text(ENTRIES, encoding="utf-8")
    return tmp_path


def gaps(workspace: Path, *arguments: str) -> int:
    return run(["-C", str(workspace), "gaps", "--as-of", "1 Juli 2025", *arguments])


def test_one_persons_list_holds_that_persons_slots_only(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gaps(workspace, "--orang", "pegawai satu", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(slot["indicator"], slot["requirement"], slot["slot"]) for slot in told["slots"]] == [
        ("I.3.1", "a", "2025-06")
    ]
    assert told["only"] == "penanggung jawab pegawai satu"


def words_in(target: Path, form: str) -> str:
    """Return all that a gap list says, in any of its forms."""
    if form in {"pdf", "lembar"}:
        return " ".join(page.extract_text() for page in PdfReader(target).pages)
    if form == "xlsx":
        with ZipFile(target) as book:
            return " ".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    text = target.read_text(encoding="utf-8")
    return text.replace("\r\n ", "") if form == "ics" else text  # a calendar folds long lines


def test_every_form_takes_every_filter() -> None:
    command = gap_commands.gaps
    (option,) = (each for each in command.params if each.name == "form")
    assert set(FORMS) == set(cast("click.Choice[str]", option.type).choices)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("wanted", "kept", "left_out"),
    [
        (("--area", "V.4"), "V.4.3", "I.3.1"),
        (("--orang", "Pegawai Satu"), "I.3.1", "V.4.3"),
        (("--bulan", "2025-06", "--area", "V"), "V.4.3", "V.2.4"),
    ],
)
def test_a_form_holds_the_rows_that_were_asked_for_and_no_others(
    workspace: Path, form: str, wanted: tuple[str, ...], kept: str, left_out: str
) -> None:
    target = workspace / f"daftar.{form}"
    assert gaps(workspace, *wanted, "--format", form, "-o", str(target)) == 0
    said = words_in(target, form)
    if form == "html":  # the plan's own search words name other indicators
        kept, left_out = f'id="i-{kept}"', f'id="i-{left_out}"'
    assert kept in said
    assert left_out not in said


def test_what_a_person_gets_by_mail_names_no_command_and_no_settings_file(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gaps(workspace, "--orang", "Pegawai Satu", "--format", "pesan") == 0
    said = capsys.readouterr().out
    assert said.startswith("Yth. Pegawai Satu,\n")
    assert "Undangan rapat monev ZI (I.3.1 a), batas 30 Jun 2025 (lewat 1 hari)" in said
    assert "Simpan sebagai: “I.3.1 Undangan rapat monev ZI 2025-06.pdf”" in said
    assert "Folder: evidence/I" in said
    assert not re.search(r"dossier |make |--|\.ya?ml", said)


def test_the_texts_of_all_people_come_one_below_the_other(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gaps(workspace, "--format", "pesan") == 0
    said = capsys.readouterr().out
    assert said.index("Yth. Pegawai Satu,") < said.index("yang belum ada penanggung jawabnya")


def test_a_print_of_sheets_needs_a_file(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gaps(workspace, "--format", "lembar") == 2
    assert "-o lembar-tugas.pdf" in capsys.readouterr().err


def test_who_what_and_when_the_plan_does_not_know_is_refused_with_the_nearest(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gaps(workspace, "--orang", "Pegawai Stu") == 2
    assert "Mungkin maksudnya Pegawai Satu" in capsys.readouterr().err
    assert gaps(workspace, "--area", "VII") == 2
    assert gaps(workspace, "--bulan", "Juni 2025") == 2
    assert "Tulis seperti 2025-06" in capsys.readouterr().err


def test_strict_looks_at_the_chosen_rows_only(workspace: Path) -> None:
    assert gaps(workspace, "--orang", "Pegawai Satu", "--bulan", "2025-06", "--strict") == 3
    assert gaps(workspace, "--orang", "Pegawai Satu", "--bulan", "2025-12", "--strict") == 0


def test_a_persons_calendar_cancels_what_has_been_done_since(workspace: Path) -> None:
    target = workspace / "pegawai-satu.ics"
    wanted = ("--orang", "Pegawai Satu", "--format", "ics", "-o", str(target))
    assert gaps(workspace, *wanted) == 0
    first = target.read_text(encoding="utf-8").replace("\n ", "")  # long lines are folded
    assert first.count("STATUS:CONFIRMED") == 1
    assert "Pegawai Satu" in first
    assert "laporan/index.html" in first
    plain_pdf(workspace / "evidence", "I.3.1 a Undangan rapat monev ZI 2025-06.pdf")
    assert gaps(workspace, *wanted) == 0
    second = target.read_text(encoding="utf-8")
    assert (second.count("STATUS:CONFIRMED"), second.count("STATUS:CANCELLED")) == (0, 1)
