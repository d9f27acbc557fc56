"""Compares what a bundle was made from with what lies in the evidence tree now. Reads files, follows no link."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from typing import TYPE_CHECKING, Final

from dossier.bind import verify_messages
from dossier.progress import Work, unseen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.bind.manifest import Record
    from dossier.model import Finding, ManifestEntry
    from dossier.progress import Progress, Step

_BLOCK: Final = 1 << 20

# What programs leave behind beside their files. Whatever the build left out is in the manifest; this is for what has
# come since: .DS_Store, ~$surat.docx, Thumbs.db, unduhan.crdownload
_NO_EVIDENCE: Final = re.compile(
    r"\.|~\$|~WRL\d|(?:eh)?thumbs\.db$|desktop\.ini$|icon\r$|__macosx$|@eadir$|\$recycle\.bin$"
    r"|system volume information$|.*\.(?:crdownload|part|partial|download|tmp|temp)$",
    re.IGNORECASE | re.DOTALL,
)


def compare(written: Record, root: Path, progress: Progress = unseen) -> Iterator[Finding]:
    """Yield what differs: bound files that are gone or have other bytes, and files that are not in the bundle."""
    try:
        found = _files(root)
    except OSError as error:
        yield verify_messages.no_tree(root, error.strerror or str(error))
        return
    bound: dict[str, ManifestEntry] = {}
    for entry in written.manifest.entries:
        if entry.path is not None:
            bound[written.disk_paths.get(entry.path, entry.path)] = entry
    with progress(Work.HASHING, sum(found.values())) as step:
        yield from verify_messages.few(
            finding
            for disk_path, entry in sorted(bound.items())
            for finding in _differences(root, found, disk_path, entry, step)
        )
    left_out = {*written.ignored, *(written.disk_paths.get(path, path) for path in written.ignored)}
    spellings = {unicodedata.normalize("NFC", disk_path) for disk_path in bound}
    new = (
        path
        for path in sorted(found)
        if path not in bound
        and not {path, unicodedata.normalize("NFC", path)} & left_out
        # A tree copied between systems may spell the same name in another normal form.
        and unicodedata.normalize("NFC", path) not in spellings
    )
    yield from verify_messages.few(verify_messages.evidence_new(_shown(path)) for path in new)


def _files(root: Path) -> dict[str, int]:
    """Return the regular, non-empty files of the tree that look like evidence: path on disk ─► size in bytes."""
    found: dict[str, int] = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(root / folder) as entries:
                listed = list(entries)
        except OSError:
            if not folder:
                raise
            continue  # its files will be reported as missing
        for entry in listed:
            if _NO_EVIDENCE.match(entry.name):
                continue
            status = entry.stat(follow_symlinks=False)
            path = f"{folder}{entry.name}"
            if stat.S_ISDIR(status.st_mode):
                waiting.append(f"{path}/")
            elif stat.S_ISREG(status.st_mode) and status.st_size:
                found[path] = status.st_size
    return found


def _differences(
    root: Path, found: dict[str, int], disk_path: str, entry: ManifestEntry, step: Step
) -> Iterator[Finding]:
    path = entry.path or ""
    place = f"hlm. {entry.pages.first}"
    on_disk = disk_path if disk_path in found else _other_spelling(found, disk_path)
    if on_disk is None:
        yield verify_messages.evidence_missing(path, place)
    elif entry.size is not None and found[on_disk] != entry.size:
        yield verify_messages.evidence_changed(path, place, f"{entry.size} byte menjadi {found[on_disk]} byte")
    else:
        try:
            digest = _sha256(root / on_disk)
        except OSError as error:
            yield verify_messages.evidence_unreadable(path, error.strerror or str(error))
            return
        finally:
            step(found[on_disk], path)
        if digest != entry.sha256:
            yield verify_messages.evidence_changed(path, place, "ukurannya sama, isinya (SHA-256) lain")


def _other_spelling(found: dict[str, int], disk_path: str) -> str | None:
    wanted = unicodedata.normalize("NFC", disk_path)
    return next((path for path in sorted(found) if unicodedata.normalize("NFC", path) == wanted), None)


def _sha256(file: Path) -> str:
    # Never through a link that took the file's place since it was listed.
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    digest = hashlib.sha256()
    with os.fdopen(descriptor, "rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _shown(path: str) -> str:
    return unicodedata.normalize("NFC", path).encode("utf-8", "backslashreplace").decode("utf-8")
