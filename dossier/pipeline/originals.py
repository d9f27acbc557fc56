"""Originals whose pages are not the whole of them (signed, with attachments): byte for byte beside the dossier."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from dossier import reports
from dossier.model import Finding, Severity

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import PreparedPart
    from dossier.pipeline.artifacts import BuildContext

LIST: Final = "daftar.csv"


def write_originals(
    material: BuildContext, evidence: Path, folder: Path
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Copy the originals into `folder`, with a list; return findings, and a line for the end of the build."""
    kept = [part for part in material.assessment.parts if part.kept_as is not None]
    if not kept:
        return (), ()
    folder.mkdir()
    rows, findings = [], []
    for part in sorted(kept, key=lambda each: (each.kept_as or "", each.file.path)):
        target = folder / (part.kept_as or "").rpartition("/")[2]
        if target.exists() or _copied(part, evidence, target):
            rows.append((target.name, part.file.path, "; ".join(part.beside), part.file.sha256))
        else:
            findings.append(_changed(part))
    (folder / LIST).write_text(reports.originals_csv(rows), encoding="utf-8", newline="")
    said = (
        f"{len({row[0] for row in rows})} berkas asli disimpan apa adanya di build/{folder.name}/, daftarnya di {LIST}"
    )
    return tuple(findings), (said,)


def _copied(part: PreparedPart, evidence: Path, target: Path) -> bool:
    """Copy one file; what is no longer what was hashed leaves nothing."""
    digest = hashlib.sha256()
    try:
        with (evidence / part.file.disk_path).open("rb") as stream, target.open("wb") as copy:
            while block := stream.read(1 << 20):
                digest.update(block)
                copy.write(block)
    except FileNotFoundError:
        pass
    if digest.hexdigest() == part.file.sha256:
        return True
    target.unlink(missing_ok=True)
    return False


def _changed(part: PreparedPart) -> Finding:
    return Finding(
        code="asli_tidak_tersimpan",
        severity=Severity.WARNING,
        subject=part.file.path,
        path=part.file.path,
        text="Berkas ini berubah selagi dossier disusun; aslinya tidak tersimpan di build/asli/.",
        advice="Tunggu sampai penyalinan atau sinkronisasi selesai, lalu susun sekali lagi.",
    )
