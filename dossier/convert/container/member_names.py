"""Lists the names of what archives and mails hold, in child processes; unpacks nothing; kept by content hash."""

from __future__ import annotations

import json
import tarfile
import zipfile
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.convert.container import archives, members
from dossier.convert.registry import Recipe
from dossier.convert.run.part_cache import MOST_STOPS
from dossier.convert.run.pool import Job, Limits, Workers
from dossier.convert.run.result import Made
from dossier.model import CONTAINERS, Media
from dossier.progress import Work, unseen
from dossier.state import typed_json
from dossier.state.store import Store
from dossier.workers import scratch
from dossier.workers.confinement import Confinement

with lazy():
    import py7zr
    import rarfile

    from dossier.convert.container import mail


if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from dossier.convert.container.members import Member, Stream
    from dossier.convert.run.result import Outcome
    from dossier.model import EvidenceFile
    from dossier.progress import Progress

SCHEMA: Final = "dossier.anggota/1"
LIMITS: Final = Limits(seconds=30.0, memory=1 << 30, output=8 << 20)
LONGEST: Final = 400
"""Characters of a name, its folders included, beyond which it says nothing that anybody reads."""
_CONVERTER: Final = "dossier.convert.container.member_names:list_names"
_LARGEST_MAIL: Final = 64 << 20
_HEAD: Final = 512


def read_member_names(
    files: Iterable[EvidenceFile],
    root: Path,
    cache: Path,
    *,
    fresh: bool = False,
    workers: int | None = None,
    progress: Progress = unseen,
) -> dict[str, tuple[str, ...]]:
    """Return SHA-256 ─► the names of the members of each archive or mail, sorted; none where it cannot be listed.

    Args:
        files: what is there; other kinds, and what cannot be read, are left out.
        root: the evidence folder.
        cache: where the names are kept between runs, by hash and code; made when needed.
        fresh: look nothing up of what earlier runs kept.
        workers: child processes at most; None is as many as there are processors to use.
        progress: told about each file that has to be listed.
    """
    kept, recipe = Store(cache, SCHEMA), _recipe()
    found: dict[str, tuple[str, ...]] = {}
    wanted: dict[str, EvidenceFile] = {}
    for file in files:
        if file.media not in CONTAINERS or file.problem or file.sha256 in found or file.sha256 in wanted:
            continue
        known = None if fresh else kept.get(file.sha256, recipe, _KeptNames)
        if known is None or 0 < known.stops < MOST_STOPS:
            wanted[file.sha256] = file
        else:
            found[file.sha256] = known.names
    return found | _listed(wanted, root, kept, recipe, workers=workers, progress=progress) if wanted else found


@dataclass(frozen=True, slots=True)
class _KeptNames:
    """One entry, as its JSON has it: the names, and how often listing them was stopped."""

    names: tuple[str, ...]
    stops: int = 0


def _recipe() -> str:
    modules = ("!dossier.convert.container.member_names",)
    return Recipe(name="anggota", converter=_CONVERTER, modules=modules).key("")


