"""A small workspace that builds in a moment, and what a build of it left."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.pipeline import build
from dossier.state.workspace import Workspace
from tests.support import hostile_pdf, hostile_pictures

if TYPE_CHECKING:
    from dossier.state import BuildResult

REPOSITORY = Path(__file__).parents[2]
AS_OF = dt.date(2025, 7, 1)
LATER = dt.date(2025, 8, 1)


def small_workspace(root: Path) -> Workspace:
    """Return a workspace of three indicators and three files: two PDFs and a photo."""
    shutil.copytree(REPOSITORY / "tests" / "golden" / "cases" / "kecil" / "plan", root / "plan")
    for name in ("unit.yaml", "kosakata.yaml"):
        shutil.copy(REPOSITORY / "plan" / name, root / "plan" / name)
    evidence = root / "evidence"
    evidence.mkdir()
    hostile_pdf.plain_pdf(evidence, "I.1.1 SK Tim Kerja ZI 2025.pdf")
    hostile_pdf.rotated_pdf(evidence, "I.2.1 Undangan rapat Maret 2025.pdf")
    hostile_pictures.exif_jpeg(evidence, name="scan0001.jpg")
    return Workspace(root.absolute())


def made(workspace: Workspace, as_of: dt.date = AS_OF, *, force: bool = False) -> BuildResult:
    """Build without LibreOffice."""
    return build(workspace, as_of, office="internal", force=force)


def outputs(workspace: Workspace) -> dict[str, bytes]:
    """Return every file in `build/` but what is kept between runs and the lock."""
    cache = workspace.build / "cache"
    found = (path for path in sorted(workspace.build.rglob("*")) if path.is_file() and cache not in path.parents)
    return {path.relative_to(workspace.build).as_posix(): path.read_bytes() for path in found if path.name != ".kunci"}


def without_history(found: dict[str, bytes]) -> dict[str, bytes]:
    """Return outputs without what rightly tells of earlier builds: the history, what draws it, and the calendar."""
    telling = {"riwayat.jsonl", "kesenjangan.xlsx", "laporan/index.html", "jatuh-tempo.ics", "lembar-pimpinan.pdf"}
    kept = {name: data for name, data in found.items() if name not in telling}
    if "edisi.json" in kept:
        edition = json.loads(kept["edisi.json"])
        assert telling <= edition["outputs"].keys()
        edition["outputs"] = {name: digest for name, digest in edition["outputs"].items() if name not in telling}
        kept["edisi.json"] = json.dumps(edition).encode()
    return kept
