"""Names of our subset fonts: two different subsets of one typeface must not share one (ISO 32000-1, 9.6.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pikepdf import Name

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pikepdf

    from dossier.bind.bind_input import OwnPages
    from dossier.bind.page_order import Volume


def tell_apart(pages: Iterable[pikepdf.Object], volume: Volume, own: OwnPages) -> None:
    """Give the fonts of each PDF of our own pages a tag of its own; reportlab begins with "AAAAAA" in each.

    Args:
        pages: all pages of the bundle in order.
        volume: which piece each of them belongs to.
        own: which PDF our own pages come from; those of one PDF share their fonts.
    """
    done = {0}
    for page, (_, piece) in zip(pages, volume.numbered(), strict=True):
        if piece.pdf is None and (which := own.place(piece.first)[0]) not in done:
            done.add(which)
            for font in page.Resources.Font.values():
                if "/FontDescriptor" in font:
                    renamed = f"/{chr(ord('A') + which)}{str(font.BaseFont)[2:]}"
                    font.BaseFont = font.FontDescriptor.FontName = Name(renamed)
