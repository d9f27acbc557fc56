"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier._lazy import lazy
from dossier.cli.terminal_output import IsoDate
from dossier.state.workspace import open_workspace

with lazy():
    from dossier import convert


if TYPE_CHECKING:
    from pathlib import Path

    from dossier.state.workspace import Workspace

as_json = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Bentuk keluaran.",
)

as_of_option = click.option(
    "--as-of",
    "as_of",
    type=IsoDate(),
    default=None,
    metavar="TANGGAL",
    help="Nilai keadaan pada tanggal ini, mis. 2025-07-01 (bawaan: hari ini).",
)

office_option = click.option(
    "--office",
    type=click.Choice(["auto", "internal"]),
    default="auto",
    show_default=True,
    help="Pengubah Word/Excel: auto memakai LibreOffice bila terpasang; internal selalu tata letak bawaan.",
)


def _with_tesseract(_context: click.Context, _parameter: click.Parameter, value: bool) -> bool:  # noqa: FBT001 — click's
    """Refuse `--ocr` where nothing can read pictures, instead of reading none in silence."""
    if value and not convert.ocr_available():
        raise click.UsageError(
            "--ocr butuh tesseract dengan data bahasa Indonesia (tesseract-ocr, tesseract-ocr-ind); "
            "`dossier doctor` menunjukkan yang terpasang."
        )
    return value


ocr_option = click.option(
    "--ocr",
    is_flag=True,
    callback=_with_tesseract,
    help="Baca juga tulisan pada foto dan pindaian (perlu tesseract) bila nama berkasnya belum cukup.",
)


def folder_workspace(folder: Path) -> Workspace:
    """Return the workspace that `-C` names."""
    return open_workspace(folder)
