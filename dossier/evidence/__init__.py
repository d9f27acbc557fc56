"""Reads the evidence tree into values: each entry once, with a printable unique name, SHA-256 and media type.

Knows no plan; changes nothing in the tree.
"""

from __future__ import annotations

import os
from collections import defaultdict
from typing import TYPE_CHECKING

from dossier import wording
from dossier.errors import EvidenceError
from dossier.evidence import hashing, scan_messages, tree_walk
from dossier.evidence.hashing import Memory, remembering
from dossier.model import EvidenceFile, Finding, IgnoredFile, Media, Scan
from dossier.progress import Work, unseen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dossier.evidence.hashing import Reading
    from dossier.evidence.scan_messages import PendingFinding
    from dossier.evidence.tree_walk import FoundFile, Walk
    from dossier.progress import Progress

__all__ = ["examine", "scan"]

SAMPLE_HINT = "Buat foldernya dan isi dengan bukti, atau jalankan `make sample` untuk memakai bukti contoh."


def scan(root: Path, *, cache: Path | None = None, fresh: bool = False, progress: Progress = unseen) -> Scan:
    """Return everything in the evidence tree at `root`, each entry once, sorted by its printable path.

    Args:
        root: the evidence folder; may itself be a symbolic link to a folder.
        cache: a JSON file that keeps hashes between runs, by size and times of change; None keeps nothing.
        fresh: look nothing up of what earlier runs kept.
        progress: told about each file that is looked at, by its bytes.

    Raises:
        EvidenceError: `root` is missing, is no folder, or cannot be listed.
        OSError: the folder of `cache` cannot be written.
    """
    seen = _walk(root)
    paths = tree_walk.unique_paths((*(e.disk_path for e in seen.found), *(e.disk_path for e in seen.skipped)))
    findings = _name_findings(paths)
    files = []
    total = sum(entry.stamp.size for entry in seen.found)
    with remembering(cache, fresh=fresh) as memory, progress(Work.HASHING, total) as step:
        for entry in sorted(seen.found, key=lambda found: paths[found.disk_path]):
            file, said = _examine(root, entry, paths[entry.disk_path], memory)
            files.append(file)
            findings.extend(said)
            step(entry.stamp.size, file.path)
    ignored = [IgnoredFile(path=paths[e.disk_path], reason=wording.printable(e.reason)) for e in seen.skipped]
    findings.extend(e.remark.about(paths[e.disk_path]) for e in seen.skipped if e.remark is not None)
    return Scan(
        files=tuple(files),
        ignored=tuple(sorted(ignored, key=lambda entry: entry.path)),
        findings=tuple(sorted(findings, key=lambda finding: (finding.path or "", finding.code))),
    )


def examine(root: Path, disk_path: str, name: str) -> EvidenceFile:
    """Return one file that is no entry of the tree, such as a member of an archive, as evidence.

    Args:
        root: the folder that it lies in.
        disk_path: its place below `root`.
        name: what people call it; its ending decides where content cannot.
    """
    shown = wording.printable(name)
    ending = tree_walk.ending_of(shown)
    try:
        result = hashing.read(f"{root}/{disk_path}", ending)
    except OSError as error:
        problem = scan_messages.unreadable(error).text
        return EvidenceFile(path=shown, disk_path=disk_path, size=0, sha256="", media=Media.UNKNOWN, problem=problem)
    return _evidence(shown, disk_path, result, None if result.size else "Berkas ini kosong (0 byte).")


def _evidence(path: str, disk_path: str, result: Reading, problem: str | None = None) -> EvidenceFile:
    return EvidenceFile(
        path=path,
        disk_path=disk_path,
        size=result.size,
        sha256=result.sha256,
        media=result.content.media,
        problem=problem or scan_messages.problem_of(result.content, tree_walk.ending_of(path)),
    )


def _walk(root: Path) -> Walk:
    if not root.is_dir():
        what = "bukan folder" if root.exists() else "tidak ada"
        raise EvidenceError(f"Folder bukti {what}: {root}", path=root, hint=SAMPLE_HINT)
    try:
        return tree_walk.visit(os.fspath(root))
    except OSError as error:
        raise EvidenceError(
            f"Folder bukti tidak dapat dibuka: {root} ({scan_messages.failure_words(error)})",
            path=root,
            hint="Periksa izin folder dan sambungan ke tempat penyimpanannya, lalu ulangi.",
        ) from error


def _examine(root: Path, entry: FoundFile, path: str, memory: Memory) -> tuple[EvidenceFile, list[Finding]]:
    """Return one file as evidence and what there is to say about it."""
    ending = tree_walk.ending_of(path)
    try:
        known = memory.recall(entry.disk_path, entry.stamp)
        result = known or hashing.read(f"{root}/{entry.disk_path}", ending)
    except OSError as error:
        remark = scan_messages.unreadable(error)
        broken = EvidenceFile(
            path=path,
            disk_path=entry.disk_path,
            size=entry.stamp.size,
            sha256="",
            media=Media.UNKNOWN,
            problem=f"{remark.text} {remark.advice}",
        )
        return broken, [remark.about(path)]
    memory.keep(entry.disk_path, result)
    file = _evidence(path, entry.disk_path, result)
    said: list[PendingFinding | None] = [scan_messages.mismatch_of(result.content, ending)]
    said.append(None if result.steady else scan_messages.CHANGING)
    return file, [remark.about(path) for remark in said if remark is not None]


def _name_findings(paths: dict[str, str]) -> list[Finding]:
    """Say which names clash, differ only in case, or hold characters that cannot be seen."""
    folded: defaultdict[str, list[str]] = defaultdict(list)
    findings = []
    for disk_path, path in paths.items():
        folded[path.casefold()].append(path)
        shown = wording.printable(disk_path)
        if path != shown:
            findings.append(scan_messages.TWIN.about(path))
        elif "⟨" in shown and "⟨" not in disk_path:
            findings.append(scan_messages.ODD_NAME.about(path))
    findings.extend(scan_messages.NEAR_TWIN.about(path) for path in _clashing(folded.values()))
    return findings


def _clashing(groups: Iterable[list[str]]) -> list[str]:
    return [path for group in groups if len(group) > 1 for path in sorted(group)[1:]]
