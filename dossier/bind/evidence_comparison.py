"""Compares a bundle's manifest with the evidence tree; builds the findings of `verify` (Indonesian texts)."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from typing import TYPE_CHECKING, Final

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


def problem(code: str, subject: str, text: str, advice: str = _REBUILD, path: str | None = None) -> Finding:
    """Return a finding that makes the bundle differ."""
    return Finding(code=code, severity=Severity.ERROR, subject=subject, text=text, advice=advice, path=path)


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
        yield problem(last.code, last.subject, f"… dan {more} perbedaan lain yang sejenis", last.advice)


def missing(bundle: Path) -> Finding:
    """There is no such file."""
    return problem(
        "bundel_tidak_ada",
        str(bundle),
        f"Berkas {bundle} tidak ada.",
        "Susun dulu dengan `dossier build`, atau sebut berkas yang benar.",
    )


def unreadable(bundle: Path, reason: str) -> Finding:
    """The file is there and cannot be opened or is no sound PDF."""
    return problem(
        "bundel_tidak_terbaca", str(bundle), f"{bundle.name} tidak dapat dibaca sebagai PDF yang utuh: {reason}."
    )


def foreign(bundle: Path) -> Finding:
    """A PDF, but none of ours."""
    return problem(
        "bukan_dossier",
        str(bundle),
        f"{bundle.name} tidak memuat manifes dossier: bukan bundel yang disusun dengan alat ini, "
        "atau disimpan ulang oleh program lain.",
        "Periksa berkas yang benar (biasanya build/dossier.pdf).",
    )


def bad_manifest(bundle: Path, reason: str) -> Finding:
    """The manifest is there and makes no sense."""
    return problem("manifes_rusak", str(bundle), f"Manifes di dalam {bundle.name} rusak: {reason}.")


def altered(bundle: Path, *, sealed: bool) -> Finding:
    """The bytes of the bundle are not those that were written."""
    text = (
        f"Isi {bundle.name} tidak lagi sama dengan saat disusun: ada byte yang berubah."
        if sealed
        else f"{bundle.name} disimpan ulang oleh program lain sesudah disusun: segelnya hilang."
    )
    return problem("bundel_berubah", str(bundle), text)


def page_count(bundle: Path, found: int, expected: int) -> Finding:
    """Pages were added or taken out."""
    return problem(
        "jumlah_halaman", str(bundle), f"{bundle.name} berisi {found} halaman; menurut manifes seharusnya {expected}."
    )


def gap(key: str, found: int, expected: int) -> Finding:
    """The manifest's ranges do not follow one another."""
    return problem("manifes_rusak", key, f"Manifes menyebut {key} mulai di hlm. {found}, seharusnya hlm. {expected}.")


def stamp(number: int, found: str, expected: str) -> Finding:
    """A page carries no stamp or another one."""
    return problem(
        "cap_halaman", f"hlm. {number}", f"Cap halaman {number} berbunyi {found!r}, seharusnya {expected!r}."
    )


def own_page(number: int, title: str) -> Finding:
    """A page that we drew shows something else."""
    return problem(
        "halaman_berubah", f"hlm. {number}", f"Isi halaman {number} ({title}) bukan lagi yang dicetak saat disusun."
    )


def bookmark(title: str, found: str, expected: str) -> Finding:
    """A bookmark is missing, or leads elsewhere."""
    return problem("markah", title, f"Markah {title!r} {found}, seharusnya {expected}.")


def link(number: int, key: str, found: str, expected: str) -> Finding:
    """A link of ours leads elsewhere."""
    return problem("tautan", f"hlm. {number}", f"Tautan di hlm. {number} ke {key} {found}, seharusnya {expected}.")


def evidence_missing(path: str, place: str) -> Finding:
    """A bound file is no longer in the evidence tree."""
    return problem(
        "bukti_hilang",
        path,
        f"Berkas bukti {path} ({place}) tidak ada lagi di folder bukti.",
        "Kembalikan berkasnya, atau susun ulang dossier tanpa berkas itu.",
        path,
    )


def evidence_changed(path: str, place: str, how: str) -> Finding:
    """A bound file has other bytes now."""
    return problem(
        "bukti_berubah",
        path,
        f"Berkas bukti {path} ({place}) berubah sesudah dossier disusun: {how}.",
        "Pastikan isinya benar, lalu susun ulang dossier; atau kembalikan berkas semula.",
        path,
    )


def evidence_unreadable(path: str, reason: str) -> Finding:
    """A bound file cannot be opened for comparison."""
    return problem(
        "bukti_tidak_terbaca",
        path,
        f"Berkas bukti {path} tidak dapat dibaca untuk dibandingkan: {reason}.",
        "Periksa izin berkasnya, lalu ulangi.",
        path,
    )


def evidence_new(path: str) -> Finding:
    """A file came after the bundle was made."""
    return problem(
        "bukti_baru",
        path,
        f"Berkas bukti {path} ada di folder bukti tetapi tidak ada di dalam dossier.",
        "Susun ulang dossier agar berkas ini ikut.",
        path,
    )


def no_tree(root: Path, reason: str) -> Finding:
    """The evidence tree itself cannot be listed."""
    return problem(
        "bukti_tidak_terbaca",
        str(root),
        f"Folder bukti {root} tidak dapat dibaca: {reason}.",
        "Sebut folder bukti yang benar, atau periksa izinnya.",
    )


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
        yield no_tree(root, error.strerror or str(error))
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
    yield from few(evidence_new(_shown(path)) for path in new)


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
        yield evidence_missing(path, place)
    elif entry.size is not None and found[on_disk] != entry.size:
        yield evidence_changed(path, place, f"{entry.size} byte menjadi {found[on_disk]} byte")
    else:
        try:
            digest = _sha256(root / on_disk)
        except OSError as error:
            yield evidence_unreadable(path, error.strerror or str(error))
            return
        finally:
            step(found[on_disk], path)
        if digest != entry.sha256:
            yield evidence_changed(path, place, "ukurannya sama, isinya (SHA-256) lain")


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
