"""Office documents: milliseconds each in batches, against one call of LibreOffice each; both in one run.

python -m benchmarks.office [DOCUMENTS]      (default 50: letters and workbooks, made here)
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import docx
import openpyxl

from dossier import evidence
from dossier.convert import prepare
from dossier.convert.office import libreoffice
from dossier.convert.run.pool import Limits

PARAGRAPHS = 40
ROWS = 60


def documents(folder: Path, count: int) -> list[Path]:
    """Write as many letters as workbooks, each with a text of its own."""
    folder.mkdir()
    made = []
    for number in range(count):
        if number % 2:
            book = openpyxl.Workbook()
            sheet = book.active
            if sheet is None:
                raise TypeError("a new workbook has a sheet")
            for row in range(ROWS):
                sheet.append([number, row, f"Pegawai {row}", row * number])
            path = folder / f"rekap-{number:03d}.xlsx"
            book.save(path)
        else:
            letter = docx.Document()
            letter.add_heading(f"Notulen rapat {number}", level=1)
            for paragraph in range(PARAGRAPHS):
                letter.add_paragraph(f"Butir {paragraph} dari rapat {number}: pembangunan zona integritas. " * 3)
            path = folder / f"notulen-{number:03d}.docx"
            letter.save(str(path))
        made.append(path)
    return made


def expect(made: int, wanted: int) -> None:
    """Stop where documents are missing: the time of half the work is no figure."""
    if made != wanted:
        raise SystemExit(f"{made} of {wanted} documents were made")


def alone(office: libreoffice.Office, paths: list[Path], folder: Path) -> float:
    """Return seconds for one call a document, one after the other."""
    begun = time.perf_counter()
    for number, path in enumerate(paths):
        work = folder / str(number)
        work.mkdir()
        expect(len(libreoffice.lay_out(office, [path], work, Limits()).made), 1)
    return time.perf_counter() - begun


def batched(office: libreoffice.Office, paths: list[Path], folder: Path) -> float:
    """Return seconds for the same documents in the batches that a build makes."""
    folder.mkdir()
    begun = time.perf_counter()
    expect(len(libreoffice.lay_out(office, paths, folder, Limits()).made), len(paths))
    return time.perf_counter() - begun


def whole(root: Path, folder: Path) -> float:
    """Return seconds for all of preparing: staging, batches, cleaning, checking."""
    files = evidence.scan(root).files
    begun = time.perf_counter()
    expect(sum(part.pdf is not None for part in prepare(files, root, folder)), len(files))
    return time.perf_counter() - begun


def main(count: int) -> None:
    """Measure and print."""
    office = libreoffice.find()
    if office is None:
        raise SystemExit("LibreOffice is not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = documents(folder / "bukti", count)
        (folder / "satu").mkdir()
        figures = {
            "one call a document": alone(office, paths, folder / "satu"),
            "in batches": batched(office, paths, folder / "kelompok"),
            "in batches, with staging, cleaning and checks": whole(folder / "bukti", folder / "cache"),
        }
    single = figures["one call a document"]
    for what, seconds in figures.items():
        each = 1000 * seconds / count
        sys.stdout.write(f"{what}: {each:.0f} ms a document, {seconds / single:.2f} of one call each\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
