"""Findings about single files and pins that matching makes while it resolves them: what was read, and the remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import wording
from dossier.knowledge import finding_codes
from dossier.matching.index import BUTIR_OPEN
from dossier.model import Finding, Severity

if TYPE_CHECKING:
    from dossier.matching.code_spellings import Mention
    from dossier.matching.index import PlanIndex
    from dossier.model import Claim, EvidenceFile, Pin


def unknown_code(known: PlanIndex, path: str, mention: Mention) -> Finding:
    """Return the finding about a code that the plan lacks."""
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


def unknown_letter(known: PlanIndex, file: EvidenceFile, mention: Mention) -> Finding | None:
    """Return the finding about the letter of a code that its indicator lacks, or None."""
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


def contradicted(file: EvidenceFile, warning: str) -> Finding:
    """Return the finding about words that speak against the code of a name."""
    return Finding(
        code=finding_codes.CODE_AGAINST_WORDS,
        severity=Severity.WARNING,
        subject=file.path,
        text=f"“{file.path}”: {warning}. Kodenya yang dipakai.",
        advice=f"Periksa isi “{file.path}”; bila kodenya keliru, ganti kodenya atau tetapkan di plan/pins.yaml.",
        path=file.path,
    )


def misfiled(file: EvidenceFile, claim: Claim, place: str) -> Finding:
    """Return the finding about a name that is clear and not at home in its folder."""
    return Finding(
        code="letak_dan_nama_berbeda",
        severity=Severity.NOTE,
        subject=file.path,
        text=f"“{file.path}”: foldernya menunjuk {place}, namanya jelas menunjuk {claim.indicator} "
        f"{claim.requirement or BUTIR_OPEN}. Namanya yang dipakai.",
        advice=f"Pindahkan “{file.path}” ke folder {claim.indicator}, atau tetapkan tempatnya di plan/pins.yaml.",
        path=file.path,
    )


def bad_pin(pin: Pin) -> Finding:
    """Return the finding about a pin whose target the plan lacks."""
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
