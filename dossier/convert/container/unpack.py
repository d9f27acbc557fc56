"""A mail or an archive ─► a listing and the files inside, level by level; runs in the child, under one budget."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier.convert.container import archives, mail, members, outlook
from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.convert.container.members import ContainerListing, Letter, Member, MemberFolder

_HEAD: Final = 4096
_OLE_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OUTLOOK_STREAM: Final = "__properties_version1.0".encode("utf-16-le")
_OFFICE_ENDINGS: Final = (
    *(".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".xlsb", ".pptx", ".pptm", ".ppsx"),
    *(".odt", ".ods", ".odp", ".odg", ".ott", ".epub", ".jar", ".apk"),
)
"""Zips that are documents."""
_OFFICE_MEMBERS: Final = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis", b"_rels/")
ARROW: Final = " ► "
"""Stands between the name of an archive and that of its member."""
_TOO_DEEP: Final = f"arsip di dalam arsip lebih dari {members.DEEPEST} tingkat; ekstrak sendiri"
_OPENED: Final = "dibuka; isinya di bawah"


def unpack(source: Path, target: Path, name: str) -> Made:
    """Write what is inside to the folder of `target`, and the listing to `target`.

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
    if kind == "mail":
        contents = mail.read(source, taken)
    elif kind == "outlook":
        contents = outlook.read(source, taken)
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
    return [opened, *(replace(child, name=f"{piece.name}{ARROW}{child.name}") for child in inner.pieces)]
