"""One plan for many new workspaces: the plan of a folder, or one made of a table, copied to each byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.errors import PlanError
from dossier.importing import plan_import
from dossier.importing.new_workspace import (
    EMPTY_PINS,
    GITIGNORE,
    NewWorkspace,
    evidence_folders,
    require_no_plan,
    write_missing,
)
from dossier.importing.unit_questions import UNIT_HEAD, unit_document
from dossier.plan import load_plan
from dossier.plan.plan_documents import PLAN_NAME, read_documents
from dossier.plan.plan_yaml import yaml_text
from dossier.state import files
from dossier.state.workspace import Workspace
from dossier.workers import scratch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dossier.importing.plan_import import ImportResult
    from dossier.importing.questions_asked import Answers

_BESIDE: Final = ("kosakata.yaml", "lke-batas-rencana.csv")
"""What belongs to a plan, beside its own files: not the profile, the decisions and the answers of the unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPlan:
    """A plan's title, its files by their name in a workspace, the head last, and the folders of its evidence.

    `imported` is what the import said, where it was made of a table.
    """

    title: str
    contents: Mapping[str, bytes]
    folders: tuple[str, ...]
    imported: ImportResult | None = None


def shared_plan(source: Path, answers: Answers, report: Path) -> SharedPlan:
    """Return the plan that many units get.

    Args:
        source: a workspace, its `plan/`, a `plan.yaml`, or a table of any kind that can be imported.
        answers: for the questions of an import.
        report: where the page of an import goes, which says where every cell came from.

    Raises:
        PlanError: it is no plan that can be used.
        OutputError: the page cannot be written.
    """
    head = _head(source)
    if head is not None:
        return _of_folder(head, None)
    with scratch.folder() as folder:
        workspace = Workspace(folder)
        imported = plan_import.import_plan(workspace, [source], answers, plan_import.ImportOptions())
        page = workspace.build / plan_import.PAGE_NAME
        if page.is_file():
            with files.explained(report):
                files.write(report, page.read_bytes())
        return _of_folder(workspace.plan_file, imported)


def _head(source: Path) -> Path | None:
    """Return the head of the plan that a path names, or None where it is another file."""
    if source.is_dir():
        found = [path for path in (source / PLAN_NAME, source / "plan" / PLAN_NAME) if path.is_file()]
        if not found:
            raise PlanError(
                f"Tidak ada rencana di {source}", path=source, hint="Sebut folder dengan plan.yaml, atau sebuah tabel."
            )
        return found[0]
    return source if source.name == PLAN_NAME else None


def _of_folder(head: Path, imported: ImportResult | None) -> SharedPlan:
    title = load_plan(head)[0].title
    documents = read_documents(head)
    names = [*(name for name in documents if name != PLAN_NAME), *_BESIDE, PLAN_NAME]
    contents = {
        f"plan/{name}": (head.parent / name).read_bytes() for name in names if files.is_plain_file(head.parent / name)
    }
    folders = tuple(f"evidence/{folder}" for folder in evidence_folders(documents))
    return SharedPlan(title=title, contents=contents, folders=folders, imported=imported)


def set_up_with(plan: SharedPlan, workspace: Workspace, about: Mapping[str, str]) -> NewWorkspace:
    """Make a workspace with a shared plan; a file that is there stays as it is.

    Args:
        plan: what the unit gets.
        workspace: a folder without a plan; it is made.
        about: what is known of the unit, by key.

    Raises:
        OutputError: the folder has a plan, or cannot be written.
    """
    require_no_plan(workspace)
    contents = {
        "plan/unit.yaml": yaml_text(unit_document(about), UNIT_HEAD).encode(),
        "plan/pins.yaml": EMPTY_PINS.encode(),
        ".gitignore": GITIGNORE.encode(),
        **plan.contents,  # its head last: what is only half there is no plan
    }
    written = write_missing(workspace.root, contents, plan.folders)
    return NewWorkspace(written=written, folders=len(plan.folders))
