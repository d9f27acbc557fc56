"""Which libraries of the extra `armada` are installed; apart, because it is asked where none of them is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def scheduler_version() -> str | None:
    """Return the version of dask.distributed, None where it is not installed."""
    try:
        return version("distributed")
    except PackageNotFoundError:
        return None
