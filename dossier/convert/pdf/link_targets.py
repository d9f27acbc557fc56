"""Links of a PDF: web addresses and jumps inside the same file are kept, with the page itself as target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Mapping

_WEB: Final = ("http://", "https://")
_LONGEST_ADDRESS: Final = 2048
_FIT: Final = pikepdf.Name("/Fit")
_MOST_NAMES: Final = 20_000


class Destinations:
    """The places inside one PDF that its links may lead to.

    Named destinations are resolved: two files bound together often use the same names.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Read the page list; names are read when a link first asks for one."""
        self._pdf = pdf
        self._pages = {page.obj.objgen for page in pdf.pages}
        self._names: Mapping[str, pikepdf.Object] | None = None

    def harmless_action(self, annotation: pikepdf.Object) -> pikepdf.Dictionary | None:
        """Return a fresh action for a web link or an inner jump, or None for everything else."""
        action = annotation.get("/A")
        if isinstance(action, pikepdf.Dictionary):
            kind = str(action.get("/S"))
            if kind == "/URI":
                return _web(action.get("/URI"))
            return self._jump(action.get("/D")) if kind == "/GoTo" else None
        return self._jump(annotation.get("/Dest"))

    def _jump(self, target: object) -> pikepdf.Dictionary | None:
        if isinstance(target, (pikepdf.Name, pikepdf.String)):
            target = self._named().get(str(target))
        if isinstance(target, pikepdf.Dictionary):
            target = target.get("/D")
        if not isinstance(target, pikepdf.Array) or len(target) == 0:
            return None
        page = target[0]
        if not isinstance(page, pikepdf.Dictionary) or page.objgen not in self._pages:
            return None
        return pikepdf.Dictionary(S=pikepdf.Name("/GoTo"), D=pikepdf.Array([page, *_view(target)]))

    def _named(self) -> Mapping[str, pikepdf.Object]:
        if self._names is None:
            self._names = _all_names(self._pdf)
        return self._names


def _view(target: pikepdf.Array) -> list[object]:
    """Copy how the target is to be shown; only names, numbers and nulls belong there."""
    rest = [target[index] for index in range(1, min(len(target), 6))]
    if not rest or not isinstance(rest[0], pikepdf.Name):
        return [_FIT]
    return [item for item in rest if not isinstance(item, (pikepdf.Dictionary, pikepdf.Array, pikepdf.String))]


def _web(address: object) -> pikepdf.Dictionary | None:
    if not isinstance(address, pikepdf.String):
        return None
    text = str(address).strip()
    if not text.lower().startswith(_WEB) or len(text) > _LONGEST_ADDRESS or not text.isprintable():
        return None
    return pikepdf.Dictionary(S=pikepdf.Name("/URI"), URI=pikepdf.String(text))


def _all_names(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    found: dict[str, pikepdf.Object] = {}
    old = pdf.Root.get("/Dests")
    if isinstance(old, pikepdf.Dictionary):
        found |= {str(key): old[key] for key in list(old.keys())[:_MOST_NAMES]}
    names = pdf.Root.get("/Names")
    tree = names.get("/Dests") if isinstance(names, pikepdf.Dictionary) else None
    if isinstance(tree, pikepdf.Dictionary):
        for key, value in pikepdf.NameTree(tree).items():
            found[str(key)] = value
            if len(found) >= _MOST_NAMES:
                break
    return found
