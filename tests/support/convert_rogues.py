"""Converters that misbehave, for tests of the pool: they hang, die, eat memory, lie."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pikepdf

from dossier.convert.run.result import Made
from dossier.errors import CannotConvertError

if TYPE_CHECKING:
    from pathlib import Path


def well_behaved(source: Path, target: Path) -> Made:
    """Write one blank page."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(target)
    return Made(pages=1, engine="uji", notes=(source.name,))


def hangs(_source: Path, _target: Path) -> Made:
    """Never come back."""
    threading.Event().wait()
    raise AssertionError


def reading_hangs(source: Path, target: Path, _option: str) -> Made:
    """Never come back, as a reader of texts."""
    return hangs(source, target)


def dies(_source: Path, _target: Path) -> Made:
    """Take the whole process down."""
    os._exit(9)


def eats_memory(_source: Path, _target: Path) -> Made:
    """Ask for more memory than there may be."""
    return Made(pages=len(bytearray(64 << 30)), engine="uji")


def writes_too_much(_source: Path, target: Path) -> Made:
    """Write a file beyond the limit."""
    with target.open("wb") as stream:
        for _ in range(1 << 12):
            stream.write(bytes(1 << 20))
    return Made(pages=1, engine="uji")


def lies(source: Path, target: Path) -> Made:
    """Claim more pages than were written."""
    well_behaved(source, target)
    return Made(pages=7, engine="uji")


def writes_nothing(_source: Path, _target: Path) -> Made:
    """Claim a page without writing a file."""
    return Made(pages=1, engine="uji")


def refuses(_source: Path, _target: Path) -> Made:
    """Say that it can't be done."""
    raise CannotConvertError("tidak bisa, simpan ulang")


def stumbles(_source: Path, _target: Path) -> Made:
    """Fail in a way that nobody thought of."""
    raise StopIteration
