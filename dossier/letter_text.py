"""The rows of the covering letter, the same on the page that a dossier draws and in the Word template. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.wording import number_label

if TYPE_CHECKING:
    from dossier.model import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionTotals:
    """What a letter says of the dossier that it goes with: pages of the whole, files of evidence in it."""

    pages: int
    files: int

    @property
    def words(self) -> str:
        """Both, as a letter writes them."""
        return f"{number_label(self.pages)} halaman, {number_label(self.files)} berkas bukti"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One thing that is sent: what, how many of it, and a remark; the remark of the dossier begins with its totals."""

    what: str
    quantity: str
    remark: str
    is_dossier: bool = False


COPY = "1 (satu) berkas"
CLOSING = (
    "Dibuat rangkap dua: lembar pertama untuk penerima, lembar kedua dikembalikan kepada pengirim setelah "
    "ditandatangani."
)


def letter_rows(plan: Plan) -> tuple[LetterRow, ...]:
    """Return what the covering letter lists; `aim` of the plan says what for."""
    return (
        LetterRow(
            what=(
                f"Dokumen bukti {plan.title} Tahun {plan.year} beserta daftar isi, daftar bukti yang belum lengkap, "
                "dan register bukti"
            ),
            quantity=COPY,
            remark=f"disampaikan dengan hormat untuk bahan penilaian menuju {plan.predicate or 'WBK/WBBM'}",
            is_dossier=True,
        ),
        LetterRow(
            what="Lembar Kerja Evaluasi (LKE) yang telah diisi", quantity=COPY, remark="disampaikan dengan hormat"
        ),
    )
