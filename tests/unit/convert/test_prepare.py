"""`prepare`: the order of the parts, the cache, and that no file sinks another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pypdf
import pytest

from dossier.convert import UNKNOWN_CONTENT, Engine, engines, prepare
from dossier.convert.office import libreoffice
from dossier.convert.registry import OFFICE, RECIPES, REMEDIES
from dossier.convert.run.part_cache import TRIED_AGAIN, PartCache
from dossier.convert.run.result import Failed
from dossier.model import EvidenceFile, Media, PreparedPart
from dossier.progress import Work
from tests.support import crowded_office, hostile, hostile_office, hostile_pdf, hostile_pictures
from tests.support.convert_docx import letter
from tests.support.convert_reading import evidence_file, text_of
from tests.support.progress import Told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "bukti"
    folder.mkdir()
    return folder


def mixed(root: Path) -> list[EvidenceFile]:
    letter(root / "surat.docx")
    return [
        evidence_file(root, hostile_pdf.plain_pdf(root), Media.PDF),
        evidence_file(root, hostile_pictures.exif_jpeg(root), Media.JPEG),
        evidence_file(root, root / "surat.docx", Media.DOCX),
        evidence_file(root, hostile_pdf.password_pdf(root), Media.PDF),
        evidence_file(root, hostile_office.plain_xlsx(root), Media.XLSX),
        evidence_file(root, hostile.written(root, "a.txt", "isi teks"), Media.TEXT),
        evidence_file(root, hostile.written(root, "a.md", "# judul"), Media.MARKDOWN),
        evidence_file(root, hostile.written(root, "a.csv", "a;b\n1;2"), Media.CSV),
        evidence_file(root, hostile.windows_link(root), Media.LINK),
        evidence_file(root, hostile.text_named_jpg(root), Media.JPEG, problem="bukan gambar"),
        evidence_file(root, hostile.mail(root), Media.EML),
    ]


def run(files: list[EvidenceFile], root: Path, **options: object) -> tuple[PreparedPart, ...]:
    return prepare(files, root, root.parent / "cache", office="internal", **options)  # type: ignore[arg-type]


def test_parts_come_in_the_order_of_the_files(root: Path) -> None:
    files = mixed(root)
    parts = run(files, root)
    assert [part.file for part in parts] == files
    assert [part.pages for part in parts] == [2, 1, 2, 0, 1, 1, 1, 1, 1, 0, 0]
    for part in parts:
        assert (part.pdf is None) == (part.problem is not None)
        if part.pdf is not None:
            assert len(pypdf.PdfReader(part.pdf).pages) == part.pages
            assert part.engine


def test_a_problem_of_the_scan_is_kept_word_for_word(root: Path) -> None:
    assert run(mixed(root), root)[9].problem == "bukan gambar"


def test_a_second_run_starts_no_process(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = mixed(root)
    first = run(files, root)

    def refuse(*_: object) -> None:
        pytest.fail("a process was to be started")

    monkeypatch.setattr("dossier.convert.run.scheduler.Workers", refuse)
    assert run(files, root) == first


def test_two_runs_from_nothing_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    files = mixed(root)
    first = prepare(files, root, tmp_path / "satu", office="internal", workers=1)
    second = prepare(list(reversed(files)), root, tmp_path / "dua", office="internal", workers=2)
    for one, other in zip(first, reversed(second), strict=True):
        assert (one.pages, one.notes, one.problem) == (other.pages, other.notes, other.problem)
        if one.pdf is not None and other.pdf is not None:
            assert one.pdf.read_bytes() == other.pdf.read_bytes()


def test_equal_files_share_one_part_and_links_keep_their_own_titles(root: Path) -> None:
    files = [
        evidence_file(root, hostile.written(root, "a.txt", "sama"), Media.TEXT),
        evidence_file(root, hostile.written(root, "sub/b.txt", "sama"), Media.TEXT),
        evidence_file(root, hostile.windows_link(root, "Satu.url"), Media.LINK),
        evidence_file(root, hostile.windows_link(root, "Dua.url"), Media.LINK),
    ]
    parts = run(files, root)
    assert parts[0].pdf == parts[1].pdf
    first, second = parts[2].pdf, parts[3].pdf
    assert first is not None
    assert second is not None
    assert "Satu" in text_of(first)
    assert "Dua" in text_of(second)


def test_a_damaged_part_is_made_anew(root: Path) -> None:
    files = [evidence_file(root, hostile_pdf.plain_pdf(root), Media.PDF)]
    (part,) = run(files, root)
    assert part.pdf is not None
    whole = part.pdf.read_bytes()
    part.pdf.write_bytes(whole[:-40])
    assert run(files, root) == (part,)
    assert part.pdf.read_bytes() == whole


def test_every_file_is_reported_once(root: Path) -> None:
    files = mixed(root)
    told = Told()
    run(files, root, progress=told)
    assert told.totals == {Work.PREPARING: len(files)}
    assert sorted(told.names) == sorted(file.path for file in files)


def test_a_file_that_changed_since_the_scan_is_no_part_and_is_not_remembered(root: Path) -> None:
    source = hostile.written(root, "a.txt", "lama")
    file = evidence_file(root, source, Media.TEXT)
    source.write_text("baru")
    (part,) = run([file], root)
    assert part.problem is not None
    assert "berubah" in part.problem
    source.write_text("lama")
    assert run([file], root)[0].pages == 1


@pytest.mark.parametrize("fate", ["dies", "hangs", "eats_memory"])
def test_a_pdf_that_a_viewer_does_not_survive_is_bound_without_it_and_said_so(
    root: Path, monkeypatch: pytest.MonkeyPatch, fate: str
) -> None:
    rogue = replace(RECIPES[Media.PDF], converter=f"tests.support.convert_rogues:{fate}")
    monkeypatch.setitem(RECIPES, Media.PDF, rogue)
    (part,) = run([evidence_file(root, hostile_pdf.plain_pdf(root), Media.PDF)], root, timeout=6.0)
    assert part.pages == 2
    assert part.flaw is not None
    assert "tidak dibandingkan" in part.flaw


def remembered(root: Path, file: EvidenceFile, monkeypatch: pytest.MonkeyPatch, **options: object) -> PreparedPart:
    """Prepare a file three times; return its part of the third time, which starts no process."""
    first, second = (prepare([file], root, root.parent / "cache", timeout=1.5, **options)[0] for _ in "12")  # type: ignore[arg-type]
    assert (first.passing, first.remade) == (True, UNKNOWN_CONTENT)
    assert (second.passing, second.remade) == (False, TRIED_AGAIN)
    with monkeypatch.context() as patch:
        patch.setattr("dossier.convert.run.scheduler.Workers", None)
        return prepare([file], root, root.parent / "cache", timeout=1.5, **options)[0]  # type: ignore[arg-type]


def test_a_file_that_hangs_is_tried_once_more_and_then_known_unless_asked_for(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rogue = replace(RECIPES[Media.TEXT], converter="tests.support.convert_rogues:hangs")
    monkeypatch.setitem(RECIPES, Media.TEXT, rogue)
    file = evidence_file(root, hostile.written(root, "a.txt", "isi"), Media.TEXT)
    part = remembered(root, file, monkeypatch, office="internal")
    assert "belum selesai" in (part.problem or "")
    (again,) = run([file], root, timeout=1.5, fresh=True)
    assert (again.problem, again.passing) == (part.problem, False)
    assert "--paksa" in (again.remade or "")


def test_a_document_that_libreoffice_does_not_survive_is_laid_out_plainly_and_tried_once_more(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = root.parent / "soffice"
    program.write_text("#!/bin/sh\nkill -9 $$\n")
    program.chmod(0o755)
    office = libreoffice.Office(program=program, label="Office 1.0", identity="uji")
    monkeypatch.setattr(libreoffice, "find", lambda: office)
    letter(root / "surat.docx")
    part = remembered(root, evidence_file(root, root / "surat.docx", Media.DOCX), monkeypatch)
    assert part.pages == 2
    assert part.notes[0].startswith("LibreOffice tidak menghasilkan halaman")


def test_a_file_that_hangs_is_named_as_waited_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossier.convert.run.pool.PATIENCE", 0.1)
    rogue = replace(RECIPES[Media.TEXT], converter="tests.support.convert_rogues:hangs")
    monkeypatch.setitem(RECIPES, Media.TEXT, rogue)
    told = Told()
    run([evidence_file(root, hostile.written(root, "a.txt", "isi"), Media.TEXT)], root, timeout=2.0, progress=told)
    assert set(told.waited) == {"a.txt"}
    assert told.names == ["a.txt"]


def test_documents_that_nothing_lays_out_in_time_are_refused_before_anything_begins(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "find", lambda: None)
    files = [
        *(crowded_office.nested_docx(root, 3_000 + number, f"{number}.docx") for number in range(8)),
        crowded_office.nested_odt(root, 3_000),
        crowded_office.nested_pptx(root, 3_000),
        crowded_office.repeated_ods(root, 1_000_000, 1_000),
        crowded_office.paragraphs_docx(root, 1_000_000),
    ]
    evidence = [evidence_file(root, path, Media[path.suffix[1:].upper()]) for path in files]
    for part in run(evidence, root):
        assert "bagi menjadi beberapa berkas" in (part.problem or "")
        assert not part.passing


def test_what_earlier_runs_kept_is_not_looked_up_where_everything_is_asked_for_anew(root: Path) -> None:
    file = evidence_file(root, hostile.written(root, "a.txt", "isi teks"), Media.TEXT)
    PartCache(root.parent / "cache").store(
        file.sha256, RECIPES[Media.TEXT].key(), Failed(problem="dulu gagal", lasting=True), root
    )
    assert run([file], root)[0].problem == "dulu gagal"
    assert run([file], root, fresh=True)[0].pages == 1
    assert run([file], root)[0].pages == 1


def test_a_file_that_is_gone_is_no_part(root: Path) -> None:
    source = hostile.written(root, "a.txt", "lama")
    file = evidence_file(root, source, Media.TEXT)
    source.unlink()
    (part,) = run([file], root)
    assert part.problem is not None
    assert "tidak dapat dibaca" in part.problem


def test_a_name_that_is_no_text_is_opened(root: Path) -> None:
    source = hostile.foreign_bytes_name(root)
    data = source.read_bytes()
    target = source.with_name(source.name.replace("\udce9", "\udcea"))
    target.write_bytes(hostile_pdf.drawn())
    for path, media in ((source, Media.TEXT), (target, Media.PDF)):
        file = evidence_file(root, path, media)
        shown = EvidenceFile(path="nama", disk_path=file.disk_path, size=file.size, sha256=file.sha256, media=media)
        assert run([shown], root)[0].problem is None
    assert source.read_bytes() == data


def test_nothing_of_a_run_is_left_beside_the_parts(root: Path) -> None:
    run(mixed(root), root)
    left = [path.name for path in (root.parent / "cache").rglob("*") if path.suffix not in {".pdf", ".json"}]
    assert all(len(name) == 2 for name in left)


@pytest.mark.parametrize("media", sorted(set(Media)))
def test_every_kind_has_a_recipe_or_a_remedy(root: Path, media: Media) -> None:
    assert media in RECIPES or media in REMEDIES or media in OFFICE
    (part,) = run([evidence_file(root, hostile.written(root, "a.bin", b"\x00\x01"), media)], root)
    assert part.problem or part.pages


@pytest.mark.parametrize("media", sorted(OFFICE - set(RECIPES)))
def test_without_libreoffice_the_old_kinds_name_the_remedy(root: Path, media: Media) -> None:
    (part,) = run([evidence_file(root, hostile.written(root, "a.bin", b"x"), media)], root)
    assert part.problem is not None
    assert "LibreOffice" in part.problem
    assert "PDF" in part.problem


def test_the_doctor_learns_of_every_engine() -> None:
    found = {engine.name: engine for engine in engines()}
    assert {"pikepdf", "pypdf", "pillow", "reportlab", "python-docx", "openpyxl", "LibreOffice"} <= set(found)
    assert isinstance(found["pikepdf"], Engine)
    assert all(engine.purpose and engine.lost for engine in found.values())
