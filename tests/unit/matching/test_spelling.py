"""Slips of the pen: what is no word of the language becomes the nearest word of the plan; real words stay."""

from __future__ import annotations

import pytest

from dossier.knowledge.vocabulary import vocabulary_of
from dossier.matching.index import PlanIndex
from dossier.matching.spelling import Speller, root_of
from tests.support.matching_files import real_plan

VOCABULARY = vocabulary_of(real_plan().words)


@pytest.fixture(scope="module", name="speller")
def fixture_speller() -> Speller:
    return PlanIndex(real_plan()).speller


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kebutuhn", "kebutuhan"),
        ("mutsi", "mutasi"),
        ("bnturan", "benturan"),
        ("gratifkassi", "gratifikasi"),
        ("rekapitulsi", "rekapitulasi"),
        ("keterbukaaan", "keterbukaan"),
    ],
)
def test_a_slip_becomes_the_nearest_word(speller: Speller, written: str, meant: str) -> None:
    assert speller.read(written) == (meant,)


@pytest.mark.parametrize("word", ["komponen", "persepsi", "pelacakan", "klasifikasi", "penurunan", "mencapai", "kolam"])
def test_a_word_of_the_language_never_becomes_another_paper(speller: Speller, word: str) -> None:
    assert root_of(word) is not None
    assert speller.read(word) in {(word,), ("capaian",)}


@pytest.mark.parametrize("word", ["sk", "bk", "wbs", "spio", "2025", "x9z4k"])
def test_short_words_and_numbers_are_left_alone(speller: Speller, word: str) -> None:
    assert speller.read(word) == (word,)


@pytest.mark.parametrize(
    ("glued", "parts"),
    [
        ("websitekpujambi", ("website", "kpu", "jambi")),
        ("notulenrapat", ("notulen", "rapat")),
        ("sktimkerja", ("sk", "tim", "kerja")),
        ("skupg", ("sk", "upg")),
        ("lakip24", ("lakip", "2024")),
    ],
)
def test_glued_words_are_parted_where_every_part_is_known(speller: Speller, glued: str, parts: tuple[str, ...]) -> None:
    assert speller.read(glued) == parts


def test_a_bent_form_is_the_word_it_bends(speller: Speller) -> None:
    assert VOCABULARY.expand("mengusulkan", speller.read) == VOCABULARY.expand("usulan")


def test_two_equally_near_words_leave_a_slip_as_it_is() -> None:
    speller = Speller(targets=("bulan", "bulat"), known=(), uses={}, vocabulary=VOCABULARY)
    assert speller.read("bulaq") == ("bulaq",)


def test_a_word_of_the_language_is_meant_before_a_slip_that_is_only_listed() -> None:
    speller = Speller(targets=("kinerja", "kinerza"), known=(), uses={}, vocabulary=VOCABULARY)
    assert speller.read("kinerqa") == ("kinerja",)


@pytest.mark.parametrize(
    ("short", "word"),
    [
        ("prubahn", "perubahan"),  # some vowels left out
        ("bentrn", "benturan"),
        ("gratif", "gratifikasi"),  # the end left out
        ("tndk", "tindak"),
    ],
)
def test_a_word_without_some_vowels_or_without_its_end_is_read(speller: Speller, short: str, word: str) -> None:
    assert VOCABULARY.expand(short, speller.read) == VOCABULARY.expand(word, speller.read)


def test_a_word_cut_so_short_that_it_begins_two_words_is_left_as_it_is() -> None:
    speller = Speller(targets=("pengumuman", "pengukuran"), known=(), uses={}, vocabulary=VOCABULARY)
    assert speller.read("pengu") == ("pengu",)


def test_a_common_word_tolerates_one_slip_only() -> None:
    common = Speller(targets=("pengelolaan",), known=(), uses={"pengelolaan": 99}, vocabulary=VOCABULARY)
    rare = Speller(targets=("pengelolaan",), known=(), uses={"pengelolaan": 1}, vocabulary=VOCABULARY)
    assert common.read("pengelxlaxn") == ("pengelxlaxn",)
    assert rare.read("pengelxlaxn") == ("pengelolaan",)


def test_a_word_without_its_vowels_is_the_one_word_with_these_consonants() -> None:
    speller = PlanIndex(real_plan()).speller
    assert speller.read("rkp") == ("rekap",)
    assert speller.read("rpt") == ("rapat",)
    assert speller.read("xyz") == ("xyz",)
