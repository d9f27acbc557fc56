"""`--jobs`, `--out` and `--cache`: before the name of any command, and after that of `build`; loads nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict, TypeVar, cast

import click

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_PLACES: Final = "dossier.places"


class PlaceChoice(TypedDict, total=False):
    """Where output and what is kept go, and how many processors the work may use, as the options say it."""

    out: Path
    kept: Path
    jobs: int


def _remembered(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Remember an option that stands before the name of a command, or after that of `build`."""
    if value is not None:
        context.meta[_PLACES] = {**context.meta.get(_PLACES, {}), str(parameter.name): value}


def place_options(command: Callable[..., T]) -> Callable[..., T]:
    """Add `--jobs`, `--out` and `--cache`, which `folder_workspace` reads."""
    for decorate in (
        click.option(
            "--cache",
            "kept",
            type=click.Path(path_type=Path, file_okay=False),
            metavar="FOLDER",
            expose_value=False,
            callback=_remembered,
            help="Taruh simpanan berkas yang sudah diolah di folder ini; boleh dipakai bersama beberapa folder kerja.",
        ),
        click.option(
            "--out",
            "out",
            type=click.Path(path_type=Path, file_okay=False),
            metavar="FOLDER",
            expose_value=False,
            callback=_remembered,
            help="Tulis hasil di folder ini, bukan di build/; folder kerjanya boleh hanya dapat dibaca.",
        ),
        click.option(
            "--jobs",
            "jobs",
            type=click.IntRange(min=1),
            metavar="N",
            expose_value=False,
            callback=_remembered,
            help="Pakai paling banyak N prosesor (bawaan: semua yang boleh dipakai proses ini).",
        ),
    ):
        command = decorate(command)
    return command


def places() -> PlaceChoice:
    """Return what the options of the command at hand say; nothing outside of a command."""
    context = click.get_current_context(silent=True)
    return cast("PlaceChoice", context.meta.get(_PLACES, {}) if context is not None else {})
