"""Makes a new workspace: first files of a plan folder, the evidence tree, and nothing over what is there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.errors import OutputError
from dossier.importing import plan_import, starter_plan
from dossier.importing.unit_questions import UNIT_HEAD, is_open, unit_document
from dossier.plan.plan_documents import PLAN_NAME, area_documents, tables_of
from dossier.plan.plan_yaml import yaml_text
from dossier.state import files
from dossier.wording import safe_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from dossier.importing.plan_import import ImportResult
    from dossier.importing.questions_asked import Answers
    from dossier.plan.plan_documents import PlanDocument, PlanDocuments
    from dossier.state.workspace import Workspace

EMPTY_PINS: Final = """\
# Keputusan orang tentang berkas tertentu di folder evidence/. Keputusan di sini mengalahkan semua aturan lain.
#
#   berkas      letak berkas di dalam evidence/, persis seperti ditulis `dossier scan`
#   indikator   kode indikator; butir = huruf butirnya; slot = bulan jatuh tempo, TTTT-BB (boleh tidak ditulis)
#   bukan       true: berkas ini bukan bukti dari rencana ini; alasan = mengapa
"""
GITIGNORE: Final = """\
/build/
/naskah/
/nampan/
plan/sandi.yaml
"""
_LONGEST_FOLDER: Final = 60  # bytes; two of them and a file name stay far below what Windows takes for a path


def evidence_folders(documents: PlanDocuments) -> Iterator[str]:
    """Yield the folders of an evidence tree: one an area, in it one a component, named by code and title."""
    for _, area in area_documents(documents):
        above = _folder_name(area)
        for component in tables_of(area.get("komponen")):
            yield f"{above}/{_folder_name(component)}"


def _folder_name(table: PlanDocument) -> str:
    return safe_name(f"{table.get('kode', '')} {table.get('judul', '')}", _LONGEST_FOLDER)


def require_free(folder: Path) -> None:
    """Refuse a folder that is not empty, or that is no folder.

    Raises:
        OutputError: there is something.
    """
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if os.path.lexists(folder):
        hint = "Sebut folder yang kosong atau belum ada; yang sudah berisi tidak ditimpa."
        raise OutputError(f"{folder} sudah ada dan tidak kosong.", path=folder, hint=hint)


def write_whole(folder: Path, contents: Mapping[str, bytes], folders: Iterable[str] = ()) -> None:
    """Write a new folder with these files and empty folders, whole or not at all; it must be empty or absent.

    Raises:
        OutputError: it is not empty, or cannot be written.
    """
    require_free(folder)
    folder = folder.absolute()
    fresh = folder.with_name(f"{files.STAGING_PREFIX}{os.getpid()}-{folder.name}")
    with files.explained(folder):
        try:
            for name in folders:
                (fresh / name).mkdir(parents=True, exist_ok=True)
            for name, data in contents.items():
                files.write(fresh / name, data, durable=True)
            if folder.is_dir():
                folder.rmdir()
            fresh.rename(folder)
        finally:
            files.remove(fresh)


def write_missing(folder: Path, contents: Mapping[str, bytes], folders: Iterable[str] = ()) -> tuple[str, ...]:
    """Write those of these files that are not there yet, in their order, and return their names.

    Raises:
        OutputError: the folder cannot be written.
    """
    written = []
    with files.explained(folder):
        for name in folders:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, data in contents.items():
            if not os.path.lexists(folder / name):
                files.write(folder / name, data, durable=True)
                written.append(name)
    return tuple(written)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWorkspace:
    """What `set_up` made: the files that it wrote, how many folders of evidence, and what an import said."""

    written: tuple[str, ...]
    folders: int
    imported: ImportResult | None = None


def require_no_plan(workspace: Workspace) -> None:
    """Refuse a folder that has a plan.

    Raises:
        OutputError: it has one.
    """
    if os.path.lexists(workspace.plan_file):
        raise OutputError(
            f"Folder ini sudah punya rencana: {workspace.plan_file}; tidak ada yang diubah.",
            path=workspace.plan_file,
            hint="Tabel baru dimasukkan dengan `dossier plan import`, tahun berikutnya dengan `dossier plan rollover`.",
        )


def set_up(
    workspace: Workspace,
    about: Mapping[str, str],
    *,
    starter: bool = False,
    table: Path | None = None,
    answers: Answers,
) -> NewWorkspace:
    """Make what a workspace begins with; a file that is there stays as it is.

    Args:
        workspace: a folder without a plan; it is made.
        about: what was answered about the unit, by key.
        starter: write a plan of the questions of the evaluation sheet.
        table: import this file as the plan.
        answers: for the questions of the import.

    Raises:
        PlanError: the table holds no plan; nothing is written then.
        OutputError: the folder has a plan, or cannot be written.
    """
    require_no_plan(workspace)
    unit = workspace.unit_file
    has_unit, has_pins = os.path.lexists(unit), os.path.lexists(workspace.pins_file)
    contents = {"plan/pins.yaml": EMPTY_PINS.encode(), ".gitignore": GITIGNORE.encode()}
    imported = None
    if table is not None:
        imported = plan_import.import_plan(workspace, [table], answers, plan_import.ImportOptions())
        for path, known in ((unit, has_unit), (workspace.pins_file, has_pins)):
            if not known:  # the import's own first draft of it
                path.unlink(missing_ok=True)
    contents["plan/unit.yaml"] = yaml_text(unit_document(about), UNIT_HEAD).encode()
    documents = imported.documents if imported else starter_plan.starter_documents(*_head(about))
    if starter and not imported:
        areas = [name for name in documents if name != PLAN_NAME]
        for name in (*areas, PLAN_NAME):  # the head last: what is only half there is no plan
            text = yaml_text(documents[name], starter_plan.notes(name, documents[name]))
            contents[f"plan/{name}"] = text.encode()
    made = [f"evidence/{folder}" for folder in evidence_folders(documents)]
    written = write_missing(workspace.root, contents, made)
    return NewWorkspace(written=written, folders=len(made), imported=imported)


def _head(about: Mapping[str, str]) -> tuple[str, str, str]:
    short = about["nama"] if is_open(about["nama_singkat"]) else about["nama_singkat"]
    title = "Rencana Aksi Pembangunan Zona Integritas"
    return (title if is_open(short) else f"{title} {short}"), about["tahun"], about["predikat"]
