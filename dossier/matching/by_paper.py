"""Rule "paper": what the papers of the evaluation sheet say of a name, weighed against the words of the plan.

name ─► paper ─► the requirements of the plan that ask for it ─► else the indicators of its question ─► else the
question alone. A look-alike, a matter that is asked for elsewhere, or two acts in one name speak against it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier import wording
from dossier.knowledge import sheet
from dossier.knowledge.vocabulary import spelled
from dossier.matching.by_words import TWO_ACTS
from dossier.matching.index import BUTIR_OPEN, Candidate, RuleResult, folder_words
from dossier.matching.questions import place_of
from dossier.matching.weights import (
    CLEAR_IN_INDICATOR,
    LEAD,
    LEAST_OF_INDICATOR,
    MATTER_WEIGHT,
    PAPER_BUTIR,
    PAPER_INDICATOR,
    PAPER_MATTER_ELSEWHERE,
    PLACE_FACTOR,
    SMALL_PHRASE,
)
from dossier.model import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.matching.folder_scope import Scope
    from dossier.matching.index import PlanIndex
    from dossier.matching.papers import LookAlikeFit, PaperFit, PaperRanking
    from dossier.matching.parsed_path import Name
    from dossier.matching.term_scoring import RequirementTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The papers that a name means for certain, and where the plan has them within the scope.

    Attributes:
        fits: The papers.
        indicators: Codes of the indicators that they belong to, inside the scope.
        questions: Keys of the questions that they answer where the plan has no row for them.
    """

    fits: tuple[PaperFit, ...]
    indicators: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """What the phrase that was said weighs."""
        return self.fits[0].weight

    @property
    def names(self) -> str:
        """The papers as people call them: “SK tim kerja” dan “Susunan tim”."""
        return wording.join_words(list(dict.fromkeys(f"“{fit.paper.name}”" for fit in self.fits)))

    @property
    def reason(self) -> str:
        """Say which paper was read in the name, by which words."""
        words = ", ".join(spelled(term) for term in sorted(self.fits[0].phrase))
        return f"namanya menunjuk kertas {self.names} (kata: {words})"


def area_of(scope: Scope) -> str:
    """Return the area of the sheet that folders fix as Roman number, or an empty text."""
    return place_of(scope.area)[0] if scope.area else ""


def by_paper(known: PlanIndex, name: Name, scope: Scope, found: RuleResult) -> tuple[RuleResult, Meant | None]:
    """Return what the other rules found, settled, doubted or replaced by the papers of the sheet.

    Args:
        known: The plan.
        name: The file's path taken apart.
        scope: What the folders fix.
        found: What words and content gave.

    Returns:
        The result, and the papers that the name means where it means any for certain.
    """
    ranking = known.papers.rank(name.terms)
    paper = None if found.doubt == TWO_ACTS else _meant(known, name, scope, ranking)
    if found.proposals and not found.doubt:
        asked = _proposed(known, name, scope, paper) if paper is not None and paper.indicators else RuleResult()
        if _settles(asked, found):
            return asked, paper
        return _weighed(known, name, scope, found, ranking, paper), paper
    if paper is not None and paper.indicators:
        return _proposed(known, name, scope, paper), paper
    if found.doubt == TWO_ACTS:
        return found, paper
    if ranking.look_alike is not None and _is_other_matter(known, ranking):
        return _beaten(known, scope, found, ranking.look_alike), paper
    return _indicator_alone(known, name, scope, found, ranking) or found, paper


def _settles(asked: RuleResult, found: RuleResult) -> bool:
    """Whether the papers say which requirement is meant where the words say only of which indicator."""
    if asked.doubt or not all(each.indicator_only for each in found.proposals):
        return False
    codes = {each.entry.indicator.code for each in found.proposals}
    return bool(asked.proposals) and all(
        not each.indicator_only and each.entry.indicator.code in codes for each in asked.proposals
    )


