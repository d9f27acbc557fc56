"""Explains what the evaluation sheet says: about one of its questions, and for and against the name of a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier import codes, wording
from dossier.audit.beyond_plan import NOTHING_BEYOND
from dossier.audit.beyond_words import paper_lines
from dossier.audit.gap_columns import USUAL
from dossier.knowledge import sheet
from dossier.knowledge.vocabulary import spelled
from dossier.matching import code_spellings, halves, lke_keys, parsed_path, questions
from dossier.matching.index import PlanIndex, answered_by
from dossier.matching.questions import QuestionIndex
from dossier.matching.spelling import closest
from dossier.matching.title_block import UNNAMED
from dossier.matching.weights import LEAD
from dossier.model import QuestionRole, Rule, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dossier.audit.beyond_plan import BeyondCoverage
    from dossier.knowledge.sheet import SheetQuestion
    from dossier.matching.papers import LookAlikeFit, PaperFit, PaperRanking
    from dossier.matching.title_block import OfficeName
    from dossier.model import Claim, Coverage, Indicator, Matching, Plan

FOR: Final = "Yang mendukung:"
AGAINST: Final = "Yang menolak:"
_INDENT: Final = "  "
_MOST_VOTES: Final = 3
_MOST_PAPERS: Final = 6
# "soal 999": a portal number, whether the sheet has it or not.
_NUMBERED: Final = re.compile(r"soal[\s_.\-]*(?:no(?:mor|\.)?[\s_.\-]*)?\d+", re.IGNORECASE)


def _no_more(_key: str) -> tuple[str, ...]:
    return ()


def is_question(text: str) -> bool:
    """Return whether a text is nothing but a key of the sheet or a portal number ("soal 110"), known or not."""
    return lke_keys.is_only_a_key(text) or _NUMBERED.fullmatch(text.strip()) is not None


def is_known_question(text: str) -> bool:
    """Return whether a text is the key or the portal number of a question, or the key of a component."""
    return bool(questions.named(text))


def rows_and_questions(plan: Plan, codes: Iterable[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Part codes of the plan from questions of the sheet (a key, that of a component, "soal 110").

    Returns:
        The codes of the plan with those of the indicators that answer questions, and the keys that none answers.
    """
    own: dict[str, None] = {}
    keys: set[str] = set()
    for code in codes:
        found = questions.named(code)
        own |= dict.fromkeys([] if found else [code])
        for question in found:
            rows = [indicator.code for indicator in _rows_of(plan, question.key)]
            own |= dict.fromkeys(rows)
            keys |= set() if rows else {question.key}
    return tuple(own), frozenset(keys)


def paths_under(plan: Plan, matching: Matching, text: str) -> tuple[str, ...]:
    """Return the files that answer the questions of a text, or are claimed for indicators that do, sorted."""
    keys = {question.key for question in questions.named(text)}
    codes = {indicator.code for key in keys for indicator in _rows_of(plan, key)}
    found = {each.file.path for each in matching.questions if each.question in keys}
    return tuple(sorted(found | {claim.file.path for claim in matching.claims if claim.indicator in codes}))


def explain_question(
    plan: Plan,
    matching: Matching,
    coverage: Coverage,
    text: str,
    beyond: BeyondCoverage = NOTHING_BEYOND,
    more: Callable[[str], Iterable[str]] = _no_more,
) -> tuple[str, ...]:
    """Return, for the questions that a text names, their words, the plan's rows, usual papers and files.

    `beyond` is what is filed for questions without a row; `more` gives further lines by the key of a question.
    """
    found = questions.named(text)
    if not found:
        key = lke_keys.key_in(text)
        siblings = tuple(each for each in sheet.questions() if each.rpartition(".")[0] == key.rpartition(".")[0])
        near = closest(key, siblings or tuple(sheet.questions()))
        advice = f"Mungkin maksudnya {near} ({sheet.questions()[near].text})." if near else "Contoh kunci: A.1.V.iv.b."
        return (f"{text} bukan pertanyaan LKE.", advice)
    return tuple(
        line
        for question in found
        for line in (*_question_lines(plan, matching, coverage, question, beyond), *more(question.key))
    )


