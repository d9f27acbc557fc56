"""Walks the evidence tree: each entry is found, or skipped with a reason, under a printable unique name."""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossier.evidence import scan_messages
from dossier.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable


def unique_paths(disk_paths: Iterable[str]) -> dict[str, str]:
    """Map each disk path to its printable path; where two would be equal, all but one get ` ⟨2⟩`, ` ⟨3⟩` and so on.

    The path that is spelled on disk exactly as printed keeps its name. The order of `disk_paths` does not matter.
    """
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for disk_path in disk_paths:
        groups[printable(disk_path)].append(disk_path)
    taken = set(groups)
    result: dict[str, str] = {}
    for path in sorted(groups):
        first, *others = sorted(groups[path], key=lambda disk_path: (disk_path != path, disk_path))
        result[first] = path
        for disk_path in others:
            result[disk_path] = _next_free(path, taken)
            taken.add(result[disk_path])
    return result


def ending_of(name: str) -> str:
    """Return the ending of a file's own name in lower case with its dot (`.jpg`), or an empty text."""
    stem, dot, ending = name.rstrip().rpartition(".")
    return f".{ending.casefold()}" if dot and stem else ""


def _next_free(path: str, taken: set[str]) -> str:
    """Put the number before the ending, so that the ending is still the last thing in the name."""
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if not (dot and stem):
        stem, dot, ending = name, "", ""
    number = 2
    while (candidate := f"{folder}{slash}{stem} ⟨{number}⟩{dot}{ending}") in taken:
        number += 1
    return candidate