def _meant(known: PlanIndex, name: Name, scope: Scope, ranking: PaperRanking) -> Meant | None:
    """Return the papers that a name, else the name with its folders' words, means for certain."""
    area = area_of(scope)
    fits = ranking.sure(area) or _with_folders(known, name, scope, ranking)
    if not fits or (fits[0].weight <= SMALL_PHRASE and ranking.unknown):
        return None
    found = _placed(known, scope, fits)
    if _says_matter_of_others(known, name, found):
        return None
    asked = any(known.ties.letters(code, fit.paper.id) for code in found.indicators for fit in fits)
    # Where neither a folder nor a requirement stands behind it, a short phrase is not enough.
    return found if asked or scope.place or found.weight >= LEAST_OF_INDICATOR or found.questions else None


def _with_folders(known: PlanIndex, name: Name, scope: Scope, ranking: PaperRanking) -> tuple[PaperFit, ...]:
    """Let the folders' words complete a phrase of which the name says a word of the matter and half the weight."""
    if not scope.place or ranking.is_beaten or ranking.unknown:
        return ()
    terms = name.terms | folder_words(known, scope) | known.title_of(scope.component)
    fits = known.papers.rank(terms).sure(area_of(scope))
    said = name.terms - known.vocabulary.general_terms - known.vocabulary.neutral_terms
    is_said = all(fit.phrase & said and 2 * known.papers.weight(fit.phrase & name.terms) >= fit.weight for fit in fits)
    at_home = bool(fits) and sheet.questions()[fits[0].question].area == area_of(scope)
    return fits if at_home and is_said else ()


def _placed(known: PlanIndex, scope: Scope, fits: tuple[PaperFit, ...]) -> Meant:
    """Find where the plan has papers: first where a requirement asks for them, else by their main question."""
    main = fits[0].question
    keys = tuple(dict.fromkeys((main, *(key for fit in fits for key in fit.paper.questions))))
    at_main = known.ties.indicators(main)
    anywhere = tuple(dict.fromkeys(code for key in keys for code in known.ties.indicators(key)))
    asking = tuple(code for code in anywhere if any(known.ties.letters(code, fit.paper.id) for fit in fits))
    for codes in (asking, at_main, anywhere) if scope.place and not scope.is_loose else (asking, at_main):
        if inside := tuple(code for code in codes if scope.holds(code)):
            return Meant(fits=fits, indicators=inside)
    if scope.is_loose and asking:
        return Meant(fits=fits, indicators=asking)
    area = area_of(scope)
    if at_main or (area and sheet.questions()[main].area != area) or not known.ties.knows_rows_of(main):
        return Meant(fits=fits)  # the folders point elsewhere: words never carry a file out of its area
    return Meant(fits=fits, questions=(main,))


def _says_matter_of_others(known: PlanIndex, name: Name, found: Meant) -> bool:
    """Whether a name says a matter that the plan asks for elsewhere: "medsos anti hoaks" is no page of the office."""
    explained = set().union(*(fit.phrase for fit in found.fits))
    for code in found.indicators:
        explained.update(*(entry.words | entry.family for entry in known.entries_of(code)))
    rest = known.index.content(name.terms) - explained - known.vocabulary.everyday_terms
    return any(not term.isdigit() and known.index.weight(term) >= PAPER_MATTER_ELSEWHERE for term in rest)


def _proposed(known: PlanIndex, name: Name, scope: Scope, found: Meant) -> RuleResult:
    """Return the requirements that ask for the papers, else the one indicator with its requirement open."""
    asked: list[Candidate] = []
    for code in found.indicators:
        entries = _asked(known, name, found, code)
        asked += (_candidate(entry, scope, found, PAPER_BUTIR) for entry in entries)
        if not entries and any(known.ties.letters(code, fit.paper.id) for fit in found.fits):
            asked += _open_indicators(known, scope, found, (code,))  # several requirements of it ask for the paper
    if asked:
        return RuleResult(proposals=tuple(asked))
    likely = _likeliest(known, name, found.indicators)
    doubt = "" if len(likely) == 1 else f"menunjuk {found.names}, yang diminta di {wording.join_words(list(likely))}"
    return RuleResult(proposals=_open_indicators(known, scope, found, likely), doubt=doubt)


