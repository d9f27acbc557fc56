"""Which libraries are installed that a feature can do without; none of them is loaded to tell."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def installed_version(name: str) -> str | None:
    """Return the version of a library by the name of its distribution, None where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None
