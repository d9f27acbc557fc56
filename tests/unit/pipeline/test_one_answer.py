"""`explain`, `match`, `gaps` and `build` say the same of every file, whatever is the matter with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from dossier.audit.legend import state_label
from dossier.cli.evidence_commands import explain, match
from dossier.cli.gap_commands import gaps
from dossier.matching.explain import UNDECIDED
from dossier.model import State
from dossier.wording import month_year
from tests.support import blank_pages, hostile_pdf, opened_files
from tests.support.workspaces import AS_OF, made, small_workspace

if TYPE_CHECKING:
    from dossier.state.workspace import Workspace

Shapes = dict[str, dict[str, list[dict[str, Any]]]]  # JSON as it was written
OFFICE = ("--as-of", AS_OF.isoformat(), "--office", "internal")
NOTHING = "Tidak ada yang perlu dilakukan"
GOOD = opened_files.text_pdf("NOTULEN RAPAT", "Dibuka pukul 09.00")
OPEN = opened_files.text_pdf("NOTULEN RAPAT", "Notulis: [Nama notulis]")
FILES = {
    "I.1.1 SK Tim Kerja ZI 2024.pdf": opened_files.text_pdf("SK Tim Kerja ZI"),
    "I.1.1 Prosedur pemilihan Tim Kerja ZI.docx": opened_files.word("PROSEDUR", "Disusun oleh [Nama penyusun]"),
    "I.2.1 Undangan rapat Juni 2025.jpg": blank_pages.jpeg(blank_pages.flat(255)),
    "I.2.1 Daftar hadir Maret 2025.txt": b"https://contoh.invalid/hadir",
    "I.2.1 Daftar hadir September 2025.pdf": b"%PDF-1.4\nterpotong",
    "I.2.1 Notulen Maret 2025.pdf": GOOD,
    "I.2.1 Notulen Maret 2025 lama.pdf": OPEN,
    "I.2.1 Notulen Maret 2025 ttd.docx": opened_files.word("NOTULEN RAPAT", "Dibuka pukul 09.00"),
    "I.2.1 Notulen Juni 2025.docx": opened_files.word("NOTULEN RAPAT Juni"),
    "I.2.1 Notulen Juni 2025.pdf": b"%PDF-1.4\nrusak juga",
    "I.2.1 Notulen Juni 2025 - Copy.pdf": b"%PDF-1.4\nrusak juga",
    "I.2.1/scan Juni 2025.pdf": opened_files.text_pdf("tanpa judul"),
    "II.1.1 Surat Pernyataan Bebas Benturan Kepentingan.odt": opened_files.writer("Saya menyatakan"),
    "II.1.1 Surat Pernyataan Bebas Benturan Kepentingan lagi.zip": opened_files.archive([("a.pdf", GOOD)]),
    "lain/arisan.pdf": opened_files.text_pdf("ARISAN"),
    "lain/kosong.pdf": opened_files.text_pdf(),
    "lain/rusak.xlsx": b"PK\x03\x04 terpotong",
    "Thumbs.db": b"x",
}


@pytest.fixture(scope="module", name="workspace")
def workspace_(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = small_workspace(tmp_path_factory.mktemp("jawaban"))
    for name, data in FILES.items():
        path = workspace.evidence / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    (workspace.evidence / "I.2.1 Undangan rapat Maret 2025.pdf").unlink()
    hostile_pdf.password_pdf(workspace.evidence, "II.1.1 Surat Pernyataan Potensi Benturan Kepentingan.pdf")
    return workspace


@pytest.fixture(scope="module", name="before")
def before_(workspace: Workspace) -> dict[str, str]:
    """Return what is printed before anything is kept."""
    paths = ("I.2.1 Undangan rapat Juni 2025.jpg", "I.2.1 Notulen Maret 2025 lama.pdf", "lain/kosong.pdf")
    return {path: printed(workspace, explain, path, *OFFICE) for path in paths} | {"": printed(workspace, match)}


@pytest.fixture(scope="module", name="built")
def built_(workspace: Workspace, before: dict[str, str]) -> Shapes:
    assert before
    made(workspace)
    names = ("temuan", "kesenjangan", "kecocokan")
    return {name: json.loads((workspace.build / f"{name}.json").read_bytes()) for name in names}


def printed(workspace: Workspace, command: object, *arguments: str) -> str:
    """Run a command and return what it prints."""
    result = CliRunner().invoke(command, arguments, obj=workspace.root, standalone_mode=False)  # type: ignore[arg-type]
    assert result.exception is None, result.exception
    return result.stdout


def test_gaps_and_build_give_every_slot_the_same_state(workspace: Workspace, built: Shapes) -> None:
    now = json.loads(printed(workspace, gaps, "--format", "json", *OFFICE))
    assert now["slots"] == built["kesenjangan"]["slots"]
    assert {slot["state"] for slot in now["slots"]} == {state.value for state in State}


def test_explain_tells_all_that_a_build_finds_of_a_file_and_nothing_else(workspace: Workspace, built: Shapes) -> None:
    for row in built["kecocokan"]["files"]:
        path = str(row["path"])
        text = printed(workspace, explain, path, *OFFICE)
        found = [each for each in built["temuan"]["findings"] if each["path"] == path and each["code"] not in UNDECIDED]
        assert [line[2:] for line in text.splitlines() if line.startswith("! ")] == [each["text"] for each in found]
        assert (NOTHING in text) == (row["status"] == "claimed" and not found), path
        for slot in built["kesenjangan"]["slots"]:
            shown = f", {month_year(str(slot['slot']))}: {state_label(State(slot['state']))}"
            if path in (*slot["files"], *slot["spares"]):
                place = f"{slot['indicator']}.{slot['requirement']} ("
                assert any(shown in line for line in text.splitlines() if place in line), (path, shown)


def test_explain_says_the_same_before_anything_is_kept(
    workspace: Workspace, before: dict[str, str], built: Shapes
) -> None:
    assert built
    for path, text in before.items():
        if path:
            assert printed(workspace, explain, path, *OFFICE) == text


def test_explain_of_a_code_gives_every_slot_the_state_of_the_gap_list(workspace: Workspace, built: Shapes) -> None:
    for code in ("I.1.1", "I.2.1", "II.1.1"):
        text = printed(workspace, explain, code, *OFFICE)
        due = [slot for slot in built["kesenjangan"]["slots"] if slot["indicator"] == code]
        for slot in due:
            if slot["state"] != State.NOT_YET_DUE.value:
                assert f"): {state_label(State(slot['state']))}" in text
            assert all(str(path) in text for path in slot["files"])
        marks = text.count("✓ ")
        assert marks == sum(slot["state"] == State.PRESENT.value for slot in due)


def test_match_places_files_as_the_build_does_and_says_nothing_of_their_content(
    workspace: Workspace, before: dict[str, str], built: Shapes
) -> None:
    text = printed(workspace, match)
    assert text == before[""]
    assert "✓" not in text
    assert NOTHING.casefold() not in text.casefold()
    rows = json.loads(printed(workspace, match, "--format", "json"))["files"]
    placed = [(row["path"], row["status"], [claim["requirement"] for claim in row["claims"]]) for row in rows]
    assert placed == [
        (row["path"], row["status"], [claim["requirement"] for claim in row["claims"]])
        for row in built["kecocokan"]["files"]
    ]
