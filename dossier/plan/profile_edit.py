"""Edits the text of `plan/unit.yaml`: sets texts at its top; comments, order and everything else stay. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import yaml

from dossier.errors import PlanError
from dossier.plan.entries_edit import scalar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def profile_text(path: Path, before: str, values: Mapping[str, str]) -> str:
    """Return a profile with these texts set; a key that is not there is added at the end.

    Args:
        path: the file, for the message.
        before: what it says.
        values: key at the top ─► text of one line; an empty one is written as "".

    Raises:
        PlanError: it is written in a way that cannot be changed without rewriting it.
    """
    newline = "\r\n" if "\r\n" in before else "\n"
    text = before if not before or before.endswith("\n") else before + newline
    wanted = {**_plain(path, text), **values}
    cuts = []
    for key, value in values.items():
        written = scalar(value, indent=2, one_line=True) if value else '""'
        node = _found(path, text, key)
        if node is None:
            cuts.append((len(text), len(text), f"{key}: {written}{newline}"))
        elif isinstance(node, yaml.ScalarNode) and node.style not in {"|", ">"}:
            start, end = int(node.start_mark.index), int(node.end_mark.index)
            cuts.append((start, end, written if end > start else f" {written}"))
        else:
            raise _unsafe(path, f"“{key}” ditulis sebagai beberapa baris atau daftar")
    for start, end, written in sorted(cuts, key=lambda cut: cut[0], reverse=True):
        text = text[:start] + written + text[end:]
    if _plain(path, text) != wanted:
        raise _unsafe(path, "susunannya tidak biasa")
    return text


def _found(path: Path, text: str, key: str) -> yaml.Node | None:
    root = _composed(path, text)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    found = [value for name, value in pairs if name.value == key]
    if len(found) > 1:
        raise _unsafe(path, f"“{key}” tertulis dua kali")
    return found[0] if found else None


def _composed(path: Path, text: str) -> yaml.Node | None:
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_LOADER)):
            raise _unsafe(path, "memakai alias (*)")
        root: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise _unsafe(path, "rusak") from error
    if isinstance(root, yaml.MappingNode) and root.flow_style:
        raise _unsafe(path, "ditulis dalam satu { }")
    if root is not None and not isinstance(root, yaml.MappingNode) and root.value:
        raise _unsafe(path, "isinya bukan kunci dan nilai")
    return root


def _plain(path: Path, text: str) -> dict[str, object]:
    _composed(path, text)
    loaded = yaml.load(text, Loader=_LOADER)  # noqa: S506 — a base loader makes texts, lists and tables alone
    return dict(loaded) if isinstance(loaded, dict) else {}


def _unsafe(path: Path, why: str) -> PlanError:
    return PlanError(
        f"plan/{path.name} tidak dapat diubah dengan aman: {why}.",
        path=path,
        hint="Sunting berkas itu sendiri, satu kunci tiap baris.",
    )
