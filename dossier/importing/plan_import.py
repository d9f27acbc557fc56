"""Imports files into `plan/`: reads each in a confined child, makes the plan, checks it, and writes it whole or not.

What was there is kept in `plan/arsip/`. Pins, notes and remarks are files of their own and are never touched.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.convert.grids.sheet_grid import GridsRead
from dossier.errors import DossierError, OutputError, PlanError
from dossier.importing import draft_documents, own_workbook
from dossier.importing.plan_differences import differences
from dossier.importing.plan_merge import PlanDiff, merged
from dossier.plan import load_plan
from dossier.plan.plan_documents import (
    PLAN_NAME,
    PlanDocument,
    PlanDocuments,
    is_area_file,
    plain,
    read_documents,
)
from dossier.plan.plan_yaml import yaml_text
from dossier.plan.yaml_fields import Problems
from dossier.plan.yaml_tree import Table, read_document
from dossier.state import files

with lazy():
    from dossier.convert.grids import picture_pages, read_grids
    from dossier.importing import import_page, plan_from_tables, prose_lists
    from dossier.matching import questions
    from dossier.workers import limited


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.convert.grids.sheet_grid import SheetGrid, TextLine
    from dossier.importing.own_workbook import OwnWorkbook
    from dossier.importing.plan_from_tables import ImportOutcome
    from dossier.importing.questions_asked import Answer, Answers
    from dossier.state.workspace import Workspace

PAGE_NAME: Final = "impor.html"
_DIGEST: Final = 10
_CODE: Final = re.compile(r"\b(?:[RH]\.)?[IVX]{1,5}\.\d{1,2}\.\d{1,2}\b")


class NoTableError(PlanError):
    """None of the files holds a table that can be read as a plan."""


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """What an import made: the outcome, its files, and what it changes where a plan is merged.

    An export of ours has no outcome, for nothing in it was interpreted; `doubts` are what was read in it with a doubt.
    """

    outcome: ImportOutcome | None
    documents: PlanDocuments
    doubts: tuple[str, ...] = ()
    diff: PlanDiff | None = None
    archive: Path | None = None
    written: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """How to import: the table by number from 1 (0: the best), named columns, what to do with a plan that is there."""

    sheet: int = 0
    columns: Mapping[str, str] | None = None
    replace: bool = False
    merge: bool = False
    confirmed: bool = False


def import_plan(workspace: Workspace, paths: Sequence[Path], answers: Answers, options: ImportOptions) -> ImportResult:
    """Import files and write the plan and `build/impor.html`.

    Raises:
        NoTableError: no table of a plan in them.
        OutputError: a plan is there and is to be neither replaced nor merged; or nothing can be written.
    """
    exists = workspace.plan_file.exists()
    if exists and not (options.replace or options.merge):
        raise OutputError(
            f"Rencana sudah ada: {workspace.plan_file}",
            path=workspace.plan_file,
            hint="Pakai --gabung untuk melihat bedanya, atau --ganti (yang lama disimpan di plan/arsip/).",
        )
    own = own_workbook.read(paths[0]) if len(paths) == 1 and paths[0].suffix.lower() == ".xlsx" else None
    if own is not None:
        return _own_import(workspace, own, options, exists=exists)
    if exists and options.merge:
        head = read_documents(workspace.plan_file)[PLAN_NAME]
        answers.known = {key: value for key in ("tahun", "predikat") if isinstance(value := head.get(key), str)}
    files_read = read_files(paths)
    outcome = _outcome(files_read, paths, answers, options)
    if outcome is None or not outcome.plan.indicators:
        raise _no_table(paths, files_read.grids, files_read.notes)
    outcome.notes = [*files_read.notes, *outcome.notes]
    documents = draft_documents.documents_of(outcome.plan)
    result = ImportResult(outcome=outcome, documents=documents)
    if exists and options.merge:
        result = _merged(workspace, result)
    with files.explained(workspace.build / PAGE_NAME):
        page = import_page.import_page(outcome, [path.name for path in paths])
        files.write(workspace.build / PAGE_NAME, page.encode("utf-8", "replace"))
    if result.diff is not None and (result.diff.is_empty or not options.confirmed):
        return result
    return _written(workspace, result, exists=exists)


def _own_import(workspace: Workspace, own: OwnWorkbook, options: ImportOptions, *, exists: bool) -> ImportResult:
    """Take a workbook that `plan export` wrote: every key as it stands there; files without a change stay as they are.

    Raises:
        PlanError: the plan could not be read again; nothing is written.
        OutputError: nothing can be written.
    """
    result = ImportResult(outcome=None, documents=own.documents, doubts=own.doubts)
    if exists:
        diff = differences(read_documents(workspace.plan_file), own.documents, _codes_in(workspace))
        result = replace(result, diff=diff)
        if not diff.touched or not (options.replace or options.confirmed):
            return result
    return _written(workspace, result, exists=exists)


def _outcome(
    files_read: GridsRead, paths: Sequence[Path], answers: Answers, options: ImportOptions
) -> ImportOutcome | None:
    """Return the plan of the tables, else of the lists in the text; None where neither makes one."""
    index = questions.QuestionIndex()
    name = " ".join(path.name for path in paths)
    named = options.columns or {}
    found = plan_from_tables.plan_from(
        files_read.grids, answers, index, named=named, file_name=name, chosen=options.sheet
    )
    if found is None and not named and not options.sheet:
        prose = prose_lists.table_of_prose(files_read.lines, index)
        found = plan_from_tables.plan_from([prose], answers, index, named={}, file_name=name) if prose else None
    return found


def read_files(paths: Sequence[Path]) -> GridsRead:
    """Return the tables and lines of all files, each read in a confined child, and what was not read.

    Raises:
        NoTableError: a file cannot be read.
    """
    grids: list[SheetGrid] = []
    lines: list[TextLine] = []
    notes: list[str] = []
    for path in paths:
        found: GridsRead | limited.Failure = limited.read_limited(read_grids.read_grids, path, read_grids.LIMITS)
        if not isinstance(found, limited.Failure) and found.pictures:
            found = picture_pages.read_pictures(path)
        trouble = str(found) if isinstance(found, limited.Failure) else found.trouble
        if isinstance(found, limited.Failure) or trouble:
            raise NoTableError(
                f"{path.name}: {trouble}.",
                path=path,
                hint="Simpan tabelnya sebagai .xlsx, .docx, atau .csv, lalu ulangi.",
            )
        several = len(paths) > 1
        grids += [replace(grid, name=f"{path.name} {grid.name}") if several else grid for grid in found.grids]
        lines += [replace(line, place=f"{path.name} {line.place}") if several else line for line in found.lines]
        notes += [*found.notes, *(note for grid in found.grids for note in grid.notes)]
    return GridsRead(grids=tuple(grids), lines=tuple(lines), notes=tuple(notes))


def _no_table(paths: Sequence[Path], grids: Sequence[SheetGrid], notes: Sequence[str]) -> NoTableError:
    seen = [
        f"{grid.name}: {len(grid.rows)} baris, {grid.width} kolom; baris pertama: "
        + " | ".join(" ".join(cell.split())[:30] for cell in (grid.rows[0] if grid.rows else ()) if cell)[:200]
        for grid in grids[:10]
    ]
    told = "\n    ".join([*seen, *notes]) or "tidak ada tabel sama sekali"
    return NoTableError(
        f"Tidak ada tabel atau daftar rencana yang dikenal di {', '.join(path.name for path in paths)}. Yang terbaca:"
        f"\n    {told}",
        path=paths[0],
        hint="Sebut kolomnya, mis. --peta B=komponen,C=indikator,D=langkah_aksi,E=bukti_fisik,F=target_waktu "
        "(dan --lembar N untuk lembarnya).",
    )


def read_answers(path: Path) -> dict[str, Answer]:
    """Read a file of answers: key ─► a text, or a table of texts.

    Raises:
        PlanError: it cannot be read.
    """
    problems = Problems(path)
    root = read_document(path, problems)
    problems.stop_on_errors(path, "Jawaban")
    if not isinstance(root, Table):
        raise PlanError(f"{path.name} tidak berisi kunci dan jawaban.", path=path, hint="Tulis mis. predikat: WBK")
    document = plain(root)
    found: dict[str, Answer] = {}
    for key, value in document.items() if isinstance(document, dict) else ():
        if isinstance(value, str):
            found[key] = value
        elif isinstance(value, dict):
            found[key] = {name: each for name, each in value.items() if isinstance(each, str)}
    return found


def _merged(workspace: Workspace, result: ImportResult) -> ImportResult:
    old = read_documents(workspace.plan_file)
    documents, diff = merged(old, result.documents, _codes_in(workspace))
    return replace(result, documents=documents, diff=diff)


def _codes_in(workspace: Workspace) -> frozenset[str]:
    """Return the codes that pins, notes and remarks speak of."""
    found: set[str] = set()
    for path in (workspace.pins_file, workspace.notes, workspace.remarks):
        if files.is_plain_file(path):
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            found.update(code for line in lines if not line.startswith("#") for code in _CODE.findall(line))
    return frozenset(found)


def _written(workspace: Workspace, result: ImportResult, *, exists: bool) -> ImportResult:
    folder = workspace.plan_file.parent
    old = read_documents(workspace.plan_file) if exists and result.diff is not None else {}
    texts = _texts(folder, result, old)
    if result.outcome is not None and not files.is_plain_file(workspace.unit_file):
        unit = draft_documents.unit_document(result.outcome.plan)
        texts = {"unit.yaml": yaml_text(unit, draft_documents.UNIT_HEAD), **texts}
    if not files.is_plain_file(workspace.pins_file):
        texts = {"pins.yaml": "[]\n", **texts}
    _check(result, folder, texts)
    with files.explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with files.in_turn(folder):
            archive, before = _kept_copy(workspace) if exists else (None, ())
            for name in sorted(texts, key=lambda each: (each == PLAN_NAME, each)):
                files.write(folder / name, texts[name].encode(), durable=True)
            for name in before:
                if name not in texts and name not in result.documents:
                    (folder / name).unlink(missing_ok=True)
    return replace(result, archive=archive, written=tuple(sorted(texts)))


def _texts(folder: Path, result: ImportResult, old: PlanDocuments) -> dict[str, str]:
    """Return the files to be written; one that a merge leaves as it is stays byte for byte."""
    touched = None if result.diff is None else result.diff.touched
    texts: dict[str, str] = {}
    for name, document in result.documents.items():
        if touched is not None and name in old and name not in touched:
            continue
        head = _own_head(folder / name) if name in old else ""
        texts[name] = yaml_text(document, head or draft_documents.head_of(name, document))
    return texts


def _own_head(path: Path) -> str:
    """Return the explanation that stands at the head of a file, without `#`."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").removeprefix(" "))
    return "\n".join(lines)


