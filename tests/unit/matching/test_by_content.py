"""What files say settles what their names leave open, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.matching import Matcher, match
from dossier.model import Content, ContentSource, Pin, Rule
from tests.support.matching_files import real_plan, scan_of

if TYPE_CHECKING:
    from dossier.model import Matching

MINUTES = "NOTULEN RAPAT\nRapat : Evaluasi pembangunan Zona Integritas\nHari/tanggal : Rabu, 18 Juni 2025"
SPEAKER = "Hal : Permohonan Narasumber\nDalam rangka {}, mohon dapat menugaskan narasumber."


def read(path: str, text: str, *, problem: str | None = None, source: ContentSource = ContentSource.TEXT) -> Matching:
    """Match one file of the real plan that says this."""
    scan = scan_of([path])
    content = Content(text=text, problem=problem, source=source)
    return match(real_plan(), scan, contents={scan.files[0].sha256: content})


def claimed(matching: Matching) -> list[str]:
    """Return the claims as "I.3.1.d@2025-06"."""
    return [f"{claim.indicator}.{claim.requirement}@{claim.slot}" for claim in matching.claims]


def test_a_scanner_name_is_placed_by_what_the_paper_says_and_when() -> None:
    (claim,) = read("masuk/scan0001.pdf", MINUTES).claims
    assert (claim.indicator, claim.requirement, claim.slot) == ("I.3.1", "d", "2025-06")
    assert claim.rule is Rule.CONTENT
    assert any("Evaluasi pembangunan Zona Integritas" in reason for reason in claim.reasons)


def test_content_does_not_overrule_a_code() -> None:
    assert {claim.indicator for claim in read("V.5.1 undangan.pdf", MINUTES).claims} <= {"V.5.1"}


def test_content_picks_the_requirement_that_a_code_leaves_open() -> None:
    assert claimed(match(real_plan(), scan_of(["I.3.1 berkas rapat Juni.pdf"]))) == ["I.3.1.None@2025-06"]
    assert claimed(read("I.3.1 berkas rapat Juni.pdf", MINUTES)) == ["I.3.1.d@2025-06"]


def test_content_that_points_elsewhere_than_the_name_leaves_a_doubt() -> None:
    matching = read("catatan gratifikasi.pdf", MINUTES)
    assert not matching.claims
    said = [entry.reason for entry in matching.ambiguous] + [entry.reason for entry in matching.unplaced]
    assert any("isinya menunjuk I.3.1" in reason for reason in said)


@pytest.mark.parametrize(
    "text",
    [
        "REPUBLIK INDONESIA\nPERATURAN MENTERI CONTOH\nTENTANG\nPEMBENTUKAN TIM KERJA ZONA INTEGRITAS",
        "DRAF\nKEPUTUSAN KETUA\nTENTANG\nPEMBENTUKAN TIM KERJA ZONA INTEGRITAS",
        "SURAT PENGANTAR\n1 Berkas terlampir 1 (satu) map",
        "KOMISI PEMILIHAN UMUM\nPROVINSI JAMBI",
        SPEAKER.format("pendidikan pemilih pemula di Rumah Pintar Pemilu"),
    ],
)
def test_regulations_drafts_and_papers_of_other_matters_are_not_claimed(text: str) -> None:
    assert claimed(read("scan0001.pdf", text)) == []


def test_a_letter_is_placed_when_its_purpose_agrees() -> None:
    purpose = "penyusunan Laporan Akuntabilitas Kinerja Instansi Pemerintah Tahun 2024"
    assert [claim.indicator for claim in read("scan0001.pdf", SPEAKER.format(purpose)).claims] == ["IV.2.7"]


def test_a_slip_of_the_picture_reader_does_not_hide_the_matter() -> None:
    text = "DAFTAR HADIR\nAcara : Rapat monitoring dan evaluasi pembangunan Zl\nHari/tanggal : Senin, 18 Agustus 2025"
    (claim,) = read("IMG-20250818-WA0001.jpg", text, source=ContentSource.OCR).claims
    assert (claim.indicator, claim.requirement, claim.slot) == ("I.3.1", "b", "2025-08")
    assert "OCR" in claim.reasons[0]


def test_a_scan_without_text_says_so() -> None:
    (unplaced,) = read("scan0001.pdf", "", problem="pindaian tanpa lapisan teks").unplaced
    assert "pindaian tanpa lapisan teks" in unplaced.reason


def test_only_open_questions_are_read() -> None:
    pins = (Pin(path="foto keluarga.jpg", indicator=None),)
    names = (
        "I.4.2 SK Tim Agen Perubahan 2025.pdf",
        "I.4.2 SK Tim Agen Perubahan.pdf",
        "scan0001.pdf",
        "foto keluarga.jpg",
    )
    scan = scan_of(names)
    asked = [file.path for file in Matcher(real_plan()).asked(scan, pins).read]
    assert asked == ["I.4.2 SK Tim Agen Perubahan.pdf", "scan0001.pdf"]


def test_what_name_and_place_settle_is_checked_unless_a_person_pinned_it() -> None:
    names = ("I.4.2 SK Tim Agen Perubahan 2025.pdf", "I.4.2 SK.pdf", "scan0001.pdf")
    pins = (Pin(path="I.4.2 SK.pdf", indicator="I.4.2", requirement="a"),)
    checked = Matcher(real_plan()).asked(scan_of(names), pins).check
    assert [file.path for file in checked] == ["I.4.2 SK Tim Agen Perubahan 2025.pdf"]
