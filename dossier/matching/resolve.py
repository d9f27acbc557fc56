"""Resolves one file to claims: applies the rules by precedence and returns a `Resolution`. Pure; looks at one file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier import audit, wording
from dossier.knowledge import finding_codes
from dossier.matching import (
    by_code,
    by_content,
    by_words,
    code_spellings,
    contradictions,
    index,
    lke_keys,
    parsed_path,
    text_dates,
)
from dossier.matching.index import MOST_NEAR, Candidate, RuleResult
from dossier.matching.title_block import title_of
from dossier.model import AmbiguousFile, Claim, Fault, FaultKind, Finding, Rule, Severity, UnplacedFile

if TYPE_CHECKING:
    from dossier.matching.code_spellings import Mention
    from dossier.matching.folder_scope import Scope
    from dossier.matching.index import PlanIndex
    from dossier.matching.parsed_path import Name
    from dossier.model import Content, EvidenceFile, Pin

PIN_SCORE = 1.0
OUTSIDE = {
    lke_keys.HASIL: "folder komponen hasil LKE, yang tidak ada dalam rencana",
    lke_keys.REFORM: "folder aspek reform LKE, yang tidak ada dalam rencana",
}
NOT_EVIDENCE = "dinyatakan bukan bukti di plan/pins.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Result of the rules for one file: claims, or an ambiguous or unplaced entry, and findings."""

    claims: tuple[Claim, ...] = ()
    ambiguous: AmbiguousFile | None = None
    unplaced: UnplacedFile | None = None
    findings: tuple[Finding, ...] = ()


def decide(known: PlanIndex, file: EvidenceFile, content: Content | None = None) -> Resolution:
    """Resolve one file by code, folders and words; its content decides what and when where these leave it open."""
    folders, stem = parsed_path.split_path(file.path)
    scope = known.places.in_question(known.places.scope(folders), stem)
    key = lke_keys.read_key(stem)
    if key is not None:
        scope = known.places.at_key(scope, key, "nama berkas")
    mentions = () if key else code_spellings.full_codes(stem, known.codes)
    mentions = mentions or by_code.completed(known, scope, stem)
    name = _dated(
        known, parsed_path.read(file.path, mentions, known.speller, inside_indicator=bool(scope.indicator)), content
    )
    mentions = tuple(by_code.reread(known, name, scope, mention) for mention in mentions)
    strange = tuple((file.path, mention) for mention in mentions if not mention.known)
    own = tuple(mention for mention in mentions if mention.known)
    if own:
        found = by_code.by_own_code(known, name, scope, own)
    elif scope.indicator and not strange:
        found = by_code.by_folder(known, name, scope)
    else:
        strange = strange or scope.unknown
        place = by_words.narrowed(known, scope, stem)
        if strange and not place.area:
            place = replace(place, area=known.codes.area_of(strange[0][1].code))
        found = (
            by_words.by_words(known, name, place) if scope.lke not in OUTSIDE else RuleResult(doubt=OUTSIDE[scope.lke])
        )
        if strange:
            found = replace(found, doubt=f"kode {strange[0][1].written} tidak ada dalam rencana")
    if (not found.proposals or found.doubt) and not strange and scope.lke not in OUTSIDE:
        found = by_content.by_content(known, name, scope, found, content)
    elif content is not None and name.paper is not None and found.proposals and not found.doubt:
        found = replace(found, contradiction=by_content.other_matter(known, found, content, name.paper.title))
    verdict = _verdict(known, file, name, scope, found)
    lettered = tuple(wrong for mention in own if (wrong := _unknown_letter(known, file, mention)))
    lost = tuple(_unknown_code(known, path, mention) for path, mention in (*strange, *scope.unknown))
    return replace(verdict, findings=(*lost, *lettered, *verdict.findings))


def decide_pins(
    known: PlanIndex, file: EvidenceFile, pins: tuple[Pin, ...], content: Content | None = None
) -> Resolution:
    """Resolve one file by its pins."""
    if any(pin.indicator is None for pin in pins):
        return Resolution(unplaced=UnplacedFile(file=file, reason=NOT_EVIDENCE))
    folders, _ = parsed_path.split_path(file.path)
    scope = known.places.scope(folders)
    name = _dated(known, parsed_path.read(file.path, (), known.speller, inside_indicator=True), content)
    decided: list[Candidate] = []
    opened: list[Claim] = []
    findings: list[Finding] = []
    for pin in pins:
        chosen = _pinned(known, name, scope, pin)
        if not chosen and (claim := _opened(known, file, pin)):
            opened.append(claim)
            continue
        decided += chosen
        if not chosen or not _has_slot(chosen[0], pin.slot):
            findings.append(_bad_pin(pin))
    good = tuple(p for p in decided if _has_slot(p, p.exact_slot))
    doubt = "" if good else "pin tidak menyebut butir atau slot yang ada dalam rencana"
    if opened and not good:
        return Resolution(claims=_best(opened), findings=tuple(findings))
    verdict = _verdict(known, file, name, scope, RuleResult(proposals=good or tuple(decided), doubt=doubt), pinned=True)
    if opened:
        verdict = replace(verdict, claims=(*verdict.claims, *_best(opened)), ambiguous=None)
    return replace(verdict, findings=(*findings, *verdict.findings))


