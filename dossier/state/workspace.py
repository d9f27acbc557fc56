"""Paths of a workspace: plan, evidence, Word templates, generated output."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier._lazy import lazy
from dossier.errors import PlanError

with lazy():
    from dossier.state import output_places


if TYPE_CHECKING:
    from dossier.model import Audience


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with `plan/`, `evidence/`, optionally `templates_docx/`, `naskah/` for drafts, `build/` for output.

    `out` takes the place of `build/`; `kept` is a folder for what is kept by content, which others may share;
    `jobs` is how many processors the work may use, None for all that this process may. All paths are absolute.
    """

    root: Path
    out: Path | None = None
    kept: Path | None = None
    jobs: int | None = None

    @property
    def plan_file(self) -> Path:
        """The head of the plan."""
        return self.root / "plan" / "plan.yaml"

    @property
    def unit_file(self) -> Path:
        """The unit's profile."""
        return self.root / "plan" / "unit.yaml"

    @property
    def pins_file(self) -> Path:
        """What a person decided about single files."""
        return self.root / "plan" / "pins.yaml"

    @property
    def passwords_file(self) -> Path:
        """The passwords of single evidence files; a secret of the unit."""
        return self.root / "plan" / "sandi.yaml"

    @property
    def remarks(self) -> Path:
        """What the assessors remarked, each with who and from which workbook."""
        return self.root / "plan" / "catatan-tpi.yaml"

    @property
    def notes(self) -> Path:
        """Who takes care of a slot and what is being done, as staff wrote it into the workbook or here."""
        return self.root / "plan" / "tindak-lanjut.yaml"

    @property
    def meetings(self) -> Path:
        """Meetings whose papers are made together."""
        return self.root / "plan" / "rapat.yaml"

    @property
    def handovers(self) -> Path:
        """Which edition was handed to whom, and when."""
        return self.root / "plan" / "serah-terima.yaml"

    @property
    def handed(self) -> Path:
        """What was in the editions that were handed over, a file each."""
        return self.root / "plan" / "serah-terima"

    @property
    def last_year(self) -> Path:
        """What last year's plan still lacked at its end, and what the assessors said of it."""
        return self.root / "plan" / "tahun-lalu.yaml"

    @property
    def answers(self) -> Path:
        """The answers of unit and assessors to the evaluation sheet (LKE)."""
        return self.root / "plan" / "lke.yaml"

    @property
    def frozen_answers(self) -> Path:
        """The answers as they were on the day of submission, which the assessors' differences refer to."""
        return self.root / "plan" / "lke-terkunci.yaml"

    @property
    def reach_hints(self) -> Path:
        """A judgement about this plan: the best grade that the evidence it asks for can reach."""
        return self.root / "plan" / "lke-batas-rencana.csv"

    @property
    def archive(self) -> Path:
        """Copies of files that people filled in and that a newer one has replaced; never deleted by dossier."""
        return self.root / "plan" / "arsip"

    @property
    def evidence(self) -> Path:
        """The evidence tree; never written to."""
        return self.root / "evidence"

    @property
    def templates(self) -> Path:
        """The unit's own Word templates; they win over the packaged ones of the same name."""
        return self.root / "templates_docx"

    @property
    def build(self) -> Path:
        """Everything generated; what people type into its workbook is taken into `plan/` by every command."""
        return self.out or self.root / "build"

    @property
    def cache(self) -> Path:
        """What is kept between builds and belongs to this workspace alone."""
        return self.build / "cache"

    @property
    def shared(self) -> Path:
        """What is kept between builds by content and recipe: equal files of several workspaces are prepared once."""
        return self.kept or self.cache

    def way_to_evidence(self) -> str:
        """Return the path from the folder of the output to the evidence folder, its parts separated by `/`."""
        try:
            return Path(os.path.relpath(self.evidence, self.build)).as_posix()
        except ValueError:  # on another drive of Windows
            return self.evidence.as_posix()

    @property
    def papers(self) -> Path:
        """Word files rendered from the templates, for people to fill in."""
        return self.root / "naskah"

    @property
    def tray(self) -> Path:
        """Files that came from a phone and have no place yet; they are no evidence until the desk puts them in."""
        return self.root / "nampan"

    @property
    def old_papers(self) -> Path:
        """Where earlier versions rendered to."""
        return self.build / "templat"

    @property
    def parts(self) -> Path:
        """Evidence as clean PDFs, kept between builds by content hash."""
        return self.shared / "bagian"

    @property
    def contents(self) -> Path:
        """What evidence files say on their first pages, kept between runs by content hash."""
        return self.shared / "isi"

    @property
    def verdicts(self) -> Path:
        """Where evidence files belong and why, kept between runs by plan, code, path, pins and content."""
        return self.cache / "putusan.json"

    @property
    def workbook_readings(self) -> Path:
        """What the workbook in `build/` said when it was last read."""
        return self.cache / "bacaan"

    @property
    def filed_papers(self) -> Path:
        """What is still open in filed Word papers, kept between runs by content hash."""
        return self.shared / "naskah"

    @property
    def thumbnails(self) -> Path:
        """Small pictures of evidence files for the desk, kept by content hash."""
        return self.shared / "gambar"

    @property
    def hashes(self) -> Path:
        """Hashes of evidence files, kept between runs by size and time of change."""
        return self.cache / "sidik.json"

    @property
    def workbook(self) -> Path:
        """The workbook that staff fill; every command that needs their entries takes them into `plan/` first."""
        return self.build / "kesenjangan.xlsx"

    @property
    def answers_workbook(self) -> Path:
        """The workbook of the evaluation sheet that people fill, likewise."""
        return self.build / "lke.xlsx"

    @property
    def forms(self) -> tuple[Path, ...]:
        """The workbooks that people fill."""
        return self.workbook, self.answers_workbook

    @property
    def answers_intake(self) -> Path:
        """What has been taken from the present workbook of the evaluation sheet into `plan/`."""
        return self.cache / "isian-lke.json"

    @property
    def answers_readings(self) -> Path:
        """What the workbook of the evaluation sheet said when it was last read."""
        return self.cache / "bacaan-lke"

    @property
    def written_workbooks(self) -> Path:
        """The workbooks as the last build wrote them, named by their SHA-256: what one lacks was put in by a person."""
        return self.cache / "buku-kerja"

    @property
    def intake(self) -> Path:
        """What has been taken from the present workbook into `plan/`."""
        return self.cache / "isian.json"

    @property
    def history(self) -> Path:
        """The totals of every build, a line each."""
        return self.build / "riwayat.jsonl"

    @property
    def calendar(self) -> Path:
        """What falls due, as a calendar; the next edition cancels what it announced and is done."""
        return self.build / "jatuh-tempo.ics"

    @property
    def originals(self) -> Path:
        """Originals kept byte for byte, because their pages alone are not the whole of them."""
        return self.build / "asli"

    @property
    def quick(self) -> Path:
        """Stamps of the last build, for the up-to-date check."""
        return self.cache / "cepat.json"

    def layout_of(self, audience: Audience) -> Path:
        """Where our own pages stood in the last dossier for these readers."""
        return self.cache / f"tata-letak-{audience.value}.json"

    @property
    def own_pages(self) -> Path:
        """The pages that dossier drew itself for the last build, kept by what they show."""
        return self.cache / "halaman"

    @property
    def log(self) -> Path:
        """What the last build prepared anew, and why."""
        return self.cache / "pekerjaan.json"

    @property
    def bundle(self) -> Path:
        """The dossier."""
        return self.build / "dossier.pdf"


