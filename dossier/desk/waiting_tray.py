"""The tray `nampan/`: files that came from a phone and have no place yet. They are not evidence until they are put in.

Names are cleaned, nothing is overwritten, and a tray or a file that is a link is not followed.
"""

from __future__ import annotations

import errno
import threading
from typing import TYPE_CHECKING, Final

from dossier import convert, evidence
from dossier.curation import rename_journal
from dossier.curation.folders import numbered
from dossier.curation.put_in import plain_name
from dossier.desk.desk_requests import AskError
from dossier.desk.sort_items import has_picture, kind_name
from dossier.state.files import explained, is_plain_file
from dossier.wording import shown, size_label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.desk.sort_items import Shape
    from dossier.model import EvidenceFile

MOST_WAITING: Final = 500
"""Files in the tray; beyond that they are to be put in first."""
_MOST_NUMBERS: Final = 1_000
_Stamp = tuple[str, int, int]


class WaitingTray:
    """One folder of files that wait for a place; safe to use from threads."""

    def __init__(self, folder: Path, cache: Path, sides: tuple[int, ...]) -> None:
        """Make nothing yet; the folder comes with its first file.

        Args:
            folder: the tray.
            cache: where pictures of its files are kept.
            sides: pixels of the longer side of such a picture, each size that is asked for.
        """
        self.folder = folder
        self._pictures = {side: convert.Thumbnails(folder, cache, side) for side in sides}
        self._turn = threading.Lock()
        self._known: dict[_Stamp, EvidenceFile] = {}

    def receive(self, name: str, staged: Path) -> str:
        """Move a file that has come whole into the tray and return the name that it got.

        Args:
            name: what the phone calls it, of any characters.
            staged: the file; gone afterwards.

        Raises:
            AskError: it is neither a picture nor a PDF, disguised, or the tray is full.
            OutputError: the tray cannot be written.
        """
        wanted = plain_name(name)
        file = evidence.examine(staged.parent, staged.name, wanted)
        if file.problem:
            raise AskError(f"“{wanted}” tidak diterima. {file.problem}")
        if file.media not in convert.PICTURED:
            raise AskError(f"“{wanted}” tidak diterima: hanya foto dan PDF.")
        with self._turn, explained(self.folder):
            self._make()
            if sum(1 for _ in self._places()) >= MOST_WAITING:
                raise AskError("Nampan sudah penuh.", hint="Masukkan dahulu berkas yang menunggu, di meja.")
            return free_move(staged, self.folder / wanted).name

    def names(self) -> list[str]:
        """Return the names of the files that wait, in order."""
        return [place.name for place in self._places()]

    def files(self) -> list[EvidenceFile]:
        """Return the files that wait, each examined by its content once."""
        found: dict[_Stamp, EvidenceFile] = {}
        for place in self._places():
            try:
                stat = place.lstat()
            except OSError:
                continue  # put in meanwhile
            stamp = (place.name, stat.st_size, stat.st_mtime_ns)
            found[stamp] = self._known.get(stamp) or evidence.examine(self.folder, place.name, place.name)
        self._known = found
        return list(found.values())

    def rows(self) -> list[Shape]:
        """Return a row for every file, as the page shows it."""
        return [
            {
                "nama": file.disk_path,
                "judul": shown(file.path),
                "jenis": kind_name(file),
                "ukuran": size_label(file.size),
                "besar": file.size,
                "gambar": file.sha256 if has_picture(file) else "",
                "masalah": shown(file.problem or ""),
            }
            for file in self.files()
        ]

    def place_of(self, name: str) -> Path:
        """Return where a file lies that waits.

        Raises:
            AskError: none of this name waits.
        """
        place = next((each for each in self._places() if each.name == name), None)
        if place is None:
            raise AskError(f"“{shown(name)}” tidak ada lagi di nampan.", hint="Muat ulang laman ini.")
        return place

    def picture(self, side: int, sha256: str) -> bytes | None:
        """Return a picture of a waiting file as JPEG by its content; None where there is none."""
        found = (file for file in self._known.values() if file.sha256 == sha256 and has_picture(file))
        file = next(found, None)
        return self._pictures[side].get(file) if file is not None else None

    def close(self) -> None:
        """End the children that draw."""
        for each in self._pictures.values():
            each.close()

    def _places(self) -> Iterator[Path]:
        """Yield the plain files of the tray by name; none where it is a link or not there."""
        if not self._is_folder():
            return
        yield from sorted(
            place for place in self.folder.iterdir() if not place.name.startswith(".") and is_plain_file(place)
        )

    def _is_folder(self) -> bool:
        return not self.folder.is_symlink() and self.folder.is_dir()

    def _make(self) -> None:
        if self.folder.is_symlink():
            raise AskError("Nampan adalah tautan ke tempat lain.", hint="Hapus tautan nampan/ di folder kerja.")
        self.folder.mkdir(exist_ok=True)


def free_move(source: Path, target: Path) -> Path:
    """Move a file under the first free of its name and numbered ones; return where it is then.

    Raises:
        OSError: the folder cannot be written.
    """
    for count in range(1, _MOST_NUMBERS):
        place = target if count == 1 else target.with_name(numbered(target.name, count))
        try:
            rename_journal.bring(source, place)
        except FileExistsError:
            continue
        return place
    raise OSError(errno.EEXIST, "nama itu sudah dipakai", str(target))
