"""Restores evidence from a dossier: original bytes where they are kept, else the bound pages.

Paths in a manifest are untrusted: nothing is written outside the target folder, nothing is overwritten, and an entry
that cannot be restored is reported while the others are restored.
"""

from __future__ import annotations

import errno
import hashlib
import io
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf import Array, Name

from dossier import wording
from dossier.bind import manifest, page_import
from dossier.bind.navigation import KEY
from dossier.errors import OutputError
from dossier.state.files import inside, is_inside, sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.model import ManifestEntry

_PAGES_SUFFIX: Final = " (halaman dari dossier).pdf"
_STAMP: Final = b"q\n/Artifact"
_LONGEST: Final = 240
"""Bytes of one name; most file systems take 255."""
_LONGEST_ENDING: Final = 20
"""Characters of an ending with its dot, at most 80 bytes; what is longer is none."""
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
"""Nothing more can be written, whatever its name."""


class How(StrEnum):
    """How a file is restored."""

    ORIGINAL = "asli"
    PAGES = "halaman"
    NOTHING = "tidak_ada"
    THERE = "sudah_ada"
    REFUSED = "ditolak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """One evidence file: what came back of it, and where to; `source` says from where, `reason` why it was refused."""

    path: str
    how: How
    target: Path | None = None
    source: str = ""
    reason: str = ""


def restore(bundles: Sequence[Path], originals: Path, target: Path) -> tuple[Restored, ...]:
    """Write into `target` whatever the bundles, and the originals kept beside them, hold of each evidence file.

    Args:
        bundles: the dossier, or its volumes.
        originals: the folder of originals that the build keeps byte for byte; need not be there.
        target: made when it is not there; what is in it stays.

    Raises:
        OutputError: a bundle cannot be read, or `target` cannot be written.
    """
    found: dict[str, Restored] = {}
    try:
        kept = {sha256_of(path): path for path in _files(originals)}
        target.mkdir(parents=True, exist_ok=True)
        for bundle in bundles:
            with pikepdf.open(bundle, access_mode=pikepdf.AccessMode.stream) as pdf:
                for entry, pages in _evidence(pdf):
                    if entry.path is not None and (entry.path not in found or pages):
                        found[entry.path] = _one(pdf, entry, pages, kept, target)
    except (OSError, ValueError, pikepdf.PdfError) as error:
        raise OutputError(
            f"Tidak dapat memulihkan ke {target}: {_reason(error)}",
            path=target,
            hint="Periksa berkas dossier dan izin folder tujuan, lalu ulangi.",
        ) from error
    return tuple(found[path] for path in sorted(found))


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return wording.system_reason(error)
    return "isi PDF-nya rusak" if isinstance(error, pikepdf.PdfError) else str(error)


def _evidence(pdf: pikepdf.Pdf) -> Iterator[tuple[ManifestEntry, list[int]]]:
    """Yield every evidence file with the places of its own pages in this file, counted from 0."""
    if manifest.FILE_NAME not in pdf.attachments:
        raise ValueError("bukan dossier yang disusun dengan alat ini")
    written = manifest.from_json(pdf.attachments[manifest.FILE_NAME].get_file().read_bytes())
    places = {number: place for place, number in zip(range(len(pdf.pages)), written.numbers, strict=False)}
    known = range(min(places, default=1), max(places, default=0) + 1)
    for entry in written.manifest.entries:
        if entry.path is None:
            continue
        # The manifest may say anything: a range of 10**12 pages is cut to those that there are.
        numbers = range(max(entry.pages.first, known.start), min(entry.pages.last + 1, known.stop))
        bound = not any(number in written.own_pages for number in numbers)
        yield entry, [places[number] for number in numbers if number in places] if bound else []


def _one(pdf: pikepdf.Pdf, entry: ManifestEntry, pages: list[int], kept: Mapping[str, Path], target: Path) -> Restored:
    """Bring one file back, or say why not; only what would stop every other file too is raised."""
    path = entry.path or ""
    try:
        return _bring_back(pdf, entry, pages, kept, target)
    except OSError as error:
        if error.errno in _FULL:
            raise
        return Restored(path=path, how=How.REFUSED, reason=wording.system_reason(error))
    except Exception as error:  # noqa: BLE001 — pages of a foreign bundle raise errors of every kind
        return Restored(path=path, how=How.REFUSED, reason=f"halamannya rusak ({type(error).__name__})")


def _bring_back(
    pdf: pikepdf.Pdf, entry: ManifestEntry, pages: list[int], kept: Mapping[str, Path], target: Path
) -> Restored:
    path = entry.path or ""
    original = kept.get(entry.sha256 or "")
    if original is not None:
        return _written(path, target, path, original.read_bytes(), How.ORIGINAL, original.name)
    if attached := _attached(pdf, entry.sha256 or ""):
        return _written(path, target, path, attached[1], How.ORIGINAL, attached[0])
    if not pages:
        return Restored(path=path, how=How.NOTHING)
    data = io.BytesIO()
    with pikepdf.new() as alone:
        for place in pages:
            alone.pages.append(pdf.pages[place])
            _unstamp(alone.pages[-1].obj)
        alone.save(data, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return _written(path, target, f"{path}{_PAGES_SUFFIX}", data.getvalue(), How.PAGES, f"{len(pages)} halaman")


def _attached(pdf: pikepdf.Pdf, sha256: str) -> tuple[str, bytes] | None:
    for name in sorted(pdf.attachments):
        data = pdf.attachments[name].get_file().read_bytes()
        if hashlib.sha256(data).hexdigest() == sha256:
            return f"lampiran {name}", data
    return None


def _unstamp(page: pikepdf.Object) -> None:
    """Take away what binding added: the strip with the stamp, and the way back to the contents."""
    drawing = page_import.last_stream(page)
    cut = drawing.find(_STAMP)
    if cut >= 0:
        page.Contents.write(drawing[:cut])
    resources = page.get("/Resources")
    forms = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    first = next(iter(dict(forms).values()), None) if isinstance(forms, pikepdf.Dictionary) else None
    if isinstance(first, pikepdf.Stream) and page_import.read_box(first.get("/BBox")) is not None:
        page.MediaBox = first.BBox
    annotations = page.get("/Annots")
    if isinstance(annotations, Array):
        page.Annots = Array([item for item in annotations if not _leads_inside(item)])


def _leads_inside(annotation: pikepdf.Object) -> bool:
    """Return whether a link leads to a page of the dossier, which is not in the restored file."""
    action = annotation.get("/A")
    return KEY in annotation or (isinstance(action, pikepdf.Dictionary) and action.get("/S") == Name.GoTo)


def _written(path: str, folder: Path, name: str, data: bytes, how: How, source: str) -> Restored:
    """Write one file inside `folder`, unless something is there already."""
    target = inside(folder, "/".join(_short(part) for part in name.split("/"))) if is_inside(path) else None
    if target is None:
        return Restored(path=path, how=How.REFUSED, reason="letaknya di luar folder tujuan")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as stream:
            stream.write(data)
    except FileExistsError:
        return Restored(path=path, how=How.THERE, target=target)
    return Restored(path=path, how=how, target=target, source=source)


def _short(name: str) -> str:
    """Return a name that a file system takes, its ending kept."""
    spelt = name.encode("utf-8", "surrogatepass")  # names that are no UTF-8 hold lone surrogates
    if len(spelt) <= _LONGEST:
        return name
    ending = _PAGES_SUFFIX if name.endswith(_PAGES_SUFFIX) else PurePosixPath(name).suffix[:_LONGEST_ENDING]
    room = _LONGEST - len(ending.encode("utf-8", "surrogatepass"))
    return spelt[:room].decode("utf-8", "ignore") + ending


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
