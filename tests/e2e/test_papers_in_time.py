"""Papers made with our own forms, filled and filed: one rule for their dates, whatever program saved them."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from dossier import audit
from dossier.convert import read_contents
from dossier.matching import match
from dossier.model import EvidenceFile, Media, Scan, State
from dossier.templates import RenderRequest, audit_document, render
from tests.support.matching_files import real_plan
from tests.support.papers_source import papers_plan, papers_unit
from tests.support.papers_text import fill_controls

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dossier.model import Finding, Plan

AS_OF = dt.date(2025, 7, 1)
_ODT = "urn:oasis:names:tc:opendocument:xmlns"


def as_odt(lines: list[str]) -> bytes:
    """Return a text document with one paragraph a line."""
    body = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    content = (
        f'<office:document-content xmlns:office="{_ODT}:office:1.0" xmlns:text="{_ODT}:text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def as_pdf(lines: list[str]) -> bytes:
    """Return pages with these lines."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=True)
    for start in range(0, len(lines), 60):
        for number, line in enumerate(lines[start : start + 60]):
            canvas.drawString(40, 800 - 13 * number, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def filed(name: str, media: Media, data: bytes, folder: Path) -> EvidenceFile:
    """Write a file of evidence."""
    (folder / name).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return EvidenceFile(path=name, disk_path=name, size=len(data), sha256=digest, media=media)


def state_of(plan: Plan, file: EvidenceFile, folder: Path) -> tuple[State, list[tuple[str, str]]]:
    """Return what the audit says of the one file."""
    contents = read_contents([file], folder, folder / "isi")
    scan = Scan(files=(file,), ignored=())
    matched = match(plan, scan, (), contents)
    unfinished: dict[str, tuple[Finding, ...]] = {}
    if file.media is Media.DOCX and (audited := audit_document(folder / file.path, plan, papers_unit())):
        unfinished = {file.path: audited.findings} if audited.findings else {}
    coverage, findings = audit.audit(plan, scan, matched, AS_OF, {}, unfinished)
    (slot,) = [slot for slot in coverage.slots if slot.files or slot.candidates]
    return slot.state, [(finding.code, finding.severity.value) for finding in findings]


LATE = [("terlambat", "catatan")]
PAPERS = [
    (real_plan(), "I.3.1", "a", "2025-06", {"Tanggal naskah": "28 Mei 2025", "Tanggal rapat": "3 Juni 2025"}, []),
    (papers_plan(), "I.3.1", "c", "2025-02", {"Tanggal naskah": "3 Maret 2025"}, LATE),
    (real_plan(), "V.4.3", "a", "2025-03", {"Tanggal naskah": "8 April 2025"}, LATE),
    (real_plan(), "III.6.1", "a", "2025-03", {"Tanggal naskah": "1 April 2025"}, LATE),
]


@pytest.mark.parametrize(
    ("plan", "code", "letter", "slot", "answers", "told"),
    PAPERS,
    ids=["an invitation for next month", "minutes signed later", "a report", "a list"],
)
def test_a_paper_is_of_its_meeting_or_period_and_not_of_the_day_of_its_signature(
    plan: Plan,
    code: str,
    letter: str,
    slot: str,
    answers: Mapping[str, str],
    told: list[tuple[str, str]],
    tmp_path: Path,
) -> None:
    request = RenderRequest(indicator=code, requirement=letter, slot=slot)
    made = render(plan, papers_unit(), None, [request], tmp_path / "naskah", None).papers[0].path
    fill_controls(made, date="27 Februari 2025", answers={"Hari": "Kamis", "Acara rapat": "Monev ZI", **answers})
    word = filed(made.name, Media.DOCX, made.read_bytes(), tmp_path)
    assert state_of(plan, word, tmp_path) == (State.PRESENT, told)
    lines = read_contents([word], tmp_path, tmp_path / "isi")[word.sha256].text.splitlines()
    odt = filed(made.with_suffix(".odt").name, Media.ODT, as_odt(lines), tmp_path)
    pdf = filed(made.with_suffix(".pdf").name, Media.PDF, as_pdf(lines), tmp_path)
    assert state_of(plan, odt, tmp_path) == state_of(plan, pdf, tmp_path) == (State.PRESENT, told)
