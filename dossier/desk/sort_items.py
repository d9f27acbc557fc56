"""What the page shows of one inspection: the plan, the files, and one file with what it may be. Values in, JSON out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dossier import convert, wording
from dossier.curation import file_groups, review_queue
from dossier.curation.review_queue import Standing
from dossier.model import Media
from dossier.wording import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.curation.review_queue import Question
    from dossier.matching import FoundRequirement, PlanSearch
    from dossier.model import Claim, EvidenceFile, Indicator, Pin, Plan, Requirement
    from dossier.pipeline import Inspection

Shape = dict[str, object]
MOST_CHOICES: Final = 9
"""Candidates that have a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SortView:
    """One inspection, by path; `open_paths` are the files that a person has to decide about, in the order of groups.

    `pictures` are the files that a picture can be drawn of, by the SHA-256 of their content.
    """

    inspection: Inspection
    questions: Mapping[str, Question]
    open_paths: tuple[str, ...]
    pins: Mapping[str, tuple[Pin, ...]]
    pictures: Mapping[str, EvidenceFile] = field(repr=False)

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.inspection.definition.plan


def view_of(inspection: Inspection) -> SortView:
    """Return what the page shows of an inspection."""
    matching, own = inspection.matching, inspection.definition.pins
    questions = {question.file.path: question for question in review_queue.all_questions(matching)}
    asked = {question.file.path for question in review_queue.open_questions(matching, own)}
    pins: dict[str, tuple[Pin, ...]] = {}
    for pin in own:
        pins[pin.path] = (*pins.get(pin.path, ()), pin)
    return SortView(
        inspection=inspection,
        questions=questions,
        open_paths=tuple(sorted(asked, key=file_groups.order_of)),
        pins=pins,
        pictures={file.sha256: file for file in inspection.scan.files if has_picture(file)},
    )


def has_picture(file: EvidenceFile) -> bool:
    """Return whether a picture of a file can be drawn."""
    return file.media in convert.PICTURED and not file.problem and bool(file.sha256)


def plan_shape(view: SortView) -> Shape:
    """Return the plan as the page needs it for choosing: codes, titles, requirements and their months."""
    return {
        "judul": shown(view.plan.title),
        "tahun": view.plan.year,
        "unit": shown(view.inspection.definition.unit.name),
        "area": [
            {
                "kode": area.code,
                "judul": shown(area.title),
                "indikator": [_indicator_shape(each) for each in area.indicators],
            }
            for area in view.plan.areas
        ],
    }


def _indicator_shape(indicator: Indicator) -> Shape:
    return {
        "kode": indicator.code,
        "bunyi": shown(indicator.statement),
        "butir": [_requirement_shape(indicator, each) for each in indicator.requirements],
    }


def _requirement_shape(indicator: Indicator, requirement: Requirement) -> Shape:
    slots = indicator.slots_of(requirement)
    several = slots if len(slots) > 1 else ()
    return {
        "id": requirement.id,
        "nama": shown(requirement.label),
        "slot": [[slot.key, wording.slot_name(slot.key, slot.label)] for slot in several],
    }


def file_shape(question: Question, *, is_open: bool) -> Shape:
    """Return one file in a list: its name, what it is and where it stands."""
    file = question.file
    folder, day = file_groups.group_of(file.path)
    date = file_groups.day_of(file.path)
    return {
        "letak": file.path,
        "nama": file.path.rpartition("/")[2],
        "folder": folder,
        "hari": day,
        "tanggal": date.isoformat() if date else "",
        "jenis": kind_name(file),
        "ukuran": wording.size_label(file.size),
        "keadaan": question.standing.value,
        "terbuka": is_open,
        "gambar": file.sha256 if has_picture(file) else "",
    }


def kind_name(file: EvidenceFile) -> str:
    """Return a kind as people know it: "JPEG", "jenis tak dikenal"."""
    return "jenis tak dikenal" if file.media is Media.UNKNOWN else file.media.value.upper()


def detail_shape(view: SortView, question: Question, search: PlanSearch) -> Shape:
    """Return one file with why it is open, what it may be, and what speaks for and against that."""
    choices = question.choices[:MOST_CHOICES]
    pro, contra = search.votes(question.file.path, question.choices)
    return {
        "letak": question.file.path,
        "mengapa": shown(question.reason),
        "masalah": shown(question.file.problem or ""),
        "calon": [choice_shape(view.plan, claim) for claim in choices],
        "mendukung": [shown(line) for line in pro],
        "menolak": [shown(line) for line in contra],
        "keputusan": [pin_words(view.plan, pin) for pin in view.pins.get(question.file.path, ())],
    }


def choice_shape(plan: Plan, claim: Claim) -> Shape:
    """Return one candidate: place, how sure, and the reasons."""
    place = review_queue.place_of(plan, claim)
    indicator = plan.indicator(claim.indicator)
    known = place.slot.key if place and place.slot and len(place.slots) > 1 else ""
    return {
        "indikator": claim.indicator,
        "butir": claim.requirement or "",
        "slot": known,
        "dekat": known or claim.near_slot or "",
        "kode": claim.code,
        "nama": shown(place.label if place else ""),
        "bunyi": shown(indicator.statement if indicator else ""),
        "bulan": wording.month_year(known) if known else "",
        "nilai": f"{claim.score:.2f}".replace(".", ","),
        "aturan": claim.rule.value,
        "alasan": [shown(reason) for reason in claim.reasons],
        "masalah": shown(claim.fault.text) if claim.fault else "",
    }


def found_shape(found: FoundRequirement) -> Shape:
    """Return one answer of the search."""
    requirement = found.requirement
    return {
        "indikator": found.indicator.code,
        "butir": requirement.id if requirement else "",
        "kode": f"{found.indicator.code}.{requirement.id}" if requirement else found.indicator.code,
        "nama": shown(requirement.label if requirement else found.indicator.statement),
        "bunyi": shown(found.indicator.statement),
    }


def pin_words(plan: Plan, pin: Pin) -> str:
    """Return a decision in words: code, label, month; or that it is no evidence."""
    if pin.question:
        return f"pertanyaan LKE {pin.question}"
    if pin.indicator is None:
        return "bukan bukti rencana ini"
    indicator = plan.indicator(pin.indicator)
    requirement = indicator.requirement(pin.requirement) if indicator else None
    code = f"{pin.indicator}.{requirement.id}" if requirement else pin.indicator
    label = requirement.label if requirement else wording.OPEN_REQUIREMENT
    month = f", {wording.month_year(pin.slot)}" if pin.slot else ""
    return shown(f"{code} {label}{month}")


def counts_shape(view: SortView, open_paths: frozenset[str]) -> Shape:
    """Return how many files are open, by their standing, and how many there are."""
    standings = [view.questions[path].standing for path in open_paths if path in view.questions]
    return {
        "terbuka": len(open_paths),
        "rancu": standings.count(Standing.AMBIGUOUS),
        "tanpa_tempat": standings.count(Standing.UNPLACED),
        "belum_mengisi": standings.count(Standing.FAULTY),
        "semua": len(view.questions),
        "diabaikan": len(view.inspection.matching.ignored),
    }
