"""Renames claimed evidence files to coded names, with the journal and the pins; for the command and for the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import matching
from dossier.curation import rename_journal, rename_plan
from dossier.curation.journal_file import FILE_NAME, Journal
from dossier.model import Scan
from dossier.pipeline.definition import define
from dossier.plan.pins_file import PinsBook
from dossier.state.lease import lock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.curation.journal_file import RenameRun, RenameStep
    from dossier.curation.rename_journal import Refusal
    from dossier.curation.rename_plan import Adoption, Move
    from dossier.model import Matching, Pin
    from dossier.pipeline.steps import Inspection
    from dossier.state.workspace import Workspace


def rename_journal_of(workspace: Workspace) -> Journal:
    """Return the journal of renames of a workspace."""
    return Journal(workspace.plan_file.parent / FILE_NAME, workspace.evidence)


def propose_names(inspection: Inspection, names: Sequence[str] = ()) -> Adoption:
    """Return coded names for the claimed files that have none: of all, or of these files and folders."""
    return _proposed(inspection, names, narrow=False)


def propose_name(inspection: Inspection, path: str) -> Adoption:
    """Return a coded name for one file; proved on the files beside it alone, for no other file decides its place."""
    return _proposed(inspection, (path,), narrow=True)


def _proposed(inspection: Inspection, names: Sequence[str], *, narrow: bool) -> Adoption:
    definition = inspection.definition
    matcher = matching.Matcher(definition.plan, matching.office_of(definition.unit.name, definition.unit.short_name))
    known = {file.path for file in inspection.scan.files}

    def rematch(scan: Scan, pins: tuple[Pin, ...]) -> Matching:
        if narrow:
            folders = {file.path.rpartition("/")[0] for file in scan.files if file.path not in known}
            files = tuple(file for file in scan.files if file.path.rpartition("/")[0] in folders)
            scan = Scan(files=files, ignored=())
        return matcher.match(scan, pins)

    return rename_plan.propose(
        definition.plan, inspection.scan, inspection.matching, definition.pins, rematch, only=names
    )


def rename(
    workspace: Workspace, journal: Journal, moves: Sequence[Move], book: PinsBook | None = None
) -> tuple[RenameRun, tuple[Refusal, ...]]:
    """Rename as proposed, let the pins follow, and end the run; what cannot be renamed is left and named.

    Args:
        workspace: whose evidence it is.
        journal: its journal.
        moves: what was proposed.
        book: the pins, where the caller has them open.

    Raises:
        BusyError: a build is at work.
        OutputError: the journal or the pins cannot be written.
    """
    with lock(workspace.build):
        run, refused = rename_journal.apply(journal, workspace.evidence, moves)
        conclude(workspace, journal, run.number, {step.old: step.new for step in run.steps}, book)
    return run, refused


def conclude(
    workspace: Workspace, journal: Journal, number: int, moved: Mapping[str, str], book: PinsBook | None = None
) -> None:
    """Let the pins follow moved files, then end the run."""
    follow(workspace, moved, book)
    if any(run.number == number for run in journal.runs()):
        journal.add(number, "selesai")


def undo_rename(
    workspace: Workspace, journal: Journal, run: RenameRun, book: PinsBook | None = None
) -> tuple[tuple[RenameStep, ...], tuple[Refusal, ...]]:
    """Bring the names of a run back, and the pins; return the steps that were taken back and what was left."""
    with lock(workspace.build):
        back, refused = rename_journal.undo(journal, workspace.evidence, run)
        follow(workspace, {step.new: step.old for step in back}, book)
    return back, refused


def follow(workspace: Workspace, moved: Mapping[str, str], book: PinsBook | None) -> None:
    """Let the pins of moved files follow them, old path ─► new."""
    if moved and workspace.pins_file.is_file():
        pins = book or PinsBook(path=workspace.pins_file, plan=define(workspace).plan)
        pins.rename(moved)
