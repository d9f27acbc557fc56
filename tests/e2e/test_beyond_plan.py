"""Evidence that the plan does not ask for and the evaluation sheet does: in the book, its parts and its lists."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.support.command import copy_plan, dossier
from tests.support.hostile_pdf import plain_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPENDIX = "Pertanyaan LKE tanpa baris rencana"
QUESTION = "B.I.a Nilai Survey Persepsi Korupsi (Survei Eksternal)"
NOTE_SECTION = "A.2.I.i.a Agen perubahan telah membuat perubahan yang konkret di Instansi (dalam 1 tahun)"
SURVEY = "B. HASIL/B.I.a/Laporan survei.pdf"
NOTE = "A.2.I.i.a Agen perubahan/catatan.txt"
BROKEN = "soal 126/rusak.pdf"
FILES = (SURVEY, NOTE, BROKEN)
SECTIONS = ("A.2.I.i.a", "B.I.a", "B.I.b")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built workspace of one claimed file and three beyond the plan, of which one does not open."""
    root = copy_plan(tmp_path_factory.mktemp("luar"))
    evidence = root / "evidence"
    for path in (*FILES, "I/I.1/I.1.1 SK Tim Kerja ZI 2025.pdf"):
        (evidence / path).parent.mkdir(parents=True, exist_ok=True)
    plain_pdf(evidence, SURVEY)
    plain_pdf(evidence, "I/I.1/I.1.1 SK Tim Kerja ZI 2025.pdf", pages=3)
    (evidence / NOTE).write_text("Agen perubahan mengubah antrean layanan.\n", encoding="utf-8")
    (evidence / BROKEN).write_bytes(b"%PDF-1.7 terpotong")
    arguments = ("--as-of", "2025-07-01", "--office", "internal", "--portal", "--untuk", "tpi", "--untuk", "staf")
    result = dossier(root, "build", *arguments)
    assert result.returncode == 0, result.stderr
    assert "4 = 4 terpasang + 0 rancu + 0 tanpa tempat + 0 diabaikan" in result.stdout
    return root


def bookmarks(reader: PdfReader) -> Iterator[tuple[int, str, int]]:
    """Yield level, title and page from 1 of every bookmark."""

    def walk(items: object, level: int) -> Iterator[tuple[int, str, int]]:
        assert isinstance(items, list)
        for item in items:
            if isinstance(item, list):
                yield from walk(item, level + 1)
            else:
                yield level, item.title, (reader.get_destination_page_number(item) or 0) + 1

    yield from walk(reader.outline, 1)


def text_of(reader: PdfReader, page: int) -> str:
    return " ".join(reader.pages[page - 1].extract_text().split())


def test_the_book_binds_them_by_question_between_the_areas_and_the_gap_list(workspace: Path) -> None:
    reader = PdfReader(workspace / "build" / "dossier.pdf")
    every = list(bookmarks(reader))
    tops = [title for level, title, _ in every if level == 1]
    assert tops.index(APPENDIX) == tops.index("Lembar monitoring dan evaluasi") - 1
    names = [title for _, title, _ in every]
    first, last = names.index(APPENDIX), names.index("Lembar monitoring dan evaluasi")
    inside = [(level, title) for level, title, _ in every[first + 1 : last]]
    assert [title.partition(" ")[0] for level, title in inside if level == 2] == list(SECTIONS)
    assert [title for level, title in inside if level == 3] == ["catatan.txt", "Laporan survei.pdf", "rusak.pdf"]
    page = next(page for _, title, page in every if title == QUESTION)
    assert SURVEY in text_of(reader, page)
    assert "folder “B.I.a” = pertanyaan LKE B.I.a" not in text_of(reader, page)
    staff = PdfReader(workspace / "build" / "dossier-staf.pdf")
    page_for_staff = next(number for _, title, number in bookmarks(staff) if title == QUESTION)
    assert "folder “B.I.a” = pertanyaan LKE B.I.a" in text_of(staff, page_for_staff)
    for number in range(page, page + 3):  # the sheet and the two pages of the file
        assert re.search(rf"B\.I\.a(?: · Laporan survei\.pdf)? ?daftar isi ?hlm\. {number}/", text_of(reader, number))
    broken = next(page for _, title, page in every if title == "rusak.pdf")
    assert "UNTUK B.I.b Capaian Kinerja" in text_of(reader, broken)