# `~$surat.docx` (Microsoft Office), `.~lock.surat.odt#` (LibreOffice), `~WRL0001.tmp` (Word).
LOCK_FILE = re.compile(r"~\$|\.~lock\..*#$|~WRL\d+\.tmp$", re.IGNORECASE)
UNFINISHED_ENDINGS = (".crdownload", ".part", ".partial", ".download")
TEMPORARY_ENDINGS = (".tmp", ".temp")
SYSTEM_NAMES = {
    "thumbs.db": "gambar kecil buatan Windows",
    "ehthumbs.db": "gambar kecil buatan Windows",
    "desktop.ini": "pengaturan folder Windows",
    ".ds_store": "pengaturan folder macOS",
    "icon\r": "pengaturan folder macOS",
    "__macosx": "berkas bantu macOS",
    "$recycle.bin": "tempat sampah Windows",
    "system volume information": "berkas sistem Windows",
    "@eadir": "berkas bantu penyimpanan jaringan",
}
KINDS = (
    (stat.S_ISFIFO, "pipa (FIFO), bukan berkas"),
    (stat.S_ISSOCK, "soket, bukan berkas"),
    (stat.S_ISCHR, "perangkat, bukan berkas"),
    (stat.S_ISBLK, "perangkat, bukan berkas"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStamp:
    """Stamp by which a changed file is recognised: size in bytes, times in nanoseconds, inode."""

    size: int
    modified: int
    changed: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> FileStamp:
        """Return the stamp of a status."""
        return cls(size=status.st_size, modified=status.st_mtime_ns, changed=status.st_ctime_ns, inode=status.st_ino)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A regular file that may be evidence."""

    disk_path: str
    stamp: FileStamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An entry that is no evidence, why, and what to say about it."""

    disk_path: str
    reason: str
    remark: scan_messages.PendingFinding | None = None


@dataclass(slots=True)
class Walk:
    """Everything seen; filled by `visit`, in no particular order."""

    found: list[FoundFile] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def visit(root: str) -> Walk:
    """Visit every entry below `root` without following links.

    Raises:
        OSError: the root itself cannot be listed.
    """
    result = Walk()
    pending: list[tuple[str, str]] = []
    _list(root, "", "", result, pending)
    while pending:
        folder, inherited = pending.pop()
        try:
            _list(root, folder, inherited, result, pending)
        except OSError as error:
            reason = f"folder tidak dapat dibuka: {scan_messages.failure_words(error)}"
            remark = None if inherited else scan_messages.unlisted(error)
            result.skipped.append(Skipped(disk_path=f"{folder}/", reason=reason, remark=remark))
    used = {entry.disk_path for entry in result.found}
    result.skipped.extend(_judge_link(root, link, used) for link in result.links)
    return result


def _list(root: str, folder: str, inherited: str, result: Walk, pending: list[tuple[str, str]]) -> None:
    """Sort the entries of one folder; `inherited` is the reason why everything in it is ignored, or empty."""
    for entry in list_entries(f"{root}/{folder}" if folder else root):
        path = f"{folder}/{entry.name}" if folder else entry.name
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            reason = f"tidak dapat diperiksa: {scan_messages.failure_words(error)}"
            result.skipped.append(Skipped(disk_path=path, reason=reason, remark=scan_messages.unreadable(error)))
            continue
        if stat.S_ISDIR(status.st_mode):
            pending.append((path, inherited or _folder_reason(entry.name)))
        else:
            _sort(path, entry.name, status, inherited, result)


def list_entries(folder: str) -> list[os.DirEntry[str]]:
    """Return the entries of a folder; all or none, so that a failure half way leaves nothing counted twice.

    Raises:
        OSError: it cannot be listed.
    """
    with os.scandir(folder) as entries:
        return list(entries)


def _sort(path: str, name: str, status: os.stat_result, inherited: str, result: Walk) -> None:
    """Put one entry that is no folder where it belongs."""
    reason, remark = (inherited, None) if inherited else _name_reason(name)
    if not reason and stat.S_ISLNK(status.st_mode):
        result.links.append(path)
        return
    if not reason and not stat.S_ISREG(status.st_mode):
        reason = next((words for test, words in KINDS if test(status.st_mode)), "bukan berkas biasa")
    if not reason and status.st_size == 0:
        reason, remark = "berkas kosong (0 byte)", scan_messages.EMPTY
    if reason:
        result.skipped.append(Skipped(disk_path=path, reason=reason, remark=remark))
    else:
        result.found.append(FoundFile(disk_path=path, stamp=FileStamp.of(status)))


def _name_reason(name: str) -> tuple[str, scan_messages.PendingFinding | None]:
    """Return why a file of this name is no evidence (or an empty text) and what to say about it."""
    folded = name.casefold()
    if LOCK_FILE.match(name):
        return "berkas kunci aplikasi kantor", None
    if folded in SYSTEM_NAMES:
        return SYSTEM_NAMES[folded], None
    if name.startswith("."):
        return "berkas bantu macOS" if name.startswith("._") else "berkas tersembunyi", None
    if folded.endswith(UNFINISHED_ENDINGS):
        return "unduhan belum selesai", scan_messages.UNFINISHED
    if folded.endswith(TEMPORARY_ENDINGS):
        return "berkas sementara", None
    return "", None


def is_passing(path: str) -> bool:
    """Return whether a path names no evidence whatever it holds: lock, hidden, temporary and unfinished files.

    Such files come and go while somebody has a document open.
    """
    *folders, name = path.split("/")
    return bool(_name_reason(name)[0]) or any(_folder_reason(folder) for folder in folders)


def _folder_reason(name: str) -> str:
    """Return why everything in a folder of this name is no evidence, or an empty text."""
    if name.casefold() in SYSTEM_NAMES:
        return f"di dalam folder {name}: {SYSTEM_NAMES[name.casefold()]}"
    return f"di dalam folder tersembunyi {name}" if name.startswith(".") else ""


def _judge_link(root: str, link: str, used: set[str]) -> Skipped:
    """Say where a symbolic link leads; reads links only, never what they lead to."""
    top = os.path.realpath(root)
    try:
        target = os.path.realpath(f"{root}/{link}", strict=True)
    except OSError:
        return Skipped(disk_path=link, reason="tautan simbolik yang putus", remark=scan_messages.LINK_BROKEN)
    inside = os.path.relpath(target, top)
    if inside == os.pardir or inside.startswith(os.pardir + os.sep):
        reason = "tautan simbolik ke luar folder bukti; tidak diikuti"
        return Skipped(disk_path=link, reason=reason, remark=scan_messages.LINK_OUTSIDE)
    if inside in used:
        return Skipped(disk_path=link, reason="tautan simbolik; berkas aslinya dipakai")
    prefix = "" if inside == os.curdir else f"{inside}/"
    if any(path.startswith(prefix) for path in used):
        return Skipped(disk_path=link, reason="tautan simbolik; isi folder aslinya dipakai")
    return Skipped(disk_path=link, reason="tautan simbolik ke yang tidak dipakai", remark=scan_messages.LINK_UNUSED)
