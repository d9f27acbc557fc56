"""The seal of a bundle: over all bytes of the file, the same with a child as without, nothing half sealed."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pikepdf
import pytest

from dossier.bind.bundle_seal import Sealing, is_intact
from tests.support.workspaces import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

IDENTIFIER = bytes(range(16))


def unsealed(pages: int = 1) -> bytes:
    """Return a PDF as `assembly.save` writes it."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    data = io.BytesIO()
    pdf.save(data, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return data.getvalue()


def sealed(file: Path, data: bytes) -> str:
    """Seal a PDF in this process, and return what is said to be its digest."""
    with Sealing(file, jobs=1) as sealing:
        file.write_bytes(data)
        sealing.written(IDENTIFIER)
        return sealing.seal()


BESIDE = """
import json, os, signal, sys, time
from pathlib import Path
from dossier.bind.bundle_seal import Sealing
from dossier.workers import system
from tests.unit.bind.test_bundle_seal import IDENTIFIER
file, data, what = Path(sys.argv[1]), Path(sys.argv[2]).read_bytes(), sys.argv[3]
with Sealing(file, jobs=2) as sealing:
    child = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    assert len(child) == 1, child
    with file.open("wb", buffering=0) as stream:
        for start in range(0, len(data), 10_000):
            stream.write(data[start:start + 10_000])
            time.sleep(0.002)
            if what == "killed" and start == 20_000:
                os.kill(int(child[0]), signal.SIGKILL)
    sealing.written(IDENTIFIER)
    digest = sealing.seal()
left = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
print(json.dumps([digest, left]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="children are forked and counted as Linux does")
@pytest.mark.parametrize("what", ["whole", "killed"])
def test_a_child_that_follows_the_file_seals_it_as_this_process_does_and_its_death_changes_nothing(
    tmp_path: Path, what: str
) -> None:
    data = unsealed(pages=300)
    source, here, beside = (tmp_path / name for name in ("sumber.pdf", "di sini.pdf", "di samping.pdf"))
    source.write_bytes(data)
    command = [sys.executable, "-c", BESIDE, str(beside), str(source), what]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY, timeout=60)
    digest, left = json.loads(done.stdout)
    assert digest == sealed(here, data)
    assert beside.read_bytes() == here.read_bytes()
    assert left == []


def test_a_sealed_file_is_intact_opens_and_has_its_identifier(tmp_path: Path) -> None:
    file = tmp_path / "dossier.pdf"
    digest = sealed(file, unsealed())
    assert is_intact(file) is True
    assert digest == hashlib.sha256(file.read_bytes()).hexdigest()
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 1
        assert bytes(pdf.trailer.ID[1]) == IDENTIFIER


@pytest.mark.parametrize("jobs", [1, None])
def test_a_file_that_is_not_what_was_meant_gets_no_seal(tmp_path: Path, jobs: int | None) -> None:
    file, data = tmp_path / "dossier.pdf", unsealed()
    file.write_bytes(data)
    with pytest.raises(OSError, match="tidak tertulis utuh"), Sealing(file, jobs):
        raise OSError("halaman 1 tidak tertulis utuh")
    assert file.read_bytes() == data
    assert is_intact(file) is None


def test_a_file_whose_end_is_missing_is_not_sealed(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="akhir berkas tidak tertulis"):
        sealed(tmp_path / "dossier.pdf", unsealed()[:-40])


@pytest.mark.parametrize("place", [20, -30], ids=["body", "end"])
def test_one_changed_byte_breaks_the_seal(tmp_path: Path, place: int) -> None:
    file = tmp_path / "dossier.pdf"
    sealed(file, unsealed())
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
    assert is_intact(file) is not True