def _open_indicators(known: PlanIndex, scope: Scope, found: Meant, codes: Iterable[str]) -> tuple[Candidate, ...]:
    reasons = (*scope.reasons, found.reason, BUTIR_OPEN)
    rows = (known.entries_of(code) for code in codes)
    made = (_candidate(entries[0], scope, found, PAPER_INDICATOR) for entries in rows if entries)
    return tuple(replace(each, indicator_only=True, reasons=reasons) for each in made)


def _likeliest(known: PlanIndex, name: Name, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the indicator whose requirements a name fits clearly best; all where none is ahead."""
    best = {code: max((hit.score for hit in known.index.rank(code, name.terms)), default=0.0) for code in codes}
    ranked = sorted(codes, key=lambda code: -best[code])
    ahead = len(ranked) > 1 and best[ranked[0]] - best[ranked[1]] >= LEAD
    return (ranked[0],) if ahead else codes


def _asked(known: PlanIndex, name: Name, found: Meant, code: str) -> list[RequirementTerms]:
    letters = {letter for fit in found.fits for letter in known.ties.letters(code, fit.paper.id)}
    entries = [
        entry
        for entry in known.entries_of(code)
        if entry.requirement.id in letters and not known.ties.is_other_kind(name.terms, code, entry.requirement.id)
    ]
    if len(entries) <= 1:
        return entries
    hits = [hit for hit in known.index.rank(code, name.terms) if hit.entry in entries]
    ahead = hits and (len(hits) == 1 or hits[0].score - hits[1].score >= LEAD)
    return [hits[0].entry] if ahead else []


def _candidate(entry: RequirementTerms, scope: Scope, found: Meant, score: float) -> Candidate:
    return Candidate(
        entry=entry,
        rule=Rule.PLACE if scope.place else Rule.WORDS,
        score=score,
        reasons=(*scope.reasons, found.reason),
        said=found.fits[0].phrase,
    )


def _weighed(
    known: PlanIndex, name: Name, scope: Scope, found: RuleResult, ranking: PaperRanking, paper: Meant | None
) -> RuleResult:
    """Weigh a claim by the plan's words against a look-alike, and against a paper that belongs elsewhere."""
    own = max(known.papers.weight(each.said) for each in found.proposals)
    by_content = any(each.rule is Rule.CONTENT for each in found.proposals)
    if not by_content and ranking.look_alike is not None and _is_beaten(known, scope, found, ranking, own):
        return replace(found, doubt=_likeness(ranking.look_alike))
    if paper is None:
        return _unexplained(known, scope, name, found, ranking)
    codes = {each.entry.indicator.code for each in found.proposals}
    keys = {key for fit in paper.fits for key in fit.paper.questions}
    if any(code in known.ties.indicators(key) for code in codes for key in keys):
        return found
    is_whole = any(each.is_whole and not each.lacks_field for each in found.proposals)
    if not paper.indicators:  # what this plan may ask for in words of its own
        doubted = paper.weight > own + MATTER_WEIGHT * is_whole
    else:
        doubted = paper.weight > own + (is_whole and bool(scope.component)) - (not is_whole)
    if not doubted:
        return _unexplained(known, scope, name, found, ranking)
    others = _open_indicators(known, scope, paper, _likeliest(known, name, paper.indicators))
    if len(others) == 1 and paper.weight > own + is_whole:
        return RuleResult(proposals=others)
    return replace(found, proposals=(*found.proposals, *others), doubt=f"namanya juga menunjuk {paper.names}")


def _against(known: PlanIndex, found: RuleResult, ranking: PaperRanking) -> str:
    """Return in words what speaks against the papers of every requirement found, or an empty text.

    It counts only against the wordings of papers: what the plan itself says is asked for in these words.
    """
    fitting = {fit.paper.id for fit in ranking.fits}
    against = {fit.paper.id: fit.against for fit in ranking.taken_out}
    said: list[str] = []
    for each in found.proposals:
        if each.is_own_wording:
            return ""
        tied = known.ties.papers_of(each.entry.indicator.code, each.entry.requirement.id)
        words = [word for paper in tied for word in against.get(paper.id, ())]
        if not words or any(paper.id in fitting for paper in tied):
            return ""
        said += words
    told = wording.join_words([f"“{word}”" for word in dict.fromkeys(said)])
    return f"{told} pada namanya menunjuk naskah lain daripada yang diminta" if said else ""


def _unexplained(known: PlanIndex, scope: Scope, name: Name, found: RuleResult, ranking: PaperRanking) -> RuleResult:
    """Doubt a claim that words of the name speak against, unless folders fix the component.

    They do where they take the papers of every requirement out, and where a wording that is said in part stands beside
    a matter that other papers own.
    """
    if scope.component or any(each.rule is Rule.CONTENT for each in found.proposals):
        return found
    if against := _against(known, found, ranking):
        return replace(found, doubt=against)
    others = _foreign(known, name, found)
    if not others or any(each.is_whole for each in found.proposals):
        return found
    told = wording.join_words([f"“{spelled(term)}”" for term in others])
    return replace(found, doubt=f"namanya menyebut {told}, hal lain daripada yang diminta")


def _foreign(known: PlanIndex, name: Name, found: RuleResult) -> list[str]:
    """Return the words of a name that are the matter of papers, and of none of the requirements found."""
    own = set().union(*(each.said | each.entry.family | each.entry.statement for each in found.proposals))
    return sorted((name.terms & known.papers.matter) - own - known.index.weightless)


def _beaten(known: PlanIndex, scope: Scope, found: RuleResult, fit: LookAlikeFit) -> RuleResult:
    """Leave out the candidates that say less of a name than a look-alike does, where no folder stands behind them."""
    least = 0 if scope.component else fit.weight + 1
    kept = tuple(each for each in found.proposals if known.papers.weight(each.said) >= least)
    return replace(found, proposals=kept, doubt=found.doubt if kept else _likeness(fit))


def _likeness(fit: LookAlikeFit) -> str:
    return f"tampaknya {fit.look_alike.name}: {fit.look_alike.why}"


def _is_beaten(known: PlanIndex, scope: Scope, found: RuleResult, ranking: PaperRanking, own: int) -> bool:
    """Whether a paper that is no evidence explains a name as well as the words that matched, or better."""
    if not ranking.is_beaten or ranking.look_alike is None:
        return False
    if not _is_other_matter(known, ranking):  # "Notulen rapat": the matter may be the folder's
        general = known.vocabulary.general_terms
        return not scope.place and all(each.said <= general for each in found.proposals)
    is_whole = any(each.is_whole for each in found.proposals)
    if scope.component:
        return ranking.look_alike.weight > own and not is_whole
    says_no_more = ranking.look_alike.phrase <= frozenset().union(*(each.said for each in found.proposals))
    return ranking.look_alike.weight >= own + (is_whole and says_no_more)


def _is_other_matter(known: PlanIndex, ranking: PaperRanking) -> bool:
    """Whether a look-alike that beats every paper names a matter of its own."""
    alike = ranking.look_alike
    return ranking.is_beaten and alike is not None and not alike.phrase <= known.vocabulary.general_terms


def _indicator_alone(
    known: PlanIndex, name: Name, scope: Scope, found: RuleResult, ranking: PaperRanking
) -> RuleResult | None:
    """Let a name whose requirement is open stand for the one indicator of its component that it can belong to."""
    if not scope.component or scope.indicator or not found.proposals:
        return None
    best = max(each.score for each in found.proposals)
    near = [each for each in found.proposals if each.score >= best - LEAD]
    codes = {each.entry.indicator.code for each in near}
    if len(codes) != 1 or not scope.holds(min(codes)):
        return None
    (code,) = codes
    matter = name.terms - known.vocabulary.everyday_terms
    own = frozenset().union(*(entry.words | entry.statement for entry in known.entries_of(code)))
    is_only = known.indicators_of(scope.component) == (code,)
    is_likely = is_only or (best >= CLEAR_IN_INDICATOR * PLACE_FACTOR and len(ranking.unknown) <= 1)
    if not is_likely or (matter and not matter & own):
        return None
    score = min(near[0].score, PAPER_INDICATOR)
    only = replace(near[0], score=score, reasons=(*near[0].reasons, BUTIR_OPEN), indicator_only=True)
    return RuleResult(proposals=(only,))
