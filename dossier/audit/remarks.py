"""What a person should know, in plain Indonesian: what is the matter with which file, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.audit.naming import gap_name
from dossier.model import Fault, FaultKind, Finding, Rule, Severity
from dossier.wording import join_words, long_date, month_year

if TYPE_CHECKING:
    from dossier.model import AmbiguousFile, Claim, Indicator, Requirement, Slot

_SEVERITIES: Final = tuple(Severity)
_MOST_PLACES: Final = 3  # places named in one text; the rest is a number


def fault_finding(claim: Claim, indicator: Indicator, requirement: Requirement) -> Finding:
    """Return the finding about a file that belongs to a requirement and fills none of its slots."""
    fault = claim.fault or _fault_without_words(claim)
    if fault.kind is FaultKind.OTHER_YEAR:
        return _other_year(claim, fault, indicator, requirement)
    path, slots = claim.file.path, indicator.slots_of(requirement)
    name = gap_name(indicator, requirement, slots[0]) if slots else indicator.code
    periods = enumeration([slot.label for slot in slots])
    place = place_words(indicator, requirement, None)
    text = f"“{path}” adalah bukti {place}, tetapi {clause(fault.text)}, jadi belum mengisi apa pun."
    advice = f"Sebut periodenya ({periods}) pada nama berkas, misalnya simpan sebagai “{name}”."
    if fault.kind is FaultKind.OUTSIDE:
        advice = (
            "Bila bulannya salah tulis, sebut periode yang benar pada nama berkas, misalnya “"
            f"{name}”; bila memang untuk salah satunya, tetapkan slotnya di plan/pins.yaml."
        )
    return about(path, fault.kind.value, text, advice)


def _fault_without_words(claim: Claim) -> Fault:
    if claim.slot is None:
        return Fault(kind=FaultKind.NO_PERIOD, text="periodenya tidak terbaca")
    return Fault(kind=FaultKind.NO_PERIOD, text=f"{month_year(claim.slot)} tidak ada dalam jadwalnya")


def _other_year(claim: Claim, fault: Fault, indicator: Indicator, requirement: Requirement) -> Finding:
    path, slots = claim.file.path, indicator.slots_of(requirement)
    slot = next((slot for slot in slots if slot.key == claim.slot), slots[0] if slots else None)
    name = gap_name(indicator, requirement, slot) if slot else indicator.code
    text = f"“{path}” tidak mengisi {place_words(indicator, requirement, None)}: {clause(fault.text)}."
    advice = (
        f"Keluarkan “{path}” dari evidence/; bila dokumen tahun yang diminta belum ada di sana, taruh sebagai "
        f"“{name}”. Bila memang berkas ini yang diminta, tetapkan di plan/pins.yaml."
    )
    return about(path, fault.kind.value, text, advice)


def time_finding(claim: Claim, indicator: Indicator, requirement: Requirement, slot: Slot) -> Finding | None:
    """Return the finding about a paper that says it was made after the due date, or before its slot began.

    Papers of another year than the slot's are judged by their year alone, and what a person pinned is not judged.
    """
    if claim.dated is None or claim.fault or claim.rule is Rule.PIN:
        return None
    first, last = claim.dated
    if {first.year, last.year} != {slot.due.year}:
        return None
    path, place = claim.file.path, place_words(indicator, requirement, slot)
    when = long_date(first) if first == last else month_year(f"{first:%Y-%m}")
    if first > slot.due:
        text = f"“{path}” bertanggal {when}, sesudah batas {place}: {long_date(slot.due)}."
        advice = (
            f"Berkasnya tetap dihitung. Bila tanggal itu keliru, perbaiki pada nama “{path}”; bila benar, "
            "siapkan penjelasan keterlambatannya untuk penilai."
        )
        return about(path, "terlambat", text, advice)
    if last < slot.start:
        text = f"“{path}” bertanggal {when}, sebelum waktu {place}: mulai {long_date(slot.start)}."
        advice = f"Berkasnya tetap dihitung. Periksa apakah “{path}” memang bukti untuk {slot.label}."
        return about(path, FaultKind.OUTSIDE.value, text, advice, Severity.NOTE)
    return None


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
    advice = f"Tetapkan “{path}” di plan/pins.yaml"
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
