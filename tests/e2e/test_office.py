"""Real LibreOffice through `prepare`: batches, isolation, the same bytes twice, and silence on the network."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from dossier.convert import prepare
from dossier.convert.libreoffice import find
from dossier.model import EvidenceFile, Media
from tests.support import hostile, hostile_office
from tests.support.convert_docx import field, letter
from tests.support.convert_reading import evidence_file, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RTF = r"{\rtf1\ansi Isi dokumen RTF\par}"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert find() is not None, "LibreOffice belongs to the system packages of the tests"
    return tmp_path_factory.mktemp("bukti")


@pytest.fixture
def listener() -> Iterator[list[bytes]]:
    """Listen on a free port of this machine; the first item is the port, the others what was said."""
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    ended = threading.Event()

    def listen() -> None:
        while not ended.is_set():
            try:
                connection, _ = server.accept()
            except TimeoutError:
                continue
            with connection:
                heard.append(connection.recv(1024))

    thread = threading.Thread(target=listen)
    thread.start()
    heard.append(str(server.getsockname()[1]).encode())
    yield heard
    ended.set()
    thread.join()
    server.close()


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


def test_nothing_is_fetched(root: Path, tmp_path: Path, listener: list[bytes]) -> None:
    address = f"http://127.0.0.1:{listener[0].decode()}/x"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    document = docx.Document()
    document.add_paragraph("isi")
    document.part.relate_to(f"{address}.png", f"{kinds}/image", is_external=True)
    document.part.relate_to(f"{address}.dotm", f"{kinds}/attachedTemplate", is_external=True)
    document.save(str(root / "luar.docx"))
    html = f'<html><body><p>isi</p><img src="{address}.gif"></body></html>'
    rtf = rf'{{\rtf1 {{\field{{\*\fldinst INCLUDEPICTURE "{address}.png" \\d}}{{\fldrslt isi}}}}}}'
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = f'=WEBSERVICE("{address}")'
    book.save(root / "luar.xlsx")
    parts = prepare(
        [
            evidence_file(root, root / "luar.docx", Media.DOCX),
            evidence_file(root, hostile.written(root, "luar.rtf", rtf), Media.RTF),
            evidence_file(root, hostile.written(root, "luar.doc", html), Media.DOC),
            evidence_file(root, root / "luar.xlsx", Media.XLSX),
        ],
        root,
        tmp_path / "cache",
    )
    assert parts[0].pages == 1
    assert listener[1:] == []