def _listed(
    wanted: dict[str, EvidenceFile], root: Path, kept: Store, recipe: str, *, workers: int | None, progress: Progress
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    with (
        progress(Work.READING, len(wanted)) as step,
        scratch.beside(kept.root) as folder,
        Workers(
            workers,
            LIMITS,
            Confinement(reads=(root,), writes=(folder,)),
            waits=lambda key: step(0, wanted[key].path),
        ) as pool,
    ):
        for job, outcome in pool.run([_job(file, root, folder) for file in wanted.values()]):
            found[job.key] = _taken(job, outcome, kept, recipe)
            step(1, wanted[job.key].path)
    return found


def _job(file: EvidenceFile, root: Path, folder: Path) -> Job:
    return Job(
        key=file.sha256,
        source=root / file.disk_path,
        sha256=file.sha256,
        target=folder / f"{file.sha256}.json",
        converter=_CONVERTER,
        size=file.size,
        option=file.media.value,
        makes_pdf=False,
    )


def _taken(job: Job, outcome: Outcome, kept: Store, recipe: str) -> tuple[str, ...]:
    """Keep and return what a child listed; what was stopped is listed once more by the next run, then no more."""
    if isinstance(outcome, Made):
        names = typed_json.parse(job.target.read_bytes(), tuple[str, ...])
        kept.put(job.key, recipe, {"names": names})
        return names
    if outcome.lasting or outcome.stopped:
        before = kept.get(job.key, recipe, _KeptNames) if outcome.stopped else None
        stops = min(MOST_STOPS, (before.stops if before else 0) + 1) if outcome.stopped else 0
        kept.put(job.key, recipe, {"names": (), "stops": stops})
    return ()


def list_names(source: Path, target: Path, option: str) -> Made:
    """Write the names of the members of an archive or a mail to `target` as JSON; none where there are too many.

    Left out is what is never printed: system files, ornaments and signatures of mails; and names that are too long.

    Args:
        source: the file.
        target: where the names go.
        option: its kind (`Media`).

    Raises:
        CannotConvertError: it cannot be read.
    """
    names = {members.member_name(each) for each in _names(source, Media(option)) if not members.is_junk(each)}
    target.write_text(json.dumps(sorted(each for each in names if len(each) <= LONGEST)), encoding="ascii")
    return Made(pages=0, engine="")


def _names(source: Path, media: Media) -> list[str]:
    """Return the names as they are written, in no order."""
    box = NameBox(folder=source.parent, packed=max(1, source.stat().st_size))
    if media in {Media.EML, Media.MSG}:
        if source.stat().st_size > _LARGEST_MAIL:
            return []
        pieces = (mail.read if media is Media.EML else mail.read_outlook)(source, box).pieces
        return [piece.name for piece in pieces if not piece.remark]
    with source.open("rb") as stream:
        kind = archives.kind_of(stream.read(_HEAD))
    lister = _LISTERS.get(kind)
    found: list[str] = []
    for each in lister(source, box) if lister else ():
        box.listed_one()
        found.append(each)
    return found


class NameBox(members.MemberFolder):
    """Takes names and writes nothing; the limits on what an archive may hold are those of unpacking."""

    def file(self, name: str, content: Stream) -> Member:
        """Return a member by its name alone."""
        del content
        return self.told(name)


def _zip(source: Path, _box: NameBox) -> Iterator[str]:
    with zipfile.ZipFile(source) as archive:
        yield from (member.filename for member in archive.infolist() if not member.is_dir())


def _tar(source: Path, box: NameBox) -> Iterator[str]:
    """A packed TAR has to be read through to its last header: what it unpacks to on the way is counted."""
    with tarfile.open(source, "r:*") as archive:
        for member in archive:
            box.count(member.size)
            if not member.isdir():
                yield member.name


def _packed(source: Path, box: NameBox) -> Iterator[str]:
    """A packed TAR; a single packed file has no name besides that of the archive."""
    try:
        with tarfile.open(source, "r:*"):
            pass
    except (tarfile.TarError, *archives.DAMAGE):
        return
    yield from _tar(source, box)


def _rar(source: Path, _box: NameBox) -> Iterator[str]:
    with closing(rarfile.RarFile(source)) as archive:
        if len(archive.volumelist()) > 1:
            return
        yield from (member.filename for member in archive.infolist() if not member.isdir())


def _seven_zip(source: Path, _box: NameBox) -> Iterator[str]:
    with py7zr.SevenZipFile(source) as archive:
        yield from (member.filename for member in archive.list() if not member.is_directory)


_LISTERS: Final[dict[str, Callable[[Path, NameBox], Iterator[str]]]] = {
    "zip": _zip,
    "tar": _tar,
    "7z": _seven_zip,
    "rar": _rar,
    **dict.fromkeys(("gz", "bz2", "xz"), _packed),
}