def open_workspace(
    root: Path, *, out: Path | None = None, kept: Path | None = None, jobs: int | None = None
) -> Workspace:
    """Return the workspace at `root`.

    Args:
        root: the folder that holds `plan/` and `evidence/`.
        out: a folder for the output instead of `build/`; made where it is not there.
        kept: a folder, which other workspaces may share, for what is kept by content; likewise.
        jobs: how many processors the work may use; None for all that this process may.

    Raises:
        PlanError: there is no such folder, or it holds no plan.
        OutputError: `out` or `kept` cannot be used.
    """
    # Absolute, because programs that we start have a working folder of their own.
    workspace = Workspace(
        root.absolute(),
        out=None if out is None else out.absolute(),
        kept=None if kept is None else kept.absolute(),
        jobs=jobs,
    )
    if not root.is_dir():
        raise PlanError(
            f"Folder kerja tidak ada: {root}",
            path=root,
            hint="Periksa nama sesudah -C (pada make: WORKSPACE=…).",
        )
    if not workspace.plan_file.is_file():
        raise PlanError(
            f"Rencana tidak ditemukan: {workspace.plan_file}",
            path=workspace.plan_file,
            hint="Jalankan di folder yang berisi plan/plan.yaml, sebut foldernya dengan -C FOLDER, "
            "atau salin folder plan/ bawaan ke sana.",
        )
    if out is not None or kept is not None:
        output_places.prepare(workspace)
    return workspace
