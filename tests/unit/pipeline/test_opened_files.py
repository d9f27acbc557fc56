"""Only the opened file shows what it is worth: unfilled papers, empty pages and bare addresses are no evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdf
import pytest

from dossier.convert.run import scheduler
from dossier.model import State
from dossier.pipeline import steps
from tests.support import blank_pages, opened_files
from tests.support.workspaces import AS_OF, made, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.audit.assessment import Assessment
    from dossier.model import SlotCoverage
    from dossier.state.workspace import Workspace

OPEN = ("NOTULEN RAPAT", "Hari: Senin", "Notulis: [Nama notulis]", "Pimpinan: [Nama pimpinan", "rapat]")
OPEN_CELLS = (*OPEN[:3], "[Nama pimpinan rapat]")
FILLED = ("NOTULEN RAPAT", "Hari: Senin", "Nama notulis: Pegawai Satu", "Nama pimpinan rapat: Pegawai Dua", "[1] [K]")
PROMPTS = ("[Nama notulis]", "[Nama pimpinan rapat]")
ADDRESS = "https://contoh.invalid/drive/1aB2c"
NAME = "I.2.1 Notulen Maret 2025"

UNFILLED = {
    f"{NAME} cetak.pdf": opened_files.text_pdf(*OPEN),
    f"{NAME} tanpa tanda.docx": opened_files.word(*OPEN_CELLS),
    f"{NAME} lain.odt": opened_files.writer(*OPEN_CELLS),
    f"{NAME} catatan.txt": "\n".join(OPEN).encode(),
    f"{NAME} kotak.zip": opened_files.archive([("notulen.pdf", opened_files.text_pdf(*OPEN, "2"))]),
}
BLANK = {
    f"{NAME} putih.jpg": blank_pages.jpeg(blank_pages.flat(250, 4)),
    f"{NAME} hitam.jpg": blank_pages.jpeg(blank_pages.flat(3, 4)),
    f"{NAME} kosong.pdf": opened_files.text_pdf(),
    f"{NAME} kosong.docx": opened_files.word("", " "),
    f"{NAME} kosong.xlsx": opened_files.sheet(),
    f"{NAME} kosong.txt": b" \r\n\t\r\n",
    f"{NAME} kosong.zip": opened_files.archive([("a.pdf", opened_files.text_pdf()), ("b.docx", opened_files.word())]),
}
ADDRESSES = {
    f"{NAME} alamat.txt": f"{ADDRESS}\r\n".encode(),
    f"{NAME} alamat.md": f"Link: {ADDRESS}?md".encode(),
    f"{NAME} alamat.desktop": f"[Desktop Entry]\nType=Link\nName=Notulen\nURL={ADDRESS}\n".encode(),
    f"{NAME} alamat satu.docx": opened_files.word("", f"Tautan: {ADDRESS}"),
    f"{NAME} alamat dua.xlsx": opened_files.sheet(ADDRESS),
    f"{NAME} alamat.pdf": opened_files.text_pdf(ADDRESS),
}
SOUND = {
    "I.2.1 Notulen Juni 2025.pdf": opened_files.text_pdf(*FILLED),
    "I.2.1 Undangan rapat Maret 2025.jpg": blank_pages.jpeg(blank_pages.pencilled(215, 235)),
    "I.2.1 Undangan rapat Juni 2025.zip": opened_files.archive(
        [("a.pdf", opened_files.text_pdf(*FILLED, "zip")), ("b.jpg", blank_pages.jpeg(blank_pages.flat(255)))]
    ),
}


def assessed(workspace: Workspace, files: dict[str, bytes]) -> Assessment:
    """Put files into the evidence folder and judge everything."""
    for name, data in files.items():
        path = workspace.evidence / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return steps.assess(workspace, AS_OF, office="internal")


def slot(assessment: Assessment, requirement: str = "c", month: str = "2025-03") -> SlotCoverage:
    """Return a slot of the meeting; the minutes of March unless another one is asked for."""
    found = assessment.coverage.of_indicator("I.2.1")
    return next(each for each in found if (each.requirement.id, each.slot.key) == (requirement, month))


def told(assessment: Assessment, name: str) -> str:
    """Return what is said of a file."""
    return " ".join(finding.text for finding in assessment.findings if finding.path == name)


@pytest.fixture(scope="module", name="workspace")
def workspace_(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = small_workspace(tmp_path_factory.mktemp("dibuka"))
    (workspace.evidence / "I.2.1 Undangan rapat Maret 2025.pdf").unlink()
    return workspace


@pytest.fixture(scope="module", name="judged")
def judged_(workspace: Workspace) -> Assessment:
    return assessed(workspace, UNFILLED | BLANK | ADDRESSES | SOUND)


@pytest.mark.parametrize("name", [*UNFILLED, *BLANK, *ADDRESSES])
def test_what_shows_nothing_of_its_own_fills_no_slot(judged: Assessment, name: str) -> None:
    assert slot(judged).state is State.FAULTY
    assert name in slot(judged).files
    assert any(finding.path == name for finding in slot(judged).findings)


@pytest.mark.parametrize("name", UNFILLED)
def test_every_open_prompt_of_an_unfilled_paper_is_named_in_any_form(judged: Assessment, name: str) -> None:
    assert all(prompt in told(judged, name) for prompt in PROMPTS)


@pytest.mark.parametrize("name", BLANK)
def test_an_empty_file_is_called_empty(judged: Assessment, name: str) -> None:
    assert "kosong" in told(judged, name).replace(name, "") or "tidak ada isi" in told(judged, name)


@pytest.mark.parametrize("name", ADDRESSES)
def test_nothing_but_an_address_is_a_link_whatever_its_ending(judged: Assessment, name: str) -> None:
    assert "tautan tidak cukup" in told(judged, name)


def test_filled_papers_faint_pencil_and_an_archive_with_one_blank_piece_are_evidence(judged: Assessment) -> None:
    places = (("c", "2025-06"), ("a", "2025-03"), ("a", "2025-06"))
    assert [slot(judged, *place).state for place in places] == [State.PRESENT] * 3


def test_an_address_serves_where_a_link_may(workspace: Workspace, judged: Assessment) -> None:
    plan = workspace.root / "plan" / "plan.yaml"
    before = plan.read_text(encoding="utf-8")
    plan.write_text(before.replace("{id: c, nama: Notulen,", "{id: c, nama: Notulen, tautan: true,"), encoding="utf-8")
    try:
        again = steps.assess(workspace, AS_OF, office="internal")
    finally:
        plan.write_text(before, encoding="utf-8")
    assert slot(judged).state is State.FAULTY
    assert slot(again).state is State.PRESENT
    assert not any("tautan tidak cukup" in finding.text for finding in again.findings)
    assert set(UNFILLED) <= set(slot(again).spares)


def test_what_was_seen_is_kept_with_the_part(
    workspace: Workspace, judged: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("nothing has to be made again")

    monkeypatch.setattr(scheduler, "_make", never)
    again = steps.assess(workspace, AS_OF, office="internal")
    assert again.parts == judged.parts
    assert again.findings == judged.findings


def test_a_bare_address_pushes_no_version_of_the_paper_aside(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    paper, address = f"{NAME}.docx", f"{NAME}.pdf"
    judged = assessed(workspace, {paper: opened_files.word(*FILLED), address: opened_files.text_pdf(ADDRESS)})
    assert (slot(judged).state, slot(judged).files) == (State.PRESENT, (paper, address))


def test_beside_a_file_that_serves_unfilled_papers_are_spares_and_it_is_said(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path)
    serving = f"{NAME}.pdf"
    names = ("I.2.1/Notulen rapat evaluasi Maret 2025.pdf", f"{NAME} ttd.pdf", f"{NAME}.docx")
    unfilled = dict.fromkeys(names[:2], opened_files.text_pdf(*OPEN)) | {names[2]: opened_files.word(*OPEN)}
    pinned = {"lain.pdf": opened_files.text_pdf(*OPEN, "yang disematkan")}
    pin = '- berkas: "lain.pdf"\n  indikator: I.2.1\n  butir: c\n  slot: 2025-03\n'
    (workspace.root / "plan" / "pins.yaml").write_text(pin, encoding="utf-8")
    judged = assessed(workspace, {serving: opened_files.text_pdf(*FILLED), **unfilled, **pinned})
    assert (slot(judged).state, slot(judged).files) == (State.PRESENT, (serving, "lain.pdf"))
    assert slot(judged).spares == tuple(sorted(names))
    assert "[Nama notulis]" in " ".join(told(judged, name) for name in names[:2])
    assert "[Nama notulis]" in told(judged, names[2])
    assert serving in told(judged, names[2])
    # What a person pinned stays bound, and its open places are told although the slot is served.
    assert "[Nama notulis]" in " ".join(finding.text for finding in slot(judged).findings)
    made(workspace)
    pages = [page.extract_text() for page in pypdf.PdfReader(workspace.bundle).pages]
    assert sum("Notulis: [Nama notulis]" in page for page in pages) == 1
    assert sum("Nama notulis: Pegawai Satu" in page for page in pages) == 1
