"""Files whose pages are not the whole of them, and files that are locked: originals kept, passwords used."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pytest

from dossier.errors import PlanError
from dossier.pipeline import build, restore
from dossier.state import Settings
from tests.support import hostile_pdf
from tests.support.workspaces import AS_OF, made, small_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.state.workspace import Workspace

SIGNED = "I.1.1 SK Tim Kerja ZI 2025.pdf"
LOCKED = "I.2.1 Undangan rapat Maret 2025.pdf"


@pytest.fixture(name="workspace")
def workspace_(tmp_path: Path) -> Workspace:
    """Return a workspace with a signed paper and a locked one."""
    workspace = small_workspace(tmp_path)
    sign(workspace.evidence / SIGNED)
    hostile_pdf.aes_password_pdf(workspace.evidence, LOCKED)
    return workspace


def sign(path: Path) -> None:
    """Put what looks like an electronic signature into a PDF."""
    document = hostile_pdf.opened(("CONTOH keputusan bertanda tangan elektronik",))
    signature = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig, ByteRange=pikepdf.Array([0, 1, 2, 3]), Contents=pikepdf.String("x")
    )
    field = document.make_indirect(
        pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("ttd"), V=document.make_indirect(signature))
    )
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
    hostile_pdf.saved(document, path)


def pages_with(workspace: Workspace, words: str) -> list[int]:
    """Return the numbers (from 1) of the bundle's pages that say something."""
    reader = pypdf.PdfReader(workspace.bundle)
    return [number for number, page in enumerate(reader.pages, 1) if words in " ".join(page.extract_text().split())]


def test_a_signed_paper_says_on_its_page_where_its_signature_is_valid_and_the_original_is_kept(
    workspace: Workspace, tmp_path: Path
) -> None:
    result = made(workspace)
    paper = pages_with(workspace, "CONTOH keputusan bertanda tangan elektronik")
    assert set(paper) <= set(pages_with(workspace, "tanda tangan elektronik sah hanya pada berkas asli"))
    (kept,) = workspace.originals.glob("*.pdf")
    assert kept.read_bytes() == (workspace.evidence / SIGNED).read_bytes()
    with (workspace.originals / "daftar.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = list(csv.DictReader(stream, delimiter=";"))
    assert (row["Berkas"], row["Bukti"]) == (kept.name, SIGNED)
    assert len(pages_with(workspace, f"asli/{kept.name}")) >= 2  # the sheet of the indicator and the register
    assert f"asli/{kept.name}" in (workspace.build / "register.csv").read_text(encoding="utf-8-sig")
    assert any("berkas asli disimpan" in remark for remark in result.summary.remarks)
    restored = {each.path: each for each in restore(workspace, [workspace.bundle], tmp_path / "pulih")}
    assert restored[SIGNED].how == "asli"


def test_originals_go_when_nothing_asks_for_them_any_more(workspace: Workspace) -> None:
    made(workspace)
    hostile_pdf.plain_pdf(workspace.evidence, SIGNED)
    made(workspace)
    assert not workspace.originals.exists()


def test_a_password_in_the_plan_folder_opens_a_locked_paper(workspace: Workspace) -> None:
    made(workspace)
    assert pages_with(workspace, "kata sandi diperlukan")
    passwords = workspace.passwords_file
    passwords.write_text(f"- berkas: {LOCKED}\n  sandi: keliru\n", encoding="utf-8")
    made(workspace)
    assert pages_with(workspace, "kata sandi yang diberikan keliru")
    passwords.write_text(f"- berkas: {LOCKED}\n  sandi: rahasia\n", encoding="utf-8")
    made(workspace)
    assert not pages_with(workspace, "kata sandi diperlukan")
    assert not pages_with(workspace, "kata sandi yang diberikan keliru")


def test_no_output_and_nothing_that_is_kept_holds_a_password(workspace: Workspace) -> None:
    secret = "rahasia"  # noqa: S105 — of the sample
    workspace.passwords_file.write_text(f"- berkas: {LOCKED}\n  sandi: {secret}\n", encoding="utf-8")
    made(workspace)
    for path in workspace.build.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path


def test_a_password_of_a_file_that_is_not_there_is_a_finding(workspace: Workspace) -> None:
    workspace.passwords_file.write_text("- berkas: tidak ada.pdf\n  sandi: apa saja\n", encoding="utf-8")
    made(workspace)
    findings = (workspace.build / "temuan.json").read_text(encoding="utf-8")
    assert "sandi_tanpa_berkas" in findings
    assert "apa saja" not in findings


def test_a_file_of_passwords_with_mistakes_is_refused_with_its_line(workspace: Workspace) -> None:
    workspace.passwords_file.write_text("- berkas: ../luar.pdf\n  sandi: a\n- berkas: x.pdf\n", encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        made(workspace)
    codes = {finding.code for finding in caught.value.findings}
    assert "berkas_salah" in codes
    assert len(caught.value.findings) == 2


def test_a_signed_original_is_in_the_portal_pack_and_its_index(workspace: Workspace) -> None:
    build(workspace, AS_OF, settings=Settings(as_of=AS_OF, office="internal", portal=True))
    folder = workspace.build / "portal"
    with (folder / "indeks.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["Kode"]: row for row in csv.DictReader(stream, delimiter=";")}
    name = rows["I.1.1"]["Berkas asli bertanda tangan"]
    assert name.startswith("asli/I.1.1 SK Tim Kerja ZI 2025 ")
    assert (folder / name).read_bytes() == (workspace.evidence / SIGNED).read_bytes()
    assert all(not row["Berkas asli bertanda tangan"] for code, row in rows.items() if code != "I.1.1")
