"""The score of one workspace in every form: the same totals in the terminal, JSON, the page and the dossier."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from dossier.knowledge import sheet
from dossier.scoring import answer_texts
from tests.support.browser import browser, complaints
from tests.support.command import copy_plan, dossier
from tests.support.hostile_pdf import plain_pdf
from tests.support.lke_answers import all_b

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = ("--as-of", "2025-07-01")
BUILD = ("build", *DAY, "--office", "internal")
FILE = "I/I.1/I.1.1 SK Tim Kerja ZI 2025.pdf"
TPI = "tpi:\n  A.1.I.i.b: [{oleh: Penilai Satu, dari: juni.xlsx, jawaban: C, catatan: SK tanpa lampiran}]\n"


def answers_file() -> str:
    """Return an answer sheet as a person writes it, with one question in ten blank."""
    lines = ["jawaban:"]
    for number, (key, answer) in enumerate(all_b().items()):
        if number % 10 != 7:
            fields = [f"{name}: '{text}'" for name, text in answer_texts(answer).items()]
            lines.append(f"  {key}: {{{', '.join(fields)}}}")
    return "\n".join(lines) + "\n" + TPI


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built workspace of the shipped plan with one file, answers and one entry of the assessors."""
    root = copy_plan(tmp_path_factory.mktemp("nilai"))
    (root / "evidence" / FILE).parent.mkdir(parents=True)
    plain_pdf(root / "evidence", FILE, pages=2)
    (root / "plan" / "lke.yaml").write_text(answers_file(), encoding="utf-8")
    result = dossier(root, *BUILD)
    assert result.returncode == 0, result.stderr
    return root


def pages_of(root: Path) -> list[str]:
    reader = PdfReader(root / "build" / "dossier.pdf")
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def bookmarks(root: Path) -> dict[str, int]:
    """Return title ─► page from 1 of every bookmark."""
    reader = PdfReader(root / "build" / "dossier.pdf")

    def walk(items: object) -> Iterator[tuple[str, int]]:
        assert isinstance(items, list)
        for item in items:
            if isinstance(item, list):
                yield from walk(item)
            else:
                yield item.title, (reader.get_destination_page_number(item) or 0) + 1

    return dict(walk(reader.outline))


def comma(decimals: str) -> str:
    """Return "57,64" for the "57.6400" of the JSON, where no rounding is in doubt."""
    return f"{round(float(decimals) + 1e-9, 2):.2f}".replace(".", ",")


def test_terminal_json_page_and_dossier_say_the_same_totals(workspace: Path) -> None:
    data = json.loads(dossier(workspace, "lke", *DAY, "--format", "json").stdout)
    claim = (
        f"Klaim {comma(data['claim'])} dari 100 = berbukti {comma(data['backed'])} + taruhan "
        f"{comma(data['at_stake'])}; peluang {comma(data['opportunity'])}"
    )
    html = (workspace / "build" / "laporan" / "index.html").read_text(encoding="utf-8")
    pages = pages_of(workspace)
    chapter = pages[bookmarks(workspace)["Penilaian mandiri"] - 1]
    assert claim in dossier(workspace, "lke", *DAY).stdout
    assert claim in html
    assert claim in chapter
    assert claim in " ".join(PdfReader(workspace / "build" / "kesenjangan.pdf").pages[0].extract_text().split())
    for area in data["areas"]:
        figures = f"{comma(area['pemenuhan'])} {comma(area['reform'])}"
        assert figures in chapter
        assert f"pemenuhan {comma(area['pemenuhan'])}, reform {comma(area['reform'])}" in html


