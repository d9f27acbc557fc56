"""Draws the card of an audio or video recording: name, kind, size in bytes, hash, and how to obtain it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from reportlab.platypus import HRFlowable, Paragraph, Spacer

from dossier.convert.pdf import normalise
from dossier.convert.run.result import Made
from dossier.state.files import sha256_of
from dossier.typeset import page_setup
from dossier.typeset.typography import RULE, STRONG_LINE, STYLES
from dossier.wording import size_label

if TYPE_CHECKING:
    from pathlib import Path

    from reportlab.platypus import Flowable

ENGINE: Final = "kartu rekaman"
NOTE: Final = "rekaman tidak dapat dicetak; kartu ini menggantikannya, berkas asli ada pada pengelola dossier"
_HOW: Final = (
    "Rekaman suara atau video tidak dapat dicetak. Mintalah berkas aslinya kepada pengelola dossier unit ini dengan "
    "menyebut nama berkas di atas. Berkas yang diterima sama dengan yang diperiksa bila SHA-256-nya sama."
)


def convert(source: Path, target: Path, name: str) -> Made:
    """Write the card of a recording; `name` is the file's name, printed as the title."""
    page_setup.prepare_reportlab()
    facts = (
        ("Jenis", f"rekaman ({PurePath(name).suffix.removeprefix('.').upper() or 'tanpa akhiran'})"),
        ("Ukuran", size_label(source.stat().st_size)),
        ("SHA-256", sha256_of(source)),
    )
    story: list[Flowable] = [
        Paragraph("BUKTI BERUPA REKAMAN", STYLES.label),
        Paragraph(page_setup.plain(name), STYLES.title),
        HRFlowable(width="100%", thickness=STRONG_LINE, color=RULE, spaceBefore=2, spaceAfter=14),
    ]
    for label, value in facts:
        story += [Paragraph(label, STYLES.label), Paragraph(page_setup.plain(value), STYLES.body), Spacer(0, 8)]
    story += [Paragraph("Cara memperoleh", STYLES.label), Paragraph(page_setup.plain(_HOW), STYLES.body)]
    return Made(pages=normalise.finish(page_setup.render(story), target), engine=ENGINE, notes=(NOTE,))
