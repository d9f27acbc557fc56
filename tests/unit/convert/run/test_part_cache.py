"""The cache of parts: what is whole is used again, what is damaged is made anew."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dossier.convert.run.part_cache import TRIED_AGAIN, PartCache
from dossier.convert.run.result import Failed, Made

if TYPE_CHECKING:
    from pathlib import Path

SHA = "ab" * 32
MADE = Made(pages=3, engine="uji", notes=("satu", "dua"))


@pytest.fixture
def cache(tmp_path: Path) -> PartCache:
    cache = PartCache(tmp_path / "cache")
    with cache.working_folder() as folder:
        pdf = folder / "1.pdf"
        pdf.write_bytes(b"%PDF-1.7 isi")
        cache.store(SHA, "resep/1", MADE, pdf)
    return cache


def test_a_stored_part_is_found_again(cache: PartCache) -> None:
    assert cache.find(SHA, "resep/1") == MADE


def test_another_recipe_or_content_is_another_part(cache: PartCache) -> None:
    assert cache.find(SHA, "resep/2") is None
    assert cache.find("cd" * 32, "resep/1") is None


def test_one_changed_byte_of_the_pdf_makes_the_entry_void(cache: PartCache) -> None:
    cache.entry(SHA, "resep/1").blob.write_bytes(b"%PDF-1.7 isj")
    assert cache.find(SHA, "resep/1") is None


@pytest.mark.parametrize("facts", [b"", b"{", b"[]", b"null", b'{"schema": "lain"}', b"\xff\xfe"])
def test_damaged_facts_make_the_entry_void(cache: PartCache, facts: bytes) -> None:
    cache.entry(SHA, "resep/1").facts.write_bytes(facts)
    assert cache.find(SHA, "resep/1") is None


def test_facts_without_a_pdf_are_void(cache: PartCache) -> None:
    cache.entry(SHA, "resep/1").blob.unlink()
    assert cache.find(SHA, "resep/1") is None


def test_a_failure_is_remembered_too(cache: PartCache, tmp_path: Path) -> None:
    cache.store(SHA, "resep/9", Failed(problem="rusak", lasting=True), tmp_path)
    assert cache.find(SHA, "resep/9") == Failed(problem="rusak", lasting=True)


def test_what_was_stopped_is_tried_once_more_and_then_known(cache: PartCache, tmp_path: Path) -> None:
    hung = Failed(problem="belum selesai", lasting=False, stopped=True)
    assert cache.store(SHA, "resep/9", hung, tmp_path)
    assert cache.find(SHA, "resep/9") is None
    assert cache.why_not(SHA, "resep/9") == TRIED_AGAIN
    assert not cache.store(SHA, "resep/9", hung, tmp_path)
    assert cache.find(SHA, "resep/9") == Failed(problem="belum selesai", lasting=True)
    assert not cache.store(SHA, "resep/9", hung, tmp_path), "asked for once more, and no news"


def test_what_was_made_otherwise_after_a_stop_is_made_once_more_and_then_known(
    cache: PartCache, tmp_path: Path
) -> None:
    for again in (True, False):
        pdf = tmp_path / "hasil.pdf"
        pdf.write_bytes(b"%PDF-1.7 ganti")
        assert cache.store(SHA, "resep/9", MADE, pdf, stopped=True) is again
        assert cache.entry(SHA, "resep/9").blob.read_bytes() == b"%PDF-1.7 ganti"
        assert cache.find(SHA, "resep/9") == (None if again else MADE)


def test_a_failure_for_a_reason_beside_the_file_is_tried_each_time_and_said_so(
    cache: PartCache, tmp_path: Path
) -> None:
    for _ in range(3):
        assert cache.store(SHA, "resep/9", Failed(problem="berubah", lasting=False), tmp_path)
        assert cache.find(SHA, "resep/9") is None
        assert cache.why_not(SHA, "resep/9") == TRIED_AGAIN


def test_what_other_code_or_another_engine_made_goes_when_it_is_made_again(cache: PartCache, tmp_path: Path) -> None:
    recipes = ["docx kode=1 lxml=6.0", "docx kode=2 lxml=6.0", "docx kode=2 lxml=6.1"]
    others = ["docx kode=1 lxml=6.0 abc", "libreoffice kode=1 lxml=6.0"]
    for recipe in (*others, *recipes):
        pdf = tmp_path / "hasil.pdf"
        pdf.write_bytes(b"%PDF-1.7 isi")
        cache.store(SHA, recipe, MADE, pdf)
    assert [recipe for recipe in recipes if cache.find(SHA, recipe) == MADE] == recipes[-1:]
    assert all(cache.find(SHA, recipe) == MADE for recipe in ("resep/1", *others))
    assert len(list(cache.root.rglob("*.pdf"))) == 4


@pytest.mark.parametrize(
    ("known", "wanted", "words"),
    [
        ("docx kode=1 lxml=6.0", "docx kode=2 lxml=6.1", "program dossier berubah"),
        ("docx kode=1 lxml=6.0", "docx kode=1 lxml=6.1", "mesin berubah (lxml=6.0 → lxml=6.1)"),
        ("docx kode=1 lxml=6.0", "libreoffice kode=1 lxml=6.0", "cara olah berubah (docx → libreoffice)"),
        ("link kode=1 lxml=6.0 ab", "link kode=1 lxml=6.0 cd", "nama berkas atau pilihannya berubah"),
    ],
)
def test_what_is_different_is_said_in_words(
    cache: PartCache, tmp_path: Path, known: str, wanted: str, words: str
) -> None:
    cache.store("cd" * 32, known, Failed(problem="rusak", lasting=True), tmp_path)
    assert cache.why_not("cd" * 32, wanted) == words


def test_facts_say_what_they_are_of(cache: PartCache) -> None:
    facts = json.loads(cache.entry(SHA, "resep/1").facts.read_text())
    assert (facts["schema"], facts["source"], facts["recipe"]) == ("dossier.part/5", SHA, "resep/1")


def test_nothing_but_the_two_files_is_left(cache: PartCache) -> None:
    entry = cache.entry(SHA, "resep/1")
    assert sorted(path for path in cache.root.rglob("*") if path.is_file()) == sorted([entry.facts, entry.blob])
    assert not list(cache.root.glob("kerja-*"))


def test_what_a_killed_run_left_behind_is_cleared(cache: PartCache) -> None:
    killed = (
        "import os, sys\nfrom pathlib import Path\nfrom dossier.convert.run.part_cache import PartCache\n"
        "with PartCache(Path(sys.argv[1])).working_folder() as folder:\n"
        "    (folder / 'separuh.pdf').write_bytes(b'x')\n    os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", killed, str(cache.root)], check=False)
    assert list(cache.root.glob("kerja-*/separuh.pdf"))
    with cache.working_folder() as folder:
        assert list(cache.root.glob("kerja-*")) == [folder]


def test_the_folder_of_a_run_under_way_is_left_alone(cache: PartCache) -> None:
    with cache.working_folder() as first:
        (first / "sedang.pdf").write_bytes(b"x")
        with cache.working_folder() as second:
            assert second != first
            assert (first / "sedang.pdf").exists()
