"""Writes what one person has to do as plain text that can be sent as it is: no markup, no command, no settings file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.audit import legend
from dossier.audit.handouts import NOBODY_LABEL
from dossier.wording import long_date, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossier.audit.handouts import Handout, Task
    from dossier.audit.status import Status
    from dossier.model import Unit

_HOW: Final = (
    "Simpan tiap berkas di folder dan dengan nama yang disebut. Bila folder itu tidak terjangkau dari tempat Saudara, "
    "kirimkan berkasnya dengan nama itu kepada tim kerja Zona Integritas."
)
_INDENT: Final = "   "


def handout_message(handout: Handout, view: Status, unit: Unit, folders: Mapping[str, str]) -> str:
    """Return the text for one person: greeting, the tasks numbered by urgency, and where their files go.

    Args:
        handout: whose it is, and what is to be done.
        view: the status that it was made from: the year, the day, and which rows where not all.
        unit: who sends it.
        folders: code of an indicator ─► the folder for its evidence.
    """
    office = unit.short_name or unit.name
    only = f" (hanya {view.only})" if view.only else ""
    about = f"bukti Zona Integritas {view.plan.year} {office}"
    opening = (
        f"Berikut {about} yang menjadi tanggung jawab Saudara{only}"
        if handout.person
        else f"Berikut {about} yang {NOBODY_LABEL}nya{only}"
    )
    greeting = handout.person or f"Tim Kerja Zona Integritas {office}"
    lines = [f"Yth. {greeting},", "", f"{opening}, keadaan per {long_date(view.as_of)}: {handout.summary}."]
    number = 0
    for heading, tasks in handout.parts:
        lines += ["", heading.upper()]
        for task in tasks:
            number += 1
            lines += _task_lines(task, number, folders)
    closing = () if not handout.person else ("", "Terima kasih.", "", f"Tim Kerja Zona Integritas {office}")
    return "\n".join(_flat((*lines, "", _HOW, *closing))) + "\n"


def messages(handouts: Iterable[Handout], view: Status, unit: Unit, folders: Mapping[str, str]) -> str:
    """Return the texts of several people, one below the other; one sentence where nothing is to be done."""
    texts = [handout_message(each, view, unit, folders) for each in handouts]
    only = f" ({view.only})" if view.only else ""
    between = f"\n{'─' * 40}\n\n"
    return between.join(texts) or f"Tidak ada bukti yang masih harus dikerjakan{only}.\n"


def _task_lines(task: Task, number: int, folders: Mapping[str, str]) -> Iterator[str]:
    first = task.first
    left = f" ({task.time_left})" if task.time_left else ""
    yield f"{number}. {first.requirement.label} ({task.code}), batas {task.when}{left}"
    yield f"{_INDENT}Keadaan: {legend.state_label(first.state)}"
    yield from (f"{_INDENT}{text[:1].upper()}{text[1:]}" for text in task.about)
    yield from (f"{_INDENT}Tindak lanjut: {text}" for text in task.follow_ups)
    yield f"{_INDENT}Simpan sebagai: {task.saved_as}"
    if folder := folders.get(first.indicator.code):
        yield f"{_INDENT}Folder: {folder}"
    if first.template:
        yield f"{_INDENT}Templat: {first.template}"


def _flat(lines: Iterable[str]) -> Iterator[str]:
    """Yield each line as one line, with what nobody sees spelt out: labels and names come from files."""
    for each in lines:
        indent = each[: len(each) - len(each.lstrip())]
        yield f"{indent}{' '.join(shown(each).split())}"
