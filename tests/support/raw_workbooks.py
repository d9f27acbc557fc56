"""Workbooks as other programs write them: parts of a sound .xlsx changed as text."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

SHEET: Final = "xl/worksheets/sheet1.xml"


def with_part(book: bytes, change: Callable[[str], str], *, name: str = SHEET, encoding: str = "utf-8") -> bytes:
    """Return a workbook in which one part was changed.

    Args:
        book: the bytes of a workbook.
        change: text of the part, without its XML declaration ─► its new text.
        name: the part.
        encoding: what the new text is written in.
    """
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename == name:
                text = re.sub(r"^<\?xml[^>]*\?>\s*", "", data.decode())
                declaration = f"<?xml version='1.0' encoding='{encoding}'?>"
                data = (declaration + change(text)).encode(encoding)
            target.writestr(member.filename, data)
    return changed.getvalue()
