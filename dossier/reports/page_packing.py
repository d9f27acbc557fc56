"""Packs the data of the offline page: what many files share stands once, each file is a short array. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE: Final = "#page="
_OWN: Final = ("path", "href", "page", "size")
"""What of a file stands in its array; the rest of it is one of the `shared`, which many files have alike."""


def packed(data: Mapping[str, Any], base: str) -> dict[str, Any]:
    """Return the data with its files as arrays: folder, name, shared part, size, page, printed page, bundle.

    The first three and the last are numbers in `folders`, `shared` and `bundles`, the size is one in `texts`; an array
    ends with the last value that says something: no size is -1, no page 0, and a printed page that is left out is the
    page. `linked` in a shared part is an address of the file: 1 stands for `base` and its path, percent-encoded.

    Args:
        data: as `page_data` returns it.
        base: the address of the evidence folder, with a slash at its end.
    """
    folders: dict[str, int] = {}
    shared: dict[str, int] = {}
    bundles: dict[str, int] = {}
    texts: dict[str, int] = {text: number for number, text in enumerate(data["texts"])}
    rows = []
    for file in data["files"]:
        folder, slash, name = file["path"].rpartition("/")
        common = {key: value for key, value in file.items() if key not in _OWN}
        if "href" in file:
            common["linked"] = 1 if file["href"] == base + _encoded(file["path"]) else file["href"]
        row = [
            folders.setdefault(folder + slash, len(folders)),
            name,
            shared.setdefault(json.dumps(common, ensure_ascii=False), len(shared)),
            texts.setdefault(file["size"], len(texts)) if "size" in file else -1,
        ]
        if "page" in file:
            address, number = file["page"]
            bundle, _, position = address.rpartition(_PAGE)
            which = bundles.setdefault(bundle, len(bundles))
            row += [int(position), *([number, which] if which or number != int(position) else [])]
        rows.append(row)
    return {
        **data,
        "files": rows,
        "folders": list(folders),
        "shared": [json.loads(text) for text in shared],
        "bundles": list(bundles),
        "base": base,
        "texts": list(texts),
    }


def unpacked(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was packed; `page.js` does the same."""
    files = []
    for folder, name, which, size, *place in data["files"]:
        common = dict(data["shared"][which])
        path = data["folders"][folder] + name
        file: dict[str, Any] = {"path": path}
        if (linked := common.pop("linked", None)) is not None:
            file["href"] = data["base"] + _encoded(path) if linked == 1 else linked
        if place:
            position, number, bundle = place if len(place) > 1 else (place[0], place[0], 0)
            file["page"] = [f"{data['bundles'][bundle]}{_PAGE}{position}", number]
        if size >= 0:
            file["size"] = data["texts"][size]
        files.append(file | common)
    return {**data, "files": files}


def _encoded(path: str) -> str:
    return quote(path, safe="/", errors="replace")
