"""Resolves one file to claims: applies the rules by precedence and returns a `Resolution`. Pure; looks at one file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dossier import audit
from dossier.knowledge import vocabulary, word_list
from dossier.matching import (
    by_code,
    by_content,
    by_paper,
    by_words,
    code_spellings,
    contradictions,
    index,
    lke_keys,
    match_findings,
    parsed_path,
    text_dates,
)
from dossier.matching.index import Candidate, RuleResult
from dossier.matching.usual_papers import described
from dossier.matching.verdicts import NOT_EVIDENCE, Resolution
from dossier.matching.weights import DOUBTED, MOST_NEAR, NEAR_MISSED, PAPER_INDICATOR, PLACE_FACTOR, reliability
from dossier.model import (
    AmbiguousFile,
    Claim,
    Fault,
    FaultKind,
    Finding,
    QuestionClaim,
    Rule,
    UnplacedFile,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossier.matching.code_spellings import Mention
    from dossier.matching.folder_scope import Scope
    from dossier.matching.index import PlanIndex
    from dossier.matching.parsed_path import Name
    from dossier.model import Content, EvidenceFile, Pin, Plan

PIN_SCORE = 1.0
_NOT_THE_PAPER: Final = frozenset(word_list("kata_bukan_naskahnya"))
OUTSIDE = {
    lke_keys.HASIL: "folder komponen hasil LKE, yang tidak ada dalam rencana",
    lke_keys.REFORM: "folder aspek reform LKE, dan pertanyaannya tidak terbaca",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """What name and place of a file give, before its content is looked at.

    `read` are the codes in its stem, `own` and `strange` those of and beyond the plan as the rules take them.
    `words` is what the words of the plan gave within `narrow`, where the papers of the sheet were asked too.
    """

    name: Name
    scope: Scope
    read: tuple[Mention, ...]
    own: tuple[Mention, ...] = ()
    strange: tuple[tuple[str, Mention], ...] = ()
    found: RuleResult = field(default_factory=RuleResult)
    paper: by_paper.Meant | None = None
    words: RuleResult | None = None
    narrow: Scope | None = None


def consider(known: PlanIndex, path: str, *, is_enumerated: bool = False) -> Considered:
    """Apply the rules of code, folders, words and papers to a path; remembered in the index.

    Args:
        known: The plan.
        path: Of the file.
        is_enumerated: Whether the letters before the names in its folder only number them.
    """
    if found := known.considered.get((path, is_enumerated)):
        return found
    folders, stem = parsed_path.split_path(path)
    scope = known.places.scope(folders)
    scope = scope if is_enumerated else known.places.in_question(scope, stem)
    key, result = lke_keys.read_key(stem), lke_keys.result_key(stem)
    if key is not None:
        scope = known.places.at_key(scope, key, "nama berkas")
    elif result:
        scope = known.places.at_result((f"kunci LKE {result} pada nama berkas",), result, "nama berkas", scope.inside)
    mentions = () if key or result else code_spellings.full_codes(stem, known.codes)
    mentions = mentions or by_code.completed(known, scope, stem)
    mentions = by_code.of_this_plan(known, scope, folders, mentions)
    inside = bool(scope.indicator)
    name = parsed_path.read(path, mentions, known.speller, inside_indicator=inside, is_enumerated=is_enumerated)
    found = known.considered[path, is_enumerated] = _ruled(
        known, path, Considered(name=name, scope=scope, read=mentions)
    )
    return found


def _ruled(known: PlanIndex, path: str, case: Considered) -> Considered:
    """Apply the rules to a name that has been read."""
    name, scope = case.name, case.scope
    mentions = tuple(by_code.reread(known, name, scope, mention) for mention in case.read)
    strange = tuple((path, mention) for mention in mentions if not mention.known)
    own = tuple(mention for mention in mentions if mention.known)
    case = replace(case, own=own, strange=strange)
    if own:
        return replace(case, found=by_code.by_own_code(known, name, scope, own))
    if scope.indicator and not strange:
        return replace(case, found=by_code.by_folder(known, name, scope))
    if strange or scope.unknown:
        return replace(case, found=_with_strange_code(known, name, scope, (*strange, *scope.unknown)[0][1]))
    if scope.lke in OUTSIDE and scope.lke != known.half and not scope.question:
        return replace(case, found=RuleResult(doubt=OUTSIDE[scope.lke]))
    if _is_beyond_plan(known, case):
        return case
    narrow = by_words.narrowed(known, scope, name.stem)
    words = by_words.by_words(known, name, narrow)
    found, paper = by_paper.by_paper(known, name, narrow, words)
    return replace(case, found=found, paper=paper, words=words, narrow=narrow)


def _is_beyond_plan(known: PlanIndex, case: Considered) -> bool:
    """Whether folders fix a question that no row of the plan answers."""
    scope = case.scope
    is_place = not (case.own or case.strange or scope.indicator or scope.unknown)
    return is_place and bool(scope.question) and not known.ties.indicators(scope.question)


def decide(
    known: PlanIndex, file: EvidenceFile, content: Content | None = None, *, is_enumerated: bool = False
) -> Resolution:
    """Resolve one file by code, folders, words and papers; its content decides what and when where these leave it open.

    Args:
        known: The plan.
        file: The file.
        content: What it says; None where it was not read.
        is_enumerated: Whether the letters before the names in its folder only number them.
    """
    case = consider(known, file.path, is_enumerated=is_enumerated)
    name = _dated(known, case.name, content)
    if name.content_period != case.name.content_period or name.content_words != case.name.content_words:
        case = _ruled(known, file.path, replace(case, name=name))  # no rule but for these looks at the paper itself
    scope = case.scope
    if _is_beyond_plan(known, case):
        return Resolution(questions=described(known, name, scope, (_of_question(file, scope),)))
    found, paper = _read_too(known, name, case, content)
    if case.words is not None and not found.doubt and (word := _word_against(name, found, paper)):
        found, paper = replace(found, doubt=f"“{word}” pada namanya: belum tentu naskahnya sendiri"), None
    if content is not None and name.paper is not None and found.proposals and not found.doubt:
        found = replace(found, contradiction=by_content.other_matter(known, found, content, name.paper.title))
    verdict = _with_questions(known, file, _verdict(known, file, name, scope, found), paper)
    if not verdict.claims:
        verdict = replace(verdict, questions=described(known, name, scope, verdict.questions))
    lettered = tuple(wrong for mention in case.own if (wrong := match_findings.unknown_letter(known, file, mention)))
    lost = tuple(match_findings.unknown_code(known, path, mention) for path, mention in (*case.strange, *scope.unknown))
    return replace(verdict, findings=(*lost, *lettered, *verdict.findings))


def _read_too(
    known: PlanIndex, name: Name, case: Considered, content: Content | None
) -> tuple[RuleResult, by_paper.Meant | None]:
    """Let the content settle what name and place leave open; the papers are those that the name means."""
    found, paper = case.found, case.paper
    if case.words is None or case.narrow is None:
        by_code_or_folder = bool(case.own) or (bool(case.scope.indicator) and not case.strange)
        return (by_content.at_code(known, name, case.scope, found, content) if by_code_or_folder else found), paper
    if found.proposals and not found.doubt:
        return by_content.at_code(known, name, case.narrow, found, content), paper
    if content is None or (paper is not None and paper.questions):
        return found, paper
    read = by_content.by_content(known, name, case.narrow, case.words, content)
    if read.proposals and not read.doubt:
        return read, paper
    return (read if read.doubt and not found.doubt else replace(found, doubt=read.doubt, note=read.note)), paper


def _word_against(name: Name, found: RuleResult, paper: by_paper.Meant | None) -> str:
    """Return the word by which a name without a code says that it is a sample, a request, or revoked, not the paper.

    One that the plan or the paper's own name has too says nothing.
    """
    said = _NOT_THE_PAPER.intersection(vocabulary.tokens(name.stem))
    if not said:
        return ""
    texts = [fit.paper.name for fit in paper.fits] if paper is not None else []
    for indicator in {each.entry.indicator.code: each.entry.indicator for each in found.proposals}.values():
        texts += [indicator.statement, indicator.evidence_text]
        texts += [text for each in indicator.requirements for text in (each.label, *each.aliases)]
    return min(said.difference(*map(vocabulary.tokens, texts)), default="")


def _with_strange_code(known: PlanIndex, name: Name, scope: Scope, mention: Mention) -> RuleResult:
    """Return the candidates of a name whose code the plan lacks: what its words say in that area."""
    place = scope if scope.area else replace(scope, area=known.codes.area_of(mention.code))
    return replace(by_words.by_words(known, name, place), doubt=f"kode {mention.written} tidak ada dalam rencana")


def _of_question(file: EvidenceFile, scope: Scope) -> QuestionClaim:
    return QuestionClaim(file=file, question=scope.question, score=PLACE_FACTOR, reasons=scope.reasons)


def _with_questions(
    known: PlanIndex,
    file: EvidenceFile,
    verdict: Resolution,
    paper: by_paper.Meant | None,
    pins: tuple[Pin, ...] = (),
) -> Resolution:
    """Add the questions that a file answers: those pinned, of its paper, else of the indicators that claim it.

    What only the sheet asks for is placed by that, whatever candidates the words of the plan gave.
    """
    pinned = _pinned_questions(known, file, pins)
    if pinned and not verdict.claims:
        return Resolution(questions=pinned, findings=verdict.findings)
    if paper is not None and paper.questions and not verdict.claims:
        claims = tuple(
            QuestionClaim(file=file, question=key, score=PAPER_INDICATOR, reasons=(paper.reason,))
            for key in paper.questions
        )
        return Resolution(questions=claims, findings=verdict.findings)
    asked = {pin.question for pin in pins}
    asked |= {key for fit in paper.fits for key in fit.paper.questions} if paper else set()
    found = {each.question: each for each in pinned}
    for claim in verdict.claims:
        keys = known.ties.answered.get(claim.indicator, ())
        for key in [key for key in keys if key in asked] or keys:
            reason = f"indikator {claim.indicator} menjawab pertanyaan {key}"
            found.setdefault(key, QuestionClaim(file=file, question=key, score=claim.score, reasons=(reason,)))
    return replace(verdict, questions=tuple(found.values()))


def decide_pins(
    known: PlanIndex, file: EvidenceFile, pins: tuple[Pin, ...], content: Content | None = None
) -> Resolution:
    """Resolve one file by its pins."""
    if any(pin.rejects for pin in pins):
        return Resolution(unplaced=UnplacedFile(file=file, reason=NOT_EVIDENCE))
    folders, _ = parsed_path.split_path(file.path)
    scope = known.places.scope(folders)
    name = _dated(known, parsed_path.read(file.path, (), known.speller, inside_indicator=True), content)
    decided: list[Candidate] = []
    opened: list[Claim] = []
    findings: list[Finding] = []
    for pin in _at_indicators(known, pins):
        chosen = _pinned(known, name, scope, pin)
        if not chosen and (claim := _opened(known, file, pin)):
            opened.append(claim)
            continue
        decided += chosen
        if not chosen or not _has_slot(chosen[0], pin.slot):
            findings.append(match_findings.bad_pin(pin))
    good = tuple(p for p in decided if _has_slot(p, p.exact_slot))
    doubt = "" if good else "pin tidak menyebut butir atau slot yang ada dalam rencana"
    if not good and (opened or _pinned_questions(known, file, pins)):
        verdict = Resolution(claims=best_claims(opened), findings=tuple(findings))
        verdict = _with_questions(known, file, verdict, None, pins)
        told = verdict.questions if verdict.claims else described(known, name, scope, verdict.questions)
        return replace(verdict, questions=told)
    verdict = _verdict(known, file, name, scope, RuleResult(proposals=good or tuple(decided), doubt=doubt), pinned=True)
    if opened:
        verdict = replace(verdict, claims=(*verdict.claims, *best_claims(opened)), ambiguous=None)
    verdict = replace(verdict, findings=(*findings, *verdict.findings))
    return _with_questions(known, file, verdict, None, pins)


def _at_indicators(known: PlanIndex, pins: Iterable[Pin]) -> Iterator[Pin]:
    """Yield the pins to an indicator; one to a question is one to each indicator that answers it."""
    for pin in pins:
        if pin.question is None:
            yield pin
        else:
            yield from (replace(pin, question=None, indicator=code) for code in known.ties.indicators(pin.question))


def _pinned_questions(known: PlanIndex, file: EvidenceFile, pins: Iterable[Pin]) -> tuple[QuestionClaim, ...]:
    """Return the pinned questions that the plan has no row for."""
    return tuple(
        QuestionClaim(file=file, question=pin.question, score=PIN_SCORE, reasons=(_pin_reason(pin),))
        for pin in pins
        if pin.question and not known.ties.indicators(pin.question)
    )


def _dated(known: PlanIndex, name: Name, content: Content | None) -> Name:
    """Add what the content says of itself, and its date where the name lacks a month or a year."""
    if content is None:
        return name
    paper = contradictions.facts_of(content, known.office)
    name = replace(name, paper=paper)
    if name.period.months and name.years:
        return name
    period, words = text_dates.period_of(text_dates.content_dates(content.text))
    title = paper.title
    if title and title.years:  # "LAPORAN … TAHUN 2023": what a paper is of, whenever it was signed
        period = replace(period, years=title.years, bare_years=title.years if not period.months else frozenset())
    return replace(name, content_period=period, content_words=words)


def _pinned(known: PlanIndex, name: Name, scope: Scope, pin: Pin) -> list[Candidate]:
    """Return the requirements that a pin, or its indicator and the name of the file, mean; none where that is open."""
    code = pin.indicator or ""
    entries = known.entries_of(code)
    if pin.requirement is not None:
        entries = tuple(entry for entry in entries if entry.requirement.id == pin.requirement)
    elif picked := by_code.pick(known, code, name, scope, None):
        entries = tuple(entry for entry, _ in picked)
    elif len(entries) > 1:
        return []
    reasons = (_pin_reason(pin),)
    return [Candidate(entry=e, rule=Rule.PIN, score=PIN_SCORE, reasons=reasons, exact_slot=pin.slot) for e in entries]


def _opened(known: PlanIndex, file: EvidenceFile, pin: Pin) -> Claim | None:
    """Return the claim of a pin that names an indicator of several requirements and none of them."""
    indicator = known.plan.indicator(pin.indicator or "")
    slots = {slot.key for slot in indicator.slots} if indicator else set()
    if indicator is None or pin.requirement is not None or (pin.slot is not None and pin.slot not in slots):
        return None
    return Claim(
        file=file,
        indicator=indicator.code,
        requirement=None,
        slot=pin.slot,
        rule=Rule.PIN,
        score=PIN_SCORE,
        reasons=(_pin_reason(pin),),
    )


def _pin_reason(pin: Pin) -> str:
    where = f" baris {pin.line}" if pin.line else ""
    return f"ditetapkan orang di plan/pins.yaml{where}"


def _has_slot(proposal: Candidate, slot: str | None) -> bool:
    slots = proposal.entry.indicator.slots_of(proposal.entry.requirement)
    return slot is None or any(slot == each.key for each in slots)


def _verdict(
    known: PlanIndex, file: EvidenceFile, name: Name, scope: Scope, found: RuleResult, *, pinned: bool = False
) -> Resolution:
    """Turn what a rule found into claims where year and period are certain too."""
    if not found.proposals:
        return _unplaced(known, file, name, scope, found)
    several = len(found.proposals) > 1
    settled = [
        index.settle(
            file,
            name,
            replace(proposal, is_one_of_several=several),
            known.plan.year,
            known.index.years_of_word,
            judge_year=not pinned,
        )
        for proposal in found.proposals
    ]
    doubt = found.doubt or _outside(settled)
    if pinned and len(settled) > 1 and all(_is(claims[0], FaultKind.NO_PERIOD) for claims in settled):
        doubt = doubt or "pin tidak menyebut butir dan slotnya, dan nama berkas juga tidak"
    fitting = [claims for claims in settled if not _is(claims[0], FaultKind.OTHER_YEAR)]
    kept = best_claims([claim for claims in (settled if doubt else fitting or settled) for claim in claims])
    if doubt:
        findings = tuple(claim_finding(known.plan, claim) for claim in kept if _is(claim, FaultKind.OTHER_YEAR))[:1]
        return Resolution(
            ambiguous=AmbiguousFile(file=file, candidates=_reliable(kept, DOUBTED), reason=doubt), findings=findings
        )
    if found.contradiction:
        other = Fault(kind=FaultKind.CONTENT, text=found.contradiction)
        kept = tuple(replace(claim, fault=claim.fault or other) for claim in kept)
    findings = tuple(dict.fromkeys(claim_finding(known.plan, claim) for claim in kept if claim.fault))
    if found.warning:
        findings = (*findings, match_findings.contradicted(file, found.warning))
    if found.elsewhere:
        findings = (*findings, match_findings.misfiled(file, kept[0], found.elsewhere))
    return Resolution(claims=kept, findings=findings)


def _outside(settled: list[tuple[Claim, ...]]) -> str:
    """Return the doubt where nothing but words places a file, and its month is none that is asked for there."""
    claims = [claims[0] for claims in settled]
    if any(claim.rule in {Rule.PIN, Rule.CODE} or not _is(claim, FaultKind.OUTSIDE) for claim in claims):
        return ""
    return claims[0].fault.text if claims[0].fault else ""


def _is(claim: Claim, kind: FaultKind) -> bool:
    return claim.fault is not None and claim.fault.kind is kind


def claim_finding(plan: Plan, claim: Claim) -> Finding:
    """Return the finding about the fault of a claim."""
    indicator = next(each for each in plan.indicators if each.code == claim.indicator)
    requirement = indicator.requirement(claim.requirement) or indicator.requirements[0]
    return audit.fault_finding(claim, indicator, requirement)


def best_claims(claims: list[Claim]) -> tuple[Claim, ...]:
    """Return claims once each, best first; equal ones stay in the order of the plan."""
    once: dict[tuple[str, str | None, str | None], Claim] = {}
    for claim in sorted(claims, key=lambda claim: -claim.score):
        once.setdefault(claim.place, claim)
    return tuple(once.values())


def _reliable(claims: tuple[Claim, ...], points: tuple[tuple[float, float], ...]) -> tuple[Claim, ...]:
    """Let the score of what is no claim say how often such a candidate is right."""
    return tuple(replace(claim, score=reliability(claim.score, points)) for claim in claims)


def _unplaced(known: PlanIndex, file: EvidenceFile, name: Name, scope: Scope, found: RuleResult) -> Resolution:
    reason = "tidak ada kata pada nama dan foldernya yang cukup cocok dengan rencana"
    if name.is_mute:
        reason = "nama berkas tidak menyebut apa isinya"
    if found.doubt:
        reason = found.doubt
    if found.note:
        reason = f"{reason}; {found.note}"
    near = by_words.near_misses(known, name, scope)[:MOST_NEAR]
    shown = [
        claim
        for proposal in near
        for claim in index.settle(file, name, proposal, known.plan.year, known.index.years_of_word, judge_year=False)[
            :1
        ]
    ]
    return Resolution(unplaced=UnplacedFile(file=file, reason=reason, near=_reliable(best_claims(shown), NEAR_MISSED)))
