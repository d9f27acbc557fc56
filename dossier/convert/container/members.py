"""Values that describe the members of a mail or archive, their JSON form, and the limits on extraction.

Written by unpacking (in the child), completed by the scheduler, read by `convert/container/compose.py`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Protocol, Self

from dossier.errors import CannotConvertError
from dossier.state import typed_json
from dossier.wording import printable

if TYPE_CHECKING:
    from pathlib import Path

MOST_FILES: Final = 200
MOST_LISTED: Final = 1_000
MOST_BYTES: Final = 500 << 20
"""Unpacked bytes of one evidence file, all levels together."""
DEEPEST: Final = 3
"""Levels of archives and mails in one another that are opened."""
_RATIO_MATTERS_FROM: Final = 40 << 20
_HIGHEST_RATIO: Final = 200
_CHUNK: Final = 1 << 20
_JUNK_NAMES: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"})
_JUNK_FOLDERS: Final = frozenset({"__macosx", ".git", ".svn"})
LISTING: Final = "isi.json"
ARROW: Final = " ► "
"""Stands between the name of an archive and that of its member."""

EMPTY: Final = "kosong (0 byte)"
BOMB: Final = "isinya membengkak tidak wajar saat dibuka; ekstrak sendiri, lalu letakkan isinya di folder bukti"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says: its headers as (name, value), and its body as text or as HTML."""

    headers: tuple[tuple[str, str], ...]
    text: str = ""
    html: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member: a file on disk (`file`, beside the listing), a letter, or the reason why it is neither.

    `trouble` is a loss that somebody must look at; `remark` says only why nothing is printed (system files, ornaments).
    After preparing, `pdf`, `pages`, `notes` and `flaw` say what the file became.
    """

    name: str
    size: int = 0
    file: str = ""
    letter: Letter | None = None
    trouble: str = ""
    remark: str = ""
    pdf: str = ""
    pages: int = 0
    notes: tuple[str, ...] = ()
    flaw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerListing:
    """All members of one evidence file; `letter` is set when the file itself is a mail."""

    engine: str
    letter: Letter | None = None
    pieces: tuple[Member, ...] = ()
    notes: tuple[str, ...] = ()


def to_json(contents: ContainerListing) -> str:
    """Return the contents as JSON in ASCII: names that are no Unicode survive."""
    return json.dumps(asdict(contents), ensure_ascii=True)


def from_json(text: str) -> ContainerListing:
    """Read back what `to_json` wrote.

    Raises:
        ValueError: it is something else.
    """
    return typed_json.parse(text, ContainerListing)


class BombError(CannotConvertError):
    """The unpacked content exceeds a limit, at any level; the whole file is refused."""


class Stream(Protocol):
    """What is read in chunks."""

    def read(self, size: int = ..., /) -> bytes:
        """Return at most `size` bytes; none at the end."""


@dataclass(slots=True)
class MemberFolder:
    """The folder that members are extracted to, with numbers as names, and the budget used so far."""

    folder: Path
    packed: int
    files: int = 0
    listed: int = 0
    written: int = 0

    def file(self, name: str, content: Stream) -> Member:
        """Extract one member and return it; when the budget is used up, a member that says so."""
        slot = self.slot(name)
        if slot is None:
            return self.full(name)
        with slot:
            while chunk := content.read(_CHUNK):
                slot.write(chunk)
        return slot.piece()

    def slot(self, name: str) -> MemberFile | None:
        """Return the path of the next member file, or None when the budget is used up."""
        if self.files >= MOST_FILES:
            return None
        self.listed_one()
        self.files += 1
        return MemberFile(self, name, self.folder / f"{self.files:04d}.bin")

    def full(self, name: str) -> Member:
        """Return the member that says that the budget was used up."""
        return self.told(name, trouble=f"hanya {MOST_FILES} berkas pertama yang dibuka; ekstrak sendiri")

    def told(self, name: str, *, size: int = 0, trouble: str = "", remark: str = "") -> Member:
        """Return a member that is listed only."""
        self.listed_one()
        return Member(name=name, size=size, trouble=trouble, remark=remark)

    def listed_one(self) -> None:
        """Count one more line of the listing.

        Raises:
            BombError: there are more than anybody can read.
        """
        self.listed += 1
        if self.listed > MOST_LISTED:
            raise BombError(
                f"berisi lebih dari {MOST_LISTED} berkas; ekstrak sendiri, lalu letakkan isinya di folder bukti"
            )

    def count(self, size: int) -> None:
        """Count bytes that are about to be written.

        Raises:
            BombError: there are too many, by themselves or for the size of the evidence file.
        """
        self.written += size
        burst = self.written > _RATIO_MATTERS_FROM and self.written > self.packed * _HIGHEST_RATIO
        if burst or self.written > MOST_BYTES:
            raise BombError(BOMB)


class MemberFile:
    """One member file that is being extracted, within the budget."""

    def __init__(self, box: MemberFolder, name: str, path: Path) -> None:
        """Open the file."""
        self.path = path
        self.size = 0
        self._box = box
        self._name = name
        self._file = path.open("wb")

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._file.close()

    def write(self, data: bytes) -> None:
        """Write bytes, within the budget."""
        self._box.count(len(data))
        self.size += len(data)
        self._file.write(data)

    def piece(self) -> Member:
        """Return the extracted file as a member; an empty file is listed only."""
        if not self.size:
            return Member(name=self._name, remark=EMPTY)
        return Member(name=self._name, size=self.size, file=self.path.name)


def member_name(name: str) -> str:
    """Return the name of a member as people read it: printable, with `/` between its folders."""
    return printable(name.replace("\\", "/"))


def is_junk(name: str) -> bool:
    """Return whether an operating system put a member there by itself."""
    parts = PurePosixPath(name.replace("\\", "/").casefold()).parts
    if not parts:
        return False
    return parts[-1] in _JUNK_NAMES or parts[-1].startswith(("._", "~$")) or bool(_JUNK_FOLDERS.intersection(parts))
