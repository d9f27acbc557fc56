"""Mails and archives in the order of work: unpack, prepare what is inside like any evidence, put it together.

Members are only looked at by `examine`, which the caller brings: telling kinds apart is not converting.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.convert.container import archives
from dossier.convert.container import members as box
from dossier.convert.registry import RECIPES, Recipe
from dossier.model import EvidenceFile, Media

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.convert.container.members import ContainerListing, Member
    from dossier.model import PreparedPart

BOXES: Final = frozenset({Media.ZIP, Media.EML, Media.MSG})
"""Kinds that hold other files."""
Examine = Callable[[Path, str, str], EvidenceFile]
"""(root, place below it, name for people) ─► the file as evidence."""
_UNOPENED: Final = "arsip atau surat di dalamnya tidak dibuka; ekstrak sendiri"


def recipe(office: Recipe | None) -> Recipe:
    """Return the recipe of every box: what is inside may be made by any converter there is.

    Args:
        office: LibreOffice's recipe, or None where it is not used.
    """
    tools = [name for name in archives.RAR_TOOLS if shutil.which(name)]
    recipes = (*RECIPES.values(), *((office,) if office is not None else ()))
    modules = sorted({module for each in recipes for module in each.code})
    return Recipe(
        name="isi",
        converter="dossier.convert.container.unpack:unpack",
        modules=("dossier.convert.container.compose", "!dossier.convert.container.order", *modules),
        engine="+".join((*tools, office.engine if office is not None else "-")),
        titled=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One unpacked box: its listing on disk, what it says, and its members as evidence, by their number."""

    listing: Path
    contents: ContainerListing
    members: Mapping[int, EvidenceFile]


def examined(listing: Path, root: Path, examine: Examine) -> Opened:
    """Read the listing that unpacking wrote and look at every member."""
    contents = box.from_json(listing.read_text(encoding="ascii"))
    folder = listing.parent.relative_to(root).as_posix()
    members = {}
    for number, piece in enumerate(contents.pieces):
        if not piece.file:
            continue
        file = examine(root, f"{folder}/{piece.file}", piece.name.rpartition("/")[2] or piece.name)
        # The path must tell members of one name apart; its last part is what link cards print.
        file = replace(file, path=f"{folder}/{number}/{file.path.rpartition('/')[2]}")
        if file.media is Media.EML:
            file = replace(file, media=Media.TEXT)  # headers of a returned mail and the like: no mail, but text
        members[number] = replace(file, problem=_UNOPENED) if file.media in BOXES else file
    return Opened(listing=listing, contents=contents, members=members)


def filled(opened: Opened, parts: Mapping[str, PreparedPart]) -> Path:
    """Write beside the listing what became of every member, for `enclosures`; return the file."""
    pieces = [
        _became(piece, parts[opened.members[number].path]) if number in opened.members else piece
        for number, piece in enumerate(opened.contents.pieces)
    ]
    target = opened.listing.with_name("susunan.json")
    target.write_text(box.to_json(replace(opened.contents, pieces=tuple(pieces))), encoding="ascii")
    return target


def _became(piece: Member, part: PreparedPart) -> Member:
    if part.pdf is None:
        return replace(piece, trouble=part.problem or "tidak dapat dibaca")
    return replace(piece, pdf=str(part.pdf), pages=part.pages, notes=part.notes, flaw=part.flaw or "")


def all_members(opened: Sequence[Opened]) -> list[EvidenceFile]:
    """Return the members of all boxes."""
    return [file for one in opened for file in one.members.values()]
