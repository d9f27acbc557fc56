"""The pages that a file has in the dossier that lies in `build/`, as pictures: before, beside what there is now."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from dossier import bind, convert, wording
from dossier.desk.desk_session import LARGE
from dossier.model import EvidenceFile, Media
from dossier.state import build_record
from dossier.state.files import inside, is_plain_file, sha256_of
from dossier.state.publishing import writing
from dossier.wording import shown
from dossier.workers.limited import Failure, read_limited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.bind import BoundPages
    from dossier.desk.sort_items import Shape
    from dossier.state.workspace import Workspace

MOST_PAGES: Final = 100_000
"""Pages of a dossier that can be turned to."""
_Stamp = tuple[str, int, int]


class LastEdition:
    """The dossier of the last build; read anew when it is another one. Safe to use from threads."""

    def __init__(self, workspace: Workspace) -> None:
        """Read nothing yet."""
        self._build = workspace.build
        self._pages = convert.PagePictures(workspace.build, workspace.thumbnails, LARGE, MOST_PAGES)
        self._turn = threading.Lock()
        self._known: dict[_Stamp, tuple[EvidenceFile, BoundPages | None]] = {}

    def shape_of(self, file: EvidenceFile) -> Shape:
        """Return where a file stands in the dossier and whether it is still what was bound there."""
        bundles = self._bundles()
        days = [bound.as_of for _, bound in bundles if bound is not None]
        if not days:
            return {"ada": False, "tempat": []}
        places = [
            {
                "dossier": bundle.sha256,
                "berkas": shown(bundle.path),
                "stempel": shown(each.stamp),
                "nomor": each.first,
                "letak": each.position,
                "banyak": each.count,
                "sama": each.sha256 == file.sha256,
            }
            for bundle, bound in bundles
            for each in (bound.files if bound is not None else ())
            if each.path == file.path
        ]
        return {"ada": True, "per": wording.long_date(days[0]), "tempat": places}

    def page(self, sha256: str, number: int) -> bytes | None:
        """Return a page of the dossier as JPEG, by the content of its file and from 1; None where there is none."""
        bundle = next((file for file, _ in self._known.values() if file.sha256 == sha256), None)
        if bundle is None:
            return None
        with writing(self._build):
            return self._pages.get(bundle, number)

    def _bundles(self) -> list[tuple[EvidenceFile, BoundPages | None]]:
        """Return the files of the dossier for the first readers it was made for, each as the build wrote it."""
        with self._turn:
            found = {stamp: self._known.get(stamp) or self._read(stamp[0], digest) for stamp, digest in self._listed()}
            self._known = {stamp: bundle for stamp, bundle in found.items() if bundle is not None}
            return list(self._known.values())

    def _listed(self) -> Iterator[tuple[_Stamp, str]]:
        record = build_record.load(self._build)
        if record is None:
            return
        audience = record.summary.bundles[0].audience
        for bundle in record.summary.bundles:
            place = inside(self._build, bundle.name)
            if bundle.audience != audience or place is None or not is_plain_file(place):
                continue
            stat = place.stat()
            yield (bundle.name, stat.st_size, stat.st_mtime_ns), record.outputs.get(bundle.name, "")

    def _read(self, name: str, digest: str) -> tuple[EvidenceFile, BoundPages | None] | None:
        """Return a file of the dossier and what it holds; None where it is not what the build wrote."""
        place = self._build / name
        if sha256_of(place) != digest:
            return None
        file = EvidenceFile(path=name, disk_path=name, size=place.stat().st_size, sha256=digest, media=Media.PDF)
        bound = read_limited(bind.read_bound_pages, place)
        return file, None if isinstance(bound, Failure) else bound
