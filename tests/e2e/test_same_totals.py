"""The same totals in the terminal, in JSON, CSV, the workbook, the page and the printed list: one arithmetic."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from typing import TYPE_CHECKING

import openpyxl
import pypdf

from dossier.audit.legend import state_label
from dossier.model import State
from tests.support.command import copy_sample, dossier

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--as-of", "2025-07-01", "--office", "internal")
TOTAL = "jumlah"


def in_terminal(text: str) -> dict[str, int]:
    """Read "✓ ada 38 · ✗ belum ada 93 · … · jumlah 171" below the title, on as many lines as it takes."""
    lines = text.partition("\n\n")[0].splitlines()[1:]
    found = {name.strip(): int(number) for name, number in re.findall(r"([a-z ]+) (\d+)", "\n".join(lines))}
    return {**{state.value: found[state_label(state)] for state in State}, TOTAL: found[TOTAL]}


def in_json(path: Path) -> dict[str, int]:
    """Read the summary, and count the slots against it."""
    data = json.loads(path.read_text(encoding="utf-8"))
    counted = Counter(slot["state"] for slot in data["slots"])
    assert {state: number for state, number in data["summary"].items() if number} == counted
    return {**data["summary"], TOTAL: len(data["slots"])}


def in_csv(path: Path) -> dict[str, int]:
    """Count the rows."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        counted = Counter(row["Keadaan"] for row in csv.DictReader(stream, delimiter=";"))
    return {**{state.value: counted[state_label(state)] for state in State}, TOTAL: counted.total()}


def in_workbook(path: Path) -> dict[str, int]:
    """Read the line of the whole plan in the summary."""
    rows = list(openpyxl.load_workbook(path)["Ringkasan"].iter_rows(values_only=True))
    head = next(row for row in rows if "Area" in row)
    whole = dict(zip(head, next(row for row in rows if "Seluruh rencana" in row), strict=True))
    return {**{state.value: int(str(whole[state_label(state)])) for state in State}, TOTAL: int(str(whole["Jumlah"]))}


def in_page(path: Path) -> dict[str, int]:
    """Read the totals that the page marks."""
    found = re.findall(r'data-total="([a-z_]+)"[^>]*>\s*(\d+)', path.read_text(encoding="utf-8"))
    return {name: int(number) for name, number in found}


def in_pdf(path: Path, page_with: str = "Jumlah") -> dict[str, int]:
    """Read the last line of the table of totals; a dash is none."""
    reader = pypdf.PdfReader(path)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    # The title of the list in the gap list and in the edition for the assessors; the cover has no such sentence.
    start = re.search(r"(?:Daftar kesenjangan|Bukti yang belum lengkap) Keadaan per", text)
    assert start is not None
    text = text[start.start() :]
    found = re.search(rf"{page_with}((?: (?:\d+|–)){{{len(State) + 1}}})", text)
    assert found is not None
    numbers = [0 if word == "–" else int(word) for word in found[1].split()]
    return dict(zip([*(state.value for state in State), TOTAL], numbers, strict=True))


def test_six_forms_say_the_same_totals(tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path / "kerja")
    assert dossier(workspace, "build", *DAY).returncode == 0
    terminal = in_terminal(dossier(workspace, "gaps", *DAY).stdout)
    build = workspace / "build"
    assert terminal[TOTAL] == sum(terminal[state.value] for state in State)
    assert all(terminal[state.value] for state in State)
    assert in_json(build / "kesenjangan.json") == terminal
    assert in_csv(build / "kesenjangan.csv") == terminal
    assert in_workbook(build / "kesenjangan.xlsx") == terminal
    assert in_page(build / "laporan" / "index.html") == terminal
    assert in_pdf(build / "kesenjangan.pdf") == terminal
    assert in_pdf(build / "dossier.pdf") == terminal


def test_workbook_and_printed_list_are_written_where_asked(tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path / "kerja")
    terminal = in_terminal(dossier(workspace, "gaps", *DAY).stdout)
    for form, read in (("xlsx", in_workbook), ("pdf", in_pdf)):
        target = tmp_path / f"hasil.{form}"
        result = dossier(workspace, "gaps", *DAY, "--format", form, "-o", str(target))
        assert result.returncode == 0, result.stderr
        assert read(target) == terminal
    refused = dossier(workspace, "gaps", *DAY, "--format", "pdf")
    assert refused.returncode == 2
    assert "-o kesenjangan.pdf" in refused.stderr
