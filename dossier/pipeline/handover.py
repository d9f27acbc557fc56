"""Hands an edition over: checks that it is whole and of today's inputs, and remembers it in `plan/`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier import plan, state
from dossier.errors import OutputError
from dossier.letter_text import EditionTotals
from dossier.model import EditionContents, HandedFile, Handover
from dossier.model.audience import READERS
from dossier.pipeline.run import evidence_lines
from dossier.pipeline.scanning import scan
from dossier.state import Settings, typed_json
from dossier.state.build_record import TOPICS, sources
from dossier.state.files import inside

if TYPE_CHECKING:
    from collections.abc import Collection

    from dossier.model import Audience
    from dossier.state import BuildRecord
    from dossier.state.workspace import Workspace

_INPUTS: Final = ("plan", "templates", "evidence")
"""Topics of a build that are the unit's own; a newer program alone makes no edition wrong."""
_GAPS: Final = "kesenjangan.json"
_REGISTER: Final = "register.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What was handed over, its totals, and whether it is a new entry of `plan/serah-terima.yaml`."""

    handover: Handover
    totals: EditionTotals
    is_new: bool


@dataclass(frozen=True, slots=True)
class _GapSlot:
    """A slot of `kesenjangan.json`, as far as it is remembered."""

    indicator: str
    requirement: str
    slot: str
    state: str


@dataclass(frozen=True, slots=True)
class _GapFile:
    slots: tuple[_GapSlot, ...]


def hand_over(workspace: Workspace, audience: Audience, receiver: str, day: dt.date) -> HandedOver:
    """Remember that the edition in `build/` for these readers was handed to somebody.

    Args:
        workspace: where the edition is.
        audience: which edition.
        receiver: who received it, as a person says it.
        day: when, as a person says it, or today.

    Raises:
        OutputError: there is no such edition, it was changed, or its inputs have changed since it was made.
        PlanError: the plan, or `plan/serah-terima.yaml`, cannot be read.
    """
    record = _current(workspace, audience)
    bundle = next(each for each in record.summary.bundles if each.audience == audience)
    contents = EditionContents(files=_files(record, audience), states=_states(workspace))
    handover = Handover(
        receiver=" ".join(receiver.split()),
        audience=audience,
        day=day,
        as_of=dt.date.fromisoformat(record.summary.as_of),
        register=record.outputs[_REGISTER],
        contents=plan.keep_contents(workspace.handed, contents),
    )
    added = plan.add_handover(workspace.handovers, handover)
    totals = EditionTotals(pages=bundle.total, files=bundle.evidence)
    return HandedOver(handover=handover, totals=totals, is_new=added)


def _current(workspace: Workspace, audience: Audience) -> BuildRecord:
    """Return the record of the edition in `build/`; it has to be there, whole, and of what there is now."""
    again = f"dossier build --untuk {audience}"
    record = state.load(workspace.build)
    if record is None or audience not in record.summary.audiences or audience.value not in record.contents:
        raise _refused(workspace, f"Belum ada edisi untuk {READERS[audience]} di build/.", again)
    plan.load_handovers(workspace.handovers)  # a faulty file is told before anything else
    settings = Settings(as_of=dt.date.fromisoformat(record.summary.as_of))
    now = sources(workspace, settings, evidence_lines(scan(workspace)))
    changed = [TOPICS[topic] for topic in _INPUTS if record.sources.get(topic) != now[topic]]
    if changed:
        why = f"Edisi di build/ sudah usang: {', '.join(changed)} berubah sejak disusun."
        raise _refused(workspace, why, f"{again}`, periksa hasilnya, lalu ulangi `dossier serah")
    bundles = {each.name for each in record.summary.bundles if each.audience == audience}
    if differing := _altered(workspace, record, {*bundles, _GAPS, _REGISTER}):  # also what is read below
        raise _refused(workspace, f"build/{differing} tidak lagi seperti saat disusun.", f"{again} --paksa")
    return record


def _altered(workspace: Workspace, record: BuildRecord, names: Collection[str]) -> str:
    """Return a file of the edition that is not there as it was written, or an empty text."""
    differing = set(record.differing(workspace.build)) | (set(names) - record.outputs.keys())
    return min(differing & set(names), default="")


def _refused(workspace: Workspace, why: str, remedy: str) -> OutputError:
    return OutputError(why, path=workspace.build, hint=f"Jalankan `{remedy}`.")


def _files(record: BuildRecord, audience: Audience) -> dict[str, HandedFile]:
    return {
        path: HandedFile(sha256=record.files[path], place=place, page=page)
        for path, (place, page) in record.contents[audience.value].items()
        if path in record.files
    }


def _states(workspace: Workspace) -> dict[str, str]:
    """Return the states of the slots in the gap list of the edition."""
    path = inside(workspace.build, _GAPS)
    shape = typed_json.read(path, _GapFile) if path is not None else None
    if shape is None:
        raise _refused(workspace, f"build/{_GAPS} tidak dapat dibaca.", "dossier build --paksa")
    return {f"{each.indicator} {each.requirement} {each.slot}": each.state for each in shape.slots}
