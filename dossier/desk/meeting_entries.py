"""A new meeting at the desk: checked, added to `plan/rapat.yaml`, and its papers made as `dossier meeting new` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import pipeline, plan, project, templates, wording
from dossier.desk.desk_requests import AskError
from dossier.desk.file_step import FileStep, bytes_of
from dossier.model import Meeting
from dossier.typed_days import DayError, read_day

if TYPE_CHECKING:
    from dossier.desk.desk_requests import MeetingAsked
    from dossier.model import Plan
    from dossier.state.workspace import Workspace

Shape = dict[str, object]


def meetings_shape(workspace: Workspace) -> Shape:
    """Return what a form for a meeting needs, and the meetings there are.

    Raises:
        PlanError: plan or meetings cannot be read.
    """
    definition = pipeline.define(workspace)
    known = definition.plan
    leader = definition.unit.leader
    return {
        "indikator": [
            {"kode": each.code, "nama": wording.cut(" ".join(each.statement.split()), 90), "slot": plan.slot_keys(each)}
            for each in known.indicators
        ],
        "pegawai": [dict(member).get("nama", "") for member in definition.unit.members],
        "pimpinan": leader.name if leader else "",
        "rapat": [
            {"hari": wording.long_date(each.day), "indikator": each.indicator, "acara": each.agenda}
            for each in plan.load_meetings(workspace.meetings, known)
        ],
    }


def meeting_of(known: Plan, asked: MeetingAsked) -> Meeting:
    """Return the meeting that is asked for.

    Raises:
        AskError: something is missing or cannot be; the message says which box.
    """
    indicator = known.indicator(asked.indikator)
    if indicator is None:
        raise AskError(f"Indikator “{asked.indikator}” tidak ada dalam rencana.", hint="Pilih dari daftarnya.")
    try:
        day = read_day(asked.tanggal)
    except DayError as error:
        raise AskError(f"Tanggal rapat {error}.", hint="Pilih tanggalnya.") from error
    texts = {name: " ".join(getattr(asked, name).split()) for name in ("waktu", "tempat", "acara", "pimpinan")}
    for name in ("tempat", "acara", "pimpinan"):
        if not texts[name]:
            raise AskError(f"Isian {name} masih kosong.", hint="Isi dahulu, lalu buat naskahnya.")
    slot = asked.slot or plan.slot_of_day(indicator, day) or plan.slot_keys(indicator)[-1]
    if slot not in plan.slot_keys(indicator):
        raise AskError(f"{indicator.code} tidak diminta untuk {slot}.", hint="Pilih waktunya dari daftar.")
    people = tuple(dict.fromkeys(" ".join(name.split()) for name in asked.peserta if name.strip()))
    return Meeting(
        indicator=indicator.code,
        slot=slot,
        day=day,
        time=texts["waktu"],
        place=texts["tempat"],
        agenda=texts["acara"],
        leader=texts["pimpinan"],
        people=people,
    )


def make_meeting(workspace: Workspace, asked: MeetingAsked) -> tuple[FileStep, Shape]:
    """Add the meeting and make its papers; return the step, and the papers with what is still to be filled.

    Raises:
        AskError: the form is not complete.
        PlanError: `plan/rapat.yaml` cannot be read or added to, or has another meeting of this day.
        TemplateError: a template is faulty; the other papers are written.
        OutputError: something cannot be written.
    """
    definition = pipeline.define(workspace)
    meeting = meeting_of(definition.plan, asked)
    before = bytes_of(workspace.meetings)
    plan.add_meeting(workspace.meetings, meeting, definition.plan)
    step = FileStep(workspace.meetings, before, bytes_of(workspace.meetings))
    pipeline.carry_drafts(workspace)
    made = project.Project(workspace).render_meetings(definition.plan, definition.unit, (meeting,))
    return step, {
        "naskah": [{"nama": paper.path.name, "isian": len(paper.open_prompts)} for paper in made.papers],
        "folder": workspace.papers.name,
        "tak_dikenal": list(templates.unknown_people(meeting, definition.unit)),
        "catatan": [finding.text for finding in made.findings],
    }
