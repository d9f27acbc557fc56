"""Builds the texts of audit findings (Indonesian), and the file name suggested for an empty slot. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier.knowledge import finding_codes
from dossier.model import Fault, FaultKind, Finding, Media, Rule, Severity
from dossier.wording import OPEN_REQUIREMENT, join_words, long_date, month_year, safe_name

if TYPE_CHECKING:
    from dossier.model import AmbiguousFile, Claim, Indicator, Requirement, Slot


ENDING: Final = re.compile(r"\.(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{2,5}$")
"""The ending of a name: ".pdf", ".mp4", ".7z", but not the last part of "V.4.2" or "V.4.b"."""

_LONGEST_NAME: Final = 120  # characters of a suggested file name, its ending included
_SHORT_NAME: Final = 60
_JOINING: Final = frozenset(
    {"agar", "atas", "atau", "bagi", "dalam", "dan", "dari", "dengan", "di", "guna", "hak", "kepada", "ke", "kinerja"}
    | {"melalui", "oleh", "pada", "para", "penerapan", "per", "sebagai", "secara", "serta", "sesuai", "sudah", "tahun"}
    | {"telah", "tentang", "terhadap", "unit", "untuk", "yang"}
)
"""Words that leave a title open at its end."""


def gap_name(indicator: Indicator, requirement: Requirement, slot: Slot) -> str:
    """Return the name of a file that would fill the slot: "I.3.1 Undangan rapat 2025-04.pdf".

    Only ASCII letters, digits, spaces and `( ) , . _ -`, at most 120 characters; the month is left out where the
    requirement has a single slot.
    """
    period = f" {slot.key}" if len(indicator.slots_of(requirement)) > 1 else ""
    room = _LONGEST_NAME - len(f"{indicator.code} {period}.pdf")
    label = safe_name(requirement.label, room, plain=True) or requirement.kind.value
    return f"{indicator.code} {label}{period}.pdf"


def suggested_name(claim: Claim, indicator: Indicator, requirement: Requirement) -> str:
    """Return the name that would make a file fill what a claim means, with the file's own ending and month.

    Where neither the claim nor the file says a slot, the name is that of the first one, as an example.
    """
    slots = indicator.slots_of(requirement)
    keys = {slot.key: slot for slot in slots}
    slot = keys.get(claim.slot or "") or keys.get(claim.near_slot or "") or next(iter(slots), None)
    name = gap_name(indicator, requirement, slot) if slot else f"{indicator.code}.pdf"
    found = ENDING.search(claim.named)
    return name.removesuffix(".pdf") + (found[0] if found else "")


def file_name(code: str, text: str) -> str:
    """Return a name for a file about an indicator, without ending: "I.3.1 Tim kerja telah menyusun rencana".

    Only ASCII letters, digits, spaces and `( ) , . _ -`, at most 60 characters. A longer text is cut at a word that can
    end a title: not at "dan", and not inside brackets.
    """
    whole = safe_name(text, len(text.encode()), plain=True)
    title = safe_name(text, _SHORT_NAME - len(f"{code} "), plain=True)
    if title != whole:
        title = title.rpartition("(")[0] or title if title.count("(") > title.count(")") else title
        words = title.split()
        while len(words) > 1 and words[-1].casefold().strip(",") in _JOINING:
            words.pop()
        title = " ".join(words).rstrip(" ,")
    return f"{code} {title}".rstrip()


_SEVERITIES: Final = tuple(Severity)
_MOST_PLACES: Final = 3  # places named in one text; the rest is a number


def fault_finding(claim: Claim, indicator: Indicator, requirement: Requirement) -> Finding:
    """Return the finding about a file that belongs to a requirement and fills none of its slots."""
    fault = claim.fault or _fault_without_words(claim)
    if fault.kind is FaultKind.OTHER_YEAR:
        return _other_year(claim, fault, indicator, requirement)
    if fault.kind is FaultKind.CONTENT:
        return _other_content(claim, fault, indicator, requirement)
    path, slots = claim.file.path, indicator.slots_of(requirement)
    name = suggested_name(claim, indicator, requirement)
    periods = enumeration([slot.label for slot in slots])
    place = place_words(indicator, requirement, None)
    text = f"“{claim.named}” adalah bukti {place}, tetapi {clause(fault.text)}, jadi belum mengisi apa pun."
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
    text = f"“{claim.named}” tidak mengisi {place_words(indicator, requirement, None)}: {clause(fault.text)}."
    advice = (
        f"Keluarkan “{path}” dari evidence/; bila dokumen tahun yang diminta belum ada di sana, taruh sebagai "
        f"“{name}”. Bila memang berkas ini yang diminta, tetapkan di plan/pins.yaml."
    )
    return about(path, fault.kind.value, text, advice)


def _other_content(claim: Claim, fault: Fault, indicator: Indicator, requirement: Requirement) -> Finding:
    path = claim.file.path
    slot = next((slot for slot in indicator.slots_of(requirement) if slot.key == claim.slot), None)
    text = f"“{claim.named}” dipasang di {place_words(indicator, requirement, slot)}, tetapi {clause(fault.text)}."
    advice = (
        f"Buka “{path}”. Bila isinya yang benar, perbaiki namanya atau pindahkan; bila memang ini buktinya, tetapkan "
        "di plan/pins.yaml."
    )
    return about(path, fault.kind.value, text, advice)


def same_bytes(path: str, others: list[str], places: list[str]) -> Finding:
    """Return the finding about a file with the bytes of others, together used for several places, each in words."""
    same = enumeration([f"“{other}”" for other in others])
    text = f"“{path}” isinya sama persis dengan {same}, padahal dipakai untuk {enumeration(places)}."
    advice = (
        f"Periksa apakah “{path}” salah salin; ganti dengan bukti yang benar. Bila memang satu berkas untuk semuanya, "
        "tetapkan tempat-tempatnya di plan/pins.yaml."
    )
    return about(path, finding_codes.SAME_BYTES, text, advice)


def time_finding(claim: Claim, indicator: Indicator, requirement: Requirement, slot: Slot) -> Finding | None:
    """Return the finding about a paper that says it was made after the due date, or before its slot began.

    Papers of another year than the slot's are judged by their year alone, and what a person pinned is not judged. A
    signature after the due date is a note: minutes and reports of a period are written afterwards.
    """
    if claim.fault or claim.rule is Rule.PIN:
        return None
    if claim.dated is not None and {day.year for day in claim.dated} == {slot.until.year}:
        first, last = claim.dated
        when = long_date(first) if first == last else month_year(f"{first:%Y-%m}")
        if slot.is_late(first):
            return _late(claim, f"bertanggal {when}", place_words(indicator, requirement, slot), slot)
        if last < slot.start:
            return _early(claim, when, place_words(indicator, requirement, slot), slot)
    if claim.signed is not None and slot.is_late(claim.signed) and claim.signed.year == slot.until.year:
        said = f"ditandatangani {long_date(claim.signed)}"
        return _late(claim, said, place_words(indicator, requirement, slot), slot, Severity.NOTE)
    return None


def _late(claim: Claim, said: str, place: str, slot: Slot, severity: Severity = Severity.WARNING) -> Finding:
    path = claim.file.path
    text = f"“{claim.named}” {said}, sesudah batas {place}: {long_date(slot.until)}."
    wrong = f"perbaiki pada nama “{path}”" if severity is Severity.WARNING else f"perbaiki “{path}”"
    advice = (
        f"Berkasnya tetap dihitung. Bila tanggal itu keliru, {wrong}; bila benar, "
        "siapkan penjelasan keterlambatannya untuk penilai."
    )
    return about(path, "terlambat", text, advice, severity)


def _early(claim: Claim, when: str, place: str, slot: Slot) -> Finding:
    path = claim.file.path
    text = f"“{claim.named}” bertanggal {when}, sebelum waktu {place}: mulai {long_date(slot.start)}."
    advice = f"Berkasnya tetap dihitung. Periksa apakah “{path}” memang bukti untuk {slot.label}."
    return about(path, FaultKind.OUTSIDE.value, text, advice, Severity.NOTE)


def only_a_link(claim: Claim, indicator: Indicator, requirement: Requirement, slot: Slot) -> Finding:
    """Return the finding about a link where a paper is asked for."""
    path = claim.file.path
    place = place_words(indicator, requirement, slot)
    text = f"tautan tidak cukup: “{path}” hanya alamat, sedangkan {place} perlu berkasnya."
    advice = f"Unduh atau potret isi halamannya, lalu simpan sebagai “{gap_name(indicator, requirement, slot)}”."
    return about(path, "tautan_tidak_cukup", text, advice)


def open_requirement(claim: Claim, indicator: Indicator) -> Finding:
    """Return the finding about a file of which only the indicator is known."""
    path = claim.file.path
    known = enumeration([f"{each.id} ({each.label})" for each in indicator.requirements], "atau")
    text = f"“{path}” adalah bukti {indicator.code}, tetapi butirnya belum ditetapkan, jadi belum mengisi apa pun."
    advice = f"Tulis butirnya di plan/pins.yaml: {known}; atau jawab dengan `dossier match --review`."
    return about(path, finding_codes.OPEN_REQUIREMENT, text, unpack(path) if claim.file.media is Media.ZIP else advice)


def undecided(ambiguous: AmbiguousFile, named: list[str], name: str) -> Finding:
    """Return the finding about an ambiguous file; `name` would settle it for its best candidate."""
    path = ambiguous.file.path
    if ambiguous.front is not None:
        text = f"“{path}” belum pasti {ambiguous.front}: {clause(ambiguous.reason)}."
        advice = (
            f"Tulis di plan/pins.yaml “- berkas: {path}” dengan “surat: {ambiguous.front}” di bawahnya pada berkas "
            "yang benar, atau “surat: bukan” pada yang bukan."
        )
        return about(path, finding_codes.AMBIGUOUS_FILE, text, advice)
    meant = enumeration(named, "atau") or "beberapa butir"
    text = f"“{path}” mungkin bukti untuk {meant}: {clause(ambiguous.reason)}."
    if ambiguous.file.media is Media.ZIP:
        return about(path, finding_codes.AMBIGUOUS_FILE, text, unpack(path))
    advice = f"Tetapkan “{path}” di plan/pins.yaml"
    advice += f", atau bila yang pertama benar simpan sebagai “{name}”." if name else "."
    return about(path, finding_codes.AMBIGUOUS_FILE, text, advice)


def unpack(path: str) -> str:
    """Return the advice to unpack an archive: its members may belong to several requirements."""
    return (
        f"Buka arsip “{path}” dan simpan isinya satu per satu di evidence/, masing-masing dengan kodenya sendiri; bila "
        "seluruh arsip memang bukti satu butir, tetapkan di plan/pins.yaml."
    )


def about(path: str, code: str, text: str, advice: str, severity: Severity = Severity.WARNING) -> Finding:
    """Return a finding about one file."""
    return Finding(code=code, severity=severity, subject=path, text=text, advice=advice, path=path)


def place_words(indicator: Indicator, requirement: Requirement | None, slot: Slot | None) -> str:
    """Return "I.3.1 a (Undangan rapat), April 2025"; what is asked for once has no period worth naming."""
    if requirement is None:
        return f"{indicator.code} ({OPEN_REQUIREMENT})"
    period = f", {slot.label}" if slot and not requirement.once else ""
    return f"{indicator.code} {requirement.id} ({requirement.label}){period}"


def enumeration(words: list[str], joint: str = "dan") -> str:
    """Return the first words in a sentence and how many more there are."""
    shown = list(dict.fromkeys(words))
    if len(shown) > _MOST_PLACES:
        return f"{', '.join(shown[:_MOST_PLACES])}, {joint} {len(shown) - _MOST_PLACES} lainnya"
    return join_words(shown) if joint == "dan" else f" {joint} ".join(shown)


def clause(reason: str) -> str:
    """Return a reason without its full stop, to end a sentence with."""
    return reason.strip().rstrip(".") or "sebabnya tidak diketahui"


def finding_order(finding: Finding) -> tuple[int, str, str, str, int, str, str]:
    """Return the sort key of a finding: severity, most severe first, then subject."""
    return (
        _SEVERITIES.index(finding.severity),
        finding.subject,
        finding.code,
        finding.path or "",
        finding.line or 0,
        finding.text,
        finding.advice,
    )