def test_contents_and_list_lead_to_each_question(workspace: Path) -> None:
    reader = PdfReader(workspace / "build" / "dossier.pdf")
    pages = {title: page for _, title, page in bookmarks(reader)}
    contents = " ".join(text_of(reader, number) for number in range(pages["Daftar isi"], pages[APPENDIX]))
    assert f"{QUESTION} {pages[QUESTION]}" in contents
    listed = " ".join(text_of(reader, number) for number in range(pages[APPENDIX], pages[NOTE_SECTION]))
    assert re.search(rf"B\.I\.a Nilai Survey Persepsi Korupsi .* 17,50 1 berkas {pages[QUESTION]}", listed)
    told = (
        "35 pertanyaan LKE (73,19 dari 100 poin: 3,19 pemenuhan, 30,00 reform, 40,00 hasil) tidak punya baris rencana"
    )
    assert told in listed
    assert dossier(workspace, "verify").returncode == 0


def test_every_list_says_the_question_and_none_a_gap(workspace: Path) -> None:
    build = workspace / "build"
    with (build / "register.csv").open(encoding="utf-8-sig", newline="") as stream:
        register = {row["Berkas"]: (row["Golongan"], row["Untuk"]) for row in csv.DictReader(stream, delimiter=";")}
    assert [register[path] for path in (NOTE, SURVEY, BROKEN)] == [("di luar rencana", key) for key in SECTIONS]
    files = {file["path"]: file for file in json.loads((build / "kecocokan.json").read_text(encoding="utf-8"))["files"]}
    assert {files[path]["status"] for path in FILES} == {"claimed"}
    assert [files[path]["questions"][0]["question"] for path in (NOTE, SURVEY, BROKEN)] == list(SECTIONS)
    shape = json.loads((build / "kesenjangan.json").read_text(encoding="utf-8"))
    findings = (build / "temuan.json").read_text(encoding="utf-8")
    assert not any(path in json.dumps(shape["slots"], ensure_ascii=False) for path in FILES)
    own = {each["question"]: each for each in shape["without_row"]["questions"]}
    assert [own[key]["state"] for key in SECTIONS] == ["ada", "ada", "bermasalah"]
    assert sum(shape["without_row"]["summary"].values()) == len(own) == 35
    assert "tidak punya tempat dalam rencana" not in findings
    assert APPENDIX in (build / "laporan" / "index.html").read_text(encoding="utf-8")


def test_each_question_is_a_part_of_the_portal_pack(workspace: Path) -> None:
    portal = workspace / "build" / "portal"
    (part,) = portal.glob("B.I.a *.pdf")
    reader = PdfReader(part)
    assert [title for _, title, _ in bookmarks(reader)] == [QUESTION, "Laporan survei.pdf"]
    assert "B.I.a;Nilai Survey Persepsi Korupsi" in (portal / "indeks.csv").read_text(encoding="utf-8")


def test_the_files_can_be_taken_out_of_the_book_again(workspace: Path, tmp_path: Path) -> None:
    result = dossier(workspace, "verify", "--restore", str(tmp_path / "kembali"))
    assert result.returncode == 0, result.stderr
    assert any(path.name.startswith("Laporan survei") for path in (tmp_path / "kembali").rglob("*.pdf"))


def test_a_book_in_volumes_holds_them_too(workspace: Path) -> None:
    result = dossier(workspace, "build", "--as-of", "2025-07-01", "--office", "internal", "--max-size", "1MB")
    assert result.returncode == 0, result.stderr
    assert dossier(workspace, "verify").returncode == 0


def test_explain_and_match_say_the_question(workspace: Path) -> None:
    assert "terpasang di luar rencana, menurut pertanyaan LKE" in dossier(workspace, "explain", SURVEY).stdout
    assert f"{SURVEY}\n    B.I.a (pertanyaan LKE, di luar rencana)" in dossier(workspace, "match").stdout
    asked = dossier(workspace, "explain", "soal 125")
    assert (asked.returncode, asked.stdout.partition("\n")[0]) == (0, QUESTION)
    assert f"{SURVEY} — di luar rencana" in asked.stdout
    refused = dossier(workspace, "explain", "A.2.II.i.b")
    assert refused.returncode == 2
    assert "Mungkin maksudnya A.2.II.i.a" in refused.stderr


def test_adopt_leaves_them_and_says_why(workspace: Path) -> None:
    printed = dossier(workspace, "adopt", SURVEY).stdout
    assert "dibiarkan: di luar rencana, untuk pertanyaan B.I.a" in printed