def _question_lines(
    plan: Plan, matching: Matching, coverage: Coverage, question: SheetQuestion, beyond: BeyondCoverage
) -> Iterator[str]:
    yield f"{question.key} {question.text}"
    component = f"{question.component} {question.component_title}; " if question.half != sheet.HASIL else ""
    fields = wording.join_words([str(number) for number in question.fields])
    yield f"{_INDENT}{component}bobot {_number(float(question.weight))}; soal {fields} di portal"
    rows = _rows_of(plan, question.key)
    for indicator in rows:
        slots = [slot for slot in coverage.of_indicator(indicator.code) if slot.counts]
        present = sum(slot.state is State.PRESENT for slot in slots)
        part = "" if _role(indicator, question.key) is QuestionRole.ANSWERS else " — menjawab sebagian"
        if not indicator.questions:
            part = " — menurut bunyinya saja; tulis di “lke” supaya dihitung"
        yield f"{_INDENT}rencana: {indicator.code} {indicator.statement} ({present} dari {len(slots)} slot ada){part}"
        yield f"{_INDENT * 2}→ rinciannya: dossier explain {indicator.code}"
    if not rows:
        yield f"{_INDENT}rencana: tidak ada indikator yang menjawabnya; buktinya dibundel menurut pertanyaan ini"
    papers = [paper.name for paper in sheet.papers() if paper.questions[0] == question.key]
    if standing := beyond.of(question.key):
        yield f"{_INDENT}{USUAL.lower()}:"
        yield from (f"{_INDENT * 2}{line}" for paper in standing.papers for line in paper_lines(paper))
    elif papers:
        yield f"{_INDENT}bukti yang lazim: {'; '.join(papers[:_MOST_PAPERS])}"
    yield from _file_lines(matching, question.key, {indicator.code for indicator in rows})


def _rows_of(plan: Plan, key: str) -> list[Indicator]:
    """Return the indicators of the plan that answer a question."""
    answered = answered_by(plan, QuestionIndex())
    return [indicator for indicator in plan.indicators if key in answered[indicator.code]]


def _role(indicator: Indicator, key: str) -> QuestionRole:
    """Return how far an indicator answers a question; one that reads like it answers it."""
    own = (link.role for link in indicator.questions if link.key == key and link.role is not QuestionRole.SUPPORTS)
    return min(own, default=QuestionRole.ANSWERS, key=list(QuestionRole).index)


def _file_lines(matching: Matching, key: str, codes: set[str]) -> Iterator[str]:
    yield f"{_INDENT}berkas:"
    answers = {each.file.path: each for each in matching.questions if each.question == key}
    for path in sorted(answers):
        places = [claim.code for claim in matching.claims if claim.file.path == path and claim.indicator in codes]
        place = wording.join_words(list(dict.fromkeys(places))) or "di luar rencana"
        yield f"{_INDENT * 2}{path} — {place}, nilai {_number(answers[path].score)}"
    if not answers:
        yield f"{_INDENT * 2}(belum ada)"


def answer_lines(matching: Matching, path: str, *, is_beyond: bool) -> Iterator[str]:
    """Say which questions a file answers; with the reasons where nothing else places it."""
    own = [each for each in matching.questions if each.file.path == path]
    if not is_beyond:
        if own:
            yield f"{_INDENT}menjawab pertanyaan LKE: {wording.join_words([each.question for each in own])}"
        return
    for each in own:
        words = sheet.questions()[each.question].text
        yield f"{_INDENT}pertanyaan LKE {each.question} ({words}) — nilai {_number(each.score)}"
        for reason in each.reasons:
            yield f"{_INDENT * 2}· {reason}"
        yield f"{_INDENT * 2}· tidak ada indikator rencana yang menjawab pertanyaan ini"


