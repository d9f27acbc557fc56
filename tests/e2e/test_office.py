"""Real LibreOffice through `prepare`: batches, isolation, the same bytes twice."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import docx
import pytest

from dossier.convert import prepare
from dossier.convert.office.libreoffice import find
from dossier.model import EvidenceFile, Media
from tests.support import hostile, hostile_office
from tests.support.convert_docx import field, letter
from tests.support.convert_reading import evidence_file, text_of

if TYPE_CHECKING:
    from pathlib import Path

RTF = r"{\rtf1\ansi Isi dokumen RTF\par}"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert find() is not None, "LibreOffice belongs to the system packages of the tests"
    return tmp_path_factory.mktemp("bukti")


def files(root: Path) -> list[EvidenceFile]:
    letter(root / "surat.docx")
    return [
        evidence_file(root, root / "surat.docx", Media.DOCX),
        evidence_file(root, hostile_office.docx_broken_xml(root), Media.DOCX),
        evidence_file(root, hostile.written(root, "isi.rtf", RTF), Media.RTF),
        evidence_file(root, hostile_office.plain_xlsx(root), Media.XLSX),
        evidence_file(root, hostile.written(root, "palsu.doc", "bukan dokumen"), Media.DOC),
    ]


def test_documents_are_laid_out_and_the_broken_ones_fail_alone(root: Path, tmp_path: Path) -> None:
    wanted = files(root)
    parts = prepare(wanted, root, tmp_path / "cache")
    letter_part, broken, rtf, book, fake = parts
    assert (letter_part.pages, letter_part.engine) == (2, find().label)  # type: ignore[union-attr]
    assert letter_part.pdf is not None
    assert "Halaman 2 dari 2" in text_of(letter_part.pdf)
    assert rtf.pdf is not None
    assert "Isi dokumen RTF" in text_of(rtf.pdf)
    assert book.pages >= 1
    assert broken.problem is not None
    assert fake.problem is not None
    assert prepare(wanted, root, tmp_path / "cache") == parts


def test_two_runs_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    letter(root / "surat.docx")
    file = evidence_file(root, root / "surat.docx", Media.DOCX)
    results = [prepare([file], root, tmp_path / name)[0].pdf for name in ("satu", "dua")]
    assert results[0] is not None
    assert results[1] is not None
    assert results[0].read_bytes() == results[1].read_bytes()


def test_the_day_of_conversion_is_printed_nowhere(root: Path, tmp_path: Path) -> None:
    source = root / "tanggal.docx"
    document = docx.Document()
    field(document.add_paragraph("Jambi, "), 'DATE \\@ "d MMMM yyyy"', "2 April 2001")
    document.save(str(source))
    (part,) = prepare([evidence_file(root, source, Media.DOCX)], root, tmp_path / "cache")
    assert part.pdf is not None
    assert text_of(part.pdf).split() == ["Jambi,", "2", "April", "2001"]


@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_a_wide_table_fits_the_width_of_its_pages(root: Path, tmp_path: Path, ending: str) -> None:
    office = find()
    assert office is not None
    source = hostile_office.wide_xlsx(tmp_path, f"lebar-{ending}.xlsx", columns=16)
    if ending != "xlsx":
        profile = (tmp_path / "profil").as_uri()
        command = [str(office.program), f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
        subprocess.run([*command, "--outdir", tmp_path, source], check=True, capture_output=True, timeout=120)
    path = root / f"lebar.{ending}"
    path.write_bytes(source.with_suffix(f".{ending}").read_bytes())
    media = {"xls": Media.XLS, "ods": Media.ODS, "xlsx": Media.XLSX}[ending]
    (part,) = prepare([evidence_file(root, path, media)], root, tmp_path / "cache")
    assert part.pdf is not None
    text = text_of(part.pdf)
    for page in text.split("\f")[:1]:
        assert "Kolom 1" in page
        assert "Kolom 16" in page, "the last column stands beside the first"
