"""Compares a bundle's manifest with the evidence tree; builds the findings of `verify` (Indonesian texts)."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.model import Finding, Severity
from dossier.progress import Work, unseen
from dossier.state.files import open_unfollowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dossier.bind.manifest import Record
    from dossier.model import ManifestEntry
    from dossier.progress import Progress, Step


_REBUILD: Final = "Susun ulang dossier dari folder bukti, lalu periksa lagi."
_MOST: Final = 12
"""Findings of one kind that are spelt out; the rest is counted."""


def _form(code: str, text: str, advice: str = _REBUILD) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, subject="", text=text, advice=advice)


_DIFFERENCES: Final = {
    "missing": _form(
        "bundel_tidak_ada",
        "Berkas {0} tidak ada.",
        "Susun dulu dengan `dossier build`, atau sebut berkas yang benar.",
    ),
    "unreadable": _form("bundel_tidak_terbaca", "{0.name} tidak dapat dibaca sebagai PDF yang utuh: {1}."),
    "foreign": _form(
        "bukan_dossier",
        "{0.name} tidak memuat manifes dossier: bukan bundel yang disusun dengan alat ini, "
        "atau disimpan ulang oleh program lain.",
        "Periksa berkas yang benar (biasanya build/dossier.pdf).",
    ),
    "bad_manifest": _form("manifes_rusak", "Manifes di dalam {0.name} rusak: {1}."),
    "altered": _form("bundel_berubah", "Isi {0.name} tidak lagi sama dengan saat disusun: ada byte yang berubah."),
    "unsealed": _form("bundel_berubah", "{0.name} disimpan ulang oleh program lain sesudah disusun: segelnya hilang."),
    "page_count": _form("jumlah_halaman", "{0.name} berisi {1} halaman; menurut manifes seharusnya {2}."),
    "gap": _form("manifes_rusak", "Manifes menyebut {0} mulai di hlm. {1}, seharusnya hlm. {2}."),
    "bookmark": _form("markah", "Markah {0!r} {1}, seharusnya {2}."),
    "stamp": _form("cap_halaman", "Cap halaman {1} berbunyi {2!r}, seharusnya {3!r}."),
    "own_page": _form("halaman_berubah", "Isi halaman {1} ({2}) bukan lagi yang dicetak saat disusun."),
    "link": _form("tautan", "Tautan di {0} ke {1} {2}, seharusnya {3}."),
    "no_tree": _form(
        "bukti_tidak_terbaca",
        "Folder bukti {0} tidak dapat dibaca: {1}.",
        "Sebut folder bukti yang benar, atau periksa izinnya.",
    ),
    "evidence_missing": _form(
        "bukti_hilang",
        "Berkas bukti {0} ({1}) tidak ada lagi di folder bukti.",
        "Kembalikan berkasnya, atau susun ulang dossier tanpa berkas itu.",
    ),
    "evidence_changed": _form(
        "bukti_berubah",
        "Berkas bukti {0} ({1}) berubah sesudah dossier disusun: {2}.",
        "Pastikan isinya benar, lalu susun ulang dossier; atau kembalikan berkas semula.",
    ),
    "evidence_unreadable": _form(
        "bukti_tidak_terbaca",
        "Berkas bukti {0} tidak dapat dibaca untuk dibandingkan: {1}.",
        "Periksa izin berkasnya, lalu ulangi.",
    ),
    "evidence_new": _form(
        "bukti_baru",
        "Berkas bukti {0} ada di folder bukti tetapi tidak ada di dalam dossier.",
        "Susun ulang dossier agar berkas ini ikut.",
    ),
}
"""What may differ ─► the finding; in its text, {0} stands for the subject."""


def difference(kind: str, subject: object, *values: object, path: str | None = None) -> Finding:
    """Return the finding that a bundle differs: a kind of `_DIFFERENCES`, its subject, and what its text names."""
    form = _DIFFERENCES[kind]
    return replace(form, subject=str(subject), text=form.text.format(subject, *values), path=path)


def few(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first of many findings of one kind, and one that counts the others."""
    last: Finding | None = None
    more = 0
    for count, finding in enumerate(findings):
        if count < _MOST:
            yield finding
        else:
            last, more = finding, more + 1
    if last is not None:
        yield replace(last, text=f"… dan {more} perbedaan lain yang sejenis", path=None)


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
        yield difference("no_tree", root, wording.system_reason(error))
        return
    bound: dict[str, ManifestEntry] = {}
    for entry in written.manifest.entries:
        if entry.path is not None:
            bound[written.disk_paths.get(entry.path, entry.path)] = entry
    with progress(Work.HASHING, sum(found.values())) as step:
        yield from few(
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
    yield from few(_evidence("evidence_new", _shown(path)) for path in new)


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
        yield _evidence("evidence_missing", path, place)
    elif entry.size is not None and found[on_disk] != entry.size:
        yield _evidence("evidence_changed", path, place, f"{entry.size} byte menjadi {found[on_disk]} byte")
    else:
        try:
            digest = _sha256(root / on_disk)
        except OSError as error:
            yield _evidence("evidence_unreadable", path, wording.system_reason(error))
            return
        finally:
            step(found[on_disk], path)
        if digest != entry.sha256:
            yield _evidence("evidence_changed", path, place, "ukurannya sama, isinya (SHA-256) lain")


def _evidence(kind: str, path: str, *values: str) -> Finding:
    return difference(kind, path, *values, path=path)


def _other_spelling(found: dict[str, int], disk_path: str) -> str | None:
    wanted = unicodedata.normalize("NFC", disk_path)
    return next((path for path in sorted(found) if unicodedata.normalize("NFC", path) == wanted), None)


def _sha256(file: Path) -> str:
    # Never through a link that took the file's place since it was listed.
    descriptor = open_unfollowed(file)
    digest = hashlib.sha256()
    with os.fdopen(descriptor, "rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _shown(path: str) -> str:
    return unicodedata.normalize("NFC", path).encode("utf-8", "backslashreplace").decode("utf-8")
