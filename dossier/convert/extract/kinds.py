"""What can be read for matching, and why nothing is read: known without loading a reader."""

from __future__ import annotations

from typing import Final

from dossier.model import Media

NO_LAYER: Final = "pindaian tanpa lapisan teks"
OCR_OPTION: Final = "ocr"

TEXTS: Final = frozenset(
    {
        *(Media.PDF, Media.DOCX, Media.XLSX, Media.ODT, Media.ODS, Media.ODP, Media.PPTX, Media.XLS_XML),
        *(Media.TEXT, Media.MARKDOWN, Media.CSV, Media.HTML, Media.EML),
    }
)
"""Kinds whose words are read without another program; `contents_readers` has a reader for each."""

PICTURES: Final = frozenset({Media.JPEG, Media.PNG, Media.TIFF, Media.BMP, Media.GIF, Media.WEBP})
"""Kinds of pictures that tesseract is shown."""
EYE_READABLE: Final = PICTURES | {Media.PDF}
