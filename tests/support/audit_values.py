"""Short ways to write plans, files and matchings for the tests of audit and outline."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256

from dossier.model import (
    AmbiguousFile,
    Area,
    Claim,
    Component,
    EvidenceFile,
    Fault,
    Finding,
    IgnoredFile,
    Indicator,
    Matching,
    Media,
    Plan,
    Requirement,
    Rule,
    Scan,
    Schedule,
    Slot,
    Spare,
    UnplacedFile,
)
from dossier.schedule import parse

Group = Claim | AmbiguousFile | UnplacedFile | IgnoredFile

INVITATION = Requirement(id="a", label="Undangan rapat")
ATTENDANCE = Requirement(id="b", label="Daftar hadir")


def indicator(code: str, due: str, *requirements: Requirement) -> Indicator:
    """Return an indicator; without requirements it asks for an invitation."""
    return Indicator(
        code=code,
        statement=f"Pernyataan {code}",
        steps="Langkah",
        evidence_text="Bukti",
        schedule=parse(due, 2025),
        requirements=requirements or (INVITATION,),
    )


def unscheduled(code: str) -> Indicator:
    """Return an indicator without a slot."""
    return Indicator(
        code=code,
        statement=f"Pernyataan {code}",
        steps="",
        evidence_text="",
        schedule=Schedule(text="", slots=()),
        requirements=(INVITATION,),
    )


def plan(*indicators: Indicator) -> Plan:
    """Return a plan of these indicators; areas and components follow from their codes."""
    areas: dict[str, dict[str, list[Indicator]]] = {}
    for each in indicators:
        area, component, _ = each.code.split(".")
        areas.setdefault(area, {}).setdefault(f"{area}.{component}", []).append(each)
    return Plan(
        title="Rencana",
        year=2025,
        predicate="WBK",
        basis="Keputusan",
        areas=tuple(
            Area(
                code=area,
                title=f"Area {area}",
                components=tuple(
                    Component(code=code, title=f"Komponen {code}", indicators=tuple(members))
                    for code, members in components.items()
                ),
            )
            for area, components in areas.items()
        ),
    )


def evidence(path: str, *, problem: str | None = None, media: Media = Media.PDF, content: str = "") -> EvidenceFile:
    """Return a file; without `content` no other file has the same bytes."""
    digest = sha256((content or path).encode()).hexdigest()
    return EvidenceFile(path=path, disk_path=path, size=100, sha256=digest, media=media, problem=problem)


def claim(
    file: EvidenceFile | str,
    place: str,
    slot: str | None = None,
    *,
    fault: Fault | None = None,
    dated: tuple[str, str] | None = None,
    signed: str | None = None,
    rule: Rule = Rule.CODE,
) -> Claim:
    """Return a claim; `place` is "I.1.1 a" or, requirement open, "I.1.1".

    `dated` is the first and last day, `signed` the day of the signature.
    """
    code, _, requirement = place.partition(" ")
    return Claim(
        file=evidence(file) if isinstance(file, str) else file,
        indicator=code,
        requirement=requirement or None,
        slot=slot,
        rule=rule,
        score=1.0,
        reasons=("kode dalam nama",),
        fault=fault,
        dated=(day(dated[0]), day(dated[1])) if dated else None,
        signed=day(signed) if signed else None,
    )


def ambiguous(path: str, *candidates: tuple[str, str | None], reason: str = "dua butir sama dekat") -> AmbiguousFile:
    """Return a file with candidates, each a place and a slot key."""
    file = evidence(path)
    return AmbiguousFile(file=file, candidates=tuple(claim(file, *each) for each in candidates), reason=reason)


def unplaced(path: str, *near: tuple[str, str | None]) -> UnplacedFile:
    """Return a file without a place."""
    file = evidence(path)
    return UnplacedFile(file=file, reason="tidak ada petunjuk", near=tuple(claim(file, *each) for each in near))


def spare(of: Claim, serving: str) -> Spare:
    """Return a claim that another file serves in its stead."""
    return Spare(claim=of, serving=serving, reason="salinan")


def matching(*groups: Group, findings: tuple[Finding, ...] = (), spares: tuple[Spare, ...] = ()) -> Matching:
    """Return a matching of these; each goes where its type belongs."""
    return Matching(
        claims=tuple(each for each in groups if isinstance(each, Claim)),
        ambiguous=tuple(each for each in groups if isinstance(each, AmbiguousFile)),
        unplaced=tuple(each for each in groups if isinstance(each, UnplacedFile)),
        ignored=tuple(each for each in groups if isinstance(each, IgnoredFile)),
        findings=findings,
        spares=spares,
    )


def scan_of(matched: Matching, *, findings: tuple[Finding, ...] = ()) -> Scan:
    """Return the scan that a matching was made of."""
    placed: list[Claim | AmbiguousFile | UnplacedFile] = [*matched.claims, *matched.ambiguous, *matched.unplaced]
    files = {each.file.path: each.file for each in placed}
    return Scan(files=tuple(files[path] for path in sorted(files)), ignored=matched.ignored, findings=findings)


def day(text: str) -> dt.date:
    """Return the date of "2025-03-31"."""
    return dt.date.fromisoformat(text)


def slot(key: str) -> Slot:
    """Return a slot due on the 28th of the month `key`."""
    return Slot(label=key, start=day(f"{key}-01"), due=day(f"{key}-28"))
