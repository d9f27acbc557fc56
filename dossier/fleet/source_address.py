"""Which addresses a fleet may read: those below what the operator allows, and never one with a secret in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^\s\"'<>\\?#]+", re.ASCII)  # s3://bukti-zi/1501
_LOCAL: Final = frozenset({"file", "local", "data", "reference", "dir", "python", "jupyter", "jlab", "generic"})
"""Protocols that are no source: they lead back to this computer."""


def fault_of_address(address: str, allowed: Sequence[str]) -> str:
    """Return why an address may not be read, "" where it may.

    Args:
        address: of a unit's workspace.
        allowed: the beginnings of addresses that may be read, each a whole number of parts of a path.
    """
    protocol, _, place = address.partition("://")
    if not _ADDRESS.fullmatch(address) or "::" in address or ".." in place.split("/") or protocol in _LOCAL:
        return "bukan alamat yang dapat dibaca"
    if "@" in place:
        return "memuat nama atau sandi; sandi tidak pernah ditulis di daftar"
    if not any(address == each.rstrip("/") or address.startswith(f"{each.rstrip('/')}/") for each in allowed):
        return "tidak ada di bawah alamat yang diizinkan (--izinkan)"
    return ""
