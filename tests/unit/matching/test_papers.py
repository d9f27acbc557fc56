"""Which paper of the evaluation sheet a name means: phrases, votes against, look-alikes, weak phrases."""

from __future__ import annotations

from dossier.knowledge.sheet import LookAlike, Paper
from dossier.matching.papers import PaperIndex, PaperRanking


def paper(name: str, question: str, phrases: str, weak: str = "", against: str = "") -> Paper:
    return Paper(
        id=name,
        kind="dokumen",
        name=name,
        questions=(question,),
        period="tahunan",
        phrases=tuple(phrases.split("|")),
        weak=tuple(filter(None, weak.split("|"))),
        against=tuple(filter(None, against.split("|"))),
    )


PAPERS = (
    paper("renstra", "A.1.IV.ii.a", "renstra unit", weak="renstra", against="rapat|tim"),
    paper("rapat_renstra", "A.1.IV.i.a", "rapat renstra|notulen renstra"),
    paper("sop", "A.1.II.i.b", "sop kegiatan", weak="sop"),
    paper("sop_layanan", "A.1.VI.i.a", "sop kasir"),
    paper("sop_layanan_cetak", "A.1.VI.i.b", "cetak sop kasir|kasir sop loket"),
)
ALIKE = (
    LookAlike(name="SOP gudang", phrases=("sop gudang",), why="bukan kegiatan utama", question=""),
    LookAlike(name="SOP kasir luar", phrases=("sop kasir luar",), why="lemah", question="A.1.VI.i.c"),
)


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


INDEX = PaperIndex(words, general=words("rapat notulen foto"), everyday=words("dan"), papers=PAPERS, look_alikes=ALIKE)


def rank(name: str) -> PaperRanking:
    return INDEX.rank(words(name))


def sure(name: str, area: str = "") -> list[str]:
    return [fit.paper.id for fit in rank(name).sure(area)]


def test_a_phrase_fits_in_any_order_and_the_heaviest_decides() -> None:
    assert sure("foto kasir sop") == ["sop_layanan"]
    assert [(fit.paper.id, fit.weight) for fit in rank("loket kasir sop").fits] == [
        ("sop_layanan_cetak", 6),
        ("sop_layanan", 4),
        ("sop", 2),
    ]


def test_a_term_against_takes_a_paper_out_and_is_told() -> None:
    ranking = rank("rapat renstra")
    assert sure("rapat renstra") == ["rapat_renstra"]
    assert [(fit.paper.id, fit.against) for fit in ranking.taken_out] == [("renstra", ("rapat",))]


def test_a_look_alike_of_equal_weight_beats_a_paper_and_one_with_a_question_only_hints() -> None:
    assert rank("sop gudang").is_beaten
    assert sure("sop gudang", "II") == []
    hinted = rank("sop kasir luar")
    assert hinted.look_alike is not None
    assert (hinted.look_alike.look_alike.question, hinted.is_beaten) == ("A.1.VI.i.c", False)
    assert sure("sop kasir luar") == ["sop_layanan"]


def test_a_weak_phrase_claims_only_alone_or_in_its_area() -> None:
    assert sure("renstra") == ["renstra"]
    assert sure("renstra dinas perkasa") == ["renstra"]
    assert sure("renstra dinas perkasa nusa") == []
    assert sure("renstra gudang") == []
    assert sure("renstra gudang", "IV") == ["renstra"]
    assert sure("renstra gudang", "V") == []


def test_equal_papers_of_several_questions_are_a_tie() -> None:
    ranking = rank("notulen renstra sop kegiatan kasir renstra unit")
    assert len(ranking.best) > 1
    assert ranking.question == ""
    assert ranking.claimable() == ranking.best
    assert ranking.sure() == ()


def test_a_name_without_any_phrase_fits_nothing() -> None:
    ranking = rank("foto kebun")
    assert (ranking.fits, ranking.look_alike, ranking.is_beaten) == ((), None, False)
    assert ranking.unknown == {"kebun"}
