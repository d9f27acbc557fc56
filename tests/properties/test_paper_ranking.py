"""Papers of a name: the order of words, years and the case change nothing, and what is sure is among the best."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dossier.knowledge import sheet
from dossier.knowledge.vocabulary import vocabulary_of
from dossier.matching.papers import PaperIndex

EXPAND = vocabulary_of().expand
INDEX = PaperIndex()
TERMS = sorted({term for paper in sheet.papers() for phrase in paper.phrases for term in EXPAND(phrase)})
names = st.lists(st.sampled_from(TERMS), min_size=1, max_size=8, unique=True)


@given(names, st.data())
def test_the_order_of_words_changes_nothing(words: list[str], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(words))
    assert INDEX.rank(frozenset(shuffled)) == INDEX.rank(frozenset(words))


@given(names, st.integers(min_value=2000, max_value=2099))
def test_a_year_changes_nothing(words: list[str], year: int) -> None:
    assert INDEX.rank(frozenset({*words, str(year)})) == INDEX.rank(frozenset(words))


@given(names)
def test_what_is_sure_is_among_the_best_and_nothing_speaks_against_it(words: list[str]) -> None:
    name = frozenset(words)
    ranking = INDEX.rank(name)
    fits = ranking.fits
    assert [fit.weight for fit in fits] == sorted((fit.weight for fit in fits), reverse=True)
    assert all(fit.phrase <= name and not fit.against and fit.weight == INDEX.weight(fit.phrase) for fit in fits)
    assert all(fit.against for fit in ranking.taken_out)
    assert not {fit.paper.id for fit in fits} & {fit.paper.id for fit in ranking.taken_out}
    assert set(ranking.sure()) <= set(ranking.claimable()) <= set(ranking.best) <= set(fits)
    assert len({fit.question for fit in ranking.sure()}) <= 1
    assert not (ranking.rest | ranking.unknown) - name


@given(st.sampled_from(sheet.papers()), st.data())
def test_every_phrase_finds_its_own_paper(paper: sheet.Paper, data: st.DataObject) -> None:
    phrase = data.draw(st.sampled_from((*paper.phrases, *paper.weak)))
    assert paper in [fit.paper for fit in INDEX.rank(EXPAND(phrase)).fits]
