"""Links of our own making: `dossier:<key>` addresses in drawn pages become jumps; the way back from every stamp."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from dossier.bind.page_order import BindingError
from dossier.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.bind.frames import Box
    from dossier.model import PageRange

SCHEME: Final = "dossier:"
KEY: Final = "/DossierKey"
"""Private entry of our jumps: the section meant, so that a reader can check where it lands."""


class Targets:
    """Where a jump to a section's first page goes: to a page of this file, or into another volume."""

    def __init__(
        self,
        pages: Mapping[str, pikepdf.Object],
        elsewhere: Mapping[str, str] | None = None,
        ranges: Mapping[str, PageRange] | None = None,
    ) -> None:
        """Take the first page of every section in this file, the file of every other, and the page numbers of all."""
        # An excerpt has no table of contents, and links out of it lead nowhere.
        self.complete = SectionKind.CONTENTS.value in pages
        self._pages = pages
        self._elsewhere = elsewhere or {}
        self._ranges = ranges or {}

    def known(self, key: str) -> bool:
        """Tell whether there is such a section."""
        return key in self._pages or key in self._elsewhere

    def destination(self, key: str) -> Array:
        """Return the whole first page of a section as a destination: the foot with the stamp is in view."""
        return Array([self._pages[key], Name.Fit])

    def action(self, key: str) -> Dictionary:
        """Return the action that leads to a section; in another volume by file name and named destination."""
        if key in self._pages:
            return Dictionary(S=Name.GoTo, D=self.destination(key))
        file = String(self._elsewhere[key])
        return Dictionary(S=Name.GoToR, F=file, D=String(place_name(self._ranges[key].first)), NewWindow=False)

    def bookmark(self, key: str) -> Dictionary:
        """Return the entry by which a bookmark leads to a section."""
        return Dictionary(Dest=self.destination(key)) if key in self._pages else Dictionary(A=self.action(key))

    def named(self) -> dict[str, Array]:
        """Return the named destinations of this file; other volumes, and addresses such as `#hlm.12`, lead to them."""
        keys = (key for key in self._pages if key in self._ranges)
        return {place_name(self._ranges[key].first): self.destination(key) for key in keys}


def place_name(number: int) -> str:
    """Return the name of the destination at a page."""
    return f"hlm.{number}"


def jump(key: str, box: Box, targets: Targets) -> Dictionary:
    """Return a link annotation that leads to a section."""
    annotation = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([round(value, 4) for value in box]),
        Border=Array([0, 0, 0]),
        F=4,
        A=targets.action(key),
    )
    annotation[KEY] = String(key)
    return annotation


def resolve(page: pikepdf.Object, targets: Targets) -> list[pikepdf.Object]:
    """Return the annotations of a page that we drew, each `dossier:` address turned into a jump.

    Raises:
        BindingError: an address names a section that does not exist.
    """
    annotations: list[pikepdf.Object] = [item for item in page.get("/Annots", Array()) if isinstance(item, Dictionary)]
    for annotation in list(annotations):
        action = annotation.get("/A")
        if not isinstance(action, Dictionary) or not isinstance(action.get("/URI"), String):
            continue
        address = _text(action.URI)
        if not address.startswith(SCHEME):
            continue
        if not targets.complete and not targets.known(unquote(address.removeprefix(SCHEME))):
            annotations.remove(annotation)
            continue
        key = _section(address.removeprefix(SCHEME), targets)
        annotation.A = targets.action(key)
        annotation[KEY] = String(key)
    return annotations


def _section(address: str, targets: Targets) -> str:
    """Return the key an address means: as written, or percent-encoded where a drawing library did that."""
    for candidate in (address, unquote(address)):
        if targets.known(candidate):
            return candidate
    raise BindingError(f"a drawn page links to the unknown section {address!r}")


def _text(value: pikepdf.Object) -> str:
    """Read an address: UTF-8 where the bytes are that, else as PDF reads text."""
    try:
        return bytes(value).decode("utf-8")
    except UnicodeDecodeError:
        return str(value)
