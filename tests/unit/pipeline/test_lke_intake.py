"""What people type into `build/lke.xlsx` is in `plan/lke.yaml` after one command; a conflict replaces nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.errors import OutputError, PlanError
from dossier.pipeline.clear import clear
from dossier.pipeline.lke_intake import import_answers, take_in_answers
from dossier.plan import read_answers
from dossier.scoring import unit_cells
from tests.support.lke_books import YEAR, change_book, print_book, type_in, workspace_of, written

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.scoring import AnswerSheet
    from dossier.state.workspace import Workspace

TEXT = """\
# jawaban kami
jawaban:
  A.1.I.i.b: {jawaban: B, catatan: SK}  # dibahas 3 Maret
tpi:
  A.1.I.i.b: [{oleh: Inspektorat, jawaban: C}]
"""


@pytest.fixture(name="workspace")
def fixture_workspace(tmp_path: Path) -> Workspace:
    return workspace_of(tmp_path, TEXT)


def sheet_of(workspace: Workspace) -> AnswerSheet:
    return read_answers(workspace.answers).sheet


def edit_plan(workspace: Workspace, old: str, new: str) -> None:
    text = workspace.answers.read_text(encoding="utf-8")
    assert old in text
    workspace.answers.write_text(text.replace(old, new), encoding="utf-8")


def test_a_workbook_that_nobody_touched_is_not_opened_and_writes_nothing(workspace: Workspace) -> None:
    before = workspace.answers.read_bytes()
    assert take_in_answers(workspace).told == ()
    assert workspace.answers.read_bytes() == before
    assert not workspace.answers_intake.exists()


def test_what_was_typed_is_in_the_plan_folder_and_the_rest_of_the_file_stays(workspace: Workspace) -> None:
    type_in(workspace.answers_workbook, {"K7": "a", "K6": "Ya", "L6": "=1+1", "K199": "3,6", "K126": 7})
    intake = take_in_answers(workspace)
    assert intake.told == ("5 isian LKE dari buku kerja lke.xlsx disimpan di plan/lke.yaml",)
    text = workspace.answers.read_text(encoding="utf-8")
    assert text.startswith("# jawaban kami\n")
    assert "{jawaban: A, catatan: SK}  # dibahas 3 Maret" in text
    cells = unit_cells(sheet_of(workspace))
    assert cells["A.1.I.i.a", "jawaban"] == "Ya"
    assert cells["A.1.I.i.a", "catatan"] == "=1+1"
    assert cells["B.I.a", "nilai"] == "3.6"
    assert cells["A.2.I.i.a", "agen"] == "7"
    assert take_in_answers(workspace).told == ()


def test_a_workbook_is_opened_once_and_merged_by_every_command(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(workspace.answers_workbook, {"K6": "Ya"})
    take_in_answers(workspace)
    monkeypatch.setattr("dossier.reports.workbook_readings.read_lke", lambda path: pytest.fail(f"dibuka lagi: {path}"))
    edit_plan(workspace, "jawaban: Ya", "jawaban: Tidak")
    assert take_in_answers(workspace).findings == ()
    assert sheet_of(workspace).answers["A.1.I.i.a"].grade == "Tidak"


def test_typing_again_before_the_next_build_is_no_conflict(workspace: Workspace) -> None:
    for grade in ("A", "C"):
        type_in(workspace.answers_workbook, {"K7": grade})
        assert take_in_answers(workspace).findings == ()
        assert sheet_of(workspace).answers["A.1.I.i.b"].grade == grade


def test_a_change_in_the_plan_folder_wins_over_an_unchanged_cell(workspace: Workspace) -> None:
    edit_plan(workspace, "jawaban: B", "jawaban: A")
    type_in(workspace.answers_workbook, {"K6": "Ya"})
    assert take_in_answers(workspace).findings == ()
    assert sheet_of(workspace).answers["A.1.I.i.b"].grade == "A"


def test_different_changes_on_both_sides_replace_nothing_and_are_told_until_they_agree(workspace: Workspace) -> None:
    edit_plan(workspace, "jawaban: B", "jawaban: A")
    type_in(workspace.answers_workbook, {"K7": "C"})
    for _ in range(2):
        intake = take_in_answers(workspace)
        assert [finding.code for finding in intake.findings] == ["lke_isian_bertentangan"]
        assert "Jawaban!K7" in intake.findings[0].text
        assert "“C”" in intake.findings[0].text
        assert "baris 3 “A”" in intake.findings[0].text
        assert intake.keep
        assert sheet_of(workspace).answers["A.1.I.i.b"].grade == "A"
    edit_plan(workspace, "jawaban: A", "jawaban: C")
    assert take_in_answers(workspace).findings == ()


def test_an_emptied_cell_replaces_nothing_and_is_told(workspace: Workspace) -> None:
    type_in(workspace.answers_workbook, {"K7": None, "L7": None})
    intake = take_in_answers(workspace)
    assert [finding.code for finding in intake.findings] == ["lke_isian_dikosongkan"] * 2
    assert sheet_of(workspace).answers["A.1.I.i.b"].note == "SK"


def test_a_bad_answer_is_kept_as_typed_told_by_line_and_printed_again(workspace: Workspace) -> None:
    type_in(workspace.answers_workbook, {"K199": 87.65, "K9": "mungkin"})
    take_in_answers(workspace)
    read = read_answers(workspace.answers)
    assert [finding.code for finding in read.findings if "salah" in finding.code] == [
        "lke_jawaban_salah",
        "lke_nilai_salah",
    ]
    assert "dibagi 25 = 3,506" in " ".join(finding.advice for finding in read.findings)
    print_book(workspace)
    type_in(workspace.answers_workbook, {"K199": 3.506})
    take_in_answers(workspace)
    assert unit_cells(sheet_of(workspace))["B.I.a", "nilai"] == "3.506"
    assert unit_cells(sheet_of(workspace))["A.1.I.ii.a", "jawaban"] == "mungkin"


def test_links_are_taken_one_a_line_and_bad_ones_stay_to_be_mended(workspace: Workspace) -> None:
    type_in(
        workspace.answers_workbook, {"M7": "https://a.id/x;y; https://b.id\nhttps://c.id", "M6": "javascript:alert(1)"}
    )
    take_in_answers(workspace)
    read = read_answers(workspace.answers)
    assert read.sheet.answers["A.1.I.i.b"].links == ("https://a.id/x;y", "https://b.id", "https://c.id")
    assert read.sheet.answers["A.1.I.i.a"].links == ()
    assert "lke_tautan_salah" in {finding.code for finding in read.findings}


def test_an_assessor_adds_an_entry_and_replaces_that_of_nobody(workspace: Workspace) -> None:
    type_in(workspace.answers_workbook, {"N7": "B", "Q7": "tanpa lampiran"})
    take_in_answers(workspace)
    entries = sheet_of(workspace).assessors["A.1.I.i.b"]
    assert [(entry.source, entry.answer.grade) for entry in entries] == [("Inspektorat", "C"), ("lke.xlsx", "B")]
    type_in(workspace.answers_workbook, {"Q7": "lengkap"})
    take_in_answers(workspace)
    entries = sheet_of(workspace).assessors["A.1.I.i.b"]
    assert [(entry.source, entry.answer.note) for entry in entries] == [("Inspektorat", ""), ("lke.xlsx", "lengkap")]


def test_what_stands_elsewhere_is_told_and_the_workbook_is_kept(workspace: Workspace) -> None:
    change_book(workspace.answers_workbook, lambda book: book["Ringkasan"]["B60"].__setattr__("value", "ingat rapat"))
    intake = take_in_answers(workspace)
    (finding,) = intake.findings
    assert (finding.code, finding.subject) == ("isian_tidak_diambil", "Ringkasan!B60")
    assert intake.keep


def test_a_file_that_cannot_be_changed_safely_keeps_the_workbook_and_stops_nothing(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, "jawaban:\n  A.1.I.i.a: Ya\n  A.1.I.i.a: Tidak\n")
    before = workspace.answers.read_bytes()
    type_in(workspace.answers_workbook, {"K6": "Ya"})
    intake = take_in_answers(workspace)
    assert intake.keep
    assert "tertulis dua kali (baris 3)" in intake.findings[-1].text
    assert workspace.answers.read_bytes() == before


def test_answers_that_are_no_yaml_stop(workspace: Workspace) -> None:
    type_in(workspace.answers_workbook, {"K6": "Ya"})
    workspace.answers.write_text("jawaban: [", encoding="utf-8")
    with pytest.raises(PlanError):
        take_in_answers(workspace)


def test_clean_takes_in_unread_answers_and_keeps_a_workbook_with_more_in_it(workspace: Workspace) -> None:
    type_in(workspace.answers_workbook, {"K6": "Ya"})
    change_book(workspace.answers_workbook, lambda book: book.create_sheet("Rapat").append(["agenda"]))
    cleared = clear(workspace)
    assert not workspace.build.exists()
    assert sheet_of(workspace).answers["A.1.I.i.a"].grade == "Ya"
    assert [path.name[:4] for path in workspace.archive.iterdir()] == ["lke-"]
    assert any("1 isian LKE" in line for line in cleared.told)


def test_clean_removes_nothing_where_the_workbook_cannot_be_read(workspace: Workspace) -> None:
    workspace.answers_workbook.write_bytes(b"rusak")
    with pytest.raises(OutputError, match=r"lke\.xlsx tidak terbaca"):
        clear(workspace)
    assert workspace.answers_workbook.exists()


def test_an_imported_sheet_fills_blanks_and_replaces_no_answer(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "jawaban:\n  A.1.I.i.a: Ya\n  A.1.I.i.b: C\n", "kiriman.xlsx")
    change_book(path, lambda book: book["Jawaban"].delete_cols(29))  # what was printed is not known
    imported = import_answers(workspace, path, YEAR)
    assert imported.taken == ("Jawaban!K6",)
    assert [finding.code for finding in imported.findings if finding.code != "lke_jumlah_lembar_berbeda"] == [
        "lke_isian_bertentangan"
    ]
    answered = sheet_of(workspace).answers
    assert (answered["A.1.I.i.a"].grade, answered["A.1.I.i.b"].grade) == ("Ya", "B")


def test_an_assessors_sheet_is_kept_by_name_and_a_second_one_replaces_the_first(
    workspace: Workspace, tmp_path: Path
) -> None:
    for grade in ("A", "B"):
        text = f"{TEXT.replace('Inspektorat, jawaban: C', f'X, jawaban: {grade}')}"
        path = written(tmp_path, text, "penilaian.xlsx")
        change_book(path, lambda book: book["Jawaban"].delete_cols(29))
        imported = import_answers(workspace, path, YEAR, by="Penilai Dua")
        assert imported.taken == ("Jawaban!N7",)
    entries = sheet_of(workspace).assessors["A.1.I.i.b"]
    assert [(entry.by, entry.file, entry.answer.grade) for entry in entries] == [
        ("Inspektorat", "", "C"),
        ("Penilai Dua", "penilaian.xlsx", "B"),
    ]


def test_a_workbook_of_another_year_is_not_taken(workspace: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "jawaban:\n  A.1.I.i.a: Ya\n", "lama.xlsx")
    (finding,) = import_answers(workspace, path, YEAR + 1).findings
    assert finding.code == "lke_tahun_lain"
    assert "A.1.I.i.a" not in sheet_of(workspace).answers


def test_a_trial_import_writes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    before = workspace.answers.read_bytes()
    path = written(tmp_path, "jawaban:\n  A.1.I.i.a: Ya\n", "kiriman.xlsx")
    assert import_answers(workspace, path, YEAR, dry_run=True).told == ()
    assert workspace.answers.read_bytes() == before