def test_claims_and_their_parts_add_up_in_the_table_of_the_dossier(workspace: Path) -> None:
    data = json.loads(dossier(workspace, "lke", *DAY, "--format", "json").stdout)
    first = bookmarks(workspace)["Penilaian mandiri"]
    text = " ".join(pages_of(workspace)[first : first + 20])
    found = {key: (points, weight) for key, points, weight in re.findall(
        r"((?:A\.[12]\.[IV]+\.[iv]+|B\.I{1,2})\.[a-h]) .*?(\d+,\d\d) dari (\d+,\d\d)", text
    )}  # fmt: skip
    by_key = {each["key"]: each for each in data["questions"]}
    assert set(sheet.questions()) <= set(found)
    wrong = [key for key, each in by_key.items() if found[key] != (comma(each["score"]), comma(each["weight"]))]
    assert wrong == []


def test_bookmarks_and_index_lead_from_a_question_to_the_sheet_of_its_row(workspace: Path) -> None:
    marks = bookmarks(workspace)
    question = sheet.questions()["A.1.I.i.a"]
    row = next(page for title, page in marks.items() if title.startswith("I.1.1 "))
    assert marks[f"{question.key} {question.text}"] == row
    index = pages_of(workspace)[marks["Indeks pertanyaan LKE"] - 1]
    assert f"I.1.1 {row}" in index
    checked = dossier(workspace, "verify")
    assert checked.returncode == 0, checked.stdout


def test_the_page_keeps_its_policy_and_the_assessors_have_their_chapter(workspace: Path) -> None:
    html = (workspace / "build" / "laporan" / "index.html").read_text(encoding="utf-8")
    assert html.count("sha256-") == 2
    assert "unsafe-inline" not in html
    chapter = pages_of(workspace)[bookmarks(workspace)["Selisih jawaban unit dan TPI"] - 1]
    assert "Penilai Satu, juni.xlsx" in chapter
    assert "yang sekarang (belum dikunci)" in chapter


def test_the_table_of_the_page_filters_and_sorts_what_is_there(workspace: Path, tmp_path: Path) -> None:
    data = json.loads(dossier(workspace, "lke", *DAY, "--format", "json").stdout)
    stakes = {each["key"]: float(each["at_stake"]) for each in data["questions"] if float(each["at_stake"])}
    blanks = [each["key"] for each in data["questions"] if each["blank"]]
    with browser(tmp_path) as driver:
        driver.get((workspace / "build" / "laporan" / "index.html").as_uri())

        def shown(filtered: str, order: str = "", least: str = "") -> list[str]:
            for name, value in (("saring", filtered), ("urut", order), ("poin", least)):
                driver.execute_script(
                    "const f = document.getElementById('lke-' + arguments[0]); f.value = arguments[1];"
                    "f.dispatchEvent(new Event('input'));",
                    name,
                    value,
                )
            found = driver.execute_script(
                "return [...document.querySelectorAll('#lke-tabel tbody tr:not([hidden]) th')].map(e => e.textContent)"
            )
            return [str(key) for key in found]

        assert shown("") == list(sheet.questions())
        assert shown("blank") == blanks
        assert shown("unbacked", "stake") == sorted(stakes, key=lambda key: -stakes[key])
        assert shown("unbacked", "", "2") == [key for key in stakes if stakes[key] >= 2]
        assert complaints(driver) == []


def test_without_the_answers_the_outputs_are_the_same_bytes_as_before_they_were_written(tmp_path: Path) -> None:
    root = copy_plan(tmp_path / "kerja")
    outputs = [root / "build" / name for name in ("dossier.pdf", "kesenjangan.pdf", "laporan/index.html")]
    assert dossier(root, *BUILD).returncode == 0
    before = [each.read_bytes() for each in outputs]
    chapter = pages_of(root)[bookmarks(root)["Penilaian mandiri"] - 1]
    assert "belum diisi" in chapter
    assert "35 pertanyaan LKE (73,19 dari 100 poin: 3,19 pemenuhan, 30,00 reform, 40,00 hasil)" in chapter
    (root / "plan" / "lke.yaml").write_text(answers_file(), encoding="utf-8")
    assert dossier(root, *BUILD).returncode == 0
    assert outputs[0].read_bytes() != before[0]
    (root / "plan" / "lke.yaml").unlink()
    assert dossier(root, *BUILD).returncode == 0
    assert [each.read_bytes() for each in outputs] == before