def _check(result: ImportResult, folder: Path, texts: Mapping[str, str]) -> None:
    """Refuse to write what could not be read again: never half a plan.

    Raises:
        PlanError: the plan would not be readable.
    """
    hint = "Lihat build/impor.html; perbaiki tabelnya atau sebut kolomnya dengan --peta."
    if result.outcome is None:
        hint = "Perbaiki sel-sel itu di buku kerjanya, lalu impor lagi."
    with tempfile.TemporaryDirectory() as outer:
        scratch = Path(outer) / folder.name  # complaints name files as they would be called
        scratch.mkdir()
        for name in result.documents:
            if name != PLAN_NAME and not is_area_file(name):
                raise PlanError(f"“{name}” bukan nama berkas area; tidak ada yang ditulis.", hint=hint)
            text = texts.get(name)
            data = text.encode() if text is not None else (folder / name).read_bytes()
            (scratch / name).write_bytes(data)
        try:
            load_plan(scratch / PLAN_NAME)
        except DossierError as error:
            raise PlanError(
                "Tabel terbaca, tetapi rencana yang dihasilkan tidak dapat dipakai; tidak ada yang ditulis.",
                hint=hint,
                findings=error.findings,
            ) from error


def _kept_copy(workspace: Workspace) -> tuple[Path, tuple[str, ...]]:
    """Copy the plan that is there into `plan/arsip/rencana-<digest>/`; return the folder and the names of its files."""
    folder = workspace.plan_file.parent
    names = [PLAN_NAME, *_area_names(workspace.plan_file)]
    found = {name: (folder / name).read_bytes() for name in names if files.is_plain_file(folder / name)}
    digest = hashlib.sha256(
        b"\0".join(name.encode() + b"\0" + data for name, data in sorted(found.items()))
    ).hexdigest()
    archive = workspace.archive / f"rencana-{digest[:_DIGEST]}"
    for name, data in found.items():
        files.write(archive / name, data, durable=True)
    return archive, tuple(name for name in found if name != PLAN_NAME)


def _area_names(path: Path) -> list[str]:
    """Return the area files that a plan names, also one that cannot be read as a plan."""
    root = read_document(path, Problems(path))
    document: PlanDocument = {}
    if isinstance(root, Table) and isinstance(value := plain(root), dict):
        document = value
    names = document.get("area")
    inside = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return [name for name in inside if files.inside(path.parent, name) is not None and "/" not in name]
