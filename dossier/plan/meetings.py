"""Reads `rapat.yaml` into meetings, and adds one: every other character of the file stays."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from dossier.errors import PlanError
from dossier.model import Meeting
from dossier.plan.entries_edit import scalar
from dossier.plan.yaml_fields import Fields, Problems, listed, nearest
from dossier.plan.yaml_tree import Table, read_document, read_source
from dossier.state import files
from dossier.typed_days import DayError, read_day

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from dossier.model import Indicator, Plan
    from dossier.plan.yaml_tree import Node

MEETING_KEYS: Final = ("indikator", "slot", "tanggal", "waktu", "tempat", "acara", "pimpinan", "peserta")
_REQUIRED: Final = ("indikator", "tanggal", "tempat", "acara", "pimpinan")
_HEAD: Final = "# Rapat yang naskahnya dibuat bersama (`dossier meeting new`, `dossier meeting papers`).\n"


def load_meetings(path: Path, plan: Plan) -> tuple[Meeting, ...]:
    """Read the meetings, in the order of the file; a missing file holds none.

    Raises:
        PlanError: an entry cannot be read or names what the plan does not have; `findings` holds every problem.
    """
    if not path.exists() and not path.is_symlink():
        return ()
    problems = Problems(path)
    return _meetings(read_document(path, problems), problems, path, plan)


def add_meeting(path: Path, meeting: Meeting, plan: Plan) -> bool:
    """Add a meeting at the end of the file; return False, and write nothing, where it is there as it is.

    Raises:
        PlanError: the file cannot be read or added to, or holds another meeting of this day and indicator.
        OutputError: it cannot be written.
    """
    with files.explained(path), files.in_turn(path.parent):
        known = load_meetings(path, plan)
        same = next((each for each in known if each.key == meeting.key), None)
        if same == meeting:
            return False
        if same is not None:
            raise PlanError(
                f"plan/rapat.yaml sudah memuat rapat {meeting.indicator} pada {meeting.day} dengan isian lain.",
                path=path,
                hint="Ubah isiannya di plan/rapat.yaml, lalu jalankan `dossier meeting papers`.",
            )
        old = path.read_bytes() if path.exists() else b""
        mark = codecs.BOM_UTF8 if old.startswith(codecs.BOM_UTF8) else b""
        before = old.decode("utf-8-sig")
        text = _with_block(before, _block(meeting))
        problems = Problems(path)
        try:
            after = _meetings(read_source(text, problems), problems, path, plan)
        except PlanError:
            after = ()
        if after != (*known, meeting):
            raise PlanError(
                "plan/rapat.yaml ditulis dengan cara yang tidak dapat ditambahi dengan aman.",
                path=path,
                hint="Tulis tiap rapat mulai baris baru tanpa menjorok, dengan “- indikator: …”.",
            )
        files.write(path.resolve(), mark + text.encode(), durable=True)
    return True


def read_meeting(path: Path, plan: Plan) -> Meeting:
    """Read one meeting from a file of answers, which has the keys of one entry of `rapat.yaml`.

    Raises:
        PlanError: it cannot be read; `findings` holds every problem.
    """
    problems = Problems(path)
    root = read_document(path, problems)
    problems.stop_on_errors(path, "Jawaban")
    if not isinstance(root, Table):
        raise PlanError(f"{path.name} tidak berisi kunci dan jawaban.", path=path, hint="Tulis mis. indikator: I.3.1")
    meeting = _read(Fields(root, MEETING_KEYS, problems), plan)
    problems.stop_on_errors(path, "Jawaban")
    assert meeting is not None  # noqa: S101 — what is missing is an error that has stopped us
    return meeting


def slot_of_day(indicator: Indicator, day: dt.date) -> str | None:
    """Return the key of the slot that a day lies in: the first one that is not late on it; None after the last."""
    return next((slot.key for slot in indicator.slots if not slot.is_late(day)), None)


def slot_keys(indicator: Indicator) -> tuple[str, ...]:
    """Return the keys of all slots in which an indicator or one of its requirements is due."""
    every = (slot for each in indicator.requirements for slot in indicator.slots_of(each))
    return tuple(sorted({slot.key for slot in (*indicator.slots, *every)}))


def _meetings(root: Node | None, problems: Problems, path: Path, plan: Plan) -> tuple[Meeting, ...]:
    advice = ("Awali dengan “- ”.", "Tulis “- indikator: …” lalu “tanggal: …” di bawahnya.")
    found: dict[str, Meeting] = {}
    for fields in listed(root, problems, MEETING_KEYS, advice):
        meeting = _read(fields, plan)
        if meeting is not None and meeting.key in found:
            text = f"Rapat {meeting.indicator} pada {meeting.day} sudah ditulis di atasnya."
            fields.error("rapat_kembar", fields.line("tanggal"), text, "Gabungkan keduanya.")
        elif meeting is not None:
            found[meeting.key] = meeting
    problems.stop_on_errors(path, "Daftar rapat")
    return tuple(found.values())


def _read(fields: Fields, plan: Plan) -> Meeting | None:
    fields.require(*_REQUIRED)
    values = {key: fields.text(key, filled=key in _REQUIRED) for key in MEETING_KEYS if key != "peserta"}
    people = fields.texts("peserta")
    day = _day(fields, values["tanggal"])
    indicator = plan.indicator(values["indikator"])
    if indicator is None and values["indikator"]:
        near = nearest(values["indikator"], [each.code for each in plan.indicators])
        advice = f"Mungkin maksudnya “{near}”." if near else "Lihat kodenya dengan `dossier plan show`."
        text = f"Indikator “{values['indikator']}” tidak ada dalam rencana."
        fields.error("kode_tak_dikenal", fields.line("indikator"), text, advice)
    if indicator is None or day is None:
        return None
    slot = values["slot"] or slot_of_day(indicator, day)
    if slot not in slot_keys(indicator):
        text = f"Rapat ini tidak jatuh pada salah satu waktu {indicator.code}."
        advice = f"Tulis “slot: …” dengan salah satu dari: {', '.join(slot_keys(indicator))}."
        fields.error("slot_tak_dikenal", fields.line("slot" if values["slot"] else "tanggal"), text, advice)
        return None
    return Meeting(
        indicator=indicator.code,
        slot=slot or "",
        day=day,
        time=values["waktu"],
        place=values["tempat"],
        agenda=values["acara"],
        leader=values["pimpinan"],
        people=people,
    )


def _day(fields: Fields, text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return read_day(text)
    except DayError as error:
        fields.error("tanggal_tak_terbaca", fields.line("tanggal"), f"Tanggal rapat {error}.", "Perbaiki tanggalnya.")
        return None


def _block(meeting: Meeting) -> str:
    values = (meeting.indicator, meeting.slot, meeting.day.isoformat(), meeting.time, meeting.place)
    texts = dict(zip(MEETING_KEYS, (*values, meeting.agenda, meeting.leader), strict=False))
    lines = [f"{key}: {scalar(value, indent=4, one_line=True)}" for key, value in texts.items() if value]
    if meeting.people:
        lines += ["peserta:", *(f"  - {scalar(name, indent=6, one_line=True)}" for name in meeting.people)]
    return "- " + "\n  ".join(lines) + "\n"


def _with_block(text: str, block: str) -> str:
    if not text.strip():
        return f"{_HEAD}\n{block}"
    newline = "\r\n" if "\r\n" in text else "\n"
    whole = text if text.endswith("\n") else text + newline
    return whole + newline + block.replace("\n", newline)
