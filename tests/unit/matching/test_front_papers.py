"""Which file is a signed paper of the front: by name and place, by its words, by a person's pin, and which is not."""

from __future__ import annotations

import pytest

from dossier import audit
from dossier.matching import match
from dossier.matching.front_papers import stated
from dossier.model import Content, FrontPaper, Media, Pin, Rule, StatedFigures
from tests.support.audit_values import evidence
from tests.support.matching_files import little_plan, matched, scan_of

PLAN = little_plan()
LETTER = "SURAT PENGANTAR\nNOMOR 1/X/2025\nDokumen bukti Zona Integritas Tahun 2025\n125 halaman, 42 berkas bukti"
OTHER = "SURAT PENGANTAR\nLaporan kinerja instansi pemerintah kepada inspektorat, dua rangkap. " * 4
STATEMENT = "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK\nmenyatakan data pendukung unit menuju WBK Tahun 2025"


def front(*paths: str, pins: tuple[Pin, ...] = ()) -> dict[str, str]:
    """Return path ─► paper of the files that are bound in front."""
    return {each.file.path: each.paper.value for each in matched(PLAN, *paths, pins=pins).front}


@pytest.mark.parametrize(
    ("path", "paper"),
    [
        ("surat-pengantar.pdf", "surat-pengantar"),
        ("Surat Pengantar Dossier ZI 2025 ttd.pdf", "surat-pengantar"),
        ("00 Surat/SPTJM (scan) Juli 2025.pdf", "sptjm"),
        ("Surat Pengajuan Evaluasi Zona Integritas.pdf", "surat-pengajuan-evaluasi"),
    ],
)
def test_a_paper_of_the_front_is_known_by_its_name(path: str, paper: str) -> None:
    assert front(path) == {path: paper}


@pytest.mark.parametrize(
    "path",
    [
        "Surat pengantar laporan kinerja.pdf",
        "I/I.1/surat pengantar.pdf",
        "I.1.1 Surat pengantar.pdf",
        "draft surat pengantar.pdf",
    ],
)
def test_a_letter_about_something_else_or_inside_an_area_is_none(path: str) -> None:
    assert front(path) == {}


def test_it_is_neither_unplaced_nor_evidence_and_the_sum_holds() -> None:
    scan = scan_of(["surat-pengantar.pdf", "I.1.2 SK Tim.pdf"])
    found = match(PLAN, scan)
    assert "surat-pengantar.pdf" in found.claimed_paths
    assert not any(claim.file.path == "surat-pengantar.pdf" for claim in found.claims)
    assert audit.counts(scan, found)["unplaced"] == 0


def test_a_scan_without_a_name_is_known_by_its_words() -> None:
    scan = scan_of(["scan0099.pdf"])
    found = match(PLAN, scan, contents={scan.files[0].sha256: Content(text=STATEMENT)})
    assert [(each.paper, each.rule) for each in found.front] == [(FrontPaper.STATEMENT, Rule.CONTENT)]
    assert found.front[0].stated == StatedFigures(year=2025)


def test_a_letter_whose_words_are_about_something_else_is_a_doubt() -> None:
    scan = scan_of(["surat-pengantar.pdf"])
    found = match(PLAN, scan, contents={scan.files[0].sha256: Content(text=OTHER)})
    assert found.front == ()
    assert found.ambiguous[0].front is FrontPaper.COVER_LETTER


def test_two_candidates_are_asked_about_and_a_pin_settles_it() -> None:
    paths = ("surat-pengantar.pdf", "Surat Pengantar ttd.pdf")
    assert {each.file.path for each in matched(PLAN, *paths).ambiguous} == set(paths)
    assert front(*paths) == {}
    pin = Pin(path=paths[1], indicator=None, front="surat-pengantar", line=4)
    assert front(*paths, pins=(pin,)) == {paths[1]: "surat-pengantar"}
    (left,) = matched(PLAN, *paths, pins=(pin,)).unplaced
    assert (left.file.path, paths[1] in left.reason) == (paths[0], True)


def test_a_pin_that_says_it_is_no_paper_of_the_front_leaves_the_rest_to_the_rules() -> None:
    pin = Pin(path="surat-pengantar.pdf", indicator=None, front="bukan", line=1)
    found = matched(PLAN, pin.path, pins=(pin,))
    assert found.front == ()
    assert "surat-pengantar.pdf" in found.paths


def test_a_paper_that_is_still_typed_is_unplaced_and_says_why() -> None:
    scan = scan_of([])
    file = evidence("surat-pengantar.docx", media=Media.DOCX)
    found = match(PLAN, type(scan)(files=(file,), ignored=()))
    assert "pindaian" in found.unplaced[0].reason


def test_figures_are_read_and_a_regulation_is_no_year() -> None:
    assert stated(LETTER) == StatedFigures(pages=125, files=42, year=2025)
    assert stated("Peraturan Nomor 90 Tahun 2021; Tahun 2025; 1.234 halaman") == StatedFigures(pages=1234, year=2025)
    assert stated("12 halaman dan 13 halaman") == StatedFigures()


def test_a_letter_of_another_edition_is_told() -> None:
    scan = scan_of(["surat-pengantar.pdf"])
    found = match(PLAN, scan, contents={scan.files[0].sha256: Content(text=LETTER)})
    states = audit.front_states(found, {})
    assert audit.stale_front(found.front, states, year=2025, pages=frozenset({125}), files=42) == ()
    (finding,) = audit.stale_front(found.front, states, year=2026, pages=frozenset({131}), files=42)
    assert finding.code == "surat_tidak_cocok"
    assert "125 halaman" in finding.text
    assert "131 halaman" in finding.text
    assert "tahun 2025" in finding.text


def test_one_that_cannot_be_bound_says_why() -> None:
    found = matched(PLAN, "surat-pengantar.pdf")
    state = audit.front_states(found, {"surat-pengantar.pdf": "belum selesai diisi: [Nomor surat]"})[0]
    assert (state.path, "belum selesai diisi" in state.why) == (None, True)
