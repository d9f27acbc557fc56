"""Which libraries of the extra `meja` are installed; apart, because it is asked where none of them is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Final

LIBRARIES: Final = ("starlette", "uvicorn", "segno")


def library_versions() -> dict[str, str | None]:
    """Return name ─► version of each library, None where it is not installed."""
    found: dict[str, str | None] = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found
