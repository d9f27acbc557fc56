"""Converts evidence files of any kind to clean PDF parts on disk, and extracts their text; public names only.

Hostile files are opened in child processes only (`convert/run/pool.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.convert.container.member_names import read_member_names
    from dossier.convert.converter import Converter, Engine, Missing
    from dossier.convert.engines_report import engines
    from dossier.convert.extract.contents import ocr_available, read_contents, readings
    from dossier.convert.image.page_pictures import PagePictures
    from dossier.convert.image.photo_sheets import lay_on_sheets
    from dossier.convert.image.thumbnails import PICTURED, Thumbnails
    from dossier.convert.pdf.downsampling import downsample
    from dossier.convert.pdf.text_layer import add_text_layers
    from dossier.convert.registry import InstalledConverter, installed
    from dossier.convert.run.part_cache import UNKNOWN_CONTENT
    from dossier.convert.run.pool import Job
    from dossier.convert.run.result import Made, lacks_office
    from dossier.convert.run.scheduler import prepare


__all__ = [
    "PICTURED",
    "UNKNOWN_CONTENT",
    "Converter",
    "Engine",
    "InstalledConverter",
    "Job",
    "Made",
    "Missing",
    "PagePictures",
    "Thumbnails",
    "add_text_layers",
    "downsample",
    "engines",
    "installed",
    "lacks_office",
    "lay_on_sheets",
    "ocr_available",
    "prepare",
    "read_contents",
    "read_member_names",
    "readings",
]

_lazy.attach(__name__)
