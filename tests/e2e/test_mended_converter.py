"""A mended converter mends what was kept: the package is copied, one module of it changed, and evidence read again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import dossier

PROGRAM = """
import hashlib, sys
from pathlib import Path
from dossier.convert import prepare, read_contents
from dossier.model import EvidenceFile, Media
root = Path(sys.argv[1])
data = (root / "catatan.txt").read_bytes()
digest = hashlib.sha256(data).hexdigest()
file = EvidenceFile(path="catatan.txt", disk_path="catatan.txt", size=len(data), sha256=digest, media=Media.TEXT)
(part,) = prepare([file], root, root.parent / "bagian", office="internal")
text = read_contents([file], root, root.parent / "isi")[digest].text.strip()
print(part.problem, part.engine, part.remade, text, sep="|")
"""
MENDED_CONVERTER = """

_as_it_was = convert


def convert(source, target):
    import dataclasses
    return dataclasses.replace(_as_it_was(source, target), engine="mesin baru")
"""
MENDED_READER = """

_as_it_was = _tidy


def _tidy(text):
    return _as_it_was(text) + " baru"
"""


def test_a_kept_part_and_a_kept_text_are_made_again_by_a_mended_converter(tmp_path: Path) -> None:
    package = tmp_path / "program" / "dossier"
    shutil.copytree(Path(dossier.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    root = tmp_path / "bukti"
    root.mkdir()
    (root / "catatan.txt").write_text("Catatan rapat pembangunan ZI")
    first, kept = said(root, package), said(root, package)
    assert kept == first.replace("isi belum dikenal", "None")
    append(package / "convert" / "text" / "plain.py", MENDED_CONVERTER)
    changed = said(root, package)
    assert "mesin baru" in changed
    assert "program dossier berubah" in changed
    append(package / "convert" / "extract" / "readers.py", MENDED_READER)
    assert said(root, package).endswith("pembangunan ZI baru")


def append(module: Path, text: str) -> None:
    module.write_text(module.read_text(encoding="utf-8") + text, encoding="utf-8")


def said(root: Path, package: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=package.parent,
    )
    return ran.stdout.strip()
