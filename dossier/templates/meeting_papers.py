"""The papers of one meeting: which ones, for which requirement, and what the meeting fills in on them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import knowledge
from dossier.model import Finding, Severity
from dossier.templates.attendance import is_named
from dossier.templates.template_library import RenderRequest, choose
from dossier.typed_days import DayError, read_day
from dossier.wording import WEEKDAYS, long_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.model import Indicator, Meeting, Plan, Requirement, Unit
    from dossier.templates.template_library import DocumentAudit, TemplateInfo

PAPERS: Final[Mapping[str, str]] = {
    "undangan": "undangan",
    "daftar-hadir": "daftar hadir",
    "notulen": "notulen",
    "dokumentasi": "dokumentasi",
    "tabel-tindak-lanjut": "tindak lanjut",
}
"""Template of each paper of a meeting ─► the words by which a requirement or one of its aliases names that paper."""
_MOST_INVITED: Final = 6
"""People whose names an invitation lists; of more it leaves the addressee to be typed."""


def meeting_requests(plan: Plan, meeting: Meeting, templates: Sequence[TemplateInfo]) -> tuple[RenderRequest, ...]:
    """Return a request for each paper of a meeting.

    A paper belongs to the requirement that its template makes; else to the one that names it in its label or an alias,
    and then bears that name; else to the indicator alone.
    """
    indicator = plan.indicator(meeting.indicator)
    if indicator is None:
        return ()
    found = []
    for template, words in PAPERS.items():
        requirement, label = _place(indicator, template, words, templates)
        found.append(
            RenderRequest(
                indicator=indicator.code,
                requirement=requirement.id if requirement else None,
                slot=_slot(indicator, requirement, meeting.slot),
                template=template,
                label=label or f"{words.capitalize()} {meeting.agenda}",
                meeting=meeting,
            )
        )
    return tuple(found)


def _place(
    indicator: Indicator, template: str, words: str, templates: Sequence[TemplateInfo]
) -> tuple[Requirement | None, str]:
    """Return the requirement that a paper is for, and the name by which it asks for it."""
    chosen = ((each, choose(templates, each)) for each in indicator.requirements)
    for requirement, usual in chosen:
        if usual is not None and usual.name == template:
            return requirement, requirement.label
    for requirement in indicator.requirements:
        for name in (requirement.label, *requirement.aliases):
            if words in name.casefold():
                return requirement, name
    return None, ""


def _slot(indicator: Indicator, requirement: Requirement | None, key: str) -> str | None:
    """Return the key of the slot, or None where the requirement is due once only, whenever the meeting is."""
    slots = indicator.slots_of(requirement) if requirement else indicator.slots
    return None if len(slots) == 1 and slots[0].key != key else key


def filled_in(meeting: Meeting | None, unit: Unit) -> dict[str, str]:
    """Return what a meeting fills in: prompt ─► text. What it does not say is left out."""
    if meeting is None:
        return {}
    office = next((dict(each).get("jabatan", "") for each in unit.members if is_named(each, meeting.leader)), "")
    invited = "; ".join(meeting.people) if meeting.people else f"Seluruh pegawai {unit.name}"
    values = {
        "hari": WEEKDAYS[meeting.day.weekday()],
        "tanggal": long_date(meeting.day),
        "waktu": meeting.time,
        "tempat": meeting.place,
        "acara": meeting.agenda,
        "pimpinan": meeting.leader,
        "pimpinan_jabatan": ", ".join(text for text in (meeting.leader, office) if text),
        "peserta": invited if len(meeting.people) <= _MOST_INVITED else "",
    }
    return {row["isian"]: text for row in _rows() if (text := values[row["kunci"]])}


def agreed_facts(filled: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return of the filled places of a paper what the papers of a meeting must agree in: key ─► text."""
    keys = {row["isian"]: row["kunci"] for row in _rows() if row["kunci"] in AGREED}
    return {keys[prompt]: " ".join(text.split()) for prompt, text in filled if prompt in keys}


def disagreements(audits: Mapping[str, DocumentAudit]) -> dict[str, tuple[Finding, ...]]:
    """Return what papers of one meeting say differently: path ─► findings, each of which names the other paper too.

    Places that are still open say nothing, and papers that were not made for a meeting are not compared.

    Args:
        audits: path ─► what a filed paper says of itself.
    """
    first: dict[tuple[str, str], tuple[str, str]] = {}
    found: dict[str, list[Finding]] = {}
    for path, audited in sorted(audits.items()):
        facts = agreed_facts(audited.filled) if audited.meeting else {}
        for key, text in facts.items():
            other, said = first.setdefault((audited.meeting, key), (path, text))
            if _compared(text) != _compared(said):
                found.setdefault(path, []).append(_disagreement(path, other, AGREED[key], (text, said)))
    return {path: tuple(findings) for path, findings in found.items()}


def _disagreement(path: str, other: str, what: str, said: tuple[str, str]) -> Finding:
    return Finding(
        code="rapat_tak_sama",
        severity=Severity.WARNING,
        subject=path,
        text=f"{what.capitalize()} pada “{path}” ({said[0]}) lain daripada pada “{other}” ({said[1]}).",
        advice="Kedua naskah itu dari rapat yang sama: betulkan yang keliru.",
        path=path,
    )


def _compared(text: str) -> str:
    """Return a text as it is compared: a day by its date, else without case and punctuation at its end."""
    try:
        return read_day(text).isoformat()
    except DayError:
        return " ".join(text.split()).casefold().rstrip(".")


AGREED: Final[Mapping[str, str]] = {"tanggal": "tanggal rapat", "tempat": "tempat rapat", "acara": "acara rapat"}
"""What the papers of one meeting must agree in, and what a finding calls it."""


def unknown_people(meeting: Meeting, unit: Unit) -> tuple[str, ...]:
    """Return the names that the staff table does not have; none where there is no table."""
    names = (meeting.leader, *meeting.people)
    return tuple(n for n in names if unit.members and not any(is_named(member, n) for member in unit.members))


def _rows() -> Sequence[Mapping[str, str]]:
    return knowledge.rows("isian_rapat.csv")
