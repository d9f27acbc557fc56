"""Values of templates about a dossier: what its covering letter lists, how an edition was handed over. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.letter_text import letter_rows
from dossier.model.audience import READERS
from dossier.templates.placeholders import Control
from dossier.wording import WEEKDAYS, long_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.letter_text import EditionTotals
    from dossier.model import Handover, Plan

_DIGITS_TOGETHER: Final = 16
"""Letters of a digest that are printed without a blank."""


def handed_over(handover: Handover | None, edition: EditionTotals | None) -> dict[str, object]:
    """Return what a record of handing over says of the edition; without one everything is to be filled."""
    if handover is None:
        return {
            "hari": Control(prompt="Hari"),
            "tanggal": Control(prompt="Tanggal serah terima", kind="tanggal"),
            "kepada": Control(prompt="Penerima"),
            "edisi": Control(prompt="Edisi"),
            "keadaan_per": Control(prompt="Keadaan per tanggal", kind="tanggal"),
            "isi": edition.words if edition else Control(prompt="Jumlah halaman dan berkas bukti, dari dossier"),
            "register": Control(prompt="SHA-256 register"),
        }
    register = handover.register
    groups = (register[at : at + _DIGITS_TOGETHER] for at in range(0, len(register), _DIGITS_TOGETHER))
    return {
        "hari": WEEKDAYS[handover.day.weekday()],
        "tanggal": long_date(handover.day),
        "kepada": handover.receiver,
        "edisi": f"untuk {READERS[handover.audience]}",
        "keadaan_per": long_date(handover.as_of),
        "isi": edition.words if edition else Control(prompt="Jumlah halaman dan berkas bukti, dari dossier"),
        "register": " ".join(groups),
    }


def sent_rows(plan: Plan, edition: EditionTotals | None) -> Iterator[dict[str, object]]:
    """Yield the rows of the covering letter; the totals of a dossier that was not made yet are to be filled."""
    for number, each in enumerate(letter_rows(plan), start=1):
        about: object = ""
        if each.is_dossier:
            about = edition.words if edition else Control(prompt="Jumlah halaman dan berkas bukti, dari dossier")
        end = f"; {each.remark}." if each.is_dossier else f"{each.remark[:1].upper()}{each.remark[1:]}."
        yield {"nomor": str(number), "naskah": each.what, "banyaknya": each.quantity, "isi": about, "keterangan": end}
