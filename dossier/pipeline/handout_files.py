"""Makes the hand-outs of the gap list: a print of sheets, and a folder with a text and a calendar, for each person."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dossier import reports
from dossier._lazy import lazy
from dossier.audit.handouts import file_names, handouts_of, person_key
from dossier.audit.selection import Selection, persons_of, selected
from dossier.curation.folders import Shelves
from dossier.model import Audience, Outline
from dossier.reports.calendar import LARGEST
from dossier.state.files import is_plain_file, sha256_of

with lazy():
    from dossier import bind


if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dossier.audit.assessment import Assessment
    from dossier.state.build_record import BuildRecord

HANDOUTS: Final = "tugas"
"""The folder in `build/` with the texts and calendars."""
HANDOUT_PRINT: Final = "lembar-tugas.pdf"
NONE_ANNOUNCED: Final[Mapping[str, bytes]] = MappingProxyType({})


def folders_of(assessment: Assessment) -> dict[str, str]:
    """Return for the code of each indicator the folder for its evidence: where there is one, else as it would be."""
    shelves = Shelves(assessment.plan, (file.path for file in assessment.scan.files))
    codes = (indicator.code for indicator in assessment.plan.indicators)
    return {code: "/".join(("evidence", *shelves.home(code))) for code in codes}


def handout_print(assessment: Assessment, target: Path) -> None:
    """Write the print with a sheet a person; the rows may be a part of the plan's."""
    source = bind.BindInput(assessment=assessment, outline=Outline(sections=()), audience=Audience.STAF)
    bind.handouts_pdf(source, folders_of(assessment), target)


def handout_text(assessment: Assessment) -> str:
    """Return the texts of all people with something to do."""
    status = assessment.status
    return reports.messages(handouts_of(status), status, assessment.unit, folders_of(assessment))


def write_handouts(assessment: Assessment, announced: Mapping[str, bytes], target: Path) -> None:
    """Write the folder: for each person a text while there is something to do, and a calendar.

    A calendar stays when everything is done, and when its person is in charge of nothing any more: it takes back what
    it announced. Where there is nothing to write, no folder is made.

    Args:
        assessment: what is handed out.
        announced: file name ─► calendar of the edition before.
        target: the folder, which does not exist yet.
    """
    made = {**_texts(assessment), **_calendars(assessment, announced)}
    if made:
        target.mkdir()
    for name, data in made.items():
        (target / name).write_bytes(data)


def announced_before(build: Path, before: BuildRecord | None) -> dict[str, bytes]:
    """Return the calendars of people in `build/` by file name: those that are as the edition before wrote them."""
    found = {}
    for name, digest in (before.outputs if before else {}).items():
        folder, _, last = name.partition("/")
        path = build / HANDOUTS / last
        if folder != HANDOUTS or not last.endswith(".ics") or "/" in last or not is_plain_file(path):
            continue
        try:
            if path.stat().st_size <= LARGEST and sha256_of(path) == digest:
                found[last] = path.read_bytes()
        except OSError:
            continue  # as if it were not there
    return found


def _texts(assessment: Assessment) -> dict[str, bytes]:
    status, folders = assessment.status, folders_of(assessment)
    named = {each.person: each for each in handouts_of(status) if each.person}
    texts = {
        f"{name}.txt": reports.handout_message(named[person], status, assessment.unit, folders)
        for person, name in file_names(_people(assessment)).items()
        if person in named
    }
    return {name: text.encode("utf-8", "backslashreplace") for name, text in texts.items()}


def _calendars(assessment: Assessment, announced: Mapping[str, bytes]) -> dict[str, bytes]:
    people = {f"{name}.ics": person for person, name in file_names(_people(assessment)).items()}
    left = {name: name.removesuffix(".ics") for name in announced if name not in people}
    calendars = {}
    for name, person in (people | left).items():
        own = selected(assessment.status, Selection(persons=(person,)))
        data = reports.calendar_ics(own, assessment.unit, announced.get(name, b""))
        if b"BEGIN:VEVENT" in data:
            calendars[name] = data
    return calendars


def _people(assessment: Assessment) -> tuple[str, ...]:
    """Return everybody in charge of something, each once, spelt as the plan has it first."""
    spelt: dict[str, str] = {}
    for person in persons_of(assessment.status):
        spelt.setdefault(person_key(person), person.strip())
    return tuple(person for key, person in spelt.items() if key)