def vote_lines(plan: Plan, path: str, claims: Sequence[Claim], office: OfficeName = UNNAMED) -> Iterator[str]:
    """Say what the papers of the sheet have for and against a name, each with its weight.

    A word of the matter weighs 2, a general word 1; what weighs more decides. Nothing is said where a code or a person
    decided.

    Args:
        plan: Where papers are asked for.
        path: The file.
        claims: Its claims, or its candidates, best first.
        office: Whose words count as those of the office.
    """
    if any(claim.rule in {Rule.CODE, Rule.PIN} for claim in claims):
        return
    parts = halves.split(plan)
    half = codes.half_of(claims[0].indicator) if claims else sheet.PEMENUHAN
    known = PlanIndex(parts.get(half) or next(iter(parts.values())), office)
    for head, told in zip((FOR, AGAINST), votes(known, path, claims), strict=True):
        if told:
            yield head
            yield from (f"{_INDENT}· {line}" for line in told)


def votes(known: PlanIndex, path: str, claims: Sequence[Claim]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the papers of the sheet have for a name, and what against it, each line with its weight.

    Args:
        known: The half of the plan that the first candidate is of.
        path: The file.
        claims: Its claims, or its candidates, best first.
    """
    mentions = code_spellings.full_codes(parsed_path.split_path(path)[1], known.codes)
    name = parsed_path.read(path, mentions, known.speller, inside_indicator=False)
    ranking = known.papers.rank(name.terms)
    general = known.vocabulary.general_terms | known.vocabulary.everyday_terms
    common = tuple(term for term in name.terms if not term.isdigit()) if name.terms <= general else ()
    return tuple(_for(known, ranking)), tuple(_against(ranking, claims, common))


def _for(known: PlanIndex, ranking: PaperRanking) -> Iterator[str]:
    for fit in ranking.best[:_MOST_VOTES]:
        rows = dict.fromkeys(code for key in fit.paper.questions for code in known.ties.indicators(key))
        users = [f"{code}.{letter}" for code in rows for letter in known.ties.letters(code, fit.paper.id)]
        asked = f"diminta di {wording.join_words(users)}" if users else "butir yang memintanya belum jelas"
        asked = asked if rows else "rencana tidak punya indikatornya"
        weak = "; terlalu umum untuk memutuskan sendiri" if fit.weak else ""
        yield f"kertas “{fit.paper.name}” ({fit.question}), {asked}: {_weighed(fit)}{weak}"


def _against(ranking: PaperRanking, claims: Sequence[Claim], common: Sequence[str]) -> Iterator[str]:
    """Yield what speaks against a name: only what weighs as much as the papers that fit it."""
    least = ranking.best[0].weight if ranking.best else 0
    if common:
        yield f"namanya hanya kata umum: {_quoted(_spelled(common))}"
    if ranking.look_alike is not None and ranking.look_alike.weight >= least:
        yield _alike(ranking.look_alike)
    for fit in [fit for fit in ranking.taken_out if fit.weight >= least][:_MOST_VOTES]:
        yield f"bukan kertas “{fit.paper.name}”, karena namanya menyebut {_quoted(fit.against)}"
    if ranking.fits and ranking.rest:
        yield f"kata kertas lain: {_quoted(_spelled(ranking.rest))}"
    if ranking.fits and ranking.unknown:
        yield f"kata yang tidak ada pada kertas mana pun: {_quoted(_spelled(ranking.unknown))}"
    first, second = [claim.score for claim in claims[:2]] if len(claims) > 1 else (LEAD, 0.0)
    if first - second < LEAD:
        yield f"calon kedua hanya berselisih {_number(first - second)}; untuk memutuskan perlu {_number(LEAD)}"


def _alike(fit: LookAlikeFit) -> str:
    question = f" ({fit.look_alike.question})" if fit.look_alike.question else ""
    return f"mirip “{fit.look_alike.name}”{question}, {fit.look_alike.why}: {_weighed(fit)}"


def _weighed(fit: PaperFit | LookAlikeFit) -> str:
    return f"kata {_quoted(_spelled(fit.phrase))}, bobot {fit.weight}"


def _spelled(terms: Iterable[str]) -> list[str]:
    return [spelled(term) for term in sorted(terms)]


def _quoted(words: Iterable[str]) -> str:
    return wording.join_words([f"“{word}”" for word in words])


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
