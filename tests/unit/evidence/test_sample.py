"""The sample evidence: made the same each time, small, marked, and the one that is shipped."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdf
import pytest

from dossier import evidence
from dossier.model import Media
from tests.support import sample_evidence

SHIPPED = Path(__file__).parents[3] / "evidence"
SAMPLE = sample_evidence.sample_files()


def test_the_sample_is_made_the_same_each_time() -> None:
    assert sample_evidence.sample_files() == SAMPLE


def test_the_sample_is_about_forty_small_files() -> None:
    assert 40 <= len(SAMPLE) <= 50
    assert sum(map(len, SAMPLE.values())) <= sample_evidence.LARGEST_TREE


def test_the_repository_ships_the_sample() -> None:
    shipped = {path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*")}
    assert set(SAMPLE) <= shipped, "run `make sample`"


def visible_text(path: str, content: bytes) -> str:
    """Return the text of a sample file; pictures are drawn with the mark and have none."""
    if path.endswith((".docx", ".xlsx")) and not Path(path).name.startswith("~$"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    if path.endswith(".pdf"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            reader.decrypt("rahasia")
        return "".join(page.extract_text() or ("CONTOH" if page.images else "") for page in reader.pages)
    return content.decode()


PICTURES_AND_BROKEN = (".png", ".jpg", "I.4.2 SK Tim Agen Perubahan.pdf")
READABLE = sorted(path for path, content in SAMPLE.items() if content and not path.endswith(PICTURES_AND_BROKEN))


@pytest.mark.parametrize("path", READABLE)
def test_each_sample_file_that_can_be_read_says_that_it_is_a_sample(path: str) -> None:
    assert "contoh" in visible_text(path, SAMPLE[path]).casefold()


def test_the_sample_holds_every_kind_that_is_bound_and_several_that_are_not(tmp_path: Path) -> None:
    sample_evidence.write_sample(tmp_path)
    scan = evidence.scan(tmp_path)
    kinds = {file.media for file in scan.files}
    wanted = {
        Media.PDF,
        Media.JPEG,
        Media.PNG,
        Media.TEXT,
        Media.MARKDOWN,
        Media.CSV,
        Media.LINK,
        Media.DOCX,
        Media.XLSX,
    }
    assert kinds == wanted
    assert [entry.reason for entry in scan.ignored] == [
        "berkas tersembunyi",
        "berkas kunci aplikasi kantor",
        "berkas kosong (0 byte)",
    ]
    assert [file.path for file in scan.files if file.problem] == ["V/4/1/Banner saluran WBS.jpg"]
    hashes = [file.sha256 for file in scan.files]
    assert len(hashes) - len(set(hashes)) == 1, "one paper is there twice"
