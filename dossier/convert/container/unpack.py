"""Unpacks mails and archives level by level in a child, under one budget for all levels; returns members in order."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.convert.container import archives, members
from dossier.convert.registry import RECIPES, Recipe, installed
from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError
from dossier.model import CONTAINERS, EvidenceFile, Media

with lazy():
    from dossier.convert.container import mail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.convert.container.members import ContainerListing, Letter, Member, MemberFolder
    from dossier.model import PreparedPart


_HEAD: Final = 4096
_OLE_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK_STREAM: Final = "__properties_version1.0".encode("utf-16-le")
_OFFICE_ENDINGS: Final = (
    *(".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".xlsb", ".pptx", ".pptm", ".ppsx"),
    *(".odt", ".ods", ".odp", ".odg", ".ott", ".epub", ".jar", ".apk"),
)
"""Zips that are documents."""
_OFFICE_MEMBERS: Final = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis", b"_rels/")
_TOO_DEEP: Final = f"arsip di dalam arsip lebih dari {members.DEEPEST} tingkat; ekstrak sendiri"
_OPENED: Final = "dibuka; isinya di bawah"


def unpack(source: Path, target: Path, name: str) -> Made:
    """Extract the members to the folder of `target`, and write the listing to `target`.

    Raises:
        CannotConvertError: it cannot be opened, or holds too much.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    taken = members.MemberFolder(folder=target.parent, packed=max(1, source.stat().st_size))
    kind = _kind(source, name, outermost=True)
    contents = _open(kind, source, taken, name, 1)
    target.write_text(members.to_json(contents), encoding="ascii")
    return Made(pages=0, engine=contents.engine)


def _kind(source: Path, name: str, *, outermost: bool) -> str:
    """Return `mail`, `outlook`, an archive's kind, or nothing for what is to be bound as it is."""
    with source.open("rb") as stream:
        head = stream.read(_HEAD)
        if head.startswith(_OLE_SIGNATURE):
            holds_mail = outermost or (name.casefold().endswith(".msg") and _OUTLOOK_STREAM in head + stream.read())
            return "outlook" if holds_mail else ""
    kind = archives.kind_of(head)
    if kind and not outermost and _is_document(head, name):
        return ""
    return kind or ("mail" if outermost or name.casefold().endswith((".eml", ".mht", ".mhtml")) else "")


def _is_document(head: bytes, name: str) -> bool:
    return name.casefold().endswith(_OFFICE_ENDINGS) or any(member in head[:120] for member in _OFFICE_MEMBERS)


def _open(kind: str, source: Path, taken: MemberFolder, name: str, level: int) -> ContainerListing:
    if kind in {"mail", "outlook"}:
        contents = mail.read(source, taken) if kind == "mail" else mail.read_outlook(source, taken)
    else:
        contents = members.ContainerListing(engine="arsip", pieces=tuple(archives.read(kind, source, taken, name)))
    pieces: list[Member] = []
    for piece in contents.pieces:
        pieces += _deeper(piece, taken, level)
    return replace(contents, pieces=tuple(pieces))


def _deeper(piece: Member, taken: MemberFolder, level: int) -> list[Member]:
    """Return the piece, and after it what is inside when it is itself a mail or an archive."""
    kind = _kind(taken.folder / piece.file, piece.name, outermost=False) if piece.file else ""
    if not kind:
        return [piece]
    if level >= members.DEEPEST:
        return [replace(piece, file="", trouble=_TOO_DEEP)]
    try:
        inner = _open(kind, taken.folder / piece.file, taken, piece.name, level + 1)
    except members.BombError:
        raise
    except CannotConvertError as error:
        return [replace(piece, file="", trouble=str(error))]
    letter: Letter | None = inner.letter
    opened = replace(piece, file="", letter=letter, remark="" if letter else _OPENED, notes=inner.notes)
    return [opened, *(replace(child, name=f"{piece.name}{members.ARROW}{child.name}") for child in inner.pieces)]


CONVERTER: Final = "dossier.convert.container.unpack:unpack"
Examine = Callable[[Path, str, str], EvidenceFile]
"""(root, place below it, name for people) ─► the file as evidence."""
_UNOPENED: Final = "arsip atau surat di dalamnya tidak dibuka; ekstrak sendiri"


def recipe(office: Recipe | None) -> Recipe:
    """Return the recipe of all containers; it depends on every converter, because members may be of any kind.

    Args:
        office: LibreOffice's recipe, or None where it is not used.
    """
    tools = [name for name in archives.RAR_TOOLS if shutil.which(name)]
    own = [each.recipe for each in installed() if each.recipe is not None]
    recipes = (*RECIPES.values(), *own, *((office,) if office is not None else ()))
    modules = sorted({module for each in recipes for module in each.code})
    return Recipe(
        name="isi",
        converter=CONVERTER,
        modules=("dossier.convert.container.compose", "!dossier.convert.container.unpack", *modules),
        engine="+".join((*tools, office.engine if office is not None else "-", *(each.engine for each in own))),
        titled=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One unpacked container: its listing file, the listing, and its members as evidence files by number."""

    listing: Path
    contents: ContainerListing
    members: Mapping[int, EvidenceFile]


def examined(listing: Path, root: Path, examine: Examine) -> Opened:
    """Read the listing of an unpacked container and examine every member."""
    contents = members.from_json(listing.read_text(encoding="ascii"))
    folder = listing.parent.relative_to(root).as_posix()
    files = {}
    for number, piece in enumerate(contents.pieces):
        if not piece.file:
            continue
        file = examine(root, f"{folder}/{piece.file}", piece.name.rpartition("/")[2] or piece.name)
        # The path must tell members of one name apart; its last part is what link cards print.
        file = replace(file, path=f"{folder}/{number}/{file.path.rpartition('/')[2]}")
        if file.media is Media.EML:
            file = replace(file, media=Media.TEXT)  # headers of a returned mail and the like: no mail, but text
        files[number] = replace(file, problem=_UNOPENED) if file.media in CONTAINERS else file
    return Opened(listing=listing, contents=contents, members=files)


def filled(opened: Opened, parts: Mapping[str, PreparedPart]) -> Path:
    """Write beside the listing the conversion result of every member, for `compose`; return that file."""
    pieces = [
        _became(piece, parts[opened.members[number].path]) if number in opened.members else piece
        for number, piece in enumerate(opened.contents.pieces)
    ]
    target = opened.listing.with_name("susunan.json")
    target.write_text(members.to_json(replace(opened.contents, pieces=tuple(pieces))), encoding="ascii")
    return target


def _became(piece: Member, part: PreparedPart) -> Member:
    if part.pdf is None:
        return replace(piece, trouble=part.problem or "tidak dapat dibaca")
    return replace(piece, pdf=str(part.pdf), pages=part.pages, notes=part.notes, flaw=part.flaw or "")


def all_members(opened: Sequence[Opened]) -> list[EvidenceFile]:
    """Return the members of all unpacked containers."""
    return [file for one in opened for file in one.members.values()]
