from __future__ import annotations

import pytest

from dossier.knowledge.vocabulary import vocabulary_of
from dossier.matching.index import PlanIndex
from dossier.matching.term_scoring import WHOLE_PLAN, Hit, WordIndex, winners
from tests.support.matching_files import little_plan, real_plan

REAL = PlanIndex(real_plan())
VOCABULARY = vocabulary_of(real_plan().words)

INDEX = WordIndex(little_plan())


def best(place: str, name: str) -> list[tuple[str, str]]:
    """Return indicator and requirement of the hits of a name, best first."""
    hits = INDEX.rank(place, VOCABULARY.expand(name))
    return [(hit.entry.indicator.code, hit.entry.requirement.id) for hit in hits]


def score(place: str, name: str) -> float:
    """Return the best score of a name."""
    return INDEX.rank(place, VOCABULARY.expand(name))[0].score


def test_a_name_that_says_exactly_what_is_asked_for_scores_one() -> None:
    assert score(WHOLE_PLAN, "Laporan evaluasi WBS") == 1
    assert best(WHOLE_PLAN, "Laporan evaluasi WBS")[0] == ("II.1.2", "a")


def test_words_of_other_requirements_lower_the_score_and_strange_words_do_not() -> None:
    assert score(WHOLE_PLAN, "Banner WBS arisan keluarga") == 1
    assert score(WHOLE_PLAN, "Banner WBS undangan") < 1


def test_the_words_of_its_own_sentence_are_not_strange_to_an_indicator() -> None:
    assert best(WHOLE_PLAN, "Tabel tindak lanjut hasil evaluasi WBS")[0] == ("II.1.3", "a")
    assert score(WHOLE_PLAN, "Tabel tindak lanjut hasil evaluasi WBS") == 1


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    assert INDEX.weight("banner") > INDEX.weight("wbs")
    assert INDEX.weight("rapat") > 0


def test_words_that_no_requirement_has_match_nothing() -> None:
    assert INDEX.rank(WHOLE_PLAN, VOCABULARY.expand("arisan keluarga")) == ()
    assert INDEX.rank(WHOLE_PLAN, VOCABULARY.expand("KPU Provinsi Contoh ZI")) == ()


def test_what_the_place_says_completes_a_wording_but_matches_nothing_alone() -> None:
    given = VOCABULARY.expand("Whistle Blowing System")
    assert INDEX.rank("II.1", frozenset(), given) == ()
    assert INDEX.rank("II.1", VOCABULARY.expand("Banner"), given)[0].score == 1


def test_a_wording_inside_a_longer_one_does_not_compete() -> None:
    hits = REAL.index.rank("V.1.1", VOCABULARY.expand("Foto spanduk gratifikasi"))
    assert [hit.entry.requirement.id for hit in winners(hits, threshold=0.5, margin=0.1)] == ["c"]


def test_requirements_that_ask_for_the_same_in_the_same_words_win_together() -> None:
    hits = REAL.index.rank(WHOLE_PLAN, VOCABULARY.expand("SK UPG"))
    assert [hit.entry.indicator.code for hit in winners(hits, threshold=0.75, margin=0.15)] == ["V.1.1", "V.1.2"]


@pytest.mark.parametrize("name", ["notulen rapat", "undangan", "daftar hadir rapat"])
def test_general_words_alone_do_not_win_a_wide_search(name: str) -> None:
    hits = WordIndex(real_plan()).rank(WHOLE_PLAN, VOCABULARY.expand(name))
    assert winners(hits, threshold=0.1, margin=0.0, strict=True) == ()


def test_nothing_wins_below_the_threshold_or_without_a_lead() -> None:
    hits: tuple[Hit, ...] = INDEX.rank(WHOLE_PLAN, VOCABULARY.expand("rapat monev"))
    assert len(hits) == 4
    assert winners(hits, threshold=0.99, margin=0.0) == ()
    assert winners(hits, threshold=0.1, margin=0.9) == ()
    assert winners((), threshold=0.1, margin=0.1) == ()


def test_the_order_is_the_same_for_every_order_of_words() -> None:
    assert best(WHOLE_PLAN, "rapat monev") == best(WHOLE_PLAN, "monev rapat")
