"""What a person should know, in plain Indonesian: what is the matter with which file, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.audit.naming import gap_name
from dossier.model import Finding, Severity
from dossier.wording import join_words, month_year

if TYPE_CHECKING:
    from dossier.model import AmbiguousFile, Claim, Indicator, Requirement, Slot

_SEVERITIES: Final = tuple(Severity)
_MOST_PLACES: Final = 3  # places named in one text; the rest is a number


def unread_period(claim: Claim, indicator: Indicator, requirement: Requirement) -> Finding:
    """Return the finding about a file whose slot is not known, or not one of the schedule's."""
    path, slots = claim.file.path, indicator.slots_of(requirement)
    name = gap_name(indicator, requirement, slots[0]) if slots else indicator.code
    why = "periodenya tidak terbaca"
    if claim.slot is not None:
        why = f"{month_year(claim.slot)} tidak ada dalam jadwalnya"
    periods = enumeration([slot.label for slot in slots])
    text = (
        f"“{path}” adalah bukti {place_words(indicator, requirement, None)}, tetapi {why}, jadi belum mengisi apa pun."
    )
    advice = f"Sebut periodenya ({periods}) pada nama berkas, misalnya simpan sebagai “{name}”."
    return about(path, "periode_tidak_terbaca", text, advice)


def only_a_link(claim: Claim, indicator: Indicator, requirement: Requirement, slot: Slot) -> Finding:
    """Return the finding about a link where a paper is asked for."""
    path = claim.file.path
    place = place_words(indicator, requirement, slot)
    text = f"tautan tidak cukup: “{path}” hanya alamat, sedangkan {place} perlu berkasnya."
    advice = f"Unduh atau potret isi halamannya, lalu simpan sebagai “{gap_name(indicator, requirement, slot)}”."
    return about(path, "tautan_tidak_cukup", text, advice)


def undecided(ambiguous: AmbiguousFile, named: list[str], name: str) -> Finding:
    """Return the finding about an ambiguous file; `name` would settle it for its best candidate."""
    path = ambiguous.file.path
    meant = enumeration(named, "atau") or "beberapa butir"
    text = f"“{path}” mungkin bukti untuk {meant}: {clause(ambiguous.reason)}."
    advice = "Tetapkan di plan/pins.yaml"
    advice += f", atau bila yang pertama benar simpan sebagai “{name}”." if name else "."
    return about(path, "berkas_rancu", text, advice)


def about(path: str, code: str, text: str, advice: str, severity: Severity = Severity.WARNING) -> Finding:
    """Return a finding about one file."""
    return Finding(code=code, severity=severity, subject=path, text=text, advice=advice, path=path)


def place_words(indicator: Indicator, requirement: Requirement, slot: Slot | None) -> str:
    """Return "I.3.1 a (Undangan rapat), April 2025"; what is asked for once has no period worth naming."""
    period = f", {slot.label}" if slot and not requirement.once else ""
    return f"{indicator.code} {requirement.id} ({requirement.label}){period}"


def enumeration(words: list[str], joint: str = "dan") -> str:
    """Return the first words in a sentence and how many more there are."""
    shown = list(dict.fromkeys(words))
    if len(shown) > _MOST_PLACES:
        return f"{', '.join(shown[:_MOST_PLACES])}, {joint} {len(shown) - _MOST_PLACES} lainnya"
    return join_words(shown) if joint == "dan" else f" {joint} ".join(shown)


def clause(reason: str) -> str:
    """Return a reason fit for the end of a sentence that brings its own full stop."""
    return reason.strip().rstrip(".") or "sebabnya tidak diketahui"


def finding_order(finding: Finding) -> tuple[int, str, str, str, int, str, str]:
    """Return what findings are sorted by: the gravest first, then by subject."""
    return (
        _SEVERITIES.index(finding.severity),
        finding.subject,
        finding.code,
        finding.path or "",
        finding.line or 0,
        finding.text,
        finding.advice,
    )
