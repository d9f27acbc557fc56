"""Which libraries of the extra `armada` are installed; apart, because it is asked where none of them is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def library_version(name: str) -> str | None:
    """Return the version of a library, None where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