def _dated(known: PlanIndex, name: Name, content: Content | None) -> Name:
    """Add what the content says of itself, and its date where the name lacks a month or a year."""
    if content is None:
        return name
    name = replace(name, paper=contradictions.facts_of(content, known.office))
    if name.period.months and name.years:
        return name
    period, words = text_dates.period_of(text_dates.content_dates(content.text))
    title = title_of(content.text, known.office)
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
    slots = {slot.key for slot in indicator.schedule.slots} if indicator else set()
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
    kept = _best([claim for claims in (settled if doubt else fitting or settled) for claim in claims])
    if doubt:
        findings = tuple(_finding(known, claim) for claim in kept if _is(claim, FaultKind.OTHER_YEAR))[:1]
        return Resolution(ambiguous=AmbiguousFile(file=file, candidates=kept, reason=doubt), findings=findings)
    if found.contradiction:
        other = Fault(kind=FaultKind.CONTENT, text=found.contradiction)
        kept = tuple(replace(claim, fault=claim.fault or other) for claim in kept)
    findings = tuple(dict.fromkeys(_finding(known, claim) for claim in kept if claim.fault))
    if found.warning:
        findings = (*findings, _contradicted(file, found.warning))
    if found.elsewhere:
        findings = (*findings, _misfiled(file, kept[0], found.elsewhere))
    return Resolution(claims=kept, findings=findings)


def _outside(settled: list[tuple[Claim, ...]]) -> str:
    """Return the doubt where nothing but words places a file, and its month is none that is asked for there."""
    claims = [claims[0] for claims in settled]
    if any(claim.rule in {Rule.PIN, Rule.CODE} or not _is(claim, FaultKind.OUTSIDE) for claim in claims):
        return ""
    return claims[0].fault.text if claims[0].fault else ""


def _is(claim: Claim, kind: FaultKind) -> bool:
    return claim.fault is not None and claim.fault.kind is kind


def _finding(known: PlanIndex, claim: Claim) -> Finding:
    """Return the finding about the fault of a claim."""
    indicator = next(each for each in known.plan.indicators if each.code == claim.indicator)
    requirement = next(each for each in indicator.requirements if each.id == claim.requirement)
    return audit.fault_finding(claim, indicator, requirement)


def _best(claims: list[Claim]) -> tuple[Claim, ...]:
    """Return claims once each, best first; equal ones stay in the order of the plan."""
    once: dict[tuple[str, str | None, str | None], Claim] = {}
    for claim in sorted(claims, key=lambda claim: -claim.score):
        once.setdefault(claim.place, claim)
    return tuple(once.values())


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
    return Resolution(unplaced=UnplacedFile(file=file, reason=reason, near=_best(shown)))


def _unknown_code(known: PlanIndex, path: str, mention: Mention) -> Finding:
    nearest = wording.join_words(known.codes.nearest(mention.code))
    read_as = "" if mention.written.upper() == mention.code else f" (dibaca {mention.code})"
    return Finding(
        code=finding_codes.UNKNOWN_CODE,
        severity=Severity.WARNING,
        subject=path,
        text=f"Kode {mention.written}{read_as} pada “{path}” tidak ada dalam rencana.",
        advice=f"Perbaiki kodenya pada nama “{path}”; kode terdekat: {nearest}.",
        path=path,
    )


def _unknown_letter(known: PlanIndex, file: EvidenceFile, mention: Mention) -> Finding | None:
    ids = [entry.requirement.id for entry in known.entries_of(mention.code)]
    if mention.letter is None or mention.letter in ids:
        return None
    return Finding(
        code=finding_codes.UNKNOWN_REQUIREMENT,
        severity=Severity.NOTE,
        subject=file.path,
        text=f"Butir {mention.letter} pada “{file.path}” tidak ada; {mention.code} punya {wording.join_words(ids)}.",
        advice=f"Perbaiki huruf itu pada nama “{file.path}”, atau hapus hurufnya.",
        path=file.path,
    )


def _contradicted(file: EvidenceFile, warning: str) -> Finding:
    return Finding(
        code=finding_codes.CODE_AGAINST_WORDS,
        severity=Severity.WARNING,
        subject=file.path,
        text=f"“{file.path}”: {warning}. Kodenya yang dipakai.",
        advice=f"Periksa isi “{file.path}”; bila kodenya keliru, ganti kodenya atau tetapkan di plan/pins.yaml.",
        path=file.path,
    )


def _misfiled(file: EvidenceFile, claim: Claim, place: str) -> Finding:
    return Finding(
        code="letak_dan_nama_berbeda",
        severity=Severity.NOTE,
        subject=file.path,
        text=f"“{file.path}”: foldernya menunjuk {place}, namanya jelas menunjuk {claim.indicator} "
        f"{claim.requirement}. Namanya yang dipakai.",
        advice=f"Pindahkan “{file.path}” ke folder {claim.indicator}, atau tetapkan tempatnya di plan/pins.yaml.",
        path=file.path,
    )


def _bad_pin(pin: Pin) -> Finding:
    target = " ".join(part for part in (pin.indicator or "", pin.requirement or "", pin.slot or "") if part)
    return Finding(
        code="pin_keliru",
        severity=Severity.WARNING,
        subject=pin.path,
        text=f"Pin untuk “{pin.path}” menunjuk {target}, yang tidak ada dalam rencana.",
        advice="Perbaiki indikator, butir, atau slot di plan/pins.yaml; `dossier plan show` menampilkan yang ada.",
        path=pin.path,
        line=pin.line or None,
    )
